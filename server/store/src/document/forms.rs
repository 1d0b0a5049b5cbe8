//! The forms of a kindergarten: texts with blanks, each text a version of its own.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domain::{
    Actor, FormId, OrgId, Permission,
    document::{FormKind, Signers, Term},
    form::{Form, standard},
    kind::Paper,
    refusal::Problem,
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    Store, all,
    audit::Entry,
    dialect::Link,
    error::{Error, Result},
    execute, new_id, optional, statements,
};

/// The texts of a form, as a head writes them.
#[derive(Clone, Debug)]
pub struct FormText {
    /// The official one.
    pub kk: String,
    /// The one beside it, for reading.
    pub ru: String,
    /// The gate that it opens.
    pub opens: Option<Paper>,
    /// Who of the child's side signs.
    pub signers: Signers,
    /// The head signs, too.
    pub head: bool,
    /// How long it holds.
    pub term: Term,
}

/// The texts of a form, read.
pub(super) struct Texts {
    pub(super) kk: Form,
    pub(super) ru: Form,
}

impl Store {
    /// The forms of the kindergarten.
    ///
    /// # Errors
    /// [`Forbidden`](domain::Refusal::Forbidden) to all who do not ask families.
    pub async fn forms(&self, actor: &Actor) -> Result<Vec<FormKind>> {
        if !actor.may(Permission::KeepDocuments) {
            return Err(Error::forbidden());
        }
        self.form_kinds(&mut self.read().await?, actor.org).await
    }

    /// Makes a form, or gives one another text: that is a version of its own, and what was signed stays as it was.
    ///
    /// # Errors
    /// [`Invalid`](domain::Refusal::Invalid) for a text that is no form, or a gate that another form opens.
    pub async fn save_form(
        &self,
        actor: &Actor,
        form: Option<FormId>,
        text: &FormText,
        now: DateTime<Utc>,
    ) -> Result<FormId> {
        if !actor.may(Permission::KeepForms) {
            return Err(Error::forbidden());
        }
        let read = |field: &str, text: &str| Form::read(text).map_err(|_| Error::invalid(field, Problem::Form));
        let (kk, ru) = (read("kk", &text.kk)?, read("ru", &text.ru)?);
        // The same is signed in both languages.
        if kk.blanks().collect::<BTreeSet<_>>() != ru.blanks().collect() {
            return Err(Error::invalid("ru", Problem::Blanks));
        }
        let mut link = self.write().await?;
        let id = self.put_form(&mut link, actor, form, text, (&kk.title(), &ru.title()), now).await?;
        // Whose signatures are needed may have changed.
        let (kindergarten, _) = self.kindergarten(&mut link, actor.org, now).await?;
        let (kind, today) = (self.form_kind(&mut link, actor.org, id).await?, kindergarten.clock(now).day);
        for child in kindergarten.directory.children.keys() {
            self.settle_paper(&mut link, actor.org, &kind, *child, today).await?;
        }
        let action = if form.is_some() { "form.change" } else { "form.make" };
        let entry = Entry::new(action, id, json!({ "version": kind.version }));
        self.conclude_document(link, actor, entry, now).await?;
        Ok(id)
    }

    async fn put_form(
        &self,
        link: &mut Link,
        actor: &Actor,
        form: Option<FormId>,
        text: &FormText,
        (title_kk, title_ru): (&str, &str),
        now: DateTime<Utc>,
    ) -> Result<FormId> {
        let (org, at) = (actor.org.0, now.timestamp_millis());
        let kinds = self.form_kinds(link, actor.org).await?;
        let (signers, term) = (text.signers.code(), text.term.code());
        let (id, version) = if let Some(id) = form {
            let kind = kinds.into_iter().find(|kind| kind.id == id).ok_or_else(Error::not_found)?;
            let version = kind.version + 1;
            // What gate it opens it keeps: what was signed for one must not open another.
            execute!(link, UPDATE_FORM, org, id.0, title_kk, title_ru, signers, text.head, term, version)?;
            (id, version)
        } else {
            let taken = |kind: &FormKind| !kind.retired && kind.opens == text.opens;
            if text.opens.is_some() && kinds.iter().any(taken) {
                return Err(Error::invalid("opens", Problem::Taken));
            }
            let (id, opens) = (FormId(new_id()), text.opens.map(Paper::code));
            execute!(link, INSERT_FORM, org, id.0, title_kk, title_ru, opens, signers, text.head, term, 1_i32, at)?;
            (id, 1)
        };
        execute!(link, INSERT_TEXT, org, id.0, version, text.kk.trim(), text.ru.trim(), actor.person.0, at)?;
        Ok(id)
    }

    /// Asks for a form no more. What was signed stays, and holds.
    ///
    /// # Errors
    /// [`NotFound`](domain::Refusal::NotFound) where there is no such form.
    pub async fn retire_form(&self, actor: &Actor, form: FormId, now: DateTime<Utc>) -> Result<()> {
        if !actor.may(Permission::KeepForms) {
            return Err(Error::forbidden());
        }
        let mut link = self.write().await?;
        if execute!(link, RETIRE_FORM, actor.org.0, form.0)? == 0 {
            return Err(Error::not_found());
        }
        let entry = Entry::new("form.retire", form, json!({}));
        self.append(&mut link, actor.org, Some(actor.person), &[entry], &mut [], now).await?;
        link.commit().await
    }

    /// A text of a form as it was written: the latest, or another version.
    ///
    /// # Errors
    /// [`NotFound`](domain::Refusal::NotFound) where there is no such form or version.
    pub async fn form_source(
        &self,
        actor: &Actor,
        form: FormId,
        version: Option<i32>,
    ) -> Result<(FormKind, String, String)> {
        if !actor.may(Permission::KeepDocuments) {
            return Err(Error::forbidden());
        }
        let mut link = self.read().await?;
        let kind = self.form_kind(&mut link, actor.org, form).await?;
        let version = version.unwrap_or(kind.version);
        let (kk, ru) = optional!(link, (String, String), SELECT_TEXT, form.0, version)?.ok_or_else(Error::not_found)?;
        Ok((kind, kk, ru))
    }

    /// Gives every kindergarten that has no form those that come with Kenes.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn furnish(&self, now: DateTime<Utc>) -> Result<()> {
        let bare = all!(self.read().await?, (Uuid,), SELECT_BARE)?;
        for (org,) in bare {
            let mut link = self.write().await?;
            // Another server may have been quicker.
            if self.form_kinds(&mut link, OrgId(org)).await?.is_empty() {
                add_standard_forms(&mut link, OrgId(org), now).await?;
            }
            link.commit().await?;
        }
        Ok(())
    }

    /// The texts of a version of a form.
    pub(super) async fn form_text(&self, link: &mut Link, form: FormId, version: i32) -> Result<Texts> {
        let (kk, ru) = optional!(link, (String, String), SELECT_TEXT, form.0, version)?.ok_or_else(Error::not_found)?;
        let read = |text: &str| Form::read(text).map_err(|mistake| Error::corrupt(format!("a form: {mistake:?}")));
        Ok(Texts { kk: read(&kk)?, ru: read(&ru)? })
    }
}

/// The forms that every kindergarten begins with.
pub(crate) async fn add_standard_forms(link: &mut Link, org: OrgId, now: DateTime<Utc>) -> Result<()> {
    let at = now.timestamp_millis();
    for (n, standard) in (0_i64..).zip(standard::ALL) {
        let title = |text: &str| Form::read(text).map(|form| form.title()).unwrap_or_default();
        let (title_kk, title_ru) = (title(standard.text.kk), title(standard.text.ru));
        let (id, opens) = (new_id(), standard.opens.map(Paper::code));
        let (signers, term) = (standard.signers.code(), standard.term.code());
        // They are listed in the order in which they were made.
        let made = at + n;
        execute!(link, INSERT_FORM, org.0, id, title_kk, title_ru, opens, signers, standard.head, term, 1_i32, made)?;
        let (kk, ru) = (standard.text.kk.trim(), standard.text.ru.trim());
        execute!(link, INSERT_TEXT, org.0, id, 1_i32, kk, ru, None::<Uuid>, at)?;
    }
    Ok(())
}

statements! {
    SELECT_BARE = "SELECT id FROM organisation WHERE NOT EXISTS (SELECT 1 FROM form WHERE form.org = organisation.id)";
    RETIRE_FORM = "UPDATE form SET retired = TRUE WHERE org = $1 AND id = $2";
    INSERT_FORM = "INSERT INTO form (org, id, title_kk, title_ru, opens, signers, head, term, version, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    UPDATE_FORM = "UPDATE form SET title_kk = $3, title_ru = $4, signers = $5, head = $6, term = $7, \
        version = $8 WHERE org = $1 AND id = $2";
    INSERT_TEXT = "INSERT INTO form_text (org, form, version, kk, ru, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    SELECT_TEXT = "SELECT kk, ru FROM form_text WHERE form = $1 AND version = $2";
}
