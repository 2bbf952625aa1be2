//! Markdown, as people write postmortems: facts as YAML front matter, the title as the one `#`, a `##` for each section, tables
//! for rows.
//!
//! [`write()`] and [`read`] are each other's inverse on documents in [`normal`] form: what [`read`] gives is normal, and
//! `read(&write(&document)).0 == normal(&document)`. [`read`] takes anybody's Markdown besides, and loses no word of it: what fits
//! nowhere stays prose. Structure is what the CommonMark parser says it is; nothing is looked for in raw text but the parts of a
//! line that the parser has already named.

mod blocks;
mod escape;
mod facts;
mod follow_ups;
mod front;
mod prose;
mod section;
mod timeline;

use std::borrow::Cow;
use std::rc::Rc;

use blocks::{Block, What, blocks, plain};
use escape::one_line;

use crate::document::{Document, Problem, Property, Rows, SCHEMA, Section};
use crate::text::SectionKind;

/// The document as Markdown that reads back to it.
pub fn write(document: &Document) -> String {
    let document = normal(document);
    let mut out = front::write(&document);
    if !document.title.is_empty() {
        out.push_str(&format!("\n{}\n", escape::heading(1, &document.title)));
    }
    for section in &document.sections {
        out.push('\n');
        out.push_str(&section::write(section));
    }
    out
}

/// The document that this Markdown is, and what could not be taken as it stood. Never fails: at worst everything is prose.
pub fn read(text: &str) -> (Document, Vec<Problem>) {
    let mut document = Document::default();
    let mut problems = Vec::new();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let text = match text.contains('\r') {
        true => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
        false => Cow::Borrowed(text),
    };
    let mut ours = false;
    let mut start = 0;
    let mut unread = None;
    if let Some((yaml, end)) = front::split(&text) {
        match front::read(yaml, &mut document, &mut problems) {
            Ok(is_ours) => {
                ours = is_ours;
                start = end;
            }
            // What only looks like front matter is read as what it looks like otherwise.
            Err(_) if !yaml.contains(':') => {}
            Err(problem) => {
                let line = problem.line.map(|line| line + 1);
                let message = format!("the front matter could not be read ({}); it is kept as a section", problem.message);
                problems.push(Problem { message, line });
                unread = Some(format!("```yaml\n{}\n```", yaml.trim_end()));
                start = end;
            }
        }
    }
    outline(&text[start..], ours, &mut document);
    if !ours {
        facts::infer_times(&mut document.meta);
    }
    if let Some(yaml) = unread {
        let section = Section { title: "Front matter".to_owned(), prose: prose::normal(&yaml), ..Section::default() };
        document.sections.push(Rc::new(section));
    }
    (document, problems)
}

/// The rows that `text` is, as the body of a section of this kind: a table, or a list. `None` when some of it would be prose.
pub fn rows(kind: SectionKind, text: &str) -> Option<Rows> {
    let section = section::read_as(kind, "", text);
    (section.prose.is_empty() && !section.rows.is_empty()).then_some(section.rows)
}

/// The document as a reader has it: single lines without line breaks and without white space at the ends, prose as it can stand
/// between headings (no blank lines at the ends, `\n` line ends, code blocks and comments closed, its own headings from `###` on),
/// rows of the sort that the section's kind has, and no empty rows or extra columns.
pub fn normal(document: &Document) -> Document {
    Document {
        schema: SCHEMA.to_owned(),
        title: one_line(&document.title),
        meta: document.meta.clone(),
        sections: document.sections.iter().map(|section| Rc::new(normal_section(section))).collect(),
        dismissals: document.dismissals.clone(),
    }
}

fn normal_section(section: &Section) -> Section {
    let (kind, rows) = match &section.rows {
        rows if rows.is_empty() => (section.kind, Rows::of(section.kind)),
        Rows::None => (section.kind, Rows::of(section.kind)),
        Rows::Timeline(rows) => (SectionKind::Timeline, Rows::Timeline(timeline::normal(rows))),
        Rows::FollowUps(rows) => (SectionKind::FollowUps, Rows::FollowUps(follow_ups::normal(rows))),
    };
    Section { key: section.key, kind, title: one_line(&section.title), prose: prose::normal(&section.prose), rows }
}

/// Finds the title and the sections of `text`, which is `ours` when its layout is as [`write()`] makes it.
fn outline(text: &str, ours: bool, document: &mut Document) {
    let blocks = blocks(text);
    let headings: Vec<(usize, usize, &str)> = blocks
        .iter()
        .enumerate()
        .filter_map(|(at, block)| match &block.what {
            What::Heading { level, text } => Some((at, *level, text.as_str())),
            _ => None,
        })
        .collect();
    let title = title_of(&headings, ours, !document.title.is_empty());
    let rest = if title.is_some() { &headings[1..] } else { &headings[..] };
    let level = if ours { 2 } else { section_level(rest) };
    let starts: Vec<(usize, &str)> = rest.iter().filter(|(_, deep, _)| *deep <= level).map(|&(at, _, words)| (at, words)).collect();
    let body_end = |at: usize| starts.get(at).map_or(text.len(), |&(block, _)| blocks[block].range.start);
    if let Some((_, words)) = title {
        if !document.title.is_empty() && document.title != words {
            let name = "title".to_owned();
            document.meta.properties.push(Property { name, value: document.title.clone() });
        }
        document.title = words.to_owned();
    }
    let sections = starts
        .iter()
        .enumerate()
        .map(|(at, &(block, words))| Rc::new(section::read(words, &text[blocks[block].range.end..body_end(at + 1)])));
    document.sections.extend(sections);
    let above = starts.first().map_or(blocks.len(), |&(block, _)| block);
    preamble(text, &blocks[..above], title.map(|(at, _)| at), body_end(0), document);
}

/// The block that is the title, and its words: the first heading, if it stands above all others and is no section itself. Where
/// the front matter `has_title`, headings of the same level are sections.
fn title_of<'a>(headings: &[(usize, usize, &'a str)], ours: bool, has_title: bool) -> Option<(usize, &'a str)> {
    let &(at, level, words) = headings.first()?;
    let is_title = match ours {
        true => level == 1,
        false => {
            let above_all = headings[1..].iter().all(|&(_, other, _)| other > level) && headings.len() > 1;
            SectionKind::of_heading(&plain(words)) == SectionKind::Other && (above_all || (level == 1 && !has_title))
        }
    };
    is_title.then_some((at, words))
}

/// The level at which sections start: the highest one with two or more headings that name sections, else the highest.
fn section_level(headings: &[(usize, usize, &str)]) -> usize {
    let known = |level: usize| {
        let named =
            |&&(_, other, words): &&(usize, usize, &str)| other == level && SectionKind::of_heading(&plain(words)) != SectionKind::Other;
        headings.iter().filter(named).count()
    };
    let highest = headings.iter().map(|&(_, level, _)| level).min().unwrap_or(2);
    (1..=6).find(|&level| known(level) >= 2).unwrap_or(highest)
}

/// What stands above the first section: facts, and prose, which is a summary where there is none.
fn preamble(text: &str, blocks: &[Block], title: Option<usize>, end: usize, document: &mut Document) {
    let mut is_taken = |&(index, block): &(usize, &Block)| {
        title == Some(index) || (!matches!(block.what, What::Heading { .. }) && facts::take(document, text, block))
    };
    let taken: Vec<_> = blocks.iter().enumerate().filter(|block| is_taken(block)).map(|(_, block)| block.range.clone()).collect();
    let prose = prose::without(&text[..end], &taken, &[]);
    if prose.is_empty() {
        return;
    }
    let has_summary = document.of_kind(SectionKind::Summary).next().is_some();
    let section = match has_summary {
        true => Section { title: "Introduction".to_owned(), prose, ..Section::default() },
        false => Section { prose, ..Section::new(SectionKind::Summary, SectionKind::Summary.title()) },
    };
    document.sections.insert(0, Rc::new(section));
}
