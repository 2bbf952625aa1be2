//! Moments as people read and enter them. Always UTC; an incident has no time zone of its own.

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};

/// What `<input type="datetime-local">` holds: "2025-03-06T22:48".
pub fn to_input(at: DateTime<Utc>) -> String {
    format!("{:04}-{:02}-{:02}T{:02}:{:02}", at.year(), at.month(), at.day(), at.hour(), at.minute())
}

/// The inverse; `None` for anything else, such as the empty string of a cleared input. Seconds are dropped.
pub fn from_input(value: &str) -> Option<DateTime<Utc>> {
    let (date, time) = value.split_once('T')?;
    let mut date = date.splitn(3, '-');
    let (year, month, day) = (date.next()?.parse().ok()?, date.next()?.parse().ok()?, date.next()?.parse().ok()?);
    let mut time = time.split(':');
    let (hour, minute) = (time.next()?.parse().ok()?, time.next()?.parse().ok()?);
    NaiveDate::from_ymd_opt(year, month, day)?.and_hms_opt(hour, minute, 0).map(|at| at.and_utc())
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// "6 Mar 2025, 22:48 UTC".
pub fn shown(at: DateTime<Utc>) -> String {
    let month = MONTHS[at.month0() as usize];
    format!("{} {month} {}, {:02}:{:02} UTC", at.day(), at.year(), at.hour(), at.minute())
}

/// "2 h 7 min", "3 d 4 h"; `None` when it ended before it started.
pub fn duration(started: DateTime<Utc>, ended: DateTime<Utc>) -> Option<String> {
    let minutes = (ended - started).num_minutes();
    if minutes < 0 {
        return None;
    }
    let (days, hours, minutes) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    Some(match (days, hours, minutes) {
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, 0) => format!("{hours} h"),
        (0, hours, minutes) => format!("{hours} h {minutes} min"),
        (days, 0, _) => format!("{days} d"),
        (days, hours, _) => format!("{days} d {hours} h"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_reads_back() {
        let at = from_input("2025-03-06T22:48").expect("a moment");
        assert_eq!(to_input(at), "2025-03-06T22:48");
        assert_eq!(shown(at), "6 Mar 2025, 22:48 UTC");
        for wrong in ["", "2025-03-06", "2025-13-06T22:48", "2025-03-06T25:48", "T"] {
            assert_eq!(from_input(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_duration_has_two_figures_at_most() {
        let at = |value| from_input(value).expect("a moment");
        let since = |end| duration(at("2025-03-06T22:48"), at(end));
        assert_eq!(since("2025-03-07T00:55").as_deref(), Some("2 h 7 min"));
        assert_eq!(since("2025-03-06T22:48").as_deref(), Some("0 min"));
        assert_eq!(since("2025-03-10T02:00").as_deref(), Some("3 d 3 h"));
        assert_eq!(since("2025-03-06T22:47"), None);
    }
}
