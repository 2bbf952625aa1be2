//! Editors in tabs over one database, both simulated: effects are carried out, so a test says what authors do and what they see.

use std::collections::{BTreeMap, VecDeque};

use proptest::prelude::*;

use super::*;
use crate::document::SCHEMA;

fn document(text: &str) -> Document {
    Document { schema: SCHEMA.to_owned(), title: text.to_owned(), meta: Default::default(), sections: vec![], dismissals: vec![] }
}

/// The print of what a page says; empty for an empty page.
fn print_of(text: &str) -> String {
    if text.is_empty() { String::new() } else { print(&document(text)) }
}

#[derive(Default)]
struct Browser {
    now: i64,
    records: BTreeMap<String, (Draft, String)>,
    tabs: Vec<Option<Tab>>,
    opened: u32,
    /// Every request is answered with this while it is set.
    broken: Option<Failure>,
    /// Requests that are not answered yet; they are carried out in order.
    queue: VecDeque<(usize, Request)>,
}

struct Tab {
    keeping: Keeping,
    page: String,
    shown: String,
    ready: bool,
    wait: Option<i64>,
    state: SaveState,
    notices: BTreeMap<Topic, Notice>,
    drafts: Vec<DraftSummary>,
    reported: Vec<&'static str>,
}

enum Request {
    List,
    Load(String),
    Write(Write, String),
    Delete(String),
    SetAside(String, String),
}

impl Browser {
    fn open(&mut self, page: &str) -> usize {
        let tab = self.open_unanswered(page);
        self.answer_all();
        tab
    }

    fn open_unanswered(&mut self, page: &str) -> usize {
        self.opened += 1;
        let (keeping, effects) = Keeping::new("INC-1".into(), print_of(page), format!("tab{}", self.opened), 60, self.now);
        self.tabs.push(Some(Tab {
            keeping,
            page: page.to_owned(),
            shown: page.to_owned(),
            ready: false,
            wait: None,
            state: SaveState::Unchanged,
            notices: BTreeMap::new(),
            drafts: Vec::new(),
            reported: Vec::new(),
        }));
        let tab = self.tabs.len() - 1;
        self.carry_out(tab, effects);
        tab
    }

    fn tab(&self, tab: usize) -> &Tab {
        self.tabs[tab].as_ref().expect("the tab is open")
    }

    fn send(&mut self, tab: usize, event: Event) {
        let now = self.now;
        if let Some(open) = &mut self.tabs[tab] {
            let effects = open.keeping.handle(now, event);
            self.carry_out(tab, effects);
        }
    }

    fn write(&mut self, tab: usize, text: &str) {
        self.tabs[tab].as_mut().expect("the tab is open").shown = text.to_owned();
        self.send(tab, Event::Changed);
    }

    fn choose(&mut self, tab: usize, topic: Topic, label: &str) {
        let notice = self.tab(tab).notices.get(&topic).unwrap_or_else(|| panic!("no notice of {topic:?}")).clone();
        let choice = notice.choices.iter().find(|choice| choice.label == label).unwrap_or_else(|| panic!("{notice:?}"));
        self.tabs[tab].as_mut().expect("open").notices.remove(&topic);
        self.send(tab, Event::Chosen(choice.command.clone()));
        self.answer_all();
    }

    /// The process is gone: nothing that was not yet answered happens.
    fn crash(&mut self, tab: usize) {
        self.tabs[tab] = None;
        self.queue.retain(|(from, _)| *from != tab);
    }

    fn close(&mut self, tab: usize) {
        self.send(tab, Event::Leaving);
        self.answer_all();
        self.tabs[tab] = None;
    }

    fn pass(&mut self, ms: i64) {
        let end = self.now + ms;
        loop {
            let due = self.tabs.iter().flatten().filter_map(|tab| tab.wait).filter(|at| *at <= end).min();
            let Some(due) = due else { break };
            self.now = self.now.max(due);
            for tab in 0..self.tabs.len() {
                if let Some(open) = &mut self.tabs[tab]
                    && open.wait == Some(due)
                {
                    open.wait = None;
                    self.send(tab, Event::Tick);
                }
            }
            self.answer_all();
        }
        self.now = end;
    }

    fn answer_all(&mut self) {
        while let Some((tab, request)) = self.queue.pop_front() {
            self.answer(tab, request);
        }
    }

    fn answer(&mut self, tab: usize, request: Request) {
        let broken = self.broken.clone();
        let event = match (request, broken) {
            (Request::List, None) => Event::Listed(Ok(self.records.values().map(|(draft, _)| draft.clone()).collect())),
            (Request::List, Some(failure)) => Event::Listed(Err(failure)),
            (Request::Load(id), None) => Event::Loaded(self.records.get(&id).map(|(draft, text)| Loaded {
                draft: draft.clone(),
                print: print_of(text),
                document: Ok(document(text)),
            })),
            (Request::Write(write, text), None) => {
                let found = Found {
                    own: self.records.get(&write.id).map(|(draft, _)| draft.version),
                    ancestor: write.follows.as_ref().and_then(|a| self.records.get(&a.id)).map(|(draft, _)| draft.version),
                };
                if let Some(ancestor) = &write.follows
                    && found.ancestor == Some(ancestor.version)
                {
                    self.records.remove(&ancestor.id);
                }
                let draft = Draft {
                    id: write.id.clone(),
                    key: write.key,
                    title: text.clone(),
                    updated: write.updated,
                    version: write.version,
                    base: write.base,
                    set_aside: None,
                };
                self.records.insert(write.id, (draft.clone(), text));
                Event::Written(draft, found)
            }
            (Request::Write(write, _), Some(failure)) => Event::Refused(write.id, failure),
            (Request::Delete(id), None) => {
                self.records.remove(&id);
                return;
            }
            (Request::SetAside(id, page), None) => {
                if let Some((draft, _)) = self.records.get_mut(&id) {
                    draft.set_aside = Some(page);
                }
                return;
            }
            (Request::Load(_), Some(_)) => Event::Loaded(None),
            (Request::Delete(_) | Request::SetAside(..), Some(_)) => return,
        };
        self.send(tab, event);
    }

    fn carry_out(&mut self, tab: usize, effects: Vec<Effect>) {
        for effect in effects {
            let now = self.now;
            let Some(open) = &mut self.tabs[tab] else { return };
            match effect {
                Effect::List => self.queue.push_back((tab, Request::List)),
                Effect::Load(id) => self.queue.push_back((tab, Request::Load(id))),
                Effect::Write(write) => self.queue.push_back((tab, Request::Write(write, open.shown.clone()))),
                Effect::Delete(id) => self.queue.push_back((tab, Request::Delete(id))),
                Effect::SetAside(id, page) => self.queue.push_back((tab, Request::SetAside(id, page))),
                Effect::Wait(ms) => open.wait = Some(now + ms),
                Effect::Ready => open.ready = true,
                Effect::Open(document) => open.shown = document.title,
                Effect::OpenPage => open.shown = open.page.clone(),
                Effect::OpenBlank => open.shown = String::new(),
                Effect::Show(state) => open.state = state,
                Effect::Tell(notice) => drop(open.notices.insert(notice.topic, notice)),
                Effect::Withdraw(topic) => drop(open.notices.remove(&topic)),
                Effect::Drafts(drafts) => open.drafts = drafts,
                Effect::Report(failure) => open.reported.push(failure.code()),
                Effect::Say(message) => {
                    for other in (0..self.tabs.len()).filter(|other| *other != tab) {
                        self.send(other, Event::Heard(message.clone()));
                    }
                }
            }
        }
    }

    fn texts(&self) -> Vec<&str> {
        self.records.values().map(|(_, text)| text.as_str()).collect()
    }
}

#[test]
fn every_change_is_written_within_a_second_even_while_typing_goes_on() {
    let mut browser = Browser::default();
    let tab = browser.open("");
    for n in 0..20 {
        browser.write(tab, &format!("text {n}"));
        assert_eq!(browser.tab(tab).state, SaveState::Pending);
        browser.pass(100);
    }
    let written: i32 = browser.texts()[0].rsplit(' ').next().unwrap().parse().unwrap();
    assert!(written >= 19 - 9, "{written}");
    browser.pass(PAUSE);
    assert_eq!(browser.texts(), ["text 19"]);
    assert!(matches!(browser.tab(tab).state, SaveState::Kept { .. }));
    browser.pass(60_000);
    assert_eq!(browser.tab(tab).wait, None, "nothing ticks when nothing changes");
}

#[test]
fn a_reload_restores_and_the_first_change_takes_the_place_of_the_old_draft() {
    let mut browser = Browser::default();
    let tab = browser.open("");
    browser.write(tab, "first");
    browser.close(tab);
    assert_eq!(browser.texts(), ["first"]);

    let tab = browser.open("");
    assert_eq!((browser.tab(tab).shown.as_str(), browser.tab(tab).ready), ("first", true));
    assert!(browser.tab(tab).notices.is_empty(), "the page says nothing of its own, so there is nothing to tell");
    assert_eq!(browser.texts(), ["first"], "reading alone changes nothing");
    browser.write(tab, "second");
    browser.pass(1000);
    assert_eq!(browser.texts(), ["second"]);
    assert_eq!(browser.tab(tab).drafts.len(), 1);
    assert!(browser.tab(tab).drafts[0].open);
}

#[test]
fn after_a_crash_at_most_the_last_pause_is_missing() {
    let mut browser = Browser::default();
    let tab = browser.open("");
    browser.write(tab, "kept");
    browser.pass(PAUSE);
    browser.write(tab, "not yet");
    browser.crash(tab);
    let tab = browser.open("");
    assert_eq!(browser.tab(tab).shown, "kept");
}

#[test]
fn two_tabs_on_one_draft_are_told_and_both_texts_stay() {
    let mut browser = Browser::default();
    let first = browser.open("");
    browser.write(first, "common");
    browser.pass(1000);
    let second = browser.open("");
    assert_eq!(browser.tab(second).shown, "common");
    assert!(browser.tab(second).notices[&Topic::OtherTab].text.contains("open in another tab"));

    browser.write(second, "from the second");
    browser.pass(1000);
    assert!(browser.tab(first).notices[&Topic::OtherTab].text.contains("changed in another tab"));
    browser.write(first, "from the first");
    browser.pass(1000);
    assert_eq!(browser.texts(), ["from the first", "from the second"]);
    assert_eq!(browser.tab(first).shown, "from the first");
    assert_eq!(browser.tab(second).shown, "from the second");

    browser.write(second, "from the second, more");
    browser.pass(1000);
    assert!(browser.tab(second).notices[&Topic::OtherTab].text.contains("another tab"));
    assert_eq!(browser.tab(first).drafts.len(), 2);
}

#[test]
fn an_idle_tab_can_take_over_what_the_other_wrote() {
    let mut browser = Browser::default();
    let first = browser.open("");
    browser.write(first, "common");
    browser.pass(1000);
    let second = browser.open("");
    browser.write(second, "newer");
    browser.pass(1000);
    browser.choose(first, Topic::OtherTab, "Show the other text");
    assert_eq!(browser.tab(first).shown, "newer");
    assert_eq!(browser.texts(), ["newer"]);
}

#[test]
fn without_any_message_the_write_itself_notices_the_other_tab() {
    let mut browser = Browser::default();
    let first = browser.open("");
    browser.write(first, "common");
    browser.close(first);
    let (one, two) = (browser.open(""), browser.open(""));
    for tab in [one, two] {
        browser.tabs[tab].as_mut().unwrap().notices.clear();
    }
    browser.write(one, "one");
    browser.write(two, "two");
    browser.pass(PAUSE);
    assert_eq!(browser.texts(), ["one", "two"]);
    assert!(browser.tab(two).notices[&Topic::OtherTab].text.contains("Both texts are kept"));
}

#[test]
fn a_page_that_changed_since_is_shown_and_the_draft_is_offered() {
    let mut browser = Browser::default();
    let tab = browser.open("page one");
    browser.write(tab, "my draft");
    browser.close(tab);

    let tab = browser.open("page one");
    assert_eq!(browser.tab(tab).shown, "my draft");
    assert!(browser.tab(tab).notices[&Topic::Draft].text.contains("not on the page yet"));
    browser.close(tab);

    let tab = browser.open("page two");
    assert_eq!(browser.tab(tab).shown, "page two");
    browser.choose(tab, Topic::Draft, "Open the draft");
    assert_eq!(browser.tab(tab).shown, "my draft");
    browser.close(tab);

    let tab = browser.open("page two");
    browser.choose(tab, Topic::Draft, "Stay with this text");
    assert_eq!((browser.tab(tab).shown.as_str(), browser.texts()), ("page two", vec!["my draft"]));
    browser.close(tab);
    let tab = browser.open("page two");
    assert!(browser.tab(tab).notices.is_empty(), "set aside for this text of the page");
    let tab = browser.open("page three");
    assert_eq!(browser.tab(tab).notices.len(), 1, "but not for another");
}

#[test]
fn a_page_that_says_what_the_draft_says_needs_no_question() {
    let mut browser = Browser::default();
    let tab = browser.open("page");
    browser.write(tab, "published later");
    browser.close(tab);
    let tab = browser.open("published later");
    assert_eq!(browser.tab(tab).shown, "published later");
    assert!(browser.tab(tab).notices.is_empty());
}

#[test]
fn a_restored_draft_can_be_turned_down_for_the_page_s_text() {
    let mut browser = Browser::default();
    let tab = browser.open("page");
    browser.write(tab, "draft");
    browser.close(tab);
    let tab = browser.open("page");
    browser.write(tab, "draft, longer");
    browser.choose(tab, Topic::Draft, "Show the page's text instead");
    assert_eq!(browser.tab(tab).shown, "page");
    assert_eq!(browser.texts(), ["draft, longer"]);
    browser.close(tab);
    let tab = browser.open("page");
    assert_eq!(browser.tab(tab).shown, "page");
}

#[test]
fn a_browser_that_answers_late_does_not_hold_up_the_author_nor_overwrite_what_is_typed() {
    let mut browser = Browser::default();
    let tab = browser.open("");
    browser.write(tab, "old");
    browser.close(tab);
    let tab = browser.open_unanswered("");
    let list = browser.queue.pop_front().expect("the drafts are listed");
    browser.pass(PATIENCE);
    assert!(browser.tab(tab).ready);
    browser.write(tab, "typed meanwhile");
    browser.queue.push_back(list);
    browser.answer_all();
    assert_eq!(browser.tab(tab).shown, "typed meanwhile");
    browser.pass(1000);
    assert_eq!(browser.texts(), ["old", "typed meanwhile"]);
    browser.choose(tab, Topic::Draft, "Open the draft");
    assert_eq!(browser.tab(tab).shown, "old");
    assert_eq!(browser.texts().len(), 2);
}

#[test]
fn a_refusing_browser_is_said_plainly_once_and_tried_again() {
    let mut browser = Browser { broken: Some(Failure::Full), ..Browser::default() };
    let tab = browser.open("");
    browser.write(tab, "text");
    browser.pass(PAUSE);
    assert_eq!(browser.tab(tab).state, SaveState::Failed(Failure::Full));
    let notice = &browser.tab(tab).notices[&Topic::Storage];
    assert!(notice.text.contains("on this page only") && notice.text.contains("full"), "{notice:?}");
    assert_eq!(notice.choices[0].command, Command::Export);
    browser.pass(120_000);
    assert_eq!(browser.tab(tab).reported, ["storage-full"]);
    browser.broken = None;
    browser.pass(RETRY.1);
    assert_eq!(browser.texts(), ["text"]);
    assert!(matches!(browser.tab(tab).state, SaveState::Kept { .. }));
    assert!(browser.tab(tab).notices.is_empty(), "the notice goes when it is no longer true");
}

#[test]
fn nothing_else_is_opened_over_a_text_that_cannot_be_kept() {
    let mut browser = Browser::default();
    let tab = browser.open("");
    browser.write(tab, "old");
    browser.close(tab);
    let old = browser.records.keys().next().cloned().unwrap();
    let tab = browser.open("other page");
    browser.write(tab, "unkept");
    browser.broken = Some(Failure::Full);
    browser.send(tab, Event::Chosen(Command::OpenDraft(old)));
    browser.answer_all();
    assert_eq!(browser.tab(tab).shown, "unkept");
    assert!(browser.tab(tab).notices[&Topic::Draft].text.contains("nothing else was opened"));
    browser.send(tab, Event::New);
    browser.answer_all();
    assert_eq!(browser.tab(tab).shown, "unkept");
}

#[test]
fn a_new_draft_begins_after_the_present_one_is_kept() {
    let mut browser = Browser::default();
    let tab = browser.open("");
    browser.write(tab, "first");
    browser.send(tab, Event::New);
    browser.answer_all();
    assert_eq!(browser.tab(tab).shown, "");
    browser.write(tab, "second");
    browser.pass(1000);
    assert_eq!(browser.texts(), ["first", "second"]);
    let titles: Vec<_> = browser.tab(tab).drafts.iter().map(|draft| (draft.title.as_str(), draft.open)).collect();
    assert_eq!(titles, [("second", true), ("first", false)]);
}

#[test]
fn deleting_the_open_draft_shows_the_page_and_the_other_tab_keeps_its_text() {
    let mut browser = Browser::default();
    let tab = browser.open("page");
    browser.write(tab, "draft");
    browser.pass(1000);
    let other = browser.open("page");
    let id = browser.records.keys().next().cloned().unwrap();
    browser.send(tab, Event::Chosen(Command::DeleteDraft(id)));
    browser.answer_all();
    assert_eq!((browser.tab(tab).shown.as_str(), browser.texts().len(), browser.tab(tab).drafts.len()), ("page", 0, 0));
    assert_eq!(browser.tab(other).shown, "draft");
    assert!(browser.tab(other).notices[&Topic::OtherTab].text.contains("deleted in another tab"));
    browser.choose(other, Topic::OtherTab, "Keep it now");
    assert_eq!(browser.texts(), ["draft"]);
}

#[test]
fn a_page_that_loads_its_text_late_gets_its_draft_back() {
    let mut browser = Browser::default();
    let tab = browser.open("from the wiki");
    browser.write(tab, "draft");
    browser.close(tab);
    let tab = browser.open("");
    assert_eq!(browser.tab(tab).shown, "", "the draft belongs to another text of this page, so it is offered only");
    let open = browser.tabs[tab].as_mut().unwrap();
    (open.page, open.shown) = ("from the wiki".into(), "from the wiki".into());
    browser.send(tab, Event::PageChanged(print_of("from the wiki")));
    browser.answer_all();
    assert_eq!(browser.tab(tab).shown, "draft");
}

#[test]
fn a_page_that_puts_in_another_text_after_the_author_wrote_gets_it_and_the_author_s_is_kept() {
    let mut browser = Browser::default();
    let tab = browser.open("");
    browser.write(tab, "author");
    let open = browser.tabs[tab].as_mut().unwrap();
    // What is shown is written before the page's text takes its place.
    let effects = open.keeping.handle(browser.now, Event::PageChanged(print_of("host")));
    browser.carry_out(tab, effects);
    let open = browser.tabs[tab].as_mut().unwrap();
    (open.page, open.shown) = ("host".into(), "host".into());
    browser.answer_all();
    assert_eq!(browser.tab(tab).shown, "host");
    assert_eq!(browser.texts(), ["author"]);
    browser.choose(tab, Topic::Draft, "Open the draft");
    assert_eq!(browser.tab(tab).shown, "author");
}

#[test]
fn an_editor_that_leaves_and_comes_back_goes_on_with_its_draft() {
    let mut browser = Browser::default();
    let tab = browser.open("");
    browser.write(tab, "one");
    let parked = browser.tab(tab).keeping.park();
    let json = serde_json::to_string(&parked).unwrap();
    browser.close(tab);
    let parked: Parked = serde_json::from_str(&json).unwrap();
    let again = browser.open("");
    let (keeping, effects) = Keeping::resume("INC-1".into(), String::new(), "tab99".into(), 0, browser.now, parked);
    browser.tabs[again].as_mut().unwrap().keeping = keeping;
    browser.carry_out(again, effects);
    browser.write(again, "two");
    browser.pass(1000);
    assert_eq!(browser.texts(), ["two"]);
    assert!(browser.tab(again).notices.is_empty());
}

#[test]
fn prints_tell_documents_apart_and_times_are_local() {
    assert_ne!(print(&document("a")), print(&document("b")));
    assert_eq!(print(&document("a")), print(&document(" a\n")), "as it comes back from a page");
    assert_eq!(state::local_time(1_795_323_720_000, 60), "22 November, 06:02");
    assert_eq!(state::local_time(i64::MAX, 60), "an unknown time");
}

proptest! {
    /// Whatever two or three tabs do, with answers that come late and tabs that crash: what a tab was told is kept can be
    /// found in the browser, unless an author who saw it wrote on from it or deleted it.
    #[test]
    fn what_is_said_to_be_kept_is_kept(steps in prop::collection::vec((0..3usize, 0..8u8), 1..120)) {
        let mut browser = Browser::default();
        let mut tabs = [browser.open(""), browser.open(""), browser.open("")];
        for (n, (tab, step)) in steps.into_iter().enumerate() {
            let at = tabs[tab];
            match step {
                0..=2 => {
                    let text = format!("{}.{n}", browser.tab(at).shown);
                    browser.write(at, &text);
                }
                3 => browser.pass(200),
                4 => browser.pass(2000),
                5 => {
                    browser.close(at);
                    tabs[tab] = browser.open("");
                }
                6 => {
                    browser.crash(at);
                    tabs[tab] = browser.open("");
                }
                _ => {
                    let other = browser.tab(at).drafts.iter().find(|draft| !draft.open).map(|draft| draft.id.clone());
                    if let Some(id) = other {
                        browser.send(at, Event::Chosen(Command::OpenDraft(id)));
                        browser.answer_all();
                    }
                }
            }
            for &tab in &tabs {
                let tab = browser.tab(tab);
                if matches!(tab.state, SaveState::Kept { .. }) {
                    let found = browser.texts().iter().any(|text| text.starts_with(&tab.shown));
                    prop_assert!(found, "{:?} is said to be kept; there is {:?}", tab.shown, browser.texts());
                }
            }
        }
    }
}
