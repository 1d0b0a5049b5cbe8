//! Pages that need nothing but the style sheet: for what must be said when the application itself is not to be rendered.

use app::{
    Failure,
    i18n::{Locale, td_string},
    words,
};
use axum::response::{Html, IntoResponse, Response};
use domain::{Refusal, context::Directory};
use http::StatusCode;

/// Somebody is signed in who may not see this page.
pub fn forbidden(locale: Locale, sheet: &str) -> Response {
    refused(locale, sheet, StatusCode::FORBIDDEN, Refusal::Forbidden)
}

/// There is no such thing.
pub fn not_found(locale: Locale, sheet: &str) -> Response {
    refused(locale, sheet, StatusCode::NOT_FOUND, Refusal::NotFound)
}

/// Something broke; the number is in the log.
pub fn trouble(locale: Locale, sheet: &str, status: StatusCode, reference: &str) -> Response {
    refused(locale, sheet, status, Refusal::Trouble { reference: reference.to_owned() })
}

/// A request that makes no sense: an address that was cut off, a stale page.
pub fn bad_request(locale: Locale, sheet: &str) -> Response {
    let text = words::failure(locale, &Failure::Broken(String::new()), &Directory::default()).join(" ");
    page(locale, sheet, StatusCode::BAD_REQUEST, &text)
}

/// No kindergarten has been founded yet.
pub fn nobody_yet(locale: Locale, sheet: &str) -> Response {
    page(locale, sheet, StatusCode::SERVICE_UNAVAILABLE, "kenes admin --help")
}

fn refused(locale: Locale, sheet: &str, status: StatusCode, refusal: Refusal) -> Response {
    let text = words::refusal(locale, &refusal, &Directory::default()).join(" ");
    page(locale, sheet, status, &text)
}

fn page(locale: Locale, sheet: &str, status: StatusCode, text: &str) -> Response {
    let lang = match locale {
        Locale::kk => "kk",
        Locale::ru => "ru",
    };
    let (title, product, home) = (
        td_string!(locale, common.error_title),
        td_string!(locale, common.product),
        td_string!(locale, common.to_home),
    );
    let html = format!(
        "<!DOCTYPE html><html lang=\"{lang}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>{title} · {product}</title>\
         <link rel=\"icon\" href=\"/icon.svg\" type=\"image/svg+xml\"><link rel=\"stylesheet\" href=\"{sheet}\"></head>\
         <body><main id=\"main\"><h1>{title}</h1><p>{text}</p><p><a href=\"/\">{home}</a></p></main></body></html>"
    );
    (status, Html(html)).into_response()
}
