//! Where it is held (КП ережесі 3.3; Order 92 ¶18).

use super::{
    Rule,
    check::{Case, count},
};
use crate::kind::Online;

pub(super) fn look(case: &mut Case) {
    let (plan, directory) = (case.plan, case.directory());
    if plan.online && case.rule.online == Online::Never {
        case.refuse(Rule::NotOnline);
    }
    if !case.rule.takes_room(plan.online) {
        return;
    }
    let Some(id) = plan.room else {
        return case.refuse_if_confirmed(Rule::NoRoom);
    };
    let Some(room) = directory.rooms.get(&id) else {
        return case.refuse(Rule::UnknownRoom);
    };
    if plan.children() > usize::from(room.capacity) {
        let children = count(plan.children());
        case.refuse_if_binding(Rule::RoomSmall { room: id, capacity: room.capacity, children });
    }
}
