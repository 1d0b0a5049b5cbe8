//! What opens under one's own initials.

use domain::view::Me;
use leptos::{html, prelude::*};
use leptos_router::components::A;

use crate::{
    api::account::SignOut,
    components::{form::go_to, menu},
    i18n::{t, t_string, use_i18n},
};

/// The initials, and under them the account and the way out. A `details`: it opens without scripts, too.
#[component]
pub fn AccountMenu(
    /// Whose.
    me: Me,
) -> impl IntoView {
    let i18n = use_i18n();
    let sign_out = ServerAction::<SignOut>::new();
    let node = NodeRef::<html::Details>::new();
    let name = me.actor.name.plain();
    Effect::new(move || {
        if let Some(Ok(address)) = sign_out.value().get() {
            go_to(&address);
        }
    });
    menu::close_from_outside(node);
    view! {
        <details class="account" node_ref=node on:keydown=move |event| menu::on_key(node, &event)>
            <summary aria-label=move || format!("{}: {name}", t_string!(i18n, common.nav_account))>
                <span class="avatar" aria-hidden="true">{me.actor.name.initials()}</span>
            </summary>
            <div class="account-menu">
                <p class="account-name">{me.actor.name.full()}</p>
                <A href="/account" on:click=move |_| menu::close(node)>{t!(i18n, common.nav_account)}</A>
                <ActionForm action=sign_out>
                    <button type="submit">{t!(i18n, common.sign_out)}</button>
                </ActionForm>
            </div>
        </details>
    }
}
