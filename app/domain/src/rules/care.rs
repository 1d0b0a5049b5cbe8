//! Support that fits the child: similar disorders together, no more children than one can care for, no more sessions
//! than the child needs (Order 92 ¶16, ¶21).

use super::{
    Rule, Weight,
    check::{Case, count},
};
use crate::{Category, Child, Needs};

pub(super) fn look(case: &mut Case) {
    if !case.rule.is_lesson() {
        return;
    }
    if case.rule.is_grouped() {
        disorders(case);
    }
    caseload(case);
    quota(case);
}

fn limited(child: &Child) -> Option<&Needs> {
    child.needs.as_ref().filter(|needs| needs.category == Some(Category::Limited))
}

/// ¶16: limited-ability children are grouped by the similarity of their disorders.
fn disorders(case: &mut Case) {
    let named = |child: &'_ Child| limited(child).is_some_and(|needs| needs.disorder.is_some());
    let mut disorders = case.children().filter_map(|(_, child)| limited(child)?.disorder.as_deref()).map(str::trim);
    let Some(first) = disorders.next() else { return };
    if disorders.all(|disorder| disorder == first) {
        return;
    }
    let children = case.children().filter(|(_, child)| named(child)).map(|(_, child)| child.id).collect();
    let reasoned = case.plan.reason.as_deref().is_some_and(|reason| !reason.trim().is_empty());
    let weight = match case.settings().mixed_disorders {
        Weight::Reason if reasoned => Weight::Warn,
        weight => weight,
    };
    case.find(weight, Rule::MixedDisorders { children });
}

/// ¶21: 12–14 limited-ability children to one special educator; those of this roster count with the caseload.
fn caseload(case: &mut Case) {
    let (plan, directory, settings) = (case.plan, case.directory(), case.settings());
    if !case.children().any(|(_, child)| limited(child).is_some()) {
        return;
    }
    for person in &plan.staff {
        let Some(staff) = directory.staff.get(person) else { continue };
        if !staff.positions.iter().any(|position| position.is_special_educator()) {
            continue;
        }
        let added = case
            .children()
            .filter(|(seat, child)| limited(child).is_some() && !staff.caseload.contains(&seat.child))
            .count();
        let children = count(staff.caseload.len() + added);
        if children > settings.caseload_max {
            case.refuse(Rule::CaseloadOver { person: *person, children, max: settings.caseload_max });
        } else if children >= settings.caseload_warn {
            case.warn(Rule::CaseloadHigh { person: *person, children });
        }
    }
}

/// ¶16: the number of sessions in a week follows the child's needs.
fn quota(case: &mut Case) {
    let (plan, context) = (case.plan, case.context);
    for (seat, child) in case.children() {
        let quotas = child.needs.as_ref().map_or(&[][..], |needs| &needs.quota);
        let Some(quota) = quotas.iter().find(|quota| quota.kind == plan.kind) else { continue };
        let held = context.held_in_week(seat.child, plan.body, plan.kind, plan.slot.day, plan.session);
        let planned = count(held + 1);
        if planned > quota.per_week {
            case.warn(Rule::QuotaOver { child: seat.child, kind: plan.kind, planned, quota: quota.per_week });
        }
    }
}
