//! A value that is chosen from a list or written by hand: a quiet button until it is opened.

use web_sys::{FocusEvent, HtmlElement, HtmlInputElement, InputEvent, KeyboardEvent, MouseEvent};
use yew::prelude::*;

use super::focus::leaves;
use super::icons::{Icon, icon};

#[derive(Properties, PartialEq)]
pub struct ComboProps {
    pub label: AttrValue,
    pub value: AttrValue,
    pub options: Vec<String>,
    /// What the closed button says when there is no value.
    pub empty: AttrValue,
    /// The lozenge's tone.
    #[prop_or_default]
    pub tone: &'static str,
    pub on_pick: Callback<String>,
}

#[component]
pub fn Combo(props: &ComboProps) -> Html {
    let open = use_state(|| false);
    let written = use_state(String::new);
    let active = use_state(|| 0_usize);
    let home = use_node_ref();
    let button = use_node_ref();
    let input = use_node_ref();
    let id = use_state(|| crate::document::Key::fresh().id());
    {
        let input = input.clone();
        use_effect_with(*open, move |&open| {
            if open && let Some(input) = input.cast::<HtmlInputElement>() {
                let _ = input.focus();
            }
        });
    }

    let wanted = written.trim().to_lowercase();
    let mut offers: Vec<String> = props.options.iter().filter(|option| option.to_lowercase().contains(&wanted)).cloned().collect();
    let own = written.trim().to_owned();
    let is_own = !own.is_empty() && !offers.iter().any(|offer| offer.to_lowercase() == wanted);
    if is_own {
        offers.push(own);
    }
    let clears = wanted.is_empty() && !props.value.is_empty();
    if clears {
        offers.push(String::new());
    }
    let at = (*active).min(offers.len().saturating_sub(1));

    let close = {
        let (open, written, active, button) = (open.clone(), written.clone(), active.clone(), button.clone());
        move |refocus: bool| {
            open.set(false);
            written.set(String::new());
            active.set(0);
            if refocus && let Some(button) = button.cast::<HtmlElement>() {
                let _ = button.focus();
            }
        }
    };
    let pick = {
        let (close, on_pick) = (close.clone(), props.on_pick.clone());
        move |value: String| {
            close(true);
            on_pick.emit(value);
        }
    };
    let onclick = {
        let (open, active) = (open.clone(), active.clone());
        let present = props.options.iter().position(|option| *option == *props.value).unwrap_or(0);
        Callback::from(move |_: MouseEvent| {
            active.set(present);
            open.set(!*open);
        })
    };
    let onkeydown = {
        let (open, active, close, pick, offers) = (open.clone(), active.clone(), close.clone(), pick.clone(), offers.clone());
        Callback::from(move |event: KeyboardEvent| {
            if !*open || event.is_composing() {
                return;
            }
            let count = offers.len().max(1);
            match event.key().as_str() {
                "Escape" => close(true),
                "ArrowDown" => active.set((at + 1) % count),
                "ArrowUp" => active.set((at + count - 1) % count),
                "Enter" => match offers.get(at) {
                    Some(offer) => pick(offer.clone()),
                    None => close(true),
                },
                _ => return,
            }
            event.prevent_default();
            event.stop_propagation();
        })
    };
    let oninput = {
        let (written, active) = (written.clone(), active.clone());
        Callback::from(move |event: InputEvent| {
            active.set(0);
            written.set(event.target_unchecked_into::<HtmlInputElement>().value());
        })
    };
    let onfocusout = {
        let (open, close, home) = (open.clone(), close.clone(), home.clone());
        Callback::from(move |event: FocusEvent| {
            if *open && leaves(&event, &home) {
                close(false);
            }
        })
    };
    let list_id = format!("combo-{}", *id);
    let options = offers.iter().enumerate().map(|(index, offer)| {
        let (pick, value) = (pick.clone(), offer.clone());
        // Before the input loses the focus, and the list with it.
        let onmousedown = Callback::from(move |event: MouseEvent| {
            event.prevent_default();
            pick(value.clone());
        });
        let words = if offer.is_empty() {
            "No value".to_owned()
        } else if is_own && index + 1 == offers.len() {
            format!("Use “{offer}”")
        } else {
            offer.clone()
        };
        html! {
            <div
                id={format!("{list_id}-{index}")}
                class={classes!("item", (index == at).then_some("active"), offer.is_empty().then_some("faint"))}
                role="option"
                aria-selected={if *offer == *props.value { "true" } else { "false" }}
                {onmousedown}
            >
                <span class="grow">{ words }</span>
                if *offer == *props.value && !offer.is_empty() {
                    { icon(Icon::Check) }
                }
            </div>
        }
    });
    html! {
        <span ref={home} class="menu" {onkeydown} {onfocusout}>
            <button
                ref={button}
                type="button"
                class={classes!("value", props.value.is_empty().then_some("empty"))}
                aria-label={format!("{}: {}", props.label, if props.value.is_empty() { &props.empty } else { &props.value })}
                aria-haspopup="listbox"
                aria-expanded={if *open { "true" } else { "false" }}
                {onclick}
            >
                if props.value.is_empty() {
                    { props.empty.clone() }
                } else {
                    <span class={classes!("lozenge", props.tone)}>{ props.value.clone() }</span>
                }
            </button>
            if *open {
                <div class="popover combo">
                    <input
                        ref={input}
                        type="text"
                        class="filter"
                        role="combobox"
                        aria-label={props.label.clone()}
                        aria-expanded="true"
                        aria-controls={list_id.clone()}
                        aria-autocomplete="list"
                        aria-activedescendant={(!offers.is_empty()).then(|| format!("{list_id}-{at}"))}
                        autocomplete="off"
                        placeholder="Choose or write"
                        value={(*written).clone()}
                        {oninput}
                    />
                    <div id={list_id.clone()} role="listbox" aria-label={props.label.clone()}>
                        { for options }
                    </div>
                </div>
            }
        </span>
    }
}
