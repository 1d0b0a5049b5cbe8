//! How many members have to be there for a body to decide. No regulation names a number, so each body sets its own.

use serde::{Deserialize, Serialize};

/// A body's own rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quorum {
    /// More than half of the members.
    #[default]
    MoreThanHalf,
    /// Two thirds of the members at least.
    TwoThirds,
    /// So many members.
    Count(u16),
}

impl Quorum {
    /// How many of so many members have to be there. At least one: nobody decides nothing.
    pub fn needed(self, members: usize) -> usize {
        match self {
            Self::MoreThanHalf => members / 2 + 1,
            Self::TwoThirds => (members * 2).div_ceil(3).max(1),
            Self::Count(count) => usize::from(count).max(1),
        }
    }

    /// Whether so many of the members are enough.
    pub fn holds(self, present: usize, members: usize) -> bool {
        present >= self.needed(members)
    }

    /// Whether so many members could ever be enough: a count that is higher than the body is large never holds.
    pub fn possible(self, members: usize) -> bool {
        self.needed(members) <= members
    }
}
