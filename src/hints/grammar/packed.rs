//! The bytes in which the build script hands the compiled grammar to the bundles: numbers, and items of patterns.
//!
//! Knows the shapes of items, and nothing of what they mean. Bytes that nobody wrote are read as zeros, not as a panic.

use super::kinds::Kinds;
use super::lexicon::{Bits, WordId};
use super::syntax::{Item, Node, Parsed};

/// What follows in a byte that announces a node: its shape in four bits, how often it may stand in two, whether it is a capture in one.
pub mod shape {
    pub const WORD: u8 = 0;
    pub const LEMMA: u8 = 1;
    pub const SET: u8 = 2;
    pub const CLASS: u8 = 3;
    pub const PHRASE: u8 = 4;
    pub const BESIDE: u8 = 5;
    pub const OWNER: u8 = 6;
    pub const GAP: u8 = 7;
    pub const GAP_ACROSS: u8 = 8;
    pub const START: u8 = 9;
    pub const END: u8 = 10;
    pub const OPEN: u8 = 11;
    pub const CLOSE: u8 = 12;
    pub const GROUP: u8 = 13;
    pub const NOT: u8 = 14;
    pub const ANY: u8 = 15;
}

/// Least and most, by their two bits.
pub const OFTEN: [(u8, u8); 4] = [(1, 1), (0, 1), (0, 6), (1, 6)];

#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader { bytes }
    }

    pub fn byte(&mut self) -> u8 {
        match self.bytes.split_first() {
            Some((first, rest)) => {
                self.bytes = rest;
                *first
            }
            None => 0,
        }
    }

    /// Seven bits a byte, the lowest first.
    pub fn number(&mut self) -> usize {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte();
            number |= usize::from(byte & 127) << shift;
            shift += 7;
            if byte < 128 || shift > 21 {
                return number;
            }
        }
    }

    /// The next `len` bytes.
    pub fn text(&mut self, len: usize) -> &'a str {
        let (text, rest) = self.bytes.split_at(len.min(self.bytes.len()));
        self.bytes = rest;
        std::str::from_utf8(text).unwrap_or_default()
    }

    /// What `one` reads, as often as the number before it says.
    pub fn list<T>(&mut self, mut one: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let count = self.number();
        (0..count).map(|_| one(self)).collect()
    }

    /// Ascending ids, by their distances.
    pub fn ids(&mut self) -> Vec<WordId> {
        let mut id = 0;
        self.list(|bytes| {
            id += bytes.number() as WordId;
            id
        })
    }

    /// A set of classes by their numbers.
    pub fn bits(&mut self) -> Bits {
        (0..self.byte()).fold(0, |bits, _| bits | 1 << (self.byte() & 127))
    }

    pub fn pattern<'t>(&mut self, texts: &mut impl Iterator<Item = &'t str>) -> Parsed {
        let anchor = self.number();
        let captures = self.list(|_| texts.next().unwrap_or_default().to_owned());
        Parsed { nodes: self.list(Self::node), anchor, captures }
    }

    fn node(&mut self) -> Node {
        let head = self.byte();
        let (least, most) = OFTEN[usize::from(head >> 4 & 3)];
        let capture = if head & 64 != 0 { self.byte() } else { 0 };
        let item = match head & 15 {
            shape::WORD => Item::Set { words: vec![self.number() as WordId], lemmas: Vec::new() },
            shape::LEMMA => Item::Set { words: Vec::new(), lemmas: vec![self.number() as WordId] },
            shape::SET => Item::Set { words: self.ids(), lemmas: self.ids() },
            shape::CLASS => Item::Class(self.list(|bytes| (bytes.bits(), bytes.bits()))),
            shape::PHRASE => Item::Phrase(self.number() as Kinds),
            shape::BESIDE => Item::Beside(self.number() as Kinds),
            shape::OWNER => Item::Owner(self.number() as Kinds),
            shape::GAP => Item::Gap { most: self.byte(), crosses: false },
            shape::GAP_ACROSS => Item::Gap { most: self.byte(), crosses: true },
            shape::START => Item::Start,
            shape::END => Item::End,
            shape::OPEN => Item::Mark(true),
            shape::CLOSE => Item::Mark(false),
            shape::GROUP => Item::Group(self.list(|bytes| bytes.list(Self::node))),
            shape::NOT => Item::Not(Box::new(self.node())),
            shape::ANY.. => Item::Any,
        };
        Node { item, least, most, capture }
    }
}
