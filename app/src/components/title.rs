//! What the browser's tab says.

use leptos::prelude::*;

use crate::{
    alive::come_alive,
    i18n::{t_string, use_i18n},
};

/// The title of a page, with the product's name behind it.
///
/// The server makes it at once: Leptos writes the head when the page is done, maybe on another thread, where the page's
/// signals are no longer to be had. In the browser it follows the language.
#[component]
pub fn Title(
    /// The page's own words, in the language of the moment.
    text: impl Fn() -> &'static str + Send + Sync + 'static,
) -> impl IntoView {
    let i18n = use_i18n();
    // Every page has a title, and every page comes alive with it.
    come_alive();
    let whole = move || format!("{} · {}", text(), t_string!(i18n, common.product));
    #[cfg(feature = "ssr")]
    let whole = untrack(whole);
    view! { <leptos_meta::Title text=whole /> }
}
