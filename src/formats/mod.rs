//! One file a format, reader and writer side by side. Knows `document`; knows no editor and no browser.

pub mod json;
pub mod markdown;
mod yaml;
