//! A postmortem to be read: nothing in it can be changed.

use std::rc::Rc;

use web_sys::{Element, ShadowRoot};
use yew::{AppHandle, Renderer};

use super::mount::container;
use super::reading::{Reading, ReadingProps};
use super::shared::Shared;
use super::style;
use crate::document::Document;
use crate::editor::config::Config;

/// A reader on a page. Dropping it takes it away.
pub struct Reader {
    app: Option<AppHandle<Reading>>,
    element: Element,
    config: Shared<Config>,
}

/// Puts a read-only rendering of `document` into `root`.
pub fn mount_reader(root: &ShadowRoot, document: Document) -> Reader {
    style::adopt(root);
    let (element, config) = (container(root, "reader"), Shared(Rc::new(Config::default())));
    let props = ReadingProps { document: Shared(Rc::new(document)), config: config.clone() };
    let app = Renderer::<Reading>::with_root_and_props(element.clone(), props).render();
    Reader { app: Some(app), element, config }
}

impl Reader {
    pub fn set_document(&mut self, document: Document) {
        let props = ReadingProps { document: Shared(Rc::new(document)), config: self.config.clone() };
        if let Some(app) = &mut self.app {
            app.update(props);
        }
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        if let Some(app) = self.app.take() {
            app.destroy();
        }
        self.element.remove();
    }
}
