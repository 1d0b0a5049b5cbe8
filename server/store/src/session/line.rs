//! The line before a full session: who waits, and to whom a place is offered. What the domain decides of it is written in the
//! transaction that gave rise to it.

use std::{collections::HashMap, sync::Arc};

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use domain::{
    By, ChildId, KindRule, OrgId, Plan, Seat, SessionId, WaitId, check,
    kind::{Booking, RULES},
    offer::{self, Ended, Line, Step},
    time::Moment,
};
use serde_json::json;
use uuid::Uuid;

use super::{
    Stored, Week, Writing,
    week::{self, context},
};
use crate::{
    Store, all,
    audit::Entry,
    dialect::Link,
    directory::{Kindergarten, instant, known, moment},
    error::Result,
    execute, new_id, statements,
};

/// Somebody in the line, as the row says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Waiter {
    pub(crate) id: WaitId,
    pub(crate) child: ChildId,
    /// Until when a place is offered, in milliseconds since 1970.
    pub(crate) until: Option<i64>,
    pub(crate) ended: Option<Ended>,
}

impl Waiter {
    pub(crate) fn line(&self, zone: Tz) -> Line {
        Line { id: self.id, child: self.child, until: self.until.map(|until| moment(zone, until)), ended: self.ended }
    }
}

#[derive(sqlx::FromRow)]
struct WaiterRow {
    session: Uuid,
    id: Uuid,
    child: Uuid,
    offer_until: Option<i64>,
    ended: Option<String>,
}

/// The lines of all sessions from one day to another, each in the order in which it was joined.
pub(super) async fn days(
    link: &mut Link,
    org: OrgId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<HashMap<SessionId, Vec<Waiter>>> {
    let mut lines: HashMap<SessionId, Vec<Waiter>> = HashMap::new();
    for row in all!(link, WaiterRow, SELECT_DAYS_LINES, org.0, from, to)? {
        let (id, child, until) = (WaitId(row.id), ChildId(row.child), row.offer_until);
        let ended = row.ended.map(|code| known(Ended::from_code(&code), &code)).transpose()?;
        lines.entry(SessionId(row.session)).or_default().push(Waiter { id, child, until, ended });
    }
    Ok(lines)
}

/// The plan of a session with one child more, as a parent asks for it. None for what parents do not book.
pub(crate) fn joined(plan: &Plan, child: ChildId) -> Option<Plan> {
    let is_it = |rule: &&KindRule| rule.booking != Booking::No && (rule.body, rule.kind) == (plan.body, plan.kind);
    let rule = RULES.iter().find(is_it)?;
    let mut joined = Plan { by: By::Parent, ..plan.clone() };
    joined.seats.push(Seat { child, with_parent: rule.with_parent });
    Some(joined)
}

/// Whether the rules would let this child join now.
pub(crate) fn can_join(
    clock: Moment,
    kindergarten: &Kindergarten,
    weeks: &[Arc<Week>],
    plan: &Plan,
    who: ChildId,
) -> bool {
    joined(plan, who).is_some_and(|joined| {
        let verdict = check(&joined, &context(clock, kindergarten, weeks, &joined));
        verdict.accepted() && !verdict.needs_reason()
    })
}

impl Stored {
    /// Who waits, in the order in which they came.
    pub(crate) fn lines(&self, zone: Tz) -> Vec<Line> {
        self.waiters.iter().map(|waiter| waiter.line(zone)).collect()
    }

    /// What is due to the line.
    pub(crate) fn steps_due(&self, clock: Moment, kindergarten: &Kindergarten, weeks: &[Arc<Week>]) -> Vec<Step> {
        if self.waiters.is_empty() {
            return Vec::new();
        }
        let can_join = |who| can_join(clock, kindergarten, weeks, self.plan(), who);
        offer::steps(self.plan(), &self.lines(kindergarten.zone), clock, kindergarten.settings(), can_join)
    }

    /// Places there are for this child, once everything has been done that is due to the line.
    pub(crate) fn places_for(
        &self,
        who: ChildId,
        clock: Moment,
        kindergarten: &Kindergarten,
        weeks: &[Arc<Week>],
    ) -> usize {
        let mut lines = self.lines(kindergarten.zone);
        for step in self.steps_due(clock, kindergarten, weeks) {
            offer::take(&mut lines, step);
        }
        offer::places_for(self.plan(), &lines, who, clock)
    }
}

impl Writing {
    /// Places there are for this child.
    pub(crate) fn places_for(&self, stored: &Stored, who: ChildId) -> usize {
        stored.places_for(who, self.clock(), &self.kindergarten, &self.current())
    }

    /// Puts a child at the end of the line. Who stands in it already stays where they are.
    pub(crate) async fn line_up(
        &mut self,
        before: &Arc<Stored>,
        child: ChildId,
        person: domain::PersonId,
    ) -> Result<Arc<Stored>> {
        let (kind, at) = (before.plan().kind.code(), self.now.timestamp_millis());
        execute!(self.link, LINE_UP, new_id(), self.org.0, before.id().0, child.0, kind, person.0, at)?;
        let waiters = days(&mut self.link, self.org, before.plan().slot.day, before.plan().slot.day).await?;
        let waiters = waiters.get(&before.id()).cloned().unwrap_or_default();
        self.note(Entry::new("waiting.enter", before.id(), json!({ "child": child })));
        let stored = self.with_line(before, waiters);
        self.settle_line(stored).await
    }

    /// Takes somebody out of the line: their own doing, said by `action`. What was offered to them goes to the next.
    pub(crate) async fn step_out(
        &mut self,
        before: &Arc<Stored>,
        id: WaitId,
        action: &'static str,
    ) -> Result<Arc<Stored>> {
        let (gone, waiters): (Vec<Waiter>, _) = before.waiters.iter().partition(|waiter| waiter.id == id);
        for waiter in gone {
            execute!(self.link, DELETE_LINE, self.org.0, waiter.id.0)?;
            self.note(Entry::new(action, before.id(), json!({ "child": waiter.child })));
        }
        let stored = self.with_line(before, waiters);
        self.settle_line(stored).await
    }

    /// Does what is due to the line of a session: who has a place waits no more, offers that are over end, the next is
    /// made.
    pub(crate) async fn settle_line(&mut self, stored: Arc<Stored>) -> Result<Arc<Stored>> {
        if stored.waiters.is_empty() {
            return Ok(stored);
        }
        let (seated, waiting): (Vec<Waiter>, _) =
            stored.waiters.iter().partition(|waiter| stored.plan().has(waiter.child));
        for waiter in &seated {
            execute!(self.link, DELETE_LINE, self.org.0, waiter.id.0)?;
        }
        let stored = if seated.is_empty() { stored } else { self.with_line(&stored, waiting) };
        let steps = stored.steps_due(self.clock(), &self.kindergarten, &self.current());
        if steps.is_empty() {
            return Ok(stored);
        }
        let mut waiters = stored.waiters.clone();
        for step in steps {
            self.take_step(&stored, &mut waiters, step).await?;
        }
        Ok(self.with_line(&stored, waiters))
    }

    async fn take_step(&mut self, stored: &Stored, waiters: &mut [Waiter], step: Step) -> Result<()> {
        let (zone, at) = (self.kindergarten.zone, self.now.timestamp_millis());
        let (id, until, ended, action) = match step {
            Step::Lapse(id) => (id, None, Some(Ended::Lapsed), "waiting.lapse"),
            Step::Withdraw(id) => (id, None, Some(Ended::Filled), "waiting.withdraw"),
            Step::Shorten(id, until) => (id, Some(until), None, "waiting.shorten"),
            Step::Offer(id, until) => (id, Some(until), None, "waiting.offer"),
        };
        let millis = until.map(|until| instant(zone, until));
        let offered_at = millis.map(|_| at);
        execute!(self.link, SET_OFFER, self.org.0, id.0, offered_at, millis, ended.map(Ended::code))?;
        for waiter in waiters.iter_mut().filter(|waiter| waiter.id == id) {
            (waiter.until, waiter.ended) = (millis, ended);
            let detail = match until {
                Some(until) => json!({ "child": waiter.child, "until": until }),
                None => json!({ "child": waiter.child }),
            };
            // Whoever gave rise to it has not decided it.
            self.by_itself.push(Entry::new(action, stored.id(), detail));
        }
        Ok(())
    }

    /// The session with another line before it: everybody in it, and who was, is told to look.
    fn with_line(&mut self, before: &Arc<Stored>, waiters: Vec<Waiter>) -> Arc<Stored> {
        self.lined_up.extend(before.waiters.iter().chain(&waiters).map(|waiter| waiter.child));
        let stored = Arc::new(Stored { waiters, ..(**before).clone() });
        self.keep(&stored);
        if let Some(known) = self.after.iter_mut().find(|known| known.id() == stored.id()) {
            *known = stored.clone();
        }
        stored
    }
}

impl Store {
    /// Does what is due to the line of a session, as of now. Whether there was anything. Two servers may do it at once:
    /// the second finds nothing to do.
    pub(crate) async fn advance_line(
        &self,
        org: OrgId,
        id: SessionId,
        day: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        // Looked at first: nobody has to wait for a turn in which nothing is written.
        let (kindergarten, _, weeks) = self.view(org, day, day, now).await?;
        let found = week::find(&weeks, id);
        if found.is_none_or(|stored| stored.steps_due(kindergarten.clock(now), &kindergarten, &weeks).is_empty()) {
            return Ok(false);
        }
        let mut writing = Writing::begin(self, org, [day], now).await?;
        let Ok(before) = writing.get(id) else { return Ok(false) };
        let after = writing.settle_line(before.clone()).await?;
        if Arc::ptr_eq(&before, &after) {
            return Ok(false);
        }
        writing.finish_by_itself().await?;
        Ok(true)
    }
}

statements! {
    SELECT_DAYS_LINES = "SELECT w.session, w.id, w.child, w.offer_until, w.ended FROM session AS s \
        JOIN waiting AS w ON w.session = s.id WHERE s.org = $1 AND s.day BETWEEN $2 AND $3 ORDER BY w.created_at, w.id";
    LINE_UP = "INSERT INTO waiting (id, org, session, child, kind, person, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (session, child) DO UPDATE \
        SET created_at = excluded.created_at, person = excluded.person, ended = NULL WHERE waiting.ended = 'lapsed'";
    SET_OFFER = "UPDATE waiting SET offered_at = $3, offer_until = $4, ended = $5 WHERE org = $1 AND id = $2";
    DELETE_LINE = "DELETE FROM waiting WHERE org = $1 AND id = $2";
}
