//! Who waits for a place.

use chrono::{DateTime, Utc};
use domain::{Actor, ChildId, Kind, Permission, SessionId, WaitId, refusal::Problem, sight, view::Waiting};
use serde_json::json;
use uuid::Uuid;

use crate::{
    Store, all,
    audit::Entry,
    change::Change,
    dialect::Link,
    directory::{Kindergarten, known, moment},
    error::{Error, Result},
    execute, new_id, statements,
};

#[derive(sqlx::FromRow)]
struct WaitingRow {
    id: Uuid,
    session: Option<Uuid>,
    child: Uuid,
    kind: String,
    created_at: i64,
}

impl WaitingRow {
    fn read(self, kindergarten: &Kindergarten) -> Result<Waiting> {
        Ok(Waiting {
            id: WaitId(self.id),
            child: ChildId(self.child),
            kind: known(Kind::from_code(&self.kind), &self.kind)?,
            session: self.session.map(SessionId),
            since: moment(kindergarten.zone, self.created_at),
        })
    }
}

/// The child has the place it waited for.
pub(super) async fn satisfied(link: &mut Link, session: SessionId, child: ChildId) -> Result<()> {
    execute!(link, DELETE_SATISFIED, session.0, child.0)?;
    Ok(())
}

impl Store {
    /// Everybody who waits for something that is still to come, in the order in which they came.
    pub(crate) async fn all_waiting(&self, kindergarten: &Kindergarten) -> Result<Vec<Waiting>> {
        let mut link = self.read().await?;
        let rows = all!(link, WaitingRow, SELECT_WAITING, kindergarten.org.0, kindergarten.day)?;
        rows.into_iter().map(|row| row.read(kindergarten)).collect()
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
        let mut lines = self.all_waiting(&kindergarten).await?;
        lines.retain(|line| actor.children.contains(&line.child));
        Ok(lines)
    }

    /// Lets a child wait for a place in a full session. Twice is once.
    ///
    /// # Errors
    /// [`NotFound`](domain::Refusal::NotFound) for a session that the actor may not know of;
    /// [`Forbidden`](domain::Refusal::Forbidden) for a child that is not theirs.
    pub async fn wait(&self, actor: &Actor, session: SessionId, child: ChildId, now: DateTime<Utc>) -> Result<Waiting> {
        if !actor.may(Permission::BookForChild) || !actor.children.contains(&child) {
            return Err(Error::forbidden());
        }
        let found = self.stored(actor.org, session, &std::collections::BTreeSet::new(), now).await?;
        let (kindergarten, stored) = found.ok_or_else(Error::not_found)?;
        if sight::session(actor, &stored.session, &kindergarten.directory).is_none() {
            return Err(Error::not_found());
        }
        let plan = stored.plan();
        if !plan.open || !plan.status.open() || plan.free() > 0 || plan.has(child) {
            return Err(Error::invalid("session", Problem::Choice));
        }
        let (id, at) = (new_id(), now.timestamp_millis());
        let mut link = self.write().await?;
        let kind = plan.kind.code();
        execute!(link, INSERT_WAITING, id, actor.org.0, session.0, child.0, kind, actor.person.0, at)?;
        let entry = Entry::new("waiting.enter", session, json!({ "child": child }));
        self.finish_list(link, actor, entry, now).await?;
        let lines = self.waiting(actor, now).await?;
        let found = lines.into_iter().find(|line| line.session == Some(session) && line.child == child);
        found.ok_or_else(Error::not_found)
    }

    /// Waits no longer.
    ///
    /// # Errors
    /// [`NotFound`](domain::Refusal::NotFound) for lines that are not of the actor's own children.
    pub async fn leave_waiting(&self, actor: &Actor, id: WaitId, now: DateTime<Utc>) -> Result<()> {
        let lines = self.waiting(actor, now).await?;
        let found = lines.into_iter().find(|line| line.id == id).ok_or_else(Error::not_found)?;
        let mut link = self.write().await?;
        execute!(link, DELETE_WAITING, actor.org.0, id.0)?;
        let subject = found.session.map(|session| session.to_string()).unwrap_or_default();
        let entry = Entry::new("waiting.leave", subject, json!({ "child": found.child }));
        self.finish_list(link, actor, entry, now).await
    }

    async fn finish_list(&self, mut link: Link, actor: &Actor, entry: Entry, now: DateTime<Utc>) -> Result<()> {
        let mut changes = [Change::of_list(actor.org)];
        self.append(&mut link, actor.org, Some(actor.person), &[entry], &mut changes, now).await?;
        let store = self.clone();
        link.commit_weeks(Vec::new(), Box::new(move || store.tell_all(changes))).await
    }
}

statements! {
    SELECT_WAITING = "SELECT w.id, w.session, w.child, w.kind, w.created_at FROM waiting AS w \
        LEFT JOIN session AS s ON s.id = w.session \
        WHERE w.org = $1 AND (s.id IS NULL OR s.day >= $2) ORDER BY w.created_at, w.id";
    INSERT_WAITING = "INSERT INTO waiting (id, org, session, child, kind, person, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
    DELETE_WAITING = "DELETE FROM waiting WHERE org = $1 AND id = $2";
    DELETE_SATISFIED = "DELETE FROM waiting WHERE session = $1 AND child = $2";
}
