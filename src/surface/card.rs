//! The card: one hint, its question first, and what can be done about it.
//!
//! It draws and reports; the desk decides when it opens, closes, and what a choice does. It stands in the top layer, where no
//! host's overflow can clip it, and in a shadow root of its own, where no host's style reaches it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, Event, HtmlElement, KeyboardEvent, Node, ShadowRoot, ShadowRootInit, ShadowRootMode};

use super::ink::{Sheet, scheme_of};
use super::listen::Listener;
use super::place::{Sides, beside, px, viewport};
use super::preview::{Piece, pieces};
use crate::hints::{Category, Severity};

/// What the author chose in the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    Rewrite(usize),
    DismissHere,
    DismissRule,
    Undo,
    Next,
    Previous,
    Close,
    /// Back to the text.
    Leave,
    /// The pointer came in, or went out.
    Entered,
    Left,
}

/// What the card shows.
pub struct Content {
    pub category: Category,
    pub severity: Severity,
    /// From one.
    pub number: usize,
    pub total: usize,
    pub question: String,
    pub message: String,
    /// What stands there now, and what would.
    pub rewrites: Vec<(String, String)>,
    /// An address; none hides the link.
    pub learn_more: Option<String>,
}

pub struct Card {
    host: HtmlElement,
    document: Document,
    panel: HtmlElement,
    live: Element,
    choose: Rc<dyn Fn(Choice)>,
    open: Cell<bool>,
    buttons: RefCell<Vec<Listener>>,
    _listeners: Vec<Listener>,
    _sheet: Sheet,
}

/// Under this width the card is a sheet at the bottom.
const NARROW: f64 = 480.0;

impl Card {
    /// In `root`, a `ShadowRoot` or a `Document`; `None` where that has no place for elements.
    pub fn new(root: &Node, choose: Rc<dyn Fn(Choice)>) -> Option<Card> {
        let document = root.dyn_ref::<Document>().cloned().or_else(|| root.owner_document())?;
        let parent: Node = match root.dyn_ref::<ShadowRoot>() {
            Some(root) => root.clone().into(),
            None => document.body()?.into(),
        };
        let host: HtmlElement = document.create_element("div").ok()?.dyn_into().ok()?;
        host.set_attribute("data-pm-hints", "").ok()?;
        let shadow = host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open)).ok()?;
        let sheet = Sheet::adopt(&shadow, include_str!("card.css"));
        let panel: HtmlElement = document.create_element("div").ok()?.dyn_into().ok()?;
        panel.set_class_name("card");
        for (name, value) in [("popover", "manual"), ("part", "hint-card"), ("role", "dialog"), ("aria-modal", "false"), ("tabindex", "-1")]
        {
            panel.set_attribute(name, value).ok()?;
        }
        let live = document.create_element("div").ok()?;
        live.set_class_name("live");
        for (name, value) in [("role", "status"), ("aria-live", "polite")] {
            live.set_attribute(name, value).ok()?;
        }
        shadow.append_child(&panel).ok()?;
        shadow.append_child(&live).ok()?;
        parent.append_child(&host).ok()?;
        let listeners = listeners(&panel, &choose);
        Some(Card {
            host,
            document,
            panel,
            live,
            choose,
            open: Cell::new(false),
            buttons: RefCell::default(),
            _listeners: listeners,
            _sheet: sheet,
        })
    }

    /// Shows `content` beside `anchor` (CSS px of the viewport), in the colours of `beside`.
    pub fn show(&self, content: &Content, anchor: Sides, colours_of: &Element) {
        self.fill(content);
        let _ = self.panel.style().set_property("color-scheme", &scheme_of(colours_of));
        self.open();
        self.place(anchor);
    }

    /// After a dismissal: says so, and offers the way back.
    pub fn show_dismissed(&self, what: &str, anchor: Sides) {
        self.clear();
        let row = self.element("div", "undone");
        let text = self.element("span", "");
        text.set_text_content(Some(what));
        let _ = row.append_child(&text);
        let _ = row.append_child(&self.button("quiet", "Undo", Choice::Undo));
        let _ = self.panel.append_child(&row);
        let _ = self.panel.set_attribute("aria-label", what);
        self.open();
        self.place(anchor);
    }

    pub fn place(&self, anchor: Sides) {
        let view = viewport();
        let narrow = view.width() < NARROW;
        let _ = self.panel.class_list().toggle_with_force("sheet", narrow);
        let style = self.panel.style();
        if narrow {
            let hidden =
                web_sys::window().and_then(|window| window.inner_height().ok()).and_then(|height| height.as_f64()).unwrap_or(view.bottom)
                    - view.bottom;
            let _ = style.set_property("--lift", &px(hidden.max(0.0)));
            let _ = style.remove_property("left");
            let _ = style.remove_property("top");
            return;
        }
        let size = self.panel.get_bounding_client_rect();
        let (left, top) = beside(anchor, size.width(), size.height(), view);
        let _ = style.set_property("left", &px(left.round()));
        let _ = style.set_property("top", &px(top.round()));
    }

    /// How far the phrase at `anchor` is hidden under the sheet, px; 0 when the card stands beside it.
    pub fn covers(&self, anchor: Sides) -> f64 {
        let top = self.panel.get_bounding_client_rect().top();
        if self.panel.class_list().contains("sheet") { (anchor.bottom + 12.0 - top).max(0.0) } else { 0.0 }
    }

    pub fn hide(&self) {
        if self.open.replace(false) {
            let _ = self.panel.hide_popover();
            self.clear();
        }
    }

    pub fn is_open(&self) -> bool {
        self.open.get()
    }

    pub fn has_focus(&self) -> bool {
        self.host.shadow_root().and_then(|root| root.active_element()).is_some()
    }

    pub fn contains(&self, node: &Node) -> bool {
        self.host.is_same_node(Some(node)) || self.host.shadow_root().is_some_and(|root| root.contains(Some(node)))
    }

    /// Onto the first choice.
    pub fn take_focus(&self) {
        let first = self.panel.query_selector(".rewrite, .actions button, .undone button").ok().flatten();
        let target = first.and_then(|first| first.dyn_into::<HtmlElement>().ok()).unwrap_or_else(|| self.panel.clone());
        let _ = target.focus();
    }

    /// Tells a screen reader, after whatever it is saying.
    pub fn announce(&self, text: &str) {
        self.live.set_text_content(Some(text));
    }

    fn open(&self) {
        self.open.set(true);
        // Refused when it is open already; an engine without popovers shows it by `display` alone.
        let _ = self.panel.show_popover();
    }

    fn clear(&self) {
        self.buttons.borrow_mut().clear();
        self.panel.set_text_content(None);
    }

    fn fill(&self, content: &Content) {
        self.clear();
        let head = self.element("div", "head");
        let tag = self.element("span", "tag");
        tag.set_text_content(Some(label(content.category)));
        let _ = tag.set_attribute("data-severity", if content.severity == Severity::Warning { "warning" } else { "suggestion" });
        let _ = head.append_child(&tag);
        if content.total > 1 {
            let walk = self.element("span", "walk");
            let count = self.element("span", "");
            count.set_text_content(Some(&format!("{} of {}", content.number, content.total)));
            let _ = walk.append_child(&self.named_button("step", "‹", "Previous hint", Choice::Previous));
            let _ = walk.append_child(&count);
            let _ = walk.append_child(&self.named_button("step", "›", "Next hint", Choice::Next));
            let _ = head.append_child(&walk);
        }
        let _ = head.append_child(&self.named_button("close", "×", "Close", Choice::Close));

        let question = self.element("p", "question");
        question.set_text_content(Some(&content.question));
        let message = self.element("p", "message");
        message.set_text_content(Some(&content.message));
        let _ = self.panel.append_with_node_3(&head, &question, &message);

        if !content.rewrites.is_empty() {
            let list = self.element("div", "rewrites");
            let _ = list.set_attribute("role", "group");
            let _ = list.set_attribute("aria-label", "Rewrites");
            for (index, (before, after)) in content.rewrites.iter().enumerate() {
                let _ = list.append_child(&self.rewrite(index, before, after));
            }
            let _ = self.panel.append_child(&list);
        }

        let actions = self.element("div", "actions");
        let _ = actions.append_child(&self.button("quiet", "Dismiss", Choice::DismissHere));
        let rule = self.button("quiet", "Dismiss rule here", Choice::DismissRule);
        let _ = rule.set_attribute("title", "Dismiss this rule in the whole document");
        let _ = actions.append_child(&rule);
        if let Some(address) = &content.learn_more {
            let link = self.element("a", "more");
            for (name, value) in [("href", address.as_str()), ("target", "_blank"), ("rel", "noopener noreferrer")] {
                let _ = link.set_attribute(name, value);
            }
            link.set_text_content(Some("Learn more"));
            let _ = actions.append_child(&link);
        }
        let _ = self.panel.append_child(&actions);
        let _ = self.panel.set_attribute("aria-label", &format!("{}: {}", label(content.category), content.question));
    }

    fn rewrite(&self, index: usize, before: &str, after: &str) -> Element {
        let button = self.button("rewrite", "", Choice::Rewrite(index));
        // Heard as one sentence, seen as the change of another.
        let said = self.element("span", "said");
        said.set_text_content(Some(&format!("Rewrite: {}", if after.trim().is_empty() { "leave it out" } else { after.trim() })));
        let seen = self.element("span", "");
        let _ = seen.set_attribute("aria-hidden", "true");
        for piece in pieces(before, after) {
            let (tag, text) = match &piece {
                Piece::Kept(text) => ("span", text),
                Piece::Removed(text) => ("del", text),
                Piece::Inserted(text) => ("ins", text),
            };
            // White space stands between the pieces, so that no line is drawn through it.
            let (lead, rest) = text.split_at(text.len() - text.trim_start().len());
            let (word, trail) = rest.split_at(rest.trim_end().len());
            let _ = seen.append_with_str_1(lead);
            if !word.is_empty() {
                let part = self.element(tag, "");
                part.set_text_content(Some(word));
                let _ = seen.append_child(&part);
            }
            let _ = seen.append_with_str_1(if trail.is_empty() && tag == "del" { " " } else { trail });
        }
        let _ = button.append_with_node_2(&said, &seen);
        button
    }

    fn button(&self, class: &str, text: &str, choice: Choice) -> Element {
        let button = self.element("button", class);
        let _ = button.set_attribute("type", "button");
        button.set_text_content(Some(text));
        let choose = self.choose.clone();
        self.buttons.borrow_mut().push(Listener::new(&button, "click", move |_: Event| choose(choice)));
        button
    }

    fn named_button(&self, class: &str, text: &str, name: &str, choice: Choice) -> Element {
        let button = self.button(class, text, choice);
        let _ = button.set_attribute("aria-label", name);
        let _ = button.set_attribute("title", name);
        button
    }

    fn element(&self, tag: &str, class: &str) -> Element {
        let Ok(element) = self.document.create_element(tag) else { unreachable!("{tag} is a valid name") };
        if !class.is_empty() {
            element.set_class_name(class);
        }
        element
    }
}

impl Drop for Card {
    fn drop(&mut self) {
        self.host.remove();
    }
}

fn listeners(panel: &HtmlElement, choose: &Rc<dyn Fn(Choice)>) -> Vec<Listener> {
    let (entered, left, keyed) = (choose.clone(), choose.clone(), choose.clone());
    let within = panel.clone();
    vec![
        Listener::new(panel, "pointerenter", move |_: Event| entered(Choice::Entered)),
        Listener::new(panel, "pointerleave", move |_: Event| left(Choice::Left)),
        // Pressing a button must not take the focus, and with it the caret, out of the text.
        Listener::new(panel, "mousedown", |event: Event| event.prevent_default()),
        Listener::new(panel, "keydown", move |event: KeyboardEvent| {
            let handled = match event.key().as_str() {
                "Escape" => {
                    keyed(Choice::Leave);
                    true
                }
                "ArrowDown" | "ArrowRight" => step(&within, 1),
                "ArrowUp" | "ArrowLeft" => step(&within, -1),
                "." if event.alt_key() => {
                    keyed(Choice::Next);
                    true
                }
                "," if event.alt_key() => {
                    keyed(Choice::Previous);
                    true
                }
                _ => false,
            };
            if handled {
                event.prevent_default();
            }
            event.stop_propagation();
        }),
    ]
}

/// Moves the focus among the card's buttons and links, around the ends.
fn step(panel: &HtmlElement, by: i32) -> bool {
    let Ok(list) = panel.query_selector_all("button, a") else { return false };
    let count = list.length() as i32;
    let Some(active) = panel.get_root_node().dyn_ref::<ShadowRoot>().and_then(|root| root.active_element()) else { return false };
    if count == 0 {
        return false;
    }
    let here = (0..count).find(|&index| list.item(index as u32).is_some_and(|node| node.is_same_node(Some(&active))));
    let next = here.map_or(0, |here| (here + by).rem_euclid(count));
    if let Some(target) = list.item(next as u32).and_then(|node| node.dyn_into::<HtmlElement>().ok()) {
        let _ = target.focus();
    }
    true
}

/// What a category is called on the card.
pub fn label(category: Category) -> &'static str {
    match category {
        Category::NamedAgent => "About a person",
        Category::RoleAgent => "About a role",
        Category::TeamAgent => "About a team",
        Category::HumanError => "Human error",
        Category::Counterfactual => "What did not happen",
        Category::Judgement => "Judgement",
        Category::Punitive => "Punishment",
        Category::Vigilance => "Relies on care",
        Category::Hindsight => "Hindsight",
        Category::SingleCause => "Single cause",
        Category::WhoQuestion => "Asks who",
        Category::Absolutist => "All or nothing",
        Category::Hostile => "Harsh words",
    }
}
