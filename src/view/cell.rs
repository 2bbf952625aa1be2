//! A short text without hints: a component around an `<input>`.

use web_sys::{HtmlInputElement, InputEvent, KeyboardEvent};
use yew::prelude::*;

use super::context::use_editor;
use super::editable::Press;
use super::fields::Held;
use crate::editor::{Action, Field};
use crate::text::utf16;

#[derive(Properties, PartialEq)]
pub struct CellProps {
    pub field: Field,
    pub value: AttrValue,
    pub label: AttrValue,
    #[prop_or_default]
    pub placeholder: AttrValue,
    #[prop_or_default]
    pub class: Classes,
    /// The id of a `<datalist>` with suggestions.
    #[prop_or_default]
    pub list: Option<AttrValue>,
    /// Sees every key first; `true` when it took it.
    #[prop_or_default]
    pub on_key: Option<Callback<Press, bool>>,
    /// Replaces what happens when the author writes; without it the text is written to `field`.
    #[prop_or_default]
    pub on_write: Option<Callback<String>>,
}

#[component]
pub fn Cell(props: &CellProps) -> Html {
    let context = use_editor();
    let node = use_node_ref();
    {
        let (context, node) = (context.clone(), node.clone());
        use_effect_with(props.field, move |&field| {
            if let Some(input) = node.cast::<HtmlInputElement>() {
                context.fields.enter(field, Held::Input(input));
            }
            move || context.fields.leave(field)
        });
    }
    let oninput = {
        let (field, on_write) = (props.field, props.on_write.clone());
        Callback::from(move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let text = input.value();
            match &on_write {
                Some(on_write) => on_write.emit(text),
                None => {
                    let units = input.selection_start().ok().flatten().unwrap_or(u32::MAX);
                    let caret = utf16::to_bytes(&text, units as usize);
                    context.act(Action::Write { field, text, caret: caret..caret });
                }
            }
        })
    };
    let onkeydown = props.on_key.clone().map(|on_key| {
        Callback::from(move |event: KeyboardEvent| {
            if event.is_composing() {
                return;
            }
            let input: HtmlInputElement = event.target_unchecked_into();
            let (start, end) = (input.selection_start().ok().flatten(), input.selection_end().ok().flatten());
            let caret = if start == end { start } else { None };
            let length = utf16::len(&input.value()) as u32;
            let press = Press { event: event.clone(), surface: None, at_start: caret == Some(0), at_end: caret == Some(length) };
            if on_key.emit(press) {
                event.prevent_default();
            }
        })
    });
    html! {
        <input
            ref={node}
            type="text"
            class={classes!("cell", props.class.clone())}
            value={props.value.clone()}
            aria-label={props.label.clone()}
            placeholder={props.placeholder.clone()}
            list={props.list.clone()}
            autocomplete="off"
            {oninput}
            {onkeydown}
        />
    }
}
