//! One section: its heading, what may be done with it, its prose and its rows.

use std::rc::Rc;

use web_sys::MouseEvent;
use yew::prelude::*;

use super::chrome::Offer;
use super::context::use_editor;
use super::editable::{Editable, Press, Words};
use super::fields::END;
use super::followups::FollowUps;
use super::icons::{Icon, icon};
use super::markdown::rendered;
use super::menu::{Item, Menu};
use super::prompts::prompt;
use super::shared::{Id, Shared};
use super::timeline::Timeline;
use crate::document::{Rows, Section as Content, SectionKind};
use crate::editor::config::Config;
use crate::editor::{Action, Field};

#[derive(Properties, PartialEq)]
pub struct SectionProps {
    pub section: Shared<Content>,
    pub at: usize,
    pub last: bool,
    pub config: Shared<Config>,
}

#[component]
pub fn Section(props: &SectionProps) -> Html {
    let context = use_editor();
    let preview = use_state(|| false);
    let content = &props.section;
    let key = content.key;
    let (heading, prose) = (Field::Heading { section: key }, Field::Prose { section: key });
    let bare = matches!(content.rows, Rows::None);
    let name = if content.title.is_empty() { "Untitled section" } else { content.title.as_str() };

    let on_heading_key = {
        let context = context.clone();
        Callback::from(move |press: Press| {
            let down = press.event.key() == "Enter" || (press.event.key() == "ArrowDown" && press.at_end && !press.event.alt_key());
            if down {
                context.fields.select(prose, 0..0);
            }
            down
        })
    };
    let toggle = {
        let preview = preview.clone();
        Callback::from(move |_: MouseEvent| preview.set(!*preview))
    };
    let rename = {
        let context = context.clone();
        Callback::from(move |()| context.fields.select(heading, 0..END.end))
    };
    let remove = {
        let (context, title) = (context.clone(), name.to_owned());
        Callback::from(move |()| {
            context.toast(format!("“{title}” removed."), Offer::Undo);
            context.act(Action::RemoveSection { section: key });
        })
    };
    let at = props.at;
    let mut items = vec![
        Item::new("Rename", rename).icon(Icon::Pencil),
        Item::new("Move up", context.acting(Action::MoveSection { section: key, to: at.saturating_sub(1) }))
            .icon(Icon::Up)
            .disabled(at == 0),
        Item::new("Move down", context.acting(Action::MoveSection { section: key, to: at + 1 })).icon(Icon::Down).disabled(props.last),
        Item::new("Add a section below", context.acting(Action::AddSection { after: Some(key), title: String::new() })).icon(Icon::Plus),
        Item::new("Remove", remove).icon(Icon::Trash),
    ];
    if let Rows::Timeline(rows) = &content.rows {
        let sort = Item::new("Sort by time", context.acting(Action::SortRows { section: key }));
        items.insert(0, sort.icon(Icon::Sort).disabled(rows.len() < 2));
    }
    let placeholder = if bare || content.rows.is_empty() { prompt(content.kind) } else { "Add a note" };
    html! {
        <section class={classes!("section", (!bare).then_some("with-rows"))} part="section">
            <div class="heading-line">
                <h2>
                    <Editable field={heading} words={Words::Plain(Rc::from(content.title.as_str()))} class="heading" label="Heading"
                        placeholder="Name this section" hints={content.kind == SectionKind::Other} on_key={on_heading_key} />
                </h2>
                <div class="section-tools">
                    if !content.prose.is_empty() {
                        <button type="button" class="tool" aria-pressed={if *preview { "true" } else { "false" }}
                            aria-label={format!("Preview {name}")} title="Preview this section" onclick={toggle}>
                            { icon(if *preview { Icon::Pencil } else { Icon::Eye }) }
                        </button>
                    }
                    <Menu label={format!("More for {name}")} {items} at_end=true>{ icon(Icon::More) }</Menu>
                </div>
            </div>
            <div class={classes!("writing", preview.then_some("away"))}>
                <Editable field={prose} words={Words::Prose(content.clone())} prose=true label={name.to_owned()}
                    {placeholder} section={Some(content.kind)} class={classes!((!bare && !content.rows.is_empty()).then_some("note"))} />
            </div>
            if *preview {
                { rendered(&content.prose) }
            }
            { match &content.rows {
                Rows::None => html! {},
                Rows::Timeline(rows) => html! { <Timeline section={Id(key)} rows={rows.clone()} /> },
                Rows::FollowUps(rows) => html! { <FollowUps section={Id(key)} rows={rows.clone()} config={props.config.clone()} /> },
            } }
        </section>
    }
}
