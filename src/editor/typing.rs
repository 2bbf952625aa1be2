//! What the formatting bar and the keys do to Markdown prose.
//!
//! Every function takes a text and a selection in it (UTF-8 bytes; the caret when empty) and gives the one edit to make and the
//! selection afterwards, or `None` when the key should do what it always does. Offsets that fall outside the text or inside a
//! character are moved to a boundary first. Knows no field, no document and no keyboard.

mod inline;
pub(super) mod line;
mod lists;

use std::ops::Range;

use pulldown_cmark::{Event, Options, Tag};

pub use inline::{bold, code, italic, link};
pub use lists::{bullets, enter, heading, indent, numbers, outdent, quote, tasks};

use super::fields::clamp_to;
use crate::text::{Edit, markdown};

/// The edit, and the selection in the text after it (UTF-8 bytes).
pub type Outcome = (Edit, Range<usize>);

/// The signature that all of them share.
pub type Tool = fn(&str, Range<usize>) -> Option<Outcome>;

/// The edit that turns `region` of `text` into `becomes`; `None` when that is what stands there.
fn outcome(text: &str, region: Range<usize>, becomes: &str, selection: Range<usize>) -> Option<Outcome> {
    let edit = Edit::between(&text[region.clone()], becomes)?;
    let range = edit.range.start + region.start..edit.range.end + region.start;
    Some((Edit { range, ..edit }, selection))
}

/// Whether `at` stands in a code block, where list marks and emphasis are only characters.
fn in_code_block(text: &str, at: usize) -> bool {
    markdown::events(text, Options::ENABLE_TABLES)
        .any(|(event, range)| matches!(event, Event::Start(Tag::CodeBlock(_))) && range.start < at && at < range.end.max(range.start + 1))
}

/// The lines that `selection` touches, as one range without the last line's end.
fn touched_lines(text: &str, selection: &Range<usize>) -> Range<usize> {
    let start = text[..selection.start].rfind('\n').map_or(0, |at| at + 1);
    // A selection that ends at the start of a line does not mean that line.
    let end = match selection.end > selection.start && text[..selection.end].ends_with('\n') {
        true => selection.end - 1,
        false => selection.end,
    };
    start..text[end..].find('\n').map_or(text.len(), |at| end + at)
}
