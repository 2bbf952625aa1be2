//! Emphasis, code and links: marks around what is selected, line by line, since none of them reaches over a paragraph.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Tag, TagEnd};

use super::line::Line;
use super::{Outcome, clamp_to, outcome, touched_lines};
use crate::text::markdown;

/// `**bold**`, or not.
pub fn bold(text: &str, selection: Range<usize>) -> Option<Outcome> {
    toggle(text, selection, Wrap::Emphasis(2))
}

/// `*italic*`, or not.
pub fn italic(text: &str, selection: Range<usize>) -> Option<Outcome> {
    toggle(text, selection, Wrap::Emphasis(1))
}

/// `` `code` ``, or not; text that holds backticks gets as many more as it needs.
pub fn code(text: &str, selection: Range<usize>) -> Option<Outcome> {
    toggle(text, selection, Wrap::Code)
}

/// `[selection](…)` with the caret where the address goes; an address that is selected goes there itself; a link becomes its text.
pub fn link(text: &str, selection: Range<usize>) -> Option<Outcome> {
    let selection = clamp_to(text, selection);
    if let Some((link, label)) = link_around(text, &selection) {
        let label_text = text[label].to_owned();
        let after = link.start..link.start + label_text.len();
        return outcome(text, link, &label_text, after);
    }
    let target = match selection.is_empty() {
        true => word_at(text, selection.start),
        false => trimmed(text, selection),
    };
    let label = &text[target.clone()];
    if label.contains('\n') {
        return None;
    }
    let is_address = label.starts_with("http://") || label.starts_with("https://") || label.starts_with("mailto:");
    let (becomes, caret) = match is_address {
        true => (format!("[]({label})"), target.start + 1),
        false => (format!("[{label}]()"), target.start + label.len() + if label.is_empty() { 1 } else { 3 }),
    };
    outcome(text, target, &becomes, caret..caret)
}

#[derive(Clone, Copy)]
enum Wrap {
    /// This many asterisks, or underscores where an author wrote those.
    Emphasis(usize),
    Code,
}

fn toggle(text: &str, selection: Range<usize>, wrap: Wrap) -> Option<Outcome> {
    let selection = clamp_to(text, selection);
    let caret = selection.start;
    let pieces = match selection.is_empty() {
        true => vec![word_at(text, caret)],
        false => pieces(text, &selection),
    };
    let (first, last) = (pieces.first()?.start, pieces.last()?.end);
    if first == last {
        return toggle_nothing(text, first, wrap);
    }
    let found: Vec<_> = pieces.iter().map(|piece| wrapped(text, piece, wrap)).collect();
    let take_off = found.iter().all(Option::is_some);
    // The region reaches over marks that stand just outside the selection.
    let region = match (found.first(), found.last()) {
        (Some(Some((outer, _))), Some(Some((end, _)))) if take_off => outer.start.min(first)..end.end.max(last),
        _ => first..last,
    };
    let mut becomes = String::new();
    let mut at = region.start;
    let mut kept: Option<Range<usize>> = None;
    let mut caret_after = None;
    for (piece, found) in pieces.iter().zip(found) {
        let (outer, inner) = match found {
            Some(found) if take_off => found,
            // It has the marks already, while another piece has not.
            Some(_) => continue,
            None => (piece.clone(), piece.clone()),
        };
        becomes.push_str(&text[at..outer.start]);
        let (open, close) = if take_off { (String::new(), String::new()) } else { wrap.marks(&text[inner.clone()]) };
        becomes.push_str(&open);
        let start = region.start + becomes.len();
        becomes.push_str(&text[inner.clone()]);
        let end = region.start + becomes.len();
        becomes.push_str(&close);
        kept = Some(kept.map_or(start, |kept| kept.start)..end);
        caret_after.get_or_insert(start + caret.clamp(inner.start, inner.end) - inner.start);
        at = outer.end;
    }
    becomes.push_str(&text[at..region.end]);
    let after = match (selection.is_empty(), caret_after, kept) {
        (true, Some(caret), _) => caret..caret,
        (_, _, Some(kept)) => kept,
        _ => return None,
    };
    outcome(text, region, &becomes, after)
}

/// With nothing selected and no word at the caret: a pair of marks to type between, or such a pair taken away.
fn toggle_nothing(text: &str, at: usize, wrap: Wrap) -> Option<Outcome> {
    let mark = match wrap {
        Wrap::Emphasis(count) => "*".repeat(count),
        Wrap::Code => "`".to_owned(),
    };
    let c = mark.chars().next()?;
    let left = text[..at].len() - text[..at].trim_end_matches(c).len();
    let right = text[at..].len() - text[at..].trim_start_matches(c).len();
    if left == right && wrap.is_in(left) {
        let start = at - mark.len();
        return outcome(text, start..at + mark.len(), "", start..start);
    }
    let caret = at + mark.len();
    outcome(text, at..at, &mark.repeat(2), caret..caret)
}

impl Wrap {
    /// Whether a run of `count` marks holds this one.
    fn is_in(self, count: usize) -> bool {
        match self {
            Wrap::Emphasis(1) => count == 1 || count == 3,
            Wrap::Emphasis(_) => count == 2 || count == 3,
            Wrap::Code => count > 0,
        }
    }

    fn marks(self, inner: &str) -> (String, String) {
        match self {
            Wrap::Emphasis(count) => ("*".repeat(count), "*".repeat(count)),
            Wrap::Code => {
                let longest = inner.split(|c| c != '`').map(str::len).max().unwrap_or(0);
                let ticks = "`".repeat(longest + 1);
                let space = if inner.starts_with('`') || inner.ends_with('`') { " " } else { "" };
                (format!("{ticks}{space}"), format!("{space}{ticks}"))
            }
        }
    }
}

/// What `piece` and the marks around it are: with the marks, and without.
fn wrapped(text: &str, piece: &Range<usize>, wrap: Wrap) -> Option<(Range<usize>, Range<usize>)> {
    let marks: &[char] = match wrap {
        Wrap::Emphasis(_) => &['*', '_'],
        Wrap::Code => &['`'],
    };
    marks.iter().find_map(|&mark| {
        // The marks may be inside the selection, outside, or one of each.
        let inside = &text[piece.clone()];
        let start = piece.start + run_forward(inside, mark);
        let core = start..(piece.end - run_back(inside, mark)).max(start);
        let marks = run_back(&text[..core.start], mark).min(run_forward(&text[core.end..], mark));
        let width = wrap.width(marks);
        (!core.is_empty() && wrap.is_in(marks)).then(|| (core.start - width..core.end + width, core))
    })
}

impl Wrap {
    /// How many of `found` marks are this one's.
    fn width(self, found: usize) -> usize {
        match self {
            Wrap::Emphasis(count) => count,
            Wrap::Code => found,
        }
    }
}

fn run_forward(text: &str, mark: char) -> usize {
    text.len() - text.trim_start_matches(mark).len()
}

fn run_back(text: &str, mark: char) -> usize {
    text.len() - text.trim_end_matches(mark).len()
}

/// What is selected of each line, without list marks, heading marks and white space at the edges.
fn pieces(text: &str, selection: &Range<usize>) -> Vec<Range<usize>> {
    let lines = touched_lines(text, selection);
    let mut pieces = Vec::new();
    let mut start = lines.start;
    for line in text[lines].split('\n') {
        let content = Line::parse(line).rest;
        let content = content.trim_start_matches('#').trim_start();
        let content_start = start + line.len() - content.len();
        let piece = content_start.max(selection.start)..(start + line.len()).min(selection.end);
        start += line.len() + 1;
        if piece.start < piece.end {
            let piece = trimmed(text, piece);
            if !piece.is_empty() {
                pieces.push(piece);
            }
        }
    }
    pieces
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let slice = &text[range.clone()];
    let start = range.start + slice.len() - slice.trim_start().len();
    start..start + slice.trim().len()
}

/// The word around `at`, or nothing there.
fn word_at(text: &str, at: usize) -> Range<usize> {
    let is_word = |c: char| {
        c.is_alphanumeric() || c == '\'' || c == '’' || c == '\u{200d}' || !c.is_ascii() && !c.is_whitespace() && !c.is_ascii_punctuation()
    };
    let start = text[..at].char_indices().rev().take_while(|&(_, c)| is_word(c)).last().map_or(at, |(start, _)| start);
    let end = at + text[at..].find(|c| !is_word(c)).unwrap_or(text.len() - at);
    // At the edge of a word the author is about to write something new.
    if start == at || end == at { at..at } else { start..end }
}

/// The inline link that holds `selection`, and its label.
fn link_around(text: &str, selection: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    // A link stands in one paragraph; the rest of the text need not be read.
    let start = text[..selection.start].rfind("\n\n").map_or(0, |at| at + 2);
    let end = text[selection.end..].find("\n\n").map_or(text.len(), |at| selection.end + at);
    let mut open: Option<(Range<usize>, Option<Range<usize>>)> = None;
    for (event, range) in markdown::events(&text[start..end], Options::ENABLE_TABLES) {
        let range = range.start + start..range.end + start;
        match event {
            Event::Start(Tag::Link { .. })
                if range.start <= selection.start && selection.end <= range.end && text[range.clone()].starts_with('[') =>
            {
                open = Some((range, None));
            }
            Event::End(TagEnd::Link) => {
                if let Some((link, label)) = open.take() {
                    return Some((link.clone(), label.unwrap_or(link.start + 1..link.start + 1)));
                }
            }
            _ => {
                if let Some((_, label)) = &mut open {
                    *label = Some(label.as_ref().map_or(range.start, |label| label.start)..range.end);
                }
            }
        }
    }
    None
}
