//! Rules as data, compiled: which words make which patterns try, and what a match says.

use super::agents::*;
use super::lexicon::*;
use super::pattern::{Match, Pattern, signature};
use super::rewrite::{self, Template};
use super::sentence::{Sentence, Word};
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
struct Excuse {
    pattern: Pattern,
    /// Sorted.
    cues: Vec<WordId>,
}

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
    excuses: Vec<Excuse>,
    /// The first pattern of the recasts: they come last, are no hints, and are tried only where there is one.
    recasts: u16,
    /// For each word, where its patterns begin in `tries`; one more than there are words.
    starts: Vec<u32>,
    tries: Vec<u16>,
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
                let compiled = Pattern::new(pattern, lexicon).map_err(|e| error(format!("{e} in {pattern:?}")))?;
                rules.patterns.push((compiled, index));
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

    fn excuse(&mut self, rule: &str, source: &str, lexicon: &mut Lexicon) -> Result<u16, RuleError> {
        let pattern = Pattern::new(source, lexicon).map_err(|e| RuleError { rule: rule.to_owned(), problem: format!("{e} in {source:?}") })?;
        self.excuses.push(Excuse { pattern, cues: Vec::new() });
        Ok(self.excuses.len() as u16 - 1)
    }

    fn index(&mut self, lexicon: &Lexicon) {
        let families = Families::new(lexicon);
        for excuse in &mut self.excuses {
            excuse.cues = excuse.pattern.ready(&families, lexicon);
        }
        let mut pairs: Vec<(WordId, u16)> = Vec::new();
        for (i, (pattern, _)) in self.patterns.iter_mut().enumerate() {
            pairs.extend(pattern.ready(&families, lexicon).into_iter().map(|id| (id, i as u16)));
        }
        pairs.sort_unstable();
        pairs.dedup();
        let mut next = 0;
        for id in 0..=lexicon.len() as WordId {
            self.starts.push(next as u32);
            while pairs.get(next).is_some_and(|p| p.0 == id) {
                next += 1;
            }
        }
        self.tries = pairs.into_iter().map(|p| p.1).collect();
    }

    pub fn has(&self, id: &str) -> bool {
        self.rules.iter().any(|r| r.id == id)
    }

    /// The patterns to try at a word.
    pub fn tries(&self, id: WordId) -> &[u16] {
        let id = id as usize;
        &self.tries[self.starts[id] as usize..self.starts[id + 1] as usize]
    }

    /// The patterns worth trying in a sentence, and where: by its words alone, before anything is parsed.
    pub fn worth(&self, words: &[Word], out: &mut Vec<(u16, u16)>) {
        out.clear();
        let sentence = words.iter().fold(0, |all, w| all | signature(w.id) | signature(w.lemma));
        for (at, word) in words.iter().enumerate() {
            if word.id != 0 && !word.quoted {
                out.extend(self.tries(word.id).iter().filter(|p| **p < self.recasts && self.patterns[**p as usize].0.may(sentence)).map(|p| (at as u16, *p)));
            }
        }
    }

    /// The hints of one sentence, in order, none overlapping another; with all their rewrites when they are to `offer` any.
    #[expect(clippy::too_many_arguments, reason = "the sentence and all it is read with")]
    pub fn run(&self, sentence: &Sentence, tries: &[(u16, u16)], section: Option<SectionKind>, source: &str, lexicon: &Lexicon, offer: bool, out: &mut Vec<Hint>) {
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
        // Rules stand in the order of their precedence; of one rule the longer match is the better.
        found.sort_by_key(|(rule, _, m)| (*rule, m.start as isize - m.end as isize, m.start));
        let mut kept: Vec<(u16, u16, Match)> = Vec::new();
        for candidate in found {
            if kept.iter().all(|k| candidate.2.end <= k.2.start || k.2.end <= candidate.2.start) {
                kept.push(candidate);
            }
        }
        kept.sort_by_key(|k| k.2.start);
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
            for &pattern in self.tries(word.id).iter().filter(|p| **p >= self.recasts) {
                let (compiled, rule) = &self.patterns[pattern as usize];
                if let Some(m) = compiled.matches(sentence, at) {
                    found.push((*rule, pattern, m));
                }
            }
        }
        found.sort_by_key(|(_, pattern, m)| (*pattern, m.from));
        found
    }

    /// The rewrites of a hint: its rule's own, then those of the recasts that touch it, then its clause without the agent.
    fn offer(&self, hint: &mut Hint, own: (u16, u16, Match), recasts: &[(u16, u16, Match)], sentence: &Sentence, source: &str, lexicon: &Lexicon) {
        let touching = recasts.iter().filter(|(_, _, m)| m.from < own.2.end && own.2.start < m.to);
        for (rule, pattern, m) in std::iter::once(&own).chain(touching) {
            let filled = self.rules[*rule as usize].rewrites.iter().filter_map(|t| t.rewrite(&self.patterns[*pattern as usize].0, m, sentence, source, lexicon));
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
        (rule.only_in.is_empty() || section.is_some_and(|s| rule.only_in.contains(&s))) && !section.is_some_and(|s| rule.not_in.contains(&s))
    }

    fn excused(&self, rule: &Rule, sentence: &Sentence) -> bool {
        rule.excuses.iter().any(|i| {
            let excuse = &self.excuses[*i as usize];
            sentence.words.iter().enumerate().any(|(at, w): (usize, &Word)| w.id != 0 && excuse.cues.binary_search(&w.id).is_ok() && excuse.pattern.matches(sentence, at).is_some())
        })
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
            if let Err(e) = Pattern::new(pattern, &mut lexicon) {
                problems.push(format!("{owner}: {e}: {pattern}"));
            }
        }
        assert!(problems.is_empty(), "{}", problems.join("\n"));
    }
}
