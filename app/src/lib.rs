//! The isomorphic application: rendered by the server, then alive in the browser.

#![cfg_attr(feature = "hydrate", allow(clippy::disallowed_methods, reason = "a browser has but one thread"))]

mod alive;
pub mod api;
pub mod components;
pub mod failure;
pub mod language;
pub mod live;
pub mod pages;
pub mod shell;
#[cfg(feature = "ssr")]
pub mod state;
mod visit;
pub mod words;

pub use failure::Failure;
pub use shell::{App, shell};

include!(concat!(env!("OUT_DIR"), "/i18n/mod.rs"));
