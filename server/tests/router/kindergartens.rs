//! Several kindergartens in one database: found by host name, and nothing crosses over.

use chrono::TimeDelta;
use domain::{Lang, Name, OrgId, Permission, Refusal};
use http::{Method, StatusCode};
use server::permissions::{FUNCTIONS, ROUTES};
use store::Founding;

use crate::{
    base::{House, monday_morning, org, test_both_dbs},
    browser::Browser,
    samples::Samples,
};

pub const OTHER: &str = "other.test";

/// Founds another kindergarten. Its head is signed in, and may do whatever staff may do.
pub async fn found(house: &House) -> (String, OrgId) {
    let founding = Founding {
        name: "«Балапан» балабақшасы".to_owned(),
        city: "Алматы".to_owned(),
        phone: "+77270000000".to_owned(),
        host: Some(OTHER.to_owned()),
        lang: Lang::Ru,
        head: Name::parse("Серік Айжан"),
        login: "head@other.example".to_owned(),
    };
    // Later than the demonstration, which is the one that any other host name finds.
    let now = monday_morning() + TimeDelta::hours(1);
    let code = house.store.bootstrap(founding, now).await.unwrap();
    let other = house.store.tenant(Some(OTHER)).await.unwrap().id;
    let (org, head) = (house.id(other.0), house.id(code.person.0));
    house
        .sql(format!(
            "INSERT INTO position (org, person, position, since) \
             SELECT {org}, {head}, 'methodist', since FROM position WHERE person = {head}"
        ))
        .await;
    (signed_in(house, &code.code).await, other)
}

async fn signed_in(house: &House, code: &str) -> String {
    let visitor = Browser::new(house.router.clone(), OTHER);
    let fields = [
        ("code", code),
        ("login", "head@other.example"),
        ("password", "kestrel-omega-41"),
        ("again", "kestrel-omega-41"),
    ];
    let answer = visitor.call("account/accept", &fields).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    let cookie = answer.header("set-cookie");
    cookie.split(['=', ';']).nth(1).unwrap().to_owned()
}

test_both_dbs! {
    async fn a_kindergarten_is_found_by_its_host(base) {
        let house = base.serve().await;
        found(&house).await;
        let other = Browser::new(house.router.clone(), OTHER).call("booking/public", &[]).await;
        assert!(other.body.contains("Балапан"), "{}", other.body);
        let first = house.visitor().call("booking/public", &[]).await;
        assert!(!first.body.contains("Балапан"), "{}", first.body);
    }

    async fn a_session_of_one_kindergarten_is_none_in_another(base) {
        let house = base.serve().await;
        let (token, other) = found(&house).await;
        assert_ne!(other, org());
        let samples = Samples::of(&house).await;
        let at_home = Browser::new(house.router.clone(), OTHER).with_cookie(&token);
        assert_eq!(at_home.get("/account").await.status, StatusCode::OK);
        let away = house.visitor().with_cookie(&token);
        for (route, _) in ROUTES.iter().filter(|(_, permission)| *permission != Permission::Public) {
            let answer = away.open(Method::GET, &samples.address(route), None, axum::body::Body::empty()).await;
            let expected = if route.starts_with("/live") { StatusCode::UNAUTHORIZED } else { StatusCode::SEE_OTHER };
            assert_eq!(answer.status(), expected, "{route}");
        }
        for (path, _) in FUNCTIONS.iter().filter(|(_, permission)| *permission != Permission::Public) {
            assert_eq!(samples.call(&away, path).await.refusal(), Refusal::SignIn, "{path}");
        }
    }

    async fn nothing_of_one_kindergarten_can_be_touched_from_another(base) {
        let house = base.serve().await;
        let (token, _) = found(&house).await;
        let samples = Samples::of(&house).await;
        let other = Browser::new(house.router.clone(), OTHER).with_cookie(&token);
        for path in [
            "/api/calendar/create",
            "/api/calendar/change",
            "/api/calendar/cancel",
            "/api/calendar/hold",
            "/api/people/invite",
            "/api/people/reset-password",
            "/api/account/sign-out-device",
        ] {
            let answer = samples.call(&other, path).await;
            assert!(answer.status.is_client_error(), "{path}: {answer:?}");
        }
        let view = other.call_json("calendar/view", &serde_json::json!({ "month": true, "day": "2026-11-23" })).await;
        assert_eq!(view.status, StatusCode::OK);
        let people = other.call("people/list", &[]).await.body;
        for text in [view.body, people, other.call("people/audit", &[]).await.body] {
            assert!(!text.contains("Қалдыбек") && !text.contains("nurlytau"), "{text}");
        }
    }
}
