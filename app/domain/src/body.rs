//! The four bodies and what a person may be in one.

use serde::{Deserialize, Serialize};

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
