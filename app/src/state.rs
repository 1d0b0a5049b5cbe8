//! What server functions and server-rendered pages stand on: the store, and who asks. Server only.

use chrono::{DateTime, Utc};
use domain::{Actor, Permission, Refusal, view::Tenant};
use leptos::prelude::use_context;
use store::Store;

use crate::Failure;

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

/// What the application needs from the server, in the Leptos context.
#[derive(Clone)]
pub struct AppState {
    /// The database.
    pub store: Store,
    /// Where the style sheet is, with its hash.
    pub style: String,
    /// The address that people type, without a slash at the end.
    pub public_url: String,
    /// The clock: the system's, or one that a test has set.
    pub clock: fn() -> DateTime<Utc>,
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
