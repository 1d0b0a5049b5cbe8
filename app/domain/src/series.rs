//! Sessions that repeat: the plan of a quarter, made once and edited as "this", "this and following" or "all".
//!
//! A series is a recurrence rule (RFC 5545) and the sessions that were made of it. Each session has a plan of its own and
//! stands for one date of the series, its occurrence: that is what it is known by when the series is edited, also after it
//! was moved by itself. Editing is done in steps ([`steps`]) which are judged by the rules before anything is written
//! ([`judge`]). What has been held, marked or called off is history: no edit of a series touches it.

mod judge;
mod repeat;
mod steps;

use serde::{Deserialize, Serialize};

use crate::{Plan, SeriesId, SessionId, Slot, Verdict, time::Moment};

pub use judge::judge;
pub use repeat::{Every, Repeat, ends_by, shifted};
pub use steps::{Step, anchored, apply, is_movable, steps};

/// Most sessions of a series.
pub const MOST: usize = 200;

/// How far a series reaches at most, in days.
pub const REACH: i64 = 370;

/// Which date of which series a session stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Occurrence {
    /// The series.
    pub series: SeriesId,
    /// Its date and time by the rule; the session itself may have been moved.
    pub at: Moment,
}

/// A series.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    /// Its id.
    pub id: SeriesId,
    /// Goes up with every change.
    pub version: i64,
    /// The recurrence rule as iCalendar says it, with the day on which it ends: `FREQ=WEEKLY;BYDAY=MO;UNTIL=20261225`.
    pub rule: String,
    /// Its first date.
    pub from: Moment,
}

/// How far an edit of one session of a series goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// It and those after it.
    #[default]
    Following,
    /// All that are still to come.
    All,
}

/// What is wanted of a series.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// The session that is edited, and the version that was seen. None for a series that begins anew.
    pub session: Option<(SessionId, i64)>,
    /// How far the edit goes.
    pub reach: Reach,
    /// How that session should be; the others follow in what is different.
    pub plan: Plan,
    /// The recurrence rule. None: as it is, moved along with the session.
    pub rule: Option<String>,
    /// What was chosen for single dates.
    pub choices: Vec<(Moment, Choice)>,
}

impl Wish {
    /// What was chosen for a date.
    pub fn choice(&self, at: Moment) -> Option<Choice> {
        self.choices.iter().find(|(other, _)| *other == at).map(|(_, choice)| *choice)
    }

    /// Chooses for a date, or takes the choice back.
    pub fn choose(&mut self, at: Moment, choice: Option<Choice>) {
        self.choices.retain(|(other, _)| *other != at);
        self.choices.extend(choice.map(|choice| (at, choice)));
    }
}

/// What is chosen for one date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// No session then; one that is there already stays as it is.
    Skip,
    /// At this time instead.
    At(Slot),
}

/// What would become of one date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// A new session.
    New,
    /// The session there is changed.
    Change,
    /// The session there is as it should be already.
    Same,
    /// The session there is called off.
    Cancel,
    /// The session there was held, or called off before: it stays as it is.
    Rest,
    /// Left out by choice.
    Skip,
}

/// One date of a series before it is saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The date by the rule.
    pub at: Moment,
    /// What would become of it.
    pub fate: Fate,
    /// When the session would be.
    pub slot: Slot,
    /// When it is now.
    pub was: Option<Slot>,
    /// The session that is there.
    pub session: Option<SessionId>,
    /// What speaks against it.
    pub verdict: Verdict,
    /// A reason is asked for and not given.
    pub reason: bool,
    /// Where the date is refused: the nearest time at which it would be accepted.
    pub nearest: Option<Slot>,
}

impl Row {
    /// Whether it can be saved as it is.
    pub fn fits(&self) -> bool {
        self.verdict.accepted() && !self.reason
    }

    /// Whether saving changes anything here.
    pub fn does(&self) -> bool {
        matches!(self.fate, Fate::New | Fate::Change | Fate::Cancel)
    }
}

/// Every date of a series before it is saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// The rule, with the day on which it ends.
    pub rule: String,
    /// The dates in order.
    pub rows: Vec<Row>,
}

impl Preview {
    /// Whether everything in it can be saved.
    pub fn fits(&self) -> bool {
        self.rows.iter().all(Row::fits)
    }
}

/// What came of saving.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is done.
    Saved {
        /// The series, unless nothing of it is left.
        series: SeriesId,
        /// Sessions made.
        made: usize,
        /// Sessions changed.
        changed: usize,
        /// Sessions called off.
        cancelled: usize,
    },
    /// Nothing was done: some dates are refused. This is how it stands now.
    Again(Preview),
}
