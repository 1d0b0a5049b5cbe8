//! Minutes as they are shown.

use chrono::{DateTime, Utc};
use domain::{
    Actor, BodyRole, MeetingId, PersonId,
    document::{Route, Strokes},
    minutes::{
        State, acts,
        view::{AdditionView, MinutesView, Office, Signed},
    },
};
use uuid::Uuid;

use super::text::Texts;
use crate::{
    Store, all,
    dialect::Link,
    directory::{Kindergarten, known, moment, small},
    error::Result,
    optional, statements,
};

#[derive(sqlx::FromRow)]
struct SignatureRow {
    addition: i32,
    office: String,
    person: Uuid,
    route: String,
    at: i64,
    name: Option<String>,
    strokes: Option<String>,
    cms_says: Option<String>,
}

impl SignatureRow {
    fn read(self, house: &Kindergarten) -> Result<Signed> {
        let strokes = self.strokes.as_deref().map(serde_json::from_str::<Strokes>).transpose()?;
        Ok(Signed {
            office: known(Office::from_code(&self.office), &self.office)?,
            name: house.name_of(PersonId(self.person)),
            route: known(Route::from_code(&self.route), &self.route)?,
            at: moment(house.zone, self.at),
            strokes,
            typed: self.name,
            eds: self.cms_says.as_deref().map(serde_json::from_str).transpose()?,
        })
    }
}

impl Store {
    /// The minutes of a meeting; None where they have not been begun.
    ///
    /// # Errors
    /// [`NotFound`](domain::Refusal::NotFound) to all who may not read them.
    pub async fn minutes(&self, actor: &Actor, id: MeetingId, now: DateTime<Utc>) -> Result<Option<MinutesView>> {
        let mut link = self.inner.db.snapshot().await?;
        let (meeting, row) = self.known_minutes(&mut link, actor, id, now).await?;
        let Some(row) = row else { return Ok(None) };
        let state = row.state()?;
        let access = meeting.access()?;
        let (texts, lacks) = if let Some((kk, ru)) = row.kk.clone().zip(row.ru.clone()) {
            (Texts { kk, ru }, Vec::new())
        } else {
            let paper = self.paper(&mut link, actor, &meeting, now).await?;
            (Texts::of(&paper.text), paper.lacks)
        };
        let mut signatures: Vec<(i32, Signed)> = Vec::new();
        for signature in all!(link, SignatureRow, SELECT_SIGNATURES, actor.org.0, id.0)? {
            signatures.push((signature.addition, signature.read(&meeting.kindergarten)?));
        }
        let of = |addition: i32| -> Vec<Signed> {
            signatures.iter().filter(|(no, _)| *no == addition).map(|(_, signed)| signed.clone()).collect()
        };
        let today = self.standing_today(&mut link, actor, &meeting, now).await?;
        let mut additions = Vec::new();
        for addition in self.additions(&mut link, actor.org, id).await? {
            let state = addition.state()?;
            // A draft is the business of those who write it.
            if state == State::Draft && !(today.chair || today.secretary) {
                continue;
            }
            additions.push(AdditionView {
                no: small(addition.no),
                signatures: of(addition.no),
                acts: acts(&today, state),
                text: addition.text,
                kk: addition.kk.unwrap_or_default(),
                ru: addition.ru.unwrap_or_default(),
                state,
                hash: addition.hash,
            });
        }
        let adds = state == State::Locked
            && (today.chair || today.secretary)
            && additions.iter().all(|addition| addition.state == State::Locked);
        let linked = self.place_in_chain(&mut link, actor, id).await?;
        let holder = |role| meeting.composition.holder(role).map(|person| meeting.kindergarten.name_of(person));
        let remarks = self.remarks(&mut link, actor.org, actor, &meeting, state).await?;
        Ok(Some(MinutesView {
            meeting: id,
            state,
            reader: actor.person,
            access,
            acts: acts(&meeting.standing, state),
            kk: texts.kk,
            ru: texts.ru,
            lacks,
            chair_title: meeting.composition.chair_title,
            chair: holder(BodyRole::Chair),
            secretary: holder(BodyRole::Secretary),
            signatures: of(0),
            hash: row.hash,
            link: linked,
            seal: row.seal,
            additions,
            adds,
            remarks,
        }))
    }

    async fn place_in_chain(&self, link: &mut Link, actor: &Actor, id: MeetingId) -> Result<Option<(u32, String)>> {
        let row = optional!(link, (i32, String), SELECT_PLACE, actor.org.0, id.0)?;
        Ok(row.map(|(place, hash)| (small(place), hash)))
    }
}

statements! {
    SELECT_SIGNATURES = "SELECT addition, office, person, route, at, name, strokes, cms_says FROM minutes_signature \
        WHERE org = $1 AND meeting = $2 ORDER BY addition, office";
    SELECT_PLACE = "SELECT place, hash FROM minutes_link WHERE org = $1 AND meeting = $2 AND addition = 0";
}
