//! Text on a page: our own editable, a host's textarea or contenteditable, the marks under phrases, and the card.
//!
//! Knows `text` and `hints`, and the DOM through plain `web_sys`. It does not know what a postmortem is, that there is an editor
//! with a history, or which framework draws the page around it. Everything it adds to a page (nodes, listeners, observers,
//! ranges, a style sheet) is taken away again on drop.

mod attach;
mod attention;
mod card;
mod desk;
mod dom;
mod field;
mod foreign;
mod ink;
mod keys;
mod lines;
mod listen;
mod own;
mod paste;
mod place;
mod preview;
mod rich;
mod textarea;

pub use attach::{Attachment, Refused, Told};
pub use card::label;
pub use desk::{Desk, DeskEvent};
pub use keys::{SHORTCUTS, Shortcut};
pub use own::{FieldOptions, Input, Surface};
