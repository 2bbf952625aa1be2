//! Hints in a host's own editor: which holder an element gets, and one handle for both kinds.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node, ShadowRoot};

use super::desk::{Desk, DeskEvent};
use super::field::Holder;
use super::foreign::Followed;
use super::textarea::Mirrored;
use crate::hints::{CheckOptions, Hint};

/// What an attachment tells its owner.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// The hints may be others now.
    Changed,
    Desk(DeskEvent),
}

/// Why an element cannot have hints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Neither a textarea nor a contenteditable.
    NotEditable,
    /// Not in a document.
    Detached,
}

/// Hints in one element, until it is dropped.
pub struct Attachment {
    desk: Rc<Desk>,
    holder: Rc<dyn Holder>,
    _kind: Kind,
}

#[allow(dead_code, reason = "held for what its drop does")]
enum Kind {
    Area(Mirrored),
    Host(Followed),
}

impl Attachment {
    pub fn new(element: &Element, options: CheckOptions, reference: Option<String>, tell: Rc<dyn Fn(Told)>) -> Result<Attachment, Refused> {
        let area = element.tag_name().eq_ignore_ascii_case("textarea");
        let editable = element.dyn_ref::<HtmlElement>().is_some_and(HtmlElement::is_content_editable);
        if !area && !editable {
            return Err(Refused::NotEditable);
        }
        if !element.is_connected() {
            return Err(Refused::Detached);
        }
        let root: Node = match element.get_root_node().dyn_into::<ShadowRoot>() {
            Ok(root) => root.into(),
            Err(node) => node,
        };
        let (section, format) = (options.section, options.format);
        let of_desk = tell.clone();
        let desk = Desk::new(&root, options, Rc::new(move |event| of_desk(Told::Desk(event))));
        desk.set_reference(reference);
        let changed: Rc<dyn Fn()> = Rc::new(move || tell(Told::Changed));
        let kind = if area {
            Kind::Area(Mirrored::new(&desk, element.clone().unchecked_into(), section, format, changed).ok_or(Refused::Detached)?)
        } else {
            Kind::Host(Followed::new(&desk, element.clone().unchecked_into(), section, changed))
        };
        let holder = match &kind {
            Kind::Area(area) => area.holder(),
            Kind::Host(host) => host.holder(),
        };
        Ok(Attachment { desk, holder, _kind: kind })
    }

    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    /// The hints as they are now, in UTF-16 code units of the text that was checked.
    pub fn hints_utf16(&self) -> Vec<Hint> {
        self.holder.field().hints_utf16()
    }
}
