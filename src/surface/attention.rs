//! When the card opens and closes by itself: the pointer rests on a phrase, the caret rests in one, either goes away.
//!
//! Never while the author types: what opens then would be in the way.

use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::rc::{Rc, Weak};

use web_sys::{Event, FocusEvent, MouseEvent, Node, PointerEvent};

use super::desk::{Desk, Why};
use super::field::{Found, Holder};
use super::listen::{Listener, Timer};

/// Milliseconds the pointer rests on a phrase before its card opens, and stays away before it closes.
const HOVER: i32 = 220;
const AWAY: i32 = 280;
/// Milliseconds the caret rests in a phrase before its card opens.
const REST: i32 = 500;

pub struct Attention {
    desk: Weak<Desk>,
    timer: RefCell<Option<Timer>>,
    over_card: Cell<bool>,
    /// Where typing left the caret: resting there is writing, not reading.
    typed: Cell<Option<u32>>,
    /// The phrase whose card the author closed; it stays closed until caret and pointer have been elsewhere.
    turned_down: RefCell<Option<Range<usize>>>,
}

impl Attention {
    pub fn new(desk: Weak<Desk>) -> Attention {
        Attention { desk, timer: RefCell::default(), over_card: Cell::new(false), typed: Cell::new(None), turned_down: RefCell::default() }
    }

    pub fn typed(&self, holder: &dyn Holder) {
        self.typed.set(holder.selected().map(|(start, _)| start));
        self.timer.take();
    }

    pub fn turned_down(&self, range: Option<Range<usize>>) {
        *self.turned_down.borrow_mut() = range;
        self.timer.take();
    }

    pub fn over_card(&self, over: bool) {
        self.over_card.set(over);
        if over {
            self.timer.take();
        } else if let Some(desk) = self.desk.upgrade()
            && desk.shown_why() == Some(Why::Hover)
        {
            self.wait(AWAY, |desk| {
                if !desk.card_holds(None) {
                    desk.close();
                }
            });
        }
    }

    fn wait(&self, milliseconds: i32, then: impl Fn(&Desk) + 'static) {
        let desk = self.desk.clone();
        *self.timer.borrow_mut() = Timer::after(milliseconds, move || {
            if let Some(desk) = desk.upgrade() {
                then(&desk);
            }
        });
    }

    /// The listeners that make `holder` part of it.
    pub fn watch(&self, holder: &Rc<dyn Holder>) -> Vec<Listener> {
        let element = holder.element();
        let mut listeners = vec![
            self.listen(holder, element, "pointermove", |attention, holder, event: PointerEvent| {
                if event.pointer_type() != "touch" && event.buttons() == 0 {
                    attention.pointed(holder, f64::from(event.client_x()), f64::from(event.client_y()));
                }
            }),
            self.listen(holder, element, "pointerleave", |attention, _, _: PointerEvent| attention.over_card(false)),
            self.listen(holder, element, "click", |attention, holder, event: MouseEvent| {
                attention.clicked(holder, f64::from(event.client_x()), f64::from(event.client_y()));
            }),
            self.listen(holder, element, "focusout", |attention, _, event: FocusEvent| {
                let to = event.related_target();
                let Some(desk) = attention.desk.upgrade() else { return };
                if !desk.card_holds(to.as_ref().and_then(|to| wasm_bindgen::JsCast::dyn_ref::<Node>(to))) {
                    attention.timer.take();
                    desk.close();
                }
            }),
        ];
        if let Some(document) = element.owner_document() {
            listeners.push(self.listen(holder, &document, "selectionchange", |attention, holder, _: Event| attention.caret_moved(holder)));
        }
        listeners
    }

    fn listen<E: wasm_bindgen::JsCast + 'static>(
        &self,
        holder: &Rc<dyn Holder>,
        target: &web_sys::EventTarget,
        kind: &'static str,
        handle: fn(&Attention, &Rc<dyn Holder>, E),
    ) -> Listener {
        let (desk, holder) = (self.desk.clone(), Rc::downgrade(holder));
        Listener::new(target, kind, move |event: E| {
            if let (Some(desk), Some(holder)) = (desk.upgrade(), holder.upgrade()) {
                handle(&desk.attention, &holder, event);
            }
        })
    }

    fn pointed(&self, holder: &Rc<dyn Holder>, x: f64, y: f64) {
        let holder = Rc::downgrade(holder);
        self.wait(HOVER, move |desk| {
            let Some(holder) = holder.upgrade() else { return };
            match holder.field().at_point(x, y) {
                Some(found) => desk.attention.offer(desk, &holder, found, Why::Hover),
                None => desk.attention.nothing(desk, Why::Hover),
            }
        });
    }

    fn clicked(&self, holder: &Rc<dyn Holder>, x: f64, y: f64) {
        let Some(desk) = self.desk.upgrade() else { return };
        self.timer.take();
        let selecting = holder.selected().is_some_and(|(start, end)| start != end);
        match holder.field().at_point(x, y).filter(|_| !selecting) {
            Some(found) => {
                self.turned_down.take();
                self.offer(&desk, holder, found, Why::Caret);
            }
            None => desk.close(),
        }
    }

    fn caret_moved(&self, holder: &Rc<dyn Holder>) {
        let Some((start, end)) = holder.selected() else { return };
        if self.typed.get() == Some(start) && start == end {
            return;
        }
        self.typed.set(None);
        let Some(desk) = self.desk.upgrade() else { return };
        if desk.card_holds(None) {
            return;
        }
        let found = Self::at_caret(holder, start, end);
        match (&found, desk.shown_why()) {
            (Some(found), Some(_)) if desk.shown().is_some_and(|(_, shown)| shown.range == found.range) => {}
            (None, Some(Why::Caret | Why::Key)) => self.nothing(&desk, Why::Caret),
            (None, _) => {
                self.turned_down.take();
            }
            _ => {
                let holder = Rc::downgrade(holder);
                self.wait(REST, move |desk| {
                    let Some(holder) = holder.upgrade() else { return };
                    if let Some((start, end)) = holder.selected()
                        && let Some(found) = Self::at_caret(&holder, start, end)
                    {
                        desk.attention.offer(desk, &holder, found, Why::Caret);
                    }
                });
            }
        }
    }

    fn at_caret(holder: &Rc<dyn Holder>, start: u32, end: u32) -> Option<Found> {
        if start == end { holder.field().touching(holder.field().bytes(start, end).start) } else { None }
    }

    fn offer(&self, desk: &Desk, holder: &Rc<dyn Holder>, found: Found, why: Why) {
        if self.turned_down.borrow().as_ref() == Some(&found.range) {
            return;
        }
        self.turned_down.take();
        if let Some((shown_by, shown)) = desk.shown()
            && Rc::ptr_eq(&shown_by, holder)
            && shown.range == found.range
        {
            return;
        }
        // A card that the caret or a key opened is being read; passing over another phrase does not take it away.
        if why == Why::Hover && (matches!(desk.shown_why(), Some(Why::Caret | Why::Key)) || desk.card_holds(None)) {
            return;
        }
        desk.show(holder, found, why);
    }

    fn nothing(&self, desk: &Desk, why: Why) {
        self.turned_down.take();
        let opened_so = match why {
            Why::Hover => desk.shown_why() == Some(Why::Hover),
            Why::Caret | Why::Key => matches!(desk.shown_why(), Some(Why::Caret | Why::Key)),
        };
        if opened_so && !self.over_card.get() && !desk.card_holds(None) {
            desk.close();
        }
    }
}
