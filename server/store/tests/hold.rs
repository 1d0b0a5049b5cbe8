//! What somebody holds in their hand is told to those who see it, and kept by nobody.

mod common;

use std::time::Duration;

use common::{lesson, monday_morning, person, refusal, slot, test_both_dbs};
use domain::{
    Refusal, Session, SessionId,
    hold::{LASTS, Over},
    refusal::Problem,
    view::Delta,
};
use store::{Hand, Store};
use tokio::{sync::broadcast::Receiver, time::timeout};

/// The next news.
async fn next(hands: &mut Receiver<Hand>) -> Hand {
    timeout(Duration::from_secs(20), hands.recv()).await.expect("news in time").unwrap()
}

fn over(session: &Session, clock: &str) -> Over {
    Over { slot: slot(2, clock, 20), ..Over::of(&session.plan) }
}

async fn made(store: &Store, by: &domain::Actor) -> Session {
    store.create(by, lesson("S03", "R3", "C16", slot(2, "09:00", 20)), monday_morning()).await.unwrap().session
}

fn told(delta: Option<Delta>) -> Option<(SessionId, String, Option<u16>)> {
    match delta? {
        Delta::Held { session, by, name, over } => {
            assert!(by == person("S03") || by == person("S02"));
            Some((session, name, over.map(|over| over.slot.start)))
        }
        other => panic!("{other:?}"),
    }
}

test_both_dbs! {
    async fn colleagues_are_told_and_parents_never(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let psychologist = demo.actor("S03").await;
        let session = made(store, &psychologist).await;
        let (revision, lines) = (store.revision(demo.org, now).await.unwrap(), demo.count("SELECT COUNT(*) FROM audit").await);
        let mut hands = store.hands();
        store.hold(&psychologist, session.id, Some(over(&session, "11:00")), now).await.unwrap();
        let hand = next(&mut hands).await;
        let held = Some((session.id, "Қалдыбек Ә.".to_owned(), Some(660)));
        for code in ["S01", "S02", "S04", "S08"] {
            assert_eq!(told(store.of_hand(&demo.actor(code).await, &hand)), held, "{code}");
        }
        // Not themselves; neither the child's own parent nor another, nor a trustee, nor who keeps the books.
        for code in ["S03", "P16", "PK1", "T01", "S12"] {
            let actor = demo.actor(code).await;
            assert_eq!(told(store.of_hand(&actor, &hand)), None, "{code}");
            assert_eq!(store.held(&actor), [], "{code}");
        }
        // Who opens the calendar now is told, too.
        assert_eq!(store.held(&demo.actor("S02").await).len(), 1);
        store.hold(&psychologist, session.id, None, now).await.unwrap();
        let gone = next(&mut hands).await;
        assert_eq!(told(store.of_hand(&demo.actor("S02").await, &gone)), Some((session.id, "Қалдыбек Ә.".to_owned(), None)));
        assert_eq!(store.held(&demo.actor("S02").await), []);
        // Nothing of it is written.
        assert_eq!(store.revision(demo.org, now).await.unwrap(), revision);
        assert_eq!(demo.count("SELECT COUNT(*) FROM audit").await, lines);
    }

    async fn only_what_one_may_change_is_held(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let (methodist, psychologist) = (demo.actor("S02").await, demo.actor("S03").await);
        let session = made(store, &psychologist).await;
        let there = || Some(over(&session, "11:00"));
        for code in ["S01", "S04", "S08", "PK1", "P16", "T01"] {
            let refused = refusal(store.hold(&demo.actor(code).await, session.id, there(), now).await);
            assert_eq!(refused, Refusal::Forbidden, "{code}");
        }
        store.hold(&methodist, session.id, there(), now).await.unwrap();
        let nowhere = Over { slot: domain::Slot { start: 1435, ..session.plan.slot }, ..Over::of(&session.plan) };
        let refused = refusal(store.hold(&methodist, session.id, Some(nowhere), now).await);
        assert_eq!(refused, Refusal::Invalid { field: "over".into(), problem: Problem::Date });
        let unknown = SessionId(session.plan.staff[0].0);
        assert_eq!(refusal(store.hold(&methodist, unknown, there(), now).await), Refusal::NotFound);
        store.cancel(&psychologist, session.id, session.version, "сынақ", now).await.unwrap();
        let refused = refusal(store.hold(&methodist, session.id, there(), now).await);
        assert_eq!(refused, Refusal::Invalid { field: "status".into(), problem: Problem::Choice });
    }

    async fn a_person_has_one_hand(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let (methodist, psychologist) = (demo.actor("S02").await, demo.actor("S03").await);
        let one = made(store, &psychologist).await;
        let other = store.create(&psychologist, lesson("S03", "R3", "C17", slot(2, "09:30", 20)), now).await.unwrap().session;
        let mut hands = store.hands();
        store.hold(&psychologist, one.id, Some(over(&one, "11:00")), now).await.unwrap();
        store.hold(&psychologist, other.id, Some(over(&other, "12:00")), now).await.unwrap();
        let mut news = Vec::new();
        for _ in 0..3 {
            news.push(told(store.of_hand(&methodist, &next(&mut hands).await)).map(|(id, _, start)| (id, start)).unwrap());
        }
        assert_eq!(news, [(one.id, Some(660)), (one.id, None), (other.id, Some(720))]);
        // What was let go already is not let go again.
        store.hold(&psychologist, one.id, None, now).await.unwrap();
        assert_eq!(store.held(&methodist).len(), 1);
        store.let_go(person("S03"));
        assert_eq!(told(store.of_hand(&methodist, &next(&mut hands).await)).map(|(id, _, start)| (id, start)), Some((other.id, None)));
    }

    async fn a_hand_of_which_nothing_is_heard_opens(base) {
        if !base.is_sqlite() {
            return;
        }
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let (methodist, psychologist) = (demo.actor("S02").await, demo.actor("S03").await);
        let session = made(store, &psychologist).await;
        let mut hands = store.hands();
        store.hold(&psychologist, session.id, Some(over(&session, "11:00")), now).await.unwrap();
        next(&mut hands).await;
        tokio::time::sleep(Duration::from_secs(u64::from(LASTS) - 3)).await;
        // It is still held.
        store.hold(&psychologist, session.id, Some(over(&session, "11:00")), now).await.unwrap();
        next(&mut hands).await;
        tokio::time::sleep(Duration::from_secs(5)).await;
        assert_eq!(store.held(&methodist).len(), 1);
        let gone = next(&mut hands).await;
        assert_eq!(told(store.of_hand(&methodist, &gone)).map(|(id, _, start)| (id, start)), Some((session.id, None)));
        assert_eq!(store.held(&methodist), []);
    }
}
