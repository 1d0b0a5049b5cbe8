use domain::{Kind, Plan, session::Assistance};

use crate::kindergarten::*;

#[test]
fn somebody_holds_a_confirmed_session() {
    let plan = held_by(lesson(Kind::Individual, [1]), []);
    refused(&plan, &empty(), "no_staff");
    warned(&draft(plan.clone()), &empty(), "no_staff");
    fine(&held_by(plan, [SPEECH]), &empty());
}

#[test]
fn only_specialists_of_the_service_hold_lessons() {
    refused(&held_by(lesson(Kind::Individual, [1]), [MUSIC]), &empty(), "wrong_staff");
    refused(&held_by(lesson(Kind::Individual, [1]), [SPEECH, METHODIST]), &empty(), "wrong_staff");
    for who in [PSYCHOLOGIST, SPEECH, SPECIAL, SOCIAL] {
        fine(&held_by(lesson(Kind::Individual, [1]), [who]), &empty());
    }
}

#[test]
fn who_is_not_in_the_directory_holds_nothing() {
    refused(&draft(held_by(lesson(Kind::Individual, [1]), [99])), &empty(), "wrong_staff");
}

#[test]
fn the_consultation_point_has_its_own_people() {
    fine(&held_by(play(Kind::PlaySeminar, 101..=105), [MUSIC]), &empty());
    fine(&held_by(play(Kind::ConsultInd, [101]), [METHODIST]), &empty());
    refused(&held_by(play(Kind::ConsultInd, [101]), [ACCOUNTANT]), &empty(), "wrong_staff");
}

#[test]
fn nobody_holds_and_accompanies_at_once() {
    let mut directory = directory();
    let who = Assistance { person: person(SPEECH), child: child(AUTIST) };
    directory.assignments[0].who = who;
    let context = context(directory, []);
    let plan = Plan { assistants: vec![who], ..lesson(Kind::Individual, [AUTIST]) };
    refused(&plan, &context, "wrong_staff");
    fine(&held_by(plan, [PSYCHOLOGIST]), &context);
}

#[test]
fn a_special_educator_works_with_limited_abilities_only() {
    refused(&lesson(Kind::Individual, [BEHAVIOUR]), &empty(), "wrong_category");
    refused(&draft(lesson(Kind::Individual, [20])), &empty(), "wrong_category");
    fine(&held_by(lesson(Kind::Individual, [BEHAVIOUR]), [PSYCHOLOGIST]), &empty());
    fine(&held_by(lesson(Kind::Individual, [20]), [SOCIAL]), &empty());
    fine(&lesson(Kind::Individual, [1]), &empty());
}

#[test]
fn one_of_several_specialists_who_fits_the_child_is_enough() {
    fine(&held_by(lesson(Kind::Individual, [BEHAVIOUR]), [SPEECH, PSYCHOLOGIST]), &empty());
}

#[test]
fn diagnostics_are_open_to_every_specialist() {
    fine(&lesson(Kind::Diagnostics, [BEHAVIOUR]), &empty());
}
