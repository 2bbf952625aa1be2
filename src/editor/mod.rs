//! The editor without a screen: state, the actions that change it, and the way back. Knows every layer below; knows no `web_sys`.

mod action;
pub mod config;
pub mod keeping;
mod notice;

pub use action::{Action, Column, Field};
pub use config::Config;
