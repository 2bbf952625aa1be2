//! Values that are compared by where they are rather than by what they hold.

use std::ops::Deref;
use std::rc::Rc;

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
