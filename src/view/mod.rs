//! The editor as Yew components in a shadow root, and the reader beside it.
//!
//! Knows `editor` and `surface`. It does not know where a document is kept, which element it stands in, or what a wiki is: it is
//! mounted with a [`Host`] and told the rest. No component holds a text: a surface holds what is being typed, the reducer what
//! has been.

mod add_section;
mod app;
mod cell;
mod chrome;
mod combo;
mod context;
mod dialog;
mod dialogs;
mod editable;
mod fields;
mod focus;
mod followups;
mod format;
mod hint_counter;
mod icons;
mod markdown;
mod menu;
mod meta;
mod mount;
mod notices;
mod people;
mod prompts;
mod properties;
mod reader;
mod reading;
mod rows;
mod save_mark;
mod section;
mod shared;
mod style;
mod timeline;
mod title;
mod toolbar;
mod transfer;

pub use mount::{Host, Mount, Mounted, mount};
pub use reader::{Reader, mount_reader};
