use chrono::NaiveDate;
use domain::{Agreement, Kind, context::Directory};

use crate::kindergarten::*;

#[test]
fn the_service_begins_with_a_signed_consent() {
    let plan = held_by(lesson(Kind::Individual, [UNSIGNED]), [PSYCHOLOGIST]);
    refused(&plan, &empty(), "no_consent");
    warned(&draft(plan), &empty(), "no_consent");
    fine(&held_by(lesson(Kind::Individual, [BEHAVIOUR]), [PSYCHOLOGIST]), &empty());
}

#[test]
fn a_withdrawn_consent_is_none() {
    let mut directory = directory();
    directory.children.get_mut(&child(1)).unwrap().consent = Agreement::Withdrawn;
    refused(&lesson(Kind::Individual, [1]), &context(directory, []), "no_consent");
}

#[test]
fn the_consultation_point_wants_a_contract() {
    let plan = play(Kind::PlayInd, [WITHOUT_CONTRACT]);
    refused(&plan, &empty(), "no_contract");
    warned(&draft(plan.clone()), &empty(), "no_contract");
    refused(&by_parent(draft(plan)), &empty(), "no_contract");
    fine(&play(Kind::PlayInd, [101]), &empty());
}

#[test]
fn help_by_telephone_begins_before_anything_is_signed() {
    fine(&play(Kind::ConsultPhone, [WITHOUT_CONTRACT]), &empty());
}

fn expired() -> Directory {
    let mut directory = directory();
    let needs = directory.children.get_mut(&child(1)).unwrap().needs.as_mut().unwrap();
    needs.pmpk.as_mut().unwrap().valid_until = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
    directory
}

#[test]
fn a_limited_ability_child_has_a_conclusion_in_force_on_the_day() {
    let context = context(expired(), []);
    let on = |days| domain::Plan { slot: at(days, "10:00", 20), ..lesson(Kind::Individual, [1]) };
    fine(&on(1), &context);
    refused(&on(2), &context, "no_pmpk");
    warned(&draft(on(2)), &context, "no_pmpk");
}

#[test]
fn diagnostics_come_before_the_conclusion() {
    let mut directory = directory();
    directory.children.get_mut(&child(1)).unwrap().needs.as_mut().unwrap().pmpk = None;
    fine(&lesson(Kind::Diagnostics, [1]), &context(directory, []));
}

#[test]
fn what_the_reader_may_not_know_is_not_asked() {
    let mut directory = expired();
    directory.children.get_mut(&child(1)).unwrap().needs = None;
    let plan = domain::Plan { slot: at(2, "10:00", 20), ..lesson(Kind::Individual, [1]) };
    fine(&plan, &context(directory, []));
}
