//! The recurrence rules that a form offers, and what is done to a rule's text. Every other rule is carried as it is.

use std::fmt::Write as _;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::time::weekday_number;

/// The days of the week as iCalendar names them, Monday first.
const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// After what it repeats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// Days.
    Day,
    /// Weeks, on some days of the week.
    #[default]
    Week,
    /// Months, on the same weekday of the month as the first time.
    Month,
}

/// A rule that a form can say.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Repeat {
    /// After what it repeats.
    pub every: Every,
    /// After how many of them: 1 is every one.
    pub interval: u8,
    /// For weeks: the days, Monday is 1.
    pub weekdays: Vec<u8>,
    /// For months: the weekday of its first date, and the how many-th of the month it is; -1 for the last.
    pub nth: Option<(u8, i8)>,
    /// The last day on which it may fall.
    pub until: NaiveDate,
}

impl Repeat {
    /// Every week on the weekday of this day.
    pub fn weekly(day: NaiveDate, until: NaiveDate) -> Self {
        Self { every: Every::Week, interval: 1, weekdays: vec![weekday_number(day)], nth: None, until }
    }

    /// The same rule for a series that begins on this day: what follows from the day follows.
    #[must_use]
    pub fn beginning(mut self, day: NaiveDate) -> Self {
        let own = weekday_number(day);
        if self.weekdays.is_empty() || self.every != Every::Week {
            self.weekdays = vec![own];
        }
        // Not every month has a fifth: what begins there is on the last.
        let nth = i8::try_from(day.day0() / 7 + 1).ok().filter(|nth| *nth < 5).unwrap_or(-1);
        self.nth = (self.every == Every::Month).then_some((own, nth));
        self
    }

    /// As iCalendar says it.
    pub fn rule(&self) -> String {
        let mut rule = String::from(match self.every {
            Every::Day => "FREQ=DAILY",
            Every::Week => "FREQ=WEEKLY",
            Every::Month => "FREQ=MONTHLY",
        });
        if self.interval > 1 {
            let _ = write!(rule, ";INTERVAL={}", self.interval);
        }
        match (self.every, self.nth) {
            (Every::Week, _) if !self.weekdays.is_empty() => {
                let days: Vec<_> = self.weekdays.iter().filter_map(|day| name(*day)).collect();
                let _ = write!(rule, ";BYDAY={}", days.join(","));
            }
            (Every::Month, Some((day, nth))) => {
                let _ = write!(rule, ";BYDAY={nth}{}", name(day).unwrap_or("MO"));
            }
            _ => {}
        }
        let _ = write!(rule, ";UNTIL={}", self.until.format("%Y%m%d"));
        rule
    }

    /// Reads a rule, if it is one that a form can say.
    pub fn parse(rule: &str) -> Option<Self> {
        let (mut every, mut interval, mut days, mut until) = (None, 1, Vec::new(), None);
        for part in rule.split(';') {
            let (key, value) = part.split_once('=')?;
            match key {
                "FREQ" => {
                    every = Some(match value {
                        "DAILY" => Every::Day,
                        "WEEKLY" => Every::Week,
                        "MONTHLY" => Every::Month,
                        _ => return None,
                    });
                }
                "INTERVAL" => interval = value.parse().ok().filter(|interval| *interval > 0)?,
                "BYDAY" => days = value.split(',').map(ordinal).collect::<Option<_>>()?,
                "UNTIL" => until = day_of(value),
                _ => return None,
            }
        }
        let (every, until) = (every?, until?);
        let plain = days.iter().all(|(nth, _)| nth.is_none());
        let (weekdays, nth) = match (every, days.as_slice()) {
            (Every::Week, [_, ..]) if plain => (days.iter().map(|(_, day)| *day).collect(), None),
            (Every::Month, [(Some(nth), day)]) => (vec![*day], Some((*day, *nth))),
            (Every::Day, []) => (Vec::new(), None),
            _ => return None,
        };
        Some(Self { every, interval, weekdays, nth, until })
    }
}

fn name(day: u8) -> Option<&'static str> {
    DAYS.get(usize::from(day).checked_sub(1)?).copied()
}

/// `2MO` or `MO`.
fn ordinal(text: &str) -> Option<(Option<i8>, u8)> {
    let (nth, day) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let day = u8::try_from(DAYS.iter().position(|known| *known == day)? + 1).ok()?;
    if nth.is_empty() {
        return Some((None, day));
    }
    Some((Some(nth.parse().ok().filter(|nth| *nth == -1 || (1..=5).contains(nth))?), day))
}

/// The day of a date or a date with a time: `20261225`, `20261225T103000Z`.
fn day_of(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text.get(..8)?, "%Y%m%d").ok()
}

/// The rule, ending on this day and not by a count.
pub fn ends_by(rule: &str, until: NaiveDate) -> String {
    let kept = rule.split(';').filter(|part| !part.starts_with("UNTIL=") && !part.starts_with("COUNT="));
    let mut parts: Vec<String> = kept.map(str::to_owned).collect();
    parts.push(format!("UNTIL={}", until.format("%Y%m%d")));
    parts.join(";")
}

/// The rule for dates that are all so many days later; None for a rule that cannot be moved by days, such as one for the
/// second Monday of the month.
pub fn shifted(rule: &str, days: i64) -> Option<String> {
    if days == 0 {
        return Some(rule.to_owned());
    }
    let mut parts = Vec::new();
    for part in rule.split(';') {
        let (key, value) = part.split_once('=')?;
        match key {
            "FREQ" if value == "WEEKLY" || value == "DAILY" => parts.push(part.to_owned()),
            "INTERVAL" | "COUNT" | "WKST" => parts.push(part.to_owned()),
            "UNTIL" => {
                let until = crate::time::shift(day_of(value)?, days.max(0));
                parts.push(format!("UNTIL={}", until.format("%Y%m%d")));
            }
            "BYDAY" => {
                let moved = |text: &str| {
                    let (nth, day) = ordinal(text)?;
                    let day = (i64::from(day) - 1 + days).rem_euclid(7) + 1;
                    nth.is_none().then(|| u8::try_from(day).ok().and_then(name))?
                };
                let days: Vec<_> = value.split(',').map(moved).collect::<Option<_>>()?;
                parts.push(format!("BYDAY={}", days.join(",")));
            }
            _ => return None,
        }
    }
    Some(parts.join(";"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    #[test]
    fn what_a_form_says_is_read_back() {
        let until = day(12, 25);
        let monday = Repeat::weekly(day(11, 23), until);
        assert_eq!(monday.rule(), "FREQ=WEEKLY;BYDAY=MO;UNTIL=20261225");
        let two = Repeat { interval: 2, weekdays: vec![1, 3], ..monday.clone() };
        assert_eq!(two.rule(), "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;UNTIL=20261225");
        let month = Repeat { every: Every::Month, ..monday.clone() }.beginning(day(11, 23));
        assert_eq!(month.rule(), "FREQ=MONTHLY;BYDAY=4MO;UNTIL=20261225");
        let last = Repeat { every: Every::Month, ..monday.clone() }.beginning(day(11, 30));
        assert_eq!(last.rule(), "FREQ=MONTHLY;BYDAY=-1MO;UNTIL=20261225");
        let daily = Repeat { every: Every::Day, weekdays: Vec::new(), ..monday.clone() };
        for repeat in [monday, two, month, last, daily] {
            assert_eq!(Repeat::parse(&repeat.rule()), Some(repeat));
        }
    }

    #[test]
    fn other_rules_are_not_taken_for_one_of_a_form() {
        for rule in
            ["FREQ=YEARLY;UNTIL=20261225", "FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;UNTIL=20261225", "FREQ=WEEKLY;BYDAY=MO", "x"]
        {
            assert_eq!(Repeat::parse(rule), None, "{rule}");
        }
    }

    #[test]
    fn a_rule_ends_on_a_day_and_not_by_a_count() {
        assert_eq!(ends_by("FREQ=DAILY;COUNT=5", day(12, 1)), "FREQ=DAILY;UNTIL=20261201");
        assert_eq!(
            ends_by("FREQ=DAILY;UNTIL=20270101T000000Z;INTERVAL=2", day(12, 1)),
            "FREQ=DAILY;INTERVAL=2;UNTIL=20261201"
        );
    }

    #[test]
    fn a_weekly_rule_moves_by_days_and_a_rule_of_the_month_does_not() {
        let weekly = "FREQ=WEEKLY;BYDAY=MO,SU;UNTIL=20261225";
        assert_eq!(shifted(weekly, 1).as_deref(), Some("FREQ=WEEKLY;BYDAY=TU,MO;UNTIL=20261226"));
        assert_eq!(shifted(weekly, -1).as_deref(), Some("FREQ=WEEKLY;BYDAY=SU,SA;UNTIL=20261225"));
        assert_eq!(shifted("FREQ=MONTHLY;BYDAY=2MO", 1), None);
        assert_eq!(shifted("FREQ=MONTHLY;BYDAY=2MO", 0).as_deref(), Some("FREQ=MONTHLY;BYDAY=2MO"));
    }
}
