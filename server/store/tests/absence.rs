//! Working hours, absences, and what is done about the sessions that an absence touches.

mod common;

use chrono::Duration;
use common::{child, day, lesson, monday_morning, person, refusal, slot, test_both_dbs, wish};
use domain::{
    Actor, Hours, Kind, OrgId, Position, Refusal, Status,
    absence::{Choice, Remedy, Span, Touched, Why},
    refusal::Problem,
    view::Delta,
};

/// Whole days of this week.
fn days(from: i64, to: i64) -> Span {
    Span { from: day(from), to: day(to), hours: None }
}

fn hours(n: i64, start: u16, end: u16) -> Span {
    Span { from: day(n), to: day(n), hours: Some((start, end)) }
}

/// What is proposed first, for every session.
fn first_ways(touched: &Touched) -> Vec<Choice> {
    let pairs = touched.sessions.iter().zip(&touched.proposals);
    pairs
        .map(|(session, proposal)| Choice {
            session: session.id,
            version: session.version,
            remedy: proposal.ways[0].remedy,
        })
        .collect()
}

test_both_dbs! {
    async fn an_absence_is_known_at_once_and_why_to_few(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let (methodist, mut changes) = (demo.actor("S02").await, store.changes());
        let id = store.add_absence(&methodist, person("S03"), days(0, 4), Why::Ill, now).await.unwrap();
        let change = changes.recv().await.unwrap();
        assert!(change.directory);
        let told = store.deltas(&demo.actor("PK1").await, &change, now).await.unwrap();
        assert!(matches!(told[..], [Delta::Reload { .. }]), "families look again, and learn no more than that");
        for (code, knows) in [("S01", true), ("S02", true), ("S03", true), ("S04", false), ("S10", false)] {
            let view = store.calendar(&demo.actor(code).await, day(0), day(6), now).await.unwrap();
            let [absence] = view.directory.absences[..] else { panic!("{code}: {:?}", view.directory.absences) };
            assert_eq!((absence.id, absence.why), (id, knows.then_some(Why::Ill)), "{code}");
        }
        // Another process reads it from the database, and the rules refuse what stands against it.
        let other = store::Store::open(&demo.url, store::Options::default()).await.unwrap();
        let plan = lesson("S03", "R3", "C16", slot(1, "09:00", 20));
        let refused = refusal(other.create(&methodist, plan, now).await);
        assert!(matches!(&refused, Refusal::Rules { verdict, .. } if verdict.findings.iter().any(|one| one.rule.code() == "absent")), "{refused:?}");
        other.close().await;
        let log = store.audit(&demo.actor("A01").await, None, 5).await.unwrap();
        assert!(log.iter().any(|line| line.action == "absence.add" && !line.detail.contains("ill")), "{log:?}");
        assert_eq!(store.verify_audit(demo.org).await.unwrap(), None);
    }

    async fn families_find_no_time_with_who_is_not_there(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let parent = demo.actor("PK1").await;
        let free = async || {
            let days = store.free_days(&parent, child("K01"), Kind::ConsultInd, Some(person("S03")), day(0), 7, now).await.unwrap();
            days.into_iter().flat_map(|day| day.times).map(|time| time.slot.day).collect::<Vec<_>>()
        };
        assert!(!free().await.is_empty());
        store.add_absence(&demo.actor("S01").await, person("S03"), days(0, 6), Why::Leave, now).await.unwrap();
        assert_eq!(free().await, []);
        let refused = refusal(store.book(&parent, wish("K01", Kind::ConsultInd, "S03", slot(1, "16:30", 30)), now).await);
        assert!(!format!("{refused:?}").contains("absent"), "a family is not told why: {refused:?}");
    }

    async fn everything_touched_is_seen_to_at_once(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let methodist = demo.actor("S02").await;
        let id = store.add_absence(&methodist, person("S04"), days(0, 4), Why::Ill, now).await.unwrap();
        let touched = store.touched(&methodist, id, now).await.unwrap();
        assert_eq!((touched.sessions.len(), touched.absence.why), (7, Some(Why::Ill)));
        assert!(touched.sessions.iter().all(|session| session.plan.staff.contains(&person("S04"))));
        let settled = store.settle_absence(&methodist, id, &first_ways(&touched), "Маман келмейді", now).await.unwrap();
        for (session, came) in &settled {
            assert!(came.is_ok(), "{session}: {came:?}");
        }
        assert_eq!(store.touched(&methodist, id, now).await.unwrap().sessions, []);
        assert_eq!(demo.overlaps().await, 0);
        assert_eq!(store.verify_audit(demo.org).await.unwrap(), None);
    }

    async fn one_is_handed_over_one_moved_one_called_off_and_the_families_are_told(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let (methodist, parent) = (demo.actor("S02").await, demo.actor("PK4").await);
        // K04 has a consultation with the speech therapist on Thursday.
        let id = store.add_absence(&methodist, person("S04"), days(0, 4), Why::Ill, now).await.unwrap();
        let touched = store.touched(&methodist, id, now).await.unwrap();
        let mut choices = Vec::new();
        for (session, proposal) in touched.sessions.iter().zip(&touched.proposals) {
            let wanted = match choices.len() {
                _ if session.plan.has(child("K04")) => Remedy::Cancel,
                0 => proposal.ways.iter().find(|way| matches!(way.remedy, Remedy::HandOver { .. })).unwrap().remedy,
                1 => proposal.ways.iter().find(|way| matches!(way.remedy, Remedy::Move { .. })).unwrap().remedy,
                _ => continue,
            };
            choices.push(Choice { session: session.id, version: session.version, remedy: wanted });
        }
        assert_eq!(choices.len(), 3);
        let mut changes = store.changes();
        let settled = store.settle_absence(&methodist, id, &choices, "Маман келмейді", now).await.unwrap();
        let plans: Vec<_> = settled.into_iter().map(|(_, came)| came.unwrap().session.plan).collect();
        assert!(!plans[0].staff.contains(&person("S04")) && plans[0].status == Status::Confirmed);
        assert!(plans[1].staff.contains(&person("S04")) && plans[1].slot.day > day(4));
        assert_eq!((plans[2].status, plans[2].reason.as_deref()), (Status::Cancelled, Some("Маман келмейді")));
        let mut heard = Vec::new();
        for _ in 0..3 {
            let change = changes.recv().await.unwrap();
            heard.extend(store.deltas(&parent, &change, now).await.unwrap());
        }
        let booking = heard.iter().find_map(|delta| match delta {
            Delta::Booking { booking, .. } => Some(booking),
            _ => None,
        });
        let booking = booking.unwrap_or_else(|| panic!("{heard:?}"));
        assert!(booking.away && booking.status == Status::Cancelled);
        let list = store.bookings(&parent, now).await.unwrap();
        assert!(list.iter().any(|booking| booking.away) && list.iter().all(|booking| !booking.away || booking.status == Status::Cancelled));
    }

    async fn of_two_who_see_to_the_same_one_is_told_that_it_is_done(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let methodist = demo.actor("S02").await;
        let add = || store.add_absence(&methodist, person("S04"), days(0, 4), Why::Ill, now);
        let (one, other) = tokio::join!(add(), add());
        let id = one.unwrap();
        assert_eq!(other.unwrap(), id, "the same said twice is one absence");
        let choices = first_ways(&store.touched(&methodist, id, now).await.unwrap());
        let settle = || store.settle_absence(&methodist, id, &choices, "Маман келмейді", now);
        let (one, other) = tokio::join!(settle(), settle());
        for ((session, one), (_, other)) in one.unwrap().into_iter().zip(other.unwrap()) {
            assert!(one.is_ok() != other.is_ok(), "{session}: {one:?} {other:?}");
            let lost = if one.is_ok() { refusal(other) } else { refusal(one) };
            assert!(matches!(lost, Refusal::Stale { .. } | Refusal::Invalid { .. }), "{lost:?}");
        }
        assert_eq!(demo.overlaps().await, 0);
    }

    async fn who_may_record_what(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let id = store.add_absence(&demo.actor("S01").await, person("S04"), days(1, 2), Why::Ill, now).await.unwrap();
        for code in ["S03", "S10", "PK1", "A01", "T01"] {
            let actor = demo.actor(code).await;
            assert_eq!(refusal(store.add_absence(&actor, person("S05"), days(1, 1), Why::Other, now).await), Refusal::Forbidden, "{code}");
            assert_eq!(refusal(store.change_absence(&actor, id, days(1, 3), now).await), Refusal::Forbidden, "{code}");
            assert_eq!(refusal(store.end_absence(&actor, id, now).await), Refusal::Forbidden, "{code}");
            assert_eq!(refusal(store.touched(&actor, id, now).await), Refusal::Forbidden, "{code}");
            assert_eq!(refusal(store.settle_absence(&actor, id, &[], "x", now).await), Refusal::Forbidden, "{code}");
            assert_eq!(refusal(store.set_hours(&actor, person("S04"), &[], now).await), Refusal::Forbidden, "{code}");
        }
        let stranger = Actor { org: OrgId(uuid::Uuid::nil()), ..demo.actor("S02").await };
        for refused in [
            refusal(store.change_absence(&stranger, id, days(1, 3), now).await),
            refusal(store.end_absence(&stranger, id, now).await),
            refusal(store.touched(&stranger, id, now).await),
            refusal(store.add_absence(&stranger, person("S04"), days(1, 1), Why::Ill, now).await),
            refusal(store.set_hours(&stranger, person("S04"), &[], now).await),
        ] {
            assert_eq!(refused, Refusal::NotFound);
        }
        // A parent and a child are nobody's staff.
        assert_eq!(refusal(store.add_absence(&demo.actor("S01").await, person("PK1"), days(1, 1), Why::Ill, now).await), Refusal::NotFound);
        let own = store.staff_hours(&demo.actor("S03").await, now).await.unwrap();
        assert_eq!((own.staff.len(), own.absences.len()), (1, 0), "others' absences are not listed");
        let all = store.staff_hours(&demo.actor("S01").await, now).await.unwrap();
        assert!(all.staff.len() > 5 && all.absences.len() == 1 && all.staff.iter().all(|staff| staff.caseload.is_empty()));
        assert_eq!(refusal(store.staff_hours(&demo.actor("PK1").await, now).await), Refusal::Forbidden);
    }

    async fn a_specialist_sees_to_their_own_and_gives_nothing_away(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let speech = demo.actor("S04").await;
        let id = store.add_absence(&speech, person("S04"), days(2, 2), Why::Ill, now).await.unwrap();
        let touched = store.touched(&speech, id, now).await.unwrap();
        let ways = || touched.proposals.iter().flat_map(|proposal| &proposal.ways);
        assert!(ways().count() > 2 && ways().all(|way| matches!(way.remedy, Remedy::Move { .. } | Remedy::Cancel)));
        let choice = |remedy| Choice { session: touched.sessions[0].id, version: touched.sessions[0].version, remedy };
        let given = store.settle_absence(&speech, id, &[choice(Remedy::HandOver { to: person("S05") })], "x", now).await.unwrap();
        assert_eq!(refusal(given.into_iter().next().unwrap().1), Refusal::Forbidden);
        let done = store.settle_absence(&speech, id, &[choice(Remedy::Cancel)], "Маман келмейді", now).await.unwrap();
        assert_eq!(done[0].1.as_ref().unwrap().session.plan.status, Status::Cancelled);
        // What the absence does not touch is not changed by way of it.
        let elsewhere = demo.session_at(4, "10:15", "S04").await;
        let choice = Choice { session: elsewhere.id, version: elsewhere.version, remedy: Remedy::Cancel };
        let refused = store.settle_absence(&speech, id, &[choice], "x", now).await.unwrap();
        assert_eq!(refusal(refused.into_iter().next().unwrap().1), Refusal::Invalid { field: "session".into(), problem: Problem::Choice });
    }

    async fn a_refused_session_leaves_the_others_done(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let methodist = demo.actor("S02").await;
        let id = store.add_absence(&methodist, person("S04"), days(0, 0), Why::Ill, now).await.unwrap();
        let touched = store.touched(&methodist, id, now).await.unwrap();
        let choice = |n: usize, remedy| Choice { session: touched.sessions[n].id, version: touched.sessions[n].version, remedy };
        // The accountant holds no lessons.
        let choices = [choice(0, Remedy::HandOver { to: person("S12") }), choice(1, Remedy::Cancel)];
        let settled = store.settle_absence(&methodist, id, &choices, "Маман келмейді", now).await.unwrap();
        assert!(matches!(settled[0].1.as_ref().unwrap_err().refusal(), Some(Refusal::Rules { .. })), "{:?}", settled[0]);
        assert!(settled[1].1.is_ok());
        let untouched = store.session(&methodist, touched.sessions[0].id, now).await.unwrap();
        assert_eq!(untouched, touched.sessions[0]);
    }

    async fn an_absence_changes_and_ends(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let methodist = demo.actor("S02").await;
        let id = store.add_absence(&methodist, person("S04"), hours(2, 540, 600), Why::Other, now).await.unwrap();
        store.change_absence(&methodist, id, hours(2, 570, 660), now).await.unwrap();
        let listed = async |now| store.staff_hours(&methodist, now).await.unwrap().absences.iter().map(|one| one.span).collect::<Vec<_>>();
        assert_eq!(listed(now).await, [hours(2, 570, 660)]);
        for wrong in [hours(2, 571, 660), hours(2, 660, 660), days(2, 1), Span { to: day(3), ..hours(2, 540, 600) }] {
            let refused = refusal(store.change_absence(&methodist, id, wrong, now).await);
            assert_eq!(refused, Refusal::Invalid { field: "span".into(), problem: Problem::Date }, "{wrong:?}");
        }
        assert!(matches!(refusal(store.add_absence(&methodist, person("S04"), days(-9, -8), Why::Ill, now).await), Refusal::Invalid { .. }));
        store.add_absence(&methodist, person("S04"), days(0, 4), Why::Ill, now).await.unwrap();
        let taken = refusal(store.change_absence(&methodist, id, days(0, 4), now).await);
        assert_eq!(taken, Refusal::Invalid { field: "span".into(), problem: Problem::Taken });
        store.end_absence(&methodist, id, now).await.unwrap();
        assert_eq!(refusal(store.end_absence(&methodist, id, now).await), Refusal::NotFound);
        // On Wednesday she is back: Monday and Tuesday remain.
        let wednesday = now + Duration::days(2);
        let ill = store.staff_hours(&methodist, wednesday).await.unwrap().absences[0].id;
        store.end_absence(&methodist, ill, wednesday).await.unwrap();
        assert_eq!(listed(wednesday).await, []);
        let view = store.calendar(&methodist, day(0), day(6), wednesday).await.unwrap();
        assert_eq!(view.directory.absences.iter().map(|one| one.span).collect::<Vec<_>>(), [days(0, 1)]);
        assert_eq!(store.verify_audit(demo.org).await.unwrap(), None);
    }

    async fn working_hours_are_set_whole(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let (head, methodist) = (demo.actor("S01").await, demo.actor("S02").await);
        let window = |weekday, start, end, reception| Hours { weekday, start, end, reception };
        let week = [window(1, 600, 840, false), window(1, 780, 840, true)];
        store.set_hours(&head, person("S03"), &week, now).await.unwrap();
        let view = store.calendar(&methodist, day(0), day(6), now).await.unwrap();
        let mut stored = view.directory.staff[&person("S03")].hours.clone();
        stored.sort();
        assert_eq!(stored, week);
        let refused = refusal(store.create(&methodist, lesson("S03", "R3", "C16", slot(8, "09:00", 20)), now).await);
        assert!(matches!(refused, Refusal::Rules { .. }), "{refused:?}");
        let wrong = [week[0], window(2, 900, 960, true)];
        let refused = refusal(store.set_hours(&head, person("S03"), &wrong, now).await);
        assert_eq!(refused, Refusal::Invalid { field: "hours.1".into(), problem: Problem::Date });
        // Two at once: one of the two weeks stands, never a mixture.
        let other = [window(5, 540, 600, true), window(5, 540, 780, false)];
        let (a, b) = tokio::join!(store.set_hours(&head, person("S03"), &week, now), store.set_hours(&methodist, person("S03"), &other, now));
        a.unwrap();
        b.unwrap();
        let fresh = store::Store::open(&demo.url, store::Options::default()).await.unwrap();
        let all = fresh.staff_hours(&head, now).await.unwrap();
        let mut stored = all.staff.into_iter().find(|staff| staff.id == person("S03")).unwrap().hours;
        stored.sort();
        assert!(stored == week || stored == other, "{stored:?}");
        fresh.close().await;
        let log = store.audit(&head, None, 5).await.unwrap();
        assert!(log.iter().any(|line| line.action == "hours.set" && line.about.is_some()), "{log:?}");
        assert!(head.is_any(&[Position::Head]) && store.verify_audit(demo.org).await.unwrap().is_none());
    }

    async fn what_cannot_be_is_refused_by_the_table(base) {
        let demo = base.demo().await;
        let (org, who) = (demo.id(demo.org.0), demo.id(person("S04").0));
        let insert = async |org: &str, from: i64, to: i64, start: i32, end: i32, why: &str| {
            let id = demo.id(uuid::Uuid::now_v7());
            demo.sql(format!(
                "INSERT INTO absence (id, org, person, from_day, to_day, start_min, end_min, why, created_by, created_at) \
                 VALUES ({id}, {org}, {who}, '{}', '{}', {start}, {end}, '{why}', {who}, 0)",
                day(from),
                day(to)
            ))
            .await
        };
        insert(&org, 0, 0, 540, 600, "ill").await.unwrap();
        insert(&org, 0, 0, 540, 600, "leave").await.unwrap_err();
        insert(&org, 1, 0, 0, 1440, "ill").await.unwrap_err();
        insert(&org, 0, 1, 540, 600, "ill").await.unwrap_err();
        insert(&org, 0, 0, 600, 600, "ill").await.unwrap_err();
        insert(&org, 0, 0, 600, 1441, "ill").await.unwrap_err();
        insert(&org, 2, 2, 0, 1440, "drunk").await.unwrap_err();
        let elsewhere = demo.id(uuid::Uuid::now_v7());
        insert(&elsewhere, 3, 3, 0, 1440, "ill").await.unwrap_err();
    }
}
