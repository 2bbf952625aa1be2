//! How many phrases there are to look at: a quiet figure, two arrows, and no score.

use gloo::timers::callback::Timeout;
use web_sys::MouseEvent;
use yew::prelude::*;

use super::chrome::{Dialog, Show};
use super::context::use_editor;
use super::icons::{Icon, icon};

#[derive(Properties, PartialEq)]
pub struct HintCounterProps {
    pub count: usize,
    pub dismissed: usize,
}

fn words(count: usize) -> String {
    match count {
        1 => "1 phrase to look at".to_owned(),
        count => format!("{count} phrases to look at"),
    }
}

#[component]
pub fn HintCounter(props: &HintCounterProps) -> Html {
    let context = use_editor();
    let count = props.count;
    // What a screen reader is told, once the author has stopped typing.
    let told = use_state(String::new);
    {
        let told = told.clone();
        use_effect_with(count, move |&count| {
            let quiet = count == 0 && told.is_empty();
            let timer = (!quiet)
                .then(|| Timeout::new(2_000, move || told.set(if count == 0 { "No phrases to look at".to_owned() } else { words(count) })));
            move || drop(timer)
        });
    }
    let next = {
        let context = context.clone();
        Callback::from(move |_: MouseEvent| context.desk.next())
    };
    let previous = {
        let context = context.clone();
        Callback::from(move |_: MouseEvent| context.desk.previous())
    };
    html! {
        <div class="hint-counter" role="group" aria-label="Hints">
            <span class="unseen" role="status">{ (*told).clone() }</span>
            if count > 0 {
                <button type="button" class="tool" aria-label="Previous phrase" title="Previous phrase (Alt ,)" onclick={previous}>{ icon(Icon::Left) }</button>
                <button type="button" class="tool count" title="Next phrase (Alt .)" onclick={next.clone()}>
                    <span class="mark" aria-hidden="true">{ "\u{2007}\u{2007}" }</span>
                    <span class="figure">{ count }</span>
                    <span class="words">{ if count == 1 { " phrase to look at" } else { " phrases to look at" } }</span>
                </button>
                <button type="button" class="tool" aria-label="Next phrase" title="Next phrase (Alt .)" onclick={next}>{ icon(Icon::Right) }</button>
            }
            if props.dismissed > 0 {
                <button type="button" class="tool dismissed" onclick={context.showing(Show::Dialog(Some(Dialog::Dismissed)))}>
                    { format!("{} dismissed", props.dismissed) }
                </button>
            }
        </div>
    }
}
