//! Who came: marked on the day, child by child. The roster stays as it was planned (requirements §2 no. 2): the real number
//! stands beside it.

use serde::{Deserialize, Serialize};

use crate::{ChildId, Plan, Session, Status, time::Moment};

/// Whether a child was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// Келді.
    Came,
    /// Кешікті: came, after it had begun.
    Late,
    /// Келмеді, and nobody has said why.
    Absent,
    /// Келмеді: ill.
    Ill,
    /// Келмеді: for reasons of the family.
    Family,
}

crate::id::codes! { Presence { Came = "came", Late = "late", Absent = "absent", Ill = "ill", Family = "family" } }

impl Presence {
    /// The child was there, be it late.
    pub fn came(self) -> bool {
        matches!(self, Self::Came | Self::Late)
    }
}

/// Whether presence can be marked now: the session has begun, and was neither called off nor left a draft.
pub fn markable(plan: &Plan, now: Moment) -> bool {
    let begun = (plan.slot.day, plan.slot.start) <= (now.day, now.minute);
    begun && matches!(plan.status, Status::Confirmed | Status::Done | Status::NoShow)
}

/// Where a session stands after this is marked: held as soon as somebody came, «келмеді» when all are marked and nobody
/// did; in between it stays as it was.
pub fn status_after(plan: &Plan, marks: &[(ChildId, Presence)]) -> Status {
    if marks.is_empty() {
        Status::Confirmed
    } else if marks.iter().any(|(_, presence)| presence.came()) {
        Status::Done
    } else if !plan.seats.is_empty()
        && plan.seats.iter().all(|seat| marks.iter().any(|(child, _)| *child == seat.child))
    {
        Status::NoShow
    } else {
        plan.status
    }
}

impl Session {
    /// What is marked of a child.
    pub fn presence(&self, child: ChildId) -> Option<Presence> {
        self.marks.iter().find(|(other, _)| *other == child).map(|(_, presence)| *presence)
    }

    /// How many came, where anything is marked.
    pub fn came(&self) -> Option<usize> {
        (!self.marks.is_empty()).then(|| self.marks.iter().filter(|(_, presence)| presence.came()).count())
    }

    /// Marks a child, or takes the mark back. The status follows.
    pub fn mark(&mut self, child: ChildId, presence: Option<Presence>) {
        self.marks.retain(|(other, _)| *other != child);
        self.marks.extend(presence.map(|presence| (child, presence)));
        self.marks.sort();
        self.plan.status = status_after(&self.plan, &self.marks);
    }
}
