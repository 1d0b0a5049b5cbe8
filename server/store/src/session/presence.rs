//! Who came to a session, and what was noted of it.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Actor, ChildId, Presence, Session, SessionId, presence::markable, refusal::Problem, sight, time::shift,
    view::Attended,
};
use uuid::Uuid;

use super::{Stored, TRIES, Writing, load::SELECT_ATTENDED, plan};
use crate::{
    Store, all,
    error::{Error, Result},
    session::Attempt,
};

/// Days back of which it is told how often a child came.
const LOOKS_BACK: i64 = 90;

/// Longest note, in characters.
const LONGEST_NOTE: usize = 2000;

/// What is written beside the plan.
#[derive(Clone, Debug)]
enum After {
    Mark(ChildId, Option<Presence>),
    Note(Option<String>),
}

/// It is so already; it may be a turn before this one that has said so, and that waits for its commit, too.
async fn said_already(writing: Writing, session: Session) -> Result<Session, Attempt> {
    writing.link.commit().await?;
    Ok(session)
}

impl Store {
    /// Marks whether a child came, or takes the mark back. The last who marks is right: a mark is a fact, not a plan.
    ///
    /// # Errors
    /// [`Invalid`](domain::Refusal::Invalid) before the session begins, of drafts and what was called off, and for a child
    /// that is not in it; [`Forbidden`](domain::Refusal::Forbidden); [`NotFound`](domain::Refusal::NotFound).
    pub async fn mark(
        &self,
        actor: &Actor,
        id: SessionId,
        child: ChildId,
        presence: Option<Presence>,
        now: DateTime<Utc>,
    ) -> Result<Session> {
        self.afterwards(actor, id, After::Mark(child, presence), now).await
    }

    /// Writes a note to a session; empty, it takes it away.
    ///
    /// # Errors
    /// [`Invalid`](domain::Refusal::Invalid) for one that is too long; [`Forbidden`](domain::Refusal::Forbidden); [`NotFound`](domain::Refusal::NotFound).
    pub async fn note(&self, actor: &Actor, id: SessionId, text: &str, now: DateTime<Utc>) -> Result<Session> {
        let text = text.trim();
        if text.chars().count() > LONGEST_NOTE {
            return Err(Error::invalid("note", Problem::TooLong));
        }
        self.afterwards(actor, id, After::Note((!text.is_empty()).then(|| text.to_owned())), now).await
    }

    async fn afterwards(&self, actor: &Actor, id: SessionId, what: After, now: DateTime<Utc>) -> Result<Session> {
        for _ in 0..TRIES {
            let day = self.day_of(actor.org, id).await?;
            match self.afterwards_once(actor, id, what.clone(), day, now).await {
                Ok(session) => return Ok(session),
                Err(attempt) => self.settle(actor, attempt, &[day], now).await?,
            }
        }
        Err(Error::again())
    }

    async fn afterwards_once(
        &self,
        actor: &Actor,
        id: SessionId,
        what: After,
        day: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Session, Attempt> {
        let mut writing = Writing::begin(self, actor.org, [day], now).await?;
        let before = writing.get(id).map_err(|_| Error::again())?;
        let kindergarten = writing.kindergarten.clone();
        let seen = |stored: &Arc<Stored>| {
            sight::session(actor, &stored.session, &kindergarten.directory).ok_or_else(Error::not_found)
        };
        seen(&before)?;
        plan::may_plan(actor, &[before.plan()])?;
        let stored = match what {
            After::Mark(child, presence) => {
                if !markable(before.plan(), writing.clock()) {
                    return Err(Error::invalid("presence", Problem::Date).into());
                }
                if !before.plan().has(child) {
                    return Err(Error::invalid("child", Problem::Choice).into());
                }
                if before.session.presence(child) == presence {
                    return said_already(writing, seen(&before)?).await;
                }
                writing.mark(&before, child, presence).await?
            }
            After::Note(note) if note == before.session.note => return said_already(writing, seen(&before)?).await,
            After::Note(note) => writing.write_note(&before, note).await?,
        };
        writing.finish(actor).await?;
        Ok(seen(&stored)?)
    }

    /// How often the children of a session came lately, and how often not.
    ///
    /// # Errors
    /// [`NotFound`](domain::Refusal::NotFound) for a session that the actor may not know of. Children whose names they may
    /// not know are left out.
    pub async fn attended(&self, actor: &Actor, id: SessionId, now: DateTime<Utc>) -> Result<Vec<Attended>> {
        let session = self.session(actor, id, now).await?;
        let (kindergarten, _) = self.kindergarten(&mut self.read().await?, actor.org, now).await?;
        let since = shift(kindergarten.clock(now).day, -LOOKS_BACK);
        let rows = all!(self.read().await?, (Uuid, String), SELECT_ATTENDED, actor.org.0, id.0, since)?;
        let mut counts: BTreeMap<ChildId, (u16, u16)> = BTreeMap::new();
        for (child, code) in rows {
            let count = counts.entry(ChildId(child)).or_default();
            let came = Presence::from_code(&code).is_some_and(Presence::came);
            let which = if came { &mut count.0 } else { &mut count.1 };
            *which = which.saturating_add(1);
        }
        let visible = counts.into_iter().filter(|(child, _)| session.plan.has(*child));
        Ok(visible.map(|(child, (came, missed))| Attended { child, came, missed }).collect())
    }
}
