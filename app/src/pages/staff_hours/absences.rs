//! When somebody is not there: what is recorded, and a form to record more.

use domain::{
    Absence, PersonId,
    absence::{Span, Why},
};
use leptos::{html, prelude::*, task::spawn_local};

use super::{
    Desk,
    span::{Draft, SpanFields},
};
use crate::{
    Failure,
    alive::use_alive,
    api::absence::{add_absence, change_absence, end_absence},
    components::form::FailureNotice,
    i18n::{Locale, t, t_string, td_string, use_i18n},
    words,
};

/// The absences of one person. `told` says what was done, and takes the focus when what had it is gone.
#[component]
pub(super) fn Absences(desk: Desk, person: PersonId, told: NodeRef<html::P>) -> impl IntoView {
    let i18n = use_i18n();
    let list = Memo::new(move |_| {
        let theirs = |absence: &&Absence| absence.person == person;
        desk.all.with(|all| all.absences.iter().filter(theirs).copied().collect::<Vec<_>>())
    });
    view! {
        <section class="card stack" aria-labelledby="absences-title">
            <h3 id="absences-title">{t!(i18n, absence.absences)}</h3>
            <p class="muted" hidden=move || list.with(|list| !list.is_empty())>{t!(i18n, absence.absences_none)}</p>
            <ul class="absences" data-test="absences">
                <For each=move || list.get() key=|absence| *absence let:absence>
                    <Line desk absence told />
                </For>
            </ul>
            <Add desk person />
        </section>
    }
}

/// Says that the days cannot be, where the server would say the same.
fn wrong_span() -> Failure {
    domain::Refusal::Invalid { field: "span".to_owned(), problem: domain::refusal::Problem::Date }.into()
}

fn words_for(locale: Locale, failure: &Failure) -> Option<&'static str> {
    let about_span = matches!(failure, Failure::Refused(domain::Refusal::Invalid { field, .. }) if field == "span");
    about_span.then(|| td_string!(locale, absence.wrong_span))
}

#[component]
fn Line(desk: Desk, absence: Absence, told: NodeRef<html::P>) -> impl IntoView {
    let i18n = use_i18n();
    let alive = use_alive();
    let (editing, failure) = (RwSignal::new(false), RwSignal::new(None::<Failure>));
    let draft = Draft::of(absence.span);
    let id = absence.id;
    let begun = move || desk.all.with(|all| absence.span.from <= all.today);
    let said = move |text: String| {
        desk.said.set(Some(text));
        desk.refresh();
        if let Some(told) = told.get_untracked() {
            request_animation_frame(move || {
                let _ = told.focus();
            });
        }
    };
    let end = move |_| {
        spawn_local(async move {
            match end_absence(id).await {
                Ok(()) => {
                    let locale = i18n.get_locale_untracked();
                    said(
                        td_string!(locale, absence.ended, when = words::absence::when(locale, &absence.span))
                            .to_string(),
                    );
                }
                Err(why) => drop(failure.try_set(Some(why))),
            }
        });
    };
    let change = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(span) = draft.span() else { return failure.set(Some(wrong_span())) };
        spawn_local(async move {
            match change_absence(id, span).await {
                Ok(()) => {
                    let locale = i18n.get_locale_untracked();
                    said(td_string!(locale, absence.changed, when = words::absence::when(locale, &span)).to_string());
                }
                Err(why) => drop(failure.try_set(Some(why))),
            }
        });
    };
    view! {
        <li class="absence" id=format!("absence-{id}")>
            <p class="absence-when">
                <b>{move || words::absence::when(i18n.get_locale(), &absence.span)}</b>
                {absence.why.map(|why| view! { <span class="chip">{move || words::absence::why(i18n.get_locale(), why)}</span> })}
            </p>
            <div class="row">
                <a class="button small" href=format!("/staff-hours/absence/{id}")>{t!(i18n, absence.touched_link)}</a>
                <button
                    type="button"
                    class="button small quiet"
                    aria-expanded=move || if editing.get() { "true" } else { "false" }
                    disabled=move || !alive.get()
                    on:click=move |_| editing.update(|editing| *editing = !*editing)
                >
                    {t!(i18n, absence.change)}
                </button>
                <button type="button" class="button small quiet" disabled=move || !alive.get() on:click=end>
                    {move || if begun() { t_string!(i18n, absence.returned) } else { t_string!(i18n, absence.take_back) }}
                </button>
            </div>
            <FailureNotice failure=failure.into() words_for />
            <form class="stack tight" hidden=move || !editing.get() on:submit=change>
                <SpanFields draft id=format!("absence-{id}") />
                <button type="submit" class="button small primary">{t!(i18n, common.save)}</button>
            </form>
        </li>
    }
}

/// The form of a new absence. It leads on to the sessions that it touches.
#[component]
fn Add(desk: Desk, person: PersonId) -> impl IntoView {
    let i18n = use_i18n();
    let alive = use_alive();
    let today = desk.all.with_untracked(|all| all.today);
    let draft = Draft::of(Span { from: today, to: today, hours: None });
    let (why, failure, sending) = (RwSignal::new(Why::Ill), RwSignal::new(None::<Failure>), RwSignal::new(false));
    // Kept on the server it would keep the router that keeps it, for ever.
    #[cfg(feature = "hydrate")]
    let navigate = StoredValue::new_local(leptos_router::hooks::use_navigate());
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(span) = draft.span() else { return failure.set(Some(wrong_span())) };
        if sending.get_untracked() {
            return;
        }
        sending.set(true);
        failure.set(None);
        spawn_local(async move {
            let answer = add_absence(person, span, why.get_untracked()).await;
            sending.try_set(false);
            match answer {
                Ok(id) => {
                    #[cfg(feature = "hydrate")]
                    navigate.try_with_value(|navigate| {
                        navigate(&format!("/staff-hours/absence/{id}"), leptos_router::NavigateOptions::default());
                    });
                    #[cfg(not(feature = "hydrate"))]
                    let _ = id;
                }
                Err(refused) => drop(failure.try_set(Some(refused))),
            }
        });
    };
    let reason = move |one: Why| {
        view! {
            <option value=one.code() prop:selected=move || why.get() == one>
                {move || words::absence::why(i18n.get_locale(), one)}
            </option>
        }
    };
    view! {
        <form class="stack tight absence-add" aria-labelledby="absence-add-title" on:submit=add>
            <h4 id="absence-add-title">{t!(i18n, absence.add)}</h4>
            <SpanFields draft id="absence-new".to_owned() />
            <div class="field">
                <label for="absence-why">{t!(i18n, absence.why)}</label>
                <select
                    id="absence-why"
                    aria-describedby="absence-why-hint"
                    on:change=move |event| {
                        if let Some(chosen) = Why::from_code(&event_target_value(&event)) {
                            why.set(chosen);
                        }
                    }
                >
                    {Why::ALL.iter().map(|one| reason(*one)).collect_view()}
                </select>
                <p class="hint" id="absence-why-hint">{t!(i18n, absence.why_hint)}</p>
            </div>
            <FailureNotice failure=failure.into() words_for />
            <div class="row">
                <button type="submit" class="button primary" disabled=move || !alive.get() aria-disabled=move || sending.get().then_some("true")>
                    {t!(i18n, absence.record)}
                </button>
            </div>
        </form>
    }
}
