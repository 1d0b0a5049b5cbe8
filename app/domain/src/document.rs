//! Documents that a family signs: who has to, how, what that opens, and for how long.
//!
//! Without the parent's written consent no diagnostics, consultation or session of ППҚҚ takes place (Order 92 ¶11); КП
//! works under a contract between parent and head (КП ережесі 7.1); nothing about a child or a family is disclosed
//! without the parent's consent (КП ережесі 5.1). Which forms there are is data ([`FormKind`]).

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    Actor, Agreement, ChildId, DocumentId, FormId, Name, Permission, PersonId, Plan, Position, context::Directory,
    kind::Paper,
};

pub mod board;
pub mod proof;
pub mod stroke;
pub mod view;

pub use stroke::Strokes;

/// Whose signatures of the child's side a form needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signers {
    /// One guardian's is enough.
    #[default]
    One,
    /// Every guardian's who has rights.
    Every,
}

crate::id::codes! { Signers { One = "one", Every = "every" } }

/// How long a signed document holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// Until it is withdrawn.
    Endless,
    /// Until the school year ends.
    #[default]
    SchoolYear,
}

crate::id::codes! { Term { Endless = "endless", SchoolYear = "school_year" } }

impl Term {
    /// The last day on which a document signed on `day` holds, None for one without an end.
    pub fn until(self, day: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Endless => None,
            Self::SchoolYear => Some(school_year_end(day)),
        }
    }
}

/// The last day of the school year of a day, 31 August. What is signed in July or August is signed for the year that
/// comes: a consent for three weeks helps nobody.
pub fn school_year_end(day: NaiveDate) -> NaiveDate {
    let year = if day.month() >= 7 { day.year() + 1 } else { day.year() };
    NaiveDate::from_ymd_opt(year, 8, 31).unwrap_or(day)
}

/// A form that the kindergarten has signed, without its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormKind {
    /// Its id.
    pub id: FormId,
    /// Its title in Kazakh.
    pub title_kk: String,
    /// Its title in Russian.
    pub title_ru: String,
    /// The gate that it opens, if it opens one.
    pub opens: Option<Paper>,
    /// Who of the child's side signs.
    pub signers: Signers,
    /// The head signs, too.
    pub head: bool,
    /// How long it holds.
    pub term: Term,
    /// The version of its text now, from 1.
    pub version: i32,
    /// It is not asked for any more; what was signed stays.
    pub retired: bool,
}

/// Where a document stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Asked for; the guardian has not signed.
    Asked,
    /// The guardian has signed; the head's signature is awaited.
    AwaitsHead,
    /// Signed by all.
    Signed,
    /// The guardian does not sign it.
    Declined,
    /// The kindergarten does not ask for it any more.
    Recalled,
    /// Withdrawn by the guardian.
    Withdrawn,
}

crate::id::codes! {
    State {
        Asked = "asked", AwaitsHead = "awaits_head", Signed = "signed", Declined = "declined", Recalled = "recalled",
        Withdrawn = "withdrawn",
    }
}

/// What may be done with a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// The guardian signs.
    Sign,
    /// What the guardian has signed on paper is kept, before a witness.
    Witness,
    /// The head signs.
    Countersign,
    /// The guardian refuses to sign, with a reason.
    Decline,
    /// The kindergarten takes back what it has asked for.
    Recall,
    /// The guardian withdraws what they have signed.
    Withdraw,
}

crate::id::codes! {
    Act {
        Sign = "sign", Witness = "witness", Countersign = "countersign", Decline = "decline", Recall = "recall", Withdraw = "withdraw",
    }
}

impl State {
    /// Where it stands after an act; None for an act that is not possible here: a signed document is not changed.
    pub fn after(self, act: Act, head_signs: bool) -> Option<Self> {
        match (self, act) {
            (Self::Asked, Act::Sign | Act::Witness) if head_signs => Some(Self::AwaitsHead),
            (Self::Asked, Act::Sign | Act::Witness) | (Self::AwaitsHead, Act::Countersign) => Some(Self::Signed),
            (Self::Asked, Act::Decline) => Some(Self::Declined),
            (Self::Asked, Act::Recall) => Some(Self::Recalled),
            (Self::AwaitsHead | Self::Signed, Act::Withdraw) => Some(Self::Withdrawn),
            _ => None,
        }
    }

    /// Nothing more is done with it.
    pub fn ended(self) -> bool {
        matches!(self, Self::Declined | Self::Recalled | Self::Withdrawn)
    }

    /// The guardian's signature is under it.
    pub fn has_signature(self) -> bool {
        matches!(self, Self::AwaitsHead | Self::Signed | Self::Withdrawn)
    }
}

/// How somebody has signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// Drawn with a finger or a mouse.
    Drawn,
    /// The name typed.
    Typed,
    /// On paper, before a witness who has kept a picture of it.
    Paper,
    /// With the electronic digital signature (ЭЦҚ).
    Eds,
}

crate::id::codes! { Route { Drawn = "drawn", Typed = "typed", Paper = "paper", Eds = "eds" } }

/// What is known of a document without its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Its id.
    pub id: DocumentId,
    /// Which form.
    pub form: FormId,
    /// About whom.
    pub child: ChildId,
    /// The guardian who signs it: «Мен …» is one person.
    pub signer: PersonId,
    /// Where it stands.
    pub state: State,
    /// When it was asked for.
    pub asked: NaiveDate,
    /// When the guardian signed.
    pub signed: Option<NaiveDate>,
    /// The last day on which it holds.
    pub until: Option<NaiveDate>,
    /// When it ended before that.
    pub ended: Option<NaiveDate>,
    /// When the signer was last reminded.
    pub reminded: Option<NaiveDate>,
}

impl Document {
    /// Whether it holds on a day.
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.state == State::Signed && self.until.is_none_or(|until| day <= until)
    }
}

/// What the documents of one child and one form come to on a day, and until when that holds.
///
/// `guardians` are those with rights: who has none cannot sign, and is not waited for. Documents of others count for
/// nothing, also when they had rights once.
pub fn agreement(
    kind: &FormKind,
    guardians: &[PersonId],
    documents: &[Document],
    day: NaiveDate,
) -> (Agreement, Option<NaiveDate>) {
    let of = |guardian: &PersonId| {
        let guardian = *guardian;
        documents.iter().filter(move |document| document.signer == guardian)
    };
    // The one that holds longest; without an end is longest.
    let best = |guardian: &PersonId| {
        of(guardian)
            .filter(|document| document.holds(day))
            .map(|document| document.until)
            .max_by_key(|until| until.unwrap_or(NaiveDate::MAX))
    };
    let standing: Vec<Option<Option<NaiveDate>>> = guardians.iter().map(best).collect();
    let until = match kind.signers {
        Signers::One => standing.into_iter().flatten().max_by_key(|until| until.unwrap_or(NaiveDate::MAX)),
        Signers::Every if guardians.is_empty() => None,
        // All of them hold until the first ends.
        Signers::Every => standing
            .into_iter()
            .collect::<Option<Vec<_>>>()
            .and_then(|all| all.into_iter().min_by_key(|until| until.unwrap_or(NaiveDate::MAX))),
    };
    if let Some(until) = until {
        return (Agreement::Signed, until);
    }
    let theirs = || guardians.iter().flat_map(of);
    let pending = theirs().any(|document| matches!(document.state, State::Asked | State::AwaitsHead));
    let withdrawn = theirs().any(|document| document.state == State::Withdrawn);
    let partly = kind.signers == Signers::Every && theirs().any(|document| document.holds(day));
    let agreement = match (pending || partly, withdrawn) {
        (true, _) => Agreement::Pending,
        (false, true) => Agreement::Withdrawn,
        (false, false) => Agreement::Missing,
    };
    (agreement, None)
}

/// What opens a gate of a child: what its documents come to, or what was recorded before there were any. That ends with
/// the first document that comes into force or is withdrawn: asking for a new one closes nothing.
pub fn standing(
    kind: &FormKind,
    recorded: (Agreement, Option<NaiveDate>),
    guardians: &[PersonId],
    documents: &[Document],
    day: NaiveDate,
) -> (Agreement, Option<NaiveDate>) {
    let began = |document: &Document| matches!(document.state, State::Signed | State::Withdrawn);
    if recorded.0.in_force() && !documents.iter().any(began) {
        return recorded;
    }
    agreement(kind, guardians, documents, day)
}

/// Children of a session to come without whose consent or contract it must not take place as it stands (Order 92 ¶11;
/// КП ережесі 7.1): it was planned while there was one. What is over stays as it was. Of hidden children nothing is said.
pub fn suspended(plan: &Plan, directory: &Directory) -> Vec<ChildId> {
    let paper = crate::rule(plan.body, plan.kind).and_then(|rule| rule.paper).filter(|_| plan.status.open());
    let Some(paper) = paper else { return Vec::new() };
    let seats = plan.seats.iter().filter_map(|seat| directory.children.get(&seat.child));
    seats.filter(|child| !child.holds(paper, plan.slot.day)).map(|child| child.id).collect()
}

/// Whether there are any.
pub fn is_suspended(plan: &Plan, directory: &Directory) -> bool {
    let Some(paper) = crate::rule(plan.body, plan.kind).and_then(|rule| rule.paper) else { return false };
    let lacks = |child: &crate::Child| !child.holds(paper, plan.slot.day);
    plan.status.open() && plan.seats.iter().filter_map(|seat| directory.children.get(&seat.child)).any(lacks)
}

/// A signature as the guardian or the head gives it, after the password was asked for once more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signing {
    /// Drawn.
    Drawn(Strokes),
    /// The name typed.
    Typed(String),
}

impl Signing {
    /// Its route.
    pub fn route(&self) -> Route {
        match self {
            Self::Drawn(_) => Route::Drawn,
            Self::Typed(_) => Route::Typed,
        }
    }

    /// Whether it can be the signature of who bears this name: something is drawn, or it is their name that is typed.
    pub fn is_of(&self, name: &Name) -> bool {
        match self {
            Self::Drawn(strokes) => strokes.plausible(),
            Self::Typed(typed) => is_name_of(typed, name),
        }
    }
}

/// What somebody may know of a document: the family all of it, those who answer for it all of it;
/// specialists learn from the calendar whether a paper is there, and no more.
pub fn may_read(actor: &Actor, document: &Document) -> bool {
    actor.may(Permission::KeepDocuments) || actor.person == document.signer || actor.children.contains(&document.child)
}

/// What somebody may do with a document now.
pub fn acts(actor: &Actor, kind: &FormKind, document: &Document) -> Vec<Act> {
    let is_signer = actor.person == document.signer && actor.children.contains(&document.child);
    let may = |act: &Act| match act {
        Act::Sign | Act::Decline | Act::Withdraw => is_signer,
        Act::Countersign => actor.is_any(&[Position::Head]),
        Act::Witness | Act::Recall => actor.may(Permission::KeepDocuments),
    };
    Act::ALL.iter().copied().filter(|act| may(act) && document.state.after(*act, kind.head).is_some()).collect()
}

/// Whether a typed name is the signer's: family and given name, in either order, whatever the case and the keyboard;
/// the patronymic may stand there.
pub fn is_name_of(typed: &str, name: &Name) -> bool {
    let fold = |text: &str| -> Vec<String> { crate::fold::fold(text).split_whitespace().map(str::to_owned).collect() };
    let mut left = fold(typed);
    let mut take = |text: &str| {
        fold(text).into_iter().all(|word| match left.iter().position(|other| *other == word) {
            Some(place) => {
                left.remove(place);
                true
            }
            None => false,
        })
    };
    let named = take(&name.family) && take(&name.given);
    let patronymic = fold(&name.patronymic);
    named && (left.is_empty() || left == patronymic)
}
