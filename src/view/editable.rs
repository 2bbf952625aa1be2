//! A text with hints: a component around a surface.
//!
//! Yew draws the element once and never its text. What the author types goes from the surface to the reducer; only what the
//! reducer changed by itself (undo, another document) comes back.

use std::cell::RefCell;
use std::rc::Rc;

use web_sys::{HtmlElement, KeyboardEvent};
use yew::prelude::*;

use super::chrome::Show;
use super::context::{Context, use_editor};
use super::fields::Held;
use super::format;
use super::shared::Shared;
use super::transfer;
use crate::document::{Section, SectionKind};
use crate::editor::{Action, Field};
use crate::surface::{FieldOptions, Input, Surface};

/// The text of an editable, cheap to hand on and to compare.
#[derive(Clone)]
pub enum Words {
    Prose(Shared<Section>),
    Plain(Rc<str>),
}

impl Words {
    pub fn as_str(&self) -> &str {
        match self {
            Words::Prose(section) => &section.prose,
            Words::Plain(text) => text,
        }
    }
}

impl PartialEq for Words {
    fn eq(&self, other: &Words) -> bool {
        match (self, other) {
            (Words::Prose(a), Words::Prose(b)) => a == b,
            (a, b) => a.as_str() == b.as_str(),
        }
    }
}

/// A key pressed in a field, before the field does anything with it.
pub struct Press {
    pub event: KeyboardEvent,
    pub surface: Option<Rc<Surface>>,
    /// The caret is at the very start, at the very end; nothing is selected.
    pub at_start: bool,
    pub at_end: bool,
}

#[derive(Properties, PartialEq)]
pub struct EditableProps {
    pub field: Field,
    pub words: Words,
    pub label: AttrValue,
    #[prop_or_default]
    pub placeholder: AttrValue,
    #[prop_or_default]
    pub class: Classes,
    #[prop_or_default]
    pub section: Option<SectionKind>,
    /// Many lines, with the formatting bar.
    #[prop_or_default]
    pub prose: bool,
    #[prop_or(true)]
    pub hints: bool,
    /// Sees every key first; `true` when it took it.
    #[prop_or_default]
    pub on_key: Option<Callback<Press, bool>>,
    /// Sees what is pasted first, as Markdown; `true` when it took it.
    #[prop_or_default]
    pub on_paste: Option<Callback<AttrValue, bool>>,
}

#[component]
pub fn Editable(props: &EditableProps) -> Html {
    let context = use_editor();
    let node = use_node_ref();
    let surface = use_mut_ref(|| None::<Rc<Surface>>);
    // The surface keeps the handlers it was opened with; they look up here what the last rendering wants of them.
    let handlers = use_mut_ref(|| (None, None));
    *handlers.borrow_mut() = (props.on_key.clone(), props.on_paste.clone());

    {
        let (context, node, surface, words) = (context.clone(), node.clone(), surface.clone(), props.words.clone());
        let options = options(&context, props, &handlers, &surface);
        use_effect_with(props.field, move |&field| {
            if let Some(element) = node.cast::<HtmlElement>() {
                let opened = Rc::new(context.desk.open(element, words.as_str(), options));
                context.fields.enter(field, Held::Surface(opened.clone()));
                *surface.borrow_mut() = Some(opened);
            }
            move || {
                context.fields.leave(field);
                surface.take();
            }
        });
    }
    {
        let surface = surface.clone();
        use_effect_with(props.words.clone(), move |words| {
            if let Some(surface) = &*surface.borrow() {
                surface.set_text(words.as_str(), None);
            }
        });
    }

    let (onfocus, onblur) = if props.prose {
        let field = props.field;
        (Some(context.showing(Show::Prose(Some(field)))), Some(context.showing(Show::LeftProse(field))))
    } else {
        (None, None)
    };
    html! {
        <div
            ref={node}
            class={classes!("editable", props.prose.then_some("prose"), props.class.clone())}
            role="textbox"
            aria-multiline={if props.prose { "true" } else { "false" }}
            aria-label={props.label.clone()}
            data-placeholder={props.placeholder.clone()}
            spellcheck="true"
            {onfocus}
            {onblur}
        />
    }
}

type Handlers = Rc<RefCell<(Option<Callback<Press, bool>>, Option<Callback<AttrValue, bool>>)>>;

fn options(context: &Context, props: &EditableProps, handlers: &Handlers, surface: &Rc<RefCell<Option<Rc<Surface>>>>) -> FieldOptions {
    let (writer, field) = (context.clone(), props.field);
    let on_input = Rc::new(move |Input { text, caret }: Input| writer.act(Action::Write { field, text, caret }));
    let (keys, own, writing, prose) = (handlers.clone(), surface.clone(), context.clone(), props.prose);
    let on_key = move |event: &KeyboardEvent| {
        let Some(surface) = own.borrow().clone() else { return false };
        let handler = keys.borrow().0.clone();
        let taken = handler.is_some_and(|on_key| {
            let length = surface.text().len();
            let selection = surface.selection();
            let caret = selection.filter(|range| range.is_empty()).map(|range| range.start);
            let (at_start, at_end) = (caret == Some(0), caret == Some(length));
            on_key.emit(Press { event: event.clone(), surface: Some(surface.clone()), at_start, at_end })
        });
        taken || (prose && format::key(&writing, field, &surface, event))
    };
    let (pastes, pasting) = (handlers.clone(), context.clone());
    let on_paste = move |text: &str| {
        let handler = pastes.borrow().1.clone();
        handler.is_some_and(|on_paste| on_paste.emit(AttrValue::from(text.to_owned()))) || transfer::pasted(&pasting, text)
    };
    let mut options = FieldOptions::new(on_input);
    options.section = props.section;
    options.multiline = props.prose;
    options.hints = props.hints;
    options.placeholder = props.placeholder.to_string();
    options.on_key = Some(Rc::new(on_key));
    options.on_paste = Some(Rc::new(on_paste));
    options
}
