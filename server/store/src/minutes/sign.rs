//! Sending minutes to be signed, taking them back, and the two signatures that freeze them.

use chrono::{DateTime, Utc};
use domain::{
    Actor, DecisionId, MeetingId, PersonId, Refusal,
    body::Quorum,
    document::{Route, Signing},
    meeting::{Attendance, Mark},
    minutes::{Act, Lack, MinutesText, State, acts, chain::Chain, text::Decision, view::Office},
    refusal::Problem,
};
use serde_json::json;

use super::{
    MinutesRow,
    text::{Paper, Texts},
};
use crate::{
    Store,
    audit::Entry,
    dialect::{Clash, Link},
    directory::small,
    document::{Circumstance, Hand, digest},
    error::{Error, Result},
    execute,
    meeting::{KnownMeeting, entry},
    new_id, one, optional, statements,
};

impl Store {
    /// Does something with the minutes of a meeting, or with an addition to them (0 is the minutes themselves).
    ///
    /// What they lack is asked when they are sent, and once more before each signature.
    ///
    /// # Errors
    /// [`Minutes`](domain::Refusal::Minutes) with what they lack; [`Changed`](domain::Refusal::Changed) when they have
    /// come further; [`Forbidden`](domain::Refusal::Forbidden) to who does not hold the office;
    /// [`Invalid`](domain::Refusal::Invalid) without a signature.
    #[expect(clippy::too_many_arguments, reason = "who does what to which paper, with what, where and when")]
    pub async fn act_on_minutes(
        &self,
        actor: &Actor,
        id: MeetingId,
        addition: u32,
        act: Act,
        hand: Option<&Hand>,
        with: &Circumstance,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let mut link = self.write().await?;
        if addition > 0 {
            return self.act_on_addition(link, actor, id, addition, act, hand, with, now).await;
        }
        let log = self.act_on_paper(&mut link, actor, id, act, hand, with, now).await?;
        self.conclude_meeting(link, actor, id, log, now).await
    }

    /// The same with the minutes themselves, up to the line of the log.
    #[expect(clippy::too_many_arguments, reason = "who does what to which paper, with what, where and when")]
    pub(crate) async fn act_on_paper(
        &self,
        link: &mut Link,
        actor: &Actor,
        id: MeetingId,
        act: Act,
        hand: Option<&Hand>,
        with: &Circumstance,
        now: DateTime<Utc>,
    ) -> Result<Entry> {
        let (meeting, row) = self.known_minutes(link, actor, id, now).await?;
        let row = row.ok_or_else(Error::not_found)?;
        let state = row.state()?;
        if !act.is_for(&meeting.standing) {
            return Err(Error::forbidden());
        }
        if !acts(&meeting.standing, state).contains(&act) {
            return Err(Refusal::Changed.into());
        }
        let log = match act {
            Act::Send => self.send(link, actor, &meeting, now).await?,
            Act::TakeBack => {
                execute!(link, TAKE_BACK, actor.org.0, id.0)?;
                execute!(link, REOPEN, actor.org.0, id.0)?;
                json!({})
            }
            Act::SignChair => {
                let hash = row.hash.clone().unwrap_or_default();
                execute!(link, CHAIR_SIGNED, actor.org.0, id.0)?;
                self.ask_quorum(link, &meeting).await?;
                let trace = self.put_minutes_hand(link, actor, id, 0, Office::Chair, hand, &hash, with, now).await?;
                json!({ "text": hash, "ink": trace })
            }
            Act::SignSecretary => {
                let hash = row.hash.clone().unwrap_or_default();
                self.ask_quorum(link, &meeting).await?;
                let office = Office::Secretary;
                let trace = self.put_minutes_hand(link, actor, id, 0, office, hand, &hash, with, now).await?;
                let mut log = self.lock(link, actor, &meeting, &row, now).await?;
                (log["text"], log["ink"]) = (json!(hash), json!(trace));
                log
            }
        };
        Ok(entry(action(act), id, log))
    }

    async fn send(
        &self,
        link: &mut Link,
        actor: &Actor,
        meeting: &KnownMeeting,
        now: DateTime<Utc>,
    ) -> Result<serde_json::Value> {
        let Paper { text, attendance, lacks, .. } = self.paper(link, actor, meeting, now).await?;
        if meeting.kindergarten.clock(now).day < meeting.row.day {
            return Err(Refusal::Meeting { fault: domain::meeting::Fault::NotYet }.into());
        }
        if !lacks.is_empty() {
            return Err(Refusal::Minutes { body: meeting.meeting.body, lacks }.into());
        }
        let texts = Texts::of(&text);
        let hash = texts.hash();
        let count = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
        let number = text.number.map(|number| i32::try_from(number).unwrap_or(i32::MAX));
        execute!(link, HOLD_MEETING, actor.org.0, meeting.id().0, number)?;
        execute!(
            link,
            SEND,
            actor.org.0,
            meeting.id().0,
            serde_json::to_string(&text)?,
            &texts.kk,
            &texts.ru,
            &hash,
            now.timestamp_millis(),
            count(attendance.present),
            count(attendance.members),
            count(attendance.needed)
        )?;
        Ok(json!({ "text": hash, "number": text.number, "present": attendance.present, "members": attendance.members,
            "needed": attendance.needed }))
    }

    /// The second signature is given: nobody changes a letter any more, and the decisions live.
    async fn lock(
        &self,
        link: &mut Link,
        actor: &Actor,
        meeting: &KnownMeeting,
        row: &MinutesRow,
        now: DateTime<Utc>,
    ) -> Result<serde_json::Value> {
        let facts: MinutesText = serde_json::from_str(row.facts.as_deref().unwrap_or_default())?;
        let content = row.hash.clone().unwrap_or_default();
        let linked = self.put_link(link, actor.org, meeting, facts.number.unwrap_or_default(), 0, content).await?;
        execute!(
            link,
            LOCK,
            actor.org.0,
            meeting.id().0,
            i32::try_from(linked.place).unwrap_or(i32::MAX),
            now.timestamp_millis()
        )?;
        let people = self.paper(link, actor, meeting, now).await?.people;
        for ((line, decision), person) in
            (1_i32..).zip(&facts.decisions).zip(people.into_iter().chain(std::iter::repeat(None)))
        {
            // Ids are made by clients. One that is taken must not keep the paper from being signed.
            let taken = optional!(link, (i32,), SELECT_TAKEN, decision.id.0)?.is_some();
            let id = if taken { DecisionId(new_id()) } else { decision.id };
            let decision = Decision { id, ..decision.clone() };
            self.insert_decision(link, actor.org, meeting.id(), line, &decision, person).await?;
        }
        let Chain { body, year } = chain_of(meeting);
        let facts = digest(row.facts.as_deref().unwrap_or_default());
        Ok(json!({ "body": body.code(), "year": year, "place": linked.place, "hash": linked.hash, "facts": facts }))
    }

    /// Asks once more, before a signature, whether as many members were there as were needed when they were sent.
    async fn ask_quorum(&self, link: &mut Link, meeting: &KnownMeeting) -> Result<()> {
        let (org, id) = (meeting.kindergarten.org, meeting.id());
        let (needed,) = one!(link, (Option<i32>,), SELECT_NEEDED, org.0, id.0)?;
        let needed: u16 = small(needed.unwrap_or_default());
        let invited = self.invited(link, org, id).await?;
        let there = invited.iter().filter(|row| row.mark.as_deref() == Some(Mark::Present.code()));
        let there: Vec<PersonId> = there.map(|row| row.person).collect();
        let present = Attendance::of(&meeting.composition, Quorum::Count(needed), &there);
        if present.quorate() {
            return Ok(());
        }
        let lacks = vec![Lack::NoQuorum { present: u16::try_from(present.present).unwrap_or(u16::MAX), needed }];
        Err(Refusal::Minutes { body: meeting.meeting.body, lacks }.into())
    }

    /// The text over which an electronic digital signature is made: both languages, as they were sent.
    ///
    /// # Errors
    /// [`Changed`](domain::Refusal::Changed) when there is nothing to be signed.
    pub async fn minutes_text_to_sign(
        &self,
        actor: &Actor,
        id: MeetingId,
        addition: u32,
        now: DateTime<Utc>,
    ) -> Result<Vec<u8>> {
        let mut link = self.inner.db.snapshot().await?;
        let (_, row) = self.known_minutes(&mut link, actor, id, now).await?;
        let texts = if addition == 0 {
            row.and_then(|row| row.kk.zip(row.ru))
        } else {
            self.addition_row(&mut link, actor.org, id, addition).await?.texts()
        };
        let (kk, ru) = texts.ok_or(Refusal::Changed)?;
        Ok(Texts { kk, ru }.sealed().into_bytes())
    }

    /// Writes a signature down. Gives the hash of what was given: the log keeps it.
    #[expect(clippy::too_many_arguments, reason = "who signs what for whom, with what, where and when")]
    pub(super) async fn put_minutes_hand(
        &self,
        link: &mut Link,
        actor: &Actor,
        id: MeetingId,
        addition: u32,
        office: Office,
        hand: Option<&Hand>,
        hash: &str,
        with: &Circumstance,
        now: DateTime<Utc>,
    ) -> Result<String> {
        let unsigned = || Error::invalid("signature", Problem::Signature);
        let (route, name, strokes, cms, says) = match hand.ok_or_else(unsigned)? {
            Hand::Screen(signing) if !signing.is_of(&actor.name) => return Err(unsigned()),
            // Nobody signs another text than the one that they were shown.
            Hand::Screen(_) if with.seen.as_deref().is_some_and(|seen| seen != hash) => {
                return Err(Refusal::Changed.into());
            }
            Hand::Screen(Signing::Drawn(strokes)) => {
                (Route::Drawn, None, Some(serde_json::to_string(strokes)?), None, None)
            }
            Hand::Screen(Signing::Typed(name)) => (Route::Typed, Some(name.trim()), None, None, None),
            Hand::Eds { cms, says, over } => {
                if digest(over) != hash {
                    return Err(Refusal::Changed.into());
                }
                (Route::Eds, None, None, Some(cms.as_slice()), Some(serde_json::to_string(says)?))
            }
        };
        let trace = match cms {
            Some(cms) => digest(cms),
            None => digest(strokes.as_deref().or(name).unwrap_or_default()),
        };
        let short = |text: &str| text.chars().take(300).collect::<String>();
        let done = execute!(
            link,
            INSERT_SIGNATURE,
            actor.org.0,
            id.0,
            i32::try_from(addition).unwrap_or(i32::MAX),
            office.code(),
            actor.person.0,
            route.code(),
            now.timestamp_millis(),
            name,
            strokes,
            cms,
            says,
            hash,
            short(&with.address),
            short(&with.agent)
        );
        match done.map_err(Error::from) {
            Ok(_) => Ok(trace),
            // Who has signed for one office, and was given the other since, does not sign for it, too.
            Err(error) if matches!(error.clash(), Some(Clash::Taken(_))) => Err(Error::forbidden()),
            Err(error) => Err(error),
        }
    }
}

/// Whose chain a meeting's minutes stand in.
pub(super) fn chain_of(meeting: &KnownMeeting) -> Chain {
    Chain { body: meeting.meeting.body, year: meeting.row.year }
}

/// What the log calls an act.
fn action(act: Act) -> &'static str {
    match act {
        Act::Send => "minutes.send",
        Act::TakeBack => "minutes.take_back",
        Act::SignChair => "minutes.sign_chair",
        Act::SignSecretary => "minutes.lock",
    }
}

/// Where a paper stands after an act.
pub(super) fn after(state: State, act: Act) -> Result<State> {
    state.after(act).ok_or_else(|| Refusal::Changed.into())
}

statements! {
    HOLD_MEETING = "UPDATE meeting SET state = 'held', number = $3, version = version + 1 WHERE org = $1 AND id = $2";
    REOPEN = "UPDATE meeting SET state = 'called', number = NULL, version = version + 1 WHERE org = $1 AND id = $2";
    SEND = "UPDATE minutes SET state = 'sent', facts = $3, kk = $4, ru = $5, hash = $6, sent_at = $7, present = $8, \
        members = $9, needed = $10 WHERE org = $1 AND meeting = $2";
    TAKE_BACK = "UPDATE minutes SET state = 'draft', facts = NULL, kk = NULL, ru = NULL, hash = NULL, sent_at = NULL, \
        present = NULL, members = NULL, needed = NULL WHERE org = $1 AND meeting = $2";
    SELECT_NEEDED = "SELECT needed FROM minutes WHERE org = $1 AND meeting = $2";
    SELECT_TAKEN = "SELECT line FROM decision WHERE id = $1";
    CHAIR_SIGNED = "UPDATE minutes SET state = 'chair_signed' WHERE org = $1 AND meeting = $2";
    LOCK = "UPDATE minutes SET state = 'locked', place = $3, locked_at = $4 WHERE org = $1 AND meeting = $2";
    INSERT_SIGNATURE = "INSERT INTO minutes_signature (org, meeting, addition, office, person, route, at, name, strokes, \
        cms, cms_says, hash, address, agent) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
}
