//! A body's meeting: how it is called, who is invited, who was there, what it speaks of, and what is made known of it.

mod agenda;
mod attendance;
mod call_form;
mod cancel;
mod desk;
mod election;
mod guests;
mod head;
mod invitation;
mod lines;
pub mod publish;

pub use agenda::Agenda;
pub use attendance::AttendanceList;
pub use call_form::CallFields;
pub use cancel::Cancel;
pub use desk::Desk;
pub use election::Election;
pub use guests::Guests;
pub use head::Head;
pub use invitation::Invitation;
