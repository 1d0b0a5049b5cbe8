use domain::{Kind, Plan, Seat, time::shift};

use crate::kindergarten::*;

#[test]
fn a_child_sits_in_a_session_once() {
    let plan = lesson(Kind::Small, [1, 2, 1]);
    refused(&draft(plan), &empty(), "child_twice");
    fine(&lesson(Kind::Small, [1, 2, 3]), &empty());
}

#[test]
fn a_child_whom_the_reader_does_not_know_is_refused() {
    let mut plan = lesson(Kind::Small, [1, 2]);
    plan.seats.push(Seat { child: child(99), with_parent: false });
    refused(&plan, &empty(), "unknown_child");
}

#[test]
fn a_child_who_has_left_is_planned_for_no_more() {
    let plan = lesson(Kind::Individual, [1]);
    let last_day = |day| {
        let mut directory = directory();
        directory.children.get_mut(&child(1)).unwrap().left = Some(day);
        context(directory, [])
    };
    fine(&plan, &last_day(plan.slot.day));
    let gone = last_day(shift(plan.slot.day, -1));
    refused(&plan, &gone, "child_left");
    refused(&draft(plan.clone()), &gone, "child_left");
    refused(&by_parent(plan), &gone, "child_left");
}

#[test]
fn a_parent_takes_part_in_play_with_the_child() {
    let mut plan = play(Kind::PlayInd, [101]);
    fine(&plan, &empty());
    plan.seats[0].with_parent = false;
    refused(&plan, &empty(), "parent_needed");
    warned(&draft(plan.clone()), &empty(), "parent_needed");
    refused(&by_parent(draft(plan)), &empty(), "parent_needed");
}

#[test]
fn a_lesson_of_the_service_goes_without_parents() {
    let plan = lesson(Kind::Individual, [1]);
    assert!(!plan.seats[0].with_parent);
    fine(&plan, &empty());
    fine(&Plan { seats: vec![Seat { child: child(1), with_parent: true }], ..plan }, &empty());
}
