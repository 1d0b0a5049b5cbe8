//! Bodies: their composition by order, the election of a secretary, the quorum.

use chrono::NaiveDate;
use domain::{
    Body, BodyRole, CompositionId, PersonId,
    body::{
        Composition, Member, Quorum,
        composition::{ChairTitle, Fault, NotElected, in_force},
    },
};
use proptest::prelude::*;
use uuid::Uuid;

fn day(n: i64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 9, 1).expect("a day") + chrono::Duration::days(n)
}

fn person(n: u128) -> PersonId {
    PersonId(Uuid::from_u128(n))
}

fn composition(roles: &[(u128, BodyRole)]) -> Composition {
    Composition {
        id: CompositionId(Uuid::from_u128(1)),
        body: Body::Apqo,
        order_number: "15".to_owned(),
        order_date: day(0),
        from: day(0),
        until: None,
        chair_title: ChairTitle::Torayym,
        members: roles.iter().map(|&(n, role)| Member { person: person(n), role }).collect(),
    }
}

fn usual() -> Composition {
    composition(&[(1, BodyRole::Chair), (2, BodyRole::Secretary), (3, BodyRole::Member)])
}

#[test]
fn a_body_with_chair_secretary_and_member_has_no_fault() {
    assert_eq!(usual().faults(), []);
    assert_eq!(usual().holder(BodyRole::Chair), Some(person(1)));
    assert_eq!(usual().role_of(person(9)), None);
}

#[test]
fn every_fault_of_a_composition_is_named() {
    assert_eq!(composition(&[]).faults(), [Fault::NoChair, Fault::NobodyToElect]);
    assert_eq!(composition(&[(1, BodyRole::Chair)]).faults(), [Fault::NobodyToElect]);
    let doubled = composition(&[
        (1, BodyRole::Chair),
        (2, BodyRole::Chair),
        (3, BodyRole::Secretary),
        (4, BodyRole::Secretary),
        (4, BodyRole::Member),
        (4, BodyRole::Member),
    ]);
    assert_eq!(doubled.faults(), [Fault::TwoChairs, Fault::TwoSecretaries, Fault::Twice(person(4))]);
    let order =
        Composition { body: Body::Kp, order_number: " ".to_owned(), from: day(-1), until: Some(day(-2)), ..usual() };
    assert_eq!(order.faults(), [Fault::NoMeetings, Fault::NoNumber, Fault::BeforeOrder, Fault::EndsBeforeItBegins]);
}

#[test]
fn the_latest_order_is_in_force() {
    let first = Composition { until: Some(day(30)), ..usual() };
    let second = Composition { id: CompositionId(Uuid::from_u128(2)), from: day(20), order_date: day(19), ..usual() };
    let both = [second.clone(), first.clone()];
    assert_eq!(in_force(&both, Body::Apqo, day(-1)), None);
    assert_eq!(in_force(&both, Body::Apqo, day(19)), Some(&first));
    assert_eq!(in_force(&both, Body::Apqo, day(20)), Some(&second));
    assert_eq!(in_force(&both, Body::Ppqq, day(20)), None);
    assert_eq!(in_force(&[first], Body::Apqo, day(31)), None);
}

#[test]
fn the_secretary_is_elected_from_the_members() {
    let elected = usual().elect(person(3)).expect("a member");
    assert_eq!(elected.holder(BodyRole::Secretary), Some(person(3)));
    assert_eq!(elected.role_of(person(2)), Some(BodyRole::Member));
    assert_eq!(usual().elect(person(2)), Ok(usual()));
    assert_eq!(usual().elect(person(1)), Err(NotElected::Chair));
    assert_eq!(usual().elect(person(9)), Err(NotElected::NoMember));
}

#[test]
fn only_the_meetings_of_the_regulations_are_due() {
    let due: Vec<_> = Body::ALL.iter().map(|body| body.meetings_due()).collect();
    assert_eq!(due, [None, Some(3), None, Some(4)]);
    let meets: Vec<_> = Body::ALL.iter().filter(|body| body.meets()).collect();
    assert_eq!(meets, [&Body::Apqo, &Body::Ppqq, &Body::Trustees]);
    let closed: Vec<_> = Body::ALL.iter().filter(|body| body.closed()).collect();
    assert_eq!(closed, [&Body::Ppqq]);
}

fn any_quorum() -> impl Strategy<Value = Quorum> {
    prop_oneof![Just(Quorum::MoreThanHalf), Just(Quorum::TwoThirds), (0..20_u16).prop_map(Quorum::Count)]
}

proptest! {
    #[test]
    fn whoever_comes_later_never_undoes_a_quorum(quorum in any_quorum(), present in 0..40_usize, members in 0..40_usize) {
        if quorum.holds(present, members) {
            prop_assert!(quorum.holds(present + 1, members));
            prop_assert!(present > 0);
        }
    }

    #[test]
    fn a_full_house_is_a_quorum_wherever_one_is_possible(quorum in any_quorum(), members in 1..40_usize) {
        prop_assert_eq!(quorum.holds(members, members), quorum.possible(members));
        if !matches!(quorum, Quorum::Count(_)) {
            prop_assert!(quorum.possible(members));
        }
    }

    #[test]
    fn two_halves_are_never_both_a_quorum(members in 1..40_usize, present in 0..40_usize) {
        prop_assume!(present <= members);
        for quorum in [Quorum::MoreThanHalf, Quorum::TwoThirds] {
            prop_assert!(!(quorum.holds(present, members) && quorum.holds(members - present, members)));
        }
    }

    #[test]
    fn an_election_leaves_one_secretary_and_the_same_people(roles in prop::collection::vec(0..3_usize, 1..8), who in 0..8_u128) {
        let roles: Vec<_> = (0..).zip(roles).map(|(n, role)| (n, BodyRole::ALL[role])).collect();
        let before = composition(&roles);
        if let Ok(after) = before.elect(person(who)) {
            let people = |one: &Composition| one.members.iter().map(|member| member.person).collect::<Vec<_>>();
            prop_assert_eq!(people(&before), people(&after));
            prop_assert_eq!(after.members.iter().filter(|member| member.role == BodyRole::Secretary).count(), 1);
            prop_assert_eq!(after.role_of(person(who)), Some(BodyRole::Secretary));
        }
    }
}
