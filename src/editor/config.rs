//! What a company says about itself once, so that its authors need not say it in every postmortem.
//!
//! Read from JSON that a wiki admin wrote by hand: whatever is wrong in it is named with its path and its value, and the
//! default stands in. Knows nothing of where the JSON came from.

use serde_json::{Map, Value};

use crate::document::Document;

mod read;
mod template;

pub use template::{SectionPlan, Template};

/// Everything has a default; an empty configuration is a good one.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// What the severity field offers, most severe first. The author may write another.
    pub severities: Vec<String>,
    /// The gross categories that feed trends. The author may write another.
    pub categories: Vec<String>,
    /// Names that the hints know without being told by the text.
    pub people: Vec<String>,
    /// Names that the hints know, and the follow-ups' owners to choose from.
    pub teams: Vec<String>,
    /// Names of services and tools, which the hints never take for people.
    pub services: Vec<String>,
    /// Never empty; the first is the default.
    pub templates: Vec<Template>,
}

/// A value that could not be used, and what stands in for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where in the JSON: `severities[2]`, `templates.short.sections`. Empty for the whole.
    pub path: String,
    /// One sentence that quotes the value.
    pub message: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.path.is_empty() { f.write_str(&self.message) } else { write!(f, "{}: {}", self.path, self.message) }
    }
}

impl Default for Config {
    fn default() -> Self {
        let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        Config {
            severities: names(&["Sev1", "Sev2", "Sev3", "Sev4"]),
            categories: names(&["Change", "Capacity", "Dependency", "Data", "Security", "Process", "Near miss"]),
            people: Vec::new(),
            teams: Vec::new(),
            services: Vec::new(),
            templates: template::built_in(),
        }
    }
}

impl Config {
    /// Reads a configuration. Each problem names one value that was left out; everything else is taken.
    pub fn parse(json: &str) -> (Config, Vec<Problem>) {
        match serde_json::from_str::<Value>(json) {
            Ok(Value::Object(object)) => Config::read(&object),
            Ok(other) => {
                let message = format!("{} is not an object; the default configuration is used", read::quoted(&other));
                (Config::default(), vec![Problem { path: String::new(), message }])
            }
            Err(error) => {
                let message = format!("this is not JSON ({error}); the default configuration is used");
                (Config::default(), vec![Problem { path: String::new(), message }])
            }
        }
    }

    fn read(object: &Map<String, Value>) -> (Config, Vec<Problem>) {
        let mut config = Config::default();
        let mut problems = Vec::new();
        for (key, value) in object {
            let names = match key.as_str() {
                "severities" => &mut config.severities,
                "categories" => &mut config.categories,
                "people" => &mut config.people,
                "teams" => &mut config.teams,
                "services" => &mut config.services,
                "templates" => {
                    template::read(value, &mut config.templates, &mut problems);
                    continue;
                }
                _ => {
                    let known = ["severities", "categories", "people", "teams", "services", "templates"];
                    problems.push(read::unknown_key("", key, &known));
                    continue;
                }
            };
            if let Some(read) = read::names(key, value, &mut problems) {
                *names = read;
            }
        }
        (config, problems)
    }

    /// The template of this name; the default one for no name.
    pub fn template(&self, name: Option<&str>) -> Result<&Template, Problem> {
        match name {
            None | Some("") => Ok(self.default_template()),
            Some(name) => self.templates.iter().find(|template| template.name == name).ok_or_else(|| {
                let known: Vec<&str> = self.templates.iter().map(|template| template.name.as_str()).collect();
                let message = format!(
                    "there is no template \"{name}\"{}; \"{}\" is used",
                    read::suggestion(name, &known),
                    self.default_template().name,
                );
                Problem { path: "template".to_owned(), message }
            }),
        }
    }

    pub fn default_template(&self) -> &Template {
        // `templates` is public, so an empty list is possible in principle; it then means the built-in one.
        static FULL: std::sync::OnceLock<Template> = std::sync::OnceLock::new();
        self.templates.first().unwrap_or_else(|| FULL.get_or_init(template::full))
    }

    /// An empty document with this template's sections, and what was wrong with the name.
    pub fn blank(&self, template: Option<&str>) -> (Document, Option<Problem>) {
        match self.template(template) {
            Ok(template) => (template.document(), None),
            Err(problem) => (self.default_template().document(), Some(problem)),
        }
    }
}

#[cfg(test)]
mod tests;
