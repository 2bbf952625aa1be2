//! The editor without a screen: state, the actions that change it, and the way back. Knows every layer below; knows no `web_sys`.

mod action;
mod change;
pub mod config;
mod fields;
mod history;
pub mod keeping;
pub mod moment;
mod notice;
mod paste;
mod state;
mod timeline;
pub mod typing;

pub use action::{Action, Column, Field};
pub use config::Config;
pub use state::{Place, State};
