//! The account: who one is, signing in and out, passwords.

use domain::view::Me;
use leptos::prelude::*;

use crate::Failure;

/// Who is signed in. Public: a visitor gets `None`.
#[server(endpoint = "account/me")]
pub async fn who_am_i() -> Result<Option<Me>, Failure> {
    let visitor = crate::state::visitor()?;
    Ok(visitor.actor.map(|actor| Me { actor, org: visitor.tenant.org }))
}

/// Signs this browser out.
#[server(endpoint = "account/sign-out")]
pub async fn sign_out() -> Result<(), Failure> {
    Ok(())
}
