//! What opens under one's own initials.

use domain::view::Me;
use leptos::{
    ev, html,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{HtmlDetailsElement, HtmlElement, Node},
};
use leptos_router::components::A;

use crate::{
    api::account::SignOut,
    components::form::go_to,
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
    let menu = NodeRef::<html::Details>::new();
    let name = me.actor.name.plain();
    Effect::new(move || {
        if let Some(Ok(address)) = sign_out.value().get() {
            go_to(&address);
        }
    });
    close_from_outside(menu);
    let close = move |_| {
        if let Some(menu) = menu.get_untracked() {
            menu.set_open(false);
        }
    };
    let on_key = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape"
            && let Some(menu) = menu.get_untracked()
            && menu.open()
        {
            menu.set_open(false);
            focus_summary(&menu);
        }
    };
    view! {
        <details class="account" node_ref=menu on:keydown=on_key>
            <summary aria-label=move || format!("{}: {name}", t_string!(i18n, common.nav_account))>
                <span class="avatar" aria-hidden="true">{me.actor.name.initials()}</span>
            </summary>
            <div class="account-menu">
                <p class="account-name">{me.actor.name.full()}</p>
                <A href="/account" on:click=close>{t!(i18n, common.nav_account)}</A>
                <ActionForm action=sign_out>
                    <button type="submit">{t!(i18n, common.sign_out)}</button>
                </ActionForm>
            </div>
        </details>
    }
}

/// A press anywhere else closes the menu.
fn close_from_outside(menu: NodeRef<html::Details>) {
    Effect::new(move || {
        let listener = window_event_listener(ev::pointerdown, move |event| {
            if let Some(menu) = menu.get_untracked() {
                let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
                if menu.open() && !menu.contains(target.as_ref()) {
                    menu.set_open(false);
                }
            }
        });
        on_cleanup(move || listener.remove());
    });
}

/// Whoever closed the menu with a key stays where it was opened.
fn focus_summary(menu: &HtmlDetailsElement) {
    let summary = menu.query_selector("summary").ok().flatten();
    if let Some(summary) = summary.and_then(|summary| summary.dyn_into::<HtmlElement>().ok()) {
        let _ = summary.focus();
    }
}
