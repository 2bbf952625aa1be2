//! Every icon of the editor: strokes on a 16 × 16 grid, coloured by the text around them. Decoration only; the control around an
//! icon carries its name.

use yew::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Bold,
    Italic,
    Code,
    Link,
    Bullets,
    Numbers,
    Quote,
    Heading,
    Undo,
    Redo,
    Eye,
    Pencil,
    Up,
    Down,
    Left,
    Right,
    Plus,
    Close,
    Check,
    More,
    Grip,
    Trash,
    Sort,
    Import,
    Export,
    Drafts,
    Keyboard,
    External,
    Copy,
    Info,
    Warning,
    Open,
    InProgress,
    Done,
    Caret,
    Flag,
}

impl Icon {
    /// The path data, and whether it is filled rather than stroked.
    fn path(self) -> (&'static str, bool) {
        match self {
            Icon::Bold => ("M5 3h3.6a2.4 2.4 0 0 1 0 4.8H5zM5 7.8h4.2a2.6 2.6 0 0 1 0 5.2H5z", false),
            Icon::Italic => ("M7 3h5M4 13h5M9.6 3 6.4 13", false),
            Icon::Code => ("M5.2 4.5 2 8l3.2 3.5M10.8 4.5 14 8l-3.2 3.5", false),
            Icon::Link => (
                "M6.8 9.2a2.6 2.6 0 0 0 3.7 0l2.2-2.2a2.6 2.6 0 0 0-3.7-3.7l-.9.9M9.2 6.8a2.6 2.6 0 0 0-3.7 0L3.3 9a2.6 2.6 0 0 0 3.7 3.7l.9-.9",
                false,
            ),
            Icon::Bullets => ("M6.5 4H14M6.5 8H14M6.5 12H14M2.8 4h.1M2.8 8h.1M2.8 12h.1", false),
            Icon::Numbers => ("M6.5 4H14M6.5 8H14M6.5 12H14M2 3l1-.6v3.2M1.9 8.2c1.6-1.4 2.6.2 1.3 1.4L2 10.9h1.9", false),
            Icon::Quote => ("M3 4v8M6.5 5H13M6.5 8H13M6.5 11h4", false),
            Icon::Heading => ("M4 3v10M12 3v10M4 8h8", false),
            Icon::Undo => ("M5.5 3 2.5 6l3 3M2.8 6h6.4a3.6 3.6 0 0 1 0 7.2H6", false),
            Icon::Redo => ("m10.5 3 3 3-3 3M13.2 6H6.8a3.6 3.6 0 0 0 0 7.2H10", false),
            Icon::Eye => {
                ("M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8zM8 9.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6z", false)
            }
            Icon::Pencil => ("m10.8 2.8 2.4 2.4-7.6 7.6-3.1.7.7-3.1zM9.2 4.4l2.4 2.4", false),
            Icon::Up => ("m4 10 4-4 4 4", false),
            Icon::Down | Icon::Caret => ("m4 6 4 4 4-4", false),
            Icon::Left => ("m10 4-4 4 4 4", false),
            Icon::Right => ("m6 4 4 4-4 4", false),
            Icon::Plus => ("M8 3v10M3 8h10", false),
            Icon::Close => ("m4 4 8 8M12 4l-8 8", false),
            Icon::Check => ("m3 8.5 3.2 3.2L13 4.8", false),
            Icon::More => ("M3.2 8h.1M8 8h.1M12.8 8h.1", false),
            Icon::Grip => (
                "M6 4.6a1.1 1.1 0 1 0 0-2.2 1.1 1.1 0 0 0 0 2.2zM10 4.6a1.1 1.1 0 1 0 0-2.2 1.1 1.1 0 0 0 0 2.2zM6 9.1a1.1 1.1 0 1 0 0-2.2 1.1 1.1 0 0 0 0 2.2zM10 9.1a1.1 1.1 0 1 0 0-2.2 1.1 1.1 0 0 0 0 2.2zM6 13.6a1.1 1.1 0 1 0 0-2.2 1.1 1.1 0 0 0 0 2.2zM10 13.6a1.1 1.1 0 1 0 0-2.2 1.1 1.1 0 0 0 0 2.2z",
                true,
            ),
            Icon::Trash => ("M2.8 4.5h10.4M6.3 4.5V2.8h3.4v1.7M4.2 4.5l.6 8.7h6.4l.6-8.7M6.8 7v3.8M9.2 7v3.8", false),
            Icon::Sort => ("M4.5 3v10M2.5 11l2 2 2-2M8.5 4H14M8.5 8h4M8.5 12h2", false),
            Icon::Import => ("M8 2.5V10M5 7.2l3 3 3-3M2.8 11v2.4h10.4V11", false),
            Icon::Export => ("M8 10V2.6M5 5.4l3-3 3 3M2.8 11v2.4h10.4V11", false),
            Icon::Drafts => ("M4 2.5h5.2L12 5.3v8.2H4zM9 2.6v2.9h2.9M6 8.2h4M6 10.7h2.6", false),
            Icon::Keyboard => ("M1.5 4h13v8h-13zM4 6.6h.1M6.6 6.6h.1M9.2 6.6h.1M11.8 6.6h.1M5 9.6h6", false),
            Icon::External => ("M9.5 2.8h3.7v3.7M13 3 7.6 8.4M11.8 9.3v3.9H2.8v-9h3.9", false),
            Icon::Copy => ("M5.5 5.5h8v8h-8zM3.8 10.5H2.5v-8h8v1.3", false),
            Icon::Info => ("M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 7.4v3.4M8 5.1h.1", false),
            Icon::Warning => ("M8 2.4 14.4 13H1.6zM8 6.4v3M8 11.2h.1", false),
            Icon::Open => ("M8 13.6A5.6 5.6 0 1 0 8 2.4a5.6 5.6 0 0 0 0 11.2z", false),
            Icon::InProgress => ("M8 13.6A5.6 5.6 0 1 0 8 2.4a5.6 5.6 0 0 0 0 11.2zM8 5.2a2.8 2.8 0 0 1 0 5.6z", false),
            Icon::Done => ("M8 13.6A5.6 5.6 0 1 0 8 2.4a5.6 5.6 0 0 0 0 11.2zM5.4 8.2l1.8 1.8 3.4-3.6", false),
            Icon::Flag => ("M3.5 14V2.6h8.7L10.4 6l1.8 3.4H3.5", false),
        }
    }
}

/// One icon as a node.
pub fn icon(icon: Icon) -> Html {
    let (path, filled) = icon.path();
    html! {
        <svg class={classes!("icon", filled.then_some("filled"))} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
            <path d={path} />
        </svg>
    }
}
