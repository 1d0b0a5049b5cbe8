//! Turns `locales/` into the module `i18n`: a missing key or a missing language is a compile error.

use std::{env, path::PathBuf};

use leptos_i18n_build::{Config, ParseOptions, TranslationsInfos, options::CodegenOptions};

/// One file per part of the application, in each language: `locales/<language>/<part>.json`.
const PARTS: [&str; 8] = ["common", "words", "rules", "public", "account", "booking", "calendar", "people"];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let target = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR")).join("i18n");
    let config = Config::new("kk")
        .and_then(|config| config.add_locale("ru"))
        .and_then(|config| config.add_namespaces(PARTS))
        .expect("the languages and parts have valid names")
        .parse_options(ParseOptions::new().interpolate_display(true));
    let translations = TranslationsInfos::parse(config).expect("the translations can be read");
    translations.emit_diagnostics();
    translations.rerun_if_locales_changed();
    let attributes =
        "#![allow(missing_docs, unused, clippy::all, clippy::pedantic)]".parse().expect("valid attributes");
    translations
        .generate_i18n_module_with_options(
            target,
            CodegenOptions::new().top_level_attributes(Some(attributes)).gen_docs(false),
        )
        .expect("the module i18n can be written");
}
