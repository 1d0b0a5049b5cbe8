//! Pieces of the page of a meeting.

pub mod publish;
