//! Series of sessions: shown date by date, then saved whole or not at all.

use domain::{
    SessionId,
    series::{Outcome, Preview, Series, Wish},
};
use leptos::{prelude::*, server_fn::codec::Json};

use crate::Failure;
#[cfg(feature = "ssr")]
use crate::state::{authorise, now};
#[cfg(feature = "ssr")]
use domain::Permission;

/// What would become of every date.
#[server(input = Json, endpoint = "series/preview")]
pub async fn preview_series(
    /// What is wanted.
    wish: Wish,
) -> Result<Preview, Failure> {
    let (store, actor) = authorise(Permission::PlanOwn)?;
    Ok(store.preview_series(&actor, wish, now()).await?)
}

/// Saves what was shown.
#[server(input = Json, endpoint = "series/save")]
pub async fn save_series(
    /// What is wanted.
    wish: Wish,
) -> Result<Outcome, Failure> {
    let (store, actor) = authorise(Permission::PlanOwn)?;
    Ok(store.save_series(&actor, wish, now()).await?)
}

/// The series of a session.
#[server(input = Json, endpoint = "series/of")]
pub async fn series_of(
    /// The session.
    session: SessionId,
) -> Result<Series, Failure> {
    let (store, actor) = authorise(Permission::SeeCalendar)?;
    Ok(store.series_of(&actor, session, now()).await?)
}
