//! One child with its guardians.

use domain::{
    ChildId, phone,
    register::{Entry, Guardian},
};
use leptos::prelude::*;

use super::{Desk, PanelTitle, Unknown, href};
use crate::{
    api::register::SetLastDay,
    components::form::{FailureNotice, failure_of},
    i18n::{t, t_string, use_i18n},
    language, words,
};

/// What is known of a child, and the ways to change it.
#[component]
pub(super) fn ChildCard(desk: Desk, child: ChildId) -> impl IntoView {
    let known = Memo::new(move |_| desk.child(child));
    let is_known = Memo::new(move |_| known.with(Option::is_some));
    move || {
        if !is_known.get() {
            return view! { <Unknown desk /> }.into_any();
        }
        // The heading stays where it is when the rest is drawn again: it may have the focus.
        view! {
            <article class="card stack register-child" data-test="child">
                <PanelTitle>{move || known.get().map(|child| child.name.full())}</PanelTitle>
                {move || known.get().map(|child| view! { <Facts desk child /> })}
            </article>
        }
        .into_any()
    }
}

#[component]
fn Facts(desk: Desk, child: Entry) -> impl IntoView {
    let i18n = use_i18n();
    let (id, born, left, group) = (child.id, child.born, child.left, child.group);
    let today = desk.all.with_untracked(|all| all.today);
    let age = today.years_since(born).unwrap_or(0);
    let place = move || {
        let group = group.and_then(|group| desk.all.with(|all| all.group_name(group).map(str::to_owned)));
        words::register::place(i18n.get_locale(), group.as_deref())
    };
    let date = move |day| language::of(i18n.get_locale()).short_date(day);
    let unsigned = child.with_rights().next().is_none() && !child.has_left(today);
    let (past, current): (Vec<_>, Vec<_>) = child.guardians.into_iter().partition(|one| one.ended.is_some());
    let none = current.is_empty();
    let current = current.into_iter().map(|guardian| view! { <Line child=id guardian /> }).collect_view();
    let has_past = !past.is_empty();
    let past = past
        .into_iter()
        .map(|one| {
            let Guardian { name, relation, ended, .. } = one;
            view! {
                <li class="small">
                    {name.full()} ", "
                    {move || words::register::relation(i18n.get_locale(), relation).to_lowercase()} ". "
                    <span class="muted">
                        {move || ended.map(|day| t_string!(i18n, register.ended_on, date = date(day)).to_string())}
                    </span>
                </li>
            }
        })
        .collect_view();
    view! {
        {left.map(|day| view! {
            <p><span class="chip warn">{move || t_string!(i18n, register.left_on, date = date(day)).to_string()}</span></p>
        })}
        <dl class="register-facts">
            <dt>{t!(i18n, register.born)}</dt>
            <dd>
                <span class="figures">{move || date(born)}</span>
                <span class="muted small">{move || t_string!(i18n, register.age, n = age).to_string()}</span>
            </dd>
            <dt>{t!(i18n, register.group)}</dt>
            <dd>{place}</dd>
        </dl>
        <div class="row">
            <a class="button small" href=format!("{}&do=edit", href(id))>{t!(i18n, register.edit)}</a>
            {match left {
                None => view! { <a class="button small quiet" href=format!("{}&do=leave", href(id))>{t!(i18n, register.leave)}</a> }.into_any(),
                Some(day) => view! { <Stays desk child=id gone={day < today} /> }.into_any(),
            }}
        </div>
        <section class="stack register-guardians" aria-labelledby="guardians-title">
            <h3 id="guardians-title">{t!(i18n, register.guardians)}</h3>
            {unsigned.then(|| view! { <p class="notice warn">{t!(i18n, register.nobody_signs)}</p> })}
            {none.then(|| view! { <p class="muted">{t!(i18n, register.guardians_none)}</p> })}
            <ul class="guardians">{current}</ul>
            <p><a class="button small" href=format!("{}&do=guardian", href(id))>{t!(i18n, register.add_guardian)}</a></p>
        </section>
        {has_past.then(|| view! {
            <details class="register-past">
                <summary>{t!(i18n, register.past_guardians)}</summary>
                <ul class="stack tight">{past}</ul>
            </details>
        })}
    }
}

/// The way back of a child who has left, or is about to.
#[component]
fn Stays(desk: Desk, child: ChildId, gone: bool) -> impl IntoView {
    let i18n = use_i18n();
    let action: ServerAction<SetLastDay> = desk.deeds.last_day;
    let failure = failure_of(*action);
    view! {
        <FailureNotice failure />
        <ActionForm action=action>
            <input type="hidden" name="child" value=child.to_string() />
            <input type="hidden" name="stays" value="true" />
            <button type="submit" class="button small">
                {move || if gone { t_string!(i18n, register.returned) } else { t_string!(i18n, register.stays) }}
            </button>
        </ActionForm>
    }
}

#[component]
fn Line(child: ChildId, guardian: Guardian) -> impl IntoView {
    let i18n = use_i18n();
    let Guardian { person, name, phone: number, relation, rights, .. } = guardian;
    let full = StoredValue::new(name.full());
    let to = move |what: &str| format!("{}&do={what}&who={person}", href(child));
    // Several guardians have the same buttons: each says whose it is.
    let about = move |what: &str| format!("{what}: {}", full.get_value());
    let number = match number {
        Some(number) => {
            view! { <a class="figures" href=format!("tel:{number}")>{phone::display(&number)}</a> }.into_any()
        }
        None => view! { <span class="muted">{t!(i18n, register.no_phone)}</span> }.into_any(),
    };
    let turn =
        move || if rights { t_string!(i18n, register.take_rights) } else { t_string!(i18n, register.give_rights) };
    view! {
        <li class="guardian" data-person=person.to_string()>
            <span class="avatar" aria-hidden="true">{name.initials()}</span>
            <div class="guardian-who">
                <p class="person-name">{full.get_value()}</p>
                <p class="guardian-facts">
                    <span>{move || words::register::relation(i18n.get_locale(), relation)}</span>
                    {number}
                    <span class="chip" class:ok=rights class:warn=!rights>
                        {move || words::register::rights(i18n.get_locale(), rights)}
                    </span>
                </p>
            </div>
            <div class="guardian-ways">
                <a class="button small quiet" href=to("change") aria-label=move || about(t_string!(i18n, register.change_guardian))>
                    {t!(i18n, register.change_guardian)}
                </a>
                <a class="button small quiet" href=to("rights") aria-label=move || about(turn())>{turn}</a>
                <a class="button small quiet" href=to("end") aria-label=move || about(t_string!(i18n, register.end))>
                    {t!(i18n, register.end)}
                </a>
            </div>
        </li>
    }
}
