//! The keys of the hints. One table: what it says is what [`command`] does, and what a help page can show.

use web_sys::KeyboardEvent;

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Next,
    Previous,
    /// The first rewrite; where there is none, into the card.
    Apply,
    /// Into the card, or open it for the phrase at the caret.
    Enter,
    /// Dismiss this one.
    Dismiss,
    Close,
}

/// One row of the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortcut {
    /// As `KeyboardEvent.key` names them, joined by `+`.
    pub keys: &'static str,
    pub does: &'static str,
    /// In the card rather than in the text.
    pub in_card: bool,
}

const fn text(keys: &'static str, does: &'static str) -> Shortcut {
    Shortcut { keys, does, in_card: false }
}

const fn card(keys: &'static str, does: &'static str) -> Shortcut {
    Shortcut { keys, does, in_card: true }
}

/// Every key that hints listen to.
pub const SHORTCUTS: [Shortcut; 10] = [
    text("Alt+.", "Next hint"),
    text("Alt+,", "Previous hint"),
    text("Alt+Enter", "Apply the first rewrite of the open hint"),
    text("Alt+ArrowDown", "Open the hint at the caret, or move into it"),
    text("Alt+-", "Dismiss the open hint"),
    text("Escape", "Close the hint"),
    card("ArrowDown", "Next choice"),
    card("ArrowUp", "Previous choice"),
    card("Enter", "Take the choice"),
    card("Escape", "Back to the text"),
];

/// What `event` asks for in a text. `open`: a card is open; without one, keys that only a card could answer are left to the text.
pub fn command(event: &KeyboardEvent, open: bool) -> Option<Command> {
    if event.ctrl_key() || event.meta_key() || event.shift_key() || event.is_composing() {
        return None;
    }
    // With Alt, macOS types other characters on the same keys; the code tells.
    let (key, code) = (event.key(), event.code());
    if !event.alt_key() {
        return (key == "Escape" && open).then_some(Command::Close);
    }
    match (key.as_str(), code.as_str()) {
        (".", _) | ("≥", "Period") => Some(Command::Next),
        (",", _) | ("≤", "Comma") => Some(Command::Previous),
        ("Enter", _) if open => Some(Command::Apply),
        ("ArrowDown", _) => Some(Command::Enter),
        ("-", _) | ("–", "Minus") if open => Some(Command::Dismiss),
        _ => None,
    }
}
