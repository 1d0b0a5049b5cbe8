//! Decisions in words.

use chrono::NaiveDate;
use domain::{
    Body,
    decision::{Decided, State},
    minutes::text::Due,
};

use crate::{
    i18n::{Locale, td_string},
    language, words,
};

/// How far a decision is.
pub fn state(locale: Locale, state: State) -> &'static str {
    match state {
        State::Open => td_string!(locale, decision.state_open),
        State::Done => td_string!(locale, decision.state_done),
        State::Dropped => td_string!(locale, decision.state_dropped),
    }
}

/// Until when.
pub fn due(locale: Locale, due: Option<Due>) -> String {
    match due {
        Some(Due::Day(day)) => language::of(locale).long_date(day),
        Some(Due::Ongoing) => td_string!(locale, decision.ongoing).to_owned(),
        None => td_string!(locale, decision.no_due).to_owned(),
    }
}

/// How many days are left of an open decision's term, or have passed since.
pub fn left(locale: Locale, decided: &Decided, today: NaiveDate) -> Option<String> {
    let Some(Due::Day(day)) = decided.due.filter(|_| decided.state == State::Open) else { return None };
    let days = (day - today).num_days();
    Some(match days {
        0 => td_string!(locale, decision.due_today).to_owned(),
        1.. => td_string!(locale, decision.due_left, days = days).to_string(),
        _ => td_string!(locale, decision.due_late, days = -days).to_string(),
    })
}

/// «АПҚО · № 3 хаттама, 2026 жылғы 23 қараша».
pub fn minutes(locale: Locale, body: Body, number: u32, day: NaiveDate) -> String {
    let day = language::of(locale).long_date(day);
    let minutes = td_string!(locale, decision.minutes, number = number, day = day).to_string();
    format!("{} · {minutes}", words::body_short(locale, body))
}
