//! Meetings of bodies: called, changed, held, and who was there.

pub(crate) mod attend;
mod call;
mod read;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Actor, Body, MeetingId, OrgId, PersonId,
    body::Composition,
    meeting::{Meeting, Planned, Rights, SchoolYear, State, rights},
    minutes::{self, Access, Section, Standing},
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    Store, all,
    audit::Entry,
    change::Change,
    dialect::Link,
    directory::{Kindergarten, known},
    error::{Error, Result},
    optional, statements,
};

pub(crate) use read::numbers;

/// A row of the table of meetings.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct MeetingRow {
    pub(crate) id: Uuid,
    pub(crate) version: i64,
    pub(crate) body: String,
    pub(crate) composition: Uuid,
    pub(crate) planned: String,
    pub(crate) day: NaiveDate,
    pub(crate) start_min: i32,
    pub(crate) end_min: i32,
    pub(crate) place: String,
    pub(crate) manner: String,
    pub(crate) state: String,
    pub(crate) closed: bool,
    pub(crate) reason: String,
    pub(crate) guests: String,
    pub(crate) number: Option<i32>,
    pub(crate) year: i32,
    pub(crate) called_by: Uuid,
    pub(crate) called_at: i64,
    /// Where its minutes stand; None where they have not been begun.
    pub(crate) minutes: Option<String>,
}

/// A meeting of which somebody may know.
pub(crate) struct KnownMeeting {
    pub(crate) row: MeetingRow,
    pub(crate) meeting: Meeting,
    pub(crate) composition: Composition,
    pub(crate) rights: Rights,
    pub(crate) standing: Standing,
    pub(crate) kindergarten: std::sync::Arc<Kindergarten>,
    /// The kindergarten's revision.
    pub(crate) revision: i64,
}

impl MeetingRow {
    pub(crate) fn meeting(&self) -> Result<Meeting> {
        Ok(Meeting {
            id: MeetingId(self.id),
            body: known(Body::from_code(&self.body), &self.body)?,
            planned: known(Planned::from_code(&self.planned), &self.planned)?,
            day: self.day,
            state: known(State::from_code(&self.state), &self.state)?,
        })
    }

    pub(crate) fn minutes_state(&self) -> Result<Option<minutes::State>> {
        self.minutes.as_deref().map(|code| known(minutes::State::from_code(code), code)).transpose()
    }

    pub(crate) fn school_year(&self) -> SchoolYear {
        SchoolYear(self.year)
    }

    pub(crate) fn guests(&self) -> Result<Vec<String>> {
        Ok(serde_json::from_str(&self.guests)?)
    }
}

impl KnownMeeting {
    pub(crate) fn id(&self) -> MeetingId {
        self.meeting.id
    }

    /// What the actor may do with the words of its minutes now.
    pub(crate) fn access(&self) -> Result<Access> {
        let state = self.row.minutes_state()?.unwrap_or_default();
        Ok(self.standing.access(Section::Discussion, state))
    }
}

impl Store {
    /// A meeting that the actor may know of, with what they are to it.
    ///
    /// # Errors
    /// [`NotFound`](domain::Refusal::NotFound): that it is there is no stranger's business, either.
    pub(crate) async fn known_meeting(
        &self,
        link: &mut Link,
        actor: &Actor,
        id: MeetingId,
        now: DateTime<Utc>,
    ) -> Result<KnownMeeting> {
        let row = optional!(link, MeetingRow, SELECT_MEETING, actor.org.0, id.0)?.ok_or_else(Error::not_found)?;
        let (kindergarten, revision) = self.kindergarten(link, actor.org, now).await?;
        let compositions = self.compositions(link, actor.org).await?;
        let found = KnownMeeting { revision, ..of_row(actor, row, &compositions, kindergarten)? };
        if found.rights.see { Ok(found) } else { Err(Error::not_found()) }
    }

    /// The meetings of a school year, as far as rules look at them.
    pub(crate) async fn meetings_of_year(
        &self,
        link: &mut Link,
        org: OrgId,
        year: SchoolYear,
    ) -> Result<Vec<MeetingRow>> {
        Ok(all!(link, MeetingRow, SELECT_YEAR, org.0, year.0)?)
    }

    /// The end of a write that has changed a meeting.
    pub(crate) async fn conclude_meeting(
        &self,
        link: Link,
        actor: &Actor,
        meeting: MeetingId,
        entry: Entry,
        now: DateTime<Utc>,
    ) -> Result<()> {
        self.conclude(link, actor.person, entry, Change::of_meeting(actor.org, meeting), now).await
    }
}

/// What a row is to the actor.
pub(crate) fn of_row(
    actor: &Actor,
    row: MeetingRow,
    compositions: &[Composition],
    kindergarten: std::sync::Arc<Kindergarten>,
) -> Result<KnownMeeting> {
    let meeting = row.meeting()?;
    let composition = compositions
        .iter()
        .find(|composition| composition.id.0 == row.composition)
        .cloned()
        .ok_or_else(|| Error::corrupt("a meeting without its composition"))?;
    let rights = Rights::of(actor, &composition);
    let standing = rights::standing(actor, &composition, row.closed);
    Ok(KnownMeeting { row, meeting, composition, rights, standing, kindergarten, revision: 0 })
}

/// A line of the log about a meeting.
pub(crate) fn entry(action: &'static str, meeting: MeetingId, detail: serde_json::Value) -> Entry {
    Entry::new(action, meeting, detail)
}

/// The same without a detail.
pub(crate) fn plain_entry(action: &'static str, meeting: MeetingId) -> Entry {
    entry(action, meeting, json!({}))
}

/// People who are invited, and who of them was there.
pub(crate) struct InvitedRow {
    pub(crate) person: PersonId,
    pub(crate) reply: Option<String>,
    pub(crate) mark: Option<String>,
}

impl Store {
    pub(crate) async fn invited(&self, link: &mut Link, org: OrgId, meeting: MeetingId) -> Result<Vec<InvitedRow>> {
        let rows = all!(link, (Uuid, Option<String>, Option<String>), SELECT_INVITED, org.0, meeting.0)?;
        let row = |(person, reply, mark)| InvitedRow { person: PersonId(person), reply, mark };
        Ok(rows.into_iter().map(row).collect())
    }

    /// The agenda of a meeting, in its order.
    pub(crate) async fn agenda(
        &self,
        link: &mut Link,
        org: OrgId,
        meeting: MeetingId,
    ) -> Result<Vec<domain::meeting::view::AgendaItem>> {
        let rows = all!(link, (Uuid, String, Option<Uuid>), SELECT_AGENDA, org.0, meeting.0)?;
        let item = |(id, title, decision): (Uuid, String, Option<Uuid>)| domain::meeting::view::AgendaItem {
            id: domain::ItemId(id),
            title,
            decision: decision.map(domain::DecisionId),
        };
        Ok(rows.into_iter().map(item).collect())
    }
}

statements! {
    SELECT_MEETING = "SELECT meeting.id, version, body, composition, planned, day, start_min, end_min, meeting.place, manner, \
        meeting.state, closed, reason, guests, number, year, called_by, called_at, minutes.state AS minutes \
        FROM meeting LEFT JOIN minutes ON minutes.meeting = meeting.id WHERE meeting.org = $1 AND meeting.id = $2";
    SELECT_YEAR = "SELECT meeting.id, version, body, composition, planned, day, start_min, end_min, meeting.place, manner, \
        meeting.state, closed, reason, guests, number, year, called_by, called_at, minutes.state AS minutes \
        FROM meeting LEFT JOIN minutes ON minutes.meeting = meeting.id WHERE meeting.org = $1 AND year = $2 \
        ORDER BY day, meeting.id";
    SELECT_INVITED = "SELECT person, reply, mark FROM invited WHERE org = $1 AND meeting = $2 ORDER BY person";
    SELECT_AGENDA = "SELECT id, title, decision FROM agenda_item WHERE org = $1 AND meeting = $2 ORDER BY place, id";
}

pub(crate) const ALL_STATEMENTS: &[&[(&str, &str)]] =
    &[STATEMENTS, attend::STATEMENTS, call::STATEMENTS, read::STATEMENTS];
