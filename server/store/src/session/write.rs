//! One writing transaction over weeks of sessions: lock, look, write, log, commit, tell.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Actor, ChildId, Context, Kind, OrgId, PersonId, Plan, Presence, SeriesId, Session, SessionId, Status,
    series::Occurrence,
    time::{Moment, monday},
    view::BookingState,
};
use rand::{Rng, distr::Alphanumeric};
use serde_json::{Value, json};

use super::{
    claim::{Claim, claims, insert_claims},
    load::Stored,
    week::{Week, context, whole_context},
};
use crate::{
    Store,
    audit::Entry,
    booking::{self, NewBooking},
    change::Change,
    dialect::Link,
    directory::Kindergarten,
    error::{Error, Result},
    execute, new_id, one, statements,
};

/// A writing transaction. Dropped before [`Writing::finish`], it has written nothing.
pub(crate) struct Writing {
    store: Store,
    pub(super) org: OrgId,
    pub(super) now: DateTime<Utc>,
    pub(crate) link: Link,
    pub(crate) kindergarten: Arc<Kindergarten>,
    /// The weeks locked, each with its revision to be.
    weeks: BTreeMap<NaiveDate, (i64, Arc<Week>)>,
    before: Vec<Arc<Stored>>,
    pub(super) after: Vec<Arc<Stored>>,
    lines: Vec<Entry>,
    /// What follows of it by itself, for the log.
    pub(super) by_itself: Vec<Entry>,
    /// Children who stand in a line that has changed, or stood in it.
    pub(super) lined_up: BTreeSet<ChildId>,
}

/// The schema holds the size of these as soon as they are confirmed: they are confirmed when their seats are taken.
fn is_sized(kind: Kind) -> bool {
    matches!(kind, Kind::Individual | Kind::Small | Kind::Group | Kind::KpSmall)
}

/// What the log says of a plan.
fn told(plan: &Plan) -> Value {
    json!({
        "kind": plan.kind, "day": plan.slot.day, "start": plan.slot.start, "minutes": plan.slot.minutes,
        "staff": plan.staff, "room": plan.room, "status": plan.status, "places": plan.places, "open": plan.open,
        "children": plan.seats.iter().map(|seat| seat.child).collect::<Vec<_>>(),
    })
}

/// What of a plan has changed, before and after.
fn differences(before: &Plan, after: &Plan) -> Value {
    let (Value::Object(before), Value::Object(after)) = (told(before), told(after)) else { return Value::Null };
    let changed = after.into_iter().filter(|(field, value)| before.get(field) != Some(value));
    let pair = |(field, value): (String, Value)| {
        let old = before.get(&field).cloned().unwrap_or_default();
        (field, json!([old, value]))
    };
    Value::Object(changed.map(pair).collect())
}

impl Writing {
    /// Locks the weeks of these days and sees what is in them.
    pub(crate) async fn begin(
        store: &Store,
        org: OrgId,
        days: impl IntoIterator<Item = NaiveDate>,
        now: DateTime<Utc>,
    ) -> Result<Self> {
        let mondays: BTreeSet<_> = days.into_iter().map(monday).collect();
        let mut link = store.write().await?;
        let (mut weeks, mut directory) = (BTreeMap::new(), None);
        for monday in mondays {
            let (revision, at) = one!(link, (i64, Option<i64>), LOCK_WEEK, org.0, monday)?;
            directory = at;
            let week = match link.week(&(org, monday)).filter(|week| week.revision == revision - 1) {
                Some(week) => week,
                None => store.week_at(&mut link, org, monday, revision - 1).await?,
            };
            weeks.insert(monday, (revision, week));
        }
        let directory = directory.ok_or_else(Error::not_found)?;
        let kindergarten = store.kindergarten_at(&mut link, org, directory, now).await?;
        Ok(Self {
            store: store.clone(),
            org,
            now,
            link,
            kindergarten,
            weeks,
            before: Vec::new(),
            after: Vec::new(),
            lines: Vec::new(),
            by_itself: Vec::new(),
            lined_up: BTreeSet::new(),
        })
    }

    pub(crate) fn clock(&self) -> Moment {
        self.kindergarten.clock(self.now)
    }

    pub(super) fn current(&self) -> Vec<Arc<Week>> {
        self.weeks.values().map(|(_, week)| week.clone()).collect()
    }

    /// Everything that is in the weeks locked.
    pub(crate) fn whole_context(&self) -> Context {
        whole_context(self.clock(), &self.kindergarten, &self.current())
    }

    /// Every session of the weeks locked.
    pub(crate) fn all(&self) -> Vec<Arc<Stored>> {
        self.weeks.values().flat_map(|(_, week)| week.sessions.iter().cloned()).collect()
    }

    /// When it is written.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// Whether the week of a day is locked.
    pub(crate) fn holds(&self, day: NaiveDate) -> bool {
        self.weeks.contains_key(&monday(day))
    }

    /// What a plan is checked against.
    pub(crate) fn context(&self, plan: &Plan) -> Context {
        context(self.clock(), &self.kindergarten, &self.current(), plan)
    }

    /// A session of the weeks locked, as it is now.
    pub(crate) fn get(&self, id: SessionId) -> Result<Arc<Stored>> {
        self.weeks.values().find_map(|(_, week)| week.get(id)).cloned().ok_or_else(Error::not_found)
    }

    /// The first session of the weeks locked whose plan is such.
    pub(crate) fn find(&self, is: impl Fn(&Plan) -> bool) -> Option<Arc<Stored>> {
        self.weeks.values().flat_map(|(_, week)| &week.sessions).find(|stored| is(stored.plan())).cloned()
    }

    /// Notes something for the log.
    pub(crate) fn note(&mut self, entry: Entry) {
        self.lines.push(entry);
    }

    /// The week as it will be after the commit.
    pub(super) fn keep(&mut self, stored: &Arc<Stored>) {
        for (revision, week) in self.weeks.values_mut() {
            *week = Arc::new(week.with(*revision, stored));
        }
    }

    /// Writes a new session. `booking` is the one that makes it, if a parent does.
    pub(crate) async fn insert(
        &mut self,
        action: &'static str,
        actor: &Actor,
        mut plan: Plan,
        booking: Option<&NewBooking>,
    ) -> Result<Arc<Stored>> {
        let id = SessionId(new_id());
        plan.session = Some(id);
        let token: String = rand::rng().sample_iter(Alphanumeric).take(22).map(char::from).collect();
        let late = is_sized(plan.kind) && plan.status == Status::Confirmed;
        let status = if late { Status::Draft } else { plan.status };
        execute!(
            self.link,
            INSERT_SESSION,
            id.0,
            self.org.0,
            plan.body.code(),
            plan.kind.code(),
            plan.slot.day,
            i32::from(plan.slot.start),
            i32::from(plan.slot.end()),
            plan.online,
            i32::from(plan.places),
            plan.open,
            status.code(),
            status.takes_time(),
            plan.reason.as_deref(),
            &token,
            booking.is_some(),
            actor.person.0,
            self.now.timestamp_millis(),
        )?;
        let bookings: Vec<_> = booking.iter().map(|booking| (booking.child, booking.id)).collect();
        if let Some(booking) = booking {
            // Before its seat, which refers to it.
            booking.insert(&mut self.link, actor, id, self.now).await?;
        }
        let claims: Vec<_> = (0..).zip(claims(&plan, &bookings)).collect();
        insert_claims(&mut self.link, self.org, id, &plan, &claims).await?;
        if late {
            execute!(self.link, SET_STATUS, id.0, plan.status.code())?;
        }
        self.note(Entry::new(action, id, told(&plan)));
        let session = Session::new(id, 1, plan);
        let stored = Arc::new(Stored { session, token, by_parent: booking.is_some(), bookings, waiters: Vec::new() });
        self.keep(&stored);
        self.after.push(stored.clone());
        Ok(stored)
    }

    /// Writes a session anew. Bookings whose seat goes are over; `added` holds a seat that comes with the plan.
    pub(crate) async fn update(
        &mut self,
        action: &'static str,
        actor: &Actor,
        before: &Arc<Stored>,
        mut plan: Plan,
        added: Option<&NewBooking>,
    ) -> Result<Arc<Stored>> {
        let id = before.id();
        plan.session = Some(id);
        if let Some(booking) = added {
            booking.insert(&mut self.link, actor, id, self.now).await?;
        }
        let added = added.map(|booking| (booking.child, booking.id));
        let mut bookings: Vec<_> = before.bookings.iter().copied().chain(added).collect();
        let gone: Vec<_> = bookings.iter().copied().filter(|(child, _)| !plan.has(*child)).collect();
        bookings.retain(|(child, _)| plan.has(*child));
        let old = claims(before.plan(), &before.bookings);
        let new = claims(&plan, &bookings);
        let same = |a: &Claim, b: &Claim| a.what == b.what && a.resource() == b.resource();
        let leaving: Vec<_> = old.iter().filter(|claim| !new.iter().any(|other| same(claim, other))).collect();
        let arriving = new.iter().any(|claim| !old.iter().any(|other| same(claim, other)));
        let regroups = !leaving.is_empty() || arriving || before.plan().kind != plan.kind;
        let late = regroups && is_sized(plan.kind) && plan.status == Status::Confirmed;
        if regroups && is_sized(before.plan().kind) && before.plan().status == Status::Confirmed {
            execute!(self.link, SET_STATUS, id.0, Status::Draft.code())?;
        }
        for claim in leaving {
            execute!(self.link, DELETE_CLAIM, id.0, claim.resource())?;
        }
        let status = if late { Status::Draft } else { plan.status };
        let touched = execute!(
            self.link,
            UPDATE_SESSION,
            id.0,
            before.session.version,
            plan.body.code(),
            plan.kind.code(),
            plan.slot.day,
            i32::from(plan.slot.start),
            i32::from(plan.slot.end()),
            plan.online,
            i32::from(plan.places),
            plan.open,
            status.code(),
            status.takes_time(),
            plan.reason.as_deref(),
        )?;
        if touched != 1 {
            return Err(Error::again());
        }
        // Who was marked was marked of another hour.
        let moved = before.plan().slot != plan.slot && !before.session.marks.is_empty();
        if moved {
            execute!(self.link, CLEAR_MARKS, id.0)?;
        }
        let kept = |list: &[Claim], other: &[Claim]| -> Vec<_> {
            list.iter().filter(|claim| other.iter().any(|known| same(known, claim))).map(Claim::resource).collect()
        };
        let reordered = kept(&old, &new) != kept(&new, &old);
        // Higher than every rank given before: who comes, comes last.
        let first = i32::try_from(before.session.version + 1).unwrap_or(0).saturating_mul(100);
        let mut added = Vec::new();
        for (rank, claim) in (first..).zip(new) {
            match old.iter().find(|other| same(&claim, other)) {
                None => added.push((rank, claim)),
                Some(other) if reordered || *other != claim => {
                    let (resource, accompanies) = (claim.resource(), claim.accompanies);
                    execute!(self.link, MEND_CLAIM, id.0, resource, claim.with_parent, accompanies)?;
                    if reordered {
                        execute!(self.link, RANK_CLAIM, id.0, resource, rank)?;
                    }
                }
                Some(_) => {}
            }
        }
        insert_claims(&mut self.link, self.org, id, &plan, &added).await?;
        if late {
            execute!(self.link, SET_STATUS, id.0, plan.status.code())?;
        }
        for (_, booking) in gone {
            booking::end(&mut self.link, booking, BookingState::Cancelled, self.now).await?;
        }
        self.note(Entry::new(action, id, differences(before.plan(), &plan)));
        let mut session = Session { plan, ..before.session.clone() };
        session.version += 1;
        if moved {
            session.marks.clear();
        } else {
            session.marks.retain(|(child, _)| session.plan.has(*child));
        }
        let stored = Arc::new(Stored { session, bookings, ..(**before).clone() });
        self.keep(&stored);
        self.before.push(before.clone());
        self.after.push(stored.clone());
        self.settle_line(stored).await
    }

    /// Marks a child, or takes the mark back. Nothing is planned anew: only who came is written, and what follows of it.
    pub(crate) async fn mark(
        &mut self,
        before: &Arc<Stored>,
        child: ChildId,
        presence: Option<Presence>,
    ) -> Result<Arc<Stored>> {
        let mut session = before.session.clone();
        session.mark(child, presence);
        execute!(self.link, MARK, session.id.0, child.0, presence.map(Presence::code))?;
        // The log says that somebody came, not what ails a child.
        let came = presence.map(Presence::came);
        self.after_it(before, session, Entry::new("session.mark", before.id(), json!({ "child": child, "came": came })))
            .await
    }

    /// Writes what the specialist has noted, or that there is nothing to note.
    pub(crate) async fn write_note(&mut self, before: &Arc<Stored>, note: Option<String>) -> Result<Arc<Stored>> {
        execute!(self.link, SET_NOTE, before.id().0, note.as_deref())?;
        let session = Session { note, ..before.session.clone() };
        self.after_it(before, session, Entry::new("session.note", before.id(), json!({}))).await
    }

    /// Takes the sessions of a series from a date on out of it, in the database only: to be put into their places anew.
    pub(crate) async fn unlink(&mut self, series: SeriesId, from: Moment) -> Result<()> {
        execute!(self.link, UNLINK, self.org.0, series.0, from.day, i32::from(from.minute))?;
        Ok(())
    }

    /// Says which date of which series a session stands for. It is a change of its own, unless the session was written in
    /// this transaction already.
    pub(crate) async fn relink(&mut self, id: SessionId, series: Option<Occurrence>) -> Result<()> {
        let before = self.get(id)?;
        let same = before.session.series == series;
        let bumps = !same && !self.after.iter().any(|stored| stored.id() == id);
        let (of, at) = (series.map(|series| series.series.0), series.map(|series| series.at));
        let minute = at.map(|at| i32::from(at.minute));
        execute!(self.link, RELINK, id.0, of, at.map(|at| at.day), minute, i64::from(bumps))?;
        if same {
            return Ok(());
        }
        let version = before.session.version + i64::from(bumps);
        let session = Session { series, version, ..before.session.clone() };
        let stored = Arc::new(Stored { session, ..(*before).clone() });
        self.keep(&stored);
        self.after.retain(|other| other.id() != id);
        self.before.push(before);
        self.after.push(stored);
        Ok(())
    }

    /// The next version of a session of which only the status, the marks or the note are others.
    async fn after_it(&mut self, before: &Arc<Stored>, mut session: Session, entry: Entry) -> Result<Arc<Stored>> {
        let status = session.plan.status;
        let touched = execute!(self.link, NEXT_VERSION, session.id.0, session.version, status.code())?;
        if touched != 1 {
            return Err(Error::again());
        }
        session.version += 1;
        self.note(entry);
        let stored = Arc::new(Stored { session, ..(**before).clone() });
        self.keep(&stored);
        self.before.push(before.clone());
        self.after.push(stored.clone());
        Ok(stored)
    }

    /// Logs, commits, remembers, and tells who listens. Gives the revision.
    pub(crate) async fn finish(self, actor: &Actor) -> Result<i64> {
        self.conclude(Some(actor.person)).await
    }

    /// The same of what nobody has done.
    pub(crate) async fn finish_by_itself(self) -> Result<i64> {
        self.conclude(None).await
    }

    async fn conclude(mut self, person: Option<PersonId>) -> Result<i64> {
        let mut changes = self.changes();
        let (store, org) = (self.store.clone(), self.org);
        let revision = store.append(&mut self.link, org, person, &self.lines, &mut changes, self.now).await?;
        if !self.by_itself.is_empty() {
            store.append(&mut self.link, org, None, &self.by_itself, &mut [], self.now).await?;
        }
        let weeks = self.weeks.into_iter().map(|(monday, (revision, week))| {
            let same = week.revision == revision;
            ((org, monday), if same { week } else { Arc::new(Week { revision, ..(*week).clone() }) })
        });
        let weeks: Vec<_> = weeks.collect();
        let known = weeks.clone();
        let then = move || {
            for (_, week) in known {
                store.remember(org, week);
            }
            store.tell_all(changes);
        };
        self.link.commit_weeks(weeks, Box::new(then)).await?;
        Ok(revision)
    }

    fn changes(&self) -> Vec<Change> {
        let mut changes: Vec<Change> = Vec::new();
        for stored in self.before.iter().chain(&self.after) {
            let plan = stored.plan();
            let children = plan.seats.iter().map(|seat| seat.child);
            let at = changes.iter().position(|change| change.session == Some(stored.id()));
            let at = at.unwrap_or_else(|| {
                changes.push(Change::of_session(self.org, stored.id()));
                changes.len() - 1
            });
            let change = &mut changes[at];
            change.days.insert(plan.slot.day);
            change.staff.extend(plan.staff.iter().copied());
            change.staff.extend(plan.assistants.iter().map(|assistance| assistance.person));
            change.guardians.extend(self.kindergarten.guardians_of(children));
        }
        if changes.is_empty() || !self.lined_up.is_empty() {
            let guardians = self.kindergarten.guardians_of(self.lined_up.iter().copied());
            changes.push(Change { guardians, ..Change::of_list(self.org) });
        }
        changes
    }
}

statements! {
    LOCK_WEEK = "INSERT INTO week (org, monday, revision) VALUES ($1, $2, 1) \
        ON CONFLICT (org, monday) DO UPDATE SET revision = week.revision + 1 \
        RETURNING revision, (SELECT directory_revision FROM ledger WHERE ledger.org = $1)";
    INSERT_SESSION = "INSERT INTO session (id, org, body, kind, day, start_min, end_min, online, places, open, status, \
        live, reason, token, by_parent, created_by, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
    UPDATE_SESSION = "UPDATE session SET version = version + 1, body = $3, kind = $4, day = $5, start_min = $6, \
        end_min = $7, online = $8, places = $9, open = $10, status = $11, live = $12, reason = $13 \
        WHERE id = $1 AND version = $2";
    MARK = "UPDATE claim SET presence = $3 WHERE session = $1 AND resource = $2";
    CLEAR_MARKS = "UPDATE claim SET presence = NULL WHERE session = $1 AND presence IS NOT NULL";
    SET_NOTE = "UPDATE session SET note = $2 WHERE id = $1";
    NEXT_VERSION = "UPDATE session SET version = version + 1, status = $3 WHERE id = $1 AND version = $2";
    SET_STATUS = "UPDATE session SET status = $2 WHERE id = $1";
    UNLINK = "UPDATE session SET series = NULL, series_day = NULL, series_min = NULL \
        WHERE org = $1 AND series = $2 AND (series_day, series_min) >= ($3, $4)";
    RELINK = "UPDATE session SET series = $2, series_day = $3, series_min = $4, version = version + $5 WHERE id = $1";
    MEND_CLAIM = "UPDATE claim SET with_parent = $3, accompanies = $4 WHERE session = $1 AND resource = $2";
    RANK_CLAIM = "UPDATE claim SET rank = $3 WHERE session = $1 AND resource = $2";
    DELETE_CLAIM = "DELETE FROM claim WHERE session = $1 AND resource = $2";
}
