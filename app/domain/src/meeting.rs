//! Meetings of a body: planned and unplanned, their numbers, who was there, and what is due in a school year.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    Body, MeetingId, PersonId,
    body::{Composition, Quorum},
};

pub mod call;
pub mod rights;
pub mod trustees;
pub mod view;
pub mod year;

pub use rights::Rights;
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

/// Whether somebody was at a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Қатысты.
    Present,
    /// Қатыспады.
    Absent,
}

crate::id::codes! { Mark { Present = "present", Absent = "absent" } }

/// What somebody answered to their invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// Will come.
    Comes,
    /// Will not.
    CannotCome,
}

crate::id::codes! { Reply { Comes = "comes", CannotCome = "cannot_come" } }

/// Why a meeting cannot be called, changed or held so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// The body has no meetings.
    NoMeetings,
    /// Nobody belongs to the body on that day: there is no order.
    NoComposition,
    /// It ends before it begins, or passes midnight.
    Time,
    /// Bodies work within working hours (АПҚО ережесі 2.7).
    OutsideHours,
    /// The house is closed on that day.
    Closed,
    /// A planned meeting without an agenda.
    NoAgenda,
    /// It is further away than the school year that follows.
    TooFar,
    /// It has taken place, or was called off.
    Over,
    /// It has not begun: nobody can have been there.
    NotYet,
    /// Its minutes are sent or signed: who was there stands in them.
    Signed,
}
