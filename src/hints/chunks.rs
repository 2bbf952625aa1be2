//! The chunks of a text in order, found by offset without walking the text.
//!
//! Two levels: groups of chunks with their sizes summed up. Finding, replacing and counting cost a few comparisons a group, which
//! is well under a microsecond for a megabyte.

use std::ops::{AddAssign, Range, SubAssign};

use super::Hint;
use super::scanner::{Problem, State};
use crate::text::utf16;

/// A part of the text that is checked alone.
#[derive(Debug)]
pub(super) struct Chunk {
    pub text: Box<str>,
    pub size: Size,
    /// How far from its start the cut behind it looked (UTF-8 bytes).
    pub reach: usize,
    /// What it begins inside of, and what it leaves open.
    pub before: State,
    pub after: State,
    /// Ranges count from the start of the chunk.
    pub hints: Vec<Hint>,
    pub problems: Vec<Problem>,
}

/// How much text there is, in each unit, and how many hints are in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Size {
    /// UTF-8.
    pub bytes: usize,
    /// UTF-16 code units.
    pub units: usize,
    pub hints: usize,
}

impl Size {
    /// The UTF-16 offset of `byte` in the text of this size.
    pub fn units_at(&self, text: &str, byte: usize) -> usize {
        // As many units as bytes: ASCII, where offsets are the same.
        if self.units == self.bytes { byte } else { utf16::from_bytes(text, byte) }
    }
}

impl AddAssign for Size {
    fn add_assign(&mut self, other: Size) {
        self.bytes += other.bytes;
        self.units += other.units;
        self.hints += other.hints;
    }
}

impl SubAssign for Size {
    fn sub_assign(&mut self, other: Size) {
        self.bytes -= other.bytes;
        self.units -= other.units;
        self.hints -= other.hints;
    }
}

/// The most chunks in a group.
const FULL: usize = 64;

#[derive(Debug, Default)]
struct Group {
    chunks: Vec<Chunk>,
    size: Size,
}

/// Where a chunk is. `group` may be one past the last: behind all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    group: usize,
    index: usize,
}

#[derive(Debug, Default)]
pub(super) struct Chunks {
    /// None is empty.
    groups: Vec<Group>,
    total: Size,
}

impl Chunks {
    pub fn total(&self) -> Size {
        self.total
    }

    pub fn iter(&self) -> impl Iterator<Item = &Chunk> {
        self.groups.iter().flat_map(|group| &group.chunks)
    }

    pub fn get(&self, place: Place) -> Option<&Chunk> {
        self.groups.get(place.group)?.chunks.get(place.index)
    }

    pub fn next(&self, place: Place) -> Place {
        match self.groups.get(place.group) {
            Some(group) if place.index + 1 < group.chunks.len() => Place { index: place.index + 1, ..place },
            _ => Place { group: place.group + 1, index: 0 },
        }
    }

    pub fn previous(&self, place: Place) -> Option<Place> {
        match (place.group, place.index) {
            (0, 0) => None,
            (group, 0) => Some(Place { group: group - 1, index: self.groups[group - 1].chunks.len() - 1 }),
            (group, index) => Some(Place { group, index: index - 1 }),
        }
    }

    /// The chunk in which offset `at` is, in the unit that `unit` reads, and the size of all before it. An offset between two
    /// chunks is in the second; the end of the text is in the last.
    pub fn find(&self, at: usize, unit: impl Fn(&Size) -> usize) -> (Place, Size) {
        let mut before = Size::default();
        let mut place = Place::default();
        let last = self.groups.len().saturating_sub(1);
        for (number, group) in self.groups.iter().enumerate() {
            place.group = number;
            if number == last || at < unit(&before) + unit(&group.size) {
                break;
            }
            before += group.size;
        }
        let chunks = self.groups.get(place.group).map_or(&[][..], |group| &group.chunks);
        for (number, chunk) in chunks.iter().enumerate() {
            place.index = number;
            if number + 1 == chunks.len() || at < unit(&before) + unit(&chunk.size) {
                break;
            }
            before += chunk.size;
        }
        (place, before)
    }

    /// Puts `new` in the place of the chunks from `range.start` up to, without, `range.end`; returns where the first of them is now.
    pub fn splice(&mut self, range: Range<Place>, new: Vec<Chunk>) -> Place {
        let Range { start, end } = range;
        let first = start.group.min(self.groups.len());
        let past = (end.group + usize::from(end.index > 0)).clamp(first, self.groups.len());
        let count = |groups: &[Group]| groups.iter().map(|group| group.chunks.len()).sum::<usize>();
        let cut = start.index..count(&self.groups[first..end.group.clamp(first, past)]) + end.index;
        let left = count(&self.groups[first..past]) - cut.len() + new.len();
        if past == first + 1 && (1..=FULL).contains(&left) {
            self.groups[first].splice(cut, new, &mut self.total);
            return start;
        }
        let mut whole = Group::default();
        for group in self.groups.drain(first..past) {
            whole.size += group.size;
            whole.chunks.extend(group.chunks);
        }
        whole.splice(cut, new, &mut self.total);
        let mut groups = Vec::with_capacity(left.div_ceil(FULL / 2));
        let mut chunks = whole.chunks.into_iter().peekable();
        while chunks.peek().is_some() {
            let mut group = Group::default();
            for chunk in chunks.by_ref().take(FULL / 2) {
                group.size += chunk.size;
                group.chunks.push(chunk);
            }
            groups.push(group);
        }
        self.groups.splice(first..first, groups);
        Place { group: first + start.index / (FULL / 2), index: start.index % (FULL / 2) }
    }
}

impl Group {
    fn splice(&mut self, range: Range<usize>, new: Vec<Chunk>, total: &mut Size) {
        for chunk in &new {
            self.size += chunk.size;
            *total += chunk.size;
        }
        for chunk in self.chunks.splice(range, new) {
            self.size -= chunk.size;
            *total -= chunk.size;
        }
    }
}
