//! What the author sees of the keeping.

/// How well the text is kept; shown all the time, in few words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SaveState {
    /// Nothing has been written yet that would need keeping.
    #[default]
    Unchanged,
    /// There are changes that will be written within a second.
    Pending,
    /// Everything is in this browser since then (UTC ms).
    Kept { at: i64 },
    /// The text is on the page only.
    Failed(Failure),
}

/// Why a browser does not keep a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The quota is used up.
    Full,
    /// Private mode, a policy, or site data switched off.
    Forbidden,
    /// Another tab holds the database, or it does not answer.
    Blocked,
    /// A newer version of this editor wrote the database.
    Newer,
    /// Anything else, in the browser's words.
    Other(String),
}

impl Failure {
    /// Why, as the second half of a sentence.
    fn reason(&self) -> String {
        match self {
            Failure::Full => "this browser's storage for this site is full".to_owned(),
            Failure::Forbidden => "this browser does not allow storage here (a private window, or a setting)".to_owned(),
            Failure::Blocked => "this browser's storage does not answer; another tab may hold it".to_owned(),
            Failure::Newer => "a newer version of this editor keeps its drafts in this browser; reload the page to use it".to_owned(),
            Failure::Other(words) => format!("this browser could not store it ({words})"),
        }
    }

    /// For `pm-error`; stable.
    pub fn code(&self) -> &'static str {
        match self {
            Failure::Full => "storage-full",
            Failure::Forbidden => "storage-forbidden",
            Failure::Blocked => "storage-blocked",
            Failure::Newer => "storage-newer",
            Failure::Other(_) => "storage-failed",
        }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Your text is on this page only: {}.", self.reason())
    }
}

/// A line in the list of drafts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftSummary {
    pub id: String,
    /// Empty where the author has given none.
    pub title: String,
    /// UTC ms of the last change.
    pub updated: i64,
    /// The one that is being written here.
    pub open: bool,
    /// The key of the page it belongs to, when that is another one.
    pub elsewhere: Option<String>,
}

/// `22 November, 14:02`, for ms since 1970 and minutes east of UTC.
pub(super) fn local_time(at: i64, zone: i32) -> String {
    use chrono::{DateTime, Datelike, Timelike};
    const MONTHS: [&str; 12] =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    match DateTime::from_timestamp_millis(at.saturating_add(i64::from(zone) * 60_000)) {
        Some(time) => format!("{} {}, {:02}:{:02}", time.day(), MONTHS[time.month0() as usize], time.hour(), time.minute()),
        None => "an unknown time".to_owned(),
    }
}
