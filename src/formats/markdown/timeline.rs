//! A timeline's rows: written as tables under the headings of their phases, read from tables and from lists whose items start
//! with a time.

use std::collections::HashSet;
use std::ops::Range;

use super::blocks::{Block, Item, Table, What, plain};
use super::{escape, prose};
use crate::document::{Moment, TimelineRow};

pub(super) fn write(rows: &[TimelineRow]) -> String {
    let head = ["Time".to_owned(), "Event".to_owned()];
    let mut phase = "";
    let mut out = String::new();
    for rows in rows.chunk_by(|a, b| a.phase == b.phase) {
        if rows[0].phase != phase {
            phase = &rows[0].phase;
            out.push_str(&format!("{}\n\n", escape::heading(prose::SUB, phase)));
        }
        let cells: Vec<_> = rows.iter().map(|row| vec![row.time.clone(), row.text.clone()]).collect();
        out.push_str(&escape::table(&head, &cells));
        out.push('\n');
    }
    out
}

/// The rows on one line each, without the empty ones that say nothing: one that is all there is of a phase stays.
pub(super) fn normal(rows: &[TimelineRow]) -> Vec<TimelineRow> {
    let line = |row: &TimelineRow| TimelineRow {
        key: row.key,
        time: escape::one_line(&row.time),
        text: escape::one_line(&row.text),
        phase: escape::one_line(&row.phase),
    };
    let mut rows: Vec<TimelineRow> = rows.iter().map(line).collect();
    let mut phases: HashSet<String> = rows.iter().filter(|row| !row.is_blank()).map(|row| row.phase.clone()).collect();
    rows.retain(|row| !row.is_blank() || (!row.phase.is_empty() && phases.insert(row.phase.clone())));
    rows
}

/// Takes the rows out of `blocks`. What is `taken` is no prose any more, what is `left_over` from it still is.
pub(super) fn read(blocks: &[Block], taken: &mut Vec<Range<usize>>, left_over: &mut Vec<String>) -> Vec<TimelineRow> {
    let mut rows = Vec::new();
    let mut phase = "";
    for (at, block) in blocks.iter().enumerate() {
        let found = match &block.what {
            What::Heading { text, .. } => {
                phase = text;
                if blocks.get(at + 1).is_some_and(|next| holds_rows(&next.what)) {
                    taken.push(block.range.clone());
                }
                continue;
            }
            what if !holds_rows(what) => continue,
            What::Table(table) => of_table(table, left_over),
            What::List(items) => items.iter().map(of_item).collect(),
            _ => continue,
        };
        taken.push(block.range.clone());
        rows.extend(found.into_iter().map(|row| TimelineRow { phase: phase.to_owned(), ..row }));
    }
    rows
}

fn holds_rows(what: &What) -> bool {
    match what {
        What::Table(table) => columns(table).is_some(),
        What::List(items) => items.iter().all(|item| !item.has_blocks) && items.iter().any(|item| !Moment::split(&item.text).0.is_empty()),
        _ => false,
    }
}

fn of_item(item: &Item) -> TimelineRow {
    let (time, text) = Moment::split(&item.text);
    TimelineRow { time: time.to_owned(), text, ..TimelineRow::default() }
}

/// The columns that make the time, in order.
fn columns(table: &Table) -> Option<Vec<usize>> {
    let names: Vec<String> = table.head.iter().map(|name| header(name)).collect();
    let of_time: Vec<usize> = (0..names.len()).filter(|&at| is_time_header(&names[at])).collect();
    if table.head.len() < 2 {
        return None;
    }
    if !of_time.is_empty() && of_time.len() < names.len() {
        return Some(of_time);
    }
    let timed = table
        .rows
        .iter()
        .filter(|row| row.first().is_some_and(|cell| Moment::leading(cell).is_some_and(|(_, length)| length == cell.len())));
    (timed.count() * 2 > table.rows.len()).then(|| vec![0])
}

/// A header's words, small, without what stands in brackets: "Time (UTC)".
fn header(name: &str) -> String {
    let name = plain(name).to_lowercase();
    name.split(['(', '[']).next().unwrap_or("").trim().trim_end_matches(':').trim().to_owned()
}

fn is_time_header(name: &str) -> bool {
    const NAMES: [&str; 12] =
        ["time", "times", "when", "timestamp", "date", "date/time", "date and time", "datetime", "start", "end", "time utc", "utc"];
    NAMES.contains(&name)
}

fn of_table(table: &Table, left_over: &mut Vec<String>) -> Vec<TimelineRow> {
    const EVENTS: [&str; 12] =
        ["", "event", "events", "what", "what happened", "description", "details", "action", "activity", "entry", "note", "notes"];
    let of_time = columns(table).unwrap_or_default();
    // "Time (local)" says something that no row says.
    let said: Vec<&str> =
        of_time.iter().map(|&at| table.head[at].as_str()).filter(|name| !is_time_header(&plain(name).to_lowercase())).collect();
    if !said.iter().all(|name| name.is_empty()) {
        left_over.push(said.join(" "));
    }
    let others: Vec<usize> = (0..table.head.len()).filter(|at| !of_time.contains(at)).collect();
    let only = others.len() == 1;
    let mut rows = Vec::new();
    for cells in &table.rows {
        let cell = |at: usize| cells.get(at).map_or("", String::as_str);
        let time: Vec<&str> = of_time.iter().map(|&at| cell(at)).filter(|text| !text.is_empty()).collect();
        let text: Vec<String> = others
            .iter()
            .filter(|&&at| !cell(at).is_empty())
            .map(|&at| match EVENTS.contains(&header(&table.head[at]).as_str()) {
                true => cell(at).to_owned(),
                false if only => cell(at).to_owned(),
                false => format!("{}: {}", table.head[at], cell(at)),
            })
            .collect();
        rows.push(TimelineRow { time: time.join(" "), text: text.join(" – "), ..TimelineRow::default() });
    }
    if only && !EVENTS.contains(&header(&table.head[others[0]]).as_str()) {
        left_over.push(table.head[others[0]].clone());
    }
    rows
}
