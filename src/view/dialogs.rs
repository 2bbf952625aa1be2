//! The dialogs: export, drafts, dismissed hints, keyboard shortcuts.

use std::rc::Rc;

use web_sys::{HtmlTextAreaElement, MouseEvent};
use yew::prelude::*;

use super::chrome::Show;
use super::context::{Context, use_editor};
use super::dialog::Dialog;
use super::icons::{Icon, icon};
use super::save_mark::day_and_clock;
use super::shared::Shared;
use super::{format, transfer};
use crate::document::{Dismissal, Document};
use crate::editor::Action;
use crate::editor::keeping::{Command, DraftSummary};
use crate::formats::markdown;

#[derive(Properties, PartialEq)]
pub struct ExportProps {
    pub document: Shared<Document>,
}

#[component]
pub fn Export(props: &ExportProps) -> Html {
    let context = use_editor();
    let told = use_state(|| "");
    let area = use_node_ref();
    let text: Rc<String> = (*use_memo(props.document.clone(), |document| Rc::new(markdown::write(document)))).clone();
    let copy = {
        let (text, told, area) = (text.clone(), told.clone(), area.clone());
        Callback::from(move |_: MouseEvent| {
            let (told, area) = (told.clone(), area.clone());
            transfer::copy(text.to_string(), move |copied| {
                if !copied && let Some(area) = area.cast::<HtmlTextAreaElement>() {
                    area.select();
                }
                told.set(if copied { "Copied." } else { "This page may not use the clipboard: the text is selected, copy it by key." });
            });
        })
    };
    let save = {
        let (context, text, told, name) = (context.clone(), text.clone(), told.clone(), transfer::file_name(&props.document));
        Callback::from(move |_: MouseEvent| {
            let made = transfer::download(&context, &name, &text);
            told.set(if made { "Downloaded." } else { "This page may not download: copy the text instead." });
        })
    };
    html! {
        <Dialog title="Export as Markdown" class="export">
            <textarea ref={area} readonly=true aria-label="Markdown" spellcheck="false" value={text.to_string()} />
            <footer>
                <span class="told" role="status">{ *told }</span>
                <button type="button" class="button" onclick={copy}>{ icon(Icon::Copy) }{ "Copy" }</button>
                <button type="button" class="button primary" onclick={save}>{ icon(Icon::Export) }{ "Download" }</button>
            </footer>
        </Dialog>
    }
}

/// `drafts` are `None` until they are known.
pub fn drafts(context: &Context, drafts: Option<&[DraftSummary]>) -> Html {
    let line = |draft: &DraftSummary| {
        let title = if draft.title.trim().is_empty() { "Untitled".to_owned() } else { draft.title.clone() };
        let open = {
            let (context, id) = (context.clone(), draft.id.clone());
            Callback::from(move |_: MouseEvent| {
                context.show(Show::Dialog(None));
                context.link.host.command(Command::OpenDraft(id.clone()));
            })
        };
        let delete = {
            let (context, id) = (context.clone(), draft.id.clone());
            Callback::from(move |_: MouseEvent| {
                context.link.host.command(Command::DeleteDraft(id.clone()));
                context.link.host.list_drafts();
            })
        };
        html! {
            <li key={draft.id.clone()} class={classes!("draft", draft.open.then_some("open"))}>
                <button type="button" class="open" disabled={draft.open} onclick={open}>
                    { icon(Icon::Drafts) }
                    <span class="title">{ title.clone() }</span>
                    <span class="time">{ if draft.open { "open here".to_owned() } else { day_and_clock(draft.updated) } }</span>
                </button>
                if !draft.open {
                    <button type="button" class="tool" aria-label={format!("Delete {title}")} onclick={delete}>{ icon(Icon::Trash) }</button>
                }
            </li>
        }
    };
    html! {
        <Dialog title="Drafts in this browser">
            { match drafts {
                None => html! { <p class="quiet">{ "Looking…" }</p> },
                Some(drafts) if drafts.is_empty() => html! { <p class="quiet">{ "There are none yet. What you write is kept here by itself." }</p> },
                Some(drafts) => html! { <ul class="drafts">{ for drafts.iter().map(line) }</ul> },
            } }
        </Dialog>
    }
}

pub fn dismissed(context: &Context, dismissals: &[Dismissal]) -> Html {
    let line = |dismissal: &Dismissal| {
        let (context, back) = (context.clone(), dismissal.clone());
        let restore = Callback::from(move |_: MouseEvent| context.act(Action::Restore(back.clone())));
        let phrase = match &dismissal.phrase {
            Some(phrase) => format!("“{phrase}”"),
            None => "Every phrase of this kind".to_owned(),
        };
        let rule = dismissal.rule_id.replace(['-', '/', '_'], " ");
        html! {
            <li class="dismissal">
                <span class="grow"><span class="phrase">{ phrase }</span><span class="rule">{ rule }</span></span>
                <button type="button" class="button" onclick={restore}>{ "Restore" }</button>
            </li>
        }
    };
    html! {
        <Dialog title="Dismissed hints">
            if dismissals.is_empty() {
                <p class="quiet">{ "There are none. A hint that does not fit is dismissed on its card." }</p>
            } else {
                <ul class="drafts">{ for dismissals.iter().map(line) }</ul>
            }
        </Dialog>
    }
}

pub fn help() -> Html {
    const EVERYWHERE: [(&str, &[&str]); 8] = [
        ("Next phrase to look at", &["Alt", "."]),
        ("Previous phrase", &["Alt", ","]),
        ("Undo", &["Ctrl", "Z"]),
        ("Redo", &["Ctrl", "Shift", "Z"]),
        ("Preview", &["Alt", "P"]),
        ("Save now", &["Ctrl", "S"]),
        ("Close a card, a menu or a dialog", &["Esc"]),
        ("This list", &["Ctrl", "/"]),
    ];
    const ROWS: [(&str, &[&str]); 4] = [
        ("Next cell, then a new row", &["Enter"]),
        ("Move the row", &["Alt", "↑ ↓"]),
        ("Remove an empty row", &["⌫"]),
        ("Many lines become many rows", &["Ctrl", "V"]),
    ];
    let line = |(what, keys): (&str, Vec<String>)| {
        html! { <div class="shortcut"><dt>{ what.to_owned() }</dt><dd>{ for keys.into_iter().map(|key| html! { <kbd>{ key }</kbd> }) }</dd></div> }
    };
    let own = |(what, keys): &(&'static str, &'static [&'static str])| line((what, keys.iter().map(|&key| key.to_owned()).collect()));
    let formats =
        format::keys().map(|(what, keys)| line((what, std::iter::once("Ctrl").chain(keys.split(' ')).map(str::to_owned).collect())));
    html! {
        <Dialog title="Keyboard shortcuts" class="help">
            <h3>{ "Everywhere" }</h3>
            <dl>{ for EVERYWHERE.iter().map(own) }</dl>
            <h3>{ "In prose" }</h3>
            <dl>{ for formats }</dl>
            <h3>{ "In the timeline and the follow-ups" }</h3>
            <dl>{ for ROWS.iter().map(own) }</dl>
            <p class="quiet">{ "On a Mac, Ctrl is ⌘ and Alt is ⌥." }</p>
        </Dialog>
    }
}
