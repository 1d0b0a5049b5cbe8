//! For whoever watches the server: alive, and able to serve.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::StatusCode;

use crate::Server;

/// The process answers.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// The database answers too, and has the shape that this program knows.
pub async fn ready(State(server): State<Server>) -> Response {
    match server.app.store.ready().await {
        Ok(()) => "ready\n".into_response(),
        Err(error) => {
            tracing::error!(?error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "not ready\n").into_response()
        }
    }
}
