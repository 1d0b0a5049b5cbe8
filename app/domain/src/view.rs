//! What the store gives to the pages: already cut down to what the reader may know.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    Body, BookingId, ChildId, GroupId, Kind, Lang, Name, OrgId, PersonId, Position, Session, SessionId, Slot, Status,
    WaitId, context::Directory, offer::Ended, time::Moment,
};

/// The kindergarten, as anybody may know it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrgView {
    /// Its official name.
    pub name: String,
    /// Town.
    pub city: String,
    /// Telephone in the form `+77000000000`.
    pub phone: String,
}

/// A stretch of the calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarView {
    /// The kindergarten's revision that this view shows; goes up with every change.
    pub revision: i64,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// The kindergarten's clock when the view was made.
    pub now: Moment,
    /// People, rooms, children, hours.
    pub directory: Directory,
    /// Names of groups.
    pub groups: BTreeMap<GroupId, String>,
    /// Sessions, cancelled ones included.
    pub sessions: Vec<Session>,
    /// Children who wait for a place.
    pub waiting: Vec<Waiting>,
}

/// A child who waits for a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// The line's id.
    pub id: WaitId,
    /// Who waits.
    pub child: ChildId,
    /// For what.
    pub kind: Kind,
    /// For a place in this session.
    pub session: Option<SessionId>,
    /// Since when.
    pub since: Moment,
    /// Where in the line of the session, counted from one; None out of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<u16>,
    /// A place is offered until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<Moment>,
    /// How the last offer ended, where it came to nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Ended>,
}

/// A line of the waiting list as its family sees it: never who else waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitView {
    /// The line.
    pub line: Waiting,
    /// Who waits.
    pub child_name: Name,
    /// When the session is held, as long as it is open to parents.
    pub slot: Option<Slot>,
    /// Who holds it.
    pub staff: Vec<Name>,
    /// By video.
    pub online: bool,
    /// There is a place to take without waiting for an offer.
    pub free: bool,
    /// Seconds for which the place is still offered.
    pub seconds: Option<u32>,
}

/// A change that somebody made, as sent to those who may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delta {
    /// A session is new or has changed.
    Put {
        /// The kindergarten's revision after the change.
        revision: i64,
        /// As the reader may see it.
        session: Box<Session>,
    },
    /// A session has gone from the reader's sight.
    Gone {
        /// The kindergarten's revision after the change.
        revision: i64,
        /// Which.
        session: SessionId,
    },
    /// One of the reader's own bookings has changed.
    Booking {
        /// The kindergarten's revision after the change.
        revision: i64,
        /// As it stands now.
        booking: Box<BookingView>,
    },
    /// Somebody else has a session in their hand, or has let it go. Nothing has changed, and nothing is kept of it.
    Held {
        /// Which.
        session: SessionId,
        /// Who.
        by: PersonId,
        /// Their name where there is little room.
        name: String,
        /// Where they hold it; None when they have let it go.
        over: Option<crate::hold::Over>,
    },
    /// A meeting is new or has changed, or its minutes have come further.
    Meeting {
        /// The kindergarten's revision after the change.
        revision: i64,
        /// Which.
        meeting: crate::MeetingId,
    },
    /// Something else has changed (directory, waiting list), or too much to tell: ask anew.
    Reload {
        /// The kindergarten's revision after the change.
        revision: i64,
    },
}

/// Where a booking stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BookingState {
    /// Holds its place.
    Active,
    /// Given up by the parent, or taken off by the kindergarten.
    Cancelled,
    /// Moved by the parent to another session.
    Moved,
}

crate::id::codes! { BookingState { Active = "active", Cancelled = "cancelled", Moved = "moved" } }

/// A parent's place in a session, booked by the parent or given by a specialist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookingView {
    /// None for a place that a specialist gave.
    pub id: Option<BookingId>,
    /// The session.
    pub session: SessionId,
    /// Whose place.
    pub child: ChildId,
    /// The child's name.
    pub child_name: Name,
    /// The body that holds the session.
    pub body: Body,
    /// What is held.
    pub kind: Kind,
    /// When.
    pub slot: Slot,
    /// Who holds it.
    pub staff: Vec<Name>,
    /// Where; None for video.
    pub room: Option<String>,
    /// By video.
    pub online: bool,
    /// The meeting, once it is open: from `join_before` minutes before the start until the end.
    pub link: Option<String>,
    /// When the meeting opens, for an online session.
    pub opens: Option<Moment>,
    /// Other children in the group; never who.
    pub others: u8,
    /// Draft, confirmed …
    pub status: Status,
    /// Holds its place or not.
    pub state: BookingState,
    /// The parent may still move or cancel it.
    pub changeable: bool,
    /// Goes up when the session changes; SEQUENCE in the calendar file.
    pub version: i64,
    /// It was called off, and one who would have held it is not there. Why not is nobody's affair.
    #[serde(default)]
    pub away: bool,
}

impl BookingView {
    /// Whether the place is held, and the session neither over nor called off.
    pub fn is_held(&self, now: Moment) -> bool {
        self.state == BookingState::Active && self.status.open() && !self.is_over(now)
    }

    /// Whether its hour has passed.
    pub fn is_over(&self, now: Moment) -> bool {
        (Moment { day: self.slot.day, minute: self.slot.end() }) <= now
    }
}

/// What a parent may choose from on the first step of booking.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The parent's children.
    pub children: Vec<OfferChild>,
    /// What can be booked, in the order of the regulation, with who holds it.
    pub kinds: Vec<OfferKind>,
}

/// A child to book for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferChild {
    /// Its id.
    pub id: ChildId,
    /// Its name.
    pub name: Name,
    /// Whole years.
    pub age: u32,
    /// The contract with the head is signed (КП ережесі 7.1).
    pub contract: bool,
}

/// A kind of session that parents may book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferKind {
    /// The kind.
    pub kind: Kind,
    /// How long, in minutes.
    pub minutes: u16,
    /// Who holds it.
    pub staff: Vec<(PersonId, Name)>,
}

/// Free times of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreeDay {
    /// The day.
    pub day: NaiveDate,
    /// Its times, in order; empty when there is none.
    pub times: Vec<FreeTime>,
}

/// A time that can be booked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreeTime {
    /// When.
    pub slot: Slot,
    /// Who would hold it.
    pub staff: PersonId,
    /// The name of who would hold it.
    pub staff_name: Name,
    /// An open session with free places, or None for a new one at a free time.
    pub session: Option<SessionId>,
    /// Places free.
    pub free: u8,
    /// The session is full: only the waiting list is open.
    #[serde(default)]
    pub full: bool,
}

/// What a parent asks to book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// For whom.
    pub child: ChildId,
    /// What.
    pub kind: Kind,
    /// With whom.
    pub staff: PersonId,
    /// When.
    pub slot: Slot,
    /// Into this open session.
    pub session: Option<SessionId>,
    /// Made by the form: the same key twice is the same booking (a second tap, a lost answer).
    pub key: String,
}

/// Who is signed in, for the page's frame.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// The person and what they may do.
    pub actor: crate::Actor,
    /// Their kindergarten.
    pub org: OrgView,
}

/// A place where somebody is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// Names the line, for signing it out.
    pub id: uuid::Uuid,
    /// What the browser says of itself.
    pub agent: String,
    /// Last seen.
    pub seen: Moment,
    /// The one asking.
    pub current: bool,
}

/// A person in the list of those who have or may get an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonView {
    /// Their id.
    pub id: PersonId,
    /// Their name.
    pub name: Name,
    /// Positions held today.
    pub positions: Vec<Position>,
    /// Names of children they are a guardian of.
    pub children: Vec<Name>,
    /// Phone or e-mail to sign in with.
    pub login: Option<String>,
    /// Has set a password.
    pub active: bool,
    /// An invitation is out and not used.
    pub invited: bool,
}

/// A one-time code, shown once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// For whom.
    pub person: PersonId,
    /// Their name.
    pub name: Name,
    /// The code.
    pub code: String,
    /// The last day on which it works.
    pub until: NaiveDate,
    /// Sets a new password for somebody who has an account.
    pub reset: bool,
}

/// What a code opens, for the page on which a password is set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// The name of the person invited.
    pub name: Name,
    /// Phone or e-mail that the kindergarten knows.
    pub login: Option<String>,
    /// The kindergarten.
    pub org: OrgView,
    /// A new password for an account that exists.
    pub reset: bool,
}

/// A line of the audit log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLine {
    /// Its number in the kindergarten's log.
    pub no: i64,
    /// When.
    pub at: Moment,
    /// Who; None for the system.
    pub actor: Option<Name>,
    /// What, as a stable word (`session.move`).
    pub action: String,
    /// Of what: the id.
    pub subject: String,
    /// Whom it was done to, where that is a person of the kindergarten other than who did it.
    pub about: Option<Name>,
    /// Details, JSON, without children's needs.
    pub detail: String,
    /// SHA-256 over this line and the hash before it, hexadecimal.
    pub hash: String,
}

/// A secret address that a calendar program reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feed {
    /// Its id; the secret itself is not kept.
    pub id: uuid::Uuid,
    /// What it tells.
    pub of: FeedOf,
    /// When it was made.
    pub made: Moment,
    /// When it was read last, to the hour.
    pub seen: Option<Moment>,
}

/// Whose sessions a feed tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedOf {
    /// Its owner's.
    Own,
    /// Those of the room of this name.
    Room(String),
}

/// How often a child came lately, of the sessions in which it was marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attended {
    /// Who.
    pub child: ChildId,
    /// Times that it came, late ones included.
    pub came: u16,
    /// Times that it did not.
    pub missed: u16,
}

/// The detail of a line that has none.
pub const NO_DETAIL: &str = "{}";

/// Which kindergarten a request is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tenant {
    /// Its id.
    pub id: OrgId,
    /// What anybody may know.
    pub org: OrgView,
    /// The language that it starts in.
    pub lang: Lang,
}
