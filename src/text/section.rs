//! The sections of a postmortem, and the headings under which people write them.
//!
//! This is the only place that knows heading words: the hint engine asks it in which section a sentence stands, the
//! Markdown reader asks it where a heading belongs.

use serde::{Deserialize, Serialize};

/// What a section is for, whatever its heading says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum SectionKind {
    Summary,
    Impact,
    Timeline,
    ContributingFactors,
    WentWell,
    GotLucky,
    WasHard,
    FollowUps,
    Thanks,
    /// An own section of the author, or a heading that no built-in section answers to.
    #[default]
    Other,
}

impl SectionKind {
    /// Every built-in section in the order in which a full document has them; without `Other`.
    pub const BUILT_IN: [SectionKind; 9] = [
        SectionKind::Summary,
        SectionKind::Impact,
        SectionKind::Timeline,
        SectionKind::ContributingFactors,
        SectionKind::WentWell,
        SectionKind::GotLucky,
        SectionKind::WasHard,
        SectionKind::FollowUps,
        SectionKind::Thanks,
    ];

    /// The heading a new document gives it.
    pub fn title(self) -> &'static str {
        match self {
            SectionKind::Summary => "Summary",
            SectionKind::Impact => "Impact",
            SectionKind::Timeline => "Timeline",
            SectionKind::ContributingFactors => "Contributing factors",
            SectionKind::WentWell => "What went well",
            SectionKind::GotLucky => "Where we got lucky",
            SectionKind::WasHard => "What was hard",
            SectionKind::FollowUps => "Follow-ups",
            SectionKind::Thanks => "Thanks",
            SectionKind::Other => "",
        }
    }

    /// The section that people mean by `heading` (its words, without markup): `Other` when no built-in section answers to it.
    ///
    /// Numbering, emoji, punctuation and a trailing parenthesis ("Timeline (UTC)") do not count.
    pub fn of_heading(heading: &str) -> SectionKind {
        let words = fold(heading);
        HEADINGS.iter().find(|(_, names)| names.contains(&words.as_str())).map_or(SectionKind::Other, |(kind, _)| *kind)
    }
}

/// The headings of the field, as [`fold`] leaves them. A heading means what it says whole: "Impact on the roadmap" is a section
/// of the author's own.
const HEADINGS: [(SectionKind, &[&str]); 9] = [
    (
        SectionKind::Summary,
        &[
            "summary",
            "executive summary",
            "incident summary",
            "short summary",
            "brief summary",
            "tl dr",
            "tldr",
            "overview",
            "incident overview",
            "abstract",
            "synopsis",
            "in short",
            "in brief",
            "at a glance",
            "what happened in short",
            "what happened in brief",
            "description",
            "incident description",
            "problem summary",
        ],
    ),
    (
        SectionKind::Impact,
        &[
            "impact",
            "customer impact",
            "user impact",
            "business impact",
            "impact on customers",
            "impact on users",
            "client impact",
            "service impact",
            "incident impact",
            "impact summary",
            "impact assessment",
            "impact analysis",
            "scope",
            "scope and impact",
            "impact and scope",
            "blast radius",
            "who was affected",
            "what was affected",
            "affected services",
            "affected users",
            "affected customers",
            "severity and impact",
            "consequences",
            "effects",
            "damage",
        ],
    ),
    (
        SectionKind::Timeline,
        &[
            "timeline",
            "incident timeline",
            "timeline of events",
            "detailed timeline",
            "full timeline",
            "event timeline",
            "time line",
            "chronology",
            "chronology of events",
            "sequence of events",
            "course of events",
            "log of events",
            "event log",
            "incident log",
            "events",
            "history",
        ],
    ),
    (
        SectionKind::ContributingFactors,
        &[
            "contributing factors",
            "contributing factor",
            "contributory factors",
            "contributing causes",
            "contributing conditions",
            "contributors",
            "factors",
            "root cause",
            "root causes",
            "root cause s",
            "root cause analysis",
            "rca",
            "root cause and trigger",
            "root causes and trigger",
            "trigger",
            "triggers",
            "trigger and root cause",
            "cause",
            "causes",
            "cause s",
            "cause analysis",
            "causal factors",
            "causal analysis",
            "causation",
            "underlying cause",
            "underlying causes",
            "proximate cause",
            "proximate causes",
            "cause of the incident",
            "cause of the outage",
            "cause of failure",
            "fault",
            "faults",
            "five whys",
            "5 whys",
            "the five whys",
            "the 5 whys",
            "whys",
            "why",
            "why it happened",
            "why did it happen",
            "why did this happen",
            "why this happened",
            "how it was possible",
            "how was it possible",
            "how it happened",
            "how did it happen",
            "how did this happen",
            "how this happened",
            "what made it possible",
            "what made this possible",
            "what caused it",
            "what caused this",
            "what caused the incident",
            "what caused the outage",
            "what contributed",
            "conditions",
            "enabling conditions",
            "analysis",
            "incident analysis",
            "technical analysis",
            "mitigators and contributors",
            "systemic factors",
        ],
    ),
    (
        SectionKind::WentWell,
        &[
            "what went well",
            "went well",
            "what did go well",
            "what worked",
            "what worked well",
            "things that went well",
            "what went right",
            "the good",
            "positives",
            "successes",
            "what helped",
            "what we did well",
            "what did we do well",
            "strengths",
            "what saved us",
        ],
    ),
    (
        SectionKind::GotLucky,
        &[
            "where we got lucky",
            "got lucky",
            "how we got lucky",
            "what was lucky",
            "where were we lucky",
            "where we were lucky",
            "where did we get lucky",
            "lucky",
            "luck",
            "what we were lucky about",
            "lucky breaks",
            "near misses",
        ],
    ),
    (
        SectionKind::WasHard,
        &[
            "what was hard",
            "was hard",
            "what was difficult",
            "what made it hard",
            "what made this hard",
            "what was challenging",
            "challenges",
            "difficulties",
            "what went wrong",
            "what went badly",
            "what went poorly",
            "what went less well",
            "what did not go well",
            "what didn t go well",
            "what didnt go well",
            "what could have gone better",
            "what went not so well",
            "what could be better",
            "what could be improved",
            "what can be improved",
            "what did not work",
            "what didn t work",
            "what slowed us down",
            "what was confusing",
            "what surprised us",
            "things that went badly",
            "things that went poorly",
            "things that went wrong",
            "the bad",
            "weaknesses",
            "pain points",
        ],
    ),
    (
        SectionKind::FollowUps,
        &[
            "follow ups",
            "follow up",
            "followups",
            "followup",
            "follow up items",
            "follow up actions",
            "follow up tasks",
            "follow up work",
            "follow ups and owners",
            "actions",
            "action",
            "action items",
            "action item",
            "action plan",
            "actions taken and planned",
            "next actions",
            "next steps",
            "next step",
            "todo",
            "todos",
            "to do",
            "to dos",
            "tasks",
            "corrective actions",
            "corrective action",
            "corrective measures",
            "corrective and preventive actions",
            "corrective and preventative actions",
            "corrective and preventative measures",
            "capa",
            "preventive actions",
            "preventive measures",
            "preventative actions",
            "preventative measures",
            "prevention",
            "remediation",
            "remediation items",
            "remediations",
            "remediation plan",
            "remediation actions",
            "remedial actions",
            "countermeasures",
            "improvements",
            "improvement actions",
            "planned improvements",
            "measures",
            "lessons and next steps",
            "lessons learned and next steps",
            "lessons and actions",
            "lessons learned and action items",
            "what we will do",
            "what we will change",
            "what will we do",
            "what we are changing",
            "what we are doing about it",
            "repair items",
            "work items",
            "tickets",
            "recommendations",
            "how we will prevent this",
            "how do we prevent this",
            "how we prevent recurrence",
        ],
    ),
    (
        SectionKind::Thanks,
        &[
            "thanks",
            "thank you",
            "with thanks",
            "special thanks",
            "thanks to",
            "acknowledgements",
            "acknowledgments",
            "acknowledgement",
            "credits",
            "credit",
            "kudos",
            "shout outs",
            "shoutouts",
            "appreciation",
        ],
    ),
];

/// Lower case, words only, one space between them; without numbering in front and a parenthesis behind.
fn fold(heading: &str) -> String {
    let mut rest = heading.trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')');
    if rest.ends_with(')')
        && let Some(open) = rest.rfind('(')
        && rest[..open].contains(char::is_alphanumeric)
    {
        rest = &rest[..open];
    }
    let mut words: Vec<String> =
        rest.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    // "3. Impact", "2.1 Impact", "IV) Impact", "Section 4: Impact", "A. Impact", but "5 whys".
    while words.len() > 1 && (is_numbering(&words[0])) && words[1] != "whys" {
        words.remove(0);
    }
    if words.len() > 1 && matches!(words.last().map(String::as_str), Some("utc" | "gmt")) {
        words.pop();
    }
    words.join(" ")
}

fn is_numbering(word: &str) -> bool {
    word.chars().all(char::is_numeric)
        || matches!(word, "section" | "part" | "b" | "c" | "d" | "e" | "f" | "g")
        || (word.len() <= 5 && word.chars().all(|c| matches!(c, 'i' | 'v' | 'x')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(heading: &str, expect: SectionKind) {
        assert_eq!(SectionKind::of_heading(heading), expect, "{heading:?}");
    }

    #[test]
    fn headings_find_their_section() {
        use SectionKind::*;
        for kind in SectionKind::BUILT_IN {
            check(kind.title(), kind);
        }
        check("", Other);
        check("TL;DR", Summary);
        check("What happened, in short", Summary);
        check("1. Executive Summary:", Summary);
        check("Customer impact", Impact);
        check("💥 Impact 💥", Impact);
        check("Timeline (UTC)", Timeline);
        check("Timeline (all times local)", Timeline);
        check("Timeline, UTC", Timeline);
        check("2.1 CHRONOLOGY", Timeline);
        check("Root cause", ContributingFactors);
        check("Root Cause(s)", ContributingFactors);
        check("Five whys", ContributingFactors);
        check("5 Whys", ContributingFactors);
        check("4. 5 whys", ContributingFactors);
        check("Causes", ContributingFactors);
        check("How it was possible", ContributingFactors);
        check("IV) What went well?", WentWell);
        check("Where we got lucky 🍀", GotLucky);
        check("What didn't go well", WasHard);
        check("What didn’t go well", WasHard);
        check("What went poorly", WasHard);
        check("Action items", FollowUps);
        check("Follow-up", FollowUps);
        check("Corrective actions", FollowUps);
        check("Remediation", FollowUps);
        check("Next steps", FollowUps);
        check("Kudos!", Thanks);
        check("What happened", Other);
        check("Lessons learned", Other);
        check("Open questions", Other);
        check("Impact on the roadmap", Other);
        check("Statement for customers", Other);
        check("(UTC)", Other);
        check("12", Other);
    }

    #[test]
    fn every_heading_is_folded_and_stands_under_one_section() {
        let mut seen = std::collections::HashSet::new();
        for (kind, names) in HEADINGS {
            for name in names {
                assert!(seen.insert(*name), "{name:?} stands twice");
                assert_eq!(fold(name), *name);
                check(name, kind);
            }
        }
    }
}
