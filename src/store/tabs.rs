//! Word between the editors of one origin, in this tab or another.

use js_sys::JsString;
use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent};

use crate::editor::keeping::Message;

const CHANNEL: &str = "postmortem-editor";

/// Listens until it is dropped. Where a browser has no channels, nothing is heard: a draft has one writer all the same.
pub struct Tabs {
    channel: Option<BroadcastChannel>,
    _heard: Closure<dyn FnMut(MessageEvent)>,
}

impl Tabs {
    pub fn new(heard: impl Fn(Message) + 'static) -> Tabs {
        let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            // Another version of the editor may say what this one does not understand.
            let message = event.data().dyn_into::<JsString>().map(String::from);
            if let Ok(message) = message
                && let Ok(message) = serde_json::from_str(&message)
            {
                heard(message);
            }
        });
        let channel = BroadcastChannel::new(CHANNEL).ok();
        if let Some(channel) = &channel {
            channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        }
        Tabs { channel, _heard: heard }
    }

    pub fn say(&self, message: &Message) {
        if let (Some(channel), Ok(json)) = (&self.channel, serde_json::to_string(message)) {
            // A closed channel has nobody to hear it.
            let _ = channel.post_message(&JsValue::from_str(&json));
        }
    }
}

impl Drop for Tabs {
    fn drop(&mut self) {
        if let Some(channel) = &self.channel {
            channel.set_onmessage(None);
            channel.close();
        }
    }
}
