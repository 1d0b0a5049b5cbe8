//! What must hold for every kindergarten, whatever is planned in it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::{
    Actor, Assistance, Body, By, ChildId, Context, Kind, Level, Plan, Position, Seat, Session, Slot, Status, check,
    kind::{self, KindRule, RULES},
    nearest,
    rules::free,
    sight,
    time::shift,
};
use proptest::{collection::vec, prelude::*, sample::select, sample::subsequence};

use crate::{kindergarten::*, sight::actor};

/// Plans of every kind, most of them sensible: what makes them collide is that there are few people, rooms and hours.
fn any_plan() -> impl Strategy<Value = Plan> {
    select(RULES).prop_flat_map(|rule| {
        let (shortest, longest) = rule.minutes(Level::Preschool);
        let slot = (0..3_i64, 100..190_u16, shortest..=longest);
        let staff = subsequence(staff_for(&rule), 1..=2);
        let most = usize::from(rule.children.1).min(6);
        let children = subsequence(children_for(&rule), usize::from(rule.children.0).min(most)..=most);
        let status = prop_oneof![4 => Just(Status::Confirmed), 2 => Just(Status::Draft), 1 => Just(Status::Cancelled)];
        (slot, staff, children, 1..=4_u128, any::<bool>(), status).prop_map(
            move |((days, fives, minutes), staff, children, in_room, accompanied, status)| {
                let with_parent = rule.with_parent;
                let seats = children.iter().map(|n| Seat { child: child(*n), with_parent }).collect();
                let who = Assistance { person: person(ASSISTANT), child: child(AUTIST) };
                let slot = Slot { start: fives * 5, ..at(days, "00:00", minutes) };
                let base = if rule.body == Body::Ppqq { lesson(rule.kind, []) } else { play(rule.kind, []) };
                Plan {
                    slot,
                    seats,
                    status,
                    staff: staff.into_iter().map(person).collect(),
                    assistants: if accompanied && children.contains(&AUTIST) { vec![who] } else { Vec::new() },
                    room: Some(room(in_room)),
                    reason: Some("себеп".into()),
                    ..base
                }
            },
        )
    })
}

fn staff_for(rule: &KindRule) -> Vec<u128> {
    if rule.body == Body::Ppqq {
        vec![PSYCHOLOGIST, SOCIAL, SPEECH, SPECIAL]
    } else {
        vec![PSYCHOLOGIST, SPEECH, MUSIC]
    }
}

fn children_for(rule: &KindRule) -> Vec<u128> {
    if rule.body == Body::Ppqq { (8..=AUTIST).collect() } else { (101..=108).collect() }
}

/// The accepted ones of these plans, each planned among those before it.
fn accepted(plans: Vec<Plan>) -> Context {
    let mut context = empty();
    for (n, plan) in (0..).zip(plans) {
        if check(&plan, &context).accepted() {
            context.put(session(n, plan));
        }
    }
    context
}

/// Everything that a session takes for itself, told by what it is.
fn taken(session: &Session) -> BTreeSet<String> {
    let plan = &session.plan;
    let online = [Kind::ConsultOnline, Kind::ConsultPhone, Kind::PlayOnline].contains(&plan.kind) || plan.online;
    let people = plan.staff.iter().chain(plan.assistants.iter().map(|assistance| &assistance.person));
    let rooms = plan.room.iter().filter(|_| !online);
    let children = plan.seats.iter().map(|seat| &seat.child);
    people
        .map(ToString::to_string)
        .chain(rooms.map(ToString::to_string))
        .chain(children.map(ToString::to_string))
        .collect()
}

/// Every time on the grid within two weeks at which the plan is legal, by asking the rules alone.
fn legal_times(plan: &Plan, context: &Context) -> BTreeSet<Slot> {
    (-14..=14).flat_map(|days| legal_on(plan, shift(plan.slot.day, days), 5, context)).collect()
}

fn legal_on(plan: &Plan, day: NaiveDate, step: u16, context: &Context) -> Vec<Slot> {
    let slots = (0..24 * 60).step_by(usize::from(step)).map(|start| Slot { day, start, ..plan.slot });
    slots.filter(|slot| is_legal(plan, *slot, context)).collect()
}

fn is_legal(plan: &Plan, slot: Slot, context: &Context) -> bool {
    let verdict = check(&Plan { slot, ..plan.clone() }, context);
    verdict.accepted() && !verdict.needs_reason()
}

/// A session of КП that some families have, perhaps open to others.
fn family_session() -> impl Strategy<Value = Session> {
    let kinds: Vec<_> = RULES.iter().filter(|rule| rule.body == Body::Kp).collect();
    (select(kinds), 0..5_usize, 0..10_u8, any::<bool>(), any::<bool>()).prop_map(|(rule, n, places, open, is_draft)| {
        let seats = (101..).take(n).map(|n| Seat { child: child(n), with_parent: true }).collect();
        let status = if is_draft { Status::Draft } else { Status::Confirmed };
        let slot = Slot { start: 16 * 60, ..play(rule.kind, []).slot };
        session(1, Plan { seats, places, open, status, slot, ..play(rule.kind, []) })
    })
}

fn anybody() -> impl Strategy<Value = Actor> {
    let positions = subsequence(Position::ALL.to_vec(), 0..=2);
    let children = subsequence((1..=25).chain(101..=108).collect::<Vec<u128>>(), 0..=2);
    let caseload = subsequence((1..=25).collect::<Vec<u128>>(), 0..=3);
    let groups = subsequence((0..5).collect::<Vec<u128>>(), 0..=1);
    let who = select(vec![50, PSYCHOLOGIST, SPEECH, ASSISTANT]);
    (positions, children, caseload, groups, who).prop_map(|(positions, children, caseload, groups, who)| Actor {
        person: person(who),
        children: children.into_iter().map(child).collect(),
        caseload: caseload.into_iter().map(child).collect(),
        groups: groups.into_iter().map(group).collect(),
        ..actor(&positions)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(96) })]

    #[test]
    fn no_two_accepted_plans_overlap_on_anything(plans in vec(any_plan(), 1..80)) {
        let context = accepted(plans);
        let sessions: Vec<_> = context.sessions().filter(|session| session.plan.status != Status::Cancelled).collect();
        for (n, one) in sessions.iter().enumerate() {
            for other in &sessions[n + 1..] {
                let (a, b) = (one.plan.slot, other.plan.slot);
                let together = a.day == b.day && a.start < b.start + b.minutes && b.start < a.start + a.minutes;
                prop_assert!(!together || taken(one).is_disjoint(&taken(other)), "{one:?}\n{other:?}");
            }
        }
    }

    #[test]
    fn every_free_time_is_accepted_and_none_is_missing(
        plans in vec(any_plan(), 0..40), plan in any_plan(), parent in any::<bool>(),
        step in select(vec![5_u16, 10, 20, 45]),
    ) {
        let context = accepted(plans);
        let plan = Plan { by: if parent { By::Parent } else { By::Staff }, status: Status::Confirmed, ..plan };
        let found = free(&plan, plan.slot.day, step, &context);
        prop_assert_eq!(found, legal_on(&plan, plan.slot.day, step, &context));
    }

    #[test]
    fn a_change_is_offered_what_the_others_leave(plans in vec(any_plan(), 5..40), n in any::<prop::sample::Index>()) {
        let context = accepted(plans);
        let sessions: Vec<_> = context.sessions().filter(|session| session.plan.status.open()).collect();
        prop_assume!(!sessions.is_empty());
        let plan = change(sessions[n.index(sessions.len())]);
        prop_assert_eq!(free(&plan, plan.slot.day, 5, &context), legal_on(&plan, plan.slot.day, 5, &context));
    }

    #[test]
    fn a_parents_booking_never_changes_what_the_group_is(
        session in family_session(), joining in 1..4_usize, kind in select(Kind::ALL), keeps_kind in any::<bool>(),
        places in 0..12_u8, known in any::<bool>(),
    ) {
        let context = context(directory(), known.then(|| session.clone()));
        let mut plan = Plan { by: By::Parent, places, ..change(&session) };
        if !keeps_kind {
            plan.kind = kind;
        }
        plan.seats.extend((106..).take(joining).map(|n| Seat { child: child(n), with_parent: true }));
        if check(&plan, &context).accepted() {
            let most = kind::rule(plan.body, plan.kind).unwrap().children.1;
            prop_assert!(plan.children() <= usize::from(most.min(places)));
            if known {
                prop_assert_eq!((plan.body, plan.kind), (session.plan.body, session.plan.kind));
                prop_assert!(session.plan.open && plan.children() <= usize::from(session.plan.places));
            }
        }
    }

    #[test]
    fn nobody_sees_a_child_that_is_hidden_from_them(
        plan in any_plan(), actor in anybody(), accompanied in any::<prop::sample::Index>(), open in any::<bool>(),
    ) {
        let mut session = session(1, Plan { open, ..plan });
        if !session.plan.seats.is_empty() {
            let child = accompanied.get(&session.plan.seats).child;
            session.plan.assistants = vec![Assistance { person: person(ASSISTANT), child }];
        }
        let everything = directory();
        let roster = [Position::Head, Position::Deputy, Position::Methodist];
        let takes_part = session.plan.staff.contains(&actor.person)
            || session.plan.assistants.iter().any(|assistance| assistance.person == actor.person);
        let sees_roster = actor.is_any(&roster) || takes_part;
        let group_of = |child: &ChildId| everything.children[child].group;
        let teaches = |child: &ChildId| {
            actor.is_any(&[Position::Educator]) && group_of(child).is_some_and(|group| actor.groups.contains(&group))
        };
        if let Some(seen) = sight::session(&actor, &session, &everything) {
            prop_assert_eq!(seen.plan.children(), session.plan.children());
            let shown = format!("{seen:?}");
            for Seat { child, .. } in &session.plan.seats {
                let may = sees_roster || actor.children.contains(child) || teaches(child);
                prop_assert!(may || !shown.contains(&child.to_string()), "{child} in {shown}");
            }
        }
    }

    #[test]
    fn nobody_learns_the_needs_of_a_child_that_is_not_in_their_care(actor in anybody()) {
        let known = sight::directory(&actor, &directory());
        let answers = actor.is_any(&[Position::Head, Position::Deputy, Position::Methodist]);
        for (id, child) in &known.children {
            let cares = actor.caseload.contains(id) && !actor.positions.is_empty();
            prop_assert!(child.needs.is_none() || answers || actor.children.contains(id) || cares);
        }
        if actor.positions.is_empty() {
            prop_assert!(known.children.keys().all(|id| actor.children.contains(id)));
        }
        // An assistant of one's own says as much as the conclusion that it stands on.
        for assignment in &known.assignments {
            let seen = known.children.get(&assignment.who.child);
            let own = assignment.who.person == actor.person;
            prop_assert!(seen.is_some_and(|child| own || child.needs.is_some()));
        }
    }
}

proptest! {
    // Asking the rules about every five minutes of four weeks takes its time.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(32) })]

    #[test]
    fn every_suggestion_is_accepted_and_there_are_three_where_there_are_three(
        plans in vec(any_plan(), 0..60), plan in any_plan(), narrow in any::<bool>(), parent in any::<bool>(),
    ) {
        let mut context = accepted(plans);
        if narrow {
            // A kindergarten that opens for half an hour on one weekday leaves hardly anything to suggest.
            let directory = std::sync::Arc::make_mut(&mut context.directory);
            directory.hours.retain(|hours| hours.weekday == 2);
            for hours in &mut directory.hours {
                (hours.start, hours.end) = (16 * 60, 16 * 60 + plan.slot.minutes + 10);
            }
        }
        let plan = Plan { by: if parent { By::Parent } else { By::Staff }, status: Status::Confirmed, ..plan };
        let suggested = nearest(&plan, &context);
        let legal = legal_times(&plan, &context);
        prop_assert!(suggested.iter().all(|slot| legal.contains(slot)), "{suggested:?}");
        prop_assert!(suggested.len() >= legal.len().min(3), "{suggested:?} of {legal:?}");
        let different: BTreeSet<_> = suggested.iter().collect();
        prop_assert!(different.len() == suggested.len() && suggested.len() <= 6);
    }
}
