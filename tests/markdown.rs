//! Markdown in and out: what is read, that it reads back, and that no word is lost.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use postmortem_editor::document::*;
use postmortem_editor::formats::{json, markdown};
use postmortem_editor::hints::Dismissal;
use proptest::prelude::*;

fn data(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(folder);
    let mut files: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    files.sort();
    assert!(!files.is_empty(), "{folder:?} is empty");
    files
}

fn corpus() -> Vec<(PathBuf, String)> {
    data("corpus/postmortems").into_iter().map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

/// Reads `path` and compares with the files beside it: `.json` (what was read, with its problems) and `.out.md` (what that is
/// written as). `UPDATE=1` writes them.
fn check(path: &Path, expected: &Path) {
    let source = fs::read_to_string(path).unwrap();
    let (document, problems) = markdown::read(&source);
    let mut found = json::write(&document) + "\n";
    for problem in &problems {
        found += &format!("// {problem}\n");
    }
    let written = markdown::write(&document);
    let name = path.file_stem().unwrap().to_str().unwrap();
    for (file, found) in [(format!("{name}.json"), &found), (format!("{name}.out.md"), &written)] {
        let file = expected.join(file);
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&file, found).unwrap();
        }
        let expected = fs::read_to_string(&file).unwrap_or_default();
        assert!(*found == expected, "{}: not as expected; UPDATE=1 writes what was found:\n{found}", file.display());
    }
    round_trip(&document);
}

fn round_trip(document: &Document) {
    let normal = markdown::normal(document);
    let text = markdown::write(document);
    let (again, problems) = markdown::read(&text);
    assert_eq!(problems, [], "{text}");
    assert!(again == normal, "written:\n{text}\nread:\n{}\nnormal:\n{}", json::write(&again), json::write(&normal));
    assert_eq!(markdown::normal(&normal), normal, "normal form is not normal");
}

#[test]
fn documents_are_read_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/markdown");
    for path in data("markdown").iter().filter(|path| !path.to_str().unwrap().ends_with(".out.md")) {
        check(path, &folder);
    }
}

#[test]
fn the_corpus_is_read_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/markdown/corpus");
    fs::create_dir_all(&folder).unwrap();
    for (path, _) in corpus() {
        check(&path, &folder);
    }
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// Words that name a field of the document and are written by its name from then on.
const LABELS: [&str; 7] = ["draft", "written", "by", "author", "date", "event", "time"];

#[test]
fn no_word_of_the_corpus_is_lost() {
    for (path, source) in corpus() {
        let (document, problems) = markdown::read(&source);
        assert_eq!(problems, [], "{path:?}");
        let kept: BTreeSet<String> = words(&json::write(&document).replace("\\n", " ")).collect();
        let lost: Vec<String> = words(&source).filter(|word| !kept.contains(word) && !LABELS.contains(&word.as_str())).collect();
        assert!(lost.is_empty(), "{path:?} lost {lost:?}");
    }
}

#[test]
fn the_corpus_finds_its_sections() {
    for (path, source) in corpus() {
        let (document, _) = markdown::read(&source);
        let name = path.file_name().unwrap().to_str().unwrap();
        let rows = |kind| document.of_kind(kind).map(|section| section.rows.len()).sum::<usize>();
        let expected = match &name[..2] {
            "01" => (15, 5),
            "02" => (15, 7),
            "03" => (14, 6),
            "04" => (15, 8),
            "05" => (0, 0),
            "06" => (46, 8),
            other => panic!("{other}"),
        };
        assert_eq!((rows(SectionKind::Timeline), rows(SectionKind::FollowUps)), expected, "{name}");
        assert!(document.of_kind(SectionKind::Summary).next().is_some(), "{name}");
        assert!(!document.title.is_empty(), "{name}");
        if let Some(timeline) = document.of_kind(SectionKind::Timeline).next() {
            let Rows::Timeline(rows) = &timeline.rows else { panic!("{name}") };
            assert!(rows.iter().all(|row| !row.time.is_empty() && !row.text.is_empty()), "{name}");
        }
    }
}

#[test]
fn the_times_of_an_incident_are_found_in_utc_only() {
    let times = |source: &str| {
        let meta = markdown::read(source).0.meta;
        (meta.started.map(|time| format!("{time:?}")), meta.ended.map(|time| format!("{time:?}")))
    };
    let found = |start: &str, end: &str| (Some(start.to_owned()), Some(end.to_owned()));
    let (night, day) = (&corpus()[1].1, &corpus()[5].1);
    assert_eq!(times(night), found("2025-03-06T22:48:00Z", "2025-03-07T00:55:00Z"));
    assert_eq!(times(day), found("2025-07-30T07:12:00Z", "2025-07-30T13:53:00Z"));
    assert_eq!(times(&corpus()[3].1), (None, None), "local times have no date in UTC");
    assert_eq!(times("# T\n\nDate: 6 March\nDuration: 10:00 to 11:00 UTC\n"), (None, None), "which year?");
}

#[test]
fn whatever_stands_in_prose_stays_in_its_section() {
    for prose in [
        "## A heading\n\ntext",
        "# One\n### Two\n# Three",
        "Heading\n=====\n\nx",
        "Two\nlines\n---",
        "```\nopen",
        "~~~~ yaml\nopen\n```",
        "<!-- open",
        "<script>\nopen",
        "<?php",
        "<![CDATA[ x",
        "<!DOCTYPE",
        "<div>\n\nx",
        "- a\n\n  ```\n  open",
        "> ```\n> open",
        "---",
        "---\na: b\n---",
        "| a | b |\n| - | - |",
        "| Time | Event |\n|---|---|\n| 10:00 | x |",
        "- 10:00 – x",
        "### Phase\n\n- 10:00 – x",
        "<!-- rows -->",
        "<!-- section: timeline -->",
        "a\n\n<!-- rows -->\n\nb",
        "    code",
        "\n\n    code\n\n",
        "[a]: /b",
        "[a]: /b\n\"open",
        "x\\",
        "x  ",
        "a\n\n\n\nb",
        "\u{0}",
        "a\r\nb\rc",
        "\u{b}",
        "\u{c}x",
        "&#35;",
        "1. x\n2. y",
        "* * *",
        "`open",
        "#",
        "##",
        "### ###",
    ] {
        for kind in SectionKind::BUILT_IN.into_iter().chain([SectionKind::Other]) {
            for title in [kind.title(), "Own", "", "#", "C#", "a # b ##", "Timeline"] {
                let mut document = Document::default();
                let mut section = Section::new(kind, title);
                section.prose = prose.to_owned();
                match &mut section.rows {
                    Rows::Timeline(rows) => {
                        rows.push(TimelineRow { time: "10:00".to_owned(), text: "a | b".to_owned(), ..TimelineRow::default() })
                    }
                    Rows::FollowUps(rows) => rows.push(FollowUp { action: "a \\| b\\".to_owned(), ..FollowUp::default() }),
                    Rows::None => {}
                }
                document.sections =
                    vec![Rc::new(section.clone()), Rc::new(section), Rc::new(Section { title: "Last".to_owned(), ..Section::default() })];
                round_trip(&document);
            }
        }
    }
}

#[test]
fn a_megabyte_is_read_and_written_in_seconds() {
    let paragraph = "Any 22:48 text | with *marks* and `code` and a [link](https://example.org). ".repeat(8) + "\n\n";
    let row = "- 22:48 – An alert fired, and the on-call engineer acknowledged it.\n";
    let hostile = [
        "[", "![", "<", "*a_", "`", "> ", "- ", "|", "#", "\\", "a\n-\n", "<!--", "[a]: b\n", "&", "~~~\n", "1) ", "\t", "::", "---\n",
        "| a ",
    ];
    let mut texts = vec![
        format!("# T\n\n## Summary\n\n{}\n## Timeline\n\n{}", paragraph.repeat(900), row.repeat(7_000)),
        format!("# T\n\n## Summary\n\n{}", "x".repeat(1 << 20)),
        format!("# T\n\n## Follow-ups\n\n| Action | Owner |\n|---|---|\n{}", "| a | b |\n".repeat(100_000)),
    ];
    texts.extend(hostile.iter().map(|piece| piece.repeat((200 << 10) / piece.len())));
    for text in texts {
        let started = std::time::Instant::now();
        let (document, _) = markdown::read(&text);
        let read = started.elapsed();
        round_trip(&document);
        let whole = started.elapsed();
        let start: String = text.chars().take(20).collect();
        println!("{start:?} {} KB: read {read:?}, with the way back {whole:?}", text.len() >> 10);
        assert!(whole.as_secs() < 20, "{start:?} took {whole:?}");
    }
}

/// Text that is likely to mean something to a parser.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => proptest::sample::select(vec![
            "|", "\\", "\\|", "\n", "\n\n", "# ", "## ", "### ", "- ", "- [x] ", "1. ", "> ", "---", "---\n", "===\n", "<!--", "-->", "<!-- rows -->", "<!-- section: timeline -->\n",
            "```", "~~~", "`", "*", "**", "_", "\u{0}", "\r\n", "\r", "\t", "    ", "  \n", "\u{202e}", "שלום", "😀", "e\u{301}", "👩🏽‍🚒", "\u{feff}", "\u{85}", "\u{2028}", "\u{a0}", "\u{b}", "\u{c}",
            "22:48", "Mon 10:20", " – ", ": ", "Owner", "Action", "Time", "Event", "Done", "| a | b |\n", "|---|---|\n", "[a]: /b\n", "[", "](", ")", "&amp;", "&#35;", "<script>", "<div>", "</div>", "<?", "![", "\"", "'", "#", "##",
            "Timeline", "Follow-ups", "Summary", "Status: ", "true", "null", "~", "{", "}", "%", "@", "!", "?", "...", "\u{7f}", "\u{9b}", "\u{fffe}",
        ]).prop_map(str::to_owned),
        1 => "[a-z]{1,6}",
        1 => " ",
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn property() -> impl Strategy<Value = Property> {
    (hostile(), hostile()).prop_map(|(name, value)| Property { name, value })
}

fn section() -> impl Strategy<Value = Section> {
    let kinds: Vec<SectionKind> = SectionKind::BUILT_IN.into_iter().chain([SectionKind::Other]).collect();
    let moment = (hostile(), hostile(), prop_oneof![Just(String::new()), Just("Before".to_owned()), hostile()])
        .prop_map(|(time, text, phase)| TimelineRow { time, text, phase, ..TimelineRow::default() });
    let pillar = proptest::option::of(proptest::sample::select(vec![Pillar::People, Pillar::Process, Pillar::Tooling]));
    let progress = proptest::sample::select(vec![Progress::Open, Progress::InProgress, Progress::Done]);
    let name = prop_oneof![
        proptest::sample::select(vec!["#", "Link", "Owner", "Status", "Type", "Cost", "Group", ""]).prop_map(str::to_owned),
        hostile()
    ];
    let extra = proptest::collection::vec((name, hostile()).prop_map(|(name, value)| Property { name, value }), 0..3);
    let follow_up = (hostile(), hostile(), hostile(), hostile(), pillar, progress, extra).prop_map(
        |(action, owner, due, link, pillar, progress, extra)| FollowUp {
            action,
            owner,
            due,
            link,
            pillar,
            progress,
            extra,
            ..FollowUp::default()
        },
    );
    let rows = (proptest::collection::vec(moment, 0..4), proptest::collection::vec(follow_up, 0..4));
    (proptest::sample::select(kinds), any::<bool>(), hostile(), hostile(), rows).prop_map(
        |(kind, own, title, prose, (moments, follow_ups))| {
            let mut section = Section::new(kind, if own { title } else { kind.title().to_owned() });
            section.prose = prose;
            match &mut section.rows {
                Rows::None => {}
                Rows::Timeline(rows) => *rows = moments,
                Rows::FollowUps(rows) => *rows = follow_ups,
            }
            section
        },
    )
}

fn document() -> impl Strategy<Value = Document> {
    let status = proptest::sample::select(vec![Status::Draft, Status::InReview, Status::Published]);
    let time = proptest::option::of(
        (-100_000_000_000_000i64..400_000_000_000_000).prop_map(|at| chrono::DateTime::from_timestamp_millis(at).unwrap()),
    );
    let meta = (
        status,
        hostile(),
        hostile(),
        time.clone(),
        time,
        proptest::collection::vec(hostile(), 0..3),
        proptest::collection::vec(property(), 0..4),
    )
        .prop_map(|(status, severity, category, started, ended, authors, properties)| Meta {
            status,
            severity,
            category,
            started,
            ended,
            authors,
            properties,
        });
    let dismissal = (hostile(), proptest::option::of(hostile()), proptest::option::of(hostile()))
        .prop_map(|(rule_id, phrase, context)| Dismissal { rule_id, phrase, context });
    (hostile(), meta, proptest::collection::vec(section(), 0..4), proptest::collection::vec(dismissal, 0..3)).prop_map(
        |(title, meta, sections, dismissals)| Document {
            title,
            meta,
            dismissals,
            sections: sections.into_iter().map(Rc::new).collect(),
            ..Document::default()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_reads_back(document in document()) {
        round_trip(&document);
    }

    #[test]
    fn anything_can_be_read_and_is_then_stable(text in hostile(), more in hostile(), arbitrary in any::<String>()) {
        for text in [text.clone(), format!("{text}\n{more}"), arbitrary, format!("---\n{text}\n---\n{more}"), format!("# T\n\n{text}\n\n## Timeline\n\n{more}"), format!("# T\n\n## Actions\n\n{more}\n\n{text}")] {
            let (document, _) = markdown::read(&text);
            prop_assert_eq!(&markdown::normal(&document), &document, "what is read is normal");
            round_trip(&document);
        }
    }

    #[test]
    fn no_word_is_lost(pieces in proptest::collection::vec((0..8usize, hostile(), "[a-z]{3,8}", "[a-z]{3,8}"), 0..6)) {
        let mut source = String::from("# Title word\n\n");
        for (what, hostile, one, two) in &pieces {
            let inline: String = hostile.chars().filter(|c| c.is_alphanumeric() || c.is_whitespace() && !matches!(c, '\n' | '\r')).collect();
            source += &match what {
                0 => format!("## {one}\n\n{two} {inline}\n\n"),
                1 => format!("## Timeline\n\n- 10:00 – {one}\n- {two}\n  - {inline}z\n\n"),
                2 => format!("## Timeline\n\n### {one}\n\n| Time | Event | Who |\n|---|---|---|\n| 10:00 | {two} | {inline}z | excess |\n\n"),
                3 => format!("## Actions\n\n| Action | Owner | Priority |\n|---|---|---|\n| {one} | {two} | {inline}z |\n\n"),
                4 => format!("## Follow-up\n\n### {one}\n\n- [x] {two}\n- [ ] {inline}z\n\n"),
                5 => format!("{one}: {two}\nKey {inline}z: value\n\n"),
                6 => format!("> {one}\n\n```\n{two}\n```\n\n"),
                _ => format!("### {one}\n\n{hostile}\n\n{two}\n\n"),
            };
        }
        let (document, _) = markdown::read(&source);
        let kept: BTreeSet<String> = words(&json::write(&document).replace("\\n", " ")).collect();
        for (_, _, one, two) in &pieces {
            prop_assert!(kept.contains(one) && kept.contains(two), "{one} or {two} of\n{source}\nis not in\n{}", markdown::write(&document));
        }
    }
}
