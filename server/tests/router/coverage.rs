//! Every route and every server function is listed with its permission, and lets in only those who have it.

use std::collections::BTreeSet;

use app::App;
use axum::body::Body;
use domain::{Permission, Refusal};
use http::{Method, StatusCode};
use leptos::server_fn::axum::server_fn_paths;
use server::permissions::{FUNCTIONS, ROUTES};

use crate::{
    base::{House, test_both_dbs},
    browser::Browser,
    samples::Samples,
};

/// One of each role.
pub const ROLES: [(&str, &str); 7] = [
    ("parent", "PK1"),
    ("educator", "S10"),
    ("specialist", "S03"),
    ("methodist", "S02"),
    ("head", "S01"),
    ("admin", "A01"),
    ("trustee", "T01"),
];

/// Who may, said once more: what `Actor::may` says must be this.
pub fn allowed(permission: Permission) -> &'static [&'static str] {
    match permission {
        Permission::Public | Permission::OwnAccount => {
            &["parent", "educator", "specialist", "methodist", "head", "admin", "trustee"]
        }
        Permission::BookForChild => &["parent"],
        Permission::SeeCalendar => &["methodist", "educator", "specialist", "head"],
        Permission::PlanOwn => &["methodist", "specialist"],
        Permission::PlanAll => &["methodist"],
        Permission::KeepHolidays | Permission::KeepStaff | Permission::KeepDocuments | Permission::KeepRegister => {
            &["methodist", "head"]
        }
        Permission::KeepForms | Permission::KeepBodies | Permission::KeepOrders => &["head"],
        Permission::SeeMeetings => &["educator", "specialist", "methodist", "head", "trustee"],
        Permission::CallMeetings => &["head", "educator", "methodist", "trustee"],
        Permission::SeeDecisions => &["head", "educator", "specialist", "methodist", "admin", "trustee"],
        Permission::ReadDigests => &["parent", "educator", "specialist", "methodist", "head", "admin", "trustee"],
        Permission::Invite => &["head", "methodist", "admin"],
        Permission::ResetPassword | Permission::ReadAudit => &["head", "admin"],
    }
}

#[tokio::test]
async fn every_server_function_is_listed() {
    let there: BTreeSet<_> = server_fn_paths().map(|(path, _)| path.to_owned()).collect();
    let listed: BTreeSet<_> = FUNCTIONS.iter().map(|(path, _)| (*path).to_owned()).collect();
    assert_eq!(there, listed, "left: in the program, right: in server/src/permissions.rs");
}

#[tokio::test]
async fn every_server_function_is_called_by_post() {
    for (path, method) in server_fn_paths() {
        assert_eq!(method, Method::POST, "{path}");
    }
}

#[tokio::test]
async fn every_page_is_listed() {
    let pages = leptos_axum::generate_route_list(App);
    let listed: BTreeSet<_> = ROUTES.iter().map(|(path, _)| *path).collect();
    let missing: Vec<_> =
        pages.iter().map(leptos_axum::AxumRouteListing::path).filter(|path| !listed.contains(path)).collect();
    assert!(missing.is_empty(), "not in server/src/permissions.rs: {missing:?}");
}

async fn everybody(house: &House) -> Vec<(&'static str, Browser)> {
    let mut browsers = Vec::new();
    for (role, code) in ROLES {
        browsers.push((role, house.signed_in(code).await));
    }
    browsers
}

/// The answer's status, without waiting for the end of a stream.
async fn status(browser: &Browser, address: &str) -> (StatusCode, String) {
    let answer = browser.open(Method::GET, address, None, Body::empty()).await;
    let location = answer.headers().get("location").map(|to| to.to_str().unwrap().to_owned());
    (answer.status(), location.unwrap_or_default())
}

test_both_dbs! {
    async fn pages_let_in_only_those_who_may(base) {
        let house = base.serve().await;
        let samples = Samples::of(&house).await;
        let everybody = everybody(&house).await;
        for (route, permission) in ROUTES {
            let address = samples.address(route);
            let (anonymous, location) = status(&house.visitor(), &address).await;
            match permission {
                Permission::Public => assert!(!anonymous.is_client_error(), "{route}: {anonymous}"),
                _ if route.starts_with("/live") => assert_eq!(anonymous, StatusCode::UNAUTHORIZED),
                _ => {
                    assert_eq!(anonymous, StatusCode::SEE_OTHER, "{route} to nobody");
                    assert!(location.starts_with("/sign-in?to=%2F"), "{location}");
                }
            }
            for (role, browser) in &everybody {
                let (status, _) = status(browser, &address).await;
                // Whose it is not, to them it is not there.
                if route.starts_with("/documents/{document}") && status == StatusCode::NOT_FOUND {
                    assert!(!["methodist", "head"].contains(role), "{route} to {role}");
                } else if *route == "/live/minutes/{meeting}" && allowed(*permission).contains(role) {
                    // No such meeting: past the door, and no further.
                    assert_eq!(status, StatusCode::NOT_FOUND, "{route} to {role}");
                } else if route.starts_with("/minutes/") || route.starts_with("/meetings/{meeting}") && status == StatusCode::NOT_FOUND {
                    // Minutes of АПҚО are for its members and for teaching staff (АПҚО ережесі 5.2).
                    let reads = ["educator", "specialist", "methodist", "head"].contains(role);
                    let expected = match (reads, allowed(*permission).contains(role)) {
                        (true, _) => StatusCode::OK,
                        (false, true) => StatusCode::NOT_FOUND,
                        (false, false) => StatusCode::FORBIDDEN,
                    };
                    assert_eq!(status, expected, "{route} to {role}");
                } else if allowed(*permission).contains(role) {
                    assert!(status.is_success() || *route == "/lang/{code}" || status.is_redirection(), "{route} to {role}: {status}");
                } else {
                    assert_eq!(status, StatusCode::FORBIDDEN, "{route} to {role}");
                }
            }
        }
    }

    async fn a_refused_page_shows_nothing_of_it(base) {
        let house = base.serve().await;
        let answer = house.signed_in("PK1").await.with("cookie", &format!("kenes={}; kenes-lang=ru", house.token("PK1").await)).get("/audit").await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(answer.body.contains("У вас нет доступа"), "{}", answer.body);
        assert!(!answer.body.contains("<script"), "no client, and nothing for it");
    }

    async fn functions_let_in_only_those_who_may(base) {
        let house = base.serve().await;
        let samples = Samples::of(&house).await;
        let everybody = everybody(&house).await;
        for (path, permission) in FUNCTIONS {
            if *permission != Permission::Public {
                let answer = samples.call(&house.visitor(), path).await;
                assert_eq!((answer.status, answer.refusal()), (StatusCode::UNAUTHORIZED, Refusal::SignIn), "{path} to nobody");
            }
            for (role, browser) in everybody.iter().filter(|(role, _)| !allowed(*permission).contains(role)) {
                let answer = samples.call(browser, path).await;
                assert_eq!((answer.status, answer.refusal()), (StatusCode::FORBIDDEN, Refusal::Forbidden), "{path} to {role}");
            }
            // Of their own account everybody may do the same: somebody else, whom some functions sign out everywhere.
            let code = match permission {
                Permission::OwnAccount => "PK6",
                permission => ROLES.iter().find(|(role, _)| *role == allowed(*permission)[0]).unwrap().1,
            };
            let answer = samples.call(&house.signed_in(code).await, path).await;
            assert!(
                !matches!(answer.status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::BAD_REQUEST),
                "{path} to {code}: {answer:?}"
            );
            assert!(!answer.status.is_server_error(), "{path} to {code}: {answer:?}");
        }
    }

    async fn a_form_without_scripts_leads_to_signing_in(base) {
        let house = base.serve().await;
        let visitor = house.visitor().with("accept", "text/html").with("referer", "http://kenes.test/bookings?done=1");
        let answer = visitor.post("/api/booking/cancel", "booking=x").await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/sign-in?to=%2Fbookings%3Fdone%3D1"));
    }
}
