//! What people write between a title and the first section: a table of properties, or "Severity: 1" a line.

use chrono::{NaiveDate, NaiveTime, TimeDelta};

use super::blocks::{Block, Table, What, plain};
use crate::document::{Document, Meta, Moment, Property, Status};

/// Takes the facts out of `block`, a top-level block of `source` above the first section; whether it held facts and nothing else.
pub(super) fn take(document: &mut Document, source: &str, block: &Block) -> bool {
    let pairs = match &block.what {
        What::Table(table) => of_table(table),
        What::Paragraph => of_lines(&source[block.range.clone()]),
        What::List(items) if items.len() > 1 && items.iter().all(|item| !item.has_blocks && pair(&item.text).is_some()) => {
            items.iter().filter_map(|item| pair(&item.text)).collect()
        }
        _ => Vec::new(),
    };
    pairs.iter().for_each(|(name, value)| place(document, name, value));
    !pairs.is_empty()
}

fn of_table(table: &Table) -> Vec<(String, String)> {
    if table.head.len() != 2 {
        return Vec::new();
    }
    const HEADS: [&str; 9] = ["", "field", "property", "key", "name", "item", "attribute", "metadata", "detail"];
    let is_head = HEADS.contains(&plain(&table.head[0]).to_lowercase().as_str());
    let pairs = table.rows.iter().chain((!is_head).then_some(&table.head));
    let mut pairs: Vec<_> = pairs
        .filter(|cells| cells.iter().any(|cell| !cell.is_empty()))
        .map(|cells| (unmarked(&cells[0]), cells.get(1).cloned().unwrap_or_default()))
        .collect();
    if !is_head {
        pairs.rotate_right(1);
    }
    pairs
}

fn of_lines(paragraph: &str) -> Vec<(String, String)> {
    let lines: Vec<&str> = paragraph.lines().map(|line| line.trim().trim_end_matches('\\').trim_end()).collect();
    let found: Vec<_> = lines.iter().map(|line| pair(line)).collect();
    let count = found.iter().flatten().count();
    let known = |pair: &Option<(String, String)>| pair.as_ref().is_some_and(|(name, _)| is_known(name));
    // One line may be any sentence with a colon; several that are mostly pairs are a list of facts.
    let are_facts = match lines.len() {
        1 => known(&found[0]),
        lines => count * 2 >= lines && count >= 2,
    };
    if !are_facts {
        return Vec::new();
    }
    lines.iter().zip(found).map(|(line, pair)| pair.unwrap_or_else(|| (String::new(), (*line).to_owned()))).collect()
}

/// "Severity: 1", "**Severity:** 1", "**Severity**: 1".
fn pair(line: &str) -> Option<(String, String)> {
    let (name, value) = line.split_once(':')?;
    let (name, value) = match ["**", "__", "*", "_"].iter().find_map(|mark| Some((*mark, name.strip_prefix(mark)?))) {
        None => (name, value),
        Some((mark, name)) => match (name.strip_suffix(mark), value.strip_prefix(mark)) {
            (Some(name), _) => (name, value),
            (None, Some(value)) => (name, value),
            (None, None) => return None,
        },
    };
    let is_name = name.starts_with(char::is_alphabetic) && name.len() <= 40 && name.split_whitespace().count() <= 4;
    // "https://…" and "10:20" are no pairs.
    let is_value = value.is_empty() || value.starts_with(char::is_whitespace);
    (is_name && is_value).then(|| (name.trim().to_owned(), value.trim().to_owned()))
}

/// A name without emphasis around it or a colon behind it.
fn unmarked(name: &str) -> String {
    let name = name.trim_matches(['*', '_', ' ']);
    name.strip_suffix(':').unwrap_or(name).trim_matches(['*', '_', ' ']).to_owned()
}

const AUTHORS: [&str; 9] =
    ["author", "authors", "author(s)", "written by", "draft by", "drafted by", "prepared by", "postmortem author", "by"];
const SEVERITIES: [&str; 5] = ["severity", "sev", "incident severity", "severity level", "priority"];

fn is_known(name: &str) -> bool {
    let name = name.to_lowercase();
    let name = name.as_str();
    AUTHORS.contains(&name)
        || SEVERITIES.contains(&name)
        || ["status", "category", "date", "duration", "incident", "services"].contains(&name)
}

/// Puts one fact where it belongs: a property, if nowhere else.
pub(super) fn place(document: &mut Document, name: &str, value: &str) {
    let meta = &mut document.meta;
    let mut keep = false;
    match name.trim().to_lowercase().as_str() {
        "title" if document.title.is_empty() => document.title = super::escape::one_line(value),
        name if SEVERITIES.contains(&name) && meta.severity.is_empty() => value.clone_into(&mut meta.severity),
        "category" if meta.category.is_empty() => value.clone_into(&mut meta.category),
        name if AUTHORS.contains(&name) => meta.authors.extend(authors(value)),
        "status" => match status(value) {
            Some((status, whole)) => {
                meta.status = status;
                keep = !whole;
            }
            None => keep = true,
        },
        _ => keep = true,
    }
    if keep {
        document.meta.properties.push(Property { name: name.trim().to_owned(), value: value.trim().to_owned() });
    }
}

/// When the incident started and ended, if the facts name one day and, in UTC, two times of it: "Date: 6 March 2025",
/// "Duration: 2 h 07 min (22:48 to 00:55 UTC)". They stay as they were written, too.
pub(super) fn infer_times(meta: &mut Meta) {
    let is_date = |property: &&Property| ["date", "incident date", "date of incident"].contains(&property.name.to_lowercase().as_str());
    let day = meta.properties.iter().find(is_date).and_then(|property| Moment::leading(property.value.trim())?.0.date);
    let day = day.and_then(|date| NaiveDate::from_ymd_opt(date.year?, date.month, date.day));
    let span = meta.properties.iter().find_map(|property| span_in_utc(&property.value));
    let (Some(day), Some((start, end)), None, None) = (day, span, meta.started, meta.ended) else { return };
    let at = |day: NaiveDate, clock: u32| Some((day.and_time(NaiveTime::MIN) + TimeDelta::milliseconds(clock.into())).and_utc());
    meta.started = at(day, start);
    meta.ended = if end > start { at(day, end) } else { day.succ_opt().and_then(|day| at(day, end)) };
}

/// "… 22:48 to 00:55 UTC …", as ms after midnight.
fn span_in_utc(text: &str) -> Option<(u32, u32)> {
    let starts =
        text.char_indices().filter(|&(at, c)| c.is_ascii_digit() && !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == ':'));
    starts.map(|(at, _)| &text[at..]).find_map(|text| {
        let (start, length) = Moment::leading(text)?;
        let range = text[..length].strip_suffix("UTC")?;
        let (_, end) = [" to ", " until ", "–", "—", "-"].iter().find_map(|mark| range.split_once(mark))?;
        Some((start.clock?, Moment::leading(end.trim())?.0.clock?))
    })
}

/// "Ada, Grace" is two; "the access team, who can tell us most" is one in the author's words.
fn authors(value: &str) -> Vec<String> {
    let pieces: Vec<&str> = value.split([',', ';']).map(str::trim).filter(|piece| !piece.is_empty()).collect();
    let is_name = |piece: &&str| piece.split_whitespace().count() <= 4 && !piece.starts_with(char::is_lowercase);
    match pieces.iter().all(is_name) {
        true => pieces.into_iter().map(str::to_owned).collect(),
        false => vec![value.trim().to_owned()],
    }
}

pub(super) fn status_name(status: Status) -> &'static str {
    match status {
        Status::Draft => "draft",
        Status::InReview => "in-review",
        Status::Published => "published",
    }
}

/// The status that `value` speaks of, and whether it says no more than that.
pub(super) fn status(value: &str) -> Option<(Status, bool)> {
    let words = value.trim().to_lowercase().replace(['-', '_'], " ");
    let has = |names: &[&str]| names.iter().any(|name| words.split(|c: char| !c.is_alphanumeric()).any(|word| word == *name));
    let exact = match words.as_str() {
        "draft" => Some(Status::Draft),
        "in review" | "review" => Some(Status::InReview),
        "published" => Some(Status::Published),
        _ => None,
    };
    if let Some(status) = exact {
        return Some((status, true));
    }
    let status = if has(&["draft"]) {
        Status::Draft
    } else if has(&["published", "final", "complete", "completed", "approved"]) {
        Status::Published
    } else if has(&["review"]) {
        Status::InReview
    } else {
        return None;
    };
    Some((status, false))
}
