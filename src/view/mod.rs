//! The editor as Yew components in a shadow root, and the reader beside it.
//!
//! Knows `editor` and `surface`. It does not know where a document is kept, which element it stands in, or what a wiki is: it is
//! mounted with a [`Host`] and told the rest. No component holds a text: a surface holds what is being typed, the reducer what
//! has been.

mod mount;
mod reader;

pub use mount::{Host, Mount, Mounted, mount};
pub use reader::{Reader, mount_reader};
