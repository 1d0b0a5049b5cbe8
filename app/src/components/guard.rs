//! The door of a page that is not for everybody.

use domain::{Permission, view::Me};
use leptos::prelude::*;
use leptos_router::{components::Redirect, location::Url};

use crate::{
    components::booking::door,
    i18n::{t, use_i18n},
    visit::use_me,
};

/// Shows the page to those who may see it. A visitor is led to sign in, and comes back here afterwards.
///
/// What the page contains is guarded by the server functions that it asks; this only says so in words.
#[component]
pub fn Guard(
    /// What one must be allowed to do.
    permission: Permission,
    /// The page.
    page: fn(Me) -> AnyView,
) -> impl IntoView {
    let i18n = use_i18n();
    match use_me() {
        Some(me) if me.actor.may(permission) => page(me),
        Some(_) => view! {
            <div class="page narrow">
                <div class="empty">
                    <h1>{t!(i18n, common.forbidden_title)}</h1>
                    <p>{t!(i18n, common.forbidden_text)}</p>
                    <a class="button" href="/">{t!(i18n, common.to_home)}</a>
                </div>
            </div>
        }
        .into_any(),
        None => view! { <Redirect path=format!("/sign-in?to={}", Url::escape(&door::here())) /> }.into_any(),
    }
}
