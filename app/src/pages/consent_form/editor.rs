//! A form is written: how it is signed, its two texts beside how they read, and what they are made of.

use std::collections::BTreeSet;

use domain::{Lang, document::FormKind, form::Blank, refusal::Problem};
use leptos::{html, prelude::*, task::spawn_local};

use super::{
    look::{FormTitle, Versions},
    settings::{Settings, SettingsFields},
    text::{Draft, TextField},
    words,
};
use crate::{
    Failure,
    alive::use_alive,
    api::consent::{FormDraft, read_form, retire_form, save_form},
    components::{
        dialog::{Dialog, close},
        form::{FailureNotice, go_to, problem_with},
    },
    i18n::{t, t_string, use_i18n},
};

#[component]
pub(super) fn Editor(
    /// None: a new one.
    kind: Option<FormKind>,
    /// Kazakh and Russian.
    texts: (String, String),
    /// Gates that forms open.
    taken: BTreeSet<&'static str>,
    organisation: StoredValue<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let alive = use_alive();
    let settings = Settings::new(kind.as_ref());
    let new = kind.is_none();
    let kind = RwSignal::new(kind);
    let (kk, ru) = (Draft::new(Lang::Kk, texts.0), Draft::new(Lang::Ru, texts.1));
    let here = RwSignal::new(Lang::Kk);
    let (failure, busy, saved) = (RwSignal::new(None::<Failure>), RwSignal::new(false), RwSignal::new(None::<i32>));
    let status = NodeRef::<html::Div>::new();
    let opens_problem = Signal::derive(move || failure.with(|failure| problem_with(failure.as_ref(), "opens")));
    let focus_wrong = move || {
        let wrong = [kk, ru].into_iter().find(|draft| untrack(|| draft.mistake()).is_some());
        let lacking = [(kk, ru), (ru, kk)].into_iter().find(|(one, other)| untrack(|| !one.lacks(*other).is_empty()));
        let found = wrong.or(lacking.map(|(one, _)| one));
        if let Some(field) = found.and_then(|draft| draft.field.get_untracked()) {
            let _ = field.focus();
        }
        found.is_some()
    };
    let save = move |_| {
        if busy.get_untracked() {
            return;
        }
        saved.set(None);
        failure.set(None);
        if focus_wrong() {
            return;
        }
        busy.set(true);
        let draft = FormDraft {
            kk: kk.text.get_untracked(),
            ru: ru.text.get_untracked(),
            opens: settings.opens.get_untracked(),
            signers: settings.signers.get_untracked(),
            head: settings.head.get_untracked(),
            term: settings.term.get_untracked(),
        };
        let id = kind.with_untracked(|kind| kind.as_ref().map(|kind| kind.id));
        spawn_local(async move {
            let done = async {
                let made = save_form(id, draft).await?;
                if id.is_none() {
                    go_to(&format!("/consents/forms/{made}"));
                    return Ok(None);
                }
                read_form(made, None).await.map(|source| Some(source.kind))
            };
            match done.await {
                Ok(Some(now)) => {
                    busy.try_set(false);
                    saved.try_set(Some(now.version));
                    kind.try_set(Some(now));
                    if let Some(status) = status.try_get_untracked().flatten() {
                        let _ = status.focus();
                    }
                }
                // The page is on its way out.
                Ok(None) => {}
                Err(why) => {
                    busy.try_set(false);
                    failure.try_set(Some(why));
                }
            }
        });
    };
    let versions = move || {
        let known = kind.with(|kind| kind.as_ref().map(|kind| kind.id));
        known.map(|form| {
            let latest = Signal::derive(move || kind.with(|kind| kind.as_ref().map_or(1, |kind| kind.version)));
            view! { <Versions form latest version=latest /> }
        })
    };
    view! {
        <FormTitle kind />
        <p class="muted consents-lead">{t!(i18n, consent.editor_lead)}</p>
        <SettingsFields settings new taken opens_problem />
        <Palette kk ru here />
        <TextField draft=kk other=ru here organisation />
        <TextField draft=ru other=kk here organisation />
        <FailureNotice failure=failure.into() fields=&["opens"] words_for=of_a_form />
        <div class="consents-save">
            <button
                type="button"
                class="button primary"
                disabled=move || !alive.get()
                aria-disabled=move || busy.get().then_some("true")
                on:click=save
            >
                {move || if new { t_string!(i18n, consent.make) } else { t_string!(i18n, consent.save_version) }}
            </button>
            <div role="status" tabindex="-1" node_ref=status class="consents-saved">
                {move || saved.get().map(|n| view! { <p class="notice ok">{t_string!(i18n, consent.saved, n = n).to_string()}</p> })}
            </div>
        </div>
        {versions}
        {(!new).then(|| view! { <Retire kind failure /> })}
    }
}

/// What the server says of a text, where the page itself has found nothing.
fn of_a_form(locale: crate::i18n::Locale, failure: &Failure) -> Option<&'static str> {
    match problem_with(Some(failure), "kk").or(problem_with(Some(failure), "ru")) {
        Some(problem @ (Problem::Form | Problem::Blanks)) => Some(crate::words::problem(locale, problem)),
        _ => None,
    }
}

/// The blanks that there are, each a button that writes it where the cursor stands.
#[component]
fn Palette(kk: Draft, ru: Draft, here: RwSignal<Lang>) -> impl IntoView {
    let i18n = use_i18n();
    let alive = use_alive();
    let one = move |blank: Blank| {
        view! {
            <li>
                <button
                    type="button"
                    class="consent-blank"
                    disabled=move || !alive.get()
                    // The cursor stays where it is.
                    on:pointerdown=|event| event.prevent_default()
                    on:mousedown=|event| event.prevent_default()
                    on:click=move |_| if here.get_untracked() == Lang::Ru { ru.insert(blank) } else { kk.insert(blank) }
                >
                    <code>{format!("{{{}}}", blank.code())}</code>
                    <span>{move || words::blank(i18n.get_locale(), blank)}</span>
                </button>
            </li>
        }
    };
    view! {
        <details class="card consent-palette" open>
            <summary>{t!(i18n, consent.blanks)}</summary>
            <p class="muted small">{t!(i18n, consent.blanks_lead)}</p>
            <ul>{Blank::ALL.iter().copied().map(one).collect_view()}</ul>
            <p class="muted small">{t!(i18n, consent.marks_lead)}</p>
            <dl class="consent-marks small">
                <div><dt><code>"# "</code></dt><dd>{t!(i18n, consent.mark_title)}</dd></div>
                <div><dt><code>"## "</code></dt><dd>{t!(i18n, consent.mark_heading)}</dd></div>
                <div><dt><code>">> "</code></dt><dd>{t!(i18n, consent.mark_corner)}</dd></div>
                <div><dt><code>"( )"</code></dt><dd>{t!(i18n, consent.mark_caption)}</dd></div>
            </dl>
        </details>
    }
}

/// Asks for a form no more: what was signed stays and holds.
#[component]
fn Retire(kind: RwSignal<Option<FormKind>>, failure: RwSignal<Option<Failure>>) -> impl IntoView {
    let i18n = use_i18n();
    let alive = use_alive();
    let asking = RwSignal::new(false);
    let dialog = NodeRef::<html::Dialog>::new();
    let retire = move |_| {
        let Some(form) = kind.with_untracked(|kind| kind.as_ref().map(|kind| kind.id)) else { return };
        failure.set(None);
        spawn_local(async move {
            match retire_form(form).await {
                Ok(()) => go_to(&format!("/consents?form={form}")),
                Err(why) => {
                    close(dialog);
                    failure.try_set(Some(why));
                }
            }
        });
    };
    view! {
        <section class="consent-retire">
            <button type="button" class="button danger small" disabled=move || !alive.get() on:click=move |_| asking.set(true)>
                {t!(i18n, consent.retire)}
            </button>
            <p class="muted small">{t!(i18n, consent.retire_lead)}</p>
        </section>
        {move || asking.get().then(|| view! {
            <Dialog title=Signal::derive(move || t_string!(i18n, consent.retire_title).to_owned()) closed=move || asking.set(false) node=dialog>
                <p>{t!(i18n, consent.retire_lead)}</p>
                <div class="row">
                    <button type="button" class="button danger" on:click=retire>{t!(i18n, consent.retire)}</button>
                    <button type="button" class="button quiet" on:click=move |_| close(dialog)>{t!(i18n, common.cancel)}</button>
                </div>
            </Dialog>
        })}
    }
}
