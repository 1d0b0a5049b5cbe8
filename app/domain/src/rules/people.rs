//! Who holds it (Order 92 ¶10; КП ережесі 4.2).

use super::{Rule, check::Case};
use crate::{Category, ChildId, PersonId, Position};

pub(super) fn look(case: &mut Case) {
    if case.plan.staff.is_empty() {
        case.refuse_if_confirmed(Rule::NoStaff);
    }
    positions(case);
    if case.rule.is_lesson() {
        categories(case);
    }
}

/// Everybody named holds sessions of this kind, and nobody holds and accompanies at once.
fn positions(case: &mut Case) {
    let plan = case.plan;
    for person in &plan.staff {
        let fits = case.directory().staff.get(person).is_some_and(|staff| staff.holds(case.rule));
        let accompanies = plan.assistants.iter().any(|assistance| assistance.person == *person);
        if !fits || accompanies {
            case.refuse(Rule::WrongStaff { person: *person });
        }
    }
}

/// ¶10.1, ¶10.2: of several specialists one at least works with the child's category.
fn categories(case: &mut Case) {
    for (seat, child) in case.children() {
        let Some(category) = child.needs.as_ref().and_then(|needs| needs.category) else { continue };
        if !case.plan.staff.iter().any(|person| works_with(case, *person, category)) {
            blame(case, seat.child);
        }
    }
}

fn works_with(case: &Case, person: PersonId, category: Category) -> bool {
    let positions = case.directory().staff.get(&person).map_or(&[][..], |staff| &staff.positions);
    positions.iter().any(|position| match category {
        Category::Behaviour | Category::Social => matches!(position, Position::Psychologist | Position::Social),
        Category::Limited => {
            position.is_special_educator() || matches!(position, Position::Psychologist | Position::Social)
        }
    })
}

/// Names those who hold this kind and still do not fit the child: who does not even hold it was named before.
fn blame(case: &mut Case, child: ChildId) {
    let plan = case.plan;
    for person in &plan.staff {
        if case.directory().staff.get(person).is_some_and(|staff| staff.holds(case.rule)) {
            case.refuse(Rule::WrongCategory { person: *person, child });
        }
    }
}
