//! Addresses that calendar programs read.

use domain::{Lang, Plan, Status, time::shift};
use http::StatusCode;

use crate::base::{House, day, monday_morning, room, test_both_dbs};

async fn made(house: &House, code: &str, of: Option<&str>) -> String {
    let actor = house.actor(code).await;
    let token = house.store.make_feed(&actor, of.map(room), Lang::Kk, monday_morning()).await.unwrap();
    format!("/feeds/{}/kenes.ics", token.0)
}

fn unfolded(text: &str) -> String {
    text.replace("\r\n ", "")
}

test_both_dbs! {
    async fn a_specialists_feed_holds_their_sessions_and_no_childs_name(base) {
        let house = base.serve().await;
        let address = made(&house, "S03", None).await;
        let answer = house.visitor().get(&address).await;
        assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "text/calendar; charset=utf-8"));
        let text = unfolded(&answer.body);
        let me = house.actor("S03").await;
        let own: Vec<_> = house.sessions().await.into_iter().filter(|session| session.plan.staff.contains(&me.person)).collect();
        assert!(own.len() > 3);
        for session in &own {
            assert!(text.contains(&format!("UID:{}@kenes.test", session.id)), "{}", session.plan.slot.day);
        }
        let head = house.actor("S01").await;
        let week = house.store.calendar(&head, day(0), day(6), monday_morning()).await.unwrap();
        for child in week.directory.children.values() {
            assert!(!text.contains(&child.name.family), "{}", child.name.family);
        }
        assert!(text.contains("TZOFFSETTO:+0500") && text.contains("REFRESH-INTERVAL;VALUE=DURATION:PT30M"));
    }

    async fn a_change_goes_up_and_what_is_cancelled_is_marked(base) {
        let house = base.serve().await;
        let address = made(&house, "S03", None).await;
        let methodist = house.actor("S02").await;
        let me = house.actor("S03").await;
        let next = |session: &domain::Session| {
            session.plan.staff == [me.person] && session.plan.status.open() && session.plan.slot.day > day(0)
        };
        let session = house.sessions().await.into_iter().find(next).unwrap();
        let line = |text: &str, uid: &str, key: &str| {
            let event = text.split("BEGIN:VEVENT").find(|event| event.contains(uid)).unwrap().to_owned();
            event.lines().find_map(|line| line.strip_prefix(key).map(str::to_owned)).unwrap()
        };
        let uid = session.id.to_string();
        let before = unfolded(&house.visitor().get(&address).await.body);
        let plan = Plan { status: Status::Cancelled, reason: Some("сынақ".into()), ..session.plan.clone() };
        house.store.change(&methodist, session.id, session.version, plan, monday_morning()).await.unwrap();
        let after = unfolded(&house.visitor().get(&address).await.body);
        assert_eq!(line(&after, &uid, "STATUS:"), "CANCELLED");
        let sequence = |text: &str| line(text, &uid, "SEQUENCE:").parse::<i64>().unwrap();
        assert!(sequence(&after) > sequence(&before));
    }

    async fn a_parents_feed_names_their_own_child_by_first_name(base) {
        let house = base.serve().await;
        let parent = house.actor("PK1").await;
        let text = unfolded(&house.visitor().get(&made(&house, "PK1", None).await).await.body);
        let bookings = house.store.bookings(&parent, monday_morning()).await.unwrap();
        assert!(!bookings.is_empty());
        for booking in bookings {
            assert!(text.contains(&format!("UID:{}-{}@kenes.test", booking.session, booking.child)));
            assert!(!text.contains(&booking.child_name.family));
        }
    }

    async fn an_address_is_guessed_by_nobody_and_revoked_for_good(base) {
        let house = base.serve().await;
        let address = made(&house, "S03", None).await;
        for guess in ["/feeds/x/kenes.ics", "/feeds/0000000000000000000000000000000000000000000000000000000000000000/kenes.ics"] {
            assert_eq!(house.visitor().get(guess).await.status, StatusCode::NOT_FOUND);
        }
        let (me, other) = (house.actor("S03").await, house.actor("S04").await);
        let (feeds, rooms) = house.store.feeds(&me, monday_morning()).await.unwrap();
        assert_eq!((feeds.len(), rooms.len()), (1, 0));
        assert!(house.store.revoke_feed(&other, feeds[0].id, monday_morning()).await.is_err());
        assert_eq!(house.visitor().get(&address).await.status, StatusCode::OK);
        house.store.revoke_feed(&me, feeds[0].id, monday_morning()).await.unwrap();
        assert_eq!(house.visitor().get(&address).await.status, StatusCode::NOT_FOUND);
        assert_eq!(house.store.verify_audit(me.org).await.unwrap(), None);
    }

    async fn a_rooms_feed_is_for_those_who_plan_all(base) {
        let house = base.serve().await;
        for code in ["S03", "PK1"] {
            let actor = house.actor(code).await;
            assert!(house.store.make_feed(&actor, Some(room("R3")), Lang::Kk, monday_morning()).await.is_err(), "{code}");
        }
        let text = unfolded(&house.visitor().get(&made(&house, "S02", Some("R3")).await).await.body);
        let there = house.sessions().await.into_iter().filter(|session| session.plan.room == Some(room("R3")));
        let there: Vec<_> = there.filter(|session| session.plan.slot.day <= shift(day(0), 100)).collect();
        assert!(!there.is_empty());
        for session in there {
            assert!(text.contains(&session.id.to_string()));
        }
    }
}
