//! The sections of a postmortem, and the headings under which people write them.
//!
//! This is the only place that knows heading words: the hint engine asks it in which section a sentence stands, the
//! Markdown reader asks it where a heading belongs.

use serde::{Deserialize, Serialize};

/// What a section is for, whatever its heading says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum SectionKind {
    Summary,
    Impact,
    Timeline,
    ContributingFactors,
    WentWell,
    GotLucky,
    WasHard,
    FollowUps,
    Thanks,
    /// An own section of the author, or a heading that no built-in section answers to.
    #[default]
    Other,
}

impl SectionKind {
    /// Every built-in section in the order in which a full document has them; without `Other`.
    pub const BUILT_IN: [SectionKind; 9] = [
        SectionKind::Summary,
        SectionKind::Impact,
        SectionKind::Timeline,
        SectionKind::ContributingFactors,
        SectionKind::WentWell,
        SectionKind::GotLucky,
        SectionKind::WasHard,
        SectionKind::FollowUps,
        SectionKind::Thanks,
    ];

    /// The heading a new document gives it.
    pub fn title(self) -> &'static str {
        match self {
            SectionKind::Summary => "Summary",
            SectionKind::Impact => "Impact",
            SectionKind::Timeline => "Timeline",
            SectionKind::ContributingFactors => "Contributing factors",
            SectionKind::WentWell => "What went well",
            SectionKind::GotLucky => "Where we got lucky",
            SectionKind::WasHard => "What was hard",
            SectionKind::FollowUps => "Follow-ups",
            SectionKind::Thanks => "Thanks",
            SectionKind::Other => "",
        }
    }
}
