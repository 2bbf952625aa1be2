//! What a hint says and offers: templates filled with the words of the sentence.
//!
//! `{name}` is a capture. In a rewrite `{name|pp}` puts a verb into its participle, `{name|base}` into its base form,
//! `{name|was}` is "was" or "were" for a noun phrase. A rewrite starts with a capital letter where the text it replaces
//! does. `{passive}` alone is the clause without its agent. A template whose capture is absent is not offered; a question then stands without it: `first {x}|without`.

use super::agents::{HUMAN, OTHER, SYSTEM_NP};
use super::lexicon::*;
use super::pattern::{Match, Pattern};
use super::sentence::Sentence;
use crate::hints::Rewrite;

#[derive(Clone, Debug)]
pub struct Template {
    source: String,
}

impl Template {
    pub fn new(source: &str) -> Template {
        Template { source: source.to_owned() }
    }

    /// The words to use when a capture is absent.
    pub fn plain(&self) -> String {
        match self.source.split_once(" || ") {
            Some((_, plain)) => plain.to_owned(),
            None => self.source.clone(),
        }
    }

    /// The text with its captures, or `None` when one is absent.
    pub fn fill(&self, pattern: &Pattern, m: &Match, sentence: &Sentence, source: &str, lexicon: &Lexicon) -> Option<String> {
        let first = self.source.split(" || ").next().unwrap_or("");
        let mut out = String::with_capacity(first.len() + 16);
        let mut rest = first;
        while let Some(open) = rest.find('{') {
            out.push_str(&rest[..open]);
            let close = open + rest[open..].find('}')?;
            let (name, how) = rest[open + 1..close].split_once('|').unwrap_or((&rest[open + 1..close], ""));
            let index = pattern.captures.iter().position(|c| c == name)?;
            let (from, to) = m.captures[index];
            if from >= to {
                return None;
            }
            let words = &sentence.words[from as usize..to as usize];
            let text = &source[words.first()?.start as usize..words.last()?.end as usize];
            match how {
                "pp" | "base" | "ing" | "past" => out.push_str(&inflect(words[0].lemma, how, lexicon)?),
                "was" | "is" | "has" => {
                    let phrase = sentence.phrases.starting_at(from as usize)?;
                    let plural = phrase.plural || sentence.words[from as usize..to as usize].iter().any(|w| w.text_is("and"));
                    out.push_str(match (how, plural) {
                        ("was", false) => "was",
                        ("was", true) => "were",
                        ("is", false) => "is",
                        ("is", true) => "are",
                        (_, false) => "has",
                        (_, true) => "have",
                    });
                }
                _ => {
                    // A phrase moved from the start of a sentence loses its capital unless it is a name.
                    let w = &words[0];
                    if w.opens && !out.is_empty() && !w.is(GIVEN | TOOL | UNKNOWN | I) && !w.all_capitals() {
                        let mut chars = text.chars();
                        out.extend(chars.next()?.to_lowercase());
                        out.push_str(chars.as_str());
                    } else {
                        out.push_str(text);
                    }
                }
            }
            rest = &rest[close + 1..];
        }
        out.push_str(rest);
        Some(out)
    }

    /// A replacement for the whole match.
    pub fn rewrite(&self, pattern: &Pattern, m: &Match, sentence: &Sentence, source: &str, lexicon: &Lexicon) -> Option<Rewrite> {
        if self.source == "{passive}" {
            return passive(m, sentence, source, lexicon);
        }
        let mut text = self.fill(pattern, m, sentence, source, lexicon)?;
        if dangles(m.from, m.to, sentence) {
            return None;
        }
        let first = &sentence.words[m.from];
        let range = first.start as usize..sentence.words[m.to - 1].end as usize;
        if source[range.start..].chars().next().is_some_and(char::is_uppercase) && (first.opens || sentence.starts[m.from]) {
            let mut chars = text.chars();
            if let Some(c) = chars.next() {
                text = c.to_uppercase().chain(chars).collect();
            }
        }
        Some(Rewrite { range, text })
    }
}

/// "The clerk pulled the wrong cable at noon" → "The wrong cable was pulled at noon": every fact but the hand.
///
/// Only for a clause that begins with its agent, has one finite verb and a thing as its object right behind it.
fn passive(m: &Match, sentence: &Sentence, source: &str, lexicon: &Lexicon) -> Option<Rewrite> {
    let words = &sentence.words;
    let agent = sentence.phrases.list.iter().find(|p| p.start as usize >= m.from && (p.start as usize) < m.to && p.kinds & HUMAN != 0)?;
    let (start, verb) = (agent.start as usize, agent.end as usize);
    let begins = sentence.starts[start] || start > 0 && (words[start - 1].is(SUB) || words[start - 1].text_is(","));
    let v = words.get(verb).filter(|v| begins && v.is(ACT) && v.is(PAST | S) && !v.is(AUX | ING))?;
    if lexicon.class("clumsy").is_some_and(|bits| lexicon.entry(v.lemma).bits & bits != 0) {
        return None;
    }
    let object = sentence.phrases.starting_at(verb + 1).filter(|p| p.kinds & (SYSTEM_NP | OTHER) != 0 && p.kinds & HUMAN == 0)?;
    let end = object.end as usize;
    if words.get(end).is_some_and(|w| w.is(VERB | AUX | TO | WH | NOT | DET | ADJ | NUMBER)) || words[verb + 1].is(IT) && !words[verb + 1].is(DET) || dangles(start, end, sentence) {
        return None;
    }
    let plural = object.plural || words[verb + 1..end].iter().any(|w| w.text_is("and"));
    let be = match (v.is(PAST), plural) {
        (true, false) => "was",
        (true, true) => "were",
        (false, false) => "is",
        (false, true) => "are",
    };
    let thing = &source[words[verb + 1].start as usize..words[end - 1].end as usize];
    let mut text = format!("{thing} {be} {}", inflect(v.lemma, "pp", lexicon)?);
    let range = words[start].start as usize..words[end - 1].end as usize;
    let capital = |c: char| c.is_uppercase() || c == '@' && words[start].opens;
    if source[range.start..].chars().next().is_some_and(capital) && sentence.starts[start] {
        let mut chars = text.chars();
        if let Some(c) = chars.next() {
            text = c.to_uppercase().chain(chars).collect();
        }
    }
    Some(Rewrite { range, text })
}

/// Whether what follows the match still speaks of the subject that a rewrite takes away.
fn dangles(from: usize, to: usize, sentence: &Sentence) -> bool {
    let Some(phrase) = sentence.phrases.starting_at(from) else { return false };
    if phrase.kinds & HUMAN == 0 {
        return false;
    }
    let subject = sentence.phrases.at[from];
    (to..sentence.words.len()).any(|i| {
        let w = &sentence.words[i];
        let loose = sentence.phrases.at[i] == super::sentence::NONE_AT;
        let participle = w.is(ING) && loose && i > 0 && sentence.words[i - 1].is(PREP | SUB);
        participle || loose && w.is(VERB | AUX | WH) && sentence.subject[i] == subject || w.is(HE | HIM | THEY) || w.text_is("his") || w.text_is("their")
    })
}

fn inflect(lemma: WordId, how: &str, lexicon: &Lexicon) -> Option<String> {
    if lemma == 0 || lexicon.entry(lemma).bits & VERB == 0 {
        return None;
    }
    let base = lexicon.word(lemma);
    let forms = lexicon.forms(base);
    Some(match how {
        "pp" => forms.pp,
        "ing" => forms.ing,
        "past" => forms.past,
        _ => base.to_owned(),
    })
}
