//! From the crate to the two bundles in `pkg/`.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use wasm_bindgen_cli_support::Bindgen;

#[derive(Clone, Copy, PartialEq)]
pub enum Profile {
    Dev,
    Release,
}

/// A cargo feature, and the name under which its bundle is published.
const BUNDLES: [(&str, &str); 2] = [("blame-hints", "blame-hints"), ("postmortem-editor", "postmortem-editor-core")];

pub fn build(profile: Profile) -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (feature, name) in BUNDLES {
        let started = Instant::now();
        let wasm = compile(root, feature, profile)?;
        Bindgen::new()
            .input_path(&wasm)
            .web(true)?
            .typescript(true)
            .remove_name_section(profile == Profile::Release)
            .remove_producers_section(true)
            .omit_default_module_path(false)
            .out_name(name)
            .generate(root.join("pkg"))
            .with_context(|| format!("generating {name} from {}", wasm.display()))?;
        println!("{name}: {:.1} s", started.elapsed().as_secs_f64());
    }
    Ok(())
}

fn compile(root: &Path, feature: &str, profile: Profile) -> Result<PathBuf> {
    let profile = match profile {
        Profile::Dev => "wasm-dev",
        Profile::Release => "release",
    };
    let status = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(root)
        .args(["rustc", "--lib", "--crate-type", "cdylib", "--target", "wasm32-unknown-unknown"])
        .args(["--profile", profile, "--features", feature])
        .status()?;
    ensure!(status.success(), "cargo rustc failed for feature {feature}");
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    Ok(target.join("wasm32-unknown-unknown").join(profile).join("postmortem_editor.wasm"))
}
