//! The demonstration: full around today, and legal.

mod common;

use std::sync::Arc;

use chrono::{DateTime, Duration, TimeZone, Utc};
use common::{child, day, monday_morning, person, test_both_dbs};
use domain::{
    Context, Kind, Plan, Status, check,
    time::{Moment, monday, shift},
    view::CalendarView,
};

async fn weeks(demo: &common::Demo, now: DateTime<Utc>) -> CalendarView {
    let head = demo.actor("S01").await;
    let today = (now + Duration::hours(5)).date_naive();
    let from = shift(monday(today), -21);
    demo.store.calendar(&head, from, shift(from, 34), now).await.unwrap()
}

/// Every session that takes time, as if it were still to come.
fn assert_legal(view: &CalendarView) {
    let mut directory = view.directory.clone();
    // What is in the past was planned before it.
    directory.settings.booking_notice = 0;
    let now = Moment { day: shift(view.from, -7), minute: 0 };
    let sessions: Vec<_> = view.sessions.iter().filter(|session| session.plan.status.takes_time()).cloned().collect();
    let context = Context::new(now, Arc::new(directory), sessions.clone());
    for session in sessions {
        let status = if session.plan.status == Status::Draft { Status::Draft } else { Status::Confirmed };
        let verdict = check(&Plan { status, ..session.plan.clone() }, &context);
        assert!(verdict.accepted() && !verdict.needs_reason(), "{:?}: {verdict:?}", session.plan);
    }
}

test_both_dbs! {
    async fn every_session_is_legal(base) {
        let demo = base.demo().await;
        let view = weeks(&demo, monday_morning()).await;
        assert!(view.sessions.len() > 95, "{}", view.sessions.len());
        assert_legal(&view);
        assert_eq!(demo.overlaps().await, 0);
        assert_eq!(demo.store.verify_audit(demo.org).await.unwrap(), None);
    }

    async fn the_cases_to_show_are_there(base) {
        let demo = base.demo().await;
        let view = weeks(&demo, monday_morning()).await;
        let of = |code: &str| &view.directory.children[&child(code)];
        assert!(!of("C26").consent.in_force() && !of("K06").contract.in_force() && of("C01").contract.in_force());
        let until = of("C03").needs.as_ref().unwrap().pmpk.as_ref().unwrap().valid_until;
        assert_eq!(until, day(14));
        assert_eq!(view.directory.staff[&person("S04")].caseload.len(), 12);
        assert_eq!(view.directory.assignments.len(), 1);
        let with = |status: Status| view.sessions.iter().filter(|session| session.plan.status == status).count();
        assert_eq!(with(Status::Draft), 1);
        assert!(with(Status::Cancelled) >= 1 && with(Status::NoShow) >= 1 && with(Status::Done) > 40);
        let draft = view.sessions.iter().find(|session| session.plan.status == Status::Draft).unwrap();
        assert_eq!(draft.plan.children(), 5);
        let open = view.sessions.iter().find(|session| session.plan.kind == Kind::PlayOnline && session.plan.status.open());
        let open = open.unwrap();
        assert!(open.plan.open && open.plan.free() == 2 && open.plan.online && open.plan.room.is_none());
    }

    async fn a_visitor_sees_a_full_week_on_every_day(base) {
        let demo = base.demo().await;
        // Months later the same demonstration is filled up, a week at a time.
        for later in [3, 6, 7, 13, 33] {
            let now = Utc.with_ymd_and_hms(2026, 11, 23, 9, 0, 0).unwrap() + Duration::days(later);
            demo.store.load_demo(now).await.unwrap();
            let view = weeks(&demo, now).await;
            let this = monday((now + Duration::hours(5)).date_naive());
            for week in [this, shift(this, 7)] {
                let full = view.sessions.iter().filter(|session| monday(session.plan.slot.day) == week).count();
                assert!(full >= 17, "{full} sessions in the week of {week}");
            }
        }
    }

    async fn every_visitor_can_sign_in(base) {
        let people = base.store.load_demo(monday_morning()).await.unwrap();
        assert_eq!(people.len(), 13);
        let tenant = base.store.tenant(None).await.unwrap();
        for visitor in people {
            let signed = base.store.sign_in(tenant.id, &visitor.login, &visitor.password, "test", "::1", monday_morning());
            let token = signed.await.unwrap();
            let (actor, _) = base.store.actor(&token.0, monday_morning()).await.unwrap().unwrap();
            assert_eq!(actor.name, visitor.name);
        }
    }

    async fn the_large_kindergarten_is_legal(base) {
        let bench = base.store.load_bench(500, monday_morning()).await.unwrap();
        let token = base.store.sign_in(bench.org, &bench.login, &bench.password, "test", "::1", monday_morning()).await.unwrap();
        let (actor, _) = base.store.actor(&token.0, monday_morning()).await.unwrap().unwrap();
        let view = base.store.calendar(&actor, bench.monday, shift(bench.monday, 6), monday_morning()).await.unwrap();
        assert_eq!(view.sessions.len(), 500);
        assert_legal(&view);
    }
}
