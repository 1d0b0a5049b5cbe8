//! Sessions of `demo_data.json`, by hand: one of each kind, and the cases that are meant to be refused.

use domain::{Context, Kind, Plan, Seat, Slot, context::Directory, session::Assistance};

use crate::kindergarten::*;

fn demo() -> Directory {
    let mut directory = directory();
    directory.staff.get_mut(&person(SPEECH)).unwrap().caseload = (1..=12).map(child).collect();
    directory.staff.get_mut(&person(SPECIAL)).unwrap().caseload = (9..=15).map(child).collect();
    directory
}

fn put(plan: Plan, who: u128, where_: Option<u128>, slot: Slot) -> Plan {
    Plan { staff: vec![person(who)], room: where_.map(room), slot, ..plan }
}

/// The week of Monday, 23 November, but for the repetitions.
fn week() -> Vec<Plan> {
    let mut accompanied = put(lesson(Kind::Individual, [15]), PSYCHOLOGIST, Some(3), at(0, "10:00", 20));
    accompanied.assistants = vec![Assistance { person: person(ASSISTANT), child: child(AUTIST) }];
    let without_parents = |n| Seat { child: child(n), with_parent: false };
    let kp_small = Plan { seats: [101, 102, 103].map(without_parents).into(), ..play(Kind::KpSmall, []) };
    vec![
        put(lesson(Kind::Individual, [4]), SPEECH, Some(1), at(0, "10:20", 20)),
        put(lesson(Kind::Individual, [5]), SPEECH, Some(1), at(0, "10:45", 20)),
        accompanied,
        put(play(Kind::ConsultInd, [101]), METHODIST, Some(5), at(0, "16:00", 30)),
        put(lesson(Kind::Small, [9, 10]), SPECIAL, Some(2), at(1, "09:30", 40)),
        put(lesson(Kind::Individual, [15]), SPECIAL, Some(2), at(1, "10:20", 20)),
        put(lesson(Kind::Small, 16..=19), PSYCHOLOGIST, Some(4), at(1, "11:00", 35)),
        put(play(Kind::PlayInd, [102]), PSYCHOLOGIST, Some(5), at(1, "16:00", 20)),
        put(lesson(Kind::Group, 1..=6), SPEECH, Some(1), at(2, "09:30", 45)),
        put(lesson(Kind::Individual, [7]), SPEECH, Some(1), at(2, "10:30", 20)),
        put(lesson(Kind::Group, 20..=25), PSYCHOLOGIST, Some(4), at(2, "10:30", 45)),
        put(kp_small, PSYCHOLOGIST, Some(5), at(2, "16:00", 35)),
        put(lesson(Kind::Group, 9..=14), SPECIAL, Some(2), at(3, "09:30", 40)),
        put(play(Kind::ConsultOnline, [104]), SPEECH, None, at(3, "17:00", 30)),
        put(lesson(Kind::Small, 4..=7), SPEECH, Some(1), at(4, "09:30", 35)),
        put(play(Kind::PlayOnline, [105]), PSYCHOLOGIST, None, at(4, "16:00", 20)),
        put(play(Kind::PlaySeminar, 101..=105), MUSIC, Some(6), at(4, "17:00", 45)),
    ]
}

fn planned() -> Context {
    let sessions = week().into_iter().enumerate().map(|(n, plan)| session(n as u128, plan));
    context(demo(), sessions)
}

#[test]
fn every_session_of_the_demonstration_week_is_accepted_among_the_others() {
    let context = planned();
    for session in context.sessions() {
        let verdict = domain::check(&session.plan, &context);
        assert!(verdict.accepted() && !verdict.needs_reason(), "{:?}: {verdict:?}", session.plan);
    }
}

#[test]
fn the_speech_therapist_of_the_demonstration_is_warned_of_her_caseload() {
    warned(&put(lesson(Kind::Individual, [8]), SPEECH, Some(1), at(4, "10:15", 20)), &planned(), "caseload_high");
}

#[test]
fn the_cases_that_the_demonstration_refuses_are_refused() {
    let unsigned = put(lesson(Kind::Individual, [UNSIGNED]), PSYCHOLOGIST, Some(3), at(3, "14:00", 20));
    refused(&unsigned, &planned(), "no_consent");
    refused(&by_parent(play(Kind::PlayInd, [WITHOUT_CONTRACT])), &planned(), "no_contract");
}
