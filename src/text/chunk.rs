//! Cuts a text into chunks that can be read one at a time.
//!
//! A chunk ends where Markdown lets nothing flow over the line: before a line at the margin that follows a blank one, around a
//! heading, before an item at the margin, between the rows of a table. What does flow over (a fence, raw HTML, a table's columns)
//! is the [`Open`] that one chunk hands to the next. Where a cut is looks at a bounded number of bytes behind it, so an edit
//! can only move the cuts near to it. This file only cuts; it masks nothing and knows no prose.

/// How far behind a cut its line is looked at (UTF-8 bytes).
const LOOK: usize = 32;
/// A paragraph longer than this is cut at a sentence (UTF-8 bytes), so that no keystroke costs more than one such piece.
const LONGEST_PARAGRAPH: usize = 4 << 10;
/// The same for a chunk with structure, which a cut can harm: a deep list, a table without outer pipes.
const LONGEST: usize = 16 << 10;
/// The most that one cut looks at.
pub const FARTHEST: usize = LONGEST + LOOK;

/// What a chunk begins inside of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Open {
    /// Nothing: this is the start of the text, where front matter may stand.
    #[default]
    Start,
    Nothing,
    Fence {
        mark: u8,
        count: u32,
    },
    Html(Html),
    /// A table with so many columns.
    Table(u16),
}

/// Raw HTML, by what ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Html {
    Comment,
    Instruction,
    Declaration,
    Cdata,
    /// `script`, `pre`, `style`, `textarea`.
    Verbatim,
    ToBlank,
}

impl Html {
    pub(super) fn of(block: &str) -> Html {
        let block = block.trim_start();
        let verbatim = |name: &str| {
            block.get(1..1 + name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
                && !block[1 + name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-')
        };
        match block {
            _ if block.starts_with("<!--") => Html::Comment,
            _ if block.starts_with("<?") => Html::Instruction,
            _ if block.starts_with("<![CDATA[") => Html::Cdata,
            _ if block.starts_with("<!") => Html::Declaration,
            _ if ["script", "pre", "style", "textarea"].into_iter().any(verbatim) => Html::Verbatim,
            _ => Html::ToBlank,
        }
    }

    fn closes_in(self, line: &str) -> bool {
        match self {
            Html::Comment => line.contains("-->"),
            Html::Instruction => line.contains("?>"),
            Html::Declaration => line.contains('>'),
            Html::Cdata => line.contains("]]>"),
            Html::Verbatim => {
                let line = line.to_ascii_lowercase();
                ["</script>", "</pre>", "</style>", "</textarea>"].into_iter().any(|end| line.contains(end))
            }
            Html::ToBlank => line.trim().is_empty(),
        }
    }
}

impl Open {
    /// The fence that the first line of `block` opens.
    pub(super) fn fence(block: &str) -> Open {
        let block = block.trim_start();
        let mark = block.bytes().next().unwrap_or(b'`');
        Open::Fence { mark, count: block.bytes().take_while(|byte| *byte == mark).count() as u32 }
    }

    /// Whether one of `lines` closes it.
    pub(super) fn closes_in(self, lines: &str) -> bool {
        lines.lines().any(|line| match self {
            Open::Start | Open::Nothing | Open::Table(_) => true,
            Open::Html(html) => html.closes_in(line),
            Open::Fence { mark, count } => {
                let bare = line.trim_start_matches(' ');
                let marks = bare.bytes().take_while(|byte| *byte == mark).count();
                line.len() - bare.len() < 4 && marks >= count as usize && bare[marks..].trim().is_empty()
            }
        })
    }
}

/// A chunk's length, and how far from the chunk's start the cut looked (UTF-8 bytes). A change beyond that cannot move it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    pub len: usize,
    pub reach: usize,
}

/// The first chunk of `text`, which must not be empty. `None` when more text is needed to tell; never when `text` is `complete`.
pub fn cut(text: &str, open: Open, markdown: bool, complete: bool) -> Option<Cut> {
    let lines = Lines { text, open, markdown, complete };
    if !markdown || open != Open::Start || !text.starts_with(['-', '+']) {
        return lines.cut();
    }
    // Front matter is told by its last line.
    if !complete && text.len() < LONGEST_PARAGRAPH {
        return None;
    }
    let len = front_matter(text).map_or_else(|| lines.cut().map(|cut| cut.len), Some)?;
    Some(Cut { len, reach: LONGEST + LOOK })
}

/// The length of the front matter that `text` starts with, its last line included.
fn front_matter(text: &str) -> Option<usize> {
    let head = floor(text, LONGEST_PARAGRAPH);
    let mut lines = text[..head].split_inclusive('\n');
    let first = lines.next()?;
    let mark = first.trim_end();
    if mark != "---" && mark != "+++" {
        return None;
    }
    let mut len = first.len();
    for line in lines {
        let blank_second = len == first.len() && line.trim().is_empty();
        len += line.len();
        if blank_second {
            return None;
        }
        if line.trim_end() == mark || (mark == "---" && line.trim_end() == "...") {
            return Some(len);
        }
    }
    None
}

struct Lines<'a> {
    text: &'a str,
    open: Open,
    markdown: bool,
    complete: bool,
}

impl Lines<'_> {
    fn cut(&self) -> Option<Cut> {
        let first = self.text.as_bytes()[0];
        let masked = matches!(self.open, Open::Fence { .. } | Open::Html(_));
        let paragraph = masked || !self.markdown || first.is_ascii_alphabetic() || !first.is_ascii();
        let longest = if paragraph { LONGEST_PARAGRAPH } else { LONGEST };
        let limit = floor(self.text, longest);
        let mut line = 0;
        let mut seen = Seen::default();
        loop {
            let Some(end) = self.text[line..limit].find('\n').map(|n| line + n + 1) else {
                return if self.text.len() > longest {
                    Some(Cut { len: self.anywhere(limit, masked), reach: longest + LOOK })
                } else if self.complete {
                    Some(Cut { len: self.text.len(), reach: self.text.len() + LOOK })
                } else {
                    None
                };
            };
            seen.line(&self.text[line..end]);
            let rest = &self.text[end..];
            if !self.complete && rest.len() < LOOK {
                return None;
            }
            let next = &rest[..floor(rest, LOOK)];
            let here = match self.open {
                Open::Fence { .. } | Open::Html(_) => self.open.closes_in(&self.text[line..end]),
                _ if rest.is_empty() => true,
                _ if !self.markdown => seen.blank && !next.trim_start_matches([' ', '\t']).starts_with(['\n', '\r']),
                Open::Table(_) => seen.ends_before(next) || (seen.rows == seen.lines && next.starts_with('|')),
                Open::Start | Open::Nothing => seen.ends_before(next),
            };
            if here || rest.is_empty() {
                return Some(Cut { len: end, reach: end + LOOK });
            }
            line = end;
        }
    }

    /// A cut in text that offers none: behind the last sentence, line or word before `limit`.
    fn anywhere(&self, limit: usize, masked: bool) -> usize {
        let half = floor(self.text, limit / 2);
        let tail = &self.text[half..limit];
        let line = tail.rfind('\n').map(|n| n + 1);
        let sentence = || {
            let mut end = tail.len();
            while let Some(at) = tail[..end].rfind(['.', '!', '?']) {
                let rest = &tail[at + 1..];
                if rest.starts_with([' ', '\n']) && rest[1..].starts_with(char::is_alphabetic) {
                    return Some(at + 2);
                }
                end = at;
            }
            None
        };
        let word = || tail.rfind([' ', '\t']).map(|n| n + 1);
        let at = if masked { line } else { sentence().or(line).or_else(word) };
        at.map_or(limit, |n| half + n)
    }
}

/// What a cut must know of the lines before it.
#[derive(Default)]
struct Seen {
    lines: usize,
    /// The last line is blank.
    blank: bool,
    /// The first line is a heading with `#`.
    heading: bool,
    /// The first line opens an item at the margin, and every other is indented or blank.
    item: bool,
    /// How many lines from the first one on start with `|`.
    rows: usize,
    /// The second line is the rule under a table's head.
    table: bool,
}

impl Seen {
    fn line(&mut self, line: &str) {
        self.blank = line.trim_matches([' ', '\t', '\n', '\r']).is_empty();
        if self.lines == 0 {
            self.heading = is_heading(line);
            self.item = is_item(line, true);
        } else {
            self.item &= self.blank || line.starts_with([' ', '\t']);
        }
        if self.rows == self.lines && line.starts_with('|') {
            self.rows += 1;
            self.table |= self.rows == 2 && line.contains('-') && line.trim_end().bytes().all(|byte| b"|-: \t".contains(&byte));
        }
        self.lines += 1;
    }

    fn ends_before(&self, next: &str) -> bool {
        if next.starts_with([' ', '\t', '\n', '\r']) {
            return false;
        }
        self.blank
            || (self.heading && self.lines == 1)
            || is_heading(next)
            || is_item(next, self.item)
            || (self.table && self.rows == self.lines && next.starts_with('|'))
    }
}

/// `# Heading` at the margin.
fn is_heading(line: &str) -> bool {
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    (1..=6).contains(&level) && matches!(line.as_bytes().get(level), Some(b' ' | b'\t' | b'\n' | b'\r'))
}

/// An item at the margin that can follow a paragraph without a blank line; `among` other items, any number can.
fn is_item(line: &str, among: bool) -> bool {
    let bytes = line.as_bytes();
    let marker = match bytes {
        [b'-' | b'*' | b'+', ..] => 1,
        _ => {
            let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let counts = matches!(bytes.get(digits), Some(b'.' | b')'));
            if !counts || digits == 0 || digits > 9 || !(among || &line[..digits] == "1") {
                return false;
            }
            digits + 1
        }
    };
    // An empty item cannot interrupt a paragraph, and `- | -` is the rule of a table.
    let content = line[marker..].split('\n').next().unwrap_or("");
    content.starts_with([' ', '\t']) && content[..floor(content, LOOK)].bytes().any(|byte| !b"|-:*+ \t\r".contains(&byte))
}

/// `at` or the character boundary before it, inside `text`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
