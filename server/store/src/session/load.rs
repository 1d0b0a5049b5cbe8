//! Sessions as they stand in the database.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{
    Assistance, Body, BookingId, By, ChildId, Kind, OrgId, PersonId, Plan, Presence, RoomId, Seat, SeriesId, Session,
    SessionId, Slot, Status, series::Occurrence, time::Moment,
};
use uuid::Uuid;

use super::line::{self, Waiter};
use crate::{
    all,
    dialect::Link,
    directory::{known, small},
    error::{Error, Result},
    optional, statements,
};

/// A session with what never leaves the store.
#[derive(Clone, Debug)]
pub(crate) struct Stored {
    pub(crate) session: Session,
    /// The unguessable word of its meeting.
    pub(crate) token: String,
    /// A parent's booking made it: it goes when the last child goes.
    pub(crate) by_parent: bool,
    /// Bookings that hold a seat.
    pub(crate) bookings: Vec<(ChildId, BookingId)>,
    /// Who waits for a place, in the order in which they came.
    pub(crate) waiters: Vec<Waiter>,
}

impl Stored {
    pub(crate) fn id(&self) -> SessionId {
        self.session.id
    }

    pub(crate) fn plan(&self) -> &Plan {
        &self.session.plan
    }

    pub(crate) fn booking_of(&self, child: ChildId) -> Option<BookingId> {
        self.bookings.iter().find(|(seat, _)| *seat == child).map(|(_, booking)| *booking)
    }

    /// Where it stands among others: by time, then by id.
    pub(crate) fn place(&self) -> (NaiveDate, u16, SessionId) {
        (self.plan().slot.day, self.plan().slot.start, self.id())
    }
}

#[derive(sqlx::FromRow)]
struct SessionRow {
    id: Uuid,
    version: i64,
    body: String,
    kind: String,
    day: NaiveDate,
    start_min: i32,
    end_min: i32,
    online: bool,
    places: i32,
    open: bool,
    status: String,
    reason: Option<String>,
    link: Option<String>,
    note: Option<String>,
    token: String,
    by_parent: bool,
    series: Option<Uuid>,
    series_day: Option<NaiveDate>,
    series_min: Option<i32>,
}

#[derive(sqlx::FromRow)]
struct ClaimRow {
    session: Uuid,
    what: String,
    resource: Uuid,
    accompanies: Option<Uuid>,
    with_parent: bool,
    booking: Option<Uuid>,
    presence: Option<String>,
}

impl SessionRow {
    fn read(self) -> Result<Stored> {
        let id = SessionId(self.id);
        let start: u16 = small(self.start_min);
        let plan = Plan {
            session: Some(id),
            body: known(Body::from_code(&self.body), &self.body)?,
            kind: known(Kind::from_code(&self.kind), &self.kind)?,
            slot: Slot { day: self.day, start, minutes: small::<u16>(self.end_min).saturating_sub(start) },
            staff: Vec::new(),
            assistants: Vec::new(),
            room: None,
            online: self.online,
            seats: Vec::new(),
            hidden: 0,
            places: small(self.places),
            open: self.open,
            status: known(Status::from_code(&self.status), &self.status)?,
            reason: self.reason,
            by: By::Staff,
        };
        let series = match (self.series, self.series_day, self.series_min) {
            (Some(series), Some(day), Some(minute)) => {
                Some(Occurrence { series: SeriesId(series), at: Moment { day, minute: small(minute) } })
            }
            _ => None,
        };
        let session = Session { link: self.link, note: self.note, series, ..Session::new(id, self.version, plan) };
        let (bookings, waiters) = (Vec::new(), Vec::new());
        Ok(Stored { session, token: self.token, by_parent: self.by_parent, bookings, waiters })
    }
}

impl ClaimRow {
    fn add_to(&self, stored: &mut Stored) -> Result<()> {
        let plan = &mut stored.session.plan;
        match self.what.as_str() {
            "staff" => plan.staff.push(PersonId(self.resource)),
            "assistant" => {
                let child = self.accompanies.ok_or_else(|| Error::corrupt("an assistant accompanies nobody"))?;
                plan.assistants.push(Assistance { person: PersonId(self.resource), child: ChildId(child) });
            }
            "room" => plan.room = Some(RoomId(self.resource)),
            "seat" => {
                let child = ChildId(self.resource);
                plan.seats.push(Seat { child, with_parent: self.with_parent });
                if let Some(code) = &self.presence {
                    stored.session.marks.push((child, known(Presence::from_code(code), code)?));
                }
                stored.bookings.extend(self.booking.map(|booking| (child, BookingId(booking))));
            }
            other => return Err(Error::corrupt(format!("unknown claim {other:?}"))),
        }
        Ok(())
    }
}

fn join(sessions: Vec<SessionRow>, claims: Vec<ClaimRow>) -> Result<Vec<Stored>> {
    let mut all = sessions.into_iter().map(SessionRow::read).collect::<Result<Vec<_>>>()?;
    let at: HashMap<Uuid, usize> = all.iter().enumerate().map(|(n, stored)| (stored.id().0, n)).collect();
    for claim in claims {
        if let Some(n) = at.get(&claim.session) {
            claim.add_to(&mut all[*n])?;
        }
    }
    for stored in &mut all {
        stored.session.marks.sort();
    }
    all.sort_by_key(Stored::place);
    Ok(all)
}

/// Every session from one day to another, cancelled ones included.
pub(crate) async fn days(link: &mut Link, org: OrgId, from: NaiveDate, to: NaiveDate) -> Result<Vec<Stored>> {
    let sessions = all!(link, SessionRow, SELECT_DAYS, org.0, from, to)?;
    let claims = all!(link, ClaimRow, SELECT_DAYS_CLAIMS, org.0, from, to)?;
    let mut lines = line::days(link, org, from, to).await?;
    let mut all = join(sessions, claims)?;
    for stored in &mut all {
        stored.waiters = lines.remove(&stored.id()).unwrap_or_default();
    }
    Ok(all)
}

/// Every session since a day in which a person's own children have, or have booked, a place.
pub(crate) async fn of_guardian(link: &mut Link, org: OrgId, person: PersonId, from: NaiveDate) -> Result<Vec<Stored>> {
    let sessions = all!(link, SessionRow, SELECT_GUARDIAN, org.0, person.0, from)?;
    let claims = all!(link, ClaimRow, SELECT_GUARDIAN_CLAIMS, org.0, person.0, from)?;
    join(sessions, claims)
}

/// The day of a session.
pub(crate) async fn day_of(link: &mut Link, org: OrgId, id: SessionId) -> Result<NaiveDate> {
    let row: Option<(NaiveDate,)> = optional!(link, (NaiveDate,), SELECT_DAY_OF, org.0, id.0)?;
    row.map(|(day,)| day).ok_or_else(Error::not_found)
}

macro_rules! session_columns {
    ($rest:literal) => {
        concat!(
            "SELECT s.id, s.version, s.body, s.kind, s.day, s.start_min, s.end_min, s.online, s.places, s.open, ",
            "s.status, s.reason, s.link, s.note, s.token, s.by_parent, s.series, s.series_day, s.series_min FROM session AS s ",
            $rest
        )
    };
}

macro_rules! claim_columns {
    ($rest:literal) => {
        concat!(
            "SELECT c.session, c.what, c.resource, c.accompanies, c.with_parent, c.booking, c.presence ",
            "FROM session AS s JOIN claim AS c ON c.session = s.id ",
            $rest,
            " ORDER BY c.session, c.rank"
        )
    };
}

statements! {
    SELECT_DAYS = session_columns!("WHERE s.org = $1 AND s.day BETWEEN $2 AND $3");
    SELECT_DAYS_CLAIMS = claim_columns!("WHERE s.org = $1 AND s.day BETWEEN $2 AND $3");
    SELECT_GUARDIAN = session_columns!(
        "WHERE s.org = $1 AND s.day >= $3 AND s.id IN (\
            SELECT seat.session FROM guardian AS g JOIN claim AS seat ON seat.resource = g.child \
                WHERE g.person = $2 AND g.rights \
            UNION SELECT b.session FROM guardian AS g JOIN booking AS b ON b.child = g.child \
                WHERE g.person = $2 AND g.rights)"
    );
    SELECT_GUARDIAN_CLAIMS = claim_columns!(
        "WHERE s.org = $1 AND s.day >= $3 AND s.id IN (\
            SELECT seat.session FROM guardian AS g JOIN claim AS seat ON seat.resource = g.child \
                WHERE g.person = $2 AND g.rights \
            UNION SELECT b.session FROM guardian AS g JOIN booking AS b ON b.child = g.child \
                WHERE g.person = $2 AND g.rights)"
    );
    SELECT_ATTENDED = "SELECT c.child, c.presence FROM claim AS seat \
        JOIN claim AS c ON c.child = seat.child \
        WHERE seat.org = $1 AND seat.session = $2 AND c.day >= $3 AND c.presence IS NOT NULL";
    SELECT_WEEKS = "SELECT monday, revision FROM week WHERE org = $1 AND monday BETWEEN $2 AND $3";
    SELECT_DAY_OF = "SELECT day FROM session WHERE org = $1 AND id = $2";
}
