//! What bodies make known of their meetings to the staff and to the parents' council (АПҚО ережесі 3.2, 5.2).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Actor, MeetingId, Permission, Refusal,
    decision::{Digest, Published},
    minutes::{MinutesText, State, text::Due},
    refusal::Problem,
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    Store, all,
    directory::{moment, small},
    error::{Error, Result},
    execute,
    meeting::{KnownMeeting, entry, plain_entry},
    optional, statements,
};

#[derive(sqlx::FromRow)]
struct DigestRow {
    meeting: Uuid,
    staff: bool,
    council: bool,
    published_at: i64,
    facts: Option<String>,
}

#[derive(sqlx::FromRow)]
struct LineRow {
    meeting: Uuid,
    text: String,
    responsible: String,
    due: Option<NaiveDate>,
    ongoing: bool,
}

/// A line of a digest: what was decided, who carries it out, until when.
type Line = (String, String, Option<Due>);

impl Store {
    /// Makes known what a meeting has decided, to the staff, to the parents' council, or to both.
    ///
    /// # Errors
    /// [`Forbidden`](domain::Refusal::Forbidden) to all but who leads the body, and of closed meetings to all;
    /// [`Changed`](domain::Refusal::Changed) while its minutes are not locked;
    /// [`Invalid`](domain::Refusal::Invalid) when it is for nobody.
    pub async fn publish_digest(
        &self,
        actor: &Actor,
        id: MeetingId,
        staff: bool,
        council: bool,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let mut link = self.write().await?;
        let meeting = self.known_meeting(&mut link, actor, id, now).await?;
        if !meeting.rights.publish || meeting.row.closed {
            return Err(Error::forbidden());
        }
        if meeting.row.minutes_state()? != Some(State::Locked) {
            return Err(Refusal::Changed.into());
        }
        if !staff && !council {
            return Err(Error::invalid("readers", Problem::Choice));
        }
        let (by, at) = (actor.person.0, now.timestamp_millis());
        execute!(link, UPSERT_DIGEST, actor.org.0, id.0, staff, council, by, at)?;
        let log = entry("digest.publish", id, json!({ "staff": staff, "council": council }));
        self.conclude_meeting(link, actor, id, log, now).await
    }

    /// What was published to the actor, the latest first.
    ///
    /// # Errors
    /// [`Forbidden`](domain::Refusal::Forbidden) to all who read no digests.
    pub async fn digests(&self, actor: &Actor, now: DateTime<Utc>) -> Result<Vec<Digest>> {
        if !actor.may(Permission::ReadDigests) {
            return Err(Error::forbidden());
        }
        let mut link = self.inner.db.snapshot().await?;
        let (kindergarten, _) = self.kindergarten(&mut link, actor.org, now).await?;
        let councillor = self.in_council(&mut link, actor).await?;
        // Most families sit in nothing: nothing is published to them.
        if !councillor && !actor.may(Permission::SeeDecisions) {
            return Ok(Vec::new());
        }
        let meetings = self.decided_meetings(&mut link, actor, &kindergarten).await?;
        let mut lines: BTreeMap<Uuid, Vec<Line>> = BTreeMap::new();
        for row in all!(link, LineRow, SELECT_LINES, actor.org.0)? {
            let due = if row.ongoing { Some(Due::Ongoing) } else { row.due.map(Due::Day) };
            lines.entry(row.meeting).or_default().push((row.text, row.responsible, due));
        }
        let read = all!(link, (Uuid,), SELECT_OWN_READ, actor.org.0, actor.person.0)?;
        let read: BTreeSet<Uuid> = read.into_iter().map(|(meeting,)| meeting).collect();
        let readers: BTreeMap<Uuid, i64> = all!(link, (Uuid, i64), COUNT_READERS, actor.org.0)?.into_iter().collect();
        let mut digests = Vec::new();
        for row in all!(link, DigestRow, SELECT_DIGESTS, actor.org.0)? {
            let Some(meeting) = meetings.iter().find(|meeting| meeting.row.id == row.meeting) else { continue };
            if !is_for(actor, meeting, councillor, row.staff, row.council) {
                continue;
            }
            // The agenda as it was signed.
            let signed = row.facts.as_deref().map(serde_json::from_str::<MinutesText>).transpose()?;
            let agenda = signed.map(|signed| signed.items.into_iter().map(|item| item.title).collect());
            let at = moment(kindergarten.zone, row.published_at);
            let count = readers.get(&row.meeting).copied().unwrap_or_default();
            digests.push(Digest {
                meeting: meeting.id(),
                body: meeting.meeting.body,
                number: small(meeting.row.number.unwrap_or_default()),
                day: meeting.row.day,
                published: Published { staff: row.staff, council: row.council, at },
                agenda: agenda.unwrap_or_default(),
                decisions: lines.remove(&row.meeting).unwrap_or_default(),
                read: read.contains(&row.meeting),
                readers: meeting.rights.publish.then(|| u32::try_from(count).unwrap_or(u32::MAX)),
            });
        }
        Ok(digests)
    }

    /// Notes that the actor has read a digest; once is enough.
    ///
    /// # Errors
    /// [`NotFound`](domain::Refusal::NotFound) for one that was not published to them.
    pub async fn read_digest(&self, actor: &Actor, id: MeetingId, now: DateTime<Utc>) -> Result<()> {
        if !actor.may(Permission::ReadDigests) {
            return Err(Error::forbidden());
        }
        let mut link = self.write().await?;
        let (kindergarten, _) = self.kindergarten(&mut link, actor.org, now).await?;
        let published = optional!(link, (bool, bool), SELECT_PUBLISHED, actor.org.0, id.0)?;
        let (staff, council) = published.ok_or_else(Error::not_found)?;
        let councillor = self.in_council(&mut link, actor).await?;
        let meetings = self.decided_meetings(&mut link, actor, &kindergarten).await?;
        let meeting = meetings.iter().find(|meeting| meeting.id() == id).ok_or_else(Error::not_found)?;
        if !is_for(actor, meeting, councillor, staff, council) {
            return Err(Error::not_found());
        }
        let (org, reader) = (actor.org.0, actor.person.0);
        if optional!(link, (i64,), SELECT_READ, org, id.0, reader)?.is_some() {
            return Ok(());
        }
        execute!(link, INSERT_READ, org, id.0, reader, now.timestamp_millis())?;
        self.conclude_meeting(link, actor, id, plain_entry("digest.read", id), now).await
    }
}

/// Whether a digest is for the actor: published to those whom they belong to, or of a body that they sit in or lead.
fn is_for(actor: &Actor, meeting: &KnownMeeting, councillor: bool, staff: bool, council: bool) -> bool {
    let sits = meeting.composition.role_of(actor.person).is_some();
    !meeting.row.closed
        && (staff && !actor.positions.is_empty() || council && councillor || sits || meeting.rights.publish)
}

statements! {
    SELECT_DIGESTS = "SELECT digest.meeting, staff, council, published_at, facts \
        FROM digest JOIN minutes ON minutes.meeting = digest.meeting WHERE digest.org = $1 \
        ORDER BY published_at DESC, digest.meeting";
    SELECT_LINES = "SELECT decision.meeting, text, responsible, due, ongoing \
        FROM decision JOIN digest ON digest.meeting = decision.meeting WHERE decision.org = $1 \
        ORDER BY decision.meeting, line";
    SELECT_PUBLISHED = "SELECT staff, council FROM digest WHERE org = $1 AND meeting = $2";
    SELECT_OWN_READ = "SELECT meeting FROM digest_read WHERE org = $1 AND person = $2";
    SELECT_READ = "SELECT at FROM digest_read WHERE org = $1 AND meeting = $2 AND person = $3";
    COUNT_READERS = "SELECT meeting, COUNT(*) FROM digest_read WHERE org = $1 GROUP BY meeting";
    INSERT_READ = "INSERT INTO digest_read (org, meeting, person, at) VALUES ($1, $2, $3, $4)";
    UPSERT_DIGEST = "INSERT INTO digest (org, meeting, staff, council, published_by, published_at) \
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (meeting) DO UPDATE SET staff = excluded.staff, \
        council = excluded.council, published_by = excluded.published_by, published_at = excluded.published_at";
}
