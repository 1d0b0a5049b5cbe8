//! What stands in place of a page that the server did not give.

use domain::{Refusal, context::Directory};
use leptos::prelude::*;
use leptos_router::{components::Redirect, hooks::use_location, location::Url};

use crate::{
    Failure,
    i18n::{Locale, td_string},
    words,
};

/// The address one is at, to come back to after signing in. To be asked before anything is awaited.
pub fn here() -> String {
    let location = use_location();
    let (path, search) = (location.pathname.get_untracked(), location.search.get_untracked());
    let search = search.trim_start_matches('?');
    if search.is_empty() { path } else { format!("{path}?{search}") }
}

/// Leads a visitor to sign in; tells everybody else why there is nothing to see.
pub fn closed(locale: Locale, failure: &Failure, here: &str) -> AnyView {
    match failure {
        Failure::Refused(Refusal::SignIn) => {
            view! { <Redirect path=format!("/sign-in?to={}", Url::escape(here)) /> }.into_any()
        }
        Failure::Refused(Refusal::Forbidden) => view! {
            <div class="empty">
                <h2>{td_string!(locale, booking.forbidden_title)}</h2>
                <p>{td_string!(locale, booking.forbidden)}</p>
                <a class="button" href="/">{td_string!(locale, common.to_home)}</a>
            </div>
        }
        .into_any(),
        other => {
            let sentences = words::failure(locale, other, &Directory::default());
            view! {
                <div class="notice bad" role="alert">
                    <p class="title">{td_string!(locale, common.error_title)}</p>
                    {sentences.into_iter().map(|sentence| view! { <p>{sentence}</p> }).collect_view()}
                    <p><a class="button" href=here.to_owned() rel="external">{td_string!(locale, common.try_again)}</a></p>
                </div>
            }
            .into_any()
        }
    }
}
