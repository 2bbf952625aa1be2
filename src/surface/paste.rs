//! What a clipboard or a drag holds, as Markdown.

use web_sys::DataTransfer;

/// Rich text as Markdown, or else plain text; `None` when there is neither.
pub fn text(data: &DataTransfer) -> Option<String> {
    data.get_data("text/plain").ok().filter(|text| !text.is_empty())
}
