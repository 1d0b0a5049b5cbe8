//! Signing in and out over HTTP: cookies and guesses.

use domain::Refusal;
use http::StatusCode;

use crate::base::{PASSWORD, test_both_dbs};

test_both_dbs! {
    async fn signing_in_sets_a_cookie_that_scripts_cannot_read(base) {
        let house = base.serve().await;
        let login = house.login("PK1").await;
        let answer = house.visitor().call("account/sign-in", &[("login", &login), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        let cookie = answer.header("set-cookie");
        assert!(cookie.starts_with("kenes=") && !cookie.contains("Secure"), "{cookie}");
        for flag in ["; Path=/", "; HttpOnly", "; SameSite=Lax", "; Max-Age="] {
            assert!(cookie.contains(flag), "{cookie}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
        let token = cookie.split(['=', ';']).nth(1).unwrap();
        assert_eq!(house.visitor().with_cookie(token).get("/bookings").await.status, StatusCode::OK);
    }

    async fn over_https_the_cookie_goes_over_nothing_else(base) {
        let house = base.serve_at("https://kenes.test", false).await;
        let login = house.login("PK1").await;
        let answer = house.visitor().call("account/sign-in", &[("login", &login), ("password", PASSWORD)]).await;
        let cookie = answer.header("set-cookie");
        assert!(cookie.starts_with("__Host-kenes=") && cookie.contains("; Secure"), "{cookie}");
        let token = cookie.split(['=', ';']).nth(1).unwrap();
        let safe = house.visitor().with("cookie", &format!("__Host-kenes={token}"));
        assert_eq!(safe.get("/bookings").await.status, StatusCode::OK);
        // One that an insecure page has set is not believed.
        assert_eq!(house.visitor().with_cookie(token).get("/bookings").await.status, StatusCode::SEE_OTHER);
    }

    async fn a_form_without_scripts_signs_in_and_goes_on(base) {
        let house = base.serve().await;
        let login = house.login("PK1").await;
        let form = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("login", login.as_str()), ("password", PASSWORD), ("to", "/bookings")])
            .finish();
        let answer = house.visitor().with("accept", "text/html").post("/api/account/sign-in", &form).await;
        assert!(answer.status.is_redirection(), "{answer:?}");
        assert_eq!(answer.header("location"), "/bookings");
        assert!(answer.header("set-cookie").starts_with("kenes="));
    }

    async fn signing_out_ends_the_session(base) {
        let house = base.serve().await;
        let parent = house.signed_in("PK1").await;
        let answer = parent.call("account/sign-out", &[]).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        assert!(answer.header("set-cookie").contains("Max-Age=0"));
        assert_eq!(parent.get("/account").await.status, StatusCode::SEE_OTHER);
    }

    async fn guessing_a_password_takes_longer_and_longer(base) {
        let house = base.serve().await;
        let login = house.login("PK1").await;
        let guess = async |password: &str| house.visitor().call("account/sign-in", &[("login", &login), ("password", password)]).await;
        let mut answers = Vec::new();
        for _ in 0..8 {
            answers.push(guess("not the password").await);
        }
        assert_eq!(answers[0].refusal(), Refusal::WrongPassword);
        let last = answers.pop().unwrap();
        assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS);
        let Refusal::Throttled { seconds } = last.refusal() else { panic!("{last:?}") };
        assert_eq!(last.header("retry-after"), seconds.to_string());
        // Not even the right one now.
        assert_eq!(guess(PASSWORD).await.status, StatusCode::TOO_MANY_REQUESTS);
    }
}
