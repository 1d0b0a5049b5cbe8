//! A session in the hand: told to others while it is dragged, kept by nobody.

use domain::{SessionId, hold::Over};
use leptos::{prelude::*, server_fn::codec::Json};

use crate::Failure;
#[cfg(feature = "ssr")]
use crate::state::{authorise, now};
#[cfg(feature = "ssr")]
use domain::Permission;

/// Tells others who see the session that one holds it over a place, or has let it go. Nothing changes by it, so the log
/// says nothing of it.
#[server(input = Json, endpoint = "calendar/hold")]
pub async fn hold(
    /// Which.
    id: SessionId,
    /// Over which place; None when it has been let go.
    over: Option<Over>,
) -> Result<(), Failure> {
    let (store, actor) = authorise(Permission::PlanOwn)?;
    Ok(store.hold(&actor, id, over, now()).await?)
}
