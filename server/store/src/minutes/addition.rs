//! Additions (Толықтыру): the only way to correct minutes that are locked. Each is written, sent and signed as they were, by
//! those who hold the offices today.

use chrono::{DateTime, Utc};
use domain::{
    Actor, Lang, MeetingId, OrgId, Refusal,
    body::composition::in_force,
    meeting::rights,
    minutes::{
        Act, Lack, MinutesText, Section, Standing, State, acts, children, lack::Place, official::addition, view::Office,
    },
    refusal::Problem,
};
use serde_json::json;

use super::{
    sign::{after, chain_of},
    text::Texts,
};
use crate::{
    Store, all,
    dialect::Link,
    directory::known,
    document::{Circumstance, Hand},
    error::{Error, Result},
    execute,
    meeting::{KnownMeeting, entry},
    optional, statements,
};

/// The longest addition, in letters.
const LONGEST: usize = 20_000;

#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct AdditionRow {
    pub(crate) no: i32,
    pub(crate) state: String,
    pub(crate) text: String,
    pub(crate) kk: Option<String>,
    pub(crate) ru: Option<String>,
    pub(crate) hash: Option<String>,
}

impl AdditionRow {
    pub(crate) fn state(&self) -> Result<State> {
        known(State::from_code(&self.state), &self.state)
    }

    pub(crate) fn texts(self) -> Option<(String, String)> {
        self.kk.zip(self.ru)
    }
}

impl Store {
    pub(super) async fn additions(&self, link: &mut Link, org: OrgId, id: MeetingId) -> Result<Vec<AdditionRow>> {
        Ok(all!(link, AdditionRow, SELECT_ALL, org.0, id.0)?)
    }

    pub(super) async fn addition_row(
        &self,
        link: &mut Link,
        org: OrgId,
        id: MeetingId,
        no: u32,
    ) -> Result<AdditionRow> {
        let no = i32::try_from(no).unwrap_or(i32::MAX);
        optional!(link, AdditionRow, SELECT_ONE, org.0, id.0, no)?.ok_or_else(Error::not_found)
    }

    /// What the actor is to the body today: who corrects minutes holds the office now. Where the body is not composed any
    /// more, what they were to the meeting.
    pub(super) async fn standing_today(
        &self,
        link: &mut Link,
        actor: &Actor,
        meeting: &KnownMeeting,
        now: DateTime<Utc>,
    ) -> Result<Standing> {
        let compositions = self.compositions(link, actor.org).await?;
        let today = meeting.kindergarten.clock(now).day;
        Ok(in_force(&compositions, meeting.meeting.body, today).map_or_else(
            || meeting.standing.clone(),
            |composition| rights::standing(actor, composition, meeting.row.closed),
        ))
    }

    /// Begins an addition to locked minutes, or writes on the one that is a draft.
    ///
    /// # Errors
    /// [`Changed`](domain::Refusal::Changed) where minutes are not locked, or an addition waits to be signed;
    /// [`Invalid`](domain::Refusal::Invalid) for one that says nothing, or too much.
    pub async fn write_addition(&self, actor: &Actor, id: MeetingId, text: &str, now: DateTime<Utc>) -> Result<u32> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Error::invalid("addition", Problem::Required));
        }
        if text.chars().count() > LONGEST {
            return Err(Error::invalid("addition", Problem::TooLong));
        }
        let mut link = self.write().await?;
        let (meeting, row) = self.known_minutes(&mut link, actor, id, now).await?;
        let standing = self.standing_today(&mut link, actor, &meeting, now).await?;
        if !(standing.chair || standing.secretary) {
            return Err(Error::forbidden());
        }
        if row.ok_or_else(Error::not_found)?.state()? != State::Locked {
            return Err(Refusal::Changed.into());
        }
        let last = self.additions(&mut link, actor.org, id).await?.pop();
        let no = match last {
            Some(last) if last.state()? == State::Draft => {
                execute!(link, UPDATE_TEXT, actor.org.0, id.0, last.no, text)?;
                last.no
            }
            Some(last) if last.state()? != State::Locked => return Err(Refusal::Changed.into()),
            last => {
                let no = last.map_or(1, |last| last.no + 1);
                let at = now.timestamp_millis();
                execute!(link, INSERT_ADDITION, actor.org.0, id.0, no, text, actor.person.0, at)?;
                no
            }
        };
        self.conclude_meeting(link, actor, id, entry("addition.write", id, json!({ "addition": no })), now).await?;
        Ok(u32::try_from(no).unwrap_or_default())
    }

    #[expect(clippy::too_many_arguments, reason = "who does what to which paper, with what, where and when")]
    pub(super) async fn act_on_addition(
        &self,
        mut link: Link,
        actor: &Actor,
        id: MeetingId,
        no: u32,
        act: Act,
        hand: Option<&Hand>,
        with: &Circumstance,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let (meeting, row) = self.known_minutes(&mut link, actor, id, now).await?;
        let facts: MinutesText = match row.and_then(|row| row.facts) {
            Some(facts) => serde_json::from_str(&facts)?,
            None => return Err(Error::not_found()),
        };
        let written = self.addition_row(&mut link, actor.org, id, no).await?;
        let standing = self.standing_today(&mut link, actor, &meeting, now).await?;
        if !act.is_for(&standing) {
            return Err(Error::forbidden());
        }
        if !acts(&standing, written.state()?).contains(&act) {
            return Err(Refusal::Changed.into());
        }
        let state = after(written.state()?, act)?;
        let hash = written.hash.clone().unwrap_or_default();
        let (org, row) = (actor.org.0, written.no);
        let mut log = json!({ "addition": no });
        match act {
            Act::Send => {
                // Under an addition stand those who hold the offices today.
                let compositions = self.compositions(&mut link, actor.org).await?;
                let day = meeting.kindergarten.clock(now).day;
                let composition = in_force(&compositions, meeting.meeting.body, day).unwrap_or(&meeting.composition);
                let holder = |role| composition.holder(role).map(|person| meeting.kindergarten.name_of(person));
                if !meeting.row.closed {
                    let children: Vec<_> =
                        meeting.kindergarten.directory.children.values().map(|child| child.name.clone()).collect();
                    let place = Place { section: Section::Proposals, line: None };
                    let found = children::find(&written.text, &children).into_iter();
                    let lacks: Vec<Lack> =
                        found.map(|found| Lack::ChildNamed { place, initials: found.initials }).collect();
                    if !lacks.is_empty() {
                        return Err(Refusal::Minutes { body: meeting.meeting.body, lacks }.into());
                    }
                }
                let facts = MinutesText {
                    chair: holder(domain::BodyRole::Chair),
                    secretary: holder(domain::BodyRole::Secretary),
                    chair_title: composition.chair_title,
                    ..facts
                };
                let said = |lang| addition(&facts, no, day, &written.text, lang);
                let texts = Texts { kk: said(Lang::Kk), ru: said(Lang::Ru) };
                let hash = texts.hash();
                execute!(link, SEND, org, id.0, row, &texts.kk, &texts.ru, &hash)?;
                log["text"] = json!(hash);
            }
            Act::TakeBack => {
                execute!(link, TAKE_BACK, org, id.0, row)?;
            }
            Act::SignChair => {
                execute!(link, SET_STATE, org, id.0, row, state.code())?;
                let office = Office::Chair;
                let trace = self.put_minutes_hand(&mut link, actor, id, no, office, hand, &hash, with, now).await?;
                log["ink"] = json!(trace);
            }
            Act::SignSecretary => {
                let office = Office::Secretary;
                let trace = self.put_minutes_hand(&mut link, actor, id, no, office, hand, &hash, with, now).await?;
                log["ink"] = json!(trace);
                let number = facts.number.unwrap_or_default();
                let linked = self.put_link(&mut link, actor.org, &meeting, number, no, hash).await?;
                execute!(link, LOCK, org, id.0, row, i32::try_from(linked.place).unwrap_or(i32::MAX))?;
                let chain = chain_of(&meeting);
                log["body"] = json!(chain.body.code());
                log["year"] = json!(chain.year);
                log["place"] = json!(linked.place);
                log["hash"] = json!(linked.hash);
            }
        }
        let action = match act {
            Act::Send => "addition.send",
            Act::TakeBack => "addition.take_back",
            Act::SignChair => "addition.sign_chair",
            Act::SignSecretary => "addition.lock",
        };
        self.conclude_meeting(link, actor, id, entry(action, id, log), now).await
    }
}

statements! {
    SELECT_ALL = "SELECT no, state, text, kk, ru, hash FROM addition WHERE org = $1 AND meeting = $2 ORDER BY no";
    SELECT_ONE = "SELECT no, state, text, kk, ru, hash FROM addition WHERE org = $1 AND meeting = $2 AND no = $3";
    UPDATE_TEXT = "UPDATE addition SET text = $4 WHERE org = $1 AND meeting = $2 AND no = $3";
    INSERT_ADDITION = "INSERT INTO addition (org, meeting, no, text, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6)";
    SEND = "UPDATE addition SET state = 'sent', kk = $4, ru = $5, hash = $6 WHERE org = $1 AND meeting = $2 AND no = $3";
    TAKE_BACK = "UPDATE addition SET state = 'draft', kk = NULL, ru = NULL, hash = NULL \
        WHERE org = $1 AND meeting = $2 AND no = $3";
    SET_STATE = "UPDATE addition SET state = $4 WHERE org = $1 AND meeting = $2 AND no = $3";
    LOCK = "UPDATE addition SET state = 'locked', place = $4 WHERE org = $1 AND meeting = $2 AND no = $3";
}
