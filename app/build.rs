//! Turns `locales/` into the module `i18n`: a missing key or a missing language is a compile error.
//!
//! These are the two halves of `leptos_i18n_build`, which also brings a generator of Unicode data that nobody here needs and
//! everybody would compile: a hundred crates, twice.

use std::{env, fs, path::PathBuf};

use leptos_i18n_codegen::gen_code;
use leptos_i18n_parser::parse_locales::{
    options::{Config, ParseOptions},
    parse_locales,
};

/// One file per part of the application, in each language: `locales/<language>/<part>.json`.
const PARTS: [&str; 22] = [
    "common", "words", "rules", "public", "account", "booking", "calendar", "people", "offer", "absence", "autoplan",
    "series", "print", "holiday", "document", "register", "sign", "consent", "meeting", "decision", "minutes",
    "editor",
];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let target = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR")).join("i18n");
    let config = Config::new("kk")
        .and_then(|config| config.add_locale("ru"))
        .and_then(|config| config.add_namespaces(PARTS))
        .expect("the languages and parts have valid names")
        .parse_options(ParseOptions::new().interpolate_display(true));
    let translations = parse_locales(None, config).expect("the translations can be read");
    for warning in translations.diag.warnings().iter() {
        println!("cargo::warning={warning}");
    }
    for error in translations.diag.errors().iter() {
        println!("cargo::error={error}");
    }
    for path in translations.tracked_files.iter().flatten() {
        println!("cargo::rerun-if-changed={path}");
    }
    let attributes =
        "#![allow(missing_docs, unused, clippy::all, clippy::pedantic)]".parse().expect("valid attributes");
    let module =
        gen_code(&translations, None, false, Some(&attributes), false).expect("the module i18n can be written in Rust");
    fs::create_dir_all(&target).expect("cargo's folder can be written to");
    fs::write(target.join("mod.rs"), module.to_string()).expect("cargo's folder can be written to");
}
