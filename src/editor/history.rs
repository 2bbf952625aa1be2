//! The way back and forth: whole documents, which share what did not change, and the rule by which keystrokes become one step.
//!
//! There is no clock: a step of typing is a word with the space behind it, however fast it was typed.

use std::collections::VecDeque;
use std::rc::Rc;

use super::Field;
use super::state::Place;
use crate::document::{Document, Rows, Section};
use crate::text::Edit;

/// No more steps than this, and no more bytes of text than this that only the history holds.
const MOST_STEPS: usize = 1_000;
const MOST_BYTES: usize = 32 << 20;

/// A document, and where its author then was.
#[derive(Clone, Debug)]
pub(super) struct Moment {
    pub document: Rc<Document>,
    pub place: Option<Place>,
}

#[derive(Clone, Debug)]
struct Step {
    moment: Moment,
    /// Bytes of text that the document after it does not share.
    bytes: usize,
}

#[derive(Clone, Debug, Default)]
pub(super) struct History {
    undo: VecDeque<Step>,
    redo: Vec<Moment>,
    bytes: usize,
}

impl History {
    pub fn can_undo(&self) -> bool {
        !self.undo.is_empty()
    }

    pub fn can_redo(&self) -> bool {
        !self.redo.is_empty()
    }

    /// Remembers `moment`, after which came `next`. The last step is kept whatever it weighs.
    pub fn push(&mut self, moment: Moment, next: &Document) {
        self.redo.clear();
        self.remember(moment, next);
    }

    pub fn forget_redo(&mut self) {
        self.redo.clear();
    }

    pub fn undo(&mut self, here: Moment) -> Option<Moment> {
        let step = self.undo.pop_back()?;
        self.bytes -= step.bytes;
        self.redo.push(here);
        Some(step.moment)
    }

    pub fn redo(&mut self, here: Moment) -> Option<Moment> {
        let moment = self.redo.pop()?;
        self.remember(here, &moment.document);
        Some(moment)
    }

    fn remember(&mut self, moment: Moment, next: &Document) {
        let bytes = unshared(&moment.document, next);
        self.bytes += bytes;
        self.undo.push_back(Step { moment, bytes });
        while self.undo.len() > MOST_STEPS || (self.bytes > MOST_BYTES && self.undo.len() > 1) {
            self.bytes -= self.undo.pop_front().map_or(0, |step| step.bytes);
        }
    }
}

fn unshared(document: &Document, next: &Document) -> usize {
    let shared = |section: &Rc<Section>| next.sections.iter().any(|other| Rc::ptr_eq(section, other));
    document.title.len() + document.sections.iter().filter(|section| !shared(section)).map(|section| weight(section)).sum::<usize>()
}

/// Bytes of text, and a guess at what holds them.
fn weight(section: &Section) -> usize {
    let rows: usize = match &section.rows {
        Rows::None => 0,
        Rows::Timeline(rows) => rows.iter().map(|row| 80 + row.time.len() + row.text.len() + row.phase.len()).sum(),
        Rows::FollowUps(rows) => {
            let extra =
                |row: &crate::document::FollowUp| row.extra.iter().map(|extra| 48 + extra.name.len() + extra.value.len()).sum::<usize>();
            rows.iter().map(|row| 128 + row.action.len() + row.owner.len() + row.due.len() + row.link.len() + extra(row)).sum()
        }
    };
    120 + section.title.len() + section.prose.len() + rows
}

/// What is being typed into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Field(Field),
    Severity,
    Category,
    Authors,
    Properties,
}

/// One change of a text by its author's hand.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    pub target: Target,
    pub edit: Edit,
    pub removed: String,
}

/// Typing, or deleting, that has not been interrupted.
#[derive(Clone, Debug)]
pub(super) struct Run {
    target: Target,
    deleting: bool,
    /// What was typed, as bytes of the text as it is now; where the caret stands, when deleting.
    start: usize,
    end: usize,
    /// The last thing typed or deleted was white space, so that the next word is a step of its own.
    at_gap: bool,
    /// Whether the next keystroke may belong to it: not after a rewrite or a paste.
    open: bool,
    /// Whether the change that made this run belongs to the step before it.
    goes_on: bool,
}

impl Run {
    pub fn goes_on(&self) -> bool {
        self.goes_on
    }

    /// The run after `typed`: what `last` was, or a new one.
    pub fn go_on(last: Option<&Run>, typed: Typed) -> Run {
        let Typed { target, edit, removed } = typed;
        let deleting = edit.insert.is_empty();
        let what = if deleting { &removed } else { &edit.insert };
        let by_hand = !is_several_words(what);
        let last = last.filter(|last| last.open && by_hand && last.target == target && last.deleting == deleting);
        let at_gap = what.ends_with(char::is_whitespace);
        let new = Run {
            target,
            deleting,
            start: edit.range.start,
            end: edit.range.start + edit.insert.len(),
            at_gap,
            open: by_hand,
            goes_on: false,
        };
        if deleting {
            let goes_on = last
                .is_some_and(|last| (edit.range.end == last.start || edit.range.start == last.start) && !word_begins_backwards(last, what));
            return Run { goes_on, ..new };
        }
        let word_begins = |last: &Run| last.at_gap && what.starts_with(|c: char| !c.is_whitespace());
        // An input method, or a correction, replaces what was typed just before.
        let touches = |last: &Run| edit.range.end == last.end && edit.range.start >= last.start;
        match last.filter(|last| touches(last) && !(edit.range.is_empty() && word_begins(last))) {
            Some(last) => Run { start: last.start, goes_on: true, ..new },
            // One character over a selection is typing, more is a rewrite.
            None => Run { open: by_hand && (edit.range.is_empty() || edit.insert.chars().nth(1).is_none()), ..new },
        }
    }
}

/// Deleting goes from the space before a word on to the word before that.
fn word_begins_backwards(last: &Run, deleted: &str) -> bool {
    last.at_gap && deleted.ends_with(|c: char| !c.is_whitespace())
}

/// What no single keystroke does.
fn is_several_words(text: &str) -> bool {
    text.trim_end().contains(char::is_whitespace) && text.len() > 1
}
