//! What is shown around the document: dialogs, notices, counts. Nothing here is content, and nothing here is undone.

use std::rc::Rc;

use yew::Reducible;

use crate::editor::Field;
use crate::editor::config::Config;
use crate::editor::keeping::{DraftSummary, Notice, SaveState, Topic};

#[derive(Clone)]
pub struct Chrome {
    pub config: Rc<Config>,
    /// The document is shown as its readers will see it.
    pub preview: bool,
    /// The prose that was being written when the preview came.
    pub left: Option<Field>,
    pub dialog: Option<Dialog>,
    pub notices: Vec<Notice>,
    pub toast: Option<Toast>,
    pub save: SaveState,
    /// `None` until the answer is there.
    pub drafts: Option<Vec<DraftSummary>>,
    pub hints: usize,
    /// The prose that has the focus: what the formatting bar formats.
    pub prose: Option<Field>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialog {
    Export,
    Drafts,
    Dismissed,
    Help,
}

/// A passing word about what just happened, with the one thing that can be done about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Toast {
    pub text: String,
    pub offer: Offer,
    /// Tells two toasts of the same words apart.
    pub number: u32,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Offer {
    None,
    Undo,
    /// Read this text as a whole postmortem.
    Sort(Rc<str>),
}

#[derive(Clone)]
pub enum Show {
    Config(Rc<Config>),
    Preview(bool),
    Dialog(Option<Dialog>),
    Notice(Notice),
    DropNotice(Topic),
    Toast(String, Offer),
    /// The toast of this number has had its time.
    DropToast(u32),
    Save(SaveState),
    Drafts(Vec<DraftSummary>),
    Hints(usize),
    Prose(Option<Field>),
    /// The prose at this place lost the focus; another may have it already.
    LeftProse(Field),
}

impl Chrome {
    pub fn new(config: Rc<Config>) -> Chrome {
        Chrome {
            config,
            preview: false,
            left: None,
            dialog: None,
            notices: Vec::new(),
            toast: None,
            save: SaveState::default(),
            drafts: None,
            hints: 0,
            prose: None,
        }
    }
}

impl Reducible for Chrome {
    type Action = Show;

    fn reduce(self: Rc<Chrome>, show: Show) -> Rc<Chrome> {
        match &show {
            Show::Hints(count) if *count == self.hints => return self,
            Show::LeftProse(field) if self.prose != Some(*field) => return self,
            Show::DropToast(number) if self.toast.as_ref().is_none_or(|toast| toast.number != *number) => return self,
            _ => {}
        }
        let mut next = (*self).clone();
        match show {
            Show::Config(config) => next.config = config,
            Show::Preview(on) => {
                if on && !self.preview {
                    next.left = self.prose;
                }
                next.preview = on;
            }
            Show::Dialog(dialog) => {
                // What was listed the last time may be gone.
                next.drafts = None;
                next.dialog = dialog;
            }
            Show::Notice(notice) => match next.notices.iter_mut().find(|old| old.topic == notice.topic) {
                Some(old) => *old = notice,
                None => next.notices.push(notice),
            },
            Show::DropNotice(topic) => next.notices.retain(|notice| notice.topic != topic),
            Show::Toast(text, offer) => {
                let number = self.toast.as_ref().map_or(0, |toast| toast.number).wrapping_add(1);
                next.toast = Some(Toast { text, offer, number });
            }
            Show::DropToast(_) => next.toast = None,
            Show::Save(state) => next.save = state,
            Show::Drafts(drafts) => next.drafts = Some(drafts),
            Show::Hints(count) => next.hints = count,
            Show::Prose(field) => next.prose = field,
            Show::LeftProse(_) => next.prose = None,
        }
        Rc::new(next)
    }
}
