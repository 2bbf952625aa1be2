//! Whom or what a noun phrase speaks of: the words that the phrase finder and the pattern language share. Knows nothing else.

/// A set of kinds of noun phrase.
pub type Kinds = u16;

/// A person by name, handle or initials.
pub const NAMED: Kinds = 1 << 0;
pub const ROLE_NP: Kinds = 1 << 1;
pub const TEAM_NP: Kinds = 1 << 2;
/// "he", "she".
pub const PRONOUN: Kinds = 1 << 3;
pub const THEY_NP: Kinds = 1 << 4;
/// "someone", "whoever", "one of us".
pub const SOMEONE: Kinds = 1 << 5;
pub const NOBODY: Kinds = 1 << 6;
pub const EVERYONE: Kinds = 1 << 7;
pub const WE_NP: Kinds = 1 << 8;
pub const I_NP: Kinds = 1 << 9;
pub const YOU_NP: Kinds = 1 << 10;
/// A name that no lexicon knows, or a word that is a team or a program: a predicate must decide.
pub const PERHAPS: Kinds = 1 << 11;
pub const SYSTEM_NP: Kinds = 1 << 12;
pub const OTHER: Kinds = 1 << 13;
/// "any engineer", "no reviewer": people in general.
pub const GENERIC: Kinds = 1 << 14;

/// Third persons who can be blamed.
pub const AGENT: Kinds = NAMED | ROLE_NP | TEAM_NP | PRONOUN | SOMEONE;
/// Whoever a predicate that only people have can be about.
pub const HUMAN: Kinds = AGENT | THEY_NP | NOBODY | EVERYONE | PERHAPS | GENERIC;
