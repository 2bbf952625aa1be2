//! What a caller of the public face can go by when something is refused.

use wasm_bindgen::prelude::*;

/// Becomes an `Error` whose `name` is `PostmortemError`, with a stable `code` and a message that quotes the value.
#[derive(Clone, Debug)]
pub struct Fault {
    pub code: &'static str,
    pub message: String,
}

impl Fault {
    pub fn new(code: &'static str, message: impl Into<String>) -> Fault {
        Fault { code, message: message.into() }
    }
}

impl From<Fault> for JsValue {
    fn from(fault: Fault) -> JsValue {
        let error = js_sys::Error::new(&fault.message);
        error.set_name("PostmortemError");
        // A fresh `Error` takes any property.
        let _ = js_sys::Reflect::set(&error, &"code".into(), &fault.code.into());
        error.into()
    }
}
