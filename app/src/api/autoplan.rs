//! What is proposed for a week, and taking it.

use chrono::NaiveDate;
use domain::{
    Plan,
    autoplan::{Proposals, Scope},
};
use leptos::{prelude::*, server_fn::codec::Json};

use super::calendar::Saved;
use crate::Failure;
#[cfg(feature = "ssr")]
use crate::state::{authorise, now};
#[cfg(feature = "ssr")]
use domain::Permission;

/// Proposes the sessions that children still need in a week.
#[server(input = Json, endpoint = "autoplan/propose")]
pub async fn propose(
    /// A day of the week.
    day: NaiveDate,
    /// For whom.
    scope: Scope,
) -> Result<Proposals, Failure> {
    let (store, actor) = authorise(Permission::PlanOwn)?;
    Ok(store.propose(&actor, day, scope, now()).await?)
}

/// Takes proposals, each by itself: what came of each, in their order.
#[server(input = Json, endpoint = "autoplan/accept")]
pub async fn accept(
    /// What is taken: drafts, 300 at most.
    plans: Vec<Plan>,
) -> Result<Vec<Result<Saved, Failure>>, Failure> {
    let (store, actor) = authorise(Permission::PlanOwn)?;
    let outcomes = store.take_proposals(&actor, plans, now()).await?;
    Ok(outcomes.into_iter().map(|outcome| outcome.map(Saved::from).map_err(Failure::from)).collect())
}
