//! Minutes as they are shown.

use serde::{Deserialize, Serialize};

use super::{Access, Act, Lack, Remark, State};
use crate::{
    MeetingId, Name, PersonId,
    body::composition::ChairTitle,
    document::{Route, Strokes, view::Eds},
    time::Moment,
};

/// Whose office a signature is given for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Office {
    /// The chair's, the first.
    Chair,
    /// The secretary's, the second.
    Secretary,
}

crate::id::codes! { Office { Chair = "chair", Secretary = "secretary" } }

/// A signature under minutes or under an addition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// For which office.
    pub office: Office,
    /// Whose.
    pub name: Name,
    /// How.
    pub route: Route,
    /// When.
    pub at: Moment,
    /// What was drawn.
    pub strokes: Option<Strokes>,
    /// What was typed.
    pub typed: Option<String>,
    /// What the electronic digital signature says of itself.
    pub eds: Option<Eds>,
}

/// An addition (Толықтыру) beside locked minutes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdditionView {
    /// Its number, from 1.
    pub no: u32,
    /// What it says.
    pub text: String,
    /// The official text as it was sent; empty before.
    pub kk: String,
    /// The same in Russian.
    pub ru: String,
    /// Where it stands.
    pub state: State,
    /// Who signed it.
    pub signatures: Vec<Signed>,
    /// What the reader may do with it.
    pub acts: Vec<Act>,
    /// The hash of what was signed.
    pub hash: Option<String>,
}

/// A remark with its author's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemarkView {
    /// The remark.
    pub remark: Remark,
    /// Who made it.
    pub author: Name,
    /// When.
    pub at: Moment,
    /// Who settled it.
    pub settled_by: Option<Name>,
    /// How the reader may settle it.
    pub ways: Vec<super::remark::Settled>,
}

/// Minutes. The words of a draft are in the shared document; the official text is made of it when they are sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MinutesView {
    /// Whose meeting; minutes have no other id.
    pub meeting: MeetingId,
    /// Where they stand.
    pub state: State,
    /// Who reads.
    pub reader: PersonId,
    /// What the reader may do with the words.
    pub access: Access,
    /// What the reader may do with the paper.
    pub acts: Vec<Act>,
    /// The official text: of a draft as it would be sent now, afterwards as it was sent.
    pub kk: String,
    /// The same in Russian.
    pub ru: String,
    /// What they lack before they can be sent; of a draft only.
    pub lacks: Vec<Lack>,
    /// What the chair is called.
    pub chair_title: ChairTitle,
    /// Who presided.
    pub chair: Option<Name>,
    /// Who kept the minutes.
    pub secretary: Option<Name>,
    /// Who has signed.
    pub signatures: Vec<Signed>,
    /// The hash of both texts, once they are sent.
    pub hash: Option<String>,
    /// Their place in the chain of their body's year, once they are locked, and its hash.
    pub link: Option<(u32, String)>,
    /// By this they are verified.
    pub seal: String,
    /// Additions, the first first.
    pub additions: Vec<AdditionView>,
    /// The reader may begin an addition.
    pub adds: bool,
    /// Remarks, the first first.
    pub remarks: Vec<RemarkView>,
}

/// What a stranger learns who has the address of the seal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verified {
    /// The kindergarten.
    pub organisation: String,
    /// The title in Kazakh: «АПҚО отырысының № 2 ХАТТАМАСЫ».
    pub title_kk: String,
    /// The title in Russian.
    pub title_ru: String,
    /// The day of the meeting.
    pub day: chrono::NaiveDate,
    /// What the chair is called.
    pub chair_title: ChairTitle,
    /// The hash of both texts.
    pub hash: String,
    /// Their place in the chain, and its hash.
    pub link: (u32, String),
    /// Offices and days of the signatures, without names.
    pub signatures: Vec<(Office, Moment, Route)>,
    /// How many additions there are.
    pub additions: u32,
    /// Everything that is kept of them is as it was, and the chain is unbroken.
    pub whole: bool,
    /// SHA-256 of each file that was given out, and with how many additions it was printed.
    pub files: Vec<(String, u32)>,
}
