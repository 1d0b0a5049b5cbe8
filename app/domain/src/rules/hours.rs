//! When sessions may be held: not in the past, not on holidays, inside the hours of the house and of those who hold
//! it, who are there.

use super::{Rule, check::Case};
use crate::{absence::Span, context::Hours};

pub(super) fn look(case: &mut Case) {
    let (plan, directory) = (case.plan, case.directory());
    if case.context.is_past(&plan.slot) {
        case.refuse(Rule::Past);
    }
    if let Some(holiday) = directory.holidays.get(&plan.slot.day) {
        case.refuse(Rule::Holiday { name: holiday.clone() });
    }
    if !Hours::cover(&directory.hours, &plan.slot) {
        case.refuse(Rule::Closed);
    }
    let assistants = plan.assistants.iter().map(|with| &with.person);
    for person in plan.staff.iter().chain(assistants) {
        if let Some(absence) = directory.away(*person, &plan.slot) {
            let Span { from, to, hours } = absence.span;
            case.refuse(Rule::Absent { person: *person, from, to, hours });
        }
    }
    for person in &plan.staff {
        let Some(staff) = directory.staff.get(person) else { continue };
        if !Hours::cover(&staff.hours, &plan.slot) {
            case.refuse(Rule::WorkingHours { person: *person });
        }
    }
}
