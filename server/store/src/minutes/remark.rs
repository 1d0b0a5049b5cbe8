//! Members' remarks on a draft, and the other words that they propose: records beside the shared document, so that who may
//! not write in it never does.

use chrono::{DateTime, Utc};
use domain::{
    Actor, ItemId, MeetingId, OrgId, PersonId, Refusal, RemarkId,
    minutes::{
        Remark, Section, State,
        remark::{Area, Settled},
        view::RemarkView,
    },
    refusal::Problem,
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    Store, all,
    dialect::Link,
    directory::{known, moment},
    error::{Error, Result},
    execute,
    meeting::{KnownMeeting, entry},
    new_id, optional, statements,
};

/// The longest quote, comment and proposal, in letters.
const LONGEST: usize = 4000;

#[derive(sqlx::FromRow)]
struct RemarkRow {
    id: Uuid,
    meeting: Uuid,
    author: Uuid,
    at: i64,
    section: String,
    item: Option<Uuid>,
    quote: String,
    comment: String,
    replacement: Option<String>,
    settled: String,
    settled_by: Option<Uuid>,
}

impl RemarkRow {
    fn remark(&self) -> Result<Remark> {
        let section = known(Section::from_code(&self.section), &self.section)?;
        Ok(Remark {
            id: RemarkId(self.id),
            author: PersonId(self.author),
            area: Area { section, item: self.item.map(ItemId) },
            quote: self.quote.clone(),
            comment: self.comment.clone(),
            replacement: self.replacement.clone(),
            settled: known(Settled::from_code(&self.settled), &self.settled)?,
        })
    }
}

impl Store {
    /// Makes a remark on a draft, or proposes other words.
    ///
    /// # Errors
    /// [`Forbidden`](domain::Refusal::Forbidden) to who only reads; [`Changed`](domain::Refusal::Changed) once they are
    /// sent; [`Invalid`](domain::Refusal::Invalid) for one that says nothing, or too much.
    #[expect(clippy::too_many_arguments, reason = "who says what of which words of what, and when")]
    pub async fn make_remark(
        &self,
        actor: &Actor,
        id: MeetingId,
        area: Area,
        quote: &str,
        comment: &str,
        replacement: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<RemarkId> {
        let comment = comment.trim();
        if comment.is_empty() && replacement.is_none_or(|words| words.trim().is_empty()) {
            return Err(Error::invalid("comment", Problem::Required));
        }
        for (field, text) in [("quote", quote), ("comment", comment), ("replacement", replacement.unwrap_or_default())]
        {
            if text.chars().count() > LONGEST {
                return Err(Error::invalid(field, Problem::TooLong));
            }
        }
        let mut link = self.write().await?;
        let (meeting, row) = self.known_minutes(&mut link, actor, id, now).await?;
        let state = row.ok_or_else(Error::not_found)?.state()?;
        if state != State::Draft {
            return Err(Refusal::Changed.into());
        }
        if !Remark::may_be_made(area, &meeting.standing, state) {
            return Err(Error::forbidden());
        }
        let remark = RemarkId(new_id());
        let item = area.item.map(|item| item.0);
        execute!(
            link,
            INSERT_REMARK,
            remark.0,
            actor.org.0,
            id.0,
            actor.person.0,
            now.timestamp_millis(),
            area.section.code(),
            item,
            quote,
            comment,
            replacement
        )?;
        let log = entry("remark.make", id, json!({ "remark": remark, "proposal": replacement.is_some() }));
        self.conclude_meeting(link, actor, id, log, now).await?;
        Ok(remark)
    }

    /// Settles a remark: chair or secretary accept or decline, the author withdraws.
    ///
    /// # Errors
    /// [`Changed`](domain::Refusal::Changed) when it was settled meanwhile, or the minutes are sent.
    pub async fn settle_remark(&self, actor: &Actor, id: RemarkId, way: Settled, now: DateTime<Utc>) -> Result<()> {
        let mut link = self.write().await?;
        let row = optional!(link, RemarkRow, SELECT_REMARK, actor.org.0, id.0)?.ok_or_else(Error::not_found)?;
        let meeting = MeetingId(row.meeting);
        let (known, minutes) = self.known_minutes(&mut link, actor, meeting, now).await?;
        let state = minutes.ok_or_else(Error::not_found)?.state()?;
        let remark = row.remark()?;
        if !remark.ways(actor.person, &known.standing, state).contains(&way) {
            let over = remark.settled != Settled::Open || state != State::Draft;
            return Err(if over { Refusal::Changed.into() } else { Error::forbidden() });
        }
        execute!(link, SETTLE, actor.org.0, id.0, way.code(), actor.person.0, now.timestamp_millis())?;
        let log = entry("remark.settle", meeting, json!({ "remark": id, "way": way.code() }));
        self.conclude_meeting(link, actor, meeting, log, now).await
    }

    /// The remarks on a meeting's minutes. Only those who sit in the meeting see them.
    pub(super) async fn remarks(
        &self,
        link: &mut Link,
        org: OrgId,
        actor: &Actor,
        meeting: &KnownMeeting,
        state: State,
    ) -> Result<Vec<RemarkView>> {
        if !meeting.rights.reply {
            return Ok(Vec::new());
        }
        let house = &meeting.kindergarten;
        let mut remarks = Vec::new();
        for row in all!(link, RemarkRow, SELECT_REMARKS, org.0, meeting.id().0)? {
            let remark = row.remark()?;
            remarks.push(RemarkView {
                author: house.name_of(remark.author),
                at: moment(house.zone, row.at),
                settled_by: row.settled_by.map(|person| house.name_of(PersonId(person))),
                ways: remark.ways(actor.person, &meeting.standing, state),
                remark,
            });
        }
        Ok(remarks)
    }
}

statements! {
    INSERT_REMARK = "INSERT INTO remark (id, org, meeting, author, at, section, item, quote, comment, replacement) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    SELECT_REMARK = "SELECT id, meeting, author, at, section, item, quote, comment, replacement, settled, settled_by \
        FROM remark WHERE org = $1 AND id = $2";
    SELECT_REMARKS = "SELECT id, meeting, author, at, section, item, quote, comment, replacement, settled, settled_by \
        FROM remark WHERE org = $1 AND meeting = $2 ORDER BY at, id";
    SETTLE = "UPDATE remark SET settled = $3, settled_by = $4, settled_at = $5 WHERE org = $1 AND id = $2";
}
