//! Documents as they are shown.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Act, Document, FormKind, Route, Strokes, proof::Step};
use crate::{
    Agreement, ChildId, GroupId, Kind, Name, PersonId, SessionId, Slot,
    form::{Blank, Form},
    kind::Paper,
    time::Moment,
};

/// A document in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Where it stands.
    pub document: Document,
    /// Its form.
    pub kind: FormKind,
    /// The child.
    pub child: Name,
    /// Who signs.
    pub signer: Name,
    /// What the reader may do with it.
    pub acts: Vec<Act>,
}

/// A document with its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// What a list says of it.
    pub listed: Listed,
    /// The kindergarten.
    pub organisation: String,
    /// The official text.
    pub kk: Form,
    /// The one beside it.
    pub ru: Form,
    /// The hash of both, when it has been signed.
    pub hash: Option<String>,
    /// Why it was declined, recalled or withdrawn.
    pub reason: String,
    /// Its number, where the form is numbered.
    pub number: String,
    /// By this it is verified.
    pub seal: String,
    /// How many pictures of the paper are kept.
    pub scans: usize,
    /// Those who have signed.
    pub signatures: Vec<Signed>,
    /// What happened to it, the first line first.
    pub proof: Vec<Line>,
}

/// A signature that was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// Its blank.
    pub side: Blank,
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
    /// Before whom it was signed on paper.
    pub witness: Option<Name>,
    /// What the electronic digital signature says of itself.
    pub eds: Option<Eds>,
}

/// An electronic digital signature (ЭЦҚ), as it was found when it came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Eds {
    /// Who signed, as the certificate says: common name, or all of the subject.
    pub subject: String,
    /// ЖСН or БСН in the certificate, as far as there is one.
    pub number: String,
    /// Who issued the certificate.
    pub issuer: String,
    /// The serial number of the certificate.
    pub serial: String,
    /// The first day on which the certificate is valid.
    pub from: NaiveDate,
    /// The last.
    pub to: NaiveDate,
    /// The algorithm, as people call it.
    pub algorithm: String,
    /// What came of looking.
    pub judged: Judged,
}

/// What came of looking at an electronic digital signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Judged {
    /// The signature is over this very text, and the certificate's key made it.
    Good,
    /// `NCANode` says so, the chain of certificates included.
    GoodByNcaNode,
    /// An algorithm that is not verified here (GOST).
    NotHere,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its place, from 1.
    pub no: i64,
    /// What.
    pub step: Step,
    /// When.
    pub at: Moment,
    /// Who, as far as the reader may know.
    pub who: Option<Name>,
    /// From which network address.
    pub address: String,
    /// With which browser, as it names itself.
    pub agent: String,
    /// The hash over it and all before it.
    pub hash: String,
}

/// How far a family of the board is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The child.
    pub child: ChildId,
    /// Its name.
    pub name: Name,
    /// Its group, and what that is called.
    pub group: Option<(GroupId, String)>,
    /// What its documents come to, and until when.
    pub agreement: Agreement,
    /// The last day on which that holds.
    pub until: Option<NaiveDate>,
    /// Each guardian with rights.
    pub guardians: Vec<Signer>,
}

/// A guardian who could sign, and how far they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signer {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: Name,
    /// Their latest document.
    pub document: Option<Document>,
    /// Why it was declined, recalled or withdrawn.
    pub reason: String,
}

/// A session to come that must not take place as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspended {
    /// The session.
    pub session: SessionId,
    /// When it would be.
    pub slot: Slot,
    /// What kind.
    pub kind: Kind,
    /// Who holds it.
    pub staff: Vec<Name>,
    /// The children whose paper is missing, and how that stands.
    pub children: Vec<(Name, Paper, Agreement)>,
}

/// What a stranger learns at the address of a seal: no names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verified {
    /// The kindergarten.
    pub organisation: String,
    /// The form.
    pub title_kk: String,
    /// The form.
    pub title_ru: String,
    /// Where it stands.
    pub state: super::State,
    /// When it was signed.
    pub signed: Option<NaiveDate>,
    /// Until when it holds.
    pub until: Option<NaiveDate>,
    /// When it was withdrawn.
    pub ended: Option<NaiveDate>,
    /// The hash of its text.
    pub hash: Option<String>,
    /// Its chain is whole.
    pub whole: bool,
    /// The hashes of the files that were given out.
    pub files: Vec<String>,
}
