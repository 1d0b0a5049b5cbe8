//! What protects a browser: headers on every answer, and no changes on behalf of other sites.

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use leptos::{nonce::use_nonce, prelude::use_context};
use leptos_axum::ResponseOptions;

use crate::{Server, visitor};

/// The longest request that makes sense: forms are short.
const LONGEST: usize = 64 * 1024;

/// What takes more: a calendar file of a megabyte, the proposals of a whole week, a signature point by point, the text of
/// a form in two languages, photos of paper.
const LARGE: &[(&str, usize)] = &[
    ("/api/holiday/preview", 2 * 1024 * 1024),
    ("/api/holiday/import", 2 * 1024 * 1024),
    ("/api/autoplan/accept", 2 * 1024 * 1024),
    ("/api/document/sign", 256 * 1024),
    ("/api/document/sign-eds", 512 * 1024),
    ("/api/consent/save-form", 512 * 1024),
    ("/api/minutes/act", 256 * 1024),
    ("/api/minutes/sign-eds", 512 * 1024),
    ("/api/minutes/write-addition", 256 * 1024),
    ("/api/decision/save-order", 256 * 1024),
    ("/api/consent/witness", 12 * 1024 * 1024),
];

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// For answers that are no page of the application: they run nothing.
const POLICY_WITHOUT_SCRIPTS: &str = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; \
     form-action 'self'; frame-ancestors 'none'";

/// Gives the page that is being rendered a content policy with its own nonce. Called in the page's Leptos context.
/// `ncalayer` is the one address besides ours that a page may connect to: the reader's own machine signs there.
pub fn allow_own_scripts(ncalayer: &str) {
    let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>()) else { return };
    // cargo-leptos' reloading connects to a port of its own.
    let reload = if cfg!(debug_assertions) { " ws:" } else { "" };
    // Scripts: ours, WebAssembly, and those that carry the nonce. Not 'strict-dynamic': it would ignore 'self' and with
    // it the preloading of modules. Styles: ours; attributes are allowed because the calendar places sessions with them.
    let policy = format!(
        "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
         style-src-attr 'unsafe-inline'; img-src 'self' data:; connect-src 'self' {ncalayer}{reload}; object-src 'none'; \
         base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}

/// Headers that every answer carries.
pub async fn headers(State(server): State<Server>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let always = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (PERMISSIONS_POLICY, "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"),
        (OPENER_POLICY, "same-origin"),
        (RESOURCE_POLICY, "same-origin"),
    ];
    for (name, value) in always {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if server.app.secure {
        headers
            .insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=63072000; includeSubDomains"));
    }
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert_with(|| HeaderValue::from_static(POLICY_WITHOUT_SCRIPTS));
    // What somebody signed in has seen stays in no cache.
    headers.entry(header::CACHE_CONTROL).or_insert_with(|| HeaderValue::from_static("no-store"));
    response
}

/// Refuses what another site asks a browser to change here, and what is too long to be a form.
pub async fn own_forms_only(State(server): State<Server>, request: Request, next: Next) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) && !is_own(&server, request.headers()) {
        tracing::warn!("refused a request that another site made");
        return StatusCode::FORBIDDEN.into_response();
    }
    let (parts, body) = request.into_parts();
    let longest = LARGE.iter().find(|(path, _)| *path == parts.uri.path()).map_or(LONGEST, |(_, most)| *most);
    let Ok(body) = to_bytes(body, longest).await else { return StatusCode::PAYLOAD_TOO_LARGE.into_response() };
    if holds_nul(&body) {
        return StatusCode::BAD_REQUEST.into_response();
    }
    next.run(Request::from_parts(parts, Body::from(body))).await
}

/// Whether a form or JSON has the character that nobody types and `PostgreSQL` keeps in no text.
fn holds_nul(body: &[u8]) -> bool {
    body.contains(&0) || body.windows(3).any(|part| part == b"%00") || body.windows(6).any(|part| part == b"\\u0000")
}

/// Whether a page of ours made the request. Whatever says neither is no browser, and carries nobody's cookies.
pub(crate) fn is_own(server: &Server, headers: &HeaderMap) -> bool {
    if let Some(site) = headers.get(SEC_FETCH_SITE) {
        return site == "same-origin" || site == "none";
    }
    headers.get(header::ORIGIN).is_none_or(|origin| {
        let origin = origin.to_str().ok().and_then(|origin| url::Url::parse(origin).ok());
        let host = visitor::host(server, headers).and_then(|host| url::Url::parse(&format!("http://{host}")).ok());
        // The host's port is what the browser sees only without a proxy: names are compared, and ports where both are written.
        match (origin, host) {
            (Some(origin), Some(host)) => {
                origin.host_str() == host.host_str() && (host.port().is_none() || origin.port() == host.port())
            }
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nul_is_found_however_it_is_written() {
        for body in [&b"a=\0"[..], b"a=b%00c", b"{\"a\":\"\\u0000\"}"] {
            assert!(holds_nul(body), "{}", String::from_utf8_lossy(body));
        }
        assert!(!holds_nul(b"a=%D2%9B&b=100%25&c=%2500"));
    }
}
