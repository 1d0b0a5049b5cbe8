//! Where a plan can't go: the parts of a column that no legal placing of it covers.

use domain::{Context, Plan, rules::free, time::STEP};

use super::column::Column;

/// A column while something is dragged over it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shade {
    /// Every minute at which the plan may begin.
    pub starts: Vec<u16>,
    /// The stretches that are shaded, as (start, end).
    pub closed: Vec<(u16, u16)>,
}

impl Shade {
    /// Asks the rules for every start in the column, once.
    pub fn of(plan: &Plan, home: &Column, column: &Column, window: (u16, u16), context: &Context) -> Self {
        let mut plan = plan.clone();
        column.receive(&mut plan, home);
        let starts: Vec<u16> = free(&plan, column.day, STEP, context).iter().map(|slot| slot.start).collect();
        let closed = closed(&starts, plan.slot.minutes, window);
        Self { starts, closed }
    }

    /// The three legal starts nearest to a minute, nearest first.
    pub fn near(&self, minute: u16) -> Vec<u16> {
        let mut starts = self.starts.clone();
        starts.sort_by_key(|start| (start.abs_diff(minute), *start));
        starts.truncate(3);
        starts
    }
}

/// What is left of the window when every stretch from a legal start is taken out of it.
pub fn closed(starts: &[u16], minutes: u16, (from, to): (u16, u16)) -> Vec<(u16, u16)> {
    let mut closed = Vec::new();
    let mut reached = from;
    for start in starts {
        if *start > reached {
            closed.push((reached, (*start).min(to)));
        }
        reached = reached.max(start.saturating_add(minutes));
    }
    if reached < to {
        closed.push((reached, to));
    }
    closed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_legal_placing_covers_stays_bright() {
        assert_eq!(closed(&[540, 545, 700], 20, (480, 780)), [(480, 540), (565, 700), (720, 780)]);
    }

    #[test]
    fn where_nothing_is_legal_all_is_shaded_and_where_all_is_nothing() {
        assert_eq!(closed(&[], 20, (480, 600)), [(480, 600)]);
        let all: Vec<u16> = (480..=580).step_by(5).collect();
        assert_eq!(closed(&all, 20, (480, 600)), []);
    }

    #[test]
    fn the_nearest_starts_come_first() {
        let shade = Shade { starts: vec![500, 540, 600, 700], closed: Vec::new() };
        assert_eq!(shade.near(590), [600, 540, 500]);
    }
}
