//! The build tool: `cargo xtask serve | build | test | bench`.

mod build;

use anyhow::{Result, bail};

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["build"] => build::build(build::Profile::Release),
        ["build", "--dev"] => build::build(build::Profile::Dev),
        _ => bail!("usage: cargo xtask build [--dev]"),
    }
}
