//! A place that becomes free is offered down the line of those who wait.

mod common;

use chrono::{DateTime, Duration, Utc};
use common::{child, day, monday_morning, person, refusal, slot, test_both_dbs, wish};
use domain::{
    Kind, Plan, Refusal, Seat, SessionId, Status, WaitId,
    offer::Ended,
    time::Moment,
    view::{BookingState, BookingView, Delta, Waiting, Wish},
};
use store::{Options, Store};

/// So many minutes after seven on Monday.
fn later(minutes: i64) -> DateTime<Utc> {
    monday_morning() + Duration::minutes(minutes)
}

fn at(clock: &str) -> Moment {
    Moment { day: day(0), minute: domain::time::parse_clock(clock).unwrap() }
}

fn join(whom: &str, session: SessionId) -> Wish {
    Wish { session: Some(session), ..wish(whom, Kind::PlayOnline, "S03", slot(4, "16:00", 20)) }
}

/// The open online session of this Friday: full, with two of its places booked by parents.
async fn full(demo: &common::Demo) -> (SessionId, [BookingView; 2]) {
    let session = demo.session_at(4, "16:00", "S03").await.id;
    let book = async |parent: &str, whom: &str| {
        let parent = demo.actor(parent).await;
        demo.store.book(&parent, join(whom, session), monday_morning()).await.unwrap()
    };
    (session, [book("PK1", "K01").await, book("PK2", "K02").await])
}

/// The same with two families in the line.
async fn queue(demo: &common::Demo) -> (SessionId, [BookingView; 2], [WaitId; 2]) {
    let (session, booked) = full(demo).await;
    let wait = async |parent: &str, whom: &str, n: i64| {
        let parent = demo.actor(parent).await;
        let now = monday_morning() + Duration::milliseconds(n);
        demo.store.wait(&parent, session, child(whom), now).await.unwrap().id
    };
    (session, booked, [wait("PK3", "K03", 1).await, wait("PK4", "K04", 2).await])
}

async fn line(demo: &common::Demo, parent: &str, now: DateTime<Utc>) -> Waiting {
    let lines = demo.store.waiting(&demo.actor(parent).await, now).await.unwrap();
    assert_eq!(lines.len(), 1, "{lines:?}");
    lines[0].clone()
}

/// What a line says of offers: its place in the line, until when, and how the last one ended.
async fn told(demo: &common::Demo, parent: &str, now: DateTime<Utc>) -> (Option<u16>, Option<Moment>, Option<Ended>) {
    let line = line(demo, parent, now).await;
    (line.position, line.offer, line.ended)
}

async fn give_up(demo: &common::Demo, parent: &str, booking: &BookingView, now: DateTime<Utc>) {
    demo.store.cancel_booking(&demo.actor(parent).await, booking.id.unwrap(), now).await.unwrap();
}

/// Changes a session as its specialist does.
async fn change(demo: &common::Demo, session: SessionId, change: impl FnOnce(&mut Plan)) {
    let specialist = demo.actor("S03").await;
    let seen = demo.store.session(&specialist, session, monday_morning()).await.unwrap();
    let mut plan = seen.plan.clone();
    change(&mut plan);
    demo.store.change(&specialist, session, seen.version, plan, monday_morning()).await.unwrap();
}

async fn offers(demo: &common::Demo) -> i64 {
    demo.count("SELECT COUNT(*) FROM waiting WHERE offer_until IS NOT NULL").await
}

test_both_dbs! {
    async fn a_place_given_up_is_offered_to_the_first_and_held_for_it(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let (session, booked, [first, _]) = queue(&demo).await;
        assert_eq!(told(&demo, "PK4", now).await, (Some(2), None, None));
        give_up(&demo, "PK1", &booked[0], now).await;
        assert_eq!(told(&demo, "PK3", now).await, (Some(1), Some(at("09:00")), None));
        assert_eq!(told(&demo, "PK4", now).await, (Some(2), None, None));

        // To all others it is full: to the next in the line, and to those who come from outside.
        for (parent, whom) in [("PK4", "K04"), ("PK1", "K01")] {
            let parent = demo.actor(parent).await;
            let refused = refusal(store.book(&parent, join(whom, session), now).await);
            let Refusal::Full { session: full, held: true, .. } = refused else { panic!("{refused:?}") };
            assert_eq!(full, session);
            let free = store.free_days(&parent, child(whom), Kind::PlayOnline, None, day(4), 1, now).await.unwrap();
            let time = free[0].times.iter().find(|time| time.session == Some(session)).unwrap();
            assert!(time.full && time.free == 0, "{time:?}");
        }
        // Nor does the time name it, without the session.
        let guess = Wish { session: None, ..join("K01", session) };
        assert!(matches!(refusal(store.book(&demo.actor("PK1").await, guess, now).await), Refusal::Full { held: true, .. }));
        let free = store.free_days(&demo.actor("PK3").await, child("K03"), Kind::PlayOnline, None, day(4), 1, now).await.unwrap();
        assert!(free[0].times.iter().any(|time| time.session == Some(session) && time.free == 1));

        let parent = demo.actor("PK3").await;
        let taken = store.accept_offer(&parent, first, later(119)).await.unwrap();
        assert_eq!((taken.session, taken.child, taken.state), (session, child("K03"), BookingState::Active));
        assert!(taken.changeable);
        assert_eq!(store.accept_offer(&parent, first, later(119)).await.unwrap(), taken, "twice is once");
        assert!(store.waiting(&parent, now).await.unwrap().is_empty());
        assert_eq!(told(&demo, "PK4", now).await, (Some(1), None, None));
        assert_eq!(store.verify_audit(demo.org).await.unwrap(), None);
    }

    async fn nobody_answers_for_another_family(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let (_, booked, [first, second]) = queue(&demo).await;
        give_up(&demo, "PK1", &booked[0], now).await;
        let other = demo.actor("PK4").await;
        assert_eq!(refusal(store.accept_offer(&other, first, now).await), Refusal::NotFound);
        assert_eq!(refusal(store.decline_offer(&other, first, now).await), Refusal::NotFound);
        // It is not offered to them.
        assert_eq!(refusal(store.accept_offer(&other, second, now).await), Refusal::OfferOver);
        assert_eq!(refusal(store.decline_offer(&other, second, now).await), Refusal::OfferOver);
        for code in ["S03", "S01", "A01"] {
            let actor = demo.actor(code).await;
            assert_eq!(refusal(store.accept_offer(&actor, first, now).await), Refusal::Forbidden);
            assert_eq!(refusal(store.decline_offer(&actor, first, now).await), Refusal::Forbidden);
        }
        let taken = store.accept_offer(&demo.actor("PK3").await, first, now).await.unwrap();
        assert_eq!(refusal(store.accept_offer(&other, first, now).await), Refusal::NotFound, "{taken:?}");
    }

    async fn what_nobody_answers_goes_to_the_next(base) {
        let demo = base.demo().await;
        let store = &demo.store;
        let (session, booked, [first, second]) = queue(&demo).await;
        give_up(&demo, "PK1", &booked[0], later(0)).await;
        assert_eq!(store.sweep_offers(later(119)).await.unwrap(), 0);
        // Too late is too late, also before anybody has swept.
        let parent = demo.actor("PK3").await;
        assert_eq!(refusal(store.accept_offer(&parent, first, later(120)).await), Refusal::OfferOver);
        assert_eq!(told(&demo, "PK3", later(120)).await.1, None);
        assert_eq!(store.sweep_offers(later(120)).await.unwrap(), 1);
        assert_eq!(store.sweep_offers(later(120)).await.unwrap(), 0);
        assert_eq!(told(&demo, "PK3", later(120)).await, (None, None, Some(Ended::Lapsed)));
        assert_eq!(told(&demo, "PK4", later(120)).await, (Some(1), Some(at("11:00")), None));
        assert_eq!(refusal(store.accept_offer(&parent, first, later(121)).await), Refusal::OfferOver);
        // Whoever has let it pass lines up again behind the others; the specialists no longer see them wait.
        let staff = demo.actor("S03").await;
        let seen = store.calendar(&staff, day(0), day(6), later(121)).await.unwrap().waiting;
        assert_eq!(seen.iter().map(|line| line.id).collect::<Vec<_>>(), [second]);
        assert_eq!(store.wait(&parent, session, child("K03"), later(121)).await.unwrap().position, Some(2));
        // Nobody is left who has not let it pass: it is everybody's.
        store.leave_waiting(&parent, first, later(122)).await.unwrap();
        assert_eq!(store.sweep_offers(later(240)).await.unwrap(), 1);
        let stranger = demo.actor("PK1").await;
        store.book(&stranger, join("K01", session), later(241)).await.unwrap();
    }

    async fn whoever_looks_finds_the_offer_that_is_due(base) {
        let demo = base.demo().await;
        let store = &demo.store;
        let (_, booked, [_, second]) = queue(&demo).await;
        give_up(&demo, "PK1", &booked[0], later(0)).await;
        let views = store.wait_views(&demo.actor("PK4").await, later(130)).await.unwrap();
        assert_eq!((views[0].line.id, views[0].line.offer, views[0].seconds), (second, Some(at("11:10")), Some(120 * 60)));
        assert_eq!(views[0].slot, Some(slot(4, "16:00", 20)));
        assert_eq!(views[0].staff.len(), 1);
        let missed = store.wait_views(&demo.actor("PK3").await, later(130)).await.unwrap();
        assert_eq!((missed[0].line.ended, missed[0].seconds, missed[0].free), (Some(Ended::Lapsed), None, false));
    }

    async fn who_declines_is_out_of_the_line_and_the_next_is_asked(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let (_, booked, [first, second]) = queue(&demo).await;
        give_up(&demo, "PK1", &booked[0], now).await;
        let parent = demo.actor("PK3").await;
        store.decline_offer(&parent, first, now).await.unwrap();
        assert!(store.waiting(&parent, now).await.unwrap().is_empty());
        assert_eq!(told(&demo, "PK4", now).await, (Some(1), Some(at("09:00")), None));
        assert_eq!(refusal(store.decline_offer(&parent, first, now).await), Refusal::NotFound);
        // Leaving with an offer in hand gives it on, too.
        store.leave_waiting(&demo.actor("PK4").await, second, now).await.unwrap();
        assert_eq!(offers(&demo).await, 0);
    }

    async fn what_a_specialist_fills_by_hand_is_offered_no_more(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let (session, booked, [first, _]) = queue(&demo).await;
        give_up(&demo, "PK1", &booked[0], now).await;
        let seat = Seat { child: child("C02"), with_parent: true };
        change(&demo, session, |plan| plan.seats.push(seat)).await;
        assert_eq!(told(&demo, "PK3", now).await, (Some(1), None, Some(Ended::Filled)));
        assert_eq!(refusal(store.accept_offer(&demo.actor("PK3").await, first, now).await), Refusal::OfferOver);
        // Taken off again, the place is theirs as before.
        change(&demo, session, |plan| plan.seats.retain(|seat| seat.child != child("C02"))).await;
        assert_eq!(told(&demo, "PK3", now).await, (Some(1), Some(at("09:00")), None));
        // The specialist may give it to the very child that waits: then nobody waits for it.
        change(&demo, session, |plan| plan.seats.push(Seat { child: child("K03"), with_parent: true })).await;
        assert!(store.waiting(&demo.actor("PK3").await, now).await.unwrap().is_empty());
        assert_eq!(offers(&demo).await, 0);
    }

    async fn whatever_frees_a_place_sets_it_going(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let (session, booked, [first, _]) = queue(&demo).await;
        // A booking that is moved.
        let parent = demo.actor("PK1").await;
        let elsewhere = wish("K01", Kind::PlayInd, "S03", slot(2, "09:00", 20));
        store.move_booking(&parent, booked[0].id.unwrap(), elsewhere, now).await.unwrap();
        assert!(told(&demo, "PK3", now).await.1.is_some());
        store.accept_offer(&demo.actor("PK3").await, first, now).await.unwrap();
        // A child taken off by the specialist.
        assert_eq!(offers(&demo).await, 0);
        change(&demo, session, |plan| plan.seats.retain(|seat| seat.child != child("K02"))).await;
        assert!(told(&demo, "PK4", now).await.1.is_some());
        // A session that is called off offers nothing; restored, it does again.
        let specialist = demo.actor("S03").await;
        let seen = store.session(&specialist, session, now).await.unwrap();
        store.cancel(&specialist, session, seen.version, "Маман ауырды", now).await.unwrap();
        assert_eq!(told(&demo, "PK4", now).await.2, Some(Ended::Filled));
        change(&demo, session, |plan| plan.status = Status::Confirmed).await;
        assert!(told(&demo, "PK4", now).await.1.is_some());
    }

    async fn more_places_are_offered_and_fewer_take_the_offer_back(base) {
        let demo = base.demo().await;
        let now = monday_morning();
        let session = demo.session_at(4, "16:00", "S03").await.id;
        change(&demo, session, |plan| plan.places = 1).await;
        demo.store.wait(&demo.actor("PK3").await, session, child("K03"), now).await.unwrap();
        change(&demo, session, |plan| plan.places = 2).await;
        assert_eq!(told(&demo, "PK3", now).await, (Some(1), Some(at("09:00")), None));
        change(&demo, session, |plan| plan.places = 1).await;
        assert_eq!(told(&demo, "PK3", now).await, (Some(1), None, Some(Ended::Filled)));
        // Two at once: one is offered, the other is for whoever stands next or comes.
        change(&demo, session, |plan| plan.places = 3).await;
        assert_eq!(offers(&demo).await, 1);
        demo.store.book(&demo.actor("PK4").await, join("K04", session), now).await.unwrap();
        let refused = refusal(demo.store.book(&demo.actor("PK1").await, join("K01", session), now).await);
        assert!(matches!(refused, Refusal::Full { held: true, .. }), "{refused:?}");
    }

    async fn who_is_busy_at_that_hour_is_passed_over(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let (_, booked, _) = queue(&demo).await;
        let busy = wish("K03", Kind::PlayInd, "S02", slot(4, "16:00", 20));
        let mut elsewhere = common::lesson("S02", "R5", "K03", busy.slot);
        (elsewhere.body, elsewhere.kind) = (domain::Body::Kp, Kind::PlayInd);
        elsewhere.seats[0].with_parent = true;
        let methodist = demo.actor("S02").await;
        let other = store.create(&methodist, elsewhere, now).await.unwrap().session;
        give_up(&demo, "PK1", &booked[0], now).await;
        assert_eq!(told(&demo, "PK3", now).await, (Some(1), None, None));
        assert!(told(&demo, "PK4", now).await.1.is_some());
        // Free again, they are the next.
        store.cancel(&methodist, other.id, other.version, "Маман ауырды", now).await.unwrap();
        let declined = line(&demo, "PK4", now).await.id;
        store.decline_offer(&demo.actor("PK4").await, declined, now).await.unwrap();
        assert!(told(&demo, "PK3", now).await.1.is_some());
    }

    async fn near_its_beginning_nothing_is_offered(base) {
        let demo = base.demo().await;
        let (_, booked, _) = queue(&demo).await;
        let friday = |clock: &str| {
            let minute = i64::from(domain::time::parse_clock(clock).unwrap());
            monday_morning() + Duration::minutes(4 * 24 * 60 + minute - 7 * 60)
        };
        give_up(&demo, "PK1", &booked[0], friday("13:10")).await;
        let until = told(&demo, "PK3", friday("13:10")).await.1.unwrap();
        assert_eq!((until.day, until.minute), (day(4), 14 * 60), "never longer than parents may book");
        demo.store.sweep_offers(friday("14:00")).await.unwrap();
        assert_eq!(told(&demo, "PK3", friday("14:00")).await.2, Some(Ended::Lapsed));
        assert_eq!(told(&demo, "PK4", friday("14:00")).await, (Some(1), None, None));
    }

    async fn the_table_takes_one_offer_for_a_session(base) {
        let demo = base.demo().await;
        let (_, booked, _) = queue(&demo).await;
        give_up(&demo, "PK1", &booked[0], monday_morning()).await;
        assert_eq!(offers(&demo).await, 1);
        let two = "UPDATE waiting SET offered_at = 1, offer_until = 2 WHERE offer_until IS NULL";
        demo.sql(two.to_owned()).await.unwrap_err();
        demo.sql("UPDATE waiting SET offer_until = NULL WHERE offer_until IS NOT NULL".to_owned()).await.unwrap_err();
        demo.sql("UPDATE waiting SET ended = 'lapsed' WHERE offer_until IS NOT NULL".to_owned()).await.unwrap_err();
    }

    async fn everybody_at_once_and_nobody_gets_what_is_anothers(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let (session, booked, [first, second]) = queue(&demo).await;
        // Both places are given up at the same time: one offer.
        let both = [("PK1", &booked[0]), ("PK2", &booked[1])].map(|(parent, booking)| {
            let (store, id) = (store.clone(), booking.id.unwrap());
            let parent = demo.actor(parent);
            async move { store.cancel_booking(&parent.await, id, now).await.unwrap() }
        });
        let [a, b] = both;
        tokio::join!(a, b);
        assert_eq!(offers(&demo).await, 1);
        // The one to whom it is offered, twice, the next, and two strangers.
        let mut tasks = Vec::new();
        for _ in 0..2 {
            let (store, parent) = (store.clone(), demo.actor("PK3").await);
            tasks.push(tokio::spawn(async move { store.accept_offer(&parent, first, now).await.map(|view| view.child) }));
        }
        let (store2, parent) = (store.clone(), demo.actor("PK4").await);
        tasks.push(tokio::spawn(async move { store2.accept_offer(&parent, second, now).await.map(|view| view.child) }));
        for (parent, whom) in [("PK1", "K01"), ("PK2", "K02")] {
            let (store, parent) = (store.clone(), demo.actor(parent).await);
            tasks.push(tokio::spawn(async move { store.book(&parent, join(whom, session), now).await.map(|view| view.child) }));
        }
        let mut got = std::collections::BTreeSet::new();
        for task in tasks {
            match task.await.unwrap() {
                Ok(child) => { got.insert(child); }
                Err(store::Error::Refused(refused)) => {
                    assert!(matches!(*refused, Refusal::Full { .. } | Refusal::OfferOver), "{refused:?}");
                }
                Err(trouble) => panic!("{trouble:?}"),
            }
        }
        assert!(got.contains(&child("K03")), "{got:?}");
        let strangers = [child("K01"), child("K02")];
        assert!(!got.iter().any(|child| strangers.contains(child)), "before those who wait: {got:?}");
        // Whoever has waited has it now, or is asked.
        let line = store.waiting(&demo.actor("PK4").await, now).await.unwrap();
        assert!(line.is_empty() || line[0].offer.is_some(), "{line:?}");
        assert_eq!(store.verify_audit(demo.org).await.unwrap(), None);
        assert_eq!(demo.overlaps().await, 0);
    }

    async fn two_servers_sweep_and_make_one_offer(base) {
        let demo = base.demo().await;
        let (_, booked, [_, second]) = queue(&demo).await;
        give_up(&demo, "PK1", &booked[0], later(0)).await;
        let other = Store::open(&demo.url, Options::default()).await.unwrap();
        let (here, there) = tokio::join!(demo.store.sweep_offers(later(120)), other.sweep_offers(later(120)));
        assert_eq!(here.unwrap() + there.unwrap(), 1);
        assert_eq!(offers(&demo).await, 1);
        // What one has written the other knows.
        let parent = demo.actor("PK4").await;
        assert_eq!(other.accept_offer(&parent, second, later(121)).await.unwrap().child, child("K04"));
        assert!(demo.store.waiting(&parent, later(121)).await.unwrap().is_empty());
        assert_eq!(demo.store.verify_audit(demo.org).await.unwrap(), None);
        other.close().await;
    }

    async fn families_in_the_line_are_told_and_nobody_else(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let (session, booked, _) = queue(&demo).await;
        let mut changes = store.changes();
        give_up(&demo, "PK1", &booked[0], now).await;
        let mut heard = Vec::new();
        while let Ok(change) = changes.try_recv() {
            heard.push(change);
        }
        let reloads = async |code: &str| {
            let actor = demo.actor(code).await;
            let mut reloads = 0;
            for change in &heard {
                let deltas = store.deltas(&actor, change, now).await.unwrap();
                reloads += deltas.iter().filter(|delta| matches!(delta, Delta::Reload { .. })).count();
            }
            reloads
        };
        for (code, times) in [("PK3", 1), ("PK4", 1), ("S03", 1), ("S02", 1), ("PK5", 0), ("P01", 0), ("T01", 0)] {
            assert_eq!(reloads(code).await, times, "{code}");
        }
        // The log says that the offer has come of itself, and by whom the place was given up.
        let log = store.audit(&demo.actor("S01").await, None, 2).await.unwrap();
        let [offered, cancelled] = &log[..] else { panic!("{log:?}") };
        assert_eq!((offered.action.as_str(), offered.actor.as_ref()), ("waiting.offer", None));
        assert_eq!((cancelled.action.as_str(), cancelled.actor.is_some()), ("booking.cancel", true));
        assert_eq!(offered.subject, session.to_string());
    }

    async fn settings_of_before_offers_hold_two_hours(base) {
        let demo = base.demo().await;
        let org = demo.id(demo.org.0);
        demo.sql(format!("UPDATE organisation SET settings = '{{\"buffer\":5}}' WHERE id = {org}")).await.unwrap();
        let store = Store::open(&demo.url, Options::default()).await.unwrap();
        let head = demo.actor("S01").await;
        let settings = store.calendar(&head, day(0), day(0), monday_morning()).await.unwrap().directory.settings;
        assert_eq!((settings.offer_minutes, settings.buffer), (120, 5));
        assert!(settings.booking_days > 0 && person("S01") == head.person);
        store.close().await;
    }
}
