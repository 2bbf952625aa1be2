//! JSON: the document as it is, with its schema's version.

use serde_json::Value;

use crate::document::{Document, Problem, SCHEMA};

/// The document as JSON, indented.
pub fn write(document: &Document) -> String {
    indented(&compact(&Document { schema: SCHEMA.to_owned(), ..document.clone() }))
}

/// The document as JSON on one line. Every other form is made from this one: a serializer costs its size anew for each it writes to.
pub fn compact(document: &Document) -> String {
    // Strings, lists and maps with string keys: there is nothing in a document that JSON has no form for.
    serde_json::to_string(document).unwrap_or_default()
}

/// `json`, which has no white space between its tokens, with a line for each member and item.
fn indented(json: &str) -> String {
    let mut out = String::with_capacity(json.len() * 2);
    let (mut depth, mut quoted, mut escaped, mut previous) = (0_usize, false, false, ' ');
    for c in json.chars() {
        if quoted {
            quoted = escaped || c != '"';
            escaped = !escaped && c == '\\';
        } else {
            let (opened, closes) = (matches!(previous, '{' | '['), matches!(c, '}' | ']'));
            depth = depth.saturating_sub(usize::from(closes));
            if opened != closes || previous == ',' {
                out.push('\n');
                (0..depth).for_each(|_| out.push_str("  "));
            } else if previous == ':' {
                out.push(' ');
            }
            depth += usize::from(matches!(c, '{' | '['));
            quoted = c == '"';
        }
        out.push(c);
        previous = c;
    }
    out
}

/// The document that `json` holds, and the names in it that this version does not know.
///
/// # Errors
/// When it is not JSON, not a document, or a document of another schema version; the message quotes the version.
pub fn read(json: &str) -> Result<(Document, Vec<Problem>), Problem> {
    let value: Value = serde_json::from_str(json.trim_start_matches('\u{feff}'))
        .map_err(|error| Problem { line: Some(error.line()).filter(|&line| line > 0), message: format!("this is not JSON: {error}") })?;
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
    let document: Document =
        serde_json::from_value(value.clone()).map_err(|error| Problem::new(format!("this is not a document: {error}")))?;
    let mut problems = Vec::new();
    if let Ok(known) = serde_json::from_str(&compact(&document)) {
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
                    None => problems.push(Problem::new(format!(
                        "\"{path}\" is not known to this editor, and its value {} is not kept",
                        excerpt(value)
                    ))),
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i32>().prop_map(Value::from),
            "[a\"\\\\,:{}\\[\\] ]{0,6}".prop_map(Value::from)
        ];
        leaf.prop_recursive(4, 32, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map("[a-c\"\\\\,{\\]]{0,3}", inner, 0..4)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn indented_is_what_the_serializer_makes(value in any_json()) {
            prop_assert_eq!(indented(&value.to_string()), serde_json::to_string_pretty(&value).unwrap());
        }
    }
}
