//! From the crate to the two bundles in `pkg/`.

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};
use wasm_bindgen_cli_support::Bindgen;

use crate::run::{cargo, run};
use crate::{need, root, sizes};

#[derive(Clone, Copy, PartialEq)]
pub enum Profile {
    Dev,
    Release,
}

/// A cargo feature, and the name under which its bundle is published.
const BUNDLES: [(&str, &str); 2] = [("blame-hints", "blame-hints"), ("postmortem-editor", "postmortem-editor-core")];

/// Fills `pkg/`. A release build is weighed too, and says which bundles are over their limits: that spoils a build and a test
/// run, but nobody's page.
pub fn build(profile: Profile) -> Result<Vec<String>> {
    let started = Instant::now();
    need::wasm_target()?;
    same_versions(&std::fs::read_to_string(root().join("Cargo.lock"))?)?;
    let pkg = root().join("pkg");
    for (number, (feature, name)) in BUNDLES.iter().enumerate() {
        println!("[{}/{}] {name}", number + 1, BUNDLES.len());
        let wasm = compile(feature, profile)?;
        generate(&wasm, name, profile, &pkg)?;
    }
    write_changed(&pkg.join("LICENSE"), &std::fs::read(root().join("LICENSE"))?)?;
    let over = if profile == Profile::Release { sizes::report(&pkg)? } else { Vec::new() };
    println!("\npkg/ is ready ({:.1} s)", started.elapsed().as_secs_f64());
    Ok(over)
}

pub fn within_limits(over: &[String]) -> Result<()> {
    ensure!(over.is_empty(), "{}", over.join("; "));
    Ok(())
}

/// What a page downloads is worth more than the comfort of a stable command line: without the machinery that words and unwinds
/// a panic, and with a standard library built for size, a bundle is a tenth smaller. A panic is a trap, for which the element has
/// its way out. The flags are unstable, so a new compiler may want other ones; they change no language feature.
const SMALL: [&str; 2] = ["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"];
const SMALL_RUSTFLAGS: &str = "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none";

fn compile(feature: &str, profile: Profile) -> Result<PathBuf> {
    let mut rustc = cargo();
    rustc.args(["rustc", "--lib", "--crate-type", "cdylib", "--target", need::WASM, "--features", feature]);
    let (folder, profile) = match profile {
        Profile::Dev => (target(), "wasm-dev"),
        Profile::Release => {
            need::std_source()?;
            rustc.args(SMALL).env("RUSTFLAGS", SMALL_RUSTFLAGS).env("RUSTC_BOOTSTRAP", "1");
            // A folder of its own: build scripts look at RUSTC_BOOTSTRAP, and would be run again after every other cargo command.
            (target().join("bundles"), "release")
        }
    };
    run(rustc.args(["--profile", profile]).arg("--target-dir").arg(&folder))?;
    Ok(folder.join(need::WASM).join(profile).join("postmortem_editor.wasm"))
}

/// Cargo's folder for what it builds.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

fn generate(wasm: &Path, name: &str, profile: Profile, pkg: &Path) -> Result<()> {
    let scratch = target().join("xtask").join(name);
    let source = scratch.join("source.wasm");
    let bytes = std::fs::read(wasm).with_context(|| format!("reading {}", wasm.display()))?;
    let output = scratch.join("output");
    // The same module gives the same files: a build that changed nothing generates nothing.
    if std::fs::read(&source).ok().as_deref() != Some(&bytes) {
        let _ = std::fs::remove_dir_all(&scratch);
        Bindgen::new()
            .input_path(wasm)
            .web(true)?
            .typescript(true)
            .remove_name_section(profile == Profile::Release)
            .remove_producers_section(true)
            .omit_default_module_path(false)
            .out_name(name)
            .generate(&output)
            .with_context(|| format!("generating {name} from {}", wasm.display()))?;
        std::fs::write(&source, &bytes)?;
    }
    for file in [format!("{name}.js"), format!("{name}.d.ts"), format!("{name}_bg.wasm")] {
        write_changed(&pkg.join(&file), &std::fs::read(output.join(&file))?)?;
    }
    ensure!(!output.join("snippets").exists(), "{name} needs snippets: a bundle is one .js and one .wasm file");
    Ok(())
}

/// Leaves the file's time alone when nothing changed, so that who watches it is not woken.
fn write_changed(file: &Path, bytes: &[u8]) -> Result<()> {
    if std::fs::read(file).ok().as_deref() == Some(bytes) {
        return Ok(());
    }
    std::fs::write(file, bytes).with_context(|| format!("writing {}", file.display()))
}

/// The generator reads what the macro wrote, in a format that changes between patch releases.
fn same_versions(lock: &str) -> Result<()> {
    let version = |name: &str| {
        let at = lock.find(&format!("name = \"{name}\"\n"))?;
        lock[at..].lines().nth(1)?.strip_prefix("version = ")
    };
    match (version("wasm-bindgen"), version("wasm-bindgen-cli-support")) {
        (Some(library), Some(generator)) if library == generator => Ok(()),
        (library, generator) => bail!(
            "Cargo.lock has wasm-bindgen {} and wasm-bindgen-cli-support {}: pin both to one version in Cargo.toml",
            library.unwrap_or("none"),
            generator.unwrap_or("none"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::same_versions;

    #[test]
    fn skew_is_refused() {
        let lock = |library: &str, generator: &str| {
            format!(
                "[[package]]\nname = \"wasm-bindgen\"\nversion = \"{library}\"\n\n\
                 [[package]]\nname = \"wasm-bindgen-cli-support\"\nversion = \"{generator}\"\n"
            )
        };
        same_versions(&lock("0.2.130", "0.2.130")).unwrap();
        let error = same_versions(&lock("0.2.131", "0.2.130")).unwrap_err().to_string();
        assert!(error.contains("0.2.131") && error.contains("0.2.130"), "{error}");
        assert!(same_versions("").is_err());
    }
}
