//! Carries out what [`Keeping`] decides: against the database, the other tabs, a timer and the page's coming and going.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Document as Page, Window};

use super::database::Database;
use super::tabs::Tabs;
use crate::document::Document;
use crate::editor::keeping::{DraftSummary, Effect, Event, Failure, Keeping, Loaded, Notice, Parked, SaveState, Topic, Write, print};
use crate::formats::json;

/// What a keeper starts with.
pub struct Start {
    /// Of the page; see [`Draft::key`](crate::editor::keeping::Draft::key).
    pub key: String,
    /// Print of what the page itself says; empty for nothing.
    pub page: String,
    /// Where an earlier keeper of the same text left off.
    pub parked: Option<Parked>,
    /// The document as it is now; none when the editor is gone.
    pub document: Rc<dyn Fn() -> Option<Rc<Document>>>,
    pub show: Rc<dyn Fn(Shown)>,
}

/// What the author is to see.
pub enum Shown {
    /// Which text to begin with is settled.
    Ready,
    /// This document instead of what is shown.
    Open(Document),
    /// The page's own text instead of what is shown.
    Page,
    /// An empty document instead of what is shown.
    Blank,
    State(SaveState),
    Notice(Notice),
    NoNotice(Topic),
    Drafts(Vec<DraftSummary>),
    /// For the page that embeds the editor.
    Failure(Failure),
}

/// Keeps one editor's text. Dropping it ends that; write first, by [`Event::Leaving`].
pub struct Keeper {
    inner: Rc<Inner>,
}

struct Inner {
    keeping: RefCell<Option<Keeping>>,
    database: Database,
    document: Rc<dyn Fn() -> Option<Rc<Document>>>,
    show: Rc<dyn Fn(Shown)>,
    tabs: RefCell<Option<Tabs>>,
    timer: RefCell<Option<Timeout>>,
    listeners: RefCell<Vec<EventListener>>,
    ended: Cell<bool>,
}

impl Keeper {
    pub fn new(start: Start) -> Keeper {
        let inner = Rc::new(Inner {
            keeping: RefCell::new(None),
            database: Database::default(),
            document: start.document,
            show: start.show,
            tabs: RefCell::new(None),
            timer: RefCell::new(None),
            listeners: RefCell::default(),
            ended: Cell::new(false),
        });
        let weak = Rc::downgrade(&inner);
        *inner.tabs.borrow_mut() = Some(Tabs::new(move |message| send(&weak, Event::Heard(message))));
        if let Some(window) = web_sys::window() {
            *inner.listeners.borrow_mut() = leaving(&window, &inner);
        }
        let (now, seed) = (now(), seed());
        let (keeping, effects) = match start.parked {
            Some(parked) => Keeping::resume(start.key, start.page, seed, zone(), now, parked),
            None => Keeping::new(start.key, start.page, seed, zone(), now),
        };
        *inner.keeping.borrow_mut() = Some(keeping);
        inner.carry_out(effects);
        Keeper { inner }
    }

    pub fn send(&self, event: Event) {
        self.inner.send(event);
    }

    pub fn park(&self) -> Option<Parked> {
        self.inner.keeping.borrow().as_ref().map(Keeping::park)
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        let inner = &self.inner;
        inner.ended.set(true);
        inner.tabs.take();
        inner.timer.take();
        inner.listeners.take();
    }
}

impl Inner {
    fn send(self: &Rc<Self>, event: Event) {
        if self.ended.get() {
            return;
        }
        let effects = self.keeping.borrow_mut().as_mut().map(|keeping| keeping.handle(now(), event));
        self.carry_out(effects.unwrap_or_default());
    }

    fn carry_out(self: &Rc<Self>, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::List => self.ask(|database| async move { Some(Event::Listed(database.list().await)) }),
                Effect::Load(id) => self.ask(|database| async move { Some(Event::Loaded(load(&database, &id).await)) }),
                Effect::Write(write) => {
                    // The document as it is at this moment: the next effect may show another one.
                    if let Some(document) = (self.document)() {
                        self.ask(|database| async move { Some(self::write(&database, write, &document).await) });
                    }
                }
                Effect::Delete(id) => self.ask(|database| async move {
                    // What could not be deleted is listed again.
                    let _ = database.delete(&id).await;
                    None
                }),
                Effect::SetAside(id, page) => self.ask(|database| async move {
                    // The worst that follows is that the same is offered again.
                    let _ = database.set_aside(&id, page).await;
                    None
                }),
                Effect::Wait(ms) => {
                    let weak = Rc::downgrade(self);
                    let ms = u32::try_from(ms).unwrap_or(0);
                    *self.timer.borrow_mut() = Some(Timeout::new(ms, move || send(&weak, Event::Tick)));
                }
                Effect::Say(message) => {
                    if let Some(tabs) = &*self.tabs.borrow() {
                        tabs.say(&message);
                    }
                }
                Effect::Ready => (self.show)(Shown::Ready),
                Effect::Open(document) => (self.show)(Shown::Open(document)),
                Effect::OpenPage => (self.show)(Shown::Page),
                Effect::OpenBlank => (self.show)(Shown::Blank),
                Effect::Show(state) => (self.show)(Shown::State(state)),
                Effect::Tell(notice) => (self.show)(Shown::Notice(notice)),
                Effect::Withdraw(topic) => (self.show)(Shown::NoNotice(topic)),
                Effect::Drafts(drafts) => (self.show)(Shown::Drafts(drafts)),
                Effect::Report(failure) => (self.show)(Shown::Failure(failure)),
            }
        }
    }

    /// Asks the database, and goes on with its answer if the editor is still there.
    fn ask<F: Future<Output = Option<Event>> + 'static>(self: &Rc<Self>, question: impl FnOnce(Database) -> F) {
        let weak = Rc::downgrade(self);
        let answer = question(self.database.clone());
        spawn_local(async move {
            if let Some(event) = answer.await {
                send(&weak, event);
            }
        });
    }
}

fn send(inner: &Weak<Inner>, event: Event) {
    if let Some(inner) = inner.upgrade() {
        inner.send(event);
    }
}

async fn load(database: &Database, id: &str) -> Option<Loaded> {
    let (draft, json) = database.load(id).await.ok().flatten()?;
    let document = json::read(&json).map(|(document, _)| document).map_err(|problem| problem.to_string());
    let print = document.as_ref().map_or_else(|_| String::new(), print);
    Some(Loaded { draft, print, document })
}

async fn write(database: &Database, write: Write, document: &Document) -> Event {
    match database.write(&write, document.title.clone(), &json::compact(document)).await {
        Ok((draft, found)) => Event::Written(draft, found),
        Err(failure) => Event::Refused(write.id, failure),
    }
}

/// A hidden page may be discarded without another word, so that is when to write.
fn leaving(window: &Window, inner: &Rc<Inner>) -> Vec<EventListener> {
    let mut listeners = Vec::new();
    let weak = Rc::downgrade(inner);
    listeners.push(EventListener::new(window, "pagehide", move |_| send(&weak, Event::Leaving)));
    if let Some(page) = window.document() {
        let weak = Rc::downgrade(inner);
        listeners.push(EventListener::new(&page, "visibilitychange", move |event| {
            use wasm_bindgen::JsCast;
            let page = event.target().and_then(|target| target.dyn_into::<Page>().ok());
            if page.is_some_and(|page| page.hidden()) {
                send(&weak, Event::Leaving);
            }
        }));
    }
    listeners
}

/// UTC ms.
fn now() -> i64 {
    js_sys::Date::now() as i64
}

/// Minutes east of UTC.
fn zone() -> i32 {
    -(js_sys::Date::new_0().get_timezone_offset() as i32)
}

/// No other editor has had it: the time, and 52 bits of chance. `crypto` would not do better here, and is missing on plain HTTP.
fn seed() -> String {
    format!("{:x}-{:x}", now(), (js_sys::Math::random() * (1_u64 << 52) as f64) as u64)
}
