//! Looking things up by key, and writing to one section without copying the others.

use std::rc::Rc;

use super::{Document, FollowUp, Key, Progress, Rows, Section, TimelineRow};
use crate::hints::CheckOptions;
use crate::text::SectionKind;

impl Document {
    pub fn section(&self, key: Key) -> Option<&Rc<Section>> {
        self.sections.iter().find(|section| section.key.id() == key.id())
    }

    pub fn position(&self, key: Key) -> Option<usize> {
        self.sections.iter().position(|section| section.key.id() == key.id())
    }

    /// The section to write to. It is copied first if another document shares it.
    pub fn section_mut(&mut self, key: Key) -> Option<&mut Section> {
        self.sections.iter_mut().find(|section| section.key.id() == key.id()).map(Rc::make_mut)
    }

    pub fn of_kind(&self, kind: SectionKind) -> impl Iterator<Item = &Rc<Section>> {
        self.sections.iter().filter(move |section| section.kind == kind)
    }

    /// Whether there is nothing in it that an author wrote.
    pub fn is_blank(&self) -> bool {
        self.title.trim().is_empty()
            && self.meta == super::Meta::default()
            && self.sections.iter().all(|section| section.prose.trim().is_empty() && section.rows.is_blank())
    }

    /// What the hint engine should know of this document: whom and what it names, and what its authors dismissed.
    pub fn check_options(&self) -> CheckOptions {
        let mut options = CheckOptions { dismissed: self.dismissals.clone(), ..CheckOptions::default() };
        options.people = named(self.meta.authors.iter().map(String::as_str));
        let owners = self.sections.iter().flat_map(|section| match &section.rows {
            Rows::FollowUps(rows) => rows.as_slice(),
            _ => &[],
        });
        options.teams = named(owners.map(|row| row.owner.as_str()));
        for property in &self.meta.properties {
            let into = match property.name.trim().to_lowercase().as_str() {
                "service" | "services" | "system" | "systems" | "component" | "components" | "affected services" | "affected systems" => {
                    &mut options.systems
                }
                "team" | "teams" | "owning team" | "vendor" | "vendors" => &mut options.teams,
                "people" | "responders" | "incident lead" | "incident commander" | "reviewers" => &mut options.people,
                _ => continue,
            };
            into.extend(named([property.value.as_str()]));
        }
        options
    }
}

/// The names in lists as people write them, once each; words that stand for everybody name nobody.
fn named<'a>(lists: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    const NOBODY: [&str; 9] = ["all", "everyone", "everybody", "anyone", "team", "tbd", "none", "n/a", "unassigned"];
    let mut names: Vec<String> = Vec::new();
    for name in lists.into_iter().flat_map(|list| list.split([',', ';', '\n'])) {
        let name = name.trim();
        let said = !name.chars().any(char::is_alphabetic) || NOBODY.contains(&name.to_lowercase().as_str());
        if !said && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

impl Rows {
    /// Where the row stands.
    pub fn position(&self, key: Key) -> Option<usize> {
        match self {
            Rows::None => None,
            Rows::Timeline(rows) => rows.iter().position(|row| row.key.id() == key.id()),
            Rows::FollowUps(rows) => rows.iter().position(|row| row.key.id() == key.id()),
        }
    }

    /// The keys in order.
    pub fn keys(&self) -> Vec<Key> {
        match self {
            Rows::None => Vec::new(),
            Rows::Timeline(rows) => rows.iter().map(|row| row.key).collect(),
            Rows::FollowUps(rows) => rows.iter().map(|row| row.key).collect(),
        }
    }

    pub fn is_blank(&self) -> bool {
        match self {
            Rows::None => true,
            Rows::Timeline(rows) => rows.iter().all(TimelineRow::is_blank),
            Rows::FollowUps(rows) => rows.iter().all(FollowUp::is_blank),
        }
    }
}

impl TimelineRow {
    pub fn is_blank(&self) -> bool {
        self.time.trim().is_empty() && self.text.trim().is_empty()
    }
}

impl FollowUp {
    pub fn is_blank(&self) -> bool {
        [&self.action, &self.owner, &self.due, &self.link].iter().all(|text| text.trim().is_empty())
            && self.pillar.is_none()
            && self.progress == Progress::Open
            && self.extra.iter().all(|extra| extra.value.trim().is_empty())
    }
}
