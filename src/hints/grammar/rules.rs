//! Rules as data, compiled: which words make which patterns try, and what a match says.

use super::LONGEST;
use super::agents::*;
use super::lexicon::*;
use super::packed::Reader;
use super::pattern::{Match, Pattern, signature};
use super::rewrite::{self, Template};
use super::sentence::{Sentence, Word};
use super::syntax::Parsed;
use crate::hints::{Category, Hint, Rewrite, Severity};
use crate::text::SectionKind;

/// One rule as it is written: the built-in ones and those of an organisation's pack.
#[derive(Clone, Copy, Debug)]
pub struct RuleSource<'a> {
    pub id: &'a str,
    /// A category's id; `agent` stands for named-, role- or team-agent, whichever was matched.
    pub category: &'a str,
    pub severity: Severity,
    pub patterns: &'a [&'a str],
    /// Patterns that excuse the sentence; `%name` is a shared list.
    pub unless: &'a [&'a str],
    /// Sections it is for; all when empty.
    pub only_in: &'a [SectionKind],
    pub not_in: &'a [SectionKind],
    pub message: &'a str,
    pub question: &'a str,
    pub rewrites: &'a [&'a str],
}

/// A list of excusing patterns with a name.
pub type GuardSource<'a> = (&'a str, &'a [&'a str]);

include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// The same compiled, with their lexicon.
pub static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/grammar.bin"));
/// Their texts, one a line, in the order in which [`PACKED`] asks for them.
pub static TEXTS: &str = include_str!(concat!(env!("OUT_DIR"), "/texts.txt"));

/// Why a rule cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleError {
    pub rule: String,
    pub problem: String,
}

impl std::fmt::Display for RuleError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "rule {:?}: {}", self.rule, self.problem)
    }
}

impl std::error::Error for RuleError {}

#[derive(Debug)]
struct Rule {
    id: String,
    /// `None`: by the agent.
    category: Option<Category>,
    severity: Severity,
    excuses: Vec<u16>,
    only_in: Vec<SectionKind>,
    not_in: Vec<SectionKind>,
    message: Template,
    question: Template,
    rewrites: Vec<Template>,
}

/// All rules of a grammar, ready to run.
#[derive(Debug, Default)]
pub struct Rules {
    rules: Vec<Rule>,
    patterns: Vec<(Pattern, u16)>,
    excuses: Vec<Pattern>,
    /// The first pattern of the recasts: they come last, are no hints, and are tried only where there is one.
    recasts: u16,
    tries: Cues,
    excuse_tries: Cues,
}

/// The patterns to try at each word.
#[derive(Debug, Default)]
struct Cues {
    starts: Vec<u32>,
    patterns: Vec<u16>,
}

impl Cues {
    /// Readies the patterns, too.
    fn new<'p>(patterns: impl Iterator<Item = &'p mut Pattern>, families: &mut Families, words: usize) -> Cues {
        let mut pairs: Vec<(WordId, u16)> = Vec::new();
        let mut last = vec![u16::MAX; words];
        let mut cues = Vec::new();
        for (at, pattern) in patterns.enumerate() {
            cues.clear();
            pattern.ready(families, &mut cues);
            for id in &cues {
                if last[*id as usize] != at as u16 {
                    last[*id as usize] = at as u16;
                    pairs.push((*id, at as u16));
                }
            }
        }
        let (starts, patterns) = grouped(words, pairs.iter().copied());
        Cues { starts, patterns }
    }

    /// In ascending order.
    fn at(&self, word: WordId) -> &[u16] {
        within(&self.starts, &self.patterns, word)
    }
}

impl Rules {
    /// Compiles `sources`; words they ask for are added to `lexicon`.
    pub fn new(sources: &[RuleSource], guards: &[GuardSource], lexicon: &mut Lexicon) -> Result<Rules, RuleError> {
        let mut rules = Rules { recasts: u16::MAX, ..Rules::default() };
        let mut shared: Vec<(&str, Vec<u16>)> = Vec::new();
        for (name, patterns) in guards {
            let mut list = Vec::new();
            for pattern in *patterns {
                list.push(rules.excuse(name, pattern, lexicon)?);
            }
            shared.push((name, list));
        }
        for source in sources {
            let error = |problem: String| RuleError { rule: source.id.to_owned(), problem };
            let category = match source.category {
                "agent" => None,
                "recast" => {
                    rules.recasts = rules.recasts.min(rules.patterns.len() as u16);
                    None
                }
                name => Some(category(name).ok_or_else(|| error(format!("no category is called {name:?}")))?),
            };
            let index = rules.rules.len() as u16;
            let mut excuses = Vec::new();
            for pattern in source.unless {
                match pattern.strip_prefix('%') {
                    Some(name) => {
                        let list = shared.iter().find(|(n, _)| *n == name).ok_or_else(|| error(format!("no guard is called {name:?}")))?;
                        excuses.extend(&list.1);
                    }
                    None => excuses.push(rules.excuse(source.id, pattern, lexicon)?),
                }
            }
            if source.patterns.is_empty() {
                return Err(error("it has no pattern".to_owned()));
            }
            for pattern in source.patterns {
                rules.patterns.push((compile(pattern, lexicon).map_err(&error)?, index));
            }
            rules.rules.push(Rule {
                id: source.id.to_owned(),
                category,
                severity: source.severity,
                excuses,
                only_in: source.only_in.to_vec(),
                not_in: source.not_in.to_vec(),
                message: Template::new(source.message),
                question: Template::new(source.question),
                rewrites: source.rewrites.iter().map(|r| Template::new(r)).collect(),
            });
        }
        rules.index(lexicon);
        Ok(rules)
    }

    /// Reads what the build script wrote.
    pub fn read(bytes: &mut Reader, texts: &str, lexicon: &Lexicon) -> Rules {
        let mut texts = texts.lines();
        let mut rules = Rules {
            recasts: u16::MAX,
            excuses: bytes.list(|bytes| bytes.pattern(&mut texts)).into_iter().filter_map(Pattern::new).collect(),
            ..Rules::default()
        };
        let sections = |bytes: &mut Reader| bytes.list(|bytes| SectionKind::BUILT_IN.get(bytes.number()).copied().unwrap_or_default());
        for index in 0..bytes.number() {
            let severity = if bytes.byte() == 0 { Severity::Suggestion } else { Severity::Warning };
            let name = texts.next().unwrap_or_default();
            if name == "recast" {
                rules.recasts = rules.recasts.min(rules.patterns.len() as u16);
            }
            let category = category(name);
            let excuses = bytes.list(|bytes| bytes.number() as u16);
            let (only_in, not_in) = (sections(bytes), sections(bytes));
            let mut text = || texts.next().unwrap_or_default();
            let (id, message, question) = (text().to_owned(), Template::new(text()), Template::new(text()));
            let rewrites = bytes.list(|_| Template::new(text()));
            rules.rules.push(Rule { id, category, severity, excuses, only_in, not_in, message, question, rewrites });
            let patterns = bytes.list(|bytes| bytes.pattern(&mut texts));
            rules.patterns.extend(patterns.into_iter().filter_map(Pattern::new).map(|pattern| (pattern, index as u16)));
        }
        rules.index(lexicon);
        rules
    }

    fn excuse(&mut self, rule: &str, source: &str, lexicon: &mut Lexicon) -> Result<u16, RuleError> {
        self.excuses.push(compile(source, lexicon).map_err(|problem| RuleError { rule: rule.to_owned(), problem })?);
        Ok(self.excuses.len() as u16 - 1)
    }

    fn index(&mut self, lexicon: &Lexicon) {
        let families = &mut Families::new(lexicon);
        self.tries = Cues::new(self.patterns.iter_mut().map(|p| &mut p.0), families, lexicon.len());
        self.excuse_tries = Cues::new(self.excuses.iter_mut(), families, lexicon.len());
    }

    pub fn has(&self, id: &str) -> bool {
        self.rules.iter().any(|r| r.id == id)
    }

    /// The patterns worth trying in a sentence, and where: by its words alone, before anything is parsed.
    pub fn worth(&self, words: &[Word], out: &mut Vec<(u16, u16)>) {
        out.clear();
        let sentence = words.iter().fold(0, |all, w| all | signature(w.id) | signature(w.lemma));
        for (at, word) in words.iter().enumerate() {
            if word.id != 0 && !word.quoted {
                out.extend(
                    self.tries
                        .at(word.id)
                        .iter()
                        .filter(|p| **p < self.recasts && self.patterns[**p as usize].0.may(sentence))
                        .map(|p| (at as u16, *p)),
                );
            }
        }
    }

    /// The hints of one sentence, in order, none overlapping another; with all their rewrites when they are to `offer` any.
    #[expect(clippy::too_many_arguments, reason = "the sentence and all it is read with")]
    pub fn run(
        &self,
        sentence: &Sentence,
        tries: &[(u16, u16)],
        section: Option<SectionKind>,
        source: &str,
        lexicon: &Lexicon,
        offer: bool,
        out: &mut Vec<Hint>,
    ) {
        let mut found: Vec<(u16, u16, Match)> = Vec::new();
        let kinds = sentence.kinds();
        for &(at, pattern) in tries {
            let (compiled, rule) = &self.patterns[pattern as usize];
            if compiled.may_with(kinds) && self.wanted(&self.rules[*rule as usize], section) {
                if let Some(m) = compiled.matches(sentence, at as usize) {
                    found.push((*rule, pattern, m));
                }
            }
        }
        if found.is_empty() {
            return;
        }
        found.retain(|(rule, _, _)| !self.excused(&self.rules[*rule as usize], sentence));
        // Rules stand in the order of their precedence; of one rule the longer match is the better, then the earlier.
        let mut kept: Vec<(u16, u16, Match)> = Vec::new();
        for candidate in sorted(&found, |(rule, _, m)| (*rule, LONGEST - (m.end - m.start), m.start)) {
            if kept.iter().all(|k| candidate.2.end <= k.2.start || k.2.end <= candidate.2.start) {
                let earlier = kept.partition_point(|k| k.2.start < candidate.2.start);
                kept.insert(earlier, candidate);
            }
        }
        let recasts = if offer { self.recast(sentence) } else { Vec::new() };
        for (rule, pattern, m) in kept {
            let mut hint = self.hint(&self.rules[rule as usize], &self.patterns[pattern as usize].0, &m, sentence, source, lexicon);
            if offer {
                self.offer(&mut hint, (rule, pattern, m), &recasts, sentence, source, lexicon);
            }
            out.push(hint);
        }
    }

    /// Where the recasts match a sentence.
    fn recast(&self, sentence: &Sentence) -> Vec<(u16, u16, Match)> {
        let mut found = Vec::new();
        for (at, word) in sentence.words.iter().enumerate().filter(|(_, w)| w.id != 0 && !w.quoted) {
            for &pattern in self.tries.at(word.id).iter().filter(|p| **p >= self.recasts) {
                let (compiled, rule) = &self.patterns[pattern as usize];
                if let Some(m) = compiled.matches(sentence, at) {
                    found.push((*rule, pattern, m));
                }
            }
        }
        sorted(&found, |(_, pattern, m)| (*pattern, m.from, 0)).collect()
    }

    /// The rewrites of a hint: its rule's own, then those of the recasts that touch it, then its clause without the agent.
    fn offer(
        &self,
        hint: &mut Hint,
        own: (u16, u16, Match),
        recasts: &[(u16, u16, Match)],
        sentence: &Sentence,
        source: &str,
        lexicon: &Lexicon,
    ) {
        let touching = recasts.iter().filter(|(_, _, m)| m.from < own.2.end && own.2.start < m.to);
        for (rule, pattern, m) in std::iter::once(&own).chain(touching) {
            let filled = self.rules[*rule as usize]
                .rewrites
                .iter()
                .filter_map(|t| t.rewrite(&self.patterns[*pattern as usize].0, m, sentence, source, lexicon));
            hint.rewrites.extend(filled);
        }
        hint.rewrites.extend(rewrite::without_agent(&own.2, sentence, source, lexicon));
        let mut seen: Vec<Rewrite> = Vec::new();
        hint.rewrites.retain(|r| {
            let new = !seen.contains(r);
            seen.push(r.clone());
            new
        });
    }

    fn wanted(&self, rule: &Rule, section: Option<SectionKind>) -> bool {
        (rule.only_in.is_empty() || section.is_some_and(|s| rule.only_in.contains(&s)))
            && !section.is_some_and(|s| rule.not_in.contains(&s))
    }

    fn excused(&self, rule: &Rule, sentence: &Sentence) -> bool {
        let tried = |at: usize, word: &Word| {
            let tries = self.excuse_tries.at(word.id);
            rule.excuses.iter().any(|i| tries.binary_search(i).is_ok() && self.excuses[*i as usize].matches(sentence, at).is_some())
        };
        sentence.words.iter().enumerate().any(|(at, word)| word.id != 0 && tried(at, word))
    }

    fn hint(&self, rule: &Rule, pattern: &Pattern, m: &Match, sentence: &Sentence, source: &str, lexicon: &Lexicon) -> Hint {
        let words = &sentence.words;
        let range = words[m.start].start as usize..words[m.end - 1].end as usize;
        let fill = |template: &Template| template.fill(pattern, m, sentence, source, lexicon);
        let category = rule.category.unwrap_or(if m.agent & TEAM_NP != 0 {
            Category::TeamAgent
        } else if m.agent & (NAMED | PRONOUN | PERHAPS) != 0 {
            Category::NamedAgent
        } else {
            Category::RoleAgent
        });
        Hint {
            rule_id: rule.id.clone(),
            category,
            severity: rule.severity,
            range,
            message: fill(&rule.message).unwrap_or_else(|| rule.message.plain()),
            question: fill(&rule.question).unwrap_or_else(|| rule.question.plain()),
            rewrites: Vec::new(),
            learn_more: format!("#{}", rule.id),
        }
    }
}

/// The matches by three numbers of theirs, the last two less than [`LONGEST`] and a bit; of equals, the one that came first. As plain
/// numbers, because every type that is sorted costs kilobytes.
fn sorted(found: &[(u16, u16, Match)], key: impl Fn(&(u16, u16, Match)) -> (u16, usize, usize)) -> impl Iterator<Item = (u16, u16, Match)> {
    let packed = |(at, one): (usize, &(u16, u16, Match))| {
        let (first, second, third) = key(one);
        u64::from(first) << 48 | (second as u64) << 38 | (third as u64) << 28 | at as u64
    };
    let mut keys: Vec<u64> = found.iter().enumerate().map(packed).collect();
    keys.sort_unstable();
    keys.into_iter().map(|key| found[(key & 0xfff_ffff) as usize])
}

fn compile(source: &str, lexicon: &mut Lexicon) -> Result<Pattern, String> {
    let parsed = Parsed::new(source, lexicon).map_err(|e| format!("{e} in {source:?}"))?;
    Pattern::new(parsed).ok_or_else(|| "an empty pattern".to_owned())
}

/// A category by its public id.
pub fn category(name: &str) -> Option<Category> {
    Some(match name {
        "named-agent" => Category::NamedAgent,
        "role-agent" => Category::RoleAgent,
        "team-agent" => Category::TeamAgent,
        "human-error" => Category::HumanError,
        "counterfactual" => Category::Counterfactual,
        "judgement" => Category::Judgement,
        "punitive" => Category::Punitive,
        "vigilance" => Category::Vigilance,
        "hindsight" => Category::Hindsight,
        "single-cause" => Category::SingleCause,
        "who-question" => Category::WhoQuestion,
        "absolutist" => Category::Absolutist,
        "hostile" => Category::Hostile,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles() {
        let mut lexicon = Lexicon::new(include_str!("english.txt"));
        let guards = GUARDS.iter().flat_map(|(name, patterns)| patterns.iter().map(move |p| (*name, *p)));
        let rules = RULES.iter().flat_map(|r| r.patterns.iter().chain(r.unless).map(|p| (r.id, *p)));
        let mut problems = Vec::new();
        for (owner, pattern) in guards.chain(rules) {
            if pattern.starts_with('%') {
                continue;
            }
            if let Err(e) = Parsed::new(pattern, &mut lexicon) {
                problems.push(format!("{owner}: {e}: {pattern}"));
            }
        }
        assert!(problems.is_empty(), "{}", problems.join("\n"));
    }

    #[test]
    fn what_the_build_script_compiled_is_what_is_written() {
        use std::rc::Rc;

        use crate::hints::CheckOptions;
        use crate::hints::grammar::English;
        use crate::hints::scanner::Scanner;

        let scanner = |english: English| Scanner::new(Rc::new(english), CheckOptions::default());
        let mut packed = scanner(English::new());
        let mut written = scanner(English::with(RULES, GUARDS).unwrap());
        let mut hints = 0;
        for entry in std::fs::read_dir("src/hints/rules").unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|e| e == "json") {
                for text in std::fs::read_to_string(path).unwrap().split('"') {
                    let found = packed.check(text);
                    assert_eq!(found, written.check(text));
                    hints += found.len();
                }
            }
        }
        assert!(hints > 500, "{hints}");
    }
}
