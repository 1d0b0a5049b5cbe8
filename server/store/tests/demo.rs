//! The demonstration: full around today, and legal.

mod common;

use std::sync::Arc;

use chrono::{DateTime, Duration, TimeZone, Utc};
use common::{child, day, monday_morning, person, test_both_dbs};
use domain::{
    Body, Context, Kind, MeetingId, Plan, Status, check,
    minutes::{Access, Lack, State},
    time::{Moment, monday, shift},
    view::CalendarView,
};
use store::demo_id;

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

    async fn its_meetings_are_signed_written_and_to_come(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let head = demo.actor("S01").await;
        let year = store.meetings(&head, None, now).await.unwrap();
        let count = |body| {
            let of = year.bodies.iter().find(|year| year.body == body).unwrap();
            let with = |state| of.meetings.iter().filter(|meeting| meeting.minutes == state).count();
            (with(Some(State::Locked)), with(Some(State::Draft)), with(None))
        };
        assert_eq!(
            (count(Body::Apqo), count(Body::Ppqq), count(Body::Trustees)),
            ((1, 1, 2), (2, 0, 0), (1, 0, 3))
        );
        assert_eq!(store.verify_minutes(demo.org).await.unwrap(), None);
        assert_eq!(store.verify_audit(demo.org).await.unwrap(), None);
        let draft = MeetingId(demo_id("meeting apqo 2"));
        let view = store.minutes(&demo.actor("S02").await, draft, now).await.unwrap().unwrap();
        assert!(view.kk.contains("АПҚО отырысының № 2 ХАТТАМАСЫ") && view.kk.contains("14 кеңес, 2 семинар"), "{}", view.kk);
        assert!(!view.lacks.iter().any(|lack| matches!(lack, Lack::ChildNamed { .. })), "{:?}", view.lacks);
        assert_eq!(view.remarks.len(), 2);
        assert!(store.minutes_history(&head, draft, now).await.unwrap().len() > 8);
        // Of a closed meeting who did not sit there learns no more than that it was.
        let closed = demo.actor("S11").await;
        let known = store.meetings(&closed, None, now).await.unwrap();
        let of = known.bodies.iter().find(|year| year.body == Body::Ppqq).unwrap();
        assert_eq!(of.meetings.iter().filter(|meeting| meeting.minutes.is_some()).count(), 1);
    }

    async fn rooms_to_measure_are_begun(base) {
        let bench = base.store.load_bench(0, monday_morning()).await.unwrap();
        let begun = std::time::Instant::now();
        let meetings = base.store.bench_minutes(bench.org, 500, monday_morning()).await.unwrap();
        eprintln!("500 meetings with minutes: {:?}", begun.elapsed());
        assert_eq!(meetings.len(), 500);
        let last = base.store.load_minutes(bench.org, meetings[499]).await.unwrap();
        assert_eq!((last.no, last.updates.len()), (1, 1));
        let writer = base.store.actor_for(bench.org, bench.staff[0], monday_morning()).await.unwrap();
        let door = base.store.minutes_door(&writer, meetings[0], monday_morning()).await.unwrap();
        assert_eq!((door.access, door.begun), (Access::Write, true));
    }
}
