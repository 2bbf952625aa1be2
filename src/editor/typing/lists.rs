//! What belongs to whole lines: lists, quotes and headings, and what Enter, Tab and Shift+Tab do in them.

use std::ops::Range;

use super::line::{Line, Mark};
use super::{Outcome, clamp_to, in_code_block, outcome, touched_lines};

/// `- item`, or not.
pub fn bullets(text: &str, selection: Range<usize>) -> Option<Outcome> {
    toggle(text, selection, |mark| matches!(mark, Mark::Bullet(_)), |_| Mark::Bullet('-'))
}

/// `1. item`, or not.
pub fn numbers(text: &str, selection: Range<usize>) -> Option<Outcome> {
    toggle(text, selection, |mark| matches!(mark, Mark::Number(..)), |count| Mark::Number(count, '.'))
}

/// `- [ ] item`, or not.
pub fn tasks(text: &str, selection: Range<usize>) -> Option<Outcome> {
    toggle(text, selection, |mark| matches!(mark, Mark::Task { .. }), |_| Mark::Task { bullet: '-', done: false })
}

/// `> quote`, or not.
pub fn quote(text: &str, selection: Range<usize>) -> Option<Outcome> {
    let selection = clamp_to(text, selection);
    let region = touched_lines(text, &selection);
    let lines: Vec<&str> = text[region.clone()].split('\n').collect();
    let is_quote = |line: &str| line.starts_with('>');
    let take_off = lines.iter().all(|line| is_quote(line) || line.trim().is_empty()) && lines.iter().any(|line| is_quote(line));
    let new = lines.iter().map(|line| match take_off {
        true => line.strip_prefix("> ").or(line.strip_prefix('>')).unwrap_or(line).to_owned(),
        false => format!("> {line}"),
    });
    rewrite(text, region, new.collect(), selection)
}

/// From a paragraph to `###`, on to `####`, and back. A section's own title is above these.
pub fn heading(text: &str, selection: Range<usize>) -> Option<Outcome> {
    let selection = clamp_to(text, selection);
    let region = touched_lines(text, &selection);
    let lines: Vec<&str> = text[region.clone()].split('\n').collect();
    let many = lines.len() > 1;
    let mut level = None;
    let new = lines.iter().map(|line| {
        if many && line.trim().is_empty() {
            return (*line).to_owned();
        }
        let (now, content) = heading_level(line);
        let then = *level.get_or_insert(match now {
            0..=2 => 3,
            3 => 4,
            _ => 0,
        });
        match then {
            0 => content.to_owned(),
            level => format!("{} {content}", "#".repeat(level)),
        }
    });
    let new = new.collect();
    rewrite(text, region, new, selection)
}

/// The number of `#` marks, and what follows them or a list mark.
fn heading_level(line: &str) -> (usize, &str) {
    let content = line.trim_start_matches('#');
    let level = line.len() - content.len();
    match level {
        1..=6 if content.is_empty() || content.starts_with(' ') => (level, content.trim_start()),
        _ => (0, Line::parse(line).rest),
    }
}

fn toggle(text: &str, selection: Range<usize>, is: fn(Mark) -> bool, mark: fn(u32) -> Mark) -> Option<Outcome> {
    let selection = clamp_to(text, selection);
    let region = touched_lines(text, &selection);
    let lines: Vec<Line> = text[region.clone()].split('\n').map(Line::parse).collect();
    let counts = |line: &Line| !line.is_blank() || lines.len() == 1;
    let take_off = lines.iter().filter(|line| counts(line)).all(|line| is(line.mark));
    let mut count = match text[..region.start].strip_suffix('\n').and_then(|before| before.rsplit('\n').next()).map(Line::parse) {
        Some(Line { mark: Mark::Number(number, _), indent, .. }) if lines.first().is_some_and(|line| line.indent == indent) => number,
        _ => 0,
    };
    let new = lines.iter().map(|line| match counts(line) {
        false => line.to_string(),
        true if take_off => Line { mark: Mark::None, ..line.clone() }.to_string(),
        true => {
            count = count.saturating_add(1);
            Line { mark: mark(count), ..line.clone() }.to_string()
        }
    });
    let new = new.collect();
    rewrite(text, region, new, selection)
}

/// Puts `new` in the place of the lines in `region`. Marks change at a line's start, so each end of the selection keeps its
/// distance to the end of its line.
fn rewrite(text: &str, region: Range<usize>, new: Vec<String>, selection: Range<usize>) -> Option<Outcome> {
    let moved = |at: usize| {
        if at < region.start {
            return at;
        }
        let (mut old, mut after) = (region.start, region.start);
        for (line, new) in text[region.clone()].split('\n').zip(&new) {
            if at <= old + line.len() {
                return after + new.len().saturating_sub(old + line.len() - at);
            }
            old += line.len() + 1;
            after += new.len() + 1;
        }
        at - old + after
    };
    let becomes = new.join("\n");
    let mut after = moved(selection.start)..moved(selection.end);
    // The distance to the end may lead into a character of a line that became shorter.
    let whole = |at: usize| match at.checked_sub(region.start) {
        Some(at) if at < becomes.len() => (0..=at).rev().find(|&at| becomes.is_char_boundary(at)).unwrap_or(0) + region.start,
        _ => at,
    };
    after = whole(after.start)..whole(after.end);
    outcome(text, region.clone(), &becomes, after)
}

/// Enter in a list or a quote: the next item, or the end of the list on an empty one. The items behind are numbered anew.
pub fn enter(text: &str, selection: Range<usize>) -> Option<Outcome> {
    let selection = clamp_to(text, selection);
    let line_start = text[..selection.start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[selection.end..].find('\n').map_or(text.len(), |at| selection.end + at);
    let whole = text[line_start..selection.start].to_owned() + &text[selection.end..line_end];
    let line = Line::parse(&whole);
    // In front of the mark, or in it, Enter is only Enter.
    let content = line_start + whole.len() - line.rest.len();
    let is_ours = line.is_item() || !line.quote.is_empty();
    if !is_ours || selection.start < content || in_code_block(text, line_start + line.quote.len()) {
        return None;
    }
    let region = line_start..block_end(text, line_end);
    let tail: Vec<&str> = text[line_end..region.end].split('\n').skip(1).collect();
    let (head, caret) = if line.rest.trim().is_empty() {
        let ended = end_of_list(text, line_start, &line);
        let caret = line_start + ended.len();
        (vec![ended], caret)
    } else {
        let left = &text[line_start..selection.start];
        let next = Line { mark: next_mark(line.mark), rest: text[selection.end..line_end].trim_start_matches(' '), ..line.clone() };
        let start = line_start + left.len() + 1 + next.to_string().len() - next.rest.len();
        (vec![left.to_owned(), next.to_string()], start)
    };
    let mut lines: Vec<String> = head;
    let fixed = lines.len();
    lines.extend(tail.into_iter().map(str::to_owned));
    renumber_from(&mut lines, fixed);
    outcome(text, region, &lines.join("\n"), caret..caret)
}

/// What an empty item becomes: an item one level up, or an empty line.
fn end_of_list(text: &str, line_start: usize, line: &Line) -> String {
    if line.is_item()
        && let Some(parent) = items_before(text, line_start, line.quote).find(|item| item.indent < line.indent)
    {
        let (indent, mark) = (parent.indent, next_mark(parent.mark));
        return Line { indent, mark, ..line.clone() }.to_string();
    }
    if line.is_item() { line.quote.to_owned() } else { String::new() }
}

fn next_mark(mark: Mark) -> Mark {
    match mark {
        Mark::Number(number, after) => Mark::Number(number.saturating_add(1), after),
        Mark::Task { bullet, .. } => Mark::Task { bullet, done: false },
        mark => mark,
    }
}

/// Tab: an item goes under the one before it, with everything under it.
pub fn indent(text: &str, selection: Range<usize>) -> Option<Outcome> {
    shift(text, selection, |text, start, line| {
        let above = items_before(text, start, line.quote).find(|item| item.indent <= line.indent)?;
        Some(above.inner()).filter(|&inner| inner > line.indent)
    })
}

/// Shift+Tab: an item goes out to the level of the one it is under, with everything under it.
pub fn outdent(text: &str, selection: Range<usize>) -> Option<Outcome> {
    shift(text, selection, |text, start, line| {
        let parent = items_before(text, start, line.quote).find(|item| item.indent < line.indent);
        (line.indent > 0).then(|| parent.map_or(0, |parent| parent.indent))
    })
}

/// Moves the items that `selection` touches to the indent that `to` finds for the first of them.
fn shift(text: &str, selection: Range<usize>, to: fn(&str, usize, &Line) -> Option<usize>) -> Option<Outcome> {
    let selection = clamp_to(text, selection);
    let touched = touched_lines(text, &selection);
    let first = Line::parse(text[touched.clone()].split('\n').next()?);
    if !first.is_item() || in_code_block(text, touched.start + first.quote.len()) {
        return None;
    }
    let target = to(text, touched.start, &first)?;
    let block = block_start(text, touched.start)..block_end(text, touched.end);
    let mut lines = Vec::new();
    let mut start = block.start;
    // What stands under the last item that is moved comes along.
    let mut under: Option<usize> = None;
    for line in text[block.clone()].split('\n') {
        let parsed = Line::parse(line);
        let selected = start >= touched.start && start <= touched.end;
        let follows = under.is_some_and(|indent| parsed.indent > indent);
        if selected && !parsed.is_blank() && !follows {
            under = Some(parsed.indent);
        } else if !follows {
            under = None;
        }
        let moves = under.is_some() && !parsed.is_blank();
        lines.push(match moves {
            true => Line { indent: (parsed.indent + target).saturating_sub(first.indent), ..parsed.clone() }.to_string(),
            false => line.to_owned(),
        });
        start += line.len() + 1;
    }
    renumber_from(&mut lines, 0);
    rewrite(text, block, lines, selection)
}

/// The items above the line at `start`, nearest first, as far as the list reaches.
fn items_before<'a>(text: &'a str, start: usize, quote: &'a str) -> impl Iterator<Item = Line<'a>> {
    let above = text[..start].strip_suffix('\n').unwrap_or("");
    above
        .rsplit('\n')
        .map(Line::parse)
        .take_while(move |line| line.quote.len() == quote.len() && (line.is_item() || line.indent > 0))
        .filter(Line::is_item)
}

/// Whether a line belongs to the list of the line next to it.
fn goes_on(line: &str) -> bool {
    let line = Line::parse(line);
    line.is_item() || (line.indent > 0 && !line.is_blank())
}

fn block_start(text: &str, mut start: usize) -> usize {
    while let Some(above) = text[..start].strip_suffix('\n') {
        let line_start = above.rfind('\n').map_or(0, |at| at + 1);
        if !goes_on(&above[line_start..]) {
            break;
        }
        start = line_start;
    }
    start
}

fn block_end(text: &str, mut end: usize) -> usize {
    while let Some(below) = text[end..].strip_prefix('\n') {
        let line = below.split('\n').next().unwrap_or("");
        if !goes_on(line) {
            break;
        }
        end += 1 + line.len();
    }
    end
}

/// Numbers the items of a block in order, level by level. A list keeps the number it starts with, unless it starts at `from` or
/// behind it on a level of its own: such a list is new and starts at 1. Lines before `from` are left as they are.
fn renumber_from(lines: &mut [String], from: usize) {
    // The open lists, outermost first: indent, and the number of the last item.
    let mut open: Vec<(usize, Option<u32>)> = Vec::new();
    for (at, text) in lines.iter_mut().enumerate() {
        let line = Line::parse(text);
        if !line.is_item() {
            if line.is_blank() || line.indent == 0 {
                open.clear();
            }
            continue;
        }
        open.retain(|&(indent, _)| indent <= line.indent);
        let level = match open.last() {
            Some(&(indent, _)) if indent == line.indent => open.len() - 1,
            _ => {
                open.push((line.indent, None));
                open.len() - 1
            }
        };
        let Mark::Number(number, after) = line.mark else {
            open[level].1 = None;
            continue;
        };
        let expected = match open[level].1 {
            Some(last) => last.saturating_add(1),
            None if level > 0 => 1,
            None => number,
        };
        open[level].1 = Some(if at < from { number } else { expected });
        if at >= from && expected != number {
            *text = Line { mark: Mark::Number(expected, after), ..line }.to_string();
        }
    }
}
