//! Where a text can be edited, as a key to look it up by, and the register of those that are on the page.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use web_sys::HtmlInputElement;

use crate::document::Key;
use crate::editor::{Column, Field};
use crate::surface::Surface;
use crate::text::utf16;

/// A [`Field`] that can be compared: by the identity of its keys, which documents ignore.
#[derive(Clone, Copy, Debug)]
pub struct Place(pub Field);

impl Place {
    fn id(self) -> (u8, u32, u32, usize) {
        match self.0 {
            Field::Title => (0, 0, 0, 0),
            Field::Heading { section } => (1, section.id(), 0, 0),
            Field::Prose { section } => (2, section.id(), 0, 0),
            Field::Cell { section, row, column } => {
                let column = match column {
                    Column::Time => 0,
                    Column::Text => 1,
                    Column::Phase => 2,
                    Column::Action => 3,
                    Column::Owner => 4,
                    Column::Due => 5,
                    Column::Link => 6,
                    Column::Extra(at) => 7 + at,
                };
                (3, section.id(), row.id(), column)
            }
        }
    }

    pub fn cell(section: Key, row: Key, column: Column) -> Place {
        Place(Field::Cell { section, row, column })
    }
}

impl PartialEq for Place {
    fn eq(&self, other: &Place) -> bool {
        self.id() == other.id()
    }
}

impl Eq for Place {}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Place) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Place {
    fn cmp(&self, other: &Place) -> std::cmp::Ordering {
        self.id().cmp(&other.id())
    }
}

/// What stands at a place.
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

/// The texts that can be edited on the page now.
#[derive(Default)]
pub struct Places {
    held: RefCell<BTreeMap<Place, Held>>,
    /// Where the caret shall be as soon as the place is there.
    wanted: RefCell<Option<(Place, Range<usize>)>>,
    /// Where the caret shall be after the action under way, whatever the reducer thinks.
    instead: RefCell<Option<(Place, Range<usize>)>>,
}

impl Places {
    pub fn enter(&self, place: Place, held: Held) {
        let wanted = self.wanted.borrow_mut().take_if(|(wanted, _)| *wanted == place);
        if let Some((_, range)) = wanted {
            held.select(range);
        }
        self.held.borrow_mut().insert(place, held);
    }

    pub fn leave(&self, place: Place) {
        self.held.borrow_mut().remove(&place);
    }

    pub fn get(&self, place: Place) -> Option<Held> {
        self.held.borrow().get(&place).cloned()
    }

    /// Makes the next [`Places::settle`] go there.
    pub fn prefer(&self, place: Place, range: Range<usize>) {
        *self.instead.borrow_mut() = Some((place, range));
    }

    /// Brings the caret to where the last action wants it; `None` leaves it alone.
    pub fn settle(&self, caret: Option<(Field, Range<usize>)>) {
        let instead = self.instead.borrow_mut().take();
        if let Some((place, range)) = instead.or(caret.map(|(field, range)| (Place(field), range))) {
            self.select(place, range);
        }
    }

    /// Puts the caret there, now or when the place appears. A range past the end means the end.
    pub fn select(&self, place: Place, range: Range<usize>) {
        match self.get(place) {
            Some(held) => held.select(range),
            None => *self.wanted.borrow_mut() = Some((place, range)),
        }
    }
}
