//! One section: its heading, its prose, its rows.
//!
//! A heading's words say what kind of section it is, and its tables and lists are its rows. Where the words would be read as
//! something else than what the section is, a comment says it: `<!-- section: timeline -->` under the heading, `<!-- rows -->`
//! where the prose ends. The writer finds out by reading what it wrote.

use super::blocks::{Block, What, blocks, plain};
use super::{escape, follow_ups, prose, timeline};
use crate::document::{Rows, Section};
use crate::text::SectionKind;

const ROWS_MARK: &str = "rows";
const KIND_MARK: &str = "section: ";

/// A section's source from its heading on. The section is normal.
pub(super) fn write(section: &Section) -> String {
    let heading = escape::heading(2, &section.title);
    let rows = match &section.rows {
        Rows::None => String::new(),
        Rows::Timeline(rows) => timeline::write(rows),
        Rows::FollowUps(rows) => follow_ups::write(rows),
    };
    let body = |kind_mark: bool, rows_mark: bool| {
        let kind = kind_mark.then(|| format!("<!-- {KIND_MARK}{} -->", kind_name(section.kind)));
        let mark = rows_mark.then(|| format!("<!-- {ROWS_MARK} -->"));
        let parts = [kind.as_deref(), Some(section.prose.as_str()), mark.as_deref(), Some(rows.trim_end())];
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
    };
    let reads_back = |body: &str| {
        let read = read(&section.title, body);
        read.kind == section.kind && read.prose == section.prose && read.rows == section.rows
    };
    let marks = [(false, false), (true, false), (false, true), (true, true)];
    let body = marks.into_iter().map(|(kind, rows)| body(kind, rows)).find(|body| reads_back(body)).unwrap_or_else(|| body(true, true));
    if body.is_empty() { format!("{heading}\n") } else { format!("{heading}\n\n{body}\n") }
}

/// The section with this title and, under it, `body`.
pub(super) fn read(title: &str, body: &str) -> Section {
    read_as(SectionKind::of_heading(&plain(title)), title, body)
}

/// The same, where it is known what kind of section the title means.
pub(super) fn read_as(mut kind: SectionKind, title: &str, body: &str) -> Section {
    let mut blocks = blocks(body);
    let mut taken = Vec::new();
    if let Some(Block { what: What::Comment(words), range }) = blocks.first()
        && let Some(marked) = words.strip_prefix(KIND_MARK).and_then(kind_named)
    {
        kind = marked;
        taken.push(range.clone());
        blocks.remove(0);
    }
    let mut section = Section::new(kind, title);
    let mut left_over = Vec::new();
    if section.rows != Rows::None {
        let is_mark = |block: &Block| matches!(&block.what, What::Comment(words) if words == ROWS_MARK);
        if let Some(at) = blocks.iter().rposition(is_mark) {
            taken.push(blocks[at].range.clone());
            blocks.drain(..=at);
        }
        match &mut section.rows {
            Rows::None => {}
            Rows::Timeline(rows) => *rows = timeline::normal(&timeline::read(&blocks, &mut taken, &mut left_over)),
            Rows::FollowUps(rows) => *rows = follow_ups::normal(&follow_ups::read(&blocks, &mut taken, &mut left_over)),
        }
    }
    section.prose = prose::without(body, &taken, &left_over);
    section
}

/// The word that documents use for it.
fn kind_name(kind: SectionKind) -> String {
    match serde_json::to_value(kind) {
        Ok(serde_json::Value::String(name)) => name,
        // A kind is a word by its definition.
        _ => String::new(),
    }
}

fn kind_named(name: &str) -> Option<SectionKind> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
}
