//! The prose of a chunk of Markdown, by a CommonMark parser.
//!
//! Knows no grammar and no marker's meaning. Code, HTML, quotations of others, addresses and front matter never come out as prose.

use std::ops::Range;

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, LinkType, OffsetIter, Options, Parser, Tag, TagEnd};

use super::block::{BlockKind, TokenKind};
use super::chunk::{Html, Open};
use super::prose::Prose;
use super::simple;

/// Reads `chunk`, which begins with `open` open, into `prose`, and says what is open at its end.
pub fn read(chunk: &str, open: Open, prose: &mut Prose) -> Open {
    prose.clear();
    match open {
        Open::Fence { .. } | Open::Html(_) => {
            if open.closes_in(chunk) {
                Open::Nothing
            } else {
                open
            }
        }
        Open::Table(columns) => simple::read_row(chunk, columns, prose).unwrap_or_else(|| read_row(chunk, columns, prose)),
        Open::Start | Open::Nothing => {
            if simple::read_paragraph(chunk, prose) {
                return Open::Nothing;
            }
            let notes = footnotes(chunk);
            if !notes.is_empty() {
                return parse(&format!("{notes}{chunk}"), notes.len(), false, prose);
            }
            let front_matter = open == Open::Start && (chunk.starts_with("---") || chunk.starts_with("+++"));
            parse(chunk, 0, front_matter, prose)
        }
    }
}

/// A row alone is no table: the parser sees it under a head of as many columns.
fn read_row(chunk: &str, columns: u16, prose: &mut Prose) -> Open {
    let columns = columns.into();
    let head = format!("{}{}|\n{}|\n", footnotes(chunk), "|x".repeat(columns), "|-".repeat(columns));
    parse(&format!("{head}{chunk}"), head.len(), false, prose)
}

/// Definitions for the footnotes that `chunk` names; the real ones may stand in another chunk.
fn footnotes(chunk: &str) -> String {
    let mut notes = String::new();
    for (at, _) in chunk.match_indices("[^") {
        let label = chunk[at + 2..].split(|c: char| c.is_whitespace() || matches!(c, '[' | ']')).next().unwrap_or("");
        if !label.is_empty() && chunk[at + 2 + label.len()..].starts_with(']') {
            notes.push_str(&format!("[^{label}]: x\n\n"));
        }
    }
    if !notes.is_empty() {
        // An empty heading, so that nothing goes on in the last one.
        notes.push_str("#\n");
    }
    notes
}

fn options(start: bool) -> Options {
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM;
    options.set(Options::ENABLE_YAML_STYLE_METADATA_BLOCKS, start);
    options.set(Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS, start);
    options
}

type Resolve<'t> = fn(BrokenLink<'t>) -> Option<(CowStr<'t>, CowStr<'t>)>;
pub type Events<'t> = OffsetIter<'t, Resolve<'t>>;

/// What CommonMark makes of `text`. Everybody asks here: the parser costs its size anew for each type of callback.
pub fn events(text: &str, options: Options) -> Events<'_> {
    Parser::new_with_broken_link_callback(text, options, None::<Resolve>).into_offset_iter()
}

/// A chunk is read alone: what a reference points to may stand in another, so every reference has a target.
fn resolve<'a>(link: BrokenLink<'a>) -> Option<(CowStr<'a>, CowStr<'a>)> {
    matches!(link.link_type, LinkType::Reference | LinkType::Collapsed).then_some((CowStr::Borrowed(""), CowStr::Borrowed("")))
}

/// Parses `text`, which is a chunk behind `lead` bytes that are not the author's.
fn parse(text: &str, lead: usize, start: bool, prose: &mut Prose) -> Open {
    let parser = Parser::new_with_broken_link_callback(text, options(start), Some(resolve as Resolve));
    let chunk = &text[lead..];
    let mut reader =
        Reader { text, lead, chunk, prose, depth: 0, items: 0, inline: BlockKind::Paragraph, level: 0, code: None, last: None };
    reader.run(parser.into_offset_iter());
    reader.open_at_end()
}

struct Reader<'a> {
    text: &'a str,
    lead: usize,
    chunk: &'a str,
    prose: &'a mut Prose,
    depth: usize,
    /// How many list items stand around.
    items: usize,
    /// What a run of prose belongs to.
    inline: BlockKind,
    level: u8,
    /// Where inline HTML opened code.
    code: Option<usize>,
    /// The last block at the top of the chunk, and its range in `text`.
    last: Option<(Last, Range<usize>)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Fence,
    Html,
    Table(u16),
    Other,
}

impl Reader<'_> {
    fn run(&mut self, mut events: Events<'_>) {
        while let Some((event, range)) = events.next() {
            match event {
                Event::Start(tag) => {
                    if self.start(&tag, &range) {
                        self.depth += 1;
                    } else {
                        skip(&mut events);
                    }
                }
                Event::End(tag) => {
                    self.depth -= 1;
                    self.end(tag);
                }
                Event::Html(_) => {}
                Event::TaskListMarker(_) | Event::FootnoteReference(_) | Event::Rule => {}
                _ if range.start < self.lead => {}
                Event::InlineHtml(_) => self.inline_html(range),
                _ if self.code.is_some() => {}
                Event::Text(text) => self.words(&text, range),
                Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => self.thing(range, TokenKind::Code),
                // The runs around it do not touch.
                Event::SoftBreak => {}
                Event::HardBreak => self.prose.hard_break(self.chunk),
            }
        }
    }

    /// `false` when nothing up to the end of `tag` is the author's prose.
    fn start(&mut self, tag: &Tag<'_>, range: &Range<usize>) -> bool {
        if self.depth == 0 {
            let last = match tag {
                Tag::CodeBlock(CodeBlockKind::Fenced(_)) => Last::Fence,
                Tag::HtmlBlock => Last::Html,
                Tag::Table(columns) => Last::Table(columns.len() as u16),
                _ => Last::Other,
            };
            self.last = Some((last, range.clone()));
        }
        match tag {
            Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. } | Tag::Image { .. } => {
                self.thing(range.clone(), TokenKind::Opaque);
                return false;
            }
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript | Tag::Link { .. } => return true,
            _ => self.end_block(),
        }
        match tag {
            // An alert ("> [!NOTE]") quotes nobody.
            Tag::BlockQuote(None) | Tag::CodeBlock(_) | Tag::MetadataBlock(_) => return false,
            Tag::HtmlBlock => {
                self.comments(range.clone());
                return false;
            }
            Tag::Item => self.items += 1,
            Tag::Heading { level, .. } => self.level = *level as u8,
            _ => {}
        }
        self.inline = match tag {
            Tag::TableCell => BlockKind::TableCell,
            Tag::Heading { .. } => BlockKind::Heading,
            _ => self.flow(),
        };
        true
    }

    fn end(&mut self, tag: TagEnd) {
        use TagEnd::*;
        if matches!(tag, Emphasis | Strong | Strikethrough | Superscript | Subscript | Link | Image) {
            return;
        }
        self.end_block();
        if tag == Item {
            self.items -= 1;
        }
        self.level = 0;
        self.inline = self.flow();
    }

    fn flow(&self) -> BlockKind {
        if self.items > 0 { BlockKind::ListItem } else { BlockKind::Paragraph }
    }

    fn end_block(&mut self) {
        self.code = None;
        self.prose.end_block(self.chunk, self.level);
    }

    fn words(&mut self, text: &str, range: Range<usize>) {
        if self.text[range.clone()] == *text {
            self.prose.text(self.chunk, self.inline, self.own(range));
        } else if !text.trim().is_empty() {
            // An entity: one character, written out.
            self.thing(range, TokenKind::Punct);
        }
    }

    fn thing(&mut self, range: Range<usize>, kind: TokenKind) {
        if range.start >= self.lead {
            self.prose.thing(self.chunk, self.inline, self.own(range), kind);
        }
    }

    fn own(&self, range: Range<usize>) -> Range<usize> {
        range.start - self.lead..range.end - self.lead
    }

    /// Tags vanish as emphasis does, but what stands in a code element is code.
    fn inline_html(&mut self, range: Range<usize>) {
        let tag = self.text[range.clone()].to_ascii_lowercase();
        let name = tag.trim_start_matches(['<', '/']).split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
        match name {
            "" => self.comments(range),
            "br" => self.prose.hard_break(self.chunk),
            "img" => self.thing(range, TokenKind::Opaque),
            "code" | "kbd" | "samp" | "tt" | "var" if !tag.starts_with("</") => {
                self.code.get_or_insert(range.start);
            }
            "code" | "kbd" | "samp" | "tt" | "var" => {
                if let Some(start) = self.code.take() {
                    self.thing(start..range.end, TokenKind::Code);
                }
            }
            _ => {}
        }
    }

    fn comments(&mut self, range: Range<usize>) {
        if range.start < self.lead {
            return;
        }
        let html = &self.text[range.clone()];
        let mut at = 0;
        while let Some(start) = html[at..].find("<!--").map(|n| at + n) {
            let Some(end) = html[start..].find("-->").map(|n| start + n + 3) else { break };
            self.prose.comment(self.own(range.start + start..range.start + end));
            at = end;
        }
    }

    /// What the last block leaves open: the parser closes everything where its text ends.
    fn open_at_end(&self) -> Open {
        let Some((last, range)) = &self.last else { return Open::Nothing };
        let block = &self.text[range.clone()];
        let ends_blank = self.text[range.start..].lines().next_back().is_none_or(|line| line.trim().is_empty());
        let open = match last {
            Last::Fence => Open::fence(block),
            Last::Html => Open::Html(Html::of(block)),
            Last::Table(columns) => Open::Table(*columns),
            Last::Other => Open::Nothing,
        };
        let closed = match open {
            Open::Nothing | Open::Start => true,
            // Its first line opens it and cannot close it.
            Open::Fence { .. } => block.split_once('\n').is_some_and(|(_, rest)| open.closes_in(rest)),
            Open::Html(Html::ToBlank) | Open::Table(_) => ends_blank,
            Open::Html(_) => open.closes_in(block),
        };
        if closed { Open::Nothing } else { open }
    }
}

fn skip(events: &mut Events<'_>) {
    let mut depth = 1;
    while depth > 0 {
        match events.next() {
            Some((Event::Start(_), _)) => depth += 1,
            Some((Event::End(_), _)) => depth -= 1,
            Some(_) => {}
            None => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::chunk;
    use super::super::prose::show;
    use super::*;

    /// `expect`: the lines of [`show`] for a text that is one chunk or many.
    fn check(text: &str, expect: &[&str]) {
        assert_eq!(read_all(text), expect, "{text:?}");
    }

    fn read_all(text: &str) -> Vec<String> {
        let (mut at, mut open, mut prose, mut shown) = (0, Open::Start, Prose::default(), Vec::new());
        while at < text.len() {
            let cut = chunk::cut(&text[at..], open, true, true).unwrap();
            let chunk = &text[at..at + cut.len];
            open = read(chunk, open, &mut prose);
            shown.extend(show(&prose, chunk));
            at += cut.len;
        }
        shown
    }

    /// The whole text by one run of the parser, without cuts and without the short way.
    fn read_whole(text: &str) -> Vec<String> {
        let mut prose = Prose::default();
        parse(text, 0, false, &mut prose);
        show(&prose, text)
    }

    #[test]
    fn blocks() {
        check("", &[]);
        check("\n\n", &[]);
        check("Lee forgot.\nThen\nit broke.\n", &["p: Lee forgot . | Then it broke ."]);
        check("# Root cause\nLee\n\nSummary\n===\nx", &["h1: Root cause", "p: Lee", "h1: Summary", "p: x"]);
        check("- a\n- b\n  c\n\n- d\n  1. e\n  2. f\n", &["li: a", "li: b c", "li: d", "li: e", "li: f"]);
        check("Foo:\n- a\n* b\n1. c\n2. d\n", &["p: Foo :", "li: a", "li: b", "li: c", "li: d"]);
        check("- [x] Lee did\n- [ ] it\n", &["li: Lee did", "li: it"]);
        check("| a | b |\n|---|---|\n| c | d e |\n| f | |\n\nx", &["td: a", "td: b", "td: c", "td: d e", "td: f", "p: x"]);
        check("a | b\n- | -\nc | d\n", &["td: a", "td: b", "td: c", "td: d"]);
        check("| a |\n|-|\n| b |\n> q\n| c |", &["td: a", "td: b"]);
        check("text[^1] more\n\n[^1]: Lee\n", &["p: text more", "p: Lee"]);
    }

    #[test]
    fn emphasis_vanishes() {
        check("**Lee** _forgot_ ~~it~~", &["p: Lee forgot it"]);
        check("**Lee**'s `deploy`’s", &["p: Lee 's [`deploy`] ’s"]);
        check("the [on-call](http://x.y/z \"t\") [engineer][e] [x][] [y]", &["p: the on-call engineer x [ y ]"]);
        check("a<br>b <b>c</b> <kbd>Ctrl</kbd> <img src=x> d", &["p: a | b c [<kbd>Ctrl</kbd>] [<img src=x>] d"]);
        check("a  \nb\\\nc", &["p: a | b | c"]);
        check("didn\\'t &amp; a&nbsp;b", &["p: didn ' t &amp; a b"]);
        check("> [!NOTE]\n> Lee", &["p: Lee"]);
    }

    #[test]
    fn what_is_no_prose() {
        check(
            "`Lee forgot` <https://a.b/c> <l@x.y> ![Lee](x.png) https://a.b/c.",
            &["p: [`Lee forgot`] [<https://a.b/c>] [<l@x.y>] [![Lee](x.png)] [https://a.b/c] ."],
        );
        check("> Lee forgot\nlazily\n\nx", &["p: x"]);
        check("    Lee forgot\n\nx", &["p: x"]);
        check("```\nLee\n\nforgot\n# x\n- y\n```\nz", &["p: z"]);
        check("~~~~sh\n~~~\nLee\n~~~~\nz", &["p: z"]);
        check("x\n  ```\nLee\n\nforgot", &["p: x"]);
        check("- x\n  ```\n  Lee\n\n  forgot\n\ny", &["li: x", "p: y"]);
        check("<div>\nLee\n# x\n\ny", &["p: y"]);
        check("<!-- a\n\nLee\n--> b\nc", &["p: c"]);
        check("<script>\nx\n\nLee\n</script>\ny", &["p: y"]);
        check("a <!-- blame-hints off --> b", &["<!-- blame-hints off -->", "p: a b"]);
        check("<!-- blame-hints off -->\nb", &["<!-- blame-hints off -->", "p: b"]);
        check("---\ntitle: Lee\n\ntags: x\n---\ny", &["p: y"]);
        check("+++\ntitle = 'Lee'\n+++\ny", &["p: y"]);
        check("---\n\nLee: x\n---\ny", &["h2: Lee : x", "p: y"]);
        check("x\n\n---\na: b\n---\n", &["p: x", "h2: a : b"]);
    }

    #[test]
    fn a_cut_changes_no_block() {
        for text in ["1. a\n\n   b\n\n2. c\n", "Foo\n2. bar\n", "* * *\n2. b\n", "Foo\n-\nbar", "\t# x\n", "- a\nlazy\n2. b\n"] {
            assert_eq!(read_all(text), read_whole(text), "{text:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

        /// Lines of every kind in any order come out as they do for the parser that sees the whole text.
        #[test]
        fn chunks_read_as_the_whole(lines in proptest::collection::vec(prop_oneof![
            3 => Just(""), 2 => Just("Lee forgot. Then"), 2 => Just("it broke"), 1 => Just("  indented a"), 1 => Just("    code b"),
            1 => Just("# Impact"), 1 => Just("## Why? ##"), 1 => Just("- item c"), 1 => Just("* item d"), 1 => Just("+ "), 1 => Just("1. one"),
            1 => Just("2. two"), 1 => Just("7) seven"), 1 => Just("   sub"), 1 => Just("  - nested"), 1 => Just("> quote"), 1 => Just("> - quoted item"),
            1 => Just("```"), 1 => Just("~~~"), 1 => Just("  ```"), 1 => Just("````sh"), 1 => Just("<div>"), 1 => Just("</div>"), 1 => Just("<!-- off"),
            1 => Just("x -->"), 1 => Just("<b>bold</b> e"), 1 => Just("<pre>"), 1 => Just("</pre>"), 1 => Just("| a | b |"), 1 => Just("|---|---|"),
            1 => Just("- | -"), 1 => Just("a | b"), 1 => Just("==="), 1 => Just("---"), 1 => Just("* * *"), 1 => Just("\ttab"), 1 => Just("**Lee** `x` [y](z)"),
            1 => Just("a  "), 1 => Just("[^1]: note"), 1 => Just("<?php"), 1 => Just("<!X"), 1 => Just("&amp; \\* x"), 1 => Just("#hash"), 1 => Just("-x"),
        ], 0..14), crlf in any::<bool>()) {
            let text = lines.join(if crlf { "\r\n" } else { "\n" });
            // Front matter stands at the start only, which the parser does not know.
            prop_assume!(!text.starts_with("---"));
            // A comment over several lines holds no marker.
            let prose = |lines: Vec<String>| lines.into_iter().filter(|line| !line.starts_with("<!--")).collect::<Vec<_>>();
            prop_assert_eq!(prose(read_all(&text)), prose(read_whole(&text)), "{:?}", text);
        }

        /// The short way for simple chunks is the parser's.
        #[test]
        fn the_short_way_is_the_parsers(text in "[-+#>=|:!()0-9.a-c é’\n\r\t]{0,24}") {
            let mut prose = Prose::default();
            prose.clear();
            if simple::read_paragraph(&text, &mut prose) {
                let shown = show(&prose, &text);
                prop_assert_eq!(shown, read_whole(&text), "{:?}", text);
            }
        }

        #[test]
        fn the_short_way_through_a_table_is_the_parsers(row in "[|] [-|a-c .é’\r\t\"#>=]{0,24}", end in "(\n|\n\n|\n \n\n|\r\n\r\n|)", columns in 1..4u16) {
            let chunk = row + &end;
            let mut prose = Prose::default();
            prose.clear();
            if let Some(open) = simple::read_row(&chunk, columns, &mut prose) {
                let mut whole = Prose::default();
                prop_assert_eq!(read_row(&chunk, columns, &mut whole), open, "{:?}", &chunk);
                prop_assert_eq!(show(&prose, &chunk), show(&whole, &chunk), "{:?}", &chunk);
            }
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,60}|[-`*_\\[\\]<>!#|&\\\\~:=+ \n\ra\0]{0,80}") {
            read_all(&text);
        }
    }
}
