//! Documents as they are shown: to the family, to those who answer for them, and, without names, to strangers.

use chrono::{DateTime, Utc};
use domain::{
    Actor, Agreement, DocumentId, FormId, OrgId, Permission, PersonId,
    document::{
        self, Document, FormKind, Route, Strokes,
        proof::Step,
        view::{Line, Listed, Row, Shown, Signed, Signer, Verified},
    },
    fold::cmp_kk,
    form::Blank,
    kind::Paper,
};
use uuid::Uuid;

use super::{DocumentRow, FormRow, chain::ProofRow, sign::Desk};
use crate::{
    Store, all,
    directory::{Kindergarten, known, moment},
    error::{Error, Result},
    one, optional, statements,
};

#[derive(sqlx::FromRow)]
struct SignatureRow {
    side: String,
    person: Uuid,
    route: String,
    at: i64,
    name: Option<String>,
    strokes: Option<String>,
    witness: Option<Uuid>,
    cms_says: Option<String>,
}

impl SignatureRow {
    fn read(self, kindergarten: &Kindergarten) -> Result<Signed> {
        Ok(Signed {
            side: known(Blank::from_code(&self.side), &self.side)?,
            name: kindergarten.name_of(PersonId(self.person)),
            route: known(Route::from_code(&self.route), &self.route)?,
            at: moment(kindergarten.zone, self.at),
            strokes: self.strokes.map(|text| serde_json::from_str::<Strokes>(&text)).transpose()?,
            typed: self.name,
            witness: self.witness.map(|witness| kindergarten.name_of(PersonId(witness))),
            eds: self.cms_says.map(|text| serde_json::from_str(&text)).transpose()?,
        })
    }
}

impl Store {
    /// Documents of the actor's children: what is to be signed first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn own_documents(&self, actor: &Actor, now: DateTime<Utc>) -> Result<Vec<Listed>> {
        let mut link = self.read().await?;
        let (kindergarten, _) = self.kindergarten(&mut link, actor.org, now).await?;
        let kinds = self.form_kinds(&mut link, actor.org).await?;
        let mut listed = Vec::new();
        for child in &actor.children {
            for row in all!(link, DocumentRow, SELECT_FAMILY, actor.org.0, child.0)? {
                let document = row.read()?;
                let Some(kind) = kinds.iter().find(|kind| kind.id == document.form) else { continue };
                listed.push(list(actor, &kindergarten, kind.clone(), document));
            }
        }
        listed.sort_by_key(|listed| (listed.document.state, std::cmp::Reverse(listed.document.asked)));
        Ok(listed)
    }

    /// A document with its text, its signatures and its chain.
    ///
    /// # Errors
    /// [`NotFound`](domain::Refusal::NotFound) to all who may not know of it.
    pub async fn document(&self, actor: &Actor, id: DocumentId, now: DateTime<Utc>) -> Result<Shown> {
        let mut link = self.inner.db.snapshot().await?;
        let (kindergarten, _) = self.kindergarten(&mut link, actor.org, now).await?;
        let (row, document, kind) = self.known_document(&mut link, actor, id).await?;
        // What is not signed yet is shown as it would be signed today.
        let today = kindergarten.clock(now).day;
        let desk = Desk { kindergarten, row, document, kind, today };
        let texts = self.texts_of(&mut link, &desk).await?;
        let Desk { kindergarten, row, document, kind, .. } = desk;
        let mut signatures = Vec::new();
        for signature in all!(link, SignatureRow, SELECT_SIGNATURES, actor.org.0, id.0)? {
            signatures.push(signature.read(&kindergarten)?);
        }
        let mut proof = Vec::new();
        for line in all!(link, ProofRow, super::chain::SELECT_PROOF, id.0)? {
            proof.push(Line {
                no: line.no,
                step: known(Step::from_code(&line.step), &line.step)?,
                at: moment(kindergarten.zone, line.at),
                address: line.address,
                agent: line.agent,
                who: line.person.map(|person| kindergarten.name_of(PersonId(person))),
                hash: line.hash,
            });
        }
        let (scans,) = one!(link, (i64,), COUNT_SCANS, id.0)?;
        Ok(Shown {
            scans: usize::try_from(scans).unwrap_or_default(),
            organisation: kindergarten.tenant.org.name.clone(),
            listed: list(actor, &kindergarten, kind, document),
            kk: texts.kk,
            ru: texts.ru,
            hash: row.hash,
            reason: row.reason,
            number: row.number,
            seal: row.seal,
            signatures,
            proof,
        })
    }

    /// Who has signed a form and who has not, child by child.
    ///
    /// # Errors
    /// [`Forbidden`](domain::Refusal::Forbidden) to all who do not ask families.
    pub async fn document_board(
        &self,
        actor: &Actor,
        form: FormId,
        now: DateTime<Utc>,
    ) -> Result<(FormKind, Vec<Row>)> {
        if !actor.may(Permission::KeepDocuments) {
            return Err(Error::forbidden());
        }
        let mut link = self.inner.db.snapshot().await?;
        let (kindergarten, _) = self.kindergarten(&mut link, actor.org, now).await?;
        let kind = self.form_kind(&mut link, actor.org, form).await?;
        let today = kindergarten.clock(now).day;
        let rows = all!(link, DocumentRow, SELECT_OF_FORM, actor.org.0, form.0)?;
        let documents = rows.iter().map(DocumentRow::read).collect::<Result<Vec<Document>>>()?;
        let recorded = |child: &domain::Child| match kind.opens {
            Some(Paper::Consent) => (child.consent, child.consent_until),
            Some(Paper::Contract) => (child.contract, child.contract_until),
            None => (Agreement::Missing, None),
        };
        let row = |child: &domain::Child| {
            let guardians: Vec<PersonId> = kindergarten.guardians_of([child.id]).into_iter().collect();
            let own: Vec<Document> = documents.iter().filter(|document| document.child == child.id).cloned().collect();
            let (agreement, until) = document::standing(&kind, recorded(child), &guardians, &own, today);
            let signer = |person: &PersonId| {
                let document = own.iter().rfind(|document| document.signer == *person).cloned();
                let is_it = |row: &&DocumentRow| document.as_ref().is_some_and(|document| document.id.0 == row.id);
                let reason = rows.iter().find(is_it).map(|row| row.reason.clone()).unwrap_or_default();
                Signer { person: *person, name: kindergarten.name_of(*person), document, reason }
            };
            Row {
                child: child.id,
                name: child.name.clone(),
                group: child.group.and_then(|group| Some((group, kindergarten.groups.get(&group)?.clone()))),
                agreement,
                until,
                guardians: guardians.iter().map(signer).collect(),
            }
        };
        // Nobody asks for a child who has left.
        let here = kindergarten.directory.children.values().filter(|child| child.is_here(today));
        let mut board: Vec<Row> = here.map(row).collect();
        board.sort_by(|a, b| cmp_kk(&a.name.family, &b.name.family).then_with(|| cmp_kk(&a.name.given, &b.name.given)));
        Ok((kind, board))
    }

    /// What a stranger learns who has the address of a document's seal.
    ///
    /// # Errors
    /// [`NotFound`](domain::Refusal::NotFound) where there is no such seal.
    pub async fn verified(&self, org: OrgId, seal: &str, now: DateTime<Utc>) -> Result<Verified> {
        let mut link = self.inner.db.snapshot().await?;
        let (kindergarten, _) = self.kindergarten(&mut link, org, now).await?;
        let row = optional!(link, DocumentRow, SELECT_BY_SEAL, org.0, seal)?.ok_or_else(Error::not_found)?;
        let document = row.read()?;
        if !document.state.has_signature() {
            return Err(Error::not_found());
        }
        let kind =
            optional!(link, FormRow, super::SELECT_FORM, org.0, row.form)?.ok_or_else(Error::not_found)?.read()?;
        let files = all!(link, (String,), SELECT_FILES, row.id)?.into_iter().map(|(hash,)| hash).collect();
        Ok(Verified {
            organisation: kindergarten.tenant.org.name.clone(),
            title_kk: kind.title_kk,
            title_ru: kind.title_ru,
            state: document.state,
            signed: document.signed,
            until: document.until,
            ended: document.ended,
            hash: row.hash.clone(),
            whole: self.is_whole(&mut link, document.id).await?,
            files,
        })
    }
}

fn list(actor: &Actor, kindergarten: &Kindergarten, kind: FormKind, document: Document) -> Listed {
    let child = kindergarten.directory.children.get(&document.child);
    Listed {
        child: child.map(|child| child.name.clone()).unwrap_or_default(),
        signer: kindergarten.name_of(document.signer),
        acts: document::acts(actor, &kind, &document),
        kind,
        document,
    }
}

statements! {
    SELECT_FAMILY = "SELECT id, form, version, child, signer, state, asked, signed, until, ended, reason, number, reminded, \
        facts, hash, seal, proof_no, proof_hash FROM document WHERE org = $1 AND child = $2 ORDER BY asked, id";
    SELECT_OF_FORM = "SELECT id, form, version, child, signer, state, asked, signed, until, ended, reason, number, reminded, \
        facts, hash, seal, proof_no, proof_hash FROM document WHERE org = $1 AND form = $2 ORDER BY asked, id";
    SELECT_BY_SEAL = "SELECT id, form, version, child, signer, state, asked, signed, until, ended, reason, number, reminded, \
        facts, hash, seal, proof_no, proof_hash FROM document WHERE org = $1 AND seal = $2";
    SELECT_SIGNATURES = "SELECT side, person, route, at, name, strokes, witness, cms_says FROM signature WHERE org = $1 AND document = $2 \
        ORDER BY side DESC";
    COUNT_SCANS = "SELECT COUNT(*) FROM scan WHERE document = $1";
    SELECT_FILES = "SELECT hash FROM sealed WHERE document = $1 ORDER BY proof_no";
}
