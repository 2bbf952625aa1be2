//! What the editor tells its author outside the text, and what the author can answer.

use serde::Serialize;

/// One calm sentence or two above the text. It never blocks typing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// A newer notice of the same topic takes the place of the older one.
    pub topic: Topic,
    pub tone: Tone,
    pub text: String,
    /// What can be done about it, the likeliest first. Choosing any of them, or closing the notice, takes it away.
    pub choices: Vec<Choice>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub label: String,
    pub command: Command,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Topic {
    /// A draft of this page and the page's own text.
    Draft,
    /// The same draft in another tab.
    OtherTab,
    /// The text cannot be kept in this browser.
    Storage,
    /// A configuration or an attribute has a value that cannot be used.
    Config,
    /// A file or a value could not be read, or not in whole.
    Reading,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tone {
    Info,
    Warning,
    Error,
}

/// What an author asks of the keeping of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// The draft of this id takes the place of what is shown, which is kept first.
    OpenDraft(String),
    DeleteDraft(String),
    /// The page's own text stays; the draft of this id is not offered for it again.
    SetAside(String),
    /// Try to keep the text now.
    Retry,
    /// The key or button that saves: keep the text now, and let the page that embeds the editor save it where it saves.
    Save,
    /// Export as Markdown: the view's own download.
    Export,
    /// Nothing; the notice goes away.
    Close,
}

impl Choice {
    pub fn new(label: impl Into<String>, command: Command) -> Choice {
        Choice { label: label.into(), command }
    }
}
