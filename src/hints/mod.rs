//! Blame-phrasing hints: a small explainable grammar over the prose of a postmortem.
//!
//! Knows `text` only. It knows nothing of a document's sections beyond their kind, of a browser, or of who shows a hint.

mod checker;
mod chunks;
mod dismissal;
pub mod grammar;
mod hint;
mod marker;
mod scanner;

pub use checker::{Checker, Recheck};
pub use dismissal::Scope;
pub use hint::{Category, CheckOptions, Dismissal, Format, Hint, Rewrite, Severity};
pub use scanner::{Problem, check, check_utf16};

#[cfg(test)]
mod tests;
