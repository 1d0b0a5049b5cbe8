//! Writers that share a commit: each is told of its own, and of nothing that did not last.

mod common;

use std::time::Duration;

use common::{Demo, day, lesson, monday_morning, slot, test_both_dbs};
use domain::{Plan, SessionId, Status};
use store::{Options, Store};

/// How many write at once.
const WRITERS: i64 = 40;

/// A draft on one of the two weeks that follow: some of them are in each other's way.
fn draft(n: i64) -> Plan {
    let clock = ["09:00", "09:20", "10:00", "11:00", "15:00"][usize::try_from(n % 5).unwrap()];
    let at = slot(7 + n / 5 % 4 + 7 * (n % 2), clock, 20);
    Plan { status: Status::Draft, ..lesson("S03", "R3", "C16", at) }
}

async fn all_of(demo: &Demo, store: &Store) -> Vec<SessionId> {
    let head = demo.actor("S01").await;
    let view = store.calendar(&head, day(0), day(20), monday_morning()).await.unwrap();
    view.sessions.into_iter().map(|session| session.id).collect()
}

/// What is remembered is what is in the database, the log says the same, and nobody's lock is left.
async fn sound(demo: &Demo, acknowledged: &[SessionId]) {
    assert_eq!(demo.store.verify_audit(demo.org).await.unwrap(), None);
    assert_eq!(demo.overlaps().await, 0);
    let logged = demo.count("SELECT COUNT(*) FROM audit WHERE action IN ('session.create', 'demo.session')").await;
    assert_eq!(logged, demo.count("SELECT COUNT(*) FROM session").await);
    let other = Store::open(&demo.url, Options::default()).await.unwrap();
    let (remembered, stored) = (all_of(demo, &demo.store).await, all_of(demo, &other).await);
    assert_eq!(remembered, stored);
    assert!(acknowledged.iter().all(|id| stored.contains(id)));
    let methodist = demo.actor("S02").await;
    let late = Plan { slot: slot(18, "12:00", 20), ..draft(0) };
    let written = tokio::time::timeout(Duration::from_secs(5), other.create(&methodist, late, monday_morning())).await;
    assert!(written.expect("nobody holds a lock").is_ok());
    other.close().await;
}

test_both_dbs! {
    async fn everybody_is_told_what_became_of_their_own(base) {
        let demo = base.demo().await;
        let methodist = demo.actor("S02").await;
        let writers = (0..WRITERS).map(|n| {
            let (store, methodist) = (demo.store.clone(), methodist.clone());
            tokio::spawn(async move { store.create(&methodist, draft(n), monday_morning()).await })
        });
        let (mut acknowledged, mut refused) = (Vec::new(), 0);
        for writer in writers.collect::<Vec<_>>() {
            match writer.await.unwrap() {
                Ok(saved) => acknowledged.push(saved.session.id),
                Err(error) => {
                    assert!(error.refusal().is_some(), "{error}");
                    refused += 1;
                }
            }
        }
        assert!(acknowledged.len() > 10 && refused > 0, "{} and {refused}", acknowledged.len());
        sound(&demo, &acknowledged).await;
    }

    async fn who_goes_away_while_a_transaction_begins_leaves_none_open(base) {
        let demo = base.demo().await;
        let methodist = demo.actor("S02").await;
        for n in 0..240 {
            let (store, methodist) = (demo.store.clone(), methodist.clone());
            let reader = tokio::spawn(async move { store.verify_audit(methodist.org).await.map(drop) });
            for _ in 0..n % 12 {
                tokio::task::yield_now().await;
            }
            tokio::time::sleep(Duration::from_micros(n % 5 * 150)).await;
            reader.abort();
            let _ = reader.await;
        }
        for _ in 0..20 {
            assert!(!all_of(&demo, &demo.store).await.is_empty());
        }
        if demo.url.starts_with("postgres") {
            tokio::time::sleep(Duration::from_millis(200)).await;
            let open = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'";
            assert_eq!(demo.count(open).await, 0);
        }
    }

    async fn whoever_goes_away_in_the_middle_holds_up_nobody(base) {
        let demo = base.demo().await;
        let methodist = demo.actor("S02").await;
        let writers = (0..WRITERS).map(|n| {
            let (store, methodist) = (demo.store.clone(), methodist.clone());
            tokio::spawn(async move { store.create(&methodist, draft(n), monday_morning()).await })
        });
        let writers: Vec<_> = writers.collect();
        for (n, writer) in (0..).zip(&writers) {
            if n % 3 == 0 {
                tokio::time::sleep(Duration::from_micros(n * 150)).await;
                writer.abort();
            }
        }
        let mut acknowledged = Vec::new();
        for writer in writers {
            if let Ok(Ok(saved)) = writer.await {
                acknowledged.push(saved.session.id);
            }
        }
        sound(&demo, &acknowledged).await;
    }

    async fn two_servers_share_a_database(base) {
        let demo = base.demo().await;
        let methodist = demo.actor("S02").await;
        let other = Store::open(&demo.url, Options::default()).await.unwrap();
        let writers = (0..WRITERS).map(|n| {
            let store = if n % 2 == 0 { demo.store.clone() } else { other.clone() };
            let methodist = methodist.clone();
            tokio::spawn(async move { store.create(&methodist, draft(n / 2), monday_morning()).await })
        });
        let mut acknowledged = Vec::new();
        for writer in writers.collect::<Vec<_>>() {
            match writer.await.unwrap() {
                Ok(saved) => acknowledged.push(saved.session.id),
                Err(error) => assert!(error.refusal().is_some(), "{error}"),
            }
        }
        assert!(acknowledged.len() > 5);
        other.close().await;
        sound(&demo, &acknowledged).await;
    }
}
