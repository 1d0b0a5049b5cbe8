//! Where the QR code on a document leads: what was signed when, and whether a file is that document. No names.

use domain::{
    Refusal,
    document::{State, view::Verified},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::{
    Failure,
    alive::use_alive,
    api::document::verify_document,
    components::{booking::door, title::Title},
    i18n::{Locale, t, t_string, td_string, use_i18n},
    language,
    pages::documents::chip,
    words,
};

/// What came of looking at a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a browser looks at files"))]
enum Found {
    /// It is the document as it stands.
    Same,
    /// It is the document as it stood before.
    Earlier,
    /// It is something else, or was changed.
    Other,
    /// It could not be read.
    Unread,
}

/// The page.
#[component]
pub fn VerifyPage() -> impl IntoView {
    let i18n = use_i18n();
    let params = use_params_map();
    let seal = Memo::new(move |_| params.with(|params| params.get("seal").unwrap_or_default()));
    let verified = Resource::new_blocking(move || seal.get(), verify_document);
    let here = door::here();
    view! {
        <Title text=move || t_string!(i18n, document.verify_title) />
        <div class="page narrow stack verify">
            <div class="page-head">
                <h1>{t!(i18n, document.verify_title)}</h1>
            </div>
            <Suspense>
                {move || {
                    let (locale, here) = (i18n.get_locale(), here.clone());
                    Suspend::new(async move {
                        match verified.await {
                            Ok(verified) => whole(locale, &verified),
                            Err(Failure::Refused(Refusal::NotFound)) => unknown(locale),
                            Err(failure) => door::closed(locale, &failure, &here),
                        }
                    })
                }}
            </Suspense>
        </div>
    }
}

fn unknown(locale: Locale) -> AnyView {
    view! {
        <div class="notice bad" data-verdict="unknown">
            <p class="title">{td_string!(locale, document.verify_unknown_title)}</p>
            <p>{td_string!(locale, document.verify_unknown)}</p>
        </div>
    }
    .into_any()
}

fn whole(locale: Locale, verified: &Verified) -> AnyView {
    let lang = language::of(locale);
    let fact = |label: &'static str, text: Option<String>| {
        text.map(|text| view! { <div class="fact"><dt>{label}</dt><dd>{text}</dd></div> })
    };
    let title = match locale {
        Locale::kk => verified.title_kk.clone(),
        Locale::ru => verified.title_ru.clone(),
    };
    let (class, verdict, code) = match (verified.whole, verified.state) {
        (false, _) => ("notice bad", td_string!(locale, document.verify_broken), "broken"),
        (true, State::Withdrawn) => ("notice warn", td_string!(locale, document.verify_withdrawn), "withdrawn"),
        (true, State::AwaitsHead) => ("notice warn", td_string!(locale, document.verify_awaits), "awaits"),
        (true, _) => ("notice ok", td_string!(locale, document.verify_whole), "whole"),
    };
    view! {
        <p class=class role="status" data-verdict=code>{verdict}</p>
        <section class="card stack tight">
            <h2>{title}</h2>
            <p><span class=chip(verified.state)>{words::document::state(locale, verified.state)}</span></p>
            <dl>
                {fact(td_string!(locale, document.organisation), Some(verified.organisation.clone()))}
                {fact(td_string!(locale, document.signed_day), verified.signed.map(|day| lang.long_date(day)))}
                {fact(td_string!(locale, document.until), verified.until.filter(|_| verified.ended.is_none()).map(|day| lang.long_date(day)))}
                {fact(td_string!(locale, document.ended_day), verified.ended.map(|day| lang.long_date(day)))}
            </dl>
            {verified.hash.clone().map(|hash| view! {
                <p class="small">{td_string!(locale, document.mark_hash)}<br /><code class="proof-whole">{hash}</code></p>
            })}
            <p class="muted small">{td_string!(locale, document.verify_no_names)}</p>
        </section>
        <FileCheck locale files=verified.files.clone() />
    }
    .into_any()
}

/// A file is looked at in the browser: it goes nowhere.
#[component]
fn FileCheck(locale: Locale, files: Vec<String>) -> impl IntoView {
    let alive = use_alive();
    let found = RwSignal::new(None::<Found>);
    let files = StoredValue::new(files);
    let chosen = move |event: leptos::ev::Event| look(&event, files, found);
    view! {
        <section class="card stack tight" aria-labelledby="verify-file-title">
            <h2 id="verify-file-title">{td_string!(locale, document.verify_file_title)}</h2>
            <p>{td_string!(locale, document.verify_file)}</p>
            <div class="field">
                <label for="verify-file">{td_string!(locale, document.verify_choose)}</label>
                <input id="verify-file" type="file" accept="application/pdf,.pdf" disabled=move || !alive.get() on:change=chosen />
            </div>
            <div role="status" data-found="true">
                {move || found.get().map(|found| {
                    let (class, text) = match found {
                        Found::Same => ("notice ok", td_string!(locale, document.verify_same)),
                        Found::Earlier => ("notice warn", td_string!(locale, document.verify_earlier)),
                        Found::Other => ("notice bad", td_string!(locale, document.verify_other)),
                        Found::Unread => ("notice bad", td_string!(locale, document.verify_unread)),
                    };
                    view! { <p class=class>{text}</p> }
                })}
            </div>
        </section>
    }
}

#[cfg(feature = "hydrate")]
fn look(event: &leptos::ev::Event, files: StoredValue<Vec<String>>, found: RwSignal<Option<Found>>) {
    use leptos::wasm_bindgen::JsCast as _;

    let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
    let Some(file) = input.and_then(|input| input.files()?.get(0)) else { return };
    found.set(None);
    leptos::task::spawn_local(async move {
        let is = match digest(&file).await {
            None => Found::Unread,
            Some(hash) => files.with_value(|files| match files.iter().position(|known| *known == hash) {
                Some(place) if place + 1 == files.len() => Found::Same,
                Some(_) => Found::Earlier,
                None => Found::Other,
            }),
        };
        found.set(Some(is));
    });
}

/// SHA-256 of a file, as it is written.
#[cfg(feature = "hydrate")]
async fn digest(file: &web_sys::File) -> Option<String> {
    use std::fmt::Write as _;

    use leptos::wasm_bindgen::JsCast as _;

    let bytes = wasm_bindgen_futures::JsFuture::from(file.array_buffer()).await.ok()?;
    let subtle = window().crypto().ok()?.subtle();
    let buffer = bytes.dyn_into::<js_sys::Object>().ok()?;
    let hash = subtle.digest_with_str_and_buffer_source("SHA-256", &buffer).ok()?;
    let hash = js_sys::Uint8Array::new(&wasm_bindgen_futures::JsFuture::from(hash).await.ok()?);
    let mut text = String::with_capacity(64);
    for byte in hash.to_vec() {
        let _ = write!(text, "{byte:02x}");
    }
    Some(text)
}

#[cfg(not(feature = "hydrate"))]
fn look(_: &leptos::ev::Event, _: StoredValue<Vec<String>>, _: RwSignal<Option<Found>>) {}
