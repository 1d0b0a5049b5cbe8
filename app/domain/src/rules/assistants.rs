//! One assistant to one child, for a quarter, by a recommendation and a decision (Order 92 ¶14, ¶21).

use super::{Rule, check::Case, papers::has_pmpk};

pub(super) fn look(case: &mut Case) {
    let (plan, directory, day) = (case.plan, case.directory(), case.plan.slot.day);
    for (n, assistance) in plan.assistants.iter().enumerate() {
        let (person, child) = (assistance.person, assistance.child);
        let accompanies_another =
            plan.assistants[..n].iter().any(|before| before.person == person && before.child != child);
        if accompanies_another {
            case.refuse(Rule::AssistantOne { person });
        }
        let assigned = plan.has(child)
            && directory
                .assignments
                .iter()
                .any(|assignment| assignment.who == *assistance && (assignment.from..=assignment.to).contains(&day));
        if !assigned {
            case.refuse_if_confirmed(Rule::AssistantNotAssigned { person, child });
        }
        let needs = directory.children.get(&child).and_then(|child| child.needs.as_ref());
        if needs.is_some_and(|needs| !has_pmpk(needs, day)) {
            case.refuse_if_confirmed(Rule::AssistantPmpk { child });
        }
    }
}
