//! The file for the parent's own calendar.

use domain::{
    Kind, Session,
    view::{BookingState, BookingView, Wish},
};
use http::StatusCode;

use crate::base::{House, monday_morning, test_both_dbs};

/// Lines as a calendar reads them: those that were folded are whole again.
fn lines(file: &str) -> Vec<String> {
    assert!(file.lines().all(|line| line.trim_end_matches('\r').len() <= 75), "no line is longer than 75 bytes");
    file.replace("\r\n ", "").split("\r\n").map(str::to_owned).collect()
}

fn value<'a>(lines: &'a [String], key: &str) -> &'a str {
    let found = lines.iter().find_map(|line| line.strip_prefix(key).and_then(|rest| rest.strip_prefix(':')));
    found.unwrap_or_else(|| panic!("no {key} in {lines:#?}"))
}

async fn bookings(house: &House, code: &str) -> Vec<BookingView> {
    let parent = house.actor(code).await;
    let all = house.store.bookings(&parent, monday_morning()).await.unwrap();
    all.into_iter().filter(|booking| booking.state == BookingState::Active && booking.status.open()).collect()
}

fn path(booking: &BookingView) -> String {
    format!("/bookings/{}/{}/kenes.ics", booking.session, booking.child)
}

test_both_dbs! {
    async fn a_booking_is_a_file_for_the_parents_calendar(base) {
        let house = base.serve().await;
        let booking = bookings(&house, "PK1").await.remove(0);
        let answer = house.signed_in("PK1").await.get(&path(&booking)).await;
        assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "text/calendar; charset=utf-8"));
        let lines = lines(&answer.body);
        assert_eq!(lines.first().map(String::as_str), Some("BEGIN:VCALENDAR"));
        let start = format!("{}T{:02}{:02}00", booking.slot.day.format("%Y%m%d"), booking.slot.start / 60, booking.slot.start % 60);
        assert_eq!(value(&lines, "DTSTART;TZID=Asia/Almaty"), start);
        let end = format!("{}T{:02}{:02}00", booking.slot.day.format("%Y%m%d"), booking.slot.end() / 60, booking.slot.end() % 60);
        assert_eq!(value(&lines, "DTEND;TZID=Asia/Almaty"), end);
        assert_eq!(value(&lines, "UID"), format!("{}-{}@kenes.test", booking.session, booking.child));
        assert_eq!(value(&lines, "SEQUENCE"), booking.version.to_string());
        assert_eq!(value(&lines, "STATUS"), "CONFIRMED");
        assert_eq!(value(&lines, "TZOFFSETTO"), "+0500");
        assert!(value(&lines, "SUMMARY").ends_with(&booking.child_name.given), "{}", value(&lines, "SUMMARY"));
        assert!(!answer.body.contains(&booking.child_name.family), "of the child only the first name");
        let zone = lines.iter().position(|line| line == "BEGIN:VTIMEZONE");
        assert!(zone < lines.iter().position(|line| line == "BEGIN:VEVENT"));
        assert_eq!(lines.iter().filter(|line| line.starts_with("UID")).count(), 1);
        assert_eq!(value(&lines, "TRIGGER"), "-PT60M");
    }

    async fn by_video_the_place_is_said_and_the_way_is_the_page(base) {
        let house = base.serve().await;
        let parent = house.actor("PK1").await;
        let open = |session: &Session| {
            let plan = &session.plan;
            plan.kind == Kind::PlayOnline && plan.open && plan.status.open() && plan.free() > 0
        };
        let session = house.sessions().await.into_iter().find(open).expect("an online session with a place");
        let wish = Wish {
            child: *parent.children.first().expect("a child"),
            kind: Kind::PlayOnline,
            staff: session.plan.staff[0],
            slot: session.plan.slot,
            session: Some(session.id),
            key: "by video".into(),
        };
        let online = house.store.book(&parent, wish, monday_morning()).await.unwrap();
        let file = house.signed_in("PK1").await.get(&path(&online)).await.body;
        let lines = lines(&file);
        assert_eq!(value(&lines, "LOCATION"), app::components::booking::facts::place(app::i18n::Locale::kk, &online));
        assert!(value(&lines, "DESCRIPTION").contains(&format!("/bookings/{}", online.session)), "{file}");
    }

    async fn the_file_is_in_the_readers_language(base) {
        let house = base.serve().await;
        let booking = bookings(&house, "PK1").await.remove(0);
        let token = house.token("PK1").await;
        for (code, locale) in [("kk", app::i18n::Locale::kk), ("ru", app::i18n::Locale::ru)] {
            let parent = house.visitor().with("cookie", &format!("kenes={token}; kenes-lang={code}"));
            let answer = parent.get(&path(&booking)).await;
            let kind = app::words::kind(locale, booking.kind);
            assert!(value(&lines(&answer.body), "SUMMARY").starts_with(kind), "{code}");
        }
    }

    async fn a_cancelled_booking_is_a_cancelled_event_of_the_same_name(base) {
        let house = base.serve().await;
        let actor = house.actor("PK1").await;
        let booking = bookings(&house, "PK1").await.into_iter().find(|booking| booking.changeable && booking.id.is_some());
        let booking = booking.expect("the demonstration has a booking that can be cancelled");
        let parent = house.signed_in("PK1").await;
        let before = lines(&parent.get(&path(&booking)).await.body);
        house.store.cancel_booking(&actor, booking.id.unwrap(), monday_morning()).await.unwrap();
        let after = lines(&parent.get(&path(&booking)).await.body);
        assert_eq!(value(&after, "STATUS"), "CANCELLED");
        assert!(!after.iter().any(|line| line == "BEGIN:VALARM"), "nobody is reminded of what is called off");
        assert_eq!(value(&after, "UID"), value(&before, "UID"));
        let sequence = |lines: &[String]| value(lines, "SEQUENCE").parse::<i64>().unwrap();
        assert!(sequence(&after) > sequence(&before));
    }

    async fn nobody_gets_the_file_of_another_family(base) {
        let house = base.serve().await;
        let booking = bookings(&house, "PK1").await.remove(0);
        let other = house.signed_in("P01").await;
        assert_eq!(other.get(&path(&booking)).await.status, StatusCode::NOT_FOUND);
        assert_eq!(other.get("/bookings/x/y/kenes.ics").await.status, StatusCode::NOT_FOUND);
    }
}
