use domain::{Body, Kind, Level, Plan, Status, check, fitting_kind, kind::RULES};

use crate::kindergarten::*;

/// A plan of the kind with so many children, none of whom is known to anybody: they only count.
fn of_size(rule: &domain::KindRule, children: u8) -> Plan {
    let held = if rule.body == Body::Ppqq { lesson(rule.kind, []) } else { play(rule.kind, []) };
    let slot = domain::Slot { minutes: rule.default_minutes(Level::Preschool), ..held.slot };
    Plan { hidden: children, body: rule.body, slot, ..held }
}

#[test]
fn every_kind_confirms_the_sizes_of_its_rule_and_no_other() {
    for rule in RULES {
        for children in 0..=12 {
            let plan = of_size(rule, children);
            let allowed = (rule.children.0..=rule.children.1).contains(&children);
            assert_eq!(check(&plan, &empty()).accepted(), allowed, "{:?} with {children}", rule.kind);
        }
    }
}

#[test]
fn a_draft_passes_from_four_to_five_to_six() {
    let roster = |n: u128| draft(lesson(Kind::Small, 1..=n));
    fine(&roster(4), &empty());
    warned(&roster(5), &empty(), "group_five");
    warned(&roster(6), &empty(), "group_size");
    fine(&draft(lesson(Kind::Group, 1..=6)), &empty());
    assert_eq!([4, 5, 6].map(|n| fitting_kind(Body::Ppqq, n)), [Some(Kind::Small), None, Some(Kind::Group)]);
}

#[test]
fn five_children_are_never_confirmed() {
    refused(&lesson(Kind::Small, 1..=5), &empty(), "group_five");
    refused(&lesson(Kind::Group, 1..=5), &empty(), "group_five");
    fine(&lesson(Kind::Small, 1..=4), &empty());
    fine(&lesson(Kind::Group, 1..=6), &empty());
}

#[test]
fn one_child_in_a_group_is_a_draft_at_most() {
    warned(&draft(lesson(Kind::Group, [1])), &empty(), "group_size");
    refused(&lesson(Kind::Group, [1]), &empty(), "group_size");
}

#[test]
fn more_than_eight_are_refused_even_as_a_draft() {
    let nine = Plan { hidden: 1, ..draft(lesson(Kind::Group, 1..=8)) };
    refused(&nine, &empty(), "too_many");
    fine(&draft(lesson(Kind::Group, 1..=8)), &empty());
}

#[test]
fn a_fourth_child_in_a_mini_group_stays_a_draft() {
    let four = play(Kind::KpSmall, 101..=104);
    warned(&draft(four.clone()), &empty(), "group_size");
    refused(&four, &empty(), "group_size");
    fine(&play(Kind::KpSmall, 101..=103), &empty());
}

#[test]
fn children_whose_names_are_hidden_count() {
    let plan = Plan { hidden: 2, ..play(Kind::KpSmall, [101, 102]) };
    refused(&plan, &empty(), "group_size");
    fine(&Plan { hidden: 1, ..plan }, &empty());
}

#[test]
fn a_lesson_lasts_as_long_as_its_level_says() {
    let mut plan = lesson(Kind::Individual, [1]);
    fine(&plan, &empty());
    plan.slot.minutes = 30;
    refused(&plan, &empty(), "duration");
    let mut directory = directory();
    directory.settings.level = Level::School;
    fine(&plan, &context(directory, []));
}

#[test]
fn a_small_group_lasts_from_35_to_45_minutes() {
    for (minutes, allowed) in [(34, false), (35, true), (45, true), (46, false)] {
        let mut plan = lesson(Kind::Small, [1, 2]);
        plan.slot.minutes = minutes;
        assert_eq!(check(&plan, &empty()).accepted(), allowed, "{minutes} minutes");
    }
}

#[test]
fn a_telephone_call_lasts_fifteen_minutes_at_most() {
    let mut call = play(Kind::ConsultPhone, [101]);
    fine(&call, &empty());
    call.slot.minutes = 16;
    refused(&call, &empty(), "duration");
}

#[test]
fn what_a_body_does_not_hold_is_refused() {
    let plan = Plan { body: Body::Kp, ..lesson(Kind::Small, [1, 2]) };
    refused(&plan, &empty(), "unknown_kind");
    fine(&Plan { body: Body::Ppqq, ..plan }, &empty());
}

#[test]
fn history_is_not_judged() {
    for status in [Status::Done, Status::NoShow, Status::Cancelled] {
        fine(&Plan { status, ..lesson(Kind::Small, 1..=5) }, &empty());
    }
}
