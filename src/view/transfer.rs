//! Text that comes in as a whole and goes out as a whole: files, drops, pastes, downloads, the clipboard.

use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, BlobPropertyBag, DataTransfer, File, HtmlAnchorElement, Url};

use super::chrome::{Offer, Show};
use super::context::Context;
use crate::document::Document;
use crate::editor::Action;
use crate::editor::keeping::{Choice, Command, Notice, Tone, Topic};
use crate::formats::markdown;

/// Larger files are refused: a postmortem of this size is a log file chosen by mistake.
const LARGEST: f64 = 8.0 * 1024.0 * 1024.0;

/// Reads `file` and puts it in the place of the document; the author can undo it.
pub fn open_file(context: &Context, file: File) {
    let context = context.clone();
    spawn_local(async move {
        let name = file.name();
        if file.size() > LARGEST {
            return complain(&context, format!("“{name}” was not opened: it is larger than 8 MB."));
        }
        let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
        match text {
            Some(text) => sort(&context, &text, &format!("Opened “{name}”.")),
            None => complain(&context, format!("“{name}” could not be read. Your text is as it was.")),
        }
    });
}

/// Reads `text` as a whole postmortem and puts it in the place of the document.
pub fn sort(context: &Context, text: &str, done: &str) {
    let (document, problems) = markdown::read(text);
    context.act(Action::Replace(document));
    context.toast(done, Offer::Undo);
    if problems.is_empty() {
        context.show(Show::DropNotice(Topic::Reading));
    } else {
        const SHOWN: usize = 3;
        let mut words: Vec<String> = problems.iter().take(SHOWN).map(ToString::to_string).collect();
        if problems.len() > SHOWN {
            words.push(format!("And {} more.", problems.len() - SHOWN));
        }
        complain(context, words.join(" "));
    }
}

fn complain(context: &Context, text: String) {
    let choices = vec![Choice::new("Close", Command::Close)];
    context.show(Show::Notice(Notice { topic: Topic::Reading, tone: Tone::Warning, text, choices }));
}

/// A paste into a document that is still empty may be a whole postmortem: then the author is asked. Never takes the paste.
pub fn pasted(context: &Context, text: &str) -> bool {
    let headings = text.lines().filter(|line| line.starts_with('#')).take(2).count();
    if headings == 2 && context.link.document.borrow().is_blank() {
        let offer = Offer::Sort(Rc::from(text));
        context.toast("That looks like a whole postmortem.", offer);
    }
    false
}

/// Whether something dragged over the editor is a file rather than a piece of text.
pub fn has_files(data: Option<DataTransfer>) -> bool {
    data.is_some_and(|data| data.types().includes(&JsValue::from_str("Files"), 0))
}

/// A name for the file that a document is downloaded as.
pub fn file_name(document: &Document) -> String {
    let mut name = String::new();
    for c in document.title.chars() {
        if c.is_alphanumeric() {
            name.extend(c.to_lowercase());
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
        if name.len() > 60 {
            break;
        }
    }
    let name = name.trim_end_matches('-');
    format!("{}.md", if name.is_empty() { "postmortem" } else { name })
}

/// Hands `text` to the author as a file. `false` where the page is not allowed to.
pub fn download(context: &Context, name: &str, text: &str) -> bool {
    let made = || -> Result<(), JsValue> {
        let kind = BlobPropertyBag::new();
        kind.set_type("text/markdown;charset=utf-8");
        let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&JsValue::from_str(text)), &kind)?;
        let address = Url::create_object_url_with_blob(&blob)?;
        let document = context.link.root.owner_document().ok_or(JsValue::NULL)?;
        let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
        link.set_href(&address);
        link.set_download(name);
        link.click();
        // The download has its own hold on the blob once the click is through.
        gloo::timers::callback::Timeout::new(1_000, move || {
            let _ = Url::revoke_object_url(&address);
        })
        .forget();
        Ok(())
    };
    made().is_ok()
}

/// Puts `text` on the clipboard, and tells whether that worked.
pub fn copy(text: String, done: impl FnOnce(bool) + 'static) {
    spawn_local(async move {
        let clipboard = web_sys::window().map(|window| window.navigator().clipboard());
        // Undefined on a page that is not served securely.
        let copied = match clipboard.filter(|clipboard| !clipboard.is_undefined()) {
            Some(clipboard) => JsFuture::from(clipboard.write_text(&text)).await.is_ok(),
            None => false,
        };
        done(copied);
    });
}
