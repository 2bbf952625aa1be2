//! A host's own contenteditable: ProseMirror, Lexical, a wiki's visual editor.
//!
//! Its DOM belongs to its editor. We read it, paint ranges over it, and change it only as a typist would.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, Event, HtmlElement, MutationObserver, MutationObserverInit, Node, Text};

use super::desk::{Desk, Seat};
use super::field::{Field, Holder};
use super::listen::{Listener, Timer};
use super::{dom, place};
use crate::hints::Format;
use crate::text::{Edit, SectionKind, utf16};

/// Hints over a host's contenteditable, until it is dropped.
pub struct Followed(Rc<Foreign>);

struct Foreign {
    me: Weak<Foreign>,
    desk: Rc<Desk>,
    field: Field,
    element: HtmlElement,
    runs: RefCell<Vec<Run>>,
    changed: Rc<dyn Fn()>,
    seat: RefCell<Option<Seat>>,
    later: RefCell<Option<Timer>>,
    observer: RefCell<Option<(MutationObserver, Closure<dyn Fn()>)>>,
    listeners: RefCell<Vec<Listener>>,
}

/// A text node, and where in the text it begins.
struct Run {
    node: Text,
    start: u32,
    units: u32,
}

impl Followed {
    /// `changed` is called whenever the hints may have changed.
    pub fn new(desk: &Rc<Desk>, element: HtmlElement, section: Option<SectionKind>, changed: Rc<dyn Fn()>) -> Followed {
        let foreign = Rc::new_cyclic(|me| Foreign {
            me: me.clone(),
            desk: desk.clone(),
            field: Field::new(section, Format::Plain, true, &desk.options()),
            element,
            runs: RefCell::default(),
            changed,
            seat: RefCell::default(),
            later: RefCell::default(),
            observer: RefCell::default(),
            listeners: RefCell::default(),
        });
        foreign.begin();
        Followed(foreign)
    }

    pub fn holder(&self) -> Rc<dyn Holder> {
        self.0.clone()
    }
}

impl Drop for Followed {
    fn drop(&mut self) {
        let foreign = &self.0;
        if let Some((observer, _)) = foreign.observer.take() {
            observer.disconnect();
        }
        foreign.listeners.take();
        foreign.later.take();
        foreign.seat.take();
    }
}

impl Holder for Foreign {
    fn field(&self) -> &Field {
        &self.field
    }

    fn element(&self) -> &HtmlElement {
        &self.element
    }

    fn range(&self, start: u32, end: u32) -> Option<web_sys::Range> {
        let runs = self.runs.borrow();
        let range = self.element.owner_document()?.create_range().ok()?;
        // A range begins where a node begins rather than where the one before it ends.
        let first = &runs[runs.partition_point(|run| run.start + run.units <= start).min(runs.len().checked_sub(1)?)];
        // And ends where one ends, unless it is a caret, which would be torn apart by the gap between two blocks.
        let last = if start == end { first } else { &runs[runs.partition_point(|run| run.start < end).saturating_sub(1)] };
        range.set_start(&first.node, start.saturating_sub(first.start).min(first.units)).ok()?;
        range.set_end(&last.node, end.saturating_sub(last.start).min(last.units)).ok()?;
        Some(range)
    }

    fn selected(&self) -> Option<(u32, u32)> {
        if !dom::focused(&self.element) {
            return None;
        }
        let (start, start_offset, end, end_offset) = dom::selection_ends(&self.element)?;
        let (start, end) = (self.offset(&start, start_offset)?, self.offset(&end, end_offset)?);
        Some((start.min(end), start.max(end)))
    }

    fn select(&self, start: u32, end: u32) {
        dom::focus(&self.element);
        if let Some(range) = self.range(start, end) {
            dom::select_range(&self.element, &range);
            place::reveal(&self.element, &range);
        }
    }

    fn replace(&self, start: u32, end: u32, insert: &str) {
        let before = self.text_of(start, end);
        self.select(start, end);
        // Editors that keep a selection of their own take ours over when its event comes, which is not yet.
        let (me, insert) = (self.me.clone(), insert.to_owned());
        *self.later.borrow_mut() = Timer::after(0, move || {
            let Some(foreign) = me.upgrade() else { return };
            if foreign.text_of(start, end) == before && foreign.selected() == Some((start, end)) {
                dom::type_text(&foreign.element, &insert);
                foreign.read();
            }
        });
    }
}

impl Foreign {
    fn begin(&self) {
        let text = self.walk();
        self.field.set_text(self, &text);
        if let Some(foreign) = self.me.upgrade() {
            *self.seat.borrow_mut() = Some(self.desk.seat(&(foreign as Rc<dyn Holder>)));
        }
        let me = self.me.clone();
        let mutated = Closure::<dyn Fn()>::new(move || {
            if let Some(foreign) = me.upgrade() {
                foreign.read();
            }
        });
        if let Ok(observer) = MutationObserver::new(mutated.as_ref().unchecked_ref()) {
            let what = MutationObserverInit::new();
            what.set_subtree(true);
            what.set_child_list(true);
            what.set_character_data(true);
            let _ = observer.observe_with_options(&self.element, &what);
            *self.observer.borrow_mut() = Some((observer, mutated));
        }
        let me = self.me.clone();
        *self.listeners.borrow_mut() = vec![Listener::new(&self.element, "input", move |_: Event| {
            if let Some(foreign) = me.upgrade() {
                foreign.read();
            }
        })];
    }

    /// Takes over what the editor shows now.
    fn read(&self) {
        if let Some((observer, _)) = self.observer.borrow().as_ref() {
            // What is read now need not be told of again.
            observer.take_records();
        }
        let text = self.walk();
        match self.field.with_text(|before| Edit::between(before, &text)) {
            Some(edit) => {
                self.field.edit(self, &edit);
                self.desk.edited(self);
                self.desk.count_again();
                (self.changed)();
            }
            // Same words, perhaps other nodes.
            None => self.field.mend(self),
        }
    }

    /// Reads the text, and remembers which node holds which part.
    fn walk(&self) -> String {
        let mut walk = Walk::default();
        walk.children(&self.element);
        *self.runs.borrow_mut() = walk.runs;
        walk.text
    }

    fn text_of(&self, start: u32, end: u32) -> String {
        let range = self.field.bytes(start, end);
        self.field.with_text(|text| text.get(range).unwrap_or_default().to_owned())
    }

    fn offset(&self, node: &Node, offset: u32) -> Option<u32> {
        if !self.element.contains(Some(node)) {
            return None;
        }
        let runs = self.runs.borrow();
        if let Some(run) = runs.iter().find(|run| run.node.is_same_node(Some(node))) {
            return Some(run.start + offset.min(run.units));
        }
        // Between nodes: where the first text after it begins, or the last text ends.
        let range = self.element.owner_document()?.create_range().ok()?;
        range.set_start(node, offset).ok()?;
        let next = runs.iter().find(|run| range.compare_point(&run.node, 0).is_ok_and(|side| side >= 0));
        next.map(|run| run.start).or_else(|| runs.last().map(|run| run.start + run.units)).or(Some(0))
    }
}

#[derive(Default)]
struct Walk {
    text: String,
    units: u32,
    runs: Vec<Run>,
}

/// Stands in the text for what is no prose: code, an image, a mention that the editor keeps whole.
const OBJECT: &str = "\u{FFFC}";

impl Walk {
    fn children(&mut self, parent: &Node) {
        let mut child = parent.first_child();
        while let Some(node) = child {
            self.node(&node);
            child = node.next_sibling();
        }
    }

    fn node(&mut self, node: &Node) {
        if let Some(text) = node.dyn_ref::<Text>() {
            let data = text.data();
            let units = utf16::len(&data) as u32;
            self.runs.push(Run { node: text.clone(), start: self.units, units });
            // A line feed in the source is a space on the page. Each keeps its length.
            self.push(&data.replace(['\n', '\t', '\r', '\u{A0}'], " "), units);
            return;
        }
        let Some(element) = node.dyn_ref::<Element>() else { return };
        match element.tag_name().to_ascii_uppercase().as_str() {
            "BR" => self.push("\n", 1),
            "SCRIPT" | "STYLE" | "TEMPLATE" => {}
            "CODE" | "KBD" | "SAMP" | "IMG" | "SVG" | "MATH" | "BUTTON" | "INPUT" | "SELECT" | "VIDEO" | "AUDIO" | "IFRAME" => {
                self.push(OBJECT, 1)
            }
            "PRE" => self.apart(|walk| walk.push(OBJECT, 1)),
            _ if element.get_attribute("contenteditable").as_deref() == Some("false") => self.push(OBJECT, 1),
            "P" | "DIV" | "LI" | "UL" | "OL" | "DL" | "DT" | "DD" | "H1" | "H2" | "H3" | "H4" | "H5" | "H6" | "BLOCKQUOTE" | "TABLE"
            | "TBODY" | "THEAD" | "TR" | "TD" | "TH" | "SECTION" | "ARTICLE" | "FIGURE" | "FIGCAPTION" | "HR" | "DETAILS" | "SUMMARY" => {
                self.apart(|walk| walk.children(element));
            }
            _ => self.children(element),
        }
    }

    /// Block elements are paragraphs: an empty line on each side.
    fn apart(&mut self, inside: impl FnOnce(&mut Walk)) {
        self.gap();
        inside(self);
        self.gap();
    }

    fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.push("\n\n", 2);
        }
    }

    fn push(&mut self, text: &str, units: u32) {
        self.text.push_str(text);
        self.units += units;
    }
}
