//! Timeline rows in the order of their times.
//!
//! Most rows say "23:52" and not on which day, and incidents cross midnight. So the clock times of a timeline are laid on a
//! circle and cut where the longest pause is; where some rows name a day, that says on which day the others begin. The order in
//! which rows stand counts only where times leave it open, so that a row may be written anywhere and sorted into its place.

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use crate::document::{Date, Moment, TimelineRow};

/// ms.
const DAY: i64 = 86_400_000;
/// A timeline that stands in order already is left alone if the clock pauses this long before its first row (ms).
const NIGHT: i64 = 6 * 3_600_000;

/// Sorts `rows`, stably; whether that changed anything. A row whose time cannot be read stays behind the row it stood behind.
/// `started` gives the year and week that rows leave out.
pub(super) fn sort(rows: &mut Vec<TimelineRow>, started: Option<DateTime<Utc>>) -> bool {
    let before: Vec<u32> = rows.iter().map(|row| row.key.id()).collect();
    let mut first = Vec::new();
    let mut groups: Vec<Group> = Vec::new();
    for row in rows.drain(..) {
        let moment = Moment::leading(row.time.trim()).map(|(moment, _)| moment).filter(is_possible);
        match (moment, groups.last_mut()) {
            (Some(moment), _) => groups.push(Group { moment, rows: vec![row] }),
            (None, Some(group)) => group.rows.push(row),
            (None, None) => first.push(row),
        }
    }
    let days = days(&groups, started.map(|started| started.date_naive().num_days_from_ce().into()));
    let times: Vec<Time> = groups
        .iter()
        .zip(days)
        .map(|(group, day)| {
            let clock = i64::from(group.moment.clock.unwrap_or(0));
            day.map_or(Time::Clock(clock), |day| Time::At(day * DAY + clock))
        })
        .collect();
    let mut groups: Vec<Option<Group>> = groups.into_iter().map(Some).collect();
    rows.extend(first);
    rows.extend(order(&times).into_iter().filter_map(|at| groups[at].take()).flat_map(|group| group.rows));
    before.into_iter().ne(rows.iter().map(|row| row.key.id()))
}

/// A row whose time can be read, and those behind it whose cannot.
struct Group {
    moment: Moment,
    rows: Vec<TimelineRow>,
}

#[derive(Clone, Copy)]
enum Time {
    /// ms, of some day.
    Clock(i64),
    /// ms since some midnight that all rows share.
    At(i64),
}

fn is_possible(moment: &Moment) -> bool {
    // 2000 has a 29 February.
    moment.date.is_none_or(|date| day_of(date, date.year.unwrap_or(2000)).is_some())
}

fn day_of(date: Date, year: i32) -> Option<i64> {
    NaiveDate::from_ymd_opt(year, date.month, date.day).map(|date| date.num_days_from_ce().into())
}

/// The day of each row that names one, in days; `None` for the clock times alone. `near` is a day of the incident.
fn days(groups: &[Group], near: Option<i64>) -> Vec<Option<i64>> {
    let dates = || groups.iter().filter_map(|group| group.moment.date);
    let whole = dates().filter_map(|date| day_of(date, date.year?)).min();
    let near = near.or(whole);
    let year = near.and_then(|day| NaiveDate::from_num_days_from_ce_opt(i32::try_from(day).ok()?)).map_or(2000, |date| date.year());
    // Winter's and spring's months without a year, and nothing that says which: the turn of a year.
    let turns = near.is_none() && dates().any(|date| date.month >= 10) && dates().any(|date| date.month <= 3);
    let dated: Vec<Option<i64>> = groups
        .iter()
        .map(|group| {
            let date = group.moment.date?;
            match (date.year, near) {
                (Some(year), _) => day_of(date, year),
                (None, Some(near)) => (year - 1..=year + 1).filter_map(|year| day_of(date, year)).min_by_key(|day| (day - near).abs()),
                // Years before and after 2000 have no 29 February, 2004 has.
                (None, None) if turns && date.month <= 3 => day_of(date, 2001).or(day_of(date, 2004)),
                (None, None) => day_of(date, 2000),
            }
        })
        .collect();
    let near = near.or(dated.iter().flatten().min().copied());
    let weekdays: Vec<i64> = groups.iter().filter_map(|group| group.moment.weekday.map(i64::from)).collect();
    let first = cut(&weekdays, 7);
    let weekday = |weekday: u8| match near {
        // The day of that name within three days of the incident's.
        Some(near) => near - 3 + (i64::from(weekday) - weekday_of(near - 3)).rem_euclid(7),
        None => (i64::from(weekday) - first).rem_euclid(7),
    };
    groups.iter().zip(dated).map(|(group, day)| day.or(group.moment.weekday.map(weekday))).collect()
}

/// 0 is Monday: so was day 1 of the common era.
fn weekday_of(day: i64) -> i64 {
    (day - 1).rem_euclid(7)
}

/// Where to cut a circle of `round`: at the point behind the longest gap, the lowest such point.
fn cut(points: &[i64], round: i64) -> i64 {
    let mut sorted: Vec<i64> = points.iter().map(|point| point.rem_euclid(round)).collect();
    sorted.sort_unstable();
    sorted.dedup();
    let gap = |at: usize| match at {
        0 => sorted[0] + round - sorted[sorted.len() - 1],
        at => sorted[at] - sorted[at - 1],
    };
    let widest = (0..sorted.len()).min_by_key(|&at| (-gap(at), sorted[at]));
    widest.map_or(0, |at| sorted[at])
}

/// The order of `times`, as indices.
fn order(times: &[Time]) -> Vec<usize> {
    let clocks: Vec<i64> = times.iter().filter_map(|time| if let Time::Clock(clock) = time { Some(*clock) } else { None }).collect();
    let start = cut(&clocks, DAY);
    if clocks.len() == times.len() {
        return if is_one_day(&clocks) { (0..times.len()).collect() } else { sorted(times, start, 0) };
    }
    // The rows that name a day say on which day the others are, by what stands before what; and sorting changes that. The days
    // that follow each other so come round to one, or to a few, of which the last is taken: sorting again finds the same.
    let mut order: Vec<usize> = (0..times.len()).collect();
    let mut seen: Vec<i64> = Vec::new();
    loop {
        let day = day_of_clocks(times, &order, start);
        if let Some(at) = seen.iter().position(|&known| known == day) {
            let last = seen[at..].iter().copied().max().unwrap_or(day);
            return sorted(times, start, last);
        }
        seen.push(day);
        order = sorted(times, start, day);
    }
}

/// Whether clock times stand in order as they are, round midnight at most once and after a night's pause.
fn is_one_day(clocks: &[i64]) -> bool {
    let Some(&first) = clocks.first() else { return true };
    let since = |clock: i64| (clock - first).rem_euclid(DAY);
    let pause = clocks.iter().map(|&clock| since(clock)).max().map_or(DAY, |last| DAY - last);
    clocks.windows(2).all(|pair| since(pair[0]) <= since(pair[1])) && pause >= NIGHT
}

/// By instant; a row that names its day before one that does not.
fn sorted(times: &[Time], start: i64, day: i64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..times.len()).collect();
    order.sort_by_key(|&at| match times[at] {
        Time::At(instant) => (instant, false),
        Time::Clock(clock) => (day * DAY + start + (clock - start).rem_euclid(DAY), true),
    });
    order
}

/// The day on which the clock times begin, as most of them would have it: each is the first after the row above it that names a
/// day, or, with none above, the last before one below.
fn day_of_clocks(times: &[Time], order: &[usize], start: i64) -> i64 {
    let mut votes: Vec<i64> = Vec::new();
    let mut above = None;
    for &at in order {
        match (times[at], above) {
            (Time::At(instant), _) => above = Some(instant),
            (Time::Clock(clock), Some(above)) => {
                let least: i64 = above - start - (clock - start).rem_euclid(DAY);
                votes.push(-(-least).div_euclid(DAY));
            }
            (Time::Clock(_), None) => {}
        }
    }
    if votes.is_empty() {
        let first = order.iter().find_map(|&at| if let Time::At(instant) = times[at] { Some(instant) } else { None });
        let clocks = order.iter().filter_map(|&at| if let Time::Clock(clock) = times[at] { Some(clock) } else { None });
        votes = clocks.map(|clock| (first.unwrap_or(0) - start - (clock - start).rem_euclid(DAY)).div_euclid(DAY)).collect();
    }
    votes.sort_unstable();
    let runs = votes.chunk_by(|a, b| a == b);
    runs.max_by_key(|run| (run.len(), run[0])).map_or(0, |run| run[0])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows(times: &[&str]) -> Vec<TimelineRow> {
        times.iter().map(|time| TimelineRow { time: (*time).to_owned(), ..TimelineRow::default() }).collect()
    }

    fn check_from(started: Option<&str>, given: &[&str], expected: &[&str]) {
        let started = started.map(|text| text.parse().unwrap());
        let mut rows = rows(given);
        let changed = sort(&mut rows, started);
        let times: Vec<&str> = rows.iter().map(|row| row.time.as_str()).collect();
        assert_eq!(times, expected);
        assert_eq!(changed, given != expected);
        assert!(!sort(&mut rows, started), "sorting {expected:?} again changed it");
    }

    fn check(given: &[&str], expected: &[&str]) {
        check_from(None, given, expected);
    }

    #[test]
    fn clock_times_are_sorted() {
        check(&["10:20", "9:05", "10:01"], &["9:05", "10:01", "10:20"]);
        check(&["13:00", "10:20 pm", "09:00"], &["09:00", "13:00", "10:20 pm"]);
        check(&["10:20 to 23:59", "10:19–10:30", "10:18:30"], &["10:18:30", "10:19–10:30", "10:20 to 23:59"]);
        check(&[], &[]);
    }

    #[test]
    fn rows_over_midnight_keep_their_order() {
        check(&["22:48", "23:52", "00:07", "00:55"], &["22:48", "23:52", "00:07", "00:55"]);
        check(&["00:07", "23:52", "22:48", "00:55", "23:05"], &["22:48", "23:05", "23:52", "00:07", "00:55"]);
        check(&["16:52", "18:25", "03:15", "05:30", "16:40"], &["16:40", "16:52", "18:25", "03:15", "05:30"]);
        // The morning before stays where its author put it.
        check(&["08:00", "22:00", "23:59", "00:30"], &["08:00", "22:00", "23:59", "00:30"]);
    }

    #[test]
    fn days_come_before_clocks() {
        check(&["Tue 16:00", "Mon 10:20 to Tue 23:59", "Mon 10:20"], &["Mon 10:20 to Tue 23:59", "Mon 10:20", "Tue 16:00"]);
        check(&["Mon 00:10", "Sun 23:50", "Fri 12:00"], &["Fri 12:00", "Sun 23:50", "Mon 00:10"]);
        check(&["2025-03-07 00:07", "2025-03-06 22:48", "2024-12-31"], &["2024-12-31", "2025-03-06 22:48", "2025-03-07 00:07"]);
        check(
            &["7 March 00:07", "6 March 22:48", "1 January 00:01", "31 December 23:59"],
            &["31 December 23:59", "1 January 00:01", "6 March 22:48", "7 March 00:07"],
        );
        check_from(
            Some("2025-01-01T00:10:00Z"),
            &["1 Jan 00:10", "31 Dec 23:50", "Tue 12:00", "2 Jan"],
            &["Tue 12:00", "31 Dec 23:50", "1 Jan 00:10", "2 Jan"],
        );
    }

    #[test]
    fn clocks_find_the_day_that_others_name() {
        let whole = ["Mon 10:20", "Tue 16:00", "07:02", "07:12", "10:34", "17:30", "Thu 09:15"];
        check(&whole, &whole);
        check(
            &["Mon 10:20", "Tue 16:00", "07:02", "07:12", "10:34", "17:30", "Thu 09:15", "08:00"],
            &["Mon 10:20", "Tue 16:00", "07:02", "07:12", "08:00", "10:34", "17:30", "Thu 09:15"],
        );
        check(&["23:50", "2025-03-07 00:10", "00:20"], &["23:50", "2025-03-07 00:10", "00:20"]);
        check(&["Wed 08:00", "09:00", "08:30"], &["Wed 08:00", "08:30", "09:00"]);
    }

    #[test]
    fn what_cannot_be_read_stays_behind_its_row() {
        check(&["later", "10:20", "", "then", "10:01", "soon"], &["later", "10:01", "soon", "10:20", "", "then"]);
        check(&["31 February", "10:20", "10:01"], &["31 February", "10:01", "10:20"]);
    }

    proptest! {
        #[test]
        fn sorting_twice_is_sorting_once(
            times in proptest::collection::vec(prop_oneof![
                (0..24u32, 0..60u32).prop_map(|(hour, minute)| format!("{hour:02}:{minute:02}")),
                (0..24u32).prop_map(|hour| format!("{hour:02}:00")),
                (0..7usize, 0..24u32).prop_map(|(day, hour)| format!("{} {hour:02}:00", ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][day])),
                (1..13u32, 1..32u32, 0..24u32).prop_map(|(month, day, hour)| format!("2025-{month:02}-{day:02} {hour:02}:30")),
                (1..32u32, 0..24u32).prop_map(|(day, hour)| format!("{day} March {hour:02}:30")),
                Just("later".to_owned()),
                any::<String>(),
            ], 0..14),
            started in proptest::option::of(0..4_000_000_000i64),
        ) {
            let started = started.and_then(|at| DateTime::from_timestamp(at, 0));
            let mut rows = rows(&times.iter().map(String::as_str).collect::<Vec<_>>());
            let mut keys: Vec<u32> = rows.iter().map(|row| row.key.id()).collect();
            let changed = sort(&mut rows, started);
            let once: Vec<u32> = rows.iter().map(|row| row.key.id()).collect();
            prop_assert_eq!(changed, once != keys);
            prop_assert!(!sort(&mut rows, started), "{:?}", rows.iter().map(|row| &row.time).collect::<Vec<_>>());
            let mut sorted = once;
            sorted.sort_unstable();
            keys.sort_unstable();
            prop_assert_eq!(sorted, keys, "a row was lost");
        }
    }
}
