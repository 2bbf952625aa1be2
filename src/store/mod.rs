//! Where a text is kept: drafts in the browser's IndexedDB, and word of them between tabs.
//!
//! This is the only layer that knows IndexedDB. What is written when is decided by
//! [`editor::keeping`](crate::editor::keeping); here it is carried out. Knows no element and no component: what a person is to
//! see is handed to whoever started the [`Keeper`].

mod database;
mod keeper;
mod tabs;

pub use keeper::{Keeper, Shown, Start};
