//! The mirror's words: a block for each line, so that a keystroke lays out one line again and not the whole text.
//!
//! Offsets are UTF-16 code units. Every line ends with its line feed, the last one with one that is not text.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Range, Text};

use crate::text::utf16;

pub struct Lines {
    page: HtmlElement,
    lines: Vec<Line>,
}

struct Line {
    block: Element,
    text: Text,
    /// With its line feed.
    units: u32,
}

impl Lines {
    /// In `page`, which is empty and stays theirs.
    pub fn new(page: &HtmlElement) -> Lines {
        Lines { page: page.clone(), lines: Vec::new() }
    }

    /// The page shows `text`.
    pub fn set(&mut self, text: &str) {
        self.page.set_text_content(None);
        self.lines.clear();
        self.insert(0, text);
    }

    /// New lines of `text` before line `at`.
    fn insert(&mut self, at: usize, text: &str) {
        let Some(document) = self.page.owner_document() else { return };
        let before = self.lines.get(at).map(|line| line.block.clone());
        let all = document.create_document_fragment();
        let new: Vec<Line> = text
            .split('\n')
            .filter_map(|line| {
                let block = document.create_element("div").ok()?;
                let text = document.create_text_node(&format!("{line}\n"));
                block.append_child(&text).ok()?;
                all.append_child(&block).ok()?;
                Some(Line { block, text, units: utf16::len(line) as u32 + 1 })
            })
            .collect();
        let _ = self.page.insert_before(&all, before.as_deref());
        self.lines.splice(at..at, new);
    }

    /// Replaces `start..end` of the text; lines that it does not touch are not touched.
    pub fn splice(&mut self, start: u32, end: u32, insert: &str) {
        let (first, from) = self.find(start);
        let (last, to) = self.find(end);
        if first == last && !insert.contains('\n') {
            let line = &mut self.lines[first];
            let _ = line.text.replace_data(from, to - from, insert);
            line.units = line.units - (to - from) + utf16::len(insert) as u32;
            return;
        }
        let head: String = cut(&self.lines[first].text, 0, from);
        let tail: String = cut(&self.lines[last].text, to, self.lines[last].units - 1);
        for line in self.lines.drain(first..=last) {
            line.block.remove();
        }
        self.insert(first, &format!("{head}{insert}{tail}"));
    }

    /// A live range over `start..end` of the text.
    pub fn range(&self, start: u32, end: u32) -> Option<Range> {
        let range = self.page.owner_document()?.create_range().ok()?;
        let ((first, from), (last, to)) = (self.find(start), self.find(end));
        range.set_start(&self.lines.get(first)?.text, from).ok()?;
        range.set_end(&self.lines.get(last)?.text, to).ok()?;
        Some(range)
    }

    /// The line that `offset` is in, and how far into it; the end when there is no such offset.
    fn find(&self, offset: u32) -> (usize, u32) {
        let mut left = offset;
        for (index, line) in self.lines.iter().enumerate() {
            if left < line.units {
                return (index, left);
            }
            left -= line.units;
        }
        let last = self.lines.len().saturating_sub(1);
        (last, self.lines.get(last).map_or(0, |line| line.units - 1))
    }
}

fn cut(text: &Text, from: u32, to: u32) -> String {
    text.unchecked_ref::<web_sys::CharacterData>().substring_data(from, to - from).unwrap_or_default()
}
