//! What the parents' pages are made of.

pub mod card;
pub mod choice;
pub mod door;
pub mod facts;
pub mod icon;
pub mod news;
pub mod refused;
pub mod times;
pub mod waiting;
