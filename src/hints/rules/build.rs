//! Turns the rule data into statics, without the examples and documentation, which only tests and the rule reference read.

use std::fmt::Write;
use std::path::Path;

use serde_json::Value;

/// In the order of precedence: where two rules mark the same words, the earlier one speaks.
const FILES: [&str; 12] = [
    "hostile", "punitive", "who-question", "single-cause", "hindsight", "human-error", "absolutist", "vigilance", "judgement", "counterfactual", "agent",
    // No hints of their own: what they offer goes to the hints they touch.
    "recasts",
];
const KEYS: [&str; 13] = [
    "id", "category", "severity", "patterns", "unless", "onlyIn", "notIn", "message", "question", "rewrites", "match", "leave", "docs",
];

fn main() {
    let folder = Path::new("src/hints/rules");
    println!("cargo::rerun-if-changed=src/hints/rules");
    let read = |name: &str| -> Value {
        let path = folder.join(name).with_extension("json");
        let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
    };
    let mut out = String::from("/// The built-in rules, in the order of their precedence.\npub static RULES: &[RuleSource<'static>] = &[\n");
    for file in FILES {
        let rules = read(file);
        for rule in rules.as_array().unwrap_or_else(|| panic!("{file}.json is a list of rules")) {
            let at = |key: &str| format!("{file}.json, rule {}, {key}", rule["id"]);
            let object = rule.as_object().unwrap_or_else(|| panic!("{file}.json: a rule is an object"));
            if let Some(key) = object.keys().find(|k| !KEYS.contains(&k.as_str())) {
                panic!("{}: unknown key", at(key));
            }
            let silent = |key: &str| rule["category"] == "recast" && matches!(key, "message" | "question");
            let text = |key: &str| rule[key].as_str().or(silent(key).then_some("")).unwrap_or_else(|| panic!("{}: not a text", at(key))).to_owned();
            let list = |key: &str| -> Vec<String> {
                match &rule[key] {
                    Value::Null => Vec::new(),
                    Value::Array(items) => items.iter().map(|i| i.as_str().unwrap_or_else(|| panic!("{}: not a list of texts", at(key))).to_owned()).collect(),
                    _ => panic!("{}: not a list", at(key)),
                }
            };
            let sections = |key: &str| list(key).iter().map(|s| format!("SectionKind::{}, ", pascal(s))).collect::<String>();
            let severity = rule["severity"].as_str().unwrap_or("warning");
            writeln!(
                out,
                "    RuleSource {{ id: {:?}, category: {:?}, severity: Severity::{}, patterns: &{:?}, unless: &{:?}, only_in: &[{}], not_in: &[{}], message: {:?}, question: {:?}, rewrites: &{:?} }},",
                text("id"), text("category"), pascal(severity), list("patterns"), list("unless"), sections("onlyIn"), sections("notIn"), text("message"), text("question"), list("rewrites"),
            )
            .expect("writing to a string");
        }
    }
    out.push_str("];\n\n/// Lists of patterns that excuse a sentence, by name.\npub static GUARDS: &[GuardSource<'static>] = &[\n");
    let guards = read("guards");
    for (name, patterns) in guards.as_object().expect("guards.json is an object") {
        let patterns: Vec<&str> = patterns.as_array().expect("a list").iter().map(|p| p.as_str().expect("a text")).collect();
        writeln!(out, "    ({name:?}, &{patterns:?}),").expect("writing to a string");
    }
    out.push_str("];\n");
    let to = std::env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    std::fs::write(Path::new(&to).join("rules.rs"), out).expect("OUT_DIR is writable");
}

fn pascal(kebab: &str) -> String {
    kebab.split('-').map(|part| part[..1].to_uppercase() + &part[1..]).collect()
}
