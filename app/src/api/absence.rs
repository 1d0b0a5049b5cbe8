//! Working hours and absences of those who hold sessions, and what is done about the sessions that an absence touches.

use domain::{
    AbsenceId, Hours, PersonId, SessionId,
    absence::{Choice, Span, StaffHours, Touched, Why},
};
use leptos::{prelude::*, server_fn::codec::Json};

use super::calendar::Saved;
use crate::Failure;
#[cfg(feature = "ssr")]
use crate::state::{authorise, now};
#[cfg(feature = "ssr")]
use domain::Permission;

/// Working hours and absences: of everybody, or of oneself.
#[server(endpoint = "absence/hours")]
pub async fn kept_hours() -> Result<StaffHours, Failure> {
    let (store, actor) = authorise(Permission::SeeCalendar)?;
    Ok(store.staff_hours(&actor, now()).await?)
}

/// Sets somebody's working week.
#[server(input = Json, endpoint = "absence/set-hours")]
pub async fn set_hours(
    /// Whose.
    person: PersonId,
    /// All windows of the week.
    hours: Vec<Hours>,
) -> Result<(), Failure> {
    let (store, actor) = authorise(Permission::KeepStaff)?;
    Ok(store.set_hours(&actor, person, &hours, now()).await?)
}

/// Records that somebody is not there.
#[server(input = Json, endpoint = "absence/add")]
pub async fn add_absence(
    /// Who.
    person: PersonId,
    /// When.
    span: Span,
    /// Why.
    why: Why,
) -> Result<AbsenceId, Failure> {
    let (store, actor) = authorise(Permission::SeeCalendar)?;
    Ok(store.add_absence(&actor, person, span, why, now()).await?)
}

/// Gives an absence other days or hours.
#[server(input = Json, endpoint = "absence/change")]
pub async fn change_absence(
    /// Which.
    id: AbsenceId,
    /// When.
    span: Span,
) -> Result<(), Failure> {
    let (store, actor) = authorise(Permission::SeeCalendar)?;
    Ok(store.change_absence(&actor, id, span, now()).await?)
}

/// Ends an absence: they are there again.
#[server(input = Json, endpoint = "absence/end")]
pub async fn end_absence(
    /// Which.
    id: AbsenceId,
) -> Result<(), Failure> {
    let (store, actor) = authorise(Permission::SeeCalendar)?;
    Ok(store.end_absence(&actor, id, now()).await?)
}

/// The sessions that an absence touches, with what can be done about each.
#[server(input = Json, endpoint = "absence/touched")]
pub async fn sessions_touched(
    /// Which absence.
    id: AbsenceId,
) -> Result<Touched, Failure> {
    let (store, actor) = authorise(Permission::SeeCalendar)?;
    Ok(store.touched(&actor, id, now()).await?)
}

/// What came of a session that was chosen for.
pub type Settled = (SessionId, Result<Saved, Failure>);

/// Does what was chosen: each session whole or not at all.
#[server(input = Json, endpoint = "absence/settle")]
pub async fn settle(
    /// Which absence.
    id: AbsenceId,
    /// What is done about which session.
    choices: Vec<Choice>,
    /// What stands beside those that are called off. Families do not read it.
    reason: String,
) -> Result<Vec<Settled>, Failure> {
    let (store, actor) = authorise(Permission::PlanOwn)?;
    let settled = store.settle_absence(&actor, id, &choices, &reason, now()).await?;
    Ok(settled.into_iter().map(|(session, came)| (session, came.map(Saved::from).map_err(Failure::from))).collect())
}
