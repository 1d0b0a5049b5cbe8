//! What makes no sense is answered, not broken over.

use axum::body::Body;
use domain::{Refusal, refusal::Problem};
use http::{Method, StatusCode};
use server::permissions::FUNCTIONS;

use crate::base::test_both_dbs;

test_both_dbs! {
    async fn what_cannot_be_read_is_a_bad_request(base) {
        let house = base.serve().await;
        let methodist = house.signed_in("S02").await.with("accept", "application/json");
        for body in ["", "{", "[]", "{\"plan\":{}}", "\u{0}"] {
            let answer = methodist.send(Method::POST, "/api/calendar/create", Some("application/json"), Body::from(body)).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{body:?}: {answer:?}");
        }
        let answer = methodist.call("people/invite", &[("people[0]", "nobody")]).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{answer:?}");
    }

    async fn no_function_breaks_over_what_it_is_sent(base) {
        let house = base.serve().await;
        let everybody = [house.visitor(), house.signed_in("PK1").await, house.signed_in("S02").await, house.signed_in("S01").await];
        for (path, _) in FUNCTIONS.iter().filter(|(path, _)| !path.contains("sign-out")) {
            for browser in &everybody {
                for (kind, body) in [
                    ("application/x-www-form-urlencoded", "a=%FF%FE&child=%D2&slot=2026-13-45T99:99/0&kind=&code=%00&login=%00&password=x"),
                    ("application/json", "{\"day\":\"0000-00-00\",\"month\":3}"),
                    ("text/plain", "hello"),
                ] {
                    let browser = browser.with("accept", "application/json");
                    let answer = browser.send(Method::POST, path, Some(kind), Body::from(body)).await;
                    assert!(!answer.status.is_server_error(), "{path} with {body}: {answer:?}");
                }
            }
        }
    }

    async fn a_wrong_field_is_refused_by_its_name(base) {
        let house = base.serve().await;
        let parent = house.signed_in("PK1").await;
        let answer = parent.call("booking/free-days", &[("child", "x"), ("kind", "play_online")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(answer.refusal(), Refusal::Invalid { field: "child".to_owned(), problem: Problem::Choice });
    }

    async fn addresses_that_make_no_sense_are_answered(base) {
        let house = base.serve().await;
        let parent = house.signed_in("PK1").await;
        for path in ["/bookings/x/y", "/book?child=x&kind=y&day=z", "/join/%00", "/join/%FF", "/sign-in?to=%FF", "/lang/kk?to", "/no/such/page", "/api/no/such"] {
            let answer = parent.get(path).await;
            assert!(!answer.status.is_server_error(), "{path}: {}", answer.status);
        }
        let methodist = house.signed_in("S02").await;
        for query in ["day=2026-02-30", "day=999999-01-01", "view=nothing", "view=month&day=-1"] {
            let answer = methodist.get(&format!("/calendar?{query}")).await;
            assert!(!answer.status.is_server_error(), "{query}: {}", answer.status);
        }
    }

    async fn a_slash_at_the_end_leads_to_the_address_without_it(base) {
        let house = base.serve().await;
        let visitor = house.visitor();
        for (path, to) in [("/audit/", "/audit"), ("/book//?kind=play_online", "/book?kind=play_online")] {
            let answer = visitor.get(path).await;
            assert_eq!((answer.status, answer.header("location")), (StatusCode::PERMANENT_REDIRECT, to), "{path}");
        }
        for path in ["//evil.example/", "/\\evil.example/"] {
            assert_eq!(visitor.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
}
