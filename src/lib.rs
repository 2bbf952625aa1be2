//! A postmortem editor for the wiki a company already has, with hints that turn blame into questions about the system.
//!
//! The layers, lowest first; imports go down only (`tests/layers.rs` holds them to it, `ARCHITECTURE.md` says why):
//! [`text`] → [`hints`] → [`document`] → [`formats`] → [`editor`] → `surface` → `view` → `store` → `js`.
//! Everything up to [`editor`] is pure: no DOM, no clock, no network. It runs, and is tested, natively.

pub mod document;
pub mod editor;
pub mod formats;
pub mod hints;
pub mod text;

#[cfg(feature = "web")]
pub mod js;
#[cfg(feature = "postmortem-editor")]
pub mod store;
#[cfg(feature = "web")]
pub mod surface;
#[cfg(feature = "postmortem-editor")]
pub mod view;
