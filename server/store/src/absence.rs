//! Working hours, absences, and what those touch.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Absence, AbsenceId, Actor, Hours, OrgId, Permission, PersonId, Refusal, Session, SessionId, Staff, Status,
    absence::{self, Choice, Span, StaffHours, Touched, Why},
    context::Directory,
    fold::cmp_kk,
    refusal::Problem,
    sight,
    time::{DAY, shift},
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    Saved, Store,
    account::invitation::INSERT_HOURS,
    all,
    audit::Entry,
    change::Change,
    dialect::{Clash, Link},
    directory::{Kindergarten, known, small},
    error::{Error, Result},
    execute, new_id,
    session::whole_context,
    statements,
};

/// Days back of which absences are still shown in the calendar.
const HISTORY: i64 = 120;

/// Days ahead in which sessions are looked for that an absence touches; further ahead nothing is planned yet.
const AHEAD: i64 = 120;

/// Days on either side in which other times are looked for.
const REACH: i64 = 14;

/// Most windows of one person in a week.
const MOST_WINDOWS: usize = 42;

/// Most sessions that are seen to at once.
const MOST_CHOICES: usize = 200;

#[derive(sqlx::FromRow)]
struct AbsenceRow {
    id: Uuid,
    person: Uuid,
    from_day: NaiveDate,
    to_day: NaiveDate,
    start_min: i32,
    end_min: i32,
    why: String,
}

impl AbsenceRow {
    fn read(self) -> Result<Absence> {
        let hours = (small::<u16>(self.start_min), small::<u16>(self.end_min));
        let hours = (hours != (0, DAY)).then_some(hours);
        let span = Span { from: self.from_day, to: self.to_day, hours };
        let why = Some(known(Why::from_code(&self.why), &self.why)?);
        Ok(Absence { id: AbsenceId(self.id), person: PersonId(self.person), span, why })
    }
}

/// The absences of a kindergarten that are not long over, by person.
pub(crate) async fn load(link: &mut Link, org: OrgId, today: NaiveDate) -> Result<Vec<Absence>> {
    let rows = all!(link, AbsenceRow, SELECT_ABSENCES, org.0, shift(today, -HISTORY))?;
    rows.into_iter().map(AbsenceRow::read).collect()
}

/// First day, last day, first minute, end: whole days are all minutes of them.
fn columns(span: &Span) -> (NaiveDate, NaiveDate, i32, i32) {
    let (start, end) = span.hours.unwrap_or((0, DAY));
    (span.from, span.to, i32::from(start), i32::from(end))
}

/// What the log says of an absence: not why.
fn told(span: &Span) -> serde_json::Value {
    json!({ "from": span.from, "to": span.to, "hours": span.hours })
}

fn sound(span: &Span) -> Result<()> {
    if span.is_sound() { Ok(()) } else { Err(Error::invalid("span", Problem::Date)) }
}

impl Store {
    /// Working hours and absences: of everybody, or of oneself alone.
    ///
    /// # Errors
    /// [`Forbidden`](Refusal::Forbidden) to all who do not see the calendar.
    pub async fn staff_hours(&self, actor: &Actor, now: DateTime<Utc>) -> Result<StaffHours> {
        if !actor.may(Permission::SeeCalendar) {
            return Err(Error::forbidden());
        }
        let (kindergarten, _) = self.kindergarten(&mut self.read().await?, actor.org, now).await?;
        let (directory, today) = (&kindergarten.directory, kindergarten.clock(now).day);
        let mine = |person: PersonId| actor.may_excuse(person);
        let bare = |staff: &Staff| Staff { caseload: BTreeSet::new(), ..staff.clone() };
        let mut staff: Vec<_> = directory.staff.values().filter(|staff| mine(staff.id)).map(bare).collect();
        staff.sort_by(|a, b| cmp_kk(&a.name.plain(), &b.name.plain()).then(a.id.cmp(&b.id)));
        let current = |absence: &&Absence| mine(absence.person) && absence.span.to >= today;
        let mut absences: Vec<_> =
            directory.absences.iter().filter(current).map(|absence| sight::absence(actor, absence)).collect();
        absences.sort_by_key(|absence| (absence.span, absence.id));
        Ok(StaffHours { today, open: directory.hours.clone(), staff, absences })
    }

    /// Sets the working week of somebody who holds sessions. Of two who set it at once, the last is right; the log knows both.
    ///
    /// # Errors
    /// [`Forbidden`](Refusal::Forbidden); [`NotFound`](Refusal::NotFound) for who holds none here;
    /// [`Invalid`](Refusal::Invalid) for hours that cannot be, with the window's number.
    pub async fn set_hours(&self, actor: &Actor, person: PersonId, hours: &[Hours], now: DateTime<Utc>) -> Result<()> {
        if !actor.may(Permission::KeepStaff) {
            return Err(Error::forbidden());
        }
        if hours.len() > MOST_WINDOWS {
            return Err(Error::invalid("hours", Problem::TooLong));
        }
        if let Some(n) = Hours::first_unsound(hours) {
            return Err(Error::invalid(&format!("hours.{n}"), Problem::Date));
        }
        let mut link = self.write().await?;
        self.staff_member(&mut link, actor, person, now).await?;
        execute!(link, DELETE_HOURS, actor.org.0, person.0)?;
        for window in hours {
            let (start, end) = (i32::from(window.start), i32::from(window.end));
            let weekday = i32::from(window.weekday);
            execute!(link, INSERT_HOURS, actor.org.0, Some(person.0), weekday, start, end, window.reception)?;
        }
        let entry = Entry::new("hours.set", person, json!({ "windows": hours.len() }));
        self.conclude(link, actor.person, entry, Change::of_directory(actor.org), now).await
    }

    /// Records that somebody is not there. The same said twice is one absence.
    ///
    /// # Errors
    /// [`Forbidden`](Refusal::Forbidden) of others, to all who do not keep the staff's hours; [`NotFound`](Refusal::NotFound);
    /// [`Invalid`](Refusal::Invalid) for days that cannot be.
    pub async fn add_absence(
        &self,
        actor: &Actor,
        person: PersonId,
        span: Span,
        why: Why,
        now: DateTime<Utc>,
    ) -> Result<AbsenceId> {
        if !actor.may_excuse(person) {
            return Err(Error::forbidden());
        }
        sound(&span)?;
        let mut link = self.write().await?;
        let kindergarten = self.staff_member(&mut link, actor, person, now).await?;
        if span.to < kindergarten.clock(now).day {
            return Err(Error::invalid("span", Problem::Date));
        }
        let same = |absence: &&Absence| absence.person == person && absence.span == span;
        if let Some(known) = kindergarten.directory.absences.iter().find(same) {
            return Ok(known.id);
        }
        let (id, at) = (AbsenceId(new_id()), now.timestamp_millis());
        let (from, to, start, end) = columns(&span);
        let (org, by) = (actor.org.0, actor.person.0);
        execute!(link, INSERT_ABSENCE, id.0, org, person.0, from, to, start, end, why.code(), by, at)?;
        self.conclude(
            link,
            actor.person,
            Entry::new("absence.add", person, told(&span)),
            Change::of_directory(actor.org),
            now,
        )
        .await?;
        Ok(id)
    }

    /// Gives an absence other days or hours.
    ///
    /// # Errors
    /// As [`Store::add_absence`]; [`Invalid`](Refusal::Invalid) also where the same is recorded already.
    pub async fn change_absence(&self, actor: &Actor, id: AbsenceId, span: Span, now: DateTime<Utc>) -> Result<()> {
        sound(&span)?;
        let mut link = self.write().await?;
        let (_, absence) = self.absence(&mut link, actor, id, now).await?;
        if absence.span == span {
            return Ok(());
        }
        let (from, to, start, end) = columns(&span);
        match execute!(link, MOVE_ABSENCE, actor.org.0, id.0, from, to, start, end) {
            Ok(1) => {}
            Ok(_) => return Err(Error::not_found()),
            Err(error) => {
                let taken = matches!(Clash::of(&error), Some(Clash::Taken(_)));
                return Err(if taken { Error::invalid("span", Problem::Taken) } else { error.into() });
            }
        }
        let entry = Entry::new("absence.move", absence.person, told(&span));
        self.conclude(link, actor.person, entry, Change::of_directory(actor.org), now).await
    }

    /// Ends an absence: they are there from today on. What has not begun was never so; the days that are past stay.
    ///
    /// # Errors
    /// [`NotFound`](Refusal::NotFound), also for one that has ended already; [`Forbidden`](Refusal::Forbidden).
    pub async fn end_absence(&self, actor: &Actor, id: AbsenceId, now: DateTime<Utc>) -> Result<()> {
        let mut link = self.write().await?;
        let (kindergarten, absence) = self.absence(&mut link, actor, id, now).await?;
        let today = kindergarten.clock(now).day;
        let touched = if absence.span.from < today && absence.span.to >= today {
            let (from, to, start, end) = columns(&Span { to: shift(today, -1), ..absence.span });
            execute!(link, MOVE_ABSENCE, actor.org.0, id.0, from, to, start, end)?
        } else {
            execute!(link, END_ABSENCE, actor.org.0, id.0, now.timestamp_millis())?
        };
        if touched != 1 {
            return Err(Error::not_found());
        }
        let entry = Entry::new("absence.end", absence.person, told(&absence.span));
        self.conclude(link, actor.person, entry, Change::of_directory(actor.org), now).await
    }

    /// Every session to come that an absence touches, with what can be done about it, found by the rules.
    ///
    /// # Errors
    /// [`NotFound`](Refusal::NotFound), [`Forbidden`](Refusal::Forbidden).
    pub async fn touched(&self, actor: &Actor, id: AbsenceId, now: DateTime<Utc>) -> Result<Touched> {
        let (kindergarten, absence) = self.absence(&mut self.read().await?, actor, id, now).await?;
        let today = kindergarten.clock(now).day;
        let from = absence.span.from.max(today);
        let to = absence.span.to.min(shift(from, AHEAD));
        let (kindergarten, _, weeks) =
            self.view(actor.org, shift(from, -REACH), shift(to.max(from), REACH), now).await?;
        let context = whole_context(kindergarten.clock(now), &kindergarten, &weeks);
        let (proposals, sessions) = tokio::task::spawn_blocking(move || {
            let proposals = absence::propose(&absence, &context);
            let find = |proposal: &absence::Proposal| context.get(proposal.session).cloned();
            let sessions: Vec<_> = proposals.iter().filter_map(find).collect();
            (proposals, sessions)
        })
        .await?;
        let directory = &kindergarten.directory;
        let mut touched = Touched {
            absence: sight::absence(actor, &absence),
            sessions: Vec::new(),
            proposals: Vec::new(),
            names: Directory::default(),
        };
        for (mut proposal, session) in proposals.into_iter().zip(sessions) {
            let Some(seen) = sight::session(actor, &session, directory) else { continue };
            // Who plans their own sessions alone gives none away.
            let own = actor.may(Permission::PlanOwn) && !actor.may(Permission::PlanAll);
            proposal
                .ways
                .retain(|way| !own || way.remedy.plan(&session.plan, absence.person).staff.contains(&actor.person));
            for way in &mut proposal.ways {
                way.verdict = sight::verdict(actor, directory, std::mem::take(&mut way.verdict));
            }
            touched.sessions.push(seen);
            touched.proposals.push(proposal);
        }
        touched.names = names(actor, directory, &touched.sessions);
        Ok(touched)
    }

    /// Does what was chosen about sessions that an absence touches: each whole, in a transaction of its own, or not at
    /// all. `reason` is what stands beside those that are called off.
    ///
    /// # Errors
    /// [`NotFound`](Refusal::NotFound), [`Forbidden`](Refusal::Forbidden) of the absence. What came of each session is
    /// said for itself.
    pub async fn settle_absence(
        &self,
        actor: &Actor,
        id: AbsenceId,
        choices: &[Choice],
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<Vec<(SessionId, Result<Saved>)>> {
        if choices.len() > MOST_CHOICES {
            return Err(Error::invalid("choices", Problem::TooLong));
        }
        let (_, absence) = self.absence(&mut self.read().await?, actor, id, now).await?;
        let mut settled = Vec::with_capacity(choices.len());
        for choice in choices {
            settled.push((choice.session, self.settle_one(actor, &absence, choice, reason, now).await));
        }
        Ok(settled)
    }

    async fn settle_one(
        &self,
        actor: &Actor,
        absence: &Absence,
        choice: &Choice,
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<Saved> {
        let session: Session = self.session(actor, choice.session, now).await?;
        if session.version != choice.version {
            return Err(Error::stale(session));
        }
        let before = &session.plan;
        let is_touched = absence.span.takes(&before.slot) && absence::takes_part(before, absence.person);
        if !is_touched || !before.status.open() {
            return Err(Error::invalid("session", Problem::Choice));
        }
        let plan = choice.remedy.plan(before, absence.person);
        if plan.status == Status::Cancelled {
            return self.cancel(actor, session.id, session.version, reason, now).await;
        }
        self.change(actor, session.id, session.version, plan, now).await
    }

    /// An absence that the actor may see to.
    async fn absence(
        &self,
        link: &mut Link,
        actor: &Actor,
        id: AbsenceId,
        now: DateTime<Utc>,
    ) -> Result<(std::sync::Arc<Kindergarten>, Absence)> {
        let (kindergarten, _) = self.kindergarten(link, actor.org, now).await?;
        let found = kindergarten.directory.absences.iter().find(|absence| absence.id == id).copied();
        let absence = found.ok_or_else(Error::not_found)?;
        if !actor.may_excuse(absence.person) {
            return Err(Error::forbidden());
        }
        Ok((kindergarten, absence))
    }

    /// The kindergarten, if the person may hold sessions or assist in it.
    async fn staff_member(
        &self,
        link: &mut Link,
        actor: &Actor,
        person: PersonId,
        now: DateTime<Utc>,
    ) -> Result<std::sync::Arc<Kindergarten>> {
        let (kindergarten, _) = self.kindergarten(link, actor.org, now).await?;
        if kindergarten.directory.staff.contains_key(&person) {
            Ok(kindergarten)
        } else {
            Err(Refusal::NotFound.into())
        }
    }
}

/// Names of all who could hold these sessions, of the rooms, and of the children in them that the actor may know.
fn names(actor: &Actor, directory: &Directory, sessions: &[Session]) -> Directory {
    let bare = |staff: &Staff| Staff { hours: Vec::new(), caseload: BTreeSet::new(), ..staff.clone() };
    let seats = sessions.iter().flat_map(|session| &session.plan.seats);
    let child = |id| Some((id, domain::Child { needs: None, ..sight::child(actor, directory.children.get(&id)?)? }));
    Directory {
        staff: directory.staff.values().map(|staff| (staff.id, bare(staff))).collect(),
        rooms: directory.rooms.clone(),
        children: seats.filter_map(|seat| child(seat.child)).collect(),
        ..Directory::default()
    }
}

statements! {
    SELECT_ABSENCES = "SELECT id, person, from_day, to_day, start_min, end_min, why FROM absence \
        WHERE org = $1 AND to_day >= $2 AND ended_at IS NULL ORDER BY person, from_day, start_min, id";
    INSERT_ABSENCE = "INSERT INTO absence (id, org, person, from_day, to_day, start_min, end_min, why, created_by, \
        created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    MOVE_ABSENCE = "UPDATE absence SET from_day = $3, to_day = $4, start_min = $5, end_min = $6 \
        WHERE org = $1 AND id = $2 AND ended_at IS NULL";
    END_ABSENCE = "UPDATE absence SET ended_at = $3 WHERE org = $1 AND id = $2 AND ended_at IS NULL";
    DELETE_HOURS = "DELETE FROM hours WHERE org = $1 AND person = $2";
}
