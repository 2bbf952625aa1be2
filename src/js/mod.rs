//! The public face for JavaScript: functions, elements, types, and the only place where byte offsets become UTF-16.

mod argument;
mod attach;
mod check;
#[cfg(feature = "postmortem-editor")]
mod content;
#[cfg(feature = "postmortem-editor")]
mod editor;
mod error;
mod hint;
#[cfg(feature = "postmortem-editor")]
mod panic;
#[cfg(feature = "postmortem-editor")]
mod reader;

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
