//! Identity for things that an author moves about.

use std::cell::Cell;

/// Names a section or a row for as long as the page is open. It is not content: it is never written out, two keys always compare
/// equal inside a document, and a document that was read back is equal to the one that was written. Use [`Key::id`] to tell them apart.
#[derive(Clone, Copy, Debug)]
pub struct Key(u32);

impl Key {
    pub fn fresh() -> Key {
        thread_local!(static NEXT: Cell<u32> = const { Cell::new(1) });
        NEXT.with(|next| {
            let id = next.get();
            next.set(id.wrapping_add(1));
            Key(id)
        })
    }

    pub fn id(self) -> u32 {
        self.0
    }
}

impl Default for Key {
    fn default() -> Self {
        Key::fresh()
    }
}

impl PartialEq for Key {
    fn eq(&self, _: &Key) -> bool {
        true
    }
}
