//! What each action does to a document.

use std::ops::Range;
use std::rc::Rc;

use super::fields::{self, clamp_to, one_line};
use super::history::{Target, Typed};
use super::state::Place;
use super::{Action, Column, Field, paste, timeline};
use crate::document::{Document, FollowUp, Key, Rows, SCHEMA, Section, TimelineRow};
use crate::text::{Edit, SectionKind};

/// What an action did.
#[derive(Default)]
pub(super) struct Change {
    /// Whether the document is another one now.
    pub made: bool,
    /// Where undoing it leads.
    pub before: Option<Place>,
    /// Where the author is now, if the action says so.
    pub after: Option<Place>,
    /// Whether the screen does not know that yet.
    pub moved: bool,
    /// Present when it may belong to one step with the keystrokes before it.
    pub typed: Option<Typed>,
}

impl Change {
    fn none() -> Change {
        Change::default()
    }

    fn made(made: bool) -> Change {
        Change { made, ..Change::default() }
    }

    /// Made, and the caret goes to `field`.
    fn going_to(field: Field, range: Range<usize>) -> Change {
        Change { made: true, after: Some((field, range)), moved: true, ..Change::default() }
    }
}

pub(super) fn make(document: &mut Document, action: Action) -> Change {
    match action {
        Action::Write { field, text, caret } => write(document, field, text, caret),
        Action::Apply { field, edit, caret } => apply(document, field, &edit, caret),
        Action::SetStatus(status) => set(&mut document.meta.status, status),
        Action::SetSeverity(severity) => set_text(&mut document.meta.severity, severity, Target::Severity),
        Action::SetCategory(category) => set_text(&mut document.meta.category, category, Target::Category),
        Action::SetStarted(started) => set(&mut document.meta.started, started),
        Action::SetEnded(ended) => set(&mut document.meta.ended, ended),
        Action::SetAuthors(authors) => {
            let flat = |authors: &[String]| authors.join("\n");
            let typed = typed(Target::Authors, &flat(&document.meta.authors), &flat(&authors));
            Change { typed, ..set(&mut document.meta.authors, authors) }
        }
        Action::SetProperties(properties) => {
            let flat = |document: &Document| {
                document.meta.properties.iter().map(|property| format!("{}\n{}\n", property.name, property.value)).collect::<String>()
            };
            let before = flat(document);
            let change = set(&mut document.meta.properties, properties);
            Change { typed: typed(Target::Properties, &before, &flat(document)), ..change }
        }
        Action::AddSection { after, title } => add_section(document, after, &title),
        Action::MoveSection { section, to } => {
            Change::made(document.position(section).is_some_and(|from| shift(&mut document.sections, from, to)))
        }
        Action::RemoveSection { section } => remove_section(document, section),
        Action::AddRow { section, after } => add_row(document, section, after),
        Action::MoveRow { section, row, to } => rows_mut(document, section, |rows| match rows.position(row) {
            None => false,
            Some(from) => match rows {
                Rows::None => false,
                Rows::Timeline(rows) => shift(rows, from, to),
                Rows::FollowUps(rows) => shift(rows, from, to),
            },
        }),
        Action::RemoveRow { section, row } => remove_row(document, section, row),
        Action::SetPillar { section, row, pillar } => follow_up_mut(document, section, row, |row| set(&mut row.pillar, pillar)),
        Action::SetProgress { section, row, progress } => follow_up_mut(document, section, row, |row| set(&mut row.progress, progress)),
        Action::SortRows { section } => {
            let started = document.meta.started;
            rows_mut(document, section, |rows| match rows {
                Rows::Timeline(rows) => timeline::sort(rows, started),
                _ => false,
            })
        }
        Action::PasteRows { section, row, text } => paste_rows(document, section, row, &text),
        Action::Dismiss(dismissal) => {
            let new = !document.dismissals.contains(&dismissal);
            if new {
                document.dismissals.push(dismissal);
            }
            Change::made(new)
        }
        Action::Restore(dismissal) => {
            let before = document.dismissals.len();
            document.dismissals.retain(|other| *other != dismissal);
            Change::made(document.dismissals.len() != before)
        }
        Action::Replace(other) => {
            let other = Document { schema: SCHEMA.to_owned(), ..other };
            // Keys are part of what the screen shows, and do not count in a comparison.
            let same_keys =
                document.sections.iter().map(|section| section.key.id()).eq(other.sections.iter().map(|section| section.key.id()));
            if same_keys && *document == other { Change::none() } else { set(document, other).whole() }
        }
        // The way back and forth is the history's.
        Action::Undo | Action::Redo => Change::none(),
    }
}

impl Change {
    /// Another document altogether, even if it reads the same.
    fn whole(self) -> Change {
        Change { made: true, ..self }
    }
}

fn set<T: PartialEq>(place: &mut T, value: T) -> Change {
    let made = *place != value;
    *place = value;
    Change::made(made)
}

fn set_text(place: &mut String, value: String, target: Target) -> Change {
    let value = one_line(&value);
    Change { typed: typed(target, place, &value), ..set(place, value) }
}

/// A change by hand, unless it is one that no hand makes at once: picking another value, a paste.
fn typed(target: Target, before: &str, after: &str) -> Option<Typed> {
    let edit = Edit::between(before, after)?;
    let removed = before[edit.range.clone()].to_owned();
    let by_hand = removed.is_empty() || edit.insert.is_empty();
    by_hand.then_some(Typed { target, edit, removed })
}

fn write(document: &mut Document, field: Field, text: String, caret: Range<usize>) -> Change {
    let (text, caret, flattened) = match field.is_multiline() {
        true => (text, caret, false),
        false => on_one_line(text, caret),
    };
    let caret = clamp_to(&text, caret);
    let Some(before) = fields::text(document, field) else { return Change::none() };
    let after = Some((field, caret.clone()));
    let Some(edit) = Edit::between(before, &text) else {
        return Change { after, moved: flattened, ..Change::none() };
    };
    let edit = at_caret(before, edit, &caret);
    let back = match edit.insert.is_empty() {
        true => edit.range.end..edit.range.end,
        false => edit.range.clone(),
    };
    let removed = before[edit.range.clone()].to_owned();
    let phase = matches!(field, Field::Cell { column: Column::Phase, .. }).then(|| before.to_owned());
    if let Some(place) = fields::text_mut(document, field) {
        *place = text;
    }
    if let (Field::Cell { section, row, .. }, Some(was)) = (field, phase) {
        rename_phase(document, section, row, &was);
    }
    let typed = Some(Typed { target: Target::Field(field), edit, removed });
    Change { made: true, before: Some((field, back)), after, moved: flattened, typed }
}

/// A phase is a heading over rows: those below `row` that stood under the same one go along with it.
fn rename_phase(document: &mut Document, section: Key, row: Key, was: &str) {
    let Some(Section { rows: Rows::Timeline(rows), .. }) = document.section_mut(section) else { return };
    let mut below = rows.iter_mut().skip_while(|other| other.key.id() != row.id());
    let Some(phase) = below.next().map(|row| row.phase.clone()) else { return };
    below.take_while(|row| row.phase == was).for_each(|row| row.phase.clone_from(&phase));
}

fn on_one_line(text: String, caret: Range<usize>) -> (String, Range<usize>, bool) {
    if !text.contains(['\n', '\r']) {
        return (text, caret, false);
    }
    let caret = clamp_to(&text, caret);
    let moved = one_line(&text[..caret.start]).len()..one_line(&text[..caret.end]).len();
    (one_line(&text), moved, true)
}

/// Of the edits that lead to the same text ("l" typed into "hel|lo"), the one that ends where the caret is.
fn at_caret(before: &str, edit: Edit, caret: &Range<usize>) -> Edit {
    let Edit { range, insert } = &edit;
    let start = match (range.is_empty(), insert.is_empty()) {
        (true, false) => caret.end.checked_sub(insert.len()),
        (false, true) => Some(caret.end),
        _ => None,
    };
    let Some(start) = start.filter(|&start| start < range.start && before.is_char_boundary(start)) else { return edit };
    // What both texts have in common before the edit is turned round it.
    let turned = &before[start..range.start];
    let moved = match insert.is_empty() {
        false => {
            let long = format!("{turned}{insert}");
            long.is_char_boundary(insert.len()).then(|| Edit { range: start..start, insert: long[..insert.len()].to_owned() })
        }
        true => {
            let end = start + range.len();
            before.is_char_boundary(end).then(|| Edit { range: start..end, insert: String::new() })
        }
    };
    match moved {
        Some(moved) if moved.apply(before) == edit.apply(before) => moved,
        _ => edit,
    }
}

fn apply(document: &mut Document, field: Field, edit: &Edit, caret: Range<usize>) -> Change {
    let fits =
        |text: &str| edit.range.start <= edit.range.end && text.is_char_boundary(edit.range.start) && text.is_char_boundary(edit.range.end);
    let Some(text) = fields::text(document, field).filter(|text| fits(text)) else { return Change::none() };
    let (after, caret, _) = match field.is_multiline() {
        true => (edit.apply(text), caret, false),
        false => on_one_line(edit.apply(text), caret),
    };
    let going = Change::going_to(field, clamp_to(&after, caret));
    if after == text {
        return Change { made: false, ..going };
    }
    if let Some(place) = fields::text_mut(document, field) {
        *place = after;
    }
    Change { before: Some((field, edit.range.clone())), ..going }
}

/// Moves one item to the index it shall have afterwards.
fn shift<T>(items: &mut Vec<T>, from: usize, to: usize) -> bool {
    let to = to.min(items.len().saturating_sub(1));
    if from == to || from >= items.len() {
        return false;
    }
    let item = items.remove(from);
    items.insert(to, item);
    true
}

fn add_section(document: &mut Document, after: Option<Key>, title: &str) -> Change {
    let title = one_line(title.trim());
    let at = after.and_then(|key| document.position(key)).map_or(document.sections.len(), |at| at + 1);
    let section = Section::new(SectionKind::of_heading(&title), title);
    let going = Change::going_to(Field::Heading { section: section.key }, 0..section.title.len());
    document.sections.insert(at, Rc::new(section));
    going
}

fn remove_section(document: &mut Document, section: Key) -> Change {
    let Some(at) = document.position(section) else { return Change::none() };
    let removed = document.sections.remove(at);
    let near = document.sections.get(at).or(document.sections.last());
    let after = near.map(|near| (Field::Heading { section: near.key }, 0..0));
    Change { made: true, before: Some((Field::Heading { section: removed.key }, 0..0)), moved: after.is_some(), after, typed: None }
}

fn rows_mut(document: &mut Document, section: Key, act: impl FnOnce(&mut Rows) -> bool) -> Change {
    Change::made(document.section_mut(section).is_some_and(|section| act(&mut section.rows)))
}

fn follow_up_mut(document: &mut Document, section: Key, row: Key, act: impl FnOnce(&mut FollowUp) -> Change) -> Change {
    let Some(section) = document.section_mut(section) else { return Change::none() };
    let at = section.rows.position(row);
    match (&mut section.rows, at) {
        (Rows::FollowUps(rows), Some(at)) => act(&mut rows[at]),
        _ => Change::none(),
    }
}

/// The column that an author comes to first.
fn first_column(rows: &Rows) -> Column {
    match rows {
        Rows::FollowUps(_) => Column::Action,
        _ => Column::Time,
    }
}

fn add_row(document: &mut Document, section: Key, after: Option<Key>) -> Change {
    let Some(target) = document.section_mut(section) else { return Change::none() };
    let at = after.and_then(|key| target.rows.position(key)).map_or(target.rows.len(), |at| at + 1);
    let row = match &mut target.rows {
        Rows::None => return Change::none(),
        Rows::Timeline(rows) => {
            let phase = at.checked_sub(1).and_then(|before| rows.get(before)).map(|row| row.phase.clone());
            rows.insert(at, TimelineRow { phase: phase.unwrap_or_default(), ..TimelineRow::default() });
            rows[at].key
        }
        Rows::FollowUps(rows) => {
            rows.insert(at, FollowUp::default());
            rows[at].key
        }
    };
    Change::going_to(Field::Cell { section, row, column: first_column(&target.rows) }, 0..0)
}

fn remove_row(document: &mut Document, section: Key, row: Key) -> Change {
    let Some(target) = document.section_mut(section) else { return Change::none() };
    let Some(at) = target.rows.position(row) else { return Change::none() };
    match &mut target.rows {
        Rows::None => {}
        Rows::Timeline(rows) => drop(rows.remove(at)),
        Rows::FollowUps(rows) => drop(rows.remove(at)),
    }
    let column = first_column(&target.rows);
    let keys = target.rows.keys();
    let near = keys.get(at).or(keys.last()).copied();
    let field = match near {
        Some(row) => Field::Cell { section, row, column },
        None => Field::Heading { section },
    };
    let end = fields::text(document, field).map_or(0, str::len);
    let before = Some((Field::Cell { section, row, column }, 0..0));
    Change { before, ..Change::going_to(field, end..end) }
}

fn paste_rows(document: &mut Document, section: Key, row: Option<Key>, text: &str) -> Change {
    let Some(target) = document.section_mut(section) else { return Change::none() };
    let at = row.and_then(|row| target.rows.position(row));
    let last = match &mut target.rows {
        Rows::None => None,
        Rows::Timeline(rows) => paste::timeline(rows, at, text).map(|row| (row, Column::Text)),
        Rows::FollowUps(rows) => paste::follow_ups(rows, at, text).map(|row| (row, Column::Action)),
    };
    let Some((row, column)) = last else { return Change::none() };
    let field = Field::Cell { section, row, column };
    let end = fields::text(document, field).map_or(0, str::len);
    Change::going_to(field, end..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phase_is_renamed_for_the_rows_below_it_and_no_others() {
        let row = |phase: &str| TimelineRow { phase: phase.to_owned(), ..TimelineRow::default() };
        let rows = vec![row("Detection"), row("Repair"), row("Repair"), row(""), row("Repair")];
        let (second, section) = (rows[1].key, Section { rows: Rows::Timeline(rows), ..Section::new(SectionKind::Timeline, "Timeline") });
        let mut document = crate::editor::config::Config::default().blank(Some("tweet")).0;
        let field = Field::Cell { section: section.key, row: second, column: Column::Phase };
        document.sections.push(Rc::new(section));
        make(&mut document, Action::Write { field, text: "Restore".to_owned(), caret: 0..0 });
        let Rows::Timeline(rows) = &document.sections[1].rows else { panic!("the timeline is the second section") };
        let phases: Vec<_> = rows.iter().map(|row| row.phase.as_str()).collect();
        assert_eq!(phases, ["Detection", "Restore", "Restore", "", "Repair"]);
    }
}
