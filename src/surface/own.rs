//! Our own editable: `contenteditable="plaintext-only"`, one text node, and the browser in charge of caret, IME and spell-check.
//!
//! Nothing here draws it again from a state: the text on the page is the text, and [`Surface::set_text`] changes the
//! smallest part of it.

use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::rc::{Rc, Weak};

use web_sys::{ClipboardEvent, DataTransfer, DragEvent, Event, HtmlElement, InputEvent, KeyboardEvent};

use super::desk::{Desk, Seat};
use super::field::{Field, Holder};
use super::listen::Listener;
use super::place::reveal;
use super::{dom, paste};
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
    me: Weak<Own>,
    desk: Rc<Desk>,
    field: Field,
    element: HtmlElement,
    options: FieldOptions,
    composing: Cell<bool>,
    /// What `set_text` wanted while an IME was composing; nothing may move under it.
    waiting: RefCell<Option<(String, Option<Range<usize>>)>>,
    /// A drag that began here is a move, and the browser's own.
    dragging: Cell<bool>,
    seat: RefCell<Option<Seat>>,
    listeners: RefCell<Vec<Listener>>,
}

impl Surface {
    pub(super) fn open(desk: &Rc<Desk>, element: HtmlElement, text: &str, options: FieldOptions) -> Surface {
        let own = Rc::new_cyclic(|me| Own {
            me: me.clone(),
            desk: desk.clone(),
            field: Field::new(options.section, options.format, options.hints, &desk.options()),
            element,
            options,
            composing: Cell::new(false),
            waiting: RefCell::default(),
            dragging: Cell::new(false),
            seat: RefCell::default(),
            listeners: RefCell::default(),
        });
        own.begin(&line_feeds(text));
        Surface(own)
    }

    pub fn element(&self) -> &HtmlElement {
        &self.0.element
    }

    pub fn text(&self) -> String {
        self.0.field.text()
    }

    /// Changes the smallest part of the page's text that makes it `text`; tells nobody. With a `caret` (UTF-8 bytes of `text`)
    /// the surface takes the focus and selects it. While an IME composes it waits until that is done.
    pub fn set_text(&self, text: &str, caret: Option<Range<usize>>) {
        self.0.set_text(text, caret);
    }

    /// What is selected here, in UTF-8 bytes; `None` while the focus is elsewhere.
    pub fn selection(&self) -> Option<Range<usize>> {
        self.0.selection()
    }

    /// Replaces `range` (UTF-8 bytes) as if it had been typed: the caret goes behind it, and `on_input` hears of it.
    /// Does nothing while an IME composes.
    pub fn replace(&self, range: Range<usize>, insert: &str) {
        self.0.put_typed(range, insert);
    }

    /// Selects `range` (UTF-8 bytes) and takes the focus.
    pub fn select(&self, range: Range<usize>) {
        self.0.select_bytes(range);
    }

    pub fn focus(&self) {
        let _ = self.0.element.focus();
    }
}

impl Drop for Surface {
    fn drop(&mut self) {
        let own = &self.0;
        // The listeners and the seat hold `own` weakly or by its desk; without them it goes with this handle.
        own.listeners.take();
        own.seat.take();
        for name in ["contenteditable", "data-empty", "data-placeholder", "aria-placeholder"] {
            let _ = own.element.remove_attribute(name);
        }
    }
}

impl Holder for Own {
    fn field(&self) -> &Field {
        &self.field
    }

    fn element(&self) -> &HtmlElement {
        &self.element
    }

    fn range(&self, start: u32, end: u32) -> Option<web_sys::Range> {
        dom::range(&self.element, start, end)
    }

    fn selected(&self) -> Option<(u32, u32)> {
        if dom::focused(&self.element) { dom::selected(&self.element) } else { None }
    }

    fn select(&self, start: u32, end: u32) {
        dom::focus(&self.element);
        dom::select(&self.element, start, end);
        if let Some(range) = dom::range(&self.element, end, end) {
            reveal(&self.element, &range);
        }
    }

    fn replace(&self, start: u32, end: u32, insert: &str) {
        self.put_typed(self.field.bytes(start, end), insert);
    }
}

impl Own {
    fn begin(&self, text: &str) {
        let element = &self.element;
        let _ = element.set_attribute("contenteditable", "plaintext-only");
        if element.content_editable() != "plaintext-only" {
            // An older engine: every kind of input that could bring markup is stopped in `before_input` and `paste`.
            let _ = element.set_attribute("contenteditable", "true");
        }
        if !self.options.placeholder.is_empty() {
            let _ = element.set_attribute("data-placeholder", &self.options.placeholder);
            let _ = element.set_attribute("aria-placeholder", &self.options.placeholder);
        }
        element.set_text_content(Some(&dom::shown(text)));
        self.field.set_text(self, text);
        self.mark_empty();
        // The desk's listeners come first: its keys win over the caller's.
        *self.seat.borrow_mut() = self.holder().map(|holder| self.desk.seat(&holder));
        *self.listeners.borrow_mut() = vec![
            self.on("compositionstart", |own, _: Event| own.composing.set(true)),
            self.on("compositionend", |own, _: Event| own.composed()),
            self.on("beforeinput", |own, event: InputEvent| own.before_input(&event)),
            self.on("input", |own, _: Event| own.read()),
            self.on("keydown", |own, event: KeyboardEvent| own.key(&event)),
            self.on("paste", |own, event: ClipboardEvent| own.paste(&event)),
            self.on("dragstart", |own, _: Event| own.dragging.set(true)),
            self.on("dragend", |own, _: Event| own.dragging.set(false)),
            self.on("drop", |own, event: DragEvent| own.dropped(&event)),
        ];
    }

    fn holder(&self) -> Option<Rc<dyn Holder>> {
        self.me.upgrade().map(|own| own as Rc<dyn Holder>)
    }

    fn on<E: wasm_bindgen::JsCast + 'static>(&self, kind: &'static str, handle: fn(&Own, E)) -> Listener {
        let weak = self.me.clone();
        Listener::new(&self.element, kind, move |event: E| {
            if let Some(own) = weak.upgrade() {
                handle(&own, event);
            }
        })
    }

    fn composed(&self) {
        self.composing.set(false);
        self.read();
        if let Some((text, caret)) = self.waiting.take() {
            self.set_text(&text, caret);
        }
    }

    /// Takes over what the browser did to the page.
    fn read(&self) {
        if !self.composing.get() {
            // Typing beside a placeholder `<br>` leaves neighbouring text nodes; joining them moves neither caret nor ranges.
            self.element.normalize();
        }
        let before = self.field.text();
        let mut text = dom::read(&self.element);
        if before.len() > text.len() + 1
            && before.starts_with(&text)
            && before[text.len()..].starts_with('\n')
            && dom::bare_end(&self.element)
        {
            // Firefox deletes the last line's words and leaves the line feed before them bare, which would close the line.
            text.push('\n');
            dom::append(&self.element, "\n");
        }
        if !self.options.multiline && text.contains('\n') && !self.composing.get() {
            let flat = one_line(&text);
            self.change(&Edit { range: 0..before.len(), insert: flat });
            return self.tell();
        }
        if let Some(edit) = Edit::between(&before, &text) {
            self.field.edit(self, &edit);
            self.tell();
        }
    }

    fn tell(&self) {
        self.mark_empty();
        self.desk.edited(self);
        let text = self.field.text();
        let caret = self.selection().unwrap_or(text.len()..text.len());
        (self.options.on_input)(Input { text, caret });
        self.desk.count_again();
    }

    fn mark_empty(&self) {
        let _ = self.element.toggle_attribute_with_force("data-empty", self.field.with_text(str::is_empty));
    }

    fn selection(&self) -> Option<Range<usize>> {
        let (start, end) = self.selected()?;
        Some(self.field.bytes(start, end))
    }

    fn select_bytes(&self, range: Range<usize>) {
        let (start, end) = self.field.units(&range);
        self.select(start, end);
    }

    fn set_text(&self, text: &str, caret: Option<Range<usize>>) {
        if self.composing.get() {
            // What only echoes the text that is being composed is no wish to change it.
            let other = self.field.with_text(|now| now != text);
            *self.waiting.borrow_mut() = other.then(|| (text.to_owned(), caret));
            return;
        }
        let edit = self.field.with_text(|before| Edit::between(before, &line_feeds(text)));
        if let Some(edit) = edit {
            self.change(&edit);
            self.mark_empty();
            self.desk.edited(self);
            self.desk.count_again();
        }
        if let Some(caret) = caret {
            self.select_bytes(caret);
        }
    }

    fn put_typed(&self, range: Range<usize>, insert: &str) {
        if self.composing.get() {
            return;
        }
        let insert = if self.options.multiline { line_feeds(insert) } else { one_line(insert) };
        let caret = range.start + insert.len();
        self.change(&Edit { range, insert });
        self.select_bytes(caret..caret);
        self.tell();
    }

    /// Changes page and text alike.
    fn change(&self, edit: &Edit) {
        let (start, end) = self.field.units(&edit.range);
        dom::splice(&self.element, start, end, &edit.insert);
        let (length, open) = self.field.with_text(|before| {
            let length = utf16::len(before) - (end - start) as usize + utf16::len(&edit.insert);
            let tail = if edit.range.end < before.len() { &before[edit.range.end..] } else { &edit.insert[..] };
            let before_it = if tail.is_empty() { &before[..edit.range.start] } else { tail };
            (length as u32, before_it.ends_with('\n'))
        });
        dom::close(&self.element, length, open);
        self.field.edit(self, edit);
    }

    fn before_input(&self, event: &InputEvent) {
        match event.input_type().as_str() {
            // Browsers disagree on what Enter leaves in the DOM, so it is ours.
            "insertParagraph" | "insertLineBreak" if !event.is_composing() => {
                event.prevent_default();
                if self.options.multiline {
                    self.insert("\n");
                }
            }
            // Markup has no place here, not even where `plaintext-only` is not known.
            kind if kind.starts_with("format") => event.prevent_default(),
            "insertOrderedList" | "insertUnorderedList" | "insertHorizontalRule" | "insertLink" => event.prevent_default(),
            _ => {}
        }
    }

    fn key(&self, event: &KeyboardEvent) {
        // 229: a key that the IME takes, in engines that do not say so otherwise.
        if event.default_prevented() || event.is_composing() || event.key_code() == 229 {
            return;
        }
        if let Some(on_key) = &self.options.on_key
            && on_key(event)
        {
            event.prevent_default();
        }
    }

    fn paste(&self, event: &ClipboardEvent) {
        let Some(data) = event.clipboard_data() else { return };
        event.prevent_default();
        self.take(&data);
    }

    fn dropped(&self, event: &DragEvent) {
        let Some(data) = event.data_transfer() else { return };
        let files = data.files().is_some_and(|files| files.length() > 0);
        if self.dragging.take() || files {
            return;
        }
        event.prevent_default();
        let point = (f64::from(event.client_x()), f64::from(event.client_y()));
        let end = self.field.with_text(utf16::len) as u32;
        let at = dom::offset_at_point(&self.element, point.0, point.1).unwrap_or(end).min(end);
        self.select(at, at);
        self.take(&data);
    }

    fn take(&self, data: &DataTransfer) {
        let Some(text) = paste::text(data) else { return };
        if self.options.on_paste.as_ref().is_some_and(|take| take(&text)) {
            return;
        }
        self.insert(&text);
    }

    /// In the place of the selection.
    fn insert(&self, text: &str) {
        if let Some(range) = self.selection() {
            self.put_typed(range, text);
        }
    }
}

fn line_feeds(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// Line feeds, and the white space about them, as one space.
fn one_line(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}
