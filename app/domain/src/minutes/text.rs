//! What stands in minutes: the seven fixed sections (АПҚО ережесі 4.1), as records and texts.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{Body, DecisionId, ItemId, Name, body::composition::ChairTitle};

/// A line of the agenda and what was said to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its id.
    pub id: ItemId,
    /// What it is about.
    pub title: String,
    /// The course of its discussion.
    pub discussion: String,
}

/// How many voted how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Votes {
    /// Жақтап.
    pub aye: u16,
    /// Қарсы.
    pub nay: u16,
    /// Қалыс қалды.
    pub abstained: u16,
}

impl Votes {
    /// All of them.
    pub fn all(self) -> u32 {
        u32::from(self.aye) + u32::from(self.nay) + u32::from(self.abstained)
    }
}

/// Until when a decision is to be carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Due {
    /// Until a day.
    Day(NaiveDate),
    /// Тұрақты: without an end.
    Ongoing,
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Its id.
    pub id: DecisionId,
    /// What was decided.
    pub text: String,
    /// Who carries it out.
    pub responsible: Vec<Name>,
    /// Until when.
    pub due: Option<Due>,
    /// The vote, where there was one.
    pub votes: Option<Votes>,
}

/// All that stands in the minutes of a meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MinutesText {
    /// The kindergarten.
    pub organisation: String,
    /// Whose meeting it was.
    pub body: Body,
    /// Its number in the year; None until it has one.
    pub number: Option<u32>,
    /// Жоспарлы, or жоспардан тыс.
    pub planned: bool,
    /// The day of the meeting.
    pub day: NaiveDate,
    /// How many were present.
    pub present: u16,
    /// Жүргізілу түрі, where it is said.
    pub manner: String,
    /// Қатысқаны, where they are listed.
    pub attended: Vec<Name>,
    /// Қатыспағаны, where they are listed.
    pub absent: Vec<Name>,
    /// The agenda, and the discussion of each line.
    pub items: Vec<Item>,
    /// The members' proposals and remarks.
    pub proposals: String,
    /// What was decided.
    pub decisions: Vec<Decision>,
    /// Who presided.
    pub chair: Option<Name>,
    /// What they are called.
    pub chair_title: ChairTitle,
    /// Who kept the minutes.
    pub secretary: Option<Name>,
}
