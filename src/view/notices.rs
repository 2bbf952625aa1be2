//! Lines above the document that need an answer, and the passing word at its foot.

use gloo::timers::callback::Timeout;
use web_sys::MouseEvent;
use yew::prelude::*;

use super::chrome::{Dialog, Offer, Show, Toast as Word};
use super::context::{Context, use_editor};
use super::icons::{Icon, icon};
use super::transfer;
use crate::editor::Action;
use crate::editor::keeping::{Choice, Command, Notice, Tone};

pub fn notices(context: &Context, notices: &[Notice]) -> Html {
    let choice = |notice: &Notice, choice: &Choice| {
        let (context, topic, command) = (context.clone(), notice.topic, choice.command.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            match &command {
                // The text is in danger still.
                Command::Export => return context.open(Dialog::Export),
                Command::Close => {}
                other => context.link.host.command(other.clone()),
            }
            context.show(Show::DropNotice(topic));
        });
        html! { <button type="button" class="button" {onclick}>{ choice.label.clone() }</button> }
    };
    let line = |notice: &Notice| {
        let (tone, role, shape) = match notice.tone {
            Tone::Info => ("info", "status", Icon::Info),
            Tone::Warning => ("warn", "status", Icon::Warning),
            Tone::Error => ("bad", "alert", Icon::Warning),
        };
        let topic = notice.topic;
        let offers = notice.choices.iter().filter(|choice| choice.command != Command::Close);
        html! {
            <div key={topic as u32} class={classes!("notice", tone)} part="notice" {role}>
                { icon(shape) }
                <p>{ notice.text.clone() }</p>
                <div class="choices">
                    { for offers.map(|offer| choice(notice, offer)) }
                    <button type="button" class="tool" aria-label="Close" onclick={context.showing(Show::DropNotice(topic))}>{ icon(Icon::Close) }</button>
                </div>
            </div>
        }
    };
    html! { <div class="notices">{ for notices.iter().map(line) }</div> }
}

#[derive(Properties, PartialEq)]
pub struct ToastProps {
    pub word: Option<Word>,
}

#[component]
pub fn Toast(props: &ToastProps) -> Html {
    let context = use_editor();
    {
        let context = context.clone();
        use_effect_with(props.word.clone(), move |word| {
            // Longer where there is something to decide.
            let timer = word.as_ref().map(|word| {
                let number = word.number;
                let time = if word.offer == Offer::None { 4_000 } else { 12_000 };
                Timeout::new(time, move || context.show(Show::DropToast(number)))
            });
            move || drop(timer)
        });
    }
    let offer = props.word.as_ref().and_then(|word| {
        let label = match word.offer {
            Offer::None => return None,
            Offer::Undo => "Undo",
            Offer::Sort(_) => "Sort into sections",
        };
        let (context, word) = (context.clone(), word.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            context.show(Show::DropToast(word.number));
            match &word.offer {
                Offer::None => {}
                Offer::Undo => context.act(Action::Undo),
                Offer::Sort(text) => transfer::sort(&context, text, "Sorted into sections."),
            }
        });
        Some(html! { <button type="button" class="button" {onclick}>{ label }</button> })
    });
    html! {
        <div class="toast-place" role="status">
            if let Some(word) = &props.word {
                <div class="toast" part="toast"><span>{ word.text.clone() }</span>{ offer.unwrap_or_default() }</div>
            }
        </div>
    }
}
