//! Answers to an invitation, and who was there.

use chrono::{DateTime, Utc};
use domain::{
    Actor, MeetingId, PersonId, Refusal,
    meeting::{Fault, Mark, Reply},
    refusal::Problem,
};
use serde_json::json;

use super::entry;
use crate::{
    Store,
    error::{Error, Result},
    execute, statements,
};

/// Most guests, and the longest name of one.
const MOST_GUESTS: usize = 60;
const LONGEST_NAME: usize = 120;

impl Store {
    /// Answers one's own invitation.
    ///
    /// # Errors
    /// [`Forbidden`](domain::Refusal::Forbidden) to who is not invited.
    pub async fn reply(&self, actor: &Actor, id: MeetingId, reply: Reply, now: DateTime<Utc>) -> Result<()> {
        let mut link = self.write().await?;
        let meeting = self.known_meeting(&mut link, actor, id, now).await?;
        if !meeting.rights.reply {
            return Err(Error::forbidden());
        }
        let over = meeting.kindergarten.clock(now).day > meeting.row.day;
        if over || meeting.meeting.state != domain::meeting::State::Called {
            return Err(Refusal::Meeting { fault: Fault::Over }.into());
        }
        execute!(link, UPSERT_REPLY, actor.org.0, id.0, actor.person.0, reply.code())?;
        let log = entry("meeting.reply", id, json!({ "reply": reply.code() }));
        self.conclude_meeting(link, actor, id, log, now).await
    }

    /// Marks who was there. None takes the mark away.
    ///
    /// # Errors
    /// [`Meeting`](domain::Refusal::Meeting) before the meeting's day, and once its minutes are sent: who was there stands in
    /// them; [`NotFound`](domain::Refusal::NotFound) for who does not belong to it.
    pub async fn mark_attendance(
        &self,
        actor: &Actor,
        id: MeetingId,
        person: PersonId,
        mark: Option<Mark>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let mut link = self.write().await?;
        let meeting = self.kept_meeting(&mut link, actor, id, now).await?;
        if meeting.kindergarten.clock(now).day < meeting.row.day {
            return Err(Refusal::Meeting { fault: Fault::NotYet }.into());
        }
        if meeting.composition.role_of(person).is_none() {
            return Err(Error::not_found());
        }
        execute!(link, UPSERT_MARK, actor.org.0, id.0, person.0, mark.map(Mark::code))?;
        let log = entry("meeting.mark", id, json!({ "person": person, "mark": mark.map(Mark::code) }));
        self.conclude_meeting(link, actor, id, log, now).await
    }

    /// Writes down the guests. They are not counted for the quorum.
    ///
    /// # Errors
    /// [`Invalid`](domain::Refusal::Invalid) for too many, or what is no name.
    pub async fn set_guests(&self, actor: &Actor, id: MeetingId, guests: &[String], now: DateTime<Utc>) -> Result<()> {
        let guests: Vec<String> = guests
            .iter()
            .map(|guest| guest.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|guest| !guest.is_empty())
            .collect();
        if guests.len() > MOST_GUESTS || guests.iter().any(|guest| guest.chars().count() > LONGEST_NAME) {
            return Err(Error::invalid("guests", Problem::TooLong));
        }
        let mut link = self.write().await?;
        self.kept_meeting(&mut link, actor, id, now).await?;
        execute!(link, UPDATE_GUESTS, actor.org.0, id.0, serde_json::to_string(&guests)?)?;
        let log = entry("meeting.guests", id, json!({ "guests": guests.len() }));
        self.conclude_meeting(link, actor, id, log, now).await
    }
}

statements! {
    UPSERT_REPLY = "INSERT INTO invited (org, meeting, person, reply) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (meeting, person) DO UPDATE SET reply = excluded.reply";
    UPSERT_MARK = "INSERT INTO invited (org, meeting, person, mark) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (meeting, person) DO UPDATE SET mark = excluded.mark";
    UPDATE_GUESTS = "UPDATE meeting SET guests = $3 WHERE org = $1 AND id = $2";
}
