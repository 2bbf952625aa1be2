//! Blame-phrasing hints: a small explainable grammar over the prose of a postmortem.
//!
//! Knows `text` only. It knows nothing of a document's sections beyond their kind, of a browser, or of who shows a hint.

pub mod grammar;
mod hint;

pub use hint::{Category, CheckOptions, Dismissal, Format, Hint, Rewrite, Severity};
