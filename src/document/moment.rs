//! Times as people write them at the head of a line: "22:48", "Mon 10:20 to Tue 23:59", "2025-03-06 22:48 UTC", "6 March, 10pm".
//!
//! This is the only place that knows how times look. It orders nothing: a clock time alone does not say on which day.

/// The start of what an author wrote as a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    pub date: Option<Date>,
    /// 0 is Monday.
    pub weekday: Option<u8>,
    /// Milliseconds after midnight, in whatever zone the author wrote.
    pub clock: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    pub year: Option<i32>,
    /// 1 to 12.
    pub month: u32,
    /// 1 to 31; not every month has as many.
    pub day: u32,
}

impl Moment {
    /// The moment that `text` starts with, and how many bytes it takes, the end of a range and a time zone with it.
    /// A weekday alone is one only when nothing else stands there.
    pub fn leading(text: &str) -> Option<(Moment, usize)> {
        let mut scan = Scan { text, at: 0 };
        scan.about();
        let moment = scan.moment()?;
        scan.zone();
        let before = scan.at;
        if !(scan.until() && scan.moment().is_some()) {
            scan.at = before;
        } else {
            scan.zone();
        }
        if moment.date.is_none() && moment.clock.is_none() && !scan.rest().trim().is_empty() {
            return None;
        }
        let ends = !scan.rest().starts_with(|c: char| c.is_alphanumeric() || c == '%' || c == '_');
        ends.then_some((moment, scan.at))
    }

    /// Takes a line apart into its time, as the author wrote it, and the rest, without what stands between them. The time is
    /// empty when the line starts with none.
    pub fn split(line: &str) -> (&str, String) {
        const AROUND: [(&str, &str); 7] = [("[", "]"), ("(", ")"), ("***", "***"), ("**", "**"), ("__", "__"), ("`", "`"), ("*", "*")];
        let line = line.trim();
        if let Some((_, length)) = Moment::leading(line) {
            return (&line[..length], after_separator(&line[length..]).to_owned());
        }
        for (open, close) in AROUND {
            let Some(inside) = line.strip_prefix(open) else { continue };
            // "**[10:20]** text" has two.
            let (time, rest) = Moment::split(inside);
            if time.is_empty() {
                continue;
            }
            return match rest.strip_prefix(close) {
                Some(rest) => (time, after_separator(rest).to_owned()),
                // "**10:20 – text** more": the mark goes on behind the time.
                None if open.starts_with(['[', '(']) => continue,
                None => (time, format!("{open}{rest}")),
            };
        }
        ("", line.to_owned())
    }
}

/// What follows a dash, colon, bar or arrow, if one is there.
fn after_separator(text: &str) -> &str {
    let text = text.trim_start();
    let rest = text
        .strip_prefix("->")
        .or_else(|| text.strip_prefix("--"))
        .or_else(|| text.strip_prefix(['–', '—', '-', ':', '|', ';', ',', '→', '·', '•']));
    rest.map_or(text, |rest| {
        if rest.starts_with(|c: char| c.is_whitespace()) || rest.is_empty() || !text.starts_with('-') { rest.trim_start() } else { text }
    })
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
}

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const MONTHS: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
const ZONES: [&str; 30] = [
    "z", "utc", "gmt", "bst", "ist", "wet", "west", "cet", "cest", "eet", "eest", "msk", "est", "edt", "cst", "cdt", "mst", "mdt", "pst",
    "pdt", "et", "ct", "mt", "pt", "jst", "aest", "aedt", "nzst", "nzdt", "local",
];

impl<'a> Scan<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Steps over white space on the same line, if `then` succeeds behind it; else stays.
    fn spaced<T>(&mut self, then: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let start = self.at;
        self.at += self.rest().len() - self.rest().trim_start_matches([' ', '\t', '\u{a0}', '\u{202f}']).len();
        let found = then(self);
        if found.is_none() {
            self.at = start;
        }
        found
    }

    fn word(&mut self) -> Option<String> {
        let length = self.rest().find(|c: char| !c.is_alphabetic()).unwrap_or(self.rest().len());
        let word = self.rest()[..length].to_lowercase();
        self.at += length;
        (length > 0).then_some(word)
    }

    /// A number of at most `most` digits, and how many it had.
    fn number(&mut self, most: usize) -> Option<(u32, usize)> {
        let length = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        if length == 0 || length > most {
            return None;
        }
        let number = self.rest()[..length].parse().ok()?;
        self.at += length;
        Some((number, length))
    }

    fn mark(&mut self, mark: &str) -> Option<()> {
        self.rest().starts_with(mark).then(|| self.at += mark.len())
    }

    /// Runs `step`, and goes back if it comes to nothing.
    fn attempt<T>(&mut self, step: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let start = self.at;
        let found = step(self);
        if found.is_none() {
            self.at = start;
        }
        found
    }

    /// "~", "ca.", "around".
    fn about(&mut self) {
        const WORDS: [&str; 7] = ["ca", "c", "approx", "approximately", "around", "about", "circa"];
        let found = self.mark("~").or_else(|| self.mark("≈")).or_else(|| {
            self.attempt(|scan| {
                let word = scan.word()?;
                let _ = scan.mark(".");
                (WORDS.contains(&word.as_str()) && scan.rest().starts_with(' ')).then_some(())
            })
        });
        if found.is_some() {
            let _ = self.spaced(|_| Some(()));
        }
    }

    fn moment(&mut self) -> Option<Moment> {
        self.attempt(|scan| {
            let mut moment = Moment::default();
            let mut end = scan.at;
            loop {
                let part = scan.spaced(|scan| {
                    if let Some(clock) = scan.unless(moment.clock.is_some(), Scan::clock) {
                        moment.clock = Some(clock);
                    } else if let Some(date) = scan.unless(moment.date.is_some(), Scan::date) {
                        moment.date = Some(date);
                    } else if let Some(weekday) = scan.unless(moment.weekday.is_some(), Scan::weekday) {
                        moment.weekday = Some(weekday);
                    } else {
                        return None;
                    }
                    Some(())
                });
                if part.is_none() {
                    break;
                }
                end = scan.at;
                // "Thursday, 6 March 2025, 22:48", "2025-03-06T22:48".
                let before_clock = |scan: &mut Self| scan.mark("T").filter(|()| scan.rest().starts_with(|c: char| c.is_ascii_digit()));
                let _ = scan.mark(",").or_else(|| scan.attempt(before_clock));
            }
            scan.at = end;
            (moment != Moment::default()).then_some(moment)
        })
    }

    fn unless<T>(&mut self, known: bool, step: fn(&mut Self) -> Option<T>) -> Option<T> {
        if known { None } else { self.attempt(step) }
    }

    fn clock(&mut self) -> Option<u32> {
        let (hour, digits) = self.number(4)?;
        if digits == 4 {
            // "2248Z", "2248 UTC": four digits alone are a year, or a count.
            let zoned = self.attempt(|scan| scan.spaced(Scan::zone_word)).is_some();
            let (hour, minute) = (hour / 100, hour % 100);
            return (zoned && hour < 24 && minute < 60).then_some((hour * 60 + minute) * 60_000);
        }
        if digits > 2 {
            return None;
        }
        let mut minute = None;
        let (mut second, mut millisecond) = (0, 0);
        let colon = self.mark(":").is_some();
        if colon || self.attempt(|scan| scan.mark("h").filter(|()| scan.rest().starts_with(|c: char| c.is_ascii_digit()))).is_some() {
            let (number, digits) = self.number(2)?;
            if digits != 2 {
                return None;
            }
            minute = Some(number);
            if colon && self.rest().starts_with(':') {
                let found = self.attempt(|scan| {
                    scan.mark(":")?;
                    scan.number(2).filter(|&(second, digits)| digits == 2 && second <= 60)
                });
                if let Some((number, _)) = found {
                    second = number;
                    let fraction = self.attempt(|scan| {
                        scan.mark(".").or_else(|| scan.mark(","))?;
                        scan.number(9)
                    });
                    millisecond = fraction.map_or(0, |(number, digits)| (f64::from(number) / 10f64.powi(digits as i32) * 1000.0) as u32);
                }
            }
        }
        let half = self.spaced(|scan| {
            scan.attempt(|scan| match scan.word()?.as_str() {
                "am" => Some(false),
                "pm" => Some(true),
                _ => None,
            })
        });
        let hour = match (half, hour) {
            (None, 0..=24) => hour,
            (Some(afternoon), 1..=12) => hour % 12 + if afternoon { 12 } else { 0 },
            _ => return None,
        };
        let minute = match (minute, half) {
            (Some(minute), _) if minute < 60 => minute,
            (None, Some(_)) => 0,
            _ => return None,
        };
        Some(((hour * 60 + minute) * 60 + second) * 1000 + millisecond)
    }

    fn date(&mut self) -> Option<Date> {
        self.attempt(Scan::numeric_date).or_else(|| self.attempt(Scan::day_month)).or_else(|| self.attempt(Scan::month_day))
    }

    /// "2025-03-06", "2025/03/06".
    fn numeric_date(&mut self) -> Option<Date> {
        let (year, digits) = self.number(4)?;
        let mark = if self.rest().starts_with('/') { "/" } else { "-" };
        self.mark(mark)?;
        let (month, _) = self.number(2)?;
        self.mark(mark)?;
        let (day, _) = self.number(2)?;
        Date { year: Some(year as i32), month, day }.checked().filter(|_| digits == 4)
    }

    /// "6 March 2025", "6th Mar".
    fn day_month(&mut self) -> Option<Date> {
        let (day, _) = self.number(2)?;
        self.ordinal();
        let _ = self.mark(".");
        let month = self.spaced(Scan::month)?;
        Date { year: self.year(), month, day }.checked()
    }

    /// "March 6, 2025", "Mar 6th".
    fn month_day(&mut self) -> Option<Date> {
        let month = self.month()?;
        let (day, _) = self.spaced(|scan| scan.number(2))?;
        if self.rest().starts_with(':') {
            return None;
        }
        self.ordinal();
        Date { year: self.year(), month, day }.checked()
    }

    fn ordinal(&mut self) {
        let _ = self.attempt(|scan| ["st", "nd", "rd", "th"].contains(&scan.word()?.as_str()).then_some(()));
    }

    fn year(&mut self) -> Option<i32> {
        self.attempt(|scan| {
            let _ = scan.mark(",");
            let (year, digits) = scan.spaced(|scan| scan.number(4))?;
            (digits == 4 && (1900..2200).contains(&year)).then_some(year as i32)
        })
    }

    fn month(&mut self) -> Option<u32> {
        let at = named(&MONTHS, &self.word()?, &["sept"], &[8])?;
        let _ = self.mark(".");
        Some(at as u32 + 1)
    }

    fn weekday(&mut self) -> Option<u8> {
        let at = named(&WEEKDAYS, &self.word()?, &["tues", "thur", "thurs"], &[1, 3, 3])?;
        let _ = self.mark(".");
        Some(at as u8)
    }

    /// What stands between the ends of a range.
    fn until(&mut self) -> bool {
        let word =
            self.spaced(|scan| scan.attempt(|scan| ["to", "until", "till", "through"].contains(&scan.word()?.as_str()).then_some(())));
        let mark = || ["->", "–", "—", "-", "→"];
        word.is_some() || self.spaced(|scan| mark().iter().find_map(|mark| scan.mark(mark))).is_some()
    }

    fn zone(&mut self) {
        let _ = self.spaced(|scan| {
            scan.attempt(|scan| {
                scan.mark("(")?;
                scan.zone_word()?;
                scan.mark(")")
            })
            .or_else(|| scan.attempt(Scan::zone_word))
            .or_else(|| scan.attempt(Scan::offset))
        });
    }

    fn zone_word(&mut self) -> Option<()> {
        let start = self.at;
        let word = self.word()?;
        let written = &self.text[start..self.at];
        // "pt" and "et" are words too; a zone is in capitals, "local" and "z" aside.
        let is_zone =
            ZONES.contains(&word.as_str()) && (written.chars().all(char::is_uppercase) || word == "local" || word == "utc" || word == "z");
        is_zone.then(|| {
            let _ = self.attempt(Scan::offset);
        })
    }

    /// "+02:00", "-0500", "+2".
    fn offset(&mut self) -> Option<()> {
        self.mark("+").or_else(|| self.mark("-").or_else(|| self.mark("−")))?;
        let (_, digits) = self.number(4)?;
        if digits <= 2 && self.rest().starts_with(':') {
            self.mark(":")?;
            self.number(2)?;
            return Some(());
        }
        (digits == 4 || self.text[..self.at].contains("UTC") || self.text[..self.at].contains("GMT")).then_some(())
    }
}

impl Date {
    fn checked(self) -> Option<Date> {
        ((1..=12).contains(&self.month) && (1..=31).contains(&self.day)).then_some(self)
    }
}

/// Where `word`, or its first three letters, stands among `names`; `more` are other short forms, of the names at `of`.
fn named(names: &[&str], word: &str, more: &[&str], of: &[usize]) -> Option<usize> {
    names
        .iter()
        .position(|name| *name == word || (word.len() == 3 && name.starts_with(word)))
        .or_else(|| more.iter().position(|short| *short == word).map(|at| of[at]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, time: &str, rest: &str) {
        assert_eq!(Moment::split(line), (time, rest.to_owned()), "{line:?}");
    }

    #[test]
    fn a_line_is_its_time_and_the_rest() {
        check("22:48 – text", "22:48", "text");
        check("22:48 text", "22:48", "text");
        check("22:48: text", "22:48", "text");
        check("[22:48] text", "22:48", "text");
        check("**22:48** – text", "22:48", "text");
        check("**22:48:** text", "22:48", "text");
        check("**22:48 – bold** text", "22:48", "**bold** text");
        check("`22:48` text", "22:48", "text");
        check("**[22:48]** text", "22:48", "text");
        check("22:48 UTC - text", "22:48 UTC", "text");
        check("22:48 (UTC) text", "22:48 (UTC)", "text");
        check("Mon 10:20 to Tue 23:59 – 41 exports run", "Mon 10:20 to Tue 23:59", "41 exports run");
        check("Mon 10:20 – 41 exports run", "Mon 10:20", "41 exports run");
        check("10:20–10:45 – text", "10:20–10:45", "text");
        check("2025-03-06 22:48 UTC | text", "2025-03-06 22:48 UTC", "text");
        check("2025-03-06T22:48:01.250Z text", "2025-03-06T22:48:01.250Z", "text");
        check("2025-03-06T22:48+02:00 text", "2025-03-06T22:48+02:00", "text");
        check("6 March 22:48 – text", "6 March 22:48", "text");
        check("Thursday, 6 March 2025, 22:48 – text", "Thursday, 6 March 2025, 22:48", "text");
        check("March 6, 2025 10:48 PM: text", "March 6, 2025 10:48 PM", "text");
        check("10pm text", "10pm", "text");
        check("~22:50 text", "~22:50", "text");
        check("2248Z text", "2248Z", "text");
        check("14 March – review", "14 March", "review");
    }

    #[test]
    fn what_is_no_time_stays() {
        for line in [
            "text",
            "14% of them",
            "1,126 employers",
            "2024 was",
            "12 employers",
            "10:5 odds",
            "99:00 x",
            "Monday was busy",
            "22:48th",
            "-5:00",
            "",
            "–",
            "may 14:00x",
            "port 8080",
            "8080 requests",
        ] {
            check(line, "", line.trim());
        }
    }

    #[test]
    fn the_clock_is_read() {
        let clock = |text: &str| Moment::leading(text).and_then(|(moment, _)| moment.clock).map(|clock| clock / 60_000);
        assert_eq!(clock("00:05"), Some(5));
        assert_eq!(clock("12:05 am"), Some(5));
        assert_eq!(clock("12pm"), Some(720));
        assert_eq!(clock("24:00"), Some(1440));
        assert_eq!(clock("Mon"), None);
    }
}
