//! Weeks of sessions, remembered by their revision: a page of the calendar costs no more than to see that nothing has
//! changed, and rules are checked against sessions that are already at hand.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Context, OrgId, Plan, SessionId,
    time::{Moment, monday, shift},
};

use super::load::{self, Stored};
use crate::{Store, all, dialect::Link, directory::Kindergarten, error::Result};

/// A kindergarten and a Monday.
pub(crate) type WeekKey = (OrgId, NaiveDate);

/// Sessions that are remembered, over all weeks.
const REMEMBERED: usize = 20_000;

/// The sessions of a week, in the order of time, cancelled ones included.
#[derive(Clone, Debug)]
pub(crate) struct Week {
    pub(crate) monday: NaiveDate,
    pub(crate) revision: i64,
    pub(crate) sessions: Vec<Arc<Stored>>,
}

impl Week {
    fn new(monday: NaiveDate, revision: i64, mut stored: Vec<Stored>) -> Self {
        stored.retain(|stored| (monday..=shift(monday, 6)).contains(&stored.plan().slot.day));
        Self { monday, revision, sessions: stored.into_iter().map(Arc::new).collect() }
    }

    pub(crate) fn get(&self, id: SessionId) -> Option<&Arc<Stored>> {
        self.sessions.iter().find(|stored| stored.id() == id)
    }

    /// This week after a change: the session replaced, added, or gone to another week.
    pub(crate) fn with(&self, revision: i64, stored: &Arc<Stored>) -> Self {
        let mut sessions = self.sessions.clone();
        sessions.retain(|other| other.id() != stored.id());
        if monday(stored.plan().slot.day) == self.monday {
            let at = sessions.partition_point(|other| other.place() < stored.place());
            sessions.insert(at, stored.clone());
        }
        Self { monday: self.monday, revision, sessions }
    }
}

/// A session of these weeks.
pub(crate) fn find(weeks: &[Arc<Week>], id: SessionId) -> Option<&Arc<Stored>> {
    weeks.iter().find_map(|week| week.get(id))
}

/// The sessions that a check of this plan looks at: those of its day, and those of the week that its children are in.
pub(crate) fn context(now: Moment, kindergarten: &Kindergarten, weeks: &[Arc<Week>], plan: &Plan) -> Context {
    let needed = |stored: &&Arc<Stored>| {
        stored.plan().slot.day == plan.slot.day
            || Some(stored.id()) == plan.session
            || plan.seats.iter().any(|seat| stored.plan().has(seat.child))
    };
    let sessions = weeks.iter().flat_map(|week| &week.sessions).filter(needed);
    Context::new(now, kindergarten.directory.clone(), sessions.map(|stored| stored.session.clone()))
}

/// Every session of these weeks.
pub(crate) fn whole_context(now: Moment, kindergarten: &Kindergarten, weeks: &[Arc<Week>]) -> Context {
    let sessions = weeks.iter().flat_map(|week| &week.sessions).map(|stored| stored.session.clone());
    Context::new(now, kindergarten.directory.clone(), sessions)
}

fn mondays(from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    let first = monday(from);
    (0..).map(move |n| shift(first, 7 * n)).take_while(move |monday| *monday <= to)
}

impl Store {
    /// The kindergarten and the weeks from one day to another, as they are now, with the revision that they show.
    pub(crate) async fn view(
        &self,
        org: OrgId,
        from: NaiveDate,
        to: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<(Arc<Kindergarten>, i64, Vec<Arc<Week>>)> {
        let mut link = self.read().await?;
        let (kindergarten, revision) = self.kindergarten(&mut link, org, now).await?;
        let at = revisions(&mut link, org, from, to).await?;
        if let Some(weeks) = self.remembered(org, from, to, &at) {
            return Ok((kindergarten, revision, weeks));
        }
        drop(link);
        // Several statements that must show the same moment.
        let mut link = self.inner.db.snapshot().await?;
        let (kindergarten, revision) = self.kindergarten(&mut link, org, now).await?;
        let at = revisions(&mut link, org, from, to).await?;
        let weeks = self.weeks_at(&mut link, org, from, to, &at).await?;
        Ok((kindergarten, revision, weeks))
    }

    fn remembered(
        &self,
        org: OrgId,
        from: NaiveDate,
        to: NaiveDate,
        at: &BTreeMap<NaiveDate, i64>,
    ) -> Option<Vec<Arc<Week>>> {
        let cache = self.cache();
        mondays(from, to)
            .map(|monday| {
                let revision = at.get(&monday).copied().unwrap_or(0);
                cache.weeks.get(&(org, monday)).filter(|week| week.revision == revision).cloned()
            })
            .collect()
    }

    /// The weeks at these revisions: remembered, or read through a link that sees them stand still.
    pub(crate) async fn weeks_at(
        &self,
        link: &mut Link,
        org: OrgId,
        from: NaiveDate,
        to: NaiveDate,
        at: &BTreeMap<NaiveDate, i64>,
    ) -> Result<Vec<Arc<Week>>> {
        let mut weeks = Vec::new();
        for first in mondays(from, to) {
            weeks.push(self.week_at(link, org, first, at.get(&first).copied().unwrap_or(0)).await?);
        }
        Ok(weeks)
    }

    pub(crate) async fn week_at(
        &self,
        link: &mut Link,
        org: OrgId,
        first: NaiveDate,
        revision: i64,
    ) -> Result<Arc<Week>> {
        let known = self.cache().weeks.get(&(org, first)).filter(|week| week.revision == revision).cloned();
        if let Some(week) = known {
            return Ok(week);
        }
        let week = Arc::new(Week::new(first, revision, load::days(link, org, first, shift(first, 6)).await?));
        self.remember(org, week.clone());
        Ok(week)
    }

    /// Keeps a week that is in the database, unless a later state of it is already known.
    pub(crate) fn remember(&self, org: OrgId, week: Arc<Week>) {
        let mut cache = self.cache();
        let key = (org, week.monday);
        if cache.weeks.get(&key).is_some_and(|known| known.revision > week.revision) {
            return;
        }
        if cache.weeks.values().map(|week| week.sessions.len() + 10).sum::<usize>() > REMEMBERED {
            cache.weeks.clear();
        }
        cache.weeks.insert(key, week);
    }

    /// Forgets a week of which the database has said that it is not as remembered.
    pub(crate) fn forget(&self, org: OrgId, weeks: &BTreeSet<NaiveDate>) {
        let mut cache = self.cache();
        cache.directories.remove(&org);
        for monday in weeks {
            cache.weeks.remove(&(org, *monday));
        }
    }
}

/// The revisions of the weeks from one day to another; a week nobody has written to has none.
async fn revisions(link: &mut Link, org: OrgId, from: NaiveDate, to: NaiveDate) -> Result<BTreeMap<NaiveDate, i64>> {
    Ok(all!(link, (NaiveDate, i64), load::SELECT_WEEKS, org.0, monday(from), to)?.into_iter().collect())
}
