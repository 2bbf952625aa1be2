//! Text as such: offsets, edits, the words that name a section, and words, sentences and masks.
//!
//! This is the only layer that knows the difference between UTF-8 bytes and UTF-16 code units. It knows nothing of blame,
//! of postmortems or of a browser.

pub mod block;
pub mod chunk;
pub mod edit;
pub mod links;
pub mod markdown;
pub mod plain;
pub mod prose;
pub mod section;
pub mod sentence;
mod simple;
pub mod token;
pub mod utf16;

pub use edit::Edit;
pub use section::SectionKind;
