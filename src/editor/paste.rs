//! Many lines, pasted where rows are: from a chat, a spreadsheet, another wiki's page. Each line is a row, and no word is lost.

use super::typing::line::{Line, Mark};
use crate::document::{FollowUp, Key, Moment, Progress, Rows, TimelineRow};
use crate::formats::markdown;
use crate::text::SectionKind;

/// Puts the rows that `text` is at the empty row `at`, or behind it; the last row that came.
pub(super) fn timeline(rows: &mut Vec<TimelineRow>, at: Option<usize>, text: &str) -> Option<Key> {
    let mut new = match structured(SectionKind::Timeline, text) {
        Some(Rows::Timeline(rows)) => rows,
        _ => lines(text).map(moment).collect(),
    };
    let near = at.unwrap_or(rows.len().saturating_sub(1));
    if let Some(near) = rows.get(near) {
        new.iter_mut().filter(|row| row.phase.is_empty()).for_each(|row| row.phase.clone_from(&near.phase));
    }
    insert(rows, at, new, TimelineRow::is_blank).map(|row| row.key)
}

/// The same for follow-ups.
pub(super) fn follow_ups(rows: &mut Vec<FollowUp>, at: Option<usize>, text: &str) -> Option<Key> {
    let new = match structured(SectionKind::FollowUps, text) {
        Some(Rows::FollowUps(rows)) => rows,
        _ => lines(text).map(follow_up).collect(),
    };
    insert(rows, at, new, FollowUp::is_blank).map(|row| row.key)
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '\r']).map(str::trim_end).filter(|line| !line.trim().is_empty() && !is_rule(line))
}

/// "|---|:--|": the line under a table's head.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.starts_with('|') && line.contains('-') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

/// A Markdown table or list, whole; or a spreadsheet's cells under a head that names its columns.
fn structured(kind: SectionKind, text: &str) -> Option<Rows> {
    if let Some(rows) = markdown::rows(kind, text) {
        return Some(rows);
    }
    let cells: Vec<Vec<String>> = lines(text).map(|line| line.split('\t').map(|cell| cell.trim().replace('|', "\\|")).collect()).collect();
    let width = cells.first().map_or(0, Vec::len);
    if width < 2 || cells.iter().any(|row| row.len() > width) {
        return None;
    }
    // Short rows are filled by the reader of tables.
    let line = |row: &Vec<String>| format!("| {} |\n", row.join(" | "));
    let table = line(&cells[0]) + "|" + &" --- |".repeat(width) + "\n" + &cells[1..].iter().map(line).collect::<String>();
    // Where the first line is a row like the others, there is no head to read by.
    let has_head = Moment::leading(&cells[0][0]).is_none();
    if has_head { markdown::rows(kind, &table) } else { None }
}

/// "22:48 – text", "- [22:48] text", "| 22:48 | text |", "22:48⇥text". A line that starts with no time is a row without one.
fn moment(line: &str) -> TimelineRow {
    let cells = cells(line);
    let (time, text) = match cells.as_slice() {
        [] => (String::new(), String::new()),
        [line] => {
            let (time, text) = Moment::split(Line::parse(line).rest);
            (time.to_owned(), text)
        }
        [first, rest @ ..] => {
            let (time, more) = Moment::split(first);
            let texts = std::iter::once(more.as_str()).chain(rest.iter().copied()).filter(|cell| !cell.is_empty());
            (time.to_owned(), texts.collect::<Vec<_>>().join(" – "))
        }
    };
    TimelineRow { time, text, ..TimelineRow::default() }
}

/// An action, or the cells of a spreadsheet: action, owner, due date, link, and whatever else behind the action.
fn follow_up(line: &str) -> FollowUp {
    let cells = cells(line);
    match cells.as_slice() {
        [] => FollowUp::default(),
        [line] => {
            let line = Line::parse(line);
            let done = matches!(line.mark, Mark::Task { done: true, .. });
            let progress = if done { Progress::Done } else { Progress::Open };
            FollowUp { action: line.rest.trim().to_owned(), progress, ..FollowUp::default() }
        }
        [action, rest @ ..] => {
            let cell = |at: usize| rest.get(at).copied().unwrap_or_default().to_owned();
            let more = rest.iter().skip(3).copied().filter(|cell| !cell.is_empty());
            let action = std::iter::once(*action).chain(more).collect::<Vec<_>>().join(" – ");
            FollowUp { action, owner: cell(0), due: cell(1), link: cell(2), ..FollowUp::default() }
        }
    }
}

/// The cells of a spreadsheet's or a table's line; the line itself where it has none.
fn cells(line: &str) -> Vec<&str> {
    let line = line.trim();
    if line.contains('\t') {
        return line.split('\t').map(str::trim).collect();
    }
    match line.strip_prefix('|') {
        Some(inner) => inner.strip_suffix('|').unwrap_or(inner).split('|').map(str::trim).collect(),
        None => vec![line],
    }
}

/// Puts `new` in the place of the row `at` when that is blank, else behind it, or at the end; the last of them.
fn insert<T>(rows: &mut Vec<T>, at: Option<usize>, new: Vec<T>, is_blank: fn(&T) -> bool) -> Option<&T> {
    let count = new.len();
    let at = at.unwrap_or(rows.len());
    let replaced = usize::from(count > 0 && rows.get(at).is_some_and(is_blank));
    let start = (at + 1 - replaced).min(rows.len());
    rows.splice(start..start + replaced, new);
    (count > 0).then(|| rows.get(start + count - 1)).flatten()
}
