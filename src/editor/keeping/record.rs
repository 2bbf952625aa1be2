//! What is kept beside a draft's document, and what editors in other tabs say about it.

use serde::{Deserialize, Serialize};

use crate::document::Document;
use crate::formats::{json, markdown};

/// A draft's record without its document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Draft {
    /// Of this draft and of the one editor that writes it.
    pub id: String,
    /// Of the page: the attribute `draft-key`, or the page's address.
    pub key: String,
    pub title: String,
    /// UTC ms.
    pub updated: i64,
    /// Counts the writes from 1.
    pub version: u32,
    /// [`print`] of what the page itself said when the draft was begun; empty where it said nothing.
    pub base: String,
    /// [`print`] of the page's text that the author preferred to this draft.
    #[serde(default)]
    pub set_aside: Option<String>,
}

/// A draft as it came from the database.
#[derive(Clone, Debug)]
pub struct Loaded {
    pub draft: Draft,
    /// [`print`] of its document.
    pub print: String,
    /// Why it cannot be shown, otherwise.
    pub document: Result<Document, String>,
}

/// Tells documents apart: FNV-1a, 64 bit, and the length, of the JSON of the document as a reader of Markdown has it. A document is
/// the same before and after it was on a page.
pub fn print(document: &Document) -> String {
    let json = json::compact(&markdown::normal(document));
    let hash = json.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    format!("{hash:016x}-{:x}", json.len())
}

/// The draft an editor writes, and where its text came from. Survives the editor's leaving and re-entering the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Line {
    /// The id under which this editor writes, and no other.
    pub own: String,
    /// The last version that was handed to the database; 0 before the first write.
    pub version: u32,
    /// A write was confirmed.
    pub written: bool,
    /// The draft that the first write takes the place of.
    pub follows: Option<Ancestor>,
    /// The draft the text came from, whether or not it is followed.
    pub from: Option<String>,
    /// See [`Draft::base`].
    pub base: String,
}

impl Line {
    pub fn new(own: String, base: String) -> Line {
        Line { own, version: 0, written: false, follows: None, from: None, base }
    }

    /// Whether `id` is what is shown here, or what it was before the first own change.
    pub fn is(&self, id: &str) -> bool {
        self.own == id || self.from.as_deref() == Some(id)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ancestor {
    pub id: String,
    pub version: u32,
}

/// One write, to be done in one transaction: put `id`; delete `follows` if it still has that version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    pub id: String,
    pub key: String,
    pub version: u32,
    pub base: String,
    pub updated: i64,
    pub follows: Option<Ancestor>,
}

/// What that transaction found before it wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The version under the own id; `None` when there was no such record.
    pub own: Option<u32>,
    /// The version of the followed draft.
    pub ancestor: Option<u32>,
}

/// What editors of one origin tell each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Message {
    /// The editor that will write `id` shows the text of `from`.
    Opened {
        id: String,
        from: String,
    },
    /// The answer of an editor that shows the same.
    Here {
        id: String,
        from: String,
    },
    Wrote {
        id: String,
        from: Option<String>,
    },
    Deleted {
        id: String,
    },
}
