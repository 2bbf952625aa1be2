//! The facts above the text: how far the page is, how severe it was, when, and who wrote it.

use chrono::{DateTime, Utc};
use web_sys::{FocusEvent, HtmlElement, HtmlInputElement, MouseEvent};
use yew::prelude::*;

use super::combo::Combo;
use super::context::use_editor;
use super::icons::{Icon, icon};
use super::menu::{Item, Menu};
use super::people::People;
use super::properties::properties;
use super::shared::Shared;
use crate::document::{Document, Status};
use crate::editor::Action;
use crate::editor::config::Config;
use crate::editor::moment;

#[derive(Properties)]
pub struct MetaProps {
    pub document: Shared<Document>,
    pub config: Shared<Config>,
}

impl PartialEq for MetaProps {
    /// A keystroke in a section makes another document with the same facts.
    fn eq(&self, other: &MetaProps) -> bool {
        self.config == other.config && (self.document == other.document || self.document.meta == other.document.meta)
    }
}

pub fn status_words(status: Status) -> (&'static str, &'static str) {
    match status {
        Status::Draft => ("Draft", ""),
        Status::InReview => ("In review", "info"),
        Status::Published => ("Published", "good"),
    }
}

/// The lozenge of a severity: the first of the list is the worst.
pub fn severity_tone(config: &Config, severity: &str) -> &'static str {
    match config.severities.iter().position(|known| known.eq_ignore_ascii_case(severity)) {
        Some(0) => "bad",
        Some(1) => "warn",
        _ => "",
    }
}

#[component]
pub fn Meta(props: &MetaProps) -> Html {
    let context = use_editor();
    let (meta, config) = (&props.document.meta, &props.config);
    let statuses = [Status::Draft, Status::InReview, Status::Published].map(|status| {
        let (label, tone) = status_words(status);
        Item::new(label, context.acting(Action::SetStatus(status))).chosen(status == meta.status).tone(tone)
    });
    let (status, tone) = status_words(meta.status);
    let lasted = match (meta.started, meta.ended) {
        (Some(started), Some(ended)) => Some(moment::duration(started, ended)),
        _ => None,
    };
    html! {
        <div class="meta" part="meta" role="group" aria-label="Facts">
            <div class="fact">
                <span class="name">{ "Status" }</span>
                <Menu label={format!("Status: {status}")} class="value" items={statuses.to_vec()}>
                    <span class={classes!("lozenge", tone)}>{ status }{ icon(Icon::Caret) }</span>
                </Menu>
            </div>
            <div class="fact">
                <span class="name">{ "Severity" }</span>
                <Combo label="Severity" value={meta.severity.clone()} options={config.severities.clone()} empty="Not set"
                    tone={severity_tone(config, &meta.severity)} on_pick={context.setting(Action::SetSeverity)} />
            </div>
            <div class="fact">
                <span class="name">{ "Category" }</span>
                <Combo label="Category" value={meta.category.clone()} options={config.categories.clone()} empty="Not set"
                    tone="violet" on_pick={context.setting(Action::SetCategory)} />
            </div>
            <div class="fact">
                <span class="name">{ "Authors" }</span>
                <People names={meta.authors.clone()} on_change={context.setting(Action::SetAuthors)} />
            </div>
            <div class="fact when">
                <span class="name">{ "When" }</span>
                <div class="moments">
                    <Moment label="Started (UTC)" at={meta.started} on_set={context.setting(Action::SetStarted)} />
                    <span class="to" aria-hidden="true">{ "to" }</span>
                    <Moment label="Ended (UTC)" at={meta.ended} on_set={context.setting(Action::SetEnded)} />
                    <span class="zone">{ "UTC" }</span>
                    if let Some(lasted) = lasted {
                        <span class={classes!("lasted", lasted.is_none().then_some("odd"))}>
                            { lasted.unwrap_or_else(|| "ends before it starts".to_owned()) }
                        </span>
                    }
                </div>
            </div>
            { properties(&context, &meta.properties) }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct MomentProps {
    label: AttrValue,
    at: Option<DateTime<Utc>>,
    on_set: Callback<Option<DateTime<Utc>>>,
}

/// A moment, or a quiet offer to enter one.
#[component]
fn Moment(props: &MomentProps) -> Html {
    let entering = use_state(|| false);
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with(*entering, move |&entering| {
            if entering && let Some(input) = node.cast::<HtmlElement>() {
                let _ = input.focus();
            }
        });
    }
    if props.at.is_none() && !*entering {
        let onclick = Callback::from(move |_: MouseEvent| entering.set(true));
        return html! { <button type="button" class="value empty" {onclick} aria-label={format!("{}: Not set", props.label)}>{ "Not set" }</button> };
    }
    let onchange = {
        let on_set = props.on_set.clone();
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            on_set.emit(moment::from_input(&input.value()));
        })
    };
    let onblur = Callback::from(move |_: FocusEvent| entering.set(false));
    let value = props.at.map(moment::to_input).unwrap_or_default();
    html! { <input ref={node} type="datetime-local" class="moment" aria-label={props.label.clone()} {value} {onchange} {onblur} /> }
}
