//! The language switch that works without scripts.

use http::StatusCode;

use crate::base::test_both_dbs;

test_both_dbs! {
    async fn the_switch_remembers_the_language_and_comes_back(base) {
        let house = base.serve().await;
        let visitor = house.visitor();
        let answer = visitor.get("/lang/ru?to=%2Fsign-in%3Fto%3D%252Fbook").await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/sign-in?to=%2Fbook"));
        let cookie = answer.header("set-cookie");
        assert!(cookie.starts_with("kenes-lang=ru; Path=/") && cookie.contains("Max-Age="), "{cookie}");
        let page = visitor.with("cookie", "kenes-lang=ru").get("/sign-in").await;
        assert!(page.body.contains("lang=\"ru\""), "the page is in Russian");
        let page = visitor.with("cookie", "kenes-lang=kk").get("/sign-in").await;
        assert!(page.body.contains("lang=\"kk\""), "the page is in Kazakh");
    }

    async fn the_switch_leads_nobody_away(base) {
        let house = base.serve().await;
        for to in ["https://evil.example", "//evil.example", "/%5Cevil.example", ""] {
            let answer = house.visitor().get(&format!("/lang/kk?to={to}")).await;
            assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/"), "{to}");
        }
        assert_eq!(house.visitor().get("/lang/tlh").await.status, StatusCode::NOT_FOUND);
    }
}
