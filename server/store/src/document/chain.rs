//! The chain of a document: what happened to it, each line hashed over the one before.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domain::{
    Actor, DocumentId, OrgId,
    document::proof::{Line, Step},
};
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Circumstance, DocumentRow};
use crate::{Store, all, dialect::Link, directory::known, error::Result, execute, one, statements};

/// The first line that does not follow from those before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The document.
    pub document: DocumentId,
    /// The line, from 1.
    pub no: i64,
    /// What is wrong with it.
    pub why: &'static str,
}

#[derive(sqlx::FromRow)]
pub(super) struct ProofRow {
    pub(super) no: i64,
    pub(super) step: String,
    pub(super) at: i64,
    pub(super) person: Option<Uuid>,
    pub(super) address: String,
    pub(super) agent: String,
    pub(super) detail: String,
    pub(super) prev: String,
    pub(super) hash: String,
}

#[derive(sqlx::FromRow)]
struct SealedRow {
    id: Uuid,
    kk: Option<String>,
    ru: Option<String>,
    hash: Option<String>,
    proof_no: i64,
    proof_hash: String,
}

/// SHA-256, as it is written.
pub(crate) fn digest(bytes: impl AsRef<[u8]>) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// The hash of a line.
fn hash(document: DocumentId, row: &ProofRow, step: Step) -> String {
    let person = row.person.map(|person| person.to_string()).unwrap_or_default();
    let line = Line {
        document: &document.to_string(),
        no: row.no,
        step,
        at: row.at,
        person: &person,
        address: &row.address,
        agent: &row.agent,
        detail: &row.detail,
    };
    digest(line.text(&row.prev))
}

impl Store {
    /// Adds a line to the chain of a document.
    #[expect(clippy::too_many_arguments, reason = "who, what, where, when")]
    pub(crate) async fn prove(
        &self,
        link: &mut Link,
        actor: &Actor,
        row: &mut DocumentRow,
        step: Step,
        detail: &Value,
        with: &Circumstance,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let document = DocumentId(row.id);
        let short = |text: &str| text.chars().take(300).collect::<String>();
        let mut entry = ProofRow {
            no: row.proof_no + 1,
            step: step.code().to_owned(),
            at: now.timestamp_millis(),
            person: Some(actor.person.0),
            address: short(&with.address),
            agent: short(&with.agent),
            detail: detail.to_string(),
            prev: row.proof_hash.clone(),
            hash: String::new(),
        };
        entry.hash = hash(document, &entry, step);
        execute!(
            link,
            INSERT_PROOF,
            actor.org.0,
            row.id,
            entry.no,
            entry.step,
            entry.at,
            entry.person,
            entry.address,
            entry.agent,
            entry.detail,
            entry.prev,
            &entry.hash
        )?;
        (row.proof_no, row.proof_hash) = (entry.no, entry.hash);
        Ok(())
    }

    /// Looks through the chains of every document, and whether each text is the one that was signed: the first break.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn verify_documents(&self, org: OrgId) -> Result<Option<Broken>> {
        let mut link = self.inner.db.snapshot().await?;
        for row in all!(link, SealedRow, SELECT_SEALED, org.0)? {
            if let Some(broken) = self.verify_chain(&mut link, &row).await? {
                return Ok(Some(broken));
            }
        }
        Ok(None)
    }

    /// Whether everything that is kept of a document is as it was when it came: its lines, its text, its signatures,
    /// its pictures and its files.
    pub(super) async fn is_whole(&self, link: &mut Link, document: DocumentId) -> Result<bool> {
        let row = one!(link, SealedRow, SELECT_ONE, document.0)?;
        Ok(self.verify_chain(link, &row).await?.is_none())
    }

    async fn verify_chain(&self, link: &mut Link, row: &SealedRow) -> Result<Option<Broken>> {
        let document = DocumentId(row.id);
        let broken = |no, why| Ok(Some(Broken { document, no, why }));
        let kept = Kept::load(link, row.id).await?;
        let text = row.kk.as_deref().zip(row.ru.as_deref()).map(|(kk, ru)| digest(domain::form::sealed_text(kk, ru)));
        let (mut no, mut prev, mut found) = (0, String::new(), Kept::default());
        for line in all!(link, ProofRow, SELECT_PROOF, row.id)? {
            let step = known(Step::from_code(&line.step), &line.step)?;
            if line.no != no + 1 {
                return broken(no + 1, "a line is missing");
            }
            if line.prev != prev {
                return broken(line.no, "it does not follow the line before");
            }
            if hash(document, &line, step) != line.hash {
                return broken(line.no, "it was changed");
            }
            let detail: Value = serde_json::from_str(&line.detail)?;
            if let Some(said) = detail["text"].as_str() {
                if text.as_deref() != Some(said) || row.hash.as_deref() != Some(said) {
                    return broken(line.no, "the text is not the one that was signed");
                }
                found.signatures += if detail["head"] == Value::Bool(true) { 2 } else { 1 };
            }
            if detail["ink"].as_str().is_some_and(|ink| !kept.inks.contains(ink)) {
                return broken(line.no, "the signature is not the one that was given");
            }
            for scan in detail["scans"].as_array().into_iter().flatten().filter_map(Value::as_str) {
                if !kept.scans.contains(scan) {
                    return broken(line.no, "a picture is not the one that was kept");
                }
                found.scans.insert(scan.to_owned());
            }
            if let Some(file) = detail["file"].as_str() {
                if !kept.files.contains(file) {
                    return broken(line.no, "the file is not the one that was sealed");
                }
                found.files.insert(file.to_owned());
            }
            (no, prev) = (line.no, line.hash);
        }
        if (no, &prev) != (row.proof_no, &row.proof_hash) {
            return broken(no + 1, "the last lines are missing");
        }
        let same = kept.signatures == found.signatures && kept.scans == found.scans && kept.files == found.files;
        if same && row.hash.is_some() == (found.signatures > 0) { Ok(None) } else { broken(no, "something was added") }
    }
}

/// What is kept beside a chain, by its hashes.
#[derive(Default)]
struct Kept {
    signatures: usize,
    inks: BTreeSet<String>,
    scans: BTreeSet<String>,
    files: BTreeSet<String>,
}

impl Kept {
    async fn load(link: &mut Link, document: Uuid) -> Result<Self> {
        type Ink = (Option<String>, Option<String>, Option<Vec<u8>>);
        let mut kept = Self::default();
        for (name, strokes, cms) in all!(link, Ink, SELECT_INKS, document)? {
            kept.signatures += 1;
            let given = strokes.or(name).map(String::into_bytes).or(cms);
            kept.inks.extend(given.map(digest));
        }
        let hashes = |rows: Vec<(Vec<u8>,)>| rows.into_iter().map(|(bytes,)| digest(bytes)).collect();
        kept.scans = hashes(all!(link, (Vec<u8>,), SELECT_SCANS, document)?);
        kept.files = hashes(all!(link, (Vec<u8>,), SELECT_FILES, document)?);
        Ok(kept)
    }
}

statements! {
    INSERT_PROOF = "INSERT INTO proof (org, document, no, step, at, person, address, agent, detail, prev, hash) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    SELECT_PROOF = "SELECT no, step, at, person, address, agent, detail, prev, hash FROM proof WHERE document = $1 ORDER BY no";
    SELECT_ONE = "SELECT id, kk, ru, hash, proof_no, proof_hash FROM document WHERE id = $1";
    SELECT_INKS = "SELECT name, strokes, cms FROM signature WHERE document = $1";
    SELECT_SCANS = "SELECT bytes FROM scan WHERE document = $1";
    SELECT_FILES = "SELECT bytes FROM sealed WHERE document = $1";
    SELECT_SEALED = "SELECT id, kk, ru, hash, proof_no, proof_hash FROM document WHERE org = $1 ORDER BY id";
}
