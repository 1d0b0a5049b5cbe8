//! Wall-clock time in the kindergarten: a session is on a day, from a minute, for some minutes.
//!
//! A session is held at "10:20 on Monday" whatever the offset from UTC becomes, so local time is what is kept. Sessions never cross midnight.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

/// Minutes in a day.
pub const DAY: u16 = 24 * 60;

/// The step to which times snap in the calendar and in the search for free times, in minutes.
pub const STEP: u16 = 5;

/// A stretch of time on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Slot {
    /// The day, local.
    pub day: NaiveDate,
    /// First minute, counted from midnight, local.
    pub start: u16,
    /// Length in minutes.
    pub minutes: u16,
}

impl Slot {
    /// The minute at which it is over.
    pub fn end(&self) -> u16 {
        self.start.saturating_add(self.minutes)
    }

    /// Whether the two share at least one minute. Touching ends do not overlap.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.day == other.day && self.start < other.end() && other.start < self.end()
    }

    /// Whether the two share at least one minute, or stand closer than `gap` minutes.
    pub fn nearer_than(&self, other: &Self, gap: u16) -> bool {
        self.day == other.day
            && self.start < other.end().saturating_add(gap)
            && other.start < self.end().saturating_add(gap)
    }

    /// Minutes from the start of `other` to the start of this one, over days; negative when earlier.
    pub fn minutes_after(&self, other: &Self) -> i64 {
        (self.day - other.day).num_days() * i64::from(DAY) + i64::from(self.start) - i64::from(other.start)
    }
}

/// A moment by the kindergarten's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Moment {
    /// The day, local.
    pub day: NaiveDate,
    /// The minute of the day, local.
    pub minute: u16,
}

impl Moment {
    /// The moment so many minutes later; earlier, when they are negative.
    #[must_use]
    pub fn after(self, minutes: i64) -> Self {
        let all = i64::from(self.minute) + minutes;
        let minute = u16::try_from(all.rem_euclid(i64::from(DAY))).unwrap_or(0);
        Self { day: shift(self.day, all.div_euclid(i64::from(DAY))), minute }
    }
}

/// Monday of the week of `day`.
pub fn monday(day: NaiveDate) -> NaiveDate {
    day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday()))).unwrap_or(day)
}

/// `day` moved by `days`, which may be negative. Stays where it is at the end of the calendar.
pub fn shift(day: NaiveDate, days: i64) -> NaiveDate {
    let step = Days::new(days.unsigned_abs());
    if days < 0 { day.checked_sub_days(step) } else { day.checked_add_days(step) }.unwrap_or(day)
}

/// Monday is 1, Sunday is 7.
pub fn weekday_number(day: NaiveDate) -> u8 {
    u8::try_from(day.weekday().number_from_monday()).unwrap_or(7)
}

/// Saturday or Sunday.
pub fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// `10:20` from a minute of the day.
pub fn clock(minute: u16) -> String {
    let mut text = String::with_capacity(5);
    push_clock(minute, &mut text);
    text
}

/// The same behind what is there already.
pub fn push_clock(minute: u16, text: &mut String) {
    let digit = |number: u16| char::from(b'0' + u8::try_from(number % 10).unwrap_or(0));
    let (hours, minutes) = (minute / 60, minute % 60);
    text.extend([digit(hours / 10), digit(hours), ':', digit(minutes / 10), digit(minutes)]);
}

/// A minute of the day from `10:20`.
pub fn parse_clock(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}
