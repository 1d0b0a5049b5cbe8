//! The election of the secretary from the members (АПҚО ережесі 2.3).

use domain::{
    BodyRole, PersonId,
    meeting::{State, view::Seat},
    minutes,
};
use leptos::prelude::*;

use super::Desk;
use crate::{
    alive::use_alive,
    api::meeting::elect_secretary,
    i18n::{t, t_string, use_i18n},
};

/// Who keeps the minutes, and noting whom the members have elected.
#[component]
pub fn Election(
    /// The meeting.
    desk: Desk,
) -> impl IntoView {
    let (i18n, alive) = (use_i18n(), use_alive());
    let seats = Memo::new(move |_| {
        desk.view.with(|view| view.invited.iter().map(|one| one.seat.clone()).collect::<Vec<Seat>>())
    });
    let secretary = Memo::new(move |_| {
        seats.with(|seats| seats.iter().find(|seat| seat.role == BodyRole::Secretary).map(|seat| seat.name.plain()))
    });
    let elects = Memo::new(move |_| {
        desk.view.with(|view| {
            let draft = view.listed.minutes.is_none_or(|state| state == minutes::State::Draft);
            view.listed.rights.keep && view.listed.state == State::Called && draft
        })
    });
    let chosen = RwSignal::new(None::<PersonId>);
    let elect = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(person) = chosen.get_untracked() {
            chosen.set(None);
            desk.run(elect_secretary(desk.id, person));
        }
    };
    let options = move || {
        let member = |seat: &Seat| seat.role == BodyRole::Member;
        let members: Vec<Seat> = seats.get().into_iter().filter(member).collect();
        members
            .into_iter()
            .map(|seat| {
                let value = seat.person.to_string();
                view! { <option value=value prop:selected=move || chosen.get() == Some(seat.person)>{seat.name.plain()}</option> }
            })
            .collect_view()
    };
    view! {
        <section class="stack tight" aria-labelledby="meeting-election">
            <h2 id="meeting-election">{t!(i18n, meeting.election)}</h2>
            <p role="status" data-test="secretary">
                {move || match secretary.get() {
                    Some(name) => t_string!(i18n, meeting.secretary_is, name = name).to_string(),
                    None => t_string!(i18n, meeting.no_secretary).to_owned(),
                }}
            </p>
            {move || elects.get().then(|| view! {
                <details class="meeting-elect no-print" open=move || secretary.with(Option::is_none)>
                    <summary>{t!(i18n, meeting.elect)}</summary>
                    <form class="row meeting-add" on:submit=elect>
                        <div class="field">
                            <label for="meeting-secretary">{t!(i18n, meeting.elected)}</label>
                            <select id="meeting-secretary" on:change=move |event| chosen.set(event_target_value(&event).parse().ok())>
                                <option value="" prop:selected=move || chosen.get().is_none()>{t!(i18n, meeting.choose)}</option>
                                {options}
                            </select>
                        </div>
                        <button
                            type="submit"
                            class="button"
                            disabled=move || !alive.get()
                            aria-disabled=move || chosen.get().is_none().then_some("true")
                        >
                            {t!(i18n, meeting.note_election)}
                        </button>
                    </form>
                    <p class="muted small">{t!(i18n, meeting.election_means)}</p>
                </details>
            })}
        </section>
    }
}
