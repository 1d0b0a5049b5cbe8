//! Who a request comes from: the kindergarten by its host name, the person by the session cookie.

use std::net::SocketAddr;

use app::state::{Visitor, session_cookie};
use axum::{
    extract::{ConnectInfo, Request, State},
    middleware::Next,
    response::Response,
};
use domain::Refusal;
use http::{HeaderMap, HeaderName, StatusCode, header};

use crate::{Server, language, logs::RequestId, plain};

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");

/// Finds out who asks, and tells all that comes after.
pub async fn recognise(State(server): State<Server>, mut request: Request, next: Next) -> Response {
    let id = request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
    let asking = Asking::of(&server, &request);
    match visitor(&server, asking, id.clone()).await {
        Ok(visitor) => {
            request.extensions_mut().insert(visitor);
            next.run(request).await
        }
        Err(error) => {
            let locale = language::of(request.headers());
            if matches!(error.refusal(), Some(Refusal::NotFound)) {
                return plain::nobody_yet(locale, &server.sheet.path);
            }
            tracing::error!(?error, "the store failed");
            plain::trouble(locale, &server.sheet.path, StatusCode::SERVICE_UNAVAILABLE, &id)
        }
    }
}

/// What a request says of who makes it.
struct Asking {
    host: Option<String>,
    token: Option<String>,
    agent: String,
    address: String,
}

impl Asking {
    fn of(server: &Server, request: &Request) -> Self {
        let headers = request.headers();
        Self {
            host: host(server, headers),
            token: cookie(headers, session_cookie(server.app.secure)).map(str::to_owned),
            agent: text(headers, &header::USER_AGENT).unwrap_or_default().chars().take(200).collect(),
            address: address(server, request),
        }
    }
}

async fn visitor(server: &Server, asking: Asking, request: String) -> store::Result<Visitor> {
    let store = &server.app.store;
    let tenant = store.tenant(asking.host.as_deref()).await?;
    let actor = match &asking.token {
        Some(token) => store.actor(token, (server.app.clock)()).await?,
        None => None,
    };
    Ok(Visitor {
        // Somebody of another kindergarten is nobody here.
        actor: actor.map(|(actor, _)| actor).filter(|actor| actor.org == tenant.id),
        tenant,
        token: asking.token,
        request,
        agent: asking.agent,
        address: asking.address,
    })
}

/// The host name that the browser asked for.
pub fn host(server: &Server, headers: &HeaderMap) -> Option<String> {
    let forwarded = server.trust_proxy.then(|| text(headers, &FORWARDED_HOST)).flatten();
    forwarded.or_else(|| text(headers, &header::HOST)).map(str::to_owned)
}

/// The address that the request came from. Of a proxy's list the last is the one that our own proxy has seen.
fn address(server: &Server, request: &Request) -> String {
    let mut lines = request.headers().get_all(&FORWARDED_FOR).iter().filter(|_| server.trust_proxy);
    let seen = lines.next_back().and_then(|line| line.to_str().ok()?.rsplit(',').next());
    let forwarded = seen.map(|address| address.trim().to_owned());
    let direct =
        || request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip().to_string());
    forwarded.or_else(direct).unwrap_or_default()
}

/// The value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    lines
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name && !value.is_empty())
        .map(|(_, value)| value)
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn a_cookie_is_found_among_others() {
        let headers =
            HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_static("a=1; kenes=token; kenes-lang=kk"))]);
        assert_eq!(cookie(&headers, "kenes"), Some("token"));
        assert_eq!(cookie(&headers, "kenes-lang"), Some("kk"));
        assert_eq!(cookie(&headers, "b"), None);
    }
}
