//! Sections, and the rows that two of them are made of.

use serde::{Deserialize, Serialize};

use super::{Key, Property};
use crate::text::SectionKind;

/// A heading, the prose under it (Markdown), and below the prose its rows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase", default)]
pub struct Section {
    #[serde(skip)]
    pub key: Key,
    pub kind: SectionKind,
    pub title: String,
    pub prose: String,
    pub rows: Rows,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase", tag = "type", content = "rows")]
pub enum Rows {
    #[default]
    None,
    Timeline(Vec<TimelineRow>),
    FollowUps(Vec<FollowUp>),
}

/// What was seen or done at one moment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase", default)]
pub struct TimelineRow {
    #[serde(skip)]
    pub key: Key,
    /// As the author wrote it: "23:20", "Mon 10:20 to Tue 23:59", "2025-03-06 22:48 UTC".
    pub time: String,
    /// Markdown, one paragraph.
    pub text: String,
    /// The sub-heading the row stands under; consecutive rows of one phase stand together.
    pub phase: String,
}

/// An improvement, and who owns it from here.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase", default)]
pub struct FollowUp {
    #[serde(skip)]
    pub key: Key,
    /// Markdown, one paragraph.
    pub action: String,
    /// The owning team.
    pub owner: String,
    /// As the author wrote it: "2025-03-20", "14 March", "Q3 drill".
    pub due: String,
    /// The tracker's address or key.
    pub link: String,
    pub pillar: Option<Pillar>,
    pub progress: Progress,
    /// Columns of an imported table that have no place above.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extra: Vec<Property>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum Pillar {
    People,
    Process,
    Tooling,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum Progress {
    #[default]
    Open,
    InProgress,
    Done,
}
