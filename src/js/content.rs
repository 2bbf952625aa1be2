//! Documents as JavaScript gives and takes them: plain objects, and text in a named format.

use js_sys::{JSON, Reflect};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use super::error::Fault;
use crate::document::{Document, SCHEMA};
use crate::formats::markdown;

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
pub fn read(text: &str, format: Format) -> Result<(Document, Vec<String>), Fault> {
    match format {
        Format::Markdown => {
            let (document, problems) = markdown::read(text);
            Ok((document, problems.iter().map(ToString::to_string).collect()))
        }
        // By the browser's own parser: it alone takes the lone surrogates that JavaScript writes.
        Format::Json => match JSON::parse(text) {
            Ok(value) => from_value(value).map(|document| (document, Vec::new())),
            Err(error) => Err(Fault::new("bad-value", format!("this is not JSON: {}", words(&error)))),
        },
    }
}

pub fn write(document: &Document, format: Format) -> Result<String, Fault> {
    match format {
        Format::Markdown => Ok(markdown::write(document)),
        Format::Json => {
            serde_json::to_string_pretty(document).map_err(|error| Fault::new("bad-value", format!("cannot be written: {error}")))
        }
    }
}

/// The document in a plain object. Nothing is guessed of another schema version.
pub fn from_value(value: JsValue) -> Result<Document, Fault> {
    if !value.is_object() {
        return Err(Fault::new("bad-value", format!("a document is an object with the schema \"{SCHEMA}\", and this is {}", quoted(&value))));
    }
    let schema = Reflect::get(&value, &"schema".into()).unwrap_or(JsValue::UNDEFINED);
    if schema.as_string().as_deref() != Some(SCHEMA) {
        let message = format!("the schema is {}, and this version reads \"{SCHEMA}\"", quoted(&schema));
        return Err(Fault::new("unknown-schema", message));
    }
    serde_wasm_bindgen::from_value(value).map_err(|error| Fault::new("bad-value", format!("the document cannot be read: {error}")))
}

pub fn to_value(document: &Document) -> Result<JsValue, Fault> {
    document
        .serialize(&Serializer::json_compatible())
        .map_err(|error| Fault::new("bad-value", format!("the document cannot be given: {error}")))
}

/// The value as JSON where it has any, short enough for a sentence.
fn quoted(value: &JsValue) -> String {
    const LONGEST: usize = 60;
    let text = match JSON::stringify(value) {
        Ok(json) if json.is_string() => String::from(json),
        _ if value.is_undefined() => "missing".to_owned(),
        _ => format!("{value:?}"),
    };
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

fn words(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map_or_else(|| format!("{error:?}"), |error| String::from(error.message()))
}
