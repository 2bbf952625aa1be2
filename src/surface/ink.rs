//! Marks under phrases by the CSS Custom Highlight API, which paints ranges and leaves the DOM alone.
//!
//! The registry belongs to the whole page: every instance, and every bundle, adds its own ranges to the same three names and
//! takes only its own away. Where the API is missing nothing is painted, and everything else works.

use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{CssStyleSheet, Element, Node, Range};

use crate::hints::Severity;

#[wasm_bindgen]
extern "C" {
    type Highlight;
    #[wasm_bindgen(constructor, catch)]
    fn new() -> Result<Highlight, JsValue>;
    #[wasm_bindgen(method)]
    fn add(this: &Highlight, range: &Range);
    #[wasm_bindgen(method)]
    fn delete(this: &Highlight, range: &Range) -> bool;
    #[wasm_bindgen(method, getter)]
    fn size(this: &Highlight) -> u32;
    #[wasm_bindgen(method, setter)]
    fn set_priority(this: &Highlight, priority: i32);

    type HighlightRegistry;
    #[wasm_bindgen(method)]
    fn get(this: &HighlightRegistry, name: &str) -> Option<Highlight>;
    #[wasm_bindgen(method)]
    fn set(this: &HighlightRegistry, name: &str, highlight: &Highlight);
    #[wasm_bindgen(method, js_name = delete)]
    fn remove(this: &HighlightRegistry, name: &str) -> bool;
}

/// What a range is painted as. [`SHEET`] says how each looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    Suggestion,
    Warning,
    /// The one whose card is open.
    Current,
}

impl Ink {
    fn name(self) -> &'static str {
        match self {
            Ink::Suggestion => "pm-suggestion",
            Ink::Warning => "pm-warning",
            Ink::Current => "pm-current",
        }
    }

    fn priority(self) -> i32 {
        match self {
            Ink::Current => 0,
            Ink::Suggestion => 1,
            Ink::Warning => 2,
        }
    }
}

impl From<Severity> for Ink {
    fn from(severity: Severity) -> Ink {
        match severity {
            Severity::Suggestion => Ink::Suggestion,
            Severity::Warning => Ink::Warning,
        }
    }
}

/// A painted range; it follows the DOM as live ranges do, and is wiped when dropped.
pub struct Stroke {
    range: Range,
    ink: Ink,
}

impl Stroke {
    pub fn new(range: Range, ink: Ink) -> Stroke {
        if let Some(registry) = registry() {
            let highlight = registry.get(ink.name()).or_else(|| {
                let highlight = Highlight::new().ok()?;
                highlight.set_priority(ink.priority());
                registry.set(ink.name(), &highlight);
                Some(highlight)
            });
            if let Some(highlight) = highlight {
                highlight.add(&range);
            }
        }
        Stroke { range, ink }
    }

    pub fn range(&self) -> &Range {
        &self.range
    }

    pub fn ink(&self) -> Ink {
        self.ink
    }
}

impl Drop for Stroke {
    fn drop(&mut self) {
        if let Some(registry) = registry()
            && let Some(highlight) = registry.get(self.ink.name())
        {
            highlight.delete(&self.range);
            if highlight.size() == 0 {
                registry.remove(self.ink.name());
            }
        }
    }
}

fn registry() -> Option<HighlightRegistry> {
    let css = Reflect::get(&js_sys::global(), &"CSS".into()).ok()?;
    let registry = Reflect::get(&css, &"highlights".into()).ok()?;
    if registry.is_object() { Some(registry.unchecked_into()) } else { None }
}

/// How the marks look: a wavy line for a warning, a dotted one for a suggestion.
const SHEET: &str = include_str!("ink.css");

/// The rules for marks in one tree, taken out again on drop. Highlight rules do not reach into shadow roots, so each tree has its own.
pub struct Sheet {
    root: Node,
    sheet: Option<CssStyleSheet>,
}

impl Sheet {
    /// `root` is a `ShadowRoot` or a `Document`; anything else stays as it is.
    pub fn marks(root: &Node) -> Sheet {
        Sheet::adopt(root, SHEET)
    }

    pub fn adopt(root: &Node, css: &str) -> Sheet {
        let sheet = CssStyleSheet::new().ok();
        if let Some(sheet) = &sheet {
            let _ = sheet.replace_sync(css);
            let sheets = adopted(root);
            sheets.push(sheet);
            let _ = Reflect::set(root, &"adoptedStyleSheets".into(), &sheets);
        }
        Sheet { root: root.clone(), sheet }
    }
}

impl Drop for Sheet {
    fn drop(&mut self) {
        if let Some(own) = &self.sheet {
            let own: &JsValue = own.as_ref();
            let rest = adopted(&self.root).filter(&mut |sheet, _, _| sheet != *own);
            let _ = Reflect::set(&self.root, &"adoptedStyleSheets".into(), &rest);
        }
    }
}

fn adopted(root: &Node) -> Array {
    Reflect::get(root, &"adoptedStyleSheets".into()).map(|sheets| Array::from(&sheets)).unwrap_or_default()
}

/// The `color-scheme` that goes with `element`: its own, or, where its page sets none, by how light its words are.
pub fn scheme_of(element: &Element) -> String {
    let style = web_sys::window().and_then(|window| window.get_computed_style(element).ok().flatten());
    let value = |name: &str| style.as_ref().and_then(|style| style.get_property_value(name).ok()).unwrap_or_default();
    match value("color-scheme").as_str() {
        "normal" | "" => if light(&value("color")) { "dark" } else { "light" }.to_owned(),
        scheme => scheme.to_owned(),
    }
}

/// Whether a computed colour is nearer to white than to black.
fn light(colour: &str) -> bool {
    let figures: Vec<f64> = colour
        .trim_start_matches(|c: char| !c.is_ascii_digit())
        .split(|c: char| !(c.is_ascii_digit() || c == '.'))
        .map(js_sys::parse_float)
        .filter(|figure| !figure.is_nan())
        .collect();
    matches!(figures[..], [red, green, blue, ..] if colour.starts_with("rgb") && 0.299 * red + 0.587 * green + 0.114 * blue > 140.0)
}
