//! The minutes (хаттама) of a body's meeting: written as a draft, sent to be signed, signed by the chair and then by the
//! secretary, and from then on locked (АПҚО ережесі 2.5, 4.1). A correction is a new signed
//! addition (Толықтыру) beside them.

use serde::{Deserialize, Serialize};

pub mod access;
pub mod chain;
pub mod children;
pub mod lack;
pub mod lines;
pub mod official;
pub mod remark;
pub mod sign;
pub mod text;
pub mod view;

pub use access::{Access, Section, Standing};
pub use lack::Lack;
pub use remark::Remark;
pub use sign::Paper;
pub use text::MinutesText;

/// Where minutes, or an addition to them, stand in their life.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Жоба: being written.
    #[default]
    Draft,
    /// Қол қоюға жіберілді: the text stands, and the chair's signature is awaited.
    Sent,
    /// The chair has signed; the secretary's signature is awaited.
    ChairSigned,
    /// Құлыпталды: both have signed, and nobody changes a letter.
    Locked,
}

crate::id::codes! {
    State { Draft = "draft", Sent = "sent", ChairSigned = "chair_signed", Locked = "locked" }
}

/// What may be done with minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Send them to be signed.
    Send,
    /// Take them back to be written on, before anybody has signed.
    TakeBack,
    /// Sign as chair.
    SignChair,
    /// Sign as secretary, which locks them.
    SignSecretary,
}

crate::id::codes! {
    Act { Send = "send", TakeBack = "take_back", SignChair = "sign_chair", SignSecretary = "sign_secretary" }
}

impl State {
    /// Where they stand after an act; None for an act that is not possible here: what has a signature is not taken back.
    pub fn after(self, act: Act) -> Option<Self> {
        match (self, act) {
            (Self::Draft, Act::Send) => Some(Self::Sent),
            (Self::Sent, Act::TakeBack) => Some(Self::Draft),
            (Self::Sent, Act::SignChair) => Some(Self::ChairSigned),
            (Self::ChairSigned, Act::SignSecretary) => Some(Self::Locked),
            _ => None,
        }
    }
}

impl Act {
    /// Whether who stands so may do it: each signs for their own office, and one person never signs for both (АПҚО
    /// ережесі 4.1: «төраға мен хатшының қолы»).
    pub fn is_for(self, standing: &Standing) -> bool {
        match self {
            Self::Send | Self::TakeBack => standing.chair || standing.secretary,
            Self::SignChair => standing.chair && !standing.secretary,
            Self::SignSecretary => standing.secretary && !standing.chair,
        }
    }
}

/// What somebody can do with minutes now.
pub fn acts(standing: &Standing, state: State) -> Vec<Act> {
    Act::ALL.iter().copied().filter(|act| act.is_for(standing) && state.after(*act).is_some()).collect()
}
