//! Patterns against sentences; `syntax` says how they are written.
//!
//! Matching starts at the anchor and goes right, then left; every step spends from a fixed purse, so that no pattern
//! can cost more than a constant at any word.

use super::agents::*;
use super::lexicon::*;
use super::sentence::{NONE_AT, Sentence, Word};
use super::syntax::{FOUND_LATER, Item, Node, Parsed};

/// Steps that one attempt of a pattern may take.
const PURSE: u32 = 600;

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
    /// `None` without nodes.
    pub fn new(parsed: Parsed) -> Option<Pattern> {
        let Parsed { nodes: mut left, anchor, captures } = parsed;
        let marked = left.iter().any(|n| matches!(n.item, Item::Mark(_)));
        let right = left.split_off((anchor + 1).min(left.len()));
        let anchor = left.pop()?;
        Some(Pattern { left, anchor, right, captures, marked, signatures: Vec::new(), kinds: Vec::new() })
    }

    /// Gives `out` the words at which the pattern must be tried, some of them twice. Called once all patterns are there; also readies
    /// [`Pattern::may`].
    pub fn ready(&mut self, families: &mut Families, out: &mut Vec<WordId>) {
        first_words(&self.anchor, families, out);
        let mut words = Vec::new();
        for node in self.left.iter().chain(&self.right).filter(|n| n.least > 0) {
            if let Some(kinds) = kinds(node) {
                self.kinds.push(kinds);
                continue;
            }
            words.clear();
            if !open_class(node) && first_words(node, families, &mut words) {
                let mask = words.iter().fold(0, |mask, id| mask | signature(*id));
                let ones = mask.count_ones();
                if ones < 100 {
                    let rarer = self.signatures.iter().take_while(|other| other.count_ones() <= ones).count();
                    self.signatures.insert(rarer, mask);
                    self.signatures.truncate(3);
                }
            }
        }
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
            Item::Start => {
                if self.sentence.starts[at] {
                    self.forward(tail, rest, at)
                } else {
                    None
                }
            }
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
            Item::Start => {
                if self.sentence.starts[at] {
                    self.backward(head, rest, at)
                } else {
                    None
                }
            }
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
    !crosses && w.is(SUB) && !w.is(PREP | ADV | DET | CONJ)
        || w.is(PUNCT) && (w.text() == "|" || !crosses && matches!(w.text(), ";" | ":" | "—" | "?" | "!" | "." | "(" | ")"))
}

fn fits(item: &Item, w: &Word) -> bool {
    match item {
        Item::Set { words, lemmas } => {
            w.id != 0 && words.binary_search(&w.id).is_ok() || w.lemma != 0 && lemmas.binary_search(&w.lemma).is_ok()
        }
        Item::Class(any) => any.iter().any(|(all, none)| w.bits & all == *all && w.bits & none == 0),
        Item::Any => !w.is(PUNCT),
        _ => false,
    }
}

/// The kinds of noun phrase that a node needs.
fn kinds(node: &Node) -> Option<Kinds> {
    match &node.item {
        Item::Phrase(kinds) | Item::Beside(kinds) => Some(*kinds),
        Item::Group(branches) => {
            branches.iter().map(|b| b.first().filter(|n| n.least > 0).and_then(kinds)).try_fold(0, |all, k| k.map(|k| all | k))
        }
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
fn first_words(node: &Node, families: &mut Families, out: &mut Vec<WordId>) -> bool {
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
                out.extend(families.members(lexical));
            }
            lexical != 0
        }),
        Item::Group(branches) => branches
            .iter()
            .all(|b| b.iter().find(|n| !matches!(n.item, Item::Mark(_))).is_some_and(|n| n.least > 0 && first_words(n, families, out))),
        _ => false,
    }
}
