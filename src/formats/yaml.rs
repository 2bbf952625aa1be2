//! The YAML that front matter is written in: mappings and lists by indent or in brackets, and scalars of every style. What it does
//! not know (anchors, tags, keys that are lists) it refuses by name, and nothing is guessed.
//!
//! A whole YAML parser costs a page 35 KB more (saphyr-parser 0.3, in wasm after brotli). The tests hold this one to it.

use crate::document::Problem;

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
        return Ok(rest.strip_prefix(':').filter(|value| value.is_empty() || value.starts_with([' ', '\t'])).map(|value| (key, value.trim_start())));
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

/// Quotes and brackets, which do not care for lines. (A line break in them has become a space, an empty line a line break.)
struct Flow<'a> {
    text: &'a str,
    at: usize,
}

enum Stop {
    /// The text ends before the value does.
    Early,
    Wrong(String),
}

impl Flow<'_> {
    fn peek(&mut self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn space(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.next();
        }
    }

    fn node(&mut self, depth: usize) -> Result<Node, Stop> {
        if depth == DEEPEST {
            return Err(Stop::Wrong(format!("more than {DEEPEST} levels of nesting")));
        }
        match self.peek() {
            None => Err(Stop::Early),
            Some('"') => self.double_quoted().map(Node::Scalar),
            Some('\'') => self.single_quoted().map(Node::Scalar),
            Some('[') => self.brackets(depth, ']').map(|pairs| Node::List(pairs.into_iter().map(|(key, value)| match value {
                None => key,
                Some(value) => Node::Map(vec![(key.flat(), value)]),
            }).collect())),
            Some('{') => {
                let pairs = self.brackets(depth, '}')?;
                Ok(Node::Map(pairs.into_iter().map(|(key, value)| (key.flat(), value.unwrap_or(Node::Scalar(String::new())))).collect()))
            }
            Some(mark @ ('&' | '*' | '!' | '%' | '@' | '`' | '#')) => Err(Stop::Wrong(format!("a value that starts with \"{mark}\""))),
            Some(_) => Ok(Node::Scalar(self.plain())),
        }
    }

    /// Up to a comma, a bracket, or a colon that ends a key.
    fn plain(&mut self) -> String {
        let start = self.at;
        while let Some(c) = self.peek() {
            let ends_key = c == ':' && self.text[self.at + 1..].chars().next().is_none_or(|c| c.is_whitespace() || ",]}".contains(c));
            if ",[]{}".contains(c) || ends_key {
                break;
            }
            self.next();
        }
        plain(self.text[start..self.at].split_whitespace().collect::<Vec<_>>().join(" ").as_str())
    }

    /// The items between two brackets, each with its value if it has one.
    fn brackets(&mut self, depth: usize, close: char) -> Result<Vec<(Node, Option<Node>)>, Stop> {
        self.next();
        let mut items = Vec::new();
        loop {
            self.space();
            match self.peek() {
                None => return Err(Stop::Early),
                Some(c) if c == close => {
                    self.next();
                    return Ok(items);
                }
                Some(',' | ':' | ']' | '}') => return Err(Stop::Wrong(format!("\"{}\" in brackets", excerpt(&self.text[self.at..])))),
                Some(_) => {}
            }
            let key = self.node(depth + 1)?;
            self.space();
            let mut value = None;
            if self.peek() == Some(':') {
                self.next();
                self.space();
                value = Some(match self.peek() {
                    Some(',' | ']' | '}') => Node::Scalar(String::new()),
                    _ => self.node(depth + 1)?,
                });
                self.space();
            }
            items.push((key, value));
            match self.peek() {
                Some(',') => drop(self.next()),
                Some(c) if c == close => {}
                None => return Err(Stop::Early),
                Some(_) => return Err(Stop::Wrong(format!("\"{}\" in brackets", excerpt(&self.text[self.at..])))),
            }
        }
    }

    fn single_quoted(&mut self) -> Result<String, Stop> {
        self.next();
        let mut out = String::new();
        loop {
            match self.next().ok_or(Stop::Early)? {
                '\'' if self.peek() == Some('\'') => out.extend(self.next()),
                '\'' => return Ok(out),
                c => out.push(c),
            }
        }
    }

    fn double_quoted(&mut self) -> Result<String, Stop> {
        self.next();
        let mut out = String::new();
        loop {
            match self.next().ok_or(Stop::Early)? {
                '"' => return Ok(out),
                '\\' => {
                    let mark = self.next().ok_or(Stop::Early)?;
                    out.push(match mark {
                        '0' => '\0',
                        'a' => '\u{7}',
                        'b' => '\u{8}',
                        't' => '\t',
                        'n' => '\n',
                        'v' => '\u{b}',
                        'f' => '\u{c}',
                        'r' => '\r',
                        'e' => '\u{1b}',
                        'N' => '\u{85}',
                        '_' => '\u{a0}',
                        'L' => '\u{2028}',
                        'P' => '\u{2029}',
                        'x' => self.code(2)?,
                        'u' => self.code(4)?,
                        'U' => self.code(8)?,
                        ' ' | '"' | '/' | '\\' => mark,
                        _ => return Err(Stop::Wrong(format!("\"\\{mark}\" in quotes"))),
                    });
                }
                c => out.push(c),
            }
        }
    }

    fn code(&mut self, digits: usize) -> Result<char, Stop> {
        let code = self.text.get(self.at..self.at + digits).ok_or(Stop::Early)?;
        self.at += digits;
        let c = u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
        c.ok_or_else(|| Stop::Wrong(format!("\"\\{code}\" is no character")))
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use saphyr_parser::{Event, Parser};

    use super::*;

    /// What a whole YAML parser makes of it.
    fn reference(yaml: &str) -> Option<Node> {
        let mut events = Parser::new_from_str(yaml);
        fn node(first: Event, events: &mut Parser<'_, saphyr_parser::StrInput<'_>>) -> Option<Node> {
            Some(match first {
                Event::Scalar(text, style, ..) if style == saphyr_parser::ScalarStyle::Plain => Node::Scalar(plain(&text)),
                Event::Scalar(text, ..) => Node::Scalar(text.into_owned()),
                Event::SequenceStart(..) => {
                    let mut items = Vec::new();
                    loop {
                        match events.next()?.ok()?.0 {
                            Event::SequenceEnd => break Node::List(items),
                            event => items.push(node(event, events)?),
                        }
                    }
                }
                Event::MappingStart(..) => {
                    let mut pairs = Vec::new();
                    loop {
                        match events.next()?.ok()?.0 {
                            Event::MappingEnd => break Node::Map(pairs),
                            event => {
                                let key = node(event, events)?.flat();
                                let first = events.next()?.ok()?.0;
                                pairs.push((key, node(first, events)?));
                            }
                        }
                    }
                }
                _ => return None,
            })
        }
        loop {
            match events.next()?.ok()?.0 {
                Event::StreamStart | Event::DocumentStart(_) => {}
                Event::StreamEnd | Event::DocumentEnd => return Some(Node::Scalar(String::new())),
                event => return node(event, &mut events),
            }
        }
    }

    #[track_caller]
    fn check(yaml: &str) {
        let expected = reference(yaml).unwrap_or_else(|| panic!("not YAML: {yaml}"));
        assert_eq!(read(yaml), Ok(expected), "{yaml}");
    }

    #[test]
    fn front_matter_as_people_write_it() {
        check("title: A: b\n".replace("A: b", "'A: b'").as_str());
        check("a: 1 # one\nb: \"x # y\" # two\n# three\nc: x#y\n");
        check("a:\n  - 1\n  - 2\nb:\n- 1\n-   two words\n-\n  - deep\n- - x\n  - y\n");
        check("a:\n  b:\n    c: d\n  e: f\ng:\n");
        check("- a: 1\n  b: 2\n-   c: 3\n    d: 4\n- e\n");
        check("a: [1, two words, 'it''s', \"x\\ty\", [in], {k: v, w}]\nb: {c: d, e: [f]}\nc: []\nd: {}\n");
        check("a: [1,\n  2,\n  3]\nb: \"x\n  y\"\n");
        check("a: |\n  one\n   two\n\n  three\nb: >-\n  one\n  two\n\n  three\n    four\n  five\nc: |+\n  x\n\nd: |2\n   y\n");
        check("a: one\n  two\n  three\nb: x\n");
        check("a: ~\nb: null\nc: \"\"\nd: ''\ne:\n");
        check("\"a b\": 1\n'c': 2\nd e: https://example.org/x:y\n10:20: x\n");
        check("plain words");
        check("");
        check("# only a comment\n");
    }

    #[test]
    fn what_it_does_not_know_is_refused_by_name() {
        for (yaml, message) in [
            ("a: 1\nb: *x", "line 2: a value that starts with \"*\""),
            ("a: &x 1", "line 1: a value that starts with \"&\""),
            ("a: !!str 1", "line 1: a value that starts with \"!\""),
            ("a: 1\nwords", "line 2: \"words\" is no pair of a key and a value"),
            ("a: \"open", "line 1: \"\"open\" is not closed"),
            ("a: [1, 2", "line 1: \"[1, 2\" is not closed"),
            ("a: 1\n  b: 2", "line 2: \"b: 2\" in the middle of a value"),
            ("  a: 1\nb: 2", "line 2: \"b: 2\" stands where nothing can"),
            ("a: \"\\q\"", "line 1: \"\\q\" in quotes"),
        ] {
            assert_eq!(read(yaml).unwrap_err().to_string(), message);
        }
        assert!(read(&"- ".repeat(100_000)).is_err());
        assert!(read(&"[".repeat(100_000)).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_scalar_is_the_same_to_every_reader(text in any::<String>(), words in "[ -~\\n]{0,12}") {
            for text in [text, words] {
                let yaml = format!("a: {0}\n{0}: b\nc:\n  - {0}\n", scalar(&text));
                let expected = Node::Map(vec![
                    ("a".to_owned(), Node::Scalar(text.clone())),
                    (text.clone(), Node::Scalar("b".to_owned())),
                    ("c".to_owned(), Node::List(vec![Node::Scalar(text.clone())])),
                ]);
                prop_assert_eq!(&read(&yaml), &Ok(expected.clone()), "{}", yaml);
                prop_assert_eq!(reference(&yaml), Some(expected), "{}", yaml);
            }
        }

        #[test]
        fn what_it_reads_is_what_yaml_means(pieces in proptest::collection::vec(proptest::sample::select(vec![
            "a", "b c", ": ", ":", "\n", "\n", "\n  ", "\n    ", "- ", "[", "]", "{", "}", ", ", "\"", "'", "# ", " #", "|", ">", "|-\n  ", "1", "\\n", "k: ", "x: y\n", "- z\n", "  - z\n", "k:\n",
        ]), 0..12)) {
            let yaml = format!("a: {}\n", pieces.concat().trim_end());
            // It may refuse what YAML allows, but the mappings it takes it understands.
            if let (Ok(node @ Node::Map(_)), Some(expected)) = (read(&yaml), reference(&yaml)) {
                prop_assert_eq!(node, expected, "{:?}", yaml);
            }
        }
    }
}
