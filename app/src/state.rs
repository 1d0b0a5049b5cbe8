//! What server functions and server-rendered pages stand on: the store, and who asks. Server only.

use std::{pin::Pin, sync::Arc};

use chrono::{DateTime, Utc};
use domain::{Actor, DocumentId, MeetingId, Permission, Refusal, document::view::Eds, view::Tenant};
use http::{HeaderValue, header::SET_COOKIE};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use store::Store;

use crate::{Failure, components::calendar::kept::Kept};

/// Who a request comes from: put into the request's extensions by the server before anything else runs.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// The kindergarten the request is for.
    pub tenant: Tenant,
    /// Who is signed in.
    pub actor: Option<Actor>,
    /// The token of the session cookie.
    pub token: Option<String>,
    /// The number of the request in the log.
    pub request: String,
    /// The browser's name for itself.
    pub agent: String,
    /// The address that the request came from.
    pub address: String,
}

/// Who looks at electronic signatures, and makes and seals the files of documents: the server, with the crate for it.
pub trait Notary: Send + Sync {
    /// Looks at a detached signature over a text, and says whose it is.
    ///
    /// The future fails with [`Refusal::Invalid`] when it is none, broken, or over another text.
    fn look(&self, cms: Vec<u8>, text: Vec<u8>) -> Pin<Box<dyn Future<Output = Result<Eds, Failure>> + Send>>;

    /// Has the file of a document made and kept, after the answer.
    fn file_soon(&self, actor: &Actor, document: DocumentId);

    /// Has the files of minutes made and kept in both languages, after the answer.
    fn file_minutes_soon(&self, actor: &Actor, meeting: MeetingId);
}

/// What the application needs from the server, in the Leptos context.
#[derive(Clone)]
pub struct AppState {
    /// The database.
    pub store: Store,
    /// Where the style sheet is, with its hash.
    pub style: String,
    /// Calendar views that have been painted.
    pub kept: Arc<Kept>,
    /// The address that people type, without a slash at the end.
    pub public_url: String,
    /// The public address is https: cookies are sent over nothing else.
    pub secure: bool,
    /// Who looks at signatures and makes files.
    pub notary: Arc<dyn Notary>,
    /// Where a browser finds `NCALayer`, which signs with the ЭЦҚ: a scheme, a host and a port.
    pub ncalayer: String,
    /// The clock: the system's, or one that a test has set.
    pub clock: fn() -> DateTime<Utc>,
}

/// Seconds for which a browser keeps the session cookie. The store decides how long the session itself lasts.
const COOKIE_SECONDS: u32 = 60 * 60 * 24 * 60;

/// The session cookie's name. `__Host-` makes browsers refuse one that another host or an insecure page has set; they
/// take the prefix over https only.
pub fn session_cookie(secure: bool) -> &'static str {
    if secure { "__Host-kenes" } else { "kenes" }
}

/// Keeps this browser signed in: the answer carries the session cookie.
pub fn set_session_cookie(token: &str) {
    send_session_cookie(token, COOKIE_SECONDS);
}

/// The browser forgets the session.
pub fn clear_session_cookie() {
    send_session_cookie("", 0);
}

fn send_session_cookie(token: &str, seconds: u32) {
    let secure = state().secure;
    let name = session_cookie(secure);
    let only = if secure { "; Secure" } else { "" };
    let cookie = format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{only}");
    let options = use_context::<ResponseOptions>().expect("a server function runs with ResponseOptions");
    options.append_header(SET_COOKIE, HeaderValue::from_str(&cookie).expect("a token is plain ASCII"));
}

/// What time it is.
pub fn now() -> DateTime<Utc> {
    (state().clock)()
}

/// The state of the running server.
pub fn state() -> AppState {
    use_context::<AppState>().expect("the server provides AppState to every page and server function")
}

/// Who asks.
///
/// # Errors
/// When the request did not pass through the server's middleware.
pub fn visitor() -> Result<Visitor, Failure> {
    use_context::<http::request::Parts>()
        .and_then(|parts| parts.extensions.get::<Visitor>().cloned())
        .ok_or_else(|| Failure::Broken("visitor".to_owned()))
}

/// The store and the actor, if they may do this. Every server function but the public ones begins with it.
///
/// # Errors
/// [`Refusal::SignIn`] when nobody is signed in, [`Refusal::Forbidden`] when they may not.
pub fn authorise(permission: Permission) -> Result<(Store, Actor), Failure> {
    let actor = visitor()?.actor.ok_or(Refusal::SignIn)?;
    if actor.may(permission) { Ok((state().store, actor)) } else { Err(Refusal::Forbidden.into()) }
}
