//! Small questions about the focus.

use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, Node};
use yew::prelude::NodeRef;

/// Whether a `focusout` takes the focus out of `home`.
pub fn leaves(event: &FocusEvent, home: &NodeRef) -> bool {
    let next = event.related_target().and_then(|target| target.dyn_into::<Node>().ok());
    home.get().is_none_or(|home| !next.is_some_and(|next| home.contains(Some(&next))))
}
