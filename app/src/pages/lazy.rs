//! Routes whose code is loaded with them: a visitor's first page loads none of it.
//!
//! One chunk for all that families do and sign, one for the office, one for accounts, one for the bodies with their meetings
//! and decisions, one for a meeting with its minutes, one for the calendar and its paper. What two of them share is a file
//! for each set of them that shares something: with nine chunks a page was a hundred and thirty files, and half a second.

use leptos::{lazy, prelude::*};
use leptos_router::LazyRoute;

use super::{
    account::AccountPage,
    audit::AuditPage,
    bodies::BodiesPage,
    book::BookPage,
    booking::BookingPage,
    bookings::BookingsPage,
    calendar::CalendarPage,
    consent_form::ConsentFormPage,
    consents::ConsentsPage,
    decisions::DecisionsPage,
    digests::DigestsPage,
    document::DocumentPage,
    documents::DocumentsPage,
    holidays::HolidaysPage,
    join::JoinPage,
    meeting::MeetingPage,
    meeting_call::{CallPage, ChangePage},
    meetings::MeetingsPage,
    order::OrderPage,
    people::PeoplePage,
    print::PrintPage,
    register::{ImportPage, RegisterPage},
    sign_in::SignInPage,
    staff_hours::StaffHoursPage,
    touched::TouchedPage,
    verify::VerifyPage,
};

enum Families {
    Book,
    Booking,
    Bookings,
    Document,
    Documents,
    Verify,
}

#[lazy]
fn family_pages(page: Families) -> AnyView {
    match page {
        Families::Book => view! { <BookPage /> }.into_any(),
        Families::Booking => view! { <BookingPage /> }.into_any(),
        Families::Bookings => view! { <BookingsPage /> }.into_any(),
        Families::Document => view! { <DocumentPage /> }.into_any(),
        Families::Documents => view! { <DocumentsPage /> }.into_any(),
        Families::Verify => view! { <VerifyPage /> }.into_any(),
    }
}

enum Office {
    People,
    Audit,
    Holidays,
    StaffHours,
    Touched,
    Register,
    RegisterImport,
    Consents,
    ConsentForm,
}

#[lazy]
fn office_pages(page: Office) -> AnyView {
    match page {
        Office::People => view! { <PeoplePage /> }.into_any(),
        Office::StaffHours => view! { <StaffHoursPage /> }.into_any(),
        Office::Touched => view! { <TouchedPage /> }.into_any(),
        Office::Audit => view! { <AuditPage /> }.into_any(),
        Office::Register => view! { <RegisterPage /> }.into_any(),
        Office::RegisterImport => view! { <ImportPage /> }.into_any(),
        Office::Holidays => view! { <HolidaysPage /> }.into_any(),
        Office::Consents => view! { <ConsentsPage /> }.into_any(),
        Office::ConsentForm => view! { <ConsentFormPage /> }.into_any(),
    }
}

enum Calendars {
    Calendar,
    Print,
}

#[lazy]
fn calendar_pages(page: Calendars) -> AnyView {
    match page {
        Calendars::Calendar => view! { <CalendarPage /> }.into_any(),
        Calendars::Print => view! { <PrintPage /> }.into_any(),
    }
}

enum Bodies {
    Seats,
    Meetings,
    Call,
    Change,
    Decisions,
    Order,
    Digests,
}

#[lazy]
fn body_pages(page: Bodies) -> AnyView {
    match page {
        Bodies::Seats => view! { <BodiesPage /> }.into_any(),
        Bodies::Meetings => view! { <MeetingsPage /> }.into_any(),
        Bodies::Call => view! { <CallPage /> }.into_any(),
        Bodies::Change => view! { <ChangePage /> }.into_any(),
        Bodies::Decisions => view! { <DecisionsPage /> }.into_any(),
        Bodies::Order => view! { <OrderPage /> }.into_any(),
        Bodies::Digests => view! { <DigestsPage /> }.into_any(),
    }
}

/// A chunk of its own: with a meeting comes the editor of its minutes.
struct Sheet;

#[lazy]
fn meeting_page(_page: Sheet) -> AnyView {
    view! { <MeetingPage /> }.into_any()
}

enum Accounts {
    Account,
    Join,
    SignIn,
}

#[lazy]
fn account_pages(page: Accounts) -> AnyView {
    match page {
        Accounts::Account => view! { <AccountPage /> }.into_any(),
        Accounts::Join => view! { <JoinPage /> }.into_any(),
        Accounts::SignIn => view! { <SignInPage /> }.into_any(),
    }
}

macro_rules! routes {
    ($pages:ident, $preload:ident: $($route:ident => $page:expr),* $(,)?) => {$(
        #[doc = concat!("A route of `", stringify!($pages), "`.")]
        pub struct $route {}

        impl LazyRoute for $route {
            fn data() -> Self {
                Self {}
            }

            async fn view(_: Self) -> AnyView {
                $pages($page).await
            }

            async fn preload() {
                #[cfg(target_arch = "wasm32")]
                $preload().await;
            }
        }
    )*};
}

routes! { family_pages, __preload_family_pages:
    BookRoute => Families::Book,
    BookingRoute => Families::Booking,
    BookingsRoute => Families::Bookings,
    DocumentRoute => Families::Document,
    DocumentsRoute => Families::Documents,
    VerifyRoute => Families::Verify,
}

routes! { office_pages, __preload_office_pages:
    PeopleRoute => Office::People,
    AuditRoute => Office::Audit,
    HolidaysRoute => Office::Holidays,
    StaffHoursRoute => Office::StaffHours,
    TouchedRoute => Office::Touched,
    RegisterRoute => Office::Register,
    RegisterImportRoute => Office::RegisterImport,
    ConsentsRoute => Office::Consents,
    ConsentFormRoute => Office::ConsentForm,
}

routes! { body_pages, __preload_body_pages:
    BodiesRoute => Bodies::Seats,
    MeetingsRoute => Bodies::Meetings,
    CallRoute => Bodies::Call,
    ChangeRoute => Bodies::Change,
    DecisionsRoute => Bodies::Decisions,
    OrderRoute => Bodies::Order,
    DigestsRoute => Bodies::Digests,
}

routes! { meeting_page, __preload_meeting_page:
    MeetingRoute => Sheet,
}

routes! { calendar_pages, __preload_calendar_pages:
    CalendarRoute => Calendars::Calendar,
    PrintRoute => Calendars::Print,
}

routes! { account_pages, __preload_account_pages:
    AccountRoute => Accounts::Account,
    JoinRoute => Accounts::Join,
    SignInRoute => Accounts::SignIn,
}
