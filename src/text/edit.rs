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
        let mut start = common_start(before.as_bytes(), after.as_bytes());
        while !before.is_char_boundary(start) || !after.is_char_boundary(start) {
            start -= 1;
        }
        let room = before.len().min(after.len()) - start;
        let mut tail = common_end(before.as_bytes(), after.as_bytes()).min(room);
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

/// Compared by blocks first: a keystroke in a megabyte is then found in microseconds.
const BLOCK: usize = 256;

fn common_start(a: &[u8], b: &[u8]) -> usize {
    let blocks = a.chunks_exact(BLOCK).zip(b.chunks_exact(BLOCK)).take_while(|(a, b)| a == b).count();
    let at = blocks * BLOCK;
    at + a[at..].iter().zip(&b[at..]).take_while(|(a, b)| a == b).count()
}

fn common_end(a: &[u8], b: &[u8]) -> usize {
    let blocks = a.rchunks_exact(BLOCK).zip(b.rchunks_exact(BLOCK)).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[..a.len() - blocks * BLOCK], &b[..b.len() - blocks * BLOCK]);
    blocks * BLOCK + a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_smallest_edit() {
        let check = |before: &str, after: &str, range: Range<usize>, insert: &str| {
            assert_eq!(Edit::between(before, after), Some(Edit { range, insert: insert.to_owned() }), "{before:?} {after:?}");
        };
        assert_eq!(Edit::between("", ""), None);
        check("", "a", 0..0, "a");
        check("aaa", "aa", 2..3, "");
        check("abc", "axc", 1..2, "x");
        // Characters that share bytes are replaced whole.
        check("é", "è", 0..2, "è");
        check("👍", "👎", 0..4, "👎");
        check("aéa", "aèa", 1..3, "è");
        // Longer than a block, and than two.
        for long in [255, 256, 257, 600] {
            let x = "x".repeat(long);
            check(&format!("{x}a{x}"), &format!("{x}b{x}"), long..long + 1, "b");
            check(&x, &format!("{x}x"), long..long, "x");
            check(&format!("{x}é"), &x, long..long + 2, "");
        }
    }

    proptest! {
        #[test]
        fn an_edit_leads_from_one_text_to_the_other(before in "[aé👍👎è\u{301}\r\n]{0,12}", after in "[aé👍👎è\u{301}\r\n]{0,12}") {
            match Edit::between(&before, &after) {
                None => prop_assert_eq!(before, after),
                Some(edit) => {
                    prop_assert_eq!(edit.apply(&before), after.as_str());
                    let (old, new): (Vec<char>, Vec<char>) = (before[edit.range.clone()].chars().collect(), edit.insert.chars().collect());
                    prop_assert!(old.first() != new.first() || old.is_empty());
                    prop_assert!(old.last() != new.last() || old.is_empty());
                }
            }
        }
    }
}
