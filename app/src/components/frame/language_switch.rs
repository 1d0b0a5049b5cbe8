//! Қаз · Рус.

use leptos::prelude::*;
use leptos_router::{hooks::use_location, location::Url};

use crate::{
    alive::use_alive,
    i18n::{Locale, t_string, use_i18n},
};

/// Changes the words in place; without scripts, the server sets the cookie and comes back to the same address.
#[component]
pub fn LanguageSwitch() -> impl IntoView {
    let i18n = use_i18n();
    let location = use_location();
    let alive = use_alive();
    let here = Memo::new(move |_| {
        let (path, query) = (location.pathname.get(), location.search.get());
        let query = query.trim_start_matches('?');
        if query.is_empty() { path } else { format!("{path}?{query}") }
    });
    let choice = move |locale: Locale, code: &'static str, label: &'static str, full: &'static str| {
        view! {
            <a
                href=move || format!("/lang/{code}?to={}", Url::escape(&here.get()))
                rel="external"
                lang=code
                hreflang=code
                aria-label=full
                aria-current=move || (i18n.get_locale() == locale).then_some("true")
                on:click=move |event| {
                    // A page that is not alive yet would keep the words that the server wrote: it is loaded anew.
                    if alive.get_untracked() {
                        event.prevent_default();
                        i18n.set_locale(locale);
                    }
                }
            >
                {label}
            </a>
        }
    };
    view! {
        <div class="languages" role="group" aria-label=move || t_string!(i18n, common.language)>
            {choice(Locale::kk, "kk", "Қаз", "Қазақша")}
            {choice(Locale::ru, "ru", "Рус", "Русский")}
        </div>
    }
}
