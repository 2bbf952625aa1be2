//! Names as chips: written, parted by Enter or a comma, taken away by Backspace.

use web_sys::{FocusEvent, HtmlElement, HtmlInputElement, InputEvent, KeyboardEvent, MouseEvent};
use yew::prelude::*;

use super::icons::{Icon, icon};

#[derive(Properties, PartialEq)]
pub struct PeopleProps {
    pub names: Vec<String>,
    pub on_change: Callback<Vec<String>>,
}

#[component]
pub fn People(props: &PeopleProps) -> Html {
    let written = use_state(String::new);
    let input = use_node_ref();
    let add = {
        let (names, on_change, written) = (props.names.clone(), props.on_change.clone(), written.clone());
        move |text: &str| {
            let mut next = names.clone();
            for name in text.split([',', ';', '\n']).map(str::trim).filter(|name| !name.is_empty()) {
                if !next.iter().any(|known| known == name) {
                    next.push(name.to_owned());
                }
            }
            written.set(String::new());
            if next != names {
                on_change.emit(next);
            }
        }
    };
    let remove = {
        let (names, on_change, input) = (props.names.clone(), props.on_change.clone(), input.clone());
        move |at: usize| {
            let mut next = names.clone();
            if at < next.len() {
                next.remove(at);
                on_change.emit(next);
            }
            if let Some(input) = input.cast::<HtmlElement>() {
                let _ = input.focus();
            }
        }
    };
    let oninput = {
        let (written, add) = (written.clone(), add.clone());
        Callback::from(move |event: InputEvent| {
            let value = event.target_unchecked_into::<HtmlInputElement>().value();
            if value.contains([',', ';']) && !event.is_composing() {
                add(&value);
            } else {
                written.set(value);
            }
        })
    };
    let onkeydown = {
        let (written, add, remove, count) = (written.clone(), add.clone(), remove.clone(), props.names.len());
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "Enter" if !event.is_composing() => {
                event.prevent_default();
                add(&written);
            }
            "Backspace" if written.is_empty() && count > 0 && !event.repeat() => remove(count - 1),
            _ => {}
        })
    };
    let onblur = {
        let (written, add) = (written.clone(), add.clone());
        Callback::from(move |_: FocusEvent| add(&written))
    };
    let chips = props.names.iter().enumerate().map(|(at, name)| {
        let remove = remove.clone();
        html! {
            <span class="chip" key={name.clone()}>
                <span class="face" aria-hidden="true">{ initials(name) }</span>
                { name }
                <button type="button" aria-label={format!("Remove {name}")} onclick={move |_: MouseEvent| remove(at)}>{ icon(Icon::Close) }</button>
            </span>
        }
    });
    html! {
        <div class="people">
            { for chips }
            <input ref={input} type="text" class="cell" aria-label="Add an author" autocomplete="off"
                placeholder={if props.names.is_empty() { "Who writes this?" } else { "Add" }}
                value={(*written).clone()} {oninput} {onkeydown} {onblur} />
        </div>
    }
}

/// One or two capitals for a name: "Hana Mori" is HM.
fn initials(name: &str) -> String {
    let mut words = name.trim_start_matches('@').split_whitespace().filter_map(|word| word.chars().next());
    let first = words.next();
    first.into_iter().chain(words.last()).flat_map(char::to_uppercase).collect()
}
