//! The account: who one is, signing in and out, passwords.

use domain::{
    RoomId,
    view::{Device, Feed, Invitation},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Failure;
#[cfg(feature = "ssr")]
use crate::{
    components::form::{is_plain_form, keep},
    state::{authorise, clear_session_cookie, now, set_session_cookie, state, visitor},
};
#[cfg(feature = "ssr")]
use domain::{Actor, Lang, Permission, Refusal, refusal::Problem};
#[cfg(feature = "ssr")]
use store::Token;

/// The addresses that one has, and what others one may have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedList {
    /// Those that are there.
    pub feeds: Vec<Feed>,
    /// Rooms for which one may be made.
    pub rooms: Vec<(RoomId, String)>,
}

/// Signs in with a telephone number or an e-mail address. Public. Gives the address to go to.
#[server(endpoint = "account/sign-in")]
pub async fn sign_in(
    /// Telephone or e-mail.
    #[server(default)]
    login: String,
    /// The password.
    #[server(default)]
    password: String,
    /// The page to go to.
    #[server(default)]
    to: String,
) -> Result<String, Failure> {
    let visitor = visitor()?;
    let signed_in = async {
        filled_in(&[("login", &login), ("password", &password)])?;
        let store = state().store;
        Ok(store.sign_in(visitor.tenant.id, &login, &password, &visitor.agent, &visitor.address, now()).await?)
    };
    let token: Token = signed_in.await.inspect_err(|_: &Failure| keep(&[("login", &login)]))?;
    enter(&token, local(&to)).await
}

/// Signs this browser out. Gives the address to go to.
#[server(endpoint = "account/sign-out")]
pub async fn sign_out() -> Result<String, Failure> {
    // Without `authorise`: somebody whose session has ended elsewhere must be able to leave, too.
    if let Some(token) = visitor()?.token {
        state().store.sign_out(&token, now()).await?;
    }
    clear_session_cookie();
    Ok(lead_to("/"))
}

/// Signs every browser out, this one too. Gives the address to go to.
#[server(endpoint = "account/sign-out-everywhere")]
pub async fn sign_out_everywhere() -> Result<String, Failure> {
    let (store, actor) = authorise(Permission::OwnAccount)?;
    store.sign_out_everywhere(&actor, now()).await?;
    clear_session_cookie();
    Ok(lead_to("/sign-in"))
}

/// Signs one browser out.
#[server(endpoint = "account/sign-out-device")]
pub async fn sign_out_device(
    /// Which.
    id: Uuid,
) -> Result<(), Failure> {
    let (store, actor) = authorise(Permission::OwnAccount)?;
    Ok(store.sign_out_device(&actor, id, now()).await?)
}

/// Where one is signed in.
#[server(endpoint = "account/devices")]
pub async fn devices() -> Result<Vec<Device>, Failure> {
    let (store, actor) = authorise(Permission::OwnAccount)?;
    let token = visitor()?.token.unwrap_or_default();
    Ok(store.devices(&actor, &token, now()).await?)
}

/// The addresses for calendar programs that one has, and the rooms for which one may have some.
#[server(endpoint = "account/feeds")]
pub async fn feeds() -> Result<FeedList, Failure> {
    let (store, actor) = authorise(Permission::OwnAccount)?;
    let (feeds, rooms) = store.feeds(&actor, now()).await?;
    Ok(FeedList { feeds, rooms })
}

/// Makes an address for calendar programs, and gives it: it is shown now and never again.
#[server(endpoint = "account/make-feed")]
pub async fn make_feed(
    /// A room; empty for one's own sessions.
    #[server(default)]
    room: String,
    /// The language in which it is written.
    #[server(default)]
    lang: String,
) -> Result<String, Failure> {
    let (store, actor) = authorise(Permission::OwnAccount)?;
    let room = match room.as_str() {
        "" => None,
        id => Some(id.parse().map_err(|_| invalid("room", Problem::Choice))?),
    };
    let lang = Lang::from_code(&lang).unwrap_or_default();
    let secret = store.make_feed(&actor, room, lang, now()).await?;
    Ok(format!("{}/feeds/{}/kenes.ics", state().public_url, secret.0))
}

/// Revokes an address.
#[server(endpoint = "account/revoke-feed")]
pub async fn revoke_feed(
    /// Which.
    id: Uuid,
) -> Result<(), Failure> {
    let (store, actor) = authorise(Permission::OwnAccount)?;
    Ok(store.revoke_feed(&actor, id, now()).await?)
}

/// Sets another password. Every other browser is signed out.
#[server(endpoint = "account/change-password")]
pub async fn change_password(
    /// The password until now.
    #[server(default)]
    old: String,
    /// The new one.
    #[server(default)]
    new: String,
    /// The new one again.
    #[server(default)]
    again: String,
) -> Result<(), Failure> {
    let (store, actor) = authorise(Permission::OwnAccount)?;
    filled_in(&[("old", &old), ("new", &new), ("again", &again)])?;
    the_same(&new, &again)?;
    let token = visitor()?.token.unwrap_or_default();
    // There are two passwords in this form: what the store says of "the password" is about the new one.
    store.change_password(&actor, &token, &old, &new, now()).await.map_err(|error| match error.into() {
        Failure::Refused(Refusal::Invalid { problem, .. }) => Failure::Refused(invalid("new", problem)),
        other => other,
    })?;
    if is_plain_form() {
        leptos_axum::redirect("/account?done=password");
    }
    Ok(())
}

/// What a one-time code opens. Public: whoever holds the paper may look.
#[server(name = ReadInvitation, endpoint = "account/invitation")]
pub async fn invitation(
    /// As on the paper, or as somebody types it.
    code: String,
) -> Result<Invitation, Failure> {
    let visitor = visitor()?;
    Ok(state().store.invitation(&code, &visitor.address, now()).await?)
}

/// Uses a one-time code: sets the login and the password, and signs in. Public. Gives the address to go to.
#[server(endpoint = "account/accept")]
pub async fn accept(
    /// The code.
    #[server(default)]
    code: String,
    /// Telephone or e-mail.
    #[server(default)]
    login: String,
    /// The password.
    #[server(default)]
    password: String,
    /// The new one again.
    #[server(default)]
    again: String,
) -> Result<String, Failure> {
    let visitor = visitor()?;
    let accepted = async {
        filled_in(&[("login", &login), ("password", &password), ("again", &again)])?;
        the_same(&password, &again)?;
        Ok(state().store.accept(&code, &login, &password, &visitor.agent, &visitor.address, now()).await?)
    };
    let token: Token = accepted.await.inspect_err(|_: &Failure| keep(&[("login", &login)]))?;
    enter(&token, None).await
}

/// Sets the cookie, and leads to the page that was asked for, or to where somebody begins.
#[cfg(feature = "ssr")]
async fn enter(token: &Token, to: Option<String>) -> Result<String, Failure> {
    let (actor, _) = state().store.actor(&token.0, now()).await?.ok_or(Refusal::SignIn)?;
    set_session_cookie(&token.0);
    Ok(lead_to(&to.unwrap_or_else(|| home_of(&actor).to_owned())))
}

/// A page without scripts is redirected; a living one is told the address and goes there by itself.
#[cfg(feature = "ssr")]
fn lead_to(address: &str) -> String {
    if is_plain_form() {
        leptos_axum::redirect(address);
    }
    address.to_owned()
}

/// Where somebody begins.
#[cfg(feature = "ssr")]
fn home_of(actor: &Actor) -> &'static str {
    if actor.may(Permission::SeeCalendar) {
        "/calendar"
    } else if actor.may(Permission::BookForChild) {
        "/bookings"
    } else {
        "/"
    }
}

/// The address, if it is a page of ours: a link that somebody sends must not lead away after signing in.
#[cfg(feature = "ssr")]
fn local(address: &str) -> Option<String> {
    let ours = address.starts_with('/') && !address.starts_with("//") && !address.starts_with("/sign-in");
    let plain = !address.contains('\\') && !address.contains(char::is_control);
    // What is not ASCII cannot stand in a header.
    let escaped = |letter: char| {
        if letter.is_ascii_graphic() {
            letter.to_string()
        } else {
            leptos_router::location::Url::escape(&letter.to_string())
        }
    };
    (ours && plain).then(|| address.chars().map(escaped).collect())
}

#[cfg(feature = "ssr")]
fn filled_in(fields: &[(&str, &str)]) -> Result<(), Refusal> {
    match fields.iter().find(|(_, text)| text.trim().is_empty()) {
        Some((field, _)) => Err(invalid(field, Problem::Required)),
        None => Ok(()),
    }
}

#[cfg(feature = "ssr")]
fn the_same(new: &str, again: &str) -> Result<(), Refusal> {
    if new == again { Ok(()) } else { Err(invalid("again", Problem::PasswordsDiffer)) }
}

#[cfg(feature = "ssr")]
fn invalid(field: &str, problem: Problem) -> Refusal {
    Refusal::Invalid { field: field.to_owned(), problem }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::local;

    #[test]
    fn after_signing_in_one_stays_in_the_house() {
        assert_eq!(local("/bookings?child=1").as_deref(), Some("/bookings?child=1"));
        assert_eq!(local("/people?q=%D3%98").as_deref(), Some("/people?q=%D3%98"));
        assert_eq!(local("/people?q=Ә").as_deref(), Some("/people?q=%D3%98"));
        for address in ["", "people", "//evil.kz", "https://evil.kz", "/\\evil.kz", "/a\r\nb", "/sign-in?to=/"] {
            assert_eq!(local(address), None, "{address}");
        }
    }
}
