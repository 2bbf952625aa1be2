//! One sentence as the rules see it: words with classes, noun phrases, and the subject of every verb.
//!
//! Two passes from left to right, no backtracking. Knows the lexicon; knows nothing of rules.

use super::agents::*;
use super::facts::{Fact, Facts};
use super::lexicon::*;
use crate::text::block::{Block, Token, TokenKind};

/// "No phrase here."
pub const NONE_AT: u16 = u16::MAX;

/// A token with what the lexicon and its shape say of it.
#[derive(Clone, Copy, Debug)]
pub struct Word<'a> {
    /// UTF-8 bytes of the block's source.
    pub start: u32,
    pub end: u32,
    pub kind: TokenKind,
    pub id: WordId,
    pub lemma: WordId,
    pub bits: Bits,
    pub fact: Option<Kinds>,
    /// Bytes without a possessive ending.
    pub len: u16,
    /// First word of its sentence, where a capital says nothing.
    pub opens: bool,
    /// Inside quotation marks, with at least one other word.
    pub quoted: bool,
    text: &'a str,
    source: &'a str,
}

impl<'a> Word<'a> {
    pub fn is(&self, bits: Bits) -> bool {
        self.bits & bits != 0
    }

    /// The lower-case form the lexicon knows; empty for other words.
    pub fn text(&self) -> &'a str {
        self.text
    }

    pub fn text_is(&self, text: &str) -> bool {
        self.text == text
    }

    pub fn source(&self) -> &'a str {
        self.source
    }

    pub fn all_capitals(&self) -> bool {
        self.source.len() > 1 && self.source.chars().all(|c| c.is_uppercase() || !c.is_alphabetic())
    }

    pub fn plural(&self) -> bool {
        let s = self.source;
        s.ends_with('s') && !s.ends_with("ss") && !s.ends_with("us") && !s.ends_with("'s") && !s.ends_with("is")
            || matches!(self.text, "people" | "folks" | "staff" | "men" | "women" | "personnel" | "data")
    }
}

/// Reads the words of a block. `cue` is told of each word and says whether a rule may begin at it.
pub fn words<'a>(block: &Block<'a>, lexicon: &'a Lexicon, facts: &Facts, out: &mut Vec<Word<'a>>) {
    out.clear();
    out.reserve(block.tokens.len());
    let mut buffer = String::new();
    for token in block.tokens {
        let source = &block.source[token.start as usize..token.end as usize];
        out.push(word(token, source, lexicon, &mut buffer));
    }
    for sentence in block.sentences {
        if let Some(w) = out[sentence.clone()].iter_mut().find(|w| matches!(w.kind, TokenKind::Word)) {
            w.opens = true;
        }
    }
    quotes(out);
    if !facts.is_empty() {
        name(out, facts);
    }
}

fn word<'a>(token: &Token, source: &'a str, lexicon: &'a Lexicon, buffer: &mut String) -> Word<'a> {
    let mut w = Word {
        start: token.start,
        end: token.end,
        kind: token.kind,
        id: 0,
        lemma: 0,
        bits: 0,
        fact: None,
        len: source.len() as u16,
        opens: false,
        quoted: false,
        text: "",
        source,
    };
    match token.kind {
        TokenKind::Code | TokenKind::Opaque => w.bits = THING,
        TokenKind::Number => {
            w.bits = NUMBER;
            look_up(&mut w, source, lexicon);
        }
        TokenKind::Handle => {
            w.bits = HANDLE;
            if source.ends_with("'s") || source.ends_with("’s") {
                w.bits |= POSSESSIVE;
            }
        }
        TokenKind::Punct => {
            w.bits = PUNCT;
            let first = source.chars().next().map_or(0, char::len_utf8);
            let mark = match &source[..first] {
                "’" | "‘" => "'",
                "“" | "”" => "\"",
                "–" | "—" => "—",
                mark => mark,
            };
            look_up(&mut w, mark, lexicon);
        }
        TokenKind::Word => spell(&mut w, source, lexicon, buffer),
    }
    w
}

fn look_up<'a>(w: &mut Word<'a>, text: &str, lexicon: &'a Lexicon) -> bool {
    let Some(id) = lexicon.find(text.as_bytes()) else { return false };
    let entry = lexicon.entry(id);
    w.id = id;
    w.lemma = entry.lemma;
    w.bits |= entry.bits;
    w.text = lexicon.word(id);
    true
}

fn spell<'a>(w: &mut Word<'a>, source: &'a str, lexicon: &'a Lexicon, buffer: &mut String) {
    buffer.clear();
    if source.is_ascii() {
        buffer.push_str(source);
        buffer.make_ascii_lowercase();
    } else {
        for c in source.chars() {
            match c {
                '’' | '‘' | 'ʼ' => buffer.push('\''),
                '‑' => buffer.push('-'),
                c => buffer.extend(c.to_lowercase()),
            }
        }
    }
    if source.chars().next().is_some_and(char::is_uppercase) {
        w.bits |= CAPITAL;
    }
    // A word that only a rule asks for is known by name, not by kind: its shape speaks as if it were unknown.
    if look_up(w, buffer, lexicon) && w.is(!CAPITAL) {
        return;
    }
    let named = (w.id, w.text);
    guess(w, lexicon, buffer);
    if named.0 != 0 {
        (w.id, w.text) = named;
        w.bits &= !UNKNOWN;
    }
}

/// What the shape of a word says.
fn guess<'a>(w: &mut Word<'a>, lexicon: &'a Lexicon, buffer: &str) {
    if let Some(at) = buffer.rfind('\'') {
        let ending = &buffer[at..];
        let owns = ending == "'s";
        if owns || matches!(ending, "'d" | "'ve" | "'ll" | "'re" | "'m") {
            let stem = &buffer[..at];
            w.len = stem.len() as u16;
            let known = look_up(w, stem, lexicon);
            if owns && !w.is(HE | IT | WH | WE | ADV | YOU | I) {
                w.bits |= POSSESSIVE;
            }
            if !known {
                w.bits |= UNKNOWN;
            }
            return;
        }
    }
    w.bits |= UNKNOWN;
    if let Some(at) = buffer.rfind('-') {
        let (first, last) = (&buffer[..at], &buffer[at + 1..]);
        if let Some(id) = lexicon.find(last.as_bytes()) {
            let entry = lexicon.entry(id);
            if matches!(first, "re" | "mis" | "un" | "over" | "under" | "pre" | "auto") {
                w.bits = w.bits & !UNKNOWN | entry.bits;
                w.lemma = entry.lemma;
            } else if entry.bits & (PP | ING) != 0 {
                w.bits |= ADJ;
            } else {
                w.bits |= entry.bits & (ROLE | TEAM | SYSTEM | NOUN);
            }
        }
        return;
    }
    let n = buffer.len();
    if n > 4 && buffer.ends_with("ed") && !w.is(CAPITAL) {
        w.bits |= VERB | PAST | PP;
    } else if n > 5 && buffer.ends_with("ing") && !w.is(CAPITAL) {
        w.bits |= VERB | ING;
    } else if n > 4 && buffer.ends_with("ly") {
        w.bits |= ADV;
    }
}

/// Marks what stands between quotation marks; a single quoted word is the author's own tone and stays.
fn quotes(words: &mut [Word]) {
    let mut open: Option<usize> = None;
    for i in 0..words.len() {
        if words[i].kind != TokenKind::Punct || words[i].text != "\"" {
            continue;
        }
        match open {
            None => open = Some(i),
            Some(from) => {
                if words[from + 1..i].iter().filter(|w| w.kind != TokenKind::Punct).count() > 1 {
                    words[from + 1..i].iter_mut().for_each(|w| w.quoted = true);
                }
                open = None;
            }
        }
    }
}

fn name(words: &mut [Word], facts: &Facts) {
    let mut i = 0;
    while i < words.len() {
        let w = &words[i];
        let shaped = w.kind == TokenKind::Handle || w.kind == TokenKind::Word && (w.is(CAPITAL) || w.is(UNKNOWN));
        if !shaped {
            i += 1;
            continue;
        }
        let bare = |w: &Word| {
            let s = w.source.trim_start_matches('@');
            s.strip_suffix("'s").or_else(|| s.strip_suffix("’s")).unwrap_or(s).to_owned()
        };
        let later: Vec<String> = words[i..words.len().min(i + 6)].iter().map(bare).collect();
        let found = facts.find(&later[0].to_lowercase(), |n| later.get(n).map(String::as_str));
        let Some((fact, count)) = found else {
            i += 1;
            continue;
        };
        let kinds = match fact {
            Fact::Person => NAMED,
            Fact::Team => TEAM_NP,
            Fact::System => SYSTEM_NP,
        };
        for w in &mut words[i..i + count] {
            w.fact = Some(kinds);
            w.bits = w.bits & !(VERB | BASE | PAST | S | ADV | PREP | AUX | MODAL) | NOUN;
        }
        i += count;
    }
}

/// A sentence with its phrases, the subject of each place, and the mood of each verb.
pub struct Sentence<'a, 'b> {
    pub words: &'b mut [Word<'a>],
    pub phrases: Phrases,
    /// For each word, the phrase that is the subject of a verb there, or [`NONE_AT`].
    pub subject: Vec<u16>,
    /// Where a sentence, or what follows a label, a time or a colon, begins.
    pub starts: Vec<bool>,
    /// A human agent was spoken of earlier in the block: "they" may be people.
    pub people_before: bool,
}

impl<'a, 'b> Sentence<'a, 'b> {
    pub fn new(words: &'b mut [Word<'a>], lexicon: &Lexicon, people_before: bool) -> Sentence<'a, 'b> {
        particles(words, lexicon);
        let mut phrases = Phrases::default();
        phrases.find(words);
        let n = words.len();
        let mut sentence = Sentence { words, phrases, subject: vec![NONE_AT; n], starts: vec![false; n + 1], people_before };
        sentence.find_starts();
        sentence.find_subjects();
        sentence
    }

    /// Whether any phrase is about people.
    pub fn has_people(&self) -> bool {
        self.phrases.list.iter().any(|p| p.kinds & AGENT != 0)
    }

    /// The kinds of all its phrases together.
    pub fn kinds(&self) -> Kinds {
        let all = self.phrases.list.iter().fold(0, |all, p| all | p.kinds);
        if all & THEY_NP != 0 && self.people_before { all | SOMEONE } else { all }
    }

    fn find_starts(&mut self) {
        let mut leading = true;
        for i in 0..self.words.len() {
            let w = &self.words[i];
            if leading
                || i > 0
                    && self.words[i - 1].is(PUNCT)
                    && matches!(self.words[i - 1].text, ":" | ";" | "—" | "." | "?" | "!" | "(" | "\"" | "=" | "|" | "*" | "-" | ">")
            {
                self.starts[i] = true;
            }
            leading &= w.is(PUNCT | NUMBER) || w.is(TIME) && w.len <= 3;
        }
    }

    fn previous(&self, i: usize) -> Option<usize> {
        (0..i).rev().find(|j| !self.words[*j].is(ADV) || self.words[*j].is(PREP | VERB | SUB) || self.phrases.at[*j] != NONE_AT)
    }

    fn verb_follows(&self, from: usize) -> bool {
        let mut i = from;
        while let Some(w) = self.words.get(i) {
            if self.phrases.at[i] != NONE_AT {
                return false;
            }
            if w.is(AUX) || w.is(VERB) && w.is(PAST | S | BASE) {
                return true;
            }
            if !w.is(ADV | NOT) {
                return w.is(WH) && matches!(w.text, "who" | "that" | "which" | "whose");
            }
            i += 1;
        }
        false
    }

    fn find_subjects(&mut self) {
        let n = self.words.len();
        let mut subject = NONE_AT;
        let mut verb_seen = false;
        let mut condition = false;
        let mut outer = NONE_AT;
        let mut relative: Option<(u16, bool)> = None;
        let mut related = false;
        let mut bracket: Option<(u16, bool)> = None;
        for w in self.words.iter_mut().filter(|w| w.is(WH)) {
            w.bits |= ASKING;
        }
        let mut i = 0;
        while i < n {
            let at = self.phrases.at[i];
            if at != NONE_AT && self.phrases.list[at as usize].start as usize == i {
                let phrase = self.phrases.list[at as usize];
                let end = phrase.end as usize;
                let previous = self.previous(i);
                let follows = self.verb_follows(end);
                let candidate = match previous.map(|p| (&self.words[p], self.phrases.at[p] == NONE_AT)) {
                    None => true,
                    Some((w, loose)) => {
                        if !loose {
                            true
                        } else if w.is(PREP) && !w.is(ADV) {
                            w.is(SUB) && follows
                        } else if w.is(VERB) && !w.is(AUX) {
                            // "said Priya deleted it"
                            follows && w.is(PAST | S) && verb_seen && subject == NONE_AT
                        } else {
                            true
                        }
                    }
                };
                if candidate {
                    let comma = i > 0 && self.words[i - 1].text == ",";
                    let joined = previous.is_some_and(|p| self.words[p].is(CONJ | AUX | SUB)) || comma;
                    if subject == NONE_AT {
                        subject = at;
                    } else if !verb_seen {
                        let closes = self.words.get(end).is_none_or(|w| matches!(w.text, "," | ")" | "—"));
                        if comma && closes {
                            if phrase.kinds & SYSTEM_NP != 0 && phrase.kinds & ROLE_NP == 0 {
                                self.phrases.list[subject as usize].kinds = SYSTEM_NP;
                            } else if phrase.kinds & AGENT != 0 && self.phrases.list[subject as usize].kinds & PERHAPS != 0 {
                                self.phrases.list[subject as usize].kinds |= NAMED;
                            }
                        } else if previous.is_some_and(|p| self.words[p].is(CONJ)) && self.phrases.list[subject as usize].kinds & AGENT != 0
                        {
                            // "Jorge and Aiko": the first stands for both.
                        } else {
                            subject = at;
                        }
                    } else if follows && (joined || previous.is_some_and(|p| self.phrases.at[p] != NONE_AT)) {
                        subject = at;
                        verb_seen = false;
                        if !previous.is_some_and(|p| self.words[p].is(COND)) && comma {
                            condition = false;
                        }
                    }
                }
                for j in i..end {
                    self.subject[j] = subject;
                }
                i = end;
                continue;
            }
            let w = self.words[i];
            if w.is(PUNCT) {
                match w.text {
                    ";" | ":" | "—" | "." | "?" | "!" | "|" => {
                        outer = if w.text == "—" { subject } else { NONE_AT };
                        subject = NONE_AT;
                        verb_seen = false;
                        condition = false;
                        relative = None;
                    }
                    "(" => {
                        bracket = Some((subject, verb_seen));
                        subject = NONE_AT;
                        verb_seen = false;
                    }
                    ")" => {
                        if let Some((s, v)) = bracket.take() {
                            subject = s;
                            verb_seen = v;
                        }
                    }
                    "," => {
                        let next = (i + 1..n).find(|j| !self.words[*j].is(ADV) || self.phrases.at[*j] != NONE_AT);
                        if let Some(next) = next {
                            let v = &self.words[next];
                            let verb = self.phrases.at[next] == NONE_AT && (v.is(AUX) || v.is(VERB) && v.is(PAST | S) && !v.is(ING));
                            if verb && outer != NONE_AT && relative.is_none() {
                                subject = outer;
                                outer = NONE_AT;
                            }
                        }
                    }
                    _ => {}
                }
                i += 1;
                continue;
            }
            let before_phrase =
                i > 0 && (self.phrases.at[i - 1] != NONE_AT || i > 1 && self.words[i - 1].text == "," && self.phrases.at[i - 2] != NONE_AT);
            if w.is(WH)
                && matches!(w.text, "who" | "that" | "which" | "who'd" | "who's" | "whose")
                && before_phrase
                && (w.text != "that" || self.verb_follows(i + 1))
            {
                let antecedent = if self.phrases.at[i - 1] != NONE_AT { self.phrases.at[i - 1] } else { self.phrases.at[i - 2] };
                relative = Some((subject, false));
                subject = antecedent;
                self.words[i].bits &= !ASKING;
                related = true;
                self.subject[i] = subject;
                i += 1;
                continue;
            }
            // "the engineers who ran and who wrote it"
            if w.is(WH) && related && i > 0 && self.words[i - 1].is(CONJ) {
                self.words[i].bits &= !ASKING;
            }
            if w.is(SUB) && !w.is(ADV) && (!w.is(PREP) || self.clause_follows(i + 1)) {
                outer = if verb_seen { outer } else { subject };
                subject = NONE_AT;
                verb_seen = false;
                condition = w.is(COND);
                relative = None;
                i += 1;
                continue;
            }
            let verbal = w.is(VERB) || w.is(AUX);
            if verbal {
                let finite = w.is(AUX) || w.is(PAST | S);
                if let Some((back, seen)) = relative {
                    let closes = i > 0
                        && (self.phrases.at[i - 1] != NONE_AT
                            || self.words[i - 1].text == ","
                            || self.words[i - 1].is(ADV) && self.previous(i).is_some_and(|p| self.phrases.at[p] != NONE_AT));
                    if seen && finite && closes {
                        subject = back;
                        relative = None;
                    } else {
                        relative = Some((back, true));
                    }
                }
                // "Had the deployer waited": an auxiliary before its subject opens a condition.
                if w.is(AUX) && w.text == "had" && subject == NONE_AT && !w.is(PUNCT) && self.phrases.starting_at(i + 1).is_some() {
                    condition = true;
                }
                self.subject[i] = subject;
                if w.is(VERB) && !w.is(AUX) {
                    let mood = self.mood(i, subject, condition);
                    self.words[i].bits |= mood;
                }
                verb_seen |= finite || subject != NONE_AT;
                i += 1;
                continue;
            }
            self.subject[i] = subject;
            i += 1;
        }
    }

    /// Whether a subject and a verb come after `from`.
    fn clause_follows(&self, from: usize) -> bool {
        match self.phrases.starting_at(from) {
            Some(phrase) => self.verb_follows(phrase.end as usize),
            None => {
                self.words.get(from).is_some_and(|w| w.is(ADV))
                    && self.phrases.starting_at(from + 1).is_some_and(|p| self.verb_follows(p.end as usize))
            }
        }
    }

    fn mood(&self, i: usize, subject: u16, condition: bool) -> Bits {
        let w = &self.words[i];
        let (mut be, mut have, mut did, mut modal, mut negated, mut to) = (false, false, false, false, false, false);
        let mut j = i;
        while j > 0 {
            let v = &self.words[j - 1];
            if v.is(PUNCT) || self.phrases.at[j - 1] != NONE_AT {
                break;
            }
            if v.is(TO) {
                to = true;
                break;
            }
            if !v.is(ADV | NOT | AUX) {
                break;
            }
            be |= v.is(BE);
            have |= v.is(HAVE);
            did |= v.is(DO);
            modal |= v.is(MODAL);
            negated |= v.is(NOT);
            j -= 1;
        }
        let about = self.phrases.list.get(subject as usize);
        let mut mood = 0;
        let passive = be && w.is(PP) && !w.is(ING);
        if passive {
            mood |= PASSIVE;
        }
        if negated || about.is_some_and(|p| p.kinds & NOBODY != 0) {
            mood |= NEGATED;
        }
        if modal {
            mood |= WISHED;
        }
        if to {
            mood |= INFINITIVE;
        }
        let bare = !be && !have && !did && !modal && !to;
        if bare
            && w.is(BASE)
            && subject == NONE_AT
            && (self.starts[j]
                || j > 0 && self.words[j - 1].is(CONJ | PUNCT)
                || j > 0 && matches!(self.words[j - 1].text, "please" | "pls" | "always"))
        {
            mood |= IMPERATIVE;
        }
        let finite = bare && w.is(PAST | S)
            || bare && w.is(BASE) && about.is_some_and(|p| p.plural || p.kinds & (THEY_NP | TEAM_NP | WE_NP | I_NP | YOU_NP) != 0)
            || did && w.is(BASE)
            || have && w.is(PP)
            || be && w.is(ING);
        if finite && mood == 0 && !condition && !modal && subject != NONE_AT {
            mood |= ACT;
        }
        mood
    }
}

/// Gives the head of a phrasal verb the classes it has with its particle: "took checkout down".
fn particles(words: &mut [Word], lexicon: &Lexicon) {
    for i in 0..words.len() {
        if !words[i].is(VERB) || !lexicon.starts_phrasal(words[i].lemma) {
            continue;
        }
        let lemma = words[i].lemma;
        for j in i + 1..words.len().min(i + 7) {
            let w = &words[j];
            if w.is(PUNCT) || w.is(SUB | AUX) && !w.is(PREP) {
                break;
            }
            let found = lexicon.phrasals.iter().filter(|p| p.head == lemma && p.particle == w.id).fold(0, |bits, p| bits | p.bits);
            if found != 0 {
                words[i].bits |= found;
                break;
            }
        }
    }
}
