//! Nobody and nothing is in two places at once.

use chrono::NaiveDate;

use super::{Rule, check::Case};
use crate::{Context, PersonId, Plan, RoomId, Session, kind};

pub(super) fn look(case: &mut Case) {
    let (plan, buffer) = (case.plan, case.settings().buffer);
    for session in others(plan, plan.slot.day, case.context) {
        let other = &session.plan;
        if !plan.slot.nearer_than(&other.slot, buffer) {
            continue;
        }
        let (start, end) = (other.slot.start, other.slot.end());
        if !plan.slot.overlaps(&other.slot) {
            for person in plan.staff.iter().filter(|person| other.staff.contains(person)) {
                case.refuse(Rule::Buffer { person: *person, minutes: buffer, start, end });
            }
            continue;
        }
        for person in plan.staff.iter().filter(|person| takes_person(other, **person)) {
            case.refuse(Rule::StaffBusy { person: *person, session: session.id, start, end });
        }
        if let Some(room) = shared_room(plan, other) {
            case.refuse(Rule::RoomBusy { room, session: session.id, start, end });
        }
        for seat in case.seats().filter(|seat| other.has(seat.child)) {
            case.refuse(Rule::ChildBusy { child: seat.child, session: session.id, start, end });
        }
        for assistance in plan.assistants.iter().filter(|assistance| takes_person(other, assistance.person)) {
            case.refuse(Rule::AssistantBusy { person: assistance.person, session: session.id, start, end });
        }
    }
}

/// The sessions of a day that take time, without the one that the plan would change.
pub(super) fn others<'a>(
    plan: &Plan,
    day: NaiveDate,
    context: &'a Context,
) -> impl Iterator<Item = &'a Session> + use<'a> {
    let own = plan.session;
    context.on(day).filter(move |session| Some(session.id) != own)
}

/// How far the plan must keep from the other, if the two share anything: the buffer for a specialist, else nothing.
pub(super) fn distance(case: &Case, other: &Plan) -> Option<u16> {
    let plan = case.plan;
    if plan.staff.iter().any(|person| other.staff.contains(person)) {
        return Some(case.settings().buffer);
    }
    let shares = plan.staff.iter().any(|person| takes_person(other, *person))
        || plan.assistants.iter().any(|assistance| takes_person(other, assistance.person))
        || case.seats().any(|seat| other.has(seat.child))
        || shared_room(plan, other).is_some();
    shares.then_some(0)
}

/// Whether the session takes this person, to hold it or to accompany a child.
fn takes_person(other: &Plan, person: PersonId) -> bool {
    other.staff.contains(&person) || other.assistants.iter().any(|assistance| assistance.person == person)
}

/// The room that both take. A session by video takes none.
fn shared_room(plan: &Plan, other: &Plan) -> Option<RoomId> {
    let room = plan.room.filter(|room| other.room == Some(*room))?;
    (takes_room(plan) && takes_room(other)).then_some(room)
}

fn takes_room(plan: &Plan) -> bool {
    kind::rule(plan.body, plan.kind).map_or(!plan.online, |rule| rule.takes_room(plan.online))
}
