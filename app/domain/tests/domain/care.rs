use domain::{Context, Kind, Plan, Rule, Weight, check};

use crate::kindergarten::*;

fn mixed() -> Plan {
    lesson(Kind::Small, [1, 2, 9])
}

#[test]
fn mixed_disorders_ask_for_a_reason() {
    assert_eq!(weight(&mixed(), &empty(), "mixed_disorders"), Some(Weight::Reason));
    assert!(check(&mixed(), &empty()).needs_reason());
    fine(&lesson(Kind::Small, [1, 2, 3]), &empty());
}

#[test]
fn a_written_reason_leaves_a_warning() {
    let because = |text: &str| Plan { reason: Some(text.into()), ..mixed() };
    assert_eq!(weight(&because("  "), &empty(), "mixed_disorders"), Some(Weight::Reason));
    warned(&because("Ортақ мақсат: қарым-қатынас"), &empty(), "mixed_disorders");
}

#[test]
fn a_kindergarten_may_refuse_mixed_disorders_whatever_the_reason() {
    let mut directory = directory();
    directory.settings.mixed_disorders = Weight::Refuse;
    let plan = Plan { reason: Some("Ортақ мақсат".into()), ..mixed() };
    refused(&plan, &context(directory, []), "mixed_disorders");
}

#[test]
fn only_limited_ability_children_are_compared() {
    fine(&held_by(lesson(Kind::Small, [1, 2, BEHAVIOUR]), [PSYCHOLOGIST]), &empty());
    fine(&held_by(lesson(Kind::Small, [BEHAVIOUR, 20]), [PSYCHOLOGIST]), &empty());
}

/// The speech therapist has these children in her care.
fn caring_for(children: impl IntoIterator<Item = u128>) -> Context {
    let mut directory = directory();
    directory.staff.get_mut(&person(SPEECH)).unwrap().caseload = children.into_iter().map(child).collect();
    context(directory, [])
}

#[test]
fn a_caseload_of_twelve_is_a_warning_and_above_fourteen_a_refusal() {
    let plan = lesson(Kind::Individual, [1]);
    fine(&plan, &caring_for(1..=11));
    warned(&plan, &caring_for(1..=12), "caseload_high");
    warned(&plan, &caring_for(1..=14), "caseload_high");
    refused(&draft(plan), &caring_for(1..=15), "caseload_over");
}

#[test]
fn the_children_of_the_roster_count_with_the_caseload() {
    let verdict = check(&lesson(Kind::Small, 1..=4), &caring_for(3..=14));
    let (rule, weight) = find(&verdict, "caseload_high").unwrap();
    assert_eq!((rule, weight), (Rule::CaseloadHigh { person: person(SPEECH), children: 14 }, Weight::Warn));
    refused(&lesson(Kind::Small, 1..=4), &caring_for(4..=15), "caseload_over");
}

#[test]
fn only_special_educators_have_a_limited_caseload() {
    let mut directory = directory();
    directory.staff.get_mut(&person(PSYCHOLOGIST)).unwrap().caseload = (1..=15).map(child).collect();
    fine(&held_by(lesson(Kind::Individual, [1]), [PSYCHOLOGIST]), &context(directory, []));
}

#[test]
fn more_sessions_in_a_week_than_the_child_needs_are_a_warning() {
    let on = |days| Plan { slot: at(days, "10:00", 20), ..lesson(Kind::Individual, [1]) };
    let week = [session(1, on(1)), session(2, on(2))];
    let verdict = check(&on(0), &context(directory(), week.clone()));
    let (rule, weight) = find(&verdict, "quota_over").unwrap();
    let expected = Rule::QuotaOver { child: child(1), kind: Kind::Individual, planned: 3, quota: 2 };
    assert_eq!((rule, weight), (expected, Weight::Warn));
    fine(&on(0), &context(directory(), week[..1].to_vec()));
    fine(&on(7), &context(directory(), week.clone()));
    fine(&change(&week[0]), &context(directory(), week));
}
