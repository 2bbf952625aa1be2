//! One line of prose, taken apart at its start: quote marks, indent, list mark, and the rest.

use std::fmt;

/// A line without its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::editor) struct Line<'a> {
    /// "> > ", as it stands.
    pub quote: &'a str,
    /// Columns of white space before the mark.
    pub indent: usize,
    pub mark: Mark,
    pub rest: &'a str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::editor) enum Mark {
    None,
    Bullet(char),
    Number(u32, char),
    Task { bullet: char, done: bool },
}

impl<'a> Line<'a> {
    pub fn parse(line: &'a str) -> Line<'a> {
        let (quote, line) = split_quote(line);
        let body = line.trim_start_matches([' ', '\t']);
        let indent = line[..line.len() - body.len()].chars().map(|c| if c == '\t' { 4 } else { 1 }).sum();
        let (mark, rest) = split_mark(body);
        Line { quote, indent, mark, rest }
    }

    pub fn is_item(&self) -> bool {
        self.mark != Mark::None
    }

    pub fn is_blank(&self) -> bool {
        self.mark == Mark::None && self.rest.trim().is_empty()
    }

    /// The column at which an item's text starts, and a list inside the item.
    pub fn inner(&self) -> usize {
        self.indent
            + match self.mark {
                Mark::None => 0,
                Mark::Bullet(_) | Mark::Task { .. } => 2,
                Mark::Number(number, _) => number.to_string().len() + 2,
            }
    }
}

impl fmt::Display for Line<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}{:indent$}{}{}", self.quote, "", self.mark, self.rest, indent = self.indent)
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Mark::None => Ok(()),
            Mark::Bullet(bullet) => write!(out, "{bullet} "),
            Mark::Number(number, after) => write!(out, "{number}{after} "),
            Mark::Task { bullet, done } => write!(out, "{bullet} [{}] ", if *done { 'x' } else { ' ' }),
        }
    }
}

fn split_quote(line: &str) -> (&str, &str) {
    let mut at = 0;
    loop {
        let rest = &line[at..];
        let spaces = rest.len() - rest.trim_start_matches(' ').len();
        match rest[spaces..].strip_prefix('>') {
            Some(after) if spaces < 4 => at += spaces + 1 + usize::from(after.starts_with(' ')),
            _ => return line.split_at(at),
        }
    }
}

/// The mark at the start of `body`, and what comes after it and one space.
fn split_mark(body: &str) -> (Mark, &str) {
    let digits = body.bytes().take_while(u8::is_ascii_digit).count();
    let (mark, after) = match body.chars().next() {
        Some(bullet @ ('-' | '*' | '+')) => (Mark::Bullet(bullet), &body[1..]),
        Some(_) if (1..=9).contains(&digits) => match (body[digits..].chars().next(), body[..digits].parse()) {
            (Some(after @ ('.' | ')')), Ok(number)) => (Mark::Number(number, after), &body[digits + 1..]),
            _ => return (Mark::None, body),
        },
        _ => return (Mark::None, body),
    };
    let rest = match after.strip_prefix(' ') {
        Some(rest) => rest,
        None if after.is_empty() => after,
        None => return (Mark::None, body),
    };
    let Mark::Bullet(bullet) = mark else { return (mark, rest) };
    for (checkbox, done) in [("[ ]", false), ("[x]", true), ("[X]", true)] {
        match rest.strip_prefix(checkbox) {
            Some("") => return (Mark::Task { bullet, done }, ""),
            Some(after) if after.starts_with(' ') => return (Mark::Task { bullet, done }, &after[1..]),
            _ => {}
        }
    }
    (mark, rest)
}
