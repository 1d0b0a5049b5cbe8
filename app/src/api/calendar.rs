//! The calendar: a stretch of it, and what specialists plan in it.

use chrono::NaiveDate;
use domain::{ChildId, Plan, Presence, Session, SessionId, Verdict, view::Attended};
use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::state::{authorise, now};
use crate::{Failure, components::calendar::packed::Packed};
#[cfg(feature = "ssr")]
use domain::Permission;

/// A session that was written, with the warnings that remain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// As the reader may see it.
    pub session: Session,
    /// What still speaks against it.
    pub verdict: Verdict,
}

#[cfg(feature = "ssr")]
impl From<store::Saved> for Saved {
    fn from(saved: store::Saved) -> Self {
        Self { session: saved.session, verdict: saved.verdict }
    }
}

/// The whole weeks around a day, or around its month. Without a day: today by the kindergarten's clock.
#[server(input = Json, endpoint = "calendar/view")]
pub async fn calendar(
    /// A month; else a week.
    month: bool,
    /// Some day in it.
    day: Option<NaiveDate>,
) -> Result<Packed, Failure> {
    use crate::components::calendar::address::bounds;

    let (store, actor) = authorise(Permission::SeeCalendar)?;
    let now = now();
    let (from, to) = bounds(month, day.unwrap_or(now.date_naive()));
    let mut view = store.calendar(&actor, from, to, now).await?;
    let today = bounds(month, view.now.day);
    if day.is_none() && today != (from, to) {
        // It is another day there already.
        view = store.calendar(&actor, today.0, today.1, now).await?;
    }
    Ok(Packed(view))
}

/// Plans a new session.
#[server(input = Json, endpoint = "calendar/create")]
pub async fn create(
    /// What, when, where, with whom.
    plan: Plan,
) -> Result<Saved, Failure> {
    let (store, actor) = authorise(Permission::PlanOwn)?;
    Ok(store.create(&actor, plan, now()).await?.into())
}

/// Changes a session. `version` is the one that the change was made from.
#[server(input = Json, endpoint = "calendar/change")]
pub async fn change(
    /// Which.
    id: SessionId,
    /// The version that the change was made from.
    version: i64,
    /// How it should be.
    plan: Plan,
) -> Result<Saved, Failure> {
    let (store, actor) = authorise(Permission::PlanOwn)?;
    Ok(store.change(&actor, id, version, plan, now()).await?.into())
}

/// Marks whether a child came, or takes the mark back.
#[server(input = Json, endpoint = "calendar/mark")]
pub async fn mark(
    /// In which session.
    id: SessionId,
    /// Who.
    child: ChildId,
    /// Whether; None takes it back.
    presence: Option<Presence>,
) -> Result<Session, Failure> {
    let (store, actor) = authorise(Permission::PlanOwn)?;
    Ok(store.mark(&actor, id, child, presence, now()).await?)
}

/// Notes something of a session.
#[server(input = Json, endpoint = "calendar/note")]
pub async fn note(
    /// Of which.
    id: SessionId,
    /// What; empty takes it away.
    text: String,
) -> Result<Session, Failure> {
    let (store, actor) = authorise(Permission::PlanOwn)?;
    Ok(store.note(&actor, id, &text, now()).await?)
}

/// How often the children of a session came lately.
#[server(input = Json, endpoint = "calendar/attendance")]
pub async fn attendance(
    /// Which session.
    id: SessionId,
) -> Result<Vec<Attended>, Failure> {
    let (store, actor) = authorise(Permission::PlanOwn)?;
    Ok(store.attended(&actor, id, now()).await?)
}

/// Cancels a session.
#[server(input = Json, endpoint = "calendar/cancel")]
pub async fn cancel(
    /// Which.
    id: SessionId,
    /// The version that was seen.
    version: i64,
    /// Why.
    reason: String,
) -> Result<Saved, Failure> {
    let (store, actor) = authorise(Permission::PlanOwn)?;
    Ok(store.cancel(&actor, id, version, &reason, now()).await?.into())
}
