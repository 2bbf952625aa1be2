//! The build tool. `USAGE` says what it does; each command is one file. It knows the crate's name, features and folders,
//! and nothing of what the crate is about.

mod args;
mod bench;
mod build;
mod need;
mod run;
mod serve;
mod sizes;
mod test;
mod watch;

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};

use args::Args;
use build::Profile;

const USAGE: &str = "\
cargo xtask <command>

  serve [--port N] [--watch]   build, and serve www/ and pkg/ on 127.0.0.1 (port 8080);
                               --watch builds for development, and rebuilds and reloads on change
  build [--dev]                fill pkg/ with both bundles and their types; --dev is quick and large
  test [--only native|browser] [FILE...]
                               native tests, then browser tests in Chromium and Firefox;
                               FILE picks browser tests by the start of their name
  bench [--quick] [--peers] [--json FILE]
                               measure; --peers measures other linters too;
                               the numbers also go to FILE (target/bench.json)

What is missing is installed where that is possible (rustup; apt when run as root), and otherwise named.";

fn main() -> ExitCode {
    match command(Args::new(std::env::args().skip(1))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn command(mut args: Args) -> Result<()> {
    match args.word().as_deref() {
        Some("build") => {
            let profile = if args.flag("--dev") { Profile::Dev } else { Profile::Release };
            args.finish()?;
            build::within_limits(&build::build(profile)?)
        }
        Some("serve") => {
            let port = args.value("--port")?.unwrap_or(8080);
            let watch = args.flag("--watch");
            args.finish()?;
            serve::serve(port, watch)
        }
        Some("test") => {
            let only = args.value("--only")?;
            test::test(only, &args.words()?)
        }
        Some("bench") => {
            let options = bench::Options { quick: args.flag("--quick"), peers: args.flag("--peers"), json: args.value("--json")? };
            args.finish()?;
            bench::bench(options)
        }
        None | Some("help" | "-h" | "--help") => {
            println!("{USAGE}");
            Ok(())
        }
        Some(other) => bail!("there is no command \"{other}\"\n\n{USAGE}"),
    }
}

/// The repository. The tool is always run from a checkout, by cargo.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
