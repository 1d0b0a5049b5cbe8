//! What specialists plan, and what each reader sees of it.

mod common;

use common::{child, day, lesson, monday_morning, person, refusal, slot, test_both_dbs};
use domain::{Permission, Plan, Refusal, Rule, Seat, Status, check, view::Delta};

fn moved(plan: &Plan, slot: domain::Slot) -> Plan {
    Plan { slot, ..plan.clone() }
}

test_both_dbs! {
    async fn a_specialist_plans_moves_and_cancels(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let psychologist = demo.actor("S03").await;
        let mut changes = store.changes();
        let saved = store.create(&psychologist, lesson("S03", "R3", "C16", slot(1, "09:00", 20)), now).await.unwrap();
        assert_eq!((saved.session.version, saved.session.plan.status), (1, Status::Confirmed));
        let change = changes.recv().await.unwrap();
        assert_eq!(change.session, Some(saved.session.id));
        assert!(change.guardians.contains(&person("P16")) && change.staff.contains(&person("S03")));

        let plan = moved(&saved.session.plan, slot(9, "09:00", 20));
        let saved = store.change(&psychologist, saved.session.id, 1, plan, now).await.unwrap();
        assert_eq!((saved.session.version, saved.session.plan.slot.day), (2, day(9)));
        assert_eq!(changes.recv().await.unwrap().days.into_iter().collect::<Vec<_>>(), [day(1), day(9)]);

        let id = saved.session.id;
        let refused = refusal(store.cancel(&psychologist, id, 2, "  ", now).await);
        assert!(matches!(refused, Refusal::Invalid { .. }));
        let cancelled = store.cancel(&psychologist, id, 2, "Ауырып қалды", now).await.unwrap().session;
        assert_eq!((cancelled.plan.status, cancelled.plan.seats.len()), (Status::Cancelled, 1));
        // Its time is free again.
        let plan = lesson("S03", "R3", "C18", slot(9, "09:00", 20));
        store.create(&psychologist, plan, now).await.unwrap();
        // Restored, it would stand on the other.
        let back = Plan { status: Status::Confirmed, reason: None, ..cancelled.plan.clone() };
        let refused = refusal(store.change(&psychologist, id, 3, back.clone(), now).await);
        assert!(matches!(refused, Refusal::Rules { .. }), "{refused:?}");
        let restored = store.change(&psychologist, id, 3, moved(&back, slot(9, "09:30", 20)), now).await.unwrap();
        assert_eq!(restored.session, store.session(&psychologist, id, now).await.unwrap());
        assert_eq!(demo.overlaps().await, 0);
    }

    async fn nobody_opens_a_childs_needs_by_planning_a_session_for_it(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let psychologist = demo.actor("S03").await;
        let strange = |view: &domain::view::CalendarView| {
            let unknown = view.directory.children.values().find(|child| child.needs.is_none());
            unknown.map(|child| child.id)
        };
        let child = strange(&store.calendar(&psychologist, day(0), day(6), now).await.unwrap()).unwrap();
        let mut planned = 0;
        for status in [Status::Draft, Status::Confirmed] {
            let mut plan = lesson("S03", "R3", "C16", slot(9, "09:00", 20));
            (plan.seats[0].child, plan.status) = (child, status);
            let Ok(saved) = store.create(&psychologist, plan, now).await else { continue };
            planned += 1;
            // As signed in anew.
            let view = store.calendar(&demo.actor("S03").await, day(0), day(13), now).await.unwrap();
            assert!(view.directory.children[&child].needs.is_none(), "{status:?}");
            store.cancel(&psychologist, saved.session.id, 1, "қате", now).await.unwrap();
        }
        assert!(planned > 0);
    }

    async fn a_refusal_does_not_tell_who_shares_a_disorder(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let psychologist = demo.actor("S03").await;
        let view = store.calendar(&psychologist, day(0), day(6), now).await.unwrap();
        let strangers: Vec<_> = view.directory.children.values().filter(|child| child.needs.is_none()).collect();
        let seats = strangers.iter().take(4).map(|child| Seat { child: child.id, with_parent: false });
        let lone = lesson("S03", "R3", "C16", slot(9, "09:00", 40));
        let plan = Plan { kind: domain::Kind::Small, seats: seats.collect(), places: 4, ..lone };
        let told = match store.create(&psychologist, plan, now).await {
            Ok(saved) => saved.verdict,
            Err(error) => match error.refusal() {
                Some(Refusal::Rules { verdict, .. } | Refusal::ReasonNeeded { verdict }) => verdict.clone(),
                other => panic!("{other:?}"),
            },
        };
        for finding in &told.findings {
            assert!(!matches!(finding.rule, Rule::QuotaOver { .. }), "{finding:?}");
            assert!(!matches!(&finding.rule, Rule::MixedDisorders { children } if !children.is_empty()), "{finding:?}");
        }
    }

    async fn what_is_remembered_is_what_is_in_the_database(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let methodist = demo.actor("S02").await;
        let small = demo.session_at(1, "11:00", "S03").await;
        let mut plan = moved(&small.plan, slot(2, "09:00", 40));
        plan.seats.remove(1);
        plan.seats.push(Seat { child: child("C20"), with_parent: false });
        plan.staff.push(person("S06"));
        store.change(&methodist, small.id, small.version, plan, now).await.unwrap();
        let week = |store: store::Store| {
            let methodist = methodist.clone();
            async move { store.calendar(&methodist, day(0), day(13), now).await.unwrap() }
        };
        let other = store::Store::open(&demo.url, store::Options::default()).await.unwrap();
        assert_eq!(week(store.clone()).await, week(other).await);
    }

    async fn a_stale_change_is_refused_with_what_changed(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let (methodist, psychologist) = (demo.actor("S02").await, demo.actor("S03").await);
        let small = demo.session_at(1, "11:00", "S03").await;
        store.change(&methodist, small.id, small.version, moved(&small.plan, slot(1, "09:00", 35)), now).await.unwrap();
        let refused = refusal(store.change(&psychologist, small.id, small.version, moved(&small.plan, slot(1, "11:05", 35)), now).await);
        let Refusal::Stale { current } = refused else { panic!("{refused:?}") };
        assert_eq!((current.version, current.plan.slot), (small.version + 1, slot(1, "09:00", 35)));
        assert!(matches!(refusal(store.cancel(&psychologist, small.id, small.version, "x", now).await), Refusal::Stale { .. }));
    }

    async fn of_two_changes_at_once_one_is_stale(base) {
        let demo = base.demo().await;
        let methodist = demo.actor("S02").await;
        let small = demo.session_at(1, "11:00", "S03").await;
        let attempts = ["09:00", "11:10", "12:00", "14:00"].map(|clock| {
            let (store, methodist, small) = (demo.store.clone(), methodist.clone(), small.clone());
            tokio::spawn(async move {
                let plan = moved(&small.plan, slot(1, clock, 35));
                store.change(&methodist, small.id, small.version, plan, monday_morning()).await
            })
        });
        let mut done = 0;
        for attempt in attempts {
            match attempt.await.unwrap() {
                Ok(_) => done += 1,
                refused => assert!(matches!(refusal(refused), Refusal::Stale { .. })),
            }
        }
        assert_eq!(done, 1);
    }

    async fn a_refusal_says_the_rule_and_times_that_are_legal(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let methodist = demo.actor("S02").await;
        let small = demo.session_at(1, "11:00", "S03").await;
        let plan = lesson("S03", "R3", "C20", slot(1, "11:10", 20));
        let refused = refusal(store.create(&methodist, plan.clone(), now).await);
        let Refusal::Rules { verdict, nearest } = refused else { panic!("{refused:?}") };
        let busy = |rule: &Rule| matches!(rule, Rule::StaffBusy { session, .. } if *session == small.id);
        assert!(verdict.refusals().any(|finding| busy(&finding.rule)));
        assert!(nearest.len() >= 3);
        for other in nearest.into_iter().step_by(2) {
            let saved = store.create(&methodist, moved(&plan, other), now).await.unwrap().session;
            store.cancel(&methodist, saved.id, 1, "Тек сынап көрдік", now).await.unwrap();
        }
    }

    async fn five_children_may_be_drafted_and_not_confirmed(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let psychologist = demo.actor("S03").await;
        let small = demo.session_at(1, "11:00", "S03").await;
        let seat = |code| Seat { child: child(code), with_parent: false };
        let mut plan = small.plan.clone();
        plan.seats.push(seat("C20"));
        let refused = refusal(store.change(&psychologist, small.id, small.version, plan.clone(), now).await);
        let Refusal::Rules { verdict, .. } = refused else { panic!("{refused:?}") };
        assert!(verdict.refusals().any(|finding| finding.rule == Rule::GroupFive), "{verdict:?}");
        plan.status = Status::Draft;
        let draft = store.change(&psychologist, small.id, small.version, plan.clone(), now).await.unwrap().session;
        plan = draft.plan.clone();
        plan.seats.push(seat("C21"));
        plan.kind = domain::Kind::Group;
        plan.status = Status::Confirmed;
        let group = store.change(&psychologist, small.id, draft.version, plan, now).await.unwrap().session;
        assert_eq!((group.plan.children(), group.plan.status), (6, Status::Confirmed));
    }

    async fn a_mixed_group_asks_for_a_reason(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let special = demo.actor("S05").await;
        let mut plan = lesson("S05", "R2", "C09", slot(4, "15:00", 40));
        plan.kind = domain::Kind::Small;
        plan.seats.push(Seat { child: child("C15"), with_parent: false });
        let refused = refusal(store.create(&special, plan.clone(), now).await);
        assert!(matches!(refused, Refusal::ReasonNeeded { .. }), "{refused:?}");
        plan.reason = Some(" Бірге жақсы ойнайды ".into());
        let saved = store.create(&special, plan, now).await.unwrap().session;
        assert_eq!(saved.plan.reason.as_deref(), Some("Бірге жақсы ойнайды"));
    }

    async fn everybody_plans_their_own_and_the_methodist_everything(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let small = demo.session_at(1, "11:00", "S03").await;
        let plan = moved(&small.plan, slot(1, "09:00", 35));
        for code in ["S04", "S01", "S10", "S07", "S12", "A01", "T01", "P16", "PK1"] {
            let actor = demo.actor(code).await;
            let refused = refusal(store.change(&actor, small.id, small.version, plan.clone(), now).await);
            assert!(matches!(refused, Refusal::Forbidden | Refusal::NotFound), "{code}: {refused:?}");
            let refused = refusal(store.create(&actor, lesson("S03", "R3", "C16", slot(1, "09:00", 20)), now).await);
            assert_eq!(refused, Refusal::Forbidden, "{code}");
            let refused = refusal(store.cancel(&actor, small.id, small.version, "x", now).await);
            assert!(matches!(refused, Refusal::Forbidden | Refusal::NotFound), "{code}: {refused:?}");
        }
        // Nor may one take over another's by naming oneself.
        let speech = demo.actor("S04").await;
        let mine = Plan { staff: vec![person("S04")], ..plan.clone() };
        assert_eq!(refusal(store.change(&speech, small.id, small.version, mine, now).await), Refusal::Forbidden);
        let methodist = demo.actor("S02").await;
        store.change(&methodist, small.id, small.version, plan, now).await.unwrap();
    }

    async fn nothing_is_seen_or_done_across_kindergartens(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let bench = store.load_bench(20, now).await.unwrap();
        let token = store.sign_in(bench.org, &bench.login, &bench.password, "test", "::1", now).await.unwrap();
        let (stranger, _) = store.actor(&token.0, now).await.unwrap().unwrap();
        assert!(stranger.may(Permission::PlanAll));
        let small = demo.session_at(1, "11:00", "S03").await;
        assert_eq!(refusal(store.session(&stranger, small.id, now).await), Refusal::NotFound);
        assert_eq!(refusal(store.change(&stranger, small.id, small.version, small.plan.clone(), now).await), Refusal::NotFound);
        assert_eq!(refusal(store.cancel(&stranger, small.id, small.version, "x", now).await), Refusal::NotFound);
        let view = store.calendar(&stranger, day(0), day(6), now).await.unwrap();
        assert!(view.sessions.iter().all(|session| session.id != small.id) && !view.directory.children.contains_key(&child("C16")));
        // A plan that names people, rooms and children of the other one.
        let refused = refusal(store.create(&stranger, lesson("S03", "R3", "C16", slot(1, "09:00", 20)), now).await);
        assert!(matches!(refused, Refusal::Rules { .. }), "{refused:?}");
        let parent = store.actor_for(bench.org, bench.parents[0].0, now).await.unwrap();
        assert_eq!(refusal(store.booking(&parent, small.id, child("C16"), now).await), Refusal::NotFound);
        assert_eq!(refusal(store.wait(&parent, small.id, bench.parents[0].1, now).await), Refusal::NotFound);
        // The same login is somebody else there.
        let visitor = store.sign_in(bench.org, "psychologist@nurlytau.example", "nurlytau-2026", "test", "::2", now).await;
        assert_eq!(refusal(visitor), Refusal::WrongPassword);
    }

    async fn an_educator_reads_no_names_of_other_groups(base) {
        let demo = base.demo().await;
        let educator = demo.actor("S10").await;
        let view = demo.store.calendar(&educator, day(-21), day(13), monday_morning()).await.unwrap();
        assert!(!view.sessions.is_empty() && !view.directory.children.is_empty());
        let group = *educator.groups.first().unwrap();
        assert!(view.directory.children.values().all(|child| child.group == Some(group) && child.needs.is_none()));
        for session in &view.sessions {
            assert!(session.plan.seats.iter().all(|seat| view.directory.children.contains_key(&seat.child)));
            assert!(session.plan.assistants.iter().all(|with| view.directory.children.contains_key(&with.child)));
        }
        assert!(view.sessions.iter().any(|session| session.plan.hidden > 0));
    }

    async fn a_specialist_reads_no_needs_outside_the_caseload(base) {
        let demo = base.demo().await;
        for code in ["S03", "S04", "S05", "S06"] {
            let actor = demo.actor(code).await;
            let view = demo.store.calendar(&actor, day(0), day(6), monday_morning()).await.unwrap();
            for known in view.directory.children.values() {
                assert_eq!(known.needs.is_some(), actor.caseload.contains(&known.id), "{code} {:?}", known.name);
            }
        }
        let (speech, social) = (demo.actor("S04").await, demo.actor("S06").await);
        assert!(speech.caseload.contains(&child("C01")) && !speech.caseload.contains(&child("C16")));
        assert!(social.caseload.is_empty());
    }

    async fn a_parent_may_not_open_the_calendar(base) {
        let demo = base.demo().await;
        for code in ["PK1", "T01", "A01", "S12"] {
            let actor = demo.actor(code).await;
            let refused = refusal(demo.store.calendar(&actor, day(0), day(6), monday_morning()).await);
            assert_eq!(refused, Refusal::Forbidden, "{code}");
        }
    }

    async fn what_became_of_a_session_is_told_afterwards(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let psychologist = demo.actor("S03").await;
        let small = demo.session_at(1, "11:00", "S03").await;
        let held = Plan { status: Status::Done, ..moved(&small.plan, slot(3, "16:00", 35)) };
        let refused = refusal(store.change(&psychologist, small.id, small.version, held.clone(), now).await);
        assert!(matches!(refused, Refusal::Invalid { .. }), "{refused:?}");
        let after = now + chrono::Duration::days(2);
        let done = store.change(&psychologist, small.id, small.version, held, after).await.unwrap().session;
        assert_eq!((done.plan.status, done.plan.slot), (Status::Done, small.plan.slot));
    }

    async fn planning_at_once_never_overlaps_and_the_rules_agree(base) {
        let demo = base.demo().await;
        let methodist = demo.actor("S02").await;
        let tasks: Vec<_> = (0..60_u16).map(|n| {
            let (store, methodist) = (demo.store.clone(), methodist.clone());
            tokio::spawn(async move {
                let staff = ["S03", "S06"][usize::from(n % 2)];
                let whom = ["C16", "C17", "C18", "C19", "C20"][usize::from(n % 5)];
                let at = domain::Slot { day: day(3), start: 14 * 60 + 5 * (n % 24), minutes: 20 };
                store.create(&methodist, lesson(staff, ["R3", "R4", "R5"][usize::from(n % 3)], whom, at), monday_morning()).await
            })
        }).collect();
        let mut made = 0;
        for task in tasks {
            match task.await.unwrap() {
                Ok(_) => made += 1,
                refused => assert!(matches!(refusal(refused), Refusal::Rules { .. })),
            }
        }
        assert!(made >= 4, "{made}");
        assert_eq!(demo.overlaps().await, 0);
        let view = demo.store.calendar(&methodist, day(3), day(3), monday_morning()).await.unwrap();
        let context = domain::Context::new(view.now, std::sync::Arc::new(view.directory.clone()), view.sessions.clone());
        for session in view.sessions.iter().filter(|session| session.plan.status.open()) {
            assert!(check(&session.plan, &context).accepted());
        }
        assert_eq!(demo.store.verify_audit(demo.org).await.unwrap(), None);
    }

    async fn a_listener_is_told_what_they_may_see(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let mut changes = store.changes();
        let small = demo.session_at(1, "11:00", "S03").await;
        let methodist = demo.actor("S02").await;
        store.change(&methodist, small.id, small.version, moved(&small.plan, slot(1, "09:00", 35)), now).await.unwrap();
        let change = changes.recv().await.unwrap();
        let told = |code: &'static str| {
            let (store, change, demo) = (store.clone(), change.clone(), &demo);
            async move { store.deltas(&demo.actor(code).await, &change, now).await.unwrap() }
        };
        assert!(matches!(&told("S05").await[..], [Delta::Put { session, .. }] if session.plan.hidden == 4 && session.plan.seats.is_empty()));
        assert!(matches!(&told("P16").await[..], [Delta::Put { .. }, Delta::Booking { booking, .. }] if booking.slot == slot(1, "09:00", 35)));
        assert!(told("P01").await.is_empty() && told("T01").await.is_empty());
    }

    async fn another_process_hears_of_a_change(base) {
        if base.is_sqlite() {
            return;
        }
        let demo = base.demo().await;
        let other = store::Store::open(&demo.url, store::Options::default()).await.unwrap();
        let mut heard = other.changes();
        let mut own = demo.store.changes();
        let psychologist = demo.actor("S03").await;
        // It takes a moment until the other listens.
        for n in 0..40 {
            let at = slot(7 + n / 8, ["08:00", "08:30", "09:00", "09:30", "12:00", "12:30", "14:00", "14:30"][usize::try_from(n % 8).unwrap()], 20);
            let plan = lesson("S03", "R3", "C16", at);
            let saved = demo.store.create(&psychologist, plan, monday_morning()).await.unwrap();
            let told = own.recv().await.unwrap();
            let Ok(change) = tokio::time::timeout(std::time::Duration::from_millis(500), heard.recv()).await else { continue };
            assert_eq!((change.unwrap().session, told.session), (Some(saved.session.id), Some(saved.session.id)));
            let seen = other.session(&psychologist, saved.session.id, monday_morning()).await.unwrap();
            assert_eq!(seen, saved.session);
            return;
        }
        panic!("heard nothing");
    }
}
