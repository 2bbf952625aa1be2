//! `check` and `Checker`: hints for a text, without a page.

use js_sys::Array;
use wasm_bindgen::prelude::*;

use super::error::Fault;
use super::{argument, hint};
use crate::hints::{self, CheckOptions};
use crate::text::utf16;

/// The hints of `text`, in order. Offsets are UTF-16 code units.
///
/// Throws a `PostmortemError` with the code `not-a-string` or `bad-option`.
#[wasm_bindgen(unchecked_return_type = "Hint[]")]
pub fn check(
    #[wasm_bindgen(unchecked_param_type = "string")] text: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "CheckOptions")] options: JsValue,
) -> Result<Array, Fault> {
    let text = argument::string("check", "text", &text)?;
    Ok(hint::array(&hints::check_utf16(&text, &argument::options("check", &options)?)))
}

/// A text under hints, edit by edit. An edit costs what its paragraph costs, however long the text is.
#[wasm_bindgen]
pub struct Checker {
    checker: hints::Checker,
    /// The text's length in UTF-16 code units.
    units: u32,
}

#[wasm_bindgen]
impl Checker {
    /// Throws a `PostmortemError` with the code `bad-option`.
    #[wasm_bindgen(constructor)]
    pub fn new(#[wasm_bindgen(unchecked_optional_param_type = "CheckOptions")] options: JsValue) -> Result<Checker, Fault> {
        let options: CheckOptions = argument::options("Checker", &options)?;
        Ok(Checker { checker: hints::Checker::new(options), units: 0 })
    }

    /// Checks the whole of `text` and returns its hints.
    ///
    /// Throws a `PostmortemError` with the code `not-a-string`.
    #[wasm_bindgen(js_name = setText, unchecked_return_type = "Hint[]")]
    pub fn set_text(&mut self, #[wasm_bindgen(unchecked_param_type = "string")] text: JsValue) -> Result<Array, Fault> {
        let text = argument::string("setText", "text", &text)?;
        self.units = utf16::len(&text) as u32;
        self.checker.set_text(&text);
        Ok(self.hints())
    }

    /// Replaces `start` up to `end` (UTF-16 code units of the text before) with `insert`, and returns what changed of the hints.
    /// An offset in the middle of a surrogate pair counts as the pair's start.
    ///
    /// Throws a `PostmortemError` with the code `not-an-offset`, `offset-out-of-range` or `not-a-string`; the text is then as before.
    #[wasm_bindgen(unchecked_return_type = "Recheck")]
    pub fn edit(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "number")] start: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] end: JsValue,
        #[wasm_bindgen(unchecked_param_type = "string")] insert: JsValue,
    ) -> Result<JsValue, Fault> {
        let start = argument::offset("edit", "start", &start, self.units)?;
        let end = argument::offset("edit", "end", &end, self.units)?;
        if end < start {
            return Err(Fault::new("offset-out-of-range", format!("edit: end is {end}, before start, which is {start}")));
        }
        let insert = argument::string("edit", "insert", &insert)?;
        let recheck = self.checker.edit_utf16(start as usize..end as usize, &insert);
        self.units = self.units.saturating_add_signed(recheck.shift as i32);
        Ok(hint::recheck(&recheck))
    }

    /// All hints of the text as it is now, in order.
    #[wasm_bindgen(unchecked_return_type = "Hint[]")]
    pub fn hints(&self) -> Array {
        hint::array(&self.checker.hints_utf16())
    }
}
