//! What an imported page said about itself besides: a quiet list, kept as it was and open to change.

use web_sys::{HtmlInputElement, InputEvent, MouseEvent};
use yew::prelude::*;

use super::context::Context;
use super::icons::{Icon, icon};
use crate::document::Property;
use crate::editor::Action;

/// A longer value has the line to itself.
const LONG: usize = 32;

pub fn properties(context: &Context, properties: &[Property]) -> Html {
    let change = {
        let (context, properties) = (context.clone(), properties.to_vec());
        move |change: &dyn Fn(&mut Vec<Property>)| {
            let mut next = properties.clone();
            change(&mut next);
            context.act(Action::SetProperties(next));
        }
    };
    let rows = properties.iter().enumerate().map(|(at, property)| {
        let (name, value, remove) = (change.clone(), change.clone(), change.clone());
        let written = |event: InputEvent| event.target_unchecked_into::<HtmlInputElement>().value();
        html! {
            <div class={classes!("fact", "own", (property.value.chars().count() > LONG).then_some("wide"))} key={at}>
                <input type="text" class="cell name" aria-label="Name of the fact" placeholder="Name" value={property.name.clone()}
                    oninput={move |event| name(&|all| all[at].name = written(InputEvent::clone(&event)))} />
                <input type="text" class="cell value" aria-label={property.name.clone()} placeholder="Empty" value={property.value.clone()}
                    oninput={move |event| value(&|all| all[at].value = written(InputEvent::clone(&event)))} />
                <button type="button" class="tool away" aria-label={format!("Remove {}", property.name)}
                    onclick={move |_: MouseEvent| remove(&|all| drop(all.remove(at)))}>{ icon(Icon::Close) }</button>
            </div>
        }
    });
    let add = {
        let change = change.clone();
        move |_: MouseEvent| change(&|all| all.push(Property { name: String::new(), value: String::new() }))
    };
    html! {
        <>
            { for rows }
            <button type="button" class="button quiet add-fact" onclick={add}>{ icon(Icon::Plus) }{ "Add a fact" }</button>
        </>
    }
}
