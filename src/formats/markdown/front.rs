//! The front matter: a document's facts as YAML, in the form that static-site generators read too.

use std::fmt::Write;
use std::str::FromStr;

use chrono::{DateTime, Utc};

use super::facts;
use crate::document::{Dismissal, Document, Meta, Problem, Property, SCHEMA};
use crate::formats::yaml::{self, Node, scalar};

/// The front matter's YAML, and where the rest of the text starts. Lines of three dashes that hold no mapping are only lines.
pub(super) fn split(text: &str) -> Option<(&str, usize)> {
    let start = text.strip_prefix("---")?;
    let start = text.len() - start.trim_start_matches([' ', '\t']).strip_prefix('\n')?.len();
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        let end = at + line.len();
        if matches!(line.trim_end(), "---" | "...") && line.starts_with(['-', '.']) {
            return Some((&text[start..at], end));
        }
        at = end;
    }
    None
}

pub(super) fn write(document: &Document) -> String {
    let Meta { status, severity, category, started, ended, authors, properties } = &document.meta;
    let mut out = format!("---\nschema: {}\nstatus: {}\n", scalar(SCHEMA), facts::status_name(*status));
    for (key, text) in [("severity", severity), ("category", category)] {
        if !text.is_empty() {
            put(&mut out, format_args!("{key}: {}\n", scalar(text)));
        }
    }
    for (key, time) in [("started", started), ("ended", ended)] {
        if let Some(time) = time {
            put(&mut out, format_args!("{key}: {}\n", time_text(time)));
        }
    }
    if !authors.is_empty() {
        out.push_str("authors:\n");
        authors.iter().for_each(|author| put(&mut out, format_args!("  - {}\n", scalar(author))));
    }
    write_properties(&mut out, properties);
    if !document.dismissals.is_empty() {
        out.push_str("dismissals:\n");
        for Dismissal { rule_id, phrase, context } in &document.dismissals {
            put(&mut out, format_args!("  - rule: {}\n", scalar(rule_id)));
            for (key, text) in [("phrase", phrase), ("context", context)] {
                if let Some(text) = text {
                    put(&mut out, format_args!("    {key}: {}\n", scalar(text)));
                }
            }
        }
    }
    out.push_str("---\n");
    out
}

/// A mapping, as people write it; a list of pairs where a mapping could not hold them.
fn write_properties(out: &mut String, properties: &[Property]) {
    if properties.is_empty() {
        return;
    }
    out.push_str("properties:\n");
    let twice = |at: usize| properties[..at].iter().any(|before| before.name == properties[at].name);
    let is_mapping = (0..properties.len()).all(|at| !twice(at) && yaml::is_key(&properties[at].name));
    for Property { name, value } in properties {
        match is_mapping {
            true => put(out, format_args!("  {}: {}\n", scalar(name), scalar(value))),
            false => put(out, format_args!("  - name: {}\n    value: {}\n", scalar(name), scalar(value))),
        }
    }
}

/// Writing to a string cannot fail.
fn put(out: &mut String, text: std::fmt::Arguments) {
    let _ = out.write_fmt(text);
}

fn time_text(time: &DateTime<Utc>) -> String {
    // As serde writes it, years beyond 9999 with it.
    let text = format!("{time:?}");
    if text.starts_with(|c: char| c.is_ascii_digit()) { text } else { format!("\"{text}\"") }
}

/// Takes the facts out of front matter, ours or another's. Whether it is ours: then the document is laid out as we write it.
pub(super) fn read(yaml: &str, document: &mut Document, problems: &mut Vec<Problem>) -> Result<bool, Problem> {
    let Node::Map(pairs) = yaml::read(yaml)? else {
        return Err(Problem::new("no mapping"));
    };
    let schema = pairs.iter().find(|(key, _)| key == "schema").map(|(_, value)| value.flat()).unwrap_or_default();
    let ours = schema.starts_with("postmortem/");
    if ours && schema != SCHEMA {
        problems.push(Problem::at(
            2,
            format!("this was written as \"{schema}\", and \"{SCHEMA}\" is what can be read; some of it may not be where it was"),
        ));
    }
    for (key, value) in pairs {
        match (key.as_str(), &value) {
            ("schema", _) if ours => {}
            ("properties", Node::Map(pairs)) if ours => {
                document.meta.properties.extend(pairs.iter().map(|(name, value)| Property { name: name.clone(), value: value.flat() }));
            }
            ("properties", Node::List(items)) if ours => {
                document.meta.properties.extend(items.iter().map(|item| match (item.get("name"), item.get("value")) {
                    (Some(name), Some(value)) => Property { name: name.flat(), value: value.flat() },
                    _ => Property { name: String::new(), value: item.flat() },
                }))
            }
            ("dismissals", Node::List(items)) if ours => document.dismissals.extend(items.iter().map(dismissal)),
            ("authors", value) if ours => document.meta.authors.extend(value.strings()),
            ("severity", value) if ours => document.meta.severity = value.flat(),
            ("category", value) if ours => document.meta.category = value.flat(),
            ("started" | "ended", value) => {
                let Ok(time) = DateTime::<Utc>::from_str(&value.flat()) else {
                    if ours {
                        problems.push(Problem::new(format!(
                            "\"{}\" is not a time such as 2025-03-06T22:48:00Z; it is kept as a property",
                            value.flat()
                        )));
                    }
                    document.meta.properties.push(Property { name: key, value: value.flat() });
                    continue;
                };
                *(if key == "started" { &mut document.meta.started } else { &mut document.meta.ended }) = Some(time);
            }
            ("status", value) if ours => match facts::status(&value.flat()) {
                Some((status, _)) => document.meta.status = status,
                None => document.meta.properties.push(Property { name: key, value: value.flat() }),
            },
            ("authors" | "author", value @ Node::List(_)) => document.meta.authors.extend(value.strings()),
            (_, value) => facts::place(document, &key, &value.flat()),
        }
    }
    Ok(ours)
}

fn dismissal(item: &Node) -> Dismissal {
    let text = |key: &str| item.get(key).map(Node::flat);
    Dismissal { rule_id: text("rule").unwrap_or_default(), phrase: text("phrase"), context: text("context") }
}
