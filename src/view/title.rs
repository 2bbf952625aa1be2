//! The title of the postmortem.

use std::rc::Rc;

use yew::prelude::*;

use super::context::use_editor;
use super::editable::{Editable, Press, Words};
use crate::editor::Field;

#[derive(Properties, PartialEq)]
pub struct TitleProps {
    pub title: Rc<str>,
    /// Where Enter goes.
    pub below: Option<Field>,
}

#[component]
pub fn Title(props: &TitleProps) -> Html {
    let context = use_editor();
    let below = props.below;
    let on_key = Callback::from(move |press: Press| {
        let event = &press.event;
        let goes_on = event.key() == "Enter" || (event.key() == "ArrowDown" && press.at_end && !event.alt_key());
        if goes_on && let Some(below) = below {
            context.fields.select(below, 0..0);
        }
        goes_on
    });
    html! {
        <Editable
            field={Field::Title}
            words={Words::Plain(props.title.clone())}
            class="title"
            label="Title"
            placeholder="What happened?"
            {on_key}
        />
    }
}
