//! The frame around every page: who one is, where one can go, which language.

use domain::{Permission, view::Me};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_location};

use crate::{
    api::account::SignOut,
    components::mark::Mark,
    i18n::{Locale, t, t_string, use_i18n},
    shell::use_me,
};

/// The bar at the top.
#[component]
pub fn Header() -> impl IntoView {
    let i18n = use_i18n();
    let me = use_me();
    view! {
        <header class="bar">
            <A href="/" attr:class="brand">
                <Mark />
                <span>{t!(i18n, common.product)}</span>
            </A>
            <Suspense>
                {move || Suspend::new(async move {
                    me.await.ok().flatten().map(|me| view! { <Navigation me /> })
                })}
            </Suspense>
            <div class="bar-end">
                <LanguageSwitch />
                <Suspense>
                    {move || Suspend::new(async move {
                        match me.await.ok().flatten() {
                            Some(me) => view! { <Account me /> }.into_any(),
                            None => view! { <A href="/sign-in" attr:class="button quiet">{t!(i18n, common.sign_in)}</A> }.into_any(),
                        }
                    })}
                </Suspense>
            </div>
        </header>
    }
}

#[component]
fn Navigation(me: Me) -> impl IntoView {
    let i18n = use_i18n();
    let may = |permission| me.actor.may(permission);
    view! {
        <nav class="bar-nav" aria-label=move || t_string!(i18n, common.main_nav)>
            {may(Permission::SeeCalendar).then(|| view! { <A href="/calendar">{t!(i18n, common.nav_calendar)}</A> })}
            {may(Permission::BookForChild).then(|| view! {
                <A href="/book">{t!(i18n, common.nav_book)}</A>
                <A href="/bookings">{t!(i18n, common.nav_bookings)}</A>
            })}
            {may(Permission::Invite).then(|| view! { <A href="/people">{t!(i18n, common.nav_people)}</A> })}
            {may(Permission::ReadAudit).then(|| view! { <A href="/audit">{t!(i18n, common.nav_audit)}</A> })}
        </nav>
    }
}

#[component]
fn Account(me: Me) -> impl IntoView {
    let i18n = use_i18n();
    let sign_out = ServerAction::<SignOut>::new();
    let name = me.actor.name.clone();
    view! {
        <details class="account">
            <summary aria-label=move || format!("{}: {}", t_string!(i18n, common.nav_account), name.plain())>
                <span class="avatar" aria-hidden="true">{me.actor.name.initials()}</span>
            </summary>
            <div class="account-menu">
                <p class="account-name">{me.actor.name.full()}</p>
                <A href="/account">{t!(i18n, common.nav_account)}</A>
                <ActionForm action=sign_out>
                    <button type="submit" class="link">{t!(i18n, common.sign_out)}</button>
                </ActionForm>
            </div>
        </details>
    }
}

/// Қаз · Рус: changes the words in place; without scripts, the server sets the cookie and comes back to the same address.
#[component]
fn LanguageSwitch() -> impl IntoView {
    let i18n = use_i18n();
    let location = use_location();
    let here = move || {
        let (path, query) = (location.pathname.get(), location.search.get());
        if query.is_empty() { path } else { format!("{path}?{}", query.trim_start_matches('?')) }
    };
    let choice = move |locale: Locale, code: &'static str, label: &'static str, full: &'static str| {
        view! {
            <a
                href=move || format!("/lang/{code}?to={}", leptos_router::location::Url::escape(&here()))
                rel="external"
                lang=code
                title=full
                aria-current=move || (i18n.get_locale() == locale).then_some("true")
                on:click=move |event| {
                    event.prevent_default();
                    i18n.set_locale(locale);
                }
            >
                {label}
            </a>
        }
    };
    view! {
        <div class="languages" role="group" aria-label=move || t_string!(i18n, common.language)>
            {choice(Locale::kk, "kk", "Қаз", "Қазақша")}
            {choice(Locale::ru, "ru", "Рус", "Русский")}
        </div>
    }
}

/// The line at the end.
#[component]
pub fn Footer() -> impl IntoView {
    let me = use_me();
    view! {
        <footer class="foot">
            <Suspense>
                {move || Suspend::new(async move {
                    me.await.ok().flatten().map(|me| view! { <span>{me.org.name.clone()}</span> " · " <span>{me.org.city.clone()}</span> })
                })}
            </Suspense>
        </footer>
    }
}
