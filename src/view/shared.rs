//! Values that are compared by where they are rather than by what they hold.

use std::ops::Deref;
use std::rc::Rc;

use crate::document::Key;

/// An `Rc` that is equal only to itself: a property of this type costs one comparison of addresses, however long the text is.
pub struct Shared<T>(pub Rc<T>);

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Shared(self.0.clone())
    }
}

impl<T> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// A key that is compared by what it names.
#[derive(Clone, Copy, Debug)]
pub struct Id(pub Key);

impl PartialEq for Id {
    fn eq(&self, other: &Id) -> bool {
        self.0.id() == other.0.id()
    }
}
