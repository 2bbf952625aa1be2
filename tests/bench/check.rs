//! How fast the engine checks whole files as machine code. `bench.mjs` gives the files and reads the lines.

use std::time::{Duration, Instant};

use postmortem_editor::hints::{CheckOptions, check};

fn main() {
    for file in std::env::args().skip(1).filter(|arg| !arg.starts_with('-')) {
        let text = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file}: {error}"));
        let options = CheckOptions::default();
        let hints = check(&text, &options).len();
        let mut times = Vec::new();
        let start = Instant::now();
        while times.len() < 5 || (times.len() < 1000 && start.elapsed() < Duration::from_secs(1)) {
            let one = Instant::now();
            std::hint::black_box(check(std::hint::black_box(&text), &options));
            times.push(one.elapsed().as_secs_f64() * 1000.0);
        }
        times.sort_by(f64::total_cmp);
        let (median, p95) = (times[times.len() / 2], times[times.len() * 95 / 100]);
        let (bytes, runs) = (text.len(), times.len());
        println!(r#"{{"what":"full","bytes":{bytes},"median":{median},"p95":{p95},"runs":{runs},"hints":{hints}}}"#);
    }
}
