//! Text on a page: our own editable, a host's textarea or contenteditable, the marks under phrases, and the card.
//!
//! Knows `text` and `hints`, and the DOM through plain `web_sys`. It does not know what a postmortem is, that there is an editor
//! with a history, or which framework draws the page around it. Everything it adds to a page (nodes, listeners, observers,
//! ranges, a style sheet) is taken away again on drop.

mod desk;
mod dom;
mod listen;
mod own;

pub use desk::{Desk, DeskEvent};
pub use own::{FieldOptions, Input, Surface};
