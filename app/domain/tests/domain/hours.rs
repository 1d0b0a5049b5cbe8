use domain::{
    Kind, Plan,
    context::Holiday,
    time::{Moment, shift},
};

use crate::kindergarten::*;

fn when(days: i64, clock: &str) -> Plan {
    Plan { slot: at(days, clock, 20), ..lesson(Kind::Individual, [1]) }
}

#[test]
fn nothing_begins_in_the_past() {
    let mut context = empty();
    context.now = Moment { day: monday(), minute: 10 * 60 };
    fine(&when(0, "10:00"), &context);
    refused(&when(0, "09:55"), &context, "past");
    refused(&draft(when(0, "09:55")), &context, "past");
    refused(&when(-3, "10:00"), &context, "past");
}

#[test]
fn nothing_is_held_on_a_holiday() {
    let mut directory = directory();
    let republic = Holiday { kk: "Республика күні".into(), ru: "День Республики".into() };
    directory.holidays.insert(monday(), republic);
    let context = context(directory, []);
    refused(&when(0, "10:00"), &context, "holiday");
    fine(&when(1, "10:00"), &context);
}

#[test]
fn nothing_is_held_while_the_kindergarten_is_closed() {
    refused(&when(0, "07:50"), &empty(), "closed");
    refused(&when(0, "17:45"), &empty(), "closed");
    refused(&when(5, "10:00"), &empty(), "closed");
    fine(&when(0, "17:40"), &empty());
}

#[test]
fn a_slot_beyond_midnight_is_closed_and_not_a_crash() {
    let mut plan = when(0, "23:50");
    plan.slot.start = u16::MAX;
    plan.slot.minutes = u16::MAX;
    let other = session(1, when(0, "10:00"));
    refused(&plan, &context(directory(), [other]), "closed");
}

#[test]
fn specialists_hold_sessions_in_their_working_hours() {
    refused(&when(0, "08:30"), &empty(), "working_hours");
    fine(&when(0, "09:00"), &empty());
}

#[test]
fn windows_that_touch_are_one() {
    fine(&when(0, "12:50"), &empty());
    let mut directory = directory();
    let hours = &mut directory.staff.get_mut(&person(SPEECH)).unwrap().hours;
    hours.iter_mut().filter(|window| window.start == 13 * 60).for_each(|window| window.start += 5);
    refused(&when(0, "12:50"), &context(directory, []), "working_hours");
}

#[test]
fn every_specialist_of_several_must_be_working() {
    let mut directory = directory();
    directory.staff.get_mut(&person(PSYCHOLOGIST)).unwrap().hours.retain(|window| window.weekday != 1);
    let context = context(directory, []);
    let both = held_by(when(0, "10:00"), [SPEECH, PSYCHOLOGIST]);
    refused(&both, &context, "working_hours");
    let tuesday = Plan { slot: at(1, "10:00", 20), ..both };
    assert_eq!(tuesday.slot.day, shift(monday(), 1));
    fine(&tuesday, &context);
}
