//! A panic ends this program for good. Before it does, every editor hands its text over.

use std::cell::RefCell;
use std::rc::Weak;
use std::sync::Once;

/// What has a text to save.
pub trait Breakable {
    fn broke(&self, message: &str);
}

thread_local!(static WATCHED: RefCell<Vec<Weak<dyn Breakable>>> = const { RefCell::new(Vec::new()) });

/// Tells `breakable` of a panic, for as long as it lives. To be called when the view stands: Yew sets a hook of its own with the
/// first component, which is called here before the texts are handed over.
pub fn watch(breakable: Weak<dyn Breakable>) {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let others = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            others(info);
            tell(&info.to_string());
        }));
    });
    WATCHED.with_borrow_mut(|watched| {
        watched.retain(|breakable| breakable.strong_count() > 0);
        watched.push(breakable);
    });
}

fn tell(message: &str) {
    // A panic while the hook runs must not come back here.
    let watched = WATCHED.with(|watched| watched.try_borrow_mut().map(|mut watched| std::mem::take(&mut *watched)));
    for breakable in watched.unwrap_or_default() {
        if let Some(breakable) = breakable.upgrade() {
            breakable.broke(message);
        }
    }
}
