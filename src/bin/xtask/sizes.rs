//! What the bundles weigh, and what they may weigh.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::{Compression, write::GzEncoder};

const KB: usize = 1024;

/// What a page loads for one bundle.
pub struct Bundle {
    pub name: &'static str,
    pub files: &'static [&'static str],
    /// Brotli bytes of all its files together: what it shall weigh.
    pub budget: usize,
    /// What it may weigh today. It only ever falls, until it is the budget.
    pub limit: usize,
}

pub const BUNDLES: [Bundle; 2] = [
    Bundle { name: "hints", files: &["blame-hints.js", "blame-hints_bg.wasm"], budget: 120 * KB, limit: 216 * KB },
    Bundle {
        name: "editor",
        files: &["postmortem-editor.js", "postmortem-editor-core.js", "postmortem-editor-core_bg.wasm"],
        budget: 270 * KB,
        limit: 460 * KB,
    },
];

#[derive(Clone, Copy, Default)]
struct Size {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

/// Prints the table, and says which bundles are over their limits.
pub fn report(pkg: &Path) -> Result<Vec<String>> {
    println!("\n{:<32} {:>10} {:>10} {:>10}", "bytes", "raw", "gzip -9", "brotli -11");
    let mut over = Vec::new();
    for bundle in &BUNDLES {
        let mut total = Size::default();
        for name in bundle.files {
            let size = measure(&std::fs::read(pkg.join(name)).with_context(|| format!("reading pkg/{name}"))?)?;
            row(name, size, "");
            total = Size { raw: total.raw + size.raw, gzip: total.gzip + size.gzip, brotli: total.brotli + size.brotli };
        }
        let share = total.brotli as f64 / bundle.budget as f64 * 100.0;
        let note = format!("  {share:.0} % of {} KB", bundle.budget / KB);
        row(&format!("  = {}", bundle.name), total, &note);
        if total.brotli > bundle.limit {
            over.push(format!("{} is {} bytes over its limit", bundle.name, total.brotli - bundle.limit));
        }
    }
    Ok(over)
}

fn row(name: &str, size: Size, note: &str) {
    println!("{name:<32} {:>10} {:>10} {:>10}{note}", size.raw, size.gzip, size.brotli);
}

fn measure(bytes: &[u8]) -> Result<Size> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(bytes)?;
    let options = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    let mut brotli = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut brotli, &options)?;
    Ok(Size { raw: bytes.len(), gzip: gzip.finish()?.len(), brotli: brotli.len() })
}
