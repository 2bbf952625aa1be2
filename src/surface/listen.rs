//! Listeners that end with their owner.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{AddEventListenerOptions, Event, EventTarget};

/// A listener on `target`; dropping it takes it off again.
pub struct Listener {
    target: EventTarget,
    kind: &'static str,
    capture: bool,
    closure: Closure<dyn Fn(Event)>,
}

impl Listener {
    /// Called with every event of `kind` that reaches `target`; `E` must be the interface of that kind.
    pub fn new<E: JsCast>(target: &EventTarget, kind: &'static str, handle: impl Fn(E) + 'static) -> Listener {
        Listener::add(target, kind, false, handle)
    }

    /// The same, before anything below `target` has heard of it.
    pub fn capturing<E: JsCast>(target: &EventTarget, kind: &'static str, handle: impl Fn(E) + 'static) -> Listener {
        Listener::add(target, kind, true, handle)
    }

    fn add<E: JsCast>(target: &EventTarget, kind: &'static str, capture: bool, handle: impl Fn(E) + 'static) -> Listener {
        // A `Fn`: applying a rewrite inside a listener fires the next `input` before the first has returned.
        let closure = Closure::<dyn Fn(Event)>::new(move |event: Event| handle(event.unchecked_into()));
        let options = AddEventListenerOptions::new();
        options.set_capture(capture);
        options.set_passive(false);
        let function = closure.as_ref().unchecked_ref();
        // Fails only for a target that is gone, and then there is nothing to hear.
        let _ = target.add_event_listener_with_callback_and_add_event_listener_options(kind, function, &options);
        Listener { target: target.clone(), kind, capture, closure }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let function = self.closure.as_ref().unchecked_ref();
        let _ = self.target.remove_event_listener_with_callback_and_bool(self.kind, function, self.capture);
    }
}

/// Calls once after a while, unless it is dropped first.
pub struct Timer {
    id: i32,
    _closure: Closure<dyn Fn()>,
}

impl Timer {
    /// `None` where there is no window to wait in.
    pub fn after(milliseconds: i32, call: impl Fn() + 'static) -> Option<Timer> {
        let closure = Closure::<dyn Fn()>::new(call);
        let function = closure.as_ref().unchecked_ref();
        let id = web_sys::window()?.set_timeout_with_callback_and_timeout_and_arguments_0(function, milliseconds).ok()?;
        Some(Timer { id, _closure: closure })
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            window.clear_timeout_with_handle(self.id);
        }
    }
}
