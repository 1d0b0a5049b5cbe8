//! The school year of a body: how many meetings it has planned and held, against what is due.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Meeting, Planned, State};
use crate::Body;

/// A school year, from 1 September to 31 August, by the calendar year in which it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SchoolYear(pub i32);

impl SchoolYear {
    /// The school year of a day.
    pub fn of(day: NaiveDate) -> Self {
        Self(if day.month() >= 9 { day.year() } else { day.year() - 1 })
    }

    /// Whether a day is in it.
    pub fn holds(self, day: NaiveDate) -> bool {
        Self::of(day) == self
    }

    /// The first day of one of its months (1 to 12), None for a month that there is not.
    pub fn month(self, month: u32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(if month >= 9 { self.0 } else { self.0 + 1 }, month, 1)
    }

    /// As plans print it: `2026–2027`.
    pub fn years(self) -> String {
        format!("{}–{}", self.0, self.0 + 1)
    }
}

/// A body's planned meetings of a school year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Planned meetings that took place.
    pub held: u32,
    /// Planned meetings that are called and to come.
    pub called: u32,
    /// How many are due; None where only the body's own plan says it.
    pub due: Option<u32>,
}

impl Count {
    /// Counts a body's planned meetings. Unplanned ones are on top and never fill the plan (АПҚО ережесі 2.4).
    pub fn of(meetings: &[Meeting], body: Body, year: SchoolYear) -> Self {
        let count = |state| {
            let own = |meeting: &&Meeting| {
                meeting.body == body
                    && meeting.planned == Planned::Planned
                    && meeting.state == state
                    && year.holds(meeting.day)
            };
            u32::try_from(meetings.iter().filter(own).count()).unwrap_or(u32::MAX)
        };
        Self { held: count(State::Held), called: count(State::Called), due: body.meetings_due() }
    }

    /// How many planned meetings nobody has called yet.
    pub fn missing(self) -> u32 {
        self.due.unwrap_or(0).saturating_sub(self.held + self.called)
    }
}
