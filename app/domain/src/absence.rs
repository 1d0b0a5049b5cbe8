//! When somebody is not there, which sessions that touches, and what can be done about each of them.

use std::cmp::Reverse;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    AbsenceId, Context, Hours, PersonId, Plan, Position, Session, SessionId, Slot, Staff, Status, Verdict, check,
    context::Directory,
    nearest,
    time::{DAY, STEP},
};

/// Longest absence that is recorded in one piece, in days: a leave to care for a child is prolonged year by year.
const LONGEST: i64 = 366;

/// How many colleagues, and how many times, are proposed for a session.
const PROPOSED: usize = 3;

/// Why somebody is not there. For those who must know: the person, the head, the deputy and the methodist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Ауырды.
    Ill,
    /// Демалыс.
    Leave,
    /// Біліктілік арттыру.
    Training,
    /// Басқа себеп.
    Other,
}

crate::id::codes! { Why { Ill = "ill", Leave = "leave", Training = "training", Other = "other" } }

/// Whole days, or some hours of one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// First minute, and the minute at which it ends; only where both days are the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<(u16, u16)>,
}

impl Span {
    /// Whether it says something: it does not end before it begins, and hours are hours of one day in steps of
    /// [`STEP`] minutes.
    pub fn is_sound(&self) -> bool {
        let days = (self.to - self.from).num_days();
        let hours = self.hours.is_none_or(|(start, end)| {
            start < end && end <= DAY && start.is_multiple_of(STEP) && end.is_multiple_of(STEP) && days == 0
        });
        (0..LONGEST).contains(&days) && hours
    }

    /// The minutes of a day that it takes, from one to another.
    pub fn on(&self, day: NaiveDate) -> Option<(u16, u16)> {
        (self.from..=self.to).contains(&day).then(|| self.hours.unwrap_or((0, DAY)))
    }

    /// Whether it takes at least a minute of the slot.
    pub fn takes(&self, slot: &Slot) -> bool {
        self.on(slot.day).is_some_and(|(start, end)| slot.start < end && start < slot.end())
    }
}

/// Somebody is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Absence {
    /// Its id.
    pub id: AbsenceId,
    /// Who.
    pub person: PersonId,
    /// When.
    #[serde(flatten)]
    pub span: Span,
    /// Why; None where the reader may not know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Why>,
}

impl Directory {
    /// The absence that takes at least a minute of this person's slot.
    pub fn away(&self, person: PersonId, slot: &Slot) -> Option<&Absence> {
        self.absences.iter().find(|absence| absence.person == person && absence.span.takes(slot))
    }
}

/// What can be done about a session whose specialist is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remedy {
    /// A colleague holds it.
    HandOver {
        /// Who.
        to: PersonId,
    },
    /// The others hold it, or the child comes without the assistant.
    Without,
    /// It is held at another time.
    Move {
        /// When.
        slot: Slot,
    },
    /// It is called off.
    Cancel,
}

impl Remedy {
    /// The plan as this would make it. Why it is called off is for whoever does it to say.
    pub fn plan(&self, before: &Plan, away: PersonId) -> Plan {
        let mut plan = before.clone();
        match *self {
            Self::HandOver { to } => {
                let staff = plan.staff.iter_mut();
                let assistants = plan.assistants.iter_mut().map(|with| &mut with.person);
                for person in staff.chain(assistants).filter(|person| **person == away) {
                    *person = to;
                }
            }
            Self::Without => {
                plan.staff.retain(|person| *person != away);
                plan.assistants.retain(|with| with.person != away);
            }
            Self::Move { slot } => plan.slot = slot,
            Self::Cancel => plan.status = Status::Cancelled,
        }
        plan
    }
}

/// Something that the rules would accept, with what remains to know of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Way {
    /// What.
    pub remedy: Remedy,
    /// What still speaks against it; nothing that refuses.
    pub verdict: Verdict,
}

/// A session that an absence touches, and what can be done about it: what disturbs the family least comes first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// The session.
    pub session: SessionId,
    /// Never empty: it can always be called off.
    pub ways: Vec<Way>,
}

/// Working hours and absences, for those who keep them: of everybody, or of oneself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffHours {
    /// The kindergarten's day.
    pub today: NaiveDate,
    /// When the house is open.
    pub open: Vec<Hours>,
    /// Those whose hours are shown, by name. Whom they care for is left out.
    pub staff: Vec<Staff>,
    /// Their absences that are not over, the earliest first.
    pub absences: Vec<Absence>,
}

/// An absence with all that it touches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Touched {
    /// The absence.
    pub absence: Absence,
    /// The sessions as the reader may see them, in the order of time.
    pub sessions: Vec<Session>,
    /// What can be done about each.
    pub proposals: Vec<Proposal>,
    /// Names of the people, rooms and children in them.
    pub names: Directory,
}

/// What somebody has chosen to do about a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Which.
    pub session: SessionId,
    /// The version that was seen.
    pub version: i64,
    /// What.
    pub remedy: Remedy,
}

/// Whether a person holds a session or accompanies a child in it.
pub fn takes_part(plan: &Plan, person: PersonId) -> bool {
    plan.staff.contains(&person) || plan.assistants.iter().any(|with| with.person == person)
}

/// The sessions still to come in which the person is missed, in the order of time.
pub fn touched<'a>(absence: &Absence, context: &'a Context) -> impl Iterator<Item = &'a Session> + use<'a> {
    let Absence { person, span, .. } = *absence;
    context.sessions().filter(move |session| {
        let plan = &session.plan;
        plan.status.open() && span.takes(&plan.slot) && takes_part(plan, person) && !context.is_past(&plan.slot)
    })
}

/// Colleagues who can hold the session in the place of the one who is away, the fittest first: without warnings before
/// those with some, who has its children in their care, who does the same work, who has less to do on that day.
///
/// The rules accept each of them (Order 92 ¶10, ¶21; КП ережесі 4.2), and none needs a reason that is not given.
pub fn substitutes(session: &Session, away: PersonId, context: &Context) -> Vec<Way> {
    let directory = &context.directory;
    let work = directory.staff.get(&away).map_or(&[][..], |staff| &staff.positions);
    let rank = |staff: &Staff, way: &Way| {
        let plan = &session.plan;
        let known = plan.seats.iter().filter(|seat| staff.caseload.contains(&seat.child)).count();
        let minutes: u32 = context
            .on(plan.slot.day)
            .filter(|other| takes_part(&other.plan, staff.id))
            .map(|other| u32::from(other.plan.slot.minutes))
            .sum();
        (way.verdict.findings.len(), Reverse(known), distance(work, &staff.positions), minutes, staff.id)
    };
    let mut ways: Vec<_> = directory
        .staff
        .values()
        .filter(|staff| !takes_part(&session.plan, staff.id))
        .filter_map(|staff| {
            let way = way(Remedy::HandOver { to: staff.id }, session, away, context)?;
            Some((rank(staff, &way), way))
        })
        .collect();
    ways.sort_by_key(|(rank, _)| *rank);
    ways.into_iter().map(|(_, way)| way).collect()
}

/// How far the work of one is from the work of another.
fn distance(one: &[Position], other: &[Position]) -> u8 {
    let special = |positions: &[Position]| positions.iter().any(|position| position.is_special_educator());
    if other.iter().any(|position| one.contains(position)) {
        0
    } else if special(one) && special(other) {
        1
    } else if other.iter().any(|position| position.holds_sessions()) {
        2
    } else {
        3
    }
}

/// The remedy, if the rules accept it as it is.
fn way(remedy: Remedy, session: &Session, away: PersonId, context: &Context) -> Option<Way> {
    let verdict = check(&remedy.plan(&session.plan, away), context);
    (verdict.accepted() && !verdict.needs_reason()).then_some(Way { remedy, verdict })
}

/// What can be done about every session that an absence touches.
///
/// The first ways of all sessions can be gone together: each is looked for with those before it gone already.
pub fn propose(absence: &Absence, context: &Context) -> Vec<Proposal> {
    let mut context = context.clone();
    let sessions: Vec<Session> = touched(absence, &context).cloned().collect();
    let mut proposals = Vec::new();
    for session in sessions {
        let ways = ways(&session, absence.person, &context);
        if let Some(first) = ways.first() {
            let plan = first.remedy.plan(&session.plan, absence.person);
            context.put(Session { plan, ..session.clone() });
        }
        proposals.push(Proposal { session: session.id, ways });
    }
    proposals
}

/// What can be done about one session: a colleague, those who remain, another time, and at last to call it off.
fn ways(session: &Session, away: PersonId, context: &Context) -> Vec<Way> {
    let mut ways = substitutes(session, away, context);
    ways.truncate(PROPOSED);
    ways.extend(way(Remedy::Without, session, away, context));
    let times = nearest(&session.plan, context).into_iter().take(PROPOSED);
    ways.extend(times.filter_map(|slot| way(Remedy::Move { slot }, session, away, context)));
    ways.push(Way { remedy: Remedy::Cancel, verdict: Verdict::default() });
    ways
}
