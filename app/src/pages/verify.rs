//! Where the QR code on a document leads: what was signed when, and whether a file is that document. No names.

use domain::{
    Refusal,
    document::{State, view::Verified},
    minutes::view::Verified as VerifiedMinutes,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use serde::{Deserialize, Serialize};

use crate::{
    Failure,
    alive::use_alive,
    api::{document::verify_document, minutes::verify_minutes},
    components::{booking::door, title::Title},
    i18n::{Locale, t, t_string, td_string, use_i18n},
    language,
    pages::documents::chip,
    words,
};

/// What a seal is under.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Sealed {
    /// A document that a family has signed.
    Document(Verified),
    /// The minutes of a meeting.
    Minutes(VerifiedMinutes),
}

async fn find(seal: String) -> Result<Sealed, Failure> {
    match verify_document(seal.clone()).await {
        Err(Failure::Refused(Refusal::NotFound)) => verify_minutes(seal).await.map(Sealed::Minutes),
        found => found.map(Sealed::Document),
    }
}

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
    let verified = Resource::new_blocking(move || seal.get(), find);
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
                            Ok(Sealed::Document(verified)) => whole(locale, &verified),
                            Ok(Sealed::Minutes(verified)) => minutes(locale, &verified),
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
        <FileCheck locale files=known(&verified.files) />
    }
    .into_any()
}

/// The files of a document: the last is the document as it stands.
fn known(files: &[String]) -> Vec<(String, bool)> {
    files.iter().enumerate().map(|(n, file)| (file.clone(), n + 1 == files.len())).collect()
}

fn minutes(locale: Locale, verified: &VerifiedMinutes) -> AnyView {
    let fact = |label: &'static str, text: String| view! { <div class="fact"><dt>{label}</dt><dd>{text}</dd></div> };
    let title = match locale {
        Locale::kk => verified.title_kk.clone(),
        Locale::ru => verified.title_ru.clone(),
    };
    let (class, verdict, code) = if verified.whole {
        ("notice ok", td_string!(locale, minutes.verify_whole), "whole")
    } else {
        ("notice bad", td_string!(locale, minutes.verify_broken), "broken")
    };
    let signatures = verified.signatures.iter().map(|(office, at, route)| {
        let office = words::minutes::office(locale, *office, verified.chair_title);
        let (at, route) = (words::document::moment(locale, *at), words::document::route(locale, *route));
        view! { <li>{format!("{office} · {at} · {route}")}</li> }
    });
    let (place, linked) = verified.link.clone();
    // Printed in each language, with as many additions as there were: those with all of them are the minutes as they stand.
    let files = verified.files.iter().map(|(file, additions)| (file.clone(), *additions == verified.additions));
    view! {
        <p class=class role="status" data-verdict=code>{verdict}</p>
        <section class="card stack tight" data-minutes="true">
            <h2>{title}</h2>
            <dl>
                {fact(td_string!(locale, document.organisation), verified.organisation.clone())}
                {fact(td_string!(locale, minutes.verify_day), language::of(locale).long_date(verified.day))}
                {fact(td_string!(locale, minutes.verify_additions), verified.additions.to_string())}
                {fact(td_string!(locale, minutes.place), place.to_string())}
            </dl>
            <h3>{td_string!(locale, minutes.verify_signatures)}</h3>
            <ul>{signatures.collect_view()}</ul>
            <p class="small">{td_string!(locale, document.mark_hash)}<br /><code class="proof-whole">{verified.hash.clone()}</code></p>
            <p class="small">{td_string!(locale, minutes.link_hash)}<br /><code class="proof-whole">{linked}</code></p>
            <p class="muted small">{td_string!(locale, document.verify_no_names)}</p>
        </section>
        <FileCheck locale files=files.collect() />
    }
    .into_any()
}

/// A file is looked at in the browser: it goes nowhere.
#[component]
fn FileCheck(
    locale: Locale,
    /// Each that was given out, and whether it is what is sealed as it stands.
    files: Vec<(String, bool)>,
) -> impl IntoView {
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
fn look(event: &leptos::ev::Event, files: StoredValue<Vec<(String, bool)>>, found: RwSignal<Option<Found>>) {
    use leptos::wasm_bindgen::JsCast as _;

    let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
    let Some(file) = input.and_then(|input| input.files()?.get(0)) else { return };
    found.set(None);
    leptos::task::spawn_local(async move {
        let is = match digest(&file).await {
            None => Found::Unread,
            Some(hash) => files.with_value(|files| match files.iter().find(|(known, _)| *known == hash) {
                Some((_, true)) => Found::Same,
                Some((_, false)) => Found::Earlier,
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
fn look(_: &leptos::ev::Event, _: StoredValue<Vec<(String, bool)>>, _: RwSignal<Option<Found>>) {}
