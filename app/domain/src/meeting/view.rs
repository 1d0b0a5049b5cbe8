//! Bodies and meetings as they are shown.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Attendance, Mark, Planned, Reply, Rights, SchoolYear, State, year::Count};
use crate::{
    Body, BodyRole, CompositionId, DecisionId, ItemId, MeetingId, Name, PersonId,
    body::{Composition, Quorum, composition::ChairTitle},
    minutes::{Access, State as MinutesState},
    time::Moment,
};

/// A person with a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Who.
    pub id: PersonId,
    /// Their name.
    pub name: Name,
}

/// Somebody in a body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: Name,
    /// As what.
    pub role: BodyRole,
}

/// A body with all that orders have made of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BodyView {
    /// The body.
    pub body: Body,
    /// How many have to be there.
    pub quorum: Quorum,
    /// Every composition with the names of its members, the latest first.
    pub compositions: Vec<ComposedView>,
    /// Which of them holds today.
    pub current: Option<CompositionId>,
}

/// A composition with names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComposedView {
    /// The composition.
    pub composition: Composition,
    /// Chair, secretary, members, by name.
    pub seats: Vec<Seat>,
}

/// Bodies, and whom one can put into them. For those who keep them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BodiesView {
    /// The bodies that meet.
    pub bodies: Vec<BodyView>,
    /// Everybody who may be put into a body: staff, trustees, guardians.
    pub people: Vec<Named>,
    /// The parents' council (ата-аналар кеңесі), which reads digests.
    pub council: Vec<Named>,
    /// The kindergarten's day.
    pub today: NaiveDate,
}

/// A composition as it is written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompositionDraft {
    /// The body.
    pub body: Body,
    /// The number of the order.
    pub order_number: String,
    /// The day of the order.
    pub order_date: NaiveDate,
    /// The first day on which it holds.
    pub from: NaiveDate,
    /// What its chair is called.
    pub chair_title: ChairTitle,
    /// Everybody in it.
    pub members: Vec<crate::body::Member>,
}

/// A line of an agenda, as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgendaLine {
    /// Its id, None for a new one.
    pub id: Option<ItemId>,
    /// What is spoken of.
    pub title: String,
    /// The decision of an earlier meeting that it comes back to.
    pub decision: Option<DecisionId>,
}

/// A meeting as it is called or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// Whose.
    pub body: Body,
    /// Whether it stands in the plan.
    pub planned: Planned,
    /// Its day.
    pub day: NaiveDate,
    /// Minutes after midnight at which it begins.
    pub start: u16,
    /// Minutes after midnight at which it ends.
    pub end: u16,
    /// Where.
    pub place: String,
    /// Жүргізілу түрі: how it is held, in words.
    pub manner: String,
    /// It is closed: it speaks of single children (Order 92 ¶5). Only a body whose minutes may be.
    pub closed: bool,
    /// What it speaks of.
    pub agenda: Vec<AgendaLine>,
}

/// A meeting in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Its id.
    pub id: MeetingId,
    /// Whose.
    pub body: Body,
    /// Its number in the school year; a meeting that does not take place has none.
    pub number: Option<u32>,
    /// Whether it stands in the plan.
    pub planned: Planned,
    /// Its day.
    pub day: NaiveDate,
    /// When it begins.
    pub start: u16,
    /// When it ends.
    pub end: u16,
    /// Where.
    pub place: String,
    /// Where it stands.
    pub state: State,
    /// Where its minutes stand, None where there are none yet, or the reader may not know.
    pub minutes: Option<MinutesState>,
    /// What the reader may do.
    pub rights: Rights,
}

/// What a body's school year comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BodyYear {
    /// The body.
    pub body: Body,
    /// Its planned meetings against what is due.
    pub count: Count,
    /// The reader may call a meeting of it.
    pub calls: bool,
    /// Its meetings, in the order of their days.
    pub meetings: Vec<Listed>,
}

/// The school year of all bodies of which the reader may know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearView {
    /// The year.
    pub year: SchoolYear,
    /// The kindergarten's day.
    pub today: NaiveDate,
    /// Body by body.
    pub bodies: Vec<BodyYear>,
}

/// What a new meeting of a body may begin with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallForm {
    /// The body.
    pub body: Body,
    /// Agendas of its plan for the planned meetings that nobody has called yet, with the month of each.
    pub plan: Vec<(NaiveDate, Vec<String>)>,
    /// Decisions that are open: each comes up again (АПҚО ережесі 3.1.1).
    pub open: Vec<OpenDecision>,
    /// The kindergarten's day.
    pub today: NaiveDate,
}

/// A decision that is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenDecision {
    /// Its id.
    pub id: DecisionId,
    /// What was decided.
    pub text: String,
    /// It was decided in a closed meeting: it comes up in a closed one.
    pub closed: bool,
}

/// Somebody who is invited to a meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    /// Who, as what.
    pub seat: Seat,
    /// What they answered.
    pub reply: Option<Reply>,
    /// Whether they were there.
    pub mark: Option<Mark>,
}

/// A line of a meeting's agenda.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgendaItem {
    /// Its id; the same as in the minutes.
    pub id: ItemId,
    /// What is spoken of.
    pub title: String,
    /// The decision of an earlier meeting that it comes back to.
    pub decision: Option<DecisionId>,
}

/// A meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingView {
    /// What a list says of it.
    pub listed: Listed,
    /// It goes up with each change of what was called.
    pub version: i64,
    /// Жүргізілу түрі.
    pub manner: String,
    /// It is closed.
    pub closed: bool,
    /// What the chair is called.
    pub chair_title: ChairTitle,
    /// Who called it.
    pub called_by: Name,
    /// When it was called.
    pub called_at: Moment,
    /// Why it was called off.
    pub reason: String,
    /// Everybody who is invited, chair and secretary first.
    pub invited: Vec<Invited>,
    /// Guests, by name. They are not counted for the quorum.
    pub guests: Vec<String>,
    /// Who was there, against what the quorum asks.
    pub attendance: Attendance,
    /// The agenda; empty for who may not read it.
    pub agenda: Vec<AgendaItem>,
    /// What the reader may do with its minutes now.
    pub access: Access,
    /// What it decided was published to these.
    pub published: Option<crate::decision::Published>,
    /// The kindergarten's revision that this shows.
    pub revision: i64,
}
