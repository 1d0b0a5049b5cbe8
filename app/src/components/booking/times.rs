//! The free times of a week: a strip of days, and the times of one of them.

use domain::{
    format::Noun,
    time::{clock, is_weekend},
    view::{FreeDay, FreeTime},
};
use leptos::prelude::*;

use super::choice::{Choice, Wanted};
use crate::{
    api::booking::Week,
    i18n::{Locale, td_string},
    language,
};

/// Noon, as the day of a family has it.
const MIDDAY: u16 = 13 * 60;

/// The times to choose from: open sessions, and of the times of one's own each once, whoever would hold it.
pub fn choices(day: &FreeDay) -> Vec<&FreeTime> {
    let mut chosen: Vec<&FreeTime> = Vec::new();
    for time in &day.times {
        if time.session.is_some()
            || !chosen.iter().any(|other| other.session.is_none() && other.slot.start == time.slot.start)
        {
            chosen.push(time);
        }
    }
    chosen
}

/// Places that can be booked: those of open sessions, and one for each time of one's own.
fn places(day: &FreeDay) -> u32 {
    let bookable = choices(day).into_iter().filter(|time| !time.full);
    bookable.map(|time| if time.session.is_some() { u32::from(time.free) } else { 1 }).sum()
}

/// The days, with the way to the week before and after.
pub fn strip(locale: Locale, choice: &Choice, week: &Week) -> AnyView {
    let lang = language::of(locale);
    let days = week.days.iter().filter(|day| !is_weekend(day.day) || !day.times.is_empty());
    let days = days.map(|day| {
        let places = places(day);
        let label = match (places, day.times.is_empty()) {
            (0, true) => "–".to_owned(),
            (0, false) => td_string!(locale, booking.only_waiting).to_owned(),
            // One's own hour with a specialist is a time; a place is in a group.
            (n, _) if day.times.iter().all(|time| time.session.is_none()) => lang.counted(n, Noun::Time),
            (n, _) => lang.counted(n, Noun::Place),
        };
        let inside = view! {
            <span class="day-name" aria-hidden="true">{lang.weekday_short(day.day)}</span>
            <span class="day-number" aria-hidden="true">{day.day.format("%-d").to_string()}</span>
            <span class="visually-hidden">{lang.day_month_weekday(day.day)}": "</span>
            <span class="day-places">{label}</span>
        };
        let date = day.day.to_string();
        if day.times.is_empty() {
            view! { <li><span class="day none" data-day=date>{inside}</span></li> }.into_any()
        } else {
            let current = (day.day == week.day).then_some("true");
            view! {
                <li><a class="day" class:waits=places == 0 href=choice.on(day.day).href() data-day=date data-noscroll="true" aria-current=current>{inside}</a></li>
            }
            .into_any()
        }
    });
    let arrow = |to: Option<chrono::NaiveDate>, class: &'static str, label: &'static str| {
        to.map(|day| {
            view! {
                <a class=format!("button quiet week-step {class}") href=choice.on(day).href() data-noscroll="true">
                    <span aria-hidden="true" class="arrow"></span>
                    {label}
                </a>
            }
        })
    };
    view! {
        <section class="week" aria-label=td_string!(locale, booking.week)>
            <div class="week-head">
                <p class="week-title">{lang.week(week.day)}</p>
                <div class="week-steps">
                    {arrow(week.earlier, "earlier", td_string!(locale, booking.earlier_week))}
                    {arrow(week.later, "later", td_string!(locale, booking.later_week))}
                </div>
            </div>
            <ul class="days" aria-label=td_string!(locale, booking.days)>{days.collect_view()}</ul>
        </section>
    }
    .into_any()
}

/// The times of the day that is shown, in the morning and in the afternoon.
pub fn day(locale: Locale, choice: &Choice, week: &Week) -> AnyView {
    let lang = language::of(locale);
    let Some(day) = week.days.iter().find(|day| day.day == week.day && !day.times.is_empty()) else {
        return view! {
            <div class="empty">
                <h2>{td_string!(locale, booking.no_times_title)}</h2>
                <p>{if week.later.is_some() { td_string!(locale, booking.no_times) } else { td_string!(locale, booking.no_times_at_all) }}</p>
                {week.later.map(|day| view! { <a class="button" href=choice.on(day).href()>{td_string!(locale, booking.later_week)}</a> })}
            </div>
        }
        .into_any();
    };
    let (morning, afternoon): (Vec<_>, Vec<_>) = choices(day).into_iter().partition(|time| time.slot.start < MIDDAY);
    let part = |title: &'static str, times: Vec<&FreeTime>| {
        (!times.is_empty()).then(|| {
            view! {
                <h3>{title}</h3>
                <ul class="times">{times.into_iter().map(|time| button(locale, choice, time)).collect_view()}</ul>
            }
        })
    };
    view! {
        <section class="day-times" aria-labelledby="day-title">
            <h2 id="day-title">{lang.day_month_weekday(day.day)}</h2>
            {part(td_string!(locale, booking.morning), morning)}
            {part(td_string!(locale, booking.afternoon), afternoon)}
        </section>
    }
    .into_any()
}

/// A time. Under it what tells it from others: places left, and who holds it when that was left open.
fn button(locale: Locale, choice: &Choice, time: &FreeTime) -> AnyView {
    let chosen = choice.is_at(time);
    let places = if time.full {
        Some(td_string!(locale, booking.full).to_owned())
    } else {
        time.session.map(|_| language::of(locale).counted(u32::from(time.free), Noun::Place))
    };
    let who = (time.session.is_some() && choice.staff == Some(Wanted::Anybody)).then(|| time.staff_name.short());
    view! {
        <li>
            <a
                class="time"
                class:full=time.full
                href=choice.at(time).href()
                data-noscroll="true"
                data-time=clock(time.slot.start)
                data-full=time.full.then_some("true")
                aria-current=chosen.then_some("true")
            >
                <span class="time-start">{clock(time.slot.start)}</span>
                {places.map(|text| view! { <span class="time-note">{text}</span> })}
                {who.map(|text| view! { <span class="time-note">{text}</span> })}
            </a>
        </li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use domain::{Name, PersonId, SessionId, Slot};
    use uuid::Uuid;

    use super::*;

    fn time(start: u16, staff: u128, session: Option<u128>, free: u8) -> FreeTime {
        let slot = Slot { day: NaiveDate::from_ymd_opt(2026, 11, 25).unwrap(), start, minutes: 20 };
        let session = session.map(|id| SessionId(Uuid::from_u128(id)));
        FreeTime {
            slot,
            staff: PersonId(Uuid::from_u128(staff)),
            staff_name: Name::default(),
            session,
            free,
            full: free == 0,
        }
    }

    #[test]
    fn a_time_of_ones_own_is_offered_once_and_open_sessions_each() {
        let times =
            vec![time(540, 1, None, 3), time(540, 2, None, 3), time(540, 3, Some(7), 2), time(600, 2, Some(8), 0)];
        let day = FreeDay { day: times[0].slot.day, times };
        assert_eq!(choices(&day).len(), 3);
        assert_eq!(places(&day), 3);
    }
}
