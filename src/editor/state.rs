//! The document as it stands, what has been done to it, and the way back. Pure: no clock, no screen.

use std::ops::Range;
use std::rc::Rc;

use super::change;
use super::history::{History, Moment, Run};
use super::{Action, Field, fields};
use crate::document::Document;

/// Where an author is: a field, and a selection in its text (UTF-8 bytes).
pub type Place = (Field, Range<usize>);

/// Cheap to clone: documents share their sections, states share their history.
#[derive(Clone, Debug)]
pub struct State {
    document: Rc<Document>,
    history: Rc<History>,
    /// The typing that the next keystroke may go on with.
    run: Option<Run>,
    /// Where the author last was, as far as changes tell.
    place: Option<Place>,
    /// Whether the screen has to be brought to `place`.
    moved: bool,
    revision: u64,
}

impl State {
    pub fn new(document: Document) -> State {
        State { document: Rc::new(document), history: Rc::default(), run: None, place: None, moved: false, revision: 0 }
    }

    pub fn document(&self) -> &Rc<Document> {
        &self.document
    }

    /// Counts the changes of the document, undone and redone ones too. Equal revisions of one editor have equal documents.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    pub fn can_undo(&self) -> bool {
        self.history.can_undo()
    }

    pub fn can_redo(&self) -> bool {
        self.history.can_redo()
    }

    /// Where the last action wants the caret, when it is not where the author already is: after undo, redo, a paste, an applied
    /// edit, a new row or section. `None` after typing. UTF-8 bytes, inside the field's text and on character boundaries.
    pub fn caret(&self) -> Option<(Field, Range<usize>)> {
        self.moved.then(|| self.place.clone()).flatten()
    }

    /// The text of a field; `None` when its section or row is gone.
    pub fn text(&self, field: Field) -> Option<&str> {
        fields::text(&self.document, field)
    }

    /// The state after `action`. An action that does not fit the document (its section is gone) changes nothing.
    pub fn reduce(&self, action: Action) -> State {
        match action {
            Action::Undo => self.travel(History::undo),
            Action::Redo => self.travel(History::redo),
            action => self.change(action),
        }
    }

    fn change(&self, action: Action) -> State {
        let mut document = (*self.document).clone();
        let change = change::make(&mut document, action);
        let mut next = State { moved: change.moved, ..self.clone() };
        if let Some(after) = change.after {
            next.place = Some(after);
        }
        if !change.made {
            return next;
        }
        let was = std::mem::replace(&mut next.document, Rc::new(document));
        let history = Rc::make_mut(&mut next.history);
        next.run = change.typed.map(|typed| Run::go_on(self.run.as_ref(), typed));
        if next.run.as_ref().is_some_and(Run::goes_on) {
            history.forget_redo();
        } else {
            history.push(Moment { document: was, place: change.before }, &next.document);
        }
        next.revision += 1;
        next
    }

    fn travel(&self, step: fn(&mut History, Moment) -> Option<Moment>) -> State {
        let mut next = self.clone();
        let here = Moment { document: self.document.clone(), place: self.place.clone() };
        match step(Rc::make_mut(&mut next.history), here) {
            None => State { moved: false, ..self.clone() },
            Some(moment) => {
                next.place = moment.place.map(|(field, range)| fields::clamp(&moment.document, field, range));
                next.document = moment.document;
                next.run = None;
                next.moved = next.place.is_some();
                next.revision += 1;
                next
            }
        }
    }
}
