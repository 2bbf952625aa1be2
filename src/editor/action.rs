//! What an author can do to a document.

use std::ops::Range;

use crate::document::{Document, Key, Pillar, Progress, Property, Status};
use crate::hints::Dismissal;
use crate::text::Edit;

/// A piece of text that can be edited, named by keys so that it survives moves.
///
/// Two fields are equal when their keys name the same things (a [`Key`] alone compares equal to every other).
#[derive(Clone, Copy, Debug)]
pub enum Field {
    Title,
    Heading { section: Key },
    Prose { section: Key },
    Cell { section: Key, row: Key, column: Column },
}

impl Field {
    /// The section it stands in; `None` for the title.
    pub fn section(&self) -> Option<Key> {
        match *self {
            Field::Title => None,
            Field::Heading { section } | Field::Prose { section } | Field::Cell { section, .. } => Some(section),
        }
    }

    /// Whether line breaks stand for something in it. Elsewhere they become spaces.
    pub fn is_multiline(&self) -> bool {
        matches!(self, Field::Prose { .. })
    }
}

impl PartialEq for Field {
    fn eq(&self, other: &Field) -> bool {
        match (*self, *other) {
            (Field::Title, Field::Title) => true,
            (Field::Heading { section: a }, Field::Heading { section: b }) => a.id() == b.id(),
            (Field::Prose { section: a }, Field::Prose { section: b }) => a.id() == b.id(),
            (Field::Cell { section: a, row: r, column: c }, Field::Cell { section: b, row: s, column: d }) => {
                a.id() == b.id() && r.id() == s.id() && c == d
            }
            _ => false,
        }
    }
}

impl Eq for Field {}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    Time,
    Text,
    Phase,
    Action,
    Owner,
    Due,
    Link,
    /// A column of an imported table, by its place in [`FollowUp::extra`](crate::document::FollowUp::extra).
    Extra(usize),
}

#[derive(Clone, Debug)]
pub enum Action {
    /// A surface's text changed to `text`; `caret` (UTF-8 bytes) is where the author now is in it.
    Write {
        field: Field,
        text: String,
        caret: Range<usize>,
    },
    /// An edit of ours rather than a keystroke: a formatting button, a rewrite, a paste. A step of its own; [`State::caret`] is
    /// `caret` (UTF-8 bytes of the text afterwards). An edit that does not fit the text is not made.
    ///
    /// [`State::caret`]: super::State::caret
    Apply {
        field: Field,
        edit: Edit,
        caret: Range<usize>,
    },
    SetStatus(Status),
    SetSeverity(String),
    SetCategory(String),
    SetStarted(Option<chrono::DateTime<chrono::Utc>>),
    SetEnded(Option<chrono::DateTime<chrono::Utc>>),
    SetAuthors(Vec<String>),
    SetProperties(Vec<Property>),
    /// A new section after `after`, or at the end. A title that is a built-in section's brings that section's rows with it.
    AddSection {
        after: Option<Key>,
        title: String,
    },
    /// `to` is the index it shall have afterwards.
    MoveSection {
        section: Key,
        to: usize,
    },
    RemoveSection {
        section: Key,
    },
    /// An empty row after `after`, or at the end.
    AddRow {
        section: Key,
        after: Option<Key>,
    },
    MoveRow {
        section: Key,
        row: Key,
        to: usize,
    },
    RemoveRow {
        section: Key,
        row: Key,
    },
    SetPillar {
        section: Key,
        row: Key,
        pillar: Option<Pillar>,
    },
    SetProgress {
        section: Key,
        row: Key,
        progress: Progress,
    },
    /// Timeline rows by time; a row whose time cannot be read stays behind the row it stood behind.
    SortRows {
        section: Key,
    },
    /// Many lines pasted into a row: one row a line, from `row` on when that is empty and behind it when it is not.
    PasteRows {
        section: Key,
        row: Option<Key>,
        text: String,
    },
    Dismiss(Dismissal),
    Restore(Dismissal),
    /// Another document takes the place of this one; can be undone.
    Replace(Document),
    Undo,
    Redo,
}
