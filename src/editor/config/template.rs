//! The sizes and shapes a postmortem starts from.

use std::rc::Rc;

use serde_json::Value;

use super::{Problem, read};
use crate::document::{Document, Section, SectionKind};

/// The sections a new document starts with. Nothing is lost by choosing another one later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// What the attribute `template` says: `full`, `one-page`, `tweet`.
    pub name: String,
    pub sections: Vec<SectionPlan>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionPlan {
    pub kind: SectionKind,
    pub title: String,
}

impl Template {
    pub fn document(&self) -> Document {
        let sections = self.sections.iter().map(|plan| Rc::new(Section::new(plan.kind, plan.title.clone()))).collect();
        Document { sections, ..Document::default() }
    }

    fn of_kinds(name: &str, kinds: &[SectionKind]) -> Template {
        let plan = |&kind: &SectionKind| SectionPlan { kind, title: kind.title().to_owned() };
        Template { name: name.to_owned(), sections: kinds.iter().map(plan).collect() }
    }
}

pub(super) fn full() -> Template {
    Template::of_kinds("full", &SectionKind::BUILT_IN)
}

pub(super) fn built_in() -> Vec<Template> {
    use SectionKind::*;
    vec![
        full(),
        Template::of_kinds("one-page", &[Summary, Impact, Timeline, ContributingFactors, FollowUps]),
        Template::of_kinds("tweet", &[Summary]),
    ]
}

/// `{"name": ["summary", {"title": "Customer view"}]}`; a name that exists already is redefined, a new one comes last.
pub(super) fn read(value: &Value, templates: &mut Vec<Template>, problems: &mut Vec<Problem>) {
    let Value::Object(named) = value else {
        let message = format!("{} is not an object of templates; the default is used", read::quoted(value));
        problems.push(Problem { path: "templates".to_owned(), message });
        return;
    };
    for (name, value) in named {
        let path = format!("templates.{name}");
        let Value::Array(items) = value else {
            let message = format!("{} is not a list of sections and is left out", read::quoted(value));
            problems.push(Problem { path, message });
            continue;
        };
        let sections: Vec<SectionPlan> =
            items.iter().enumerate().filter_map(|(at, item)| section(&format!("{path}[{at}]"), item, problems)).collect();
        if sections.is_empty() {
            let message = format!("{} has no section that can be used and is left out", read::quoted(value));
            problems.push(Problem { path, message });
            continue;
        }
        let template = Template { name: name.clone(), sections };
        match templates.iter_mut().find(|known| known.name == *name) {
            Some(known) => *known = template,
            None => templates.push(template),
        }
    }
}

/// A built-in section by its name, or an own one (or a built-in one renamed) by `{"kind": …, "title": …}`.
fn section(path: &str, item: &Value, problems: &mut Vec<Problem>) -> Option<SectionPlan> {
    match item {
        Value::String(name) => kind(path, name, problems).map(|kind| SectionPlan { kind, title: kind.title().to_owned() }),
        Value::Object(fields) => {
            for key in fields.keys().filter(|key| !["kind", "title"].contains(&key.as_str())) {
                problems.push(read::unknown_key(path, key, &["kind", "title"]));
            }
            let kind = match fields.get("kind") {
                None => SectionKind::Other,
                Some(Value::String(name)) => kind(&read::join(path, "kind"), name, problems)?,
                Some(other) => {
                    let message = format!("{} is not the name of a section, which is left out", read::quoted(other));
                    problems.push(Problem { path: read::join(path, "kind"), message });
                    return None;
                }
            };
            let title = match fields.get("title") {
                None => kind.title(),
                Some(Value::String(title)) => title.trim(),
                Some(other) => {
                    let message = format!("{} is not a title; the default is used", read::quoted(other));
                    problems.push(Problem { path: read::join(path, "title"), message });
                    kind.title()
                }
            };
            if title.is_empty() {
                let message = format!("{} has neither a kind nor a title and is left out", read::quoted(item));
                problems.push(Problem { path: path.to_owned(), message });
                return None;
            }
            Some(SectionPlan { kind, title: title.to_owned() })
        }
        other => {
            let message = format!("{} is not a section and is left out", read::quoted(other));
            problems.push(Problem { path: path.to_owned(), message });
            None
        }
    }
}

fn kind(path: &str, name: &str, problems: &mut Vec<Problem>) -> Option<SectionKind> {
    // The names are those that a document is written with; serde is the one place that has them.
    let known: Vec<(String, SectionKind)> =
        SectionKind::BUILT_IN.into_iter().filter_map(|kind| Some((serde_json::to_value(kind).ok()?.as_str()?.to_owned(), kind))).collect();
    let found = known.iter().find(|(known, _)| known == name).map(|&(_, kind)| kind);
    if found.is_none() {
        let names: Vec<&str> = known.iter().map(|(name, _)| name.as_str()).collect();
        let message = format!("there is no section \"{name}\"{}; it is left out", read::suggestion(name, &names));
        problems.push(Problem { path: path.to_owned(), message });
    }
    found
}
