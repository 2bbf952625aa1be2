//! The formatting bar and the keys of prose. In each text `‸` is the caret, `⟦` and `⟧` are the ends of a selection.

use std::ops::Range;

use postmortem_editor::editor::typing::{self, Tool};
use proptest::prelude::*;

fn marked(text: &str) -> (String, Range<usize>) {
    if let Some(caret) = text.find('‸') {
        return (text.replace('‸', ""), caret..caret);
    }
    let start = text.find('⟦').expect("a caret or a selection");
    let end = text.find('⟧').unwrap() - '⟦'.len_utf8();
    (text.replace(['⟦', '⟧'], ""), start..end)
}

fn mark(text: &str, selection: Range<usize>) -> String {
    let (start, end) = (&text[..selection.start], &text[selection.end..]);
    match selection.is_empty() {
        true => format!("{start}‸{end}"),
        false => format!("{start}⟦{}⟧{end}", &text[selection.clone()]),
    }
}

/// What `tool` makes of `before`; `None` when it leaves the key alone.
fn run(tool: Tool, before: &str) -> Option<String> {
    let (text, selection) = marked(before);
    let (edit, selection) = tool(&text, selection)?;
    Some(mark(&edit.apply(&text), selection))
}

#[track_caller]
fn check(tool: Tool, before: &str, after: &str) {
    assert_eq!(run(tool, before).as_deref(), Some(after), "from {before:?}");
}

#[track_caller]
fn check_none(tool: Tool, before: &str) {
    assert_eq!(run(tool, before), None, "from {before:?}");
}

/// On, and off again.
#[track_caller]
fn check_toggle(tool: Tool, off: &str, on: &str) {
    check(tool, off, on);
    check(tool, on, off);
}

#[test]
fn emphasis() {
    check_toggle(typing::bold, "a ⟦word⟧ b", "a **⟦word⟧** b");
    check_toggle(typing::italic, "a ⟦word⟧ b", "a *⟦word⟧* b");
    check_toggle(typing::bold, "a wo‸rd b", "a **wo‸rd** b");
    check_toggle(typing::bold, "a ‸ b", "a **‸** b");
    check_toggle(typing::italic, "a ‸", "a *‸*");
    check(typing::bold, "a⟦ two words ⟧b", "a **⟦two words⟧** b");
    check(typing::bold, "⟦**word**⟧", "⟦word⟧");
    check(typing::italic, "⟦**word**⟧", "*⟦**word**⟧*");
    check(typing::italic, "**⟦word⟧**", "***⟦word⟧***");
    check(typing::italic, "***⟦word⟧***", "**⟦word⟧**");
    check(typing::bold, "***⟦word⟧***", "*⟦word⟧*");
    check(typing::italic, "_⟦word⟧_", "⟦word⟧");
    check(typing::bold, "⟦one\n\n- two\n### three⟧", "**⟦one**\n\n- **two**\n### **three⟧**");
    check(typing::bold, "**⟦one**\n\n- **two⟧**", "⟦one\n\n- two⟧");
    check(typing::bold, "⟦**one**\ntwo⟧", "**one**\n**⟦two⟧**");
    check(typing::bold, "‸", "**‸**");
    check(typing::bold, "Zoë 👩🏽‍🚒⟦ é ⟧x", "Zoë 👩🏽‍🚒 **⟦é⟧** x");
    check_none(typing::bold, "a⟦  ⟧b");
}

#[test]
fn code() {
    check_toggle(typing::code, "run ⟦make⟧ now", "run `⟦make⟧` now");
    check_toggle(typing::code, "‸", "`‸`");
    check(typing::code, "⟦a`b⟧", "``⟦a`b⟧``");
    check(typing::code, "⟦`a⟧", "`` ⟦`a⟧ ``");
}

#[test]
fn links() {
    check(typing::link, "see ⟦the log⟧ now", "see [the log](‸) now");
    check(typing::link, "see wo‸rd", "see [word](‸)");
    check(typing::link, "‸", "[‸]()");
    check(typing::link, "⟦https://example.org⟧", "[‸](https://example.org)");
    check(typing::link, "see [the ‸log](https://example.org) now", "see ⟦the log⟧ now");
    check(typing::link, "a\n\nsee [the **l‸og**](x) now", "a\n\nsee ⟦the **log**⟧ now");
    check_none(typing::link, "⟦two\nlines⟧");
}

#[test]
fn headings() {
    check(typing::heading, "te‸xt", "### te‸xt");
    check(typing::heading, "### te‸xt", "#### te‸xt");
    check(typing::heading, "#### te‸xt", "te‸xt");
    check(typing::heading, "# te‸xt", "### te‸xt");
    check(typing::heading, "‸", "### ‸");
    check(typing::heading, "a\n- te‸xt\nb", "a\n### te‸xt\nb");
    check(typing::heading, "⟦one\n\ntwo⟧", "### ⟦one\n\n### two⟧");
}

#[test]
fn lists() {
    check_toggle(typing::bullets, "te‸xt", "- te‸xt");
    check_toggle(typing::bullets, "‸", "- ‸");
    check_toggle(typing::numbers, "⟦one\ntwo⟧", "1. ⟦one\n2. two⟧");
    check_toggle(typing::tasks, "⟦one\n\ntwo⟧", "- [ ] ⟦one\n\n- [ ] two⟧");
    check_toggle(typing::quote, "⟦one\n\ntwo⟧", "> ⟦one\n> \n> two⟧");
    check(typing::numbers, "- o‸ne", "1. o‸ne");
    check(typing::bullets, "- [x] o‸ne", "- o‸ne");
    check(typing::tasks, "- o‸ne", "- [ ] o‸ne");
    check(typing::numbers, "1. one\ntw‸o", "1. one\n2. tw‸o");
    check(typing::bullets, "⟦- one\ntwo⟧", "⟦- one\n- two⟧");
    check(typing::bullets, "⟦one\n⟧two", "- ⟦one\n⟧two");
    check(typing::bullets, "> o‸ne", "> - o‸ne");
}

#[test]
fn enter() {
    check(typing::enter, "- one‸", "- one\n- ‸");
    check(typing::enter, "- one ‸two", "- one \n- ‸two");
    check(typing::enter, "* [x] one‸", "* [x] one\n* [ ] ‸");
    check(typing::enter, "1. one‸\n2. two\n   - in\n3. three\n\n7. other", "1. one\n2. ‸\n3. two\n   - in\n4. three\n\n7. other");
    check(typing::enter, "9) nine‸", "9) nine\n10) ‸");
    check(typing::enter, "- one\n- ‸", "- one\n‸");
    check(typing::enter, "1. one\n2. ‸\n3. three", "1. one\n‸\n3. three");
    check(typing::enter, "- one\n  - ‸", "- one\n- ‸");
    check(typing::enter, "1. one\n   - ‸\n2. two", "1. one\n2. ‸\n3. two");
    check(typing::enter, "> one‸", "> one\n> ‸");
    check(typing::enter, "> one\n> ‸", "> one\n‸");
    check(typing::enter, "> - one‸", "> - one\n> - ‸");
    check(typing::enter, "- o⟦n⟧e", "- o\n- ‸e");
    check_none(typing::enter, "text‸");
    check_none(typing::enter, "‸- one");
    check_none(typing::enter, "-‸ one");
    check_none(typing::enter, "```\n- one‸\n```");
}

#[test]
fn indent_and_outdent() {
    check(typing::indent, "- one\n- tw‸o", "- one\n  - tw‸o");
    check(typing::outdent, "- one\n  - tw‸o", "- one\n- tw‸o");
    check(typing::indent, "1. one\n2. tw‸o\n3. three", "1. one\n   1. tw‸o\n2. three");
    check(typing::outdent, "1. one\n   1. tw‸o\n2. three", "1. one\n2. tw‸o\n3. three");
    check(typing::indent, "- one\n- tw‸o\n  - in\n- three", "- one\n  - tw‸o\n    - in\n- three");
    check(typing::indent, "- one\n⟦- two\n- three⟧\n- four", "- one\n  ⟦- two\n  - three⟧\n- four");
    check_none(typing::indent, "- on‸e");
    check_none(typing::indent, "te‸xt");
    check_none(typing::outdent, "- on‸e");
    check_none(typing::indent, "- one\n  - tw‸o");
    check_none(typing::outdent, "    te‸xt");
}

const TOOLS: [Tool; 12] = [
    typing::bold,
    typing::italic,
    typing::code,
    typing::link,
    typing::heading,
    typing::bullets,
    typing::numbers,
    typing::tasks,
    typing::quote,
    typing::enter,
    typing::indent,
    typing::outdent,
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_tool_loses_a_word_or_splits_a_character(
        pieces in proptest::collection::vec(prop_oneof![
            3 => proptest::sample::select(vec!["- ", "1. ", "2) ", "> ", "[ ] ", "\n", "\n\n", "  ", "\t", "**", "*", "_", "`", "```\n", "# ", "### ", "[", "](", ")", "😀", "e\u{301}", "שלום", "\u{202e}", "👩🏽‍🚒", "\r\n"]).prop_map(str::to_owned),
            1 => "[a-z]{1,4}",
            1 => any::<char>().prop_map(String::from),
        ], 0..12),
        start in 0..60usize,
        length in 0..30usize,
    ) {
        let text = pieces.concat();
        for tool in TOOLS {
            let Some((edit, selection)) = tool(&text, start..start.saturating_add(length)) else { continue };
            let after = edit.apply(&text);
            prop_assert!(after.get(selection.clone()).is_some(), "{:?} in {:?}", selection, after);
            prop_assert!(after != text);
            if length == 0 {
                let words = |text: &str| text.chars().filter(|c| c.is_alphabetic()).filter(|c| *c != 'x' && *c != 'X').collect::<String>();
                // A link that becomes its text loses its address, which is what was asked for.
                prop_assert!(words(&after) == words(&text) || text.contains("]("), "{text:?} became {after:?}");
            }
        }
    }
}
