//! Noun phrases, and which of them are people.

pub use super::kinds::*;
use super::lexicon::*;
use super::sentence::{NONE_AT, Word};
use crate::text::block::TokenKind;

/// A noun phrase: `start..end` are words of the sentence.
#[derive(Clone, Copy, Debug)]
pub struct Phrase {
    pub start: u16,
    pub end: u16,
    pub kinds: Kinds,
    pub plural: bool,
}

/// "Priya's", "the vendor's": the possessor at the start of a longer phrase.
#[derive(Clone, Copy, Debug)]
pub struct Owner {
    pub start: u16,
    pub end: u16,
    pub kinds: Kinds,
}

/// All noun phrases of a sentence, in order.
#[derive(Debug, Default)]
pub struct Phrases {
    pub list: Vec<Phrase>,
    pub owners: Vec<Owner>,
    /// The phrase that covers each word, or [`NONE_AT`].
    pub at: Vec<u16>,
}

impl Phrases {
    pub fn find(&mut self, words: &[Word]) {
        self.list.clear();
        self.owners.clear();
        self.at.clear();
        self.at.resize(words.len(), NONE_AT);
        let mut i = 0;
        while i < words.len() {
            match self.phrase(words, i) {
                Some(phrase) => {
                    let index = self.list.len() as u16;
                    self.at[phrase.start as usize..phrase.end as usize].fill(index);
                    i = phrase.end as usize;
                    self.list.push(phrase);
                }
                None => i += 1,
            }
        }
    }

    pub fn starting_at(&self, i: usize) -> Option<&Phrase> {
        let index = *self.at.get(i)?;
        self.list.get(index as usize).filter(|p| p.start as usize == i)
    }

    pub fn ending_at(&self, end: usize) -> Option<&Phrase> {
        let index = *self.at.get(end.checked_sub(1)?)?;
        self.list.get(index as usize).filter(|p| p.end as usize == end)
    }

    fn phrase(&mut self, words: &[Word], start: usize) -> Option<Phrase> {
        let w = &words[start];
        let one = |kinds, plural| Some(Phrase { start: start as u16, end: start as u16 + 1, kinds, plural });
        if w.kind == TokenKind::Handle {
            if w.is(POSSESSIVE) {
                self.owners.push(Owner { start: start as u16, end: start as u16 + 1, kinds: NAMED });
                return self.rest_of(words, start, start + 1, true);
            }
            return one(NAMED, false);
        }
        // "Will merged": a name, because a sentence does not say it otherwise.
        if w.is(CAPITAL) && w.is(GIVEN) && w.is(AUX) && words.get(start + 1).is_some_and(|n| n.is(PAST | S) && !n.is(BASE)) {
            return one(NAMED, false);
        }
        if w.source() == "IT" {
            return self.rest_of(words, start, start, false);
        }
        // A time is no part of the phrase behind it: "22:48 an engineer".
        if w.is(NUMBER) && w.source().contains(':') {
            return None;
        }
        if w.is(PUNCT) || w.is(AUX | CONJ | NOT | TO) && !w.is(DET) {
            return None;
        }
        if w.is(HE) && !w.is(POSSDET) {
            return one(PRONOUN, false);
        }
        if w.is(HIM) && !w.is(POSSDET) {
            return one(PRONOUN, false);
        }
        if w.is(WE) {
            return one(WE_NP, true);
        }
        if w.is(I) && !w.is(ADV) && (w.is(CAPITAL) || w.len == 1) {
            return one(I_NP, false);
        }
        if w.is(YOU) {
            return one(YOU_NP, true);
        }
        if w.is(THEY) {
            return one(THEY_NP, true);
        }
        let of_people = |from: usize| {
            // "of us", "of our devs", "on the bridge"
            (words.get(from).is_some_and(|w| w.text_is("of"))).then(|| {
                let end = from + 1;
                match words.get(end) {
                    Some(w) if w.is(WE | YOU | THEY) => end + 1,
                    _ => self.peek_people(words, end).unwrap_or(start),
                }
            })
        };
        if w.is(SOME) {
            let end = of_people(start + 1).filter(|e| *e > start).unwrap_or(start + 1);
            return Some(Phrase { start: start as u16, end: end as u16, kinds: SOMEONE, plural: false });
        }
        if w.is(NONE) || w.is(EVERY) && !(w.is(DET) && words.get(start + 1).is_some_and(|n| !n.is(AUX | PUNCT | TO | VERB))) {
            return one(if w.is(NONE) { NOBODY } else { EVERYONE }, false);
        }
        if w.text_is("no") && words.get(start + 1).is_some_and(|w| w.text_is("one")) {
            return Some(Phrase { start: start as u16, end: start as u16 + 2, kinds: NOBODY, plural: false });
        }
        if w.text_is("one") || w.text_is("two") || w.text_is("some") {
            if let Some(end) = of_people(start + 1).filter(|e| *e > start) {
                return Some(Phrase { start: start as u16, end: end as u16, kinds: SOMEONE, plural: false });
            }
        }
        self.rest_of(words, start, start, false)
    }

    /// The end of a phrase of people that starts at `from`.
    fn peek_people(&self, words: &[Word], from: usize) -> Option<usize> {
        let mut probe = Phrases::default();
        let phrase = probe.rest_of(words, from, from, false)?;
        (phrase.kinds & (ROLE_NP | TEAM_NP) != 0).then_some(phrase.end as usize)
    }

    /// A phrase with a noun as its head; the words `start..from` are already known to belong to it.
    fn rest_of(&mut self, words: &[Word], start: usize, from: usize, has_owner: bool) -> Option<Phrase> {
        let mut i = from;
        let mut head: Option<usize> = None;
        let mut open = has_owner || from > start; // a determiner, a possessor or an adjective: a noun must follow
        let mut determined = has_owner;
        let mut negative = false;
        let mut general = false;
        let mut possessor_plural = false;
        while let Some(w) = words.get(i) {
            if w.is(PUNCT) {
                // "the engineers' decision", "S. Whitlock"
                if w.text_is("'") && head == Some(i.wrapping_sub(1)) && words.get(i + 1).is_some_and(|n| !n.is(PUNCT)) {
                    let kinds = self.kinds_of(words, start, head?);
                    self.owners.push(Owner { start: start as u16, end: i as u16 + 1, kinds });
                    head = None;
                    open = true;
                    determined = true;
                    possessor_plural = true;
                    i += 1;
                    continue;
                }
                let initial = w.text_is(".") && i > start && words[i - 1].is(CAPITAL) && words[i - 1].len == 1;
                let titled = w.text_is(".") && i > start && words[i - 1].is(TITLE);
                if (initial || titled) && words.get(i + 1).is_some_and(|n| n.is(CAPITAL)) {
                    i += 1;
                    continue;
                }
                break;
            }
            if w.is(HE | WE | I | YOU | SOME | NONE) && !w.is(POSSDET) && !(w.is(I) && w.is(ADJ | NOUN)) {
                break;
            }
            if w.is(WH) && !w.is(DET) || w.is(AUX) && !w.is(NOUN) || w.is(TO) || w.is(CONJ) && !w.is(NOUN) || w.is(NOT) {
                break;
            }
            if w.is(POSSDET) && (w.is(HIM) || w.text_is("his") || w.text_is("their")) && head.is_none() && !determined {
                self.owners.push(Owner { start: i as u16, end: i as u16 + 1, kinds: if w.text_is("their") { THEY_NP } else { PRONOUN } });
            }
            if w.is(DET) {
                if head.is_some() || determined && !w.is(QUANT) {
                    break;
                }
                // "that" and "this" alone, or a subordinator
                if w.is(SUB | WH) && !words.get(i + 1).is_some_and(|n| nominal(n) && !n.is(VERB | DET)) {
                    break;
                }
                if w.is(WH) && !w.is(POSSDET) {
                    break;
                }
                negative |= w.text_is("no") || w.text_is("neither");
                general |= w.text_is("any") || w.text_is("every") || w.text_is("each") || w.text_is("all");
                determined = true;
                open = true;
                i += 1;
                continue;
            }
            let known_noun = w.is(ROLE | SYSTEM | NOUN | TEAM | GIVEN) || w.is(CAPITAL) && w.is(DEPT | MAYDEPT | TOOL);
            if w.is(PREP | SUB) && !(w.is(ADJ) && open) {
                break;
            }
            if w.is(ADV) && !w.is(ADJ) && !known_noun {
                // "a very junior engineer"
                if head.is_none() && open && words.get(i + 1).is_some_and(|n| n.is(ADJ) || n.is(UNKNOWN)) {
                    i += 1;
                    continue;
                }
                break;
            }
            if w.is(VERB) && !self.verb_as_noun(words, i, head, open) {
                break;
            }
            if w.is(NUMBER) {
                // "Engineer 1", "12 orders"
                if head.is_some_and(|h| words[h].is(ROLE | TEAM)) {
                    i += 1;
                    break;
                }
                open = true;
                if head.is_none() {
                    i += 1;
                    continue;
                }
                break;
            }
            // "the engineer responsible"
            if head.is_some_and(|h| words[h].is(ROLE | TEAM)) && matches!(w.text(), "responsible" | "involved" | "concerned") {
                i += 1;
                break;
            }
            // An agent noun is the head unless a plain noun follows: "operator error".
            head = Some(i);
            i += 1;
            if words[i - 1].is(POSSESSIVE) {
                let kinds = self.kinds_of(words, start, i - 1);
                self.owners.push(Owner { start: start as u16, end: i as u16, kinds });
                // "the vendor's" with nothing after it, or "Priya's deployed": stop there
                head = None;
                open = true;
                determined = true;
                continue;
            }
        }
        let _ = possessor_plural;
        let head = match head {
            Some(head) => head,
            None if has_owner || i > start => {
                // determiner alone: "this", "all", a number, an owner alone
                if i == start {
                    return None;
                }
                return Some(Phrase { start: start as u16, end: i as u16, kinds: OTHER, plural: false });
            }
            None => return None,
        };
        let mut kinds = self.kinds_of(words, start, head);
        if kinds & (ROLE_NP | TEAM_NP) != 0 {
            if negative {
                kinds = NOBODY;
            } else if general {
                kinds = GENERIC | kinds & TEAM_NP;
            }
        }
        let w = &words[head];
        let plural = w.plural();
        Some(Phrase { start: start as u16, end: i as u16, kinds, plural })
    }

    /// Whether the verb form at `i` is a noun or a modifier here.
    fn verb_as_noun(&self, words: &[Word], i: usize, head: Option<usize>, open: bool) -> bool {
        let w = &words[i];
        let next = words.get(i + 1);
        let next_nominal = next.is_some_and(|n| nominal(n) && (!n.is(VERB) || n.is(NOUNVERB | NOUN | SYSTEM | ROLE)));
        if let Some(h) = head {
            // After a person a verb is a verb: "The developer deploys", "Finance ignoring".
            let person =
                words[h].is(ROLE | TEAM | GIVEN) && !words[h].is(SYSTEM) || words[h].is(CAPITAL) && words[h].is(DEPT | MAYDEPT | UNKNOWN);
            if person {
                return w.is(NOUNVERB | NOUN) && !w.is(S | PAST) && next.is_none_or(|n| n.is(AUX | PREP | PUNCT)) && w.is(NOUN);
            }
            if w.is(PAST | PP | ING) && !w.is(NOUNVERB | NOUN | SYSTEM) {
                return false;
            }
            // "the retry loop", "config change": a noun if nothing verb-like must come
            return w.is(NOUNVERB | NOUN | SYSTEM)
                && next.is_none_or(|n| !n.is(DET | HE | HIM | WE | I | YOU | THEY | HANDLE) && !(n.is(CAPITAL)) && !n.is(NUMBER));
        }
        if open {
            // "a misconfigured proxy", "the failing check", "the deploy"
            if w.is(ING | PP | PAST) && !w.is(NOUNVERB | NOUN) {
                return next_nominal;
            }
            // After "the" a base form can only be a noun.
            return w.is(NOUNVERB | NOUN | SYSTEM | ADJ | ROLE | TEAM)
                || w.is(BASE | S) && i > 0 && words[i - 1].is(DET | POSSESSIVE | ADJ)
                || next_nominal;
        }
        if w.is(ROLE | TEAM | DEPT | MAYDEPT | NOUN | SYSTEM | GIVEN) {
            return true;
        }
        false
    }

    fn kinds_of(&self, words: &[Word], start: usize, head: usize) -> Kinds {
        let w = &words[head];
        if w.kind == TokenKind::Code || w.kind == TokenKind::Opaque {
            return SYSTEM_NP;
        }
        if let Some(fact) = w.fact {
            return fact;
        }
        let modified = |bits: Bits| words[start..head].iter().any(|m| m.is(bits));
        let human_modifier = || words[start..head].iter().any(|m| m.is(HUMANMOD));
        let tool_before = || words[start..head].iter().any(|m| m.is(TOOL) && m.is(CAPITAL) || m.kind == TokenKind::Code);
        if w.is(CAPITAL) && w.is(TOOL) && !(w.is(GIVEN) && words.get(head + 1).is_some_and(|n| n.is(CAPITAL) && n.is(UNKNOWN))) {
            return SYSTEM_NP;
        }
        if w.is(CAPITAL) && w.is(GIVEN) && !w.is(VERB | MODAL | ADV | DET) {
            return NAMED;
        }
        // "Will merged", "Mark deployed": a name where a sentence cannot hold the verb
        if w.is(CAPITAL) && w.is(GIVEN) && words.get(head + 1).is_some_and(|n| n.is(PAST | S) && !n.is(BASE)) {
            return NAMED;
        }
        let first = words[start..=head].iter().find(|m| !m.is(PUNCT) && !m.is(TITLE));
        if w.is(CAPITAL) && w.is(UNKNOWN) {
            // "Chen Wei", "Anjali Rao", "S. Whitlock", "Dr. Mbeki"
            let named = words[start..head]
                .iter()
                .any(|m| m.is(CAPITAL) && (m.is(GIVEN) && !m.is(TOOL) || m.len == 1 && !m.text_is("a") && !m.text_is("i") || m.is(TITLE)));
            if named {
                return NAMED;
            }
        }
        if w.is(ROLE) {
            let doubtful = w.is(TWOFACED);
            if doubtful && tool_before() {
                return SYSTEM_NP;
            }
            if w.is(SYSTEM) && !human_modifier() {
                let plain = words[start..head].iter().all(|m| m.is(DET | POSSDET));
                return if w.is(POSSESSIVE) && plain {
                    ROLE_NP
                } else if plain {
                    PERHAPS | SYSTEM_NP
                } else {
                    SYSTEM_NP
                };
            }
            if words[start..head].iter().any(|m| m.is(SYSTEM) && doubtful && !m.is(ROLE)) {
                return SYSTEM_NP;
            }
            if words.get(start).is_some_and(|m| m.text_is("domain")) {
                return OTHER;
            }
            return ROLE_NP;
        }
        if w.is(TEAM) {
            // "unit", "division", "board", "side", "operations" are teams only with a team's words before them.
            let firm = matches!(
                w.text(),
                "team"
                    | "teams"
                    | "vendor"
                    | "vendors"
                    | "folks"
                    | "staff"
                    | "personnel"
                    | "department"
                    | "supplier"
                    | "suppliers"
                    | "contractors"
                    | "management"
                    | "leadership"
                    | "guys"
                    | "people"
                    | "dept"
            );
            if firm
                || modified(DEPT)
                || modified(MAYDEPT) && head > start
                || modified(TEAM)
                || w.text() == "provider"
                || w.text() == "partner"
                || w.text() == "ops"
                || w.text() == "devops"
            {
                return TEAM_NP;
            }
            if matches!(
                w.text(),
                "shift"
                    | "crew"
                    | "squad"
                    | "helpdesk"
                    | "office"
                    | "group"
                    | "agency"
                    | "consultancy"
                    | "integrator"
                    | "outsourcer"
                    | "partners"
                    | "providers"
                    | "lot"
                    | "bunch"
                    | "desk"
                    | "carrier"
                    | "reseller"
                    | "subcontractor"
                    | "committee"
                    | "board"
            ) && head > start
            {
                return TEAM_NP;
            }
            if w.is(SYSTEM | NOUN) {
                return OTHER;
            }
            return if head > start { PERHAPS } else { OTHER };
        }
        if w.source() == "IT" {
            return TEAM_NP;
        }
        if w.is(CAPITAL) && w.is(DEPT) && (head == start || words[start..head].iter().all(|m| m.is(CAPITAL | DET | POSSDET | ADJ))) {
            return TEAM_NP;
        }
        if w.is(DEPT) && w.all_capitals()
            || w.is(DEPT)
                && matches!(
                    w.text(),
                    "ops" | "devops" | "qa" | "hr" | "infosec" | "secops" | "netops" | "dataops" | "marketing" | "finance" | "management"
                )
                && head == start
        {
            return TEAM_NP;
        }
        if w.is(CAPITAL) && w.is(MAYDEPT) {
            // A team owns, and takes a plural verb: "Security's insistence", "Frontend keep asking".
            let plural_verb = words.get(head + 1).is_some_and(|n| n.is(BASE) && !n.is(PAST | NOUNVERB | NOUN | AUX));
            if w.is(POSSESSIVE) || plural_verb {
                return TEAM_NP;
            }
            // In the middle of a sentence a capital says that it is a team; at its start any word has one.
            return if first.is_some_and(|f| f.opens) { PERHAPS | if head > start { TEAM_NP } else { 0 } } else { TEAM_NP };
        }
        if w.is(SYSTEM) {
            return SYSTEM_NP;
        }
        if w.is(CAPITAL) && w.is(UNKNOWN) && !w.all_capitals() && words[start..head].iter().all(|m| m.is(CAPITAL) && !m.is(SYSTEM | TOOL)) {
            return PERHAPS;
        }
        OTHER
    }
}

/// Whether a word can stand inside a noun phrase.
pub fn nominal(w: &Word) -> bool {
    !w.is(PUNCT | AUX | CONJ | NOT | TO | PREP | SUB | HE | HIM | WE | I | YOU | THEY) || w.is(NOUN | ROLE | ADJ | SYSTEM)
}
