//! Sessions that repeat: how often, how far an edit goes, every date before it is saved.

pub mod form;
pub mod preview;
pub mod reach;
