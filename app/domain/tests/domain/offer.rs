//! The line before a full session, and the place that is offered to it.

use std::collections::BTreeSet;

use domain::{
    ChildId, Kind, Plan, Settings, Status, WaitId,
    offer::{Ended, Line, Step, places_for, position, steps, take, until},
    time::Moment,
};
use proptest::{collection::vec, prelude::*};
use uuid::Uuid;

use crate::kindergarten::*;

fn moment(days: i64, clock: &str) -> Moment {
    let slot = at(days, clock, 0);
    Moment { day: slot.day, minute: slot.start }
}

fn line(n: u128) -> Line {
    Line { id: WaitId(Uuid::from_u128(n)), child: child(AT_HOME + n), until: None, ended: None }
}

/// A session on Wednesday at ten with so many children, and so many places.
fn full_of(children: u128, places: u8) -> Plan {
    let seated: Vec<u128> = (0..children).map(|n| 900 + n).collect();
    let base = play(Kind::PlayOnline, []);
    let seats = seated.iter().map(|n| domain::Seat { child: child(*n), with_parent: true }).collect();
    Plan { slot: at(2, "10:00", 20), seats, places, open: true, status: Status::Confirmed, ..base }
}

/// Takes every step that there is to take, and gives them.
fn settle(plan: &Plan, lines: &mut [Line], now: Moment, can_take: impl Fn(ChildId) -> bool) -> Vec<Step> {
    let taken = steps(plan, lines, now, &Settings::default(), can_take);
    for step in &taken {
        take(lines, *step);
    }
    taken
}

#[test]
fn an_offer_holds_for_two_hours_and_never_longer_than_parents_may_book() {
    let (slot, settings) = (at(2, "10:00", 20), Settings::default());
    assert_eq!(until(&slot, moment(1, "09:00"), &settings), Some(moment(1, "11:00")));
    assert_eq!(until(&slot, moment(1, "23:30"), &settings), Some(moment(2, "01:30")));
    assert_eq!(until(&slot, moment(2, "07:15"), &settings), Some(moment(2, "08:00")));
    assert_eq!(until(&slot, moment(2, "08:00"), &settings), None);
    assert_eq!(until(&slot, moment(3, "08:00"), &settings), None);
    // Before dawn the last moment is on the day before.
    let early = Settings { booking_notice: 12 * 60, offer_minutes: 600, ..settings };
    assert_eq!(until(&slot, moment(1, "20:00"), &early), Some(moment(1, "22:00")));
}

#[test]
fn a_place_goes_down_the_line_until_somebody_takes_it() {
    let (plan, mut lines) = (full_of(2, 3), [line(1), line(2)]);
    let now = moment(1, "09:00");
    assert_eq!(settle(&plan, &mut lines, now, |_| true), [Step::Offer(lines[0].id, moment(1, "11:00"))]);
    assert_eq!(settle(&plan, &mut lines, now, |_| true), [], "it is made once");
    assert_eq!(settle(&plan, &mut lines, moment(1, "10:59"), |_| true), []);
    let (first, second) = (lines[0].id, lines[1].id);
    let lapsed = settle(&plan, &mut lines, moment(1, "11:00"), |_| true);
    assert_eq!(lapsed, [Step::Lapse(first), Step::Offer(second, moment(1, "13:00"))]);
    assert_eq!((position(&lines, first), position(&lines, second)), (None, Some(1)));
    // Nobody is left: the place is everybody's.
    settle(&plan, &mut lines, moment(1, "13:00"), |_| true);
    assert_eq!(places_for(&plan, &lines, child(AT_HOME), moment(1, "13:00")), 1);
}

#[test]
fn who_cannot_take_it_is_passed_over_and_keeps_the_place_in_the_line() {
    let (plan, mut lines) = (full_of(2, 3), [line(1), line(2)]);
    let (busy, second) = (lines[0].child, lines[1].id);
    let now = moment(1, "09:00");
    assert_eq!(settle(&plan, &mut lines, now, |who| who != busy), [Step::Offer(second, moment(1, "11:00"))]);
    assert_eq!(position(&lines, lines[0].id), Some(1));
    assert_eq!(places_for(&plan, &lines, busy, now), 0, "one offer at a time, all the same");
}

#[test]
fn while_it_is_offered_nobody_else_can_take_it() {
    let mut lines = [line(1), line(2)];
    let (now, stranger) = (moment(1, "09:00"), child(AT_HOME));
    settle(&full_of(2, 3), &mut lines, now, |_| true);
    let left = |free: u8, who| places_for(&full_of(1, free + 1), &lines, who, now);
    assert_eq!([left(1, lines[0].child), left(1, lines[1].child), left(1, stranger)], [1, 0, 0]);
    // Two places for two who wait: the second need not wait for the first to answer, and nobody else comes in between.
    assert_eq!([left(2, lines[1].child), left(2, stranger), left(3, stranger)], [1, 0, 1]);
}

#[test]
fn filled_by_hand_the_offer_ends_and_the_family_stays_where_it_stood() {
    let mut lines = [line(1), line(2)];
    let now = moment(1, "09:00");
    settle(&full_of(2, 3), &mut lines, now, |_| true);
    assert_eq!(settle(&full_of(3, 3), &mut lines, now, |_| true), [Step::Withdraw(lines[0].id)]);
    assert_eq!((lines[0].ended, position(&lines, lines[0].id)), (Some(Ended::Filled), Some(1)));
    // The next place is theirs again.
    let next = settle(&full_of(2, 3), &mut lines, now, |_| true);
    assert_eq!(next, [Step::Offer(lines[0].id, moment(1, "11:00"))]);
    assert_eq!(lines[0].ended, None);
}

#[test]
fn an_offer_does_not_outlive_its_session() {
    let mut lines = [line(1)];
    let now = moment(1, "09:00");
    let plan = full_of(2, 3);
    settle(&plan, &mut lines, now, |_| true);
    let earlier = Plan { slot: at(1, "12:00", 20), ..plan.clone() };
    assert_eq!(settle(&earlier, &mut lines, now, |_| true), [Step::Shorten(lines[0].id, moment(1, "10:00"))]);
    let off = Plan { status: Status::Cancelled, ..plan.clone() };
    assert_eq!(settle(&off, &mut lines, now, |_| true), [Step::Withdraw(lines[0].id)]);
    let closed = Plan { open: false, ..plan };
    assert_eq!(settle(&closed, &mut lines, now, |_| true), []);
}

/// What happens to a session while families wait for it.
#[derive(Clone, Copy, Debug)]
enum Happens {
    Leaves,
    Places(u8),
    Joins(u128),
    Goes(u128),
    Accepts,
    Declines,
    Books(u128),
    Seated(u128),
    Busy(u128),
    Later(i64),
}

fn anything() -> impl Strategy<Value = Happens> {
    prop_oneof![
        3 => Just(Happens::Leaves),
        1 => (1..6_u8).prop_map(Happens::Places),
        4 => (0..8_u128).prop_map(Happens::Joins),
        1 => (0..8_u128).prop_map(Happens::Goes),
        2 => Just(Happens::Accepts),
        1 => Just(Happens::Declines),
        3 => (0..8_u128).prop_map(Happens::Books),
        1 => (0..8_u128).prop_map(Happens::Seated),
        1 => (0..8_u128).prop_map(Happens::Busy),
        3 => (1..180_i64).prop_map(Happens::Later),
    ]
}

/// A session with its line, as a kindergarten would live through it.
struct Life {
    plan: Plan,
    lines: Vec<Line>,
    busy: BTreeSet<ChildId>,
    now: Moment,
    came: u128,
}

impl Life {
    fn of(n: u128) -> ChildId {
        child(AT_HOME + n)
    }

    fn seat(&mut self, who: ChildId) {
        self.plan.seats.push(domain::Seat { child: who, with_parent: true });
        self.lines.retain(|line| line.child != who);
    }

    fn offered(&self) -> Option<Line> {
        self.lines.iter().copied().find(|line| line.is_offered(self.now))
    }

    /// Lets something happen. What the rules would refuse does not.
    fn live(&mut self, what: Happens) {
        match what {
            Happens::Leaves => {
                self.plan.seats.pop();
            }
            Happens::Places(places) => {
                self.plan.places = places.max(u8::try_from(self.plan.children()).unwrap());
            }
            Happens::Joins(n) => {
                let who = Self::of(n);
                let none = places_for(&self.plan, &self.lines, who, self.now) == 0;
                if none && !self.plan.has(who) && !self.lines.iter().any(|line| line.child == who && line.stands()) {
                    self.came += 1;
                    self.lines.retain(|line| line.child != who);
                    self.lines.push(Line {
                        id: WaitId(Uuid::from_u128(self.came)),
                        child: who,
                        until: None,
                        ended: None,
                    });
                }
            }
            Happens::Goes(n) => self.lines.retain(|line| line.child != Self::of(n)),
            Happens::Accepts => {
                if let Some(line) = self.offered().filter(|line| !self.busy.contains(&line.child)) {
                    assert!(places_for(&self.plan, &self.lines, line.child, self.now) > 0, "offered, and not there");
                    self.seat(line.child);
                }
            }
            Happens::Declines => {
                if let Some(offered) = self.offered() {
                    self.lines.retain(|line| line.id != offered.id);
                }
            }
            Happens::Books(n) => {
                let who = Self::of(n);
                let held = self.offered().map(|line| line.child);
                let can = !self.busy.contains(&who) && !self.plan.has(who);
                if can && places_for(&self.plan, &self.lines, who, self.now) > 0 {
                    self.seat(who);
                    if let Some(held) = held.filter(|held| *held != who) {
                        assert!(
                            places_for(&self.plan, &self.lines, held, self.now) > 0,
                            "somebody has taken what was offered to another"
                        );
                    }
                }
            }
            // A specialist asks nobody.
            Happens::Seated(n) => {
                if self.plan.free() > 0 && !self.plan.has(Self::of(n)) {
                    self.seat(Self::of(n));
                }
            }
            Happens::Busy(n) => {
                if !self.busy.remove(&Self::of(n)) {
                    self.busy.insert(Self::of(n));
                }
            }
            Happens::Later(minutes) => self.now = self.now.after(minutes),
        }
    }
}

proptest! {
    /// Whatever happens: one offer at a time, never without a place, in the order of coming, never to who could not take
    /// it, never beyond its time; and after the steps there are no more to take.
    #[test]
    fn the_line_is_just(story in vec(anything(), 1..60)) {
        let mut life = Life {
            plan: full_of(3, 3),
            lines: Vec::new(),
            busy: BTreeSet::new(),
            now: moment(0, "08:00"),
            came: 0,
        };
        for what in story {
            life.live(what);
            let (busy, now) = (life.busy.clone(), life.now);
            let can_take = |who: ChildId| !busy.contains(&who);
            let before = life.lines.clone();
            let taken = settle(&life.plan, &mut life.lines, now, can_take);
            let out: Vec<_> = life.lines.iter().filter(|line| line.until.is_some()).copied().collect();
            prop_assert!(out.len() <= 1, "two at once: {out:?}");
            prop_assert!(out.len() <= life.plan.free(), "no place to offer: {out:?}");
            for line in &out {
                let until = line.until.unwrap();
                prop_assert!(now < until && until <= now.after(120), "{until:?}");
                prop_assert!(until <= moment(2, "08:00"), "longer than parents may book");
            }
            for step in &taken {
                if let Step::Offer(id, _) = step {
                    let at = before.iter().position(|line| line.id == *id).unwrap();
                    let passed = before[..at].iter().filter(|line| line.stands() && line.until.is_none());
                    prop_assert!(passed.clone().all(|line| !can_take(line.child)), "passed over: {passed:?}");
                }
            }
            prop_assert_eq!(settle(&life.plan, &mut life.lines, now, can_take), []);
            // Who has lapsed stays out, and an idle place is nobody's for ever.
            if out.is_empty() {
                prop_assert_eq!(places_for(&life.plan, &life.lines, child(AT_HOME + 99), now), life.plan.free());
            }
            let positions: Vec<_> = life.lines.iter().filter_map(|line| position(&life.lines, line.id)).collect();
            prop_assert_eq!(&positions, &(1..=u16::try_from(positions.len()).unwrap()).collect::<Vec<_>>());
        }
    }
}
