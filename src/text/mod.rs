//! Text as such: offsets, edits, the words that name a section, and (with the hint engine) words, sentences and masks.
//!
//! This is the only layer that knows the difference between UTF-8 bytes and UTF-16 code units. It knows nothing of blame,
//! of postmortems or of a browser.

pub mod block;
pub mod edit;
pub mod section;
pub mod utf16;

pub use edit::Edit;
pub use section::SectionKind;
