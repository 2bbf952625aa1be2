//! What an empty section says: one or two sentences that teach what belongs there.

use crate::document::SectionKind;

pub fn prompt(kind: SectionKind) -> &'static str {
    match kind {
        SectionKind::Summary => "Two or three sentences for someone who was not there: what happened, whom it touched, how it ended.",
        SectionKind::Impact => "Who noticed, for how long, and in figures: orders, requests, hours, money. What stayed safe?",
        SectionKind::Timeline => "What was seen, known and done at each moment, told as it looked then.",
        SectionKind::ContributingFactors => {
            "The conditions that came together. For each of them: what made this possible, and what made each step sensible at the time?"
        }
        SectionKind::WentWell => "Which guardrails held, which signals came early, what made helping easy?",
        SectionKind::GotLucky => "What limited the damage although nobody had planned it? Luck of today can become a guardrail.",
        SectionKind::WasHard => "What slowed the response: missing access, noisy alerts, a stale runbook, two windows that look alike?",
        SectionKind::FollowUps => "Changes to the system that still hold on a tired night. Each with an owning team and a date.",
        SectionKind::Thanks => "Who spoke up, dug in, took over, made tea? Names are welcome here.",
        SectionKind::Other => "Write here. Markdown works.",
    }
}
