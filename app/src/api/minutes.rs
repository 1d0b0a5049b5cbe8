//! Minutes as a paper: begun, sent to be signed, signed on the screen or with ЭЦҚ, corrected by additions, verified by
//! anybody. Their words are written over the live connection.

use domain::{
    MeetingId,
    document::Signing,
    minutes::{
        Act,
        view::{MinutesView, Verified},
    },
};
use leptos::{prelude::*, server_fn::codec::Json};

use crate::Failure;
#[cfg(feature = "ssr")]
use crate::{
    api::document::{LONGEST_CMS, circumstance, invalid},
    state::{authorise, now, state, visitor},
};
#[cfg(feature = "ssr")]
use domain::{Actor, Permission, refusal::Problem};
#[cfg(feature = "ssr")]
use store::{Signature, Store};

/// Begins the minutes of a meeting with its agenda; begun ones are as they were.
#[server(endpoint = "minutes/begin")]
pub async fn begin_minutes(
    /// Whose.
    meeting: MeetingId,
) -> Result<(), Failure> {
    let (store, actor) = authorise(Permission::SeeMeetings)?;
    Ok(store.begin_minutes(&actor, meeting, now()).await?)
}

/// Minutes; none where they are not begun.
#[server(endpoint = "minutes/one")]
pub async fn minutes(
    /// Whose.
    meeting: MeetingId,
) -> Result<Option<MinutesView>, Failure> {
    let (store, actor) = authorise(Permission::SeeMeetings)?;
    Ok(store.minutes(&actor, meeting, now()).await?)
}

/// Sends minutes or an addition (0 for the minutes themselves), takes them back, or signs on the screen. Of whoever signs
/// the password is asked once more.
#[server(input = Json, endpoint = "minutes/act")]
pub async fn act_on_minutes(
    /// Whose.
    meeting: MeetingId,
    /// Which addition, 0 for the minutes.
    addition: u32,
    /// What.
    act: Act,
    /// The signature, to sign.
    signing: Option<Signing>,
    /// The password of the account, to sign.
    password: Option<String>,
    /// The hash of the text that was shown, to sign: another is not signed.
    hash: Option<String>,
) -> Result<(), Failure> {
    let (store, actor) = authorise(Permission::SeeMeetings)?;
    if matches!(act, Act::SignChair | Act::SignSecretary) {
        let signing = signing.filter(|signing| signing.is_of(&actor.name));
        let signing = signing.ok_or_else(|| invalid("signature", Problem::Signature))?;
        let password = password.filter(|password| !password.is_empty());
        let password = password.ok_or_else(|| invalid("password", Problem::Required))?;
        store.confirm_password(&actor, &password, now()).await?;
        let seen = Some(hash.ok_or_else(|| Failure::from(domain::Refusal::Changed))?);
        return put(&store, &actor, meeting, addition, act, Some(&Signature::Screen(signing)), seen).await;
    }
    put(&store, &actor, meeting, addition, act, None, None).await
}

/// The text that ЭЦҚ is made over, in base64: both languages.
#[server(endpoint = "minutes/text")]
pub async fn minutes_to_sign(
    /// Whose.
    meeting: MeetingId,
    /// Which addition, 0 for the minutes.
    addition: u32,
) -> Result<String, Failure> {
    use base64ct::{Base64, Encoding};

    let (store, actor) = authorise(Permission::SeeMeetings)?;
    Ok(Base64::encode_string(&store.minutes_text_to_sign(&actor, meeting, addition, now()).await?))
}

/// Signs with ЭЦҚ: a detached signature over the text.
#[server(input = Json, endpoint = "minutes/sign-eds")]
pub async fn sign_minutes_with_eds(
    /// Whose.
    meeting: MeetingId,
    /// Which addition, 0 for the minutes.
    addition: u32,
    /// For which office.
    act: Act,
    /// The signature, in base64.
    cms: String,
) -> Result<(), Failure> {
    use base64ct::{Base64, Encoding};

    let (store, actor) = authorise(Permission::SeeMeetings)?;
    if !matches!(act, Act::SignChair | Act::SignSecretary) {
        return Err(invalid("act", Problem::Choice).into());
    }
    if cms.len() > LONGEST_CMS {
        return Err(invalid("eds", Problem::TooLong).into());
    }
    let cms = Base64::decode_vec(cms.trim()).map_err(|_| invalid("eds", Problem::Eds))?;
    let over = store.minutes_text_to_sign(&actor, meeting, addition, now()).await?;
    let says = state().notary.look(cms.clone(), over.clone()).await?;
    // Somebody else's key is not theirs to sign with.
    if !domain::document::is_name_of(&says.subject, &actor.name) {
        return Err(invalid("eds", Problem::Signature).into());
    }
    put(&store, &actor, meeting, addition, act, Some(&Signature::Eds { cms, says, over }), None).await
}

/// Begins an addition to locked minutes, or writes on the one that is a draft. Its number.
#[server(input = Json, endpoint = "minutes/write-addition")]
pub async fn write_addition(
    /// Whose.
    meeting: MeetingId,
    /// What it says.
    text: String,
) -> Result<u32, Failure> {
    let (store, actor) = authorise(Permission::SeeMeetings)?;
    Ok(store.write_addition(&actor, meeting, &text, now()).await?)
}

/// What anybody learns who has the address of the seal of minutes: no names.
#[server(endpoint = "minutes/verify")]
pub async fn verify_minutes(
    /// The seal.
    seal: String,
) -> Result<Verified, Failure> {
    let org = visitor()?.tenant.id;
    Ok(state().store.verified_minutes(org, &seal, now()).await?)
}

/// Does it, and has the files made of what is locked by it.
#[cfg(feature = "ssr")]
async fn put(
    store: &Store,
    actor: &Actor,
    meeting: MeetingId,
    addition: u32,
    act: Act,
    hand: Option<&Signature>,
    seen: Option<String>,
) -> Result<(), Failure> {
    let with = store::Circumstance { seen, ..circumstance()? };
    store.act_on_minutes(actor, meeting, addition, act, hand, &with, now()).await?;
    if act == Act::SignSecretary {
        state().notary.file_minutes_soon(actor, meeting);
    }
    Ok(())
}
