//! Where a plan can't go: the parts of a column that no legal placing of it covers.

use domain::{Context, Plan, rules::free, time::STEP};

use super::column::Column;

/// Some reason.
const GIVEN: &str = "…";

/// A column while something is dragged over it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shade {
    /// Every minute at which the plan may begin.
    pub starts: Vec<u16>,
    /// The stretches that are shaded, as (start, end).
    pub closed: Vec<(u16, u16)>,
    /// The stretches where it may go with a written reason.
    pub asks: Vec<(u16, u16)>,
}

impl Shade {
    /// Asks the rules for every start in the column, once.
    pub fn of(plan: &Plan, home: &Column, column: &Column, window: (u16, u16), context: &Context) -> Self {
        let mut plan = plan.clone();
        column.receive(&mut plan, home);
        let legal = |plan: &Plan| free(plan, column.day, STEP, context).iter().map(|slot| slot.start).collect();
        let starts: Vec<u16> = legal(&plan);
        if !starts.is_empty() || plan.reason.is_some() {
            let closed = closed(&starts, plan.slot.minutes, window);
            return Self { starts, closed, asks: Vec::new() };
        }
        // What asks for a reason does so at every hour: the reason would open what nothing else closes.
        plan.reason = Some(GIVEN.to_owned());
        let starts: Vec<u16> = legal(&plan);
        let closed = closed(&starts, plan.slot.minutes, window);
        let asks = between(&closed, window);
        Self { starts, closed, asks }
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

/// What is left of the window when these stretches, which follow each other, are taken out of it.
fn between(closed: &[(u16, u16)], (from, to): (u16, u16)) -> Vec<(u16, u16)> {
    let ends = std::iter::once(from).chain(closed.iter().map(|(_, end)| *end));
    let starts = closed.iter().map(|(start, _)| *start).chain([to]);
    ends.zip(starts).filter(|(end, start)| end < start).collect()
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
    fn what_is_not_closed_lies_between() {
        assert_eq!(between(&[(480, 540), (565, 700)], (480, 780)), [(540, 565), (700, 780)]);
        assert_eq!(between(&[], (480, 600)), [(480, 600)]);
        assert_eq!(between(&[(480, 600)], (480, 600)), []);
    }

    #[test]
    fn the_nearest_starts_come_first() {
        let shade = Shade { starts: vec![500, 540, 600, 700], ..Shade::default() };
        assert_eq!(shade.near(590), [600, 540, 500]);
    }
}
