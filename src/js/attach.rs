//! `attach`: hints in a host's own editor.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Function, Object, Reflect};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;
use web_sys::{CustomEvent, CustomEventInit, Element};

use super::error::Fault;
use super::{argument, hint};
use crate::hints::CheckOptions;
use crate::surface::{self, DeskEvent, Refused, Told};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
export interface AttachOptions extends CheckOptions {
    /** Where the rules are explained. A hint's `learnMore` is added to it; without it the card has no such link. */
    reference?: string;
    /** Called with all dismissals in force after the author dismissed a hint or took that back; keep them, and hand them in as `dismissed`. */
    onDismiss?: (dismissed: Dismissal[]) => void;
}

/** The `detail` of the event `pm-hints`, which the target fires, bubbling and composed, when its hints may have changed. */
export interface HintsDetail {
    count: number;
}
"#;

/// Hints in one element. They stay until `detach`, whether or not this handle is kept.
#[wasm_bindgen]
pub struct Attachment {
    id: u32,
}

/// An attachment that is in force.
struct Live {
    id: u32,
    target: Element,
    attachment: surface::Attachment,
    on_dismiss: RefCell<Option<Function>>,
    /// What the caller of `attach` got, and gets again.
    handle: JsValue,
}

thread_local! {
    static LIVE: RefCell<Vec<Rc<Live>>> = const { RefCell::new(Vec::new()) };
    static NEXT: Cell<u32> = const { Cell::new(0) };
}

fn live(is: impl Fn(&Live) -> bool) -> Option<Rc<Live>> {
    LIVE.with_borrow(|all| all.iter().find(|live| is(live)).cloned())
}

/// Puts hints under the words of a `<textarea>` or of a contenteditable element, which stays its page's own: its value, its undo
/// and its styles are left alone. A contenteditable is read as plain text.
///
/// A second call for the same element returns the same attachment; options, when given, then replace the earlier ones.
///
/// Throws a `PostmortemError` with the code `bad-target` or `bad-option`.
#[wasm_bindgen(unchecked_return_type = "Attachment")]
pub fn attach(
    #[wasm_bindgen(unchecked_param_type = "HTMLTextAreaElement | HTMLElement")] target: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "AttachOptions")] options: JsValue,
) -> Result<JsValue, Fault> {
    let given = Options::read(&options)?;
    let bad = |wanted: &str| Fault::new("bad-target", format!("attach: the target must be {wanted}; got {}", argument::quoted(&target)));
    const WANTED: &str = "a <textarea> or a contenteditable element";
    let element: Element = target.clone().dyn_into().map_err(|_| bad(WANTED))?;
    if let Some(live) = live(|live| live.target == element) {
        if let Some(given) = given {
            live.on_dismiss.replace(given.on_dismiss);
            live.attachment.desk().set_reference(given.reference);
            live.attachment.desk().set_options(given.check);
            live.tell();
        }
        return Ok(live.handle.clone());
    }
    let given = given.unwrap_or_default();
    let id = NEXT.replace(NEXT.get() + 1);
    let tell = move |told| {
        let Some(live) = live(|live| live.id == id) else { return };
        match told {
            Told::Changed => live.tell(),
            Told::Desk(DeskEvent::Dismissed(_) | DeskEvent::Restored(_)) => {
                live.tell();
                live.tell_dismissed();
            }
            // Whatever changes the number is told of as one of the others.
            Told::Desk(DeskEvent::Counted(_)) => {}
        }
    };
    let attachment = surface::Attachment::new(&element, given.check, given.reference, Rc::new(tell)).map_err(|refused| match refused {
        Refused::NotEditable => bad(WANTED),
        Refused::Detached => bad("in a document"),
    })?;
    let handle = JsValue::from(Attachment { id });
    let live = Rc::new(Live { id, target: element, attachment, on_dismiss: RefCell::new(given.on_dismiss), handle: handle.clone() });
    LIVE.with_borrow_mut(|all| all.push(live.clone()));
    live.tell();
    Ok(handle)
}

impl Live {
    fn tell(&self) {
        let detail = Object::new();
        let count = self.attachment.desk().count() as f64;
        // A fresh object takes any property.
        let _ = Reflect::set(&detail, &"count".into(), &count.into());
        let init = CustomEventInit::new();
        init.set_bubbles(true);
        init.set_composed(true);
        init.set_detail(&detail);
        if let Ok(event) = CustomEvent::new_with_event_init_dict("pm-hints", &init) {
            let _ = self.target.dispatch_event(&event);
        }
    }

    fn tell_dismissed(&self) {
        let Some(call) = self.on_dismiss.borrow().clone() else { return };
        let dismissed = self.attachment.desk().options().dismissed;
        if let Ok(dismissed) = dismissed.serialize(&Serializer::json_compatible())
            && let Err(error) = call.call1(&JsValue::UNDEFINED, &dismissed)
        {
            // The caller's own error; the hints do not stop for it, and it is not swallowed.
            web_sys::console::error_1(&error);
        }
    }
}

#[wasm_bindgen]
impl Attachment {
    /// Takes away everything that `attach` added. The handle can still be asked, and answers that there is nothing.
    pub fn detach(&self) {
        let gone = LIVE.with_borrow_mut(|all| all.iter().position(|live| live.id == self.id).map(|index| all.swap_remove(index)));
        // Dropped here and not inside, because it tells the page, which may come back.
        drop(gone);
    }

    /// Shows the hint after the caret, as `Alt+.` does.
    pub fn next(&self) {
        if let Some(live) = live(|live| live.id == self.id) {
            live.attachment.desk().next();
        }
    }

    /// Shows the hint before the caret, as `Alt+,` does.
    pub fn previous(&self) {
        if let Some(live) = live(|live| live.id == self.id) {
            live.attachment.desk().previous();
        }
    }

    /// The hints as they are now. Offsets are UTF-16 code units of a textarea's `value`; in a contenteditable, of its words with an
    /// empty line between blocks.
    #[wasm_bindgen(getter, unchecked_return_type = "Hint[]")]
    pub fn hints(&self) -> Array {
        live(|live| live.id == self.id).map(|live| hint::array(&live.attachment.hints_utf16())).unwrap_or_default()
    }

    /// The element that the hints are in, or `undefined` after `detach`.
    #[wasm_bindgen(getter, unchecked_return_type = "HTMLElement | undefined")]
    pub fn target(&self) -> JsValue {
        live(|live| live.id == self.id).map(|live| live.target.clone().into()).unwrap_or_default()
    }
}

impl Drop for Attachment {
    fn drop(&mut self) {
        self.detach();
    }
}

#[derive(Default)]
struct Options {
    check: CheckOptions,
    reference: Option<String>,
    on_dismiss: Option<Function>,
}

impl Options {
    /// `None` for none given.
    fn read(value: &JsValue) -> Result<Option<Options>, Fault> {
        if value.is_undefined() || value.is_null() {
            return Ok(None);
        }
        if !value.is_object() {
            return Err(Fault::new("bad-option", format!("attach: options must be an object; got {}", argument::quoted(value))));
        }
        // A copy, out of which our own are taken; the rest are the check's.
        let rest = Object::assign(&Object::new(), value.unchecked_ref());
        let take = |name: &str| {
            let value = Reflect::get(&rest, &name.into()).unwrap_or_default();
            let _ = Reflect::delete_property(&rest, &name.into());
            Some(value).filter(|value| !value.is_undefined() && !value.is_null())
        };
        let reference = take("reference").map(|value| argument::string("attach", "options.reference", &value)).transpose()?;
        let on_dismiss = take("onDismiss")
            .map(|value| {
                let message = format!("attach: options.onDismiss must be a function; got {}", argument::quoted(&value));
                value.dyn_into::<Function>().map_err(|_| Fault::new("bad-option", message))
            })
            .transpose()?;
        Ok(Some(Options { check: argument::options("attach", &rest)?, reference, on_dismiss }))
    }
}
