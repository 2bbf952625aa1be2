//! Holds the layers of `src/` to their order: imports go down only, and the browser is known only where it belongs.
//!
//! Reads tokens and not the compiler's view, so that it sees every feature at once, and inside macros too.

use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A layer, the layers it may name, and the crates of the browser it may name.
struct Layer {
    name: &'static str,
    knows: &'static [&'static str],
    crates: &'static [&'static str],
}

const LAYERS: [Layer; 9] = [
    Layer { name: "text", knows: &[], crates: &[] },
    Layer { name: "hints", knows: &["text"], crates: &[] },
    Layer { name: "document", knows: &["text", "hints"], crates: &[] },
    Layer { name: "formats", knows: &["text", "document"], crates: &[] },
    Layer { name: "editor", knows: &["text", "hints", "document", "formats"], crates: &[] },
    Layer { name: "surface", knows: &["text", "hints"], crates: &["js_sys", "wasm_bindgen", "wasm_bindgen_futures", "web_sys"] },
    Layer {
        name: "view",
        knows: &["text", "hints", "document", "formats", "editor", "surface"],
        crates: &["gloo", "js_sys", "wasm_bindgen", "wasm_bindgen_futures", "web_sys", "yew"],
    },
    Layer {
        name: "store",
        knows: &["text", "document", "formats", "editor"],
        crates: &["gloo", "idb", "js_sys", "serde_wasm_bindgen", "wasm_bindgen", "wasm_bindgen_futures", "web_sys"],
    },
    Layer {
        name: "js",
        knows: &["text", "hints", "document", "formats", "editor", "surface", "view", "store"],
        crates: &["gloo", "js_sys", "serde_wasm_bindgen", "tsify", "wasm_bindgen", "wasm_bindgen_futures", "web_sys"],
    },
];

/// Crates that only the layers which list them may name. `tsify` is apart: any layer may derive it, as `tsify::Tsify`.
const BROWSER: [&str; 9] =
    ["gloo", "idb", "js_sys", "serde_wasm_bindgen", "tsify", "wasm_bindgen", "wasm_bindgen_futures", "web_sys", "yew"];

/// Words that may stand before a path that starts with `::`.
const KEYWORDS: [&str; 9] = ["as", "dyn", "else", "for", "impl", "in", "mut", "return", "use"];

#[test]
fn imports_go_down_only() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&src, &mut files);
    let mut found = Vec::new();
    for file in &files {
        let module = module_of(file.strip_prefix(&src).unwrap());
        if module.first().is_none_or(|layer| layer == "bin") {
            continue; // lib.rs only lists the layers; a binary stands above all of them
        }
        for violation in violations(&module, &fs::read_to_string(file).unwrap()) {
            found.push(format!("{}: {violation}", file.display()));
        }
    }
    assert!(files.len() > LAYERS.len(), "only {} files under {}", files.len(), src.display());
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// `hints/grammar/mod.rs` is `hints::grammar`, `text/utf16.rs` is `text::utf16`, `lib.rs` is nothing.
fn module_of(file: &Path) -> Vec<String> {
    let mut module: Vec<String> = file.with_extension("").iter().map(|part| part.to_str().unwrap().to_owned()).collect();
    module.pop_if(|last| *last == "mod" || *last == "lib");
    module
}

/// What the code of one module names and may not.
fn violations(module: &[String], code: &str) -> Vec<String> {
    let Some(layer) = LAYERS.iter().find(|layer| layer.name == module[0]) else {
        return vec![format!("{} is no layer: give it a line in tests/layers.rs and in ARCHITECTURE.md", module[0])];
    };
    let tokens: TokenStream = code.parse().expect("the compiler has read this file");
    let mut paths = Vec::new();
    read(tokens, module, &mut paths);
    paths.iter().filter_map(|path| violation(layer, path)).collect()
}

fn violation(layer: &Layer, path: &[String]) -> Option<String> {
    let shown = path.join("::");
    match path[0].as_str() {
        "crate" => {
            let to = path.get(1)?;
            if to == "*" {
                return Some(format!("{} takes everything with {shown}", layer.name));
            }
            let known = to == layer.name || layer.knows.contains(&to.as_str()) || !LAYERS.iter().any(|layer| layer.name == to);
            (!known).then(|| format!("{} may not know {to}: {shown}", layer.name))
        }
        "tsify" if path.get(1).is_some_and(|name| name == "Tsify") => None,
        to => {
            (BROWSER.contains(&to) && !layer.crates.contains(&to)).then(|| format!("{} may not know the crate {to}: {shown}", layer.name))
        }
    }
}

/// Gathers every path of the code, with `self` and `super` resolved to `crate::…`.
fn read(tokens: TokenStream, module: &[String], paths: &mut Vec<Vec<String>>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            TokenTree::Group(group) => {
                let inner = match inline_module(&tokens[..at]) {
                    Some(name) => [module, &[name]].concat(),
                    None => module.to_vec(),
                };
                read(group.stream(), &inner, paths);
                at += 1;
            }
            TokenTree::Ident(word) if KEYWORDS.iter().any(|keyword| word == keyword) => at += 1,
            TokenTree::Ident(_) => {
                let start = at;
                let first = paths.len();
                at = path(&tokens, at, &[], module, paths);
                // A lone name is a variable or a field, unless it is imported.
                let imported = start > 0 && matches!(&tokens[start - 1], TokenTree::Ident(word) if word == "use");
                if paths[first..].iter().all(|path| path.len() == 1) && !imported {
                    paths.truncate(first);
                }
            }
            _ => at += 1,
        }
    }
}

/// The name in `mod name { … }`, when the tokens before the brace end so.
fn inline_module(before: &[TokenTree]) -> Option<String> {
    let [.., TokenTree::Ident(keyword), TokenTree::Ident(name)] = before else { return None };
    (keyword == "mod").then(|| name.to_string())
}

/// Reads one path that starts at `at` behind `prefix`, groups included. Returns where it ends.
fn path(tokens: &[TokenTree], mut at: usize, prefix: &[String], module: &[String], paths: &mut Vec<Vec<String>>) -> usize {
    let mut path = prefix.to_vec();
    loop {
        match tokens.get(at) {
            Some(TokenTree::Ident(ident)) => path.push(ident.to_string().trim_start_matches("r#").to_owned()),
            Some(TokenTree::Punct(star)) if star.as_char() == '*' && !path.is_empty() => path.push("*".to_owned()),
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace && !path.is_empty() => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                for branch in inner.split(|token| matches!(token, TokenTree::Punct(comma) if comma.as_char() == ',')) {
                    self::path(branch, 0, &path, module, paths);
                }
                return at + 1;
            }
            _ => break,
        }
        at += 1;
        if !colons(tokens, at) {
            break;
        }
        at += 2;
    }
    paths.push(resolve(path, module));
    at
}

fn colons(tokens: &[TokenTree], at: usize) -> bool {
    let colon = |at: usize| matches!(tokens.get(at), Some(TokenTree::Punct(colon)) if colon.as_char() == ':');
    colon(at) && colon(at + 1)
}

fn resolve(path: Vec<String>, module: &[String]) -> Vec<String> {
    let ups = path.iter().take_while(|segment| *segment == "self" || *segment == "super").collect::<Vec<_>>();
    if ups.is_empty() {
        return path;
    }
    let above = ups.iter().filter(|segment| **segment == "super").count();
    let stays = module.len().saturating_sub(above);
    [&["crate".to_owned()][..], &module[..stays], &path[ups.len()..]].concat()
}

#[test]
fn upward_imports_are_seen_in_every_spelling() {
    let bad = [
        ("text", "use crate::hints::Hint;"),
        ("text::edit", "fn f() -> crate::document::Document { todo!() }"),
        ("text::edit", "use super::super::view::Mount;"),
        ("text", "use super::{edit, view};"),
        ("hints", "use crate::{text::{self, Edit}, editor::{State, Action}};"),
        ("hints", "mod deep { use super::super::js::version; }"),
        ("hints::grammar", "pub(crate) use crate::r#document as d;"),
        ("document", "impl From<crate::formats::Problem> for X {}"),
        ("formats", "fn f() { let x = vec![crate::editor::State::default()]; }"),
        ("editor", "html! { <crate::surface::Thing /> }"),
        ("surface", "use crate::document::Document;"),
        ("store", "use crate::*;"),
        ("store", "pub use crate::{*};"),
        ("view", "use crate::store;"),
        ("text", "use web_sys::Node;"),
        ("editor", "#[wasm_bindgen::prelude::wasm_bindgen] pub fn f() {}"),
        ("formats", "use ::js_sys::Array;"),
        ("document", "use tsify::declare;"),
        ("surface", "use yew::prelude::*;"),
        ("surface", "use yew as y;"),
        ("js", "use yew::{function_component};"),
        ("view", "use {idb::Factory, std::rc::Rc};"),
        ("helpers", "fn f() {}"),
    ];
    for (module, code) in bad {
        assert!(!violations(&split(module), code).is_empty(), "{module}: {code}");
    }
}

#[test]
fn downward_imports_comments_and_strings_are_let_be() {
    let good = [
        ("hints", "use crate::text::{Edit, utf16}; use super::text;"),
        ("hints::grammar::english", "use super::super::rules; use super::super::super::text::Edit;"),
        ("text::edit", "/// See [`crate::view`].\n// use crate::view;\nconst A: &str = \"crate::view\";"),
        ("text", "mod view { pub fn f() {} } use self::view::f; mod tests { use super::*; use super::view; }"),
        ("document", "#[cfg_attr(feature = \"web\", derive(tsify::Tsify))] struct A; fn f(yew: u8) -> f32 { 1.0 }"),
        ("view", "use yew::prelude::*; use crate::{editor::State, surface::Desk};"),
        ("js", "use crate::{store, view}; use wasm_bindgen::prelude::*;"),
    ];
    for (module, code) in good {
        assert_eq!(violations(&split(module), code), Vec::<String>::new(), "{module}: {code}");
    }
}

fn split(module: &str) -> Vec<String> {
    module.split("::").map(str::to_owned).collect()
}
