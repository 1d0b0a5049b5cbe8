//! Who was there: one tap for each member, and how far that is from the quorum.

use domain::{
    PersonId,
    meeting::{Mark, State, view::Invited},
    minutes,
};
use leptos::prelude::*;

use super::Desk;
use crate::{
    alive::use_alive,
    api::meeting::mark_member,
    i18n::{t, t_string, use_i18n},
    words,
};

/// Members with two buttons each, for those who keep the meeting; to others, the list.
#[component]
pub fn AttendanceList(
    /// The meeting.
    desk: Desk,
) -> impl IntoView {
    let (i18n, alive) = (use_i18n(), use_alive());
    let keeps = Memo::new(move |_| {
        desk.view.with(|view| {
            let draft = view.listed.minutes.is_none_or(|state| state == minutes::State::Draft);
            view.listed.rights.keep && view.listed.state == State::Called && draft
        })
    });
    let title = desk.view.with_untracked(|view| view.chair_title);
    // A list of people that stays while their marks change: the finger stays where it is.
    let people =
        Memo::new(move |_| desk.view.with(|view| view.invited.iter().map(|one| one.seat.clone()).collect::<Vec<_>>()));
    let mark_of = move |person: PersonId| {
        desk.view
            .with(|view| view.invited.iter().find(|one| one.seat.person == person).and_then(|one: &Invited| one.mark))
    };
    let button = move |person: PersonId, mark: Mark| {
        let pressed = Memo::new(move |_| mark_of(person) == Some(mark));
        let tap = move |_| {
            // A second tap takes the mark away.
            let next = (!pressed.get_untracked()).then_some(mark);
            desk.run(mark_member(desk.id, person, next));
        };
        view! {
            <button
                type="button"
                disabled=move || !alive.get()
                aria-pressed=move || if pressed.get() { "true" } else { "false" }
                data-mark=mark.code()
                on:click=tap
            >
                <span aria-hidden="true">{match mark { Mark::Present => "✓ ", Mark::Absent => "– " }}</span>
                {move || words::meeting::mark(i18n.get_locale(), mark)}
            </button>
        }
    };
    let line = move |seat: domain::meeting::view::Seat| {
        let (person, role, name) = (seat.person, seat.role, seat.name.plain());
        let buttons = {
            let name = name.clone();
            move || {
                if keeps.get() {
                    view! {
                        <span class="segmented meeting-marks" role="group" aria-label=name.clone()>
                            {button(person, Mark::Present)}
                            {button(person, Mark::Absent)}
                        </span>
                    }
                    .into_any()
                } else {
                    view! {
                        <span class="chip" class:ok=move || mark_of(person) == Some(Mark::Present)>
                            {move || match mark_of(person) {
                                Some(mark) => words::meeting::mark(i18n.get_locale(), mark),
                                None => t_string!(i18n, meeting.mark_none),
                            }}
                        </span>
                    }
                    .into_any()
                }
            }
        };
        view! {
            <li class="meeting-person" data-person=person.to_string()>
                <span><b>{name}</b> " " <span class="muted small">{move || words::meeting::role(i18n.get_locale(), role, title)}</span></span>
                {buttons}
            </li>
        }
    };
    view! {
        <section class="stack tight" aria-labelledby="meeting-attendance">
            <h2 id="meeting-attendance">{t!(i18n, meeting.attendance)}</h2>
            <Quorum desk />
            {move || keeps.get().then(|| view! { <p class="muted small no-print">{t!(i18n, meeting.attendance_hint)}</p> })}
            <ul class="card meeting-people" data-test="attendance">
                {move || people.get().into_iter().map(line).collect_view()}
            </ul>
        </section>
    }
}

/// The meter of the quorum with its words, told politely when they change.
#[component]
fn Quorum(desk: Desk) -> impl IntoView {
    let i18n = use_i18n();
    let there = Memo::new(move |_| desk.view.with(|view| view.attendance));
    let told = move || {
        let there = there.get();
        let (present, needed, members) = (there.present, there.needed, there.members);
        if there.quorate() {
            t_string!(i18n, meeting.quorate, present = present, members = members, needed = needed).to_string()
        } else {
            let missing = needed.saturating_sub(present);
            t_string!(
                i18n,
                meeting.not_quorate,
                present = present,
                members = members,
                needed = needed,
                missing = missing
            )
            .to_string()
        }
    };
    let width = move || {
        let there = there.get();
        format!("--there: {}; --needed: {}; --all: {}", there.present, there.needed, there.members.max(1))
    };
    view! {
        <div class="quorum" class:ok=move || there.get().quorate() style=width>
            <div class="quorum-bar" aria-hidden="true"><span></span><i></i></div>
            <p role="status" data-test="quorum">{told}</p>
        </div>
    }
}
