//! Held to a whole YAML parser.

use proptest::prelude::*;
use saphyr_parser::{Event, Parser};

use super::*;

/// What a whole YAML parser makes of it.
fn reference(yaml: &str) -> Option<Node> {
    let mut events = Parser::new_from_str(yaml);
    fn node(first: Event, events: &mut Parser<'_, saphyr_parser::StrInput<'_>>) -> Option<Node> {
        Some(match first {
            Event::Scalar(text, style, ..) if style == saphyr_parser::ScalarStyle::Plain => Node::Scalar(plain(&text)),
            Event::Scalar(text, ..) => Node::Scalar(text.into_owned()),
            Event::SequenceStart(..) => {
                let mut items = Vec::new();
                loop {
                    match events.next()?.ok()?.0 {
                        Event::SequenceEnd => break Node::List(items),
                        event => items.push(node(event, events)?),
                    }
                }
            }
            Event::MappingStart(..) => {
                let mut pairs = Vec::new();
                loop {
                    match events.next()?.ok()?.0 {
                        Event::MappingEnd => break Node::Map(pairs),
                        event => {
                            let key = node(event, events)?.flat();
                            let first = events.next()?.ok()?.0;
                            pairs.push((key, node(first, events)?));
                        }
                    }
                }
            }
            _ => return None,
        })
    }
    loop {
        match events.next()?.ok()?.0 {
            Event::StreamStart | Event::DocumentStart(_) => {}
            Event::StreamEnd | Event::DocumentEnd => return Some(Node::Scalar(String::new())),
            event => return node(event, &mut events),
        }
    }
}

#[track_caller]
fn check(yaml: &str) {
    let expected = reference(yaml).unwrap_or_else(|| panic!("not YAML: {yaml}"));
    assert_eq!(read(yaml), Ok(expected), "{yaml}");
}

#[test]
fn front_matter_as_people_write_it() {
    check("title: 'A: b'\n");
    check("a: 1 # one\nb: \"x # y\" # two\n# three\nc: x#y\n");
    check("a:\n  - 1\n  - 2\nb:\n- 1\n-   two words\n-\n  - deep\n- - x\n  - y\n");
    check("a:\n  b:\n    c: d\n  e: f\ng:\n");
    check("- a: 1\n  b: 2\n-   c: 3\n    d: 4\n- e\n");
    check("a: [1, two words, 'it''s', \"x\\ty\", [in], {k: v, w}]\nb: {c: d, e: [f]}\nc: []\nd: {}\n");
    check("a: [1,\n  2,\n  3]\nb: \"x\n  y\"\n");
    check("a: |\n  one\n   two\n\n  three\nb: >-\n  one\n  two\n\n  three\n    four\n  five\nc: |+\n  x\n\nd: |2\n   y\n");
    check("a: one\n  two\n  three\nb: x\n");
    check("a: ~\nb: null\nc: \"\"\nd: ''\ne:\n");
    check("\"a b\": 1\n'c': 2\nd e: https://example.org/x:y\n10:20: x\n");
    check("plain words");
    check("");
    check("# only a comment\n");
}

#[test]
fn what_it_does_not_know_is_refused_by_name() {
    for (yaml, message) in [
        ("a: 1\nb: *x", "line 2: a value that starts with \"*\""),
        ("a: &x 1", "line 1: a value that starts with \"&\""),
        ("a: !!str 1", "line 1: a value that starts with \"!\""),
        ("a: 1\nwords", "line 2: \"words\" is no pair of a key and a value"),
        ("a: \"open", "line 1: \"\"open\" is not closed"),
        ("a: [1, 2", "line 1: \"[1, 2\" is not closed"),
        ("a: 1\n  b: 2", "line 2: \"b: 2\" in the middle of a value"),
        ("  a: 1\nb: 2", "line 2: \"b: 2\" stands where nothing can"),
        ("a: \"\\q\"", "line 1: \"\\q\" in quotes"),
    ] {
        assert_eq!(read(yaml).unwrap_err().to_string(), message);
    }
    assert!(read(&"- ".repeat(100_000)).is_err());
    assert!(read(&"[".repeat(100_000)).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_scalar_is_the_same_to_every_reader(text in any::<String>(), words in "[ -~\\n]{0,12}") {
        for text in [text, words] {
            let yaml = format!("a: {0}\n{0}: b\nc:\n  - {0}\n", scalar(&text));
            let expected = Node::Map(vec![
                ("a".to_owned(), Node::Scalar(text.clone())),
                (text.clone(), Node::Scalar("b".to_owned())),
                ("c".to_owned(), Node::List(vec![Node::Scalar(text.clone())])),
            ]);
            prop_assert_eq!(&read(&yaml), &Ok(expected.clone()), "{}", yaml);
            prop_assert_eq!(reference(&yaml), Some(expected), "{}", yaml);
        }
    }

    #[test]
    fn what_it_reads_is_what_yaml_means(pieces in proptest::collection::vec(proptest::sample::select(vec![
        "a", "b c", ": ", ":", "\n", "\n", "\n  ", "\n    ", "- ", "[", "]", "{", "}", ", ", "\"", "'", "# ", " #", "|", ">", "|-\n  ", "1", "\\n", "k: ", "x: y\n", "- z\n", "  - z\n", "k:\n",
    ]), 0..12)) {
        let yaml = format!("a: {}\n", pieces.concat().trim_end());
        // It may refuse what YAML allows, but the mappings it takes it understands.
        if let (Ok(node @ Node::Map(_)), Some(expected)) = (read(&yaml), reference(&yaml)) {
            prop_assert_eq!(node, expected, "{:?}", yaml);
        }
    }
}
