//! What is written into the shared document: stored before anybody is told of it.

use chrono::{DateTime, Utc};
use domain::{
    Actor, ItemId, MeetingId, Name, OrgId, PersonId, Position, Refusal,
    meeting::{Fault, State as MeetingState},
    minutes::{Access, State},
    time::Moment,
};
use minutes::{schema, write};
use rand::Rng;
use sqlx::FromRow;
use uuid::Uuid;
use yrs::{ReadTxn, StateVector, Transact};

use crate::{
    Store,
    account::random_token,
    all,
    dialect::Link,
    directory::moment,
    error::{Error, Result},
    execute,
    meeting::plain_entry,
    optional, statements,
};

/// What somebody may do at the door of a meeting's minutes.
#[derive(Clone, Debug)]
pub struct Door {
    /// Whose minutes.
    pub meeting: MeetingId,
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: Name,
    /// What they may do with the words now.
    pub access: Access,
    /// Where the minutes stand.
    pub state: State,
    /// They are begun: there is a document.
    pub begun: bool,
    /// The meeting is closed.
    pub closed: bool,
}

/// A document as it is stored.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// The document after update `at`.
    pub snapshot: Option<Vec<u8>>,
    /// Updates behind it, in their order.
    pub updates: Vec<Vec<u8>>,
    /// The number of the last.
    pub no: i64,
}

/// Something to be stored.
#[derive(Clone, Debug)]
pub struct Written {
    /// Who wrote it.
    pub person: PersonId,
    /// The update.
    pub bytes: Vec<u8>,
}

/// Something that was stored.
#[derive(Clone, Debug)]
pub struct Wrote {
    /// Its number.
    pub no: i64,
    /// Who wrote it.
    pub person: PersonId,
    /// Their name.
    pub name: Name,
    /// When.
    pub at: Moment,
    /// The update.
    pub bytes: Vec<u8>,
}

#[derive(FromRow)]
struct UpdateRow {
    no: i64,
    person: Uuid,
    at: i64,
    bytes: Vec<u8>,
}

impl Store {
    /// What the actor may do at the door of a meeting's minutes.
    ///
    /// # Errors
    /// [`NotFound`](domain::Refusal::NotFound) to all who may not read them.
    pub async fn minutes_door(&self, actor: &Actor, id: MeetingId, now: DateTime<Utc>) -> Result<Door> {
        let mut link = self.read().await?;
        let (meeting, row) = self.known_minutes(&mut link, actor, id, now).await?;
        let state = row.as_ref().map(super::MinutesRow::state).transpose()?;
        Ok(Door {
            meeting: id,
            person: actor.person,
            name: actor.name.clone(),
            access: meeting.access()?,
            state: state.unwrap_or_default(),
            begun: state.is_some(),
            closed: meeting.row.closed,
        })
    }

    /// Begins the minutes of a meeting with its agenda. Done once; whoever comes later finds them begun.
    ///
    /// # Errors
    /// [`Forbidden`](domain::Refusal::Forbidden) to all but chair and secretary; [`Meeting`](domain::Refusal::Meeting) for
    /// one that was called off.
    pub async fn begin_minutes(&self, actor: &Actor, id: MeetingId, now: DateTime<Utc>) -> Result<()> {
        let mut link = self.write().await?;
        let (meeting, row) = self.known_minutes(&mut link, actor, id, now).await?;
        if row.is_some() {
            return Ok(());
        }
        if meeting.access()? < Access::Write {
            return Err(Error::forbidden());
        }
        if meeting.meeting.state == MeetingState::Cancelled {
            return Err(Refusal::Meeting { fault: Fault::Over }.into());
        }
        self.put_minutes(&mut link, actor, id, now).await?;
        self.conclude_meeting(link, actor, id, plain_entry("minutes.begin", id), now).await
    }

    /// Writes minutes that are begun: their first update is the agenda.
    pub(crate) async fn put_minutes(
        &self,
        link: &mut Link,
        actor: &Actor,
        id: MeetingId,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let agenda = self.agenda(link, actor.org, id).await?;
        let agenda: Vec<(ItemId, String)> = agenda.into_iter().map(|item| (item.id, item.title)).collect();
        let (at, seal) = (now.timestamp_millis(), random_token().0);
        execute!(link, INSERT_MINUTES, id.0, actor.org.0, seal, actor.person.0, at)?;
        execute!(link, INSERT_UPDATE, actor.org.0, id.0, 1_i64, actor.person.0, at, begun(&agenda))?;
        Ok(())
    }

    /// The document of a meeting's minutes. Who may read it was asked at the door.
    ///
    /// # Errors
    /// [`NotFound`](domain::Refusal::NotFound) where there is none.
    pub async fn load_minutes(&self, org: OrgId, id: MeetingId) -> Result<Loaded> {
        let mut link = self.inner.db.snapshot().await?;
        self.loaded(&mut link, org, id).await
    }

    pub(crate) async fn loaded(&self, link: &mut Link, org: OrgId, id: MeetingId) -> Result<Loaded> {
        let (last,) = optional!(link, (i64,), SELECT_LAST, org.0, id.0)?.ok_or_else(Error::not_found)?;
        let snapshot = optional!(link, (i64, Vec<u8>), SELECT_SNAPSHOT, org.0, id.0)?;
        let (after, snapshot) = snapshot.map_or((0, None), |(no, bytes)| (no, Some(bytes)));
        let updates = all!(link, (Vec<u8>,), SELECT_UPDATES, org.0, id.0, after)?;
        Ok(Loaded { snapshot, updates: updates.into_iter().map(|(bytes,)| bytes).collect(), no: last })
    }

    /// Updates behind a number: what another server has stored.
    ///
    /// # Errors
    /// [`NotFound`](domain::Refusal::NotFound) where there is no such document.
    pub async fn minutes_since(&self, org: OrgId, id: MeetingId, after: i64) -> Result<Loaded> {
        let mut link = self.inner.db.snapshot().await?;
        let (last,) = optional!(link, (i64,), SELECT_LAST, org.0, id.0)?.ok_or_else(Error::not_found)?;
        let updates = all!(link, (Vec<u8>,), SELECT_UPDATES, org.0, id.0, after)?;
        Ok(Loaded { snapshot: None, updates: updates.into_iter().map(|(bytes,)| bytes).collect(), no: last })
    }

    /// Stores what was written, all of it or nothing. Who may write was asked at the door; that they are still a draft is
    /// asked here. Gives the number of the last.
    ///
    /// # Errors
    /// [`Changed`](domain::Refusal::Changed) when they are a draft no more.
    pub async fn append_minutes(
        &self,
        org: OrgId,
        id: MeetingId,
        written: &[Written],
        now: DateTime<Utc>,
    ) -> Result<i64> {
        let mut link = self.write().await?;
        let no = self.put_updates(&mut link, org, id, written, now).await?;
        link.commit().await?;
        Ok(no)
    }

    /// Writes updates behind those that are there.
    pub(crate) async fn put_updates(
        &self,
        link: &mut Link,
        org: OrgId,
        id: MeetingId,
        written: &[Written],
        now: DateTime<Utc>,
    ) -> Result<i64> {
        let (at, mut last) = (now.timestamp_millis(), None);
        for one in written {
            let bytes = one.bytes.as_slice();
            let no = optional!(link, (i64,), APPEND_UPDATE, org.0, id.0, one.person.0, at, bytes)?;
            let Some((no,)) = no else {
                let there = optional!(link, (i64,), SELECT_LAST, org.0, id.0)?.is_some();
                return Err(if there { Refusal::Changed.into() } else { Error::not_found() });
            };
            last = Some(no);
        }
        match last {
            Some(no) => Ok(no),
            None => optional!(link, (i64,), SELECT_LAST, org.0, id.0)?.map(|(no,)| no).ok_or_else(Error::not_found),
        }
    }

    /// Keeps the document as it was after update `no`, so that it opens without reading all of them.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn keep_snapshot(&self, org: OrgId, id: MeetingId, no: i64, bytes: &[u8]) -> Result<()> {
        let mut link = self.write().await?;
        execute!(link, UPSERT_SNAPSHOT, org.0, id.0, no, bytes)?;
        link.commit().await
    }

    /// Everything that was written, in its order.
    ///
    /// # Errors
    /// [`NotFound`](domain::Refusal::NotFound) to all who may not read them; [`Forbidden`](domain::Refusal::Forbidden) to
    /// who did not sit there.
    pub async fn minutes_history(&self, actor: &Actor, id: MeetingId, now: DateTime<Utc>) -> Result<Vec<Wrote>> {
        let mut link = self.inner.db.snapshot().await?;
        let (meeting, _) = self.known_minutes(&mut link, actor, id, now).await?;
        // What was taken out again stands in it, too: a child's name, say. It is for those who sat there, and the head.
        if meeting.composition.role_of(actor.person).is_none() && !actor.is_any(&[Position::Head]) {
            return Err(Error::forbidden());
        }
        let rows = all!(link, UpdateRow, SELECT_HISTORY, actor.org.0, id.0)?;
        let zone = meeting.kindergarten.zone;
        let wrote = |row: UpdateRow| Wrote {
            no: row.no,
            person: PersonId(row.person),
            name: meeting.kindergarten.name_of(PersonId(row.person)),
            at: moment(zone, row.at),
            bytes: row.bytes,
        };
        Ok(rows.into_iter().map(wrote).collect())
    }
}

/// The first update of a document: its agenda.
pub(crate) fn begun(agenda: &[(ItemId, String)]) -> Vec<u8> {
    // Ids of replicas have 53 bits at most.
    let doc = schema::document(rand::rng().random_range(1..1_u64 << 53));
    write::begin(&doc, agenda);
    doc.transact().encode_state_as_update_v1(&StateVector::default())
}

statements! {
    INSERT_MINUTES = "INSERT INTO minutes (meeting, org, seal, begun_by, begun_at) VALUES ($1, $2, $3, $4, $5)";
    INSERT_UPDATE = "INSERT INTO minutes_update (org, meeting, no, person, at, bytes) VALUES ($1, $2, $3, $4, $5, $6)";
    APPEND_UPDATE = "INSERT INTO minutes_update (org, meeting, no, person, at, bytes) \
        SELECT org, meeting, last + 1, $3, $4, $5 FROM minutes WHERE org = $1 AND meeting = $2 AND state = 'draft' \
        RETURNING no";
    SELECT_LAST = "SELECT last FROM minutes WHERE org = $1 AND meeting = $2";
    SELECT_SNAPSHOT = "SELECT no, bytes FROM minutes_snapshot WHERE org = $1 AND meeting = $2";
    SELECT_UPDATES = "SELECT bytes FROM minutes_update WHERE org = $1 AND meeting = $2 AND no > $3 ORDER BY no";
    SELECT_HISTORY = "SELECT no, person, at, bytes FROM minutes_update WHERE org = $1 AND meeting = $2 ORDER BY no";
    UPSERT_SNAPSHOT = "INSERT INTO minutes_snapshot (org, meeting, no, bytes) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (meeting) DO UPDATE SET no = excluded.no, bytes = excluded.bytes \
        WHERE minutes_snapshot.no < excluded.no";
}
