//! Who came, and what was noted.

mod common;

use chrono::Duration;
use common::{child, lesson, monday_morning, refusal, room, slot, test_both_dbs};
use domain::{Presence, Refusal, Seat, Status, refusal::Problem};

fn small() -> domain::Plan {
    let seats = ["C16", "C18"].map(|code| Seat { child: child(code), with_parent: false });
    domain::Plan {
        kind: domain::Kind::Small,
        seats: seats.to_vec(),
        places: 4,
        room: Some(room("R3")),
        reason: Some("сынақ".into()),
        ..lesson("S03", "R3", "C16", slot(1, "09:00", 35))
    }
}

test_both_dbs! {
    async fn who_came_is_marked_on_the_day_and_the_plan_stays(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let (methodist, psychologist) = (demo.actor("S02").await, demo.actor("S03").await);
        let session = store.create(&methodist, small(), now).await.unwrap().session;
        let early = refusal(store.mark(&psychologist, session.id, child("C16"), Some(Presence::Came), now).await);
        assert_eq!(early, Refusal::Invalid { field: "presence".into(), problem: Problem::Date });
        // Tuesday, a minute after it has begun.
        let now = now + Duration::minutes(24 * 60 + 121);
        let one = store.mark(&psychologist, session.id, child("C16"), Some(Presence::Late), now).await.unwrap();
        assert_eq!((one.plan.status, one.came(), one.version), (Status::Done, Some(1), session.version + 1));
        let same = store.mark(&psychologist, session.id, child("C16"), Some(Presence::Late), now).await.unwrap();
        assert_eq!(same.version, one.version, "a second tap that says the same writes nothing");
        store.mark(&psychologist, session.id, child("C18"), Some(Presence::Ill), now).await.unwrap();
        let noted = store.note(&psychologist, session.id, "  Жақсы жұмыс істеді ", now).await.unwrap();
        assert_eq!((noted.plan.seats.len(), noted.came(), noted.note.as_deref()), (2, Some(1), Some("Жақсы жұмыс істеді")));
        // Another process reads the same from the database.
        let other = store::Store::open(&demo.url, store::Options::default()).await.unwrap();
        assert_eq!(other.session(&psychologist, session.id, now).await.unwrap(), noted);
        let attended = other.attended(&psychologist, session.id, now).await.unwrap();
        let told: Vec<_> = attended.iter().map(|one| (one.child, one.came, one.missed)).collect();
        let mut expected = vec![(child("C16"), 1, 0), (child("C18"), 0, 1)];
        expected.sort();
        assert_eq!(told, expected);
        other.close().await;
        // Nobody came after all.
        let none = store.mark(&psychologist, session.id, child("C16"), Some(Presence::Absent), now).await.unwrap();
        assert_eq!((none.plan.status, none.came()), (Status::NoShow, Some(0)));
        assert_eq!(store.verify_audit(demo.org).await.unwrap(), None);
        let log = store.audit(&demo.actor("S01").await, None, 20).await.unwrap();
        assert!(log.iter().any(|line| line.action == "session.mark"));
        assert!(log.iter().all(|line| !line.detail.contains("ill") && !line.detail.contains("Жақсы")), "no needs in the log");
    }

    async fn only_those_who_hold_it_mark_and_note(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let session = store.create(&demo.actor("S02").await, small(), now).await.unwrap().session;
        let now = now + Duration::minutes(24 * 60 + 130);
        for code in ["S01", "S04", "S05", "S08", "PK1", "P01"] {
            let actor = demo.actor(code).await;
            let marked = refusal(store.mark(&actor, session.id, child("C16"), Some(Presence::Came), now).await);
            assert!(matches!(marked, Refusal::Forbidden | Refusal::NotFound), "{code}: {marked:?}");
            let noted = refusal(store.note(&actor, session.id, "x", now).await);
            assert!(matches!(noted, Refusal::Forbidden | Refusal::NotFound), "{code}: {noted:?}");
        }
        let stranger = refusal(store.mark(&demo.actor("S03").await, session.id, child("K01"), Some(Presence::Came), now).await);
        assert_eq!(stranger, Refusal::Invalid { field: "child".into(), problem: Problem::Choice });
        let long = refusal(store.note(&demo.actor("S03").await, session.id, &"ә".repeat(2001), now).await);
        assert_eq!(long, Refusal::Invalid { field: "note".into(), problem: Problem::TooLong });
    }

    async fn what_was_marked_of_another_hour_is_gone_when_it_moves(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let methodist = demo.actor("S02").await;
        let session = store.create(&methodist, small(), now).await.unwrap().session;
        let later = now + Duration::minutes(24 * 60 + 121);
        let marked = store.mark(&methodist, session.id, child("C16"), Some(Presence::Absent), later).await.unwrap();
        assert_eq!(marked.plan.status, Status::Confirmed);
        let plan = domain::Plan { slot: slot(8, "09:00", 35), ..marked.plan };
        let moved = store.change(&methodist, session.id, marked.version, plan, later).await.unwrap().session;
        assert!(moved.marks.is_empty());
        let other = store::Store::open(&demo.url, store::Options::default()).await.unwrap();
        assert!(other.session(&methodist, session.id, later).await.unwrap().marks.is_empty());
        other.close().await;
        // A mark belongs to a seat: the schema takes no other.
        let wrong = demo.sql("UPDATE claim SET presence = 'came' WHERE what = 'room'".into()).await;
        assert!(wrong.is_err());
    }
}
