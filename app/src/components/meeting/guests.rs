//! Guests of a meeting, by name. They are not counted for the quorum.

use domain::{meeting::State, minutes};
use leptos::{html, prelude::*};

use super::Desk;
use crate::{
    alive::use_alive,
    api::meeting::set_guests,
    i18n::{t, t_string, use_i18n},
};

/// The guests; who keeps the meeting adds and removes them.
#[component]
pub fn Guests(
    /// The meeting.
    desk: Desk,
) -> impl IntoView {
    let (i18n, alive) = (use_i18n(), use_alive());
    let guests = Memo::new(move |_| desk.view.with(|view| view.guests.clone()));
    let keeps = Memo::new(move |_| {
        desk.view.with(|view| {
            let draft = view.listed.minutes.is_none_or(|state| state == minutes::State::Draft);
            view.listed.rights.keep && view.listed.state == State::Called && draft
        })
    });
    let field = NodeRef::<html::Input>::new();
    let typed = RwSignal::new(String::new());
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let name = typed.get_untracked().trim().to_owned();
        if name.is_empty() {
            return;
        }
        let mut all = guests.get_untracked();
        all.push(name);
        let id = desk.id;
        desk.run(async move {
            set_guests(id, all).await?;
            typed.try_set(String::new());
            if let Some(field) = field.try_get_untracked().flatten() {
                let _ = field.focus();
            }
            Ok(())
        });
    };
    let remove = move |at: usize| {
        let mut all = guests.get_untracked();
        if at < all.len() {
            all.remove(at);
            desk.run(set_guests(desk.id, all));
        }
        if let Some(field) = field.get_untracked() {
            let _ = field.focus();
        }
    };
    let line = move |(at, name): (usize, String)| {
        let label = name.clone();
        view! {
            <li class="meeting-person">
                <span>{name}</span>
                {move || keeps.get().then(|| {
                    let label = label.clone();
                    view! {
                        <button
                            type="button"
                            class="button quiet small no-print"
                            disabled=move || !alive.get()
                            aria-label=move || t_string!(i18n, meeting.guest_remove_this, name = label.clone()).to_string()
                            on:click=move |_| remove(at)
                        >
                            {t!(i18n, meeting.guest_remove)}
                        </button>
                    }
                })}
            </li>
        }
    };
    let shown = move || keeps.get() || !guests.with(Vec::is_empty);
    view! {
        <section class="stack tight" aria-labelledby="meeting-guests" hidden=move || !shown()>
            <h3 id="meeting-guests">{t!(i18n, meeting.guests)}</h3>
            <p class="muted small">{t!(i18n, meeting.guests_hint)}</p>
            {move || (!guests.with(Vec::is_empty)).then(|| view! {
                <ul class="card meeting-people">{guests.get().into_iter().enumerate().map(line).collect_view()}</ul>
            })}
            {move || keeps.get().then(|| view! {
                <form class="row meeting-add no-print" on:submit=add>
                    <div class="field">
                        <label for="meeting-guest">{t!(i18n, meeting.guest_name)}</label>
                        <input
                            id="meeting-guest"
                            type="text"
                            autocomplete="off"
                            maxlength="120"
                            node_ref=field
                            prop:value=typed
                            on:input=move |event| typed.set(event_target_value(&event))
                        />
                    </div>
                    <button type="submit" class="button" disabled=move || !alive.get()>{t!(i18n, meeting.guest_add)}</button>
                </form>
            })}
        </section>
    }
}
