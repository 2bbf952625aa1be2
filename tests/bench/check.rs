//! How fast the engine is as machine code: whole files, and keystrokes in the middle of them. `bench.mjs` gives the files and reads the lines.

use std::hint::black_box;
use std::time::{Duration, Instant};

use postmortem_editor::hints::{CheckOptions, Checker, check};

const TYPED: &str = " Next, the team wrote down what each person could see at the time.";

fn main() {
    for file in std::env::args().skip(1).filter(|arg| !arg.starts_with('-')) {
        let text = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file}: {error}"));
        let hints = check(&text, &CheckOptions::default()).len();
        print("full", &text, hints, full(&text));
        print("keystroke", &text, hints, keystrokes(&text));
    }
}

/// The time of each check, in ms.
fn full(text: &str) -> Vec<f64> {
    let options = CheckOptions::default();
    let mut times = Vec::new();
    let start = Instant::now();
    while times.len() < 5 || (times.len() < 1000 && start.elapsed() < Duration::from_secs(1)) {
        times.push(timed(|| drop(black_box(check(black_box(text), &options)))));
    }
    times
}

/// The time of each edit, in ms: a sentence typed ten times behind one in the middle.
fn keystrokes(text: &str) -> Vec<f64> {
    let mut checker = Checker::default();
    checker.set_text(text);
    let half = text.len() / 2;
    let middle = (half..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let mut at = text[middle..].find(". ").map_or(middle, |n| middle + n + 1);
    let mut times = Vec::new();
    for _ in 0..10 {
        for (n, c) in TYPED.char_indices() {
            times.push(timed(|| drop(black_box(checker.edit(at + n..at + n, c.encode_utf8(&mut [0; 4]))))));
        }
        at += TYPED.len();
    }
    times
}

fn timed(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64() * 1000.0
}

fn print(what: &str, text: &str, hints: usize, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    let (median, p95) = (times[times.len() / 2], times[times.len() * 95 / 100]);
    let (bytes, runs) = (text.len(), times.len());
    println!(r#"{{"what":"{what}","bytes":{bytes},"median":{median},"p95":{p95},"runs":{runs},"hints":{hints}}}"#);
}
