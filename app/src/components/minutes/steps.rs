//! How far minutes have come: draft, sent, chair, secretary.

use domain::{
    body::composition::ChairTitle,
    minutes::{State, view::Office},
};
use leptos::prelude::*;

use crate::{
    i18n::{Locale, td_string},
    words,
};

/// The way of the paper, and where it is on it.
pub(super) fn steps(locale: Locale, state: State, chair: ChairTitle) -> AnyView {
    let office = |office| words::minutes::office(locale, office, chair);
    let names = [
        td_string!(locale, minutes.step_draft),
        td_string!(locale, minutes.step_sent),
        office(Office::Chair),
        office(Office::Secretary),
    ];
    let here = match state {
        State::Draft => 0,
        State::Sent => 1,
        State::ChairSigned => 2,
        State::Locked => 3,
    };
    let step = |(n, name): (usize, &'static str)| {
        let done = n < here || state == State::Locked || (n == here && n > 0);
        let now = n == here;
        let said = match (done, now) {
            (_, true) => td_string!(locale, minutes.step_now),
            (true, false) => td_string!(locale, minutes.step_done),
            (false, false) => td_string!(locale, minutes.step_ahead),
        };
        view! {
            <li class="minutes-step" class:done=done class:now=now aria-current=now.then_some("step")>
                <span>{name}</span>
                <span class="visually-hidden">{format!(" ({said})")}</span>
            </li>
        }
    };
    view! {
        <ol class="minutes-steps no-print" aria-label=td_string!(locale, minutes.steps) data-state=state.code()>
            {names.into_iter().enumerate().map(step).collect_view()}
        </ol>
    }
    .into_any()
}
