//! When the text is written to a draft, which draft, and what the author is told: a state machine without a clock or a database.
//!
//! **A draft has one writer.** Every editor writes its own draft under an id that no other editor has, so two tabs can never
//! overwrite each other. An editor that starts from an earlier draft *follows* it: with its first own write the earlier draft
//! is deleted, but only if it still is what was read. Where two tabs follow the same draft, both texts therefore stay, as two
//! drafts, and both authors are told.
//!
//! **A draft never hides what the page says.** It remembers what the page's own text was when it was begun. When the page says
//! something else now, the page's text is shown and the draft is offered.
//!
//! Times are ms since 1970 in UTC and are passed in. This module knows no IndexedDB, no tab and no screen, only their names.

mod record;
mod state;

pub use super::notice::{Choice, Command, Notice, Tone, Topic};
pub use record::{Ancestor, Draft, Found, Line, Loaded, Message, Write, print};
pub use state::{DraftSummary, Failure, SaveState};

use serde::{Deserialize, Serialize};

use crate::document::Document;

/// Changes are written this long after the first of them, ms; further changes do not put it off.
const PAUSE: i64 = 300;
/// The first and the longest time between two tries when the browser refuses, ms.
const RETRY: (i64, i64) = (1_000, 30_000);
/// The page's own text is shown after this time even when the browser has not yet said which drafts it has, ms.
const PATIENCE: i64 = 1_000;

#[derive(Clone, Debug)]
pub enum Event {
    /// The drafts of this browser, or why it does not say.
    Listed(Result<Vec<Draft>, Failure>),
    /// The answer to [`Effect::Load`]; none when it is gone.
    Loaded(Option<Loaded>),
    /// The author changed the document.
    Changed,
    /// The time of [`Effect::Wait`] is over.
    Tick,
    /// The page is hidden, left, or the editor is taken out of it.
    Leaving,
    /// A [`Write`] is done.
    Written(Draft, Found),
    /// A [`Write`] of this id failed.
    Refused(String, Failure),
    Heard(Message),
    Chosen(Command),
    /// The list of drafts is about to be looked at.
    Look,
    /// The author wants to begin another document.
    New,
    /// The page put another text into the editor; its print, empty for none.
    PageChanged(String),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    List,
    Load(String),
    Write(Write),
    Delete(String),
    /// Mark the draft as not to be offered for the page's text of this print.
    SetAside(String, String),
    /// Send [`Event::Tick`] after so many ms; takes the place of an earlier one.
    Wait(i64),
    Say(Message),
    /// What is to be shown first is settled.
    Ready,
    /// This document takes the place of what is shown, and undo does not lead back: that text is in a draft of its own.
    Open(Document),
    /// The same with the page's own text.
    OpenPage,
    /// The same with an empty document.
    OpenBlank,
    Show(SaveState),
    Tell(Notice),
    Withdraw(Topic),
    Drafts(Vec<DraftSummary>),
    /// For the page that embeds the editor.
    Report(Failure),
}

/// See the module.
#[derive(Debug)]
pub struct Keeping {
    key: String,
    /// Print of what the page itself says; empty for nothing.
    page: String,
    /// Makes the ids of this editor's drafts: unique among all editors that ever were, and how many it has made.
    seed: (String, u32),
    /// Minutes east of UTC, to say times in.
    zone: i32,
    line: Line,
    drafts: Vec<Draft>,
    phase: Phase,
    /// The draft that was asked for; `opening` says whether the author did.
    loading: Option<String>,
    /// The author has changed something since the page's text was put in.
    touched: bool,
    /// Something has changed since the last write was handed over.
    dirty: bool,
    in_flight: u32,
    /// When the awaited tick is due.
    due: Option<i64>,
    refusals: u32,
    state: SaveState,
    /// What to open as soon as what is shown is written.
    opening: Option<Opening>,
    /// The other tab's draft that the author was told about last.
    told: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Which draft to show is being found out, and nothing is shown yet.
    Starting,
    /// The same, but the page's text is shown.
    Late,
    Running,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Opening {
    Draft(String),
    Blank,
}

/// What is known to be unwritten when an editor leaves its page, so that it can go on when it comes back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parked {
    pub line: Line,
    touched: bool,
    unsure: bool,
}

impl Keeping {
    /// `page` is the print of what the page itself says, empty for nothing; `seed` has never been used by another editor.
    pub fn new(key: String, page: String, seed: String, zone: i32, now: i64) -> (Keeping, Vec<Effect>) {
        let line = Line::new(format!("{seed}-0"), page.clone());
        let mut keeping = Keeping::with_line(key, page, seed, zone, line);
        keeping.due = Some(now + PATIENCE);
        (keeping, vec![Effect::List, Effect::Wait(PATIENCE)])
    }

    /// Goes on after the editor was taken out of the page and put back with the same text.
    pub fn resume(key: String, page: String, seed: String, zone: i32, now: i64, parked: Parked) -> (Keeping, Vec<Effect>) {
        let mut keeping = Keeping::with_line(key, page, seed, zone, parked.line);
        keeping.phase = Phase::Running;
        keeping.touched = parked.touched;
        let mut out = vec![Effect::Ready, Effect::List];
        if parked.unsure {
            keeping.changed(now, &mut out);
        }
        (keeping, out)
    }

    /// What [`Keeping::resume`] needs. Whatever was handed over to be written is not taken for written.
    pub fn park(&self) -> Parked {
        let unsure = self.dirty || self.in_flight > 0 || matches!(self.state, SaveState::Failed(_));
        Parked { line: self.line.clone(), touched: self.touched, unsure: unsure && self.touched }
    }

    fn with_line(key: String, page: String, seed: String, zone: i32, line: Line) -> Keeping {
        Keeping {
            key,
            page,
            seed: (seed, 0),
            zone,
            line,
            drafts: Vec::new(),
            phase: Phase::Starting,
            loading: None,
            touched: false,
            dirty: false,
            in_flight: 0,
            due: None,
            refusals: 0,
            state: SaveState::Unchanged,
            opening: None,
            told: None,
        }
    }

    pub fn handle(&mut self, now: i64, event: Event) -> Vec<Effect> {
        let mut out = Vec::new();
        match event {
            Event::Listed(Ok(drafts)) => self.listed(drafts, &mut out),
            Event::Listed(Err(failure)) => self.unlisted(failure, &mut out),
            Event::Loaded(loaded) => self.loaded(loaded, &mut out),
            Event::Changed => self.changed(now, &mut out),
            Event::Tick => self.tick(now, &mut out),
            Event::Leaving => self.flush(now, &mut out),
            Event::Written(draft, found) => self.written(now, draft, found, &mut out),
            Event::Refused(id, failure) => self.refused(now, &id, failure, &mut out),
            Event::Heard(message) => self.heard(message, &mut out),
            Event::Chosen(command) => self.chosen(now, command, &mut out),
            Event::Look => out.push(Effect::List),
            Event::New => self.open(now, Opening::Blank, &mut out),
            Event::PageChanged(page) => self.page_changed(now, page, &mut out),
        }
        out
    }

    fn listed(&mut self, drafts: Vec<Draft>, out: &mut Vec<Effect>) {
        self.drafts.clear();
        for draft in drafts {
            // The newest first.
            let at = self.drafts.partition_point(|other| other.updated >= draft.updated);
            self.drafts.insert(at, draft);
        }
        self.show_drafts(out);
        if self.phase == Phase::Running || self.loading.is_some() {
            return;
        }
        let page = &self.page;
        let newest =
            self.drafts.iter().find(|draft| draft.key == self.key && draft.set_aside.as_ref() != Some(page) && draft.id != self.line.own);
        match newest {
            Some(draft) => {
                self.loading = Some(draft.id.clone());
                out.push(Effect::Load(draft.id.clone()));
            }
            None => self.ready(out),
        }
    }

    fn unlisted(&mut self, failure: Failure, out: &mut Vec<Effect>) {
        if self.phase != Phase::Running {
            self.ready(out);
            self.fail(failure, out);
        }
    }

    fn loaded(&mut self, loaded: Option<Loaded>, out: &mut Vec<Effect>) {
        let Some(awaited) = self.loading.take() else { return };
        if loaded.as_ref().is_some_and(|loaded| loaded.draft.id != awaited) {
            self.loading = Some(awaited);
            return;
        }
        let chosen = self.opening.take().is_some();
        match loaded {
            Some(Loaded { draft, print, document: Ok(document) }) => {
                let same = print == self.page;
                let hides_nothing = !self.touched && (same || draft.base == self.page);
                if !chosen && !hides_nothing {
                    if !same {
                        out.push(Effect::Tell(self.offer(&draft)));
                    }
                    return self.ready(out);
                }
                self.line = Line {
                    own: self.fresh_id(),
                    version: 0,
                    written: false,
                    follows: Some(Ancestor { id: draft.id.clone(), version: draft.version }),
                    from: Some(draft.id.clone()),
                    base: self.page.clone(),
                };
                self.dirty = false;
                self.told = None;
                out.push(Effect::Open(document));
                self.show(SaveState::Kept { at: draft.updated }, out);
                out.push(Effect::Withdraw(Topic::OtherTab));
                out.push(Effect::Say(Message::Opened { id: self.line.own.clone(), from: draft.id.clone() }));
                match chosen || same || self.page.is_empty() {
                    true => out.push(Effect::Withdraw(Topic::Draft)),
                    false => out.push(Effect::Tell(self.restored(&draft))),
                }
                self.show_drafts(out);
            }
            Some(Loaded { draft, document: Err(words), .. }) => {
                let text = format!("{} cannot be shown: {words}. It is still kept in this browser.", self.name(&draft));
                out.push(Effect::Tell(Notice { topic: Topic::Draft, tone: Tone::Warning, text, choices: Vec::new() }));
            }
            None => out.push(Effect::List),
        }
        self.ready(out);
    }

    fn ready(&mut self, out: &mut Vec<Effect>) {
        if self.phase == Phase::Starting {
            out.push(Effect::Ready);
        }
        self.phase = Phase::Running;
    }

    fn changed(&mut self, now: i64, out: &mut Vec<Effect>) {
        self.touched = true;
        self.dirty = true;
        if !matches!(self.state, SaveState::Failed(_)) {
            self.show(SaveState::Pending, out);
        }
        self.wait(now, PAUSE, out);
    }

    /// A tick in `ms` at the latest; an earlier one that is due already stands.
    fn wait(&mut self, now: i64, ms: i64, out: &mut Vec<Effect>) {
        if self.due.is_none_or(|due| due > now + ms) {
            self.due = Some(now + ms);
            out.push(Effect::Wait(ms));
        }
    }

    fn tick(&mut self, now: i64, out: &mut Vec<Effect>) {
        self.due = None;
        if self.phase == Phase::Starting {
            out.push(Effect::Ready);
            self.phase = Phase::Late;
        }
        self.flush(now, out);
    }

    fn flush(&mut self, now: i64, out: &mut Vec<Effect>) {
        if !self.dirty {
            return;
        }
        self.dirty = false;
        self.in_flight += 1;
        self.line.version += 1;
        out.push(Effect::Write(Write {
            id: self.line.own.clone(),
            key: self.key.clone(),
            version: self.line.version,
            base: self.line.base.clone(),
            updated: now,
            follows: self.line.follows.clone(),
        }));
    }

    fn written(&mut self, now: i64, draft: Draft, found: Found, out: &mut Vec<Effect>) {
        self.in_flight = self.in_flight.saturating_sub(1);
        self.refusals = 0;
        let current = draft.id == self.line.own;
        if current {
            // Only the first answer speaks of the followed draft: after it, this very editor has deleted it.
            let followed = self.line.follows.take();
            let lost_ancestor = followed.as_ref().is_some_and(|ancestor| found.ancestor != Some(ancestor.version));
            let lost_own = std::mem::replace(&mut self.line.written, true) && found.own.is_none();
            if let Some(ancestor) = &followed
                && !lost_ancestor
            {
                self.drafts.retain(|known| known.id != ancestor.id);
            }
            if lost_ancestor || lost_own {
                self.tell_both_kept(out);
                out.push(Effect::List);
            }
            if draft.version == self.line.version && !self.dirty {
                self.show(SaveState::Kept { at: now }, out);
            } else if matches!(self.state, SaveState::Failed(_)) {
                self.show(SaveState::Pending, out);
            }
        }
        out.push(Effect::Say(Message::Wrote { id: draft.id.clone(), from: self.line.from.clone().filter(|_| current) }));
        self.drafts.retain(|known| known.id != draft.id);
        self.drafts.insert(0, draft);
        self.show_drafts(out);
        if self.in_flight == 0 && self.opening.is_some() {
            self.open_now(out);
        }
    }

    /// What is shown is written first: opening something else must not cost it.
    fn open(&mut self, now: i64, opening: Opening, out: &mut Vec<Effect>) {
        self.flush(now, out);
        self.opening = Some(opening);
        if self.in_flight == 0 {
            self.open_now(out);
        }
    }

    fn open_now(&mut self, out: &mut Vec<Effect>) {
        match &self.opening {
            Some(Opening::Draft(id)) => {
                self.loading = Some(id.clone());
                out.push(Effect::Load(id.clone()));
            }
            Some(Opening::Blank) => {
                self.opening = None;
                self.start_afresh(Effect::OpenBlank, out);
            }
            None => {}
        }
    }

    fn refused(&mut self, now: i64, id: &str, failure: Failure, out: &mut Vec<Effect>) {
        self.in_flight = self.in_flight.saturating_sub(1);
        if id == self.line.own {
            self.dirty = true;
            let wait = RETRY.0.saturating_mul(1 << self.refusals.min(5)).min(RETRY.1);
            self.refusals += 1;
            self.due = None;
            self.wait(now, wait, out);
        }
        if self.opening.take().is_some() {
            let text = "The text that is shown could not be kept, so nothing else was opened. Download it first.".to_owned();
            let choices = vec![Choice::new("Download as Markdown", Command::Export)];
            out.push(Effect::Tell(Notice { topic: Topic::Draft, tone: Tone::Warning, text, choices }));
        }
        self.fail(failure, out);
    }

    fn heard(&mut self, message: Message, out: &mut Vec<Effect>) {
        match message {
            Message::Opened { id, from } if id != self.line.own && self.line.is(&from) => {
                out.push(Effect::Say(Message::Here { id: self.line.own.clone(), from }));
            }
            Message::Here { id, from } if id != self.line.own && self.line.is(&from) && self.told.is_none() => {
                let text = "This draft is open in another tab too. What you write here is kept as a draft of its own.".to_owned();
                let choices = vec![Choice::new("All right", Command::Close)];
                out.push(Effect::Tell(Notice { topic: Topic::OtherTab, tone: Tone::Info, text, choices }));
            }
            Message::Wrote { id, from } => {
                let same = self.line.is(&id) || from.as_deref().is_some_and(|from| self.line.is(from));
                if id != self.line.own && same && self.told.as_ref() != Some(&id) {
                    let text = "This draft was changed in another tab. What you write here is kept as a draft of its own.".to_owned();
                    let show = Choice::new("Show the other text", Command::OpenDraft(id.clone()));
                    let choices = vec![show, Choice::new("Go on here", Command::Close)];
                    out.push(Effect::Tell(Notice { topic: Topic::OtherTab, tone: Tone::Warning, text, choices }));
                    self.told = Some(id);
                }
                out.push(Effect::List);
            }
            Message::Deleted { id } => {
                if self.line.is(&id) {
                    self.line.follows = None;
                    let text = "This draft was deleted in another tab. Its text is still here, and will be kept again when you change it.";
                    let choices = vec![Choice::new("Keep it now", Command::Retry), Choice::new("All right", Command::Close)];
                    out.push(Effect::Tell(Notice { topic: Topic::OtherTab, tone: Tone::Warning, text: text.to_owned(), choices }));
                    self.show(SaveState::Unchanged, out);
                }
                out.push(Effect::List);
            }
            Message::Opened { .. } | Message::Here { .. } => {}
        }
    }

    fn chosen(&mut self, now: i64, command: Command, out: &mut Vec<Effect>) {
        match command {
            Command::OpenDraft(id) => self.open(now, Opening::Draft(id), out),
            Command::DeleteDraft(id) => {
                out.extend([Effect::Delete(id.clone()), Effect::Say(Message::Deleted { id: id.clone() })]);
                self.drafts.retain(|draft| draft.id != id);
                if self.line.is(&id) {
                    self.start_afresh(Effect::OpenPage, out);
                }
                self.show_drafts(out);
                out.push(Effect::List);
            }
            Command::SetAside(id) => {
                out.push(Effect::SetAside(id.clone(), self.page.clone()));
                if self.line.is(&id) {
                    self.flush(now, out);
                    if self.line.version > 0 {
                        out.push(Effect::SetAside(self.line.own.clone(), self.page.clone()));
                    }
                    self.start_afresh(Effect::OpenPage, out);
                }
                out.extend([Effect::Withdraw(Topic::Draft), Effect::List]);
            }
            Command::Retry => {
                self.dirty = true;
                self.flush(now, out);
            }
            Command::Save => self.flush(now, out),
            Command::Export | Command::Close => {}
        }
    }

    /// Another text than before, and nothing written for it yet.
    fn start_afresh(&mut self, with: Effect, out: &mut Vec<Effect>) {
        self.line = Line::new(self.fresh_id(), self.page.clone());
        self.dirty = false;
        self.told = None;
        out.push(with);
        self.show(SaveState::Unchanged, out);
    }

    fn page_changed(&mut self, now: i64, page: String, out: &mut Vec<Effect>) {
        self.flush(now, out);
        self.line = Line::new(self.fresh_id(), page.clone());
        self.page = page;
        self.loading = None;
        self.opening = None;
        if self.phase == Phase::Running {
            self.phase = Phase::Late;
        }
        self.show(SaveState::Unchanged, out);
        out.push(Effect::List);
    }

    fn fresh_id(&mut self) -> String {
        self.seed.1 += 1;
        format!("{}-{}", self.seed.0, self.seed.1)
    }

    fn show(&mut self, state: SaveState, out: &mut Vec<Effect>) {
        if matches!(self.state, SaveState::Failed(_)) && matches!(state, SaveState::Kept { .. } | SaveState::Pending) {
            out.push(Effect::Withdraw(Topic::Storage));
        }
        if self.state != state {
            self.state = state.clone();
            out.push(Effect::Show(state));
        }
    }

    fn fail(&mut self, failure: Failure, out: &mut Vec<Effect>) {
        if self.state == SaveState::Failed(failure.clone()) {
            return;
        }
        let choices = vec![Choice::new("Download as Markdown", Command::Export), Choice::new("Try again", Command::Retry)];
        let text = failure.to_string();
        out.push(Effect::Tell(Notice { topic: Topic::Storage, tone: Tone::Error, text, choices }));
        out.push(Effect::Report(failure.clone()));
        self.show(SaveState::Failed(failure), out);
    }

    fn tell_both_kept(&self, out: &mut Vec<Effect>) {
        let text = "This draft was changed in another tab as well. Both texts are kept, as two drafts; this tab goes on with yours.";
        let choices = vec![Choice::new("Go on", Command::Close)];
        out.push(Effect::Tell(Notice { topic: Topic::OtherTab, tone: Tone::Warning, text: text.to_owned(), choices }));
    }

    fn offer(&self, draft: &Draft) -> Notice {
        let text = match self.touched {
            true => format!("{} is kept in this browser as well.", self.name(draft)),
            false => format!("{} differs from this page, which has changed since. The page's text is shown.", self.name(draft)),
        };
        let choices = vec![
            Choice::new("Open the draft", Command::OpenDraft(draft.id.clone())),
            Choice::new("Stay with this text", Command::SetAside(draft.id.clone())),
        ];
        Notice { topic: Topic::Draft, tone: Tone::Warning, text, choices }
    }

    fn restored(&self, draft: &Draft) -> Notice {
        let text = format!("{} is shown; it is not on the page yet.", self.name(draft));
        let choices =
            vec![Choice::new("Go on", Command::Close), Choice::new("Show the page's text instead", Command::SetAside(draft.id.clone()))];
        Notice { topic: Topic::Draft, tone: Tone::Info, text, choices }
    }

    fn name(&self, draft: &Draft) -> String {
        format!("Your draft of {}", state::local_time(draft.updated, self.zone))
    }

    fn show_drafts(&self, out: &mut Vec<Effect>) {
        let summary = |draft: &Draft| DraftSummary {
            id: draft.id.clone(),
            title: draft.title.clone(),
            updated: draft.updated,
            open: self.line.is(&draft.id),
            elsewhere: (draft.key != self.key).then(|| draft.key.clone()),
        };
        let (here, elsewhere): (Vec<_>, Vec<_>) = self.drafts.iter().map(summary).partition(|draft| draft.elsewhere.is_none());
        out.push(Effect::Drafts(here.into_iter().chain(elsewhere).collect()));
    }
}

#[cfg(test)]
mod tests;
