//! What a kindergarten's four bodies may do: pure types and rules.
//!
//! No I/O, no clock, no randomness: time and ids come in as arguments. The client asks [`rules::check`] before it asks
//! the server, and the server asks the same function again inside its transaction.

pub mod absence;
pub mod agreement;
pub mod autoplan;
pub mod body;
pub mod child;
pub mod context;
pub mod decision;
pub mod document;
pub mod fit;
pub mod fold;
pub mod form;
pub mod format;
pub mod hold;
pub mod holiday;
pub mod id;
pub mod kind;
pub mod meeting;
pub mod minutes;
pub mod name;
pub mod offer;
pub mod phone;
pub mod presence;
pub mod refusal;
pub mod register;
pub mod role;
pub mod rules;
pub mod series;
pub mod session;
pub mod sight;
pub mod time;
pub mod view;

pub use absence::Absence;
pub use agreement::Agreement;
pub use body::{Body, BodyRole};
pub use child::{Category, Child, Needs, Pmpk, Quota};
pub use context::{Context, Hours, Room, Settings, Staff};
pub use format::Lang;
pub use id::{
    AbsenceId, BookingId, ChildId, CompositionId, DecisionId, DocumentId, FormId, GroupId, ItemId, MeetingId, OrderId,
    OrgId, PersonId, RemarkId, RoomId, SeriesId, SessionId, WaitId,
};
pub use kind::{Kind, KindRule, Level, fitting_kind, rule};
pub use name::Name;
pub use presence::Presence;
pub use refusal::Refusal;
pub use role::{Actor, Permission, Position};
pub use rules::{Finding, Rule, Verdict, Weight, check, nearest};
pub use session::{Assistance, By, Plan, Seat, Session, Status};
pub use time::Slot;
