//! What is done with a reason: rights given and taken, and the end of being somebody's guardian.

use domain::{ChildId, PersonId, register::Guardian};
use leptos::prelude::*;

use super::{Desk, PanelTitle, Unknown, href};
use crate::{
    Failure,
    components::form::{FailureNotice, Field, failure_of, typed},
    i18n::{t, t_string, use_i18n},
    words,
};

const REASON: &[&str] = &["reason"];

/// Gives a guardian rights, or takes them.
#[component]
pub(super) fn Rights(desk: Desk, child: ChildId, person: PersonId) -> impl IntoView {
    let i18n = use_i18n();
    let Some(known) = untrack(|| desk.guardian(child, person)) else { return view! { <Unknown desk /> }.into_any() };
    let action = desk.deeds.rights;
    let failure = failure_of(*action);
    let pending = move || action.pending().get().then_some("true");
    let has = known.rights;
    let title = move || if has { t_string!(i18n, register.take_rights) } else { t_string!(i18n, register.give_rights) };
    view! {
        <ActionForm action=action attr:class="card stack register-form" attr:novalidate=true>
            <PanelTitle>{title}</PanelTitle>
            <About desk child known />
            <FailureNotice failure fields=REASON />
            <p class="muted">{t!(i18n, register.rights_hint)}</p>
            <input type="hidden" name="child" value=child.to_string() />
            <input type="hidden" name="person" value=person.to_string() />
            <input type="hidden" name="rights" value={if has { "false" } else { "true" }} />
            <Reason failure />
            <div class="row">
                <button type="submit" class="button" class:primary=!has class:danger=has aria-disabled=pending>{title}</button>
                <a class="button quiet" href=href(child)>{t!(i18n, common.cancel)}</a>
            </div>
        </ActionForm>
    }
    .into_any()
}

/// Ends somebody's being a guardian.
#[component]
pub(super) fn End(desk: Desk, child: ChildId, person: PersonId) -> impl IntoView {
    let i18n = use_i18n();
    let Some(known) = untrack(|| desk.guardian(child, person)) else { return view! { <Unknown desk /> }.into_any() };
    let action = desk.deeds.end;
    let failure = failure_of(*action);
    let pending = move || action.pending().get().then_some("true");
    view! {
        <ActionForm action=action attr:class="card stack register-form" attr:novalidate=true>
            <PanelTitle>{t!(i18n, register.end)}</PanelTitle>
            <About desk child known />
            <FailureNotice failure fields=REASON />
            <p class="muted">{t!(i18n, register.end_hint)}</p>
            <input type="hidden" name="child" value=child.to_string() />
            <input type="hidden" name="person" value=person.to_string() />
            <Reason failure />
            <div class="row">
                <button type="submit" class="button danger" aria-disabled=pending>{t!(i18n, register.end)}</button>
                <a class="button quiet" href=href(child)>{t!(i18n, common.cancel)}</a>
            </div>
        </ActionForm>
    }
    .into_any()
}

#[component]
fn Reason(failure: Signal<Option<Failure>>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Field
            name="reason"
            label=move || t_string!(i18n, register.reason).to_owned()
            hint=move || t_string!(i18n, register.reason_hint).to_owned()
            value=typed("reason")
            failure
        />
    }
}

/// Whom it is done to, and about which child.
#[component]
fn About(desk: Desk, child: ChildId, known: Guardian) -> impl IntoView {
    let i18n = use_i18n();
    let name = untrack(|| desk.child(child)).map(|child| child.name.full()).unwrap_or_default();
    let relation = known.relation;
    view! {
        <p>
            <span class="person-name">{known.name.full()}</span>
            <br />
            <span class="muted">{move || words::register::relation(i18n.get_locale(), relation)} ": " {name}</span>
        </p>
    }
}
