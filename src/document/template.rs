//! What a new document holds: as much as there is to learn, and no more headings than that.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::{Document, Meta, Rows, SCHEMA, Section};
use crate::text::SectionKind;

/// How much a postmortem is asked to say. A smaller one is not a lesser one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum Template {
    /// Two sentences: what happened, and the approximate impact.
    Tweet,
    OnePage,
    #[default]
    Full,
}

impl Template {
    pub const ALL: [Template; 3] = [Template::Tweet, Template::OnePage, Template::Full];

    pub fn sections(self) -> &'static [SectionKind] {
        use SectionKind::*;
        match self {
            Template::Tweet => &[Summary],
            Template::OnePage => &[Summary, Impact, Timeline, ContributingFactors, FollowUps],
            Template::Full => &SectionKind::BUILT_IN,
        }
    }
}

impl Document {
    /// An empty document with the sections of `template`.
    pub fn new(template: Template) -> Document {
        let sections = template.sections().iter().map(|&kind| Rc::new(Section::new(kind, kind.title()))).collect();
        Document { sections, ..Document::default() }
    }
}

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
