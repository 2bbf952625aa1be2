//! Markdown as its top-level blocks, with what the readers of rows ask of them. The only place that asks the parser.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Tag, TagEnd};

use crate::text::markdown::{self, Events};

/// A block that stands in no other. `range` is bytes of the source, whole lines.
#[derive(Debug)]
pub(super) struct Block {
    pub range: Range<usize>,
    pub what: What,
}

#[derive(Debug)]
pub(super) enum What {
    Heading {
        level: usize,
        text: String,
    },
    Paragraph,
    Table(Table),
    List(Vec<Item>),
    /// HTML that is one comment: the words in it.
    Comment(String),
    Other,
}

/// The cells' Markdown, on one line each, with `\|` as `|`.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// A list item on one line: paragraphs behind each other, inner items behind semicolons.
#[derive(Debug, Default)]
pub(super) struct Item {
    pub text: String,
    /// A task's box.
    pub done: Option<bool>,
    /// It holds code, a quote or a table too, which no line can.
    pub has_blocks: bool,
}

pub(super) fn blocks(source: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut depth = 0usize;
    let mut events = markdown::events(source, Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS);
    while let Some((event, range)) = events.next() {
        match event {
            Event::Start(tag) => {
                if depth == 0 {
                    let range = whole_lines(source, range);
                    let what = match tag {
                        Tag::Heading { level, .. } => What::Heading { level: number(level), text: heading_text(&source[range.clone()]) },
                        Tag::Paragraph => What::Paragraph,
                        Tag::HtmlBlock => comment(&source[range.clone()]).map_or(What::Other, What::Comment),
                        Tag::Table(_) => What::Table(table(source, &mut events)),
                        Tag::List(_) => What::List(list(source, &mut events)),
                        _ => What::Other,
                    };
                    // These two have read their own end.
                    let closed = matches!(what, What::Table(_) | What::List(_));
                    blocks.push(Block { range, what });
                    if closed {
                        continue;
                    }
                }
                depth += 1;
            }
            Event::End(_) => depth -= 1,
            _ if depth == 0 => blocks.push(Block { range: whole_lines(source, range), what: What::Other }),
            _ => {}
        }
    }
    blocks
}

/// The source without `blocks`' lines would otherwise keep their indent.
fn whole_lines(source: &str, range: Range<usize>) -> Range<usize> {
    let start = source[..range.start].rfind('\n').map_or(0, |at| at + 1);
    if source[start..range.start].trim().is_empty() { start..range.end } else { range }
}

fn number(level: HeadingLevel) -> usize {
    level as usize
}

/// A heading's words as the author wrote them, from its source: `## words ##`, or words with a line under them.
pub(super) fn heading_text(source: &str) -> String {
    let source = source.trim();
    if let Some((words, _line)) = source.rsplit_once('\n') {
        return words.lines().map(str::trim).collect::<Vec<_>>().join(" ").trim().to_owned();
    }
    let content = source.trim_start_matches('#').trim();
    let unclosed = content.trim_end_matches('#');
    let closed = unclosed.len() < content.len() && (unclosed.is_empty() || unclosed.ends_with([' ', '\t']));
    if closed { unclosed.trim().to_owned() } else { content.to_owned() }
}

fn comment(html: &str) -> Option<String> {
    let words = html.trim().strip_prefix("<!--")?.strip_suffix("-->")?;
    (!words.contains("--")).then(|| words.trim().to_owned())
}

fn table(source: &str, events: &mut Events) -> Table {
    let mut table = Table::default();
    let mut row: Vec<Range<usize>> = Vec::new();
    for (event, range) in events {
        match event {
            Event::Start(Tag::TableCell) => row.push(range),
            Event::End(TagEnd::TableHead) => table.head = cells(source, std::mem::take(&mut row), range),
            Event::End(TagEnd::TableRow) => table.rows.push(cells(source, std::mem::take(&mut row), range)),
            Event::End(TagEnd::Table) => break,
            _ => {}
        }
    }
    table
}

fn cells(source: &str, mut cells: Vec<Range<usize>>, row: Range<usize>) -> Vec<String> {
    // A row with more cells than the head: the parser drops them, the last cell keeps them.
    if let Some(last) = cells.last_mut().filter(|last| last.end < row.end) {
        let rest = source[last.end..row.end].trim_end();
        if rest.strip_suffix('|').unwrap_or(rest).contains(|c: char| !c.is_whitespace() && c != '|') {
            last.end += rest.strip_suffix('|').unwrap_or(rest).len();
        }
    }
    cells.into_iter().map(|cell| source[cell].trim().replace("\\|", "|")).collect()
}

fn list(source: &str, events: &mut Events) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let mut depth = 1;
    // What is behind this belongs to the item that is being read.
    let mut cursor = 0;
    let mut inner = false;
    for (event, range) in events {
        let Some(item) = (match event {
            Event::Start(Tag::Item) if depth == 1 => {
                items.push(Item::default());
                cursor = after_mark(source, range.start);
                continue;
            }
            Event::End(TagEnd::List(_)) if depth == 1 => break,
            _ => items.last_mut(),
        }) else {
            continue;
        };
        let mut take = |cursor: &mut usize, until: usize| {
            if *cursor < until {
                item.add(&source[*cursor..until], std::mem::take(&mut inner));
                *cursor = until;
            }
        };
        match event {
            Event::Start(Tag::Item) => {
                take(&mut cursor, range.start);
                cursor = cursor.max(after_mark(source, range.start));
                inner = true;
            }
            Event::Start(Tag::List(_)) => {
                take(&mut cursor, range.start);
                depth += 1;
            }
            Event::Start(Tag::Paragraph) => take(&mut cursor, range.start),
            Event::TaskListMarker(done) => {
                if depth == 1 {
                    item.done = Some(done);
                }
                cursor = cursor.max(range.end);
            }
            Event::End(TagEnd::Item | TagEnd::Paragraph) => take(&mut cursor, range.end),
            Event::End(TagEnd::List(_)) => {
                take(&mut cursor, range.end);
                depth -= 1;
            }
            Event::Start(Tag::CodeBlock(_) | Tag::BlockQuote(_) | Tag::Table(_) | Tag::Heading { .. } | Tag::HtmlBlock) | Event::Rule => {
                item.has_blocks = true;
            }
            _ => {}
        }
    }
    items
}

impl Item {
    fn add(&mut self, source: &str, inner: bool) {
        let words = source.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
        if words.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str(if inner { "; " } else { " " });
        }
        self.text.push_str(&words);
    }
}

/// Behind the list mark that stands at `start`, and the space behind that.
fn after_mark(source: &str, start: usize) -> usize {
    let item = &source[start..];
    let mark = item.trim_start();
    let rest = mark.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = rest.strip_prefix(['-', '*', '+', '.', ')']).unwrap_or(rest);
    let rest = rest.trim_start_matches([' ', '\t']);
    start + item.len() - rest.len()
}

/// The words of one line of Markdown, without the marks.
pub(super) fn plain(line: &str) -> String {
    let mut words = String::new();
    for (event, _) in markdown::events(line, Options::empty()) {
        match event {
            Event::Text(text) | Event::Code(text) => words.push_str(&text),
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            _ => {}
        }
    }
    words.trim().to_owned()
}
