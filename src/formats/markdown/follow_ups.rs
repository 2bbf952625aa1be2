//! Follow-ups: written as one table, read from tables by the words of their heads and from lists.

use std::ops::Range;

use super::blocks::{Block, Item, Table, What, plain};
use super::escape;
use crate::document::{FollowUp, Pillar, Progress, Property};

/// A column that a follow-up has a place for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Action,
    Owner,
    Due,
    Pillar,
    Progress,
    Link,
}

/// In the order in which they are written, each with the names that it is read by. The first is the name it is written by.
const ROLES: [(Role, &[&str]); 6] = [
    (
        Role::Action,
        &[
            "Action",
            "Actions",
            "Action item",
            "Action items",
            "Corrective action",
            "Preventive action",
            "Follow-up",
            "Follow up",
            "Item",
            "Task",
            "To do",
            "Todo",
            "What",
            "Description",
            "Improvement",
            "Remediation",
            "Measure",
        ],
    ),
    (
        Role::Owner,
        &[
            "Owner",
            "Owners",
            "Owning team",
            "Owner team",
            "Owner/team",
            "Owner / team",
            "Team",
            "Assignee",
            "Assigned to",
            "Responsible",
            "Who",
            "DRI",
        ],
    ),
    (Role::Due, &["Due", "Due date", "Due by", "Date", "Deadline", "Target date", "Target", "ETA", "By", "By when", "When"]),
    (Role::Pillar, &["Pillar", "Type", "Kind", "Area"]),
    (Role::Progress, &["Status", "State", "Progress"]),
    (
        Role::Link,
        &[
            "Link",
            "Links",
            "Ticket",
            "Tickets",
            "Ticket/link",
            "Ticket / link",
            "Issue",
            "Tracker",
            "Tracking",
            "Bug",
            "Jira",
            "Reference",
            "URL",
        ],
    ),
];

/// The property that keeps the sub-heading a follow-up stood under.
const GROUP: &str = "Group";

fn role(name: &str) -> Option<Role> {
    let name = plain(name);
    ROLES.iter().find(|(_, names)| names.iter().any(|known| known.eq_ignore_ascii_case(&name))).map(|(role, _)| *role)
}

pub(super) fn write(rows: &[FollowUp]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let extras = extra_columns(rows);
    // A column that nobody filled is left out, unless an imported one would then be taken for it.
    let is_used = |of: Role| {
        matches!(of, Role::Action | Role::Owner | Role::Due | Role::Progress)
            || rows.iter().any(|row| !cell(row, of).is_empty())
            || extras.iter().any(|name| role(name) == Some(of))
    };
    let roles: Vec<(Role, &str)> = ROLES.iter().map(|(role, names)| (*role, names[0])).filter(|(role, _)| is_used(*role)).collect();
    // A number goes first, as people write it.
    let (first, last) = extras.split_at(usize::from(extras.first().is_some_and(|name| name == "#")));
    let owned = |(_, name): &(Role, &str)| (*name).to_owned();
    let head: Vec<String> = first.iter().cloned().chain(roles.iter().map(owned)).chain(last.iter().cloned()).collect();
    let cells = rows.iter().map(|row| {
        let values = spread(row, &extras);
        let (first, last) = values.split_at(first.len());
        first.iter().cloned().chain(roles.iter().map(|(role, _)| cell(row, *role))).chain(last.iter().cloned()).collect()
    });
    escape::table(&head, &cells.collect::<Vec<_>>())
}

fn cell(row: &FollowUp, role: Role) -> String {
    match role {
        Role::Action => row.action.clone(),
        Role::Owner => row.owner.clone(),
        Role::Due => row.due.clone(),
        Role::Link => row.link.clone(),
        Role::Pillar => row.pillar.map_or("", pillar_name).to_owned(),
        Role::Progress => progress_name(row.progress).to_owned(),
    }
}

/// Columns in an order that every row's extras have, as often as one row has them.
fn extra_columns(rows: &[FollowUp]) -> Vec<String> {
    let mut columns: Vec<String> = Vec::new();
    for row in rows {
        let mut at = 0;
        for extra in &row.extra {
            at = match columns[at..].iter().position(|name| *name == extra.name) {
                Some(found) => at + found + 1,
                None => {
                    columns.insert(at, extra.name.clone());
                    at + 1
                }
            };
        }
    }
    columns
}

/// The values of `row`'s extras, each in the first column that is left for it.
fn spread(row: &FollowUp, columns: &[String]) -> Vec<String> {
    let mut values = vec![String::new(); columns.len()];
    let mut at = 0;
    for extra in &row.extra {
        if let Some(found) = columns[at..].iter().position(|name| *name == extra.name) {
            values[at + found] = extra.value.clone();
            at += found + 1;
        }
    }
    values
}

/// The rows with each text on one line, without the empty ones and without empty extra columns.
pub(super) fn normal(rows: &[FollowUp]) -> Vec<FollowUp> {
    let one_line = escape::one_line;
    let extras = |row: &FollowUp| {
        let lines = row.extra.iter().map(|extra| Property { name: one_line(&extra.name), value: one_line(&extra.value) });
        lines.filter(|extra| !extra.value.is_empty()).collect()
    };
    let line = |row: &FollowUp| FollowUp {
        action: one_line(&row.action),
        owner: one_line(&row.owner),
        due: one_line(&row.due),
        link: one_line(&row.link),
        extra: extras(row),
        ..row.clone()
    };
    rows.iter().map(line).filter(|row| !row.is_blank()).collect()
}

/// Takes the rows out of `blocks`. What is `taken` is no prose any more, what is `left_over` from it still is.
pub(super) fn read(blocks: &[Block], taken: &mut Vec<Range<usize>>, left_over: &mut Vec<String>) -> Vec<FollowUp> {
    let mut rows = Vec::new();
    let mut group = "";
    for (at, block) in blocks.iter().enumerate() {
        let mut found = match &block.what {
            What::Heading { text, .. } => {
                group = text;
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
        for row in &mut found {
            match pillar(&plain(group)) {
                _ if group.is_empty() => {}
                Some(pillar) if row.pillar.is_none() => row.pillar = Some(pillar),
                Some(pillar) if row.pillar == Some(pillar) => {}
                _ => row.extra.push(Property { name: GROUP.to_owned(), value: group.to_owned() }),
            }
        }
        rows.append(&mut found);
    }
    rows
}

fn holds_rows(what: &What) -> bool {
    match what {
        What::Table(table) => table.head.iter().any(|name| matches!(role(name), Some(Role::Action | Role::Owner | Role::Due))),
        What::List(items) => items.iter().all(|item| !item.has_blocks),
        _ => false,
    }
}

fn of_item(item: &Item) -> FollowUp {
    let progress = if item.done == Some(true) { Progress::Done } else { Progress::Open };
    FollowUp { action: item.text.clone(), progress, ..FollowUp::default() }
}

fn of_table(table: &Table, left_over: &mut Vec<String>) -> Vec<FollowUp> {
    let mut roles: Vec<Option<Role>> = Vec::new();
    for name in &table.head {
        let role = role(name).filter(|role| !roles.contains(&Some(*role)));
        roles.push(role);
    }
    // "Type" is a pillar only where it names pillars.
    if let Some(at) = roles.iter().position(|role| *role == Some(Role::Pillar))
        && !plain(&table.head[at]).eq_ignore_ascii_case("pillar")
        && !table.rows.iter().all(|row| row.get(at).is_none_or(|cell| cell.is_empty() || pillar(cell).is_some()))
    {
        roles[at] = None;
    }
    if !roles.contains(&Some(Role::Action))
        && let Some(at) = roles.iter().position(Option::is_none)
    {
        roles[at] = Some(Role::Action);
        left_over.extend(Some(table.head[at].clone()).filter(|name| !name.is_empty()));
    }
    let has_progress = roles.contains(&Some(Role::Progress));
    let row = |cells: &Vec<String>| {
        let mut row = FollowUp::default();
        for ((cell, role), name) in cells.iter().zip(&roles).zip(&table.head) {
            let known = match role {
                Some(Role::Action) => set(&mut row.action, cell),
                Some(Role::Owner) => set(&mut row.owner, cell),
                Some(Role::Link) => set(&mut row.link, cell),
                // Without a column for it, people write "Done" where the date was.
                Some(Role::Due) if !has_progress && progress(cell) == Some(Progress::Done) => {
                    row.progress = Progress::Done;
                    true
                }
                Some(Role::Due) => set(&mut row.due, cell),
                Some(Role::Pillar) => pillar(cell).map(|pillar| row.pillar = Some(pillar)).is_some(),
                Some(Role::Progress) => progress(cell).map(|progress| row.progress = progress).is_some(),
                None => false,
            };
            if !known && !cell.is_empty() {
                row.extra.push(Property { name: name.clone(), value: cell.clone() });
            }
        }
        row
    };
    table.rows.iter().map(row).collect()
}

fn set(place: &mut String, text: &str) -> bool {
    text.clone_into(place);
    true
}

fn pillar_name(pillar: Pillar) -> &'static str {
    match pillar {
        Pillar::People => "People",
        Pillar::Process => "Process",
        Pillar::Tooling => "Tooling",
    }
}

fn pillar(text: &str) -> Option<Pillar> {
    [Pillar::People, Pillar::Process, Pillar::Tooling].into_iter().find(|&pillar| pillar_name(pillar).eq_ignore_ascii_case(text.trim()))
}

fn progress_name(progress: Progress) -> &'static str {
    match progress {
        Progress::Open => "Open",
        Progress::InProgress => "In progress",
        Progress::Done => "Done",
    }
}

fn progress(text: &str) -> Option<Progress> {
    const OTHER: [(&str, Progress); 10] = [
        ("todo", Progress::Open),
        ("to do", Progress::Open),
        ("not started", Progress::Open),
        ("ongoing", Progress::InProgress),
        ("started", Progress::InProgress),
        ("completed", Progress::Done),
        ("complete", Progress::Done),
        ("closed", Progress::Done),
        ("✅", Progress::Done),
        ("x", Progress::Done),
    ];
    let text = text.trim().to_lowercase();
    [Progress::Open, Progress::InProgress, Progress::Done]
        .into_iter()
        .find(|&progress| progress_name(progress).to_lowercase() == text)
        .or_else(|| OTHER.iter().find(|(word, _)| *word == text).map(|(_, progress)| *progress))
}
