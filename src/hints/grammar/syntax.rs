//! The pattern language of the rules: words, classes, noun phrases by who they are, gaps and alternatives.
//!
//! | written | matches |
//! | --- | --- |
//! | `wrong` | the word, in any case |
//! | `~forget` | any form of the verb |
//! | `<harm>`, `<harm+act>`, `<adv/aux>`, `<verb-aux>` | a word of the class; of both; of either; of one without the other |
//! | `<agent>` `<human>` `<named>` `<role>` `<team>` `<someone>` `<we>` `<np>` … | a noun phrase about such a one; left of the anchor: the subject there |
//! | `<agent!>` | such a phrase itself, never a subject from afar |
//! | `<agent's>` | such a possessor |
//! | `(a\|b c)` | alternatives |
//! | `x?` `x*` `x+` | none or one; up to six; one to six |
//! | `!x` | not followed by (left of the anchor: not preceded by) |
//! | `..` `...` | up to eight words of the clause; up to thirty of the sentence |
//! | `^` `$` | where the sentence, or what follows a label, begins; where it ends |
//! | `[` `]` | the edges of the hint, when it is smaller than the match |
//! | `name=x` | what a rewrite or a question can speak of |
//! | `@x` | the anchor: the word that makes the rule try (chosen by rarity without it) |
//!
//! Reads patterns; knows nothing of sentences. The build script reads them with it too, so that the bundles need not.

use super::kinds::*;
use super::lexicon::*;

#[derive(Clone, Debug)]
pub enum Item {
    /// Words or lemmas, sorted.
    Set {
        words: Vec<WordId>,
        lemmas: Vec<WordId>,
    },
    /// Any of these conjunctions: all of `.0`, none of `.1`.
    Class(Vec<(Bits, Bits)>),
    Phrase(Kinds),
    /// A phrase that stands here itself: no subject from afar.
    Beside(Kinds),
    Owner(Kinds),
    Gap {
        most: u8,
        crosses: bool,
    },
    Start,
    End,
    Mark(bool),
    Group(Vec<Vec<Node>>),
    Not(Box<Node>),
    Any,
}

#[derive(Clone, Debug)]
pub struct Node {
    pub item: Item,
    pub least: u8,
    pub most: u8,
    /// 1-based index of the capture.
    pub capture: u8,
}

/// A pattern as it is written, with the words' ids of one lexicon.
#[derive(Clone, Debug)]
pub struct Parsed {
    pub nodes: Vec<Node>,
    /// Which of the nodes is the anchor.
    pub anchor: usize,
    pub captures: Vec<String>,
}

impl Parsed {
    /// Reads a pattern; new words are added to the lexicon.
    pub fn new(source: &str, lexicon: &mut Lexicon) -> Result<Parsed, String> {
        let mut parser = Parser { rest: source.trim(), lexicon, captures: Vec::new(), anchor: None, depth: 0 };
        let nodes = parser.sequence()?;
        if !parser.rest.is_empty() {
            return Err(format!("unexpected {:?}", parser.rest));
        }
        let Parser { captures, anchor, .. } = parser;
        let anchor = match anchor {
            Some(at) => at,
            None => nodes
                .iter()
                .enumerate()
                .filter_map(|(i, n)| rarity(n, lexicon).map(|r| (r, i)))
                .min()
                .map(|(_, i)| i)
                .ok_or_else(|| "no word to anchor the pattern on".to_owned())?,
        };
        match nodes.get(anchor) {
            None => Err("an empty pattern".to_owned()),
            Some(node) if rarity(node, lexicon).is_none() => {
                Err("the anchor must be a word, a class of words or alternatives that begin with one".to_owned())
            }
            Some(_) => Ok(Parsed { nodes, anchor, captures }),
        }
    }
}

/// Bits that only a sentence gives.
pub const FOUND_LATER: Bits =
    ACT | PASSIVE | NEGATED | WISHED | INFINITIVE | IMPERATIVE | CAPITAL | POSSESSIVE | NUMBER | HANDLE | THING | PUNCT | UNKNOWN | ASKING;

/// How often a node would be tried, about; `None` when it cannot be an anchor.
fn rarity(node: &Node, lexicon: &Lexicon) -> Option<u32> {
    if node.least == 0 {
        return None;
    }
    const FUNCTION: Bits = PREP | DET | AUX | CONJ | SUB | TO | HE | THEY | WE | IT | PUNCT;
    let one = |id: WordId| if lexicon.entry(id).bits & FUNCTION != 0 || lexicon.word(id).len() < 2 { 4000 } else { 10 };
    match &node.item {
        Item::Set { words, lemmas } => {
            Some(words.iter().map(|id| one(*id)).sum::<u32>() + lemmas.iter().map(|id| 4 * one(*id)).sum::<u32>())
        }
        Item::Class(any) => {
            any.iter().map(|(all, _)| Some(all & !FOUND_LATER).filter(|l| *l != 0).map(|l| lexicon.count(l).saturating_mul(10))).sum()
        }
        Item::Group(branches) => {
            branches.iter().map(|b| b.iter().find(|n| !matches!(n.item, Item::Mark(_))).and_then(|n| rarity(n, lexicon))).sum()
        }
        _ => None,
    }
}

struct Parser<'s, 'l> {
    rest: &'s str,
    lexicon: &'l mut Lexicon,
    captures: Vec<String>,
    anchor: Option<usize>,
    depth: usize,
}

impl Parser<'_, '_> {
    fn sequence(&mut self) -> Result<Vec<Node>, String> {
        let mut nodes = Vec::new();
        loop {
            self.rest = self.rest.trim_start();
            if self.rest.is_empty() || self.rest.starts_with(['|', ')']) {
                return Ok(nodes);
            }
            if self.rest.starts_with('@') && self.rest.len() > 1 {
                self.rest = &self.rest[1..];
                if self.depth == 0 {
                    self.anchor = Some(nodes.len());
                }
            }
            let node = self.node(nodes.len())?;
            nodes.push(node);
        }
    }

    /// One item; `at` is its place in its sequence.
    fn node(&mut self, at: usize) -> Result<Node, String> {
        let mut capture = 0;
        let name_end = self.rest.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(self.rest.len());
        if name_end > 0 && self.rest[name_end..].starts_with('=') && self.rest.len() > name_end + 1 {
            let name = &self.rest[..name_end];
            let index = match self.captures.iter().position(|c| c == name) {
                Some(index) => index,
                None => {
                    self.captures.push(name.to_owned());
                    self.captures.len() - 1
                }
            };
            if index >= 8 {
                return Err("more than eight captures".to_owned());
            }
            capture = index as u8 + 1;
            self.rest = &self.rest[name_end + 1..];
            if self.rest.starts_with('@') && self.depth == 0 {
                self.rest = &self.rest[1..];
                self.anchor = Some(at);
            }
        }
        if self.rest.starts_with('!') && !self.rest[1..].starts_with([' ', '|', ')']) && self.rest.len() > 1 {
            self.rest = &self.rest[1..];
            let inner = self.node(at)?;
            return Ok(Node { item: Item::Not(Box::new(inner)), least: 1, most: 1, capture: 0 });
        }
        let item = if let Some(rest) = self.rest.strip_prefix('(') {
            self.rest = rest;
            self.depth += 1;
            let mut branches = Vec::new();
            loop {
                branches.push(self.sequence()?);
                match self.rest.chars().next() {
                    Some('|') => self.rest = &self.rest[1..],
                    Some(')') => {
                        self.rest = &self.rest[1..];
                        break;
                    }
                    _ => return Err("a bracket is not closed".to_owned()),
                }
            }
            self.depth -= 1;
            merge(branches)
        } else if let Some(rest) = self.rest.strip_prefix('<') {
            let close = rest.find('>').ok_or("a class is not closed")?;
            let name = &rest[..close];
            self.rest = &rest[close + 1..];
            self.class(name)?
        } else {
            let end = self.rest.find([' ', '|', ')', '\t']).unwrap_or(self.rest.len());
            let mut word = &self.rest[..end];
            if word.len() > 1 {
                let trimmed = word.trim_end_matches(['?', '*', '+']);
                if !trimmed.is_empty() && word.len() - trimmed.len() <= 1 {
                    word = trimmed;
                }
            }
            self.rest = &self.rest[word.len()..];
            match word {
                "^" => Item::Start,
                "$" => Item::End,
                "[" => Item::Mark(true),
                "]" => Item::Mark(false),
                ".." => Item::Gap { most: 8, crosses: false },
                "..." => Item::Gap { most: 30, crosses: true },
                "_" => Item::Any,
                "" => return Err("an empty item".to_owned()),
                _ => match word.strip_prefix('~') {
                    Some(lemma) => {
                        let id = self.lexicon.verb(lemma);
                        let lemma = self.lexicon.entry(id).lemma;
                        Item::Set { words: Vec::new(), lemmas: vec![lemma] }
                    }
                    None => Item::Set { words: vec![self.lexicon.intern(&word.to_lowercase())], lemmas: Vec::new() },
                },
            }
        };
        let (least, most) = match self.rest.chars().next() {
            Some('?') => (0, 1),
            Some('*') => (0, 6),
            Some('+') => (1, 6),
            _ => (1, 1),
        };
        if (least, most) != (1, 1) {
            self.rest = &self.rest[1..];
        }
        Ok(Node { item, least, most, capture })
    }

    fn class(&self, name: &str) -> Result<Item, String> {
        let (name, beside) = match name.strip_suffix('!') {
            Some(name) => (name, true),
            None => (name, false),
        };
        let (kind, owns) = match name.strip_suffix("'s") {
            Some(kind) => (kind, true),
            None => (name, false),
        };
        let kinds = match kind {
            "agent" => AGENT,
            "human" => HUMAN,
            "named" => NAMED | PRONOUN,
            "perhaps" => PERHAPS,
            "person" => NAMED | PRONOUN | ROLE_NP | SOMEONE,
            "role" => ROLE_NP,
            "team" => TEAM_NP,
            "he" => PRONOUN,
            "they" => THEY_NP,
            "someone" => SOMEONE,
            "nobody" => NOBODY,
            "everyone" => EVERYONE,
            "generic" => GENERIC,
            "we" => WE_NP,
            "i" => I_NP,
            "you" => YOU_NP,
            "us" => WE_NP | I_NP,
            "anyone" => HUMAN | WE_NP | YOU_NP,
            "people" => HUMAN | WE_NP | YOU_NP | I_NP,
            "system" => SYSTEM_NP,
            "thing" => SYSTEM_NP | OTHER,
            "np" => Kinds::MAX,
            _ => 0,
        };
        if kinds != 0 {
            return Ok(if owns {
                Item::Owner(kinds)
            } else if beside {
                Item::Beside(kinds)
            } else {
                Item::Phrase(kinds)
            });
        }
        let mut any = Vec::new();
        for part in name.split('/') {
            let (mut all, mut none) = (0, 0);
            let mut sign = '+';
            for piece in part.split_inclusive(['+', '-']) {
                let (word, next) = match piece.strip_suffix(['+', '-']) {
                    Some(word) => (word, piece.chars().last().unwrap_or('+')),
                    None => (piece, '+'),
                };
                let bits = self.lexicon.class(word).ok_or_else(|| format!("no class is called {word:?}"))?;
                if sign == '+' {
                    all |= bits;
                } else {
                    none |= bits;
                }
                sign = next;
            }
            any.push((all, none));
        }
        Ok(Item::Class(any))
    }
}

/// Alternatives of single words become one set.
fn merge(branches: Vec<Vec<Node>>) -> Item {
    let plain = branches.iter().all(|b| matches!(b.as_slice(), [Node { item: Item::Set { .. }, least: 1, most: 1, capture: 0 }]));
    if !plain {
        return Item::Group(branches);
    }
    let (mut words, mut lemmas) = (Vec::new(), Vec::new());
    for node in branches.into_iter().flatten() {
        if let Item::Set { words: w, lemmas: l } = node.item {
            words.extend(w);
            lemmas.extend(l);
        }
    }
    words.sort_unstable();
    lemmas.sort_unstable();
    Item::Set { words, lemmas }
}
