//! The one converter between UTF-8 byte offsets (Rust) and UTF-16 code units (JavaScript and the DOM).

/// The length of `text` in UTF-16 code units.
pub fn len(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
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
