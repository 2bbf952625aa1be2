//! The reducer: what actions do, the way back and forth, and where the caret goes.

use std::ops::Range;
use std::rc::Rc;

use postmortem_editor::document::*;
use postmortem_editor::editor::{Action, Column, Field, State};
use postmortem_editor::formats::{json, markdown};
use postmortem_editor::hints::Dismissal;
use postmortem_editor::text::Edit;
use proptest::prelude::*;

fn full() -> State {
    State::new(Document {
        sections: SectionKind::BUILT_IN.map(|kind| Rc::new(Section::new(kind, kind.title()))).to_vec(),
        ..Document::default()
    })
}

fn section(state: &State, kind: SectionKind) -> Key {
    state.document().of_kind(kind).next().unwrap().key
}

fn keys(state: &State, section: Key) -> Vec<Key> {
    state.document().section(section).unwrap().rows.keys()
}

fn prose(state: &State) -> Field {
    Field::Prose { section: section(state, SectionKind::Summary) }
}

/// As a surface reports it: the whole text, with the caret behind what was typed.
fn type_at(state: &State, field: Field, at: usize, insert: &str) -> State {
    let mut text = state.text(field).unwrap().to_owned();
    text.insert_str(at, insert);
    let caret = at + insert.len();
    state.reduce(Action::Write { field, text, caret: caret..caret })
}

fn type_out(mut state: State, field: Field, text: &str) -> State {
    for c in text.chars() {
        let end = state.text(field).unwrap().len();
        state = type_at(&state, field, end, c.encode_utf8(&mut [0; 4]));
    }
    state
}

fn erase(state: &State, field: Field, range: Range<usize>) -> State {
    let mut text = state.text(field).unwrap().to_owned();
    text.replace_range(range.clone(), "");
    state.reduce(Action::Write { field, text, caret: range.start..range.start })
}

fn undo(state: &State) -> State {
    state.reduce(Action::Undo)
}

/// The texts of `field` on the way back to the beginning.
fn back(mut state: State, field: Field) -> Vec<String> {
    let mut texts = vec![state.text(field).unwrap().to_owned()];
    while state.can_undo() {
        state = undo(&state);
        texts.push(state.text(field).unwrap().to_owned());
    }
    texts
}

#[test]
fn typing_is_undone_word_by_word() {
    let state = full();
    let field = prose(&state);
    assert_eq!(
        back(type_out(state.clone(), field, "The cache  was cold.\nThen"), field),
        ["The cache  was cold.\nThen", "The cache  was cold.\n", "The cache  was ", "The cache  ", "The ", "",]
    );
    assert_eq!(back(type_out(state, field, "é👩🏽‍🚒 שלום"), field), ["é👩🏽‍🚒 שלום", "é👩🏽‍🚒 ", ""]);
}

#[test]
fn another_place_or_another_kind_of_edit_is_another_step() {
    let state = full();
    let field = prose(&state);
    let typed = type_out(state.clone(), field, "hello");
    // The caret jumps.
    assert_eq!(back(type_at(&typed, field, 0, "o"), field), ["ohello", "hello", ""]);
    // The same letter beside where it was typed: the caret tells one from the other.
    assert_eq!(back(type_at(&type_at(&typed, field, 3, "l"), field, 4, "o"), field), ["hellolo", "hello", ""]);
    // Deleting backwards, and forwards, goes on; typing again does not.
    let deleted = erase(&erase(&typed, field, 4..5), field, 3..4);
    assert_eq!(back(deleted.clone(), field), ["hel", "hello", ""]);
    assert_eq!(back(type_out(deleted, field, "p"), field), ["help", "hel", "hello", ""]);
    assert_eq!(back(erase(&erase(&typed, field, 1..2), field, 1..2), field), ["hlo", "hello", ""]);
    // Several words at once were pasted.
    assert_eq!(back(type_at(&typed, field, 5, " to you all"), field), ["hello to you all", "hello", ""]);
    // Another field.
    let both = type_out(type_out(typed, Field::Title, "T"), field, "!");
    assert_eq!(back(both, field), ["hello!", "hello", "hello", ""]);
}

#[test]
fn deleting_is_undone_word_by_word() {
    let state = full();
    let field = prose(&state);
    let mut state = type_at(&state, field, 0, "one two three");
    for end in (1..=13).rev() {
        state = erase(&state, field, end - 1..end);
    }
    assert_eq!(back(state, field), ["", "one", "one two", "one two three", ""]);
}

#[test]
fn what_an_input_method_composes_is_one_step() {
    let state = full();
    let field = prose(&state);
    let mut state = state;
    for text in ["k", "か", "かn", "かん", "感"] {
        state = state.reduce(Action::Write { field, text: text.to_owned(), caret: text.len()..text.len() });
    }
    assert_eq!(back(state, field), ["感", ""]);
}

#[test]
fn undo_and_redo_bring_the_caret_along() {
    let state = full();
    let field = prose(&state);
    let state = type_out(type_out(state, field, "one "), field, "two");
    assert_eq!(state.caret(), None, "the author is where the text is");
    let undone = undo(&state);
    assert_eq!(undone.caret(), Some((field, 4..4)));
    assert!(undone.can_redo());
    let redone = undone.reduce(Action::Redo);
    assert_eq!((redone.text(field), redone.caret()), (Some("one two"), Some((field, 7..7))));
    assert!(!redone.can_redo());
    assert_eq!(redone.document(), state.document());
    assert!(redone.revision() > undone.revision() && undone.revision() > state.revision());
    // A new change ends the way forth.
    let changed = type_at(&undone, field, 0, "x");
    assert!(!changed.can_redo());
    // Nothing to undo is nothing done.
    let fresh = full();
    assert_eq!((undo(&fresh).revision(), undo(&fresh).caret()), (0, None));
    assert_eq!(fresh.reduce(Action::Redo).revision(), 0);
}

#[test]
fn a_rewrite_is_a_step_and_comes_back_selected() {
    let state = full();
    let field = prose(&state);
    let state = type_out(state, field, "ann broke it");
    let edit = Edit { range: 0..9, insert: "the change broke".to_owned() };
    let applied = state.reduce(Action::Apply { field, edit, caret: 16..16 });
    assert_eq!((applied.text(field), applied.caret()), (Some("the change broke it"), Some((field, 16..16))));
    let undone = undo(&applied);
    assert_eq!((undone.text(field), undone.caret()), (Some("ann broke it"), Some((field, 0..9))));
    // The same by a surface that reports the text afterwards.
    let written = state.reduce(Action::Write { field, text: "the change broke it".to_owned(), caret: 16..16 });
    assert_eq!(undo(&written).text(field), Some("ann broke it"));
    // Another one in the same place, and typing behind it, are steps of their own.
    let twice = written.reduce(Action::Write { field, text: "a deploy broke it".to_owned(), caret: 14..14 });
    assert_eq!(
        back(type_at(&twice, field, 14, "n"), field)[..4],
        ["a deploy broken it", "a deploy broke it", "the change broke it", "ann broke it"]
    );
    // An edit that does not fit is not made.
    for range in [0..99, 50..60] {
        let edit = Edit { range, insert: "x".to_owned() };
        assert_eq!(state.reduce(Action::Apply { field, edit, caret: 0..0 }).revision(), state.revision());
    }
}

#[test]
fn single_lines_stay_single() {
    let state = full();
    let state = state.reduce(Action::Write { field: Field::Title, text: "a\nb\r\nc\rd".to_owned(), caret: 5..5 });
    assert_eq!(state.text(Field::Title), Some("a b c d"));
    assert_eq!(state.caret(), Some((Field::Title, 4..4)));
    let summary = section(&state, SectionKind::Summary);
    let state = state.reduce(Action::Write { field: Field::Heading { section: summary }, text: "x\ny".to_owned(), caret: 9..9 });
    assert_eq!(state.text(Field::Heading { section: summary }), Some("x y"));
    let state = state.reduce(Action::Write { field: prose(&state), text: "x\ny".to_owned(), caret: 3..3 });
    assert_eq!(state.text(prose(&state)), Some("x\ny"));
    // The kind of a section is what it was made for, whatever it is called.
    assert_eq!(state.document().section(summary).unwrap().kind, SectionKind::Summary);
}

#[test]
fn sections_are_added_moved_and_removed() {
    let state = full();
    let summary = section(&state, SectionKind::Summary);
    let added = state.reduce(Action::AddSection { after: Some(summary), title: "What\nwe saw".to_owned() });
    let own = added.document().sections[1].clone();
    assert_eq!((own.title.as_str(), own.kind), ("What we saw", SectionKind::Other));
    assert_eq!(added.caret(), Some((Field::Heading { section: own.key }, 0..11)));
    let moved = added.reduce(Action::MoveSection { section: own.key, to: 99 });
    assert_eq!(moved.document().position(own.key), Some(9));
    assert_eq!(moved.reduce(Action::MoveSection { section: own.key, to: 9 }).revision(), moved.revision());
    let removed = moved.reduce(Action::RemoveSection { section: own.key });
    assert_eq!(removed.document().position(own.key), None);
    // An action on what is gone changes nothing.
    assert_eq!(removed.reduce(Action::RemoveSection { section: own.key }).revision(), removed.revision());
    assert_eq!(type_at_gone(&removed, Field::Prose { section: own.key }).revision(), removed.revision());
    // It comes back as itself.
    let undone = undo(&removed);
    assert_eq!(undone.document().position(own.key), Some(9));
    assert_eq!(undone.caret(), Some((Field::Heading { section: own.key }, 0..0)));
    let again = state.reduce(Action::AddSection { after: None, title: "Action items".to_owned() });
    let last = again.document().sections.last().unwrap();
    assert_eq!((last.kind, &last.rows), (SectionKind::FollowUps, &Rows::FollowUps(Vec::new())));
}

fn type_at_gone(state: &State, field: Field) -> State {
    state.reduce(Action::Write { field, text: "x".to_owned(), caret: 1..1 })
}

#[test]
fn rows_are_added_moved_and_removed() {
    let state = full();
    let timeline = section(&state, SectionKind::Timeline);
    let mut state = state;
    for _ in 0..3 {
        state = state.reduce(Action::AddRow { section: timeline, after: None });
    }
    let rows = keys(&state, timeline);
    assert_eq!(state.caret(), Some((Field::Cell { section: timeline, row: rows[2], column: Column::Time }, 0..0)));
    let phase = Field::Cell { section: timeline, row: rows[0], column: Column::Phase };
    let state = type_out(state, phase, "Before");
    let state = state.reduce(Action::AddRow { section: timeline, after: Some(rows[0]) });
    let new = keys(&state, timeline)[1];
    assert_eq!(state.text(Field::Cell { section: timeline, row: new, column: Column::Phase }), Some("Before"));
    let moved = state.reduce(Action::MoveRow { section: timeline, row: new, to: 3 });
    assert_eq!(keys(&moved, timeline).iter().position(|key| key.id() == new.id()), Some(3));
    let removed = moved.reduce(Action::RemoveRow { section: timeline, row: new });
    assert_eq!(keys(&removed, timeline).len(), 3);
    assert_eq!(removed.caret(), Some((Field::Cell { section: timeline, row: rows[2], column: Column::Time }, 0..0)));
    assert_eq!(undo(&removed).document(), moved.document());
    // Prose has no rows.
    let summary = section(&state, SectionKind::Summary);
    assert_eq!(state.reduce(Action::AddRow { section: summary, after: None }).revision(), state.revision());
}

#[test]
fn follow_ups_are_set() {
    let state = full();
    let section = section(&state, SectionKind::FollowUps);
    let state = state.reduce(Action::AddRow { section, after: None });
    let row = keys(&state, section)[0];
    let state = state.reduce(Action::SetPillar { section, row, pillar: Some(Pillar::Tooling) });
    let state = state.reduce(Action::SetProgress { section, row, progress: Progress::Done });
    assert_eq!(state.reduce(Action::SetProgress { section, row, progress: Progress::Done }).revision(), state.revision());
    let Rows::FollowUps(rows) = &state.document().section(section).unwrap().rows else { panic!() };
    assert_eq!((rows[0].pillar, rows[0].progress), (Some(Pillar::Tooling), Progress::Done));
}

/// Pastes `text` into the first, empty row of a timeline with a row behind it.
#[track_caller]
fn check_paste(text: &str, expected: &[(&str, &str)]) {
    let state = full();
    let timeline = section(&state, SectionKind::Timeline);
    let state = state.reduce(Action::AddRow { section: timeline, after: None }).reduce(Action::AddRow { section: timeline, after: None });
    let rows = keys(&state, timeline);
    let state = type_out(state, Field::Cell { section: timeline, row: rows[1], column: Column::Text }, "last");
    let pasted = state.reduce(Action::PasteRows { section: timeline, row: Some(rows[0]), text: text.to_owned() });
    let Rows::Timeline(found) = &pasted.document().section(timeline).unwrap().rows else { panic!() };
    let found: Vec<(&str, &str)> = found.iter().map(|row| (row.time.as_str(), row.text.as_str())).collect();
    assert_eq!(found, [expected, &[("", "last")]].concat(), "{text:?}");
    let last = keys(&pasted, timeline)[expected.len() - 1];
    let end = expected[expected.len() - 1].1.len();
    assert_eq!(pasted.caret(), Some((Field::Cell { section: timeline, row: last, column: Column::Text }, end..end)));
    assert_eq!(undo(&pasted).document(), state.document(), "one step");
}

#[test]
fn many_lines_are_pasted_as_rows() {
    check_paste("22:48 – one\r\n\r\n23:05: two\nno time\n", &[("22:48", "one"), ("23:05", "two"), ("", "no time")]);
    check_paste("- [22:48] one\n- 22:49 two\n  goes on", &[("22:48", "one"), ("22:49", "two goes on")]);
    check_paste("| 22:48 | one |\n| 22:49 | two |", &[("22:48", "one"), ("22:49", "two")]);
    check_paste("| Time | Event |\n|---|---|\n| 22:48 | a \\| b |", &[("22:48", "a | b")]);
    check_paste("22:48\tone\tAna\n22:49\ttwo", &[("22:48", "one – Ana"), ("22:49", "two")]);
    check_paste("Time\tEvent\n22:48\ta | b", &[("22:48", "a | b")]);
    check_paste("Ana 10:24 AM\nlooking\n[10:25 AM] Ben: me too", &[("", "Ana 10:24 AM"), ("", "looking"), ("10:25 AM", "Ben: me too")]);
    check_paste("* one\n* two", &[("", "one"), ("", "two")]);
    check_paste(
        "2025-03-06 22:48 UTC one\nMon 10:20 to Tue 23:59 – two",
        &[("2025-03-06 22:48 UTC", "one"), ("Mon 10:20 to Tue 23:59", "two")],
    );
}

#[test]
fn pasting_behind_a_row_keeps_it() {
    let state = full();
    let follow_ups = section(&state, SectionKind::FollowUps);
    let paste = |state: &State, row, text: &str| state.reduce(Action::PasteRows { section: follow_ups, row, text: text.to_owned() });
    let actions = |state: &State| match &state.document().section(follow_ups).unwrap().rows {
        Rows::FollowUps(rows) => rows.clone(),
        _ => panic!(),
    };
    let state = paste(&state, None, "- [x] one\n- [ ] two");
    let rows = actions(&state);
    assert_eq!((rows.len(), rows[0].action.as_str(), rows[0].progress, rows[1].progress), (2, "one", Progress::Done, Progress::Open));
    let state = paste(&state, Some(rows[0].key), "fix it\tTools\t5 July\thttps://example.org\tmore\nplain\t\t");
    let rows = actions(&state);
    let row = &rows[1];
    assert_eq!(
        (row.action.as_str(), row.owner.as_str(), row.due.as_str(), row.link.as_str()),
        ("fix it – more", "Tools", "5 July", "https://example.org")
    );
    assert_eq!(rows.iter().map(|row| row.action.as_str()).collect::<Vec<_>>(), ["one", "fix it – more", "plain", "two"]);
    let state = paste(&state, None, "Task\tAssignee\tCost\nlast\tAna\t3");
    let row = actions(&state).pop().unwrap();
    assert_eq!(
        (row.action.as_str(), row.owner.as_str(), row.extra),
        ("last", "Ana", vec![Property { name: "Cost".to_owned(), value: "3".to_owned() }])
    );
    assert_eq!(paste(&state, None, " \n\n").revision(), state.revision());
}

#[test]
fn rows_are_sorted_in_one_step() {
    let state = full();
    let section = section(&state, SectionKind::Timeline);
    let state = state.reduce(Action::PasteRows { section, row: None, text: "23:52 b\n00:07 c\n22:48 a".to_owned() });
    let sorted = state.reduce(Action::SortRows { section });
    let texts = |state: &State| match &state.document().section(section).unwrap().rows {
        Rows::Timeline(rows) => rows.iter().map(|row| row.text.clone()).collect::<String>(),
        _ => panic!(),
    };
    assert_eq!((texts(&sorted).as_str(), texts(&undo(&sorted)).as_str()), ("abc", "bca"));
    assert_eq!(sorted.reduce(Action::SortRows { section }).revision(), sorted.revision());
}

#[test]
fn facts_and_dismissals_are_undone_too() {
    let state = full();
    let state = state.reduce(Action::SetStatus(Status::Published));
    let mut typed = state.clone();
    for text in ["S", "Se", "Sev", "Sev1"] {
        typed = typed.reduce(Action::SetSeverity(text.to_owned()));
    }
    assert_eq!(undo(&typed).document(), state.document(), "typed into a field of its own: one step");
    let picked = typed.reduce(Action::SetSeverity("P3".to_owned()));
    assert_eq!(undo(&picked).document().meta.severity, "Sev1");
    let dismissal = Dismissal { rule_id: "x".to_owned(), phrase: None, context: None };
    let dismissed = picked.reduce(Action::Dismiss(dismissal.clone()));
    assert_eq!(dismissed.document().dismissals.len(), 1);
    assert_eq!(dismissed.reduce(Action::Dismiss(dismissal.clone())).revision(), dismissed.revision());
    assert_eq!(undo(&dismissed).document().dismissals, []);
    assert_eq!(dismissed.reduce(Action::Restore(dismissal)).document().dismissals, []);
}

#[test]
fn another_document_can_be_undone() {
    let state = full();
    let (other, _) = markdown::read("# Other\n\n## Summary\n\ntext");
    let replaced = state.reduce(Action::Replace(other.clone()));
    assert_eq!(**replaced.document(), other);
    assert_eq!(undo(&replaced).document(), state.document());
}

#[test]
fn a_step_copies_one_section_and_the_history_has_an_end() {
    let state = full();
    let field = prose(&state);
    let typed = type_out(state.clone(), field, "x");
    let shared = |a: &State, b: &State| a.document().sections.iter().zip(&b.document().sections).filter(|(a, b)| Rc::ptr_eq(a, b)).count();
    assert_eq!(shared(&state, &typed), 8);
    // 1,000 steps at most.
    let mut state = state;
    for at in 0..1_100 {
        state = type_at(&state, field, 0, ["a", "b"][at % 2]);
    }
    let mut steps = 0;
    while state.can_undo() {
        state = undo(&state);
        steps += 1;
    }
    assert_eq!(steps, 1_000);
    // 32 MB of text at most.
    let mut state = full();
    let megabyte = "x".repeat(1 << 20);
    for at in 0..40 {
        state = state.reduce(Action::Write { field: prose(&state), text: format!("{} {megabyte}", ["ann", "ben"][at % 2]), caret: 0..0 });
    }
    let mut steps = 0;
    while state.can_undo() {
        state = undo(&state);
        steps += 1;
    }
    assert!((30..=32).contains(&steps), "{steps}");
}

fn action() -> impl Strategy<Value = (usize, usize, usize, String)> {
    let text = prop_oneof![
        2 => "[a-z]{0,3}",
        1 => Just(" ".to_owned()),
        1 => proptest::sample::select(vec!["\n", "|", "22:48 x\n22:49 y", "😀", "é", "## a", "- b\n- c", "\r\n", "\t", "\u{0}"]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    (0..22usize, 0..40usize, 0..40usize, text)
}

/// The action that these numbers name, on whatever there is to act on.
fn act(state: &State, (what, one, two, text): (usize, usize, usize, String)) -> Action {
    let sections = &state.document().sections;
    let section = sections.get(one % sections.len().max(1)).map_or_else(Key::fresh, |section| section.key);
    let rows = sections.get(one % sections.len().max(1)).map_or_else(Vec::new, |section| section.rows.keys());
    let row = rows.get(two % rows.len().max(1)).copied().unwrap_or_else(Key::fresh);
    let columns = [Column::Time, Column::Text, Column::Phase, Column::Action, Column::Owner, Column::Due, Column::Link, Column::Extra(0)];
    let fields =
        [Field::Title, Field::Heading { section }, Field::Prose { section }, Field::Cell { section, row, column: columns[two % 8] }];
    let field = fields[(one + two) % 4];
    match what {
        0..=5 => {
            let mut written = state.text(field).unwrap_or_default().to_owned();
            let at = (0..=two.min(written.len())).rev().find(|&at| written.is_char_boundary(at)).unwrap();
            if what < 4 {
                written.insert_str(at, &text)
            } else {
                written.truncate(at)
            }
            Action::Write { field, text: written, caret: two..one }
        }
        6 => Action::Apply { field, edit: Edit { range: one.min(two)..two, insert: text }, caret: one..two },
        7 => Action::SetSeverity(text),
        8 => Action::SetAuthors(vec![text]),
        9 => Action::SetProperties(vec![Property { name: text.clone(), value: text }]),
        10 => Action::AddSection { after: Some(section), title: text },
        11 => Action::AddSection { after: None, title: ["Timeline", "Follow-ups", "Own"][two % 3].to_owned() },
        12 => Action::MoveSection { section, to: two },
        13 => Action::RemoveSection { section },
        14 => Action::AddRow { section, after: Some(row) },
        15 => Action::MoveRow { section, row, to: two },
        16 => Action::RemoveRow { section, row },
        17 => Action::SetPillar { section, row, pillar: Some(Pillar::People) },
        18 => Action::SortRows { section },
        19 => Action::PasteRows { section, row: Some(row), text },
        20 => Action::Undo,
        _ => Action::Redo,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_done_can_be_undone_and_redone(actions in proptest::collection::vec(action(), 0..40)) {
        let first = full();
        let mut state = first.clone();
        for action in actions {
            let action = act(&state, action);
            let next = state.reduce(action.clone());
            prop_assert_eq!(next.revision() == state.revision(), Rc::ptr_eq(next.document(), state.document()), "{:?}", action);
            if let Some((field, range)) = next.caret() {
                let text = next.text(field);
                prop_assert!(text.is_some_and(|text| text.get(range.clone()).is_some()), "{:?} leads to {:?} of {:?}", action, range, text);
            }
            state = next;
        }
        let last = state.clone();
        while last.can_redo() && state.can_redo() {
            state = state.reduce(Action::Redo);
        }
        let newest = json::write(state.document());
        let mut steps = 0;
        while state.can_undo() {
            state = undo(&state);
            steps += 1;
        }
        prop_assert_eq!(json::write(state.document()), json::write(first.document()));
        for _ in 0..steps {
            state = state.reduce(Action::Redo);
        }
        prop_assert_eq!(json::write(state.document()), newest);
        // What the editor can make is what the formats can keep.
        let (read, problems) = markdown::read(&markdown::write(state.document()));
        prop_assert_eq!(problems, []);
        prop_assert_eq!(&read, &markdown::normal(state.document()));
        let (read, problems) = json::read(&json::write(state.document())).unwrap();
        prop_assert_eq!(problems, []);
        prop_assert_eq!(&read, &**state.document());
    }
}
