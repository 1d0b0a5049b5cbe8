//! What is written down of a child: a new one with its first guardian, a known one, and its last day.

use domain::{ChildId, GroupId, Refusal, register::Entry};
use leptos::prelude::*;

use super::{Desk, PanelTitle, Unknown, guardian_form::GuardianFields, href, words_for};
use crate::{
    Failure,
    components::form::{FailureNotice, Field, failure_of, typed},
    i18n::{t, t_string, use_i18n},
    words,
};

const CHILD: &[&str] = &["family", "given", "patronymic", "born", "group"];

const CHILD_AND_GUARDIAN: &[&str] =
    &["family", "given", "patronymic", "born", "group", "g_family", "g_given", "g_patronymic", "g_phone"];

/// A child who is new.
#[component]
pub(super) fn NewChild(desk: Desk) -> impl IntoView {
    let i18n = use_i18n();
    let action = desk.deeds.add_child;
    let failure = failure_of(*action);
    let pending = move || action.pending().get().then_some("true");
    view! {
        <ActionForm action=action attr:class="card stack register-form" attr:novalidate=true>
            <PanelTitle>{t!(i18n, register.add_child)}</PanelTitle>
            <FailureNotice failure fields=CHILD_AND_GUARDIAN words_for />
            <ChildFields desk failure />
            <fieldset class="stack register-first">
                <legend>{t!(i18n, register.first_guardian)}</legend>
                <GuardianFields desk failure prefix="g_" />
            </fieldset>
            <div class="row">
                <button type="submit" class="button primary" aria-disabled=pending>{t!(i18n, register.add_child)}</button>
                <a class="button quiet" href="/register">{t!(i18n, common.cancel)}</a>
            </div>
        </ActionForm>
    }
}

/// A child who is known.
#[component]
pub(super) fn EditChild(desk: Desk, child: ChildId) -> impl IntoView {
    let i18n = use_i18n();
    let Some(known) = untrack(|| desk.child(child)) else { return view! { <Unknown desk /> }.into_any() };
    let action = desk.deeds.change_child;
    let failure = failure_of(*action);
    let pending = move || action.pending().get().then_some("true");
    view! {
        <ActionForm action=action attr:class="card stack register-form" attr:novalidate=true>
            <PanelTitle>{t!(i18n, register.edit_title)}</PanelTitle>
            <FailureNotice failure fields=CHILD words_for />
            <input type="hidden" name="child" value=child.to_string() />
            <ChildFields desk failure known />
            <div class="row">
                <button type="submit" class="button primary" aria-disabled=pending>{t!(i18n, common.save)}</button>
                <a class="button quiet" href=href(child)>{t!(i18n, common.cancel)}</a>
            </div>
        </ActionForm>
    }
    .into_any()
}

#[component]
fn ChildFields(desk: Desk, failure: Signal<Option<Failure>>, #[prop(optional)] known: Option<Entry>) -> impl IntoView {
    let i18n = use_i18n();
    let is_known = known.is_some();
    let (name, born, chosen) = match known {
        Some(known) => (known.name, known.born.to_string(), known.group),
        None => (domain::Name::default(), String::new(), None),
    };
    let value = |field: &'static str, known: String| if is_known { known } else { typed(field) };
    let groups = desk.all.with_untracked(|all| all.groups.clone());
    let at_home = is_known && chosen.is_none();
    let problem = move || {
        failure.with(|failure| match failure {
            Some(Failure::Refused(Refusal::Invalid { field, problem })) if field == "group" => Some(*problem),
            _ => None,
        })
    };
    let choice = |id: GroupId, name: String| {
        view! { <option value=id.to_string() selected=chosen == Some(id)>{name}</option> }
    };
    let groups = groups.into_iter().map(|group| choice(group.id, group.name)).collect_view();
    view! {
        <div class="register-fields">
            <Field name="family" label=move || t_string!(i18n, register.family).to_owned() value=value("family", name.family) failure />
            <Field name="given" label=move || t_string!(i18n, register.given).to_owned() value=value("given", name.given) failure />
            <Field
                name="patronymic"
                label=move || t_string!(i18n, register.patronymic).to_owned()
                value=value("patronymic", name.patronymic)
                failure
                optional=true
            />
            <Field name="born" kind="date" label=move || t_string!(i18n, register.born).to_owned() value=value("born", born) failure />
        </div>
        <div class="field">
            <label for="group">{t!(i18n, register.group)}</label>
            <select
                id="group"
                name="group"
                aria-required="true"
                aria-invalid=move || problem().is_some().then_some("true")
                aria-describedby=move || problem().is_some().then_some("group-error")
            >
                {(!is_known).then(|| view! { <option value="">{move || t_string!(i18n, register.choose_group)}</option> })}
                {groups}
                <option value="home" selected=at_home>{move || t_string!(i18n, register.at_home)}</option>
            </select>
            {move || problem().map(|problem| view! { <p class="error" id="group-error">{words::problem(i18n.get_locale(), problem)}</p> })}
        </div>
    }
}

/// The last day of a child.
#[component]
pub(super) fn LastDay(desk: Desk, child: ChildId) -> impl IntoView {
    let i18n = use_i18n();
    let Some(known) = untrack(|| desk.child(child)) else { return view! { <Unknown desk /> }.into_any() };
    let action = desk.deeds.last_day;
    let failure = failure_of(*action);
    let pending = move || action.pending().get().then_some("true");
    let today = desk.all.with_untracked(|all| all.today);
    let last = known.left.unwrap_or(today).to_string();
    view! {
        <ActionForm action=action attr:class="card stack register-form" attr:novalidate=true>
            <PanelTitle>{t!(i18n, register.leave_title)}</PanelTitle>
            <p class="person-name">{known.name.full()}</p>
            <FailureNotice failure fields=&["last"] />
            <input type="hidden" name="child" value=child.to_string() />
            <Field
                name="last"
                kind="date"
                label=move || t_string!(i18n, register.last_day).to_owned()
                hint=move || t_string!(i18n, register.last_day_hint).to_owned()
                value=last
                failure
            />
            <div class="row">
                <button type="submit" class="button primary" aria-disabled=pending>{t!(i18n, common.save)}</button>
                <a class="button quiet" href=href(child)>{t!(i18n, common.cancel)}</a>
            </div>
        </ActionForm>
    }
    .into_any()
}
