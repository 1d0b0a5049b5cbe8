//! Who waits for a place, as they themselves and the calendar see it; lining up and leaving.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Actor, ChildId, Kind, OrgId, Permission, SessionId, WaitId,
    offer::{self, Ended, Line},
    refusal::Problem,
    sight,
    view::{WaitView, Waiting},
};
use serde_json::json;
use uuid::Uuid;

use super::book::TRIES;
use crate::{
    Store, all,
    audit::Entry,
    change::Change,
    dialect::Link,
    directory::{Kindergarten, known, moment},
    error::{Error, Result},
    execute, optional,
    session::{Attempt, Stored, Waiter, Writing, can_join},
    statements,
};

#[derive(sqlx::FromRow)]
struct WaitingRow {
    id: Uuid,
    session: Option<Uuid>,
    child: Uuid,
    kind: String,
    created_at: i64,
    offer_until: Option<i64>,
    ended: Option<String>,
}

impl WaitingRow {
    fn waiter(&self) -> Result<Waiter> {
        let ended = self.ended.as_deref().map(|code| known(Ended::from_code(code), code)).transpose()?;
        Ok(Waiter { id: WaitId(self.id), child: ChildId(self.child), until: self.offer_until, ended })
    }

    fn read(self, line: Line, others: &[Line], kindergarten: &Kindergarten, now: DateTime<Utc>) -> Result<Waiting> {
        Ok(Waiting {
            id: line.id,
            child: line.child,
            kind: known(Kind::from_code(&self.kind), &self.kind)?,
            session: self.session.map(SessionId),
            since: moment(kindergarten.zone, self.created_at),
            position: offer::position(others, line.id),
            // What has lapsed is no offer, also where nobody has written it down yet.
            offer: line.until.filter(|_| line.is_offered(kindergarten.clock(now))),
            ended: line.ended,
        })
    }
}

/// A line of the waiting list before its session is looked at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) session: Option<SessionId>,
    pub(super) child: ChildId,
}

/// A line of one of the actor's own children.
pub(super) async fn own_line(link: &mut Link, actor: &Actor, id: WaitId) -> Result<Option<Found>> {
    let row = optional!(link, (Option<Uuid>, Uuid), SELECT_LINE, actor.org.0, id.0)?;
    let found = row.map(|(session, child)| Found { session: session.map(SessionId), child: ChildId(child) });
    Ok(found.filter(|found| actor.children.contains(&found.child)))
}

impl Store {
    /// Everybody who waits for something that is still to come, in the order in which they came.
    pub(crate) async fn all_waiting(&self, kindergarten: &Kindergarten, now: DateTime<Utc>) -> Result<Vec<Waiting>> {
        let mut link = self.read().await?;
        let rows = all!(link, WaitingRow, SELECT_WAITING, kindergarten.org.0, kindergarten.day)?;
        let mut lines: HashMap<Uuid, Vec<Line>> = HashMap::new();
        for row in &rows {
            if let Some(session) = row.session {
                lines.entry(session).or_default().push(row.waiter()?.line(kindergarten.zone));
            }
        }
        let read = |row: WaitingRow| {
            let own = row.waiter()?.line(kindergarten.zone);
            let others = row.session.and_then(|session| lines.get(&session)).map_or(&[][..], Vec::as_slice);
            row.read(own, others, kindergarten, now)
        };
        rows.into_iter().map(read).collect()
    }

    /// The lines of the waiting list for the actor's own children.
    ///
    /// # Errors
    /// [`Forbidden`](domain::Refusal::Forbidden) to all who are nobody's guardian.
    pub async fn waiting(&self, actor: &Actor, now: DateTime<Utc>) -> Result<Vec<Waiting>> {
        if !actor.may(Permission::BookForChild) {
            return Err(Error::forbidden());
        }
        let (kindergarten, _) = self.kindergarten(&mut self.read().await?, actor.org, now).await?;
        let mut lines = self.all_waiting(&kindergarten, now).await?;
        lines.retain(|line| actor.children.contains(&line.child));
        Ok(lines)
    }

    /// The same with what a family wants to see of each. What is due to the lines is done first: whoever looks finds the
    /// offer, and not the one before it that has lapsed.
    ///
    /// # Errors
    /// Those of [`waiting`](Self::waiting).
    pub async fn wait_views(&self, actor: &Actor, now: DateTime<Utc>) -> Result<Vec<WaitView>> {
        let mut lines = self.waiting(actor, now).await?;
        let mut advanced = false;
        for session in lines.iter().filter_map(|line| line.session).collect::<BTreeSet<_>>() {
            advanced |= self.advance_quietly(actor.org, session, now).await;
        }
        if advanced {
            lines = self.waiting(actor, now).await?;
        }
        let mut views = Vec::with_capacity(lines.len());
        for line in lines {
            views.push(self.wait_view(actor, line, now).await?);
        }
        Ok(views)
    }

    async fn wait_view(&self, actor: &Actor, line: Waiting, now: DateTime<Utc>) -> Result<WaitView> {
        let (kindergarten, _) = self.kindergarten(&mut self.read().await?, actor.org, now).await?;
        let child_name = kindergarten.directory.children.get(&line.child).map(|child| child.name.clone());
        let bare = |line| WaitView {
            line,
            child_name: child_name.unwrap_or_default(),
            slot: None,
            staff: Vec::new(),
            online: false,
            free: false,
            seconds: None,
        };
        let Some(id) = line.session else { return Ok(bare(line)) };
        let day = self.day_of(actor.org, id).await?;
        let (kindergarten, _, weeks) = self.view(actor.org, day, day, now).await?;
        let Some(stored) = crate::session::find(&weeks, id) else { return Ok(bare(line)) };
        let plan = stored.plan();
        let is_open = plan.open && plan.status.open();
        if !is_open || sight::session(actor, &stored.session, &kindergarten.directory).is_none() {
            return Ok(bare(line));
        }
        let clock = kindergarten.clock(now);
        let until = stored.waiters.iter().find(|waiter| waiter.id == line.id).and_then(|waiter| waiter.until);
        let left = until.map(|until| (until - now.timestamp_millis()) / 1000).filter(|_| line.offer.is_some());
        Ok(WaitView {
            slot: Some(plan.slot),
            staff: plan.staff.iter().map(|person| kindergarten.name_of(*person)).collect(),
            online: plan.online,
            free: stored.places_for(line.child, clock, &kindergarten, &weeks) > 0
                && can_join(clock, &kindergarten, &weeks, plan, line.child),
            seconds: left.and_then(|left| u32::try_from(left).ok()),
            ..bare(line)
        })
    }

    /// Lets a child wait for a place in a full session, behind those who wait already. Twice is once.
    ///
    /// # Errors
    /// [`NotFound`](domain::Refusal::NotFound) for a session that the actor may not know of;
    /// [`Forbidden`](domain::Refusal::Forbidden) for a child that is not theirs;
    /// [`Invalid`](domain::Refusal::Invalid) where there is a place for the child, or nothing to wait for.
    pub async fn wait(&self, actor: &Actor, session: SessionId, child: ChildId, now: DateTime<Utc>) -> Result<Waiting> {
        if !actor.may(Permission::BookForChild) || !actor.children.contains(&child) {
            return Err(Error::forbidden());
        }
        for _ in 0..TRIES {
            let day = self.day_of(actor.org, session).await?;
            match self.wait_once(actor, session, child, day, now).await {
                Ok(()) => {
                    let lines = self.waiting(actor, now).await?;
                    let found = lines.into_iter().find(|line| line.session == Some(session) && line.child == child);
                    return found.ok_or_else(Error::not_found);
                }
                Err(attempt) => self.settle(actor, attempt, &[day], now).await?,
            }
        }
        Err(Error::again())
    }

    async fn wait_once(
        &self,
        actor: &Actor,
        session: SessionId,
        child: ChildId,
        day: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<(), Attempt> {
        let mut writing = Writing::begin(self, actor.org, [day], now).await?;
        let before = writing.get(session).map_err(|_| Error::again())?;
        if sight::session(actor, &before.session, &writing.kindergarten.directory).is_none() {
            return Err(Error::not_found().into());
        }
        let stands = |waiter: &Waiter| waiter.child == child && waiter.ended != Some(Ended::Lapsed);
        if before.waiters.iter().any(stands) {
            // It may be a turn before this one that has done it, and waits for its commit, too.
            return Ok(writing.link.commit().await?);
        }
        let plan = before.plan();
        if !plan.open || !plan.status.open() || plan.has(child) || writing.places_for(&before, child) > 0 {
            return Err(Error::invalid("session", Problem::Choice).into());
        }
        writing.line_up(&before, child, actor.person).await?;
        writing.finish(actor).await?;
        Ok(())
    }

    /// Waits no longer. What was offered goes to the next.
    ///
    /// # Errors
    /// [`NotFound`](domain::Refusal::NotFound) for lines that are not of the actor's own children.
    pub async fn leave_waiting(&self, actor: &Actor, id: WaitId, now: DateTime<Utc>) -> Result<()> {
        let found = own_line(&mut self.read().await?, actor, id).await?.ok_or_else(Error::not_found)?;
        let Some(session) = found.session else { return self.leave_list(actor, id, found.child, now).await };
        self.step_out(actor, session, id, "waiting.leave", |_, _| Ok(()), now).await
    }

    /// Takes a line out of the line of its session, if it is still in it and `may` have it so.
    pub(super) async fn step_out(
        &self,
        actor: &Actor,
        session: SessionId,
        id: WaitId,
        action: &'static str,
        may: impl Fn(&Writing, &Arc<Stored>) -> Result<()>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        for _ in 0..TRIES {
            let day = self.day_of(actor.org, session).await?;
            let out = async {
                let mut writing = Writing::begin(self, actor.org, [day], now).await?;
                let before = writing.get(session).map_err(|_| Error::again())?;
                if !before.waiters.iter().any(|waiter| waiter.id == id) {
                    return Err(Error::not_found());
                }
                may(&writing, &before)?;
                writing.step_out(&before, id, action).await?;
                writing.finish(actor).await
            };
            match out.await {
                Ok(_) => return Ok(()),
                Err(error) => self.settle(actor, error.into(), &[day], now).await?,
            }
        }
        Err(Error::again())
    }

    /// Waits no longer for what is no session yet.
    async fn leave_list(&self, actor: &Actor, id: WaitId, child: ChildId, now: DateTime<Utc>) -> Result<()> {
        let mut link = self.write().await?;
        execute!(link, DELETE_WAITING, actor.org.0, id.0)?;
        let entry = Entry::new("waiting.leave", "", json!({ "child": child }));
        self.conclude(link, actor.person, entry, Change::of_list(actor.org), now).await
    }

    /// Does what is due to a line because somebody looks at it. That it could not be done is no reason not to show it.
    async fn advance_quietly(&self, org: OrgId, session: SessionId, now: DateTime<Utc>) -> bool {
        let advanced = async {
            let day = self.day_of(org, session).await?;
            self.advance_line(org, session, day, now).await
        };
        advanced.await.unwrap_or_else(|error| {
            tracing::warn!(%error, "a line was not looked after");
            false
        })
    }
}

statements! {
    SELECT_WAITING = "SELECT w.id, w.session, w.child, w.kind, w.created_at, w.offer_until, w.ended FROM waiting AS w \
        LEFT JOIN session AS s ON s.id = w.session \
        WHERE w.org = $1 AND (s.id IS NULL OR s.day >= $2) ORDER BY w.created_at, w.id";
    SELECT_LINE = "SELECT session, child FROM waiting WHERE org = $1 AND id = $2";
    DELETE_WAITING = "DELETE FROM waiting WHERE org = $1 AND id = $2";
}
