use domain::{Kind, Plan};

use crate::kindergarten::*;

#[test]
fn a_confirmed_session_has_a_room() {
    let plan = Plan { room: None, ..lesson(Kind::Individual, [1]) };
    refused(&plan, &empty(), "no_room");
    warned(&draft(plan), &empty(), "no_room");
    fine(&lesson(Kind::Individual, [1]), &empty());
}

#[test]
fn the_room_exists() {
    refused(&Plan { room: Some(room(99)), ..lesson(Kind::Individual, [1]) }, &empty(), "unknown_room");
}

#[test]
fn the_children_fit_into_the_room() {
    let plan = Plan { room: Some(room(3)), ..lesson(Kind::Group, 1..=6) };
    refused(&plan, &empty(), "room_small");
    warned(&draft(plan.clone()), &empty(), "room_small");
    fine(&Plan { room: Some(room(4)), ..plan }, &empty());
}

#[test]
fn a_session_by_video_needs_no_room_and_asks_nothing_of_one() {
    let plan = play(Kind::PlayOnline, [101]);
    assert_eq!(plan.room, None);
    fine(&plan, &empty());
    fine(&Plan { room: Some(room(99)), online: true, ..plan }, &empty());
}

#[test]
fn only_some_kinds_are_held_by_video() {
    let by_video = |plan| Plan { online: true, room: None, ..plan };
    refused(&by_video(lesson(Kind::Individual, [1])), &empty(), "not_online");
    fine(&by_video(lesson(Kind::ConsultInd, [1])), &empty());
    fine(&by_video(play(Kind::ConsultSmall, [101, 102])), &empty());
}
