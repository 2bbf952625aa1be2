//! What an author can do to a document.

use std::ops::Range;

use crate::document::{Document, Key, Pillar, Progress, Property, Status};
use crate::hints::Dismissal;

/// A piece of text that can be edited, named by keys so that it survives moves.
#[derive(Clone, Copy, Debug)]
pub enum Field {
    Title,
    Heading { section: Key },
    Prose { section: Key },
    Cell { section: Key, row: Key, column: Column },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    Time,
    Text,
    Phase,
    Action,
    Owner,
    Due,
    Link,
}

#[derive(Clone, Debug)]
pub enum Action {
    /// A surface's text changed to `text`; `caret` (UTF-8 bytes) is where the author now is in it.
    Write { field: Field, text: String, caret: Range<usize> },
    SetStatus(Status),
    SetSeverity(String),
    SetCategory(String),
    SetStarted(Option<chrono::DateTime<chrono::Utc>>),
    SetEnded(Option<chrono::DateTime<chrono::Utc>>),
    SetAuthors(Vec<String>),
    SetProperties(Vec<Property>),
    /// A new own section after `after`, or at the end.
    AddSection { after: Option<Key>, title: String },
    /// `to` is the index it shall have afterwards.
    MoveSection { section: Key, to: usize },
    RemoveSection { section: Key },
    /// An empty row after `after`, or at the end.
    AddRow { section: Key, after: Option<Key> },
    MoveRow { section: Key, row: Key, to: usize },
    RemoveRow { section: Key, row: Key },
    SetPillar { section: Key, row: Key, pillar: Option<Pillar> },
    SetProgress { section: Key, row: Key, progress: Progress },
    /// Timeline rows by time; a row whose time cannot be read stays behind the row it stood behind.
    SortRows { section: Key },
    /// Many lines pasted into a row: one row a line, the first into `row` itself when that is empty.
    PasteRows { section: Key, row: Option<Key>, text: String },
    Dismiss(Dismissal),
    Restore(Dismissal),
    /// Another document takes the place of this one; can be undone.
    Replace(Document),
    Undo,
    Redo,
}
