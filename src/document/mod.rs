//! A postmortem as a value.
//!
//! Knows `text`, and of `hints` the types that travel with a document: what it tells the engine
//! ([`CheckOptions`](crate::hints::CheckOptions)) and what its authors answered ([`Dismissal`]). It knows no
//! file format, no editor and no browser. A document is cheap to clone: sections are shared until one is written to.

mod blank;
mod find;
mod key;
mod moment;
mod problem;
mod section;

use std::rc::Rc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use crate::hints::Dismissal;
pub use crate::text::SectionKind;
pub use key::Key;
pub use moment::{Date, Moment};
pub use problem::Problem;
pub use section::{FollowUp, Pillar, Progress, Rows, Section, TimelineRow};

/// The version this crate writes, and the newest it reads.
pub const SCHEMA: &str = "postmortem/1";

/// A whole postmortem.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Document {
    /// Always [`SCHEMA`] in what is written.
    pub schema: String,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub meta: Meta,
    #[serde(default)]
    #[cfg_attr(feature = "web", tsify(type = "Section[]"))]
    pub sections: Vec<Rc<Section>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dismissals: Vec<Dismissal>,
}

/// The facts above the text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase", default)]
pub struct Meta {
    pub status: Status,
    /// As the company writes it: "Sev1", "P2", "0".
    pub severity: String,
    /// The one gross category that feeds trends; see D9.
    pub category: String,
    #[cfg_attr(feature = "web", tsify(type = "string | null"))]
    pub started: Option<DateTime<Utc>>,
    #[cfg_attr(feature = "web", tsify(type = "string | null"))]
    pub ended: Option<DateTime<Utc>>,
    pub authors: Vec<String>,
    /// What an imported page said besides, in its order: "Company", "Services", "Duration".
    pub properties: Vec<Property>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct Property {
    pub name: String,
    pub value: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    #[default]
    Draft,
    InReview,
    Published,
}
