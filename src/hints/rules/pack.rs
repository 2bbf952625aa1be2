//! The lexicon and the patterns in the form that the bundles read; see `grammar/packed.rs`.

use crate::lexicon::{BASE, Bits, Lexicon, VERB, WordId};
use crate::packed::{OFTEN, Reader, shape};
use crate::syntax::{Item, Node, Parsed};

/// One `class: words` line of the lexicon, or several with the same classes.
struct Line {
    bits: Bits,
    verbs: bool,
    words: Vec<String>,
    phrasals: Vec<(String, String)>,
}

/// Writes `lexicon`, which was made of `source` and has seen every pattern, and returns what a bundle will read.
pub fn lexicon(source: &str, lexicon: &Lexicon, out: &mut Writer) -> Lexicon {
    let mut lines: Vec<Line> = Vec::new();
    for line in source.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with(['#', '~'])) {
        let Some((names, words)) = line.split_once(':') else { continue };
        let bits = names.split('+').fold(0, |bits, name| bits | lexicon.class(name.trim()).expect("a class that was read before"));
        let verbs = bits & VERB != 0;
        let at = lines.iter().position(|line| line.bits == bits).unwrap_or_else(|| {
            lines.push(Line { bits, verbs, words: Vec::new(), phrasals: Vec::new() });
            lines.len() - 1
        });
        for word in words.split_whitespace() {
            match word.split_once('_') {
                Some((head, particle)) => lines[at].phrasals.push((head.to_owned(), particle.to_owned())),
                None => lines[at].words.push(word.to_owned()),
            }
        }
    }
    let mut bases: Vec<String> =
        lines.iter().filter(|l| l.verbs).flat_map(|l| l.words.iter().chain(l.phrasals.iter().map(|p| &p.0)).cloned()).collect();
    // Verbs that only a pattern asks for.
    let all = 1..lexicon.len() as WordId;
    let asked: Vec<String> = all
        .clone()
        .filter(|id| lexicon.entry(*id).bits & BASE != 0)
        .map(|id| lexicon.word(id).to_owned())
        .filter(|word| !bases.contains(word))
        .collect();
    bases.extend(asked.iter().cloned());
    lines.push(Line { bits: VERB, verbs: true, words: asked, phrasals: Vec::new() });

    let mut derived: Vec<String> = Vec::new();
    let mut irregular: Vec<[String; 3]> = Vec::new();
    bases.sort();
    bases.dedup();
    for base in &bases {
        let forms = lexicon.forms(base);
        if lexicon.irregular.iter().any(|forms| forms[0] == *base) {
            irregular.push([base.clone(), forms.past, forms.pp]);
            derived.extend([forms.s, forms.ing]);
        } else {
            derived.extend([forms.s, forms.past, forms.pp, forms.ing]);
        }
    }
    derived.sort();
    let given = |word: &str| {
        bases.binary_search_by(|b| b.as_str().cmp(word)).is_ok()
            || irregular.iter().flatten().any(|w| w == word)
            || lines.iter().any(|l| l.words.iter().any(|w| w == word) || l.phrasals.iter().any(|p| p.1 == word))
    };
    let mut table: Vec<&str> = all
        .clone()
        .map(|id| lexicon.word(id))
        .filter(|word| derived.binary_search_by(|d| d.as_str().cmp(word)).is_err() || given(word))
        .collect();
    table.sort_unstable();
    let id = |word: &str| table.binary_search(&word).expect("a word of the table") + 1;

    let shared = |at: usize| if at == 0 { 0 } else { table[at].bytes().zip(table[at - 1].bytes()).take_while(|(a, b)| a == b).count() };
    // Never between the bytes of one letter.
    let shared = |at: usize| (0..=shared(at)).rev().find(|n| table[at].is_char_boundary(*n)).unwrap_or(0);
    out.number(table.len());
    (0..table.len()).for_each(|at| out.byte(shared(at) as u8));
    (0..table.len()).for_each(|at| out.byte((table[at].len() - shared(at)) as u8));
    (0..table.len()).for_each(|at| out.bytes.extend(table[at][shared(at)..].bytes()));
    out.list(&lexicon.classes, |out, name| {
        out.number(name.len());
        out.bytes.extend(name.bytes());
    });
    out.list(&irregular, |out, forms| forms.iter().for_each(|form| out.number(id(form))));
    out.list(&lines, |out, line| {
        out.bits(line.bits);
        out.ids(&line.words.iter().map(|word| id(word) as WordId).collect::<Vec<_>>());
        out.list(&line.phrasals, |out, (head, particle)| {
            out.number(id(head));
            out.number(id(particle));
        });
    });

    // Where two verbs share a form, its lemma hangs on the order of the lines: what came out otherwise is said.
    let before = out.bytes.len();
    let read = |out: &Writer| Lexicon::read(&mut Reader::new(&out.bytes));
    let rough = read(out);
    assert_eq!(rough.len(), lexicon.len(), "as many words as before");
    let find = |word: &str| rough.find(word.as_bytes()).expect("the same words as before");
    let lemma = |l: &Lexicon, id: WordId| l.word(l.entry(id).lemma).to_owned();
    let other: Vec<(WordId, WordId)> = all
        .clone()
        .filter(|id| lemma(lexicon, *id) != lemma(&rough, find(lexicon.word(*id))))
        .map(|id| (find(lexicon.word(id)), find(&lemma(lexicon, id))))
        .collect();
    out.bytes.truncate(before);
    out.list(&other, |out, (word, lemma)| {
        out.number(usize::from(*word));
        out.number(usize::from(*lemma));
    });

    let packed = read(out);
    for word in all {
        let text = lexicon.word(word);
        let id = packed.find(text.as_bytes()).expect("the same words as before");
        assert_eq!(packed.entry(id).bits, lexicon.entry(word).bits, "{text}");
        assert_eq!(lemma(&packed, id), lemma(lexicon, word), "{text}");
        if lexicon.entry(word).bits & VERB != 0 {
            assert_eq!(packed.forms(text), lexicon.forms(text), "{text}");
        }
    }
    let phrasals = |l: &Lexicon| {
        let mut all: Vec<(String, String, Bits)> =
            l.phrasals.iter().map(|p| (l.word(p.head).to_owned(), l.word(p.particle).to_owned(), p.bits)).collect();
        all.sort();
        all
    };
    assert_eq!(phrasals(&packed), phrasals(lexicon));
    packed
}

/// Writes patterns whose ids are `from`'s with those of `to`.
pub fn patterns(patterns: &[Parsed], from: &Lexicon, to: &Lexicon, out: &mut Writer) {
    let id = |id: WordId| to.find(from.word(id).as_bytes()).expect("the same words in both");
    out.list(patterns, |out, pattern| out.pattern(pattern, &id));
}

/// What `packed::Reader` reads.
#[derive(Debug, Default)]
pub struct Writer {
    pub bytes: Vec<u8>,
    pub texts: Vec<String>,
}

impl Writer {
    pub fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    pub fn number(&mut self, mut number: usize) {
        while number > 127 {
            self.byte(number as u8 | 128);
            number >>= 7;
        }
        self.byte(number as u8);
    }

    pub fn text(&mut self, text: &str) {
        assert!(!text.contains('\n'), "{text:?} has more than one line");
        self.texts.push(text.to_owned());
    }

    pub fn list<T>(&mut self, items: &[T], mut one: impl FnMut(&mut Self, &T)) {
        self.number(items.len());
        for item in items {
            one(self, item);
        }
    }

    pub fn ids(&mut self, ids: &[WordId]) {
        let mut ids = ids.to_vec();
        ids.sort_unstable();
        ids.dedup();
        let mut last = 0;
        self.list(&ids, |out, id| {
            out.number(usize::from(id - last));
            last = *id;
        });
    }

    pub fn bits(&mut self, bits: Bits) {
        self.byte(bits.count_ones() as u8);
        (0..128).filter(|i| bits >> i & 1 == 1).for_each(|i| self.byte(i));
    }

    /// `id` gives the reader's id of a word.
    pub fn pattern(&mut self, pattern: &Parsed, id: &dyn Fn(WordId) -> WordId) {
        self.number(pattern.anchor);
        self.list(&pattern.captures, |out, name| out.text(name));
        self.list(&pattern.nodes, |out, node| out.node(node, id));
    }

    fn node(&mut self, node: &Node, id: &dyn Fn(WordId) -> WordId) {
        let shape = match &node.item {
            Item::Set { words, lemmas } => match (words.len(), lemmas.len()) {
                (1, 0) => shape::WORD,
                (0, 1) => shape::LEMMA,
                _ => shape::SET,
            },
            Item::Class(_) => shape::CLASS,
            Item::Phrase(_) => shape::PHRASE,
            Item::Beside(_) => shape::BESIDE,
            Item::Owner(_) => shape::OWNER,
            Item::Gap { crosses: false, .. } => shape::GAP,
            Item::Gap { crosses: true, .. } => shape::GAP_ACROSS,
            Item::Start => shape::START,
            Item::End => shape::END,
            Item::Mark(true) => shape::OPEN,
            Item::Mark(false) => shape::CLOSE,
            Item::Group(_) => shape::GROUP,
            Item::Not(_) => shape::NOT,
            Item::Any => shape::ANY,
        };
        let often = OFTEN.iter().position(|often| *often == (node.least, node.most)).expect("the parser gives these four");
        self.byte(shape | (often as u8) << 4 | u8::from(node.capture > 0) << 6);
        if node.capture > 0 {
            self.byte(node.capture);
        }
        match &node.item {
            Item::Set { words, lemmas } => match (&words[..], &lemmas[..]) {
                ([one], []) | ([], [one]) => self.number(usize::from(id(*one))),
                _ => {
                    self.ids(&words.iter().map(|word| id(*word)).collect::<Vec<_>>());
                    self.ids(&lemmas.iter().map(|lemma| id(*lemma)).collect::<Vec<_>>());
                }
            },
            Item::Class(any) => self.list(any, |out, (all, none)| {
                out.bits(*all);
                out.bits(*none);
            }),
            Item::Phrase(kinds) | Item::Beside(kinds) | Item::Owner(kinds) => self.number(usize::from(*kinds)),
            Item::Gap { most, .. } => self.byte(*most),
            Item::Group(branches) => self.list(branches, |out, branch| out.list(branch, |out, node| out.node(node, id))),
            Item::Not(inner) => self.node(inner, id),
            Item::Start | Item::End | Item::Mark(_) | Item::Any => {}
        }
    }
}
