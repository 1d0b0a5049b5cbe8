//! The chain of a body's minutes in a school year, and whether all that is kept of them is as it was.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Body, OrgId,
    minutes::{
        chain::{Chain, End, Link as Linked},
        official::sealed,
    },
};
use serde_json::Value;
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

    /// Looks through all minutes that are locked: their texts, signatures, files and chains, to the ends that the log
    /// knows. What is wrong first, None when all is as it was.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn verify_minutes(&self, org: OrgId) -> Result<Option<String>> {
        let mut link = self.inner.db.snapshot().await?;
        let said = Said::load(&mut link, org).await?;
        for (meeting,) in all!(link, (Uuid,), SELECT_LOCKED, org.0)? {
            if let Some(broken) = self.broken_minutes(&mut link, org, meeting, &said).await? {
                return Ok(Some(format!("{meeting}: {broken}")));
            }
        }
        self.broken_chain(&mut link, org, said).await
    }

    /// What is wrong with locked minutes and their additions.
    pub(super) async fn broken_minutes(
        &self,
        link: &mut Link,
        org: OrgId,
        meeting: Uuid,
        said: &Said,
    ) -> Result<Option<&'static str>> {
        type Text = (String, String, String, String);
        type Signature = (i32, String, Option<String>, Option<String>, Option<Vec<u8>>);
        let Some((facts, kk, ru, hash)) = optional!(link, Text, SELECT_TEXT, org.0, meeting)? else {
            return Ok(Some("it is gone"));
        };
        let mut texts = BTreeMap::from([(0, hash.clone())]);
        if digest(sealed(&kk, &ru)) != hash {
            return Ok(Some("the text is not the one that was signed"));
        }
        if !said.has(meeting, "facts", &digest(&facts)) {
            return Ok(Some("what stands in it is not what was signed"));
        }
        for (no, kk, ru, hash) in all!(link, (i32, String, String, String), SELECT_ADDITIONS, org.0, meeting)? {
            if digest(sealed(&kk, &ru)) != hash {
                return Ok(Some("an addition is not the one that was signed"));
            }
            texts.insert(no, hash);
        }
        let signatures = all!(link, Signature, SELECT_HASHES, org.0, meeting)?;
        for (no, hash) in &texts {
            let own = signatures.iter().filter(|(addition, ..)| addition == no);
            if own.clone().count() != 2 || own.clone().any(|(_, signed, ..)| signed != hash) {
                return Ok(Some("the signatures are not under this text"));
            }
            for (_, _, name, strokes, cms) in own {
                let given = strokes.as_ref().or(name.as_ref()).map(digest);
                let given = given.or_else(|| cms.as_ref().map(digest));
                if !given.is_some_and(|trace| said.has(meeting, "ink", &trace)) {
                    return Ok(Some("a signature is not the one that was given"));
                }
            }
            let linked = optional!(link, (String,), SELECT_CONTENT, org.0, meeting, no)?;
            if linked.is_none_or(|(content,)| content != *hash) {
                return Ok(Some("it stands otherwise in the chain"));
            }
        }
        for (hash, bytes) in all!(link, (String, Vec<u8>), SELECT_FILES, org.0, meeting)? {
            if digest(&bytes) != hash || !said.has(meeting, "file", &hash) {
                return Ok(Some("a file is not the one that was sealed"));
            }
        }
        Ok(None)
    }

    /// What is wrong with the chains.
    pub(super) async fn broken_chain(&self, link: &mut Link, org: OrgId, said: Said) -> Result<Option<String>> {
        let mut chains: BTreeMap<(Body, i32), Vec<Linked>> = BTreeMap::new();
        for row in all!(link, LinkRow, SELECT_LINKS, org.0)? {
            let of = (known(Body::from_code(&row.body), &row.body)?, row.year);
            chains.entry(of).or_default().push(row.read());
        }
        let mut ends = said.ends;
        let all: BTreeSet<_> = chains.keys().chain(ends.keys()).copied().collect();
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

/// What the log says of minutes: it has a chain of its own, so neither can be changed without the other.
#[derive(Default)]
pub(super) struct Said {
    /// Where each chain ends.
    ends: BTreeMap<(Body, i32), End>,
    /// Hashes of what was signed, given and filed: of which meeting, as what.
    hashes: BTreeSet<(String, &'static str, String)>,
}

impl Said {
    pub(super) async fn load(link: &mut Link, org: OrgId) -> Result<Self> {
        let mut said = Self::default();
        for (meeting, detail) in all!(link, (String, String), SELECT_SAID, org.0)? {
            let detail: Value = serde_json::from_str(&detail)?;
            for what in ["facts", "ink", "file"] {
                let hash = detail[what].as_str().map(|hash| (meeting.clone(), what, hash.to_owned()));
                said.hashes.extend(hash);
            }
            let body = detail["body"].as_str().and_then(Body::from_code);
            let (year, place) = (detail["year"].as_i64(), detail["place"].as_u64());
            if let (Some(body), Some(year), Some(place)) = (body, year, place) {
                let hash = detail["hash"].as_str().unwrap_or_default().to_owned();
                let end = End { place: u32::try_from(place).unwrap_or(u32::MAX), hash };
                said.ends.insert((body, i32::try_from(year).unwrap_or_default()), end);
            }
        }
        Ok(said)
    }

    fn has(&self, meeting: Uuid, what: &'static str, hash: &str) -> bool {
        self.hashes.contains(&(meeting.to_string(), what, hash.to_owned()))
    }
}

statements! {
    SELECT_END = "SELECT place, hash FROM minutes_link WHERE org = $1 AND body = $2 AND year = $3 ORDER BY place DESC LIMIT 1";
    INSERT_LINK = "INSERT INTO minutes_link (org, body, year, place, meeting, number, addition, content, prev, hash) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    SELECT_LOCKED = "SELECT meeting FROM minutes WHERE org = $1 AND state = 'locked' ORDER BY meeting";
    SELECT_TEXT = "SELECT facts, kk, ru, hash FROM minutes WHERE org = $1 AND meeting = $2";
    SELECT_ADDITIONS = "SELECT no, kk, ru, hash FROM addition WHERE org = $1 AND meeting = $2 AND state = 'locked' ORDER BY no";
    SELECT_HASHES = "SELECT addition, hash, name, strokes, cms FROM minutes_signature WHERE org = $1 AND meeting = $2";
    SELECT_FILES = "SELECT hash, bytes FROM minutes_file WHERE org = $1 AND meeting = $2";
    SELECT_CONTENT = "SELECT content FROM minutes_link WHERE org = $1 AND meeting = $2 AND addition = $3";
    SELECT_LINKS = "SELECT body, year, place, number, addition, content, prev, hash FROM minutes_link WHERE org = $1 \
        ORDER BY body, year, place";
    SELECT_SAID = "SELECT subject, detail FROM audit WHERE org = $1 AND action IN ('minutes.sign_chair', 'minutes.lock', \
        'minutes.file', 'addition.sign_chair', 'addition.lock') ORDER BY no";
}
