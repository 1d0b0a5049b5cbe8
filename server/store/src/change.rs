//! What has changed, told to those who listen after the commit.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{Actor, MeetingId, OrgId, Permission, PersonId, SessionId, Status, sight, view::Delta};
use tokio::sync::broadcast;

use crate::{Store, error::Result};

/// A change that is in the database.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Change {
    /// The kindergarten.
    pub org: OrgId,
    /// Its revision after the change.
    pub revision: i64,
    /// The session that is new or has changed, if it was one.
    pub session: Option<SessionId>,
    /// The session's days, before and after.
    pub days: BTreeSet<NaiveDate>,
    /// Who holds it or assists in it, before and after.
    pub staff: BTreeSet<PersonId>,
    /// Guardians of the children in it, before and after; of the waiting list, of those who stand in it.
    pub guardians: BTreeSet<PersonId>,
    /// People, rooms, children or hours have changed.
    pub directory: bool,
    /// The meeting that is new or has changed, or whose minutes have come further, if it was one.
    #[serde(default)]
    pub meeting: Option<MeetingId>,
}

impl Change {
    /// Of the waiting list. The revision is not known before the log has been written.
    pub(crate) fn of_list(org: OrgId) -> Self {
        let (days, staff, guardians) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        Self { org, revision: 0, session: None, days, staff, guardians, directory: false, meeting: None }
    }

    pub(crate) fn of_session(org: OrgId, session: SessionId) -> Self {
        Self { session: Some(session), ..Self::of_list(org) }
    }

    pub(crate) fn of_meeting(org: OrgId, meeting: MeetingId) -> Self {
        Self { meeting: Some(meeting), ..Self::of_list(org) }
    }

    pub(crate) fn of_directory(org: OrgId) -> Self {
        Self { directory: true, ..Self::of_list(org) }
    }
}

impl Store {
    /// Changes from now on, of every kindergarten, in the order of their commits.
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.inner.changes.subscribe()
    }

    /// The kindergarten's revision: it goes up with every change.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn revision(&self, org: OrgId, now: DateTime<Utc>) -> Result<i64> {
        Ok(self.kindergarten(&mut self.read().await?, org, now).await?.1)
    }

    /// What this reader is told of a change: nothing, where they may not know of it.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn deltas(&self, actor: &Actor, change: &Change, now: DateTime<Utc>) -> Result<Vec<Delta>> {
        let revision = change.revision;
        if change.org != actor.org {
            return Ok(Vec::new());
        }
        if let Some(meeting) = change.meeting.filter(|_| !change.directory) {
            // What of it they may see is asked when they look.
            let told = actor.may(Permission::SeeDecisions) || actor.may(Permission::ReadDigests);
            return Ok(if told { vec![Delta::Meeting { revision, meeting }] } else { Vec::new() });
        }
        let sees_calendar = actor.may(Permission::SeeCalendar);
        let Some(id) = change.session.filter(|_| !change.directory) else {
            let concerns = sees_calendar || change.directory || change.guardians.contains(&actor.person);
            return Ok(if concerns { vec![Delta::Reload { revision }] } else { Vec::new() });
        };
        let Some(stored) = self.stored(actor.org, id, &change.days, now).await? else { return Ok(Vec::new()) };
        let (kindergarten, stored) = stored;
        let mut deltas = Vec::new();
        let plan = stored.plan();
        // A specialist's draft is no promise yet.
        let shown = sees_calendar || plan.open || plan.status != Status::Draft;
        match sight::session(actor, &stored.session, &kindergarten.directory).filter(|_| shown) {
            Some(session) => deltas.push(Delta::Put { revision, session: Box::new(session) }),
            None if sees_calendar || change.guardians.contains(&actor.person) => {
                deltas.push(Delta::Gone { revision, session: id });
            }
            None => {}
        }
        if change.guardians.contains(&actor.person) {
            for booking in self.bookings_in(actor, id, now).await? {
                deltas.push(Delta::Booking { revision, booking: Box::new(booking) });
            }
        }
        Ok(deltas)
    }

    /// Tells those who listen in this process.
    pub(crate) fn tell(&self, change: Change) {
        // Nobody may be listening.
        let _ = self.inner.changes.send(change);
    }

    /// Tells of all that one transaction has done.
    pub(crate) fn tell_all(&self, changes: impl IntoIterator<Item = Change>) {
        for change in changes {
            self.tell(change);
        }
    }

    /// Something may have been missed: everybody asks anew.
    pub(crate) fn tell_reload(&self) {
        let known = self.cache().known.clone();
        self.tell_all(known.into_iter().map(Change::of_directory));
    }

    /// Hears what other processes that share the database have committed.
    pub(crate) fn relay(&self) {
        crate::dialect::listen(self);
    }
}
