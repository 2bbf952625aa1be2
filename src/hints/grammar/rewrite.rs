//! What a hint says and offers: templates filled with the words of the sentence.
//!
//! `{name}` is a capture. In a rewrite `{name|pp}` puts a verb into its participle, `{name|base}` into its base form,
//! `{name|was}` is "was" or "were" for a noun phrase. A rewrite starts with a capital letter where the text it replaces
//! does. `{name|not}` is the phrase with "was not", `{name|a}` with "a" or "an". A template whose capture is absent is not offered; a question then stands without it: `first {x}|without`.

use super::agents::{HUMAN, OTHER, SYSTEM_NP};
use super::lexicon::*;
use super::pattern::{Match, Pattern};
use super::sentence::{NONE_AT, Sentence, Word};
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
            // The one who is spoken of may be gone.
            if words.len() > 1 && words[0].is(POSSDET) && !words[0].is(WE) && matches!(words[0].text(), "his" | "her" | "their" | "your") {
                return None;
            }
            match how {
                "pp" | "base" | "ing" | "past" => out.push_str(&inflect(words[0].lemma, how, lexicon)?),
                "a" => {
                    if words.last()?.plural() {
                        return None;
                    }
                    out.push_str(if text.starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O']) && !text.starts_with("us") {
                        "an "
                    } else {
                        "a "
                    });
                    out.push_str(text);
                }
                "was" | "is" | "has" | "not" => {
                    let phrase = sentence.phrases.starting_at(from as usize)?;
                    // What is denied of any or of every one cannot go in front of "not"; nor can a part of a phrase.
                    let open = matches!(words[0].text(), "any" | "no" | "every" | "all" | "each" | "both" | "enough" | "much");
                    if matches!(how, "not" | "was" | "is") && !whole(sentence.words, to as usize) {
                        return None;
                    }
                    if how == "not"
                        && (open
                            || words.last()?.is(TIME)
                            || phrase.end != to
                            || sentence.words.get(to as usize).is_some_and(|w| w.text_is("of")))
                    {
                        return None;
                    }
                    if how == "not" {
                        out.push_str(text);
                        out.push(' ');
                    }
                    let plural = phrase.plural || sentence.words[from as usize..to as usize].iter().any(|w| w.text_is("and"));
                    out.push_str(match (how, plural) {
                        ("not", false) => "was not",
                        ("not", true) => "were not",
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
        let mut text = self.fill(pattern, m, sentence, source, lexicon)?;
        if dangles(m.from, m.to, sentence) {
            return None;
        }
        let first = &sentence.words[m.from];
        let range = first.start as usize..sentence.words[m.to - 1].end as usize;
        if source[range.start..].chars().next().is_some_and(char::is_uppercase) && (first.opens || sentence.starts[m.from]) {
            text = capitalised(&text);
        } else if self.source.starts_with(char::is_uppercase) {
            let mut chars = text.chars();
            text = chars.next().map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect());
        }
        Some(Rewrite { range, text })
    }
}

/// A clause without its agent: as a passive, or, where it is one, without "by …".
pub fn without_agent(m: &Match, sentence: &Sentence, source: &str, lexicon: &Lexicon) -> Vec<Rewrite> {
    [passive(m, sentence, source, lexicon), no_by(m, sentence, source, lexicon)].into_iter().flatten().collect()
}

/// "was deleted by the clerk at noon" → "was deleted at noon".
fn no_by(m: &Match, sentence: &Sentence, source: &str, lexicon: &Lexicon) -> Option<Rewrite> {
    let words = &sentence.words;
    let by = (m.from.max(1)..m.to).find(|i| {
        let v = &words[i - 1];
        words[*i].text_is("by")
            && v.is(PP)
            && !v.is(CAPITAL)
            && !verdict(v, lexicon)
            && !matches!(v.text(), "caused" | "followed" | "done" | "led" | "made")
    })?;
    let agent = sentence.phrases.starting_at(by + 1).filter(|p| p.kinds & HUMAN != 0)?;
    let end = posted(words, agent.end as usize);
    if words.get(end).is_some_and(|w| w.is(WH | VERB | CONJ | AUX)) || speaks_of_agent(end, None, sentence) {
        return None;
    }
    let v = &words[by - 1];
    Some(Rewrite { range: v.start as usize..words[end - 1].end as usize, text: source[v.start as usize..v.end as usize].to_owned() })
}

/// Past "on shift", "on call" behind an agent.
fn posted(words: &[Word], end: usize) -> usize {
    let post = words.get(end).is_some_and(|w| w.text_is("on"))
        && words.get(end + 1).is_some_and(|w| matches!(w.text(), "shift" | "call" | "duty"));
    if post { end + 2 } else { end }
}

/// Whether a verb is a verdict itself: without its agent it would still be one.
fn verdict(v: &Word, lexicon: &Lexicon) -> bool {
    lexicon.class("clumsy").is_some_and(|bits| (v.bits | lexicon.entry(v.lemma).bits) & bits != 0)
}

/// "The clerk pulled the wrong cable at noon" → "The wrong cable was pulled at noon": every fact but the hand.
///
/// Only for a clause with one agent, a finite active verb and a thing as its object right behind it.
fn passive(m: &Match, sentence: &Sentence, source: &str, lexicon: &Lexicon) -> Option<Rewrite> {
    let words = &sentence.words;
    let slice = |from: usize, to: usize| &source[words[from].start as usize..words[to - 1].end as usize];
    let agent = sentence.phrases.list.iter().find(|p| p.start as usize >= m.from && (p.start as usize) < m.to && p.kinds & (HUMAN) != 0)?;
    let mut start = agent.start as usize;
    let mut verb = posted(words, agent.end as usize);
    // "It was Marcus who switched off …"
    if words.get(verb).is_some_and(|w| w.text_is("who")) && start > 1 && words[start - 1].text_is("was") && words[start - 2].text_is("it") {
        start -= 2;
        verb += 1;
    }
    // "Ana and Bo pulled": the first stands for both, and would be left behind.
    if start > 1 && words[start - 1].is(CONJ) && sentence.phrases.ending_at(start - 1).is_some() {
        return None;
    }
    if start > 0 && matches!(words[start - 1].text(), "which" | "whose" | "what" | "who" | "to" | "of" | "for" | "with" | "from" | "about")
    {
        return None;
    }
    let (mut before, mut have, mut be) = (String::new(), false, false);
    while let Some(w) = words.get(verb).filter(|w| w.is(ADV | HAVE | BE) && !w.is(ACT)) {
        let aggravates = ["aggravator", "sloppily"].iter().any(|c| lexicon.class(c).is_some_and(|bits| w.is(bits)));
        if w.is(NOT) || matches!(w.text(), "never" | "always") {
            return None;
        }
        have |= w.is(HAVE);
        be |= w.is(BE);
        if w.is(ADV) && !aggravates && !matches!(w.text(), "simply" | "just") {
            before.push_str(w.source());
            before.push(' ');
        }
        verb += 1;
    }
    let v = words.get(verb).filter(|v| v.is(ACT) && v.is(PAST | S | PP | ING) && !v.is(AUX) && !verdict(v, lexicon))?;
    if sentence.subject[verb] != sentence.phrases.at[agent.start as usize] {
        return None;
    }
    let particle = |i: usize| words.get(i).is_some_and(|w| lexicon.phrasals.iter().any(|p| p.head == v.lemma && p.particle == w.id));
    let from = if particle(verb + 1) { verb + 2 } else { verb + 1 };
    let object = sentence.phrases.starting_at(from).filter(|p| p.kinds & (SYSTEM_NP | OTHER) != 0 && p.kinds & HUMAN == 0)?;
    let mut end = object.end as usize;
    while words.get(end).is_some_and(|w| w.text_is("of")) {
        end = sentence.phrases.starting_at(end + 1)?.end as usize;
    }
    if object.start as usize + 1 == end
        && words[from].is(IT | QUANT | TIME | POSSDET)
        && !(words[from].text_is("it") || words[from].text_is("that") && words.get(end).is_none_or(|w| w.is(PUNCT)))
        || words[from].text_is("no")
    {
        return None;
    }
    let state = lexicon.word(v.lemma) == "leave";
    // "left the bucket open"
    if state && end > from + 1 && words[end - 1].is(ADJ) && !words[end - 1].is(NOUN) {
        end -= 1;
    }
    let next = words.get(end);
    if !whole(words, end) {
        return None;
    }
    if next.is_some_and(|w| {
        w.is(VERB | AUX | WH | NOT | DET | NUMBER) && !particle(end) && !(w.is(PREP | SUB) || state && w.is(ADJ))
            || w.is(ADJ) && !state && !w.is(ADV | PREP)
    }) {
        return None;
    }
    if speaks_of_agent(verb + 1, Some(sentence.phrases.at[agent.start as usize]), sentence) {
        return None;
    }
    let plural = object.plural || slice(from, end).contains(" and ");
    let be = match (have, be, v.is(PAST) || be && words[verb - 1].text_is("was"), plural) {
        (true, _, _, _) if words[..verb].iter().rev().any(|w| w.text_is("had")) => "had been",
        (true, _, _, false) => "has been",
        (true, _, _, true) => "have been",
        (_, true, true, false) => "was being",
        (_, true, true, true) => "were being",
        (_, true, false, false) => "is being",
        (_, true, false, true) => "are being",
        (_, _, true, false) => "was",
        (_, _, true, true) => "were",
        (_, _, false, false) => "is",
        (_, _, false, true) => "are",
    };
    let mut text = format!("{} {be} {before}{}", slice(from, end), inflect(v.lemma, "pp", lexicon)?);
    if from == verb + 2 {
        text.push(' ');
        text.push_str(words[verb + 1].source());
    }
    // "… and turned it into an outage": what it did, said of the act.
    let again = (if state { end + 1 } else { end }..words.len()).find(|i| {
        let w = &words[*i];
        sentence.phrases.at[*i] == NONE_AT
            && (w.is(VERB) && !w.is(ING) || w.is(AUX))
            && sentence.subject[*i] == sentence.phrases.at[agent.start as usize]
    });
    if let Some(i) = again {
        let w = &words[i];
        let effect = lexicon.class("ruin").is_some_and(|bits| w.is(bits));
        if !(effect && w.is(PAST | S) && !w.is(AUX) && words[i - 1].text_is("and"))
            || words[i + 1..].iter().any(|w| w.is(CONJ) || w.text_is("it"))
        {
            return None;
        }
        if i > end + 1 {
            text.push(' ');
            text.push_str(slice(end, i - 1));
        }
        text.push_str(if words[i - 2].text_is(",") { " which" } else { ", which" });
        end = i;
    }
    let range = words[start].start as usize..words[end - 1].end as usize;
    let capital = |c: char| c.is_uppercase() || c == '@';
    if source[range.start..].chars().next().is_some_and(capital) && (sentence.starts[start] || words[start].opens) {
        text = capitalised(&text);
    }
    Some(Rewrite { range, text })
}

/// Whether a noun phrase can end before word `end`: not before a sign that belongs to it, nor with a word that belongs to the verb.
fn whole(words: &[Word], end: usize) -> bool {
    let sign = words
        .get(end)
        .is_some_and(|w| w.is(PUNCT) && !matches!(w.text(), "," | "." | ";" | ":" | "?" | "!" | ")" | "(" | "\"" | "—" | "|"));
    let last = &words[end - 1];
    !sign && !(last.is(ADJ | ADV) && !last.is(NOUN | SYSTEM | ROLE | TEAM | IT)) && last.source() != "straight"
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// Whether a template that takes away the subject at `from` leaves words behind `to` that speak of it.
fn dangles(from: usize, to: usize, sentence: &Sentence) -> bool {
    let Some(phrase) = sentence.phrases.starting_at(from) else { return false };
    if phrase.kinds & HUMAN == 0 {
        return false;
    }
    let subject = sentence.phrases.at[from];
    speaks_of_agent(to, Some(subject), sentence)
        || (to..sentence.words.len()).any(|i| {
            sentence.words[i].is(PAST | S | AUX | WH)
                && !sentence.words[i].is(ING)
                && sentence.phrases.at[i] == NONE_AT
                && sentence.subject[i] == subject
        })
}

/// Whether the words from `to` on need the agent: by a pronoun, or as the subject of "while working", "thinking that".
fn speaks_of_agent(to: usize, subject: Option<u16>, sentence: &Sentence) -> bool {
    (to..sentence.words.len()).any(|i| {
        let w = &sentence.words[i];
        let participle = w.is(ING)
            && sentence.phrases.at[i] == NONE_AT
            && i > 0
            && subject.is_none_or(|s| sentence.subject[i] == s || sentence.words[i - 1].is(SUB))
            && {
                let before = &sentence.words[i - 1];
                !before.text_is("by")
                    && !before.text_is("without")
                    && !before.text_is("before")
                    && !before.text_is("after")
                    && !before.text_is(",")
                    && !before.is(BE | DET | ADJ)
            };
        participle || w.is(HE | HIM | THEY) || matches!(w.text(), "his" | "their" | "who'd")
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
