//! What the hint grammar reads: blocks of prose as tokens, with everything that is not the author's prose already set apart.

use std::ops::Range;

use super::SectionKind;

/// What a run of characters is, before any grammar looks at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters, with inner apostrophes and hyphens: "didn't", "on-call", "O’Brien".
    Word,
    /// Starts with a digit: "14:02", "1,126", "3rd", "v2.1".
    Number,
    /// "@hana-m".
    Handle,
    /// Inline code, whole; opaque to the grammar, and a thing rather than a person.
    Code,
    /// A URL, file path, e-mail address, image, HTML tag or anything else whose letters are not prose; opaque.
    Opaque,
    /// One punctuation mark, dash, quote or symbol, or a run of the same one.
    Punct,
}

/// A run of characters of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// UTF-8 bytes of [`Block::source`].
    pub start: u32,
    pub end: u32,
    pub kind: TokenKind,
}

/// Where a block stands in the markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockKind {
    Paragraph,
    ListItem,
    TableCell,
    Heading,
}

/// One paragraph, list item, heading or table cell.
#[derive(Clone, Debug)]
pub struct Block<'a> {
    /// The text the tokens point into: the whole chunk, markup included.
    pub source: &'a str,
    pub kind: BlockKind,
    pub section: Option<SectionKind>,
    /// In order, not overlapping. Emphasis marks, link targets and other markup between them have no token.
    pub tokens: &'a [Token],
    /// The sentences, as ranges of `tokens`.
    pub sentences: &'a [Range<usize>],
}

impl Block<'_> {
    pub fn text(&self, token: &Token) -> &str {
        &self.source[token.start as usize..token.end as usize]
    }
}
