use domain::{Context, Kind, Plan, Rule, Session, Slot, Status, session::Assistance};

use crate::kindergarten::*;

/// The speech therapist with child 1 in room 1, on Monday from 10:00 to 10:20.
fn booked() -> Session {
    session(1, lesson(Kind::Individual, [1]))
}

fn with(sessions: impl IntoIterator<Item = Session>) -> Context {
    context(directory(), sessions)
}

/// Somebody else, somewhere else, with another child, ten minutes later.
fn elsewhere() -> Plan {
    let plan = held_by(lesson(Kind::Individual, [9]), [SPECIAL]);
    Plan { room: Some(room(2)), slot: at(0, "10:10", 20), ..plan }
}

#[test]
fn sessions_that_share_nothing_go_on_side_by_side() {
    fine(&elsewhere(), &with([booked()]));
}

#[test]
fn a_specialist_is_in_one_session_at_a_time() {
    let plan = held_by(elsewhere(), [SPECIAL, SPEECH]);
    refused(&plan, &with([booked()]), "staff_busy");
    refused(&draft(plan.clone()), &with([booked()]), "staff_busy");
    let verdict = domain::check(&plan, &with([booked()]));
    let (person, session) = (person(SPEECH), booked().id);
    assert_eq!(verdict.findings[0].rule, Rule::StaffBusy { person, session, start: 600, end: 620 });
}

#[test]
fn a_specialist_has_some_minutes_between_two_sessions() {
    let after = |clock| Plan { slot: at(0, clock, 20), ..held_by(elsewhere(), [SPEECH]) };
    refused(&after("10:20"), &with([booked()]), "buffer");
    refused(&after("10:24"), &with([booked()]), "buffer");
    fine(&after("10:25"), &with([booked()]));
    refused(&after("09:36"), &with([booked()]), "buffer");
    fine(&after("09:35"), &with([booked()]));
}

#[test]
fn without_a_buffer_sessions_may_touch() {
    let mut directory = directory();
    directory.settings.buffer = 0;
    let plan = Plan { slot: at(0, "10:20", 20), ..held_by(elsewhere(), [SPEECH]) };
    fine(&plan, &context(directory, [booked()]));
}

#[test]
fn a_room_holds_one_session_at_a_time() {
    let plan = Plan { room: Some(room(1)), ..elsewhere() };
    refused(&plan, &with([booked()]), "room_busy");
    fine(&Plan { slot: at(0, "10:20", 20), ..plan }, &with([booked()]));
}

#[test]
fn a_session_by_video_takes_no_room() {
    let online = Plan { room: Some(room(2)), slot: at(0, "10:00", 20), ..play(Kind::PlayOnline, [101]) };
    fine(&elsewhere(), &with([session(2, online.clone())]));
    fine(&online, &with([session(3, elsewhere())]));
}

#[test]
fn a_child_is_in_one_session_at_a_time() {
    let mut plan = elsewhere();
    plan.seats[0].child = child(1);
    refused(&plan, &with([booked()]), "child_busy");
    fine(&Plan { slot: at(0, "10:20", 20), ..plan }, &with([booked()]));
}

#[test]
fn an_assistant_is_in_one_session_at_a_time() {
    let who = Assistance { person: person(ASSISTANT), child: child(AUTIST) };
    let mut accompanied = elsewhere();
    accompanied.seats[0].child = child(AUTIST);
    accompanied.assistants = vec![who];
    let elsewhere_too = Plan { assistants: vec![who], ..lesson(Kind::Individual, [2]) };
    refused(&accompanied, &with([session(1, elsewhere_too)]), "assistant_busy");
    fine(&accompanied, &with([booked()]));
}

#[test]
fn an_assistant_who_holds_a_session_elsewhere_is_busy_and_the_other_way_round() {
    let who = Assistance { person: person(SPEECH), child: child(9) };
    let accompanied = Plan { assistants: vec![who], ..elsewhere() };
    refused(&accompanied, &with([booked()]), "assistant_busy");
    refused(&lesson(Kind::Individual, [1]), &with([session(2, accompanied)]), "staff_busy");
}

#[test]
fn a_cancelled_session_takes_nothing_and_a_missed_one_does() {
    let mut other = booked();
    other.plan.status = Status::Cancelled;
    fine(&lesson(Kind::Individual, [1]), &with([other.clone()]));
    other.plan.status = Status::NoShow;
    refused(&lesson(Kind::Individual, [1]), &with([other]), "staff_busy");
}

#[test]
fn a_session_is_not_in_its_own_way() {
    let mut plan = change(&booked());
    plan.slot = Slot { start: plan.slot.start + 5, ..plan.slot };
    fine(&plan, &with([booked()]));
    refused(&Plan { session: None, ..plan }, &with([booked()]), "staff_busy");
}

#[test]
fn everything_that_refuses_is_named_in_the_same_order_whatever_order_the_sessions_came_in() {
    let second = session(2, Plan { slot: at(0, "10:25", 20), ..lesson(Kind::Individual, [1]) });
    let plan = Plan { slot: at(0, "10:10", 20), ..draft(lesson(Kind::Individual, [1, UNSIGNED])) };
    let verdict = domain::check(&plan, &with([booked(), second.clone()]));
    let codes: Vec<_> = verdict.findings.iter().map(|finding| finding.rule.code()).collect();
    let twice = ["staff_busy", "room_busy", "child_busy"];
    assert_eq!(codes[..7], [&["wrong_category"][..], &twice, &twice].concat());
    assert_eq!(codes[7..], ["group_size", "no_consent", "quota_over"]);
    assert_eq!(domain::check(&plan, &with([second, booked()])), verdict);
}
