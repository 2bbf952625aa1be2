//! The engine under a grammar of one word and one rule, so that these tests know no English.

use std::rc::Rc;

use proptest::prelude::*;

use super::grammar::{Facts, Grammar};
use super::scanner::Scanner;
use super::*;
use crate::text::SectionKind;
use crate::text::block::{Block, BlockKind, TokenKind};
use crate::text::utf16;

/// Flags "forgot" with the token before it; in follow-ups "careful" too, in a table cell "oops" too. A sentence with a fact is praise.
struct Tiny;

impl Grammar for Tiny {
    fn scan(&self, block: &Block<'_>, facts: &Facts, out: &mut Vec<Hint>) {
        for sentence in block.sentences {
            let tokens = &block.tokens[sentence.clone()];
            if tokens.iter().any(|token| facts.find(&block.text(token).to_lowercase(), |_| None).is_some()) {
                continue;
            }
            for (at, token) in tokens.iter().enumerate() {
                let flagged = token.kind == TokenKind::Word
                    && match block.text(token) {
                        "forgot" => true,
                        "careful" => block.section == Some(SectionKind::FollowUps),
                        "oops" => block.kind == BlockKind::TableCell,
                        _ => false,
                    };
                if flagged {
                    let start = tokens[if block.text(token) == "forgot" { at.saturating_sub(1) } else { at }].start as usize;
                    out.push(hint(start..token.end as usize));
                }
            }
        }
    }

    fn has_rule(&self, id: &str) -> bool {
        id == "tiny"
    }
}

fn hint(range: std::ops::Range<usize>) -> Hint {
    Hint {
        rule_id: "tiny".to_owned(),
        category: Category::NamedAgent,
        severity: Severity::Warning,
        rewrites: vec![Rewrite { range: range.clone(), text: String::new() }],
        range,
        message: String::new(),
        question: String::new(),
        learn_more: String::new(),
    }
}

fn checker(options: &CheckOptions) -> Checker {
    Checker::with_grammar(Rc::new(Tiny), options.clone())
}

fn checked(text: &str, options: &CheckOptions) -> Checker {
    let mut checker = checker(options);
    checker.set_text(text);
    checker
}

fn hints(text: &str, options: &CheckOptions) -> Vec<Hint> {
    let checker = checked(text, options);
    assert_eq!(checker.text(), text);
    let hints = checker.hints();
    assert_eq!(checker.count(), hints.len());
    let mut scanner = Scanner::new(Rc::new(Tiny), options.clone());
    assert_eq!((&scanner.check(text), scanner.check_utf16(text)), (&hints, checker.hints_utf16()));
    hints
}

/// `expect`: the text with its hints between `«` and `»`.
fn check_with(options: &CheckOptions, expect: &str) {
    let text = expect.replace(['«', '»'], "");
    let mut shown = String::new();
    let mut at = 0;
    for hint in hints(&text, options) {
        shown.push_str(&text[at..hint.range.start]);
        shown.push_str(&format!("«{}»", &text[hint.range.clone()]));
        at = hint.range.end;
    }
    shown.push_str(&text[at..]);
    assert_eq!(shown, expect);
}

fn check(expect: &str) {
    check_with(&CheckOptions::default(), expect);
}

#[test]
fn prose_is_checked_and_nothing_else() {
    check("");
    check("«Lee forgot» it. Then «we forgot».\n\n«Ana forgot».");
    check("**«Lee** forgot» it.\n\n> Lee forgot.\n\n```\nLee forgot\n\nLee forgot\n```\n\n«Lee forgot»");
    check("so «Lee\nforgot» it, `Lee forgot` it\r\n\r\n- «Lee\r\n  forgot»\r\n");
    check("| who | what |\n|--|--|\n| «Lee forgot» | «oops» |\n| oops |\n\noops".replace("| oops |", "| «oops» |").as_str());
    check("---\nLee: forgot\n---\n\n«Lee forgot»");
    check("<div>Lee forgot</div>\n\nhttps://x.y/forgot «Lee forgot»");
    check("«Žofie forgot» 👩‍💻 «李雷 forgot» and «Zoe\u{308} forgot»\0 «שרה forgot»");
}

#[test]
fn plain_text_has_no_markup() {
    let plain = CheckOptions { format: Format::Plain, ..CheckOptions::default() };
    check_with(&plain, "> «Lee forgot»\n\n    «Lee forgot»\n14:02 «Lee forgot»\n14:03 x\n\n- «Lee forgot»");
    check_with(&plain, "2025-03-06 14:02:01 ERROR Lee forgot\n[INFO] Lee forgot\nlevel=warn msg=Lee forgot\n$ Lee forgot\n«Lee\nforgot»");
    check_with(&plain, "# x\n<!-- blame-hints off -->\nLee forgot\n\n<!-- blame-hints on -->\n«Lee forgot»");
}

#[test]
fn sections_come_from_headings_and_options() {
    check("careful\n\n## Action items\n\nBe «careful».\n\n### Now\n\n«careful»\n\n## Open questions\n\ncareful");
    check("Next steps\n===\n«careful»\n\n# Impact\ncareful\n");
    let follow_ups = CheckOptions { section: Some(SectionKind::FollowUps), ..CheckOptions::default() };
    check_with(&follow_ups, "«careful»\n\n## Details\n«careful»\n\n## Timeline\n\ncareful");
}

#[test]
fn facts_of_the_document() {
    let options = CheckOptions { people: vec!["Hana".to_owned()], ..CheckOptions::default() };
    check_with(&options, "Hana said Lee forgot. «Lee forgot».");
}

#[test]
fn markers() {
    check("«Lee forgot»\n\n<!-- blame-hints off -->\n\nLee forgot\n\n# x\n\nLee forgot\n\n<!-- blame-hints on -->\n\n«Lee forgot»");
    check("«Lee forgot» <!-- blame-hints off --> Lee forgot <!-- blame-hints on --> «Lee forgot»");
    check("- «Lee forgot»\n- <!-- blame-hints off -->Lee forgot\n- Lee forgot\n");
    check("<!-- blame-hints off -->\nLee forgot");
    check("```\n<!-- blame-hints off -->\n```\n«Lee forgot»");
}

#[test]
fn what_cannot_be_followed_is_reported() {
    let dismissed = vec![
        Dismissal { rule_id: "tiny".to_owned(), phrase: Some("x".to_owned()), context: None },
        Dismissal { rule_id: "tinny".to_owned(), phrase: None, context: None },
    ];
    let mut checker = checker(&CheckOptions { dismissed, ..CheckOptions::default() });
    checker.set_text("é\n\n<!-- blame-hints of -->\n\nLee forgot");
    let problems: Vec<_> = checker.problems().into_iter().map(|problem| (problem.range, problem.message)).collect();
    assert_eq!(
        problems,
        [
            (None, "There is no rule \"tinny\" to dismiss.".to_owned()),
            (Some(4..27), "The marker says \"of\"; it can say \"off\" or \"on\".".to_owned()),
        ]
    );
    assert_eq!(checker.count(), 1);
}

/// `text` with its hints in `«»`; the first one is dismissed. `expect`: `text` after an edit elsewhere, with the hints that are left.
fn check_dismissed(scope: Scope, text: &str, expect: &str) {
    let plain = text.replace(['«', '»'], "");
    let all = hints(&plain, &CheckOptions::default());
    check(text);
    let dismissed = vec![all[0].dismissal(&plain, scope)];
    check_with(&CheckOptions { dismissed, ..CheckOptions::default() }, expect);
}

#[test]
fn dismissals() {
    check_dismissed(Scope::Here, "Then «Lee forgot» it.", "New text. Then Lee forgot it.");
    check_dismissed(Scope::Here, "Then «Lee forgot» the\nkey twice.\n", "Then Lee\nforgot the key\ntwice. More.\n\n«Lee forgot» x");
    check_dismissed(Scope::Here, "- a\n- «Lee forgot»\n- b", "- b\n- Lee forgot\n- a\n");
    check_dismissed(Scope::Here, "As «Lee forgot» a", "As «Lee forgot» b");
    check_dismissed(
        Scope::Phrase,
        "Then «Lee forgot» it.",
        "lee said: «Ana forgot». Lee\nforgot. «lee’s forgot»".replace("«lee’s", "«lee’s").as_str(),
    );
    check_dismissed(Scope::Rule, "Then «Lee forgot» it. «We forgot».", "Ana forgot.");
}

#[test]
fn a_stored_dismissal_holds() {
    // Keys in published documents: these values never change.
    let text = "At 14:02, before lunch, Lee O’Brien\nforgot  to renew the certificate. Then it expired.";
    let at = text.find("Lee").unwrap();
    let hint = hint(at..text.find(" to renew").unwrap());
    let key = hint.dismissal(text, Scope::Here);
    assert_eq!(key.phrase.as_deref(), Some("lee o'brien forgot"));
    assert_eq!(key.context.as_deref(), Some("ca0e4a98221819df"));
}

#[test]
fn an_edit_looks_at_its_paragraph_only() {
    let mut text = "«Lee forgot» it. And more of it.\n\n".replace(['«', '»'], "").repeat(2000);
    let mut checker = checker(&CheckOptions::default());
    checker.set_text(&text);
    assert_eq!(checker.count(), 2000);
    let at = text.len() / 2 + 3;
    let recheck = checker.edit(at..at, "x");
    text.insert(at, 'x');
    assert!(recheck.range.len() < 100, "{recheck:?}");
    assert_eq!((recheck.shift, recheck.old.len()), (1, 1));
    // An opened fence masks what follows, a closed one gives it back.
    let recheck = checker.edit(0..0, "```\n");
    assert_eq!((checker.count(), recheck.old, recheck.new.len()), (0, 0..checker_count(&text), 0));
    checker.edit(0..1, "");
    assert_eq!(checker.count(), checker_count(&text));
}

fn checker_count(text: &str) -> usize {
    hints(text, &CheckOptions::default()).len()
}

#[test]
fn bad_input_does_not_hang_or_panic() {
    let deep = |mark: &str| mark.repeat(10_000) + "Lee forgot";
    let texts = [
        "\0".repeat(1000),
        "It broke and was mended. ".repeat(42_000) + "Lee forgot",
        "Leeforgot".repeat(22_000),
        "é".repeat(100_000),
        "It broke and was mended\n".repeat(43_000) + "Lee forgot",
        "| Lee forgot | b |\n".repeat(2_000),
        format!("| a | b |\n|---|---|\n{}", "| Lee forgot | b |\n".repeat(2_000)),
        "a/b.c_".repeat(30_000),
        "a.b.".repeat(30_000),
        "-a.b/".repeat(30_000),
        ":x".repeat(50_000),
        "[^a".repeat(30_000),
        "[^a]".repeat(20_000),
        "<!--".repeat(30_000),
        "<a ".repeat(30_000),
        "`".repeat(50_000),
        "`a``".repeat(20_000),
        "*a _b ".repeat(20_000),
        "[a](".repeat(20_000),
        "![".repeat(30_000),
        deep(">"),
        deep("> "),
        deep("- "),
        deep("1. "),
        deep("["),
        (0..400).map(|depth| format!("{}- Lee forgot\n", "  ".repeat(depth))).collect(),
        "\u{301}\u{200d}".repeat(30_000),
        "👩‍💻".repeat(20_000),
    ];
    for text in &texts {
        for format in [Format::Markdown, Format::Plain] {
            let options = CheckOptions { format, ..CheckOptions::default() };
            let mut checker = checker(&options);
            checker.set_text(text);
            let mut at = text.len() / 2;
            while !text.is_char_boundary(at) {
                at += 1;
            }
            checker.edit(at..at, " Lee forgot ");
            assert_eq!(checker.hints(), hints(&checker.text(), &options));
        }
    }
    assert_eq!(checker_count(&texts[1]), 1);
    assert_eq!(checker_count(&texts[4]), 1);
    assert_eq!(checker_count(&texts[6]), 2_000);
}

#[test]
fn ranges_outside_the_text_are_clamped() {
    let mut checker = checker(&CheckOptions::default());
    checker.edit(5..9, "é👍");
    checker.edit(1..4, "-");
    assert_eq!(checker.text(), "-👍");
    checker.edit_utf16(2..2, "a");
    assert_eq!(checker.text(), "-a👍");
    #[expect(clippy::reversed_empty_ranges)]
    checker.edit(9..2, "b");
    assert_eq!(checker.text(), "-a👍b");
}

/// Pieces of text that meet in interesting ways.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => Just("Lee forgot"), 4 => Just("\n"), 3 => Just("\n\n"), 2 => Just("\r\n"), 3 => Just(" "), 2 => Just(". "), 2 => Just("- "),
        2 => Just("# "), 1 => Just("## Action items\n"), 1 => Just("## Impact\n"), 1 => Just("careful"), 1 => Just("```\n"), 1 => Just("~~~"),
        1 => Just("<!--"), 1 => Just("-->"), 1 => Just("<!-- blame-hints off -->"), 1 => Just("<!-- blame-hints on -->"), 1 => Just("<div>"),
        1 => Just("| oops | b |\n"), 1 => Just("|---|---|\n"), 1 => Just("> "), 1 => Just("1. "), 1 => Just("2) "), 1 => Just("    "), 1 => Just("\t"),
        1 => Just("👩‍💻"), 1 => Just("é\u{301}"), 1 => Just("שלום"), 1 => Just("\0"), 1 => Just("\u{fffd}"), 1 => Just("**"), 1 => Just("`"), 1 => Just("---\n"),
        1 => Just("\r"), 1 => Just("[^1]"), 1 => Just("<script>\n"), 1 => Just("</script>\n"),
    ]
    .prop_map(str::to_owned)
}

fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec(piece(), 0..40).prop_map(|pieces| pieces.concat())
}

/// Long enough for chunks that are cut by force.
fn long_text() -> impl Strategy<Value = String> {
    (text(), 0..400usize, text(), 0..300usize, text())
        .prop_map(|(a, n, b, m, c)| a + &"Lee forgot it, word. ".repeat(n) + &b + &"- ab Lee forgot\n   c\n".repeat(m) + &c)
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn run_edits(text: String, edits: Vec<(usize, usize, String)>, format: Format, units: bool) -> Result<(), TestCaseError> {
    let options = CheckOptions { format, ..CheckOptions::default() };
    let mut checker = checker(&options);
    checker.set_text(&text);
    let mut text = text;
    let mut shown = if units { checker.hints_utf16() } else { checker.hints() };
    for (start, len, insert) in edits {
        let start = floor(&text, start % (text.len() + 1));
        let end = floor(&text, start + len);
        let range = if units { utf16::from_bytes(&text, start)..utf16::from_bytes(&text, end) } else { start..end };
        let recheck = if units { checker.edit_utf16(range, &insert) } else { checker.edit(range, &insert) };
        text.replace_range(start..end, &insert);
        prop_assert_eq!(checker.text(), text.as_str());
        // What a page does with the answer.
        for hint in &shown[recheck.old.clone()] {
            prop_assert!(hint.range.start >= recheck.range.start && hint.range.end <= recheck.range.end);
        }
        for hint in &mut shown[recheck.old.end..] {
            let moved = |at: usize| at.strict_add_signed(recheck.shift);
            hint.range = moved(hint.range.start)..moved(hint.range.end);
            for rewrite in &mut hint.rewrites {
                rewrite.range = moved(rewrite.range.start)..moved(rewrite.range.end);
            }
        }
        shown.splice(recheck.old, recheck.new);
        prop_assert_eq!(&shown, &if units { checker.hints_utf16() } else { checker.hints() });
        let fresh = checked(&text, &options);
        prop_assert_eq!(checker.layout(), fresh.layout(), "{:?}", text);
        prop_assert_eq!(checker.hints(), hints(&text, &options), "{:?}", text);
    }
    Ok(())
}

fn edits(size: usize) -> impl Strategy<Value = Vec<(usize, usize, String)>> {
    let length = prop_oneof![3 => Just(0usize), 2 => 0..4usize, 1 => 0..size];
    let insert = prop_oneof![3 => piece(), 1 => text(), 1 => Just(String::new())];
    proptest::collection::vec((any::<usize>(), length, insert), 1..8)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edits_give_the_hints_of_a_fresh_check(text in text(), edits in edits(60), plain in any::<bool>(), units in any::<bool>()) {
        run_edits(text, edits, if plain { Format::Plain } else { Format::Markdown }, units)?;
    }

    #[test]
    fn what_is_dismissed_is_gone(text in text()) {
        for hint in hints(&text, &CheckOptions::default()) {
            for scope in [Scope::Here, Scope::Phrase, Scope::Rule] {
                let options = CheckOptions { dismissed: vec![hint.dismissal(&text, scope)], ..CheckOptions::default() };
                prop_assert!(!hints(&text, &options).contains(&hint), "{scope:?} {:?} {text:?}", hint.range);
            }
        }
    }

    #[test]
    fn no_text_panics(text in "\\PC*", plain in any::<bool>()) {
        hints(&text, &CheckOptions { format: if plain { Format::Plain } else { Format::Markdown }, ..CheckOptions::default() });
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edits_of_long_texts(text in long_text(), edits in edits(9000), plain in any::<bool>(), units in any::<bool>()) {
        run_edits(text, edits, if plain { Format::Plain } else { Format::Markdown }, units)?;
    }
}
