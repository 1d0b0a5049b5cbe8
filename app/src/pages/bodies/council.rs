//! The parents' council, which reads what bodies publish (АПҚО ережесі 3.2).

use std::collections::BTreeSet;

use domain::{PersonId, meeting::view::Named};
use leptos::{prelude::*, task::spawn_local};

use super::{Desk, Done, people::Choose};
use crate::{
    Failure,
    alive::use_alive,
    api::body::set_council,
    components::form::FailureNotice,
    i18n::{t, t_string, use_i18n},
};

/// Who it is, to be changed.
#[component]
pub(super) fn Council(people: StoredValue<Vec<Named>>, council: Vec<Named>, desk: Desk) -> impl IntoView {
    let (i18n, alive) = (use_i18n(), use_alive());
    let chosen = RwSignal::new(council.iter().map(|named| named.id).collect::<BTreeSet<PersonId>>());
    let (failure, busy) = (RwSignal::new(None::<Failure>), RwSignal::new(false));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            let saved = set_council(chosen.get_untracked().into_iter().collect()).await;
            busy.try_set(false);
            match saved {
                Ok(()) => desk.did(Done::Council),
                Err(why) => drop(failure.try_set(Some(why))),
            }
        });
    };
    let none = council.is_empty();
    let names: Vec<String> = council.into_iter().map(|named| named.name.plain()).collect();
    view! {
        <section class="card stack body-card" aria-labelledby="council-title" data-test="council">
            <h2 id="council-title">{t!(i18n, meeting.council)}</h2>
            <p class="muted small">{t!(i18n, meeting.council_lead)}</p>
            {if none {
                view! { <p class="muted">{t!(i18n, meeting.council_none)}</p> }.into_any()
            } else {
                view! { <ul class="body-seats">{names.into_iter().map(|name| view! { <li><b>{name}</b></li> }).collect_view()}</ul> }.into_any()
            }}
            <details class="body-compose">
                <summary>{t!(i18n, common.change)}</summary>
                <form class="stack" on:submit=save>
                    <FailureNotice failure=failure.into() />
                    <Choose
                        id="council".to_owned()
                        label=Signal::derive(move || t_string!(i18n, meeting.council))
                        people
                        chosen
                        without=Signal::stored(Vec::new())
                    />
                    <div class="row">
                        <button
                            type="submit"
                            class="button primary"
                            disabled=move || !alive.get()
                            aria-disabled=move || busy.get().then_some("true")
                        >
                            {t!(i18n, common.save)}
                        </button>
                    </div>
                </form>
            </details>
        </section>
    }
}
