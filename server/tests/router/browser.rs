//! Somebody's browser: what it sends along by itself, and what came back.

use app::Failure;
use axum::{Router, body::Body};
use domain::Refusal;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, header};
use http_body_util::BodyExt as _;
use serde::Serialize;
use tower::ServiceExt as _;

#[derive(Clone)]
pub struct Browser {
    router: Router,
    headers: HeaderMap,
}

impl Browser {
    pub fn new(router: Router, host: &'static str) -> Self {
        let headers = HeaderMap::from_iter([
            (header::HOST, HeaderValue::from_static(host)),
            (HeaderName::from_static("sec-fetch-site"), HeaderValue::from_static("same-origin")),
        ]);
        Self { router, headers }
    }

    /// The same browser with another header.
    pub fn with(&self, name: impl TryInto<HeaderName, Error: std::fmt::Debug>, value: &str) -> Self {
        let mut other = self.clone();
        other.headers.insert(name.try_into().unwrap(), value.parse().unwrap());
        other
    }

    /// The same browser without a header.
    pub fn without(&self, name: &str) -> Self {
        let mut other = self.clone();
        other.headers.remove(name);
        other
    }

    /// The same browser, signed in.
    pub fn with_cookie(&self, token: &str) -> Self {
        self.with(header::COOKIE, &format!("kenes={token}"))
    }

    /// Opens a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None, Body::empty()).await
    }

    /// Downloads a file that there must be.
    pub async fn bytes(&self, path: &str) -> Vec<u8> {
        let (parts, body) = self.open(Method::GET, path, None, Body::empty()).await.into_parts();
        assert_eq!(parts.status, StatusCode::OK, "{path}");
        body.collect().await.unwrap().to_bytes().to_vec()
    }

    /// Calls a server function as the client does.
    pub async fn call(&self, function: &str, fields: &[(&str, &str)]) -> Answer {
        let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.with(header::ACCEPT, "application/json").post(&format!("/api/{function}"), &form).await
    }

    /// Calls a server function that takes JSON.
    pub async fn call_json(&self, function: &str, arguments: &impl Serialize) -> Answer {
        let body = Body::from(serde_json::to_vec(arguments).unwrap());
        let browser = self.with(header::ACCEPT, "application/json");
        browser.send(Method::POST, &format!("/api/{function}"), Some("application/json"), body).await
    }

    /// Posts a form.
    pub async fn post(&self, path: &str, form: &str) -> Answer {
        let body = Body::from(form.to_owned());
        self.send(Method::POST, path, Some("application/x-www-form-urlencoded"), body).await
    }

    /// Sends anything at all.
    pub async fn send(&self, method: Method, path: &str, kind: Option<&'static str>, body: Body) -> Answer {
        let (parts, body) = self.open(method, path, kind, body).await.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&body).into_owned() }
    }

    /// Sends it and leaves the answer's body unread: for streams.
    pub async fn open(&self, method: Method, path: &str, kind: Option<&'static str>, body: Body) -> Response<Body> {
        let mut request = Request::builder().method(method).uri(path).body(body).unwrap();
        *request.headers_mut() = self.headers.clone();
        if let Some(kind) = kind {
            request.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        }
        self.router.clone().oneshot(request).await.unwrap()
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: impl AsRef<str>) -> &str {
        self.headers.get(name.as_ref()).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The refusal that a server function answered with.
    #[track_caller]
    pub fn refusal(&self) -> Refusal {
        match serde_json::from_str(&self.body) {
            Ok(Failure::Refused(refusal)) => refusal,
            other => panic!("no refusal: {other:?} in {self:?}"),
        }
    }
}
