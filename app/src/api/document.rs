//! Documents that families sign: read, signed on the screen or with ЭЦҚ, refused, withdrawn; and verified by anybody.

use domain::{
    ChildId, DocumentId,
    document::{
        Act,
        view::{Listed, Shown, Verified},
    },
    kind::Paper,
};
use leptos::{prelude::*, server_fn::codec::Json};

use crate::Failure;
#[cfg(feature = "ssr")]
use crate::{
    components::form::{is_plain_form, keep},
    state::{authorise, now, state, visitor},
};
#[cfg(feature = "ssr")]
use domain::{
    Actor, Permission, Refusal,
    document::{Signing, Strokes, acts},
    refusal::Problem,
};
#[cfg(feature = "ssr")]
use store::{Circumstance, Signature, Store};

/// The longest signature with ЭЦҚ that is taken, in letters of base64.
#[cfg(feature = "ssr")]
pub(super) const LONGEST_CMS: usize = 360 * 1024;

/// Documents of the reader's children, what is to be signed first.
#[server(endpoint = "document/list")]
pub async fn own_documents() -> Result<Vec<Listed>, Failure> {
    let (store, actor) = authorise(Permission::BookForChild)?;
    Ok(store.own_documents(&actor, now()).await?)
}

/// A document with its text. That its signer has it before them is noted.
#[server(endpoint = "document/one")]
pub async fn one_document(
    /// Which.
    document: DocumentId,
) -> Result<Shown, Failure> {
    let (store, actor) = authorise(Permission::OwnAccount)?;
    store.note_document(&actor, document, false, &circumstance()?, now()).await?;
    Ok(store.document(&actor, document, now()).await?)
}

/// The signer has come to the end of the text.
#[server(endpoint = "document/read")]
pub async fn note_read(
    /// Which.
    document: DocumentId,
) -> Result<(), Failure> {
    let (store, actor) = authorise(Permission::OwnAccount)?;
    Ok(store.note_document(&actor, document, true, &circumstance()?, now()).await?)
}

/// Signs on the screen, for the guardian or the head. Who they are is asked once more.
#[server(endpoint = "document/sign")]
pub async fn sign_document(
    /// Which.
    document: DocumentId,
    /// What was drawn, as JSON; empty for a typed name.
    #[server(default)]
    strokes: String,
    /// The name, typed as a signature.
    #[server(default)]
    name: String,
    /// The password of the account.
    #[server(default)]
    password: String,
    /// Without scripts, that the text was read is said with a tick.
    #[server(default)]
    read: bool,
) -> Result<(), Failure> {
    let (store, actor) = authorise(Permission::OwnAccount)?;
    let done = async {
        if password.is_empty() {
            return Err(invalid("password", Problem::Required).into());
        }
        let signing = match strokes.trim() {
            "" => Signing::Typed(name.clone()),
            drawn => {
                let strokes = serde_json::from_str::<Strokes>(drawn);
                Signing::Drawn(strokes.map_err(|_| invalid("signature", Problem::Signature))?)
            }
        };
        if !signing.is_of(&actor.name) {
            return Err(invalid("signature", Problem::Signature).into());
        }
        store.confirm_password(&actor, &password, now()).await?;
        let with = circumstance()?;
        if read {
            store.note_document(&actor, document, true, &with, now()).await?;
        }
        put(&store, &actor, document, &Signature::Screen(signing), &with).await
    };
    done.await.inspect_err(|_: &Failure| keep(&[("name", name.as_str())]))?;
    if is_plain_form() {
        leptos_axum::redirect(&format!("/documents/{document}?done=signed"));
    }
    Ok(())
}

/// The text that ЭЦҚ is made over, in base64.
#[server(endpoint = "document/text")]
pub async fn text_to_sign(
    /// Which.
    document: DocumentId,
) -> Result<String, Failure> {
    use base64ct::{Base64, Encoding};

    let (store, actor) = authorise(Permission::OwnAccount)?;
    Ok(Base64::encode_string(&store.text_to_sign(&actor, document, now()).await?))
}

/// Signs with ЭЦҚ: a detached signature over the text, for the guardian or the head.
#[server(input = Json, endpoint = "document/sign-eds")]
pub async fn sign_with_eds(
    /// Which.
    document: DocumentId,
    /// The signature, in base64.
    cms: String,
) -> Result<(), Failure> {
    use base64ct::{Base64, Encoding};

    let (store, actor) = authorise(Permission::OwnAccount)?;
    if cms.len() > LONGEST_CMS {
        return Err(invalid("eds", Problem::TooLong).into());
    }
    let cms = Base64::decode_vec(cms.trim()).map_err(|_| invalid("eds", Problem::Eds))?;
    let over = store.text_to_sign(&actor, document, now()).await?;
    let says = state().notary.look(cms.clone(), over.clone()).await?;
    // Somebody else's key is not theirs to sign with.
    if !domain::document::is_name_of(&says.subject, &actor.name) {
        return Err(invalid("eds", Problem::Signature).into());
    }
    put(&store, &actor, document, &Signature::Eds { cms, says, over }, &circumstance()?).await
}

/// Refuses to sign, withdraws what was signed, or takes back what was asked for.
#[server(endpoint = "document/end")]
pub async fn end_document(
    /// Which.
    document: DocumentId,
    /// What of the three.
    act: Act,
    /// Why.
    #[server(default)]
    reason: String,
) -> Result<(), Failure> {
    let (store, actor) = authorise(Permission::OwnAccount)?;
    let with = circumstance()?;
    let ended = store.end_document(&actor, document, act, &reason, &with, now()).await;
    ended.inspect_err(|_| keep(&[("reason", reason.as_str())]))?;
    if act == Act::Withdraw {
        state().notary.file_soon(&actor, document);
    }
    if is_plain_form() {
        leptos_axum::redirect(&format!("/documents/{document}?done={}", act.code()));
    }
    Ok(())
}

/// A guardian begins by themselves what opens a gate for their child: gives the document to sign.
#[server(endpoint = "document/start")]
pub async fn start_document(
    /// For whom.
    child: ChildId,
    /// What it opens.
    paper: Paper,
) -> Result<DocumentId, Failure> {
    let (store, actor) = authorise(Permission::BookForChild)?;
    let document = store.start_document(&actor, child, paper, &circumstance()?, now()).await?;
    // A page that is alive goes there, too.
    leptos_axum::redirect(&format!("/documents/{document}"));
    Ok(document)
}

/// What anybody learns who has the address of a document's seal: no names.
#[server(endpoint = "document/verify")]
pub async fn verify_document(
    /// The seal.
    seal: String,
) -> Result<Verified, Failure> {
    let org = visitor()?.tenant.id;
    Ok(state().store.verified(org, &seal, now()).await?)
}

/// Writes a signature down and has the file made.
#[cfg(feature = "ssr")]
async fn put(
    store: &Store,
    actor: &Actor,
    document: DocumentId,
    hand: &Signature,
    with: &Circumstance,
) -> Result<(), Failure> {
    let listed = store.document(actor, document, now()).await?.listed;
    if acts(actor, &listed.kind, &listed.document).contains(&Act::Countersign) {
        store.countersign_document(actor, document, hand, with, now()).await?;
    } else {
        store.sign_document(actor, document, hand, with, now()).await?;
    }
    state().notary.file_soon(actor, document);
    Ok(())
}

/// From where and with what the request came.
#[cfg(feature = "ssr")]
pub(super) fn circumstance() -> Result<Circumstance, Failure> {
    let visitor = visitor()?;
    Ok(Circumstance { address: visitor.address, agent: visitor.agent, seen: None })
}

#[cfg(feature = "ssr")]
pub(super) fn invalid(field: &str, problem: Problem) -> Refusal {
    Refusal::Invalid { field: field.to_owned(), problem }
}
