//! A session in somebody's hand: what others see of a drag before it is put down.

use serde::{Deserialize, Serialize};

use crate::{PersonId, Plan, RoomId, Slot, time::DAY};

/// After so many seconds without news nobody holds it any more: a page may be gone without a word.
pub const LASTS: u32 = 10;

/// Most specialists that a session is shown with.
const MOST: usize = 10;

/// Where a session is held over: when, with whom, in which room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Over {
    /// When it would be.
    pub slot: Slot,
    /// Who would hold it.
    pub staff: Vec<PersonId>,
    /// Where it would be; None by video.
    pub room: Option<RoomId>,
}

impl Over {
    /// Where this plan would put it.
    pub fn of(plan: &Plan) -> Self {
        Self { slot: plan.slot, staff: plan.staff.clone(), room: plan.room }
    }

    /// The plan as it would be if it were put down there.
    #[must_use]
    pub fn onto(&self, plan: &Plan) -> Plan {
        Plan { slot: self.slot, staff: self.staff.clone(), room: self.room, ..plan.clone() }
    }

    /// Whether it is a place in a day at all. What the rules say of it is asked when it is put down.
    pub fn is_sound(&self) -> bool {
        let Slot { start, minutes, .. } = self.slot;
        minutes > 0 && start < DAY && minutes <= DAY - start && self.staff.len() <= MOST
    }
}
