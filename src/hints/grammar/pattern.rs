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
//! Matching starts at the anchor and goes right, then left; every step spends from a fixed purse, so that no pattern
//! can cost more than a constant at any word.

use super::agents::*;
use super::lexicon::*;
use super::sentence::{NONE_AT, Sentence, Word};

/// Steps that one attempt of a pattern may take.
const PURSE: u32 = 600;

#[derive(Clone, Debug)]
enum Item {
    /// Words or lemmas, sorted.
    Set { words: Vec<WordId>, lemmas: Vec<WordId> },
    /// Any of these conjunctions: all of `.0`, none of `.1`.
    Class(Vec<(Bits, Bits)>),
    Phrase(Kinds),
    /// A phrase that stands here itself: no subject from afar.
    Beside(Kinds),
    Owner(Kinds),
    Gap { most: u8, crosses: bool },
    Start,
    End,
    Mark(bool),
    Group(Vec<Vec<Node>>),
    Not(Box<Node>),
    Any,
}

#[derive(Clone, Debug)]
struct Node {
    item: Item,
    least: u8,
    most: u8,
    /// 1-based index of the capture.
    capture: u8,
}

/// A compiled pattern.
#[derive(Clone, Debug)]
pub struct Pattern {
    left: Vec<Node>,
    anchor: Node,
    right: Vec<Node>,
    pub captures: Vec<String>,
    marked: bool,
    /// A sentence without a word of each of these cannot match.
    signatures: Vec<u128>,
    /// Nor one without a noun phrase of each of these kinds.
    kinds: Vec<Kinds>,
}

/// A word's place in the signature of a sentence.
pub fn signature(id: WordId) -> u128 {
    if id == 0 { 0 } else { 1 << (u32::from(id).wrapping_mul(0x9E37_79B9) >> 25) }
}

/// Where a pattern matched: words of the sentence.
#[derive(Clone, Copy, Debug, Default)]
pub struct Match {
    pub start: usize,
    pub end: usize,
    /// The whole match, when marks made the hint smaller.
    pub from: usize,
    pub to: usize,
    /// Start and end of each capture; equal when it is absent.
    pub captures: [(u16, u16); 8],
    /// The kinds of the last agent that was matched.
    pub agent: Kinds,
}

impl Pattern {
    /// Compiles a pattern; new words are added to the lexicon.
    pub fn new(source: &str, lexicon: &mut Lexicon) -> Result<Pattern, String> {
        let mut parser = Parser { rest: source.trim(), lexicon, captures: Vec::new(), anchor: None, depth: 0 };
        let mut nodes = parser.sequence()?;
        if !parser.rest.is_empty() {
            return Err(format!("unexpected {:?}", parser.rest));
        }
        let chosen = parser.anchor;
        let captures = parser.captures;
        let marked = nodes.iter().any(|n| matches!(n.item, Item::Mark(_)));
        let anchor = match chosen {
            Some(at) => at,
            None => nodes
                .iter()
                .enumerate()
                .filter_map(|(i, n)| rarity(n, lexicon).map(|r| (r, i)))
                .min()
                .map(|(_, i)| i)
                .ok_or_else(|| "no word to anchor the pattern on".to_owned())?,
        };
        if rarity(&nodes[anchor], lexicon).is_none() {
            return Err("the anchor must be a word, a class of words or alternatives that begin with one".to_owned());
        }
        let right = nodes.split_off(anchor + 1);
        let anchor = nodes.pop().ok_or("an empty pattern")?;
        Ok(Pattern { left: nodes, anchor, right, captures, marked, signatures: Vec::new(), kinds: Vec::new() })
    }

    /// The words at which the pattern must be tried. Called once all patterns are compiled; also readies [`Pattern::may`].
    pub fn ready(&mut self, families: &Families, lexicon: &Lexicon) -> Vec<WordId> {
        let mut cues = Vec::new();
        first_words(&self.anchor, families, lexicon, &mut cues);
        cues.sort_unstable();
        cues.dedup();
        let others = self.left.iter().chain(&self.right).filter(|n| n.least > 0);
        for node in others {
            if let Some(kinds) = kinds(node) {
                self.kinds.push(kinds);
                continue;
            }
            let mut words = Vec::new();
            if !open_class(node) && first_words(node, families, lexicon, &mut words) {
                let mask = words.iter().fold(0, |mask, id| mask | signature(*id));
                if mask.count_ones() < 100 {
                    self.signatures.push(mask);
                }
            }
        }
        self.signatures.sort_by_key(|mask| mask.count_ones());
        self.signatures.truncate(3);
        cues
    }

    /// Whether a sentence with these words can match at all.
    pub fn may(&self, sentence: u128) -> bool {
        self.signatures.iter().all(|mask| mask & sentence != 0)
    }

    /// Whether a sentence with these kinds of noun phrases can match at all.
    pub fn may_with(&self, kinds: Kinds) -> bool {
        self.kinds.iter().all(|k| k & kinds != 0)
    }

    /// Tries the pattern with its anchor at word `at`.
    pub fn matches(&self, sentence: &Sentence, at: usize) -> Option<Match> {
        let mut run = Run { sentence, purse: PURSE, found: Match::default(), mark_start: None, mark_end: None };
        let head = std::slice::from_ref(&self.anchor);
        let right = Rest { nodes: &self.right, next: None };
        let end = run.forward(head, Some(&right), at)?;
        let start = run.backward(&self.left, None, at)?;
        let mut found = run.found;
        found.from = start;
        found.to = end;
        found.start = start;
        found.end = end;
        if self.marked {
            found.start = run.mark_start.unwrap_or(start);
            found.end = run.mark_end.unwrap_or(end);
        }
        (found.start < found.end).then_some(found)
    }
}

/// What comes after the nodes at hand.
struct Rest<'p> {
    nodes: &'p [Node],
    next: Option<&'p Rest<'p>>,
}

struct Run<'s, 'a, 'b> {
    sentence: &'s Sentence<'a, 'b>,
    purse: u32,
    found: Match,
    mark_start: Option<usize>,
    mark_end: Option<usize>,
}

impl Run<'_, '_, '_> {
    fn word(&self, i: usize) -> Option<&Word<'_>> {
        self.sentence.words.get(i)
    }

    fn spend(&mut self) -> bool {
        self.purse = self.purse.saturating_sub(1);
        self.purse > 0
    }

    fn keep(&mut self, node: &Node, start: usize, end: usize) {
        if node.capture > 0 && start < end {
            self.found.captures[node.capture as usize - 1] = (start as u16, end as u16);
        }
    }

    fn forward(&mut self, nodes: &[Node], rest: Option<&Rest>, at: usize) -> Option<usize> {
        let Some((node, tail)) = nodes.split_first() else {
            return match rest {
                Some(rest) => self.forward(rest.nodes, rest.next, at),
                None => Some(at),
            };
        };
        if !self.spend() {
            return None;
        }
        let after = Rest { nodes: tail, next: rest };
        match &node.item {
            Item::Mark(opens) => {
                if *opens {
                    self.mark_start = Some(at);
                } else {
                    self.mark_end = Some(at);
                }
                self.forward(tail, rest, at)
            }
            Item::Start => if self.sentence.starts[at] { self.forward(tail, rest, at) } else { None },
            Item::End => {
                let over = self.sentence.words[at..].iter().all(|w| w.is(PUNCT));
                if over { self.forward(tail, rest, at) } else { None }
            }
            Item::Not(inner) => {
                let found = self.found;
                let hit = self.forward(std::slice::from_ref(inner), None, at).is_some();
                self.found = found;
                if hit { None } else { self.forward(tail, rest, at) }
            }
            Item::Gap { most, crosses } => {
                let mut i = at;
                for _ in 0..=*most {
                    if let Some(end) = self.forward(tail, rest, i) {
                        self.keep(node, at, i);
                        return Some(end);
                    }
                    let w = self.word(i)?;
                    if stops(w, *crosses) {
                        return None;
                    }
                    i += 1;
                }
                None
            }
            Item::Group(branches) => {
                for branch in branches {
                    if let Some(end) = self.forward(branch, Some(&after), at) {
                        if node.capture > 0 {
                            if let Some(inner) = self.forward(branch, None, at) {
                                self.keep(node, at, inner);
                            }
                        }
                        return Some(end);
                    }
                }
                if node.least == 0 { self.forward(tail, rest, at) } else { None }
            }
            _ => {
                // Greedy: take as many as there are, give back one by one.
                let mut ends = [at; 8];
                let mut count = 0;
                while count < node.most as usize {
                    match self.one(&node.item, ends[count]) {
                        Some(end) => {
                            count += 1;
                            ends[count] = end;
                        }
                        None => break,
                    }
                }
                loop {
                    if count < node.least as usize {
                        return None;
                    }
                    if let Some(end) = self.forward(tail, rest, ends[count]) {
                        self.keep(node, at, ends[count]);
                        return Some(end);
                    }
                    if count == 0 || !self.spend() {
                        return None;
                    }
                    count -= 1;
                }
            }
        }
    }

    /// The end of one item that starts at `at`.
    fn one(&mut self, item: &Item, at: usize) -> Option<usize> {
        match item {
            Item::Phrase(kinds) | Item::Beside(kinds) => {
                let phrase = self.sentence.phrases.starting_at(at)?;
                let hit = self.kinds(phrase.kinds) & kinds;
                if hit == 0 {
                    return None;
                }
                self.found.agent = hit;
                Some(phrase.end as usize)
            }
            Item::Owner(kinds) => {
                let owner = self.sentence.phrases.owners.iter().find(|o| o.start as usize == at && o.kinds & kinds != 0)?;
                self.found.agent = owner.kinds;
                Some(owner.end as usize)
            }
            item => self.word(at).is_some_and(|w| fits(item, w)).then_some(at + 1),
        }
    }

    fn kinds(&self, kinds: Kinds) -> Kinds {
        if kinds & THEY_NP != 0 && self.sentence.people_before { kinds | SOMEONE } else { kinds }
    }

    fn backward(&mut self, nodes: &[Node], rest: Option<&Rest>, at: usize) -> Option<usize> {
        let Some((node, head)) = nodes.split_last() else {
            return match rest {
                Some(rest) => self.backward(rest.nodes, rest.next, at),
                None => Some(at),
            };
        };
        if !self.spend() {
            return None;
        }
        let before = Rest { nodes: head, next: rest };
        match &node.item {
            Item::Mark(opens) => {
                if *opens {
                    self.mark_start = Some(at);
                } else {
                    self.mark_end = Some(at);
                }
                self.backward(head, rest, at)
            }
            Item::Start => if self.sentence.starts[at] { self.backward(head, rest, at) } else { None },
            Item::End => None,
            Item::Not(inner) => {
                let found = self.found;
                let hit = self.backward(std::slice::from_ref(inner), None, at).is_some();
                self.found = found;
                if hit { None } else { self.backward(head, rest, at) }
            }
            Item::Gap { most, crosses } => {
                let mut i = at;
                for _ in 0..=*most {
                    if let Some(start) = self.backward(head, rest, i) {
                        self.keep(node, i, at);
                        return Some(start);
                    }
                    if i == 0 || stops(self.word(i - 1)?, *crosses) {
                        return None;
                    }
                    i -= 1;
                }
                None
            }
            Item::Group(branches) => {
                for branch in branches {
                    if let Some(start) = self.backward(branch, Some(&before), at) {
                        if node.capture > 0 {
                            if let Some(inner) = self.backward(branch, None, at) {
                                self.keep(node, inner, at);
                            }
                        }
                        return Some(start);
                    }
                }
                if node.least == 0 { self.backward(head, rest, at) } else { None }
            }
            Item::Phrase(kinds) | Item::Beside(kinds) => {
                // The subject here first, then the phrase that ends here.
                let subject = self.sentence.subject.get(at).copied().unwrap_or(NONE_AT);
                let afar = matches!(node.item, Item::Phrase(_));
                let subject = self.sentence.phrases.list.get(subject as usize).filter(|p| afar && p.end as usize <= at).copied();
                let beside = self.sentence.phrases.ending_at(at).copied();
                for phrase in [subject, beside].into_iter().flatten() {
                    let hit = self.kinds(phrase.kinds) & kinds;
                    if hit != 0 {
                        let saved = self.found.agent;
                        self.found.agent = hit;
                        self.keep(node, phrase.start as usize, phrase.end as usize);
                        if let Some(start) = self.backward(head, rest, phrase.start as usize) {
                            return Some(start);
                        }
                        self.found.agent = saved;
                    }
                }
                if node.least == 0 { self.backward(head, rest, at) } else { None }
            }
            Item::Owner(kinds) => {
                let owner = self.sentence.phrases.owners.iter().find(|o| o.end as usize == at && o.kinds & kinds != 0).copied();
                if let Some(owner) = owner {
                    self.found.agent = owner.kinds;
                    self.keep(node, owner.start as usize, owner.end as usize);
                    return self.backward(head, rest, owner.start as usize);
                }
                if node.least == 0 { self.backward(head, rest, at) } else { None }
            }
            item => {
                let mut count = 0;
                while count < node.most as usize && at > count && self.word(at - count - 1).is_some_and(|w| fits(item, w)) {
                    count += 1;
                }
                loop {
                    if count < node.least as usize {
                        return None;
                    }
                    if let Some(start) = self.backward(head, rest, at - count) {
                        self.keep(node, at - count, at);
                        return Some(start);
                    }
                    if count == 0 || !self.spend() {
                        return None;
                    }
                    count -= 1;
                }
            }
        }
    }
}

/// Whether a gap may not pass this word.
fn stops(w: &Word, crosses: bool) -> bool {
    !crosses && w.is(SUB) && !w.is(PREP | ADV | DET | CONJ) || w.is(PUNCT) && (w.text() == "|" || !crosses && matches!(w.text(), ";" | ":" | "—" | "?" | "!" | "." | "(" | ")"))
}

fn fits(item: &Item, w: &Word) -> bool {
    match item {
        Item::Set { words, lemmas } => w.id != 0 && words.binary_search(&w.id).is_ok() || w.lemma != 0 && lemmas.binary_search(&w.lemma).is_ok(),
        Item::Class(any) => any.iter().any(|(all, none)| w.bits & all == *all && w.bits & none == 0),
        Item::Any => !w.is(PUNCT),
        _ => false,
    }
}

/// Bits that only a sentence gives.
const FOUND_LATER: Bits =
    ACT | PASSIVE | NEGATED | WISHED | INFINITIVE | IMPERATIVE | CAPITAL | POSSESSIVE | NUMBER | HANDLE | THING | PUNCT | UNKNOWN | ASKING;

/// How often a node would be tried, about; `None` when it cannot be an anchor.
fn rarity(node: &Node, lexicon: &Lexicon) -> Option<u32> {
    if node.least == 0 {
        return None;
    }
    const FUNCTION: Bits = PREP | DET | AUX | CONJ | SUB | TO | HE | THEY | WE | IT | PUNCT;
    let one = |id: WordId| if lexicon.entry(id).bits & FUNCTION != 0 || lexicon.word(id).len() < 2 { 4000 } else { 10 };
    match &node.item {
        Item::Set { words, lemmas } => Some(words.iter().map(|id| one(*id)).sum::<u32>() + lemmas.iter().map(|id| 4 * one(*id)).sum::<u32>()),
        Item::Class(any) => any.iter().map(|(all, _)| Some(all & !FOUND_LATER).filter(|l| *l != 0).map(|l| lexicon.count(l).saturating_mul(10))).sum(),
        Item::Group(branches) => branches.iter().map(|b| b.iter().find(|n| !matches!(n.item, Item::Mark(_))).and_then(|n| rarity(n, lexicon))).sum(),
        _ => None,
    }
}

/// The kinds of noun phrase that a node needs.
fn kinds(node: &Node) -> Option<Kinds> {
    match &node.item {
        Item::Phrase(kinds) | Item::Beside(kinds) => Some(*kinds),
        Item::Group(branches) => branches.iter().map(|b| b.first().filter(|n| n.least > 0).and_then(kinds)).try_fold(0, |all, k| k.map(|k| all | k)),
        _ => None,
    }
}

/// Whether words outside the lexicon can belong to a node by their shape.
fn open_class(node: &Node) -> bool {
    const BY_SHAPE: Bits = VERB | BASE | S | PAST | PP | ING | ADV | ADJ | NOUN | ROLE | TEAM | SYSTEM | FOUND_LATER;
    match &node.item {
        Item::Class(any) => any.iter().any(|(all, _)| all & !BY_SHAPE == 0),
        Item::Group(branches) => branches.iter().any(|b| b.iter().find(|n| !matches!(n.item, Item::Mark(_))).is_none_or(open_class)),
        Item::Set { .. } => false,
        _ => true,
    }
}

/// Collects the words a node can begin with; false when any word will do.
fn first_words(node: &Node, families: &Families, lexicon: &Lexicon, out: &mut Vec<WordId>) -> bool {
    match &node.item {
        Item::Set { words, lemmas } => {
            out.extend(words);
            for lemma in lemmas {
                out.extend(families.of(*lemma));
            }
            true
        }
        Item::Class(any) => any.iter().all(|(all, _)| {
            let lexical = all & !FOUND_LATER;
            if lexical != 0 {
                out.extend(families.members(lexical, lexicon));
            }
            lexical != 0
        }),
        Item::Group(branches) => branches
            .iter()
            .all(|b| b.iter().find(|n| !matches!(n.item, Item::Mark(_))).is_some_and(|n| n.least > 0 && first_words(n, families, lexicon, out))),
        _ => false,
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
            return Ok(if owns { Item::Owner(kinds) } else if beside { Item::Beside(kinds) } else { Item::Phrase(kinds) });
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
