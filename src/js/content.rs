//! Documents as JavaScript gives and takes them: plain objects, and text in a named format.

use js_sys::JSON;
use serde_json::Value;
use wasm_bindgen::prelude::*;

use super::error::Fault;
use crate::document::{Document, Problem, SCHEMA};
use crate::formats::{json, markdown};
use crate::text::utf16;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Markdown,
    Json,
}

const FORMATS: [(&str, Format); 2] = [("markdown", Format::Markdown), ("json", Format::Json)];

impl Format {
    pub fn named(name: &str) -> Result<Format, Fault> {
        FORMATS.iter().find(|(known, _)| *known == name).map(|&(_, format)| format).ok_or_else(|| {
            let known: Vec<String> = FORMATS.iter().map(|(name, _)| format!("\"{name}\"")).collect();
            Fault::new("unknown-format", format!("there is no format \"{name}\"; there is {}", known.join(" and ")))
        })
    }
}

/// A document, and what of the text could not be taken as it was meant.
pub fn read(text: &str, format: Format) -> Result<(Document, Vec<Problem>), Fault> {
    match format {
        Format::Markdown => Ok(markdown::read(text)),
        Format::Json => json::read(&utf16::well_formed(text)).map_err(|problem| {
            let value = serde_json::from_str(text).unwrap_or(Value::Null);
            let other_schema = value["schema"].as_str().is_some_and(|schema| schema != SCHEMA);
            Fault::new(if other_schema { "unknown-schema" } else { "bad-value" }, problem.to_string())
        }),
    }
}

pub fn write(document: &Document, format: Format) -> String {
    match format {
        Format::Markdown => markdown::write(document),
        Format::Json => json::write(document),
    }
}

/// The document in a plain object. By way of JSON, which has no cycles, no functions and no depth that would break this program.
pub fn from_value(value: &JsValue) -> Result<(Document, Vec<Problem>), Fault> {
    match JSON::stringify(value) {
        Ok(json) if json.is_string() => read(&String::from(json), Format::Json),
        Ok(_) => Err(Fault::new("bad-value", format!("{value:?} is not a document"))),
        Err(error) => Err(Fault::new("bad-value", format!("the document cannot be read: {}", words(&error)))),
    }
}

pub fn to_value(document: &Document) -> Result<JsValue, Fault> {
    JSON::parse(&json::compact(document))
        .map_err(|error| Fault::new("bad-value", format!("the document cannot be given: {}", words(&error))))
}

fn words(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map_or_else(|| format!("{error:?}"), |error| String::from(error.message()))
}
