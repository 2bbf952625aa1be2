//! Texts by their fields: the one place that knows where in a document a field's text is.

use std::ops::Range;

use super::state::Place;
use super::{Column, Field};
use crate::document::{Document, FollowUp, Rows, TimelineRow};

pub(super) fn text(document: &Document, field: Field) -> Option<&str> {
    match field {
        Field::Title => Some(&document.title),
        Field::Heading { section } => Some(&document.section(section)?.title),
        Field::Prose { section } => Some(&document.section(section)?.prose),
        Field::Cell { section, row, column } => {
            let rows = &document.section(section)?.rows;
            let at = rows.position(row)?;
            match rows {
                Rows::None => None,
                Rows::Timeline(rows) => moment_cell(&rows[at], column),
                Rows::FollowUps(rows) => follow_up_cell(&rows[at], column),
            }
        }
    }
}

/// The text to write to; its section is copied first if another document shares it.
pub(super) fn text_mut(document: &mut Document, field: Field) -> Option<&mut String> {
    match field {
        Field::Title => Some(&mut document.title),
        Field::Heading { section } => Some(&mut document.section_mut(section)?.title),
        Field::Prose { section } => Some(&mut document.section_mut(section)?.prose),
        Field::Cell { section, row, column } => {
            let rows = &mut document.section_mut(section)?.rows;
            let at = rows.position(row)?;
            match rows {
                Rows::None => None,
                Rows::Timeline(rows) => {
                    let row = &mut rows[at];
                    match column {
                        Column::Time => Some(&mut row.time),
                        Column::Text => Some(&mut row.text),
                        Column::Phase => Some(&mut row.phase),
                        _ => None,
                    }
                }
                Rows::FollowUps(rows) => {
                    let row = &mut rows[at];
                    match column {
                        Column::Action => Some(&mut row.action),
                        Column::Owner => Some(&mut row.owner),
                        Column::Due => Some(&mut row.due),
                        Column::Link => Some(&mut row.link),
                        Column::Extra(at) => row.extra.get_mut(at).map(|extra| &mut extra.value),
                        _ => None,
                    }
                }
            }
        }
    }
}

fn moment_cell(row: &TimelineRow, column: Column) -> Option<&str> {
    match column {
        Column::Time => Some(&row.time),
        Column::Text => Some(&row.text),
        Column::Phase => Some(&row.phase),
        _ => None,
    }
}

fn follow_up_cell(row: &FollowUp, column: Column) -> Option<&str> {
    match column {
        Column::Action => Some(&row.action),
        Column::Owner => Some(&row.owner),
        Column::Due => Some(&row.due),
        Column::Link => Some(&row.link),
        Column::Extra(at) => row.extra.get(at).map(|extra| extra.value.as_str()),
        _ => None,
    }
}

/// `range` as it can be shown in the field's text: inside it, and on character boundaries.
pub(super) fn clamp(document: &Document, field: Field, range: Range<usize>) -> Place {
    let text = text(document, field).unwrap_or_default();
    (field, clamp_to(text, range))
}

pub(super) fn clamp_to(text: &str, range: Range<usize>) -> Range<usize> {
    let floor = |at: usize| {
        let mut at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let end = floor(range.end);
    floor(range.start).min(end)..end
}

/// `text` on one line: each line break is a space.
pub(super) fn one_line(text: &str) -> String {
    text.replace("\r\n", " ").replace(['\n', '\r'], " ")
}
