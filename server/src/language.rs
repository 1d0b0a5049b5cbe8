//! The reader's language, and the switch that works without scripts.

use std::borrow::Cow;

use app::i18n::Locale;
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};

use crate::{Server, visitor::cookie};

/// The cookie that `leptos_i18n` reads and writes: its value is the code of the language.
pub const COOKIE: &str = "kenes-lang";

/// A year.
const SECONDS: u32 = 60 * 60 * 24 * 365;

/// The language that a page is rendered in: chosen, or else the first that the browser asks for, or else Kazakh.
pub fn of(headers: &HeaderMap) -> Locale {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let asked = || accepted.split(',').find_map(|item| known(item.split([';', '-']).next().unwrap_or_default().trim()));
    cookie(headers, COOKIE).and_then(known).or_else(asked).unwrap_or(Locale::kk)
}

fn known(code: &str) -> Option<Locale> {
    match code {
        "kk" => Some(Locale::kk),
        "ru" => Some(Locale::ru),
        _ => None,
    }
}

/// Where to come back to.
#[derive(serde::Deserialize)]
pub struct Back {
    to: Option<String>,
}

/// `/lang/{code}?to=/path`: remembers the language and comes back.
pub async fn switch(State(server): State<Server>, Path(code): Path<String>, Query(back): Query<Back>) -> Response {
    if known(&code).is_none() {
        return StatusCode::NOT_FOUND.into_response();
    }
    let only = if server.app.secure { "; Secure" } else { "" };
    // Not HttpOnly: the client changes it too.
    let cookie = format!("{COOKIE}={code}; Path=/; SameSite=Lax; Max-Age={SECONDS}{only}");
    let to = local(back.to.as_deref().unwrap_or("/"));
    let to = HeaderValue::from_str(&to).unwrap_or(HeaderValue::from_static("/"));
    let cookie = HeaderValue::from_str(&cookie).expect("a known code is plain ASCII");
    (StatusCode::SEE_OTHER, [(header::LOCATION, to), (header::SET_COOKIE, cookie)]).into_response()
}

/// A path of this site, or else the first page: nobody is sent elsewhere by a link to us.
fn local(to: &str) -> Cow<'_, str> {
    let plain = to.starts_with('/') && !to.starts_with("//") && !to.contains(['\\', '\t', '\n', '\r']);
    if !plain {
        return Cow::Borrowed("/");
    }
    // A header takes no letters outside of ASCII.
    if to.is_ascii() { Cow::Borrowed(to) } else { Cow::Owned(encoded(to)) }
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chosen_language_comes_before_the_browsers() {
        let headers = |pairs: &[(http::HeaderName, &'static str)]| {
            pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect::<HeaderMap>()
        };
        assert!(of(&headers(&[])) == Locale::kk);
        assert!(of(&headers(&[(header::ACCEPT_LANGUAGE, "en-US,en;q=0.9,ru-RU;q=0.8")])) == Locale::ru);
        assert!(of(&headers(&[(header::ACCEPT_LANGUAGE, "ru"), (header::COOKIE, "a=b; kenes-lang=kk")])) == Locale::kk);
        assert!(of(&headers(&[(header::COOKIE, "kenes-lang=tlh")])) == Locale::kk);
    }

    #[test]
    fn nobody_is_sent_to_another_site() {
        assert_eq!(local("/book?child=1"), "/book?child=1");
        assert_eq!(local("/book?қ"), "/book?%D2%9B");
        for to in ["https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", "", "book"] {
            assert_eq!(local(to), "/", "{to}");
        }
    }
}
