//! An author's "not this one", and when it holds.
//!
//! A dismissal is keyed by what the author saw, not by how we put it: the rule, the phrase, and the words next to it. So it survives
//! edits elsewhere and our own rewording. It knows no grammar; words are runs of letters and digits.

use std::collections::HashSet;

use super::{Dismissal, Hint};

/// How much an author waves through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// This phrase, between these words.
    Here,
    /// This phrase, wherever it stands.
    Phrase,
    /// The rule, for the whole document.
    Rule,
}

/// How many words on each side tell one place from another.
const NEIGHBOURS: usize = 3;

/// Neighbours are looked for at most so far away (UTF-8 bytes).
const FAR: usize = 200;

impl Hint {
    /// What dismisses this hint. `text` is the text that the hint's range counts in.
    pub fn dismissal(&self, text: &str, scope: Scope) -> Dismissal {
        let phrase = || fold(&text[self.range.clone()]);
        Dismissal {
            rule_id: self.rule_id.clone(),
            phrase: (scope != Scope::Rule).then(phrase),
            context: (scope == Scope::Here).then(|| context(text, self)),
        }
    }
}

/// The dismissals of a document, to be asked for every hint.
#[derive(Clone, Debug, Default)]
pub(super) struct Dismissed(HashSet<Dismissal>);

impl Dismissed {
    pub(super) fn new(dismissals: &[Dismissal]) -> Dismissed {
        Dismissed(dismissals.iter().cloned().collect())
    }

    pub(super) fn holds(&self, hint: &Hint, text: &str) -> bool {
        !self.0.is_empty() && [Scope::Rule, Scope::Phrase, Scope::Here].iter().any(|scope| self.0.contains(&hint.dismissal(text, *scope)))
    }
}

/// Lower case, one space for any white space, curly apostrophes straight.
fn fold(phrase: &str) -> String {
    let words: Vec<String> = phrase.split_whitespace().map(|word| word.to_lowercase().replace('’', "'")).collect();
    words.join(" ")
}

/// FNV-1a (64 bit, hexadecimal) over the nearest words of the same sentence, each behind a space, with `|` for the phrase.
/// The algorithm is part of the file format: a stored dismissal holds for as long as it stays the same.
fn context(text: &str, hint: &Hint) -> String {
    let (before, after) = neighbourhood(text, hint.range.start, hint.range.end);
    let mut hash = Fnv::default();
    let mut last: Vec<&str> = words(before).rev().take(NEIGHBOURS).collect();
    last.reverse();
    last.into_iter().for_each(|word| hash.word(word));
    hash.byte(b'|');
    words(after).take(NEIGHBOURS).for_each(|word| hash.word(word));
    format!("{:016x}", hash.0)
}

fn words(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// What stands before and behind `start..end` in the same sentence and paragraph (UTF-8 bytes).
///
/// It must come out the same for a whole text and for the chunk of it that is checked, so it ends wherever a chunk may end.
fn neighbourhood(text: &str, start: usize, end: usize) -> (&str, &str) {
    let mut near = start.saturating_sub(FAR);
    while !text.is_char_boundary(near) {
        near += 1;
    }
    let mut far = (end + FAR).min(text.len());
    while !text.is_char_boundary(far) {
        far -= 1;
    }
    let mut from = line_start(text, near, start);
    while from > near && !opens_block(&text[from..far]) {
        let previous = line_start(text, near, from - 1);
        if stands_alone(&text[previous..from]) {
            break;
        }
        from = previous;
    }
    let mut to = line_end(text, end, far);
    if !stands_alone(&text[line_start(text, near, start)..to]) {
        while to < far && !opens_block(&text[to..far]) && !text[to..line_end(text, to, far)].trim().is_empty() {
            to = line_end(text, to, far);
        }
    }
    let (before, after) = (&text[from..start], &text[end..to]);
    let sentence = before.rmatch_indices(['.', '!', '?']).map(|(at, _)| at + 1).find(|at| before[*at..].starts_with(char::is_whitespace));
    let stop = after.match_indices(['.', '!', '?']).map(|(at, _)| at).find(|at| after[at + 1..].starts_with(char::is_whitespace));
    (&before[sentence.unwrap_or(0)..], &after[..stop.unwrap_or(after.len())])
}

fn line_start(text: &str, near: usize, at: usize) -> usize {
    text[near..at].rfind('\n').map_or(near, |n| near + n + 1)
}

/// Behind the line break.
fn line_end(text: &str, at: usize, far: usize) -> usize {
    text[at..far].find('\n').map_or(far, |n| at + n + 1)
}

/// A line that need not belong to the one before it.
fn opens_block(line: &str) -> bool {
    line.trim_start_matches([' ', '\t']).starts_with(|c: char| c.is_ascii_digit() || "#>*+-|=~`<".contains(c))
}

/// A line that need not belong to the one behind it: a heading, a row, a fence, the end of raw HTML, a rule.
fn stands_alone(line: &str) -> bool {
    line.trim_start_matches([' ', '\t']).starts_with(['#', '|', '`', '~', '<'])
        || line.contains('>')
        || !line.contains(char::is_alphanumeric)
}

struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn byte(&mut self, byte: u8) {
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }

    fn word(&mut self, word: &str) {
        self.byte(b' ');
        word.to_lowercase().bytes().for_each(|byte| self.byte(byte));
    }
}
