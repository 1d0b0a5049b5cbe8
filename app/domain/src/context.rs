//! Everything a rule looks at beside the plan itself.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    Absence, Assistance, Body, Child, ChildId, Kind, KindRule, Level, Name, PersonId, Plan, Position, RoomId, Session,
    SessionId, Slot, Status,
    rules::Weight,
    time::{self, Moment},
};

/// A window of working time on a day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Hours {
    /// Monday is 1, Sunday is 7.
    pub weekday: u8,
    /// First minute of the day.
    pub start: u16,
    /// The minute at which it ends.
    pub end: u16,
    /// Parents may book in it by themselves.
    #[serde(default)]
    pub reception: bool,
}

impl Hours {
    /// Whether these windows, taken together, cover the slot: windows that touch or overlap are one.
    pub fn cover<'a>(windows: impl IntoIterator<Item = &'a Self, IntoIter: Clone>, slot: &Slot) -> bool {
        Self::cover_on(windows, time::weekday_number(slot.day), slot.start, slot.end())
    }

    fn cover_on<'a>(
        windows: impl IntoIterator<Item = &'a Self, IntoIter: Clone>,
        weekday: u8,
        start: u16,
        until: u16,
    ) -> bool {
        let windows = windows.into_iter();
        let mut covered = start;
        loop {
            let around = |hours: &&Self| hours.weekday == weekday && (hours.start..hours.end).contains(&covered);
            match windows.clone().filter(around).map(|hours| hours.end).max() {
                Some(end) if end >= until => return true,
                Some(end) => covered = end,
                None => return false,
            }
        }
    }

    /// The first of somebody's windows that cannot be: no hours of a day in steps of [`time::STEP`] minutes, one that
    /// overlaps another of its sort, or a reception outside the working time.
    pub fn first_unsound(windows: &[Self]) -> Option<usize> {
        let work = || windows.iter().filter(|hours| !hours.reception);
        windows.iter().enumerate().position(|(n, hours)| {
            let Self { weekday, start, end, reception } = *hours;
            let straight = start.is_multiple_of(time::STEP) && end.is_multiple_of(time::STEP);
            let is_time = (1..=7).contains(&weekday) && start < end && end <= time::DAY && straight;
            let overlaps = windows[..n].iter().any(|other| {
                (other.weekday, other.reception) == (weekday, reception) && start < other.end && other.start < end
            });
            !is_time || overlaps || reception && !Self::cover_on(work(), weekday, start, end)
        })
    }
}

/// Somebody who holds sessions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staff {
    /// The person.
    pub id: PersonId,
    /// Their name.
    pub name: Name,
    /// What they are employed as today.
    pub positions: Vec<Position>,
    /// Their working time. Windows marked `reception` are inside the others.
    pub hours: Vec<Hours>,
    /// The limited-ability children in their care (Order 92 ¶21).
    #[serde(default)]
    pub caseload: BTreeSet<ChildId>,
}

impl Staff {
    /// Whether they hold sessions of a kind (Order 92 ¶10; КП ережесі 4.2).
    pub fn holds(&self, rule: &KindRule) -> bool {
        self.positions.iter().any(|position| rule.positions.contains(position))
    }
}

/// A room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room {
    /// Its id.
    pub id: RoomId,
    /// Its name.
    pub name: String,
    /// Children who fit in.
    pub capacity: u8,
}

/// What a kindergarten may set for itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Decides how long sessions last (Order 92 ¶17).
    pub level: Level,
    /// Minutes that a specialist needs between two sessions.
    pub buffer: u16,
    /// What mixed disorders in a group mean (Order 92 ¶16): [`Weight::Reason`] or [`Weight::Refuse`].
    pub mixed_disorders: Weight,
    /// Caseload from which to warn (Order 92 ¶21).
    pub caseload_warn: u8,
    /// Largest caseload allowed (Order 92 ¶21).
    pub caseload_max: u8,
    /// How far ahead parents may book, in days.
    pub booking_days: u16,
    /// How long before its start a session can still be booked, moved or cancelled by a parent, in minutes.
    pub booking_notice: u16,
    /// How long before its start the meeting of an online session opens, in minutes.
    pub join_before: u16,
    /// How long a place that has become free is offered to a family that waits, in minutes.
    pub offer_minutes: u16,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            level: Level::Preschool,
            buffer: 5,
            mixed_disorders: Weight::Reason,
            caseload_warn: 12,
            caseload_max: 14,
            booking_days: 28,
            booking_notice: 120,
            join_before: 10,
            offer_minutes: 120,
        }
    }
}

/// An assistant's assignment to a child for a quarter, by a decision of ППҚҚ (Order 92 ¶14).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// Who accompanies whom.
    pub who: Assistance,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

/// People, rooms, children, hours and settings: changes seldom.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Directory {
    /// The kindergarten's own opening hours.
    pub hours: Vec<Hours>,
    /// Its settings.
    pub settings: Settings,
    /// Everybody who may hold a session.
    pub staff: BTreeMap<PersonId, Staff>,
    /// Rooms.
    pub rooms: BTreeMap<RoomId, Room>,
    /// Children the reader may know by name.
    pub children: BTreeMap<ChildId, Child>,
    /// Days on which nothing is held, with their names (kk, ru).
    pub holidays: BTreeMap<NaiveDate, Holiday>,
    /// Assistants' assignments.
    pub assignments: Vec<Assignment>,
    /// When those who hold sessions are not there, by person, the earliest first.
    pub absences: Vec<Absence>,
}

/// A day off.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Holiday {
    /// Its name in Kazakh.
    pub kk: String,
    /// Its name in Russian.
    pub ru: String,
}

/// What a plan is checked against.
///
/// `sessions` hold every session that takes time on the days in question (for the quota: the whole week).
#[derive(Clone, Debug)]
pub struct Context {
    /// The kindergarten's clock.
    pub now: Moment,
    /// Who and what there is.
    pub directory: std::sync::Arc<Directory>,
    /// The sessions of each day, the earliest first, then by id: a check reads one day from front to back, and says the
    /// same on the client as on the server.
    days: BTreeMap<NaiveDate, Vec<Session>>,
    day_of: HashMap<SessionId, NaiveDate>,
    /// Where each child sits: a child has a handful of sessions in a week that has hundreds.
    of_child: HashMap<ChildId, Vec<Sitting>>,
}

/// A session from the side of a child in it.
#[derive(Clone, Copy, Debug)]
struct Sitting {
    session: SessionId,
    day: NaiveDate,
    body: Body,
    kind: Kind,
    status: Status,
}

impl Context {
    /// A context over these sessions.
    pub fn new(now: Moment, directory: std::sync::Arc<Directory>, sessions: impl IntoIterator<Item = Session>) -> Self {
        let mut context =
            Self { now, directory, days: BTreeMap::new(), day_of: HashMap::new(), of_child: HashMap::new() };
        for session in sessions {
            context.put(session);
        }
        context
    }

    /// Adds a session, or replaces the one with its id.
    pub fn put(&mut self, session: Session) {
        self.remove(session.id);
        let day = session.plan.slot.day;
        let sessions = self.days.entry(day).or_default();
        let place = (session.plan.slot.start, session.id);
        let at = sessions.partition_point(|other| (other.plan.slot.start, other.id) < place);
        self.day_of.insert(session.id, day);
        let Plan { body, kind, status, .. } = session.plan;
        for seat in &session.plan.seats {
            let sitting = Sitting { session: session.id, day, body, kind, status };
            self.of_child.entry(seat.child).or_default().push(sitting);
        }
        sessions.insert(at, session);
    }

    /// Takes a session out.
    pub fn remove(&mut self, id: SessionId) -> Option<Session> {
        let sessions = self.days.get_mut(&self.day_of.remove(&id)?)?;
        let at = sessions.iter().position(|session| session.id == id)?;
        let session = sessions.remove(at);
        for seat in &session.plan.seats {
            self.of_child.entry(seat.child).or_default().retain(|sitting| sitting.session != id);
        }
        Some(session)
    }

    /// The session with this id.
    pub fn get(&self, id: SessionId) -> Option<&Session> {
        self.days.get(self.day_of.get(&id)?)?.iter().find(|session| session.id == id)
    }

    /// Every session, in the order of time.
    pub fn sessions(&self) -> impl Iterator<Item = &Session> {
        self.days.values().flatten()
    }

    /// The sessions of a day that take time, the earliest first, cancelled ones left out.
    pub fn on(&self, day: NaiveDate) -> impl Iterator<Item = &Session> {
        self.days.get(&day).into_iter().flatten().filter(|session| session.plan.status.takes_time())
    }

    /// The sessions of the week of a day that take time and are not no-shows.
    pub fn in_week(&self, day: NaiveDate) -> impl Iterator<Item = &Session> {
        let monday = time::monday(day);
        self.days
            .range(monday..=time::shift(monday, 6))
            .flat_map(|(_, sessions)| sessions)
            .filter(|session| counts_in_week(session.plan.status))
    }

    /// How many sessions of this kind the child has in the week of a day, the session `but` left out (Order 92 ¶16).
    pub fn held_in_week(
        &self,
        child: ChildId,
        body: Body,
        kind: Kind,
        day: NaiveDate,
        but: Option<SessionId>,
    ) -> usize {
        let monday = time::monday(day);
        let week = monday..=time::shift(monday, 6);
        let sittings = self.of_child.get(&child).into_iter().flatten();
        sittings
            .filter(|sitting| sitting.kind == kind && sitting.body == body && Some(sitting.session) != but)
            .filter(|sitting| week.contains(&sitting.day) && counts_in_week(sitting.status))
            .count()
    }

    /// Whether the slot begins before now.
    pub fn is_past(&self, slot: &Slot) -> bool {
        (Moment { day: slot.day, minute: slot.start }) < self.now
    }
}

/// Whether a session counts towards what a child gets in a week.
fn counts_in_week(status: Status) -> bool {
    status.takes_time() && status != Status::NoShow
}
