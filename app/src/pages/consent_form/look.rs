//! A form to be read: a former version, or for those who do not write it. And the way to its other versions.

use domain::{FormId, Lang, document::FormKind, form::Form};
use leptos::prelude::*;

use super::{text::preview, words};
use crate::{
    api::consent::FormSource,
    i18n::{t, t_string, use_i18n},
    pages::consents::title_of,
};

#[component]
pub(super) fn Look(
    source: FormSource,
    /// Whose text this is.
    version: i32,
    organisation: StoredValue<String>,
    /// The reader writes forms.
    may_write: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let FormSource { kind, kk, ru } = source;
    let shown = [(kk, Lang::Kk), (ru, Lang::Ru)].map(|(text, lang)| {
        // What is kept was a form when it was written.
        Form::read(&text).ok().map(|form| preview(&form, lang, organisation.get_value()))
    });
    let (id, latest) = (kind.id, kind.version);
    let old = version != latest;
    let retired = kind.retired;
    view! {
        <div class="page-head">
            <h1>{let kind = kind.clone(); move || title_of(i18n.get_locale(), &kind)}</h1>
            {(old && may_write && !retired).then(|| view! {
                <a class="button small" href=format!("/consents/forms/{id}")>{t!(i18n, consent.to_latest)}</a>
            })}
        </div>
        {old.then(|| view! { <p class="notice">{move || t_string!(i18n, consent.old_version, n = version).to_string()}</p> })}
        {retired.then(|| view! { <p class="notice warn">{t!(i18n, consent.retired_told)}</p> })}
        <dl class="card consent-settings consent-facts">
            <div><dt>{t!(i18n, consent.signers)}</dt><dd>{move || words::signers(i18n.get_locale(), kind.signers)} {kind.head.then(|| view! { <br /> {t!(i18n, consent.head_signs)} })}</dd></div>
            <div><dt>{t!(i18n, consent.term)}</dt><dd>{move || words::term(i18n.get_locale(), kind.term)}</dd></div>
            <div><dt>{t!(i18n, consent.opens)}</dt><dd>{move || words::opens(i18n.get_locale(), kind.opens)}</dd></div>
        </dl>
        <div class="consent-pages">{shown.into_iter().collect_view()}</div>
        <Versions form=id latest version />
    }
}

/// The versions of a form: what was signed under one stays as it was.
#[component]
pub(super) fn Versions(
    form: FormId,
    /// The version that is signed now.
    #[prop(into)]
    latest: Signal<i32>,
    /// The one that is shown.
    #[prop(into)]
    version: Signal<i32>,
) -> impl IntoView {
    let i18n = use_i18n();
    let all = move || (1..=latest.get()).rev().collect::<Vec<_>>();
    view! {
        <section class="stack tight" aria-labelledby="versions">
            <h2 id="versions">{t!(i18n, consent.versions)}</h2>
            <p class="muted small">{t!(i18n, consent.versions_lead)}</p>
            <ul class="consent-versions">
                <For each=all key=|n| *n let:n>
                    <li>
                        <a
                            href=move || if latest.get() == n { format!("/consents/forms/{form}") } else { format!("/consents/forms/{form}?version={n}") }
                            aria-current=move || (version.get() == n).then_some("true")
                        >
                            {move || t_string!(i18n, consent.version, n = n).to_string()}
                        </a>
                        {move || (latest.get() == n).then(|| view! { " " <span class="chip ok">{t!(i18n, consent.version_now)}</span> })}
                    </li>
                </For>
            </ul>
        </section>
    }
}

/// The title that a form has: of a new one, that it is new.
#[component]
pub(super) fn FormTitle(kind: RwSignal<Option<FormKind>>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <h1>
            {move || {
                let locale = i18n.get_locale();
                kind.with(|kind| kind.as_ref().map_or_else(|| t_string!(i18n, consent.new_form).to_owned(), |kind| title_of(locale, kind)))
            }}
        </h1>
    }
}
