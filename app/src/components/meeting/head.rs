//! The head of a meeting: whose it is, its number, when and where, and where it stands.

use domain::meeting::State;
use leptos::prelude::*;

use super::Desk;
use crate::{
    i18n::{t, td_string, use_i18n},
    pages::meetings::{chip, minutes_chip},
    words,
};

/// The head of the page.
#[component]
pub fn Head(
    /// The meeting.
    desk: Desk,
) -> impl IntoView {
    let i18n = use_i18n();
    let known = Memo::new(move |_| {
        desk.view.with(|view| (view.listed.clone(), view.manner.clone(), view.reason.clone(), view.closed))
    });
    move || {
        let locale = i18n.get_locale();
        let (listed, manner, reason, closed) = known.get();
        let fact = |label: &'static str, text: String| {
            (!text.is_empty()).then(|| view! { <div class="fact"><dt>{label}</dt><dd>{text}</dd></div> })
        };
        let changes = listed.rights.keep && listed.state == State::Called;
        let changes = changes && listed.minutes.is_none_or(|state| state == domain::minutes::State::Draft);
        view! {
            <header class="stack tight meeting-head">
                <p class="muted">{words::body(locale, listed.body)}</p>
                <h1>{words::meeting::title(locale, listed.number, listed.planned)}</h1>
                <p class="meetings-chips">
                    <span class=chip(listed.state) data-state=listed.state.code()>{words::meeting::state(locale, listed.state)}</span>
                    {listed.minutes.map(|state| view! {
                        <span class=minutes_chip(state)>{words::meeting::minutes_state(locale, state)}</span>
                    })}
                    {closed.then(|| view! { <span class="chip warn">{td_string!(locale, meeting.closed_chip)}</span> })}
                </p>
                <dl class="meeting-facts">
                    {fact(td_string!(locale, meeting.when), words::meeting::when(locale, &listed))}
                    {fact(td_string!(locale, meeting.place), listed.place.clone())}
                    {fact(td_string!(locale, meeting.manner), manner)}
                    {fact(td_string!(locale, meeting.reason), reason)}
                </dl>
                <div class="row no-print">
                    {changes.then(|| view! {
                        <a class="button small" href=format!("/meetings/{}/change", listed.id)>{t!(i18n, common.change)}</a>
                    })}
                    {(listed.state != State::Cancelled).then(|| view! {
                        <a class="button quiet small" href=format!("/meetings/{}/kenes.ics", listed.id) rel="external" download>
                            {t!(i18n, meeting.to_calendar)}
                        </a>
                    })}
                </div>
            </header>
        }
    }
}
