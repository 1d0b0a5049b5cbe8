//! Bodies as orders of the head compose them, their quorum, and the parents' council.

use domain::{
    Body, CompositionId, PersonId,
    body::Quorum,
    meeting::view::{BodiesView, CompositionDraft},
};
use leptos::{prelude::*, server_fn::codec::Json};

use crate::Failure;
#[cfg(feature = "ssr")]
use crate::state::{authorise, now};
#[cfg(feature = "ssr")]
use domain::Permission;

/// Bodies with their compositions, and whom one can put into them.
#[server(endpoint = "body/list")]
pub async fn kept_bodies() -> Result<BodiesView, Failure> {
    let (store, actor) = authorise(Permission::KeepBodies)?;
    Ok(store.bodies(&actor, now()).await?)
}

/// Composes a body by an order.
#[server(input = Json, endpoint = "body/compose")]
pub async fn save_composition(
    /// As it is written down.
    draft: CompositionDraft,
) -> Result<CompositionId, Failure> {
    let (store, actor) = authorise(Permission::KeepBodies)?;
    Ok(store.save_composition(&actor, &draft, now()).await?)
}

/// Says how many of a body have to be there.
#[server(input = Json, endpoint = "body/quorum")]
pub async fn set_quorum(
    /// Which body.
    body: Body,
    /// Its rule.
    quorum: Quorum,
) -> Result<(), Failure> {
    let (store, actor) = authorise(Permission::KeepBodies)?;
    Ok(store.set_quorum(&actor, body, quorum, now()).await?)
}

/// Says who the parents' council is.
#[server(input = Json, endpoint = "body/council")]
pub async fn set_council(
    /// Everybody in it.
    people: Vec<PersonId>,
) -> Result<(), Failure> {
    let (store, actor) = authorise(Permission::KeepBodies)?;
    Ok(store.set_council(&actor, &people, now()).await?)
}
