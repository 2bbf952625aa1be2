//! The document as a value, and as JSON.

use std::rc::Rc;

use postmortem_editor::document::*;
use postmortem_editor::formats::{json, markdown};

#[test]
fn json_is_the_document() {
    for name in ["01-admin-panel-draft", "06-payroll-pdf-export-outage"] {
        let path = format!("{}/tests/data/corpus/postmortems/{name}.md", env!("CARGO_MANIFEST_DIR"));
        let (document, _) = markdown::read(&std::fs::read_to_string(path).unwrap());
        assert_eq!(json::read(&json::write(&document)), Ok((document, vec![])));
    }
    let small = r#"{"schema": "postmortem/1", "sections": [{"title": "Own"}, {"kind": "follow-ups", "rows": {"type": "followUps", "rows": [{"action": "x"}]}}]}"#;
    let (document, problems) = json::read(small).unwrap();
    assert_eq!(problems, []);
    assert_eq!((document.sections[0].kind, document.sections[0].title.as_str()), (SectionKind::Other, "Own"));
    assert_eq!(document.sections[1].rows.len(), 1);
}

#[track_caller]
fn check_refused(json: &str, message: &str) {
    assert_eq!(json::read(json).unwrap_err().to_string(), message, "{json}");
}

#[test]
fn another_schema_is_refused_by_its_name() {
    check_refused(r#"{"schema": "postmortem/2"}"#, r#"the document's schema is "postmortem/2"; this editor reads "postmortem/1""#);
    check_refused(r#"{"schema": 7}"#, r#"the document's schema is 7; this editor reads "postmortem/1""#);
    check_refused(r#"{"title": "x"}"#, r#"the document has no "schema"; this editor reads "postmortem/1""#);
    check_refused("[1, 2]", "a document is a JSON object, not [1,2]");
    check_refused("{\n  \"schema\"", "line 2: this is not JSON: EOF while parsing an object at line 2 column 10");
    check_refused(
        r#"{"schema": "postmortem/1", "sections": [{"kind": "chapter"}]}"#,
        "this is not a document: unknown variant `chapter`, expected one of `summary`, `impact`, `timeline`, `contributing-factors`, `went-well`, `got-lucky`, `was-hard`, `follow-ups`, `thanks`, `other`",
    );
}

#[test]
fn what_is_not_known_is_named() {
    let (_, problems) = json::read(
        r#"{"schema": "postmortem/1", "mood": "good", "empty": null, "meta": {"cost": {"usd": 3}}, "sections": [{}, {"tree": [1]}]}"#,
    )
    .unwrap();
    let messages: Vec<String> = problems.iter().map(Problem::to_string).collect();
    let is_named = |path: &str, value: &str| {
        messages.iter().any(|message| *message == format!("\"{path}\" is not known to this editor, and its value {value} is not kept"))
    };
    assert!(is_named("mood", "\"good\"") && is_named("meta.cost", "{\"usd\":3}") && is_named("sections[1].tree", "[1]"), "{messages:?}");
    assert_eq!(messages.len(), 3);
}

#[test]
fn the_engine_is_told_whom_a_document_names() {
    let (mut document, _) = markdown::read(
        "# T\n\nAuthors: Ana, Ben\nServices: Checkout, Admin panel\nResponders: Cleo\nOwning team: Payments\n\n## Actions\n\n| Action | Owner |\n|---|---|\n| x | Storage |\n| y | All |\n| z | Storage |\n",
    );
    let options = document.check_options();
    assert_eq!(options.people, ["Ana", "Ben", "Cleo"]);
    assert_eq!(options.teams, ["Storage", "Payments"]);
    assert_eq!(options.systems, ["Checkout", "Admin panel"]);
    let dismissal = Dismissal { rule_id: "r".to_owned(), phrase: None, context: None };
    document.dismissals.push(dismissal.clone());
    assert_eq!(document.check_options().dismissed, [dismissal]);
}

#[test]
fn a_section_is_found_by_its_key_and_copied_when_written_to() {
    let document =
        Document { sections: SectionKind::BUILT_IN.map(|kind| Rc::new(Section::new(kind, kind.title()))).to_vec(), ..Document::default() };
    assert!(document.is_blank());
    assert_eq!(document.sections[2].rows, Rows::Timeline(Vec::new()));
    assert_eq!(document.sections[7].rows, Rows::FollowUps(Vec::new()));
    let key = document.sections[3].key;
    let mut copy = document.clone();
    copy.section_mut(key).unwrap().prose.push('x');
    assert_eq!((copy.position(key), document.section(key).unwrap().prose.as_str()), (Some(3), ""));
    assert!(!copy.is_blank());
    let shared = document.sections.iter().zip(&copy.sections).filter(|(a, b)| Rc::ptr_eq(a, b)).count();
    assert_eq!(shared, 8);
    assert_eq!(document.section(Key::fresh()), None);
}
