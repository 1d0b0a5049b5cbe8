//! The log: a line for each request, with the number that people see when something broke.
//!
//! No personal data: neither addresses nor names, and of a path only its pattern (a path may hold an invitation's code).

use std::{
    io::{self, IsTerminal as _},
    panic::AssertUnwindSafe,
    time::{Duration, Instant},
};

use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::Response,
};
use futures::FutureExt as _;
use http::{HeaderName, HeaderValue, StatusCode};
use tracing::Instrument as _;
use tracing_subscriber::{EnvFilter, layer::SubscriberExt as _, util::SubscriberInitExt as _};
use uuid::Uuid;

use crate::{Server, config::LogFormat, fault::Fault, plain};

/// The number of a request, also in the answer's head.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// No answer takes longer than this to begin.
const PATIENCE: Duration = Duration::from_secs(30);

/// The number of a request in the log.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

/// Opens the log.
///
/// # Errors
/// When the levels cannot be read.
pub fn open(levels: &str, format: LogFormat) -> Result<(), Fault> {
    let filter = EnvFilter::try_new(levels).map_err(|error| {
        Fault::new(format!("KENES_LOG is {levels:?}: {error}."), "write a level, as in KENES_LOG=info")
    })?;
    // Libraries report at `info` what concerns only them.
    let filter = ["sqlx=warn", "hyper=warn"]
        .iter()
        .filter_map(|quiet| quiet.parse().ok())
        .fold(filter, EnvFilter::add_directive);
    let lines = tracing_subscriber::registry().with(filter);
    // A log that is open already (in a test) stays as it is.
    let _ = match format {
        LogFormat::Text => lines
            .with(
                tracing_subscriber::fmt::layer()
                    .with_target(false)
                    .with_ansi(io::stderr().is_terminal())
                    .with_writer(io::stderr),
            )
            .try_init(),
        LogFormat::Json => {
            lines.with(tracing_subscriber::fmt::layer().json().flatten_event(true).with_writer(io::stderr)).try_init()
        }
    };
    Ok(())
}

/// Numbers a request and reports it. A panic or too long a wait becomes an answer with the number.
pub async fn requests(State(server): State<Server>, mut request: Request, next: Next) -> Response {
    let id = Uuid::now_v7().simple().to_string();
    let begun = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str).to_owned();
    request.extensions_mut().insert(RequestId(id.clone()));
    let (locale, sheet) = (crate::language::of(request.headers()), server.sheet.path.clone());
    let span = tracing::info_span!("request", id = %id);

    let answer = AssertUnwindSafe(next.run(request)).catch_unwind().instrument(span.clone());
    let outcome = tokio::time::timeout(PATIENCE, answer).await;
    let _in_span = span.enter();
    let mut response = match outcome {
        Ok(Ok(response)) => response,
        Ok(Err(panic)) => {
            tracing::error!(reason = said(&*panic), "a panic");
            plain::trouble(locale, &sheet, StatusCode::INTERNAL_SERVER_ERROR, &id)
        }
        Err(_) => {
            tracing::error!("no answer in time");
            plain::trouble(locale, &sheet, StatusCode::SERVICE_UNAVAILABLE, &id)
        }
    };
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    let (status, ms) = (response.status().as_u16(), begun.elapsed().as_millis());
    if route == "/healthz" || route == "/readyz" || status == 304 || route.ends_with("{*path}") {
        tracing::debug!(%method, route, status, ms, "request");
    } else {
        tracing::info!(%method, route, status, ms, "request");
    }
    response
}

fn said(panic: &(dyn std::any::Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or_default()
}
