//! How a child fits into a session that is there.

use domain::{
    Agreement, Kind, Plan, Session,
    context::Directory,
    fit::{Ages, Fit, Outcome, QuotaLeft, Similarity, fit, months, seated},
    hold::Over,
    kind::Paper,
};
use proptest::prelude::*;

use crate::kindergarten::*;

fn small(children: impl IntoIterator<Item = u128>) -> Session {
    session(1, draft(lesson(Kind::Small, children)))
}

fn fits_in(directory: Directory, newcomer: u128, session: &Session) -> Option<Fit> {
    fit(child(newcomer), session, &context(directory, [session.clone()]))
}

fn fits(newcomer: u128, session: &Session) -> Fit {
    fits_in(directory(), newcomer, session).expect("a session that is to come")
}

#[test]
fn a_child_with_the_same_disorder_is_taken() {
    let found = fits(3, &small([1, 2]));
    assert_eq!((found.similarity, found.outcome(), found.free), (Similarity::Same, Outcome::Takes, 2));
    assert_eq!((found.paper, found.is_open()), (Some((Paper::Consent, true)), true));
    let growing = session(1, Plan { places: 8, ..draft(lesson(Kind::Group, [1, 2])) });
    assert_eq!(fits(3, &growing).outcome(), Outcome::Takes, "a group grows");
}

#[test]
fn another_disorder_asks_for_a_reason() {
    let found = fits(9, &small([1, 2]));
    assert_eq!((found.similarity, found.outcome()), (Similarity::Differs, Outcome::Asks));
}

#[test]
fn a_lesson_for_one_takes_no_second_child() {
    let one = session(1, lesson(Kind::Individual, [1]));
    let found = fits(3, &one);
    assert_eq!((found.free, found.outcome(), found.similarity), (0, Outcome::Refuses, Similarity::Untold));
    let drafted = fits(3, &session(1, draft(one.plan)));
    assert_eq!(
        (drafted.is_open(), drafted.outcome()),
        (false, Outcome::Warns),
        "a draft may pass through it, but is no place"
    );
}

#[test]
fn a_missing_consent_is_said_and_refuses_what_is_confirmed() {
    let confirmed = session(1, held_by(lesson(Kind::Small, [BEHAVIOUR, 17]), [PSYCHOLOGIST]));
    let found = fits(UNSIGNED, &confirmed);
    assert_eq!((found.paper, found.outcome()), (Some((Paper::Consent, false)), Outcome::Refuses));
    let mut drafted = confirmed;
    drafted.plan = draft(drafted.plan);
    assert_eq!(fits(UNSIGNED, &drafted).outcome(), Outcome::Warns);
}

#[test]
fn whoever_is_in_it_already_is_no_question_and_what_is_over_takes_nobody() {
    let mut group = small([1, 2]);
    assert_eq!(fits_in(directory(), 1, &group), None);
    group.plan.status = domain::Status::Cancelled;
    assert_eq!(fits_in(directory(), 3, &group), None);
}

#[test]
fn hidden_needs_are_not_told() {
    let mut hidden = directory();
    hidden.children.get_mut(&child(3)).unwrap().needs = None;
    let found = fits_in(hidden, 3, &small([1, 2])).unwrap();
    assert_eq!((found.similarity, found.quota), (Similarity::Untold, None));
    // Of a group in which somebody's needs are hidden nobody says that all are alike.
    let mut one_hidden = directory();
    one_hidden.children.get_mut(&child(2)).unwrap().needs = None;
    assert_eq!(fits_in(one_hidden, 3, &small([1, 2])).unwrap().similarity, Similarity::Untold);
    let mut nameless = small([1]);
    nameless.plan.hidden = 2;
    let found = fits(3, &nameless);
    assert_eq!((found.similarity, found.ages.map(|ages| ages.all)), (Similarity::Untold, Some(false)));
}

#[test]
fn ages_are_from_the_youngest_to_the_oldest_with_the_child_among_them() {
    let mut various = directory();
    let day = small([]).plan.slot.day;
    for (n, born) in [(1, "2022-11-24"), (2, "2021-05-23"), (3, "2020-11-23")] {
        various.children.get_mut(&child(n)).unwrap().born = born.parse().unwrap();
    }
    let found = fits_in(various.clone(), 3, &small([1, 2])).unwrap();
    assert_eq!(found.ages, Some(Ages { youngest: 47, oldest: 72, all: true }), "on {day}");
    assert_eq!(fits_in(various, 3, &small([])).unwrap().ages, None);
}

#[test]
fn the_quota_counts_the_other_sessions_of_the_week() {
    let one = session(2, Plan { slot: at(1, "10:00", 20), ..lesson(Kind::Individual, [1]) });
    let empty = session(1, draft(lesson(Kind::Individual, [])));
    let found = fit(child(1), &empty, &context(directory(), [one, empty.clone()])).unwrap();
    assert_eq!(found.quota, Some(QuotaLeft { planned: 1, quota: 2 }));
    assert_eq!(found.quota.unwrap().left(), 1);
    assert_eq!(fits(3, &small([1])).quota, None, "none of this kind is needed");
}

#[test]
fn a_session_of_the_consultation_point_asks_for_the_contract_and_compares_nobody() {
    let play = session(1, draft(play(Kind::KpSmall, [AT_HOME])));
    let found = fits(AT_HOME + 1, &play);
    assert_eq!((found.similarity, found.paper), (Similarity::Untold, Some((Paper::Contract, true))));
    assert!(seated(&play.plan, child(AT_HOME + 1)).children() == 2);
    assert_eq!(fits(WITHOUT_CONTRACT, &play).paper, Some((Paper::Contract, false)));
}

#[test]
fn a_held_session_is_over_a_place_of_a_day() {
    let plan = lesson(Kind::Individual, [1]);
    let over = Over { slot: at(2, "11:30", 20), room: None, ..Over::of(&plan) };
    assert!(over.is_sound());
    let moved = over.onto(&plan);
    assert_eq!((moved.slot, moved.room, moved.seats), (over.slot, None, plan.seats));
    for (start, minutes) in [(600, 0), (1440, 5), (1430, 20), (u16::MAX, u16::MAX)] {
        assert!(!Over { slot: domain::Slot { start, minutes, ..over.slot }, ..over.clone() }.is_sound());
    }
    assert!(!Over { staff: vec![person(SPEECH); 11], ..over }.is_sound());
}

proptest! {
    #[test]
    fn what_it_says_is_what_the_rules_say(newcomer in 1..=UNSIGNED, seats in prop::collection::btree_set(1..=UNSIGNED, 0..5), signed: bool) {
        let mut directory = directory();
        if !signed {
            directory.children.get_mut(&child(newcomer)).unwrap().consent = Agreement::Withdrawn;
        }
        let group = small(seats.clone());
        let context = context(directory, [group.clone()]);
        let Some(found) = fit(child(newcomer), &group, &context) else {
            prop_assert!(seats.contains(&newcomer));
            return Ok(());
        };
        prop_assert_eq!(&found.verdict, &domain::check(&seated(&group.plan, child(newcomer)), &context));
        let mixed = domain::rules::Weight::Reason;
        let asks = found.verdict.findings.iter().any(|finding| finding.weight == mixed);
        // The rule looks at the whole group, the fit at the child: what differs from the child is mixed.
        prop_assert!(found.similarity != Similarity::Differs || asks);
        prop_assert_eq!(found.paper, Some((Paper::Consent, signed && newcomer != UNSIGNED)));
    }

    #[test]
    fn months_are_twelve_in_a_year(days in 0i64..3000) {
        let born = monday();
        let day = domain::time::shift(born, days);
        prop_assert_eq!(months(born, day) / 12, day.years_since(born).unwrap_or(0));
        prop_assert_eq!(months(day, born) * u32::from(days > 0), 0);
    }
}
