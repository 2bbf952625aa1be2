//! What turns one block of prose into hints.
//!
//! The rest of the engine knows no language: it hands over blocks of tokens and takes back hints. It knows nothing of
//! Markdown, of dismissals or of edits.

mod facts;

pub use facts::{Fact, Facts};

use super::Hint;
use crate::text::block::Block;

/// The hints of one language.
pub trait Grammar {
    /// Appends the hints of `block`, in order of their ranges (UTF-8 bytes of `block.source`), none overlapping another.
    ///
    /// A block is looked at alone: nothing outside it but `facts` can change the answer. Takes time linear in the block.
    fn scan(&self, block: &Block<'_>, facts: &Facts, out: &mut Vec<Hint>);

    /// Whether `id` is the id of one of its rules.
    fn has_rule(&self, id: &str) -> bool;
}

/// English, with its rules compiled.
#[derive(Debug, Default)]
pub struct English {}

impl English {
    pub fn new() -> English {
        English::default()
    }
}

impl Grammar for English {
    fn scan(&self, _block: &Block<'_>, _facts: &Facts, _out: &mut Vec<Hint>) {}

    fn has_rule(&self, _id: &str) -> bool {
        false
    }
}
