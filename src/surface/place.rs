//! Where things are on the screen: bringing a place into view, and finding room for a card beside it.
//!
//! All figures are CSS px of the layout viewport.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node, Range, ShadowRoot};

/// A rectangle, by its sides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sides {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Sides {
    pub fn of(rect: &web_sys::DomRect) -> Sides {
        Sides { left: rect.left(), top: rect.top(), right: rect.right(), bottom: rect.bottom() }
    }

    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    fn overlaps(&self, other: &Sides) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }
}

/// A length as CSS writes it: by the page's own figures, because Rust's tables for them weigh more than the whole card.
pub fn px(length: f64) -> String {
    let mut text = js_sys::Number::from(length).to_string_with_radix(10).map(String::from).unwrap_or_default();
    text.push_str("px");
    text
}

/// What can be seen of the page: the visual viewport, which an on-screen keyboard makes smaller.
pub fn viewport() -> Sides {
    let Some(window) = web_sys::window() else { return Sides { left: 0.0, top: 0.0, right: 0.0, bottom: 0.0 } };
    if let Some(visual) = window.visual_viewport() {
        let (left, top) = (visual.offset_left(), visual.offset_top());
        return Sides { left, top, right: left + visual.width(), bottom: top + visual.height() };
    }
    let size = |value: Result<wasm_bindgen::JsValue, _>| value.ok().and_then(|value| value.as_f64()).unwrap_or(0.0);
    Sides { left: 0.0, top: 0.0, right: size(window.inner_width()), bottom: size(window.inner_height()) }
}

/// Between the card and the phrase, and between the card and the edge.
const GAP: f64 = 6.0;
const MARGIN: f64 = 8.0;

/// The top left corner of a card of `width` × `height`: under `anchor`, or above it where there is more room, never across an edge.
pub fn beside(anchor: Sides, width: f64, height: f64, view: Sides) -> (f64, f64) {
    let below = view.bottom - MARGIN - (anchor.bottom + GAP);
    let above = (anchor.top - GAP) - (view.top + MARGIN);
    let top = if height <= below || below >= above { anchor.bottom + GAP } else { anchor.top - GAP - height };
    let into = |at: f64, from: f64, to: f64| at.min(to).max(from);
    (into(anchor.left - 12.0, view.left + MARGIN, view.right - MARGIN - width), into(top, view.top + MARGIN, view.bottom - MARGIN - height))
}

/// Whether any of `anchor` can be seen through every scroll container around `element`.
pub fn visible(element: &Element, anchor: Sides) -> bool {
    containers(element).iter().all(|container| Sides::of(&container.get_bounding_client_rect()).overlaps(&anchor))
        && viewport().overlaps(&anchor)
}

/// Scrolls whatever scrolls around `element`, as little as needed, until `range` in it can be seen.
pub fn reveal(element: &HtmlElement, range: &Range) {
    let Some(mut rect) = sides(range) else { return };
    // One line of air, so that the line after the caret is seen as well.
    let air = rect.height();
    for container in containers(element) {
        let inside = Sides::of(&container.get_bounding_client_rect());
        let (down, right) =
            (past(rect.top - air, rect.bottom + air, inside.top, inside.bottom), past(rect.left, rect.right, inside.left, inside.right));
        if down != 0.0 || right != 0.0 {
            container.set_scroll_top(container.scroll_top() + down as i32);
            container.set_scroll_left(container.scroll_left() + right as i32);
            let Some(now) = sides(range) else { return };
            rect = now;
        }
    }
    let view = viewport();
    let down = past(rect.top - air, rect.bottom + air, view.top, view.bottom);
    if down != 0.0
        && let Some(window) = web_sys::window()
    {
        window.scroll_by_with_x_and_y(0.0, down);
    }
}

/// How far `from..to` sticks out of `low..high`; negative before it.
fn past(from: f64, to: f64, low: f64, high: f64) -> f64 {
    if from < low {
        from - low
    } else if to > high {
        (to - high).min(from - low)
    } else {
        0.0
    }
}

fn sides(range: &Range) -> Option<Sides> {
    let rect = Sides::of(&range.get_bounding_client_rect());
    if rect.height() > 0.0 {
        return Some(rect);
    }
    // A caret on an empty line has no box in some engines; that of the line feed before it is one line higher.
    let node = range.start_container().ok()?;
    let offset = range.start_offset().ok()?.checked_sub(1)?;
    let before = node.owner_document()?.create_range().ok()?;
    before.set_start(&node, offset).ok()?;
    before.set_end(&node, offset + 1).ok()?;
    let rect = Sides::of(&before.get_bounding_client_rect());
    (rect.height() > 0.0).then(|| Sides { bottom: rect.bottom + rect.height(), ..rect })
}

/// The scroll containers around `element`, itself included, innermost first; not the page itself.
fn containers(element: &Element) -> Vec<Element> {
    let mut found = Vec::new();
    let mut next = Some(element.clone());
    while let Some(element) = next {
        if (element.scroll_height() > element.client_height() || element.scroll_width() > element.client_width()) && clips(&element) {
            found.push(element.clone());
        }
        next = parent(&element);
    }
    found
}

fn clips(element: &Element) -> bool {
    let Some(style) = web_sys::window().and_then(|window| window.get_computed_style(element).ok().flatten()) else { return false };
    let root = element.owner_document().and_then(|document| document.document_element());
    if root.is_some_and(|root| root.is_same_node(Some(element))) || element.node_name() == "BODY" {
        return false;
    }
    ["overflow-y", "overflow-x"].iter().any(|name| matches!(style.get_property_value(name).as_deref(), Ok("auto" | "scroll" | "hidden")))
}

/// The parent as it is laid out: out of a shadow root to its host.
fn parent(element: &Element) -> Option<Element> {
    let parent: Node = element.parent_node()?;
    match parent.dyn_into::<ShadowRoot>() {
        Ok(root) => Some(root.host()),
        Err(parent) => parent.dyn_into().ok(),
    }
}
