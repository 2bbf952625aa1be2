//! One function for each place that a text can be written to. None of them changes what a reader gets back.

/// A text that stands on one line, as it is kept: line breaks are spaces, white space at the ends is none.
pub(super) fn one_line(text: &str) -> String {
    text.replace("\r\n", " ").replace(['\n', '\r'], " ").trim().to_owned()
}

/// A heading's line. A title that ends in `#` is followed by marks that close it, so that its own are not taken for those.
pub(super) fn heading(level: usize, title: &str) -> String {
    let marks = "#".repeat(level);
    match title {
        "" => marks,
        title if title.ends_with('#') => format!("{marks} {title} {marks}"),
        title => format!("{marks} {title}"),
    }
}

/// A table's cell: a bar in it gets one more backslash, which every reader of tables takes away before reading on.
pub(super) fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// A table, its lines ended.
pub(super) fn table(head: &[String], rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|text| cell(text)).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    let mut out = line(head);
    out.push_str(&format!("|{}\n", " --- |".repeat(head.len())));
    for row in rows {
        out.push_str(&line(row));
    }
    out
}
