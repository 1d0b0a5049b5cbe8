//! Typed ids. They are made by the server (UUID v7); the domain only carries them.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )*};
}

ids! {
    /// A kindergarten (one tenant).
    OrgId,
    /// Anybody with a name who is not a child: staff, guardian, trustee.
    PersonId,
    /// A child.
    ChildId,
    /// A group of the kindergarten, such as «Қарлығаш».
    GroupId,
    /// A room.
    RoomId,
    /// A session in the calendar.
    SessionId,
    /// A series of sessions that repeat.
    SeriesId,
    /// A parent's booking.
    BookingId,
    /// A line of the waiting list.
    WaitId,
    /// A time in which somebody is not there.
    AbsenceId,
    /// A form that the kindergarten has signed.
    FormId,
    /// A document: a form about a child, for one guardian to sign.
    DocumentId,
    /// The composition of a body, as one order of the head makes it.
    CompositionId,
    /// A meeting of a body.
    MeetingId,
    /// A line of a meeting's agenda.
    ItemId,
    /// A decision that a body has taken.
    DecisionId,
    /// A member's remark on the minutes.
    RemarkId,
    /// A draft of an order of the head, made of a decision.
    OrderId,
}

/// Gives an enum its stable text code, both ways, and the list of all its cases: the same word in the database, in an
/// address and in a form.
macro_rules! codes {
    ($name:ident { $($case:ident = $code:literal),* $(,)? }) => {
        impl $name {
            /// Every case, in the order of its definition.
            pub const ALL: &'static [Self] = &[$(Self::$case),*];

            /// The stable code kept in the database and in addresses.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$case => $code),* }
            }

            /// The case with this code, if there is one.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$case),)* _ => None }
            }
        }
    };
}
pub(crate) use codes;
