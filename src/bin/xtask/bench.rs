//! The benchmarks: builds what they measure, and starts `tests/bench/bench.mjs`, which measures.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::build::{Profile, build, target};
use crate::run::{cargo, run};
use crate::{need, root};

pub struct Options {
    pub quick: bool,
    /// Other linters too, in the same run.
    pub peers: bool,
    pub json: Option<PathBuf>,
}

pub fn bench(options: Options) -> Result<()> {
    let folder = root().join("tests/bench");
    need::node()?;
    let browsers = need::browsers()?;
    need::packages(&root().join("tests/browser"))?;
    if options.peers {
        need::packages(&folder)?;
    }
    build(Profile::Release)?;
    run(cargo().args(["bench", "--bench", "check", "--no-run"]))?;
    let mut node = Command::new("node");
    node.arg(folder.join("bench.mjs")).envs(browsers);
    node.arg("--json").arg(options.json.unwrap_or_else(|| target().join("bench.json")));
    node.args(options.quick.then_some("--quick")).args(options.peers.then_some("--peers"));
    run(&mut node)
}
