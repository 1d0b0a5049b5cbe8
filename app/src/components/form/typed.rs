//! What somebody typed, kept for the one page that follows a refused form. Without scripts the form's answer is a new
//! page; a cookie that scripts cannot read, gone after a minute, carries the words over. Never passwords.

#[cfg(feature = "ssr")]
const COOKIE: &str = "kenes-typed";

/// Whether this request is a form sent by a page without scripts, which wants a page for its answer.
#[cfg(feature = "ssr")]
pub fn is_plain_form() -> bool {
    let parts = leptos::prelude::use_context::<http::request::Parts>();
    let accept = parts.as_ref().and_then(|parts| parts.headers.get(http::header::ACCEPT)?.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

/// Keeps what was typed into these fields for the next page. Does nothing when the page is alive: it has the fields still.
#[cfg(feature = "ssr")]
pub fn keep(fields: &[(&str, &str)]) {
    use leptos_router::location::Url;

    if !is_plain_form() {
        return;
    }
    let pairs: Vec<String> =
        fields.iter().map(|(name, text)| format!("{}={}", Url::escape(name), Url::escape(text))).collect();
    set(&pairs.join("&"), 60);
}

/// What was typed into the field before the form was refused; empty otherwise, and always empty in the browser, which
/// takes the field as the server has drawn it.
pub fn typed(field: &str) -> String {
    #[cfg(feature = "ssr")]
    {
        kept(field).unwrap_or_default()
    }
    #[cfg(not(feature = "ssr"))]
    {
        let _ = field;
        String::new()
    }
}

#[cfg(feature = "ssr")]
fn kept(field: &str) -> Option<String> {
    use leptos_router::location::Url;

    let parts = leptos::prelude::use_context::<http::request::Parts>()?;
    let cookies = parts.headers.get_all(http::header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let cookie =
        cookies.flat_map(|line| line.split("; ")).find_map(|pair| pair.strip_prefix(COOKIE)?.strip_prefix('='));
    let text = cookie?.split('&').find_map(|pair| {
        let (name, text) = pair.split_once('=')?;
        (Url::unescape(name) == field).then(|| Url::unescape(text))
    });
    set("", 0);
    text
}

#[cfg(feature = "ssr")]
fn set(value: &str, seconds: u32) {
    let line = format!("{COOKIE}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict");
    if let (Some(options), Ok(line)) =
        (leptos::prelude::use_context::<leptos_axum::ResponseOptions>(), http::HeaderValue::from_str(&line))
    {
        options.append_header(http::header::SET_COOKIE, line);
    }
}
