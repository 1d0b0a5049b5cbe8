//! Meetings of a body: planned and unplanned, their numbers, who was there, and what is due in a school year.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    Body, MeetingId, PersonId,
    body::{Composition, Quorum},
};

pub mod trustees;
pub mod year;

pub use year::SchoolYear;

/// Whether a meeting stands in the plan (АПҚО ережесі 2.4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Planned {
    /// Жоспарлы.
    #[default]
    Planned,
    /// Жоспардан тыс.
    Unplanned,
}

crate::id::codes! { Planned { Planned = "planned", Unplanned = "unplanned" } }

/// Where a meeting stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Its members are invited.
    #[default]
    Called,
    /// It took place.
    Held,
    /// It does not take place.
    Cancelled,
}

crate::id::codes! { State { Called = "called", Held = "held", Cancelled = "cancelled" } }

/// A meeting, as far as rules look at it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    /// Its id.
    pub id: MeetingId,
    /// Whose meeting it is.
    pub body: Body,
    /// Whether it stands in the plan.
    pub planned: Planned,
    /// Its day.
    pub day: NaiveDate,
    /// Where it stands.
    pub state: State,
}

/// The numbers of a body's meetings in a school year, from 1: by day, and on one day in the order in which they were called
/// (ids grow with time). A meeting that does not take place has none.
pub fn numbered(meetings: &[Meeting], body: Body, year: SchoolYear) -> Vec<(u32, MeetingId)> {
    let mut own: Vec<&Meeting> = meetings
        .iter()
        .filter(|meeting| meeting.body == body && meeting.state != State::Cancelled && year.holds(meeting.day))
        .collect();
    own.sort_by_key(|meeting| (meeting.day, meeting.id));
    (1..).zip(own).map(|(number, meeting)| (number, meeting.id)).collect()
}

/// Who of a body was at a meeting, against what its quorum asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendance {
    /// So many members were there. Guests are not counted.
    pub present: usize,
    /// So many members the body has.
    pub members: usize,
    /// So many have to be there.
    pub needed: usize,
}

impl Attendance {
    /// Counts the members among those who were there; nobody is counted twice.
    pub fn of(composition: &Composition, quorum: Quorum, present: &[PersonId]) -> Self {
        let members = composition.members.len();
        let there = composition.members.iter().filter(|member| present.contains(&member.person)).count();
        Self { present: there, members, needed: quorum.needed(members) }
    }

    /// Whether the body could decide. Minutes without it are not sent to sign.
    pub fn quorate(self) -> bool {
        self.present >= self.needed
    }
}
