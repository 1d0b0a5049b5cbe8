//! What a parent may do without the specialist (requirements §2 no. 2).

use super::{Rule, check::Case};
use crate::{
    Slot,
    context::Hours,
    kind::Booking,
    time::{self, Moment},
};

pub(super) fn look(case: &mut Case) {
    if !case.by_parent() {
        return;
    }
    if !is_bookable(case) {
        case.refuse(Rule::NotBookable);
    }
    if changes_kind(case) {
        case.refuse(Rule::ChangesKind);
    }
    window(case);
    reception(case);
}

/// Whether the booking is of a kind that parents book, and into a session that is theirs or open to them.
fn is_bookable(case: &Case) -> bool {
    let adds = case.plan.seats.iter().any(|seat| case.is_new(seat));
    match (case.rule.booking, case.session) {
        (Booking::No, _) | (Booking::Join, None) => false,
        (_, Some(session)) => {
            let closed = adds && !session.plan.open;
            // Moving would take along whoever else sits there, and a session to join is the specialist's to move.
            let takes_along = session.plan.children() > 1 || case.rule.booking == Booking::Join;
            let moves = session.plan.slot != case.plan.slot;
            !(closed || moves && takes_along)
        }
        (Booking::Slot, None) => true,
    }
}

fn changes_kind(case: &Case) -> bool {
    case.session.is_some_and(|session| (session.plan.body, session.plan.kind) != (case.plan.body, case.plan.kind))
}

/// Not too soon, not too far ahead.
fn window(case: &mut Case) {
    let (days, notice) = (case.settings().booking_days, case.settings().booking_notice);
    let Moment { day, minute } = case.context.now;
    let now = Slot { day, start: minute, minutes: 0 };
    let too_soon = case.plan.slot.minutes_after(&now) < i64::from(notice) && !case.context.is_past(&case.plan.slot);
    let too_far = case.plan.slot.day > time::shift(day, i64::from(days));
    if too_soon || too_far {
        case.refuse(Rule::BookingWindow { days, notice });
    }
}

/// A parent's own appointment lies in the reception hours of all who hold it. Whoever joins comes when the specialist
/// has said.
fn reception(case: &mut Case) {
    let plan = case.plan;
    if case.session.is_some_and(|session| session.plan.slot == plan.slot) {
        return;
    }
    for person in &plan.staff {
        let Some(staff) = case.directory().staff.get(person) else { continue };
        if !Hours::cover(staff.hours.iter().filter(|hours| hours.reception), &plan.slot) {
            case.refuse(Rule::ReceptionHours { person: *person });
        }
    }
}
