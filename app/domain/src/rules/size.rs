//! How many children (Order 92 ¶16; КП ережесі §6), and for how long (Order 92 ¶17).

use super::{
    Rule,
    check::{Case, count},
};
use crate::kind::{fitting_kind, is_in_series, rule};

/// The number that is neither a small group nor a group.
const BETWEEN: usize = 5;

pub(super) fn look(case: &mut Case) {
    number(case);
    length(case);
}

fn number(case: &mut Case) {
    let (min, max) = case.rule.children;
    let children = case.plan.children();
    if case.by_parent() && children > places(case) {
        // A parent fills places; what the group is, the specialist decides.
        let grows_into = fitting_kind(case.rule.body, children);
        let changes = children > usize::from(max)
            && is_in_series(case.rule.body, case.rule.kind)
            && grows_into.is_some_and(|kind| kind != case.rule.kind);
        let too_many = Rule::TooMany { max: count(places(case)), children: count(children) };
        return case.refuse(if changes { Rule::ChangesKind } else { too_many });
    }
    if case.rule.allows_size(children) {
        return;
    }
    let largest = largest(case);
    if case.rule.is_grouped() && children > usize::from(largest) {
        // On its way from a small group to a group a draft passes through every number, but never beyond the largest.
        return case.refuse(Rule::TooMany { max: largest, children: count(children) });
    }
    if case.rule.is_grouped() && children == BETWEEN {
        return case.refuse_if_confirmed(Rule::GroupFive);
    }
    case.refuse_if_confirmed(Rule::GroupSize { kind: case.rule.kind, min, max, children: count(children) });
}

/// Places open to a parent: the session's own, never more than the kind takes, nor more than the specialist gave.
fn places(case: &Case) -> usize {
    let given = case.session.map_or(case.plan.places, |session| session.plan.places.min(case.plan.places));
    usize::from(given.min(case.rule.children.1))
}

/// The largest number that any lesson in the series may have.
fn largest(case: &Case) -> u8 {
    rule(case.rule.body, crate::Kind::Group).map_or(case.rule.children.1, |group| group.children.1)
}

fn length(case: &mut Case) {
    let (min, max) = case.rule.minutes(case.settings().level);
    let minutes = case.plan.slot.minutes;
    if !(min..=max).contains(&minutes) {
        case.refuse(Rule::Duration { min, max, minutes });
    }
}
