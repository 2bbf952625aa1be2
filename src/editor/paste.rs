//! Many lines, pasted where rows are.

use crate::document::{FollowUp, Key, TimelineRow};

/// Puts one row a line at the empty row `at`, or behind it; the last row that came.
pub(super) fn timeline(rows: &mut Vec<TimelineRow>, at: Option<usize>, text: &str) -> Option<Key> {
    let new = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let new: Vec<_> = new.map(|line| TimelineRow { text: line.to_owned(), ..TimelineRow::default() }).collect();
    insert(rows, at, new, TimelineRow::is_blank).map(|row| row.key)
}

/// The same for follow-ups.
pub(super) fn follow_ups(rows: &mut Vec<FollowUp>, at: Option<usize>, text: &str) -> Option<Key> {
    let new = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let new: Vec<_> = new.map(|line| FollowUp { action: line.to_owned(), ..FollowUp::default() }).collect();
    insert(rows, at, new, FollowUp::is_blank).map(|row| row.key)
}

fn insert<T>(rows: &mut Vec<T>, at: Option<usize>, new: Vec<T>, is_blank: fn(&T) -> bool) -> Option<&T> {
    let count = new.len();
    let at = at.unwrap_or(rows.len());
    let start = match rows.get(at) {
        Some(row) if is_blank(row) => {
            rows.splice(at..at + usize::from(count > 0), new);
            at
        }
        _ => {
            let at = (at + 1).min(rows.len());
            rows.splice(at..at, new);
            at
        }
    };
    rows.get((start + count).checked_sub(1)?).filter(|_| count > 0)
}
