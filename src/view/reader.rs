//! A postmortem to be read: nothing in it can be changed.

use web_sys::{Element, ShadowRoot};

use super::mount::container;
use crate::document::Document;

/// A reader on a page. Dropping it takes it away.
pub struct Reader {
    element: Element,
}

/// Puts a read-only rendering of `document` into `root`.
pub fn mount_reader(root: &ShadowRoot, document: Document) -> Reader {
    let reader = Reader { element: container(root, "reader") };
    reader.set_document(document);
    reader
}

impl Reader {
    pub fn set_document(&self, _document: Document) {}
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.element.remove();
    }
}
