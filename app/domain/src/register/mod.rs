//! The register: children, their guardians and what these may do, kept by hand or taken from a table.
//!
//! Whatever a file says is judged by [`judge`](judge::judge): the preview shows its verdicts, and the import does the
//! steps of the same verdicts, all of them or none.

pub mod cells;
pub mod columns;
mod judge;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{Agreement, ChildId, GroupId, Name, PersonId, fold::fold, phone};

pub use cells::Why;
pub use columns::{Column, Part, Row, Sheet, Slot, Unread};
pub use judge::{Fault, Judged, Known, Note, Person, Step, Verdict, Who, judge};

/// The largest table that is read, in bytes.
pub const LARGEST_FILE: usize = 2 * 1024 * 1024;

/// The most lines that a table may have below its headings.
pub const MOST_ROWS: usize = 2000;

/// The longest part of a name, in letters.
pub const LONGEST_NAME: usize = 60;

/// The longest reason, in letters.
pub const LONGEST_REASON: usize = 500;

/// Whole years that a child of a kindergarten has at most: who is older goes to school.
pub const MOST_YEARS: u32 = 7;

/// Who a guardian is to the child (заңды өкіл; Неке және отбасы кодексі 1-бап).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// Анасы.
    Mother,
    /// Әкесі.
    Father,
    /// A parent, mother or father.
    #[default]
    Parent,
    /// Қорғаншысы: appointed in the parents' place.
    Guardian,
    /// Әжесі.
    Grandmother,
    /// Атасы.
    Grandfather,
    /// Another of the family.
    Relative,
}

crate::id::codes! { Relation {
    Mother = "mother", Father = "father", Parent = "parent", Guardian = "guardian", Grandmother = "grandmother",
    Grandfather = "grandfather", Relative = "relative",
} }

impl Relation {
    /// Whether they usually have rights: parents and those appointed in their place. Others may bring a child, not sign.
    pub fn has_rights(self) -> bool {
        matches!(self, Self::Mother | Self::Father | Self::Parent | Self::Guardian)
    }
}

/// Everybody who is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register {
    /// The kindergarten's day.
    pub today: NaiveDate,
    /// Its groups, the youngest first.
    pub groups: Vec<Group>,
    /// Its children, those who have left included.
    pub children: Vec<Entry>,
}

/// A group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Its id.
    pub id: GroupId,
    /// «Қарлығаш».
    pub name: String,
}

/// A child with its guardians. What ails a child is no part of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its id.
    pub id: ChildId,
    /// Its name.
    pub name: Name,
    /// Date of birth.
    pub born: NaiveDate,
    /// Its group; none for a child raised at home.
    pub group: Option<GroupId>,
    /// The last day on which it was here, if it has left or is about to.
    pub left: Option<NaiveDate>,
    /// Its guardians, those of the past last.
    pub guardians: Vec<Guardian>,
}

/// Somebody's guardian.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guardian {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: Name,
    /// Telephone in the form `+77000000000`.
    pub phone: Option<String>,
    /// Who they are to the child.
    pub relation: Relation,
    /// They may sign and book for the child.
    pub rights: bool,
    /// Since when they are its guardian no more.
    pub ended: Option<NaiveDate>,
    /// They also work here or sit in a body: their name and number are not changed from here.
    pub fixed: bool,
}

/// What is written down of a child.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChildDraft {
    /// Its name.
    pub name: Name,
    /// Date of birth.
    pub born: NaiveDate,
    /// Its group; none for a child raised at home.
    pub group: Option<GroupId>,
}

/// What is written down of a guardian.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuardianDraft {
    /// Their name.
    pub name: Name,
    /// Telephone as it was typed; empty where there is none.
    pub phone: String,
    /// Who they are to the child.
    pub relation: Relation,
}

/// What a table would do. Nothing of it is saved.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// Every line with what it comes to.
    pub rows: Vec<Judged>,
    /// Headings that mean nothing here: those columns are left out.
    pub unread: Vec<String>,
    /// Names of groups, for lines that say where a child goes.
    pub groups: Vec<Group>,
    /// What was shown: the import does this and nothing else.
    pub digest: String,
}

impl Preview {
    /// How many lines come to this.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.rows.iter().filter(|row| row.verdict == verdict).count()
    }
}

/// What an import has done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// Children who are new.
    pub added: u32,
    /// Children of whom something is new.
    pub changed: u32,
}

impl Entry {
    /// Who can sign and book for the child today.
    pub fn with_rights(&self) -> impl Iterator<Item = &Guardian> {
        self.guardians.iter().filter(|guardian| guardian.rights)
    }

    /// Whether the child has left before this day.
    pub fn has_left(&self, day: NaiveDate) -> bool {
        self.left.is_some_and(|left| left < day)
    }

    /// Who is its guardian still.
    pub fn current(&self) -> impl Iterator<Item = &Guardian> {
        self.guardians.iter().filter(|guardian| guardian.ended.is_none())
    }
}

impl Register {
    /// The child with this id.
    pub fn child(&self, id: ChildId) -> Option<&Entry> {
        self.children.iter().find(|child| child.id == id)
    }

    /// What a group is called.
    pub fn group_name(&self, id: GroupId) -> Option<&str> {
        self.groups.iter().find(|group| group.id == id).map(|group| group.name.as_str())
    }

    /// Whoever has this number, as they are known here, and the children whose guardian they are.
    pub fn by_phone(&self, text: &str) -> Option<(&Guardian, Vec<&Entry>)> {
        let phone = phone::normalise(text)?;
        let theirs = |guardian: &&Guardian| guardian.phone.as_deref() == Some(phone.as_str());
        let children: Vec<_> =
            self.children.iter().filter(|child| child.guardians.iter().any(|one| theirs(&one))).collect();
        let found = children.first()?.guardians.iter().find(theirs)?;
        Some((found, children))
    }
}

/// Whether two entries speak of the same child: name and date of birth, however they are spelled. A patronymic that is
/// missing in one of them says nothing.
pub fn same_child(a: (&Name, NaiveDate), b: (&Name, NaiveDate)) -> bool {
    a.1 == b.1 && same_name(a.0, b.0)
}

/// Whether two names are the same, however they are spelled.
pub fn same_name(a: &Name, b: &Name) -> bool {
    let agree = |a: &str, b: &str| a.is_empty() || b.is_empty() || a == b;
    fold(&a.family) == fold(&b.family)
        && fold(&a.given) == fold(&b.given)
        && agree(&fold(&a.patronymic), &fold(&b.patronymic))
}

/// The papers of a child who is new: who attends has a contract from enrolment (КП ережесі 7.1), and nobody has agreed
/// to anything yet (Order 92 ¶11).
pub fn first_papers(attends: bool) -> Papers {
    let contract = if attends { Agreement::Signed } else { Agreement::Missing };
    Papers { consent: Agreement::Missing, contract }
}

/// The contract of a child who comes into a group, or is raised at home from now on: the contract of enrolment ends
/// with it, and КП asks for one of its own (КП ережесі 7.1).
pub fn contract_after_move(attended: bool, attends: bool, contract: Agreement) -> Agreement {
    if attended == attends { contract } else { first_papers(attends).contract }
}

/// Where a child's papers stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Papers {
    /// Consent to ППҚҚ support.
    pub consent: Agreement,
    /// Contract with the head.
    pub contract: Agreement,
}
