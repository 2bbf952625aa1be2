//! One text with its hints and their marks, whatever holds it on the page.

use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::rc::Rc;

use web_sys::{DomRect, HtmlElement};

use super::ink::{Ink, Stroke};
use crate::hints::{CheckOptions, Checker, Format, Hint};
use crate::text::{Edit, SectionKind, utf16};

/// What holds a text on the page: our own editable, a textarea with its mirror, a host's contenteditable.
///
/// Offsets are UTF-16 code units of [`Field::text`].
pub trait Holder {
    fn field(&self) -> &Field;

    /// What has the focus while the author writes here.
    fn element(&self) -> &HtmlElement;

    /// A live range over that part of the text, in the tree that is painted.
    fn range(&self, start: u32, end: u32) -> Option<web_sys::Range>;

    /// The selection, while the focus is here.
    fn selected(&self) -> Option<(u32, u32)>;

    /// Takes the focus and selects.
    fn select(&self, start: u32, end: u32);

    /// Replaces that part as if the author had typed it, so that whatever keeps a history here has it as one step.
    fn replace(&self, start: u32, end: u32, insert: &str);
}

/// A text, its hints, their marks.
pub struct Field {
    section: Option<SectionKind>,
    format: Format,
    hints: bool,
    text: RefCell<String>,
    checker: RefCell<Checker>,
    marks: RefCell<Vec<Mark>>,
    /// The place last converted, in both units. What is asked next is mostly near, so that no answer takes the whole text.
    anchor: Cell<(usize, u32)>,
}

struct Mark {
    hint: Rc<Hint>,
    /// Bytes that edits before it have moved it by since it was checked are already in here.
    range: Range<usize>,
    stroke: Option<Stroke>,
}

/// A hint where it stands now.
#[derive(Clone)]
pub struct Found {
    pub index: usize,
    pub hint: Rc<Hint>,
    /// UTF-8 bytes; `hint.range` as it is after the edits since it was checked.
    pub range: Range<usize>,
}

impl Found {
    /// `range`, one of the hint's own, as it is after the edits since the hint was checked.
    pub fn moved(&self, range: &Range<usize>) -> Range<usize> {
        let shift = |at: usize| (at + self.range.start).saturating_sub(self.hint.range.start);
        shift(range.start)..shift(range.end)
    }
}

impl Field {
    pub fn new(section: Option<SectionKind>, format: Format, hints: bool, options: &CheckOptions) -> Field {
        let field = Field {
            section,
            format,
            hints,
            text: RefCell::default(),
            checker: RefCell::default(),
            marks: RefCell::default(),
            anchor: Cell::default(),
        };
        *field.checker.borrow_mut() = Checker::new(field.scoped(options));
        field
    }

    fn scoped(&self, options: &CheckOptions) -> CheckOptions {
        CheckOptions { section: self.section.or(options.section), format: self.format, ..options.clone() }
    }

    pub fn text(&self) -> String {
        self.text.borrow().clone()
    }

    pub fn with_text<T>(&self, read: impl FnOnce(&str) -> T) -> T {
        read(&self.text.borrow())
    }

    /// The text is this now; everything is checked and painted.
    pub fn set_text(&self, holder: &dyn Holder, text: &str) {
        *self.text.borrow_mut() = text.to_owned();
        self.anchor.set((0, 0));
        if self.hints {
            self.checker.borrow_mut().set_text(text);
        }
        self.take_all(holder);
    }

    pub fn set_options(&self, holder: &dyn Holder, options: &CheckOptions) {
        self.checker.borrow_mut().set_options(self.scoped(options));
        self.take_all(holder);
    }

    fn take_all(&self, holder: &dyn Holder) {
        let hints = if self.hints { self.checker.borrow().hints() } else { Vec::new() };
        let marks = hints.into_iter().map(|hint| self.mark(holder, hint, &mut [])).collect();
        // The old strokes are wiped after the new ones are there, so the registry keeps its entries.
        drop(self.marks.replace(marks));
    }

    /// The text has been edited, and the page shows it already. Checks and paints what the edit can have changed.
    pub fn edit(&self, holder: &dyn Holder, edit: &Edit) {
        self.unit(edit.range.start);
        self.text.borrow_mut().replace_range(edit.range.clone(), &edit.insert);
        if !self.hints {
            return;
        }
        let recheck = self.checker.borrow_mut().edit(edit.range.clone(), &edit.insert);
        let (before, behind) = (recheck.old.start.checked_sub(1), recheck.old.start + recheck.new.len());
        let mut gone: Vec<Mark> = {
            let mut marks = self.marks.borrow_mut();
            for mark in &mut marks[recheck.old.end..] {
                mark.range = shifted(&mark.range, recheck.shift);
            }
            marks.drain(recheck.old.clone()).collect()
        };
        let new: Vec<Mark> = recheck.new.into_iter().map(|hint| self.mark(holder, hint, &mut gone)).collect();
        self.marks.borrow_mut().splice(recheck.old.start..recheck.old.start, new);
        drop(gone);
        // The other strokes are live and have followed the edit, unless the browser rebuilt more of the page than the text
        // tells. Their neighbours and the last one show it.
        let last = self.count().checked_sub(1);
        if ![before, Some(behind), last].into_iter().flatten().all(|index| self.in_place(holder, index)) {
            self.repaint(holder);
        }
    }

    fn in_place(&self, holder: &dyn Holder, index: usize) -> bool {
        let marks = self.marks.borrow();
        let Some(mark) = marks.get(index) else { return true };
        match (&mark.stroke, self.range(holder, &mark.range)) {
            (Some(stroke), Some(wanted)) => same(stroke.range(), &wanted),
            _ => true,
        }
    }

    /// Takes over the stroke of one of `old` when it is in the right place already: most keystrokes change no mark, and then
    /// the browser has nothing to paint anew.
    fn mark(&self, holder: &dyn Holder, hint: Hint, old: &mut [Mark]) -> Mark {
        let (range, ink) = (hint.range.clone(), Ink::from(hint.severity));
        let stroke = self.range(holder, &range).map(|place| {
            let fits = |mark: &&mut Mark| mark.stroke.as_ref().is_some_and(|stroke| stroke.ink() == ink && same(stroke.range(), &place));
            let kept = old.iter_mut().find(fits).and_then(|mark| mark.stroke.take());
            kept.unwrap_or_else(|| Stroke::new(place, ink))
        });
        Mark { hint: Rc::new(hint), range, stroke }
    }

    /// The live range over `range` (UTF-8 bytes).
    pub fn range(&self, holder: &dyn Holder, range: &Range<usize>) -> Option<web_sys::Range> {
        let (start, end) = self.units(range);
        holder.range(start, end)
    }

    /// UTF-8 bytes, on character boundaries, to UTF-16 code units.
    pub fn units(&self, range: &Range<usize>) -> (u32, u32) {
        (self.unit(range.start), self.unit(range.end))
    }

    fn unit(&self, byte: usize) -> u32 {
        let text = self.text.borrow();
        let (anchor, units) = self.anchor.get();
        let between = |from: usize, to: usize| utf16::len(text.get(from..to).unwrap_or_default()) as u32;
        let unit = if byte >= anchor {
            units + between(anchor, byte.min(text.len()))
        } else if byte > anchor / 2 {
            units - between(byte, anchor)
        } else {
            between(0, byte)
        };
        self.anchor.set((byte.min(text.len()), unit));
        unit
    }

    /// UTF-16 code units to UTF-8 bytes.
    pub fn bytes(&self, start: u32, end: u32) -> Range<usize> {
        let start = self.byte(start);
        start..self.byte(end).max(start)
    }

    fn byte(&self, unit: u32) -> usize {
        let text = self.text.borrow();
        let (anchor, units) = self.anchor.get();
        let (from, left) = if unit >= units { (anchor, unit - units) } else { (0, unit) };
        let byte = if unit >= units || unit < units / 2 {
            from + utf16::to_bytes(&text[from..], left as usize)
        } else {
            let mut back = units;
            text[..anchor]
                .char_indices()
                .rev()
                .find_map(|(at, c)| {
                    back -= c.len_utf16() as u32;
                    (back <= unit).then_some(at)
                })
                .unwrap_or(0)
        };
        drop(text);
        // Also sets the anchor, to where a unit inside a surrogate pair was taken to be.
        self.unit(byte);
        byte
    }

    /// The page may have been rebuilt, with the same words. A range whose nodes are gone has shrunk to nothing.
    pub fn mend(&self, holder: &dyn Holder) {
        let torn = self.marks.borrow().iter().any(|mark| mark.stroke.as_ref().is_none_or(|stroke| stroke.range().collapsed()));
        if torn {
            self.repaint(holder);
        }
    }

    /// Draws every mark anew, for a page that was rebuilt under them.
    pub fn repaint(&self, holder: &dyn Holder) {
        let hints: Vec<_> = self.marks.borrow().iter().map(|mark| (mark.hint.severity, mark.range.clone())).collect();
        let strokes: Vec<_> = hints
            .into_iter()
            .map(|(severity, range)| self.range(holder, &range).map(|place| Stroke::new(place, Ink::from(severity))))
            .collect();
        for (mark, stroke) in self.marks.borrow_mut().iter_mut().zip(strokes) {
            mark.stroke = stroke;
        }
    }

    pub fn count(&self) -> usize {
        self.marks.borrow().len()
    }

    pub fn found(&self, index: usize) -> Option<Found> {
        self.marks.borrow().get(index).map(|mark| Found { index, hint: mark.hint.clone(), range: mark.range.clone() })
    }

    pub fn hints_utf16(&self) -> Vec<Hint> {
        if self.hints { self.checker.borrow().hints_utf16() } else { Vec::new() }
    }

    /// The hint that `at` (UTF-8 bytes) is in, or stands at an end of.
    pub fn touching(&self, at: usize) -> Option<Found> {
        let index = self.marks.borrow().partition_point(|mark| mark.range.end < at);
        self.found(index).filter(|found| found.range.start <= at)
    }

    /// The first hint that starts at `at` (UTF-8 bytes) or later.
    pub fn from(&self, at: usize) -> usize {
        self.marks.borrow().partition_point(|mark| mark.range.start < at)
    }

    /// The hint under a point of the viewport (CSS px).
    pub fn at_point(&self, x: f64, y: f64) -> Option<Found> {
        let marks = self.marks.borrow();
        let bounds = |mark: &Mark| mark.stroke.as_ref().map(|stroke| stroke.range().get_bounding_client_rect());
        // Marks run down the page, so the first that ends below the point is where to look.
        let first = marks.partition_point(|mark| bounds(mark).is_some_and(|rect| rect.bottom() < y));
        let index = (first..marks.len()).take_while(|&index| bounds(&marks[index]).is_none_or(|rect| rect.top() <= y)).find(|&index| {
            marks[index].stroke.as_ref().is_some_and(|stroke| boxes(stroke.range()).iter().any(|rect| within(rect, x, y)))
        })?;
        drop(marks);
        self.found(index)
    }
}

fn shifted(range: &Range<usize>, by: isize) -> Range<usize> {
    range.start.saturating_add_signed(by)..range.end.saturating_add_signed(by)
}

fn same(a: &web_sys::Range, b: &web_sys::Range) -> bool {
    a.compare_boundary_points(web_sys::Range::START_TO_START, b) == Ok(0)
        && a.compare_boundary_points(web_sys::Range::END_TO_END, b) == Ok(0)
}

fn boxes(range: &web_sys::Range) -> Vec<DomRect> {
    let Some(list) = range.get_client_rects() else { return Vec::new() };
    (0..list.length()).filter_map(|index| list.item(index)).filter(|rect| rect.width() > 0.0).collect()
}

fn within(rect: &DomRect, x: f64, y: f64) -> bool {
    rect.left() <= x && x <= rect.right() && rect.top() - 2.0 <= y && y <= rect.bottom() + 3.0
}
