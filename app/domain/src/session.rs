//! A session, and the plan of one.

use serde::{Deserialize, Serialize};

use crate::{Body, ChildId, Kind, KindRule, PersonId, Presence, RoomId, SessionId, Slot, series::Occurrence};

/// Where a session stands in its life.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Жоба: takes its time and people, but parents do not see it unless it is open to them.
    #[default]
    Draft,
    /// Расталды.
    Confirmed,
    /// Өткізілді.
    Done,
    /// Бас тартылды: takes nothing any more.
    Cancelled,
    /// Келмеді: nobody came.
    NoShow,
}

crate::id::codes! { Status { Draft = "draft", Confirmed = "confirmed", Done = "done", Cancelled = "cancelled", NoShow = "no_show" } }

impl Status {
    /// Whether the session still takes its specialist, room and children.
    pub fn takes_time(self) -> bool {
        self != Self::Cancelled
    }

    /// Whether it is still to come and may be changed.
    pub fn open(self) -> bool {
        matches!(self, Self::Draft | Self::Confirmed)
    }
}

/// A child's place in a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Seat {
    /// Who sits in it.
    pub child: ChildId,
    /// A parent takes part too.
    pub with_parent: bool,
}

/// An assistant who accompanies one child in a session (Order 92 ¶21: one to one).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Assistance {
    /// The assistant.
    pub person: PersonId,
    /// The child accompanied.
    pub child: ChildId,
}

/// Who makes the plan: parents are held to more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// A specialist, methodist or head.
    #[default]
    Staff,
    /// A parent, by booking: reception hours only, never beyond the kind's maximum, never in the past.
    Parent,
}

/// What somebody wants to hold, when, where and with whom.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Plan {
    /// The session that this plan would change: left out of the conflicts.
    pub session: Option<SessionId>,
    /// The body that holds it.
    pub body: Body,
    /// What is held.
    pub kind: Kind,
    /// When.
    pub slot: Slot,
    /// One specialist or several (КП ережесі 4.3).
    pub staff: Vec<PersonId>,
    /// Assistants, each for one child.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assistants: Vec<Assistance>,
    /// Where. None for a session by video or telephone.
    pub room: Option<RoomId>,
    /// By video.
    #[serde(default)]
    pub online: bool,
    /// The roster.
    pub seats: Vec<Seat>,
    /// Children of the roster whose names the reader may not know; they count, and nothing else.
    #[serde(default)]
    pub hidden: u8,
    /// Places that may be filled: at most the kind's maximum.
    pub places: u8,
    /// Parents may take the free places.
    #[serde(default)]
    pub open: bool,
    /// Draft or confirmed, or what became of it.
    pub status: Status,
    /// Why a warning that asks for a reason was overruled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Who makes it.
    #[serde(default)]
    pub by: By,
}

impl Plan {
    /// A draft of this kind with nobody in it and nowhere to be held.
    pub fn draft(rule: &KindRule, slot: Slot) -> Self {
        Self {
            session: None,
            body: rule.body,
            kind: rule.kind,
            slot,
            staff: Vec::new(),
            assistants: Vec::new(),
            room: None,
            online: false,
            seats: Vec::new(),
            hidden: 0,
            places: rule.children.1,
            open: false,
            status: Status::Draft,
            reason: None,
            by: By::Staff,
        }
    }

    /// Children in the roster, those whose names are hidden included.
    pub fn children(&self) -> usize {
        self.seats.len() + usize::from(self.hidden)
    }

    /// Places still free.
    pub fn free(&self) -> usize {
        usize::from(self.places).saturating_sub(self.children())
    }

    /// Whether this child is in the roster.
    pub fn has(&self, child: ChildId) -> bool {
        self.seats.iter().any(|seat| seat.child == child)
    }
}

/// A session as it stands in the store.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Goes up with every change; a change must name the version it was made from.
    pub version: i64,
    /// What is held, when, where, with whom. `plan.session` is `Some(id)`.
    pub plan: Plan,
    /// The meeting link of an online session, if one is set for this session alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// Who came, of those marked so far, in the order of their ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<(ChildId, Presence)>,
    /// What the specialist has noted of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The series that it belongs to, and which of its dates it stands for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<Occurrence>,
}

impl Session {
    /// A session as it is planned, before anything is marked.
    pub fn new(id: SessionId, version: i64, plan: Plan) -> Self {
        Self { id, version, plan, link: None, marks: Vec::new(), note: None, series: None }
    }
}
