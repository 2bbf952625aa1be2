//! The rule data proves itself: every rule by its own examples, and every word of ours by our own hints.

use std::collections::BTreeSet;

use postmortem_editor::hints::{CheckOptions, Hint, check};
use serde_json::Value;

fn rules() -> Vec<Value> {
    let folder = format!("{}/src/hints/rules", env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<_> = std::fs::read_dir(folder).expect("the rules").map(|f| f.expect("a file").path()).collect();
    files.sort();
    let json =
        files.iter().filter(|f| f.extension().is_some_and(|e| e == "json") && !f.ends_with("guards.json") && !f.ends_with("recasts.json"));
    json.flat_map(|f| {
        let text = std::fs::read_to_string(f).expect("readable");
        serde_json::from_str::<Vec<Value>>(&text).unwrap_or_else(|e| panic!("{}: {e}", f.display()))
    })
    .collect()
}

fn texts<'a>(rule: &'a Value, key: &str) -> Vec<&'a str> {
    rule[key].as_array().map(|list| list.iter().map(|t| t.as_str().expect("a text")).collect()).unwrap_or_default()
}

fn hints(text: &str) -> Vec<Hint> {
    check(text, &CheckOptions::default())
}

fn told(found: &[Hint]) -> Vec<String> {
    found.iter().map(|h| h.rule_id.clone()).collect()
}

/// All that is wrong, at once.
fn none(problems: Vec<String>) {
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems.join("\n"));
}

#[test]
fn examples_match_and_leave() {
    let mut problems = Vec::new();
    let (mut matches, mut leaves) = (0, 0);
    for rule in rules() {
        let id = rule["id"].as_str().expect("an id");
        for text in texts(&rule, "match") {
            matches += 1;
            let found = hints(text);
            if !found.iter().any(|h| h.rule_id == id) {
                problems.push(format!("{id} should match, found {:?}: {text}", told(&found)));
            }
        }
        for text in texts(&rule, "leave") {
            leaves += 1;
            let found = hints(text);
            if !found.is_empty() {
                problems.push(format!("{id} should leave, found {:?}: {text}", told(&found)));
            }
        }
    }
    println!("{} rules, {matches} examples to match, {leaves} to leave", rules().len());
    none(problems);
}

#[test]
fn every_rule_has_examples_and_says_why() {
    let mut problems = Vec::new();
    let mut ids = BTreeSet::new();
    let mut lines = BTreeSet::new();
    for rule in rules() {
        let id = rule["id"].as_str().expect("an id").to_owned();
        for key in ["match", "leave"] {
            let examples = texts(&rule, key);
            if examples.len() < 3 {
                problems.push(format!("{id}: {} to {key}", examples.len()));
            }
            for text in examples {
                if !lines.insert(text.to_owned()) {
                    problems.push(format!("{id}: twice: {text}"));
                }
            }
        }
        for key in ["flags", "matters"] {
            if rule["docs"][key].as_str().unwrap_or("").len() < 10 {
                problems.push(format!("{id}: docs.{key} is missing"));
            }
        }
        if !id.chars().all(|c| c.is_ascii_lowercase() || c == '-') {
            problems.push(format!("{id}: not an anchor"));
        }
        if !ids.insert(id.clone()) {
            problems.push(format!("{id}: twice"));
        }
    }
    none(problems);
}

#[test]
fn our_own_words_pass() {
    let mut problems = Vec::new();
    let mut pass = |what: String, text: &str| {
        let found = hints(text);
        if !found.is_empty() {
            problems.push(format!("{what} {:?}: {text}", told(&found)));
        }
    };
    for rule in rules() {
        let id = rule["id"].as_str().expect("an id");
        pass(format!("message of {id}"), rule["message"].as_str().expect("a message"));
        for part in rule["question"].as_str().expect("a question").split(" || ") {
            pass(format!("question of {id}"), part);
        }
        for text in texts(&rule, "match") {
            for hint in hints(text) {
                pass(format!("question of {id}"), &hint.question);
                for rewrite in &hint.rewrites {
                    let mut whole = text.to_owned();
                    whole.replace_range(rewrite.range.clone(), &rewrite.text);
                    println!("{text}\n  → {whole}");
                    // Another hint of the same line may remain; this one must be gone.
                    let left = hints(&whole);
                    if left.len() >= hints(text).len() {
                        pass(format!("rewrite of {id} for {text:?}"), &whole);
                    }
                }
            }
        }
    }
    none(problems);
}
