//! All tests, each by its own runner, whose closing lines stay the last ones.

use std::path::PathBuf;
use std::process::Command;
use std::str::FromStr;

use anyhow::{Result, anyhow, ensure};

use crate::build::{Profile, build, within_limits};
use crate::run::{cargo, run};
use crate::{need, root};

#[derive(Clone, Copy, PartialEq)]
pub enum Suite {
    Native,
    Browser,
}

impl FromStr for Suite {
    type Err = anyhow::Error;

    fn from_str(name: &str) -> Result<Suite> {
        match name {
            "native" => Ok(Suite::Native),
            "browser" => Ok(Suite::Browser),
            _ => Err(anyhow!("the suites are native and browser")),
        }
    }
}

/// `names` picks browser tests by the start of their file's name.
pub fn test(only: Option<Suite>, names: &[String]) -> Result<()> {
    ensure!(names.is_empty() || only == Some(Suite::Browser), "file names go with --only browser");
    let browser = if only == Some(Suite::Native) { None } else { Some(Browser::prepare(names)?) };
    if only != Some(Suite::Browser) {
        run(cargo().args(["test", "--features", "xtask,web"]))?;
    }
    browser.map_or(Ok(()), |browser| browser.run())
}

struct Browser {
    folder: PathBuf,
    files: Vec<String>,
    browsers: Vec<(&'static str, PathBuf)>,
}

impl Browser {
    /// Everything that can be missing, before anything that takes long.
    fn prepare(names: &[String]) -> Result<Browser> {
        let folder = root().join("tests/browser");
        let mut files: Vec<_> = std::fs::read_dir(&folder)?
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|file| file.ends_with(".test.mjs"))
            .filter(|file| names.is_empty() || names.iter().any(|name| file.starts_with(name)))
            .collect();
        files.sort();
        ensure!(!files.is_empty(), "no file in tests/browser/ starts with {}", names.join(" or "));
        need::node()?;
        let browsers = need::browsers()?;
        need::packages(&folder)?;
        Ok(Browser { folder, files, browsers })
    }

    fn run(self) -> Result<()> {
        let over = build(Profile::Release)?;
        let mut node = Command::new("node");
        node.current_dir(self.folder).envs(self.browsers);
        // One file at a time: two engines at work are enough for a small machine, and timings stay honest.
        run(node.args(["--test", "--test-reporter=spec", "--test-concurrency=1"]).args(self.files))?;
        within_limits(&over)
    }
}
