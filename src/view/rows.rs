//! What the timeline and the follow-ups share: rows that are gone through by keyboard, moved by hand, and filled by a paste.

use std::ops::Range;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};
use yew::prelude::*;

use super::chrome::Offer;
use super::context::Context;
use super::editable::Press;
use super::fields::END;
use super::icons::Icon;
use super::menu::Item;
use crate::document::Key;
use crate::editor::{Action, Column, Field};

/// One row among its neighbours.
#[derive(Clone)]
pub struct Standing {
    pub section: Key,
    pub keys: Rc<Vec<Key>>,
    pub at: usize,
    /// The columns that Enter and the arrows know, in order.
    pub columns: &'static [Column],
    /// Nothing is written in it.
    pub blank: bool,
}

/// The keys of the rows, the same `Rc` for as long as they are the same keys.
#[hook]
pub fn use_keys(keys: Vec<Key>) -> Rc<Vec<Key>> {
    let ids: Vec<u32> = keys.iter().map(|key| key.id()).collect();
    use_memo(ids, move |_| keys)
}

impl PartialEq for Standing {
    fn eq(&self, other: &Standing) -> bool {
        Rc::ptr_eq(&self.keys, &other.keys) && self.section.id() == other.section.id() && self.at == other.at && self.blank == other.blank
    }
}

impl Standing {
    pub fn row(&self) -> Key {
        self.keys[self.at]
    }

    pub fn field(&self, column: Column) -> Field {
        Field::Cell { section: self.section, row: self.row(), column }
    }

    fn neighbour(&self, by: isize, column: Column) -> Option<Field> {
        let row = *self.keys.get(self.at.checked_add_signed(by)?)?;
        Some(Field::Cell { section: self.section, row, column })
    }

    pub fn on_key(&self, context: &Context, column: Column) -> Callback<Press, bool> {
        let (standing, context) = (self.clone(), context.clone());
        Callback::from(move |press: Press| standing.press(&context, column, &press))
    }

    pub fn on_paste(&self, context: &Context) -> Callback<AttrValue, bool> {
        let (standing, context) = (self.clone(), context.clone());
        Callback::from(move |text: AttrValue| standing.paste(&context, &text))
    }

    /// A key in the cell of `column`; `true` when it meant the row.
    fn press(&self, context: &Context, column: Column, press: &Press) -> bool {
        let event = &press.event;
        let plain = !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
        let alt = event.alt_key() && !(event.ctrl_key() || event.meta_key() || event.shift_key());
        match event.key().as_str() {
            "Enter" if plain => self.enter(context, column),
            "Backspace" if plain && self.blank && press.at_start && !event.repeat() => self.remove(context, Some(column)),
            "ArrowUp" if alt => self.shift(context, -1, Some(column)),
            "ArrowDown" if alt => self.shift(context, 1, Some(column)),
            "ArrowUp" if plain && (press.at_start || press.surface.is_none()) => {
                return self.go(context, self.neighbour(-1, column), END);
            }
            "ArrowDown" if plain && (press.at_end || press.surface.is_none()) => {
                return self.go(context, self.neighbour(1, column), 0..0);
            }
            _ => return false,
        }
        true
    }

    fn go(&self, context: &Context, field: Option<Field>, range: Range<usize>) -> bool {
        if let Some(field) = field {
            context.fields.select(field, range);
        }
        field.is_some()
    }

    /// On to the next cell; from the last one to a new row.
    fn enter(&self, context: &Context, column: Column) {
        let next = self.columns.iter().skip_while(|&&known| known != column).nth(1);
        match next {
            Some(&next) => context.fields.select(self.field(next), END),
            None => context.act(Action::AddRow { section: self.section, after: Some(self.row()) }),
        }
    }

    pub fn shift(&self, context: &Context, by: isize, column: Option<Column>) {
        let Some(to) = self.at.checked_add_signed(by).filter(|&to| to < self.keys.len()) else { return };
        // Moving a node takes the focus from it.
        if let Some(column) = column {
            context.fields.prefer(self.field(column), END);
        }
        context.act(Action::MoveRow { section: self.section, row: self.row(), to });
    }

    pub fn remove(&self, context: &Context, column: Option<Column>) {
        if let Some(field) = column.and_then(|_| self.neighbour(-1, *self.columns.last()?)) {
            context.fields.prefer(field, END);
        }
        if !self.blank {
            context.toast("Row removed.", Offer::Undo);
        }
        context.act(Action::RemoveRow { section: self.section, row: self.row() });
    }

    /// `true` when the paste was many lines, which are rows now.
    fn paste(&self, context: &Context, text: &str) -> bool {
        let many = text.lines().filter(|line| !line.trim().is_empty()).count() > 1;
        if many {
            context.act(Action::PasteRows { section: self.section, row: Some(self.row()), text: text.to_owned() });
        }
        many
    }

    /// What the handle of a row offers.
    pub fn items(&self, context: &Context) -> Vec<Item> {
        let item = |label: &'static str, act: fn(&Standing, &Context)| {
            let (standing, context) = (self.clone(), context.clone());
            Item::new(label, Callback::from(move |()| act(&standing, &context)))
        };
        vec![
            item("Add a row below", |row, context| context.act(Action::AddRow { section: row.section, after: Some(row.row()) }))
                .icon(Icon::Plus),
            item("Move up", |row, context| row.shift(context, -1, None)).icon(Icon::Up).disabled(self.at == 0).keys("Alt ↑"),
            item("Move down", |row, context| row.shift(context, 1, None))
                .icon(Icon::Down)
                .disabled(self.at + 1 == self.keys.len())
                .keys("Alt ↓"),
            item("Remove", |row, context| row.remove(context, None)).icon(Icon::Trash),
        ]
    }
}

/// A row on its way to another place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drag {
    pub from: usize,
    /// The index it would have if it were let go now; `None` until the pointer has really moved.
    pub to: Option<usize>,
    start: i32,
}

/// The drag of the rows in `list`, and what the list and its handles listen to.
#[derive(Clone)]
pub struct Dragging {
    pub drag: UseStateHandle<Option<Drag>>,
    list: NodeRef,
    on_drop: Callback<(usize, usize)>,
}

#[hook]
pub fn use_dragging(list: NodeRef, context: Context, section: Key, keys: Rc<Vec<Key>>) -> Dragging {
    let on_drop = Callback::from(move |(from, to): (usize, usize)| {
        if let Some(&row) = keys.get(from) {
            context.act(Action::MoveRow { section, row, to });
        }
    });
    Dragging { drag: use_state(|| None), list, on_drop }
}

impl Dragging {
    /// For the handle of the row at `from`.
    pub fn grip(&self, from: usize) -> Callback<PointerEvent> {
        let drag = self.drag.clone();
        Callback::from(move |event: PointerEvent| {
            if event.button() != 0 {
                return;
            }
            if let Some(handle) = event.target_dyn_into::<Element>() {
                let _ = handle.set_pointer_capture(event.pointer_id());
            }
            drag.set(Some(Drag { from, to: None, start: event.client_y() }));
        })
    }

    pub fn onpointermove(&self) -> Option<Callback<PointerEvent>> {
        let (drag, list) = ((*self.drag)?, self.list.clone());
        let handle = self.drag.clone();
        Some(Callback::from(move |event: PointerEvent| {
            let y = event.client_y();
            if drag.to.is_none() && (y - drag.start).abs() < 5 {
                return;
            }
            event.prevent_default();
            let to = Some(index_at(&list, drag.from, f64::from(y)));
            if to != drag.to {
                handle.set(Some(Drag { to, ..drag }));
            }
        }))
    }

    pub fn onpointerup(&self) -> Option<Callback<PointerEvent>> {
        let drag = (*self.drag)?;
        let (handle, on_drop) = (self.drag.clone(), self.on_drop.clone());
        Some(Callback::from(move |_: PointerEvent| {
            handle.set(None);
            if let Some(to) = drag.to.filter(|&to| to != drag.from) {
                on_drop.emit((drag.from, to));
            }
        }))
    }

    pub fn onpointercancel(&self) -> Option<Callback<PointerEvent>> {
        let handle = self.drag.clone();
        (*self.drag)?;
        Some(Callback::from(move |_: PointerEvent| handle.set(None)))
    }

    /// The class of the row at `index`: it is being moved, or the moved one would land at its edge.
    pub fn class(&self, index: usize) -> Option<&'static str> {
        let Drag { from, to: Some(to), .. } = (*self.drag)? else { return None };
        if index == from {
            Some("moving")
        } else if index == to {
            Some(if to < from { "land-above" } else { "land-below" })
        } else {
            None
        }
    }
}

/// How many of the other rows are above `y`.
fn index_at(list: &NodeRef, from: usize, y: f64) -> usize {
    let Some(list) = list.cast::<Element>() else { return from };
    let Ok(rows) = list.query_selector_all(":scope > .row") else { return from };
    let middles = (0..rows.length()).filter_map(|at| {
        let row = rows.item(at)?.dyn_into::<Element>().ok()?.get_bounding_client_rect();
        Some((at as usize, row.top() + row.height() / 2.0))
    });
    middles.filter(|&(at, middle)| at != from && middle < y).count()
}
