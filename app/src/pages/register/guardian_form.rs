//! What is written down of a guardian.

use domain::{ChildId, PersonId, phone, register::Guardian, register::Relation};
use leptos::prelude::*;

use super::{Desk, PanelTitle, Unknown, href, words_for};
use crate::{
    Failure,
    components::form::{FailureNotice, Field, failure_of, typed},
    i18n::{t, t_string, use_i18n},
    words,
};

const GUARDIAN: &[&str] = &["family", "given", "patronymic", "phone"];

/// A guardian who is new to the child.
#[component]
pub(super) fn NewGuardian(desk: Desk, child: ChildId) -> impl IntoView {
    let i18n = use_i18n();
    let Some(known) = untrack(|| desk.child(child)) else { return view! { <Unknown desk /> }.into_any() };
    let action = desk.deeds.add_guardian;
    let failure = failure_of(*action);
    let pending = move || action.pending().get().then_some("true");
    view! {
        <ActionForm action=action attr:class="card stack register-form" attr:novalidate=true>
            <PanelTitle>{t!(i18n, register.add_guardian)}</PanelTitle>
            <p class="person-name">{known.name.full()}</p>
            <FailureNotice failure fields=GUARDIAN words_for />
            <input type="hidden" name="child" value=child.to_string() />
            <GuardianFields desk failure prefix="" />
            <div class="row">
                <button type="submit" class="button primary" aria-disabled=pending>{t!(i18n, register.add_guardian)}</button>
                <a class="button quiet" href=href(child)>{t!(i18n, common.cancel)}</a>
            </div>
        </ActionForm>
    }
    .into_any()
}

/// A guardian who is known.
#[component]
pub(super) fn EditGuardian(desk: Desk, child: ChildId, person: PersonId) -> impl IntoView {
    let i18n = use_i18n();
    let Some(known) = untrack(|| desk.guardian(child, person)) else { return view! { <Unknown desk /> }.into_any() };
    let others = untrack(|| desk.others(child, person)).join(", ");
    let action = desk.deeds.change_guardian;
    let failure = failure_of(*action);
    let pending = move || action.pending().get().then_some("true");
    let Guardian { name, phone, relation, fixed, .. } = known;
    let phone = phone.as_deref().map(phone::display).unwrap_or_default();
    let is_shared = !others.is_empty() && !fixed;
    view! {
        <ActionForm action=action attr:class="card stack register-form" attr:novalidate=true>
            <PanelTitle>{t!(i18n, register.change_guardian_title)}</PanelTitle>
            <FailureNotice failure fields=GUARDIAN words_for />
            {fixed.then(|| view! { <p class="notice">{t!(i18n, register.fixed)}</p> })}
            {is_shared.then(|| view! {
                <p class="notice">{move || t_string!(i18n, register.shared, children = others.clone()).to_string()}</p>
            })}
            <input type="hidden" name="child" value=child.to_string() />
            <input type="hidden" name="person" value=person.to_string() />
            <div class="register-fields">
                <Field name="family" label=move || t_string!(i18n, register.family).to_owned() value=name.family failure readonly=fixed />
                <Field name="given" label=move || t_string!(i18n, register.given).to_owned() value=name.given failure readonly=fixed />
                <Field name="patronymic" label=move || t_string!(i18n, register.patronymic).to_owned() value=name.patronymic failure readonly=fixed optional=true />
                <Field name="phone" kind="tel" inputmode="tel" label=move || t_string!(i18n, register.phone).to_owned() value=phone failure readonly=fixed optional=true />
            </div>
            <RelationField name="relation" chosen=relation change=|_| () />
            <div class="row">
                <button type="submit" class="button primary" aria-disabled=pending>{t!(i18n, common.save)}</button>
                <a class="button quiet" href=href(child)>{t!(i18n, common.cancel)}</a>
            </div>
        </ActionForm>
    }
    .into_any()
}

/// The names of the fields of a guardian: alone in its form, or beside a child's.
struct Names {
    family: &'static str,
    given: &'static str,
    patronymic: &'static str,
    phone: &'static str,
    relation: &'static str,
    rights: &'static str,
}

impl Names {
    fn with(prefix: &str) -> Self {
        if prefix.is_empty() {
            Self {
                family: "family",
                given: "given",
                patronymic: "patronymic",
                phone: "phone",
                relation: "relation",
                rights: "rights",
            }
        } else {
            Self {
                family: "g_family",
                given: "g_given",
                patronymic: "g_patronymic",
                phone: "g_phone",
                relation: "g_relation",
                rights: "g_rights",
            }
        }
    }
}

/// Everything about a guardian who is new. The number comes first: whoever it belongs to may be known.
#[component]
pub(super) fn GuardianFields(
    desk: Desk,
    failure: Signal<Option<Failure>>,
    /// `g_` beside the fields of a child.
    prefix: &'static str,
) -> impl IntoView {
    let i18n = use_i18n();
    let names = Names::with(prefix);
    let number = RwSignal::new(String::new());
    let rights = RwSignal::new(Relation::Mother.has_rights());
    let (family, given, patronymic) = (names.family, names.given, names.patronymic);
    let known = Memo::new(move |_| {
        let text = number.get();
        desk.all.with(|all| {
            let (person, children) = all.by_phone(&text)?;
            let children = children.iter().map(|child| child.name.plain()).collect::<Vec<_>>().join(", ");
            Some((person.name.clone(), children))
        })
    });
    let take = move |_| {
        if let Some((name, _)) = known.get_untracked() {
            fill(family, &name.family);
            fill(given, &name.given);
            fill(patronymic, &name.patronymic);
        }
    };
    view! {
        <div on:input=move |event| number.set(event_target_value(&event))>
            <Field
                name=names.phone
                kind="tel"
                inputmode="tel"
                label=move || t_string!(i18n, register.phone).to_owned()
                hint=move || t_string!(i18n, register.phone_hint).to_owned()
                value=typed(names.phone)
                failure
                optional=true
            />
        </div>
        <div role="status" class="register-known">
            {move || known.get().map(|(name, children)| view! {
                <div class="notice">
                    <p>{move || t_string!(i18n, register.known_phone, name = name.full(), children = children.clone()).to_string()}</p>
                    <p><button type="button" class="button small" on:click=take>{t!(i18n, register.use_known)}</button></p>
                </div>
            })}
        </div>
        <div class="register-fields">
            <Field name=names.family label=move || t_string!(i18n, register.family).to_owned() value=typed(names.family) failure optional={!prefix.is_empty()} />
            <Field name=names.given label=move || t_string!(i18n, register.given).to_owned() value=typed(names.given) failure optional={!prefix.is_empty()} />
            <Field name=names.patronymic label=move || t_string!(i18n, register.patronymic).to_owned() value=typed(names.patronymic) failure optional=true />
        </div>
        <RelationField name=names.relation chosen=Relation::Mother change=move |relation: Relation| rights.set(relation.has_rights()) />
        <div class="field">
            <label class="check">
                <input
                    type="checkbox"
                    name=names.rights
                    value="true"
                    checked=rights.get_untracked()
                    prop:checked=rights
                    aria-describedby="rights-hint"
                    on:change=move |event| rights.set(event_target_checked(&event))
                />
                <span>{t!(i18n, register.rights_label)}</span>
            </label>
            <p class="hint" id="rights-hint">{t!(i18n, register.rights_hint)}</p>
        </div>
    }
}

#[component]
fn RelationField(
    name: &'static str,
    chosen: Relation,
    change: impl Fn(Relation) + Send + Sync + 'static,
) -> impl IntoView {
    let i18n = use_i18n();
    let one = |relation: Relation| {
        view! {
            <option value=relation.code() selected=relation == chosen>
                {move || words::register::relation(i18n.get_locale(), relation)}
            </option>
        }
    };
    view! {
        <div class="field">
            <label for=name>{t!(i18n, register.relation)}</label>
            <select
                id=name
                name=name
                on:change=move |event| {
                    if let Some(relation) = Relation::from_code(&event_target_value(&event)) {
                        change(relation);
                    }
                }
            >
                {Relation::ALL.iter().map(|relation| one(*relation)).collect_view()}
            </select>
        </div>
    }
}

/// Writes into a field of the form.
fn fill(field: &str, text: &str) {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;

        let input = document().get_element_by_id(field);
        if let Some(input) = input.and_then(|input| input.dyn_into::<web_sys::HtmlInputElement>().ok()) {
            input.set_value(text);
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (field, text);
}
