//! How well the text is kept, in two words.

use js_sys::Date;
use wasm_bindgen::JsValue;
use yew::prelude::*;

use super::chrome::{Dialog, Show};
use super::context::Context;
use super::icons::{Icon, icon};
use crate::editor::keeping::SaveState;

pub fn save_mark(context: &Context, state: &SaveState) -> Html {
    match state {
        SaveState::Unchanged => html! {},
        SaveState::Pending => html! { <span class="save-mark">{ "Saving…" }</span> },
        SaveState::Kept { at } => html! {
            <span class="save-mark" title="In this browser only. Nothing is sent anywhere.">{ icon(Icon::Check) }{ format!("Saved {}", clock(*at)) }</span>
        },
        SaveState::Failed(failure) => html! {
            <button type="button" class="save-mark failed" title={failure.to_string()} onclick={context.showing(Show::Dialog(Some(Dialog::Export)))}>
                { icon(Icon::Warning) }{ "Not saved: export" }
            </button>
        },
    }
}

/// "14:02" where the author is.
pub fn clock(at: i64) -> String {
    let date = Date::new(&JsValue::from_f64(at as f64));
    format!("{:02}:{:02}", date.get_hours(), date.get_minutes())
}

/// "today 14:02", "6 Mar, 14:02", "6 Mar 2024" where the author is.
pub fn day_and_clock(at: i64) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (date, now) = (Date::new(&JsValue::from_f64(at as f64)), Date::new_0());
    let month = MONTHS.get(date.get_month() as usize).copied().unwrap_or_default();
    if date.get_full_year() != now.get_full_year() {
        format!("{} {month} {}", date.get_date(), date.get_full_year())
    } else if (date.get_month(), date.get_date()) == (now.get_month(), now.get_date()) {
        format!("today {}", clock(at))
    } else {
        format!("{} {month}, {}", date.get_date(), clock(at))
    }
}
