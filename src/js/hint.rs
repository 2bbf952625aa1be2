//! Hints as JavaScript sees them: plain objects with UTF-16 offsets.
//!
//! They are made on every keystroke, so they are set field by field and not by a serializer.

use js_sys::{Array, Object};
use wasm_bindgen::prelude::*;

use crate::hints::{Category, Hint, Severity};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** One phrase, the question that leads back to the system, and what could stand there instead. Offsets are UTF-16 code units. */
export interface Hint {
    ruleId: string;
    category: Category;
    severity: Severity;
    start: number;
    end: number;
    /** One sentence. */
    message: string;
    question: string;
    /** None to three. */
    rewrites: Rewrite[];
    /** The anchor of the rule in the rule reference. */
    learnMore: string;
}

/** Replaces `start..end` of the text, which may be wider than the hint's, with `text`. */
export interface Rewrite {
    start: number;
    end: number;
    text: string;
}

/**
 * What an edit changes of the hints: those at the indices `from` up to `to` of the list before the edit are gone, `hints` stand in
 * their place, and every hint behind them has moved by `shift` code units (its rewrites too).
 *
 * ```js
 * const { from, to, hints, shift } = checker.edit(start, end, insert);
 * list.splice(from, to - from, ...hints);
 * for (const hint of list.slice(from + hints.length)) move(hint, shift);
 * ```
 */
export interface Recheck {
    from: number;
    to: number;
    hints: Hint[];
    shift: number;
}
"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = Object)]
    type Plain;
    #[wasm_bindgen(method, setter, js_name = ruleId)]
    fn set_rule_id(this: &Plain, value: &str);
    #[wasm_bindgen(method, setter)]
    fn set_category(this: &Plain, value: &JsValue);
    #[wasm_bindgen(method, setter)]
    fn set_severity(this: &Plain, value: &JsValue);
    #[wasm_bindgen(method, setter)]
    fn set_start(this: &Plain, value: u32);
    #[wasm_bindgen(method, setter)]
    fn set_end(this: &Plain, value: u32);
    #[wasm_bindgen(method, setter)]
    fn set_message(this: &Plain, value: &str);
    #[wasm_bindgen(method, setter)]
    fn set_question(this: &Plain, value: &str);
    #[wasm_bindgen(method, setter)]
    fn set_rewrites(this: &Plain, value: &Array);
    #[wasm_bindgen(method, setter, js_name = learnMore)]
    fn set_learn_more(this: &Plain, value: &str);
    #[wasm_bindgen(method, setter)]
    fn set_text(this: &Plain, value: &str);
    #[wasm_bindgen(method, setter)]
    fn set_from(this: &Plain, value: u32);
    #[wasm_bindgen(method, setter)]
    fn set_to(this: &Plain, value: u32);
    #[wasm_bindgen(method, setter)]
    fn set_hints(this: &Plain, value: &Array);
    #[wasm_bindgen(method, setter)]
    fn set_shift(this: &Plain, value: f64);
}

fn plain() -> Plain {
    Object::new().unchecked_into()
}

/// `hints` count in UTF-16 code units already.
pub fn array(hints: &[Hint]) -> Array {
    hints.iter().map(object).collect()
}

fn object(hint: &Hint) -> JsValue {
    let object = plain();
    object.set_rule_id(&hint.rule_id);
    object.set_category(&category(hint.category));
    object.set_severity(&severity(hint.severity));
    object.set_start(hint.range.start as u32);
    object.set_end(hint.range.end as u32);
    object.set_message(&hint.message);
    object.set_question(&hint.question);
    let rewrites: Array = hint
        .rewrites
        .iter()
        .map(|rewrite| {
            let object = plain();
            object.set_start(rewrite.range.start as u32);
            object.set_end(rewrite.range.end as u32);
            object.set_text(&rewrite.text);
            JsValue::from(object)
        })
        .collect();
    object.set_rewrites(&rewrites);
    object.set_learn_more(&hint.learn_more);
    object.into()
}

/// See `Recheck` above.
pub fn recheck(recheck: &crate::hints::Recheck) -> JsValue {
    let object = plain();
    object.set_from(recheck.old.start as u32);
    object.set_to(recheck.old.end as u32);
    object.set_hints(&array(&recheck.new));
    object.set_shift(recheck.shift as f64);
    object.into()
}

fn category(category: Category) -> JsValue {
    serde_wasm_bindgen::to_value(&category).unwrap_or_default()
}

fn severity(severity: Severity) -> JsValue {
    serde_wasm_bindgen::to_value(&severity).unwrap_or_default()
}
