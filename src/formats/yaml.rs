//! The YAML that front matter is written in: mappings and lists by indent or in brackets, and scalars of every style. What it does
//! not know (anchors, tags, keys that are lists) it refuses by name, and nothing is guessed.
//!
//! A whole YAML parser costs a page 35 KB more (saphyr-parser 0.3, in wasm after brotli). The tests hold this one to it.

mod flow;
#[cfg(test)]
mod tests;

use crate::document::Problem;
use flow::{Flow, Stop};

/// A value with its order kept. Types are the reader's business: every scalar is its text, and nothing is no text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    Scalar(String),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
}

/// Deeper than any document says anything.
const DEEPEST: usize = 16;

/// The value of `yaml`, which is one document without `---`. Lines are counted from 1 in `yaml`.
pub(super) fn read(yaml: &str) -> Result<Node, Problem> {
    let lines = yaml.lines().enumerate().map(|(at, raw)| {
        let text = raw.trim_start_matches(' ');
        Line { number: at + 1, indent: raw.len() - text.len(), text: text.trim_end(), raw }
    });
    let mut reader = Reader { lines: lines.collect(), at: 0, depth: 0 };
    let node = reader.block(0)?;
    match reader.next_line() {
        None => Ok(node),
        Some(line) => Err(Problem::at(line.number, format!("\"{}\" stands where nothing can", line.text))),
    }
}

#[derive(Clone, Copy)]
struct Line<'a> {
    number: usize,
    indent: usize,
    text: &'a str,
    raw: &'a str,
}

struct Reader<'a> {
    lines: Vec<Line<'a>>,
    at: usize,
    depth: usize,
}

impl<'a> Reader<'a> {
    /// The next line that says something.
    fn next_line(&mut self) -> Option<Line<'a>> {
        while self.lines.get(self.at).is_some_and(|line| line.text.is_empty() || line.text.starts_with('#')) {
            self.at += 1;
        }
        self.lines.get(self.at).copied()
    }

    fn error<T>(&self, message: impl Into<String>) -> Result<T, Problem> {
        let number = self.lines.get(self.at).or(self.lines.last()).map_or(1, |line| line.number);
        Err(Problem::at(number, message))
    }

    /// What stands from the next line on at an indent of `least` or more.
    fn block(&mut self, least: usize) -> Result<Node, Problem> {
        let Some(line) = self.next_line().filter(|line| line.indent >= least) else { return Ok(Node::Scalar(String::new())) };
        if self.depth == DEEPEST {
            return self.error(format!("more than {DEEPEST} levels of nesting"));
        }
        self.depth += 1;
        let node = if is_entry(line.text) {
            self.list(line.indent)
        } else if split_key(line.text)?.is_some() {
            self.map(line.indent)
        } else {
            self.value(line.text, least)
        };
        self.depth -= 1;
        node
    }

    fn list(&mut self, indent: usize) -> Result<Node, Problem> {
        let mut items = Vec::new();
        while let Some(line) = self.next_line().filter(|line| line.indent == indent && is_entry(line.text)) {
            let inner = line.text[1..].trim_start();
            if inner.is_empty() || inner.starts_with('#') {
                self.at += 1;
                items.push(self.block(indent + 1)?);
                continue;
            }
            // What follows the dash stands in its own column.
            let column = indent + line.text.len() - inner.len();
            if is_entry(inner) || split_key(inner)?.is_some() {
                self.lines[self.at] = Line { indent: column, text: inner, ..line };
                items.push(self.block(column)?);
            } else {
                items.push(self.value(inner, indent + 1)?);
            }
        }
        Ok(Node::List(items))
    }

    fn map(&mut self, indent: usize) -> Result<Node, Problem> {
        let mut pairs = Vec::new();
        while let Some(line) = self.next_line().filter(|line| line.indent == indent) {
            let Some((key, value)) = split_key(line.text).map_err(|problem| Problem { line: Some(line.number), ..problem })? else {
                return self.error(format!("\"{}\" is no pair of a key and a value", line.text));
            };
            let node = if value.is_empty() || value.starts_with('#') {
                self.at += 1;
                // A list may stand right under its key.
                let under = self.next_line().is_some_and(|next| next.indent == indent && is_entry(next.text));
                self.block(if under { indent } else { indent + 1 })?
            } else {
                self.value(value, indent + 1)?
            };
            pairs.push((key, node));
        }
        Ok(Node::Map(pairs))
    }

    /// A scalar, or brackets, that starts with `text` on this line and may go on on lines with an indent of `least` or more.
    fn value(&mut self, text: &str, least: usize) -> Result<Node, Problem> {
        match text.chars().next() {
            Some('|' | '>') => self.block_scalar(text, least).map(Node::Scalar),
            Some('"' | '\'' | '[' | '{') => {
                let mut whole = text.to_owned();
                loop {
                    let mut flow = Flow { text: &whole, at: 0 };
                    match flow.node(0) {
                        Ok(node) if is_comment(&whole[flow.at..]) => {
                            self.at += 1;
                            return Ok(node);
                        }
                        Ok(_) => return self.error(format!("\"{}\" stands behind a value", whole[flow.at..].trim())),
                        Err(Stop::Wrong(message)) => return self.error(message),
                        Err(Stop::Early) => match self.lines.get(self.at + 1).filter(|line| line.text.is_empty() || line.indent >= least) {
                            Some(next) => {
                                match next.text {
                                    "" => whole.push('\n'),
                                    _ if whole.ends_with('\n') => {}
                                    _ => whole.push(' '),
                                }
                                whole.push_str(next.text);
                                self.at += 1;
                            }
                            None => return self.error(format!("\"{}\" is not closed", excerpt(text))),
                        },
                    }
                }
            }
            Some(mark @ ('&' | '*' | '!' | '%' | '@' | '`')) => self.error(format!("a value that starts with \"{mark}\"")),
            _ => {
                let mut words = uncommented(text).to_owned();
                self.at += 1;
                // It goes on until something else starts, and a comment ends it.
                let mut goes_on = words.len() == text.len();
                while goes_on {
                    let blank = self.lines[self.at..].iter().take_while(|line| line.text.is_empty()).count();
                    let next = self.lines.get(self.at + blank).copied();
                    let Some(next) = next.filter(|next| next.indent >= least && !next.text.starts_with('#')) else { break };
                    if split_key(next.text)?.is_some() {
                        return self.error(format!("\"{}\" in the middle of a value", next.text));
                    }
                    let line = uncommented(next.text);
                    goes_on = line.len() == next.text.len();
                    words = words + &if blank == 0 { " ".to_owned() } else { "\n".repeat(blank) } + line;
                    self.at += blank + 1;
                }
                Ok(Node::Scalar(plain(&words)))
            }
        }
    }

    /// Behind `|` lines are kept, behind `>` they are folded.
    fn block_scalar(&mut self, head: &str, least: usize) -> Result<String, Problem> {
        let folds = head.starts_with('>');
        let (mut keeps, mut strips, mut given) = (false, false, None);
        for mark in uncommented(head)[1..].chars() {
            match mark {
                '+' => keeps = true,
                '-' => strips = true,
                '1'..='9' => given = mark.to_digit(10).map(|digit| (least + digit as usize).saturating_sub(1)),
                _ => return self.error(format!("\"{head}\" as the head of a text")),
            }
        }
        self.at += 1;
        let first = self.lines[self.at..].iter().find(|line| !line.text.is_empty()).filter(|line| line.indent >= least).copied();
        let indent = given.unwrap_or(first.map_or(least, |line| line.indent)).max(least);
        let mut lines = Vec::new();
        while let Some(line) = self.lines.get(self.at).filter(|line| line.text.is_empty() || line.indent >= indent) {
            lines.push(if first.is_some() || given.is_some() { line.raw.get(indent..).unwrap_or("") } else { "" });
            self.at += 1;
        }
        let blank = lines.iter().rev().take_while(|line| line.is_empty()).count();
        let text = lines[..lines.len() - blank].join("\n");
        let text = if folds { folded(&text) } else { text };
        Ok(match (text.is_empty(), strips, keeps) {
            (_, true, _) | (true, _, false) => text,
            (_, _, true) => text + &"\n".repeat(blank + 1),
            _ => text + "\n",
        })
    }
}

/// Lines as paragraphs: one line break is a space, more are one fewer. Indented lines stay as they are.
fn folded(text: &str) -> String {
    let mut out = String::new();
    let mut breaks = 0;
    let mut was_indented = false;
    for line in text.split('\n') {
        if line.is_empty() {
            breaks += 1;
            continue;
        }
        let is_indented = line.starts_with([' ', '\t']);
        if !out.is_empty() || breaks > 0 {
            match (breaks, was_indented || is_indented) {
                (0, false) => out.push(' '),
                (breaks, false) if !out.is_empty() => out.push_str(&"\n".repeat(breaks)),
                (breaks, _) => out.push_str(&"\n".repeat(breaks + usize::from(!out.is_empty()))),
            }
        }
        out.push_str(line);
        (breaks, was_indented) = (0, is_indented);
    }
    out
}

fn is_entry(text: &str) -> bool {
    text == "-" || text.starts_with("- ")
}

fn is_comment(text: &str) -> bool {
    text.trim().is_empty() || (text.starts_with([' ', '\t']) && text.trim_start().starts_with('#'))
}

/// A plain scalar's line without a comment behind it.
fn uncommented(text: &str) -> &str {
    text.find(" #").map_or(text, |at| &text[..at]).trim_end()
}

/// A plain scalar's text.
fn plain(words: &str) -> String {
    if matches!(words, "~" | "null" | "Null" | "NULL") { String::new() } else { words.to_owned() }
}

/// A key and what follows its colon, if `text` starts with a key.
fn split_key(text: &str) -> Result<Option<(String, &str)>, Problem> {
    if text.starts_with(['"', '\'']) {
        let mut flow = Flow { text, at: 0 };
        let Ok(Node::Scalar(key)) = flow.node(0) else { return Ok(None) };
        let rest = text[flow.at..].trim_start();
        return Ok(rest
            .strip_prefix(':')
            .filter(|value| value.is_empty() || value.starts_with([' ', '\t']))
            .map(|value| (key, value.trim_start())));
    }
    if text.starts_with(['[', '{', '|', '>', '#']) {
        return Ok(None);
    }
    let colon = text.match_indices(':').map(|(at, _)| at).find(|&at| text[at + 1..].is_empty() || text[at + 1..].starts_with([' ', '\t']));
    let Some(colon) = colon.filter(|&at| text.find(" #").is_none_or(|comment| at < comment)) else { return Ok(None) };
    let key = text[..colon].trim_end();
    match key.chars().next() {
        Some(mark @ ('&' | '*' | '!' | '%' | '@' | '`' | '?')) => Err(Problem::new(format!("a key that starts with \"{mark}\""))),
        None => Err(Problem::new(format!("\"{text}\", which has no key"))),
        _ => Ok(Some((key.to_owned(), text[colon + 1..].trim_start()))),
    }
}

fn excerpt(text: &str) -> String {
    text.chars().take(40).collect()
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
            ' '..='~'
            | '\u{a0}'..='\u{2027}'
            | '\u{202f}'..='\u{205f}'
            | '\u{2070}'..='\u{d7ff}'
            | '\u{f900}'..='\u{fefe}'
            | '\u{ff00}'..='\u{fffd}' => out.push(c),
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
