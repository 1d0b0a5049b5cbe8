//! Sessions: the calendar, and what specialists plan in it.

pub(crate) mod claim;
pub(crate) mod line;
pub(crate) mod load;
pub(crate) mod plan;
mod presence;
mod proposal;
mod week;
pub(crate) mod write;

use std::{collections::BTreeSet, sync::Arc};

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Actor, OrgId, Permission, Plan, Refusal, Session, SessionId, Slot, Status, Verdict, check, nearest,
    offer::Ended,
    refusal::Problem,
    sight,
    time::{monday, shift},
    view::CalendarView,
};

use crate::{
    Store,
    directory::Kindergarten,
    error::{Error, Result},
};

pub(crate) use line::{Waiter, can_join};
pub(crate) use load::Stored;
pub(crate) use plan::may_plan;
pub(crate) use week::{Week, WeekKey, find, whole_context};
pub(crate) use write::Writing;

/// Days on either side in which other times are looked for.
const REACH: i64 = 14;

/// How often the same is tried when somebody else writes at the same time.
pub(crate) const TRIES: usize = 5;

/// A session that was written, with the warnings that remain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// As the actor may see it.
    pub session: Session,
    /// What still speaks against it.
    pub verdict: Verdict,
}

/// Why something was not written: rules, for which other times can be looked for afterwards, or anything else.
pub(crate) enum Attempt {
    /// The rules refuse this plan.
    Rules(Box<Plan>, Verdict),
    Error(Error),
}

impl<E: Into<Error>> From<E> for Attempt {
    fn from(error: E) -> Self {
        Self::Error(error.into())
    }
}

impl Store {
    /// A stretch of the calendar, as the actor may see it.
    ///
    /// # Errors
    /// [`Forbidden`](Refusal::Forbidden) to all who may not see the calendar.
    pub async fn calendar(
        &self,
        actor: &Actor,
        from: NaiveDate,
        to: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<CalendarView> {
        const LONGEST: i64 = 62;
        if !actor.may(Permission::SeeCalendar) {
            return Err(Error::forbidden());
        }
        if to < from || to > shift(from, LONGEST) {
            return Err(Error::invalid("to", Problem::Date));
        }
        let (kindergarten, revision, weeks) = self.view(actor.org, from, to, now).await?;
        let directory = &kindergarten.directory;
        let sessions = weeks
            .iter()
            .flat_map(|week| &week.sessions)
            .filter(|stored| (from..=to).contains(&stored.plan().slot.day))
            .filter_map(|stored| sight::session(actor, &stored.session, directory))
            .collect();
        let directory = sight::directory(actor, directory);
        let mut waiting = self.all_waiting(&kindergarten, now).await?;
        waiting.retain(|line| line.ended != Some(Ended::Lapsed) && directory.children.contains_key(&line.child));
        let (now, groups) = (kindergarten.clock(now), kindergarten.groups.clone());
        Ok(CalendarView { revision, from, to, now, directory, groups, sessions, waiting })
    }

    /// A session, as the actor may see it.
    ///
    /// # Errors
    /// [`NotFound`](Refusal::NotFound) if there is none, or the actor may not know of it.
    pub async fn session(&self, actor: &Actor, id: SessionId, now: DateTime<Utc>) -> Result<Session> {
        let (kindergarten, stored) =
            self.stored(actor.org, id, &BTreeSet::new(), now).await?.ok_or_else(Error::not_found)?;
        sight::session(actor, &stored.session, &kindergarten.directory).ok_or_else(Error::not_found)
    }

    /// A session as it is now. `days` are where it may be; where none are known, the database is asked.
    pub(crate) async fn stored(
        &self,
        org: OrgId,
        id: SessionId,
        days: &BTreeSet<NaiveDate>,
        now: DateTime<Utc>,
    ) -> Result<Option<(Arc<Kindergarten>, Arc<Stored>)>> {
        let days = if days.is_empty() { BTreeSet::from([self.day_of(org, id).await?]) } else { days.clone() };
        for monday in days.iter().map(|day| monday(*day)).collect::<BTreeSet<_>>() {
            let (kindergarten, _, weeks) = self.view(org, monday, monday, now).await?;
            if let Some(stored) = weeks.iter().find_map(|week| week.get(id)) {
                return Ok(Some((kindergarten, stored.clone())));
            }
        }
        Ok(None)
    }

    pub(crate) async fn day_of(&self, org: OrgId, id: SessionId) -> Result<NaiveDate> {
        load::day_of(&mut self.read().await?, org, id).await
    }

    /// Plans a new session.
    ///
    /// # Errors
    /// Those of the rules, with the nearest times; [`ReasonNeeded`](Refusal::ReasonNeeded);
    /// [`Forbidden`](Refusal::Forbidden).
    pub async fn create(&self, actor: &Actor, plan: Plan, now: DateTime<Utc>) -> Result<Saved> {
        plan::may_plan(actor, &[&plan])?;
        let plan = plan::sound(plan, None)?;
        if !plan.status.open() {
            return Err(Error::invalid("status", Problem::Choice));
        }
        for _ in 0..TRIES {
            match self.create_once(actor, plan.clone(), now).await {
                Err(attempt) => self.settle(actor, attempt, &[plan.slot.day], now).await?,
                Ok(saved) => return Ok(saved),
            }
        }
        Err(Error::again())
    }

    async fn create_once(&self, actor: &Actor, plan: Plan, now: DateTime<Utc>) -> Result<Saved, Attempt> {
        let mut writing = Writing::begin(self, actor.org, [plan.slot.day], now).await?;
        let verdict = judge(actor, &writing, &plan)?;
        let stored = writing.insert("session.create", actor, plan, None).await?;
        let kindergarten = writing.kindergarten.clone();
        writing.finish(actor).await?;
        Ok(saved(actor, &kindergarten, &stored, verdict)?)
    }

    /// Changes a session: its time, place, people, roster, status. `version` is the one that the change was made from.
    ///
    /// Children whose names the actor may not know keep their seats.
    ///
    /// # Errors
    /// [`Stale`](Refusal::Stale) when somebody changed it meanwhile; those of the rules, with the nearest times;
    /// [`ReasonNeeded`](Refusal::ReasonNeeded); [`Forbidden`](Refusal::Forbidden); [`NotFound`](Refusal::NotFound).
    pub async fn change(
        &self,
        actor: &Actor,
        id: SessionId,
        version: i64,
        plan: Plan,
        now: DateTime<Utc>,
    ) -> Result<Saved> {
        if plan.status == Status::Cancelled {
            return self.cancel(actor, id, version, plan.reason.as_deref().unwrap_or_default(), now).await;
        }
        plan::may_plan(actor, &[&plan])?;
        for _ in 0..TRIES {
            let days = [self.day_of(actor.org, id).await?, plan.slot.day];
            match self.change_once(actor, id, version, plan.clone(), days, now).await {
                Err(attempt) => self.settle(actor, attempt, &days, now).await?,
                Ok(saved) => return Ok(saved),
            }
        }
        Err(Error::again())
    }

    async fn change_once(
        &self,
        actor: &Actor,
        id: SessionId,
        version: i64,
        plan: Plan,
        days: [NaiveDate; 2],
        now: DateTime<Utc>,
    ) -> Result<Saved, Attempt> {
        let mut writing = Writing::begin(self, actor.org, days, now).await?;
        // It may have gone to another week since its day was asked for.
        let before = writing.get(id).map_err(|_| Error::again())?;
        let kindergarten = writing.kindergarten.clone();
        plan::seen_as(actor, &before, version, &kindergarten)?;
        plan::may_plan(actor, &[before.plan(), &plan])?;
        let plan = plan::sound(plan, Some((actor, &before, &kindergarten)))?;
        let (plan, verdict) = if plan.status.open() {
            let verdict = judge(actor, &writing, &plan)?;
            (plan, verdict)
        } else {
            // What became of it is told afterwards, and changes nothing else.
            let held = !matches!(before.plan().status, Status::Draft | Status::Cancelled);
            if !held || !writing.context(&plan).is_past(&before.plan().slot) {
                return Err(Error::invalid("status", Problem::Choice).into());
            }
            (Plan { status: plan.status, ..before.plan().clone() }, Verdict::default())
        };
        let action = plan::action(before.plan(), &plan);
        let stored = writing.update(action, actor, &before, plan, None).await?;
        writing.finish(actor).await?;
        Ok(saved(actor, &kindergarten, &stored, verdict)?)
    }

    /// Cancels a session. Its roster stays, for the day on which it is restored.
    ///
    /// # Errors
    /// [`Stale`](Refusal::Stale), [`Forbidden`](Refusal::Forbidden), [`NotFound`](Refusal::NotFound); a reason is needed.
    pub async fn cancel(
        &self,
        actor: &Actor,
        id: SessionId,
        version: i64,
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<Saved> {
        let reason = plan::reason(Some(reason))?.ok_or_else(|| Error::invalid("reason", Problem::Required))?;
        for _ in 0..TRIES {
            let day = self.day_of(actor.org, id).await?;
            match self.cancel_once(actor, id, version, &reason, day, now).await {
                Err(attempt) => self.settle(actor, attempt, &[day], now).await?,
                Ok(saved) => return Ok(saved),
            }
        }
        Err(Error::again())
    }

    async fn cancel_once(
        &self,
        actor: &Actor,
        id: SessionId,
        version: i64,
        reason: &str,
        day: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Saved, Attempt> {
        let mut writing = Writing::begin(self, actor.org, [day], now).await?;
        let before = writing.get(id).map_err(|_| Error::again())?;
        let kindergarten = writing.kindergarten.clone();
        plan::seen_as(actor, &before, version, &kindergarten)?;
        plan::may_plan(actor, &[before.plan()])?;
        if !before.plan().status.open() {
            return Err(Error::invalid("status", Problem::Choice).into());
        }
        let plan = Plan { status: Status::Cancelled, reason: Some(reason.to_owned()), ..before.plan().clone() };
        let stored = writing.update("session.cancel", actor, &before, plan, None).await?;
        writing.finish(actor).await?;
        Ok(saved(actor, &kindergarten, &stored, Verdict::default())?)
    }

    /// What to do after an attempt that failed: nothing, when it is worth another; otherwise the error to give, with
    /// other times where rules refused.
    pub(crate) async fn settle(
        &self,
        actor: &Actor,
        attempt: Attempt,
        days: &[NaiveDate],
        now: DateTime<Utc>,
    ) -> Result<()> {
        self.written().await;
        match attempt {
            Attempt::Error(error) if error.clash().is_some() => {
                tracing::debug!(%error, "trying again");
                // The rules let it pass and the schema did not: what is remembered may be old.
                self.forget(actor.org, &days.iter().map(|day| monday(*day)).collect());
                Ok(())
            }
            Attempt::Error(error) => Err(error),
            Attempt::Rules(plan, verdict) => {
                let (kindergarten, _) = self.kindergarten(&mut self.read().await?, actor.org, now).await?;
                let nearest = self.nearest(actor.org, *plan, now).await?;
                Err(Error::rules(sight::verdict(actor, &kindergarten.directory, verdict), nearest))
            }
        }
    }

    /// The nearest legal times of a plan. Outside every transaction: nobody waits for it.
    pub(crate) async fn nearest(&self, org: OrgId, plan: Plan, now: DateTime<Utc>) -> Result<Vec<Slot>> {
        let (from, to) = (shift(plan.slot.day, -REACH), shift(plan.slot.day, REACH));
        let (kindergarten, _, weeks) = self.view(org, from, to, now).await?;
        let context = whole_context(kindergarten.clock(now), &kindergarten, &weeks);
        Ok(tokio::task::spawn_blocking(move || nearest(&plan, &context)).await?)
    }
}

/// Asks the rules, as the client did before.
fn judge(actor: &Actor, writing: &Writing, plan: &Plan) -> Result<Verdict, Attempt> {
    let verdict = check(plan, &writing.context(plan));
    if !verdict.accepted() {
        return Err(Attempt::Rules(Box::new(plan.clone()), verdict));
    }
    if verdict.needs_reason() && plan.reason.is_none() {
        let verdict = sight::verdict(actor, &writing.kindergarten.directory, verdict);
        return Err(Error::reason_needed(verdict).into());
    }
    Ok(verdict)
}

fn saved(actor: &Actor, kindergarten: &Kindergarten, stored: &Stored, verdict: Verdict) -> Result<Saved> {
    let session = sight::session(actor, &stored.session, &kindergarten.directory)
        .ok_or_else(|| Error::from(Refusal::NotFound))?;
    Ok(Saved { session, verdict: sight::verdict(actor, &kindergarten.directory, verdict) })
}
