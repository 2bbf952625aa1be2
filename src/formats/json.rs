//! JSON: the document as it is, with its schema's version.

use serde_json::Value;

use crate::document::{Document, Problem, SCHEMA};

/// The document as JSON, indented.
pub fn write(document: &Document) -> String {
    let document = Document { schema: SCHEMA.to_owned(), ..document.clone() };
    // Strings, lists and maps with string keys: there is nothing in a document that JSON has no form for.
    serde_json::to_string_pretty(&document).unwrap_or_default()
}

/// The document that `json` holds, and the names in it that this version does not know.
///
/// # Errors
/// When it is not JSON, not a document, or a document of another schema version; the message quotes the version.
pub fn read(json: &str) -> Result<(Document, Vec<Problem>), Problem> {
    let value: Value = serde_json::from_str(json.trim_start_matches('\u{feff}')).map_err(|error| Problem {
        line: Some(error.line()).filter(|&line| line > 0),
        message: format!("this is not JSON: {error}"),
    })?;
    from_value(value)
}

/// The same from a value that is parsed already.
///
/// # Errors
/// As [`read`].
pub fn from_value(value: Value) -> Result<(Document, Vec<Problem>), Problem> {
    match value.get("schema") {
        Some(Value::String(schema)) if schema == SCHEMA => {}
        Some(schema) => return Err(Problem::new(format!("the document's schema is {schema}; this editor reads \"{SCHEMA}\""))),
        None if value.is_object() => return Err(Problem::new(format!("the document has no \"schema\"; this editor reads \"{SCHEMA}\""))),
        None => return Err(Problem::new(format!("a document is a JSON object, not {}", excerpt(&value)))),
    }
    let document: Document = serde_json::from_value(value.clone()).map_err(|error| Problem::new(format!("this is not a document: {error}")))?;
    let mut problems = Vec::new();
    if let Ok(known) = serde_json::to_value(&document) {
        unknown("", &value, &known, &mut problems);
    }
    Ok((document, problems))
}

/// Names the fields of `given` that are not in `known`, empty ones aside.
fn unknown(path: &str, given: &Value, known: &Value, problems: &mut Vec<Problem>) {
    match (given, known) {
        (Value::Object(given), Value::Object(known)) => {
            for (name, value) in given {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                match known.get(name) {
                    Some(known) => unknown(&path, value, known, problems),
                    None if is_empty(value) => {}
                    None => problems.push(Problem::new(format!("\"{path}\" is not known to this editor, and its value {} is not kept", excerpt(value)))),
                }
            }
        }
        (Value::Array(given), Value::Array(known)) => {
            for (at, (given, known)) in given.iter().zip(known).enumerate() {
                unknown(&format!("{path}[{at}]"), given, known, problems);
            }
        }
        _ => {}
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::String(text) => text.is_empty(),
        _ => false,
    }
}

fn excerpt(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}
