//! Words, numbers and marks of a run of prose.
//!
//! Knows no markup and no grammar. What people write between words without meaning it as prose (addresses, paths,
//! identifiers, flags) is one [`TokenKind::Opaque`] token. Takes time linear in the run.

use std::ops::Range;

use super::block::{Token, TokenKind};

/// Appends the tokens of `source[run]` (UTF-8 bytes). A chunk of text is never longer than `u32` can count.
pub fn tokenize(source: &str, run: Range<usize>, out: &mut Vec<Token>) {
    Tokenizer { source, bytes: &source.as_bytes()[..run.end], start: run.start, judged: run.start, out }.run(run.start);
}

struct Tokenizer<'a> {
    source: &'a str,
    /// Up to the end of the run.
    bytes: &'a [u8],
    start: usize,
    /// Up to here a lump was looked at whole and is known to be prose; so that no lump is looked at twice.
    judged: usize,
    out: &'a mut Vec<Token>,
}

impl Tokenizer<'_> {
    fn run(&mut self, mut at: usize) {
        while let Some(&byte) = self.bytes.get(at) {
            at = match byte {
                0 | b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c => at + 1,
                b'a'..=b'z' | b'A'..=b'Z' => self.word(at),
                b'0'..=b'9' => self.number(at),
                b'@' if !self.follows_word(at) && self.letter_or_digit(at + 1) => self.handle(at),
                b'#' | b'$' if !self.follows_word(at) && self.opens_name(at + 1) => self.lump(at),
                b'-' if !self.follows_word(at) && self.is_flag(at) => self.lump(at),
                b'/' | b'~' | b'.' if !self.follows_word(at) && self.is_path(at) => self.lump(at),
                b':' if !self.follows_word(at) => self.shortcode(at),
                b'\'' if self.behind_name(at) => self.clitic(at),
                0..=0x7f => self.punct(at),
                _ => match self.char_at(at) {
                    '’' if self.behind_name(at) => self.clitic(at),
                    '\u{2010}'..='\u{2027}' => self.punct(at),
                    c if is_space(c) => at + c.len_utf8(),
                    c if c.is_numeric() => self.number(at),
                    c if c.is_alphabetic() => self.word(at),
                    _ => self.punct(at),
                },
            };
        }
    }

    fn push(&mut self, start: usize, end: usize, kind: TokenKind) -> usize {
        self.out.push(Token { start: start as u32, end: end as u32, kind });
        end
    }

    fn char_at(&self, at: usize) -> char {
        self.source[at..self.bytes.len()].chars().next().unwrap_or(' ')
    }

    fn char_before(&self, at: usize) -> char {
        self.source[self.start..at].chars().next_back().unwrap_or(' ')
    }

    fn letter_or_digit(&self, at: usize) -> bool {
        match self.bytes.get(at) {
            None => false,
            Some(byte) if byte.is_ascii() => byte.is_ascii_alphanumeric(),
            Some(_) => self.char_at(at).is_alphanumeric(),
        }
    }

    fn follows_word(&self, at: usize) -> bool {
        at > self.start && is_inner(self.char_before(at))
    }

    fn word(&mut self, start: usize) -> usize {
        let end = self.word_end(start);
        if matches!(self.bytes[start], b'v' | b'V') && self.bytes.get(start + 1).is_some_and(u8::is_ascii_digit) {
            return self.number(start);
        }
        if !matches!(self.bytes.get(end), Some(b'.' | b'_' | b'/' | b'\\' | b'=' | b'@' | b'+' | b':' | b'(')) {
            return self.push(start, end, TokenKind::Word);
        }
        if let Some(end) = self.dotted_letters(start, end) {
            return self.push(start, end, TokenKind::Word);
        }
        if start >= self.judged && self.may_be_lump(end) {
            let lump = self.lump_end(start);
            if is_opaque(&self.source[start..lump]) {
                return self.push(start, lump, TokenKind::Opaque);
            }
            self.judged = lump;
        }
        self.push(start, end, TokenKind::Word)
    }

    /// Letters, marks and digits; apostrophes between letters and hyphens between letters or digits.
    fn word_end(&self, start: usize) -> usize {
        let mut at = start;
        loop {
            while self.bytes.get(at).is_some_and(u8::is_ascii_alphanumeric) {
                at += 1;
            }
            match self.bytes.get(at) {
                Some(b'\'') if self.letter_or_digit(at + 1) && !self.bytes[at + 1].is_ascii_digit() => at += 1,
                Some(b'-') if self.letter_or_digit(at + 1) => at += 1,
                Some(byte) if !byte.is_ascii() => {
                    let c = self.char_at(at);
                    let next = at + c.len_utf8();
                    let joins = matches!(c, '’' | '‘' | '＇' | '‐' | '‑' | '\u{ad}' | '·');
                    if !(if joins { self.letter_or_digit(next) } else { is_inner(c) }) {
                        return at;
                    }
                    at = next;
                }
                _ => return at,
            }
        }
    }

    /// "e.g.", "p.m.", "U.S." are one word with its dots; so is "e.g" before another mark.
    fn dotted_letters(&self, start: usize, end: usize) -> Option<usize> {
        if end != start + 1 {
            return None;
        }
        let mut at = end;
        while self.bytes.get(at) == Some(&b'.')
            && self.bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic)
            && !self.letter_or_digit(at + 2)
            && !matches!(self.bytes.get(at + 2), Some(b'_' | b'/' | b'-' | b'\''))
        {
            at += 2;
        }
        if at == end {
            return None;
        }
        Some(if self.bytes.get(at) == Some(&b'.') { at + 1 } else { at })
    }

    /// Whether what stands right behind a word can make it a part of an address, a path or an identifier.
    fn may_be_lump(&self, end: usize) -> bool {
        let next = self.bytes.get(end + 1);
        match self.bytes.get(end) {
            Some(b'_' | b'/' | b'\\' | b'=' | b'@' | b'+') => next.is_some_and(|byte| !byte.is_ascii_whitespace()),
            Some(b'.') => self.letter_or_digit(end + 1) || next == Some(&b'_'),
            Some(b':') => matches!(next, Some(b':' | b'/' | b'\\')),
            Some(b'(') => next == Some(&b')'),
            _ => false,
        }
    }

    /// The end of what stands together from `start` on, without the marks that close a clause behind it.
    fn lump_end(&self, start: usize) -> usize {
        let rest = &self.source[start..self.bytes.len()];
        let stop = |c: char| is_space(c) || matches!(c, '"' | '<' | '>' | '|' | '`' | '“' | '”' | '«' | '»' | '—' | '…' | ',' | ';');
        let mut end = if let Some(scheme) = rest.find("://").filter(|at| rest[..*at].bytes().all(|byte| byte.is_ascii_alphanumeric())) {
            // A URL may hold commas.
            let tail = scheme + 3;
            tail + rest[tail..].find(|c: char| c != ',' && c != ';' && stop(c)).unwrap_or(rest.len() - tail)
        } else {
            rest.find(stop).unwrap_or(rest.len())
        };
        let lump = rest.as_bytes();
        loop {
            match lump[..end].last() {
                Some(b'.' | b',' | b';' | b':' | b'!' | b'?' | b'\'' | b'*') => end -= 1,
                Some(b')') if !lump[..end].contains(&b'(') => end -= 1,
                Some(b']') if !lump[..end].contains(&b'[') => end -= 1,
                _ if rest[..end].ends_with('’') => end -= '’'.len_utf8(),
                _ => break,
            }
        }
        // "payments_db's": the identifier ends before the possessive.
        for possessive in ["'s", "’s"] {
            if rest[..end].ends_with(possessive) {
                end -= possessive.len();
            }
        }
        start + end
    }

    fn lump(&mut self, start: usize) -> usize {
        let end = self.lump_end(start).max(start + 1);
        self.push(start, end, TokenKind::Opaque)
    }

    fn number(&mut self, start: usize) -> usize {
        let mut at = start;
        loop {
            match self.bytes.get(at) {
                Some(b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z') => at += 1,
                Some(b'.' | b',' | b':' | b'/' | b'\'') if self.bytes.get(at + 1).is_some_and(u8::is_ascii_digit) => at += 1,
                Some(b'-') if self.letter_or_digit(at + 1) => at += 1,
                Some(b'_') => {
                    // "2025_03_dump.sql"
                    let end = self.lump_end(start);
                    return self.push(start, end.max(at), TokenKind::Opaque);
                }
                Some(byte) if !byte.is_ascii() && is_inner(self.char_at(at)) => at += self.char_at(at).len_utf8(),
                _ => break,
            }
        }
        self.push(start, at, TokenKind::Number)
    }

    fn handle(&mut self, start: usize) -> usize {
        let mut end = start + 1;
        loop {
            match self.bytes.get(end) {
                Some(b'-' | b'.' | b'_') if self.letter_or_digit(end + 1) => end += 1,
                Some(b'_') => end += 1,
                Some(_) if is_inner(self.char_at(end)) => end += self.char_at(end).len_utf8(),
                _ => break,
            }
        }
        self.push(start, end, TokenKind::Handle)
    }

    /// "#incidents", "$HOME", "${NAME}".
    fn opens_name(&self, at: usize) -> bool {
        match self.bytes.get(at) {
            Some(b'{') => self.bytes[at - 1] == b'$',
            Some(byte) => byte.is_ascii_alphabetic(),
            None => false,
        }
    }

    /// "--dry-run", "-f".
    fn is_flag(&self, at: usize) -> bool {
        match (self.bytes.get(at + 1), self.bytes.get(at + 2)) {
            (Some(b'-'), Some(byte)) => byte.is_ascii_alphabetic(),
            (Some(byte), None) => byte.is_ascii_alphabetic(),
            (Some(byte), Some(next)) => byte.is_ascii_alphabetic() && next.is_ascii_whitespace(),
            _ => false,
        }
    }

    /// "/etc/hosts", "~/notes", "./run", "../run", ".env".
    fn is_path(&self, at: usize) -> bool {
        let rest = &self.bytes[at..];
        let behind = [&b"../"[..], b"./", b"~/", b"/", b"."].iter().find(|head| rest.starts_with(head)).map(|head| head.len());
        behind.is_some_and(|n| rest.get(n).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_'))
            && !(rest[0] == b'.' && rest[1].is_ascii_digit())
    }

    /// ":tada:".
    fn shortcode(&mut self, start: usize) -> usize {
        let name = self.bytes[start + 1..].iter().take(40).take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'+' | b'-'));
        let end = start + 1 + name.count();
        if end > start + 1 && self.bytes.get(end) == Some(&b':') {
            return self.push(start, end + 1, TokenKind::Opaque);
        }
        self.punct(start)
    }

    /// Whether an apostrophe here stands right behind what is no word: markup that closed before it, an identifier, a handle.
    fn behind_name(&self, at: usize) -> bool {
        match self.out.last() {
            Some(token) if token.end as usize == at => !matches!(token.kind, TokenKind::Word | TokenKind::Punct),
            _ => at == self.start && self.source[..at].ends_with(|c: char| !c.is_whitespace()),
        }
    }

    /// The "'s" of "**Lee**'s" and of "`deploy`'s".
    fn clitic(&mut self, start: usize) -> usize {
        let letters = start + self.char_at(start).len_utf8();
        if self.letter_or_digit(letters) {
            let end = self.word_end(letters);
            if matches!(&self.source[letters..end], "s" | "d" | "ll" | "ve" | "re" | "m") {
                return self.push(start, end, TokenKind::Word);
            }
        }
        self.punct(start)
    }

    /// A run of one mark, or one emoji with its modifiers.
    fn punct(&mut self, start: usize) -> usize {
        let mark = self.char_at(start);
        let mut end = start + mark.len_utf8();
        while end < self.bytes.len() {
            let c = self.char_at(end);
            let joins = is_mark(c) || matches!(c, '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}');
            // A zero-width joiner takes the next emoji in.
            let joined = self.char_before(end) == '\u{200d}' && !c.is_alphanumeric() && !is_space(c) && !c.is_ascii();
            if c != mark && !joins && !joined {
                break;
            }
            end += c.len_utf8();
        }
        self.push(start, end, TokenKind::Punct)
    }
}

/// Letters that stand together: is this something else than words with marks between them?
fn is_opaque(lump: &str) -> bool {
    let bytes = lump.as_bytes();
    let alnum = |at: usize| bytes.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80);
    let mut slashes = 0;
    let mut dots = 0;
    for at in 1..bytes.len() {
        let inner = alnum(at - 1) && alnum(at + 1);
        match bytes[at] {
            b'_' if alnum(at - 1) || alnum(at + 1) => return true,
            b'@' | b'=' | b'\\' if inner => return true,
            b':' if bytes[at..].starts_with(b"::") || bytes[at..].starts_with(b"://") || bytes[at..].starts_with(b":\\") => return true,
            b'(' if bytes.get(at + 1) == Some(&b')') => return true,
            b'/' => slashes += 1,
            // "it broke.Lee forgot" lacks a space; "config.yaml" does not.
            b'.' if inner && !(bytes[at + 1].is_ascii_uppercase() && bytes[at - 1].is_ascii_lowercase()) => dots += 1,
            _ => {}
        }
    }
    dots > 0 || slashes > 2 || (slashes > 0 && bytes.last() == Some(&b'/'))
}

/// A character that a word may have inside without any other around it.
fn is_inner(c: char) -> bool {
    match c {
        // Dashes, quotes and the ellipsis, which the tables of Unicode take long to tell from letters.
        '\u{2010}'..='\u{2029}' => false,
        _ => c.is_alphanumeric() || is_mark(c),
    }
}

/// Combining marks, variation selectors and the joiners that some scripts need inside a word.
fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}'..='\u{5c2}' | '\u{5c4}'..='\u{5c5}'
        | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e4}' | '\u{93c}' | '\u{94d}'
        | '\u{9bc}' | '\u{9cd}' | '\u{a3c}' | '\u{a4d}' | '\u{abc}' | '\u{acd}' | '\u{b3c}' | '\u{b4d}' | '\u{bcd}' | '\u{c4d}' | '\u{ccd}'
        | '\u{d4d}' | '\u{dca}' | '\u{e38}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}' | '\u{1039}' | '\u{103a}' | '\u{17d2}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{200c}' | '\u{200d}' | '\u{20d0}'..='\u{20ff}' | '\u{3099}' | '\u{309a}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}')
}

/// White space, and what has no width and no meaning between words.
fn is_space(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\0')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `expect`: the tokens with a letter for their kind in front, one space between them.
    fn check(text: &str, expect: &str) {
        let mut tokens = Vec::new();
        tokenize(text, 0..text.len(), &mut tokens);
        let shown: Vec<String> = tokens
            .iter()
            .map(|token| {
                let kind = match token.kind {
                    TokenKind::Word => 'w',
                    TokenKind::Number => 'n',
                    TokenKind::Handle => 'h',
                    TokenKind::Code => 'c',
                    TokenKind::Opaque => 'o',
                    TokenKind::Punct => 'p',
                };
                format!("{kind}:{}", &text[token.start as usize..token.end as usize])
            })
            .collect();
        assert_eq!(shown.join(" "), expect, "{text:?}");
    }

    #[test]
    fn words() {
        check("", "");
        check("didn't on-call O’Brien", "w:didn't w:on-call w:O’Brien");
        check("the engineers' desk", "w:the w:engineers p:' w:desk");
        check("re- run, -ish", "w:re p:- w:run p:, p:- w:ish");
        check("naïve Žofie 李雷 Οδυσσέας", "w:naïve w:Žofie w:李雷 w:Οδυσσέας");
        check("Zoe\u{308} हिन्दी שָׁלוֹם العَرَبِية", "w:Zoe\u{308} w:हिन्दी w:שָׁלוֹם w:العَرَبِية");
        check("k8s db2 us-east-1 p99", "w:k8s w:db2 w:us-east-1 w:p99");
        check("and/or he/she client/server/both", "w:and p:/ w:or w:he p:/ w:she w:client p:/ w:server p:/ w:both");
        check("it broke.Lee forgot", "w:it w:broke p:. w:Lee w:forgot");
        check("e.g. at 5 p.m. in the U.S.", "w:e.g. w:at n:5 w:p.m. w:in w:the w:U.S.");
        check("Lee—or Ana–forgot…", "w:Lee p:— w:or w:Ana p:– w:forgot p:…");
        check("so--really ... what?!", "w:so p:-- w:really p:... w:what p:? p:!");
        check("'s oversight", "p:' w:s w:oversight");
        check("cause:operator", "w:cause p:: w:operator");
    }

    #[test]
    fn numbers() {
        check("14:02 1,126 3rd v2.1 30ms 12-hour", "n:14:02 n:1,126 n:3rd n:v2.1 n:30ms n:12-hour");
        check("2025-03-06T22:48:01Z, 24/7.", "n:2025-03-06T22:48:01Z p:, n:24/7 p:.");
        check("99.95% of $1,000", "n:99.95 p:% w:of p:$ n:1,000");
        check("14:02–14:20", "n:14:02 p:– n:14:20");
        check("#118", "p:# n:118");
        check("٣ items", "n:٣ w:items");
    }

    #[test]
    fn handles_and_what_is_no_prose() {
        check("@hana-m. asked @leo.b_c", "h:@hana-m p:. w:asked h:@leo.b_c");
        check("ask lee@example.com, now", "w:ask o:lee@example.com p:, w:now");
        check("(see https://a.example/x,y?z=(1)).", "p:( w:see o:https://a.example/x,y?z=(1)) p:.");
        check("www.example.org", "o:www.example.org");
        check("in payments_db's /etc/hosts, @lee’s", "w:in o:payments_db w:'s o:/etc/hosts p:, h:@lee w:’s");
        check("src/main.rs ./run.sh ~/x ../y .env C:\\temp", "o:src/main.rs o:./run.sh o:~/x o:../y o:.env o:C:\\temp");
        check("std::fmt foo() a=b config.yaml Node.js", "o:std::fmt o:foo() o:a=b o:config.yaml o:Node.js");
        check("--force and -f", "o:--force w:and o:-f");
        check("#incidents $HOME :tada:", "o:#incidents o:$HOME o::tada:");
    }

    #[test]
    fn emoji_are_marks() {
        check("ok 👍🏽 👩‍💻!", "w:ok p:👍🏽 p:👩‍💻 p:!");
        check("🔥🔥Lee❤️", "p:🔥🔥 w:Lee p:❤️");
        check("\u{301}a \0b", "p:\u{301} w:a w:b");
    }

    proptest! {
        #[test]
        fn tokens_are_in_order_and_cover_every_letter(text in "[ -~\\PC\u{300}\u{200d}🔥’\n]{0,80}") {
            let mut tokens = Vec::new();
            tokenize(&text, 0..text.len(), &mut tokens);
            let mut at = 0;
            for token in &tokens {
                prop_assert!(token.start as usize >= at && token.start < token.end);
                prop_assert!(!text[at..token.start as usize].contains(char::is_alphanumeric));
                prop_assert!(text.is_char_boundary(token.end as usize));
                at = token.end as usize;
            }
            prop_assert!(!text[at..].contains(char::is_alphanumeric));
        }
    }
}
