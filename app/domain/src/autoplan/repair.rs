//! What found no place at first: something proposed earlier makes way, or a group grows smaller.

use super::place::{Failed, Planner, Unit, fail};
use crate::{Child, Plan, Slot};

/// How many places that were found are given up to try another, in all and for one session.
pub(super) const REPAIRS: usize = 1200;
const REPAIRS_EACH: usize = 40;

impl<'a> Planner<'a> {
    /// Gives up a place found earlier, if what it was for can go elsewhere.
    pub(super) fn repair(&mut self, unit: Unit<'a>) -> Option<Unit<'a>> {
        if unit.holders.is_empty() {
            return Some(unit);
        }
        let mut tries = 0;
        for number in 0..self.placed.len() {
            if tries >= REPAIRS_EACH || self.repairs == 0 {
                break;
            }
            let (other, plan) = self.placed[number].clone();
            let shares_child = other.children.iter().any(|child| unit.children.iter().any(|one| one.id == child.id));
            let shares_time =
                unit.holders.iter().any(|holder| plan.staff.contains(&self.board.holders[*holder].staff.id));
            if !(shares_child || shares_time && self.is_free_then(&unit, &plan)) {
                continue;
            }
            (tries, self.repairs) = (tries + 1, self.repairs - 1);
            self.board.remove(number, &plan);
            if let Some(mine) = self.find(&unit) {
                let new = self.placed.len();
                self.board.put(new, &mine);
                if let Some(theirs) = self.find(&other) {
                    self.board.put(number, &theirs);
                    self.placed[number] = (other, theirs);
                    self.placed.push((unit, mine));
                    return None;
                }
                self.board.remove(new, &mine);
            }
            self.board.put(number, &plan);
        }
        Some(unit)
    }

    /// Whether the children have time around where this plan is: else it would be given up for nothing.
    fn is_free_then(&self, unit: &Unit, plan: &Plan) -> bool {
        let Some(day) = self.board.days.iter().position(|day| *day == plan.slot.day) else { return false };
        let free = self.board.free_of(&unit.children, day);
        free.starts(self.minutes(unit)).any(|start| {
            let slot = Slot { day: plan.slot.day, start, minutes: self.minutes(unit) };
            slot.overlaps(&plan.slot)
        })
    }

    /// A group that finds no time together is tried smaller: in halves, else without the child who has least time. Who is
    /// left out, is left out.
    pub(super) fn shrink(&mut self, unit: Unit<'a>, failed: &mut Failed) {
        let Some(unit) = self.settle(unit) else { return };
        let min = usize::from(unit.rule.children.0.max(1));
        let with = |children: Vec<&'a Child>, planner: &Self| {
            let mut part = Unit { children, ..unit.clone() };
            part.holders = planner.holders(&part);
            part
        };
        if unit.children.len() >= 2 * min {
            let (one, other) = unit.children.split_at(unit.children.len() / 2);
            let (one, other) = (with(one.to_vec(), self), with(other.to_vec(), self));
            self.shrink(one, failed);
            self.shrink(other, failed);
        } else if unit.children.len() > min {
            let free = |child: &Child| -> usize {
                (0..self.board.days.len())
                    .map(|day| self.board.free_of(&[child], day).starts(self.minutes(&unit)).count())
                    .sum()
            };
            let busiest = unit.children.iter().min_by_key(|child| (free(child), child.id)).map(|child| child.id);
            let (rest, out): (Vec<_>, Vec<_>) = unit.children.iter().partition(|child| Some(child.id) != busiest);
            let why = self.why(&unit);
            for child in out {
                fail(failed, child, unit.rule, why.clone());
            }
            let rest = with(rest, self);
            self.shrink(rest, failed);
        } else {
            let why = self.why(&unit);
            for child in &unit.children {
                fail(failed, child, unit.rule, why.clone());
            }
        }
    }
}
