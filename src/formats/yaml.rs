//! The little of YAML that documents carry: trees of scalars, read by a parser, and scalars written so that every reader agrees.

use saphyr_parser::{Event, Parser};

use crate::document::Problem;

/// A value with its order kept. Types are the reader's business: every scalar is its text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    Scalar(String),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
}

/// Deeper than any document says anything.
const DEEPEST: usize = 16;

/// The first document of `yaml`. Lines are counted from 1 in `yaml`.
pub(super) fn read(yaml: &str) -> Result<Node, Problem> {
    let mut open: Vec<Node> = Vec::new();
    // The keys that wait for their values, one for each open map that has one.
    let mut keys: Vec<Option<String>> = Vec::new();
    for event in Parser::new_from_str(yaml) {
        let (event, span) = event.map_err(|error| Problem::at(error.marker().line(), error.info().to_owned()))?;
        let line = span.start.line();
        let mut done = match event {
            Event::Scalar(text, ..) => Node::Scalar(text.into_owned()),
            Event::SequenceStart(..) | Event::MappingStart(..) if open.len() == DEEPEST => {
                return Err(Problem::at(line, format!("more than {DEEPEST} levels of nesting")));
            }
            Event::SequenceStart(..) => {
                open.push(Node::List(Vec::new()));
                keys.push(None);
                continue;
            }
            Event::MappingStart(..) => {
                open.push(Node::Map(Vec::new()));
                keys.push(None);
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                keys.pop();
                match open.pop() {
                    Some(node) => node,
                    None => continue,
                }
            }
            Event::Alias(_) => return Err(Problem::at(line, "an alias (\"*name\")")),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) | Event::DocumentEnd => continue,
        };
        match (open.last_mut(), keys.last_mut()) {
            (Some(Node::List(items)), _) => items.push(done),
            (Some(Node::Map(pairs)), Some(key)) => match key.take() {
                Some(key) => pairs.push((key, done)),
                None => match &mut done {
                    Node::Scalar(text) => *key = Some(std::mem::take(text)),
                    _ => return Err(Problem::at(line, "a key that is not a word")),
                },
            },
            _ => return Ok(done),
        }
    }
    Ok(Node::Scalar(String::new()))
}

impl Node {
    /// On one line, for a place that holds only text.
    pub fn flat(&self) -> String {
        match self {
            Node::Scalar(text) => text.clone(),
            Node::List(items) => items.iter().map(Node::flat).collect::<Vec<_>>().join(", "),
            Node::Map(pairs) => pairs.iter().map(|(key, value)| format!("{key}: {}", value.flat())).collect::<Vec<_>>().join(", "),
        }
    }

    pub fn strings(&self) -> Vec<String> {
        match self {
            Node::List(items) => items.iter().map(Node::flat).collect(),
            node => vec![node.flat()],
        }
    }

    pub fn get(&self, key: &str) -> Option<&Node> {
        match self {
            Node::Map(pairs) => pairs.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }
}

/// A scalar on one line: bare where no reader could take it for anything but these words, else in double quotes.
pub(super) fn scalar(text: &str) -> String {
    // What some YAML reader or other takes for a boolean or nothing.
    const TAKEN: [&str; 8] = ["true", "false", "yes", "no", "on", "off", "null", "nan"];
    let plain = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '/' | '(' | ')'))
        && !text.ends_with(' ')
        && text.len() > 1
        && !TAKEN.contains(&text.to_ascii_lowercase().as_str());
    if plain { text.to_owned() } else { quoted(text) }
}

/// In double quotes: JSON's, and whatever YAML calls unprintable escaped too.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            ' '..='~' | '\u{a0}'..='\u{2027}' | '\u{202f}'..='\u{205f}' | '\u{2070}'..='\u{d7ff}' | '\u{f900}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}' => out.push(c),
            '\u{10000}'.. if u32::from(c) & 0xfffe != 0xfffe => out.push(c),
            c if u32::from(c) > 0xffff => out.push_str(&format!("\\U{:08x}", u32::from(c))),
            c => out.push_str(&format!("\\u{:04x}", u32::from(c))),
        }
    }
    out.push('"');
    out
}

/// Whether `key` may stand before a colon: YAML's limit for a key on one line is 1024 characters, quotes and escapes counted.
pub(super) fn is_key(key: &str) -> bool {
    scalar(key).chars().count() < 1000
}
