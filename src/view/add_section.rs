//! The end of the document: what could still be added.

use yew::prelude::*;

use super::context::use_editor;
use super::icons::{Icon, icon};
use super::menu::{Item, Menu};
use crate::document::SectionKind;
use crate::editor::Action;

#[derive(Properties, PartialEq)]
pub struct AddSectionProps {
    /// The kinds that the document has already.
    pub present: Vec<SectionKind>,
}

#[component]
pub fn AddSection(props: &AddSectionProps) -> Html {
    let context = use_editor();
    let missing = SectionKind::BUILT_IN.into_iter().filter(|kind| !props.present.contains(kind)).map(|kind| {
        let title = kind.title();
        Item::new(title, context.acting(Action::AddSection { after: None, title: title.to_owned() }))
    });
    let own = Item::new("An own section", context.acting(Action::AddSection { after: None, title: String::new() })).icon(Icon::Pencil);
    let items: Vec<Item> = missing.chain([own]).collect();
    let face = html! { <>{ icon(Icon::Plus) }<span>{ "Add a section" }</span></> };
    html! {
        <div class="add-section">
            if items.len() > 1 {
                <Menu label="Add a section" class="button quiet" {items}>{ face }</Menu>
            } else {
                <button type="button" class="button quiet" onclick={context.acting(Action::AddSection { after: None, title: String::new() })}>
                    { face }
                </button>
            }
        </div>
    }
}
