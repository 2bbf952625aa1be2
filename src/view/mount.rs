//! The editor on a page, as the layers above see it.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::UnwrapThrowExt;
use web_sys::{Element, ShadowRoot};
use yew::{AppHandle, Renderer};

use super::app::App;
use super::chrome::Show;
use super::shared::Shared;
use super::style;
use crate::document::Document;
use crate::editor::Action;
use crate::editor::config::Config;
use crate::editor::keeping::{Command, DraftSummary, Notice, SaveState, Topic};

/// What an editor starts with.
pub struct Mount {
    pub document: Document,
    pub config: Rc<Config>,
    pub host: Rc<dyn Host>,
}

/// What the editor tells, and asks of, whoever put it on the page.
pub trait Host {
    /// After every change of the document, by the author or by [`Mounted::replace`]; at most once a task.
    fn changed(&self, document: &Rc<Document>);
    /// The number of hints in the whole document changed.
    fn counted(&self, hints: usize);
    /// The drafts list is about to be shown; answer by [`Mounted::set_drafts`].
    fn list_drafts(&self);
    fn new_draft(&self);
    /// The author chose this in a notice or in the drafts list, or pressed the key that saves ([`Command::Save`]).
    /// [`Command::Export`] and [`Command::Close`] stay in the view.
    fn command(&self, command: Command);
}

/// An editor on a page. Dropping it takes it away, with its listeners.
pub struct Mounted {
    link: Rc<Link>,
    app: Option<AppHandle<App>>,
    element: Element,
}

/// Puts an editor into `root`, beside whatever stands there.
pub fn mount(root: &ShadowRoot, mount: Mount) -> Mounted {
    style::adopt(root);
    let element = container(root, "editor");
    let link = Rc::new(Link {
        document: RefCell::new(Rc::new(mount.document)),
        host: mount.host,
        root: root.clone(),
        config: RefCell::new(mount.config),
        wires: RefCell::new(None),
        waiting: RefCell::default(),
    });
    let props = super::app::AppProps { link: Shared(link.clone()) };
    let app = Renderer::<App>::with_root_and_props(element.clone(), props).render();
    Mounted { link, app: Some(app), element }
}

/// An element in `root` for the components to stand in.
pub(super) fn container(root: &ShadowRoot, class: &str) -> Element {
    let document = root.owner_document().expect_throw("a shadow root has a document");
    let element = document.create_element("div").expect_throw("div is a valid name");
    element.set_class_name(class);
    let _ = element.set_attribute("part", class);
    let _ = root.append_child(&element);
    element
}

impl Mounted {
    /// The document as it is now.
    pub fn document(&self) -> Rc<Document> {
        self.link.document.borrow().clone()
    }

    /// Puts another document in the place of the present one; the author can undo it.
    pub fn replace(&self, document: Document) {
        *self.link.document.borrow_mut() = Rc::new(document.clone());
        self.link.send(Wire::Act(Action::Replace(document)));
    }

    /// Puts another document in the place of the present one and forgets how the present one came to be: opening a draft.
    pub fn open(&self, document: Document) {
        *self.link.document.borrow_mut() = Rc::new(document.clone());
        self.link.send(Wire::Open(document));
    }

    pub fn set_config(&self, config: Rc<Config>) {
        *self.link.config.borrow_mut() = config.clone();
        self.link.send(Wire::Configure(config));
    }

    /// Shows a line above the document, in the place of the last one of its topic.
    pub fn notice(&self, notice: Notice) {
        self.link.send(Wire::Show(Show::Notice(notice)));
    }

    /// Takes the notice of this topic back.
    pub fn dismiss_notice(&self, topic: Topic) {
        self.link.send(Wire::Show(Show::DropNotice(topic)));
    }

    pub fn set_save_state(&self, state: SaveState) {
        self.link.send(Wire::Show(Show::Save(state)));
    }

    pub fn set_drafts(&self, drafts: Vec<DraftSummary>) {
        self.link.send(Wire::Show(Show::Drafts(drafts)));
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        self.link.wires.take();
        if let Some(app) = self.app.take() {
            app.destroy();
        }
        self.element.remove();
    }
}

/// What can be sent into the components from outside.
pub enum Wire {
    Act(Action),
    Open(Document),
    Configure(Rc<Config>),
    Show(Show),
}

/// The one place where the components and the outside meet.
pub struct Link {
    /// What the components last showed, or were last told to show.
    pub document: RefCell<Rc<Document>>,
    pub config: RefCell<Rc<Config>>,
    pub host: Rc<dyn Host>,
    pub root: ShadowRoot,
    wires: RefCell<Option<Rc<dyn Fn(Wire)>>>,
    /// What was sent before the components stood.
    waiting: RefCell<Vec<Wire>>,
}

impl Link {
    pub fn connect(&self, wires: Rc<dyn Fn(Wire)>) {
        *self.wires.borrow_mut() = Some(wires.clone());
        for wire in self.waiting.take() {
            wires(wire);
        }
    }

    fn send(&self, wire: Wire) {
        let wires = self.wires.borrow().clone();
        match wires {
            Some(wires) => wires(wire),
            None => self.waiting.borrow_mut().push(wire),
        }
    }
}
