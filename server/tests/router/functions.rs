//! Server functions without the door before them: each asks for its permission itself.

use std::sync::Arc;

use app::{
    Failure,
    state::{AppState, Visitor},
};
use axum::{body::Body, response::IntoResponse as _};
use domain::{Actor, Permission, Refusal};
use http::{Request, header};
use http_body_util::BodyExt as _;
use leptos::prelude::provide_context;
use server::{
    office::{Desk, Office},
    permissions::FUNCTIONS,
};

use crate::{
    base::{House, monday_morning, test_both_dbs},
    coverage::{ROLES, allowed},
    samples::{Arguments, Samples},
};

/// Calls a function as if everything before it had let this person through.
async fn call(house: &House, samples: &Samples, path: &str, actor: Option<Actor>) -> Option<Failure> {
    let (kind, body) = match samples.of_function(path) {
        Arguments::Form(fields) => (
            "application/x-www-form-urlencoded",
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish(),
        ),
        Arguments::Json(arguments) => ("application/json", arguments.to_string()),
    };
    let mut request = Request::post(path)
        .header(header::ACCEPT, "application/json")
        .header(header::CONTENT_TYPE, kind)
        .body(Body::from(body))
        .unwrap();
    request.extensions_mut().insert(Visitor {
        tenant: house.store.tenant(None).await.unwrap(),
        actor,
        token: None,
        request: "test".to_owned(),
        agent: "test".to_owned(),
        address: "::1".to_owned(),
    });
    let office = Office::new(Desk {
        store: house.store.clone(),
        keys: house.keys(),
        public_url: "http://kenes.test".to_owned(),
        stamper: None,
        judge: None,
        clock: monday_morning,
    });
    let state = AppState {
        store: house.store.clone(),
        style: String::new(),
        kept: Arc::default(),
        public_url: "http://kenes.test".to_owned(),
        secure: false,
        ncalayer: String::new(),
        notary: Arc::new(office),
        clock: monday_morning,
    };
    let answer = leptos_axum::handle_server_fns_with_context(move || provide_context(state.clone()), request).await;
    let body = answer.into_response().into_body().collect().await.unwrap().to_bytes();
    serde_json::from_slice(&body).ok()
}

test_both_dbs! {
    async fn every_function_names_its_permission_itself(base) {
        let house = base.serve().await;
        let samples = Samples::of(&house).await;
        for (path, permission) in FUNCTIONS.iter().filter(|(_, permission)| *permission != Permission::Public) {
            let answer = call(&house, &samples, path, None).await;
            assert_eq!(answer, Some(Failure::Refused(Refusal::SignIn)), "{path} to nobody");
            for (role, code) in ROLES.iter().filter(|(role, _)| !allowed(*permission).contains(role)) {
                let actor = house.actor(code).await;
                let answer = call(&house, &samples, path, Some(actor)).await;
                assert_eq!(answer, Some(Failure::Refused(Refusal::Forbidden)), "{path} to {role}");
            }
        }
    }
}
