//! What a clipboard or a drag holds, as Markdown.
//!
//! The HTML of others is parsed into a document of its own that runs and loads nothing, read, and thrown away. Nothing of it is
//! ever put on the page.

use wasm_bindgen::JsCast;
use web_sys::{DataTransfer, DomParser, Element, Node, SupportedType, Text};

use super::rich::{Block, Run, Style, write};

/// Rich text as Markdown, or else plain text; `None` when there is neither. Line feeds are `\n`.
pub fn text(data: &DataTransfer) -> Option<String> {
    let get = |format: &str| data.get_data(format).ok().filter(|text| !text.is_empty());
    let plain = get("text/plain").map(|text| text.replace("\r\n", "\n").replace('\r', "\n"));
    get("text/html").and_then(|html| markdown(&html)).or(plain)
}

/// `None` when the HTML says nothing that plain text would not: code editors and terminals put colours there, and no structure.
fn markdown(html: &str) -> Option<String> {
    let document = DomParser::new().ok()?.parse_from_string(html, SupportedType::TextHtml).ok()?;
    let mut reader = Reader::default();
    let blocks = reader.blocks(document.body()?.as_ref(), &Style::default(), 0);
    if reader.rich { Some(write(&blocks)).filter(|text| !text.is_empty()) } else { None }
}

/// Deeper than this, elements are read as their text.
const DEEPEST: usize = 100;

/// The only addresses that a link may have; others are left out, and the words stay.
const SCHEMES: [&str; 3] = ["http://", "https://", "mailto:"];

#[derive(Default)]
struct Reader {
    /// Something was found that plain text does not say.
    rich: bool,
}

/// Blocks, with the runs between them as paragraphs.
#[derive(Default)]
struct Flow {
    blocks: Vec<Block>,
    runs: Vec<Run>,
}

impl Flow {
    fn push(&mut self, block: Block) {
        self.end_paragraph();
        self.blocks.push(block);
    }

    fn end_paragraph(&mut self) {
        let runs = std::mem::take(&mut self.runs);
        if runs.iter().any(|run| !run.text.trim().is_empty()) {
            self.blocks.push(Block::Paragraph(runs));
        }
    }
}

impl Reader {
    fn blocks(&mut self, parent: &Node, style: &Style, depth: usize) -> Vec<Block> {
        let mut flow = Flow::default();
        self.children(parent, style, depth, &mut flow);
        flow.end_paragraph();
        flow.blocks
    }

    fn children(&mut self, parent: &Node, style: &Style, depth: usize, flow: &mut Flow) {
        let mut child = parent.first_child();
        while let Some(node) = child {
            self.node(&node, style, depth + 1, flow);
            child = node.next_sibling();
        }
    }

    fn node(&mut self, node: &Node, style: &Style, depth: usize, flow: &mut Flow) {
        if let Some(text) = node.dyn_ref::<Text>() {
            return add(flow, &collapsed(&text.data()), style);
        }
        let Some(element) = node.dyn_ref::<Element>() else { return };
        if depth > DEEPEST {
            return add(flow, &collapsed(&element.text_content().unwrap_or_default()), style);
        }
        let css = element.get_attribute("style").unwrap_or_default().to_ascii_lowercase().replace(' ', "");
        if css.contains("display:none") || css.contains("mso-hide:all") || css.contains("mso-list:ignore") {
            return;
        }
        let name = element.tag_name().to_ascii_uppercase();
        match name.as_str() {
            "SCRIPT" | "STYLE" | "TEMPLATE" | "NOSCRIPT" | "HEAD" | "TITLE" | "META" | "LINK" | "SVG" | "MATH" | "IFRAME" | "OBJECT"
            | "SELECT" | "BUTTON" | "TEXTAREA" | "O:P" => {}
            "BR" => flow.runs.push(Run { text: "\n".into(), style: style.clone() }),
            "IMG" => add(flow, &collapsed(&element.get_attribute("alt").unwrap_or_default()), style),
            "INPUT" if element.get_attribute("type").as_deref() == Some("checkbox") => {
                let done = element.has_attribute("checked");
                add(flow, if done { "[x] " } else { "[ ] " }, style);
            }
            "H1" | "H2" | "H3" | "H4" | "H5" | "H6" => {
                self.rich = true;
                let level = usize::from(name.as_bytes()[1] - b'0');
                // A heading is bold by itself.
                let runs = self.runs(element, &Style { bold: false, ..style.clone() }, depth, true);
                flow.push(Block::Heading(level, runs));
            }
            "UL" | "OL" => {
                self.rich = true;
                let items = self.items(element, style, depth);
                flow.push(Block::List(name == "OL", items));
            }
            "BLOCKQUOTE" => {
                self.rich = true;
                let inner = self.blocks(element, style, depth);
                flow.push(Block::Quote(inner));
            }
            // By itself it is what a code editor puts there; with anything else it counts.
            "PRE" => flow.push(Block::Code(preformatted(element))),
            "HR" => flow.push(Block::Rule),
            "TABLE" => self.table(element, style, depth, flow),
            _ if css.contains("mso-list:") => self.word_item(element, &css, style, depth, flow),
            _ if is_block(&name) => {
                flow.end_paragraph();
                self.children(element, &self.styled(&name, &css, element, style), depth, flow);
                flow.end_paragraph();
            }
            _ => {
                let inner = self.styled(&name, &css, element, style);
                self.rich |= inner != *style && inner != Style::default();
                self.children(element, &inner, depth, flow);
            }
        }
    }

    /// Only the runs of what is inside; blocks in it become lines.
    fn runs(&mut self, element: &Element, style: &Style, depth: usize, never_bold: bool) -> Vec<Run> {
        let mut runs = Vec::new();
        gather(&self.blocks(element, style, depth), &mut runs);
        if never_bold {
            runs.iter_mut().for_each(|run: &mut Run| run.style.bold = false);
        }
        runs
    }

    fn items(&mut self, list: &Element, style: &Style, depth: usize) -> Vec<Vec<Block>> {
        let mut items: Vec<Vec<Block>> = Vec::new();
        let mut child = list.first_element_child();
        while let Some(element) = child {
            let name = element.tag_name().to_ascii_uppercase();
            if depth > DEEPEST {
                // Too deep to matter.
            } else if name == "UL" || name == "OL" {
                // Word processors put inner lists beside the item they belong to.
                let inner = Block::List(name == "OL", self.items(&element, style, depth + 1));
                match items.last_mut() {
                    Some(item) => item.push(inner),
                    None => items.push(vec![inner]),
                }
            } else {
                items.push(self.blocks(&element, style, depth + 1));
            }
            child = element.next_element_sibling();
        }
        items
    }

    /// Word's paragraphs that are list items: the level stands in the style, the bullet in the text.
    fn word_item(&mut self, element: &Element, css: &str, style: &Style, depth: usize, flow: &mut Flow) {
        self.rich = true;
        let level = css.split("level").nth(1).and_then(|rest| rest.chars().next()).and_then(|c| c.to_digit(10)).unwrap_or(1);
        let bullet = element.text_content().unwrap_or_default();
        let numbered = bullet.trim_start().starts_with(|c: char| c.is_ascii_digit());
        let item = self.blocks(element, style, depth);
        flow.end_paragraph();
        hang(&mut flow.blocks, numbered, level, item);
    }

    fn table(&mut self, table: &Element, style: &Style, depth: usize, flow: &mut Flow) {
        let Ok(rows) = table.query_selector_all("tr") else { return };
        let rows: Vec<Vec<Element>> = (0..rows.length())
            .filter_map(|index| rows.item(index)?.dyn_into::<Element>().ok())
            .filter(|row| row.closest("table").ok().flatten().is_some_and(|own| own == *table))
            .map(|row| {
                let cells = row.children();
                (0..cells.length()).filter_map(|index| cells.item(index)).collect()
            })
            .collect();
        if rows.iter().map(Vec::len).max().unwrap_or(0) < 2 {
            // One column is how a page is laid out, not a table.
            flow.end_paragraph();
            for cell in rows.iter().flatten() {
                let inner = self.blocks(cell, style, depth);
                flow.blocks.extend(inner);
            }
            return;
        }
        self.rich = true;
        let rows = rows.iter().map(|row| row.iter().map(|cell| self.runs(cell, style, depth, cell.tag_name() == "TH")).collect()).collect();
        flow.push(Block::Table(rows));
    }

    fn styled(&self, name: &str, css: &str, element: &Element, style: &Style) -> Style {
        let mut style = style.clone();
        match name {
            "B" | "STRONG" => style.bold = true,
            "I" | "EM" | "CITE" => style.italic = true,
            "S" | "DEL" | "STRIKE" => style.struck = true,
            "CODE" | "TT" | "KBD" | "SAMP" => style.code = true,
            "A" => style.link = address(element).or(style.link),
            _ => {}
        }
        // Google Docs wraps a whole document in a <b> that is not bold, and says everything else in styles.
        if let Some(weight) = value(css, "font-weight") {
            style.bold = matches!(weight, "bold" | "bolder") || weight.parse().is_ok_and(|weight: u32| weight >= 600);
        }
        if let Some(slant) = value(css, "font-style") {
            style.italic = slant == "italic" || slant == "oblique";
        }
        if css.contains("line-through") {
            style.struck = true;
        }
        style
    }
}

/// The blocks' runs, a line break between blocks.
fn gather(blocks: &[Block], runs: &mut Vec<Run>) {
    for block in blocks {
        if !runs.is_empty() {
            runs.push(Run { text: "\n".into(), style: Style::default() });
        }
        match block {
            Block::Paragraph(inner) | Block::Heading(_, inner) => runs.extend(inner.iter().cloned()),
            Block::List(_, items) => items.iter().for_each(|item| gather(item, runs)),
            Block::Quote(inner) => gather(inner, runs),
            Block::Code(text) => runs.push(Run { text: text.replace('\n', " "), style: Style { code: true, ..Style::default() } }),
            Block::Table(rows) => runs.extend(rows.iter().flatten().flatten().cloned()),
            Block::Rule => {}
        }
    }
}

/// Puts `item` at `level` (from 1) of the list that `blocks` end with.
fn hang(blocks: &mut Vec<Block>, numbered: bool, level: u32, item: Vec<Block>) {
    if let Some(Block::List(other, items)) = blocks.last_mut()
        && (level > 1 || *other == numbered)
    {
        match items.last_mut() {
            Some(last) if level > 1 => hang(last, numbered, level - 1, item),
            _ => items.push(item),
        }
        return;
    }
    blocks.push(Block::List(numbered, vec![item]));
}

fn add(flow: &mut Flow, text: &str, style: &Style) {
    // White space between blocks is not text.
    if !text.is_empty() && !(flow.runs.is_empty() && text.trim().is_empty()) {
        flow.runs.push(Run { text: text.to_owned(), style: style.clone() });
    }
}

/// A run of white space is one space.
fn collapsed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            ' ' | '\t' | '\n' | '\r' | '\x0C' | '\u{A0}' => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            '\u{200B}' | '\u{FEFF}' | '\0' => {}
            c => out.push(c),
        }
    }
    out
}

fn preformatted(element: &Element) -> String {
    let mut text = String::new();
    lines(element, &mut text, 0);
    text
}

fn lines(node: &Node, text: &mut String, depth: usize) {
    let mut child = node.first_child();
    while let Some(node) = child {
        if let Some(data) = node.dyn_ref::<Text>() {
            text.push_str(&data.data());
        } else if node.node_name() == "BR" {
            text.push('\n');
        } else if depth < DEEPEST {
            lines(&node, text, depth + 1);
            if is_block(&node.node_name()) && !text.ends_with('\n') {
                text.push('\n');
            }
        }
        child = node.next_sibling();
    }
}

fn address(element: &Element) -> Option<String> {
    let address = element.get_attribute("href")?;
    let address = address.trim();
    let lower = address.to_ascii_lowercase();
    SCHEMES.iter().any(|scheme| lower.starts_with(scheme)).then(|| address.to_owned())
}

/// What a style, lower-cased and without spaces, says of `name`.
fn value<'a>(css: &'a str, name: &str) -> Option<&'a str> {
    css.split(';').filter_map(|rule| rule.split_once(':')).rfind(|(key, _)| *key == name).map(|(_, value)| value)
}

fn is_block(name: &str) -> bool {
    const BLOCKS: [&str; 21] = [
        "P",
        "DIV",
        "SECTION",
        "ARTICLE",
        "HEADER",
        "FOOTER",
        "MAIN",
        "NAV",
        "ASIDE",
        "FIGURE",
        "FIGCAPTION",
        "ADDRESS",
        "CENTER",
        "FORM",
        "FIELDSET",
        "DETAILS",
        "SUMMARY",
        "DL",
        "DT",
        "DD",
        "LI",
    ];
    BLOCKS.contains(&name)
}
