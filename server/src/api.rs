//! Server functions over HTTP: a failure gets the status that says what kind it is.

use app::Failure;
use axum::{
    body::{Body, to_bytes},
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::Refusal;
use http::{HeaderValue, StatusCode, header};
use leptos::server_fn::error::SERVER_FN_ERROR_HEADER;

/// No failure is longer: a verdict with its nearest times is a few kilobytes.
const LONGEST_FAILURE: usize = 256 * 1024;

/// Server functions answer every failure with 500. This reads the failure and sets the status that fits.
pub async fn statuses(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    if response.status() != StatusCode::INTERNAL_SERVER_ERROR
        || !response.headers().contains_key(SERVER_FN_ERROR_HEADER)
    {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, LONGEST_FAILURE).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    if let Ok(failure) = serde_json::from_slice::<Failure>(&bytes) {
        parts.status = status(&failure);
        if let Failure::Refused(Refusal::Throttled { seconds }) = failure {
            parts.headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    Response::from_parts(parts, Body::from(bytes))
}

/// Answers a call that does not reach its function.
pub fn refuse(failure: &Failure) -> Response {
    let body = serde_json::to_vec(failure).unwrap_or_default();
    (
        status(failure),
        [(header::CONTENT_TYPE, "application/json"), (header::HeaderName::from_static(SERVER_FN_ERROR_HEADER), "")],
        body,
    )
        .into_response()
}

fn status(failure: &Failure) -> StatusCode {
    match failure {
        Failure::Refused(refusal) => match refusal {
            Refusal::SignIn => StatusCode::UNAUTHORIZED,
            Refusal::Forbidden => StatusCode::FORBIDDEN,
            Refusal::NotFound => StatusCode::NOT_FOUND,
            Refusal::Stale { .. }
            | Refusal::Full { .. }
            | Refusal::OfferOver
            | Refusal::DocumentOver
            | Refusal::Changed => StatusCode::CONFLICT,
            Refusal::Throttled { .. } => StatusCode::TOO_MANY_REQUESTS,
            Refusal::Rules { .. }
            | Refusal::ReasonNeeded { .. }
            | Refusal::Invalid { .. }
            | Refusal::Composition { .. }
            | Refusal::Meeting { .. }
            | Refusal::Minutes { .. }
            | Refusal::WrongPassword
            | Refusal::WrongCode => StatusCode::UNPROCESSABLE_ENTITY,
            Refusal::Trouble { .. } => StatusCode::INTERNAL_SERVER_ERROR,
        },
        Failure::Broken(what) if what == "args" || what == "encoding" => StatusCode::BAD_REQUEST,
        Failure::Broken(_) | Failure::Offline => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
