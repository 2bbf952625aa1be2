//! What the engine is asked, and what it answers.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::text::SectionKind;

/// What a phrase does that the person concerned would read as blame. The ids are public and stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum Category {
    NamedAgent,
    RoleAgent,
    TeamAgent,
    HumanError,
    Counterfactual,
    Judgement,
    Punitive,
    Vigilance,
    Hindsight,
    SingleCause,
    WhoQuestion,
    Absolutist,
    Hostile,
}

/// How sure the grammar is, and how much the phrase would hurt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    Suggestion,
    Warning,
}

/// One phrase, the question that leads back to the system, and what could stand there instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    pub rule_id: String,
    pub category: Category,
    pub severity: Severity,
    /// UTF-8 bytes of the text that was given.
    pub range: Range<usize>,
    /// One sentence, no scolding.
    pub message: String,
    pub question: String,
    /// None to three; each is grammatical in place and passes the hints itself.
    pub rewrites: Vec<Rewrite>,
    /// The anchor of the rule in the rule reference.
    pub learn_more: String,
}

/// Replaces `range` (UTF-8 bytes of the same text; it may be wider than the hint's) with `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewrite {
    pub range: Range<usize>,
    pub text: String,
}

/// The markup around the prose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    #[default]
    Markdown,
    Plain,
}

/// What the caller knows about the text. Everything has a default.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct CheckOptions {
    pub format: Format,
    /// Names of people, teams and services that the document is about, beyond those that the text itself introduces.
    pub people: Vec<String>,
    pub teams: Vec<String>,
    pub systems: Vec<String>,
    /// The section the text stands in; headings in the text itself come first.
    pub section: Option<SectionKind>,
    pub dismissed: Vec<Dismissal>,
}

/// An author's "not this one". It holds for the phrase between these neighbours wherever it moves, or for the whole rule.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Dismissal {
    pub rule_id: String,
    /// The phrase, white space folded and lower-cased; absent when the rule is dismissed for the whole document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phrase: Option<String>,
    /// A stable hash of the neighbouring words; absent when the phrase is dismissed wherever it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<String>,
}
