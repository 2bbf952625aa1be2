//! One replacement in a text.

use std::ops::Range;

/// Replaces `range` (UTF-8 bytes, on character boundaries) of a text with `insert`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    pub range: Range<usize>,
    pub insert: String,
}

impl Edit {
    /// The smallest single edit that turns `before` into `after`; `None` when they are equal.
    pub fn between(before: &str, after: &str) -> Option<Edit> {
        if before == after {
            return None;
        }
        let mut start = before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
        while !before.is_char_boundary(start) || !after.is_char_boundary(start) {
            start -= 1;
        }
        let room = before.len().min(after.len()) - start;
        let mut tail = before.bytes().rev().zip(after.bytes().rev()).take(room).take_while(|(a, b)| a == b).count();
        while !before.is_char_boundary(before.len() - tail) || !after.is_char_boundary(after.len() - tail) {
            tail -= 1;
        }
        Some(Edit { range: start..before.len() - tail, insert: after[start..after.len() - tail].to_owned() })
    }

    /// The text after this edit. A range outside `text` or inside a character is a bug of the caller.
    pub fn apply(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + self.insert.len());
        out.push_str(&text[..self.range.start]);
        out.push_str(&self.insert);
        out.push_str(&text[self.range.end..]);
        out
    }
}
