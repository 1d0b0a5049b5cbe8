//! The rules: one place, pure, asked by the client at every move of the pointer and by the server in its transaction.

mod assistants;
mod booking;
mod care;
mod check;
mod children;
mod cite;
mod conflicts;
mod hours;
mod nearest;
mod papers;
mod people;
mod room;
mod size;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use check::check;
pub(crate) use nearest::{Mend, mend};
pub use nearest::{free, nearest};

use crate::{Body, ChildId, Kind, PersonId, RoomId, SessionId, context::Holiday};

/// A document that a rule comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// № 92 бұйрық, 2025-04-29 (ППҚҚ).
    Order92,
    /// Консультациялық пункт туралы ереже.
    KpRules,
    /// АПҚО ережесі.
    ApqoRules,
    /// The kindergarten's own order of the day: working hours, rooms, settings.
    House,
}

/// Where a rule stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Paragraph {
    /// The document.
    pub source: Source,
    /// Its paragraph as printed, empty for [`Source::House`].
    pub number: &'static str,
}

impl Paragraph {
    /// A paragraph of Order № 92.
    pub const fn order92(number: &'static str) -> Self {
        Self { source: Source::Order92, number }
    }

    /// A paragraph of the regulation of КП.
    pub const fn kp(number: &'static str) -> Self {
        Self { source: Source::KpRules, number }
    }

    /// The kindergarten's own.
    pub const fn house() -> Self {
        Self { source: Source::House, number: "" }
    }
}

/// How heavy a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// Good to know; nothing more to do.
    Warn,
    /// May be overruled with a written reason.
    Reason,
    /// Not possible.
    Refuse,
}

/// A rule that speaks against a plan, with what makes it do so.
///
/// Minutes are of the day. The words are in the locales (`rules` namespace), never here.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields repeat what the case says")]
pub enum Rule {
    /// This body does not hold this kind.
    UnknownKind,
    /// The roster is smaller or larger than the kind allows (Order 92 ¶16; КП ережесі 6.4). A draft may pass.
    GroupSize { kind: Kind, min: u8, max: u8, children: u8 },
    /// Five children are neither a small group nor a group (Order 92 ¶16). A draft may pass.
    GroupFive,
    /// More than the kind could ever hold, or than the session has places.
    TooMany { max: u8, children: u8 },
    /// Too short or too long (Order 92 ¶17).
    Duration { min: u16, max: u16, minutes: u16 },
    /// Begins before now.
    Past,
    /// Parents: too soon to book, or too far ahead.
    BookingWindow { days: u16, notice: u16 },
    /// Nothing is held on this day.
    Holiday { name: HolidayName },
    /// Outside the kindergarten's hours.
    Closed,
    /// Outside a specialist's hours.
    WorkingHours { person: PersonId },
    /// A specialist or an assistant is not there: whole days, or these hours of one.
    Absent { person: PersonId, from: NaiveDate, to: NaiveDate, hours: Option<(u16, u16)> },
    /// Parents: outside a specialist's reception hours.
    ReceptionHours { person: PersonId },
    /// Nobody holds it.
    NoStaff,
    /// The person does not hold sessions here, or not of this kind.
    WrongStaff { person: PersonId },
    /// ¶10: this specialist does not work with this category of children.
    WrongCategory { person: PersonId, child: ChildId },
    /// A specialist is in another session.
    StaffBusy { person: PersonId, session: SessionId, start: u16, end: u16 },
    /// A specialist needs some minutes between sessions.
    Buffer { person: PersonId, minutes: u16, start: u16, end: u16 },
    /// No room is named, and the session is not online.
    NoRoom,
    /// There is no such room.
    UnknownRoom,
    /// The room is taken.
    RoomBusy { room: RoomId, session: SessionId, start: u16, end: u16 },
    /// More children than fit into the room.
    RoomSmall { room: RoomId, capacity: u8, children: u8 },
    /// This kind is not held by video.
    NotOnline,
    /// The child is in another session.
    ChildBusy { child: ChildId, session: SessionId, start: u16, end: u16 },
    /// The same child twice.
    ChildTwice { child: ChildId },
    /// The reader does not know this child.
    UnknownChild,
    /// The child has left by then: this was its last day.
    ChildLeft { child: ChildId, on: NaiveDate },
    /// An assistant is in another session.
    AssistantBusy { person: PersonId, session: SessionId, start: u16, end: u16 },
    /// An assistant accompanies one child only (Order 92 ¶21).
    AssistantOne { person: PersonId },
    /// No conclusion of ПМПК recommends an assistant for the child (Order 92 ¶14).
    AssistantPmpk { child: ChildId },
    /// The assistant is not assigned to the child on this day (Order 92 ¶14).
    AssistantNotAssigned { person: PersonId, child: ChildId },
    /// A parent takes part in individual forms (КП ережесі 3.10).
    ParentNeeded { child: ChildId },
    /// Consent is not signed (Order 92 ¶11).
    NoConsent { child: ChildId },
    /// Contract is not signed (КП ережесі 7.1).
    NoContract { child: ChildId },
    /// A limited-ability child has no conclusion of ПМПК in force (Order 92 ¶10.2).
    NoPmpk { child: ChildId },
    /// The children's disorders differ (Order 92 ¶16).
    MixedDisorders { children: Vec<ChildId> },
    /// The caseload has reached the warning (Order 92 ¶21).
    CaseloadHigh { person: PersonId, children: u8 },
    /// The caseload would be more than allowed (Order 92 ¶21).
    CaseloadOver { person: PersonId, children: u8, max: u8 },
    /// More sessions in the week than the child needs (Order 92 ¶16).
    QuotaOver { child: ChildId, kind: Kind, planned: u8, quota: u8 },
    /// Parents cannot book this kind by themselves.
    NotBookable,
    /// Parents: the booking would change what the group is (requirements §2 no. 2).
    ChangesKind,
}

/// The name of a holiday in a finding.
pub type HolidayName = Holiday;

/// One rule that speaks against a plan.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Finding {
    /// Which.
    pub rule: Rule,
    /// How heavily.
    pub weight: Weight,
    /// The body and the kind of the plan: the same rule stands in another paragraph for another body.
    pub held: (Body, Kind),
}

impl Finding {
    /// A rule that refuses a plan of this kind.
    pub fn refusal(rule: Rule, held: (Body, Kind)) -> Self {
        Self { rule, weight: Weight::Refuse, held }
    }

    /// Where the rule stands.
    pub fn paragraph(&self) -> Paragraph {
        self.rule.paragraph_in(self.held.0, self.held.1)
    }
}

/// Everything that speaks against a plan, the heaviest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Verdict {
    /// The findings.
    pub findings: Vec<Finding>,
}

impl Verdict {
    /// Nothing refuses. Warnings may remain.
    pub fn accepted(&self) -> bool {
        self.findings.iter().all(|finding| finding.weight != Weight::Refuse)
    }

    /// The findings that refuse.
    pub fn refusals(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.weight == Weight::Refuse)
    }

    /// The findings that do not refuse.
    pub fn warnings(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.weight != Weight::Refuse)
    }

    /// Whether a written reason is asked for.
    pub fn needs_reason(&self) -> bool {
        self.findings.iter().any(|finding| finding.weight == Weight::Reason)
    }
}
