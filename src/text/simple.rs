//! The short way for chunks without markup: most of what people write needs no parser.
//!
//! It says nothing that the parser in [`markdown`](super::markdown) would not say, and leaves what it is not sure of to it; the
//! tests there hold it to that.

use super::block::BlockKind;
use super::chunk::Open;
use super::prose::Prose;

/// Characters that can be markup anywhere in a line.
const fn is_markup(byte: u8) -> bool {
    matches!(byte, b'\\' | b'`' | b'*' | b'_' | b'[' | b'<' | b'&' | b'~')
}

/// Reads a chunk that is one paragraph, one item or one heading without further markup, as the parser would; `false` for any other.
pub(super) fn read_paragraph(chunk: &str, prose: &mut Prose) -> bool {
    let bytes = chunk.as_bytes();
    if bytes.iter().any(|byte| is_markup(*byte)) {
        return false;
    }
    let text = chunk.trim_end_matches([' ', '\t', '\n', '\r']);
    let (kind, level, start) = match bytes {
        [b'-' | b'+', b' ', ..] => (BlockKind::ListItem, 0, 2),
        [b'#', ..] => {
            let level = bytes.iter().take_while(|byte| **byte == b'#').count();
            if level > 6 || bytes.get(level) != Some(&b' ') || text[level..].contains(['#', '\n']) {
                return false;
            }
            (BlockKind::Heading, level as u8, level + 1)
        }
        _ => (BlockKind::Paragraph, 0, 0),
    };
    if start >= text.len() || kind == BlockKind::ListItem && text.contains('\n') {
        return false;
    }
    let mut line = start;
    while line < text.len() {
        let end = text[line..].find('\n').map_or(text.len(), |n| line + n);
        if !is_plain_line(&text[line..end]) || (end < text.len() && ends_hard(&text[line..end])) {
            return false;
        }
        line = end + 1;
    }
    prose.text(chunk, kind, start..text.len());
    prose.end_block(chunk, level);
    true
}

/// Reads a row of a table of so many columns without further markup, as the parser would; `None` for any other chunk.
pub(super) fn read_row(chunk: &str, columns: u16, prose: &mut Prose) -> Option<Open> {
    let line = chunk.split('\n').next().unwrap_or("");
    let rest = &chunk[line.len()..];
    let blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
    let simple = line.starts_with('|') && !line.bytes().any(is_markup) && !line.trim_end_matches('\r').contains('\r');
    // A line of nothing but pipes may be no row.
    if !simple || line.bytes().all(|byte| byte == b'|' || blank(&byte)) || !rest.as_bytes().iter().all(blank) {
        return None;
    }
    let mut at = 1;
    for cell in line[1..].split('|').take(columns.into()) {
        prose.text(chunk, BlockKind::TableCell, at..at + cell.len());
        prose.end_block(chunk, 0);
        at += cell.len() + 1;
    }
    Some(if rest.len() > 1 { Open::Nothing } else { Open::Table(columns) })
}

/// Whether nothing at the start of a line makes it more than a line of a paragraph.
fn is_plain_line(line: &str) -> bool {
    let bytes = line.as_bytes();
    let Some(first) = bytes.first() else { return false };
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let numbered = digits > 0 && matches!(bytes.get(digits), Some(b'.' | b')'));
    let returns = bytes.iter().position(|byte| *byte == b'\r').is_some_and(|at| at + 1 < bytes.len());
    !numbered && !returns && !matches!(first, 0..=b' ' | b'#' | b'>' | b'-' | b'+' | b'=' | b':' | b'|')
}

/// Whether white space at the end of a line may break it for good.
fn ends_hard(line: &str) -> bool {
    line.trim_end_matches('\r').ends_with([' ', '\t'])
}
