use domain::{
    Context, Kind, Plan, Session, Slot, Weight, check,
    context::Holiday,
    nearest,
    rules::free,
    time::{self, Moment},
};

use crate::kindergarten::*;

fn individual(days: i64, clock: &str) -> Plan {
    Plan { slot: at(days, clock, 20), ..lesson(Kind::Individual, [1]) }
}

/// The speech therapist is busy with other children in another room.
fn busy(n: u128, days: i64, clock: &str) -> Session {
    let plan = lesson(Kind::Small, [2, 3]);
    session(n, Plan { slot: at(days, clock, 45), room: Some(room(2)), ..plan })
}

fn with(sessions: impl IntoIterator<Item = Session>) -> Context {
    context(directory(), sessions)
}

#[test]
fn a_refused_plan_is_offered_the_times_around_it_and_the_same_time_on_other_days() {
    let context = with([busy(1, 1, "10:00")]);
    let plan = individual(1, "10:15");
    assert!(!check(&plan, &context).accepted());
    let offered = nearest(&plan, &context);
    let same_day: Vec<_> = offered.iter().filter(|slot| slot.day == plan.slot.day).collect();
    assert_eq!(same_day, [&at(1, "10:50", 20), &at(1, "09:35", 20), &at(1, "11:10", 20)]);
    assert_eq!(offered[3..], [at(2, "10:15", 20), at(0, "10:15", 20), at(3, "10:15", 20)]);
}

#[test]
fn suggestions_stand_apart_while_there_is_room_and_close_when_there_is_none() {
    let mut directory = directory();
    // Only one half-hour in four weeks is left.
    for days in -20..=20 {
        if days != 1 {
            directory.holidays.insert(time::shift(monday(), days), Holiday::default());
        }
    }
    for hours in &mut directory.hours {
        (hours.start, hours.end) = (600, 630);
    }
    let context = context(directory, []);
    assert_eq!(
        nearest(&individual(0, "10:00"), &context),
        [0, 5, 10].map(|n| Slot { start: 600 + n, ..at(1, "10:00", 20) })
    );
}

#[test]
fn what_no_time_mends_has_no_suggestions() {
    assert_eq!(nearest(&lesson(Kind::Small, 1..=5), &empty()), []);
    let unsigned = held_by(lesson(Kind::Individual, [UNSIGNED]), [PSYCHOLOGIST]);
    assert_eq!(nearest(&unsigned, &empty()), []);
}

#[test]
fn a_reason_that_is_not_given_is_not_suggested_away() {
    let mixed = lesson(Kind::Small, [1, 9]);
    assert_eq!(weight(&mixed, &empty(), "mixed_disorders"), Some(Weight::Reason));
    assert_eq!(nearest(&mixed, &empty()), []);
    assert_eq!(free(&mixed, monday(), 5, &empty()), []);
    let reasoned = Plan { reason: Some("Ортақ мақсат".into()), ..mixed };
    assert_eq!(nearest(&reasoned, &empty()).len(), 6);
}

#[test]
fn nothing_is_suggested_in_the_past() {
    let mut context = with([busy(1, 1, "10:00")]);
    context.now = Moment { day: time::shift(monday(), 1), minute: 10 * 60 + 1 };
    let offered = nearest(&individual(1, "10:15"), &context);
    assert_eq!(offered[0], at(1, "10:50", 20));
    assert!(offered.iter().all(|slot| !context.is_past(slot)));
}

#[test]
fn a_conclusion_that_runs_out_leaves_the_days_before() {
    let mut directory = directory();
    let needs = directory.children.get_mut(&child(1)).unwrap().needs.as_mut().unwrap();
    needs.pmpk.as_mut().unwrap().valid_until = time::shift(monday(), 1);
    let offered = nearest(&individual(3, "10:00"), &context(directory, []));
    assert_eq!(offered, [at(1, "10:00", 20), at(1, "09:40", 20), at(0, "10:00", 20)]);
}

#[test]
fn the_free_times_of_a_day_are_what_is_left_of_it() {
    let context = with([busy(1, 0, "09:00"), busy(2, 0, "10:00"), busy(3, 0, "11:00"), busy(4, 0, "13:00")]);
    let starts: Vec<_> = free(&individual(0, "10:00"), monday(), 30, &context).iter().map(|slot| slot.start).collect();
    // 12:00, 12:30, and every half-hour from 14:00 to 17:30.
    assert_eq!(starts, [&[720, 750][..], &(28..=35).map(|n| n * 30).collect::<Vec<u16>>()].concat());
}

#[test]
fn a_parent_is_offered_reception_hours_only() {
    let booked = session(1, by_parent(play(Kind::PlayInd, [102])));
    let plan = by_parent(play(Kind::PlayInd, [101]));
    let times = free(&plan, monday(), 20, &with([booked]));
    let starts: Vec<_> = times.iter().map(|slot| time::clock(slot.start)).collect();
    assert_eq!(starts, ["16:40", "17:00", "17:20", "17:40"]);
    assert_eq!(free(&plan, time::shift(monday(), 5), 20, &empty()), []);
}
