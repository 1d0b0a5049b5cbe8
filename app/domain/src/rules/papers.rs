//! What must be signed or concluded first (Order 92 ¶10.2, ¶11; КП ережесі 7.1).

use chrono::NaiveDate;

use super::{Rule, check::Case};
use crate::{Category, Needs, kind::Paper};

pub(super) fn look(case: &mut Case) {
    let day = case.plan.slot.day;
    for (_, child) in case.children() {
        match case.rule.paper {
            Some(paper @ Paper::Consent) if !child.holds(paper, day) => {
                case.refuse_if_binding(Rule::NoConsent { child: child.id });
            }
            Some(paper @ Paper::Contract) if !child.holds(paper, day) => {
                case.refuse_if_binding(Rule::NoContract { child: child.id });
            }
            _ => {}
        }
        let limited = child.needs.as_ref().filter(|needs| needs.category == Some(Category::Limited));
        if case.rule.is_lesson() && limited.is_some_and(|needs| !has_pmpk(needs, day)) {
            case.refuse_if_confirmed(Rule::NoPmpk { child: child.id });
        }
    }
}

/// Whether a conclusion of ПМПК holds on this day.
pub(super) fn has_pmpk(needs: &Needs, day: NaiveDate) -> bool {
    needs.pmpk.as_ref().is_some_and(|pmpk| day <= pmpk.valid_until)
}
