//! The second step: a day and a time.

use domain::{format::time_range, view::FreeTime};
use leptos::prelude::*;

use super::{Screen, bar};
use crate::{
    api::booking::Week,
    components::booking::{choice::Choice, facts, times},
    i18n::td_string,
    language,
};

impl Screen {
    pub(super) fn when(&self, week: &Week) -> AnyView {
        let locale = self.locale;
        let choice = &self.choice;
        let note = choice.kind.and_then(|kind| {
            if facts::by_video(kind) {
                Some(td_string!(locale, booking.note_video))
            } else if facts::in_group(kind) {
                Some(td_string!(locale, booking.note_group))
            } else {
                None
            }
        });
        let next = chosen_time(choice, week).map(|time| {
            let button = view! { <a class="button primary" href=choice.at(time).settle().href()>{td_string!(locale, booking.on)}</a> };
            self.bar_of(time, button.into_any())
        });
        view! {
            {self.chosen(true)}
            {times::strip(locale, choice, week)}
            {times::day(locale, choice, week)}
            {note.filter(|_| week.days.iter().any(|day| !day.times.is_empty())).map(|note| view! { <p class="notice">{note}</p> })}
            {next}
        }
        .into_any()
    }

    /// The bar that repeats the time and who holds it.
    pub(super) fn bar_of(&self, time: &FreeTime, button: AnyView) -> AnyView {
        let title = format!("{}, {}", language::of(self.locale).day_month(time.slot.day), time_range(&time.slot));
        let detail = format!("{}: {}", td_string!(self.locale, booking.staff), time.staff_name.short());
        bar(title, detail, button)
    }
}

/// The chosen time as the server gives it now. A suggested time may have become an open session's meanwhile.
pub(super) fn chosen_time<'a>(choice: &Choice, week: &'a Week) -> Option<&'a FreeTime> {
    let mut times = week.days.iter().flat_map(|day| &day.times);
    let same_start = |time: &&FreeTime| Some(time.slot.day) == choice.day && Some(time.slot.start) == choice.time;
    times
        .clone()
        .find(|time| choice.is_at(time))
        .or_else(|| times.find(|time| same_start(time) && choice.session.is_none()))
}
