//! Sheets of paper: what stands on them, for whom.

use domain::Status;
use http::StatusCode;

use crate::base::{day, monday_morning, test_both_dbs};

/// What the page shows, without what it carries along for the browser.
fn sheet(body: &str) -> String {
    let from = body.find("<article class=\"paper").unwrap_or_else(|| panic!("no sheet: {body}"));
    body[from..].split("</article>").next().unwrap_or_default().to_owned()
}

test_both_dbs! {
    async fn a_door_and_a_rooms_week_name_no_child(base) {
        let house = base.serve().await;
        let methodist = house.signed_in("S02").await;
        let head = house.actor("S01").await;
        let view = house.store.calendar(&head, day(0), day(6), monday_morning()).await.unwrap();
        let room = view.sessions.iter().find_map(|session| session.plan.room.filter(|_| session.plan.status == Status::Confirmed && session.plan.slot.day == day(1))).unwrap();
        for what in ["room", "door"] {
            let answer = methodist.get(&format!("/calendar/print?what={what}&of={room}&day={}", day(1))).await;
            assert_eq!(answer.status, StatusCode::OK);
            let sheet = sheet(&answer.body);
            for child in view.directory.children.values() {
                assert!(!sheet.contains(&child.name.family) && !sheet.contains(&format!(">{}", child.name.given)), "{what}: {}", child.name.plain());
                let disorder = child.needs.as_ref().and_then(|needs| needs.disorder.clone());
                assert!(disorder.is_none_or(|disorder| !sheet.contains(&disorder)), "{what}");
            }
            assert!(sheet.contains("<time>") || sheet.contains("scope=\"row\""), "{what}: {sheet}");
        }
    }

    async fn a_specialists_week_names_children_as_far_as_the_reader_may_know(base) {
        let house = base.serve().await;
        let me = house.actor("S03").await;
        let sessions = house.sessions().await;
        let own: Vec<_> = sessions.iter().filter(|session| session.plan.staff.contains(&me.person) && !session.plan.seats.is_empty()).collect();
        assert!(!own.is_empty());
        let head = house.actor("S01").await;
        let children = house.store.calendar(&head, day(0), day(6), monday_morning()).await.unwrap().directory.children;
        let address = format!("/calendar/print?what=staff&of={}&day={}", me.person, day(0));
        let mine = sheet(&house.signed_in("S03").await.get(&address).await.body);
        let others = sheet(&house.signed_in("S04").await.get(&address).await.body);
        for session in own {
            for seat in &session.plan.seats {
                let name = &children[&seat.child].name;
                let short = format!("{}\u{a0}{}.", name.given, name.family.chars().next().unwrap());
                assert!(mine.contains(&short), "{short}: {mine}");
                assert!(!others.contains(&short), "{short}");
            }
        }
        assert!(others.contains("бала"), "how many, all the same: {others}");
    }

    async fn without_scripts_the_table_of_the_week_is_there(base) {
        let house = base.serve().await;
        let methodist = house.signed_in("S02").await;
        let all = methodist.get(&format!("/calendar?day={}&as=table", day(0))).await.body;
        let rows = all.matches("<tr data-status").count();
        assert!(rows > 10, "{rows}");
        let found = methodist.get(&format!("/calendar?day={}&as=table&kind=group", day(0))).await.body;
        let fewer = found.matches("<tr data-status").count();
        assert!((1..rows).contains(&fewer), "{fewer} of {rows}");
    }
}
