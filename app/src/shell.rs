//! The document, the frame around every page, and the routes.

use leptos::prelude::*;
use leptos_i18n::context::CookieOptions;
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::{
    Lazy, SsrMode,
    components::{Route, Router, Routes},
    path,
};

use crate::{
    alive::provide_alive,
    components::frame::{Footer, Header},
    i18n::{I18nContextProvider, Locale, t, use_i18n},
    pages::{
        home::HomePage,
        lazy::{
            AccountRoute, AuditRoute, BodiesRoute, BookRoute, BookingRoute, BookingsRoute, CalendarRoute, CallRoute,
            ChangeRoute, ConsentFormRoute, ConsentsRoute, DecisionsRoute, DigestsRoute, DocumentRoute, DocumentsRoute,
            HolidaysRoute, JoinRoute, MeetingRoute, MeetingsRoute, OrderRoute, PeopleRoute, PrintRoute,
            RegisterImportRoute, RegisterRoute, SignInRoute, StaffHoursRoute, TouchedRoute, VerifyRoute,
        },
        not_found::NotFound,
    },
    visit::provide_visit,
};

/// The HTML document. Server only in effect; the browser starts at [`App`].
pub fn shell(options: LeptosOptions) -> impl IntoView {
    #[cfg(feature = "ssr")]
    let style = crate::state::state().style;
    #[cfg(not(feature = "ssr"))]
    let style = String::new();
    view! {
        <!DOCTYPE html>
        <html>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <meta name="color-scheme" content="light dark" />
                <meta name="theme-color" media="(prefers-color-scheme: light)" content="#fbfaf7" />
                <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#12161b" />
                <link rel="icon" href="/icon.svg" type="image/svg+xml" />
                <link rel="preload" href="/fonts/onest-cyrillic.woff2" r#as="font" r#type="font/woff2" crossorigin="anonymous" />
                <link rel="stylesheet" href=style />
                <AutoReload options=options.clone() />
                <HydrationScripts options />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// The application.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <I18nContextProvider cookie_name="kenes-lang" cookie_options=language_cookie()>
            <Frame />
        </I18nContextProvider>
    }
}

/// The language that was chosen holds for every page, and for a year.
fn language_cookie() -> CookieOptions<Locale> {
    const YEAR_MS: i64 = 365 * 24 * 60 * 60 * 1000;
    CookieOptions::<Locale>::default().path("/").max_age(YEAR_MS)
}

#[component]
fn Frame() -> impl IntoView {
    let i18n = use_i18n();
    provide_visit();
    provide_alive();
    view! {
        <Router>
            // External for the router: the browser itself goes there, and takes the focus along.
            <a class="skip" href="#main" rel="external">{t!(i18n, common.skip)}</a>
            <Header />
            <main id="main" tabindex="-1">
                <Routes fallback=NotFound>
                    <Route path=path!("/") view=HomePage ssr=SsrMode::Async />
                    <Route path=path!("/sign-in") view={Lazy::<SignInRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/join/:code") view={Lazy::<JoinRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/join") view={Lazy::<JoinRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/account") view={Lazy::<AccountRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/book") view={Lazy::<BookRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/bookings") view={Lazy::<BookingsRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/bookings/:session/:child") view={Lazy::<BookingRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/documents") view={Lazy::<DocumentsRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/documents/:document") view={Lazy::<DocumentRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/verify/:seal") view={Lazy::<VerifyRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/calendar") view={Lazy::<CalendarRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/calendar/print") view={Lazy::<PrintRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/holidays") view={Lazy::<HolidaysRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/staff-hours") view={Lazy::<StaffHoursRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/staff-hours/absence/:absence") view={Lazy::<TouchedRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/register") view={Lazy::<RegisterRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/register/import") view={Lazy::<RegisterImportRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/people") view={Lazy::<PeopleRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/consents") view={Lazy::<ConsentsRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/consents/forms/:form") view={Lazy::<ConsentFormRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/meetings") view={Lazy::<MeetingsRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/meetings/call") view={Lazy::<CallRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/meetings/:meeting") view={Lazy::<MeetingRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/meetings/:meeting/change") view={Lazy::<ChangeRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/bodies") view={Lazy::<BodiesRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/decisions") view={Lazy::<DecisionsRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/orders/:order") view={Lazy::<OrderRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/digests") view={Lazy::<DigestsRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/audit") view={Lazy::<AuditRoute>::new()} ssr=SsrMode::Async />
                </Routes>
            </main>
            <Footer />
        </Router>
    }
}
