use domain::{Body, Context, Kind, Plan, Slot};

use crate::kindergarten::*;

fn individual(days: i64, clock: &str) -> Plan {
    Plan { slot: at(days, clock, 20), ..lesson(Kind::Individual, [1]) }
}

fn held(context: &Context) -> usize {
    context.held_in_week(child(1), Body::Ppqq, Kind::Individual, monday(), None)
}

#[test]
fn a_session_that_is_put_again_is_where_it_was_put_last() {
    let mut context = context(directory(), [session(1, individual(0, "10:00"))]);
    context.put(session(1, individual(8, "11:00")));
    assert_eq!(context.sessions().count(), 1);
    assert_eq!(context.get(session_id(1)).map(|session| session.plan.slot), Some(at(8, "11:00", 20)));
    assert_eq!((context.on(monday()).count(), held(&context)), (0, 0));
    context.put(session(1, individual(4, "09:00")));
    assert_eq!(held(&context), 1);
    assert!(context.remove(session_id(1)).is_some() && context.remove(session_id(1)).is_none());
    assert_eq!((context.sessions().count(), held(&context)), (0, 0));
}

#[test]
fn a_day_is_read_from_front_to_back() {
    let plans = ["15:00", "09:00", "11:00"].map(|clock| individual(0, clock));
    let context = context(directory(), (1..).zip(plans).map(|(n, plan)| session(n, plan)));
    let slots: Vec<Slot> = context.on(monday()).map(|session| session.plan.slot).collect();
    assert_eq!(slots, ["09:00", "11:00", "15:00"].map(|clock| at(0, clock, 20)));
}
