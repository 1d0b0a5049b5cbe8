//! What must never happen is refused by the tables themselves.

mod common;

use common::{child, day, monday_morning, person, refusal, room, test_both_dbs};
use domain::{Kind, Status};
use uuid::Uuid;

/// Writes a session with what it takes, behind the store's back.
async fn session(demo: &common::Demo, start: i32, end: i32, staff: &str, whom: &str) -> Result<Uuid, sqlx::Error> {
    let (id, org) = (Uuid::now_v7(), demo.org.0);
    let (session, org) = (demo.id(id), demo.id(org));
    let by = demo.id(person("S01").0);
    demo.sql(format!(
        "INSERT INTO session (id, org, body, kind, day, start_min, end_min, online, places, open, status, live, token, \
         by_parent, created_by, created_at) VALUES ({session}, {org}, 'kp', 'play_ind', '{}', {start}, {end}, FALSE, 8, \
         FALSE, 'draft', TRUE, 'x', FALSE, {by}, 0)",
        day(14)
    ))
    .await?;
    for (what, column, resource) in [("staff", "person", person(staff).0), ("seat", "child", child(whom).0)] {
        claim(demo, id, what, column, resource, start, end).await?;
    }
    Ok(id)
}

async fn claim(
    demo: &common::Demo,
    session: Uuid,
    what: &str,
    column: &str,
    resource: Uuid,
    start: i32,
    end: i32,
) -> Result<u64, sqlx::Error> {
    let (session, org, resource) = (demo.id(session), demo.id(demo.org.0), demo.id(resource));
    demo.sql(format!(
        "INSERT INTO claim (session, org, what, {column}, rank, day, start_min, end_min, live) \
         VALUES ({session}, {org}, '{what}', {resource}, 0, '{}', {start}, {end}, TRUE)",
        day(14)
    ))
    .await
}

test_both_dbs! {
    async fn every_statement_prepares(base) {
        assert!(base.store.prepare_all().await.unwrap() > 80);
    }

    async fn nobody_is_in_two_places_at_once(base) {
        let demo = base.demo().await;
        session(&demo, 600, 620, "S03", "K01").await.unwrap();
        for (start, end) in [(600, 620), (590, 601), (619, 640), (605, 610), (500, 700)] {
            session(&demo, start, end, "S03", "K02").await.unwrap_err();
            session(&demo, start, end, "S04", "K01").await.unwrap_err();
        }
        session(&demo, 620, 640, "S03", "K01").await.unwrap();
        assert_eq!(demo.overlaps().await, 0);
    }

    async fn a_room_holds_one_session_at_a_time(base) {
        let demo = base.demo().await;
        let a = session(&demo, 600, 620, "S03", "K01").await.unwrap();
        let b = session(&demo, 610, 630, "S04", "K02").await.unwrap();
        claim(&demo, a, "room", "room", room("R5").0, 600, 620).await.unwrap();
        claim(&demo, b, "room", "room", room("R5").0, 610, 630).await.unwrap_err();
    }

    async fn a_session_cannot_be_moved_onto_another(base) {
        let demo = base.demo().await;
        session(&demo, 600, 620, "S03", "K01").await.unwrap();
        let later = session(&demo, 620, 640, "S03", "K02").await.unwrap();
        let id = demo.id(later);
        demo.sql(format!("UPDATE session SET start_min = 619 WHERE id = {id}")).await.unwrap_err();
        demo.sql(format!("UPDATE session SET status = 'cancelled', live = FALSE WHERE id = {id}")).await.unwrap();
        demo.sql(format!("UPDATE session SET start_min = 600, end_min = 620 WHERE id = {id}")).await.unwrap();
        // Restored, it would stand on the other.
        demo.sql(format!("UPDATE session SET status = 'draft', live = TRUE WHERE id = {id}")).await.unwrap_err();
        assert_eq!(demo.overlaps().await, 0);
    }

    async fn a_claim_has_the_time_of_its_session(base) {
        let demo = base.demo().await;
        let id = session(&demo, 600, 620, "S03", "K01").await.unwrap();
        claim(&demo, id, "seat", "child", child("K02").0, 600, 630).await.unwrap_err();
        let id = demo.id(id);
        demo.sql(format!("UPDATE claim SET end_min = 615 WHERE session = {id}")).await.unwrap_err();
        demo.sql(format!("UPDATE session SET start_min = 700, end_min = 720 WHERE id = {id}")).await.unwrap();
        assert_eq!(demo.count("SELECT COUNT(*) FROM claim WHERE start_min = 700 AND end_min = 720").await, 2);
    }

    async fn five_children_are_never_confirmed(base) {
        let demo = base.demo().await;
        let small = demo.session_at(1, "11:00", "S03").await;
        assert_eq!((small.plan.kind, small.plan.seats.len()), (Kind::Small, 4));
        let id = demo.id(small.id.0);
        demo.sql(format!("UPDATE session SET places = 8 WHERE id = {id}")).await.unwrap();
        let (org, whom, day) = (demo.id(demo.org.0), demo.id(child("K01").0), day(1));
        let fifth = format!(
            "INSERT INTO claim (session, org, what, child, rank, day, start_min, end_min, live) \
             VALUES ({id}, {org}, 'seat', {whom}, 0, '{day}', 660, 695, TRUE)"
        );
        demo.sql(fifth.clone()).await.unwrap_err();
        demo.sql(format!("UPDATE session SET status = 'draft' WHERE id = {id}")).await.unwrap();
        demo.sql(fifth).await.unwrap();
        demo.sql(format!("UPDATE session SET status = 'confirmed' WHERE id = {id}")).await.unwrap_err();
        demo.sql(format!("UPDATE session SET status = 'confirmed', kind = 'group' WHERE id = {id}")).await.unwrap_err();
    }

    async fn seats_are_counted_and_never_more_than_places(base) {
        let demo = base.demo().await;
        let id = session(&demo, 600, 620, "S03", "K01").await.unwrap();
        assert_eq!(demo.count("SELECT COUNT(*) FROM session WHERE seats = 1 AND start_min = 600 AND end_min = 620 AND kind = 'play_ind'").await, 1);
        let id = demo.id(id);
        demo.sql(format!("UPDATE session SET places = 0 WHERE id = {id}")).await.unwrap_err();
        demo.sql(format!("UPDATE session SET places = 11 WHERE id = {id}")).await.unwrap_err();
        demo.sql(format!("DELETE FROM claim WHERE session = {id} AND what = 'seat'")).await.unwrap();
        demo.sql(format!("UPDATE session SET places = 0 WHERE id = {id}")).await.unwrap();
    }

    async fn nothing_refers_into_another_kindergarten(base) {
        let demo = base.demo().await;
        let other = demo.store.load_bench(0, monday_morning()).await.unwrap();
        let id = session(&demo, 600, 620, "S03", "K01").await.unwrap();
        claim(&demo, id, "staff", "person", other.staff[0].0, 600, 620).await.unwrap_err();
        claim(&demo, id, "seat", "child", other.parents[0].1.0, 600, 620).await.unwrap_err();
    }

    async fn what_the_tables_would_refuse_is_said_by_the_rules(base) {
        let demo = base.demo().await;
        // Written behind the store's back, after it has remembered the week.
        let methodist = demo.actor("S02").await;
        demo.store.calendar(&methodist, day(14), day(14), monday_morning()).await.unwrap();
        session(&demo, 600, 620, "S03", "K01").await.unwrap();
        let slot = domain::Slot { day: day(14), start: 605, minutes: 20 };
        let plan = common::lesson("S03", "R3", "C16", slot);
        let refused = refusal(demo.store.create(&methodist, plan, monday_morning()).await);
        let domain::Refusal::Rules { verdict, nearest } = refused else { panic!("{refused:?}") };
        assert!(verdict.refusals().any(|finding| matches!(finding.rule, domain::Rule::StaffBusy { .. })), "{verdict:?}");
        assert!(nearest.len() >= 3);
        assert_eq!(demo.session_at(1, "11:00", "S03").await.plan.status, Status::Confirmed);
    }
}
