//! The whole editor: it holds the two reducers, wires them to the outside, and lays the parts out.

use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Element, HtmlElement, InputEvent, KeyboardEvent, Node};
use yew::prelude::*;

use super::add_section::AddSection;
use super::chrome::{Chrome, Dialog, Show};
use super::context::{Change, Context, Editing, Inner};
use super::dialogs;
use super::fields::Fields;
use super::meta::Meta;
use super::mount::{Link, Wire};
use super::notices::{Toast, notices};
use super::reading::Reading;
use super::section::Section;
use super::shared::Shared;
use super::title::Title;
use super::toolbar::Toolbar;
use super::transfer;
use crate::document::Document;
use crate::editor::config::Config;
use crate::editor::keeping::Command;
use crate::editor::{Action, Field, State};
use crate::hints::CheckOptions;
use crate::surface::{Desk, DeskEvent};

#[derive(Properties, PartialEq)]
pub struct AppProps {
    pub link: Shared<Link>,
}

#[component]
pub fn App(props: &AppProps) -> Html {
    let link = props.link.0.clone();
    let editing = use_reducer({
        let link = link.clone();
        move || Editing { state: State::new((**link.document.borrow()).clone()), step: 0 }
    });
    let chrome = use_reducer({
        let link = link.clone();
        move || Chrome::new(link.config.borrow().clone())
    });
    let context = {
        let (edit, show) = (editing.dispatcher(), chrome.dispatcher());
        (*use_memo((), |()| connect(link.clone(), edit, show))).clone()
    };
    let document = editing.state.document().clone();

    {
        let (context, caret) = (context.clone(), editing.state.caret());
        use_effect_with(editing.step, move |_| context.fields.settle(caret));
    }
    {
        let context = context.clone();
        use_effect_with(editing.state.revision(), {
            let document = document.clone();
            move |&revision| {
                *context.link.document.borrow_mut() = document.clone();
                if revision > 0 {
                    context.link.host.changed(&document);
                }
            }
        });
    }
    {
        let (context, options) = (context.clone(), check_options(&document, &chrome.config));
        use_effect_with(options, move |options| context.desk.set_options(options.clone()));
    }
    {
        let context = context.clone();
        use_effect_with(chrome.hints, move |&count| context.link.host.counted(count));
    }
    let root = use_node_ref();
    {
        let (context, root) = (context.clone(), root.clone());
        use_effect_with((), move |()| {
            let listener = root.cast::<Element>().map(|root| undo_by_menu(&root, context));
            move || drop(listener)
        });
    }

    // Without a place for the focus the keys of the editor would not be heard.
    let previewed = use_node_ref();
    {
        let (context, previewed, left) = (context.clone(), previewed.clone(), chrome.left);
        use_effect_with(chrome.preview, move |&on| {
            if on {
                if let Some(preview) = previewed.cast::<HtmlElement>() {
                    let _ = preview.focus();
                }
            } else if let Some(surface) = left.and_then(|field| context.fields.surface(field)) {
                surface.focus();
            }
        });
    }

    let dropping = use_state(|| false);
    let ondragover = {
        let dropping = dropping.clone();
        Callback::from(move |event: DragEvent| {
            if transfer::has_files(event.data_transfer()) {
                event.prevent_default();
                dropping.set(true);
            }
        })
    };
    let ondragleave = {
        let (dropping, root) = (dropping.clone(), root.clone());
        Callback::from(move |event: DragEvent| {
            let into = event.related_target().and_then(|target| target.dyn_into::<Node>().ok());
            if !root.get().is_some_and(|root| into.is_some_and(|into| root.contains(Some(&into)))) {
                dropping.set(false);
            }
        })
    };
    let ondrop = {
        let (dropping, context) = (dropping.clone(), context.clone());
        Callback::from(move |event: DragEvent| {
            dropping.set(false);
            if let Some(file) = event.data_transfer().and_then(|data| data.files()).and_then(|files| files.get(0)) {
                event.prevent_default();
                transfer::open_file(&context, file);
            }
        })
    };
    let onkeydown = {
        let (context, preview) = (context.clone(), chrome.preview);
        Callback::from(move |event: KeyboardEvent| key(&context, preview, &event))
    };

    let config = Shared(chrome.config.clone());
    let shared = Shared(document.clone());
    let last = document.sections.len().saturating_sub(1);
    let sections = document.sections.iter().enumerate().map(|(at, section)| {
        html! { <Section key={section.key.id()} section={Shared(section.clone())} {at} last={at == last} config={config.clone()} /> }
    });
    let below = document.sections.first().map(|section| Field::Prose { section: section.key });
    let present: Vec<_> = document.sections.iter().map(|section| section.kind).collect();
    html! {
        <ContextProvider<Context> context={context.clone()}>
            <div ref={root} class="app" {onkeydown} {ondragover} {ondragleave} {ondrop}>
                <Toolbar can_undo={editing.state.can_undo()} can_redo={editing.state.can_redo()} dismissed={document.dismissals.len()}
                    preview={chrome.preview} prose={chrome.prose} save={chrome.save.clone()} hints={chrome.hints} />
                { notices(&context, &chrome.notices) }
                <div class={classes!("paper", chrome.preview.then_some("away"))}>
                    <h1><Title title={Rc::from(document.title.as_str())} {below} /></h1>
                    <Meta document={shared.clone()} config={config.clone()} />
                    { for sections }
                    <AddSection {present} />
                </div>
                if chrome.preview {
                    <div ref={previewed} class="paper" tabindex="-1"><Reading document={shared.clone()} {config} /></div>
                }
                <Toast word={chrome.toast.clone()} />
                { match chrome.dialog {
                    None => html! {},
                    Some(Dialog::Export) => html! { <dialogs::Export document={shared} /> },
                    Some(Dialog::Drafts) => dialogs::drafts(&context, chrome.drafts.as_deref()),
                    Some(Dialog::Dismissed) => dialogs::dismissed(&context, &document.dismissals),
                    Some(Dialog::Help) => dialogs::help(),
                } }
                if *dropping {
                    <div class="drop"><p>{ "Drop a Markdown postmortem to open it here" }</p></div>
                }
            </div>
        </ContextProvider<Context>>
    }
}

/// Builds what the components share, and lets the outside in.
fn connect(link: Rc<Link>, edit: UseReducerDispatcher<Editing>, chrome: UseReducerDispatcher<Chrome>) -> Context {
    let (act, show) = (edit.clone(), chrome.clone());
    let notify = move |event: DeskEvent| match event {
        DeskEvent::Counted(count) => show.dispatch(Show::Hints(count)),
        DeskEvent::Dismissed(dismissal) => act.dispatch(Change::Act(Action::Dismiss(dismissal))),
        DeskEvent::Restored(dismissal) => act.dispatch(Change::Act(Action::Restore(dismissal))),
    };
    let options = check_options(&link.document.borrow(), &link.config.borrow());
    let desk = Desk::new(&link.root, options, Rc::new(notify));
    let (act, show) = (edit.clone(), chrome.clone());
    link.connect(Rc::new(move |wire| match wire {
        Wire::Act(action) => act.dispatch(Change::Act(action)),
        Wire::Open(document) => act.dispatch(Change::Open(Box::new(document))),
        Wire::Configure(config) => show.dispatch(Show::Config(config)),
        Wire::Show(shown) => show.dispatch(shown),
    }));
    Context::new(Inner { edit, chrome, desk, fields: Fields::default(), link })
}

/// What the hints should know: what the document names, and what the company does.
fn check_options(document: &Document, config: &Config) -> CheckOptions {
    let mut options = document.check_options();
    options.people.extend_from_slice(&config.people);
    options.teams.extend_from_slice(&config.teams);
    options.systems.extend_from_slice(&config.services);
    options
}

/// The keys that mean the editor as a whole.
fn key(context: &Context, preview: bool, event: &KeyboardEvent) {
    let primary = event.ctrl_key() != event.meta_key() && !event.alt_key();
    let alone = event.alt_key() && !event.ctrl_key() && !event.meta_key() && !event.shift_key();
    let key = event.key().to_lowercase();
    if event.is_composing() {
        return;
    }
    match (key.as_str(), event.shift_key()) {
        ("z", false) if primary && !undoes_itself(event) => context.act(Action::Undo),
        ("z", true) | ("y", false) if primary && !undoes_itself(event) => context.act(Action::Redo),
        ("s", false) if primary => context.link.host.command(Command::Save),
        ("/", _) if primary => context.open(Dialog::Help),
        _ if alone && event.code() == "KeyP" => context.show(Show::Preview(!preview)),
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}

/// A field whose text is not the document's yet has its own way back.
fn undoes_itself(event: &KeyboardEvent) -> bool {
    event.target_dyn_into::<Element>().is_some_and(|element| element.closest(".filter, .people, dialog").ok().flatten().is_some())
}

/// The browser's own menu and a phone's gestures undo without a key.
fn undo_by_menu(root: &Element, context: Context) -> EventListener {
    let options = EventListenerOptions { phase: gloo::events::EventListenerPhase::Capture, passive: false };
    EventListener::new_with_options(root, "beforeinput", options, move |event| {
        let Some(event) = event.dyn_ref::<InputEvent>() else { return };
        let action = match event.input_type().as_str() {
            "historyUndo" => Action::Undo,
            "historyRedo" => Action::Redo,
            _ => return,
        };
        event.prevent_default();
        context.act(action);
    })
}
