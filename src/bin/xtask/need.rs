//! What must be on the machine. What is missing is installed where that needs no asking, and otherwise named in one line.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail, ensure};

use crate::run::{in_root, output, run};

pub const WASM: &str = "wasm32-unknown-unknown";

/// A system program: its name, the variable that may name another one, and the Debian package that has it.
struct Program {
    name: &'static str,
    variable: Option<&'static str>,
    package: &'static str,
}

const NODE: [Program; 2] =
    [Program { name: "node", variable: None, package: "nodejs" }, Program { name: "npm", variable: None, package: "npm" }];

const BROWSERS: [Program; 2] = [
    Program { name: "chromium", variable: Some("CHROMIUM"), package: "chromium" },
    Program { name: "firefox-esr", variable: Some("FIREFOX"), package: "firefox-esr" },
];

/// The standard library for wasm.
pub fn wasm_target() -> Result<()> {
    rust_part(WASM, ["target", "add", WASM])
}

/// The standard library's source, from which a release build makes a smaller one.
pub fn std_source() -> Result<()> {
    rust_part("src/rust/library", ["component", "add", "rust-src"])
}

fn rust_part(place: &str, rustup: [&str; 3]) -> Result<()> {
    let sysroot = output(in_root("rustc").args(["--print", "sysroot"]))?;
    if Path::new(&sysroot).join("lib/rustlib").join(place).exists() {
        return Ok(());
    }
    let [part, _, name] = rustup;
    if on_path("rustup").is_none() {
        bail!("this Rust has no {part} {name} and there is no rustup to add it; install Rust with rustup");
    }
    println!("adding the {part} {name}");
    run(in_root("rustup").args(rustup))
}

/// Node with npm, new enough for the tests.
pub fn node() -> Result<()> {
    programs(&NODE)?;
    let version = output(Command::new("node").arg("--version"))?;
    let mut numbers = version.trim_start_matches('v').split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let found = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    ensure!(found >= (20, 11), "node {version} is too old: the tests need 20.11");
    Ok(())
}

/// Both browsers, as the variables that tell the tests where they are.
pub fn browsers() -> Result<Vec<(&'static str, PathBuf)>> {
    programs(&BROWSERS)?;
    Ok(BROWSERS.iter().filter_map(|program| Some((program.variable?, program.path()?))).collect())
}

/// The packages of `folder/package.json`, at the versions of its lock file.
pub fn packages(folder: &Path) -> Result<()> {
    let lock = folder.join("package-lock.json");
    let installed = folder.join("node_modules/.package-lock.json");
    let time = |file: &Path| file.metadata().and_then(|file| file.modified()).ok();
    if time(&installed).is_some_and(|installed| time(&lock).is_some_and(|lock| installed >= lock)) {
        return Ok(());
    }
    println!("installing the packages of {}", folder.display());
    run(Command::new("npm").current_dir(folder).args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]))
}

fn programs(wanted: &[Program]) -> Result<()> {
    let missing: Vec<_> = wanted.iter().filter(|program| program.path().is_none()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names = missing.iter().map(|program| program.name).collect::<Vec<_>>().join(", ");
    let mut install = vec!["install", "--yes", "--no-install-recommends"];
    install.extend(missing.iter().map(|program| program.package));
    let root = output(Command::new("id").arg("-u")).is_ok_and(|id| id == "0");
    if !root || on_path("apt-get").is_none() {
        bail!("missing: {names}. To install: sudo apt-get {}", install.join(" "));
    }
    println!("installing {names}");
    run(Command::new("apt-get").args(["update", "--quiet"]))?;
    run(Command::new("apt-get").args(install).env("DEBIAN_FRONTEND", "noninteractive"))
}

impl Program {
    fn path(&self) -> Option<PathBuf> {
        match self.variable.and_then(std::env::var_os) {
            Some(named) => Some(PathBuf::from(named)).filter(|file| file.is_file()),
            None => on_path(self.name),
        }
    }
}

fn on_path(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join(name)).find(|file| file.is_file())
}
