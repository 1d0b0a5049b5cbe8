//! What is kept of a document as files: pictures of paper, and the sealed PDF as it was given out first.

use chrono::{DateTime, Utc};
use domain::{Actor, DocumentId, FormId, Permission, document::proof::Step, refusal::Problem};
use serde_json::json;

use super::{Circumstance, DocumentRow, chain::digest, sign::Desk};
use crate::{
    Store, all,
    dialect::Link,
    error::{Error, Result},
    execute, optional, statements,
};

/// Most pictures of one paper.
const MOST: usize = 4;
/// The largest picture, in bytes.
const LARGEST: usize = 8 * 1024 * 1024;

/// A picture of a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scan {
    /// JPEG or PNG.
    pub bytes: Vec<u8>,
}

impl Scan {
    /// Its kind, by its first bytes; None for what is no picture that is kept.
    pub fn kind(&self) -> Option<&'static str> {
        match self.bytes.as_slice() {
            [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
            [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some("image/png"),
            _ => None,
        }
    }
}

/// A sealed file that is kept, and for what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed {
    /// After which line of the chain it was made, or has to be made.
    pub no: i64,
    /// The file; None when it has not been made yet.
    pub bytes: Option<Vec<u8>>,
}

/// Whether these are pictures of a paper.
pub(super) fn fit(scans: &[Scan]) -> Result<()> {
    if scans.is_empty() {
        return Err(Error::invalid("scans", Problem::Required));
    }
    if scans.len() > MOST || scans.iter().any(|scan| scan.bytes.len() > LARGEST) {
        return Err(Error::invalid("scans", Problem::TooLong));
    }
    if scans.iter().any(|scan| scan.kind().is_none()) {
        return Err(Error::invalid("scans", Problem::Choice));
    }
    Ok(())
}

impl Store {
    /// Keeps pictures; gives their hashes.
    pub(super) async fn put_scans(&self, link: &mut Link, desk: &Desk, scans: &[Scan]) -> Result<Vec<String>> {
        let mut hashes = Vec::with_capacity(scans.len());
        for (no, scan) in (1_i32..).zip(scans) {
            let hash = digest(&scan.bytes);
            let (org, kind) = (desk.kindergarten.org.0, scan.kind().unwrap_or_default());
            execute!(link, INSERT_SCAN, org, desk.row.id, no, kind, scan.bytes.as_slice(), &hash)?;
            hashes.push(hash);
        }
        Ok(hashes)
    }

    /// Pictures of the paper of a document that the actor may read.
    ///
    /// # Errors
    /// [`NotFound`](domain::Refusal::NotFound) to all who may not know of it.
    pub async fn scans(&self, actor: &Actor, id: DocumentId) -> Result<Vec<Scan>> {
        let mut link = self.read().await?;
        self.known_document(&mut link, actor, id).await?;
        let scans = all!(link, (Vec<u8>,), SELECT_SCANS, actor.org.0, id.0)?;
        Ok(scans.into_iter().map(|(bytes,)| Scan { bytes }).collect())
    }

    /// The sealed file of a document as it stands now, or that it has to be made.
    ///
    /// # Errors
    /// [`NotFound`](domain::Refusal::NotFound) to all who may not know of it, and for what nobody has signed.
    pub async fn filed(&self, actor: &Actor, id: DocumentId) -> Result<Filed> {
        let mut link = self.inner.db.snapshot().await?;
        let (row, document, _) = self.known_document(&mut link, actor, id).await?;
        if !document.state.has_signature() {
            return Err(Error::not_found());
        }
        let no = self.stands_since(&mut link, &row).await?;
        let bytes = optional!(link, (Vec<u8>,), SELECT_SEALED, row.id, no)?.map(|(bytes,)| bytes);
        Ok(Filed { no, bytes })
    }

    /// The line of the chain since which a document stands as it does: what was only looked at, or printed, changes
    /// nothing.
    async fn stands_since(&self, link: &mut Link, row: &DocumentRow) -> Result<i64> {
        let lines = all!(link, (i64, String), SELECT_STEPS, row.id)?;
        let changes = |step: &str| {
            let step = Step::from_code(step);
            step.is_some_and(|step| {
                matches!(step, Step::Signed | Step::Witnessed | Step::Countersigned | Step::Withdrawn)
            })
        };
        let last = lines.into_iter().rev().find(|(_, step)| changes(step));
        last.map(|(no, _)| no).ok_or_else(Error::not_found)
    }

    /// Keeps the sealed file of a document, made after line `no` of its chain. Whoever was quicker has made it: then
    /// theirs is the file, and it is given back.
    ///
    /// # Errors
    /// [`NotFound`](domain::Refusal::NotFound) to all who may not know of it.
    pub async fn file_document(
        &self,
        actor: &Actor,
        id: DocumentId,
        no: i64,
        bytes: Vec<u8>,
        now: DateTime<Utc>,
    ) -> Result<Vec<u8>> {
        let mut link = self.write().await?;
        let (mut row, ..) = self.known_document(&mut link, actor, id).await?;
        if let Some((theirs,)) = optional!(link, (Vec<u8>,), SELECT_SEALED, row.id, no)? {
            return Ok(theirs);
        }
        // It has changed meanwhile: what was printed is not how it stands.
        if self.stands_since(&mut link, &row).await? != no {
            return Err(domain::Refusal::DocumentOver.into());
        }
        let (hash, at) = (digest(&bytes), now.timestamp_millis());
        execute!(link, INSERT_SEALED, actor.org.0, row.id, no, &hash, bytes.as_slice(), at)?;
        let detail = json!({ "file": hash, "after": no });
        self.prove(&mut link, actor, &mut row, Step::Sealed, &detail, &Circumstance::default(), now).await?;
        link.commit().await?;
        Ok(bytes)
    }

    /// The signed documents of a form, of one group or of all children: what is printed together.
    ///
    /// # Errors
    /// [`Forbidden`](domain::Refusal::Forbidden) to all who do not ask families.
    pub async fn signed_documents(
        &self,
        actor: &Actor,
        form: FormId,
        group: Option<domain::GroupId>,
        now: DateTime<Utc>,
    ) -> Result<Vec<DocumentId>> {
        if !actor.may(Permission::KeepDocuments) {
            return Err(Error::forbidden());
        }
        let mut link = self.inner.db.snapshot().await?;
        let (kindergarten, _) = self.kindergarten(&mut link, actor.org, now).await?;
        let rows = all!(link, DocumentRow, super::read::SELECT_OF_FORM, actor.org.0, form.0)?;
        let mut found = Vec::new();
        for row in rows {
            let document = row.read()?;
            let Some(child) = kindergarten.directory.children.get(&document.child) else { continue };
            if document.holds(kindergarten.clock(now).day) && (group.is_none() || child.group == group) {
                found.push(document.id);
            }
        }
        Ok(found)
    }
}

statements! {
    INSERT_SCAN = "INSERT INTO scan (org, document, no, kind, bytes, hash) VALUES ($1, $2, $3, $4, $5, $6)";
    SELECT_SCANS = "SELECT bytes FROM scan WHERE org = $1 AND document = $2 ORDER BY no";
    SELECT_SEALED = "SELECT bytes FROM sealed WHERE document = $1 AND proof_no = $2";
    SELECT_STEPS = "SELECT no, step FROM proof WHERE document = $1 ORDER BY no";
    INSERT_SEALED = "INSERT INTO sealed (org, document, proof_no, hash, bytes, made_at) VALUES ($1, $2, $3, $4, $5, $6)";
}
