//! What turns one block of prose into hints.
//!
//! The rest of the engine knows no language: it hands over blocks of tokens and takes back hints. It knows nothing of
//! Markdown, of dismissals or of edits.

mod agents;
mod facts;
mod kinds;
mod lexicon;
mod packed;
mod pattern;
mod rewrite;
mod rules;
mod sentence;
mod syntax;

pub use facts::{Fact, Facts};
pub use rules::{GUARDS, GuardSource, RULES, RuleError, RuleSource};

use std::ops::Range;

use super::Hint;
use crate::text::block::Block;
use crate::text::plain;
use crate::text::prose::{Item, Prose};
use lexicon::Lexicon;
use rules::Rules;
use sentence::Sentence;

/// Words of a sentence that are looked at together. What is longer is no sentence, and is cut, so that nothing grows with it.
const LONGEST: usize = 400;

/// The hints of one language.
pub trait Grammar {
    /// Appends the hints of `block`, in order of their ranges (UTF-8 bytes of `block.source`), none overlapping another.
    ///
    /// A block is looked at alone: nothing outside it but `facts` can change the answer. Takes time linear in the block.
    fn scan(&self, block: &Block<'_>, facts: &Facts, out: &mut Vec<Hint>);

    /// Whether `id` is the id of one of its rules.
    fn has_rule(&self, id: &str) -> bool;
}

/// English, with its rules compiled.
#[derive(Debug)]
pub struct English {
    lexicon: Lexicon,
    rules: Rules,
}

impl Default for English {
    fn default() -> English {
        English::new()
    }
}

impl English {
    /// The built-in rules, which the build script compiled.
    pub fn new() -> English {
        let mut bytes = packed::Reader::new(rules::PACKED);
        let lexicon = Lexicon::read(&mut bytes);
        let rules = Rules::read(&mut bytes, rules::TEXTS, &lexicon);
        English { lexicon, rules }
    }

    /// Other rules instead.
    ///
    /// # Errors
    /// The first rule that cannot be used, with the reason.
    pub fn with(rules: &[RuleSource], guards: &[GuardSource]) -> Result<English, RuleError> {
        let mut lexicon = Lexicon::new(include_str!("english.txt"));
        let rules = Rules::new(rules, guards, &mut lexicon)?;
        Ok(English { lexicon, rules })
    }
}

impl English {
    /// As [`Grammar::scan`], with rewrites only when they are to be offered.
    fn read(&self, block: &Block<'_>, facts: &Facts, offer: bool, out: &mut Vec<Hint>) {
        let mut words = Vec::new();
        sentence::words(block, &self.lexicon, facts, &mut words);
        let mut people_before = false;
        let mut tries = Vec::new();
        let sentences =
            block.sentences.iter().flat_map(|range| range.clone().step_by(LONGEST).map(|from| from..range.end.min(from + LONGEST)));
        for range in sentences {
            let words = &mut words[range];
            self.rules.worth(words, &mut tries);
            if tries.is_empty() {
                people_before |= words.iter().any(|w| w.is(lexicon::ROLE | lexicon::TEAM | lexicon::GIVEN | lexicon::HANDLE));
                continue;
            }
            let sentence = Sentence::new(words, &self.lexicon, people_before);
            let first = out.len();
            self.rules.run(&sentence, &tries, block.section, block.source, &self.lexicon, offer, out);
            if offer && let (Some(from), Some(to)) = (sentence.words.first(), sentence.words.last()) {
                self.prove(from.start as usize..to.end as usize, block, facts, &mut out[first..]);
            }
            people_before |= sentence.has_people();
        }
    }

    /// Keeps of the rewrites of a sentence those that leave it with fewer hints: the words we offer pass our own rules.
    fn prove(&self, sentence: Range<usize>, block: &Block<'_>, facts: &Facts, hints: &mut [Hint]) {
        let before = hints.len();
        let mut prose = Prose::default();
        let mut left = Vec::new();
        for hint in hints {
            hint.rewrites.retain(|rewrite| {
                if rewrite.range.start < sentence.start || sentence.end < rewrite.range.end {
                    return false;
                }
                let mut text = block.source[sentence.clone()].to_owned();
                text.replace_range(rewrite.range.start - sentence.start..rewrite.range.end - sentence.start, &rewrite.text);
                plain::read(&text, &mut prose);
                left.clear();
                for item in &prose.items {
                    if let Item::Block(span) = item {
                        self.read(&prose.block(&text, span, block.section), facts, false, &mut left);
                    }
                }
                left.len() < before
            });
            hint.rewrites.truncate(3);
        }
    }
}

impl Grammar for English {
    fn scan(&self, block: &Block<'_>, facts: &Facts, out: &mut Vec<Hint>) {
        self.read(block, facts, true, out);
    }

    fn has_rule(&self, id: &str) -> bool {
        self.rules.has(id)
    }
}

#[cfg(test)]
mod tests {
    use crate::hints::{CheckOptions, check};

    #[test]
    fn a_sentence_without_end_is_read_in_pieces() {
        let text = "the operator's engineer's driver, who forgot Priya's wrong cable, ".repeat(10_000);
        let begun = std::time::Instant::now();
        let found = check(&text, &CheckOptions::default());
        assert!(!found.is_empty());
        assert!(found.is_sorted_by_key(|h| h.range.start));
        assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
    }
}
