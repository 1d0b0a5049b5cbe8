//! One's own account: who one is here, where one is signed in, and the password.

mod devices;
mod feeds;
mod password;

use domain::{BodyRole, Permission, view::Me};
use leptos::prelude::*;

use crate::{
    components::{guard::Guard, title::Title},
    i18n::{Locale, t, t_string, td_string, use_i18n},
    words,
};

use devices::Devices;
use feeds::Feeds;
use password::ChangePasswordForm;

/// The account of whoever is signed in.
#[component]
pub fn AccountPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Title text=move || t_string!(i18n, account.title) />
        <Guard permission=Permission::OwnAccount page=|me| view! { <Account me /> }.into_any() />
    }
}

#[component]
fn Account(me: Me) -> impl IntoView {
    let i18n = use_i18n();
    let name = me.actor.name.full();
    let initials = me.actor.name.initials();
    let org = me.org.name.clone();
    let may_subscribe = me.actor.may_subscribe();
    let roles = move || roles(i18n.get_locale(), &me);
    view! {
        <div class="page narrow stack loose">
            <h1>{t!(i18n, account.title)}</h1>
            <section class="card whoami">
                <span class="avatar" aria-hidden="true">{initials}</span>
                <div class="stack tight">
                    <h2>{name}</h2>
                    <p class="muted">{org}</p>
                    <ul class="row roles">
                        {move || roles().into_iter().map(|role| view! { <li class="chip">{role}</li> }).collect_view()}
                    </ul>
                </div>
            </section>
            {may_subscribe.then(|| view! { <Feeds /> })}
            <Devices />
            <ChangePasswordForm />
        </div>
    }
}

/// Positions, places in bodies, and being a parent: all that somebody is here.
fn roles(locale: Locale, me: &Me) -> Vec<String> {
    let positions = me.actor.positions.iter().map(|position| words::position(locale, *position).to_owned());
    let places = me.actor.memberships.iter().map(|(body, role)| {
        let role = match role {
            BodyRole::Chair => td_string!(locale, words.role_chair),
            BodyRole::Secretary => td_string!(locale, words.role_secretary),
            BodyRole::Member => td_string!(locale, words.role_member),
        };
        format!("{}: {role}", words::body_short(locale, *body))
    });
    let parent = (!me.actor.children.is_empty()).then(|| td_string!(locale, words.position_parent).to_owned());
    positions.chain(places).chain(parent).collect()
}
