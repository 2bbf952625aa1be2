//! What every component of one editor can reach. It never changes while the editor stands, so nothing is drawn again for it.

use std::rc::Rc;

use yew::prelude::*;

use super::chrome::{Chrome, Dialog, Offer, Show};
use super::fields::Fields;
use super::mount::Link;
use crate::document::Document;
use crate::editor::{Action, State};
use crate::surface::Desk;

/// The reducer of `editor`, as Yew holds it.
#[derive(Clone)]
pub struct Editing {
    pub state: State,
    /// Counts the actions, those that changed nothing too.
    pub step: u64,
}

impl Reducible for Editing {
    type Action = Change;

    fn reduce(self: Rc<Editing>, change: Change) -> Rc<Editing> {
        let state = match change {
            Change::Act(action) => self.state.reduce(action),
            Change::Open(document) => State::new(*document),
        };
        Rc::new(Editing { state, step: self.step + 1 })
    }
}

pub enum Change {
    Act(Action),
    /// Another document takes the place of this one, and its history starts here.
    Open(Box<Document>),
}

#[derive(Clone)]
pub struct Context(Rc<Inner>);

pub struct Inner {
    pub edit: UseReducerDispatcher<Editing>,
    pub chrome: UseReducerDispatcher<Chrome>,
    pub desk: Rc<Desk>,
    pub fields: Fields,
    pub link: Rc<Link>,
}

impl Context {
    pub fn new(inner: Inner) -> Context {
        Context(Rc::new(inner))
    }

    pub fn act(&self, action: Action) {
        self.edit.dispatch(Change::Act(action));
    }

    pub fn show(&self, show: Show) {
        self.chrome.dispatch(show);
    }

    pub fn open(&self, dialog: Dialog) {
        self.show(Show::Dialog(Some(dialog)));
    }

    pub fn toast(&self, text: impl Into<String>, offer: Offer) {
        self.show(Show::Toast(text.into(), offer));
    }

    /// A callback that does this, whatever the event was.
    pub fn acting<E>(&self, action: Action) -> Callback<E> {
        let context = self.clone();
        Callback::from(move |_: E| context.act(action.clone()))
    }

    pub fn showing<E>(&self, show: Show) -> Callback<E> {
        let context = self.clone();
        Callback::from(move |_: E| context.show(show.clone()))
    }

    /// A callback that sets what it is given.
    pub fn setting<T: 'static>(&self, action: fn(T) -> Action) -> Callback<T> {
        let context = self.clone();
        Callback::from(move |value: T| context.act(action(value)))
    }
}

impl std::ops::Deref for Context {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl PartialEq for Context {
    fn eq(&self, other: &Context) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// The context of the editor that a component stands in.
#[hook]
pub fn use_editor() -> Context {
    use_context::<Context>().expect("every component of the editor is rendered inside `App`, which provides the context")
}
