//! What `<postmortem-view>` calls.

use wasm_bindgen::prelude::*;
use web_sys::ShadowRoot;

use super::content::{self, Format};
use super::error::Fault;
use crate::view;

/// A read-only rendering in one shadow root. `free` takes it away.
#[wasm_bindgen]
pub struct Reader {
    _reader: view::Reader,
}

#[wasm_bindgen]
impl Reader {
    #[wasm_bindgen(constructor)]
    pub fn new(root: ShadowRoot, text: &str, format: &str) -> Result<Reader, Fault> {
        let (document, _) = content::read(text, Format::named(format)?)?;
        Ok(Reader { _reader: view::mount_reader(&root, document) })
    }

    #[wasm_bindgen(js_name = fromValue)]
    pub fn from_value(root: ShadowRoot, value: JsValue) -> Result<Reader, Fault> {
        let (document, _) = content::from_value(&value)?;
        Ok(Reader { _reader: view::mount_reader(&root, document) })
    }
}
