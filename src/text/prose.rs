//! The prose of one chunk: what a reader of the markup hands to a grammar.
//!
//! Knows neither Markdown nor any other markup; [`markdown`](super::markdown) and [`plain`](super::plain) fill it.

use std::ops::Range;

use super::block::{Block, BlockKind, Token, TokenKind};
use super::{SectionKind, sentence, token};

/// Blocks in the order of the text, and between them the comments that may hold a marker. Kept and cleared, not made anew.
#[derive(Debug, Default)]
pub struct Prose {
    pub items: Vec<Item>,
    tokens: Vec<Token>,
    sentences: Vec<Range<usize>>,
    /// Of the block that is being filled.
    open: Option<BlockKind>,
    run: Range<usize>,
    first: usize,
    breaks: Vec<usize>,
}

#[derive(Debug, PartialEq, Eq)]
pub enum Item {
    Block(Span),
    /// An HTML comment, `<!--` and `-->` included (UTF-8 bytes of the chunk).
    Comment(Range<usize>),
}

/// A block's place in its [`Prose`].
#[derive(Debug, PartialEq, Eq)]
pub struct Span {
    pub kind: BlockKind,
    /// 1 to 6 for a heading, else 0.
    pub level: u8,
    tokens: Range<usize>,
    sentences: Range<usize>,
}

impl Prose {
    pub fn clear(&mut self) {
        self.items.clear();
        self.tokens.clear();
        self.sentences.clear();
        self.open = None;
        self.run = 0..0;
        self.first = 0;
        self.breaks.clear();
    }

    /// The block of `span`; `source` is the chunk's text.
    pub fn block<'a>(&'a self, source: &'a str, span: &Span, section: Option<SectionKind>) -> Block<'a> {
        Block {
            source,
            kind: span.kind,
            section,
            tokens: &self.tokens[span.tokens.clone()],
            sentences: &self.sentences[span.sentences.clone()],
        }
    }

    /// The words of a block, one space between them.
    pub fn words(&self, source: &str, span: &Span) -> String {
        let words = self.tokens[span.tokens.clone()].iter().map(|token| &source[token.start as usize..token.end as usize]);
        words.collect::<Vec<_>>().join(" ")
    }

    /// A run of prose in a block of `kind`. It continues the block that is being filled, and the run before it when they touch.
    pub(super) fn text(&mut self, source: &str, kind: BlockKind, run: Range<usize>) {
        self.continue_block(kind);
        if self.run.end == run.start && !self.run.is_empty() {
            self.run.end = run.end;
        } else {
            self.end_run(source);
            self.run = run;
        }
    }

    /// Something that is no prose but stands in a sentence.
    pub(super) fn thing(&mut self, source: &str, kind: BlockKind, range: Range<usize>, token: TokenKind) {
        self.continue_block(kind);
        self.end_run(source);
        self.tokens.push(Token { start: range.start as u32, end: range.end as u32, kind: token });
    }

    /// The sentence ends here whatever it ends with.
    pub(super) fn hard_break(&mut self, source: &str) {
        if self.open.is_some() {
            self.end_run(source);
            self.breaks.push(self.tokens.len() - self.first);
        }
    }

    pub(super) fn comment(&mut self, range: Range<usize>) {
        self.items.push(Item::Comment(range));
    }

    pub(super) fn end_block(&mut self, source: &str, level: u8) {
        let Some(kind) = self.open.take() else { return };
        self.end_run(source);
        let sentences = self.sentences.len();
        sentence::split(source, &self.tokens[self.first..], &self.breaks, &mut self.sentences);
        if self.first < self.tokens.len() {
            let (tokens, sentences) = (self.first..self.tokens.len(), sentences..self.sentences.len());
            self.items.push(Item::Block(Span { kind, level, tokens, sentences }));
        }
    }

    fn continue_block(&mut self, kind: BlockKind) {
        if self.open.is_none() {
            self.open = Some(kind);
            self.first = self.tokens.len();
            self.breaks.clear();
            self.run = 0..0;
        }
    }

    fn end_run(&mut self, source: &str) {
        let run = std::mem::take(&mut self.run);
        if !run.is_empty() {
            token::tokenize(source, run, &mut self.tokens);
        }
    }
}

/// What a test sees of a chunk: one line a block, `kind: token token | token`, opaque tokens in brackets.
#[cfg(test)]
pub(super) fn show(prose: &Prose, source: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for item in &prose.items {
        let span = match item {
            Item::Comment(range) => {
                lines.push(source[range.clone()].to_owned());
                continue;
            }
            Item::Block(span) => span,
        };
        let block = prose.block(source, span, None);
        let kind = match block.kind {
            BlockKind::Paragraph => "p".to_owned(),
            BlockKind::ListItem => "li".to_owned(),
            BlockKind::TableCell => "td".to_owned(),
            BlockKind::Heading => format!("h{}", span.level),
        };
        let sentences: Vec<String> = block
            .sentences
            .iter()
            .map(|sentence| {
                let tokens = block.tokens[sentence.clone()].iter().map(|token| match token.kind {
                    TokenKind::Code | TokenKind::Opaque => format!("[{}]", block.text(token)),
                    _ => block.text(token).to_owned(),
                });
                tokens.collect::<Vec<_>>().join(" ")
            })
            .collect();
        lines.push(format!("{kind}: {}", sentences.join(" | ")));
    }
    lines
}
