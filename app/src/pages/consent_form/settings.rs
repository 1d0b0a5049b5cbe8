//! How a form is signed: by whom, for how long, and what may not be done without it.

use std::collections::BTreeSet;

use domain::{
    document::{FormKind, Signers, Term},
    kind::Paper,
};
use leptos::prelude::*;

use super::words;
use crate::{
    i18n::{t, use_i18n},
    words::problem,
};

/// How it is signed, as it is being said.
#[derive(Clone, Copy)]
pub(super) struct Settings {
    pub(super) opens: RwSignal<Option<Paper>>,
    pub(super) signers: RwSignal<Signers>,
    pub(super) head: RwSignal<bool>,
    pub(super) term: RwSignal<Term>,
}

impl Settings {
    pub(super) fn new(kind: Option<&FormKind>) -> Self {
        Self {
            opens: RwSignal::new(kind.and_then(|kind| kind.opens)),
            signers: RwSignal::new(kind.map(|kind| kind.signers).unwrap_or_default()),
            head: RwSignal::new(kind.is_some_and(|kind| kind.head)),
            term: RwSignal::new(kind.map(|kind| kind.term).unwrap_or_default()),
        }
    }
}

/// The fields.
#[component]
pub(super) fn SettingsFields(
    settings: Settings,
    /// It is a new form: what it opens can still be chosen.
    new: bool,
    /// Gates that other forms open.
    taken: BTreeSet<&'static str>,
    /// What is wrong with the gate.
    opens_problem: Signal<Option<domain::refusal::Problem>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let signers = Signers::ALL.iter().copied().map(|one| {
        view! {
            <label class="check">
                <input
                    type="radio"
                    name="signers"
                    prop:checked=move || settings.signers.get() == one
                    checked={settings.signers.get_untracked() == one}
                    on:change=move |_| settings.signers.set(one)
                />
                <span>{move || words::signers(i18n.get_locale(), one)}</span>
            </label>
        }
    });
    let terms = [Term::SchoolYear, Term::Endless].map(|one| {
        view! {
            <label class="check">
                <input
                    type="radio"
                    name="term"
                    prop:checked=move || settings.term.get() == one
                    checked={settings.term.get_untracked() == one}
                    on:change=move |_| settings.term.set(one)
                />
                <span>{move || words::term(i18n.get_locale(), one)}</span>
            </label>
        }
    });
    let gates = [None, Some(Paper::Consent), Some(Paper::Contract)];
    let free = gates.into_iter().filter(move |gate| gate.is_none_or(|paper| !taken.contains(paper.code())));
    let choices = free.map(|gate| {
        let code = gate.map_or("", Paper::code);
        view! { <option value=code>{move || words::opens(i18n.get_locale(), gate)}</option> }
    });
    let gate = if new {
        view! {
            <div class="field">
                <label for="form-opens">{t!(i18n, consent.opens)}</label>
                <select
                    id="form-opens"
                    aria-invalid=move || opens_problem.get().is_some().then_some("true")
                    aria-describedby=move || opens_problem.get().is_some().then_some("form-opens-error")
                    on:change=move |event| settings.opens.set(Paper::from_code(&event_target_value(&event)))
                >
                    {choices.collect_view()}
                </select>
                {move || opens_problem.get().map(|what| view! {
                    <p class="error" id="form-opens-error">{problem(i18n.get_locale(), what)}</p>
                })}
            </div>
        }
        .into_any()
    } else {
        view! {
            <div class="field">
                <p class="label">{t!(i18n, consent.opens)}</p>
                <p>{move || words::opens(i18n.get_locale(), settings.opens.get())}</p>
            </div>
        }
        .into_any()
    };
    view! {
        <div class="card consent-settings">
            <fieldset class="field">
                <legend>{t!(i18n, consent.signers)}</legend>
                {signers.collect_view()}
                <label class="check">
                    <input
                        type="checkbox"
                        prop:checked=settings.head
                        checked=settings.head.get_untracked()
                        on:change=move |event| settings.head.set(event_target_checked(&event))
                    />
                    <span>{t!(i18n, consent.head_signs)}</span>
                </label>
            </fieldset>
            <fieldset class="field">
                <legend>{t!(i18n, consent.term)}</legend>
                {terms.collect_view()}
            </fieldset>
            {gate}
        </div>
    }
}
