//! Empty documents, sections and rows. Which sections a new document starts with is configuration, and not known here.

use super::{Document, Meta, Rows, SCHEMA, Section};
use crate::text::SectionKind;

impl Default for Document {
    /// No title, no sections.
    fn default() -> Self {
        Document { schema: SCHEMA.to_owned(), title: String::new(), meta: Meta::default(), sections: Vec::new(), dismissals: Vec::new() }
    }
}

impl Section {
    /// An empty section; its kind says what rows it can have.
    pub fn new(kind: SectionKind, title: impl Into<String>) -> Section {
        Section { kind, title: title.into(), rows: Rows::of(kind), ..Section::default() }
    }
}

impl Rows {
    /// No rows yet, of the sort that a section of this kind has.
    pub fn of(kind: SectionKind) -> Rows {
        match kind {
            SectionKind::Timeline => Rows::Timeline(Vec::new()),
            SectionKind::FollowUps => Rows::FollowUps(Vec::new()),
            _ => Rows::None,
        }
    }

    pub fn len(&self) -> usize {
        match self {
            Rows::None => 0,
            Rows::Timeline(rows) => rows.len(),
            Rows::FollowUps(rows) => rows.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
