use super::*;
use crate::document::SectionKind;

fn problems(json: &str) -> Vec<String> {
    Config::parse(json).1.iter().map(Problem::to_string).collect()
}

#[test]
fn nothing_is_a_good_configuration() {
    let (config, problems) = Config::parse("{}");
    assert_eq!((config, problems), (Config::default(), Vec::new()));
}

#[test]
fn what_is_said_is_taken() {
    let (config, problems) = Config::parse(
        r#"{"severities": ["P0", "P1"], "teams": ["Storage"], "services": ["billing-api"], "people": ["Hana Mori"],
            "templates": {"short": ["summary", {"kind": "follow-ups", "title": "Actions"}, {"title": "Customer view"}]}}"#,
    );
    assert_eq!(problems, []);
    assert_eq!(config.severities, ["P0", "P1"]);
    assert_eq!(config.teams, ["Storage"]);
    assert_eq!(config.services, ["billing-api"]);
    assert_eq!(config.people, ["Hana Mori"]);
    assert_eq!(config.categories, Config::default().categories);
    let (document, problem) = config.blank(Some("short"));
    assert_eq!(problem, None);
    let sections: Vec<_> = document.sections.iter().map(|section| (section.kind, section.title.as_str())).collect();
    assert_eq!(sections, [(SectionKind::Summary, "Summary"), (SectionKind::FollowUps, "Actions"), (SectionKind::Other, "Customer view")]);
    assert_eq!(document.sections[1].rows, crate::document::Rows::FollowUps(Vec::new()));
}

#[test]
fn a_wrong_value_is_named_and_the_default_stands_in() {
    let (config, found) = Config::parse(r#"{"severities": "P0", "teams": ["Storage", 7, " "]}"#);
    assert_eq!(config.severities, Config::default().severities);
    assert_eq!(config.teams, ["Storage"]);
    let found: Vec<_> = found.iter().map(Problem::to_string).collect();
    assert_eq!(
        found,
        [
            "severities: \"P0\" is not a list of names; the default is used",
            "teams[1]: 7 is not a name and is left out",
            "teams[2]: \" \" is not a name and is left out",
        ]
    );
}

#[test]
fn an_unknown_key_is_reported_with_the_nearest_known_one() {
    assert_eq!(
        problems(r#"{"severitys": []}"#),
        ["severitys: \"severitys\" is not a known setting (did you mean \"severities\"?); it is ignored"]
    );
    let far = problems(r#"{"quarterly": true}"#);
    assert!(far[0].contains("(known: severities, categories, people, teams, services, templates)"), "{far:?}");
}

#[test]
fn a_template_s_wrong_sections_are_left_out_and_named() {
    let (config, found) =
        Config::parse(r#"{"templates": {"x": ["sumary", "impact", {"kind": 4}, {}, 3], "y": ["nothing at all"], "z": 1}}"#);
    let found: Vec<_> = found.iter().map(Problem::to_string).collect();
    assert_eq!(config.template(Some("x")).expect("impact is left").sections.len(), 1);
    assert!(config.template(Some("y")).is_err() && config.template(Some("z")).is_err());
    assert_eq!(found.len(), 7, "{found:#?}");
    assert_eq!(found[0], "templates.x[0]: there is no section \"sumary\" (did you mean \"summary\"?); it is left out");
}

#[test]
fn an_unknown_template_is_quoted_and_the_default_is_used() {
    let (document, problem) = Config::default().blank(Some("ful"));
    assert_eq!(document.sections.len(), SectionKind::BUILT_IN.len());
    let problem = problem.expect("there is no such template").to_string();
    assert_eq!(problem, "template: there is no template \"ful\" (did you mean \"full\"?); \"full\" is used");
}

#[test]
fn what_is_no_object_or_no_json_is_said_so() {
    assert_eq!(problems("[1]"), ["[1] is not an object; the default configuration is used"]);
    assert!(problems("{,}")[0].starts_with("this is not JSON ("));
    let long = problems(&format!("\"{}\"", "é".repeat(500)));
    assert!(long[0].len() < 250, "a long value is cut: {long:?}");
}
