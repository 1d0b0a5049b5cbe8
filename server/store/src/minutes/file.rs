//! The sealed files of minutes, and what a stranger learns who has the address of the seal.

use chrono::{DateTime, Utc};
use domain::{
    Actor, Lang, MeetingId, OrgId, Refusal,
    document::Route,
    minutes::{
        MinutesText, State,
        official::title,
        view::{Office, Verified},
    },
};
use serde_json::json;
use uuid::Uuid;

use super::chain::Said;
use crate::{
    Store, all,
    dialect::Link,
    directory::{known, moment, small},
    document::digest,
    error::{Error, Result},
    execute,
    meeting::entry,
    one, optional, statements,
};

/// The file of minutes, or that it has to be made.
#[derive(Clone, Debug)]
pub struct MinutesFiled {
    /// With how many additions it is to be printed.
    pub additions: i32,
    /// The file, where it was made.
    pub bytes: Option<Vec<u8>>,
}

impl Store {
    /// The sealed file of locked minutes with the additions that are locked, in a language.
    ///
    /// # Errors
    /// [`NotFound`](domain::Refusal::NotFound) to all who may not read them, and for what is not locked.
    pub async fn minutes_filed(
        &self,
        actor: &Actor,
        id: MeetingId,
        lang: Lang,
        now: DateTime<Utc>,
    ) -> Result<MinutesFiled> {
        let mut link = self.inner.db.snapshot().await?;
        let additions = self.locked_additions(&mut link, actor, id, now).await?;
        let bytes = optional!(link, (Vec<u8>,), SELECT_FILE, actor.org.0, id.0, additions, lang.code())?;
        Ok(MinutesFiled { additions, bytes: bytes.map(|(bytes,)| bytes) })
    }

    /// Keeps a file. Whoever was quicker has made it: then theirs is the file, and it is given back.
    ///
    /// # Errors
    /// [`Changed`](domain::Refusal::Changed) when another addition was signed meanwhile.
    pub async fn file_minutes(
        &self,
        actor: &Actor,
        id: MeetingId,
        additions: i32,
        lang: Lang,
        bytes: Vec<u8>,
        now: DateTime<Utc>,
    ) -> Result<Vec<u8>> {
        let mut link = self.write().await?;
        if self.locked_additions(&mut link, actor, id, now).await? != additions {
            return Err(Refusal::Changed.into());
        }
        let there = optional!(link, (Vec<u8>,), SELECT_FILE, actor.org.0, id.0, additions, lang.code())?;
        if let Some((theirs,)) = there {
            return Ok(theirs);
        }
        let (hash, at) = (digest(&bytes), now.timestamp_millis());
        execute!(link, INSERT_FILE, actor.org.0, id.0, additions, lang.code(), &hash, bytes.as_slice(), at)?;
        let log = entry("minutes.file", id, json!({ "file": hash, "lang": lang.code(), "additions": additions }));
        self.append(&mut link, actor.org, Some(actor.person), &[log], &mut [], now).await?;
        link.commit().await?;
        Ok(bytes)
    }

    async fn locked_additions(&self, link: &mut Link, actor: &Actor, id: MeetingId, now: DateTime<Utc>) -> Result<i32> {
        let (_, row) = self.known_minutes(link, actor, id, now).await?;
        if row.ok_or_else(Error::not_found)?.state()? != State::Locked {
            return Err(Error::not_found());
        }
        let (count,) = one!(link, (i64,), COUNT_ADDITIONS, actor.org.0, id.0)?;
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }

    /// What a stranger learns who has the address of the seal of locked minutes.
    ///
    /// # Errors
    /// [`NotFound`](domain::Refusal::NotFound) where there is no such seal.
    pub async fn verified_minutes(&self, org: OrgId, seal: &str, now: DateTime<Utc>) -> Result<Verified> {
        type Row = (Uuid, String, String, i32);
        let mut link = self.inner.db.snapshot().await?;
        let (kindergarten, _) = self.kindergarten(&mut link, org, now).await?;
        let (meeting, facts, hash, place) =
            optional!(link, Row, SELECT_SEALED, org.0, seal)?.ok_or_else(Error::not_found)?;
        let facts: MinutesText = serde_json::from_str(&facts)?;
        let (linked,) = one!(link, (String,), SELECT_LINK_HASH, org.0, meeting)?;
        let mut signatures = Vec::new();
        for (office, at, route) in all!(link, (String, i64, String), SELECT_SIGNATURES, org.0, meeting)? {
            let office = known(Office::from_code(&office), &office)?;
            signatures.push((office, moment(kindergarten.zone, at), known(Route::from_code(&route), &route)?));
        }
        let (additions,) = one!(link, (i64,), COUNT_ADDITIONS, org.0, meeting)?;
        let said = Said::load(&mut link, org).await?;
        let whole = self.broken_minutes(&mut link, org, meeting, &said).await?.is_none()
            && self.broken_chain(&mut link, org, said).await?.is_none();
        let files = all!(link, (String, i32), SELECT_FILE_HASHES, org.0, meeting)?;
        Ok(Verified {
            organisation: facts.organisation.clone(),
            title_kk: title(facts.body, facts.number, Lang::Kk),
            title_ru: title(facts.body, facts.number, Lang::Ru),
            day: facts.day,
            chair_title: facts.chair_title,
            hash,
            link: (small(place), linked),
            signatures,
            additions: u32::try_from(additions).unwrap_or(u32::MAX),
            whole,
            files: files.into_iter().map(|(hash, additions)| (hash, small(additions))).collect(),
        })
    }
}

statements! {
    SELECT_FILE = "SELECT bytes FROM minutes_file WHERE org = $1 AND meeting = $2 AND additions = $3 AND lang = $4";
    INSERT_FILE = "INSERT INTO minutes_file (org, meeting, additions, lang, hash, bytes, made_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    COUNT_ADDITIONS = "SELECT COUNT(*) FROM addition WHERE org = $1 AND meeting = $2 AND state = 'locked'";
    SELECT_SEALED = "SELECT meeting, facts, hash, place FROM minutes WHERE org = $1 AND seal = $2 AND state = 'locked'";
    SELECT_LINK_HASH = "SELECT hash FROM minutes_link WHERE org = $1 AND meeting = $2 AND addition = 0";
    SELECT_SIGNATURES = "SELECT office, at, route FROM minutes_signature \
        WHERE org = $1 AND meeting = $2 AND addition = 0 ORDER BY office";
    SELECT_FILE_HASHES = "SELECT hash, additions FROM minutes_file WHERE org = $1 AND meeting = $2 ORDER BY additions, lang";
}
