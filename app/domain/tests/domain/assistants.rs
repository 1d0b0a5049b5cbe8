use domain::{Kind, Plan, session::Assistance};

use crate::kindergarten::*;

fn accompanied(who: u128, whom: u128) -> Plan {
    let assistance = Assistance { person: person(who), child: child(whom) };
    Plan { assistants: vec![assistance], ..held_by(lesson(Kind::Individual, [whom]), [PSYCHOLOGIST]) }
}

#[test]
fn an_assistant_accompanies_the_child_of_the_assignment() {
    fine(&accompanied(ASSISTANT, AUTIST), &empty());
    refused(&accompanied(ASSISTANT, 1), &empty(), "assistant_not_assigned");
    warned(&draft(accompanied(ASSISTANT, 1)), &empty(), "assistant_not_assigned");
}

#[test]
fn an_assignment_ends_with_its_quarter() {
    let after = Plan { slot: at(42, "10:00", 20), ..accompanied(ASSISTANT, AUTIST) };
    refused(&after, &empty(), "assistant_not_assigned");
}

#[test]
fn an_assistant_does_not_come_without_the_child() {
    let mut plan = accompanied(ASSISTANT, AUTIST);
    plan.seats[0].child = child(1);
    refused(&plan, &empty(), "assistant_not_assigned");
}

#[test]
fn an_assistant_accompanies_one_child_only() {
    let mut plan = lesson(Kind::Small, [AUTIST, 1]);
    plan.assistants = [AUTIST, 1].map(|n| Assistance { person: person(ASSISTANT), child: child(n) }).into();
    refused(&draft(plan.clone()), &empty(), "assistant_one");
    plan.assistants.pop();
    assert_eq!(weight(&plan, &empty(), "assistant_one"), None);
}

#[test]
fn an_assistant_is_recommended_by_a_conclusion_in_force() {
    let mut directory = directory();
    directory.children.get_mut(&child(AUTIST)).unwrap().needs.as_mut().unwrap().pmpk = None;
    let context = context(directory, []);
    refused(&accompanied(ASSISTANT, AUTIST), &context, "assistant_pmpk");
    warned(&draft(accompanied(ASSISTANT, AUTIST)), &context, "assistant_pmpk");
    assert_eq!(weight(&accompanied(ASSISTANT, AUTIST), &empty(), "assistant_pmpk"), None);
}
