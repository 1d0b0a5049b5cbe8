//! What every answer carries, and what is refused before anybody looks at it.

use axum::body::Body;
use http::{Method, StatusCode, header};

use crate::base::{HOST, test_both_dbs};

test_both_dbs! {
    async fn a_page_runs_only_scripts_with_its_own_nonce(base) {
        let house = base.serve().await;
        let (first, second) = (house.visitor().get("/").await, house.visitor().get("/").await);
        assert_eq!(first.status, StatusCode::OK);
        let nonce = |policy: &str| {
            let (_, rest) = policy.split_once("'nonce-").expect("a nonce in the policy");
            rest.split('\'').next().unwrap().to_owned()
        };
        let policy = first.header("content-security-policy");
        let own = nonce(policy);
        assert!(policy.contains("script-src 'self' 'nonce-"), "{policy}");
        assert!(policy.contains("'wasm-unsafe-eval'") && policy.contains("frame-ancestors 'none'"), "{policy}");
        assert!(!policy.contains("script-src 'unsafe-inline'") && !policy.contains("'unsafe-eval'"), "{policy}");
        assert_ne!(own, nonce(second.header("content-security-policy")));
        // Every script in the page carries it.
        assert!(first.body.contains("<script"));
        for script in first.body.split("<script").skip(1) {
            let (tag, rest) = script.split_once('>').unwrap();
            // An empty script is nothing to run.
            if rest.starts_with("</script>") {
                continue;
            }
            assert!(tag.contains(&format!("nonce=\"{own}\"")), "{tag}");
        }
    }

    async fn a_page_connects_to_us_and_to_the_readers_own_ncalayer_only(base) {
        let house = base.serve().await;
        let page = house.visitor().get("/").await;
        let policy = page.header("content-security-policy");
        let connect = policy.split(';').map(str::trim).find(|part| part.starts_with("connect-src")).unwrap();
        // A debug build lets cargo-leptos reload the page.
        assert_eq!(connect.trim_end_matches(" ws:"), "connect-src 'self' wss://127.0.0.1:13579");
    }

    async fn every_answer_protects_the_browser(base) {
        let house = base.serve().await;
        for path in ["/", "/sign-in", "/no-such-page", "/icon.svg", "/healthz", "/api/booking/public", "/account"] {
            let answer = house.visitor().get(path).await;
            assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
            assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
            assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
            assert!(answer.header("permissions-policy").contains("camera=()"), "{path}");
            assert_eq!(answer.header("strict-transport-security"), "", "{path}: not without https");
            assert!(!answer.header("x-request-id").is_empty(), "{path}");
        }
    }

    async fn over_https_browsers_are_told_to_stay_there(base) {
        let house = base.serve_at("https://kenes.test", false).await;
        let answer = house.visitor().get("/").await;
        assert!(answer.header("strict-transport-security").starts_with("max-age="));
    }

    async fn what_a_signed_in_person_sees_is_kept_in_no_cache(base) {
        let house = base.serve().await;
        let parent = house.signed_in("PK1").await;
        assert_eq!(parent.get("/bookings").await.header("cache-control"), "no-store");
        assert_eq!(parent.call("account/devices", &[]).await.header("cache-control"), "no-store");
    }

    async fn a_change_that_another_site_asks_for_is_refused(base) {
        let house = base.serve().await;
        let parent = house.signed_in("PK1").await;
        for site in ["cross-site", "same-site"] {
            let answer = parent.with("sec-fetch-site", site).call("account/sign-out", &[]).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{site}");
        }
        let old = parent.without("sec-fetch-site");
        for origin in ["https://evil.example", "http://kenes.test.evil.example", "null"] {
            let answer = old.with("origin", origin).call("account/sign-out", &[]).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{origin}");
        }
        // Still signed in.
        assert_eq!(parent.get("/account").await.status, StatusCode::OK);
        let own = old.with("origin", &format!("http://{HOST}")).call("account/devices", &[]).await;
        assert_eq!(own.status, StatusCode::OK);
    }

    async fn nothing_changes_by_get(base) {
        let house = base.serve().await;
        let parent = house.signed_in("PK1").await;
        for (function, _) in server::permissions::FUNCTIONS {
            let answer = parent.get(function).await;
            assert!(answer.status.is_client_error(), "{function}: {}", answer.status);
        }
        assert_eq!(parent.get("/account").await.status, StatusCode::OK);
    }

    async fn what_is_too_long_to_be_a_form_is_refused(base) {
        let house = base.serve().await;
        let long = "x".repeat(70_000);
        let answer = house.visitor().call("account/sign-in", &[("login", &long)]).await;
        assert!(answer.status.is_client_error(), "{}", answer.status);
        let announced = house.visitor().with(header::CONTENT_LENGTH, "70000");
        let answer = announced.send(Method::POST, "/api/account/sign-in", None, Body::from(long)).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    }
}
