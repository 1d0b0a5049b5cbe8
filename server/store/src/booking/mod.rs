//! Parents' places in sessions: what is offered, booked, moved, given up.

mod book;
mod free;
mod offer;
pub(crate) mod offered;
mod view;
pub(crate) mod waiting;

use chrono::{DateTime, Utc};
use domain::{Actor, BookingId, ChildId, OrgId, PersonId, SessionId, view::BookingState};
use uuid::Uuid;

use crate::{all, dialect::Link, directory::known, error::Result, execute, new_id, optional, statements};

pub use offer::PublicKind;

/// A booking about to be written.
pub(crate) struct NewBooking {
    pub(crate) id: BookingId,
    pub(crate) child: ChildId,
    /// Made by the form: the same key twice is the same booking.
    key: String,
}

impl NewBooking {
    pub(crate) fn new(child: ChildId, key: &str) -> Self {
        Self { id: BookingId(new_id()), child, key: key.to_owned() }
    }

    pub(crate) async fn insert(
        &self,
        link: &mut Link,
        actor: &Actor,
        session: SessionId,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let (org, person, at) = (actor.org.0, actor.person.0, now.timestamp_millis());
        execute!(link, INSERT_BOOKING, self.id.0, org, session.0, self.child.0, person, &self.key, at)?;
        Ok(())
    }
}

/// A booking as its row says it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Booked {
    pub(crate) id: BookingId,
    pub(crate) session: SessionId,
    pub(crate) child: ChildId,
    pub(crate) state: BookingState,
}

#[derive(sqlx::FromRow)]
struct BookingRow {
    id: Uuid,
    session: Uuid,
    child: Uuid,
    state: String,
}

impl BookingRow {
    fn read(self) -> Result<Booked> {
        let state = known(BookingState::from_code(&self.state), &self.state)?;
        Ok(Booked { id: BookingId(self.id), session: SessionId(self.session), child: ChildId(self.child), state })
    }
}

/// Ends a booking: its seat has gone, or goes with it.
pub(crate) async fn end(link: &mut Link, booking: BookingId, state: BookingState, now: DateTime<Utc>) -> Result<()> {
    execute!(link, END_BOOKING, booking.0, state.code(), now.timestamp_millis())?;
    Ok(())
}

async fn by_id(link: &mut Link, org: OrgId, id: BookingId) -> Result<Option<Booked>> {
    optional!(link, BookingRow, SELECT_BOOKING, org.0, id.0)?.map(BookingRow::read).transpose()
}

async fn by_key(link: &mut Link, org: OrgId, person: PersonId, key: &str) -> Result<Option<Booked>> {
    optional!(link, BookingRow, SELECT_BY_KEY, org.0, person.0, key)?.map(BookingRow::read).transpose()
}

/// Every booking of a person's own children, the latest first.
async fn of_guardian(link: &mut Link, org: OrgId, person: PersonId) -> Result<Vec<Booked>> {
    all!(link, BookingRow, SELECT_OF_GUARDIAN, org.0, person.0)?.into_iter().map(BookingRow::read).collect()
}

statements! {
    INSERT_BOOKING = "INSERT INTO booking (id, org, session, child, person, key, state, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, 'active', $7)";
    END_BOOKING = "UPDATE booking SET state = $2, ended_at = $3 WHERE id = $1 AND state <> 'moved'";
    SELECT_BOOKING = "SELECT id, session, child, state FROM booking WHERE org = $1 AND id = $2";
    SELECT_BY_KEY = "SELECT id, session, child, state FROM booking WHERE org = $1 AND person = $2 AND key = $3";
    SELECT_OF_GUARDIAN = "SELECT b.id, b.session, b.child, b.state FROM guardian AS g JOIN booking AS b ON b.child = g.child \
        WHERE b.org = $1 AND g.person = $2 AND g.rights ORDER BY b.created_at DESC, b.id DESC";
}
