//! The prose of a chunk of plain text.
//!
//! Everything is prose but log lines, and the addresses and paths that [`token`](super::token) sets apart. A line that opens with
//! a bullet, a number or a time is a block of its own, as people write lists and timelines in plain text.

use super::block::BlockKind;
use super::prose::Prose;

pub fn read(chunk: &str, prose: &mut Prose) {
    prose.clear();
    let mut start = 0;
    for line in chunk.split_inclusive('\n') {
        let end = start + line.len();
        let text = line.trim();
        if let Some(at) = line.find("<!--")
            && let Some(len) = line[at..].find("-->")
        {
            prose.end_block(chunk, 0);
            prose.comment(start + at..start + at + len + 3);
        } else if text.is_empty() || is_log(text) {
            prose.end_block(chunk, 0);
        } else {
            let opens = opens_block(text);
            if opens > 0 {
                prose.end_block(chunk, 0);
            }
            let lead = line.len() - line.trim_start().len();
            let kind = if opens > 0 { BlockKind::ListItem } else { BlockKind::Paragraph };
            prose.text(chunk, kind, start + lead + if opens > 1 { opens } else { 0 }..end);
        }
        start = end;
    }
    prose.end_block(chunk, 0);
}

/// How long the mark is that makes a line an item: 0 for none, 1 for a time, which is also prose.
fn opens_block(line: &str) -> usize {
    for bullet in ["- ", "* ", "+ ", "• ", "– "] {
        if line.starts_with(bullet) {
            return bullet.len();
        }
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    match line.as_bytes().get(digits..) {
        Some([b'.' | b')', b' ', ..]) if (1..=3).contains(&digits) => digits + 2,
        Some([b':', minute, ..]) if (1..=2).contains(&digits) && minute.is_ascii_digit() => 1,
        _ => 0,
    }
}

/// A line that a program wrote.
fn is_log(line: &str) -> bool {
    const LEVELS: [&str; 10] = ["TRACE", "DEBUG", "INFO", "NOTICE", "WARN", "WARNING", "ERROR", "CRITICAL", "FATAL", "PANIC"];
    let words = || line.split_ascii_whitespace();
    let level = |word: &str| LEVELS.contains(&word.trim_matches(['[', ']', ':', '(', ')', '<', '>', '|']));
    let stamped = line.starts_with(|c: char| c.is_ascii_digit() || c == '[') || words().next().is_some_and(level);
    let pair = |word: &str| word.split_once('=').is_some_and(|(key, value)| !key.is_empty() && !value.is_empty());
    (stamped && words().take(4).any(level))
        || words().take(24).filter(|word| pair(word)).count() > 1
        || line.starts_with("$ ")
        || line.starts_with(">>> ")
        || (line.starts_with("at ") && line.ends_with(')') && words().count() == 2)
        || line.starts_with("Traceback (")
        || (line.starts_with("File \"") && line.contains("\", line "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::prose::show;

    fn check(text: &str, expect: &[&str]) {
        let mut prose = Prose::default();
        read(text, &mut prose);
        assert_eq!(show(&prose, text), expect, "{text:?}");
    }

    #[test]
    fn lines() {
        check("", &[]);
        check("Lee **forgot** it.\nThen > x\n\n# b", &["p: Lee ** forgot ** it . | Then > x", "p: # b"]);
        check("- a\n  b\n• c\n2) d\n14:02 Lee\n14:05 x", &["li: a b", "li: c", "li: d", "li: 14:02 Lee", "li: 14:05 x"]);
        check("see https://x.y/z or /etc/x or l@x.y", &["p: see [https://x.y/z] or [/etc/x] or [l@x.y]"]);
        check("<!-- x -->\r\na\r\n", &["<!-- x -->", "p: a"]);
    }

    #[test]
    fn log_lines() {
        for log in [
            "2025-03-06T14:02:01Z ERROR cannot connect",
            "[2025-03-06 14:02] [warn] x".replace("warn", "WARN").as_str(),
            "ERROR: cannot connect",
            "level=info msg=start",
            "$ kubectl delete pod x",
            "at com.example.Main(Main.java:3)",
            "Traceback (most recent call last):",
            "  File \"x.py\", line 3, in y",
        ] {
            check(log, &[]);
        }
        for prose in ["14:02 ERRORs rose", "The ERROR was ours", "at noon (local)", "a=b was set", "2025-03-06 14:02 Lee saw it"] {
            let mut out = Prose::default();
            read(prose, &mut out);
            assert_eq!(out.items.len(), 1, "{prose}");
        }
    }
}
