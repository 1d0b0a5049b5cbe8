//! The four bodies and what a person may be in one.

use serde::{Deserialize, Serialize};

pub mod composition;
pub mod quorum;

pub use composition::{Composition, Member};
pub use quorum::Quorum;

/// One of the kindergarten's four bodies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// КП: консультациялық пункт, the consultation point.
    Kp,
    /// АПҚО: the parents' pedagogical support centre.
    Apqo,
    /// ППҚҚ: the psychological-pedagogical support service.
    Ppqq,
    /// Қамқоршылық кеңес: the board of trustees.
    Trustees,
}

impl Body {
    /// Whether it decides in meetings of which minutes are kept: АПҚО ережесі 2.5, Order 92 ¶4, the trustees' plan. The
    /// consultation point has no composition of its own; it works by its schedule (КП ережесі 7.1).
    pub fn meets(self) -> bool {
        self != Self::Kp
    }

    /// How many planned meetings are due in a school year: three of АПҚО (АПҚО ережесі 3.0), four of the board (rows 1.1
    /// to 1.4 of its plan). None where only the body's own plan says it.
    pub fn meetings_due(self) -> Option<u32> {
        match self {
            Self::Apqo => Some(3),
            Self::Trustees => Some(4),
            Self::Kp | Self::Ppqq => None,
        }
    }

    /// Whether its minutes are closed: those of ППҚҚ speak of single children (Order 92 ¶5). In all others a child is named
    /// by initials.
    pub fn closed(self) -> bool {
        self == Self::Ppqq
    }
}

/// What a person is in a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BodyRole {
    /// Төраға / төрайым.
    Chair,
    /// Хатшы.
    Secretary,
    /// Мүше.
    Member,
}

crate::id::codes! { Body { Kp = "kp", Apqo = "apqo", Ppqq = "ppqq", Trustees = "trustees" } }
crate::id::codes! { BodyRole { Chair = "chair", Secretary = "secretary", Member = "member" } }
