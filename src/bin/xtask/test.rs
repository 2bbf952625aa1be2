//! All tests, each by its own runner, whose closing lines stay the last ones.

use std::process::Command;
use std::str::FromStr;

use anyhow::{Result, anyhow, ensure};

use crate::build::{Profile, build};
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
    if only != Some(Suite::Browser) {
        run(cargo().args(["test", "--features", "xtask"]))?;
    }
    if only != Some(Suite::Native) {
        browser(names)?;
    }
    Ok(())
}

fn browser(names: &[String]) -> Result<()> {
    let folder = root().join("tests/browser");
    let mut files: Vec<_> = std::fs::read_dir(&folder)?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|file| file.ends_with(".test.mjs"))
        .filter(|file| names.is_empty() || names.iter().any(|name| file.starts_with(name)))
        .collect();
    files.sort();
    ensure!(!files.is_empty(), "no file in tests/browser/ starts with {}", names.join(" or "));
    need::node()?;
    need::browsers()?;
    need::packages(&folder)?;
    build(Profile::Release)?;
    // One file at a time: two browsers of two engines are enough for a small machine, and timings stay honest.
    run(Command::new("node").current_dir(folder).args(["--test", "--test-reporter=spec", "--test-concurrency=1"]).args(files))
}
