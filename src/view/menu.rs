//! A button that opens a list of things to do or to choose from.

use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, HtmlElement, KeyboardEvent, MouseEvent};
use yew::prelude::*;

use super::focus::leaves;
use super::icons::{Icon, icon};

/// One line of a menu.
#[derive(Clone, PartialEq)]
pub struct Item {
    pub label: AttrValue,
    pub icon: Option<Icon>,
    /// For a choice: whether it is the present one.
    pub chosen: Option<bool>,
    pub disabled: bool,
    /// Keys that do the same, for the eye only.
    pub keys: Option<AttrValue>,
    /// How the label looks: a lozenge's tone.
    pub tone: Option<&'static str>,
    pub on_pick: Callback<()>,
}

impl Item {
    pub fn new(label: impl Into<AttrValue>, on_pick: Callback<()>) -> Item {
        Item { label: label.into(), icon: None, chosen: None, disabled: false, keys: None, tone: None, on_pick }
    }

    pub fn icon(self, icon: Icon) -> Item {
        Item { icon: Some(icon), ..self }
    }

    pub fn chosen(self, chosen: bool) -> Item {
        Item { chosen: Some(chosen), ..self }
    }

    pub fn disabled(self, disabled: bool) -> Item {
        Item { disabled, ..self }
    }

    pub fn keys(self, keys: &'static str) -> Item {
        Item { keys: Some(keys.into()), ..self }
    }

    pub fn tone(self, tone: &'static str) -> Item {
        Item { tone: Some(tone), ..self }
    }
}

#[derive(Properties, PartialEq)]
pub struct MenuProps {
    /// The name of the button.
    pub label: AttrValue,
    pub items: Vec<Item>,
    /// What the button shows.
    pub children: Children,
    /// The button's classes.
    #[prop_or(classes!("tool"))]
    pub class: Classes,
    /// Where the list opens: at the button's start or its end.
    #[prop_or_default]
    pub at_end: bool,
    /// Keys on the closed button; `true` when it took it.
    #[prop_or_default]
    pub on_key: Option<Callback<KeyboardEvent, bool>>,
    #[prop_or_default]
    pub onpointerdown: Option<Callback<web_sys::PointerEvent>>,
}

#[component]
pub fn Menu(props: &MenuProps) -> Html {
    let open = use_state(|| false);
    let home = use_node_ref();
    let button = use_node_ref();
    let list = use_node_ref();
    {
        let list = list.clone();
        use_effect_with(*open, move |&open| {
            if open {
                let entries = entries(&list);
                let chosen = entries.iter().find(|entry| entry.get_attribute("aria-checked").as_deref() == Some("true"));
                if let Some(entry) = chosen.or(entries.first()) {
                    let _ = entry.focus();
                }
            }
        });
    }
    let close = {
        let (open, button) = (open.clone(), button.clone());
        move |refocus: bool| {
            open.set(false);
            if refocus && let Some(button) = button.cast::<HtmlElement>() {
                let _ = button.focus();
            }
        }
    };
    let onclick = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let onkeydown = {
        let (open, list, close, on_key) = (open.clone(), list.clone(), close.clone(), props.on_key.clone());
        Callback::from(move |event: KeyboardEvent| {
            if !*open {
                if on_key.as_ref().is_some_and(|on_key| on_key.emit(event.clone())) {
                    event.prevent_default();
                } else if event.key() == "ArrowDown" && !event.alt_key() {
                    event.prevent_default();
                    open.set(true);
                }
                return;
            }
            match event.key().as_str() {
                "Escape" => close(true),
                "Tab" => return close(false),
                "ArrowDown" => step(&list, |at, count| (at + 1) % count),
                "ArrowUp" => step(&list, |at, count| (at + count - 1) % count),
                "Home" => step(&list, |_, _| 0),
                "End" => step(&list, |_, count| count - 1),
                _ => return,
            }
            event.prevent_default();
            event.stop_propagation();
        })
    };
    let onfocusout = {
        let (open, home) = (open.clone(), home.clone());
        Callback::from(move |event: FocusEvent| {
            if *open && leaves(&event, &home) {
                open.set(false);
            }
        })
    };
    let items = props.items.iter().map(|item| {
        let (on_pick, close) = (item.on_pick.clone(), close.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            close(true);
            on_pick.emit(());
        });
        html! {
            <button
                type="button"
                class="item"
                tabindex="-1"
                role={if item.chosen.is_some() { "menuitemradio" } else { "menuitem" }}
                aria-checked={item.chosen.map(|chosen| if chosen { "true" } else { "false" })}
                disabled={item.disabled}
                {onclick}
            >
                if let Some(shape) = item.icon {
                    { icon(shape) }
                }
                <span class={classes!("grow", item.tone.map(|tone| format!("lozenge {tone}")))}>{ item.label.clone() }</span>
                if let Some(keys) = &item.keys {
                    <span class="keys" aria-hidden="true">{ keys.clone() }</span>
                }
                if item.chosen == Some(true) {
                    { icon(Icon::Check) }
                }
            </button>
        }
    });
    html! {
        <span ref={home} class="menu" {onkeydown} {onfocusout}>
            <button
                ref={button}
                type="button"
                class={props.class.clone()}
                aria-label={props.label.clone()}
                title={props.label.clone()}
                aria-haspopup="menu"
                aria-expanded={if *open { "true" } else { "false" }}
                onpointerdown={props.onpointerdown.clone()}
                {onclick}
            >
                { props.children.clone() }
            </button>
            if *open {
                <div ref={list} class={classes!("popover", props.at_end.then_some("at-end"))} role="menu" aria-label={props.label.clone()}>
                    { for items }
                </div>
            }
        </span>
    }
}

fn entries(list: &NodeRef) -> Vec<HtmlElement> {
    let Some(list) = list.cast::<HtmlElement>() else { return Vec::new() };
    let children = list.children();
    let children = (0..children.length()).filter_map(|at| children.item(at)?.dyn_into::<HtmlElement>().ok());
    children.filter(|entry| !entry.has_attribute("disabled")).collect()
}

/// Moves the focus in the list; `to` gets where it is and how many entries there are.
fn step(list: &NodeRef, to: fn(usize, usize) -> usize) {
    let entries = entries(list);
    if entries.is_empty() {
        return;
    }
    let at = entries.iter().position(|entry| entry.matches(":focus").unwrap_or(false)).unwrap_or(0);
    let _ = entries[to(at, entries.len())].focus();
}
