//! A host's `<textarea>`, which cannot be painted: a mirror lies over it, with the same words in the same places, unseen but for
//! the marks under them.
//!
//! The textarea itself is left alone. What is added is one element behind it, which takes no room and no pointer.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Document, Element, Event, HtmlElement, HtmlTextAreaElement, ResizeObserver, ShadowRootInit, ShadowRootMode};

use super::desk::{Desk, Seat};
use super::field::{Field, Holder};
use super::ink::{Sheet, scheme_of};
use super::lines::Lines;
use super::listen::{Listener, Timer};
use super::{dom, place};
use crate::hints::Format;
use crate::text::{Edit, SectionKind};

/// What decides where a word stands, as computed styles name it.
const COPIED: [&str; 34] = [
    "direction",
    "font-family",
    "font-feature-settings",
    "font-kerning",
    "font-optical-sizing",
    "font-size",
    "font-size-adjust",
    "font-stretch",
    "font-style",
    "font-variant",
    "font-variation-settings",
    "font-weight",
    "hyphens",
    "letter-spacing",
    "line-break",
    "line-height",
    "overflow-wrap",
    "padding-bottom",
    "padding-left",
    "padding-right",
    "padding-top",
    "tab-size",
    "text-align",
    "text-align-last",
    "text-indent",
    "text-orientation",
    "text-rendering",
    "text-transform",
    "text-wrap-style",
    "unicode-bidi",
    "white-space",
    "word-break",
    "word-spacing",
    "writing-mode",
];

/// Hints over a textarea, until it is dropped.
pub struct Mirrored(Rc<Mirror>);

struct Mirror {
    me: Weak<Mirror>,
    desk: Rc<Desk>,
    field: Field,
    area: HtmlTextAreaElement,
    host: HtmlElement,
    frame: HtmlElement,
    page: HtmlElement,
    lines: RefCell<Lines>,
    /// How far the host is moved to lie over the textarea, CSS px.
    moved: Cell<(f64, f64)>,
    changed: Rc<dyn Fn()>,
    seat: RefCell<Option<Seat>>,
    later: RefCell<Option<Timer>>,
    observer: RefCell<Option<(ResizeObserver, Closure<dyn Fn()>)>>,
    listeners: RefCell<Vec<Listener>>,
    _sheets: [Sheet; 2],
}

impl Mirrored {
    /// `None` when `area` is in no document. `changed` is called whenever the hints may have changed.
    pub fn new(
        desk: &Rc<Desk>,
        area: HtmlTextAreaElement,
        section: Option<SectionKind>,
        format: Format,
        changed: Rc<dyn Fn()>,
    ) -> Option<Mirrored> {
        let document = area.owner_document()?;
        let parent = area.parent_node()?;
        let host = element(&document, "span")?;
        host.set_attribute("data-pm-mirror", "").ok()?;
        host.set_attribute("aria-hidden", "true").ok()?;
        let shadow = host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open)).ok()?;
        let sheets = [Sheet::marks(&shadow), Sheet::adopt(&shadow, include_str!("mirror.css"))];
        let (frame, page) = (element(&document, "div")?, element(&document, "div")?);
        frame.set_class_name("frame");
        page.set_class_name("page");
        frame.append_child(&page).ok()?;
        shadow.append_child(&frame).ok()?;
        parent.insert_before(&host, area.next_sibling().as_ref()).ok()?;
        let mirror = Rc::new_cyclic(|me| Mirror {
            me: me.clone(),
            desk: desk.clone(),
            field: Field::new(section, format, true, &desk.options()),
            lines: RefCell::new(Lines::new(&page)),
            area,
            host,
            frame,
            page,
            moved: Cell::new((0.0, 0.0)),
            changed,
            seat: RefCell::default(),
            later: RefCell::default(),
            observer: RefCell::default(),
            listeners: RefCell::default(),
            _sheets: sheets,
        });
        mirror.begin();
        Some(Mirrored(mirror))
    }

    pub fn holder(&self) -> Rc<dyn Holder> {
        self.0.clone()
    }
}

impl Drop for Mirrored {
    fn drop(&mut self) {
        let mirror = &self.0;
        if let Some((observer, _)) = mirror.observer.take() {
            observer.disconnect();
        }
        mirror.listeners.take();
        mirror.later.take();
        mirror.seat.take();
        mirror.host.remove();
    }
}

impl Holder for Mirror {
    fn field(&self) -> &Field {
        &self.field
    }

    fn element(&self) -> &HtmlElement {
        &self.area
    }

    fn range(&self, start: u32, end: u32) -> Option<web_sys::Range> {
        self.lines.borrow().range(start, end)
    }

    fn selected(&self) -> Option<(u32, u32)> {
        if !dom::focused(&self.area) {
            return None;
        }
        Some((self.area.selection_start().ok()??, self.area.selection_end().ok()??))
    }

    fn select(&self, start: u32, end: u32) {
        dom::focus(&self.area);
        let _ = self.area.set_selection_range(start, end);
        if let Some(range) = self.range(start, end) {
            self.reveal(&range);
        }
    }

    fn replace(&self, start: u32, end: u32, insert: &str) {
        dom::focus(&self.area);
        let _ = self.area.set_selection_range(start, end);
        if !dom::type_text(&self.area, insert) {
            // An engine that types into editables only. The host's undo does not know this one, but its listeners do.
            let _ = self.area.set_range_text(insert);
            let _ = self.area.set_selection_range(start, start);
            dom::fire_input(&self.area, insert);
        }
        self.read();
        let caret = start + insert.encode_utf16().count() as u32;
        let _ = self.area.set_selection_range(caret, caret);
    }
}

impl Mirror {
    fn begin(&self) {
        self.lay_out();
        let text = self.area.value();
        self.lines.borrow_mut().set(&text);
        self.field.set_text(self, &text);
        self.scrolled();
        if let Some(mirror) = self.me.upgrade() {
            *self.seat.borrow_mut() = Some(self.desk.seat(&(mirror as Rc<dyn Holder>)));
        }
        let area = &self.area;
        let mut listeners = vec![
            self.on(area, "input", |mirror, _| mirror.read()),
            self.on(area, "change", |mirror, _| mirror.read()),
            // Values that a script put in make no event; these moments are when somebody would see old marks.
            self.on(area, "focus", |mirror, _| mirror.all_again()),
            self.on(area, "pointerenter", |mirror, _| mirror.all_again()),
            self.on(area, "scroll", |mirror, _| mirror.scrolled()),
            self.on(area, "transitionend", |mirror, _| mirror.lay_out()),
        ];
        if let Some(document) = area.owner_document() {
            listeners.push(self.on(&document, "reset", |mirror, event| mirror.form_reset(&event)));
            if let Ok(fonts) = js_sys::Reflect::get(&document, &"fonts".into())
                && let Some(fonts) = fonts.dyn_ref::<web_sys::EventTarget>()
            {
                listeners.push(self.on(fonts, "loadingdone", |mirror, _| mirror.lay_out()));
            }
        }
        if let Some(window) = web_sys::window() {
            // Zooming is a resize.
            listeners.push(self.on(&window, "resize", |mirror, _| mirror.lay_out()));
            listeners.push(self.on_capture(&window, "scroll", |mirror, event| mirror.scrolled_around(&event)));
        }
        *self.listeners.borrow_mut() = listeners;
        let me = self.me.clone();
        let resized = Closure::<dyn Fn()>::new(move || {
            if let Some(mirror) = me.upgrade() {
                mirror.lay_out();
            }
        });
        if let Ok(observer) = ResizeObserver::new(resized.as_ref().unchecked_ref()) {
            observer.observe(area);
            *self.observer.borrow_mut() = Some((observer, resized));
        }
    }

    fn on(&self, target: &web_sys::EventTarget, kind: &'static str, handle: fn(&Mirror, Event)) -> Listener {
        Listener::new(target, kind, self.calls(handle))
    }

    fn on_capture(&self, target: &web_sys::EventTarget, kind: &'static str, handle: fn(&Mirror, Event)) -> Listener {
        Listener::capturing(target, kind, self.calls(handle))
    }

    fn calls(&self, handle: fn(&Mirror, Event)) -> impl Fn(Event) + 'static {
        let me = self.me.clone();
        move |event| {
            if let Some(mirror) = me.upgrade() {
                handle(&mirror, event);
            }
        }
    }

    /// Takes over what the textarea holds now.
    fn read(&self) {
        let text = self.area.value();
        let Some(edit) = self.field.with_text(|before| Edit::between(before, &text)) else { return };
        let (start, end) = self.field.units(&edit.range);
        self.lines.borrow_mut().splice(start, end, &edit.insert);
        self.field.edit(self, &edit);
        self.desk.edited(self);
        self.desk.count_again();
        self.scrolled();
        (self.changed)();
    }

    fn all_again(&self) {
        self.read();
        self.lay_out();
    }

    fn form_reset(&self, event: &Event) {
        let form = self.area.form();
        let ours = event.target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        if form.is_some_and(|form| form.is_same_node(ours.as_ref())) {
            // The event comes before the values go back.
            let me = self.me.clone();
            *self.later.borrow_mut() = Timer::after(0, move || {
                if let Some(mirror) = me.upgrade() {
                    mirror.read();
                }
            });
        }
    }

    fn scrolled(&self) {
        let (left, top) = (self.area.scroll_left(), self.area.scroll_top());
        let _ = self.page.style().set_property("transform", &format!("translate({}px, {}px)", -left, -top));
    }

    /// Something around the textarea scrolled; in a flex or grid container the host does not go with it by itself.
    fn scrolled_around(&self, event: &Event) {
        let around = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if around.is_some_and(|around| !around.is_same_node(Some(&self.area)) && around.contains(Some(&self.area))) {
            self.put();
        }
    }

    /// Makes the mirror look like the textarea, and lie where it lies.
    fn lay_out(&self) {
        let Some(window) = web_sys::window() else { return };
        let Ok(Some(style)) = window.get_computed_style(&self.area) else { return };
        let page = self.page.style();
        for name in COPIED {
            if let Ok(value) = style.get_property_value(name)
                && page.get_property_value(name).as_deref() != Ok(&value)
            {
                let _ = page.set_property(name, &value);
            }
        }
        let parent = self.area.parent_element().and_then(|parent| window.get_computed_style(&parent).ok().flatten());
        let items = parent
            .and_then(|parent| parent.get_property_value("display").ok())
            .is_some_and(|display| display.contains("flex") || display.contains("grid"));
        let _ = self.host.toggle_attribute_with_force("data-apart", items);
        let frame = self.frame.style();
        for name in ["z-index", "visibility"] {
            if let Ok(value) = style.get_property_value(name) {
                let _ = frame.set_property(name, &value);
            }
        }
        let _ = frame.set_property("color-scheme", &scheme_of(&self.area));
        let (width, height) = (self.area.client_width(), self.area.client_height());
        let _ = frame.set_property("width", &format!("{width}px"));
        let _ = frame.set_property("height", &format!("{height}px"));
        // Lines that do not wrap make the page as wide as they are; it is never narrower than the textarea.
        let _ = page.set_property("min-width", &format!("{width}px"));
        let wraps = !matches!(style.get_property_value("white-space").as_deref(), Ok("pre" | "nowrap"));
        let _ = page.set_property("width", &if wraps { format!("{width}px") } else { "max-content".to_owned() });
        self.put();
        self.scrolled();
    }

    /// Over the textarea's padding box, whatever the page around does: by how far the two are apart, not by where they are.
    fn put(&self) {
        let area = self.area.get_bounding_client_rect();
        let frame = self.frame.get_bounding_client_rect();
        // A transform around both scales both.
        let scale = |shown: f64, laid_out: i32| if laid_out > 0 && shown > 0.0 { shown / f64::from(laid_out) } else { 1.0 };
        let (across, down) = (scale(area.width(), self.area.offset_width()), scale(area.height(), self.area.offset_height()));
        let (x, y) = self.moved.get();
        let x = x + (area.left() - frame.left()) / across + f64::from(self.area.client_left());
        let y = y + (area.top() - frame.top()) / down + f64::from(self.area.client_top());
        if (x, y) != self.moved.get() {
            self.moved.set((x, y));
            let style = self.frame.style();
            let _ = style.set_property("left", &place::px(x));
            let _ = style.set_property("top", &place::px(y));
        }
    }

    /// Scrolls the textarea, and whatever it stands in, until `range` of the mirror can be seen.
    fn reveal(&self, range: &web_sys::Range) {
        let (inside, wanted) = (self.frame.get_bounding_client_rect(), range.get_bounding_client_rect());
        let air = wanted.height();
        let past = if wanted.top() - air < inside.top() {
            wanted.top() - air - inside.top()
        } else {
            (wanted.bottom() + air - inside.bottom()).max(0.0)
        };
        self.area.set_scroll_top(self.area.scroll_top() + past as i32);
        self.scrolled();
        if let Some(parent) = self.area.parent_element().and_then(|parent| parent.dyn_into::<HtmlElement>().ok()) {
            place::reveal(&parent, range);
        }
    }
}

fn element(document: &Document, tag: &str) -> Option<HtmlElement> {
    document.create_element(tag).ok()?.dyn_into().ok()
}
