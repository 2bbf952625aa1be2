//! What callers hand in, and how they are told that it is not what was asked for.

use js_sys::{Object, Reflect};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::prelude::*;

use super::error::Fault;

/// The string that `value` is. A lone surrogate in it becomes U+FFFD, which has the same length.
pub fn string(function: &str, name: &str, value: &JsValue) -> Result<String, Fault> {
    value.as_string().ok_or_else(|| Fault::new("not-a-string", format!("{function}: {name} must be a string; got {}", quoted(value))))
}

/// The whole number from 0 to `most` that `value` is.
pub fn offset(function: &str, name: &str, value: &JsValue, most: u32) -> Result<u32, Fault> {
    let number = value
        .as_f64()
        .filter(|number| number.fract() == 0.0)
        .ok_or_else(|| Fault::new("not-an-offset", format!("{function}: {name} must be a whole number; got {}", quoted(value))))?;
    if number < 0.0 || number > f64::from(most) {
        let message = format!("{function}: {name} is {}, but the text has {most} UTF-16 code units", quoted(value));
        return Err(Fault::new("offset-out-of-range", message));
    }
    Ok(number as u32)
}

/// The options that `value` is; `undefined` and `null` are the default. A name that is none of theirs is refused: it is a mistake, and
/// would be a silent one.
pub fn options<T: DeserializeOwned + Serialize + Default>(function: &str, value: &JsValue) -> Result<T, Fault> {
    if value.is_undefined() || value.is_null() {
        return Ok(T::default());
    }
    if !value.is_object() {
        return Err(Fault::new("bad-option", format!("{function}: options must be an object; got {}", quoted(value))));
    }
    let known = serde_wasm_bindgen::to_value(&T::default()).unwrap_or_default();
    for name in Object::keys(value.unchecked_ref::<Object>()).iter() {
        if !Reflect::has(&known, &name).unwrap_or(false) {
            let known: Vec<String> = Object::keys(known.unchecked_ref::<Object>()).iter().map(|name| quoted(&name)).collect();
            let message = format!("{function}: options: there is no {}; there is {}", quoted(&name), known.join(", "));
            return Err(Fault::new("bad-option", message));
        }
    }
    serde_wasm_bindgen::from_value(value.clone()).map_err(|error| Fault::new("bad-option", format!("{function}: options: {error}")))
}

/// A value in a message: as JavaScript would write it, not longer than a line.
pub fn quoted(value: &JsValue) -> String {
    if let Some(element) = value.dyn_ref::<web_sys::Element>() {
        let id = element.id();
        let id = if id.is_empty() { String::new() } else { format!(" id={id:?}") };
        return format!("<{}{id}>", element.tag_name().to_ascii_lowercase());
    }
    let mut text = match value.as_string() {
        Some(text) => format!("{text:?}"),
        None => format!("{value:?}").trim_start_matches("JsValue(").trim_end_matches(')').to_owned(),
    };
    if let Some((end, _)) = text.char_indices().nth(80) {
        text.truncate(end);
        text.push('…');
    }
    text
}
