//! The style sheets of the editor, as constructed sheets: a strict `style-src` allows no others in a shadow root.

use web_sys::{CssStyleSheet, ShadowRoot};

const SHEETS: [&str; 11] = [
    include_str!("css/tokens.css"),
    include_str!("css/base.css"),
    include_str!("css/shell.css"),
    include_str!("css/meta.css"),
    include_str!("css/section.css"),
    include_str!("css/rows.css"),
    include_str!("css/prose.css"),
    include_str!("css/popover.css"),
    include_str!("css/notices.css"),
    include_str!("css/reader.css"),
    include_str!("css/narrow.css"),
];

thread_local! {
    /// One sheet for all elements on the page; `None` where constructed sheets are not to be had.
    static SHEET: Option<CssStyleSheet> = {
        let sheet = CssStyleSheet::new().ok();
        sheet.filter(|sheet| sheet.replace_sync(&SHEETS.concat()).is_ok())
    };
}

/// Adds the editor's sheet to what `root` has adopted already.
pub fn adopt(root: &ShadowRoot) {
    SHEET.with(|sheet| {
        if let Some(sheet) = sheet {
            let sheets = root.adopted_style_sheets();
            if !sheets.includes(sheet, 0) {
                sheets.push(sheet);
            }
        }
    });
}
