//! Blame-phrasing hints: a small explainable grammar over the prose of a postmortem.
//!
//! Knows `text` only. It knows nothing of a document's sections beyond their kind, of a browser, or of who shows a hint.

mod checker;
mod chunks;
mod dismissal;
pub mod grammar;
mod hint;
mod marker;

pub use checker::{Checker, Problem, Recheck, check};
pub use dismissal::Scope;
pub use hint::{Category, CheckOptions, Dismissal, Format, Hint, Rewrite, Severity};

#[cfg(test)]
mod tests;
