//! The client, the fonts, the style sheet, and the two pages for whoever watches the server.

use http::StatusCode;

use crate::base::test_both_dbs;

test_both_dbs! {
    async fn files_are_kept_as_long_as_their_names_allow(base) {
        let house = base.serve().await;
        let visitor = house.visitor();
        let client = visitor.get("/pkg/kenes.js").await;
        assert_eq!((client.status, client.header("cache-control")), (StatusCode::OK, "public, no-cache"));
        let again = visitor.with("if-modified-since", client.header("last-modified")).get("/pkg/kenes.js").await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED);
        let font = visitor.get("/fonts/onest-latin.woff2").await;
        assert_eq!((font.status, font.header("cache-control")), (StatusCode::OK, "public, max-age=31536000, immutable"));
        assert_eq!(visitor.get("/icon.svg").await.header("cache-control"), "public, max-age=86400");
        for path in ["/pkg/no.js", "/pkg/../kenes.db", "/pkg/%2e%2e/%2e%2e/kenes.db", "/kenes.db"] {
            assert_eq!(visitor.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }

    async fn the_client_goes_out_as_it_was_compressed(base) {
        let house = base.serve().await;
        let answer = house.visitor().with("accept-encoding", "gzip, br").get("/pkg/kenes.js").await;
        assert_eq!((answer.header("content-encoding"), answer.body.as_str()), ("br", "(brotli)"));
    }

    async fn the_style_sheet_has_its_hash_in_its_name(base) {
        let house = base.serve().await;
        let page = house.visitor().get("/").await.body;
        let (_, rest) = page.split_once("/assets/kenes-").expect("a style sheet in the page");
        let path = format!("/assets/kenes-{}", rest.split('"').next().unwrap());
        let plain = house.visitor().get(&path).await;
        assert_eq!((plain.status, plain.header("content-type")), (StatusCode::OK, "text/css; charset=utf-8"));
        assert_eq!(plain.header("cache-control"), "public, max-age=31536000, immutable");
        assert!(plain.body.contains("@layer"), "the tokens are in it");
        let small = house.visitor().with("accept-encoding", "br").get(&path).await;
        assert_eq!(small.header("content-encoding"), "br");
        assert!(small.body.len() < plain.body.len());
    }

    async fn a_long_page_is_compressed(base) {
        let house = base.serve().await;
        let answer = house.visitor().with("accept-encoding", "br").get("/").await;
        assert_eq!(answer.header("content-encoding"), "br");
    }

    async fn whoever_watches_the_server_is_told_how_it_is(base) {
        let house = base.serve().await;
        assert_eq!(house.visitor().get("/healthz").await.status, StatusCode::OK);
        assert_eq!(house.visitor().get("/readyz").await.status, StatusCode::OK);
        house.store.close().await;
        assert_eq!(house.visitor().get("/healthz").await.status, StatusCode::OK);
        assert_eq!(house.visitor().get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
    }
}
