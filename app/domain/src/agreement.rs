//! Whether a paper that opens the door has been signed.

use serde::{Deserialize, Serialize};

/// The state of a consent (Order 92 ¶11) or of a contract (КП ережесі 7.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// Nobody has signed it.
    #[default]
    Missing,
    /// Prepared, not signed yet.
    Pending,
    /// Signed and in force.
    Signed,
    /// Withdrawn by the parent.
    Withdrawn,
}

impl Agreement {
    /// Whether it opens the door.
    pub fn in_force(self) -> bool {
        self == Self::Signed
    }
}

crate::id::codes! { Agreement { Missing = "missing", Pending = "pending", Signed = "signed", Withdrawn = "withdrawn" } }
