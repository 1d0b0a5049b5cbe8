//! Days off over HTTP: files that are too much, forms without scripts, other kindergartens.

use axum::body::Body;
use domain::{Refusal, holiday::Import, refusal::Problem};
use http::{Method, StatusCode};
use serde_json::json;

use crate::base::{day, test_both_dbs};

fn file(events: &str) -> String {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n")
}

const EVENT: &str =
    "BEGIN:VEVENT\r\nSUMMARY:Мереке\r\nDTSTART;VALUE=DATE:20270202\r\nDTEND;VALUE=DATE:20270204\r\nEND:VEVENT\r\n";
const ENDLESS: &str =
    "BEGIN:VEVENT\r\nSUMMARY:Күн сайын\r\nDTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\n";

test_both_dbs! {
    async fn a_file_is_looked_through_and_then_saved(base) {
        let house = base.serve().await;
        let methodist = house.signed_in("S02").await;
        let text = file(&[EVENT, ENDLESS].concat());
        let answer = methodist.call_json("holiday/preview", &json!({ "text": text })).await;
        let import: Import = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(import.found.iter().map(|found| found.day).collect::<Vec<_>>(), [day(71), day(72)]);
        assert_eq!(import.left.len(), 1, "a rule that never ends is not taken: {import:?}");
        let saved = methodist.call_json("holiday/import", &json!({ "text": text, "days": [day(71), day(72)] })).await;
        assert_eq!((saved.status, saved.body.as_str()), (StatusCode::OK, "2"));
        let listed = methodist.call("holiday/list", &[("year", "2027")]).await;
        assert!(listed.body.contains("2027-02-02") && listed.body.contains("2027-02-03") && !listed.body.contains("2027-02-04"));
        // Whoever opens the calendar sees them.
        let specialist = house.signed_in("S03").await.get("/calendar?day=2027-02-02").await;
        assert!(specialist.body.contains("Мереке"));
    }

    async fn a_file_that_is_too_large_is_refused_and_a_larger_one_not_even_read(base) {
        let house = base.serve().await;
        let methodist = house.signed_in("S02").await;
        let large = file(&"X".repeat(1024 * 1024));
        let answer = methodist.call_json("holiday/preview", &json!({ "text": large })).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(answer.refusal(), Refusal::Invalid { field: "file".into(), problem: Problem::TooLong });
        let body = Body::from(format!("{{\"text\":\"{}\"}}", "X".repeat(8 * 1024 * 1024)));
        let browser = methodist.with("accept", "application/json");
        let answer = browser.send(Method::POST, "/api/holiday/preview", Some("application/json"), body).await;
        assert!(answer.status.is_client_error(), "{}", answer.status);
    }

    async fn without_scripts_a_form_adds_and_removes(base) {
        let house = base.serve().await;
        let methodist = house.signed_in("S02").await.with("accept", "text/html").with("referer", "http://kenes.test/holidays");
        let added = methodist.post("/api/holiday/add", "day=2027-02-02&until=&kk=%D0%9C%D0%B5%D1%80%D0%B5%D0%BA%D0%B5&ru=").await;
        assert!(added.status.is_redirection(), "{added:?}");
        assert_eq!(added.header("location"), "/holidays?year=2027&done=added");
        let page = methodist.get("/holidays?year=2027&done=added").await;
        assert!(page.body.contains("Мереке") && page.body.contains("2027-02-02"));
        let removed = methodist.post("/api/holiday/remove", "day=2027-02-02").await;
        assert_eq!(removed.header("location"), "/holidays?year=2027&done=removed");
        assert!(!methodist.get("/holidays?year=2027").await.body.contains("2027-02-02"));
        for query in ["year=x", "year=99999999", "year=-5"] {
            assert!(!methodist.get(&format!("/holidays?{query}")).await.status.is_server_error(), "{query}");
        }
    }
}
