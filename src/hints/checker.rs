//! The incremental engine: a text, its hints, and what an edit changes of them.
//!
//! The text is kept as chunks that are read and scanned alone. An edit cuts and scans again from the first chunk whose end it can
//! move, and stops where an old chunk begins again with the same things open. Knows no language and no markup of its own; the
//! [`Grammar`] finds the hints, `text` cuts and masks.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use super::chunks::{Chunk, Chunks, Place, Size};
use super::dismissal::Dismissed;
use super::grammar::{English, Facts, Grammar};
use super::marker::{self, Marker};
use super::{CheckOptions, Format, Hint};
use crate::text::chunk::{self, Open};
use crate::text::prose::{Item, Prose};
use crate::text::{SectionKind, markdown, plain, utf16};

/// The hints of `text`, in order, in UTF-8 bytes.
pub fn check(text: &str, options: &CheckOptions) -> Vec<Hint> {
    let mut checker = Checker::new(options.clone());
    checker.set_text(text);
    checker.hints()
}

/// What an edit changes of the hints. The rest stands, and what stands behind the edit moves with the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recheck {
    /// The hints that are gone, by their index in the list before the edit.
    pub old: Range<usize>,
    /// What stands in their place, at its offsets in the new text.
    pub new: Vec<Hint>,
    /// How far all hints behind them moved; in the unit of the edit.
    pub shift: isize,
    /// The part of the old text that was looked at again; in the unit of the edit. No hint outside it changed.
    pub range: Range<usize>,
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

/// A text under hints, edit by edit. After any sequence of edits its hints are those of [`check`] on its text.
///
/// An edit costs what the touched paragraph costs, at any size of the text; one that opens or closes a fence, a comment or a
/// section costs as much as what stands in it.
pub struct Checker {
    grammar: Rc<dyn Grammar>,
    options: CheckOptions,
    facts: Facts,
    dismissed: Dismissed,
    chunks: Chunks,
    prose: Prose,
}

impl Default for Checker {
    fn default() -> Self {
        Checker::new(CheckOptions::default())
    }
}

impl Checker {
    pub fn new(options: CheckOptions) -> Checker {
        thread_local!(static ENGLISH: RefCell<Option<Rc<dyn Grammar>>> = const { RefCell::new(None) });
        let english = ENGLISH.with(|shared| Rc::clone(shared.borrow_mut().get_or_insert_with(|| Rc::new(English::new()))));
        Checker::with_grammar(english, options)
    }

    /// A checker for another language than English.
    pub fn with_grammar(grammar: Rc<dyn Grammar>, options: CheckOptions) -> Checker {
        let mut checker = Checker {
            grammar,
            options: CheckOptions::default(),
            facts: Facts::default(),
            dismissed: Dismissed::default(),
            chunks: Chunks::default(),
            prose: Prose::default(),
        };
        checker.set_options(options);
        checker
    }

    pub fn options(&self) -> &CheckOptions {
        &self.options
    }

    /// Checks the whole text again.
    pub fn set_options(&mut self, options: CheckOptions) {
        self.facts = Facts::new(&options.people, &options.teams, &options.systems);
        self.dismissed = Dismissed::new(&options.dismissed);
        self.options = options;
        let text = self.text();
        self.set_text(&text);
    }

    pub fn set_text(&mut self, text: &str) {
        self.chunks = Chunks::default();
        self.edit(0..0, text);
    }

    pub fn text(&self) -> String {
        let mut text = String::with_capacity(self.chunks.total().bytes);
        self.chunks.iter().for_each(|chunk| text.push_str(&chunk.text));
        text
    }

    /// How many hints there are.
    pub fn count(&self) -> usize {
        self.chunks.total().hints
    }

    /// In order, in UTF-8 bytes.
    pub fn hints(&self) -> Vec<Hint> {
        let mut at = 0;
        let mut hints = Vec::with_capacity(self.count());
        for chunk in self.chunks.iter() {
            hints.extend(chunk.hints.iter().map(|hint| hint.map(|byte| at + byte)));
            at += chunk.size.bytes;
        }
        hints
    }

    /// The same in UTF-16 code units.
    pub fn hints_utf16(&self) -> Vec<Hint> {
        let mut at = 0;
        let mut hints = Vec::with_capacity(self.count());
        for chunk in self.chunks.iter() {
            hints.extend(chunk.hints.iter().map(|hint| hint.map(|byte| at + utf16::from_bytes(&chunk.text, byte))));
            at += chunk.size.units;
        }
        hints
    }

    /// What is meant for the engine and that it cannot follow: first of the options, then of the text.
    pub fn problems(&self) -> Vec<Problem> {
        let unknown = |id: &str| Problem { range: None, message: format!("There is no rule {id:?} to dismiss.") };
        let mut problems: Vec<Problem> = Vec::new();
        for dismissal in &self.options.dismissed {
            if !self.grammar.has_rule(&dismissal.rule_id) {
                let problem = unknown(&dismissal.rule_id);
                if !problems.contains(&problem) {
                    problems.push(problem);
                }
            }
        }
        let mut at = 0;
        for chunk in self.chunks.iter() {
            problems.extend(chunk.problems.iter().map(|problem| Problem {
                range: problem.range.as_ref().map(|range| at + range.start..at + range.end),
                message: problem.message.clone(),
            }));
            at += chunk.size.bytes;
        }
        problems
    }

    /// Replaces `range` (UTF-8 bytes; clamped to the text and to character boundaries) with `insert`.
    pub fn edit(&mut self, range: Range<usize>, insert: &str) -> Recheck {
        let start = self.snap(range.start);
        let end = self.snap(range.end.max(range.start));
        let edit = self.replace(start..end.max(start), insert);
        Recheck {
            old: edit.before.hints..edit.before.hints + edit.old.hints,
            shift: edit.new.bytes as isize - edit.old.bytes as isize,
            range: edit.before.bytes..edit.before.bytes + edit.old.bytes,
            new: self.collect(&edit, |at| at.bytes, |_, byte| byte),
        }
    }

    /// The same in UTF-16 code units; `range` and all of the answer. The middle of a surrogate pair counts as its start.
    pub fn edit_utf16(&mut self, range: Range<usize>, insert: &str) -> Recheck {
        let start = self.to_bytes(range.start);
        let end = self.to_bytes(range.end.max(range.start));
        let edit = self.replace(start..end, insert);
        Recheck {
            old: edit.before.hints..edit.before.hints + edit.old.hints,
            shift: edit.new.units as isize - edit.old.units as isize,
            range: edit.before.units..edit.before.units + edit.old.units,
            new: self.collect(&edit, |at| at.units, utf16::from_bytes),
        }
    }

    /// How the text is cut, and what is open where.
    #[cfg(test)]
    pub(super) fn layout(&self) -> Vec<(usize, usize, State, State)> {
        self.chunks.iter().map(|chunk| (chunk.size.bytes, chunk.reach, chunk.before, chunk.after)).collect()
    }

    /// The byte offset on a character boundary that is meant by `at`.
    fn snap(&self, at: usize) -> usize {
        let (place, before) = self.chunks.find(at, |size| size.bytes);
        let Some(chunk) = self.chunks.get(place) else { return 0 };
        let mut inner = (at - before.bytes).min(chunk.text.len());
        while !chunk.text.is_char_boundary(inner) {
            inner -= 1;
        }
        before.bytes + inner
    }

    fn to_bytes(&self, at: usize) -> usize {
        let (place, before) = self.chunks.find(at, |size| size.units);
        let Some(chunk) = self.chunks.get(place) else { return 0 };
        before.bytes + utf16::to_bytes(&chunk.text, at - before.units)
    }

    /// The hints of the chunks that `edit` put in, moved to where they are in the text.
    fn collect(&self, edit: &Edited, unit: impl Fn(&Size) -> usize, convert: impl Fn(&str, usize) -> usize) -> Vec<Hint> {
        let mut hints = Vec::with_capacity(edit.new.hints);
        let mut place = edit.place;
        let mut at = unit(&edit.before);
        for _ in 0..edit.chunks {
            let Some(chunk) = self.chunks.get(place) else { break };
            hints.extend(chunk.hints.iter().map(|hint| hint.map(|byte| at + convert(&chunk.text, byte))));
            at += unit(&chunk.size);
            place = self.chunks.next(place);
        }
        hints
    }
}

/// What [`Checker::replace`] did: `chunks` chunks at `place`, of size `new`, stand where `old` stood, behind `before`.
struct Edited {
    before: Size,
    old: Size,
    new: Size,
    place: Place,
    chunks: usize,
}

impl Checker {
    /// `range` is inside the text and on character boundaries.
    fn replace(&mut self, range: Range<usize>, insert: &str) -> Edited {
        let (mut first, mut before) = self.first_touched(range.start);
        let mut state = self.chunks.get(first).map_or_else(|| self.at_start(), |chunk| chunk.before);

        // The window: the text from the first touched chunk on, with the edit in it; it grows as the cuts ask for more.
        let mut window = String::new();
        let mut old = before;
        let mut next = first;
        // Where in the window the old chunks behind the edit begin; the last one is the end of the window.
        let mut starts: Vec<(usize, Place, Size)> = Vec::new();
        let mut inserted = false;
        while let Some(chunk) = self.chunks.get(next) {
            let start = old.bytes;
            if start >= range.end && inserted {
                break;
            }
            let from = range.start.clamp(start, start + chunk.text.len()) - start;
            let to = range.end.clamp(start, start + chunk.text.len()) - start;
            window.push_str(&chunk.text[..from]);
            if !inserted && range.start <= start + chunk.text.len() {
                window.push_str(insert);
                inserted = true;
            }
            window.push_str(&chunk.text[to..]);
            old += chunk.size;
            next = self.chunks.next(next);
        }
        if !inserted {
            window.push_str(insert);
        }
        starts.push((window.len(), next, old));

        let mut new: Vec<Chunk> = Vec::new();
        let mut at = 0;
        let mut stop = 0;
        loop {
            while starts[stop].0 < at && stop + 1 < starts.len() {
                stop += 1;
            }
            // An old chunk begins here, and inside of the same: it and all behind it stand.
            if starts[stop].0 == at && self.chunks.get(starts[stop].1).is_none_or(|chunk| chunk.before == state) {
                (_, next, old) = starts[stop];
                break;
            }
            let (end, place, mut size) = starts[starts.len() - 1];
            let rest = self.chunks.get(place);
            let cut = if at < end {
                chunk::cut(&window[at..], state.open, self.options.format == Format::Markdown, rest.is_none())
            } else {
                None
            };
            let Some(cut) = cut else {
                // A cut is undecided only while there is more text.
                let Some(chunk) = rest else { break };
                window.push_str(&chunk.text);
                size += chunk.size;
                starts.push((window.len(), self.chunks.next(place), size));
                continue;
            };
            let text = &window[at..at + cut.len];
            at += cut.len;
            // In front of the edit, chunks are only cut again, to see whether their ends moved.
            if before.bytes + cut.len <= range.start
                && let Some(chunk) = self.chunks.get(first)
                && (chunk.before, chunk.reach) == (state, cut.reach)
                && new.is_empty()
                && *chunk.text == *text
            {
                state = chunk.after;
                before += chunk.size;
                first = self.chunks.next(first);
                continue;
            }
            let chunk = self.scan(text, state, cut.reach);
            state = chunk.after;
            new.push(chunk);
        }
        let mut size = Size::default();
        new.iter().for_each(|chunk| size += chunk.size);
        old -= before;
        let chunks = new.len();
        let place = self.chunks.splice(first..next, new);
        Edited { before, old, new: size, place, chunks }
    }

    /// The first chunk whose end a change at byte `at` can move, and the size of all before it.
    fn first_touched(&self, at: usize) -> (Place, Size) {
        let (mut place, mut before) = self.chunks.find(at, |size| size.bytes);
        let mut first = (place, before);
        while let Some(previous) = self.chunks.previous(place)
            && let Some(chunk) = self.chunks.get(previous)
            && at < before.bytes + chunk::FARTHEST
        {
            place = previous;
            before -= chunk.size;
            if at <= before.bytes + chunk.reach {
                first = (place, before);
            }
        }
        first
    }

    fn at_start(&self) -> State {
        State { section: self.options.section, ..State::default() }
    }

    /// Reads and scans one chunk.
    fn scan(&mut self, text: &str, before: State, reach: usize) -> Chunk {
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
        let size = Size { bytes: text.len(), units: utf16::len(text), hints: hints.len() };
        Chunk { text: text.into(), size, reach, before, after: state, hints, problems }
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
    fn map(&self, to: impl Fn(usize) -> usize) -> Hint {
        let range = |range: &Range<usize>| to(range.start)..to(range.end);
        let mut hint = self.clone();
        hint.range = range(&self.range);
        for rewrite in &mut hint.rewrites {
            rewrite.range = range(&rewrite.range);
        }
        hint
    }
}
