//! What YAML writes in quotes and brackets.

use super::{DEEPEST, Node, excerpt, plain};

/// Quotes and brackets, which do not care for lines. (A line break in them has become a space, an empty line a line break.)
pub(super) struct Flow<'a> {
    pub text: &'a str,
    pub at: usize,
}

pub(super) enum Stop {
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

    pub fn node(&mut self, depth: usize) -> Result<Node, Stop> {
        if depth == DEEPEST {
            return Err(Stop::Wrong(format!("more than {DEEPEST} levels of nesting")));
        }
        match self.peek() {
            None => Err(Stop::Early),
            Some('"') => self.double_quoted().map(Node::Scalar),
            Some('\'') => self.single_quoted().map(Node::Scalar),
            Some('[') => self.brackets(depth, ']').map(|pairs| {
                Node::List(
                    pairs
                        .into_iter()
                        .map(|(key, value)| match value {
                            None => key,
                            Some(value) => Node::Map(vec![(key.flat(), value)]),
                        })
                        .collect(),
                )
            }),
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
