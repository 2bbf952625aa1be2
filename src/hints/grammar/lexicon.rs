//! Words and what they can be: one table from a word to its id, its lemma and its classes.
//!
//! Made of `english.txt` and the words that the rules ask for: by the build script, whose bytes the bundles read. Knows nothing of
//! sentences.

use super::packed::Reader;

/// A set of word classes.
pub type Bits = u128;

/// Index of a surface form; 0 is "not in the lexicon".
pub type WordId = u16;

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        #[repr(u8)]
        enum Index { $($name,)* _COUNT }
        $( $(#[$doc])* pub const $name: Bits = 1 << Index::$name as u8; )*
        /// The classes that the code itself speaks of; `english.txt` may add more for the rules.
        const FIXED: [&str; Index::_COUNT as usize] = [$($text,)*];
    };
}

classes! {
    // Forms of a verb.
    VERB = "verb", BASE = "base", S = "s", PAST = "past", PP = "pp", ING = "ing",
    // Function words.
    AUX = "aux", BE = "be", HAVE = "have", DO = "do", MODAL = "modal", NOT = "not", ADV = "adv", PREP = "prep",
    CONJ = "conj", SUB = "sub", COND = "cond", DET = "det", POSSDET = "possdet", QUANT = "quant", WH = "wh", TO = "to",
    // Pronouns.
    HE = "he", HIM = "him", THEY = "they", WE = "we", I = "i", YOU = "you", SOME = "some", NONE = "none", EVERY = "every", IT = "it",
    // Nouns and names.
    ROLE = "role", TWOFACED = "twofaced", TEAM = "team", DEPT = "dept", MAYDEPT = "maydept", GIVEN = "given", SYSTEM = "system", TOOL = "tool",
    NOUN = "noun", ADJ = "adj", TIME = "time", TITLE = "title",
    /// Says of a noun that it is a person: "junior", "night-shift".
    HUMANMOD = "humanmod",
    /// A verb form that is as often a noun: "change", "deploy", "alert".
    NOUNVERB = "nounverb",
    // Found in the sentence, never in the lexicon.
    /// A finite, active, asserted verb: not negated, not modal, not an infinitive, not in a condition.
    ACT = "act",
    PASSIVE = "passive", NEGATED = "negated", WISHED = "modalised", INFINITIVE = "infinitive", IMPERATIVE = "imperative",
    CAPITAL = "capital", POSSESSIVE = "possessive", NUMBER = "number", HANDLE = "handle", THING = "thing", PUNCT = "punct",
    UNKNOWN = "unknown",
    /// A wh-word that asks rather than relates.
    ASKING = "asking",
}

/// What a word can be.
#[derive(Clone, Copy, Debug, Default)]
pub struct Entry {
    pub lemma: WordId,
    pub bits: Bits,
}

/// A verb whose meaning hangs on a particle: "take … down".
#[derive(Clone, Copy, Debug)]
pub struct Phrasal {
    pub head: WordId,
    pub particle: WordId,
    pub bits: Bits,
}

#[derive(Debug, Default)]
pub struct Lexicon {
    letters: String,
    /// End of each word in `letters`; word 0 is empty.
    ends: Vec<u32>,
    entries: Vec<Entry>,
    /// Open addressing, a power of two; 0 is free.
    table: Vec<WordId>,
    pub classes: Vec<String>,
    pub phrasals: Vec<Phrasal>,
    /// Lemmas that start a phrasal verb.
    phrasal_heads: Vec<WordId>,
    /// Base, past and participle.
    pub irregular: Vec<[String; 3]>,
    /// Words of each class.
    counts: Vec<u32>,
}

/// The forms of a verb.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forms {
    pub s: String,
    pub past: String,
    pub pp: String,
    pub ing: String,
}

impl Lexicon {
    /// With word 0 only.
    fn empty() -> Lexicon {
        Lexicon { ends: vec![0], entries: vec![Entry::default()], table: vec![0; 1 << 14], ..Lexicon::default() }
    }

    /// Reads what the build script wrote: the same words and classes, without what only the parser of patterns asks.
    pub fn read(bytes: &mut Reader) -> Lexicon {
        let mut lexicon = Lexicon::empty();
        let count = bytes.number();
        let shared: Vec<u8> = (0..count).map(|_| bytes.byte()).collect();
        let own: Vec<u8> = (0..count).map(|_| bytes.byte()).collect();
        let mut word = String::new();
        for (shared, own) in shared.into_iter().zip(own) {
            word.truncate(usize::from(shared));
            word.push_str(bytes.text(usize::from(own)));
            lexicon.intern(&word);
        }
        lexicon.classes = bytes.list(|bytes| {
            let len = bytes.number();
            bytes.text(len).to_owned()
        });
        lexicon.irregular = bytes.list(|bytes| [(); 3].map(|()| lexicon.word(bytes.number() as WordId).to_owned()));
        let lines = bytes.number();
        for _ in 0..lines {
            let bits = bytes.bits();
            for id in bytes.ids() {
                lexicon.add_id(id, bits, bits & VERB != 0);
            }
            let phrasals = bytes.list(|bytes| (bytes.number() as WordId, bytes.number() as WordId));
            for (head, particle) in phrasals {
                lexicon.add_phrasal(head, particle, bits);
            }
        }
        for (id, lemma) in bytes.list(|bytes| (bytes.number() as WordId, bytes.number() as WordId)) {
            lexicon.entries[usize::from(id)].lemma = lemma;
        }
        lexicon
    }

    /// Reads `english.txt`: lines of `class: word word …`; `~ base past participle` for irregular verbs;
    /// `verb…` classes take base forms and get all the others. Underscores join phrasal verbs.
    pub fn new(source: &str) -> Lexicon {
        let mut lexicon = Lexicon { classes: FIXED.iter().map(|c| (*c).to_owned()).collect(), ..Lexicon::empty() };
        for line in source.lines() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(forms) = line.strip_prefix('~') {
                let mut forms = forms.split_whitespace();
                while let (Some(base), Some(past), Some(pp)) = (forms.next(), forms.next(), forms.next()) {
                    lexicon.irregular.retain(|forms| forms[0] != base);
                    lexicon.irregular.push([base.to_owned(), past.to_owned(), pp.to_owned()]);
                }
                continue;
            }
            let Some((names, words)) = line.split_once(':') else { continue };
            let bits = names.split('+').fold(0, |bits, name| bits | lexicon.class_or_new(name.trim()));
            let verbs = names.split('+').any(|n| n.trim() == "verb");
            for word in words.split_whitespace() {
                lexicon.add(word, bits, verbs);
            }
        }
        lexicon.counts = vec![0; 128];
        for entry in &lexicon.entries {
            let mut bits = entry.bits;
            while bits != 0 {
                lexicon.counts[bits.trailing_zeros() as usize] += 1;
                bits &= bits - 1;
            }
        }
        for phrasal in &lexicon.phrasals {
            let mut bits = phrasal.bits;
            while bits != 0 {
                lexicon.counts[bits.trailing_zeros() as usize] += 5;
                bits &= bits - 1;
            }
        }
        lexicon
    }

    fn add(&mut self, word: &str, bits: Bits, verb: bool) {
        if let Some((head, particle)) = word.split_once('_') {
            let (head, particle) = (self.intern(head), self.intern(particle));
            self.add_phrasal(head, particle, bits);
            return;
        }
        let id = self.intern(word);
        self.add_id(id, bits, verb);
    }

    fn add_phrasal(&mut self, head: WordId, particle: WordId, bits: Bits) {
        self.add_id(head, VERB, true);
        self.phrasals.push(Phrasal { head, particle, bits: bits & !(VERB | NOUNVERB) });
        if !self.phrasal_heads.contains(&head) {
            self.phrasal_heads.push(head);
        }
    }

    fn add_id(&mut self, base: WordId, bits: Bits, verb: bool) {
        if !verb {
            self.mark(base, base, bits);
            return;
        }
        let forms = self.forms(self.word(base));
        let bits = bits | VERB;
        self.mark(base, base, bits | BASE);
        for (form, class) in [(&forms.s, S), (&forms.past, PAST), (&forms.pp, PP), (&forms.ing, ING)] {
            let id = self.intern(form);
            let noun = if class == PAST || class == PP || class == ING { NOUNVERB } else { 0 };
            self.mark(id, base, (bits & !noun) | class);
        }
    }

    fn mark(&mut self, id: WordId, lemma: WordId, bits: Bits) {
        let entry = &mut self.entries[id as usize];
        entry.bits |= bits;
        if entry.lemma == 0 || bits & VERB != 0 {
            entry.lemma = lemma;
        }
    }

    /// The id of a verb, which is added with its forms if it is new.
    pub fn verb(&mut self, base: &str) -> WordId {
        let id = self.intern(base);
        if self.entry(id).bits & VERB == 0 {
            self.add(base, VERB, true);
        }
        id
    }

    /// All forms of the verb with this base.
    pub fn forms(&self, base: &str) -> Forms {
        let mut forms = regular(base);
        if let Some([_, past, pp]) = self.irregular.iter().find(|forms| forms[0] == base) {
            forms.past.clone_from(past);
            forms.pp.clone_from(pp);
        }
        forms
    }

    /// The class called `name`.
    pub fn class(&self, name: &str) -> Option<Bits> {
        self.classes.iter().position(|c| c == name).map(|i| 1 << i)
    }

    fn class_or_new(&mut self, name: &str) -> Bits {
        self.class(name).unwrap_or_else(|| {
            self.classes.push(name.to_owned());
            assert!(self.classes.len() <= 128, "more classes than a set holds");
            1 << (self.classes.len() - 1)
        })
    }

    /// The id of a word in lower case, which is added if it is new.
    pub fn intern(&mut self, word: &str) -> WordId {
        if let Some(id) = self.find(word.as_bytes()) {
            return id;
        }
        let id = self.entries.len() as WordId;
        self.letters.push_str(word);
        self.ends.push(self.letters.len() as u32);
        self.entries.push(Entry { lemma: id, bits: 0 });
        if self.entries.len() * 2 > self.table.len() {
            self.table = vec![0; self.table.len() * 2];
            for old in 1..self.entries.len() as WordId {
                self.place(old);
            }
        } else {
            self.place(id);
        }
        id
    }

    fn place(&mut self, id: WordId) {
        let mask = self.table.len() - 1;
        let mut slot = hash(self.word(id).as_bytes()) as usize & mask;
        while self.table[slot] != 0 {
            slot = (slot + 1) & mask;
        }
        self.table[slot] = id;
    }

    /// The id of a word given in lower case.
    pub fn find(&self, word: &[u8]) -> Option<WordId> {
        let mask = self.table.len() - 1;
        let mut slot = hash(word) as usize & mask;
        loop {
            let id = self.table[slot];
            if id == 0 {
                return None;
            }
            if self.word(id).as_bytes() == word {
                return Some(id);
            }
            slot = (slot + 1) & mask;
        }
    }

    pub fn word(&self, id: WordId) -> &str {
        let id = id as usize;
        if id == 0 {
            return "";
        }
        &self.letters[self.ends[id - 1] as usize..self.ends[id] as usize]
    }

    pub fn entry(&self, id: WordId) -> Entry {
        self.entries[id as usize]
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn starts_phrasal(&self, lemma: WordId) -> bool {
        self.phrasal_heads.contains(&lemma)
    }

    /// How many words have all of `bits`, about: the fewest of any one of them.
    pub fn count(&self, bits: Bits) -> u32 {
        (0..128).filter(|i| bits >> i & 1 == 1).map(|i| self.counts.get(i).copied().unwrap_or(0)).min().unwrap_or(u32::MAX)
    }
}

/// The words of each lemma and of each set of classes, once no more words come.
pub struct Families {
    /// Every word, the forms of one lemma together; and where those of each lemma begin.
    forms: Vec<WordId>,
    starts: Vec<u32>,
    /// All classes of each word, by itself or with its particle.
    bits: Vec<Bits>,
    /// The sets that were asked for.
    members: Vec<(Bits, Vec<WordId>)>,
}

impl Families {
    pub fn new(lexicon: &Lexicon) -> Families {
        let all = 1..lexicon.len() as WordId;
        let (starts, forms) = grouped(lexicon.len(), all.clone().map(|id| (lexicon.entry(id).lemma, id)));
        let mut phrasal = vec![0; lexicon.len()];
        for p in &lexicon.phrasals {
            phrasal[p.head as usize] |= p.bits;
        }
        let mut bits = vec![0];
        bits.extend(all.map(|id| lexicon.entry(id)).map(|entry| entry.bits | phrasal[entry.lemma as usize]));
        Families { forms, starts, bits, members: Vec::new() }
    }

    /// Every form with this lemma.
    pub fn of(&self, lemma: WordId) -> &[WordId] {
        within(&self.starts, &self.forms, lemma)
    }

    /// Every word that has all of `bits`.
    pub fn members(&mut self, bits: Bits) -> &[WordId] {
        let at = self.members.iter().position(|set| set.0 == bits).unwrap_or_else(|| {
            let all = (1..self.bits.len()).filter(|id| self.bits[*id] & bits == bits).map(|id| id as WordId).collect();
            self.members.push((bits, all));
            self.members.len() - 1
        });
        &self.members[at].1
    }
}

/// The values of `pairs` by their keys, which are below `count`, each key's in the order they came in; and where those of each key begin.
pub fn grouped(count: usize, pairs: impl Iterator<Item = (WordId, u16)> + Clone) -> (Vec<u32>, Vec<u16>) {
    let mut starts = vec![0; count + 1];
    let mut total = 0;
    for (key, _) in pairs.clone() {
        starts[key as usize + 1] += 1;
        total += 1;
    }
    for key in 0..count {
        starts[key + 1] += starts[key];
    }
    let mut next = starts.clone();
    let mut values = vec![0; total];
    for (key, value) in pairs {
        values[next[key as usize] as usize] = value;
        next[key as usize] += 1;
    }
    (starts, values)
}

/// The values of one key.
pub fn within<'a>(starts: &[u32], values: &'a [u16], key: WordId) -> &'a [u16] {
    &values[starts[key as usize] as usize..starts[key as usize + 1] as usize]
}

fn hash(word: &[u8]) -> u32 {
    word.iter().fold(0x811c_9dc5, |h: u32, b| (h ^ u32::from(*b)).wrapping_mul(0x0100_0193)).rotate_right(11)
}

fn is_vowel(c: u8) -> bool {
    matches!(c, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// The forms that spelling rules give.
fn regular(base: &str) -> Forms {
    let b = base.as_bytes();
    let n = b.len();
    let last = b.last().copied().unwrap_or(b'x');
    let before = if n > 1 { b[n - 2] } else { b'x' };
    let s = if last == b'y' && !is_vowel(before) {
        format!("{}ies", &base[..n - 1])
    } else if matches!(last, b's' | b'x' | b'z' | b'o') || base.ends_with("ch") || base.ends_with("sh") {
        format!("{base}es")
    } else {
        format!("{base}s")
    };
    let syllables = (0..n).filter(|i| is_vowel(b[*i]) && (*i == 0 || !is_vowel(b[i - 1]))).count();
    let closed = n > 2 && !is_vowel(last) && !matches!(last, b'w' | b'x' | b'y') && is_vowel(before) && !is_vowel(b[n - 3]);
    let doubles = closed
        && (syllables == 1
            || ["mit", "fer", "cur", "trol", "pel", "bel", "cel", "get", "gin", "eset", "erun"].iter().any(|e| base.ends_with(e)));
    let (past, ing) = if doubles {
        let c = last as char;
        (format!("{base}{c}ed"), format!("{base}{c}ing"))
    } else if last == b'e' {
        let ing = if before == b'e' || before == b'y' || before == b'o' { format!("{base}ing") } else { format!("{}ing", &base[..n - 1]) };
        (format!("{base}d"), ing)
    } else if last == b'y' && !is_vowel(before) {
        (format!("{}ied", &base[..n - 1]), format!("{base}ing"))
    } else {
        (format!("{base}ed"), format!("{base}ing"))
    };
    Forms { s, pp: past.clone(), past, ing }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_are_inflected_by_the_rules_of_spelling() {
        for (base, s, past, ing) in [
            ("push", "pushes", "pushed", "pushing"),
            ("delete", "deletes", "deleted", "deleting"),
            ("drop", "drops", "dropped", "dropping"),
            ("apply", "applies", "applied", "applying"),
            ("deploy", "deploys", "deployed", "deploying"),
            ("commit", "commits", "committed", "committing"),
            ("open", "opens", "opened", "opening"),
            ("free", "frees", "freed", "freeing"),
            ("fail", "fails", "failed", "failing"),
        ] {
            let forms = regular(base);
            assert_eq!((forms.s.as_str(), forms.past.as_str(), forms.ing.as_str()), (s, past, ing));
        }
    }

    #[test]
    fn a_word_has_the_classes_of_every_line_it_stands_in() {
        let lexicon = Lexicon::new("~ break broke broken\nverb+harm: break take_down\nnoun: break\ncustom: odd");
        let id = lexicon.find(b"broke").unwrap();
        assert_eq!(lexicon.word(lexicon.entry(id).lemma), "break");
        assert!(lexicon.entry(id).bits & PAST != 0);
        assert!(lexicon.entry(lexicon.find(b"break").unwrap()).bits & NOUN != 0);
        assert_eq!(lexicon.phrasals.len(), 1);
        assert!(lexicon.class("custom").is_some());
        assert_eq!(lexicon.find(b"unheard"), None);
    }
}
