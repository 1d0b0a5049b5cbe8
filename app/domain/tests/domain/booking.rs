use domain::{By, Context, Kind, Plan, Rule, Seat, Session, Status, check, time::Moment};

use crate::kindergarten::*;

fn with(session: &Session) -> Context {
    context(directory(), [session.clone()])
}

/// A mini-group in the making: open to parents, one child in it, out of reception hours.
fn gathering() -> Session {
    session(1, Plan { open: true, ..draft(play(Kind::KpSmall, [101])) })
}

/// A parent takes a place in it.
fn join(session: &Session, n: u128) -> Plan {
    let mut plan = Plan { by: By::Parent, ..change(session) };
    plan.seats.push(Seat { child: child(n), with_parent: true });
    plan
}

#[test]
fn a_parent_books_a_free_reception_time() {
    for kind in [Kind::PlayOnline, Kind::PlayInd, Kind::ConsultInd, Kind::ConsultOnline] {
        fine(&by_parent(play(kind, [101])), &empty());
    }
}

#[test]
fn a_parent_does_not_call_a_group_together_nor_book_the_service() {
    refused(&by_parent(play(Kind::PlaySeminar, [101, 102])), &empty(), "not_bookable");
    refused(&by_parent(lesson(Kind::Individual, [1])), &empty(), "not_bookable");
}

#[test]
fn a_parent_joins_what_a_specialist_has_opened() {
    fine(&join(&gathering(), 102), &with(&gathering()));
    let closed = Session { plan: Plan { open: false, ..gathering().plan }, ..gathering() };
    refused(&join(&closed, 102), &with(&closed), "not_bookable");
}

#[test]
fn a_group_that_still_gathers_is_only_a_warning_to_the_parent() {
    let mut nobody = gathering();
    nobody.plan.seats.clear();
    warned(&join(&nobody, 101), &with(&nobody), "group_size");
}

#[test]
fn a_parent_moves_an_appointment_of_their_own() {
    let own = session(1, by_parent(play(Kind::PlayInd, [101])));
    let moved = Plan { slot: at(1, "16:30", 20), ..change(&own) };
    fine(&moved, &with(&own));
}

#[test]
fn a_parent_moves_nobody_else() {
    let mut shared = session(1, by_parent(play(Kind::PlayOnline, [101, 102])));
    shared.plan.open = true;
    refused(&Plan { slot: at(1, "16:30", 20), ..change(&shared) }, &with(&shared), "not_bookable");
    fine(&join(&shared, 103), &with(&shared));
}

#[test]
fn a_parent_comes_in_the_reception_hours_unless_they_join() {
    let early = Plan { slot: at(0, "15:30", 20), ..by_parent(play(Kind::PlayInd, [101])) };
    refused(&early, &empty(), "reception_hours");
    fine(&Plan { by: By::Staff, ..early }, &empty());
    fine(&join(&gathering(), 102), &with(&gathering()));
}

#[test]
fn a_parent_books_neither_too_soon_nor_too_far_ahead() {
    let plan = by_parent(play(Kind::PlayInd, [101]));
    let mut context = empty();
    context.now = Moment { day: monday(), minute: 14 * 60 };
    fine(&plan, &context);
    context.now.minute += 1;
    refused(&plan, &context, "booking_window");
    refused(&Plan { slot: at(29, "16:00", 20), ..plan.clone() }, &context, "booking_window");
    fine(&Plan { slot: at(28, "16:00", 20), ..plan.clone() }, &context);
    fine(&Plan { by: By::Staff, ..plan }, &context);
}

#[test]
fn the_past_is_refused_once() {
    let plan = Plan { slot: at(-3, "16:00", 20), ..by_parent(play(Kind::PlayInd, [101])) };
    refused(&plan, &empty(), "past");
    assert_eq!(weight(&plan, &empty(), "booking_window"), None);
}

#[test]
fn a_parent_never_takes_more_places_than_there_are() {
    let mut two = gathering();
    two.plan.places = 2;
    fine(&join(&two, 102), &with(&two));
    two.plan.seats.push(Seat { child: child(102), with_parent: false });
    let verdict = check(&join(&two, 103), &with(&two));
    assert_eq!(find(&verdict, "too_many").unwrap().0, Rule::TooMany { max: 2, children: 3 });
    let generous = Plan { places: 3, ..join(&two, 103) };
    refused(&generous, &with(&two), "too_many");
}

#[test]
fn a_parent_never_takes_more_places_than_the_kind_has() {
    let mut full = gathering();
    full.plan.places = 9;
    full.plan.seats.extend([102, 103].map(|n| Seat { child: child(n), with_parent: false }));
    refused(&join(&full, 104), &with(&full), "too_many");
}

#[test]
fn a_parent_never_makes_another_kind_of_it() {
    let own = session(1, by_parent(play(Kind::PlayInd, [101])));
    let mut open = own.clone();
    open.plan.open = true;
    refused(&join(&open, 102), &with(&open), "changes_kind");
    let other_kind = Plan { kind: Kind::ConsultInd, ..change(&own) };
    refused(&other_kind, &with(&own), "changes_kind");
    assert_eq!(weight(&change(&own), &with(&own), "changes_kind"), None);
}

#[test]
fn a_parent_who_joins_learns_nothing_of_the_others() {
    let mut with_others = gathering();
    with_others.plan.status = Status::Draft;
    with_others.plan.seats[0].child = child(WITHOUT_CONTRACT);
    fine(&join(&with_others, 102), &with(&with_others));
}
