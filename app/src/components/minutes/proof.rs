//! Who has signed and who is awaited, and what locked minutes are proved by.

use domain::{
    Name,
    minutes::{
        State,
        view::{MinutesView, Office},
    },
};
use leptos::prelude::*;

use crate::{
    i18n::{Locale, td_string},
    words,
};

/// Chair and secretary: how each has signed, or that their signature is awaited.
pub(super) fn signers(locale: Locale, view: &MinutesView) -> AnyView {
    let line = |(office, name): (Office, &Option<Name>)| {
        let signed = view.signatures.iter().find(|signed| signed.office == office);
        let said = match (signed, name) {
            (Some(signed), _) => words::minutes::signed(locale, signed),
            (None, Some(name)) => format!("{} · {}", name.full(), td_string!(locale, minutes.awaited)),
            (None, None) => td_string!(locale, minutes.no_name).to_owned(),
        };
        view! {
            <div class="fact" data-office=office.code() data-signed=signed.is_some().then_some("true")>
                <dt>{words::minutes::office(locale, office, view.chair_title)}</dt>
                <dd>{said}</dd>
            </div>
        }
    };
    view! {
        <section class="stack tight no-print" aria-labelledby="minutes-signers-title">
            <h3 id="minutes-signers-title">{td_string!(locale, minutes.signers_title)}</h3>
            <dl>{[(Office::Chair, &view.chair), (Office::Secretary, &view.secretary)].map(line).collect_view()}</dl>
        </section>
    }
    .into_any()
}

/// Hash, place in the chain, files, and where anybody can verify them.
pub(super) fn proof(locale: Locale, view: &MinutesView) -> Option<AnyView> {
    if view.state != State::Locked {
        return None;
    }
    let fact = |label: &'static str, text: String| {
        view! { <div class="fact"><dt>{label}</dt><dd><code class="minutes-hash">{text}</code></dd></div> }
    };
    let file = |lang: &str| format!("/minutes/{}/kenes.pdf?lang={lang}", view.meeting);
    let (place, linked) = view.link.clone().unwrap_or_default();
    Some(
        view! {
            <section class="stack tight no-print" aria-labelledby="minutes-proof-title" data-proof="true">
                <h3 id="minutes-proof-title">{td_string!(locale, minutes.proof_title)}</h3>
                <div class="row">
                    <a class="button" href=file("kk") rel="external" data-action="pdf-kk">{td_string!(locale, minutes.pdf_kk)}</a>
                    <a class="button" href=file("ru") rel="external" data-action="pdf-ru">{td_string!(locale, minutes.pdf_ru)}</a>
                    <a class="button" href=format!("/verify/{}", view.seal) data-action="verify">{td_string!(locale, minutes.verify)}</a>
                </div>
                <dl>
                    {fact(td_string!(locale, document.mark_hash), view.hash.clone().unwrap_or_default())}
                    {fact(td_string!(locale, minutes.place), place.to_string())}
                    {fact(td_string!(locale, minutes.link_hash), linked)}
                </dl>
            </section>
        }
        .into_any(),
    )
}
