use crate::document::{Document, Problem};
pub fn read(text: &str) -> (Document, Vec<Problem>) {
    let mut d = crate::editor::config::Config::default().blank(None).0;
    d.title = text.lines().next().unwrap_or("").into();
    (d, vec![])
}
pub fn write(document: &Document) -> String {
    document.title.clone()
}
