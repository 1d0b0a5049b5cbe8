//! Why a session that a child needs has no place.

use std::{cmp::Reverse, collections::BTreeMap};

use serde::{Deserialize, Serialize};

use super::place::{Planner, Unit, count};
use crate::{
    PersonId,
    rules::{Finding, Paragraph},
};

/// What stood in the way.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Obstacle {
    /// A rule that no time mends: a paper that is not signed, a caseload that is full.
    Rule(Finding),
    /// Nobody here, or not the one who plans, holds sessions of this kind (Order 92 ¶10).
    NobodyHolds,
    /// Those who could hold it have no time left in the week.
    NoTime {
        /// Who could.
        staff: Vec<PersonId>,
    },
    /// When those who could hold it are free, the children are not.
    ChildrenBusy {
        /// Who could.
        staff: Vec<PersonId>,
    },
    /// At the times that are left no room is free that is large enough (Order 92 ¶18).
    NoRoom {
        /// Children to sit in it.
        children: u8,
    },
    /// Too few children with a similar disorder need the same for a group of this kind (Order 92 ¶16).
    TooFewAlike {
        /// How many do, this one among them.
        children: u8,
        /// How many it takes.
        min: u8,
    },
    /// No working day of the week is left.
    WeekOver,
}

impl Obstacle {
    /// Where it stands.
    pub fn paragraph(&self) -> Paragraph {
        match self {
            Self::Rule(finding) => finding.paragraph(),
            Self::NobodyHolds => Paragraph::order92("10"),
            Self::TooFewAlike { .. } => Paragraph::order92("16"),
            Self::NoRoom { .. } => Paragraph::order92("18"),
            Self::NoTime { .. } | Self::ChildrenBusy { .. } | Self::WeekOver => Paragraph::house(),
        }
    }
}

impl Planner<'_> {
    /// What stood in the way of a session that found no place.
    pub(super) fn why(&self, unit: &Unit) -> Vec<Obstacle> {
        let all: Vec<_> = (0..self.board.holders.len()).filter_map(|holder| self.against(unit, holder)).collect();
        if all.is_empty() {
            return vec![Obstacle::NobodyHolds];
        }
        if unit.holders.is_empty() {
            return most_often(all);
        }
        let (days, minutes) = (0..self.board.days.len(), self.minutes(unit));
        let staff: Vec<PersonId> = unit.holders.iter().map(|holder| self.board.holders[*holder].staff.id).collect();
        let (mut open, mut free, mut both) = (false, false, false);
        for day in days {
            let children = self.board.free_of(&unit.children, day);
            for holder in &unit.holders {
                let time = &self.board.holders[*holder].time;
                open |= time.open(day).starts(minutes).next().is_some();
                free |= time.free(day).starts(minutes).next().is_some();
                both |= time.free(day).and(&children).starts(minutes).next().is_some();
            }
        }
        vec![match (open, free, both) {
            (false, ..) => Obstacle::WeekOver,
            (_, false, _) => Obstacle::NoTime { staff },
            (_, _, false) => Obstacle::ChildrenBusy { staff },
            _ => Obstacle::NoRoom { children: count(unit.children.len()) },
        }]
    }
}

/// What speaks against most of those who hold the kind.
fn most_often(all: Vec<Vec<Finding>>) -> Vec<Obstacle> {
    let mut times: BTreeMap<&'static str, (usize, Finding)> = BTreeMap::new();
    for finding in all.into_iter().flatten() {
        times.entry(finding.rule.code()).or_insert((0, finding)).0 += 1;
    }
    let mut times: Vec<_> = times.into_values().collect();
    times.sort_by_key(|(times, _)| Reverse(*times));
    times.into_iter().map(|(_, finding)| Obstacle::Rule(finding)).take(2).collect()
}
