//! The file, the pictures of paper, the signatures, and the chain of what happened.

use domain::{document::view::Shown, form::Blank};
use leptos::prelude::*;

use crate::{
    i18n::{Locale, td_string},
    words,
};

/// What can be taken away: the sealed file, and where anybody can verify it.
pub(super) fn files(locale: Locale, shown: &Shown) -> Option<AnyView> {
    let document = &shown.listed.document;
    if !document.state.has_signature() {
        return None;
    }
    let (file, verify) = (format!("/documents/{}/kenes.pdf", document.id), format!("/verify/{}", shown.seal));
    let scans = (1..=shown.scans).map(|no| {
        let there = format!("/documents/{}/scans/{no}", document.id);
        view! { <li><a href=there.clone() rel="external" target="_blank"><img src=there.clone() alt=td_string!(locale, document.scan, no = no).to_string() loading="lazy" /></a></li> }
    });
    Some(
        view! {
            <div class="stack tight no-print">
                <a class="button wide" href=file rel="external" data-action="pdf">{td_string!(locale, document.pdf)}</a>
                <a class="button wide" href=verify data-action="verify">{td_string!(locale, document.verify)}</a>
            </div>
            {(shown.scans > 0).then(|| view! {
                <section class="stack tight">
                    <h2>{td_string!(locale, document.scans)}</h2>
                    <ul class="document-scans">{scans.collect_view()}</ul>
                </section>
            })}
        }
        .into_any(),
    )
}

/// Who signed how, and all that happened.
pub(super) fn proof(locale: Locale, shown: &Shown) -> AnyView {
    let signatures = shown.signatures.iter().map(|signed| {
        let whose = match signed.side {
            Blank::HeadSignature => td_string!(locale, document.mark_head),
            _ => td_string!(locale, document.mark_parent),
        };
        view! { <div class="fact"><dt>{whose}</dt><dd>{words::document::signed(locale, signed)}</dd></div> }
    });
    let lines = shown.proof.iter().map(|line| {
        let who = line.who.as_ref().map(domain::Name::plain).unwrap_or_default();
        let short = line.hash.get(..12).unwrap_or_default().to_owned();
        view! {
            <li>
                <span class="proof-when figures">{words::document::moment(locale, line.at)}</span>
                <span class="proof-what">{words::document::step(locale, line.step)}</span>
                <span class="muted">{who}</span>
                <code class="proof-hash muted" title=line.hash.clone()>{short}</code>
            </li>
        }
    });
    view! {
        {(!shown.signatures.is_empty()).then(|| view! {
            <section class="stack tight">
                <h2>{td_string!(locale, document.signatures)}</h2>
                <dl class="document-signatures">{signatures.collect_view()}</dl>
            </section>
        })}
        <details class="proof">
            <summary>{td_string!(locale, document.proof)}</summary>
            <div class="stack tight">
                <p class="muted small">{td_string!(locale, document.proof_means)}</p>
                <ol class="proof-lines">{lines.collect_view()}</ol>
                {shown.hash.clone().map(|hash| view! {
                    <p class="small">{td_string!(locale, document.mark_hash)}<br /><code class="proof-whole">{hash}</code></p>
                })}
            </div>
        </details>
    }
    .into_any()
}
