//! `<!-- blame-hints off -->` and `<!-- blame-hints on -->`.

const NAME: &str = "blame-hints";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marker<'a> {
    Off,
    On,
    /// Meant for us, and no word of ours.
    Unknown(&'a str),
}

/// What an HTML comment, `<!--` and `-->` included, tells the engine; `None` when it is meant for others.
pub(super) fn read(comment: &str) -> Option<Marker<'_>> {
    let words = comment.trim_start_matches("<!--").trim_end_matches("-->").trim();
    let word = words.strip_prefix(NAME)?;
    if !word.is_empty() && !word.starts_with([' ', '\t', '\n', '\r', ':']) {
        return None;
    }
    Some(match word.trim_matches([' ', '\t', '\n', '\r', ':']) {
        "off" => Marker::Off,
        "on" => Marker::On,
        other => Marker::Unknown(other),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers() {
        let check = |comment, expect| assert_eq!(read(comment), expect, "{comment}");
        check("<!-- blame-hints off -->", Some(Marker::Off));
        check("<!--blame-hints: on-->", Some(Marker::On));
        check("<!-- blame-hints of -->", Some(Marker::Unknown("of")));
        check("<!-- blame-hints -->", Some(Marker::Unknown("")));
        check("<!-- blame-hints off role-agent -->", Some(Marker::Unknown("off role-agent")));
        check("<!-- blame-hintsoff -->", None);
        check("<!-- off -->", None);
        check("<!---->", None);
    }
}
