//! The register of the texts that can be edited on the page now, for whoever has to bring the caret to one.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use web_sys::HtmlInputElement;

use crate::editor::{Field, Place};
use crate::surface::Surface;
use crate::text::utf16;

/// Behind the last character, however long the text is.
pub const END: Range<usize> = usize::MAX..usize::MAX;

/// What stands on the page for a field.
#[derive(Clone)]
pub enum Held {
    Surface(Rc<Surface>),
    Input(HtmlInputElement),
}

impl Held {
    /// Takes the focus and selects `range` (UTF-8 bytes).
    fn select(&self, range: Range<usize>) {
        match self {
            Held::Surface(surface) => surface.select(range),
            Held::Input(input) => {
                let text = input.value();
                let _ = input.focus();
                let (start, end) = (utf16::from_bytes(&text, range.start), utf16::from_bytes(&text, range.end));
                // Refused only by kinds of input that have no caret.
                let _ = input.set_selection_range(start as u32, end as u32);
            }
        }
    }
}

#[derive(Default)]
pub struct Fields {
    held: RefCell<Vec<(Field, Held)>>,
    /// Where the caret shall be as soon as the field is there.
    wanted: RefCell<Option<Place>>,
    /// Where the caret shall be after the action under way, whatever the reducer thinks.
    instead: RefCell<Option<Place>>,
}

impl Fields {
    pub fn enter(&self, field: Field, held: Held) {
        let wanted = self.wanted.borrow_mut().take_if(|(wanted, _)| *wanted == field);
        if let Some((_, range)) = wanted {
            held.select(range);
        }
        self.held.borrow_mut().push((field, held));
    }

    pub fn leave(&self, field: Field) {
        self.held.borrow_mut().retain(|(held, _)| *held != field);
    }

    fn get(&self, field: Field) -> Option<Held> {
        self.held.borrow().iter().find(|(held, _)| *held == field).map(|(_, held)| held.clone())
    }

    pub fn surface(&self, field: Field) -> Option<Rc<Surface>> {
        match self.get(field)? {
            Held::Surface(surface) => Some(surface),
            Held::Input(_) => None,
        }
    }

    /// Puts the caret there, now or when the field appears. A range past the end means the end.
    pub fn select(&self, field: Field, range: Range<usize>) {
        match self.get(field) {
            Some(held) => held.select(range),
            None => *self.wanted.borrow_mut() = Some((field, range)),
        }
    }

    /// Makes the next [`Fields::settle`] go there.
    pub fn prefer(&self, field: Field, range: Range<usize>) {
        *self.instead.borrow_mut() = Some((field, range));
    }

    /// Brings the caret to where the last action wants it; `None` leaves it alone.
    pub fn settle(&self, caret: Option<Place>) {
        let instead = self.instead.borrow_mut().take();
        self.wanted.borrow_mut().take();
        if let Some((field, range)) = instead.or(caret) {
            self.select(field, range);
        }
    }
}
