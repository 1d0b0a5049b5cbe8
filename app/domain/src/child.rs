//! What the rules need to know of a child, and no more.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{Agreement, ChildId, GroupId, Kind, Name, kind::Paper};

/// Who is supported by ППҚҚ (Order 92 ¶8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// ¶8.1: behavioural and emotional problems.
    Behaviour,
    /// ¶8.2: social, psychological, economic, language, cultural barriers.
    Social,
    /// ¶8.3: limited abilities.
    Limited,
}

crate::id::codes! { Category { Behaviour = "8.1", Social = "8.2", Limited = "8.3" } }

/// The conclusion of the psychological-medical-pedagogical consultation.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Pmpk {
    /// Its number.
    pub no: String,
    /// The last day on which it holds.
    pub valid_until: NaiveDate,
}

/// How many sessions of a kind a child needs in a week (Order 92 ¶16).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Quota {
    /// The kind.
    pub kind: Kind,
    /// Sessions in a week.
    pub per_week: u8,
}

/// What only those who work with the child may know.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Needs {
    /// Why the child is supported.
    pub category: Option<Category>,
    /// The developmental disorder, in the words of the conclusion.
    pub disorder: Option<String>,
    /// The conclusion.
    pub pmpk: Option<Pmpk>,
    /// Weekly sessions.
    pub quota: Vec<Quota>,
}

/// A child.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Child {
    /// Its id.
    pub id: ChildId,
    /// Its name.
    pub name: Name,
    /// Date of birth.
    pub born: NaiveDate,
    /// The group of the kindergarten, none for children raised at home.
    pub group: Option<GroupId>,
    /// Attends the kindergarten.
    pub attends: bool,
    /// The last day on which it is here, once it has left or is about to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<NaiveDate>,
    /// Consent to ППҚҚ support (Order 92 ¶11).
    pub consent: Agreement,
    /// The last day on which the consent holds, None for one without an end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent_until: Option<NaiveDate>,
    /// Contract with the head (КП ережесі 7.1).
    pub contract: Agreement,
    /// The last day on which the contract holds, None for one without an end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract_until: Option<NaiveDate>,
    /// None when the reader may not know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needs: Option<Needs>,
}

impl Child {
    /// Whether it is still here on this day.
    pub fn is_here(&self, day: NaiveDate) -> bool {
        self.left.is_none_or(|left| day <= left)
    }

    /// Whole years on `today`.
    pub fn age(&self, today: NaiveDate) -> u32 {
        today.years_since(self.born).unwrap_or(0)
    }

    /// Whether a paper is signed and in force on a day.
    pub fn holds(&self, paper: Paper, day: NaiveDate) -> bool {
        let (agreement, until) = match paper {
            Paper::Consent => (self.consent, self.consent_until),
            Paper::Contract => (self.contract, self.contract_until),
        };
        agreement.in_force() && until.is_none_or(|until| day <= until)
    }
}
