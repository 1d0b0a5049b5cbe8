//! Who sits in it: each child once, known, with a parent where the kind wants one.

use super::{Rule, check::Case};

pub(super) fn look(case: &mut Case) {
    let (plan, directory) = (case.plan, case.directory());
    for (n, seat) in plan.seats.iter().enumerate() {
        if plan.seats[..n].iter().any(|before| before.child == seat.child) {
            case.refuse(Rule::ChildTwice { child: seat.child });
        }
    }
    if case.seats().any(|seat| !directory.children.contains_key(&seat.child)) {
        case.refuse(Rule::UnknownChild);
    }
    let gone = case.seats().filter_map(|seat| {
        let child = directory.children.get(&seat.child).filter(|child| !child.is_here(plan.slot.day))?;
        Some(Rule::ChildLeft { child: child.id, on: child.left? })
    });
    for rule in gone.collect::<Vec<_>>() {
        case.refuse(rule);
    }
    if case.rule.with_parent {
        for seat in case.seats().filter(|seat| !seat.with_parent) {
            case.refuse_if_binding(Rule::ParentNeeded { child: seat.child });
        }
    }
}
