//! What all surfaces of one editor share: the options of the check, the count, the card and the keys.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use web_sys::{HtmlElement, Node};

use super::own::{FieldOptions, Surface};
use crate::hints::{CheckOptions, Dismissal};

/// What a desk tells its owner.
#[derive(Clone, Debug, PartialEq)]
pub enum DeskEvent {
    /// There are this many hints on all surfaces together now.
    Counted(usize),
    /// The author dismissed a hint, or a rule. It is gone already; keep this and hand it back in [`CheckOptions::dismissed`].
    Dismissed(Dismissal),
    /// The author took a dismissal back.
    Restored(Dismissal),
}

/// The surfaces of one editor.
pub struct Desk {
    /// A `ShadowRoot` or a `Document`: where the style sheet and the card go.
    root: Node,
    options: RefCell<CheckOptions>,
    notify: Rc<dyn Fn(DeskEvent)>,
    counted: Cell<usize>,
}

impl Desk {
    /// `root` is the `ShadowRoot` or `Document` that the surfaces stand in.
    pub fn new(root: &Node, options: CheckOptions, notify: Rc<dyn Fn(DeskEvent)>) -> Rc<Desk> {
        Rc::new(Desk { root: root.clone(), options: RefCell::new(options), notify, counted: Cell::new(0) })
    }

    /// Makes `element`, which must be empty, an editable that holds `text`. It stays one until the surface is dropped.
    pub fn open(self: &Rc<Desk>, element: HtmlElement, text: &str, options: FieldOptions) -> Surface {
        Surface::open(self, element, text, options)
    }

    /// Everything is checked again, unless nothing changed.
    pub fn set_options(self: &Rc<Desk>, options: CheckOptions) {
        if *self.options.borrow() != options {
            *self.options.borrow_mut() = options;
        }
    }

    /// Shows the next hint after the caret, across all surfaces in document order.
    pub fn next(self: &Rc<Desk>) {}

    /// Shows the hint before the caret, across all surfaces in document order.
    pub fn previous(self: &Rc<Desk>) {}

    /// The number of hints on all surfaces.
    pub fn count(&self) -> usize {
        self.counted.get()
    }
}
