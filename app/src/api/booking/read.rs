//! Reads what forms send, and puts what the store gives into the shape of a page. Server only.

use std::str::FromStr;

use chrono::{DateTime, FixedOffset, NaiveDate, Timelike, Utc};
use domain::{
    Actor, Kind, PersonId, Refusal, Settings, Slot,
    refusal::Problem,
    time::{Moment, monday, shift},
    view::{BookingView, FreeDay, Wish},
};
use store::Store;

use super::{OneBooking, Week, parse_slot};
use crate::Failure;

/// Kazakhstan is one zone since 2024: five hours ahead of UTC, summer and winter.
const EAST: i32 = 5 * 60 * 60;

/// The kindergarten's clock.
pub(super) fn local(now: DateTime<Utc>) -> Moment {
    let here = here(now);
    Moment { day: here.date(), minute: u16::try_from(here.hour() * 60 + here.minute()).unwrap_or(0) }
}

fn here(now: DateTime<Utc>) -> chrono::NaiveDateTime {
    FixedOffset::east_opt(EAST).map_or(now.naive_utc(), |zone| now.with_timezone(&zone).naive_local())
}

fn invalid(field: &str, problem: Problem) -> Failure {
    Refusal::Invalid { field: field.to_owned(), problem }.into()
}

/// An id from a field of a form.
pub(in crate::api) fn id<T: FromStr>(field: &str, text: &str) -> Result<T, Failure> {
    text.parse().map_err(|_| invalid(field, if text.is_empty() { Problem::Required } else { Problem::Choice }))
}

/// An id, or none from an empty field.
pub(super) fn optional_id<T: FromStr>(field: &str, text: &str) -> Result<Option<T>, Failure> {
    if text.is_empty() { Ok(None) } else { id(field, text).map(Some) }
}

/// A kind from its code.
pub(super) fn kind(code: &str) -> Result<Kind, Failure> {
    Kind::from_code(code).ok_or_else(|| invalid("kind", Problem::Choice))
}

/// A day, or none from an empty field.
pub(super) fn optional_day(text: &str) -> Result<Option<NaiveDate>, Failure> {
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| invalid("day", Problem::Date)) }
}

/// What a form asks to book.
pub(super) fn wish(
    child: &str,
    kind_code: &str,
    staff: &str,
    slot: &str,
    session: &str,
    key: String,
) -> Result<Wish, Failure> {
    if key.is_empty() || key.len() > 64 {
        return Err(invalid("key", Problem::Required));
    }
    Ok(Wish {
        child: id("child", child)?,
        kind: kind(kind_code)?,
        staff: id::<PersonId>("staff", staff)?,
        slot: parse_slot(slot).ok_or_else(|| invalid("slot", Problem::Date))?,
        session: optional_id("session", session)?,
        key,
    })
}

/// A key for a form: nobody guesses it, and no two forms share it.
pub(super) fn new_key() -> String {
    format!("{:032x}", rand::random::<u128>())
}

/// How far from the wanted day another time is looked for, in days.
const REACH: i64 = 14;

/// How many other times are suggested.
const SUGGESTED: usize = 6;

/// A refusal with times that can be chosen on the pages: those of the rules lie on a finer grid than parents book on.
pub(super) async fn with_bookable_times(
    failure: Failure,
    store: &Store,
    actor: &Actor,
    wish: &Wish,
    now: DateTime<Utc>,
) -> Failure {
    let Failure::Refused(mut refusal) = failure else { return failure };
    if let Refusal::Rules { nearest, .. } | Refusal::Full { nearest, .. } = &mut refusal
        && !nearest.is_empty()
    {
        let from = shift(wish.slot.day, -REACH).max(local(now).day);
        let days = u16::try_from((shift(wish.slot.day, REACH) - from).num_days() + 1).unwrap_or(1);
        let free = store.free_days(actor, wish.child, wish.kind, Some(wish.staff), from, days, now).await;
        *nearest = nearest_of(&free.unwrap_or_default(), wish.slot);
    }
    Failure::Refused(refusal)
}

/// The times nearest to the wanted one: half of them on its own day, then one on each day around it.
fn nearest_of(days: &[FreeDay], wanted: Slot) -> Vec<Slot> {
    let mut slots: Vec<Slot> =
        days.iter().flat_map(|day| &day.times).filter(|time| !time.full).map(|time| time.slot).collect();
    let away = |slot: &Slot| ((slot.day - wanted.day).num_days().abs(), slot.start.abs_diff(wanted.start), *slot);
    slots.sort_by_key(away);
    slots.dedup();
    let mut chosen: Vec<Slot> = Vec::new();
    for slot in slots {
        let same_day = chosen.iter().filter(|other| other.day == slot.day);
        let room = if slot.day == wanted.day { SUGGESTED / 2 } else { 1 };
        if same_day.clone().count() < room && !same_day.clone().any(|other| other.overlaps(&slot)) {
            chosen.push(slot);
        }
    }
    chosen.truncate(SUGGESTED);
    chosen
}

/// The days to ask the store for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) from: NaiveDate,
    pub(super) days: u16,
    today: NaiveDate,
    asked: Option<NaiveDate>,
}

/// The week of the day asked for; if none is, everything that is open, to find the first place in it.
pub(super) fn span(today: NaiveDate, asked: Option<NaiveDate>) -> Span {
    let asked = asked.filter(|day| *day >= today);
    match asked {
        Some(day) => Span { from: monday(day), days: 7, today, asked },
        // The last bookable day is `booking_days` after today: both ends count.
        None => Span { from: today, days: Settings::default().booking_days + 1, today, asked },
    }
}

impl Span {
    /// The week to show.
    pub(super) fn week(self, days: Vec<FreeDay>, key: String) -> Week {
        let has_times = |day: &&FreeDay| !day.times.is_empty();
        let has_place = |day: &&FreeDay| day.times.iter().any(|time| !time.full);
        let asked = days.iter().filter(has_times).find(|day| Some(day.day) == self.asked);
        let best = asked.or_else(|| days.iter().find(has_place)).or_else(|| days.iter().find(has_times));
        let day = best.map(|day| day.day).or(self.asked).unwrap_or(self.today);
        let first = monday(day);
        let mut week: Vec<FreeDay> = (0..7).map(|n| FreeDay { day: shift(first, n), times: Vec::new() }).collect();
        for free in days {
            if let Some(place) = week.iter_mut().find(|place| place.day == free.day && free.day >= self.today) {
                *place = free;
            }
        }
        let last = shift(self.today, i64::from(Settings::default().booking_days));
        Week {
            days: week,
            day,
            earlier: (first > monday(self.today)).then(|| shift(first, -7).max(self.today)),
            later: Some(shift(first, 7)).filter(|day| *day <= last),
            key,
            own: Vec::new(),
        }
    }
}

/// The booking that comes next.
pub(super) fn next(list: &[BookingView], now: Moment) -> Option<BookingView> {
    let coming = list.iter().filter(|booking| booking.is_held(now));
    coming.min_by_key(|booking| booking.slot).cloned()
}

/// A booking with how long it is until its meeting opens.
pub(super) fn one(booking: BookingView, now: DateTime<Utc>) -> OneBooking {
    let clock = local(now);
    let opens_in = booking.opens.filter(|_| !booking.is_over(clock)).and_then(|opens| {
        let opens = opens.day.and_hms_opt(u32::from(opens.minute / 60), u32::from(opens.minute % 60), 0)?;
        Some(u32::try_from((opens - here(now)).num_seconds()).unwrap_or(0))
    });
    OneBooking { booking, opens_in, now: clock }
}

#[cfg(test)]
mod tests {
    use domain::{Name, view::FreeTime};
    use uuid::Uuid;

    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    fn free(on: u32, full: bool) -> FreeDay {
        let slot = Slot { day: day(on), start: 600, minutes: 20 };
        let staff = PersonId(Uuid::nil());
        FreeDay {
            day: day(on),
            times: vec![FreeTime { slot, staff, staff_name: Name::default(), session: None, free: 1, full }],
        }
    }

    #[test]
    fn without_a_day_the_first_week_with_a_place_is_shown() {
        let span = span(day(21), None);
        assert_eq!((span.from, span.days), (day(21), 29));
        let week = span.week(vec![free(24, true), free(26, false), free(30, false)], String::new());
        assert_eq!((week.day, week.days[0].day, week.days.len()), (day(26), day(23), 7));
        assert_eq!(week.days.iter().filter(|day| !day.times.is_empty()).count(), 2);
        assert_eq!((week.earlier, week.later), (Some(day(21)), Some(day(30))));
    }

    #[test]
    fn the_day_asked_for_is_shown_unless_only_its_neighbours_have_times() {
        let span = span(day(21), Some(day(25)));
        assert_eq!(span.week(vec![free(24, false), free(25, true)], String::new()).day, day(25));
        assert_eq!(span.week(vec![free(26, true), free(27, false)], String::new()).day, day(27));
        assert_eq!(span.week(vec![], String::new()).day, day(25));
    }

    #[test]
    fn a_day_that_is_over_is_not_asked_for() {
        assert_eq!(span(day(21), Some(day(20))), span(day(21), None));
        let week = span(day(21), Some(day(21))).week(vec![], String::new());
        assert_eq!((week.earlier, week.day), (None, day(21)));
    }

    #[test]
    fn the_times_suggested_are_near_and_apart_and_can_be_chosen() {
        let at = |on: u32, start: u16| Slot { day: day(on), start, minutes: 30 };
        let mut days = vec![free(24, false), free(25, false), free(26, true), free(27, false)];
        let starts = [540, 560, 600, 640, 700, 720];
        days[1].times = starts
            .into_iter()
            .flat_map(|start| {
                free(25, false).times.into_iter().map(move |mut time| {
                    time.slot = Slot { start, minutes: 30, ..time.slot };
                    time
                })
            })
            .collect();
        let nearest = nearest_of(&days, at(25, 580));
        assert_eq!(nearest[..3], [at(25, 560), at(25, 600), at(25, 640)]);
        assert_eq!(nearest[3..].iter().map(|slot| slot.day).collect::<Vec<_>>(), [day(24), day(27)]);
    }

    #[test]
    fn the_clock_is_five_hours_ahead_of_utc() {
        let now = DateTime::parse_from_rfc3339("2026-11-21T20:30:00Z").unwrap().to_utc();
        assert_eq!(local(now), Moment { day: day(22), minute: 90 });
    }

    #[test]
    fn what_a_form_sends_wrongly_is_refused_by_its_field() {
        let refused = wish("x", "play_ind", "", "", "", "key".to_owned()).unwrap_err();
        assert_eq!(refused, invalid("child", Problem::Choice));
        assert_eq!(kind("?").unwrap_err(), invalid("kind", Problem::Choice));
        assert_eq!(optional_id::<PersonId>("staff", "").unwrap(), None);
    }
}
