//! Asking families to sign, reminding them, and taking back what was asked.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Actor, ChildId, DocumentId, FormId, OrgId, Permission, PersonId,
    document::{Document, FormKind, Signers, State, board::RENEWED, proof::Step},
    form::Blank,
    kind::Paper,
    refusal::Problem,
};
use serde_json::json;
use uuid::Uuid;

use super::{Circumstance, DocumentRow};
use crate::{
    Store,
    account::random_token,
    all,
    audit::Entry,
    dialect::Link,
    error::{Error, Result},
    execute, new_id, one, statements,
};

/// What came of asking.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Documents that were made.
    pub made: usize,
    /// Guardians who have been asked already, or have signed.
    pub there: usize,
    /// Children without a guardian who could sign.
    pub nobody: usize,
}

/// Who asks, when, and from where.
pub(crate) struct Asking<'a> {
    pub(crate) org: OrgId,
    pub(crate) actor: &'a Actor,
    pub(crate) kind: &'a FormKind,
    pub(crate) numbered: bool,
    pub(crate) today: NaiveDate,
    pub(crate) with: &'a Circumstance,
    pub(crate) now: DateTime<Utc>,
}

impl Store {
    /// Asks the guardians of these children to sign a form: one document each, for those who have not been asked and
    /// have not signed for long enough.
    ///
    /// # Errors
    /// [`Invalid`](domain::Refusal::Invalid) for a form that is retired.
    pub async fn ask_documents(
        &self,
        actor: &Actor,
        form: FormId,
        children: &[ChildId],
        with: &Circumstance,
        now: DateTime<Utc>,
    ) -> Result<Asked> {
        if !actor.may(Permission::KeepDocuments) {
            return Err(Error::forbidden());
        }
        let mut link = self.write().await?;
        let (kindergarten, _) = self.kindergarten(&mut link, actor.org, now).await?;
        let kind = self.form_kind(&mut link, actor.org, form).await?;
        if kind.retired {
            return Err(Error::invalid("form", Problem::Choice));
        }
        let numbered = self.is_numbered(&mut link, &kind).await?;
        let today = kindergarten.clock(now).day;
        let asking = Asking { org: actor.org, actor, kind: &kind, numbered, today, with, now };
        let mut asked = Asked::default();
        for child in children.iter().collect::<BTreeSet<_>>() {
            let known = kindergarten.directory.children.get(child);
            if !known.is_some_and(|child| child.is_here(today)) {
                return Err(Error::not_found());
            }
            let guardians = kindergarten.guardians_of([*child]);
            self.ask_family(&mut link, &asking, *child, &guardians, &mut asked).await?;
        }
        if asked.made > 0 {
            let entry = Entry::new("document.ask", form, json!({ "children": children, "made": asked.made }));
            self.conclude_document(link, actor, entry, now).await?;
        }
        Ok(asked)
    }

    /// A guardian begins by themselves what opens a gate for their child, where it stands open to them: gives the
    /// document to sign, the one that waits or a new one.
    ///
    /// # Errors
    /// [`NotFound`](domain::Refusal::NotFound) for others' children, and where no form opens this gate.
    pub async fn start_document(
        &self,
        actor: &Actor,
        child: ChildId,
        paper: Paper,
        with: &Circumstance,
        now: DateTime<Utc>,
    ) -> Result<DocumentId> {
        if !actor.children.contains(&child) {
            return Err(Error::not_found());
        }
        let mut link = self.write().await?;
        let (kindergarten, _) = self.kindergarten(&mut link, actor.org, now).await?;
        let kinds = self.form_kinds(&mut link, actor.org).await?;
        let opens = |kind: &FormKind| kind.opens == Some(paper) && !kind.retired;
        let kind = kinds.into_iter().find(opens).ok_or_else(Error::not_found)?;
        let numbered = self.is_numbered(&mut link, &kind).await?;
        let today = kindergarten.clock(now).day;
        let asking = Asking { org: actor.org, actor, kind: &kind, numbered, today, with, now };
        let me = BTreeSet::from([actor.person]);
        let made = self.ask_family(&mut link, &asking, child, &me, &mut Asked::default()).await?;
        if let Some(row) = made.first() {
            let id = DocumentId(row.id);
            let entry = Entry::new("document.start", id, json!({ "child": child }));
            self.conclude_document(link, actor, entry, now).await?;
            return Ok(id);
        }
        let rows = all!(link, DocumentRow, super::SELECT_OF_CHILD, actor.org.0, child.0, kind.id.0)?;
        let mine = rows.iter().filter(|row| row.signer == actor.person.0).map(DocumentRow::read);
        let mine = mine.collect::<Result<Vec<_>>>()?;
        let standing = mine.iter().rev().find(|document| !document.state.ended());
        standing.map(|document| document.id).ok_or_else(Error::not_found)
    }

    /// Whether each document of this form has a number.
    pub(crate) async fn is_numbered(&self, link: &mut Link, kind: &FormKind) -> Result<bool> {
        let texts = self.form_text(link, kind.id, kind.version).await?;
        Ok(texts.kk.blanks().any(|blank| blank == Blank::Number))
    }

    pub(crate) async fn ask_family(
        &self,
        link: &mut Link,
        asking: &Asking<'_>,
        child: ChildId,
        guardians: &BTreeSet<PersonId>,
        asked: &mut Asked,
    ) -> Result<Vec<DocumentRow>> {
        let mut made = Vec::new();
        if guardians.is_empty() {
            asked.nobody += 1;
            return Ok(made);
        }
        let kind = asking.kind;
        let rows = all!(link, DocumentRow, super::SELECT_OF_CHILD, asking.org.0, child.0, kind.id.0)?;
        let documents = rows.iter().map(DocumentRow::read).collect::<Result<Vec<_>>>()?;
        // Where one signature is enough and holds for long, nobody is asked again.
        let soon = domain::time::shift(asking.today, RENEWED);
        let holds = |person: Option<PersonId>| {
            let theirs = |document: &&Document| {
                guardians.contains(&document.signer) && person.is_none_or(|person| person == document.signer)
            };
            documents.iter().filter(theirs).any(|document| document.holds(soon))
        };
        for guardian in guardians {
            let waits = |document: &Document| {
                document.signer == *guardian && matches!(document.state, State::Asked | State::AwaitsHead)
            };
            if documents.iter().any(waits) || holds((kind.signers == Signers::Every).then_some(*guardian)) {
                asked.there += 1;
                continue;
            }
            made.push(self.ask_guardian(link, asking, child, *guardian).await?);
            asked.made += 1;
        }
        self.settle_paper(link, asking.org, kind, child, asking.today).await?;
        Ok(made)
    }

    async fn ask_guardian(
        &self,
        link: &mut Link,
        asking: &Asking<'_>,
        child: ChildId,
        guardian: PersonId,
    ) -> Result<DocumentRow> {
        let Asking { org, kind, today, .. } = asking;
        let (id, seal) = (new_id(), random_token().0);
        let number = if asking.numbered {
            let year = today.format("%Y").to_string();
            let (given,) = one!(link, (i64,), COUNT_NUMBERED, org.0, kind.id.0, format!("%/{year}"))?;
            format!("{}/{year}", given + 1)
        } else {
            String::new()
        };
        let version = kind.version;
        execute!(link, INSERT_DOCUMENT, id, org.0, kind.id.0, version, child.0, guardian.0, *today, number, seal)?;
        let mut row = one!(link, DocumentRow, super::SELECT_DOCUMENT, org.0, id)?;
        let detail = json!({ "form": kind.id, "version": version, "child": child, "signer": guardian });
        self.prove(link, asking.actor, &mut row, Step::Asked, &detail, asking.with, asking.now).await?;
        Ok(row)
    }

    /// Notes that the signers of these documents have been reminded today. Those that nobody waits for are left out.
    ///
    /// # Errors
    /// [`Forbidden`](domain::Refusal::Forbidden) to all who do not ask families.
    pub async fn remind_documents(
        &self,
        actor: &Actor,
        documents: &[DocumentId],
        with: &Circumstance,
        now: DateTime<Utc>,
    ) -> Result<usize> {
        if !actor.may(Permission::KeepDocuments) {
            return Err(Error::forbidden());
        }
        let mut link = self.write().await?;
        let (kindergarten, _) = self.kindergarten(&mut link, actor.org, now).await?;
        let today = kindergarten.clock(now).day;
        let mut reminded = 0;
        for id in documents.iter().collect::<BTreeSet<_>>() {
            let (mut row, document, _) = self.known_document(&mut link, actor, *id).await?;
            if document.state != State::Asked || document.reminded == Some(today) {
                continue;
            }
            execute!(link, UPDATE_REMINDED, actor.org.0, id.0, today)?;
            self.prove(&mut link, actor, &mut row, Step::Reminded, &json!({}), with, now).await?;
            reminded += 1;
        }
        if reminded > 0 {
            let subject = documents.first().map_or_else(Uuid::nil, |id| id.0);
            let entry = Entry::new("document.remind", subject, json!({ "reminded": reminded }));
            self.conclude_document(link, actor, entry, now).await?;
        }
        Ok(reminded)
    }
}

statements! {
    INSERT_DOCUMENT = "INSERT INTO document (id, org, form, version, child, signer, asked, number, seal) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    UPDATE_REMINDED = "UPDATE document SET reminded = $3 WHERE org = $1 AND id = $2";
    COUNT_NUMBERED = "SELECT COUNT(*) FROM document WHERE org = $1 AND form = $2 AND number LIKE $3";
}
