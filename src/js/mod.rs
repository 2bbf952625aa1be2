//! The public face for JavaScript: functions, elements, types, and the only place where byte offsets become UTF-16.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
