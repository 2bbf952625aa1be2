//! Rich text as a value, and how it is written as Markdown.
//!
//! Knows no DOM; `paste` makes these out of a clipboard.

/// A stretch of text of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// A line feed is a line break.
    pub text: String,
    pub style: Style,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Style {
    pub bold: bool,
    pub italic: bool,
    pub struck: bool,
    pub code: bool,
    pub link: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    Paragraph(Vec<Run>),
    /// Level 1 to 6.
    Heading(usize, Vec<Run>),
    /// Numbered, or not.
    List(bool, Vec<Vec<Block>>),
    Quote(Vec<Block>),
    Code(String),
    /// Rows of cells; the first row is the head.
    Table(Vec<Vec<Vec<Run>>>),
    Rule,
}

/// The blocks as Markdown, without a line feed at the end.
pub fn write(blocks: &[Block]) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut after_list = None;
    for block in blocks {
        let text = one(block);
        if text.is_empty() {
            continue;
        }
        if let Block::List(numbered, _) = block {
            // Two lists in a row would be read as one.
            if after_list == Some(*numbered) {
                parts.push("<!-- -->".to_owned());
            }
            after_list = Some(*numbered);
        } else {
            after_list = None;
        }
        parts.push(text);
    }
    parts.join("\n\n")
}

fn one(block: &Block) -> String {
    match block {
        Block::Paragraph(runs) => lines(runs).iter().map(|line| at_line_start(line)).collect::<Vec<_>>().join("  \n"),
        Block::Heading(level, runs) => {
            let text = lines(runs).join(" ");
            if text.is_empty() { text } else { format!("{} {text}", "#".repeat((*level).clamp(1, 6))) }
        }
        Block::List(numbered, items) => {
            let mut out = Vec::new();
            for item in items {
                let marker = if *numbered { format!("{}. ", out.len() + 1) } else { "- ".to_owned() };
                let text = item_text(item);
                if !text.is_empty() {
                    out.push(hang(&text, &marker, &" ".repeat(marker.len())));
                }
            }
            out.join("\n")
        }
        Block::Quote(blocks) => {
            let text = write(blocks);
            if text.is_empty() {
                text
            } else {
                text.lines().map(|line| format!("> {line}").trim_end().to_owned()).collect::<Vec<_>>().join("\n")
            }
        }
        Block::Code(text) => {
            let fence = "`".repeat(longest(text, '`').max(2) + 1);
            format!("{fence}\n{}\n{fence}", text.trim_end_matches('\n'))
        }
        Block::Table(rows) => table(rows),
        Block::Rule => "---".to_owned(),
    }
}

/// An item's own text, and its inner lists close under it.
fn item_text(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        let text = one(block);
        if text.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push_str(if matches!(block, Block::List(..)) { "\n" } else { "\n\n" });
        }
        out.push_str(&text);
    }
    out
}

fn hang(text: &str, first: &str, rest: &str) -> String {
    let indent = |(index, line): (usize, &str)| match (index, line) {
        (0, line) => format!("{first}{line}"),
        (_, "") => String::new(),
        (_, line) => format!("{rest}{line}"),
    };
    text.split('\n').enumerate().map(indent).collect::<Vec<_>>().join("\n")
}

fn table(rows: &[Vec<Vec<Run>>]) -> String {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    if width == 0 {
        return String::new();
    }
    let mut out = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let cell = |at: usize| row.get(at).map_or_else(String::new, |runs| lines(runs).join(" ").replace('|', "\\|"));
        out.push(format!("| {} |", (0..width).map(cell).collect::<Vec<_>>().join(" | ")));
        if index == 0 {
            out.push(format!("|{}", " --- |".repeat(width)));
        }
    }
    out.join("\n")
}

/// The runs as Markdown, cut at line breaks; empty lines left out.
fn lines(runs: &[Run]) -> Vec<String> {
    let mut lines: Vec<Vec<Run>> = vec![Vec::new()];
    for run in runs {
        for (index, text) in run.text.split('\n').enumerate() {
            if index > 0 {
                lines.push(Vec::new());
            }
            let line = lines.last_mut().unwrap_or_else(|| unreachable!("there is always a line"));
            match line.last_mut() {
                Some(last) if last.style == run.style => last.text.push_str(text),
                _ if text.is_empty() => {}
                _ => line.push(Run { text: text.to_owned(), style: run.style.clone() }),
            }
        }
    }
    lines.iter().map(|runs| inline(runs)).filter(|line| !line.is_empty()).collect()
}

fn inline(runs: &[Run]) -> String {
    let mut out = String::new();
    for run in runs {
        // White space stands outside the marks, or they would not be marks.
        let (text, style) = (run.text.as_str(), &run.style);
        let core = text.trim();
        if core.is_empty() {
            space(&mut out, text);
            continue;
        }
        let head = &text[..text.len() - text.trim_start().len()];
        let tail = &text[text.trim_end().len()..];
        space(&mut out, head);
        let mut marked = if style.code { code(core) } else { escape(core, out.chars().next_back()) };
        for (on, mark) in [(style.italic, "*"), (style.bold, "**"), (style.struck, "~~")] {
            if on {
                marked = format!("{mark}{marked}{mark}");
            }
        }
        if let Some(address) = &style.link {
            marked = link(&marked, core, address);
        }
        out.push_str(&marked);
        space(&mut out, tail);
    }
    out.trim().to_owned()
}

fn space(out: &mut String, space: &str) {
    if !space.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}

fn link(marked: &str, text: &str, address: &str) -> String {
    let plain = !address.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>'));
    if plain && text == address {
        return format!("<{address}>");
    }
    let address: String = address
        .chars()
        .filter(|c| !c.is_control())
        .map(|c| match c {
            '<' => "%3C".to_owned(),
            '>' => "%3E".to_owned(),
            c => c.to_string(),
        })
        .collect();
    let address = if address.contains([' ', '(', ')']) { format!("<{address}>") } else { address };
    format!("[{marked}]({address})")
}

fn code(text: &str) -> String {
    let fence = "`".repeat(if text.contains('`') { longest(text, '`') + 1 } else { 1 });
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

fn longest(text: &str, c: char) -> usize {
    text.split(|other| other != c).map(str::len).max().unwrap_or(0)
}

/// Backslashes before what Markdown would take for markup, and only there: text is to stay readable as it is.
fn escape(text: &str, before: Option<char>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut previous = before.unwrap_or(' ');
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied().unwrap_or(' ');
        let markup = match c {
            '`' => true,
            '\\' => next.is_ascii_punctuation(),
            '*' => !(previous.is_whitespace() && next.is_whitespace()),
            // Inside a word an underscore is one.
            '_' => !(previous.is_alphanumeric() && next.is_alphanumeric()) && !(previous.is_whitespace() && next.is_whitespace()),
            '<' => next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?'),
            ']' => matches!(next, '(' | '[' | ':'),
            '~' => next == '~' || previous == '~',
            '&' => next == '#' || next.is_ascii_alphabetic() && entity(rest.clone()),
            _ => false,
        };
        if markup {
            out.push('\\');
        }
        out.push(c);
        previous = c;
    }
    out
}

fn entity(rest: impl Iterator<Item = char>) -> bool {
    rest.take(32).find(|c| !c.is_ascii_alphanumeric()) == Some(';')
}

/// What begins a line may look like the mark of a heading, a list or a quote.
fn at_line_start(line: &str) -> String {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number = (1..=9).contains(&digits) && line[digits..].starts_with(['.', ')']) && line[digits + 1..].starts_with(' ');
    if number {
        return format!("{}\\{}", &line[..digits], &line[digits..]);
    }
    let heading = line.trim_start_matches('#');
    let list = line.starts_with("- ") || line.starts_with("+ ") || line.starts_with("* ");
    let rule = !line.is_empty() && line.chars().all(|c| matches!(c, '-' | '=' | ' '));
    if line.starts_with('>') || list || rule || heading.len() < line.len() && (heading.is_empty() || heading.starts_with(' ')) {
        return format!("\\{line}");
    }
    line.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str) -> Run {
        Run { text: text.to_owned(), style: Style::default() }
    }

    fn bold(text: &str) -> Run {
        Run { text: text.to_owned(), style: Style { bold: true, ..Style::default() } }
    }

    fn linked(text: &str, address: &str) -> Run {
        Run { text: text.to_owned(), style: Style { link: Some(address.to_owned()), ..Style::default() } }
    }

    fn paragraph(runs: Vec<Run>) -> String {
        write(&[Block::Paragraph(runs)])
    }

    #[test]
    fn white_space_stands_outside_the_marks() {
        assert_eq!(paragraph(vec![run("The"), bold(" check "), run("ran")]), "The **check** ran");
        assert_eq!(paragraph(vec![bold("a"), bold("b")]), "**ab**");
    }

    #[test]
    fn only_what_would_be_markup_is_escaped() {
        assert_eq!(
            paragraph(vec![run("5 * 3, snake_case_name, [14:02] Priya, a < b & c")]),
            "5 * 3, snake_case_name, [14:02] Priya, a < b & c"
        );
        assert_eq!(paragraph(vec![run("*not* _this_ <b> &amp; [x](y) `z`")]), r"\*not\* \_this\_ \<b> \&amp; [x\](y) \`z\`");
        assert_eq!(
            paragraph(vec![run("# no heading\n- no item\n1. no number\n> no quote")]),
            "\\# no heading  \n\\- no item  \n1\\. no number  \n\\> no quote"
        );
        assert_eq!(paragraph(vec![run("2024 was fine")]), "2024 was fine");
    }

    #[test]
    fn links() {
        assert_eq!(paragraph(vec![linked("the log", "https://x.test/a b(1)")]), "[the log](<https://x.test/a b(1)>)");
        assert_eq!(paragraph(vec![linked("https://x.test", "https://x.test")]), "<https://x.test>");
    }

    #[test]
    fn lists_nest() {
        let inner = Block::List(false, vec![vec![Block::Paragraph(vec![run("in")])]]);
        let list = Block::List(true, vec![vec![Block::Paragraph(vec![run("one")]), inner], vec![Block::Paragraph(vec![run("two")])]]);
        assert_eq!(write(&[list]), "1. one\n   - in\n2. two");
    }

    #[test]
    fn tables_quotes_and_code() {
        let cell = |text: &str| vec![run(text)];
        assert_eq!(write(&[Block::Table(vec![vec![cell("a|b"), cell("c")], vec![cell("d")]])]), "| a\\|b | c |\n| --- | --- |\n| d |  |");
        assert_eq!(write(&[Block::Quote(vec![Block::Paragraph(cell("x")), Block::Paragraph(cell("y"))])]), "> x\n>\n> y");
        assert_eq!(write(&[Block::Code("a ``` b\n".into())]), "````\na ``` b\n````");
        assert_eq!(code("a`b`"), "`` a`b` ``");
    }

    #[test]
    fn two_lists_stay_two() {
        let list = || Block::List(false, vec![vec![Block::Paragraph(vec![run("x")])]]);
        assert_eq!(write(&[list(), list()]), "- x\n\n<!-- -->\n\n- x");
    }
}
