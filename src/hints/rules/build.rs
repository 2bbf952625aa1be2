//! Compiles the rule data, without the examples and documentation, which only tests and the rule reference read: once into statics, for
//! those who want to see the rules, and once into bytes, which start in a millisecond.

use std::fmt::Write;
use std::path::Path;

use serde_json::Value;

// The same modules that the engine has; what they do with sentences is of no use here.
#[allow(dead_code)]
#[path = "../grammar/kinds.rs"]
mod kinds;
#[allow(dead_code)]
#[path = "../grammar/lexicon.rs"]
mod lexicon;
mod pack;
#[allow(dead_code)]
#[path = "../grammar/packed.rs"]
mod packed;
#[allow(dead_code)]
#[path = "../grammar/syntax.rs"]
mod syntax;

use lexicon::Lexicon;
use pack::Writer;
use syntax::Parsed;

/// In the order of precedence: where two rules mark the same words, the earlier one speaks.
const FILES: [&str; 12] = [
    "hostile",
    "punitive",
    "who-question",
    "single-cause",
    "hindsight",
    "human-error",
    "absolutist",
    "vigilance",
    "judgement",
    "counterfactual",
    "agent",
    // No hints of their own: what they offer goes to the hints they touch.
    "recasts",
];
const KEYS: [&str; 13] =
    ["id", "category", "severity", "patterns", "unless", "onlyIn", "notIn", "message", "question", "rewrites", "match", "leave", "docs"];

/// In the order of `SectionKind::BUILT_IN`.
const SECTIONS: [&str; 9] =
    ["summary", "impact", "timeline", "contributing-factors", "went-well", "got-lucky", "was-hard", "follow-ups", "thanks"];

/// A rule as the bytes hold it, with the ids of the lexicon of the source.
struct Rule {
    severity: String,
    category: String,
    excuses: Vec<usize>,
    only_in: Vec<String>,
    not_in: Vec<String>,
    texts: [String; 3],
    rewrites: Vec<String>,
    patterns: Vec<Parsed>,
}

fn main() {
    let folder = Path::new("src/hints/rules");
    println!("cargo::rerun-if-changed=src/hints/rules");
    println!("cargo::rerun-if-changed=src/hints/grammar");
    let source = std::fs::read_to_string("src/hints/grammar/english.txt").expect("the lexicon is there");
    let mut lexicon = Lexicon::new(&source);
    let mut parse =
        |owner: &str, pattern: &str| Parsed::new(pattern, &mut lexicon).unwrap_or_else(|e| panic!("{owner}: {e} in {pattern:?}"));
    let read = |name: &str| -> Value {
        let path = folder.join(name).with_extension("json");
        let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
    };
    let mut excuses: Vec<Parsed> = Vec::new();
    let mut lists: Vec<(String, std::ops::Range<usize>)> = Vec::new();
    let mut packed: Vec<Rule> = Vec::new();
    let guards = read("guards");
    for (name, patterns) in guards.as_object().expect("guards.json is an object") {
        let begin = excuses.len();
        excuses.extend(patterns.as_array().expect("a list").iter().map(|p| parse(name, p.as_str().expect("a text"))));
        lists.push((name.clone(), begin..excuses.len()));
    }
    let mut out =
        String::from("/// The built-in rules, in the order of their precedence.\npub static RULES: &[RuleSource<'static>] = &[\n");
    for file in FILES {
        let rules = read(file);
        for rule in rules.as_array().unwrap_or_else(|| panic!("{file}.json is a list of rules")) {
            let at = |key: &str| format!("{file}.json, rule {}, {key}", rule["id"]);
            let object = rule.as_object().unwrap_or_else(|| panic!("{file}.json: a rule is an object"));
            if let Some(key) = object.keys().find(|k| !KEYS.contains(&k.as_str())) {
                panic!("{}: unknown key", at(key));
            }
            let silent = |key: &str| rule["category"] == "recast" && matches!(key, "message" | "question");
            let text = |key: &str| {
                rule[key].as_str().or(silent(key).then_some("")).unwrap_or_else(|| panic!("{}: not a text", at(key))).to_owned()
            };
            let list = |key: &str| -> Vec<String> {
                match &rule[key] {
                    Value::Null => Vec::new(),
                    Value::Array(items) => {
                        items.iter().map(|i| i.as_str().unwrap_or_else(|| panic!("{}: not a list of texts", at(key))).to_owned()).collect()
                    }
                    _ => panic!("{}: not a list", at(key)),
                }
            };
            let sections = |key: &str| list(key).iter().map(|s| format!("SectionKind::{}, ", pascal(s))).collect::<String>();
            let severity = rule["severity"].as_str().unwrap_or("warning");
            let mut excused = Vec::new();
            for pattern in list("unless") {
                match pattern.strip_prefix('%') {
                    Some(name) => excused.extend(
                        lists
                            .iter()
                            .find(|l| l.0 == name)
                            .unwrap_or_else(|| panic!("{}: no guard is called {name:?}", at("unless")))
                            .1
                            .clone(),
                    ),
                    None => {
                        excused.push(excuses.len());
                        excuses.push(parse(&at("unless"), &pattern));
                    }
                }
            }
            packed.push(Rule {
                severity: severity.to_owned(),
                category: text("category"),
                excuses: excused,
                only_in: list("onlyIn"),
                not_in: list("notIn"),
                texts: [text("id"), text("message"), text("question")],
                rewrites: list("rewrites"),
                patterns: list("patterns").iter().map(|p| parse(&at("patterns"), p)).collect(),
            });
            writeln!(
                out,
                "    RuleSource {{ id: {:?}, category: {:?}, severity: Severity::{}, patterns: &{:?}, unless: &{:?}, only_in: &[{}], not_in: &[{}], message: {:?}, question: {:?}, rewrites: &{:?} }},",
                text("id"), text("category"), pascal(severity), list("patterns"), list("unless"), sections("onlyIn"), sections("notIn"), text("message"), text("question"), list("rewrites"),
            )
            .expect("writing to a string");
        }
    }
    out.push_str("];\n\n/// Lists of patterns that excuse a sentence, by name.\npub static GUARDS: &[GuardSource<'static>] = &[\n");
    for (name, patterns) in guards.as_object().expect("guards.json is an object") {
        let patterns: Vec<&str> = patterns.as_array().expect("a list").iter().map(|p| p.as_str().expect("a text")).collect();
        writeln!(out, "    ({name:?}, &{patterns:?}),").expect("writing to a string");
    }
    out.push_str("];\n");
    let mut bytes = Writer::default();
    let to = pack::lexicon(&source, &lexicon, &mut bytes);
    pack::patterns(&excuses, &lexicon, &to, &mut bytes);
    let sections = |out: &mut Writer, names: &[String]| {
        out.list(names, |out, name| {
            out.number(SECTIONS.iter().position(|s| s == name).unwrap_or_else(|| panic!("no section is called {name:?}")))
        });
    };
    bytes.list(&packed, |out, rule| {
        out.byte(u8::from(rule.severity == "warning"));
        out.text(&rule.category);
        out.list(&rule.excuses, |out, excuse| out.number(*excuse));
        sections(out, &rule.only_in);
        sections(out, &rule.not_in);
        rule.texts.iter().for_each(|text| out.text(text));
        out.list(&rule.rewrites, |out, text| out.text(text));
        pack::patterns(&rule.patterns, &lexicon, &to, out);
    });
    let folder = std::env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    let write = |name: &str, content: &[u8]| std::fs::write(Path::new(&folder).join(name), content).expect("OUT_DIR is writable");
    write("rules.rs", out.as_bytes());
    write("grammar.bin", &bytes.bytes);
    write("texts.txt", bytes.texts.join("\n").as_bytes());
}

fn pascal(kebab: &str) -> String {
    kebab.split('-').map(|part| part[..1].to_uppercase() + &part[1..]).collect()
}
