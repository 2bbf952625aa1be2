//! The line above the document: way back and forth, formatting, how well the text is kept, hints, preview, and the rest in a menu.

use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

use super::chrome::{Dialog, Show};
use super::context::use_editor;
use super::format::format_bar;
use super::hint_counter::HintCounter;
use super::icons::{Icon, icon};
use super::menu::{Item, Menu};
use super::save_mark::save_mark;
use super::transfer;
use crate::editor::keeping::SaveState;
use crate::editor::{Action, Field};

#[derive(Properties, PartialEq)]
pub struct ToolbarProps {
    pub can_undo: bool,
    pub can_redo: bool,
    pub dismissed: usize,
    pub preview: bool,
    pub prose: Option<Field>,
    pub save: SaveState,
    pub hints: usize,
}

#[component]
pub fn Toolbar(props: &ToolbarProps) -> Html {
    let context = use_editor();
    let preview = props.preview;
    let mode = if preview { "Write" } else { "Preview" };
    let file = use_node_ref();
    let choose = {
        let file = file.clone();
        Callback::from(move |()| {
            if let Some(input) = file.cast::<HtmlElement>() {
                input.click();
            }
        })
    };
    let onchange = {
        let context = context.clone();
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            if let Some(file) = input.files().and_then(|files| files.get(0)) {
                transfer::open_file(&context, file);
            }
            // So that the same file can be chosen again.
            input.set_value("");
        })
    };
    let dialog = |dialog: Dialog| context.showing(Show::Dialog(Some(dialog)));
    let drafts = {
        let context = context.clone();
        Callback::from(move |()| {
            context.open(Dialog::Drafts);
            context.link.host.list_drafts();
        })
    };
    let new_draft = {
        let context = context.clone();
        Callback::from(move |()| context.link.host.new_draft())
    };
    let items = vec![
        Item::new("New postmortem", new_draft).icon(Icon::Plus),
        Item::new("Drafts", drafts).icon(Icon::Drafts),
        Item::new("Open a Markdown file…", choose).icon(Icon::Import),
        Item::new("Export as Markdown…", dialog(Dialog::Export)).icon(Icon::Export),
        Item::new("Dismissed hints", dialog(Dialog::Dismissed)).icon(Icon::Info).disabled(props.dismissed == 0),
        Item::new("Keyboard shortcuts", dialog(Dialog::Help)).icon(Icon::Keyboard).keys("Ctrl /"),
    ];
    html! {
        <div class="toolbar" part="toolbar" role="region" aria-label="Editor tools">
            <div class="group">
                <button type="button" class="tool" aria-label="Undo" title="Undo (Ctrl Z)" disabled={!props.can_undo || preview}
                    onclick={context.acting(Action::Undo)}>{ icon(Icon::Undo) }</button>
                <button type="button" class="tool" aria-label="Redo" title="Redo (Ctrl Shift Z)" disabled={!props.can_redo || preview}
                    onclick={context.acting(Action::Redo)}>{ icon(Icon::Redo) }</button>
            </div>
            if !preview {
                { format_bar(&context, props.prose) }
            }
            <span class="space" />
            { save_mark(&context, &props.save) }
            if !preview {
                <HintCounter count={props.hints} dismissed={props.dismissed} />
            }
            <div class="group">
                <button type="button" class={classes!("tool", preview.then_some("on"))} aria-label={mode} title={format!("{mode} (Alt P)")}
                    onclick={context.showing(Show::Preview(!preview))}>
                    { icon(if preview { Icon::Pencil } else { Icon::Eye }) }
                    <span class="words">{ mode }</span>
                </button>
                <Menu label="More" {items} at_end=true>{ icon(Icon::More) }</Menu>
            </div>
            <input ref={file} type="file" class="unseen" tabindex="-1" aria-hidden="true" accept=".md,.markdown,.mdown,.txt,text/markdown,text/plain" {onchange} />
        </div>
    }
}
