//! Documents that families sign: asked for, shown, signed, withdrawn, each step a line of the document's chain.
//!
//! What a child's documents come to is kept with the child (`child.consent`, `child.contract`), in the same commit: the
//! gate of the calendar and of bookings opens and closes with the signature, and everybody who looks is told.

pub(crate) mod ask;
pub(crate) mod chain;
pub(crate) mod file;
pub(crate) mod forms;
pub(crate) mod read;
pub(crate) mod sign;
mod suspended;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Actor, Agreement, ChildId, DocumentId, FormId, OrgId, PersonId,
    document::{self, Document, FormKind, Signers, State, Term},
    kind::Paper,
};
use uuid::Uuid;

use crate::{
    Store, all,
    audit::Entry,
    change::Change,
    dialect::Link,
    directory::known,
    error::{Error, Result},
    execute, one, optional, statements,
};

pub(crate) use chain::digest;

pub use ask::Asked;
pub use chain::Broken;
pub use file::{Filed, Scan};
pub use forms::FormText;
pub use sign::{Hand, Witnessed};

/// Where and with what somebody does something.
#[derive(Clone, Debug, Default)]
pub struct Circumstance {
    /// The network address.
    pub address: String,
    /// The browser.
    pub agent: String,
    /// The hash of the text that they were shown, where it may have become another meanwhile.
    pub seen: Option<String>,
}

/// The longest reason, in letters.
const LONGEST_REASON: usize = 2000;

#[derive(sqlx::FromRow)]
pub(crate) struct FormRow {
    id: Uuid,
    title_kk: String,
    title_ru: String,
    opens: Option<String>,
    signers: String,
    head: bool,
    term: String,
    version: i32,
    retired: bool,
}

impl FormRow {
    fn read(self) -> Result<FormKind> {
        Ok(FormKind {
            id: FormId(self.id),
            title_kk: self.title_kk,
            title_ru: self.title_ru,
            opens: self.opens.map(|code| known(Paper::from_code(&code), &code)).transpose()?,
            signers: known(Signers::from_code(&self.signers), &self.signers)?,
            head: self.head,
            term: known(Term::from_code(&self.term), &self.term)?,
            version: self.version,
            retired: self.retired,
        })
    }
}

#[derive(Clone, sqlx::FromRow)]
pub(crate) struct DocumentRow {
    id: Uuid,
    form: Uuid,
    version: i32,
    child: Uuid,
    signer: Uuid,
    state: String,
    asked: NaiveDate,
    signed: Option<NaiveDate>,
    until: Option<NaiveDate>,
    ended: Option<NaiveDate>,
    reason: String,
    number: String,
    reminded: Option<NaiveDate>,
    facts: Option<String>,
    hash: Option<String>,
    seal: String,
    proof_no: i64,
    proof_hash: String,
}

impl DocumentRow {
    pub(crate) fn read(&self) -> Result<Document> {
        Ok(Document {
            id: DocumentId(self.id),
            form: FormId(self.form),
            child: ChildId(self.child),
            signer: PersonId(self.signer),
            state: known(State::from_code(&self.state), &self.state)?,
            asked: self.asked,
            signed: self.signed,
            until: self.until,
            ended: self.ended,
            reminded: self.reminded,
        })
    }
}

impl Store {
    /// The forms of a kindergarten.
    pub(crate) async fn form_kinds(&self, link: &mut Link, org: OrgId) -> Result<Vec<FormKind>> {
        all!(link, FormRow, SELECT_FORMS, org.0)?.into_iter().map(FormRow::read).collect()
    }

    pub(crate) async fn form_kind(&self, link: &mut Link, org: OrgId, id: FormId) -> Result<FormKind> {
        optional!(link, FormRow, SELECT_FORM, org.0, id.0)?.ok_or_else(Error::not_found)?.read()
    }

    /// A document that the actor may know of, with its form.
    async fn known_document(
        &self,
        link: &mut Link,
        actor: &Actor,
        id: DocumentId,
    ) -> Result<(DocumentRow, Document, FormKind)> {
        let row = optional!(link, DocumentRow, SELECT_DOCUMENT, actor.org.0, id.0)?.ok_or_else(Error::not_found)?;
        let document = row.read()?;
        // That it is there is no stranger's business, either.
        if !document::may_read(actor, &document) {
            return Err(Error::not_found());
        }
        let kind = self.form_kind(link, actor.org, document.form).await?;
        Ok((row, document, kind))
    }

    /// Writes down with the child what its documents of a form come to now.
    pub(crate) async fn settle_paper(
        &self,
        link: &mut Link,
        org: OrgId,
        kind: &FormKind,
        child: ChildId,
        today: NaiveDate,
    ) -> Result<()> {
        let Some(paper) = kind.opens else { return Ok(()) };
        let rows = all!(link, DocumentRow, SELECT_OF_CHILD, org.0, child.0, kind.id.0)?;
        let documents: Vec<Document> = rows.iter().map(DocumentRow::read).collect::<Result<_>>()?;
        let guardians = all!(link, (Uuid,), SELECT_GUARDIANS, org.0, child.0)?;
        let guardians: Vec<PersonId> = guardians.into_iter().map(|(person,)| PersonId(person)).collect();
        let (select, update) = match paper {
            Paper::Consent => (SELECT_CONSENT, UPDATE_CONSENT),
            Paper::Contract => (SELECT_CONTRACT, UPDATE_CONTRACT),
        };
        let (code, until) = one!(link, (String, Option<NaiveDate>), select, org.0, child.0)?;
        let recorded = (known(Agreement::from_code(&code), &code)?, until);
        let (agreement, until) = document::standing(kind, recorded, &guardians, &documents, today);
        if (agreement, until) != recorded {
            execute!(link, update, org.0, child.0, agreement.code(), until)?;
        }
        Ok(())
    }

    /// Settles every gate of a child: its guardians or their rights have changed.
    pub(crate) async fn settle_papers(
        &self,
        link: &mut Link,
        org: OrgId,
        child: ChildId,
        today: NaiveDate,
    ) -> Result<()> {
        for kind in self.form_kinds(link, org).await?.iter().filter(|kind| !kind.retired) {
            self.settle_paper(link, org, kind, child, today).await?;
        }
        Ok(())
    }

    /// The end of a write that may open or close a gate: everybody looks again.
    async fn conclude_document(&self, link: Link, actor: &Actor, entry: Entry, now: DateTime<Utc>) -> Result<()> {
        self.conclude(link, actor.person, entry, Change::of_directory(actor.org), now).await
    }
}

statements! {
    SELECT_FORMS = "SELECT id, title_kk, title_ru, opens, signers, head, term, version, retired FROM form WHERE org = $1 \
        ORDER BY created_at, id";
    SELECT_FORM = "SELECT id, title_kk, title_ru, opens, signers, head, term, version, retired FROM form \
        WHERE org = $1 AND id = $2";
    SELECT_DOCUMENT = "SELECT id, form, version, child, signer, state, asked, signed, until, ended, reason, number, reminded, \
        facts, hash, seal, proof_no, proof_hash FROM document WHERE org = $1 AND id = $2";
    SELECT_OF_CHILD = "SELECT id, form, version, child, signer, state, asked, signed, until, ended, reason, number, reminded, \
        facts, hash, seal, proof_no, proof_hash FROM document WHERE org = $1 AND child = $2 AND form = $3 ORDER BY asked, id";
    SELECT_GUARDIANS = "SELECT person FROM guardian WHERE org = $1 AND child = $2 AND rights ORDER BY person";
    SELECT_CONSENT = "SELECT consent, consent_until FROM child WHERE org = $1 AND id = $2";
    SELECT_CONTRACT = "SELECT contract, contract_until FROM child WHERE org = $1 AND id = $2";
    UPDATE_CONSENT = "UPDATE child SET consent = $3, consent_until = $4 WHERE org = $1 AND id = $2";
    UPDATE_CONTRACT = "UPDATE child SET contract = $3, contract_until = $4 WHERE org = $1 AND id = $2";
}
