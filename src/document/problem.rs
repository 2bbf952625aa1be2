//! What a reader has to say about what it was given.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Something that a reader could not take as it stood, in words for the author. The rest was read all the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct Problem {
    /// One sentence that quotes the value it is about.
    pub message: String,
    /// The line of the source, counted from 1, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
}

impl Problem {
    pub fn new(message: impl Into<String>) -> Problem {
        Problem { message: message.into(), line: None }
    }

    pub fn at(line: usize, message: impl Into<String>) -> Problem {
        Problem { message: message.into(), line: Some(line) }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(out, "line {line}: {}", self.message),
            None => out.write_str(&self.message),
        }
    }
}

impl std::error::Error for Problem {}
