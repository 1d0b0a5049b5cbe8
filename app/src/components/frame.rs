//! The frame around every page: who one is, where one can go, which language.

mod account_menu;
mod language_switch;
mod offline;

use domain::{
    Permission,
    view::{Me, OrgView},
};
use leptos::{prelude::*, wasm_bindgen::JsCast, web_sys::HtmlElement};
use leptos_router::{components::A, hooks::use_location};

use crate::{
    components::mark::Mark,
    i18n::{t, t_string, use_i18n},
    visit::{use_me, use_org},
};

use account_menu::AccountMenu;
use language_switch::LanguageSwitch;
use offline::OfflineBar;

/// The bar at the top, and under it a word when the connection is gone.
#[component]
pub fn Header() -> impl IntoView {
    let i18n = use_i18n();
    let me = use_me();
    focus_page_after_navigation();
    view! {
        <header class="bar">
            <A href="/" exact=true attr:class="brand">
                <Mark />
                <span>{t!(i18n, common.product)}</span>
            </A>
            {me.clone().map(|me| view! { <Navigation me /> })}
            <div class="bar-end">
                <LanguageSwitch />
                {match me {
                    Some(me) => view! { <AccountMenu me /> }.into_any(),
                    None => view! { <SignInLink /> }.into_any(),
                }}
            </div>
        </header>
        <OfflineBar />
    }
}

#[component]
fn Navigation(me: Me) -> impl IntoView {
    let i18n = use_i18n();
    let link = |permission, href: &'static str, words: AnyView| {
        me.actor.may(permission).then(|| view! { <A href=href>{words}</A> })
    };
    let links = [
        link(Permission::SeeCalendar, "/calendar", t!(i18n, common.nav_calendar).into_any()),
        link(Permission::SeeCalendar, "/staff-hours", t!(i18n, absence.nav).into_any()),
        link(Permission::BookForChild, "/book", t!(i18n, common.nav_book).into_any()),
        link(Permission::BookForChild, "/bookings", t!(i18n, common.nav_bookings).into_any()),
        link(Permission::BookForChild, "/documents", t!(i18n, document.nav).into_any()),
        link(Permission::SeeMeetings, "/meetings", t!(i18n, meeting.nav).into_any()),
        link(Permission::SeeDecisions, "/decisions", t!(i18n, decision.nav).into_any()),
        link(Permission::KeepRegister, "/register", t!(i18n, register.nav).into_any()),
        link(Permission::KeepDocuments, "/consents", t!(i18n, consent.nav).into_any()),
        link(Permission::Invite, "/people", t!(i18n, common.nav_people).into_any()),
        link(Permission::ReadAudit, "/audit", t!(i18n, common.nav_audit).into_any()),
    ];
    // An empty landmark is a door painted on a wall.
    links.iter().any(Option::is_some).then(|| {
        view! { <nav class="bar-nav" aria-label=move || t_string!(i18n, common.main_nav)>{links.into_iter().flatten().collect_view()}</nav> }
    })
}

/// Whoever is on the sign-in page already needs no way to it.
#[component]
fn SignInLink() -> impl IntoView {
    let i18n = use_i18n();
    let location = use_location();
    let there = move || location.pathname.get() == "/sign-in";
    view! { <a href="/sign-in" class="button quiet" hidden=there>{t!(i18n, common.sign_in)}</a> }
}

/// A new page without a load is announced to nobody: the focus moves to it, so that reading goes on there.
fn focus_page_after_navigation() {
    let location = use_location();
    Effect::new(move |before: Option<String>| {
        let here = location.pathname.get();
        if before.is_some_and(|before| before != here) {
            request_animation_frame(focus_main);
        }
        here
    });
}

/// Moves the focus to the page, unless the page itself has put it somewhere: it knows better.
fn focus_main() {
    let from_link = document()
        .active_element()
        .is_none_or(|element| element.tag_name() == "BODY" || element.closest(".bar").is_ok_and(|bar| bar.is_some()));
    let main = document().get_element_by_id("main").and_then(|main| main.dyn_into::<HtmlElement>().ok());
    if let (true, Some(main)) = (from_link, main) {
        let _ = main.focus();
    }
}

/// The line at the end: whose door this is, and its telephone.
#[component]
pub fn Footer() -> impl IntoView {
    let OrgView { name, city, phone } = use_org();
    view! {
        <footer class="foot">
            <span>{name}</span>
            <span>{city}</span>
            <a href=format!("tel:{phone}") class="figures">{domain::phone::display(&phone)}</a>
        </footer>
    }
}
