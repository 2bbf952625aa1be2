//! One chunk of text to its hints, and what it hands to the next chunk.
//!
//! Knows no language: the [`Grammar`] finds the hints, `text` cuts and masks. It keeps nothing of a text.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use super::chunks::Size;
use super::dismissal::Dismissed;
use super::grammar::{English, Facts, Grammar};
use super::marker::{self, Marker};
use super::{CheckOptions, Format, Hint};
use crate::text::chunk::{self, Cut, Open};
use crate::text::prose::{Item, Prose};
use crate::text::{SectionKind, markdown, plain, utf16};

/// The hints of `text`, in order, in UTF-8 bytes.
pub fn check(text: &str, options: &CheckOptions) -> Vec<Hint> {
    Scanner::english(options.clone()).check(text)
}

/// The same in UTF-16 code units.
pub fn check_utf16(text: &str, options: &CheckOptions) -> Vec<Hint> {
    Scanner::english(options.clone()).check_utf16(text)
}

/// Something meant for the engine that it cannot follow: a marker's word, a rule that nobody knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where in the text it stands (UTF-8 bytes); `None` when it stands in the options.
    pub range: Option<Range<usize>>,
    /// One sentence that quotes it.
    pub message: String,
}

/// What one chunk hands to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct State {
    open: Open,
    /// A marker switched the hints off.
    off: bool,
    section: Option<SectionKind>,
    /// The level of the heading that began the section: 0 when the options named it.
    level: u8,
}

/// What a chunk holds; ranges count from its start.
pub(super) struct Found {
    pub after: State,
    pub hints: Vec<Hint>,
    pub problems: Vec<Problem>,
}

pub(super) struct Scanner {
    grammar: Rc<dyn Grammar>,
    options: CheckOptions,
    facts: Facts,
    dismissed: Dismissed,
    prose: Prose,
}

impl Scanner {
    pub(super) fn english(options: CheckOptions) -> Scanner {
        thread_local!(static ENGLISH: RefCell<Option<Rc<dyn Grammar>>> = const { RefCell::new(None) });
        let english = ENGLISH.with(|shared| Rc::clone(shared.borrow_mut().get_or_insert_with(|| Rc::new(English::new()))));
        Scanner::new(english, options)
    }

    pub(super) fn new(grammar: Rc<dyn Grammar>, options: CheckOptions) -> Scanner {
        let (facts, dismissed, prose) = Default::default();
        let mut scanner = Scanner { grammar, options: CheckOptions::default(), facts, dismissed, prose };
        scanner.set_options(options);
        scanner
    }

    pub(super) fn options(&self) -> &CheckOptions {
        &self.options
    }

    pub(super) fn set_options(&mut self, options: CheckOptions) {
        self.facts = Facts::new(&options.people, &options.teams, &options.systems);
        self.dismissed = Dismissed::new(&options.dismissed);
        self.options = options;
    }

    /// What the options ask for and nobody can do.
    pub(super) fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        for id in self.options.dismissed.iter().map(|dismissal| &dismissal.rule_id).filter(|id| !self.grammar.has_rule(id)) {
            let problem = Problem { range: None, message: format!("There is no rule {id:?} to dismiss.") };
            if !problems.contains(&problem) {
                problems.push(problem);
            }
        }
        problems
    }

    /// What a text begins in.
    pub(super) fn start(&self) -> State {
        State { section: self.options.section, ..State::default() }
    }

    /// The first chunk of `text`, which begins in `state`; see [`chunk::cut`].
    pub(super) fn cut(&self, text: &str, state: State, complete: bool) -> Option<Cut> {
        chunk::cut(text, state.open, self.options.format == Format::Markdown, complete)
    }

    pub(super) fn check(&mut self, text: &str) -> Vec<Hint> {
        let mut hints = Vec::new();
        self.each(text, |at, _, found| hints.extend(found.hints.into_iter().map(|hint| hint.map(|byte| at + byte))));
        hints
    }

    pub(super) fn check_utf16(&mut self, text: &str) -> Vec<Hint> {
        let mut hints = Vec::new();
        let mut at = 0;
        self.each(text, |_, chunk, found| {
            let size = Size { bytes: chunk.len(), units: utf16::len(chunk), hints: 0 };
            hints.extend(found.hints.into_iter().map(|hint| hint.map(|byte| at + size.units_at(chunk, byte))));
            at += size.units;
        });
        hints
    }

    /// Every chunk of a whole text with its byte offset, its text and what it holds.
    fn each(&mut self, text: &str, mut take: impl FnMut(usize, &str, Found)) {
        let mut at = 0;
        let mut state = self.start();
        while at < text.len()
            && let Some(cut) = self.cut(&text[at..], state, true)
        {
            let chunk = &text[at..at + cut.len];
            let found = self.scan(chunk, state);
            state = found.after;
            take(at, chunk, found);
            at += cut.len;
        }
    }

    /// The hints of one chunk, which begins in `before`.
    pub(super) fn scan(&mut self, text: &str, before: State) -> Found {
        let mut state = before;
        state.open = match self.options.format {
            Format::Markdown => markdown::read(text, before.open, &mut self.prose),
            Format::Plain => {
                plain::read(text, &mut self.prose);
                Open::Nothing
            }
        };
        let mut hints = Vec::new();
        let mut problems = Vec::new();
        let mut switches: Vec<(usize, bool)> = Vec::new();
        for item in &self.prose.items {
            match item {
                Item::Comment(range) => match marker::read(&text[range.clone()]) {
                    None => {}
                    Some(Marker::Off) => switches.push((range.start, true)),
                    Some(Marker::On) => switches.push((range.end, false)),
                    Some(Marker::Unknown(word)) => problems.push(Problem {
                        range: Some(range.clone()),
                        message: format!("The marker says {word:?}; it can say \"off\" or \"on\"."),
                    }),
                },
                Item::Block(span) => {
                    if span.level > 0 {
                        state.enter(span.level, SectionKind::of_heading(&self.prose.words(text, span)));
                    }
                    if !before.off || !switches.is_empty() {
                        self.grammar.scan(&self.prose.block(text, span, state.section), &self.facts, &mut hints);
                    }
                }
            }
        }
        state.off = switches.last().map_or(before.off, |(_, off)| *off);
        let off = |at: usize| switches.iter().rev().find(|(from, _)| *from <= at).map_or(before.off, |(_, off)| *off);
        hints.retain(|hint: &Hint| !off(hint.range.start) && !self.dismissed.holds(hint, text));
        Found { after: state, hints, problems }
    }
}

impl State {
    /// A heading without a meaning of its own ends the section unless it stands under the section's heading.
    fn enter(&mut self, level: u8, section: SectionKind) {
        if section != SectionKind::Other || level <= self.level {
            (self.section, self.level) = (Some(section), level);
        }
    }
}

impl Hint {
    /// The same hint with every offset moved.
    pub(super) fn map(mut self, to: impl Fn(usize) -> usize) -> Hint {
        self.range = to(self.range.start)..to(self.range.end);
        for rewrite in &mut self.rewrites {
            rewrite.range = to(rewrite.range.start)..to(rewrite.range.end);
        }
        self
    }
}
