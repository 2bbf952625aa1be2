//! What all surfaces of one editor share: the options of the check, the count, and the one card.
//!
//! When the card opens by itself is decided in `attention`; this file says what is shown and what a choice does.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use web_sys::{HtmlElement, KeyboardEvent, Node};

use super::attention::Attention;
use super::card::{Card, Choice, Content};
use super::field::{Found, Holder};
use super::ink::{Ink, Sheet, Stroke};
use super::keys::{self, Command};
use super::listen::{Listener, Timer};
use super::own::{FieldOptions, Surface};
use super::place::{self, Sides};
use crate::hints::{CheckOptions, Dismissal, Scope};

/// What a desk tells its owner.
#[derive(Clone, Debug, PartialEq)]
pub enum DeskEvent {
    /// There are this many hints on all surfaces together now.
    Counted(usize),
    /// The author dismissed a hint, or a rule. It is gone already; keep this and hand it back in [`CheckOptions::dismissed`].
    Dismissed(Dismissal),
    /// The author took a dismissal back. The hint is there again already.
    Restored(Dismissal),
}

/// The surfaces of one editor.
pub struct Desk {
    me: Weak<Desk>,
    /// A `ShadowRoot` or a `Document`: where the style sheet and the card go.
    root: Node,
    options: RefCell<CheckOptions>,
    /// Where [`crate::hints::Hint::learn_more`] is relative to.
    reference: RefCell<Option<String>>,
    notify: Rc<dyn Fn(DeskEvent)>,
    counted: Cell<usize>,
    holders: RefCell<Vec<Weak<dyn Holder>>>,
    card: RefCell<Option<Rc<Card>>>,
    shown: RefCell<Option<Shown>>,
    dismissed: RefCell<Option<Dismissal>>,
    pub(super) attention: Attention,
    fading: RefCell<Option<Timer>>,
    following: RefCell<Vec<Listener>>,
    _sheet: Sheet,
}

/// The hint whose card is open.
struct Shown {
    holder: Weak<dyn Holder>,
    found: Found,
    why: Why,
    _stroke: Option<Stroke>,
}

/// What made a card open, which is also what closes it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    Hover,
    Caret,
    Key,
}

/// A holder's place at a desk. Dropping it takes the holder's hints off the desk.
pub struct Seat {
    desk: Rc<Desk>,
    holder: Weak<dyn Holder>,
    _listeners: Vec<Listener>,
}

/// How long "Dismissed · Undo" stays.
const FADE: i32 = 6_000;

impl Desk {
    /// `root` is the `ShadowRoot` or `Document` that the surfaces stand in.
    pub fn new(root: &Node, options: CheckOptions, notify: Rc<dyn Fn(DeskEvent)>) -> Rc<Desk> {
        Rc::new_cyclic(|me| Desk {
            me: me.clone(),
            root: root.clone(),
            options: RefCell::new(options),
            reference: RefCell::default(),
            notify,
            counted: Cell::new(0),
            holders: RefCell::default(),
            card: RefCell::default(),
            shown: RefCell::default(),
            dismissed: RefCell::default(),
            attention: Attention::new(me.clone()),
            fading: RefCell::default(),
            following: RefCell::default(),
            _sheet: Sheet::marks(root),
        })
    }

    /// Makes `element`, which must be empty, an editable that holds `text`. It stays one until the surface is dropped.
    pub fn open(self: &Rc<Desk>, element: HtmlElement, text: &str, options: FieldOptions) -> Surface {
        Surface::open(self, element, text, options)
    }

    pub fn options(&self) -> CheckOptions {
        self.options.borrow().clone()
    }

    /// Everything is checked again, unless nothing changed.
    pub fn set_options(&self, options: CheckOptions) {
        if *self.options.borrow() == options {
            return;
        }
        *self.options.borrow_mut() = options;
        self.close();
        for holder in self.present() {
            holder.field().set_options(&*holder, &self.options.borrow());
        }
        self.count_again();
    }

    /// Where the rules are explained: an address that a hint's anchor is added to. Without one the card has no such link.
    pub fn set_reference(&self, address: Option<String>) {
        *self.reference.borrow_mut() = address;
    }

    /// The number of hints on all surfaces.
    pub fn count(&self) -> usize {
        self.counted.get()
    }

    /// Shows the next hint after the one that is open, or after the caret, across all surfaces in document order.
    pub fn next(&self) {
        self.step(true);
    }

    /// Shows the hint before the one that is open, or before the caret, across all surfaces in document order.
    pub fn previous(&self) {
        self.step(false);
    }

    /// Closes the card. The caret stays where it is.
    pub fn close(&self) {
        self.fading.take();
        self.dismissed.take();
        self.following.take();
        self.shown.take();
        if let Some(card) = self.card.borrow().as_ref() {
            card.hide();
        }
    }

    pub(super) fn seat(&self, holder: &Rc<dyn Holder>) -> Seat {
        let weak = Rc::downgrade(holder);
        self.holders.borrow_mut().push(weak.clone());
        let mut listeners = self.attention.watch(holder);
        let (me, held) = (self.me.clone(), weak.clone());
        // Capturing, so that neither a host's keys nor the caller's come first.
        listeners.push(Listener::capturing(holder.element(), "keydown", move |event: KeyboardEvent| {
            if let (Some(desk), Some(holder)) = (me.upgrade(), held.upgrade())
                && desk.key(&holder, &event)
            {
                event.prevent_default();
                event.stop_immediate_propagation();
            }
        }));
        self.count_again();
        // A seat is only ever given by a desk that is held, so the upgrade holds.
        let desk = self.me.upgrade().unwrap_or_else(|| unreachable!("a desk that answers is alive"));
        Seat { desk, holder: weak, _listeners: listeners }
    }

    /// The text of `holder` changed, and its marks with it.
    pub(super) fn edited(&self, holder: &dyn Holder) {
        self.attention.typed(holder);
        self.close();
    }

    /// Tells the owner, when the number is another.
    pub(super) fn count_again(&self) {
        let count = self.present().iter().map(|holder| holder.field().count()).sum();
        if self.counted.replace(count) != count {
            (self.notify)(DeskEvent::Counted(count));
        }
    }

    /// The holders that are still there, in document order.
    fn present(&self) -> Vec<Rc<dyn Holder>> {
        let mut holders: Vec<Rc<dyn Holder>> = Vec::new();
        // They mostly came in this order: each is compared with its neighbour and stays.
        for holder in self.holders.borrow().iter().filter_map(Weak::upgrade) {
            let follows = |other: &Rc<dyn Holder>| {
                holder.element().compare_document_position(other.element()) & Node::DOCUMENT_POSITION_FOLLOWING != 0
            };
            let at = holders.iter().rposition(|other| !follows(other)).map_or(0, |at| at + 1);
            holders.insert(at, holder);
        }
        holders
    }

    fn key(&self, holder: &Rc<dyn Holder>, event: &KeyboardEvent) -> bool {
        let Some(command) = keys::command(event, self.card_is_open()) else { return false };
        match command {
            Command::Next => self.next(),
            Command::Previous => self.previous(),
            Command::Close => {
                self.attention.turned_down(self.shown().map(|(_, found)| found.range));
                self.close();
            }
            Command::Apply if self.shown().is_some_and(|(_, found)| !found.hint.rewrites.is_empty()) => self.chosen(Choice::Rewrite(0)),
            Command::Apply | Command::Enter => return self.enter(holder),
            Command::Dismiss if self.shown.borrow().is_some() => self.chosen(Choice::DismissHere),
            Command::Dismiss => return false,
        }
        true
    }

    /// Into the card, or open it for the phrase at the caret; `false` when there is neither.
    fn enter(&self, holder: &Rc<dyn Holder>) -> bool {
        if self.card_is_open() {
            if let Some(card) = self.card() {
                card.take_focus();
            }
            return true;
        }
        let found = holder.selected().and_then(|(start, end)| holder.field().touching(holder.field().bytes(start, end).start));
        let Some(found) = found else { return false };
        self.show(holder, found, Why::Key);
        if let Some(card) = self.card() {
            card.take_focus();
        }
        true
    }

    fn step(&self, forward: bool) {
        let holders = self.present();
        let counts: Vec<usize> = holders.iter().map(|holder| holder.field().count()).collect();
        let total: usize = counts.iter().sum();
        if total == 0 {
            return self.say("No hints.");
        }
        let before = |index: usize| counts[..index].iter().sum::<usize>();
        let place_of = |element: &Node| holders.iter().position(|holder| holder.element().is_same_node(Some(element)));
        let next = match self.shown() {
            Some((holder, found)) => {
                let here = place_of(holder.element()).map_or(0, before) + found.index;
                if forward { here + 1 } else { here + total - 1 }
            }
            None => {
                let caret = holders.iter().enumerate().find_map(|(index, holder)| Some((index, holder.selected()?.0)));
                let after = caret.map_or(0, |(index, caret)| {
                    let field = holders[index].field();
                    before(index) + field.from(field.bytes(caret, caret).start)
                });
                if forward { after } else { after + total - 1 }
            }
        } % total;
        let mut index = next;
        for (holder, count) in holders.iter().zip(counts) {
            if index >= count {
                index -= count;
                continue;
            }
            if let Some(found) = holder.field().found(index) {
                let (start, _) = holder.field().units(&found.range);
                holder.select(start, start);
                self.show(holder, found, Why::Key);
            }
            return;
        }
    }

    /// The hint whose card is open.
    pub(super) fn shown(&self) -> Option<(Rc<dyn Holder>, Found)> {
        let shown = self.shown.borrow();
        let shown = shown.as_ref()?;
        Some((shown.holder.upgrade()?, shown.found.clone()))
    }

    pub(super) fn shown_why(&self) -> Option<Why> {
        self.shown.borrow().as_ref().map(|shown| shown.why)
    }

    fn card_is_open(&self) -> bool {
        self.card.borrow().as_ref().is_some_and(|card| card.is_open())
    }

    /// Whether the focus is in the card, or `node` is.
    pub(super) fn card_holds(&self, node: Option<&Node>) -> bool {
        let card = self.card.borrow();
        card.as_ref().is_some_and(|card| card.has_focus() || node.is_some_and(|node| card.contains(node)))
    }

    fn card(&self) -> Option<Rc<Card>> {
        if self.card.borrow().is_none() {
            let me = self.me.clone();
            let choose = Rc::new(move |choice| {
                if let Some(desk) = me.upgrade() {
                    desk.chosen(choice);
                }
            });
            *self.card.borrow_mut() = Card::new(&self.root, choose).map(Rc::new);
        }
        self.card.borrow().clone()
    }

    fn say(&self, text: &str) {
        if let Some(card) = self.card() {
            card.announce(text);
        }
    }

    pub(super) fn show(&self, holder: &Rc<dyn Holder>, found: Found, why: Why) {
        let Some(card) = self.card() else { return };
        let Some(anchor) = anchor(&**holder, &found) else { return };
        let holders = self.present();
        let number = 1
            + found.index
            + holders.iter().take_while(|other| !Rc::ptr_eq(other, holder)).map(|other| other.field().count()).sum::<usize>();
        let total = self.counted.get().max(number);
        let hint = &found.hint;
        let now = |range: &std::ops::Range<usize>| holder.field().with_text(|text| text.get(range.clone()).unwrap_or_default().to_owned());
        let content = Content {
            category: hint.category,
            severity: hint.severity,
            number,
            total,
            question: hint.question.clone(),
            message: hint.message.clone(),
            rewrites: hint.rewrites.iter().map(|rewrite| (now(&found.moved(&rewrite.range)), rewrite.text.clone())).collect(),
            learn_more: self.reference.borrow().as_ref().map(|address| format!("{address}{}", hint.learn_more)),
        };
        if why != Why::Hover {
            card.announce(&format!("Hint {number} of {total}: {}", hint.question));
        }
        self.fading.take();
        self.dismissed.take();
        let stroke = holder.field().range(&**holder, &found.range).map(|range| Stroke::new(range, Ink::Current));
        *self.shown.borrow_mut() = Some(Shown { holder: Rc::downgrade(holder), found, why, _stroke: stroke });
        card.show(&content, anchor, holder.element());
        if let Some(window) = web_sys::window()
            && card.covers(anchor) > 0.0
        {
            window.scroll_by_with_x_and_y(0.0, card.covers(anchor));
        }
        self.follow();
    }

    /// The card stays beside its phrase when something scrolls or the window changes, and goes when the phrase does.
    fn follow(&self) {
        let Some(window) = web_sys::window() else { return };
        let me = self.me.clone();
        let again = move |_: web_sys::Event| {
            if let Some(desk) = me.upgrade() {
                desk.place_again();
            }
        };
        *self.following.borrow_mut() = vec![Listener::capturing(&window, "scroll", again.clone()), Listener::new(&window, "resize", again)];
    }

    fn place_again(&self) {
        let Some((holder, found)) = self.shown() else { return };
        match anchor(&*holder, &found).filter(|anchor| place::visible(holder.element(), *anchor)) {
            Some(anchor) => {
                if let Some(card) = self.card.borrow().as_ref() {
                    card.place(anchor);
                }
            }
            None => self.close(),
        }
    }

    fn chosen(&self, choice: Choice) {
        let from_card = self.card.borrow().as_ref().is_some_and(|card| card.has_focus());
        match choice {
            Choice::Entered => return self.attention.over_card(true),
            Choice::Left => return self.attention.over_card(false),
            Choice::Next => return self.next(),
            Choice::Previous => return self.previous(),
            Choice::Undo => return self.restore(),
            Choice::Rewrite(_) | Choice::DismissHere | Choice::DismissRule | Choice::Close | Choice::Leave => {}
        }
        let Some((holder, found)) = self.shown() else { return self.close() };
        if from_card {
            // The caret is where it was when the card took the focus.
            let _ = holder.element().focus();
        }
        match choice {
            Choice::Rewrite(index) => {
                let Some(rewrite) = found.hint.rewrites.get(index) else { return };
                let (start, end) = holder.field().units(&found.moved(&rewrite.range));
                self.close();
                holder.replace(start, end, &rewrite.text);
                self.attention.turned_down(None);
                self.say("Rewritten.");
            }
            Choice::DismissHere => self.dismiss(&*holder, &found, Scope::Here),
            Choice::DismissRule => self.dismiss(&*holder, &found, Scope::Rule),
            _ => {
                self.attention.turned_down(Some(found.range));
                self.close();
            }
        }
    }

    fn dismiss(&self, holder: &dyn Holder, found: &Found, scope: Scope) {
        let anchor = anchor(holder, found);
        let hint = crate::hints::Hint { range: found.range.clone(), ..(*found.hint).clone() };
        let dismissal = holder.field().with_text(|text| hint.dismissal(text, scope));
        let mut options = self.options();
        options.dismissed.push(dismissal.clone());
        self.set_options(options);
        self.close();
        (self.notify)(DeskEvent::Dismissed(dismissal.clone()));
        let what = if scope == Scope::Rule { "Rule dismissed in this document." } else { "Dismissed." };
        if let (Some(card), Some(anchor)) = (self.card(), anchor) {
            *self.dismissed.borrow_mut() = Some(dismissal);
            card.announce(what);
            card.show_dismissed(what, anchor);
            let me = self.me.clone();
            *self.fading.borrow_mut() = Timer::after(FADE, move || {
                if let Some(desk) = me.upgrade() {
                    desk.close();
                }
            });
        }
    }

    fn restore(&self) {
        let dismissal = self.dismissed.take();
        self.close();
        let Some(dismissal) = dismissal else { return };
        let mut options = self.options();
        options.dismissed.retain(|other| *other != dismissal);
        self.set_options(options);
        (self.notify)(DeskEvent::Restored(dismissal));
    }
}

/// Where the card goes: by the first line of the phrase, and under its last one unless it is long.
fn anchor(holder: &dyn Holder, found: &Found) -> Option<Sides> {
    let range = holder.field().range(holder, &found.range)?;
    let whole = Sides::of(&range.get_bounding_client_rect());
    let Some(first) = range.get_client_rects().and_then(|list| list.item(0)).map(|first| Sides::of(&first)) else { return Some(whole) };
    Some(if whole.height() < 4.0 * first.height() { Sides { bottom: whole.bottom, ..first } } else { first })
}

impl Drop for Seat {
    fn drop(&mut self) {
        let desk = &self.desk;
        desk.holders.borrow_mut().retain(|other| !other.ptr_eq(&self.holder));
        if desk.shown.borrow().as_ref().is_some_and(|shown| shown.holder.ptr_eq(&self.holder)) {
            desk.close();
        }
        desk.count_again();
    }
}
