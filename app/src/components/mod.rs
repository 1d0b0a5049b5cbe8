//! Pieces that several pages use.

pub mod booking;
pub mod calendar;
pub mod council_digests;
pub mod dialog;
pub mod editor;
pub mod form;
pub mod frame;
pub mod guard;
pub mod long_text;
pub mod mark;
pub mod meeting;
pub mod menu;
pub mod minutes;
pub mod sign;
pub mod title;
pub mod waiting_documents;
