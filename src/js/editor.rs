//! What `<postmortem-editor>` calls: one editor in one shadow root, with its keeping.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use js_sys::{Function, Promise};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::ShadowRoot;

use super::content::{self, Format};
use super::error::Fault;
use super::panic;
use crate::document::{Document, Problem};
use crate::editor::Config;
use crate::editor::keeping::{self, Command, Event, Failure, Notice, Parked, Tone, Topic};
use crate::store::{Keeper, Shown, Start};
use crate::view::{self, Host, Mount, Mounted};

#[wasm_bindgen]
extern "C" {
    /// The element, as far as it is called from here.
    pub type Shell;
    /// The document changed; by the author, or by a draft or a value taking its place.
    #[wasm_bindgen(method)]
    fn changed(this: &Shell, by_author: bool);
    #[wasm_bindgen(method)]
    fn counted(this: &Shell, hints: usize);
    #[wasm_bindgen(method)]
    fn save(this: &Shell);
    #[wasm_bindgen(method)]
    fn failed(this: &Shell, error: JsValue);
    /// This program is broken and must not be called again; `text` is the last known document as Markdown.
    #[wasm_bindgen(method)]
    fn broke(this: &Shell, message: &str, text: Option<String>);

    /// What the element starts an editor with.
    pub type Options;
    #[wasm_bindgen(method, getter)]
    fn key(this: &Options) -> String;
    #[wasm_bindgen(method, getter)]
    fn template(this: &Options) -> Option<String>;
    /// JSON.
    #[wasm_bindgen(method, getter)]
    fn config(this: &Options) -> Option<String>;
    /// What the page says: a text in `format`, or `value`; neither when it says nothing.
    #[wasm_bindgen(method, getter)]
    fn text(this: &Options) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn format(this: &Options) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn value(this: &Options) -> JsValue;
    /// What [`Editor::leave`] returned.
    #[wasm_bindgen(method, getter)]
    fn left(this: &Options) -> Option<String>;
    /// The author typed what the page says: it is a change that is not kept yet.
    #[wasm_bindgen(method, getter)]
    fn typed(this: &Options) -> bool;
    /// What the element itself found wrong with its attributes.
    #[wasm_bindgen(method, getter)]
    fn problems(this: &Options) -> Vec<String>;
}

/// An editor that left its page, so that it can come back.
#[derive(Serialize, Deserialize)]
struct Left {
    document: Document,
    page: Option<Document>,
    parked: Option<Parked>,
}

#[wasm_bindgen]
pub struct Editor {
    inner: Rc<Inner>,
}

struct Inner {
    root: ShadowRoot,
    shell: Shell,
    config: RefCell<Rc<Config>>,
    template: Option<String>,
    /// What the page itself says.
    page: RefCell<Option<Document>>,
    /// The last document that is known: what is saved when this program breaks.
    last: RefCell<Rc<Document>>,
    /// A document that was put in and has not yet been reported as a change.
    put_in: RefCell<Option<Document>>,
    mounted: RefCell<Option<Mounted>>,
    keeper: RefCell<Option<Keeper>>,
    /// What was to be shown before there was an editor to show it.
    early: RefCell<Vec<Shown>>,
    ready: RefCell<Option<Function>>,
}

#[wasm_bindgen]
impl Editor {
    /// Resolves when the author can type.
    pub async fn start(root: ShadowRoot, shell: Shell, options: Options) -> Result<Editor, Fault> {
        // By way of a value, as all documents are read.
        let left =
            options.left().and_then(|left| serde_json::from_str(&left).ok()).and_then(|left| serde_json::from_value::<Left>(left).ok());

        let (config, problems) = options.config().as_deref().map_or_else(Default::default, Config::parse);
        let template = options.template();
        let (blank, wrong_template) = config.blank(template.as_deref());
        let problems = options.problems().into_iter().chain(problems.iter().chain(&wrong_template).map(ToString::to_string));
        let mut notices: Vec<Notice> = config_notice(problems.collect()).into_iter().collect();

        let (page, parked, document) = match left {
            Some(left) => (left.page, left.parked, left.document),
            None => match page_says(options.text(), options.format().as_deref().unwrap_or("markdown"), options.value()) {
                Ok(None) => (None, None, blank),
                Ok(Some((document, problems))) => {
                    notices.extend(reading_notice(problems));
                    (Some(document.clone()), None, document)
                }
                Err(fault) => {
                    notices.push(fault_notice(&fault));
                    shell.failed(fault.into());
                    (None, None, blank)
                }
            },
        };

        let mut resolve = None;
        let ready = Promise::new(&mut |resolved, _| resolve = Some(resolved));
        let page_print = print(page.as_ref());
        let inner = Rc::new(Inner {
            root,
            shell,
            config: RefCell::new(Rc::new(config)),
            template,
            page: RefCell::new(page),
            last: RefCell::new(Rc::new(document)),
            put_in: RefCell::new(None),
            mounted: RefCell::new(None),
            keeper: RefCell::new(None),
            early: RefCell::new(notices.into_iter().map(Shown::Notice).collect()),
            ready: RefCell::new(resolve),
        });
        for notice in inner.early.borrow().iter() {
            if let Shown::Notice(Notice { topic: Topic::Config, text, .. }) = notice {
                inner.shell.failed(Fault::new("bad-config", text.clone()).into());
            }
        }
        let (shown, asked) = (Rc::downgrade(&inner), Rc::downgrade(&inner));
        let keeper = Keeper::new(Start {
            key: options.key(),
            page: page_print,
            parked,
            document: Rc::new(move || asked.upgrade().map(|inner| inner.document())),
            show: Rc::new(move |what| {
                if let Some(inner) = shown.upgrade() {
                    inner.show(what);
                }
            }),
        });
        *inner.keeper.borrow_mut() = Some(keeper);
        JsFuture::from(ready).await.map_err(|_| Fault::new("bad-options", "the editor did not start"))?;
        if options.typed() {
            inner.keep(Event::Changed);
        }
        Ok(Editor { inner })
    }

    #[wasm_bindgen(getter)]
    pub fn value(&self) -> Result<JsValue, Fault> {
        content::to_value(&self.inner.document())
    }

    #[wasm_bindgen(setter)]
    pub fn set_value(&self, value: JsValue) -> Result<(), Fault> {
        let (document, problems) = content::from_value(&value)?;
        self.inner.page_puts_in(Some(document), problems);
        Ok(())
    }

    /// An empty text means that the page says nothing.
    pub fn load(&self, text: &str, format: &str) -> Result<(), Fault> {
        match page_says(Some(text.to_owned()), format, JsValue::UNDEFINED)? {
            Some((document, problems)) => self.inner.page_puts_in(Some(document), problems),
            None => self.inner.page_puts_in(None, Vec::new()),
        }
        Ok(())
    }

    pub fn export(&self, format: &str) -> Result<String, Fault> {
        Ok(content::write(&self.inner.document(), Format::named(format)?))
    }

    #[wasm_bindgen(js_name = setConfig)]
    pub fn set_config(&self, json: &str) {
        let (config, problems) = Config::parse(json);
        let config = Rc::new(config);
        *self.inner.config.borrow_mut() = config.clone();
        if let Some(mounted) = &*self.inner.mounted.borrow() {
            mounted.set_config(config);
            match config_notice(problems.iter().map(ToString::to_string).collect()) {
                Some(notice) => {
                    self.inner.shell.failed(Fault::new("bad-config", notice.text.clone()).into());
                    mounted.notice(notice);
                }
                None => mounted.dismiss_notice(Topic::Config),
            }
        }
    }

    /// Ends the editor, keeps what is unwritten, and returns what [`Editor::start`] needs to go on.
    pub fn leave(self) -> String {
        let document = self.inner.document();
        let keeper = self.inner.keeper.take();
        let parked = keeper.as_ref().and_then(|keeper| {
            keeper.send(Event::Leaving);
            keeper.park()
        });
        self.inner.mounted.take();
        let left = Left { document: (*document).clone(), page: self.inner.page.borrow().clone(), parked };
        // Documents are made of strings and lists of them, which JSON can always say.
        serde_json::to_string(&left).unwrap_or_default()
    }
}

impl Inner {
    fn document(&self) -> Rc<Document> {
        match &*self.mounted.borrow() {
            Some(mounted) => mounted.document(),
            None => self.last.borrow().clone(),
        }
    }

    fn show(self: &Rc<Self>, what: Shown) {
        if self.mounted.borrow().is_none() {
            match what {
                Shown::Ready => self.mount(),
                Shown::Open(document) => {
                    *self.last.borrow_mut() = Rc::new(document);
                }
                other => self.early.borrow_mut().push(other),
            }
            return;
        }
        let mounted = self.mounted.borrow();
        let Some(mounted) = &*mounted else { return };
        match what {
            Shown::Ready => {}
            Shown::Open(document) => self.open(mounted, document),
            Shown::Page => {
                let page = self.page.borrow().clone().unwrap_or_else(|| self.blank());
                self.open(mounted, page);
            }
            Shown::Blank => self.open(mounted, self.blank()),
            Shown::State(state) => mounted.set_save_state(state),
            Shown::Notice(notice) => mounted.notice(notice),
            Shown::NoNotice(topic) => mounted.dismiss_notice(topic),
            Shown::Drafts(drafts) => mounted.set_drafts(drafts),
            Shown::Failure(failure) => self.shell.failed(fault(&failure).into()),
        }
    }

    fn mount(self: &Rc<Self>) {
        let document = (**self.last.borrow()).clone();
        let restored = self.page.borrow().as_ref() != Some(&document);
        let config = self.config.borrow().clone();
        let mounted = view::mount(&self.root, Mount { document, config, host: Rc::new(Wiring(Rc::downgrade(self))) });
        *self.mounted.borrow_mut() = Some(mounted);
        panic::watch(Rc::downgrade(self) as Weak<dyn panic::Breakable>);
        for shown in self.early.take() {
            self.show(shown);
        }
        if restored {
            self.shell.changed(false);
        }
        if let Some(ready) = self.ready.take() {
            drop(ready.call0(&JsValue::UNDEFINED));
        }
    }

    fn open(&self, mounted: &Mounted, document: Document) {
        *self.last.borrow_mut() = Rc::new(document.clone());
        *self.put_in.borrow_mut() = Some(document.clone());
        mounted.open(document);
    }

    fn blank(&self) -> Document {
        self.config.borrow().blank(self.template.as_deref()).0
    }

    /// The page that embeds the editor says something else now. What the author wrote is kept first.
    fn page_puts_in(&self, page: Option<Document>, problems: Vec<Problem>) {
        let document = page.clone().unwrap_or_else(|| self.blank());
        let mounted = self.mounted.borrow();
        let (Some(mounted), false) = (&*mounted, *self.document() == document) else { return };
        let print = print(page.as_ref());
        *self.page.borrow_mut() = page;
        if let Some(keeper) = &*self.keeper.borrow() {
            keeper.send(Event::PageChanged(print));
        }
        *self.put_in.borrow_mut() = Some(document.clone());
        *self.last.borrow_mut() = Rc::new(document.clone());
        mounted.replace(document);
        match reading_notice(problems) {
            Some(notice) => mounted.notice(notice),
            None => mounted.dismiss_notice(Topic::Reading),
        }
    }

    fn keep(&self, event: Event) {
        if let Some(keeper) = &*self.keeper.borrow() {
            keeper.send(event);
        }
    }
}

/// The view's way to the keeping and to the element.
struct Wiring(Weak<Inner>);

impl Host for Wiring {
    fn changed(&self, document: &Rc<Document>) {
        let Some(inner) = self.0.upgrade() else { return };
        *inner.last.borrow_mut() = document.clone();
        let put_in = inner.put_in.take();
        let by_author = put_in.is_none_or(|put_in| put_in != **document);
        if by_author {
            inner.keep(Event::Changed);
        }
        inner.shell.changed(by_author);
    }

    fn counted(&self, hints: usize) {
        if let Some(inner) = self.0.upgrade() {
            inner.shell.counted(hints);
        }
    }

    fn list_drafts(&self) {
        if let Some(inner) = self.0.upgrade() {
            inner.keep(Event::Look);
        }
    }

    fn new_draft(&self) {
        if let Some(inner) = self.0.upgrade() {
            inner.keep(Event::New);
        }
    }

    fn command(&self, command: Command) {
        if let Some(inner) = self.0.upgrade() {
            let save = command == Command::Save;
            inner.keep(Event::Chosen(command));
            if save {
                inner.shell.save();
            }
        }
    }
}

impl panic::Breakable for Inner {
    fn broke(&self, message: &str) {
        // In the middle of a panic anything may be borrowed; the element has a copy that is a moment older.
        let last = self.last.try_borrow().ok().map(|last| last.clone());
        let text = last.map(|document| content::write(&document, Format::Markdown));
        self.shell.broke(message, text);
    }
}

type Read = Option<(Document, Vec<Problem>)>;

/// `None` when the page says nothing.
fn page_says(text: Option<String>, format: &str, value: JsValue) -> Result<Read, Fault> {
    if !value.is_undefined() && !value.is_null() {
        return content::from_value(&value).map(Some);
    }
    let format = Format::named(format)?;
    match text {
        Some(text) if !text.trim().is_empty() => content::read(&text, format).map(Some),
        _ => Ok(None),
    }
}

fn print(document: Option<&Document>) -> String {
    document.map_or_else(String::new, keeping::print)
}

fn config_notice(problems: Vec<String>) -> Option<Notice> {
    (!problems.is_empty()).then(|| {
        let text = format!("The configuration of this editor has a mistake. {}.", problems.join("; "));
        Notice { topic: Topic::Config, tone: Tone::Warning, text, choices: Vec::new() }
    })
}

fn reading_notice(problems: Vec<Problem>) -> Option<Notice> {
    (!problems.is_empty()).then(|| {
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        let text = format!("Everything was read; this could not be taken as it was meant: {}.", problems.join("; "));
        Notice { topic: Topic::Reading, tone: Tone::Info, text, choices: Vec::new() }
    })
}

fn fault_notice(fault: &Fault) -> Notice {
    let text = format!("What the page holds could not be read: {}. It was left as it is.", fault.message);
    Notice { topic: Topic::Reading, tone: Tone::Error, text, choices: Vec::new() }
}

fn fault(failure: &Failure) -> Fault {
    Fault::new(failure.code(), failure.to_string())
}
