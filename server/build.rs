//! Puts the style sheet together, so that the binary carries it.

use std::{env, fs, path::PathBuf};

#[path = "src/style/sheet.rs"]
mod sheet;

fn main() {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let style = here.join("../style");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/style/sheet.rs");
    if env::var("PROFILE").is_ok_and(|profile| profile == "debug") {
        // A debug server reads style/ when it starts: a change of colour is no reason to compile.
        fs::write(out.join("kenes.css"), "").expect("OUT_DIR can be written");
        return;
    }
    println!("cargo::rerun-if-changed={}", style.display());
    let text = sheet::sheet(&style).expect("the style sheets in style/ can be read");
    fs::write(out.join("kenes.css"), text).expect("OUT_DIR can be written");
}
