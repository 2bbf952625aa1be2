//! The one converter between UTF-8 byte offsets (Rust) and UTF-16 code units (JavaScript and the DOM).

use std::borrow::Cow;

/// The length of `text` in UTF-16 code units.
pub fn len(text: &str) -> usize {
    // One unit for each character, a second one for those beyond the basic plane, which take four bytes.
    text.bytes().map(|byte| usize::from(byte as i8 >= -0x40) + usize::from(byte >= 0xf0)).sum()
}

/// The UTF-16 offset of byte `at`, which is clamped to the text and moved back to a character boundary.
pub fn from_bytes(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    len(&text[..at])
}

/// The byte offset of UTF-16 offset `at`, which is clamped to the text; the middle of a surrogate pair counts as its start.
pub fn to_bytes(text: &str, at: usize) -> usize {
    let mut units = 0;
    for (byte, c) in text.char_indices() {
        if units + c.len_utf16() > at {
            return byte;
        }
        units += c.len_utf16();
    }
    text.len()
}

/// The same JSON without halves of surrogate pairs, which JavaScript's strings may hold and no text can: U+FFFD stands for each.
pub fn well_formed(json: &str) -> Cow<'_, str> {
    let unit = |at: usize| -> Option<u16> {
        let digits = json.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    let (mut out, mut done, mut at) = (String::new(), 0, 0);
    while let Some(found) = json[at..].find('\\') {
        at += found;
        match (unit(at), unit(at + 6)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => at += 12,
            (Some(0xD800..=0xDFFF), _) => {
                out.push_str(&json[done..at]);
                out.push_str("\\ufffd");
                at += 6;
                done = at;
            }
            // The backslash, and whatever it stands before.
            _ => at += 1 + json[at + 1..].chars().next().map_or(0, char::len_utf8),
        }
    }
    if done == 0 {
        return Cow::Borrowed(json);
    }
    out.push_str(&json[done..]);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// The standard library's own encoding says what is right.
        #[test]
        fn offsets_are_those_of_the_encoding(text in "[\\PCaé👍\u{301}\u{fffd}\r\n\0א]{0,24}", beyond in 0..4usize) {
            prop_assert_eq!(len(&text), text.encode_utf16().count());
            for at in 0..=text.len() + beyond {
                let start = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap();
                let units = text[..start].encode_utf16().count();
                prop_assert_eq!(from_bytes(&text, at), units);
                prop_assert_eq!(to_bytes(&text, units), start);
            }
            let units: Vec<u16> = text.encode_utf16().collect();
            for at in 0..=units.len() + beyond {
                let inside_pair = at < units.len() && (0xdc00..0xe000).contains(&units[at]);
                let start = at.min(units.len()) - usize::from(inside_pair);
                prop_assert_eq!(to_bytes(&text, at), String::from_utf16(&units[..start]).unwrap().len());
            }
        }
    }

    #[test]
    fn a_lone_surrogate_arrives_as_one_unit() {
        // What wasm-bindgen makes of it: the replacement character, one unit as the surrogate was.
        let text = String::from_utf16_lossy(&[0x61, 0xd83d, 0x62]);
        assert_eq!((len(&text), to_bytes(&text, 2), from_bytes(&text, 4)), (3, 4, 2));
    }

    #[test]
    fn halves_of_pairs_are_replaced_and_nothing_else() {
        for same in [r#""""#, r#""a\\ud83d""#, r#""\ud83d\ude00""#, r#"{"a": "\"\\", "b": "\u00e9\n"}"#, "\"é\\", "\"\\ud8", "\\é"] {
            assert_eq!(well_formed(same), same);
        }
        for (given, wanted) in [
            (r#""\ud83d""#, r#""\ufffd""#),
            (r#""\ude00\ud83d x""#, r#""\ufffd\ufffd x""#),
            (r#""\ud83d\ud83d\ude00é""#, r#""\ufffd\ud83d\ude00é""#),
            (r#""\\\uDC00\\""#, r#""\\\ufffd\\""#),
        ] {
            assert_eq!(well_formed(given), wanted);
            assert!(serde_json::from_str::<String>(&well_formed(given)).is_ok());
        }
    }
}
