//! Prose that can stand between two headings: it closes what it opens, and its own headings are under its section's.

use std::ops::Range;

use super::blocks::{What, blocks, heading_text};
use super::escape;

/// The level of a section's own sub-headings.
pub(super) const SUB: usize = 3;

/// `prose` without blank lines at its ends, with `\n` at the end of each line, with every code block and comment closed, and with
/// headings from [`SUB`] on. What is so already stays as it is.
pub(super) fn normal(prose: &str) -> String {
    let prose = prose.replace("\r\n", "\n").replace('\r', "\n");
    let prose = closed(trimmed(&prose));
    demoted(&prose).unwrap_or(prose)
}

/// `text` without what is `taken` from it, and behind it, as paragraphs of their own, the words that were `left_over` from that.
pub(super) fn without(text: &str, taken: &[Range<usize>], left_over: &[String]) -> String {
    let starts = std::iter::once(0).chain(taken.iter().map(|range| range.end));
    let ends = taken.iter().map(|range| range.start).chain([text.len()]);
    let pieces = starts.zip(ends).map(|(start, end)| normal(&text[start..end]));
    let pieces: Vec<String> = pieces.chain(left_over.iter().cloned()).filter(|piece| !piece.is_empty()).collect();
    normal(&pieces.join("\n\n"))
}

fn trimmed(prose: &str) -> &str {
    let blank = |line: &str| line.chars().all(is_space);
    let mut rest = prose.trim_end_matches(|c| is_space(c) || c == '\n');
    while let Some((line, behind)) = rest.split_once('\n') {
        if !blank(line) {
            break;
        }
        rest = behind;
    }
    rest
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{b}' | '\u{c}')
}

/// Whether a heading behind `prose` would be read as one.
fn is_closed(prose: &str) -> bool {
    let probe = format!("{prose}\n\n## .\n");
    let at = prose.len() + 2;
    blocks(&probe).last().is_some_and(|last| last.range.start == at && matches!(last.what, What::Heading { .. }))
}

fn closed(prose: &str) -> String {
    let may_be_open = prose.contains("```") || prose.contains("~~~") || prose.contains('<');
    if !may_be_open || is_closed(prose) {
        return prose.to_owned();
    }
    let last = blocks(prose).pop().map_or(0, |last| last.range.start);
    let opener = prose[last..].trim_start();
    let mark = opener.chars().next().unwrap_or('`');
    let fence: String = opener.chars().take_while(|&c| c == mark).collect();
    for closer in [fence.as_str(), "-->", "?>", "]]>", ">", "</script>"] {
        let closed = format!("{prose}\n{closer}");
        if is_closed(&closed) {
            return closed;
        }
    }
    // Nothing closes it, so it is shown as it is.
    let longest = prose.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}\n{prose}\n{fence}")
}

/// With every heading as many levels lower as the highest one needs; `None` when none is too high.
fn demoted(prose: &str) -> Option<String> {
    if !(prose.contains('#') || prose.contains("--") || prose.contains('=') || prose.contains("\n-")) {
        return None;
    }
    let headings: Vec<_> = blocks(prose)
        .into_iter()
        .filter_map(|block| match block.what {
            What::Heading { level, .. } => Some((level, block.range)),
            _ => None,
        })
        .collect();
    let down = SUB.checked_sub(headings.iter().map(|(level, _)| *level).min()?).filter(|&down| down > 0)?;
    let mut out = String::new();
    let mut at = 0;
    for (level, range) in headings {
        out.push_str(&prose[at..range.start]);
        out.push_str(&escape::heading((level + down).min(6), &heading_text(&prose[range.clone()])));
        if prose[range.clone()].ends_with('\n') {
            out.push('\n');
        }
        at = range.end;
    }
    out.push_str(&prose[at..]);
    Some(out)
}
