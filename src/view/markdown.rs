//! Markdown as nodes. Never as an HTML string: what an author pastes cannot become markup of ours.

use pulldown_cmark::{Alignment, CodeBlockKind, Event, HeadingLevel, Options, Tag};
use yew::prelude::*;
use yew::virtual_dom::{VNode, VTag};

use crate::text::{links, markdown};

/// Deeper nesting than this is shown flat: nobody reads it, and each level costs stack.
const DEEPEST: usize = 40;

pub fn rendered(text: &str) -> Html {
    html! { <div class="rendered">{ for blocks(text) }</div> }
}

/// One paragraph without the paragraph: the text of a row.
pub fn inline(text: &str) -> Html {
    let rendered = blocks(text);
    let mut inline = Vec::new();
    for node in rendered {
        match node {
            VNode::VTag(tag) if tag.tag() == "p" => inline.extend(tag.children().cloned()),
            other => inline.push(other),
        }
    }
    inline.into_iter().collect()
}

fn blocks(text: &str) -> Vec<Html> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut writer = Writer::default();
    for (event, _) in markdown::events(text, options) {
        writer.event(event);
    }
    writer.finish()
}

/// An element whose end has not come yet.
struct Open {
    tag: VTag,
    children: Vec<Html>,
    /// An image's children are its description.
    image: bool,
}

#[derive(Default)]
struct Writer {
    open: Vec<Open>,
    done: Vec<Html>,
    /// How many elements below [`DEEPEST`] are open and not drawn.
    too_deep: usize,
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
}

impl Writer {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(_) if self.too_deep > 0 => self.too_deep -= 1,
            Event::End(_) => self.end(),
            Event::Text(text) => self.push(html! { { text.to_string() } }),
            Event::Code(text) => self.push(html! { <code>{ text.to_string() }</code> }),
            Event::SoftBreak => self.push(html! { { "\n" } }),
            Event::HardBreak => self.push(html! { <br /> }),
            Event::Rule => self.push(html! { <hr /> }),
            Event::TaskListMarker(done) => self.push(html! {
                <span class="task" role="img" aria-label={if done { "Done" } else { "Open" }}>{ if done { "☑ " } else { "☐ " } }</span>
            }),
            Event::Html(text) | Event::InlineHtml(text) => {
                // A comment is the author's note to themselves; everything else is shown as it was written.
                if !text.trim_start().starts_with("<!--") {
                    self.push(html! { { text.to_string() } });
                }
            }
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                self.push(html! { { text.to_string() } })
            }
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        if self.open.len() >= DEEPEST {
            self.too_deep += 1;
            return;
        }
        let mut attributes: Vec<(&'static str, String)> = Vec::new();
        let mut image = false;
        let name = match tag {
            Tag::Paragraph => "p",
            // Sections are headings of the second level; what stands in them is below.
            Tag::Heading { level, .. } => match level {
                HeadingLevel::H1 | HeadingLevel::H2 | HeadingLevel::H3 => "h3",
                HeadingLevel::H4 => "h4",
                HeadingLevel::H5 => "h5",
                HeadingLevel::H6 => "h6",
            },
            Tag::BlockQuote(_) => "blockquote",
            Tag::CodeBlock(kind) => {
                if let CodeBlockKind::Fenced(language) = kind
                    && !language.is_empty()
                {
                    attributes.push(("data-language", language.to_string()));
                }
                // Scrolls sideways, so it has to be reachable by keyboard.
                attributes.push(("tabindex", "0".to_owned()));
                "pre"
            }
            Tag::List(None) => "ul",
            Tag::List(Some(first)) => {
                if first != 1 {
                    attributes.push(("start", first.to_string()));
                }
                "ol"
            }
            Tag::Item => "li",
            Tag::Table(alignments) => {
                self.alignments = alignments;
                "table"
            }
            Tag::TableHead | Tag::TableRow => {
                self.in_head = matches!(tag, Tag::TableHead);
                self.column = 0;
                "tr"
            }
            Tag::TableCell => {
                match self.alignments.get(self.column) {
                    Some(Alignment::Right) => attributes.push(("class", "at-end".to_owned())),
                    Some(Alignment::Center) => attributes.push(("class", "centred".to_owned())),
                    _ => {}
                }
                self.column += 1;
                if self.in_head { "th" } else { "td" }
            }
            Tag::Emphasis => "em",
            Tag::Strong => "strong",
            Tag::Strikethrough => "del",
            Tag::Link { dest_url, .. } => match links::safe(&dest_url) {
                Some(address) => {
                    attributes.push(("href", address.to_owned()));
                    attributes.push(("rel", "noopener noreferrer".to_owned()));
                    "a"
                }
                None => "span",
            },
            Tag::Image { dest_url, .. } => match links::safe(&dest_url) {
                Some(address) => {
                    image = true;
                    attributes.push(("src", address.to_owned()));
                    attributes.push(("loading", "lazy".to_owned()));
                    attributes.push(("referrerpolicy", "no-referrer".to_owned()));
                    "img"
                }
                None => "span",
            },
            _ => "div",
        };
        let mut element = VTag::new(name);
        for (name, value) in attributes {
            element.add_attribute(name, value);
        }
        self.open.push(Open { tag: element, children: Vec::new(), image });
    }

    fn end(&mut self) {
        let Some(Open { mut tag, children, image }) = self.open.pop() else { return };
        if image {
            tag.add_attribute("alt", children.iter().map(words).collect::<String>());
        } else {
            tag.add_children(children);
        }
        let node = match tag.tag() {
            // A wide table scrolls by itself.
            "table" => html! { <div class="wide" tabindex="0">{ VNode::from(tag) }</div> },
            _ => tag.into(),
        };
        self.push(node);
    }

    fn push(&mut self, node: Html) {
        match self.open.last_mut() {
            Some(open) => open.children.push(node),
            None => self.done.push(node),
        }
    }

    fn finish(mut self) -> Vec<Html> {
        while !self.open.is_empty() {
            self.end();
        }
        self.done
    }
}

/// The words of a node, without its markup.
fn words(node: &Html) -> String {
    match node {
        VNode::VText(text) => text.text.to_string(),
        VNode::VTag(tag) => tag.children().map(|children| words(children)).unwrap_or_default(),
        VNode::VList(list) => list.iter().map(words).collect(),
        _ => String::new(),
    }
}
