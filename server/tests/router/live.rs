//! `/live`: what others change arrives, with those who may know of it and nobody else.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use domain::{Refusal, Session, SessionId, Slot, view::Delta};
use futures::StreamExt as _;
use http::{Method, StatusCode};
use serde_json::json;
use tokio::time::timeout;

use crate::{
    base::{House, day, monday_morning, test_both_dbs},
    browser::Browser,
};

/// Longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(20);

struct Listener {
    body: BodyDataStream,
    text: String,
}

impl Listener {
    async fn open(browser: &Browser) -> Self {
        Self::open_at(browser, "/live").await
    }

    /// As the calendar opens it, which shows a revision.
    async fn of_calendar(browser: &Browser, since: i64) -> Self {
        Self::open_at(browser, &format!("/live?since={since}")).await
    }

    async fn open_at(browser: &Browser, address: &str) -> Self {
        let answer = browser.open(Method::GET, address, None, Body::empty()).await;
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        Self { body: answer.into_body().into_data_stream(), text: String::new() }
    }

    /// The next event; None at the end of the stream.
    async fn event(&mut self) -> Option<String> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.text = rest;
                return Some(event);
            }
            let chunk = timeout(PATIENCE, self.body.next()).await.expect("an event in time")?.unwrap();
            self.text.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }

    /// The next change, and its number.
    async fn delta(&mut self) -> (i64, Delta) {
        loop {
            let event = self.event().await.expect("a change before the end");
            let field = |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
            if let Some(data) = field("data:") {
                // What is in somebody's hand has no number.
                let number = field("id:").map_or(-1, |id| id.parse().unwrap());
                return (number, serde_json::from_str(data).unwrap());
            }
        }
    }
}

/// Moves a session to where the rules allow it.
async fn move_somewhere(browser: &Browser, session: &Session) -> Slot {
    let put = async |slot: Slot| {
        let plan = domain::Plan { slot, ..session.plan.clone() };
        browser
            .call_json("calendar/change", &json!({ "id": session.id, "version": session.version, "plan": plan }))
            .await
    };
    // A Sunday night suits nobody; the refusal says what would.
    let refused = put(Slot { day: day(6), start: 3 * 60, ..session.plan.slot }).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{refused:?}");
    let Refusal::Rules { nearest, .. } = refused.refusal() else { panic!("{refused:?}") };
    let slot = *nearest.iter().find(|slot| **slot != session.plan.slot).expect("another time");
    let moved = put(slot).await;
    assert_eq!(moved.status, StatusCode::OK, "{moved:?}");
    slot
}

/// A session of this family's child.
async fn session_of(house: &House, parent: &str) -> Session {
    let children = house.actor(parent).await.children;
    let sessions = house.sessions().await;
    let found =
        sessions.into_iter().find(|session| session.plan.seats.iter().any(|seat| children.contains(&seat.child)));
    found.unwrap_or_else(|| panic!("{parent} has no session this week"))
}

fn subject(delta: &Delta) -> SessionId {
    match delta {
        Delta::Put { session, .. } => session.id,
        Delta::Gone { session, .. } => *session,
        Delta::Booking { booking, .. } => booking.session,
        Delta::Reload { .. } | Delta::Meeting { .. } | Delta::Held { .. } => panic!("a change, not {delta:?}"),
    }
}

test_both_dbs! {
    async fn a_specialist_sees_what_another_moves(base) {
        let house = base.serve().await;
        let session = session_of(&house, "PK1").await;
        let mut head = Listener::open(&house.signed_in("S01").await).await;
        assert!(head.event().await.unwrap().contains("retry: 2000"));
        let slot = move_somewhere(&house.signed_in("S02").await, &session).await;
        let (id, delta) = head.delta().await;
        let Delta::Put { revision, session: moved } = delta else { panic!("{delta:?}") };
        assert_eq!((revision, moved.id, moved.plan.slot), (id, session.id, slot));
    }

    async fn a_parent_hears_of_their_own_child_and_of_no_other(base) {
        let house = base.serve().await;
        let (own, others) = (session_of(&house, "PK1").await, session_of(&house, "P01").await);
        assert_ne!(own.id, others.id);
        let mut parent = Listener::open(&house.signed_in("PK1").await).await;
        let methodist = house.signed_in("S02").await;
        move_somewhere(&methodist, &others).await;
        let slot = move_somewhere(&methodist, &own).await;
        // The first that arrives is of the second change.
        loop {
            let (_, delta) = parent.delta().await;
            assert_eq!(subject(&delta), own.id);
            if let Delta::Booking { booking, .. } = delta {
                assert_eq!(booking.slot, slot);
                break;
            }
        }
    }

    async fn whoever_comes_back_is_told_to_ask_anew(base) {
        let house = base.serve().await;
        let head = house.signed_in("S01").await;
        let mut listener = Listener::open(&head.with("last-event-id", "0")).await;
        let (_, delta) = listener.delta().await;
        assert!(matches!(delta, Delta::Reload { .. }), "{delta:?}");
    }

    async fn a_page_that_is_older_than_its_stream_is_told_to_ask_anew(base) {
        let house = base.serve().await;
        let session = session_of(&house, "PK1").await;
        let methodist = house.signed_in("S02").await;
        let shown = house.store.revision(crate::base::org(), monday_morning()).await.unwrap();
        move_somewhere(&methodist, &session).await;
        let head = house.signed_in("S01").await;
        let (now, delta) = Listener::of_calendar(&head, shown).await.delta().await;
        assert_eq!(delta, Delta::Reload { revision: now });
        assert!(now > shown);
        // A page that is as new as the database hears of the next change first.
        let mut listener = Listener::of_calendar(&head, now).await;
        move_somewhere(&methodist, &session_of(&house, "P01").await).await;
        assert!(matches!(listener.delta().await.1, Delta::Put { .. }));
        let broken = head.open(Method::GET, "/live?since=yesterday", None, Body::empty()).await;
        assert_eq!(broken.status(), StatusCode::BAD_REQUEST);
    }

    async fn what_somebody_holds_is_seen_in_the_calendar_alone_and_let_go_with_the_page(base) {
        let house = base.serve().await;
        let session = session_of(&house, "PK1").await;
        let now = house.store.revision(crate::base::org(), monday_morning()).await.unwrap();
        let holder = house.signed_in("S02").await;
        let own = Listener::of_calendar(&holder, now).await;
        let head = house.signed_in("S01").await;
        let mut calendar = Listener::of_calendar(&head, now).await;
        let mut elsewhere = Listener::open(&head).await;
        let mut meeting = Listener::open_at(&head, &format!("/live?since={now}&hands=false")).await;
        // A parent who says what the calendar says is still a parent.
        let mut parent = Listener::of_calendar(&house.signed_in("PK1").await, now).await;
        let over = domain::hold::Over::of(&session.plan);
        let answer = holder.call_json("calendar/hold", &json!({ "id": session.id, "over": over })).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        let (number, delta) = calendar.delta().await;
        let Delta::Held { session: id, name, over: told, .. } = delta else { panic!("{delta:?}") };
        assert_eq!((number, id, name.as_str(), told), (-1, session.id, "Тілеуқабыл М.", Some(over)));
        // Who comes later is told at once.
        let later = Listener::of_calendar(&house.signed_in("S04").await, now).await.delta().await.1;
        assert!(matches!(later, Delta::Held { over: Some(_), .. }), "{later:?}");
        // The page is closed.
        drop(own);
        let (_, delta) = calendar.delta().await;
        assert!(matches!(delta, Delta::Held { over: None, .. }), "{delta:?}");
        // The parent, and the head's other pages, hear of a change and of no hand.
        move_somewhere(&holder, &session).await;
        for listener in [&mut elsewhere, &mut meeting, &mut parent] {
            assert!(matches!(listener.delta().await.1, Delta::Put { .. }));
        }
    }

    async fn the_stream_ends_when_its_reader_is_signed_out(base) {
        let house = base.serve().await;
        let speech = house.signed_in("S04").await;
        let mut listener = Listener::open(&speech).await;
        listener.event().await;
        assert_eq!(speech.call("account/sign-out", &[]).await.status, StatusCode::OK);
        let held = house.sessions().await.into_iter().find(|session| session.plan.staff.contains(&crate::base::person("S04"))).unwrap();
        let reason = json!({ "id": held.id, "version": held.version, "reason": "test" });
        let cancelled = house.signed_in("S02").await.call_json("calendar/cancel", &reason).await;
        assert_eq!(cancelled.status, StatusCode::OK, "{cancelled:?}");
        while let Some(event) = listener.event().await {
            assert!(!event.contains("data:"), "nothing to somebody signed out: {event}");
        }
    }

    async fn streams_end_when_the_server_stops(base) {
        let house = base.serve().await;
        let mut listener = Listener::open(&house.signed_in("S01").await).await;
        house.close.send(true).unwrap();
        while listener.event().await.is_some() {}
    }

    async fn one_person_has_a_bounded_number_of_streams(base) {
        let house = base.serve().await;
        let head = house.signed_in("S01").await;
        let mut open = Vec::new();
        for _ in 0..8 {
            open.push(Listener::open(&head).await);
        }
        let ninth = head.open(Method::GET, "/live", None, Body::empty()).await;
        assert_eq!(ninth.status(), StatusCode::TOO_MANY_REQUESTS);
        open.pop();
        Listener::open(&head).await;
    }
}
