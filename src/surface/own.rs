//! Our own editable: `contenteditable="plaintext-only"`, one text node, and the browser in charge of caret, IME and spell-check.
//!
//! Nothing here draws it again from a state: the text on the page is the text, and [`Surface::set_text`] changes the
//! smallest part of it.

use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::rc::{Rc, Weak};

use web_sys::{HtmlElement, InputEvent, KeyboardEvent};

use super::desk::Desk;
use super::dom;
use super::listen::Listener;
use crate::hints::Format;
use crate::text::{Edit, SectionKind, utf16};

/// How a surface behaves, and whom it tells.
#[derive(Clone)]
pub struct FieldOptions {
    /// The section the text stands in.
    pub section: Option<SectionKind>,
    pub format: Format,
    /// Without it Enter does nothing (but see [`FieldOptions::on_key`]) and line feeds become spaces.
    pub multiline: bool,
    /// Off for a text that is no prose: an address, a name, a private note.
    pub hints: bool,
    /// Shown while the text is empty.
    pub placeholder: String,
    /// After every change by the author, and after [`Surface::replace`]; not after [`Surface::set_text`].
    pub on_input: Rc<dyn Fn(Input)>,
    /// Sees every key first, except while an IME composes; `true` when it took the key, which then does nothing else.
    pub on_key: Option<Rc<dyn Fn(&KeyboardEvent) -> bool>>,
    /// Sees what is pasted or dropped, rich text already as Markdown; `true` when it took it, and nothing is inserted.
    pub on_paste: Option<Rc<dyn Fn(&str) -> bool>>,
}

impl FieldOptions {
    /// One paragraph of Markdown with hints, and nothing special.
    pub fn new(on_input: Rc<dyn Fn(Input)>) -> FieldOptions {
        FieldOptions {
            section: None,
            format: Format::Markdown,
            multiline: false,
            hints: true,
            placeholder: String::new(),
            on_input,
            on_key: None,
            on_paste: None,
        }
    }
}

/// What a surface holds after a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    pub text: String,
    /// The selection in it, UTF-8 bytes; empty for a caret.
    pub caret: Range<usize>,
}

/// A text that can be edited in place. Dropping it leaves the element, no longer editable, with its text.
pub struct Surface(Rc<Own>);

struct Own {
    #[allow(dead_code)]
    desk: Weak<Desk>,
    element: HtmlElement,
    options: FieldOptions,
    text: RefCell<String>,
    composing: Cell<bool>,
    /// What `set_text` wanted while an IME was composing; nothing may move under it.
    waiting: RefCell<Option<(String, Option<Range<usize>>)>>,
    listeners: RefCell<Vec<Listener>>,
}

impl Surface {
    pub(super) fn open(desk: &Rc<Desk>, element: HtmlElement, text: &str, options: FieldOptions) -> Surface {
        let own = Rc::new(Own {
            desk: Rc::downgrade(desk),
            element,
            options,
            text: RefCell::new(String::new()),
            composing: Cell::new(false),
            waiting: RefCell::new(None),
            listeners: RefCell::new(Vec::new()),
        });
        own.begin(text);
        Surface(own)
    }

    pub fn element(&self) -> &HtmlElement {
        &self.0.element
    }

    pub fn text(&self) -> String {
        self.0.text.borrow().clone()
    }

    /// Changes the smallest part of the page's text that makes it `text`; tells nobody. With a `caret` (UTF-8 bytes of `text`)
    /// the surface takes the focus and selects it.
    pub fn set_text(&self, text: &str, caret: Option<Range<usize>>) {
        self.0.set_text(text, caret);
    }

    /// What is selected here, in UTF-8 bytes; `None` while the focus is elsewhere.
    pub fn selection(&self) -> Option<Range<usize>> {
        self.0.selection()
    }

    /// Replaces `range` (UTF-8 bytes) as if it had been typed: the caret goes behind it, and `on_input` hears of it.
    pub fn replace(&self, range: Range<usize>, insert: &str) {
        self.0.replace(range, insert);
    }

    /// Selects `range` (UTF-8 bytes) and takes the focus.
    pub fn select(&self, range: Range<usize>) {
        self.0.select(range);
    }

    pub fn focus(&self) {
        let _ = self.0.element.focus();
    }
}

impl Own {
    fn begin(self: &Rc<Own>, text: &str) {
        let element = &self.element;
        let _ = element.set_attribute("contenteditable", "plaintext-only");
        element.set_text_content(Some(&dom::shown(text)));
        *self.text.borrow_mut() = text.to_owned();
        self.mark_empty();
        let weak = Rc::downgrade(self);
        let on = move |handle: fn(&Rc<Own>)| {
            let weak = weak.clone();
            move || {
                if let Some(own) = weak.upgrade() {
                    handle(&own);
                }
            }
        };
        let started = on(|own| own.composing.set(true));
        let ended = on(|own| {
            own.composing.set(false);
            own.read();
            if let Some((text, caret)) = own.waiting.take() {
                own.set_text(&text, caret);
            }
        });
        let input = on(|own| own.read());
        let (before, keys) = (Rc::downgrade(self), Rc::downgrade(self));
        *self.listeners.borrow_mut() = vec![
            Listener::new(element, "compositionstart", move |_: web_sys::Event| started()),
            Listener::new(element, "compositionend", move |_: web_sys::Event| ended()),
            Listener::new(element, "input", move |_: web_sys::Event| input()),
            Listener::new(element, "beforeinput", move |event: InputEvent| {
                if let Some(own) = before.upgrade() {
                    own.before_input(&event);
                }
            }),
            Listener::new(element, "keydown", move |event: KeyboardEvent| {
                if let Some(own) = keys.upgrade() {
                    own.key(&event);
                }
            }),
        ];
    }

    /// Takes over what the browser did to the page.
    fn read(&self) {
        let text = dom::read(&self.element);
        if *self.text.borrow() == text {
            return;
        }
        *self.text.borrow_mut() = text;
        self.tell();
    }

    fn tell(&self) {
        self.mark_empty();
        let text = self.text.borrow().clone();
        let caret = self.selection().unwrap_or(text.len()..text.len());
        (self.options.on_input)(Input { text, caret });
    }

    fn mark_empty(&self) {
        let _ = self.element.toggle_attribute_with_force("data-empty", self.text.borrow().is_empty());
    }

    fn selection(&self) -> Option<Range<usize>> {
        if !dom::focused(&self.element) {
            return None;
        }
        let (start, end) = dom::selected(&self.element)?;
        let text = self.text.borrow();
        Some(utf16::to_bytes(&text, start as usize)..utf16::to_bytes(&text, end as usize))
    }

    fn select(&self, range: Range<usize>) {
        let (start, end) = {
            let text = self.text.borrow();
            (utf16::from_bytes(&text, range.start), utf16::from_bytes(&text, range.end))
        };
        let _ = self.element.focus();
        dom::select(&self.element, start as u32, end as u32);
    }

    fn set_text(&self, text: &str, caret: Option<Range<usize>>) {
        if self.composing.get() {
            *self.waiting.borrow_mut() = Some((text.to_owned(), caret));
            return;
        }
        let edit = Edit::between(&self.text.borrow(), text);
        if let Some(edit) = edit {
            self.put(&edit);
        }
        if let Some(caret) = caret {
            self.select(caret);
        }
    }

    fn replace(&self, range: Range<usize>, insert: &str) {
        if self.composing.get() {
            return;
        }
        let caret = range.start + insert.len();
        self.put(&Edit { range, insert: insert.to_owned() });
        self.select(caret..caret);
        self.tell();
    }

    /// Changes text and page alike.
    fn put(&self, edit: &Edit) {
        let before = self.text.borrow().clone();
        let after = edit.apply(&before);
        match dom::only_text(&self.element) {
            Some(node) => {
                let start = utf16::from_bytes(&before, edit.range.start);
                let count = utf16::len(&before[edit.range.clone()]);
                let _ = node.replace_data(start as u32, count as u32, &edit.insert);
                let (has, wants) = (node.length(), utf16::len(&dom::shown(&after)) as u32);
                if has < wants {
                    let _ = node.append_data("\n");
                } else if has > wants {
                    let _ = node.delete_data(wants, has - wants);
                }
            }
            None => self.element.set_text_content(Some(&dom::shown(&after))),
        }
        *self.text.borrow_mut() = after;
        self.mark_empty();
    }

    fn before_input(&self, event: &InputEvent) {
        match event.input_type().as_str() {
            // Browsers disagree on what Enter leaves in the DOM, so it is ours.
            "insertParagraph" | "insertLineBreak" if !event.is_composing() => {
                event.prevent_default();
                if self.options.multiline
                    && let Some(range) = self.selection()
                {
                    self.replace(range, "\n");
                }
            }
            kind if kind.starts_with("format") => event.prevent_default(),
            _ => {}
        }
    }

    fn key(&self, event: &KeyboardEvent) {
        if event.is_composing() || event.key_code() == 229 {
            return;
        }
        if let Some(on_key) = &self.options.on_key
            && on_key(event)
        {
            event.prevent_default();
        }
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        let _ = self.element.remove_attribute("contenteditable");
        let _ = self.element.remove_attribute("data-empty");
    }
}
