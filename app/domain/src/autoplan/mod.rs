//! A week's sessions that are still missing, proposed: who, when, where, with whom, so that no rule speaks against it.
//!
//! Nothing that is planned already is touched. What is proposed is a draft that could be confirmed as it is: every
//! proposal has been before [`check`](crate::check), as a confirmed session among the others. The same input gives the
//! same proposals.

mod board;
mod minutes;
mod need;
mod place;
mod repair;
mod roster;
mod why;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{Child, ChildId, Context, GroupId, Kind, PersonId, Plan, Rule, Status, Verdict, Weight, check};

pub use need::Need;
pub use why::Obstacle;

/// For whom sessions are proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Every child that needs one.
    Everybody,
    /// The children of a group of the kindergarten.
    Group(GroupId),
    /// One child. Others who need the same may sit with it.
    Child(ChildId),
}

impl Scope {
    /// Whether the child is meant.
    pub fn covers(&self, child: &Child) -> bool {
        match self {
            Self::Everybody => true,
            Self::Group(group) => child.group == Some(*group),
            Self::Child(id) => child.id == *id,
        }
    }
}

/// A session that could be held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Its number among the proposals, from 1, in the order of time.
    pub number: u16,
    /// A draft.
    pub plan: Plan,
}

/// Sessions of a child for which there is no place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unplaced {
    /// Who.
    pub child: ChildId,
    /// Of which kind.
    pub kind: Kind,
    /// How many.
    pub missing: u8,
    /// What stood in the way, the most telling first. Never empty.
    pub why: Vec<Obstacle>,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposals {
    /// What could be held, in the order of time.
    pub proposals: Vec<Proposal>,
    /// What could not.
    pub unplaced: Vec<Unplaced>,
}

/// Proposes what is missing in the week of a day.
///
/// `needs` are everybody's (see [`Context::needs`]); those outside the scope are met only where a group is completed by
/// them. `holder`: whoever may plan their own sessions only is the one who holds them.
pub fn propose(context: &Context, needs: &[Need], scope: Scope, day: NaiveDate, holder: Option<PersonId>) -> Proposals {
    place::Planner::new(context, day, holder).propose(needs, scope)
}

/// What speaks against a proposal as it would against a confirmed session, with nothing left to overrule: what asks for
/// a reason, and a session more than the child needs (Order 92 ¶16), refuse it.
pub fn judge(plan: &Plan, context: &Context) -> Verdict {
    let confirmed = Plan { status: Status::Confirmed, ..plan.clone() };
    let mut verdict = check(&confirmed, context);
    for finding in &mut verdict.findings {
        if finding.weight == Weight::Reason || matches!(finding.rule, Rule::QuotaOver { .. }) {
            finding.weight = Weight::Refuse;
        }
    }
    verdict
}
