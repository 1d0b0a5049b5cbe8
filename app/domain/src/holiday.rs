//! Days off of the kindergarten, and what a calendar file (RFC 5545) would make of them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::context::Holiday;

/// The largest calendar file that is read, in bytes.
pub const LARGEST_FILE: usize = 1024 * 1024;

/// The most days off that one file may bring: more is no list of holidays.
pub const MOST_DAYS: usize = 500;

/// The longest name of a day off, in letters.
pub const LONGEST_NAME: usize = 80;

/// The most days in a row that are closed at once by hand: a summer.
pub const LONGEST_BREAK: i64 = 92;

/// A day on which nothing is held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayOff {
    /// The day.
    pub day: NaiveDate,
    /// What it is called.
    pub name: Holiday,
    /// Sessions that are still planned on it.
    pub sessions: u32,
}

/// What a calendar file would bring. Nothing of it is saved yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// Days that it names, in their order.
    pub found: Vec<Found>,
    /// What was not taken, and why, in the order of the file.
    pub left: Vec<Left>,
    /// So many more were not taken.
    pub more_left: u32,
}

impl Import {
    /// Days that are not there yet.
    pub fn fresh(&self) -> impl Iterator<Item = &Found> {
        self.found.iter().filter(|found| found.known.is_none())
    }
}

/// A day that a calendar file names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// The line of the file on which its event begins, from 1.
    pub line: u32,
    /// The day.
    pub day: NaiveDate,
    /// What it is called.
    pub name: Holiday,
    /// The file has one name for both languages.
    pub one_name: bool,
    /// The event has hours: the whole day will be off.
    pub timed: bool,
    /// What the day is called already: then it stays as it is.
    pub known: Option<Holiday>,
    /// Sessions that are planned on it. They stay where they are.
    pub sessions: u32,
}

/// An event of a calendar file that was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// The line of the file on which it begins, from 1.
    pub line: u32,
    /// What it is called, as far as that can be read.
    pub name: String,
    /// Why.
    pub why: Why,
}

/// Why an event was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// It is not written as a calendar file writes events.
    Broken,
    /// It has no name.
    NoName,
    /// It does not say when.
    NoDate,
    /// What it says of when is no date.
    BadDate,
    /// It ends before it begins.
    Backwards,
    /// Its hours are of a time zone that nobody knows.
    Zone,
    /// It comes back otherwise than once a year on its date.
    Repeats,
    /// It was called off.
    Cancelled,
    /// None of its days is in this year or the next.
    Outside,
    /// Another event of the file has the same days.
    Twice,
}
