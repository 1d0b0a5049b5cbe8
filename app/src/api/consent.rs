//! The kindergarten's side of documents: forms, who has signed, asking, reminding, paper.

use chrono::NaiveDate;
use domain::{
    ChildId, DocumentId, FormId,
    document::{
        FormKind, Signers, Term,
        view::{Row, Suspended},
    },
    kind::Paper,
};
use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

use crate::Failure;
#[cfg(feature = "ssr")]
use crate::state::{authorise, now, state};
#[cfg(feature = "ssr")]
use domain::{Permission, Refusal, refusal::Problem};

/// Who has signed a form and who has not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// The form.
    pub kind: FormKind,
    /// The kindergarten's day.
    pub today: NaiveDate,
    /// Every child.
    pub rows: Vec<Row>,
}

/// What came of asking.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Documents that were made.
    pub made: usize,
    /// Guardians who have been asked already, or have signed.
    pub there: usize,
    /// Children without a guardian who could sign.
    pub nobody: usize,
}

/// A form with its texts, as they are written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormSource {
    /// The form.
    pub kind: FormKind,
    /// The official text.
    pub kk: String,
    /// The one beside it.
    pub ru: String,
}

/// A form as a head writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormDraft {
    /// The official text.
    pub kk: String,
    /// The one beside it.
    pub ru: String,
    /// The gate that it opens; of a form that is there already, it stays.
    pub opens: Option<Paper>,
    /// Who of the child's side signs.
    pub signers: Signers,
    /// The head signs, too.
    pub head: bool,
    /// How long it holds.
    pub term: Term,
}

/// The forms of the kindergarten.
#[server(endpoint = "consent/forms")]
pub async fn list_forms() -> Result<Vec<FormKind>, Failure> {
    let (store, actor) = authorise(Permission::KeepDocuments)?;
    Ok(store.forms(&actor).await?)
}

/// Who has signed a form and who has not.
#[server(endpoint = "consent/board")]
pub async fn consent_board(
    /// Which form.
    form: FormId,
) -> Result<Board, Failure> {
    let (store, actor) = authorise(Permission::KeepDocuments)?;
    let (kind, rows) = store.document_board(&actor, form, now()).await?;
    let today = store.today(&actor, now()).await?;
    Ok(Board { kind, today, rows })
}

/// Asks the guardians of children to sign.
#[server(input = Json, endpoint = "consent/ask")]
pub async fn ask_families(
    /// Which form.
    form: FormId,
    /// Of whom.
    children: Vec<ChildId>,
) -> Result<Asked, Failure> {
    let (store, actor) = authorise(Permission::KeepDocuments)?;
    let asked = store.ask_documents(&actor, form, &children, &super::document::circumstance()?, now()).await?;
    Ok(Asked { made: asked.made, there: asked.there, nobody: asked.nobody })
}

/// Notes that the signers were reminded. Gives how many were.
#[server(input = Json, endpoint = "consent/remind")]
pub async fn remind_families(
    /// Of which documents.
    documents: Vec<DocumentId>,
) -> Result<usize, Failure> {
    let (store, actor) = authorise(Permission::KeepDocuments)?;
    Ok(store.remind_documents(&actor, &documents, &super::document::circumstance()?, now()).await?)
}

/// Keeps what was signed on paper.
#[server(input = Json, endpoint = "consent/witness")]
pub async fn witness_paper(
    /// Which document.
    document: DocumentId,
    /// The day on the paper.
    day: NaiveDate,
    /// The head's signature is on it, too.
    head: bool,
    /// Pictures of it (JPEG or PNG), in base64.
    scans: Vec<String>,
) -> Result<(), Failure> {
    use base64ct::{Base64, Encoding};

    let (store, actor) = authorise(Permission::KeepDocuments)?;
    let decode = |text: &String| {
        let bytes = Base64::decode_vec(text.trim());
        let refused = |_| Refusal::Invalid { field: "scans".to_owned(), problem: Problem::Choice };
        bytes.map(|bytes| store::Scan { bytes }).map_err(refused)
    };
    let scans = scans.iter().map(decode).collect::<Result<Vec<_>, Refusal>>()?;
    let paper = store::Witnessed { day, head, scans };
    store.witness_document(&actor, document, &paper, &super::document::circumstance()?, now()).await?;
    state().notary.file_soon(&actor, document);
    Ok(())
}

/// A form with its texts.
#[server(endpoint = "consent/form")]
pub async fn read_form(
    /// Which.
    form: FormId,
    /// A version of its text; without one, the latest.
    version: Option<i32>,
) -> Result<FormSource, Failure> {
    let (store, actor) = authorise(Permission::KeepDocuments)?;
    let (kind, kk, ru) = store.form_source(&actor, form, version).await?;
    Ok(FormSource { kind, kk, ru })
}

/// Makes a form, or gives one another text.
#[server(input = Json, endpoint = "consent/save-form")]
pub async fn save_form(
    /// Which; none for a new one.
    form: Option<FormId>,
    /// Its text, and how it is signed.
    draft: FormDraft,
) -> Result<FormId, Failure> {
    let (store, actor) = authorise(Permission::KeepForms)?;
    let FormDraft { kk, ru, opens, signers, head, term } = draft;
    let text = store::FormText { kk, ru, opens, signers, head, term };
    Ok(store.save_form(&actor, form, &text, now()).await?)
}

/// Asks for a form no more.
#[server(endpoint = "consent/retire-form")]
pub async fn retire_form(
    /// Which.
    form: FormId,
) -> Result<(), Failure> {
    let (store, actor) = authorise(Permission::KeepForms)?;
    Ok(store.retire_form(&actor, form, now()).await?)
}

/// Sessions to come that must not take place as they stand: a child in them has no consent, or no contract. Of those
/// that the reader holds; of all, for those who plan all.
#[server(endpoint = "consent/suspended")]
pub async fn suspended_sessions() -> Result<Vec<Suspended>, Failure> {
    let (store, actor) = authorise(Permission::SeeCalendar)?;
    Ok(store.suspended(&actor, now()).await?)
}
