use std::collections::BTreeSet;

use domain::{
    Absence, AbsenceId, Context, Hours, Kind, Plan, Position, Slot, Status,
    absence::{Remedy, Span, Why, propose, substitutes, touched},
    check, nearest, sight,
    time::{self, Moment},
};
use proptest::{collection::vec, prelude::*};
use uuid::Uuid;

use crate::{kindergarten::*, sight::actor};

/// Somebody is away from one day of the week to another.
pub fn away(who: u128, from: i64, to: i64, hours: Option<(u16, u16)>) -> Absence {
    let span = Span { from: time::shift(monday(), from), to: time::shift(monday(), to), hours };
    Absence { id: AbsenceId(Uuid::from_u128(0x000e_0000)), person: person(who), span, why: Some(Why::Ill) }
}

fn with(absence: Absence, sessions: impl IntoIterator<Item = domain::Session>) -> Context {
    let mut directory = directory();
    directory.absences.push(absence);
    context(directory, sessions)
}

fn individual(days: i64, clock: &str) -> Plan {
    Plan { slot: at(days, clock, 20), ..lesson(Kind::Individual, [1]) }
}

#[test]
fn who_is_not_there_holds_nothing() {
    let context = with(away(SPEECH, 0, 2, None), []);
    for days in 0..=2 {
        refused(&individual(days, "10:00"), &context, "absent");
    }
    fine(&individual(3, "10:00"), &context);
    fine(&held_by(individual(0, "10:00"), [SPECIAL]), &context);
}

#[test]
fn hours_of_a_day_refuse_only_what_they_touch() {
    let context = with(away(SPEECH, 0, 0, Some((600, 660))), []);
    for clock in ["09:45", "10:00", "10:40", "10:55"] {
        refused(&individual(0, clock), &context, "absent");
    }
    for clock in ["09:40", "11:00"] {
        fine(&individual(0, clock), &context);
    }
}

#[test]
fn an_assistant_who_is_away_accompanies_nobody() {
    let who = domain::Assistance { person: person(ASSISTANT), child: child(AUTIST) };
    let plan = Plan { assistants: vec![who], ..lesson(Kind::Individual, [AUTIST]) };
    refused(&plan, &with(away(ASSISTANT, 0, 0, None), []), "absent");
}

#[test]
fn other_times_are_suggested_around_the_absence() {
    let whole = nearest(&individual(1, "10:00"), &with(away(SPEECH, 0, 2, None), []));
    assert!(!whole.is_empty() && whole.iter().all(|slot| slot.day > time::shift(monday(), 2)), "{whole:?}");
    let hours = nearest(&individual(0, "10:10"), &with(away(SPEECH, 0, 0, Some((600, 660))), []));
    assert_eq!(hours[..2], [at(0, "09:40", 20), at(0, "11:00", 20)]);
}

#[test]
fn parents_are_not_told_for_how_long_somebody_is_away() {
    let context = with(away(PSYCHOLOGIST, 0, 4, None), []);
    let plan = by_parent(play(Kind::PlayInd, [AT_HOME]));
    let verdict = check(&plan, &context);
    assert!(find(&verdict, "absent").is_some());
    let parent = domain::Actor { children: [child(AT_HOME)].into(), ..actor(&[]) };
    let told = sight::verdict(&parent, &context.directory, verdict);
    assert!(find(&told, "absent").is_none() && find(&told, "working_hours").is_some(), "{told:?}");
}

#[test]
fn why_is_known_to_the_person_and_to_those_who_answer_for_all() {
    let mut directory = directory();
    directory.absences.push(away(SPEECH, 0, 0, None));
    let known = |position, who| {
        let reader = domain::Actor { person: person(who), ..actor(&[position]) };
        sight::directory(&reader, &directory).absences[0].why.is_some()
    };
    assert!(known(Position::Head, 1) && known(Position::Deputy, 1) && known(Position::Methodist, METHODIST));
    assert!(known(Position::Speech, SPEECH));
    assert!(
        !known(Position::Psychologist, PSYCHOLOGIST) && !known(Position::Educator, 30) && !known(Position::Admin, 31)
    );
}

#[test]
fn everybody_records_their_own_absence_and_some_everybodys() {
    let may =
        |position, who, whose| domain::Actor { person: person(who), ..actor(&[position]) }.may_excuse(person(whose));
    assert!(may(Position::Speech, SPEECH, SPEECH) && !may(Position::Speech, SPEECH, PSYCHOLOGIST));
    assert!(may(Position::Head, 1, SPEECH) && may(Position::Methodist, METHODIST, SPEECH));
    assert!(!may(Position::Admin, 31, 31), "who does not see the calendar has no hours in it");
}

#[test]
fn only_what_is_still_to_come_is_touched() {
    let plans = [individual(0, "09:00"), individual(0, "12:00"), individual(1, "09:00"), individual(3, "09:00")];
    let mut sessions: Vec<_> = (1..).zip(plans).map(|(n, plan)| session(n, plan)).collect();
    sessions[2].plan.status = Status::Cancelled;
    let mut context = with(away(SPEECH, 0, 1, None), sessions);
    context.now = Moment { day: monday(), minute: 10 * 60 };
    let absence = context.directory.absences[0];
    assert_eq!(touched(&absence, &context).map(|session| session.id).collect::<Vec<_>>(), [session_id(2)]);
}

#[test]
fn who_does_the_same_work_and_knows_the_children_comes_first() {
    let mut directory = directory();
    directory.absences.push(away(SPEECH, 0, 0, None));
    let first = |directory: &domain::context::Directory| {
        let context = context(directory.clone(), [session(1, individual(0, "10:00"))]);
        let ways = substitutes(context.get(session_id(1)).unwrap(), person(SPEECH), &context);
        assert!(ways.iter().all(|way| way.remedy != Remedy::HandOver { to: person(SPEECH) }));
        ways[0].remedy
    };
    assert_eq!(first(&directory), Remedy::HandOver { to: person(SPECIAL) });
    directory.staff.get_mut(&person(SOCIAL)).unwrap().caseload = BTreeSet::from([child(1)]);
    assert_eq!(first(&directory), Remedy::HandOver { to: person(SOCIAL) });
}

#[test]
fn a_full_caseload_is_no_substitute() {
    let mut directory = directory();
    directory.absences.push(away(SPEECH, 0, 0, None));
    directory.staff.get_mut(&person(SPECIAL)).unwrap().caseload = (1000..1014).map(child).collect();
    let context = context(directory, [session(1, individual(0, "10:00"))]);
    let ways = substitutes(context.get(session_id(1)).unwrap(), person(SPEECH), &context);
    assert!(
        !ways.is_empty() && ways.iter().all(|way| way.remedy != Remedy::HandOver { to: person(SPECIAL) }),
        "{ways:?}"
    );
}

#[test]
fn of_two_one_can_go_on_alone() {
    let both = held_by(individual(0, "10:00"), [SPEECH, SPECIAL]);
    let context = with(away(SPEECH, 0, 0, None), [session(1, both)]);
    let proposals = propose(&context.directory.absences[0], &context);
    assert!(proposals[0].ways.iter().any(|way| way.remedy == Remedy::Without));
    let alone = with(away(SPEECH, 0, 0, None), [session(1, individual(0, "10:00"))]);
    let proposals = propose(&alone.directory.absences[0], &alone);
    assert!(proposals[0].ways.iter().all(|way| way.remedy != Remedy::Without));
}

#[test]
fn hours_that_cannot_be_are_found() {
    let window = |weekday, start, end, reception| Hours { weekday, start, end, reception };
    let fine = [window(1, 540, 780, false), window(1, 780, 1080, false), window(1, 960, 1080, true)];
    assert_eq!(Hours::first_unsound(&fine), None);
    assert_eq!(Hours::first_unsound(&[]), None);
    for wrong in [
        window(1, 700, 800, false),
        window(1, 1000, 1100, true),
        window(2, 960, 1080, true),
        window(8, 540, 600, false),
        window(2, 600, 600, false),
        window(2, 541, 600, false),
        window(2, 540, 1445, false),
    ] {
        let hours = [&fine[..], &[wrong]].concat();
        assert_eq!(Hours::first_unsound(&hours), Some(3), "{wrong:?}");
    }
}

#[test]
fn days_that_cannot_be_are_found() {
    let span = |from, to, hours| away(SPEECH, from, to, hours).span;
    assert!(span(0, 0, None).is_sound() && span(0, 60, None).is_sound() && span(0, 0, Some((540, 545))).is_sound());
    for wrong in [
        span(1, 0, None),
        span(0, 400, None),
        span(0, 1, Some((540, 600))),
        span(0, 0, Some((600, 600))),
        span(0, 0, Some((541, 600))),
        span(0, 0, Some((540, 1500))),
    ] {
        assert!(!wrong.is_sound(), "{wrong:?}");
    }
}

/// Lessons and play sessions of a few people in the week.
fn sessions() -> impl Strategy<Value = Vec<Plan>> {
    let one = (0..5_i64, 108..200_u16, 0..4_usize, 1..=12_u128, 1..=4_u128, any::<bool>());
    vec(one, 1..40).prop_map(|all| {
        let plan = |(days, fives, who, whom, in_room, play_it): (i64, u16, usize, u128, u128, bool)| {
            let staff = [SPEECH, SPECIAL, PSYCHOLOGIST, SOCIAL][who];
            let base = if play_it { play(Kind::PlayInd, [100 + whom]) } else { lesson(Kind::Individual, [whom]) };
            let slot = Slot { start: fives * 5, ..at(days, "00:00", base.slot.minutes) };
            held_by(Plan { slot, room: Some(room(in_room)), ..base }, [staff])
        };
        all.into_iter().map(plan).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]

    /// Whatever is proposed the rules accept; nobody who is away is proposed; and the first ways of all can be gone together.
    #[test]
    fn what_is_proposed_is_always_accepted(plans in sessions(), from in 0..4_i64, days in 0..3_i64, whole in any::<bool>()) {
        let hours = (!whole).then_some((600, 840));
        let absence = away(SPEECH, from, if whole { from + days } else { from }, hours);
        let mut directory = directory();
        directory.absences.push(absence);
        directory.absences.push(Absence { person: person(SOCIAL), ..away(SOCIAL, from, from, None) });
        let mut before = context(self::directory(), []);
        for (n, plan) in (0..).zip(plans) {
            if check(&plan, &before).accepted() {
                before.put(session(n, plan));
            }
        }
        let mut context = context(directory, before.sessions().cloned());
        let proposals = propose(&absence, &context);
        let missed: Vec<_> = touched(&absence, &context).map(|session| session.id).collect();
        prop_assert_eq!(proposals.iter().map(|proposal| proposal.session).collect::<Vec<_>>(), missed);
        for proposal in &proposals {
            let session = context.get(proposal.session).unwrap().clone();
            for way in substitutes(&session, person(SPEECH), &context) {
                let plan = way.remedy.plan(&session.plan, person(SPEECH));
                let verdict = check(&plan, &context);
                prop_assert!(verdict.accepted() && !verdict.needs_reason(), "{:?} {verdict:?}", way.remedy);
            }
            prop_assert_eq!(proposal.ways.last().map(|way| way.remedy), Some(Remedy::Cancel));
        }
        for proposal in &proposals {
            let session = context.get(proposal.session).unwrap().clone();
            let plan = proposal.ways[0].remedy.plan(&session.plan, person(SPEECH));
            let verdict = check(&plan, &context);
            prop_assert!(verdict.accepted() && !verdict.needs_reason(), "{:?} {verdict:?}", proposal.ways[0]);
            context.put(domain::Session { plan, ..session });
        }
        let held = |session: &domain::Session| session.plan.status.takes_time() && session.plan.staff.contains(&person(SPEECH));
        prop_assert!(context.sessions().all(|session| !held(session) || !absence.span.takes(&session.plan.slot)));
    }
}
