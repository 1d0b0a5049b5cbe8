//! The chain of a body's minutes in a school year, and whether all that is kept of them is as it was.

use std::collections::BTreeMap;

use domain::{
    Body, Lang, OrgId,
    minutes::{
        MinutesText,
        chain::{Chain, End, Link as Linked},
        official::{official, sealed},
    },
};
use uuid::Uuid;

use super::sign::chain_of;
use crate::{
    Store, all,
    dialect::Link,
    directory::{known, small},
    document::digest,
    error::Result,
    execute,
    meeting::KnownMeeting,
    optional, statements,
};

#[derive(sqlx::FromRow)]
struct LinkRow {
    body: String,
    year: i32,
    place: i32,
    number: i32,
    addition: i32,
    content: String,
    prev: String,
    hash: String,
}

impl LinkRow {
    fn read(self) -> Linked {
        Linked {
            place: small(self.place),
            number: small(self.number),
            addition: small(self.addition),
            content: self.content,
            before: self.prev,
            hash: self.hash,
        }
    }
}

impl Store {
    /// Puts signed minutes, or a signed addition, behind the last of their body's year.
    pub(super) async fn put_link(
        &self,
        link: &mut Link,
        org: OrgId,
        meeting: &KnownMeeting,
        number: u32,
        addition: u32,
        content: String,
    ) -> Result<Linked> {
        let chain = chain_of(meeting);
        let last = optional!(link, (i32, String), SELECT_END, org.0, chain.body.code(), chain.year)?;
        let end = last.map_or_else(End::default, |(place, hash)| End { place: small(place), hash });
        let next = chain.next(&end, (number, addition), content, |text| digest(text));
        let int = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
        execute!(
            link,
            INSERT_LINK,
            org.0,
            chain.body.code(),
            chain.year,
            int(next.place),
            meeting.id().0,
            int(next.number),
            int(next.addition),
            &next.content,
            &next.before,
            &next.hash
        )?;
        Ok(next)
    }

    /// Looks through all minutes that are locked: their texts, signatures and chains, to the ends that the log knows. What
    /// is wrong first, None when all is as it was.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn verify_minutes(&self, org: OrgId) -> Result<Option<String>> {
        let mut link = self.inner.db.snapshot().await?;
        for (meeting,) in all!(link, (Uuid,), SELECT_LOCKED, org.0)? {
            if let Some(broken) = self.broken_minutes(&mut link, org, meeting).await? {
                return Ok(Some(broken));
            }
        }
        self.broken_chain(&mut link, org).await
    }

    /// What is wrong with locked minutes and their additions.
    pub(super) async fn broken_minutes(&self, link: &mut Link, org: OrgId, meeting: Uuid) -> Result<Option<String>> {
        type Text = (Option<String>, Option<String>, Option<String>, Option<String>);
        let broken = |what: &str| Ok(Some(format!("{meeting}: {what}")));
        let Some((facts, kk, ru, hash)) = optional!(link, Text, SELECT_TEXT, org.0, meeting)? else {
            return broken("it is gone");
        };
        let (kk, ru, hash) = (kk.unwrap_or_default(), ru.unwrap_or_default(), hash.unwrap_or_default());
        if digest(sealed(&kk, &ru)) != hash {
            return broken("the text is not the one that was signed");
        }
        let facts: Option<MinutesText> = facts.and_then(|facts| serde_json::from_str(&facts).ok());
        if !facts.is_some_and(|facts| official(&facts, Lang::Kk) == kk && official(&facts, Lang::Ru) == ru) {
            return broken("what stands in it is not what was signed");
        }
        let mut texts = BTreeMap::from([(0, hash)]);
        for (no, kk, ru, hash) in all!(link, (i32, String, String, String), SELECT_ADDITIONS, org.0, meeting)? {
            if digest(sealed(&kk, &ru)) != hash {
                return broken("an addition is not the one that was signed");
            }
            texts.insert(no, hash);
        }
        let signatures = all!(link, (i32, String), SELECT_HASHES, org.0, meeting)?;
        for (no, hash) in &texts {
            let own = signatures.iter().filter(|(addition, _)| addition == no);
            if own.clone().count() != 2 || own.clone().any(|(_, signed)| signed != hash) {
                return broken("the signatures are not under this text");
            }
            let linked = optional!(link, (String,), SELECT_CONTENT, org.0, meeting, no)?;
            if linked.is_none_or(|(content,)| content != *hash) {
                return broken("it stands otherwise in the chain");
            }
        }
        Ok(None)
    }

    /// What is wrong with the chains.
    pub(super) async fn broken_chain(&self, link: &mut Link, org: OrgId) -> Result<Option<String>> {
        let mut chains: BTreeMap<(Body, i32), Vec<Linked>> = BTreeMap::new();
        for row in all!(link, LinkRow, SELECT_LINKS, org.0)? {
            let of = (known(Body::from_code(&row.body), &row.body)?, row.year);
            chains.entry(of).or_default().push(row.read());
        }
        let mut ends: BTreeMap<(Body, i32), End> = BTreeMap::new();
        for (detail,) in all!(link, (String,), SELECT_ENDS, org.0)? {
            let detail: serde_json::Value = serde_json::from_str(&detail)?;
            let body = detail["body"].as_str().and_then(Body::from_code);
            let (year, place) = (detail["year"].as_i64(), detail["place"].as_u64());
            if let (Some(body), Some(year), Some(place)) = (body, year, place) {
                let end = End {
                    place: u32::try_from(place).unwrap_or(u32::MAX),
                    hash: detail["hash"].as_str().unwrap_or_default().to_owned(),
                };
                ends.insert((body, i32::try_from(year).unwrap_or_default()), end);
            }
        }
        let all: std::collections::BTreeSet<_> = chains.keys().chain(ends.keys()).copied().collect();
        for (body, year) in all {
            let links = chains.remove(&(body, year)).unwrap_or_default();
            let end = ends.remove(&(body, year)).unwrap_or_default();
            if let Err(why) = (Chain { body, year }).check(&links, &end, |text| digest(text)) {
                return Ok(Some(format!("{} {year}: {why:?}", body.code())));
            }
        }
        Ok(None)
    }
}

statements! {
    SELECT_END = "SELECT place, hash FROM minutes_link WHERE org = $1 AND body = $2 AND year = $3 ORDER BY place DESC LIMIT 1";
    INSERT_LINK = "INSERT INTO minutes_link (org, body, year, place, meeting, number, addition, content, prev, hash) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    SELECT_LOCKED = "SELECT meeting FROM minutes WHERE org = $1 AND state = 'locked' ORDER BY meeting";
    SELECT_TEXT = "SELECT facts, kk, ru, hash FROM minutes WHERE org = $1 AND meeting = $2";
    SELECT_ADDITIONS = "SELECT no, kk, ru, hash FROM addition WHERE org = $1 AND meeting = $2 AND state = 'locked' ORDER BY no";
    SELECT_HASHES = "SELECT addition, hash FROM minutes_signature WHERE org = $1 AND meeting = $2";
    SELECT_CONTENT = "SELECT content FROM minutes_link WHERE org = $1 AND meeting = $2 AND addition = $3";
    SELECT_LINKS = "SELECT body, year, place, number, addition, content, prev, hash FROM minutes_link WHERE org = $1 \
        ORDER BY body, year, place";
    SELECT_ENDS = "SELECT detail FROM audit WHERE org = $1 AND action IN ('minutes.lock', 'addition.lock') ORDER BY no";
}
