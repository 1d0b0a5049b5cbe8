//! What one has picked up, by pointer or by keys, and where it would go: pure, so that it can be tested.

use domain::{
    Plan, SessionId,
    time::{DAY, STEP},
};

use super::column::Column;

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grip {
    /// A session, to another time or column.
    Move,
    /// The lower edge of a session.
    Resize,
    /// An empty area, to make a session of it.
    Create,
    /// A child from the list, onto an empty area or into a session.
    Seat,
}

/// Something picked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drag {
    /// What is being done.
    pub grip: Grip,
    /// The session as it was, and the version of it that was picked up.
    pub session: Option<(SessionId, i64)>,
    /// The plan as it was.
    pub base: Plan,
    /// The column that it was taken from.
    pub home: Column,
    /// The column that it is over.
    pub over: Column,
    /// Its first minute now.
    pub start: u16,
    /// Its length now.
    pub minutes: u16,
    /// Where in the session the pointer holds it, in minutes from its start; for a new one, the minute at which it was begun.
    held: i32,
    /// First and last minute of the grid.
    window: (u16, u16),
}

impl Drag {
    /// Picks something up at a minute of a column.
    pub fn pick(
        grip: Grip,
        session: Option<(SessionId, i64)>,
        base: Plan,
        home: Column,
        minute: i32,
        window: (u16, u16),
    ) -> Self {
        let (start, minutes) = (base.slot.start, base.slot.minutes);
        let held = match grip {
            Grip::Move => minute - i32::from(start),
            Grip::Resize => minute - i32::from(start + minutes),
            Grip::Create => i32::from(down(minute, window)),
            Grip::Seat => 0,
        };
        Self { grip, session, base, home, over: home, start, minutes, held, window }
    }

    /// The pointer is at a minute of a column. Whether anything is different now.
    pub fn point(&mut self, over: Column, minute: i32) -> bool {
        let before = (self.over, self.start, self.minutes);
        match self.grip {
            Grip::Move | Grip::Seat => {
                self.over = over;
                self.start = self.fit(near(minute - self.held));
            }
            Grip::Resize => self.set_minutes(near(minute - self.held) - i32::from(self.start)),
            Grip::Create => {
                let (anchor, there) = (self.held, i32::from(down(minute, self.window)));
                let (first, last) = if there < anchor { (there, anchor) } else { (anchor, there) };
                self.start = clamp(first, self.window.0, self.window.1);
                self.set_minutes(last - first + i32::from(STEP));
            }
        }
        before != (self.over, self.start, self.minutes)
    }

    /// By keys: earlier or later.
    pub fn slide(&mut self, minutes: i32) {
        // From a crooked time to the next straight one.
        self.start = self.fit(near(i32::from(self.start) + minutes));
    }

    /// By keys: longer or shorter.
    pub fn stretch(&mut self, minutes: i32) {
        self.set_minutes(i32::from(self.minutes) + minutes);
    }

    /// By keys: another column.
    pub fn across(&mut self, over: Column) {
        self.over = over;
    }

    /// To one of the times that were offered.
    pub fn settle(&mut self, start: u16) {
        self.start = start;
    }

    /// The plan as it would be.
    pub fn plan(&self) -> Plan {
        let mut plan = self.base.clone();
        self.over.receive(&mut plan, &self.home);
        plan.slot.start = self.start;
        plan.slot.minutes = self.minutes;
        plan
    }

    /// Whether it is anywhere else than it was.
    pub fn moved(&self) -> bool {
        let slot = self.base.slot;
        self.over != self.home || (self.start, self.minutes) != (slot.start, slot.minutes)
    }

    fn set_minutes(&mut self, minutes: i32) {
        let longest = self.window.1.saturating_sub(self.start).max(STEP);
        self.minutes = clamp(minutes, STEP, longest);
    }

    fn fit(&self, start: i32) -> u16 {
        let (from, to) = self.window;
        clamp(start, from, to.saturating_sub(self.minutes).max(from))
    }
}

/// The nearest multiple of the step.
pub(super) fn near(minute: i32) -> i32 {
    let step = i32::from(STEP);
    (minute + step / 2).div_euclid(step) * step
}

/// The step that a minute is in.
fn down(minute: i32, window: (u16, u16)) -> u16 {
    let step = i32::from(STEP);
    clamp(minute.div_euclid(step) * step, window.0, window.1.saturating_sub(STEP))
}

/// A minute of the day within a window.
pub(super) fn clamp(minute: i32, from: u16, to: u16) -> u16 {
    u16::try_from(minute.clamp(0, i32::from(DAY))).unwrap_or(0).clamp(from, to.max(from))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::calendar::column::{
        Of,
        tests::{day, person, plan},
    };

    const WINDOW: (u16, u16) = (480, 1080);

    fn column(n: u32) -> Column {
        Column { day: day(n), of: Of::All }
    }

    fn picked(grip: Grip, minute: i32) -> Drag {
        Drag::pick(grip, None, plan(620, 20), column(23), minute, WINDOW)
    }

    fn at(drag: &Drag) -> (u16, u16) {
        (drag.start, drag.minutes)
    }

    #[test]
    fn a_session_follows_the_point_at_which_it_is_held_and_snaps() {
        let mut drag = picked(Grip::Move, 628);
        assert!(!drag.moved());
        assert!(drag.point(column(24), 651));
        assert_eq!((at(&drag), drag.plan().slot.day), ((645, 20), day(24)));
        assert!(!drag.point(column(24), 652), "within the same step nothing is different");
        assert!(drag.point(column(23), 628) && !drag.moved());
    }

    #[test]
    fn a_session_does_not_leave_the_grid() {
        let mut drag = picked(Grip::Move, 620);
        drag.point(column(23), -400);
        assert_eq!(at(&drag), (480, 20));
        drag.point(column(23), 5000);
        assert_eq!(at(&drag), (1060, 20));
    }

    #[test]
    fn the_lower_edge_makes_it_longer_and_never_less_than_a_step() {
        let mut drag = picked(Grip::Resize, 640);
        drag.point(column(25), 661);
        assert_eq!((at(&drag), drag.over), ((620, 40), column(23)));
        drag.point(column(23), 300);
        assert_eq!(at(&drag), (620, 5));
        drag.point(column(23), 9000);
        assert_eq!(at(&drag), (620, 460));
    }

    #[test]
    fn an_empty_area_is_drawn_downwards_and_upwards() {
        let mut drag = picked(Grip::Create, 603);
        drag.point(column(23), 641);
        assert_eq!(at(&drag), (600, 45));
        drag.point(column(23), 561);
        assert_eq!(at(&drag), (560, 45));
    }

    #[test]
    fn keys_slide_stretch_and_cross() {
        let mut drag = Drag::pick(Grip::Move, None, plan(622, 20), column(23), 622, WINDOW);
        drag.slide(5);
        assert_eq!(drag.start, 625);
        drag.slide(-60);
        drag.stretch(10);
        drag.across(column(26));
        assert_eq!((at(&drag), drag.plan().slot.day), ((565, 30), day(26)));
        drag.slide(-6000);
        drag.stretch(-600);
        assert_eq!(at(&drag), (480, 5));
    }

    #[test]
    fn across_specialists_the_plan_changes_hands() {
        let lane = |n| Column { day: day(23), of: Of::Staff(Some(person(n))) };
        let mut drag = Drag::pick(Grip::Move, None, plan(620, 20), lane(1), 620, WINDOW);
        drag.point(lane(2), 620);
        assert_eq!(drag.plan().staff, [person(2)]);
        drag.point(lane(1), 620);
        assert_eq!(drag.plan().staff, [person(1)]);
    }
}
