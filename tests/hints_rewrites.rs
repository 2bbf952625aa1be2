//! What the hints offer, against what a reader made of it: `tests/data/rewrites.jsonl` holds reviewed rewrites.

use postmortem_editor::hints::{CheckOptions, check};
use serde_json::{Value, json};

fn data(name: &str) -> String {
    let path = format!("{}/tests/data/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn lines(name: &str) -> Vec<Value> {
    data(name).lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

/// The whole text after each rewrite that is offered for it.
fn rewritten(text: &str) -> Vec<String> {
    let hints = check(text, &CheckOptions::default());
    let rewrites = hints.into_iter().flat_map(|hint| hint.rewrites);
    let mut all: Vec<String> = rewrites
        .map(|rewrite| {
            let mut whole = text.to_owned();
            whole.replace_range(rewrite.range, &rewrite.text);
            whole
        })
        .collect();
    all.dedup();
    all
}

#[test]
fn reviewed_rewrites_are_offered() {
    let mut problems = Vec::new();
    for line in lines("rewrites.jsonl") {
        let (text, rewrite) = (line["text"].as_str().expect("text"), line["rewrite"].as_str().expect("rewrite"));
        let offered = rewritten(text).iter().any(|r| r == rewrite);
        match line["verdict"].as_str() {
            Some("good") if !offered => problems.push(format!("not offered: {rewrite}\n  offered: {:?}", rewritten(text))),
            Some("bad") if offered => problems.push(format!("offered, though bad: {rewrite}")),
            Some("good" | "bad") => {}
            other => problems.push(format!("{other:?} is no verdict: {text}")),
        }
    }
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems.join("\n"));
}

#[test]
fn two_in_five_blameful_lines_are_offered_a_rewrite() {
    let (mut with, mut all) = (0, 0);
    for line in lines("corpus/dev.jsonl") {
        let id = line["id"].as_u64().expect("an id");
        if line["blame"] != true || id % 3 == 0 {
            continue;
        }
        let text = line["text"].as_str().expect("text");
        let rewritten = rewritten(text);
        all += 1;
        with += usize::from(!rewritten.is_empty());
        if std::env::var_os("SHOW").is_some() {
            for rewrite in rewritten {
                println!("{}", json!({ "text": text, "rewrite": rewrite }));
            }
        }
    }
    println!("{with} of {all} blameful lines are offered a rewrite");
    assert!(with * 5 >= all * 2, "{with} of {all}");
}

/// With `SHOW`, all that is offered for the examples of the rules, to be read.
#[test]
fn examples_are_offered_rewrites() {
    let folder = format!("{}/src/hints/rules", env!("CARGO_MANIFEST_DIR"));
    let (mut with, mut all) = (0, 0);
    for file in std::fs::read_dir(folder).expect("the rules") {
        let path = file.expect("a file").path();
        if path.extension().is_none_or(|e| e != "json") || path.ends_with("guards.json") {
            continue;
        }
        let rules: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path).expect("readable")).expect("JSON");
        for text in rules.iter().filter_map(|r| r["match"].as_array()).flatten().map(|t| t.as_str().expect("a text")) {
            let rewritten = rewritten(text);
            all += 1;
            with += usize::from(!rewritten.is_empty());
            if std::env::var_os("SHOW").is_some() {
                for rewrite in rewritten {
                    println!("{}", json!({ "text": text, "rewrite": rewrite, "example": true }));
                }
            }
        }
    }
    println!("{with} of {all} examples are offered a rewrite");
    assert!(with * 5 >= all, "{with} of {all}");
}

#[test]
fn drafts_are_offered_rewrites() {
    for file in ["01-admin-panel-draft.md", "03-lb-reset-draft.md"] {
        let text = data(&format!("corpus/postmortems/{file}"));
        let hints = check(&text, &CheckOptions::default());
        let with = hints.iter().filter(|h| !h.rewrites.is_empty()).count();
        println!("{file}: {with} of {} hints are offered a rewrite", hints.len());
        assert!(with * 5 >= hints.len() * 2, "{file}: {with} of {}", hints.len());
        if std::env::var_os("SHOW").is_some() {
            for hint in &hints {
                println!("- {} {:?}", hint.rule_id, &text[hint.range.clone()]);
                for r in &hint.rewrites {
                    let end = text[r.range.end..].find('\n').map_or(text.len(), |n| r.range.end + n);
                    println!("    {:?} → {:?}", &text[r.range.start..end], format!("{}{}", r.text, &text[r.range.end..end]));
                }
            }
        }
    }
}
