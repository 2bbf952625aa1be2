//! Where sentences end.
//!
//! Knows the handful of English abbreviations whose dot does not end a sentence; no other grammar.

use std::ops::Range;

use super::block::{Token, TokenKind};

/// Never the last word of a sentence: a name, a number or an example follows.
const OPENING: [&str; 30] = [
    "approx", "ca", "cf", "col", "dept", "dr", "e.g.", "eg", "eq", "esp", "est", "fig", "gen", "i.e.", "ie", "incl", "lt", "mr", "mrs",
    "ms", "mt", "no", "nos", "pp", "prof", "ref", "resp", "st", "vol", "vs",
];

/// Ends a sentence only when the next word is capitalised.
const EITHER: [&str; 14] = ["al", "co", "corp", "etc", "hr", "hrs", "inc", "jr", "ltd", "max", "min", "mins", "sec", "sr"];

/// A single letter behind one of these is a label ("plan B."), not somebody's initial.
const LABELLED: [&str; 16] = [
    "appendix",
    "cell",
    "class",
    "group",
    "lead",
    "option",
    "part",
    "phase",
    "plan",
    "region",
    "responder",
    "shard",
    "site",
    "step",
    "team",
    "zone",
];

/// Appends the sentences of `tokens` as ranges of token indices. A sentence also ends before each of `breaks` (ascending indices).
pub fn split(source: &str, tokens: &[Token], breaks: &[usize], out: &mut Vec<Range<usize>>) {
    let text = |at: usize| &source[tokens[at].start as usize..tokens[at].end as usize];
    let mut breaks = breaks.iter().copied().peekable();
    let mut start = 0;
    let mut at = 0;
    while at < tokens.len() {
        let mut end = at + 1;
        let closes = match tokens[at].kind {
            TokenKind::Punct => is_ender(text(at)),
            TokenKind::Word => source.as_bytes()[tokens[at].end as usize - 1] == b'.',
            _ => false,
        };
        if closes {
            let mut quoted = false;
            while end < tokens.len() && tokens[end].start == tokens[end - 1].end && tokens[end].kind == TokenKind::Punct {
                let mark = text(end);
                if !is_ender(mark) && !is_closer(mark) {
                    break;
                }
                quoted |= is_closer(mark);
                end += 1;
            }
            if end < tokens.len() && !ends_here(source, &tokens[start..], at - start, end - start, quoted) {
                at = end;
                continue;
            }
        }
        while breaks.next_if(|b| *b < end).is_some() {}
        if closes || breaks.next_if_eq(&end).is_some() {
            out.push(start..end);
            start = end;
        }
        at = end;
    }
    if start < tokens.len() {
        out.push(start..tokens.len());
    }
}

/// Whether the mark at token `at` and its closers up to `end` end the sentence that starts with the first token.
fn ends_here(source: &str, tokens: &[Token], at: usize, end: usize, quoted: bool) -> bool {
    let text = |at: usize| &source[tokens[at].start as usize..tokens[at].end as usize];
    let gap = &source[tokens[end - 1].end as usize..tokens[end].start as usize];
    let mark = text(at);
    if matches!(mark, "。" | "！" | "？") {
        return true;
    }
    let next = text(end).chars().next().unwrap_or(' ');
    if !gap.contains(char::is_whitespace) {
        // A lost space: "it broke.Lee forgot".
        return mark == "." && next.is_uppercase() && at > 0 && text(at - 1).ends_with(|c: char| c.is_lowercase());
    }
    let lower = next.is_lowercase();
    if mark.starts_with("..") || mark.starts_with('…') || quoted {
        return !lower;
    }
    let word = match tokens[at].kind {
        TokenKind::Word => mark,
        _ if mark == "." && at > 0 && tokens[at - 1].end == tokens[at].start => text(at - 1),
        _ => return true,
    };
    let known = |list: &[&str]| list.iter().any(|entry| entry.eq_ignore_ascii_case(word));
    if known(&OPENING) {
        // "No." answers; "no. 5" counts.
        let counts = !word.eq_ignore_ascii_case("no") || next.is_numeric();
        return !counts;
    }
    if tokens[at].kind == TokenKind::Word || known(&EITHER) {
        return !lower;
    }
    let mut letters = word.chars();
    let initial = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none() && word != "I";
    if initial && next.is_uppercase() {
        return at >= 2 && LABELLED.iter().any(|label| label.eq_ignore_ascii_case(text(at - 2)));
    }
    // "1. Restart": a number that opens a sentence counts it.
    !(at == 1 && tokens[0].kind == TokenKind::Number)
}

fn is_ender(mark: &str) -> bool {
    mark.chars().all(|c| matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '۔' | '।'))
}

fn is_closer(mark: &str) -> bool {
    mark.chars().all(|c| matches!(c, '"' | '\'' | '’' | '”' | '»' | ')' | ']' | '」'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `expect`: the text with `|` between its sentences.
    fn check(expect: &str) {
        let text = expect.replace('|', "");
        let mut tokens = Vec::new();
        super::super::token::tokenize(&text, 0..text.len(), &mut tokens);
        let mut sentences = Vec::new();
        split(&text, &tokens, &[], &mut sentences);
        let mut shown = String::new();
        let mut from = 0;
        for sentence in sentences.iter().skip(1) {
            let to = tokens[sentence.start].start as usize;
            shown.push_str(&text[from..to]);
            shown.push('|');
            from = to;
        }
        shown.push_str(&text[from..]);
        assert_eq!(shown, expect);
    }

    #[test]
    fn sentences() {
        check("");
        check("One");
        check("It broke. |We fixed it! |Why? |Nobody knows.");
        check("it broke. |then it healed");
        check("Tools, e.g. the console, vs. the API, i.e. by hand. |Next.");
        check("Approx. 40 jobs failed, cf. Fig. 3 and no. 5. |No. |Yes.");
        check("Dr. Lee and M. Okafor wrote it. |Then J. R. Ames read it.");
        check("We fell back to plan B. |Then it held.");
        check("It took 3.5 s at 14:02. |Then 1.2 s.");
        check("Hmm... maybe not. |Well… |Then yes.");
        check("He said \"It broke.\" |Then he left.");
        check("“Who broke it?” asked Lee. |(Nobody answered.) |On we went.");
        check("Pods, nodes, etc. were gone. |Pods, nodes, etc. |Then nothing.");
        check("By 5 p.m. the queue was empty. |By 5 p.m. |Lee left.");
        check("1. Restart the pods. |2. Wait.");
        check("Really?! |Yes.");
        check("it broke.|Lee forgot");
        check("Set by config.yaml. |Done");
        check("壊れた。|直した。");
        check("Acme Inc. said so. |It was I. |Then we left.");
    }
}
