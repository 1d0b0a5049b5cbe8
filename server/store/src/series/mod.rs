//! Series: what is wanted is shown date by date first, and then saved whole or not at all.

mod dates;

use std::{collections::BTreeSet, sync::Arc};

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Actor, Context, OrgId, Plan, SeriesId, Session, SessionId, Status,
    refusal::Problem,
    series::{
        Choice, Fate, MOST, Occurrence, Outcome, Preview, Reach, Row, Series, Wish, anchored, ends_by, is_movable,
        judge, shifted, steps,
    },
    sight,
    time::{Moment, STEP, shift},
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    Store, all,
    audit::Entry,
    dialect::Link,
    directory::{Kindergarten, small},
    error::{Error, Result},
    execute, new_id, optional,
    session::{Attempt, Stored, TRIES, Writing, plan, whole_context},
    statements,
};

/// Days around a series in which other times are looked for.
const AROUND: i64 = 14;

#[derive(sqlx::FromRow)]
struct SeriesRow {
    id: Uuid,
    version: i64,
    rule: String,
    day: NaiveDate,
    start_min: i32,
    skipped: String,
}

/// A series as it is kept.
struct Kept {
    series: Series,
    /// Days of the rule that were left out.
    skipped: BTreeSet<NaiveDate>,
}

impl SeriesRow {
    fn read(self) -> Kept {
        let from = Moment { day: self.day, minute: small(self.start_min) };
        let series = Series { id: SeriesId(self.id), version: self.version, rule: self.rule, from };
        Kept { series, skipped: serde_json::from_str(&self.skipped).unwrap_or_default() }
    }
}

/// A wish that has been understood: what it is about, and which dates it gives.
struct Case {
    kept: Option<Kept>,
    /// The sessions of the series from the cut on, each with its date.
    members: Vec<(Moment, Session)>,
    /// From here on the series is another.
    cut: Moment,
    /// Nothing of the old series stays before the cut: it is changed in its place.
    whole: bool,
    before: Plan,
    after: Plan,
    rule: String,
    from: Moment,
    dates: Vec<Moment>,
}

impl Store {
    /// The series of a session, for those who may see who is in it.
    ///
    /// # Errors
    /// [`NotFound`](domain::Refusal::NotFound) for a session that the actor may not know of or that is in no series.
    pub async fn series_of(&self, actor: &Actor, session: SessionId, now: DateTime<Utc>) -> Result<Series> {
        let series = self.session(actor, session, now).await?.series.ok_or_else(Error::not_found)?;
        let kept = kept(&mut self.read().await?, actor.org, series.series).await?;
        Ok(kept.series)
    }

    /// What would become of every date, before anything is written.
    ///
    /// # Errors
    /// [`Invalid`](domain::Refusal::Invalid) for a rule that is none, never ends or has too many dates; [`Stale`](domain::Refusal::Stale);
    /// [`Forbidden`](domain::Refusal::Forbidden); [`NotFound`](domain::Refusal::NotFound).
    pub async fn preview_series(&self, actor: &Actor, wish: Wish, now: DateTime<Utc>) -> Result<Preview> {
        plan::may_plan(actor, &[&wish.plan])?;
        let days = self.days_of(actor.org, &wish).await?;
        let (kindergarten, case) = self.look(actor, &wish, &days, now).await?;
        let reached = case.days().chain(days.iter().copied()).chain(chosen_days(&wish));
        let (first, last) = span(reached).ok_or_else(Error::not_found)?;
        let (_, _, weeks) = self.view(actor.org, shift(first, -AROUND), shift(last, AROUND), now).await?;
        let mut context = whole_context(kindergarten.clock(now), &kindergarten, &weeks);
        let rule = case.rule.clone();
        // Many dates, each asked and, where it is refused, looked for elsewhere: not among those who answer requests.
        let rows = tokio::task::spawn_blocking(move || rows(&case, &wish, &mut context)).await?;
        let seen = |(row, _): (Row, Option<Plan>)| sighted(actor, &kindergarten, row);
        Ok(Preview { rule, rows: rows.into_iter().map(seen).collect() })
    }

    /// Saves what was shown: all of it, or nothing, and then how it stands now.
    ///
    /// # Errors
    /// Those of [`Store::preview_series`].
    pub async fn save_series(&self, actor: &Actor, wish: Wish, now: DateTime<Utc>) -> Result<Outcome> {
        plan::may_plan(actor, &[&wish.plan])?;
        for _ in 0..TRIES {
            let days = self.days_of(actor.org, &wish).await?;
            let (_, case) = self.look(actor, &wish, &days, now).await?;
            let days: BTreeSet<_> = case.days().chain(days).chain(chosen_days(&wish)).collect();
            match self.save_once(actor, &wish, &days, now).await {
                Ok(Some(outcome)) => return Ok(outcome),
                Ok(None) => {
                    self.written().await;
                    return Ok(Outcome::Again(self.preview_series(actor, wish, now).await?));
                }
                Err(attempt) => {
                    let days: Vec<_> = days.iter().copied().collect();
                    self.settle(actor, attempt, &days, now).await?;
                }
            }
        }
        Err(Error::again())
    }

    /// None when some dates are refused.
    async fn save_once(
        &self,
        actor: &Actor,
        wish: &Wish,
        days: &BTreeSet<NaiveDate>,
        now: DateTime<Utc>,
    ) -> Result<Option<Outcome>, Attempt> {
        let mut writing = Writing::begin(self, actor.org, days.iter().copied(), now).await?;
        let known = writing.kindergarten.clone();
        let there = writing.all();
        let kept = kept_of(&mut writing.link, actor.org, wish, &there).await?;
        let case = Case::new(actor, &known, wish, kept, &there, known.clock(now))?;
        if !case.days().all(|day| writing.holds(day)) {
            // Somebody has moved a session to a week that nobody has looked at.
            return Err(Error::again().into());
        }
        let mut context = writing.whole_context();
        let rows = rows(&case, wish, &mut context);
        if !rows.iter().all(|(row, _)| row.fits()) {
            return Ok(None);
        }
        if !rows.iter().any(|(row, _)| row.does()) && case.same_rule() {
            return Err(Error::invalid("rule", Problem::Nothing).into());
        }
        let outcome = write(&mut writing, actor, wish, &case, &rows).await?;
        writing.finish(actor).await?;
        Ok(Some(outcome))
    }

    /// The days on which sessions of the series are, and that of the session that is edited.
    async fn days_of(&self, org: OrgId, wish: &Wish) -> Result<BTreeSet<NaiveDate>> {
        let mut days = BTreeSet::from([wish.plan.slot.day]);
        if let Some((id, _)) = wish.session {
            let mut link = self.read().await?;
            days.insert(crate::session::load::day_of(&mut link, org, id).await?);
            days.extend(all!(link, (NaiveDate,), SELECT_DAYS, org.0, id.0)?.into_iter().map(|(day,)| day));
        }
        Ok(days)
    }

    /// The wish, understood by what is there now.
    async fn look(
        &self,
        actor: &Actor,
        wish: &Wish,
        days: &BTreeSet<NaiveDate>,
        now: DateTime<Utc>,
    ) -> Result<(Arc<Kindergarten>, Case)> {
        let (first, last) = span(days.iter().copied()).ok_or_else(Error::not_found)?;
        let (kindergarten, _, weeks) = self.view(actor.org, first, last, now).await?;
        let there: Vec<_> = weeks.iter().flat_map(|week| week.sessions.iter().cloned()).collect();
        let mut link = self.read().await?;
        let kept = kept_of(&mut link, actor.org, wish, &there).await?;
        drop(link);
        let case = Case::new(actor, &kindergarten, wish, kept, &there, kindergarten.clock(now))?;
        Ok((kindergarten, case))
    }
}

/// The series of the session that is edited, if it is in one.
async fn kept_of(link: &mut Link, org: OrgId, wish: &Wish, there: &[Arc<Stored>]) -> Result<Option<Kept>> {
    let Some((id, _)) = wish.session else { return Ok(None) };
    match find(there, id)?.session.series {
        Some(occurrence) => Ok(Some(kept(link, org, occurrence.series).await?)),
        None => Ok(None),
    }
}

async fn kept(link: &mut Link, org: OrgId, id: SeriesId) -> Result<Kept> {
    let row = optional!(link, SeriesRow, SELECT_SERIES, org.0, id.0)?;
    Ok(row.ok_or_else(Error::not_found)?.read())
}

/// Somebody may have moved it to where nobody has looked.
fn find(there: &[Arc<Stored>], id: SessionId) -> Result<&Arc<Stored>> {
    there.iter().find(|stored| stored.id() == id).ok_or_else(Error::again)
}

fn moment_of(plan: &Plan) -> Moment {
    Moment { day: plan.slot.day, minute: plan.slot.start }
}

fn chosen_days(wish: &Wish) -> impl Iterator<Item = NaiveDate> + '_ {
    wish.choices.iter().filter_map(|(_, choice)| match choice {
        Choice::At(slot) => Some(slot.day),
        Choice::Skip => None,
    })
}

fn span(days: impl IntoIterator<Item = NaiveDate>) -> Option<(NaiveDate, NaiveDate)> {
    days.into_iter().fold(None, |span, day| match span {
        None => Some((day, day)),
        Some((first, last)) => Some((first.min(day), last.max(day))),
    })
}

fn sighted(actor: &Actor, kindergarten: &Kindergarten, row: Row) -> Row {
    Row { verdict: sight::verdict(actor, &kindergarten.directory, row.verdict), ..row }
}

fn rows(case: &Case, wish: &Wish, context: &mut Context) -> Vec<(Row, Option<Plan>)> {
    let steps = steps(&case.members, &case.dates, &case.before, &case.after, context.now);
    judge(&steps, wish, context)
}

impl Case {
    fn new(
        actor: &Actor,
        kindergarten: &Kindergarten,
        wish: &Wish,
        kept: Option<Kept>,
        there: &[Arc<Stored>],
        now: Moment,
    ) -> Result<Self> {
        if wish.choices.len() > 2 * MOST {
            return Err(Error::invalid("choices", Problem::TooMany));
        }
        let straight = |start: u16| start.is_multiple_of(STEP);
        if wish.choices.iter().any(|(_, choice)| matches!(choice, Choice::At(slot) if !straight(slot.start))) {
            return Err(Error::invalid("choices", Problem::Date));
        }
        let Some((id, version)) = wish.session else { return Self::anew(kindergarten, wish) };
        let stored = find(there, id)?;
        plan::seen_as(actor, stored, version, kindergarten)?;
        plan::may_plan(actor, &[stored.plan(), &wish.plan])?;
        let before = stored.plan().clone();
        let after = if wish.plan.status == Status::Cancelled {
            let reason = plan::reason(wish.plan.reason.as_deref())?;
            let reason = reason.ok_or_else(|| Error::invalid("reason", Problem::Required))?;
            Plan { status: Status::Cancelled, reason: Some(reason), ..before.clone() }
        } else {
            if !wish.plan.status.open() {
                return Err(Error::invalid("status", Problem::Choice));
            }
            plan::sound(wish.plan.clone(), Some((actor, stored, kindergarten)))?
        };
        let of = |series: SeriesId| {
            let mut members: Vec<(Moment, Session)> = there
                .iter()
                .filter_map(|stored| {
                    let occurrence = stored.session.series.filter(|occurrence| occurrence.series == series)?;
                    Some((occurrence.at, stored.session.clone()))
                })
                .collect();
            members.sort_by_key(|(at, _)| *at);
            members
        };
        let (at, mut members) = match &kept {
            Some(kept) => {
                let at = stored.session.series.map_or_else(|| moment_of(&before), |occurrence| occurrence.at);
                (at, of(kept.series.id))
            }
            None => (moment_of(&before), vec![(moment_of(&before), stored.session.clone())]),
        };
        let first = members.iter().find(|(_, session)| is_movable(session, now)).map(|(at, _)| *at);
        let cut = match wish.reach {
            Reach::Following => at,
            // What has been is history: the series goes on from the first that is still to come.
            Reach::All => first.unwrap_or(at).min(at),
        };
        let whole = members.iter().all(|(at, _)| *at >= cut);
        members.retain(|(at, _)| *at >= cut);
        for (_, session) in members.iter().filter(|(_, session)| is_movable(session, now)) {
            plan::may_plan(actor, &[&session.plan])?;
        }
        let from = anchored(cut, &before, &after);
        let days = (after.slot.day - before.slot.day).num_days();
        let old = kept.as_ref().map(|kept| kept.series.rule.as_str());
        if after.status == Status::Cancelled {
            let rule = old.map(str::to_owned).unwrap_or_default();
            return Ok(Self { kept, members, cut, whole, before, after, rule, from, dates: Vec::new() });
        }
        let rule = match (&wish.rule, old) {
            (Some(rule), _) => rule.clone(),
            (None, Some(old)) => shifted(old, days).ok_or_else(|| Error::invalid("rule", Problem::NotMovable))?,
            (None, None) => return Err(Error::invalid("rule", Problem::Required)),
        };
        let (rule, mut dates) = dates::dates(&rule, from, kindergarten.zone)?;
        if let Some(kept) = &kept {
            dates.retain(|date| !kept.skipped.contains(&date.day));
        }
        if dates.is_empty() {
            return Err(Error::invalid("rule", Problem::Nothing));
        }
        Ok(Self { kept, members, cut, whole, before, after, rule, from, dates })
    }

    /// A series that begins with nothing.
    fn anew(kindergarten: &Kindergarten, wish: &Wish) -> Result<Self> {
        let rule = wish.rule.as_deref().ok_or_else(|| Error::invalid("rule", Problem::Required))?;
        let after = plan::sound(wish.plan.clone(), None)?;
        if !after.status.open() {
            return Err(Error::invalid("status", Problem::Choice));
        }
        let from = moment_of(&after);
        let (rule, dates) = dates::dates(rule, from, kindergarten.zone)?;
        let before = after.clone();
        let (kept, members) = (None, Vec::new());
        Ok(Self { kept, members, cut: from, whole: true, before, after, rule, from, dates })
    }

    /// Every day that it touches.
    fn days(&self) -> impl Iterator<Item = NaiveDate> + '_ {
        let members = self.members.iter().map(|(_, session)| session.plan.slot.day);
        members.chain(self.dates.iter().map(|date| date.day)).chain([self.from.day])
    }

    /// Whether the rule is as it was: then a save without a change is no save.
    fn same_rule(&self) -> bool {
        self.kept.as_ref().is_some_and(|kept| kept.series.rule == self.rule && kept.series.from == self.from)
    }
}

/// Writes what was judged.
async fn write(
    writing: &mut Writing,
    actor: &Actor,
    wish: &Wish,
    case: &Case,
    rows: &[(Row, Option<Plan>)],
) -> Result<Outcome> {
    let cancels = case.after.status == Status::Cancelled;
    let old = case.kept.as_ref().map(|kept| kept.series.id);
    let skipped = skipped(case, wish, rows);
    let series = series_row(writing, actor, case, &skipped, cancels).await?;
    if let Some(old) = old {
        writing.unlink(old, case.cut).await?;
    }
    let (mut made, mut changed, mut cancelled) = (0, 0, 0);
    for (row, _) in rows.iter().filter(|(row, _)| row.fate == Fate::Cancel) {
        let before = writing.get(row.session.ok_or_else(Error::again)?)?;
        let reason = if cancels { case.after.reason.clone() } else { before.plan().reason.clone() };
        let plan = Plan { status: Status::Cancelled, reason, ..before.plan().clone() };
        writing.update("session.cancel", actor, &before, plan, None).await?;
        cancelled += 1;
    }
    let mut rest: Vec<_> = rows.iter().filter_map(|(row, plan)| Some((row, plan.as_ref()?))).collect();
    // What moves onto the place of another one waits until that one has gone.
    rest.retain(|(row, _)| row.fate == Fate::New || row.fate == Fate::Change);
    while !rest.is_empty() {
        let in_the_way = |n: usize| {
            let slot = rest[n].1.slot;
            let others = rest.iter().enumerate().filter(|(other, _)| *other != n);
            others.filter_map(|(_, (row, _))| row.was).any(|was| was.overlaps(&slot))
        };
        let next = (0..rest.len()).find(|n| !in_the_way(*n)).unwrap_or(0);
        let (row, plan) = rest.remove(next);
        let id = match row.session {
            None => {
                made += 1;
                writing.insert("session.create", actor, plan.clone(), None).await?.id()
            }
            Some(id) => {
                changed += 1;
                let before = writing.get(id)?;
                let action = plan::action(before.plan(), plan);
                writing.update(action, actor, &before, plan.clone(), None).await?.id()
            }
        };
        if row.session.is_none() {
            writing.relink(id, Some(Occurrence { series, at: row.at })).await?;
        }
    }
    for (row, _) in rows {
        let Some(id) = row.session else { continue };
        writing.relink(id, Some(Occurrence { series, at: row.at })).await?;
    }
    let what = match (cancels, old) {
        (true, _) => "series.cancel",
        (false, None) => "series.create",
        (false, Some(_)) => "series.change",
    };
    let detail = json!({
        "rule": case.rule, "from": case.from, "split_from": old.filter(|old| *old != series),
        "made": made, "changed": changed, "cancelled": cancelled,
    });
    writing.note(Entry::new(what, series, detail));
    Ok(Outcome::Saved { series, made, changed, cancelled })
}

/// The days of the rule on which nothing is held, chosen now or before.
fn skipped(case: &Case, wish: &Wish, rows: &[(Row, Option<Plan>)]) -> BTreeSet<NaiveDate> {
    let mut skipped: BTreeSet<_> = case.kept.iter().flat_map(|kept| kept.skipped.iter().copied()).collect();
    let left_out = rows.iter().filter(|(row, _)| row.fate == Fate::Skip && row.session.is_none());
    skipped.extend(left_out.filter(|(row, _)| wish.choice(row.at) == Some(Choice::Skip)).map(|(row, _)| row.at.day));
    skipped
}

/// The row of the series as it is from the cut on: changed in its place, cut off the old one, or made.
async fn series_row(
    writing: &mut Writing,
    actor: &Actor,
    case: &Case,
    skipped: &BTreeSet<NaiveDate>,
    cancels: bool,
) -> Result<SeriesId> {
    let (org, now) = (actor.org.0, writing.now().timestamp_millis());
    let skipped = serde_json::to_string(skipped).unwrap_or_default();
    let minute = i32::from(case.from.minute);
    if let Some(kept) = &case.kept {
        let Series { id, version, rule, from } = &kept.series;
        // The old one ends before the cut; where nothing is left of it, it is this one.
        let (rule, from) = match (case.whole, cancels) {
            (true, true) => (ends_by(rule, case.cut.day), *from),
            (true, false) => (case.rule.clone(), case.from),
            (false, _) => (ends_by(rule, shift(case.cut.day, -1)), *from),
        };
        let skipped =
            if case.whole { skipped.clone() } else { serde_json::to_string(&kept.skipped).unwrap_or_default() };
        let (day, start) = (from.day, i32::from(from.minute));
        let touched = execute!(writing.link, UPDATE_SERIES, org, id.0, *version, &rule, day, start, &skipped)?;
        if touched != 1 {
            return Err(Error::again());
        }
        if case.whole || cancels {
            return Ok(*id);
        }
    }
    let (id, old) = (new_id(), case.kept.as_ref().map(|kept| kept.series.id.0));
    let (rule, day) = (case.rule.as_str(), case.from.day);
    execute!(writing.link, INSERT_SERIES, id, org, rule, day, minute, &skipped, old, actor.person.0, now)?;
    Ok(SeriesId(id))
}

statements! {
    SELECT_SERIES = "SELECT id, version, rule, day, start_min, skipped FROM series WHERE org = $1 AND id = $2";
    SELECT_DAYS = "SELECT DISTINCT s.day FROM session AS s \
        JOIN session AS known ON known.series = s.series AND known.org = s.org WHERE known.org = $1 AND known.id = $2";
    INSERT_SERIES = "INSERT INTO series (id, org, rule, day, start_min, skipped, split_from, created_by, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    UPDATE_SERIES = "UPDATE series SET version = version + 1, rule = $4, day = $5, start_min = $6, skipped = $7 \
        WHERE org = $1 AND id = $2 AND version = $3";
}
