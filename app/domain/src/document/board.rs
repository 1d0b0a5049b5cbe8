//! How far the family of a child is with a form, for those who ask families: what its row of the board says, and whether
//! it is asked together with the others.

use chrono::NaiveDate;

use super::{FormKind, Signers, State, view::Row};
use crate::time::shift;

/// A renewal is asked for so many days before the end, at the earliest: before that it holds long enough.
pub const RENEWED: i64 = 92;

/// How far a family is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// In force, for long enough.
    InForce,
    /// Signed by the family; the head's signature is awaited.
    AwaitsHead,
    /// The family has it to sign.
    AwaitsFamily,
    /// In force, but it runs out soon.
    RunsOut,
    /// It was in force, and has run out.
    Lapsed,
    /// Signed once, and withdrawn.
    Withdrawn,
    /// The family does not sign it.
    Declined,
    /// Nobody was asked.
    Unasked,
    /// There is no guardian with rights who could sign.
    Nobody,
}

impl Row {
    /// What the row says first.
    pub fn stage(&self, today: NaiveDate) -> Stage {
        let in_force = self.agreement.in_force();
        if self.is_at(State::AwaitsHead) {
            Stage::AwaitsHead
        } else if in_force && !self.runs_out(today) {
            Stage::InForce
        } else if self.is_at(State::Asked) {
            Stage::AwaitsFamily
        } else if in_force {
            Stage::RunsOut
        } else if self.guardians.is_empty() {
            Stage::Nobody
        } else if self.is_at(State::Withdrawn) {
            Stage::Withdrawn
        } else if self.is_at(State::Declined) {
            Stage::Declined
        } else if self.is_at(State::Signed) && !self.signers().any(|document| document.holds(today)) {
            Stage::Lapsed
        } else {
            Stage::Unasked
        }
    }

    /// In force, but not for as long as [`RENEWED`].
    pub fn runs_out(&self, today: NaiveDate) -> bool {
        self.agreement.in_force() && self.until.is_some_and(|until| until < shift(today, RENEWED))
    }

    /// Whether a guardian can be asked by hand: somebody is there who neither has it before them nor has signed for long
    /// enough.
    pub fn may_be_asked(&self, kind: &FormKind, today: NaiveDate) -> bool {
        let soon = shift(today, RENEWED);
        let long_enough = self.agreement.in_force() && !self.runs_out(today);
        let idle = |state: Option<State>| !matches!(state, Some(State::Asked | State::AwaitsHead));
        !long_enough
            && !kind.retired
            && match kind.signers {
                // One signature is enough: as long as one of them has it before them, the other is not bothered.
                Signers::One => {
                    !self.guardians.is_empty()
                        && self.guardians.iter().all(|one| idle(one.document.as_ref().map(|document| document.state)))
                }
                Signers::Every => self.guardians.iter().any(|one| {
                    idle(one.document.as_ref().map(|document| document.state))
                        && !one.document.as_ref().is_some_and(|document| document.holds(soon))
                }),
            }
    }

    /// Whether the family is asked together with the others. Never one that has declined or withdrawn: whoever said no
    /// is asked again by somebody who has talked with them.
    pub fn is_asked_together(&self, kind: &FormKind, today: NaiveDate) -> bool {
        self.may_be_asked(kind, today) && !self.is_at(State::Declined) && !self.is_at(State::Withdrawn)
    }

    /// Whether the latest document of some guardian stands there.
    pub fn is_at(&self, state: State) -> bool {
        self.signers().any(|document| document.state == state)
    }

    fn signers(&self) -> impl Iterator<Item = &super::Document> {
        self.guardians.iter().filter_map(|one| one.document.as_ref())
    }
}
