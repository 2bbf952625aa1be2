//! Rebuilds when a source file changes, and reloads the open pages when what is served changes.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError, mpsc};
use std::time::Duration;

use anyhow::{Context, Result};
use notify::{Event, RecursiveMode, Watcher};

use crate::build::{Profile, build};
use crate::root;

pub const EVENTS_URL: &str = "/--changes";
pub const SCRIPT_URL: &str = "/--reload.js";
/// A file and not inline: the page may have a content security policy.
pub const SCRIPT_TAG: &str = "\n<script type=\"module\" src=\"/--reload.js\"></script>\n";
pub const SCRIPT: &str = "new EventSource('/--changes').onmessage = () => location.reload();\n";

/// How long the files must be still before anything is done about them.
const QUIET: Duration = Duration::from_millis(150);

/// The pages that wait to hear of a change.
#[derive(Default)]
pub struct Pages(Mutex<Vec<Box<dyn Write + Send>>>);

impl Pages {
    pub fn add(&self, mut page: Box<dyn Write + Send>) -> std::io::Result<()> {
        page.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n")?;
        page.flush()?;
        self.lock().push(page);
        Ok(())
    }

    fn reload(&self) {
        self.lock().retain_mut(|page| page.write_all(b"data: reload\n\n").and_then(|()| page.flush()).is_ok());
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Box<dyn Write + Send>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub fn watch(pages: &Pages) -> Result<()> {
    let (sender, events) = mpsc::channel::<notify::Result<Event>>();
    let mut watcher = notify::recommended_watcher(sender)?;
    for folder in ["src", "www", "pkg", "Cargo.toml"] {
        let path = root().join(folder);
        watcher.watch(&path, RecursiveMode::Recursive).with_context(|| format!("watching {folder}"))?;
    }
    loop {
        let mut changed = paths(events.recv()?);
        while let Ok(event) = events.recv_timeout(QUIET) {
            changed.extend(paths(event));
        }
        let is_in = |folder: &str| changed.iter().any(|path| path.starts_with(root().join(folder)));
        if changed.iter().any(|path| is_source(path))
            && let Err(error) = build(Profile::Dev)
        {
            eprintln!("xtask: {error:#}");
        }
        // What a build changed in `pkg/` comes back as events of the next round.
        if is_in("www") || is_in("pkg") {
            pages.reload();
        }
    }
}

/// Whether the bundles are made of it. This tool is not in them.
fn is_source(path: &Path) -> bool {
    let Ok(path) = path.strip_prefix(root()) else { return false };
    path.starts_with("Cargo.toml") || (path.starts_with("src") && !path.starts_with("src/bin"))
}

/// What changed. Reading a file is an event too, and no change.
fn paths(event: notify::Result<Event>) -> Vec<PathBuf> {
    event.ok().filter(|event| !event.kind.is_access()).map(|event| event.paths).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::io::{Error, Write};
    use std::sync::mpsc::{Sender, channel};

    use super::{Pages, is_source};
    use crate::root;

    struct Page(Sender<String>);

    impl Write for Page {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.send(String::from_utf8_lossy(bytes).into_owned()).map_err(Error::other)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn open_pages_are_told_and_closed_ones_forgotten() {
        let pages = Pages::default();
        let (stays, heard) = channel();
        let (leaves, gone) = channel();
        pages.add(Box::new(Page(stays))).unwrap();
        pages.add(Box::new(Page(leaves))).unwrap();
        drop(gone);
        pages.reload();
        assert_eq!(pages.lock().len(), 1);
        let heard: String = heard.try_iter().collect();
        assert!(heard.contains("text/event-stream") && heard.ends_with("data: reload\n\n"), "{heard}");
    }

    #[test]
    fn the_bundles_are_made_of_the_library() {
        let source = |path: &str| is_source(&root().join(path));
        assert!(source("src/view/mod.rs") && source("Cargo.toml"));
        assert!(!source("src/bin/xtask/main.rs") && !source("www/index.html") && !source("pkg/x.js"));
    }
}
