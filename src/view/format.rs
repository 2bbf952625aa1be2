//! The formatting bar and its keys: which of them does which edit. The edits themselves are `editor::typing`.

use web_sys::{KeyboardEvent, MouseEvent};
use yew::prelude::*;

use super::context::Context;
use super::icons::{Icon, icon};
use crate::editor::typing::{self, Tool};
use crate::editor::{Action, Field};
use crate::surface::Surface;

/// A button of the bar.
struct Style {
    label: &'static str,
    icon: Icon,
    tool: Tool,
    /// With Ctrl or Cmd: the physical key, whether Shift is held, and how both are written.
    keys: Option<(&'static str, bool, &'static str)>,
}

const INLINE: [Style; 4] = [
    Style { label: "Bold", icon: Icon::Bold, tool: typing::bold, keys: Some(("KeyB", false, "B")) },
    Style { label: "Italic", icon: Icon::Italic, tool: typing::italic, keys: Some(("KeyI", false, "I")) },
    Style { label: "Code", icon: Icon::Code, tool: typing::code, keys: Some(("KeyE", false, "E")) },
    Style { label: "Link", icon: Icon::Link, tool: typing::link, keys: Some(("KeyK", false, "K")) },
];

const BLOCKS: [Style; 4] = [
    Style { label: "Heading", icon: Icon::Heading, tool: typing::heading, keys: None },
    Style { label: "Numbered list", icon: Icon::Numbers, tool: typing::numbers, keys: Some(("Digit7", true, "Shift 7")) },
    Style { label: "Bulleted list", icon: Icon::Bullets, tool: typing::bullets, keys: Some(("Digit8", true, "Shift 8")) },
    Style { label: "Quote", icon: Icon::Quote, tool: typing::quote, keys: Some(("Digit9", true, "Shift 9")) },
];

/// What the keys are, for the page that lists them.
pub fn keys() -> impl Iterator<Item = (&'static str, &'static str)> {
    INLINE.iter().chain(&BLOCKS).filter_map(|style| Some((style.label, style.keys?.2)))
}

/// A key pressed in prose; `true` when it was one of ours.
pub fn key(context: &Context, field: Field, surface: &Surface, event: &KeyboardEvent) -> bool {
    let primary = event.ctrl_key() != event.meta_key();
    if primary && !event.alt_key() {
        let (code, shift) = (event.code(), event.shift_key());
        let by_code = |style: &&Style| style.keys.is_some_and(|(key, shifted, _)| key == code && shifted == shift);
        let Some(style) = INLINE.iter().chain(&BLOCKS).find(by_code) else { return false };
        apply(context, field, surface, style.tool);
        // Nothing to format is no reason to open the browser's bookmarks.
        return true;
    }
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return false;
    }
    let tool: Tool = match (event.key().as_str(), event.shift_key()) {
        ("Enter", false) => typing::enter,
        ("Tab", false) => typing::indent,
        ("Tab", true) => typing::outdent,
        _ => return false,
    };
    apply(context, field, surface, tool)
}

fn apply(context: &Context, field: Field, surface: &Surface, tool: Tool) -> bool {
    let Some((edit, caret)) = surface.selection().and_then(|selection| tool(&surface.text(), selection)) else { return false };
    context.act(Action::Apply { field, edit, caret });
    true
}

/// For the prose that has the focus.
pub fn format_bar(context: &Context, field: Option<Field>) -> Html {
    // A press on the bar must not take the focus from the text it formats.
    let onmousedown = Callback::from(|event: MouseEvent| event.prevent_default());
    let button = |style: &'static Style| {
        let context = context.clone();
        let onclick = Callback::from(move |_: MouseEvent| {
            if let Some((field, surface)) = field.and_then(|field| Some((field, context.fields.surface(field)?))) {
                apply(&context, field, &surface, style.tool);
            }
        });
        let title = match style.keys {
            Some((_, _, keys)) => format!("{} (Ctrl {keys})", style.label),
            None => style.label.to_owned(),
        };
        html! {
            <button type="button" class="tool" aria-label={style.label} {title} {onclick} disabled={field.is_none()}>{ icon(style.icon) }</button>
        }
    };
    html! {
        <div class={classes!("format-bar", field.is_none().then_some("away"))} role="toolbar" aria-label="Formatting" {onmousedown}>
            { for INLINE.iter().map(button) }
            <span class="rule" aria-hidden="true" />
            { for BLOCKS.iter().map(button) }
        </div>
    }
}
