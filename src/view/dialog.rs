//! The frame of a dialog: a native modal, closed by Escape, its button or a press beside it.

use web_sys::{HtmlDialogElement, MouseEvent};
use yew::prelude::*;

use super::chrome::Show;
use super::context::use_editor;
use super::icons::{Icon, icon};

#[derive(Properties, PartialEq)]
pub struct DialogProps {
    pub title: AttrValue,
    #[prop_or_default]
    pub class: Classes,
    pub children: Children,
}

#[component]
pub fn Dialog(props: &DialogProps) -> Html {
    let context = use_editor();
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with((), move |()| {
            if let Some(dialog) = node.cast::<HtmlDialogElement>() {
                // Fails only when it is open already.
                let _ = dialog.show_modal();
            }
        });
    }
    let close = context.showing(Show::Dialog(None));
    let onclick = {
        let (node, close) = (node.clone(), close.clone());
        Callback::from(move |event: MouseEvent| {
            // The backdrop is the dialog itself; what stands in it is the frame.
            if event.target_dyn_into::<HtmlDialogElement>().is_some_and(|target| node.cast() == Some(target)) {
                close.emit(event);
            }
        })
    };
    html! {
        <dialog ref={node} class={classes!("dialog", props.class.clone())} part="dialog" aria-label={props.title.clone()} onclose={context.showing(Show::Dialog(None))} {onclick}>
            <div class="frame">
                <header>
                    <h2>{ props.title.clone() }</h2>
                    <button type="button" class="tool" aria-label="Close" onclick={close}>{ icon(Icon::Close) }</button>
                </header>
                { props.children.clone() }
            </div>
        </dialog>
    }
}
