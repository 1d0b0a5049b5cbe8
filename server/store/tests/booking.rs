//! What parents book.

mod common;

use chrono::{DateTime, Duration, Utc};
use common::{child, day, lesson, monday_morning, person, refusal, slot, test_both_dbs, wish};
use domain::{
    Kind, Plan, Refusal, Rule, Seat, SessionId, Status,
    view::{BookingState, Wish},
};

fn at(clock: &str) -> DateTime<Utc> {
    let minute = i64::from(domain::time::parse_clock(clock).unwrap());
    monday_morning() + Duration::minutes(minute - 7 * 60)
}

/// The open online session of this Friday, with one place taken.
async fn online(demo: &common::Demo) -> SessionId {
    demo.session_at(4, "16:00", "S03").await.id
}

fn join(whom: &str, session: SessionId) -> Wish {
    Wish { session: Some(session), ..wish(whom, Kind::PlayOnline, "S03", slot(4, "16:00", 20)) }
}

test_both_dbs! {
    async fn every_time_offered_can_be_booked(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let parent = demo.actor("PK1").await;
        let offer = store.offer(&parent, now).await.unwrap();
        assert_eq!(offer.children.len(), 1);
        assert!(offer.kinds.iter().any(|kind| kind.kind == Kind::PlayOnline && kind.staff.iter().any(|(id, _)| *id == person("S03"))));
        let public = store.public_offer(demo.org, now).await.unwrap();
        assert_eq!(public.iter().map(|kind| kind.kind).collect::<Vec<_>>(), offer.kinds.iter().map(|kind| kind.kind).collect::<Vec<_>>());
        for kind in [Kind::PlayInd, Kind::PlayOnline, Kind::ConsultInd, Kind::ConsultOnline, Kind::PlaySeminar, Kind::KpSmall] {
            let days = store.free_days(&parent, child("K01"), kind, None, day(0), 14, now).await.unwrap();
            assert_eq!(days.len(), 14);
            let times: Vec<_> = days.into_iter().flat_map(|day| day.times).filter(|time| !time.full).collect();
            assert!(times.len() > 3 || matches!(kind, Kind::PlaySeminar | Kind::KpSmall), "{kind:?} {}", times.len());
            for time in times.iter().step_by(17) {
                let wish = Wish { session: time.session, staff: time.staff, ..wish("K01", kind, "S03", time.slot) };
                let booked = store.book(&parent, wish, now).await.unwrap();
                assert_eq!((booked.slot, booked.state), (time.slot, BookingState::Active));
                store.cancel_booking(&parent, booked.id.unwrap(), now).await.unwrap();
            }
        }
        assert_eq!(demo.overlaps().await, 0);
    }

    async fn any_specialist_offers_a_time_once(base) {
        let demo = base.demo().await;
        let parent = demo.actor("PK1").await;
        let days = demo.store.free_days(&parent, child("K01"), Kind::ConsultInd, None, day(1), 10, monday_morning()).await.unwrap();
        for day in days {
            let mut new: Vec<_> = day.times.iter().filter(|time| time.session.is_none()).map(|time| time.slot).collect();
            let all = new.len();
            new.dedup();
            assert_eq!(all, new.len());
        }
    }

    async fn without_a_contract_nothing_is_free(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let parent = demo.actor("PK6").await;
        let days = store.free_days(&parent, child("K06"), Kind::PlayInd, None, day(0), 14, now).await.unwrap();
        assert!(days.iter().all(|day| day.times.is_empty()));
        let refused = refusal(store.book(&parent, wish("K06", Kind::PlayInd, "S03", slot(2, "09:00", 20)), now).await);
        let Refusal::Rules { verdict, .. } = refused else { panic!("{refused:?}") };
        assert!(verdict.refusals().any(|finding| finding.rule == Rule::NoContract { child: child("K06") }));
    }

    async fn an_appointment_finds_its_room_and_is_confirmed(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let parent = demo.actor("PK1").await;
        let booked = store.book(&parent, wish("K01", Kind::PlayInd, "S03", slot(2, "09:00", 20)), now).await.unwrap();
        assert_eq!((booked.status, booked.room.as_deref()), (Status::Confirmed, Some("Консультациялық пункт кабинеті")));
        assert!(booked.changeable && !booked.online && booked.link.is_none() && booked.others == 0);
        // Another family with another specialist at the same time gets the next room.
        let wanted = slot(2, "15:00", 30);
        let one = store.book(&parent, wish("K01", Kind::ConsultInd, "S02", wanted), now).await.unwrap();
        let other = demo.actor("PK2").await;
        let two = store.book(&other, wish("K02", Kind::ConsultInd, "S03", wanted), now).await.unwrap();
        assert_eq!(one.room.as_deref(), Some("Консультациялық пункт кабинеті"));
        assert_eq!(two.room.as_deref(), Some("Сенсорлық бөлме"));
        let seen = store.bookings(&parent, now).await.unwrap();
        assert!(seen.iter().any(|view| view.id == booked.id));
    }

    async fn the_same_form_twice_is_one_booking(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let parent = demo.actor("PK1").await;
        let wish = wish("K01", Kind::PlayInd, "S03", slot(2, "09:00", 20));
        let first = store.book(&parent, wish.clone(), now).await.unwrap();
        assert_eq!(store.book(&parent, wish.clone(), now).await.unwrap(), first);
        let taps: Vec<_> = (0..8).map(|_| {
            let (store, parent) = (store.clone(), parent.clone());
            let wish = Wish { slot: slot(3, "09:00", 20), key: "second form".into(), ..wish.clone() };
            tokio::spawn(async move { store.book(&parent, wish, now).await.unwrap() })
        }).collect();
        let mut ids = std::collections::BTreeSet::new();
        for tap in taps {
            ids.insert(tap.await.unwrap().id.unwrap().0);
        }
        assert_eq!(ids.len(), 1);
    }

    async fn of_two_parents_one_gets_the_last_place(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let session = online(&demo).await;
        let (a, b, c) = (demo.actor("PK1").await, demo.actor("PK2").await, demo.actor("PK3").await);
        store.book(&c, join("K03", session), now).await.unwrap();
        let race = [(a.clone(), "K01"), (b.clone(), "K02")].map(|(parent, whom)| {
            let (store, wish) = (store.clone(), join(whom, session));
            tokio::spawn(async move { store.book(&parent, wish, now).await })
        });
        let mut results = Vec::new();
        for one in race {
            results.push(one.await.unwrap());
        }
        let won = results.iter().position(Result::is_ok).expect("nobody got the place");
        let lost = refusal(results.remove(1 - won));
        let Refusal::Full { session: full, nearest, .. } = lost else { panic!("{lost:?}") };
        assert_eq!(full, session);
        assert!(!nearest.is_empty());
        // The other one waits, and has the place when it is given up.
        let (winner, loser, whom) = if won == 0 { (a, b, "K02") } else { (b, a, "K01") };
        let line = store.wait(&loser, session, child(whom), now).await.unwrap();
        assert_eq!(store.wait(&loser, session, child(whom), now).await.unwrap(), line);
        let id = results.remove(0).unwrap().id.unwrap();
        store.cancel_booking(&winner, id, now).await.unwrap();
        store.book(&loser, join(whom, session), now).await.unwrap();
        assert!(store.waiting(&loser, now).await.unwrap().is_empty());
    }

    async fn a_full_session_offers_its_waiting_list(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let parent = demo.actor("PK4").await;
        let days = store.free_days(&parent, child("K04"), Kind::KpSmall, None, day(0), 7, now).await.unwrap();
        let full: Vec<_> = days.iter().flat_map(|day| &day.times).collect();
        assert!(full.len() == 1 && full[0].full && full[0].session.is_some(), "{full:?}");
        // Asked for all the same, it is refused with the next week's, which is full too: nowhere else, then.
        let wish = Wish { session: full[0].session, ..wish("K04", Kind::KpSmall, "S03", full[0].slot) };
        let refused = refusal(store.book(&parent, wish, now).await);
        assert_eq!(refused, Refusal::Full { session: full[0].session.unwrap(), nearest: Vec::new(), held: false });
        let line = store.wait(&parent, full[0].session.unwrap(), child("K04"), now).await.unwrap();
        let view = store.calendar(&demo.actor("S03").await, day(0), day(6), now).await.unwrap();
        assert_eq!(view.waiting, std::slice::from_ref(&line));
        assert_eq!(refusal(store.leave_waiting(&demo.actor("PK1").await, line.id, now).await), Refusal::NotFound);
        store.leave_waiting(&parent, line.id, now).await.unwrap();
        assert!(store.waiting(&parent, now).await.unwrap().is_empty());
    }

    async fn two_who_want_the_same_online_time_play_together(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let wanted = slot(2, "09:00", 20);
        let first = store.book(&demo.actor("PK1").await, wish("K01", Kind::PlayOnline, "S03", wanted), now).await.unwrap();
        let second = store.book(&demo.actor("PK2").await, wish("K02", Kind::PlayOnline, "S03", wanted), now).await.unwrap();
        assert_eq!((first.session, second.others), (second.session, 1));
    }

    async fn a_group_that_becomes_too_small_is_a_draft_again(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let psychologist = demo.actor("S03").await;
        let mut plan = lesson("S03", "R5", "K04", slot(2, "09:00", 35));
        (plan.body, plan.kind, plan.places, plan.open, plan.status) = (domain::Body::Kp, Kind::KpSmall, 3, true, Status::Draft);
        let session = store.create(&psychologist, plan.clone(), now).await.unwrap().session;
        let parent = demo.actor("PK1").await;
        let wish = Wish { session: Some(session.id), ..wish("K01", Kind::KpSmall, "S03", plan.slot) };
        let booked = store.book(&parent, wish, now).await.unwrap();
        assert_eq!((booked.status, booked.others), (Status::Confirmed, 1));
        let left = store.cancel_booking(&parent, booked.id.unwrap(), now).await.unwrap();
        assert_eq!((left.state, left.status), (BookingState::Cancelled, Status::Draft));
        assert!(store.cancel_booking(&parent, booked.id.unwrap(), now).await.is_ok(), "twice is once");
    }

    async fn an_appointment_goes_with_its_booking(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let parent = demo.actor("PK1").await;
        let taken = slot(2, "09:00", 20);
        let booked = store.book(&parent, wish("K01", Kind::PlayInd, "S03", taken), now).await.unwrap();
        let left = store.cancel_booking(&parent, booked.id.unwrap(), now).await.unwrap();
        assert_eq!((left.state, left.status), (BookingState::Cancelled, Status::Cancelled));
        store.book(&demo.actor("PK2").await, wish("K02", Kind::PlayInd, "S03", taken), now).await.unwrap();
        let seen = store.bookings(&parent, now).await.unwrap();
        assert_eq!(seen.iter().find(|view| view.id == booked.id).unwrap().state, BookingState::Cancelled);
    }

    async fn a_booking_moves_all_at_once_or_not_at_all(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let parent = demo.actor("PK1").await;
        let booked = store.book(&parent, wish("K01", Kind::PlayInd, "S03", slot(2, "09:00", 20)), now).await.unwrap();
        let busy = wish("K01", Kind::PlayInd, "S03", slot(2, "10:30", 20));
        assert!(matches!(refusal(store.move_booking(&parent, booked.id.unwrap(), busy, now).await), Refusal::Rules { .. }));
        assert_eq!(store.booking(&parent, booked.session, child("K01"), now).await.unwrap(), booked);
        // Onto its own time and half of it: what it leaves is free.
        let later = wish("K01", Kind::PlayInd, "S03", slot(2, "09:10", 20));
        let moved = store.move_booking(&parent, booked.id.unwrap(), later.clone(), now).await.unwrap();
        assert_eq!((moved.slot, moved.state), (slot(2, "09:10", 20), BookingState::Active));
        assert_eq!(store.move_booking(&parent, booked.id.unwrap(), later, now).await.unwrap(), moved);
        let old = store.booking(&parent, booked.session, child("K01"), now).await.unwrap();
        assert_eq!((old.state, old.status), (BookingState::Moved, Status::Cancelled));
        // To another week.
        let next = wish("K01", Kind::PlayInd, "S03", slot(9, "09:10", 20));
        let moved = store.move_booking(&parent, moved.id.unwrap(), next, now).await.unwrap();
        assert_eq!(moved.slot.day, day(9));
        assert_eq!(demo.overlaps().await, 0);
    }

    async fn the_link_shows_only_while_the_meeting_is_open(base) {
        let demo = base.demo().await;
        let store = &demo.store;
        let parent = demo.actor("PK1").await;
        let booked = store.book(&parent, wish("K01", Kind::PlayOnline, "S03", slot(0, "16:30", 20)), at("09:00")).await.unwrap();
        assert_eq!(booked.opens.unwrap().minute, 16 * 60 + 20);
        let link = |now| {
            let (store, parent, session) = (store.clone(), parent.clone(), booked.session);
            async move { store.booking(&parent, session, child("K01"), now).await.unwrap().link }
        };
        assert_eq!(link(at("16:19")).await, None);
        let address = link(at("16:20")).await.unwrap();
        assert!(address.starts_with("https://meet.example/") && address.len() >= 21 + 20, "{address}");
        assert_eq!(link(at("16:49")).await, Some(address));
        assert_eq!(link(at("16:50")).await, None);
        store.cancel_booking(&parent, booked.id.unwrap(), at("10:00")).await.unwrap();
        assert_eq!(link(at("16:30")).await, None);
    }

    async fn too_late_it_can_neither_be_moved_nor_cancelled(base) {
        let demo = base.demo().await;
        let store = &demo.store;
        let parent = demo.actor("PK1").await;
        let booked = store.book(&parent, wish("K01", Kind::PlayInd, "S03", slot(0, "16:30", 20)), at("09:00")).await.unwrap();
        let late = at("15:00");
        assert!(!store.booking(&parent, booked.session, child("K01"), late).await.unwrap().changeable);
        let refused = refusal(store.cancel_booking(&parent, booked.id.unwrap(), late).await);
        assert!(matches!(refused, Refusal::Rules { .. }), "{refused:?}");
        let soon = refusal(store.book(&parent, wish("K01", Kind::PlayInd, "S03", slot(0, "16:00", 20)), late).await);
        assert!(matches!(soon, Refusal::Rules { .. }), "{soon:?}");
    }

    async fn a_parent_never_learns_who_else_is_there(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        for code in ["P01", "PK1", "PK2"] {
            let parent = demo.actor(code).await;
            let views = store.bookings(&parent, now).await.unwrap();
            assert!(views.len() > 3);
            assert!(views.iter().all(|view| parent.children.contains(&view.child)));
            for view in views {
                let session = store.session(&parent, view.session, now).await.unwrap();
                assert!(session.plan.seats.iter().all(|seat| parent.children.contains(&seat.child)));
                assert_eq!(session.plan.children(), usize::from(view.others) + 1);
                assert!(session.plan.assistants.is_empty() && session.plan.reason.is_none());
            }
        }
        // Nor from a refusal: of the other's child, of the full session.
        let parent = demo.actor("PK4").await;
        let small = demo.session_at(2, "16:00", "S03").await;
        let wish = Wish { session: Some(small.id), ..wish("K04", Kind::KpSmall, "S03", small.plan.slot) };
        let refused = format!("{:?}", refusal(store.book(&parent, wish, now).await));
        for other in ["K01", "K02", "K03"] {
            assert!(!refused.contains(&child(other).to_string()), "{refused}");
        }
    }

    async fn only_own_children_are_booked_for(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let (parent, other) = (demo.actor("PK1").await, demo.actor("PK2").await);
        let wanted = slot(2, "09:00", 20);
        assert_eq!(refusal(store.book(&parent, wish("K02", Kind::PlayInd, "S03", wanted), now).await), Refusal::Forbidden);
        let free = store.free_days(&parent, child("K02"), Kind::PlayInd, None, day(0), 7, now).await;
        assert_eq!(refusal(free), Refusal::Forbidden);
        let booked = store.book(&other, wish("K02", Kind::PlayInd, "S03", wanted), now).await.unwrap();
        assert_eq!(refusal(store.cancel_booking(&parent, booked.id.unwrap(), now).await), Refusal::NotFound);
        assert_eq!(refusal(store.booking(&parent, booked.session, child("K02"), now).await), Refusal::NotFound);
        let mine = wish("K01", Kind::PlayInd, "S03", slot(3, "09:00", 20));
        assert_eq!(refusal(store.move_booking(&parent, booked.id.unwrap(), mine, now).await), Refusal::NotFound);
        for code in ["S03", "S01", "T01", "A01"] {
            let actor = demo.actor(code).await;
            assert_eq!(refusal(store.bookings(&actor, now).await), Refusal::Forbidden);
            assert_eq!(refusal(store.book(&actor, wish("K01", Kind::PlayInd, "S03", wanted), now).await), Refusal::Forbidden);
        }
        // What a specialist plans is not to be joined.
        let closed = demo.session_at(1, "11:00", "S03").await;
        let guess = Wish { session: Some(closed.id), ..wish("K01", Kind::PlayInd, "S03", closed.plan.slot) };
        assert_eq!(refusal(store.book(&parent, guess, now).await), Refusal::NotFound);
    }

    async fn a_seat_taken_by_the_specialist_ends_the_booking(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let parent = demo.actor("PK1").await;
        let session = online(&demo).await;
        let booked = store.book(&parent, join("K01", session), now).await.unwrap();
        let psychologist = demo.actor("S03").await;
        let seen = store.session(&psychologist, session, now).await.unwrap();
        let mut plan: Plan = seen.plan.clone();
        plan.seats.retain(|seat: &Seat| seat.child != child("K01"));
        store.change(&psychologist, session, seen.version, plan, now).await.unwrap();
        let view = store.booking(&parent, session, child("K01"), now).await.unwrap();
        assert_eq!((view.id, view.state), (booked.id, BookingState::Cancelled));
        // Cancelled as a whole, the others' places say so.
        let other = demo.actor("PK5").await;
        let seen = store.session(&psychologist, session, now).await.unwrap();
        store.cancel(&psychologist, session, seen.version, "Маман ауырды", now).await.unwrap();
        let view = store.booking(&other, session, child("K05"), now).await.unwrap();
        assert_eq!((view.state, view.status, view.changeable), (BookingState::Active, Status::Cancelled, false));
    }

    async fn a_hundred_at_once_never_overlap_and_every_refusal_is_explained(base) {
        let (store, now) = (&base.store, monday_morning());
        let bench = store.load_bench(0, now).await.unwrap();
        let tasks: Vec<_> = bench.parents.iter().take(100).enumerate().map(|(n, (parent, whom))| {
            let (store, staff, parent, whom) = (store.clone(), bench.staff[n % 3], *parent, *whom);
            let org = bench.org;
            // Equal times, and times that overlap in part; appointments, and sessions of three.
            let start = 9 * 60 + 5 * u16::try_from(n % 11).unwrap();
            let kind = if n % 4 == 0 { Kind::PlayOnline } else { Kind::PlayInd };
            let slot = domain::Slot { day: day(7), start, minutes: 20 };
            tokio::spawn(async move {
                let actor = store.actor_for(org, parent, now).await.unwrap();
                let wish = Wish { child: whom, kind, staff, slot, session: None, key: format!("key {n}") };
                store.book(&actor, wish, now).await
            })
        }).collect();
        let mut booked = 0;
        for task in tasks {
            match task.await.unwrap() {
                Ok(_) => booked += 1,
                Err(store::Error::Refused(refused)) => match *refused {
                    Refusal::Rules { verdict, nearest } => {
                        assert!(verdict.refusals().next().is_some());
                        assert!(nearest.len() >= 3, "{nearest:?}");
                    }
                    Refusal::Full { nearest, .. } => assert!(nearest.len() >= 3),
                    other => panic!("not explained: {other:?}"),
                },
                Err(trouble) => panic!("{trouble:?}"),
            }
        }
        assert!((6..=30).contains(&booked), "{booked}");
        assert_eq!(base.overlaps().await, 0);
        assert_eq!(store.verify_audit(bench.org).await.unwrap(), None);
        assert_eq!(
            base.count("SELECT COUNT(*) FROM session AS s WHERE s.seats <> (SELECT COUNT(*) FROM claim AS c WHERE c.session = s.id AND c.what = 'seat')").await,
            0
        );
    }
}
