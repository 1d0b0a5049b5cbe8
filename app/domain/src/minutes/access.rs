//! Who writes, comments on and reads which section of minutes (АПҚО ережесі 2.3, 4.1; Order 92 ¶5).

use serde::{Deserialize, Serialize};

use crate::{Body, Position, minutes::State};

/// A section of the minutes, as the official form numbers them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// 1. Жиналыстың күні.
    Date,
    /// 2. Қатысқан адамдар саны.
    Present,
    /// 3. Күн тәртібі.
    Agenda,
    /// 4. Талқылау барысы.
    Discussion,
    /// 5. Ұсыныстар мен ескертулер.
    Proposals,
    /// 6. Шешім.
    Decisions,
    /// 7. Төраға мен хатшының қолы.
    Signatures,
}

crate::id::codes! {
    Section {
        Date = "date", Present = "present", Agenda = "agenda", Discussion = "discussion", Proposals = "proposals",
        Decisions = "decisions", Signatures = "signatures",
    }
}

/// What somebody may do with a section; each includes those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// Not know of it.
    Nothing,
    /// Read it.
    Read,
    /// Comment on it and propose other words.
    Comment,
    /// Write in it.
    Write,
}

/// What somebody is to a meeting: on its day, not today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and they combine")]
pub struct Standing {
    /// Presides.
    pub chair: bool,
    /// Keeps the minutes: elected secretary for the day.
    pub secretary: bool,
    /// Belongs to the body by the composition of that day.
    pub member: bool,
    /// Whose meeting it is.
    pub body: Body,
    /// The meeting was closed, as ППҚҚ's are where they speak of children.
    pub closed: bool,
    /// Positions in the staff.
    pub positions: Vec<Position>,
}

impl Standing {
    /// Sits in the meeting, in whatever office.
    fn sits(&self) -> bool {
        self.chair || self.secretary || self.member
    }

    /// Reads without sitting there: the head always, teaching staff where the minutes are open to them (АПҚО ережесі
    /// 5.2) and have been sent: in a draft full names of children may still stand. Those of the trustees reach others as a
    /// report, those of a closed meeting nobody.
    fn reads(&self, state: State) -> bool {
        let teaches = |position: &Position| {
            position.holds_sessions() || matches!(position, Position::Educator | Position::Assistant)
        };
        self.positions.contains(&Position::Head)
            || (state != State::Draft
                && !self.closed
                && self.body != Body::Trustees
                && self.positions.iter().any(teaches))
    }

    /// What they may do with a section while the minutes stand so.
    pub fn access(&self, section: Section, state: State) -> Access {
        if !self.sits() && !self.reads(state) {
            return Access::Nothing;
        }
        // Signatures come of the acts alone.
        if state != State::Draft || section == Section::Signatures || !self.sits() {
            return Access::Read;
        }
        if self.chair || self.secretary { Access::Write } else { Access::Comment }
    }
}
