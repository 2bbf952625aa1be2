//! Which addresses may be followed: what a document says is not trusted to be harmless.

/// The address, when following it cannot run anything: `http`, `https`, `mailto`, or a path, query or anchor of this site.
pub fn safe(address: &str) -> Option<&str> {
    // Browsers drop these inside a scheme, so that "java\nscript:" would be one.
    let plain: String = address.trim().chars().filter(|c| !c.is_ascii_control()).collect();
    let scheme = plain.split_once(':').map(|(scheme, _)| scheme).filter(|scheme| !scheme.contains(['/', '?', '#']));
    let allowed = match scheme {
        Some(scheme) => ["http", "https", "mailto"].iter().any(|known| scheme.eq_ignore_ascii_case(known)),
        None => true,
    };
    (allowed && !address.trim().is_empty()).then(|| address.trim())
}

/// The whole address in a field that may hold a tracker's key as well; `None` for a key.
pub fn address(text: &str) -> Option<String> {
    let text = text.trim();
    (text.starts_with("https://") || text.starts_with("http://")).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_harmless_schemes_are_followed() {
        for good in [
            "https://a.example/x?y:z",
            "HTTP://a",
            "mailto:a@b.example",
            "/wiki/Page",
            "#summary",
            "page:1/x".trim_start_matches("page:1"),
            "?q=a:b",
        ] {
            assert_eq!(safe(good), Some(good));
        }
        for bad in
            ["javascript:alert(1)", " JavaScript:x", "java\nscript:x", "\u{1}javascript:x", "data:text/html,x", "vbscript:x", "", "  "]
        {
            assert_eq!(safe(bad), None, "{bad:?}");
        }
    }
}
