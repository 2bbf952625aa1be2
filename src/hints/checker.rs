//! The incremental engine: a text, its hints, and what an edit changes of them.
//!
//! The text is kept as chunks that are read and scanned alone. An edit cuts and scans again from the first chunk whose end it can
//! move, and stops where an old chunk begins again with the same things open. Knows no language and no markup; the [`Scanner`]
//! finds the hints of a chunk.

use std::ops::Range;
use std::rc::Rc;

use super::chunks::{Chunk, Chunks, Place, Size};
use super::grammar::Grammar;
use super::scanner::{Found, Problem, Scanner};
use super::{CheckOptions, Hint};
use crate::text::{chunk, utf16};

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

/// A text under hints, edit by edit. After any sequence of edits its hints are those of [`check`](super::check) on its text.
///
/// An edit costs what the touched paragraph costs, at any size of the text; one that opens or closes a fence, a comment or a
/// section costs as much as what stands in it.
pub struct Checker {
    scanner: Scanner,
    chunks: Chunks,
}

impl Default for Checker {
    fn default() -> Self {
        Checker::new(CheckOptions::default())
    }
}

impl Checker {
    pub fn new(options: CheckOptions) -> Checker {
        Checker { scanner: Scanner::english(options), chunks: Chunks::default() }
    }

    /// A checker for another language than English.
    pub fn with_grammar(grammar: Rc<dyn Grammar>, options: CheckOptions) -> Checker {
        Checker { scanner: Scanner::new(grammar, options), chunks: Chunks::default() }
    }

    pub fn options(&self) -> &CheckOptions {
        self.scanner.options()
    }

    /// Checks the whole text again.
    pub fn set_options(&mut self, options: CheckOptions) {
        self.scanner.set_options(options);
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
            hints.extend(chunk.hints.iter().cloned().map(|hint| hint.map(|byte| at + byte)));
            at += chunk.size.bytes;
        }
        hints
    }

    /// The same in UTF-16 code units.
    pub fn hints_utf16(&self) -> Vec<Hint> {
        let mut at = 0;
        let mut hints = Vec::with_capacity(self.count());
        for chunk in self.chunks.iter() {
            hints.extend(chunk.hints.iter().cloned().map(|hint| hint.map(|byte| at + chunk.size.units_at(&chunk.text, byte))));
            at += chunk.size.units;
        }
        hints
    }

    /// What is meant for the engine and that it cannot follow: first of the options, then of the text.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = self.scanner.problems();
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
            new: self.collect(&edit, |at| at.units, |chunk, byte| chunk.size.units_at(&chunk.text, byte)),
        }
    }

    /// How the text is cut, and what is open where.
    #[cfg(test)]
    pub(super) fn layout(&self) -> Vec<(usize, usize, super::scanner::State, super::scanner::State)> {
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
    fn collect(&self, edit: &Edited, unit: impl Fn(&Size) -> usize, convert: impl Fn(&Chunk, usize) -> usize) -> Vec<Hint> {
        let mut hints = Vec::with_capacity(edit.new.hints);
        let mut place = edit.place;
        let mut at = unit(&edit.before);
        for _ in 0..edit.chunks {
            let Some(chunk) = self.chunks.get(place) else { break };
            hints.extend(chunk.hints.iter().cloned().map(|hint| hint.map(|byte| at + convert(chunk, byte))));
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
        let mut state = self.chunks.get(first).map_or_else(|| self.scanner.start(), |chunk| chunk.before);

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
            let cut = if at < end { self.scanner.cut(&window[at..], state, rest.is_none()) } else { None };
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
            let Found { after, hints, problems } = self.scanner.scan(text, state);
            let size = Size { bytes: text.len(), units: utf16::len(text), hints: hints.len() };
            new.push(Chunk { text: text.into(), size, reach: cut.reach, before: state, after, hints, problems });
            state = after;
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
}
