//! Routes whose code is loaded with them: a visitor's first page loads none of it.
//!
//! One chunk for all that parents do, one for documents, one for the office, one for consents and contracts, one for
//! accounts, one for meetings, one for a meeting with its minutes, one for decisions, one for the calendar and its paper:
//! a chunk for each page would share so much with the others that the client fell into a hundred small files.

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

enum Parents {
    Book,
    Booking,
    Bookings,
}

#[lazy]
fn parents_pages(page: Parents) -> AnyView {
    match page {
        Parents::Book => view! { <BookPage /> }.into_any(),
        Parents::Booking => view! { <BookingPage /> }.into_any(),
        Parents::Bookings => view! { <BookingsPage /> }.into_any(),
    }
}

enum Papers {
    One,
    All,
    Verify,
}

#[lazy]
fn document_pages(page: Papers) -> AnyView {
    match page {
        Papers::One => view! { <DocumentPage /> }.into_any(),
        Papers::All => view! { <DocumentsPage /> }.into_any(),
        Papers::Verify => view! { <VerifyPage /> }.into_any(),
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
    }
}

enum Consents {
    Board,
    Form,
}

#[lazy]
fn consents_pages(page: Consents) -> AnyView {
    match page {
        Consents::Board => view! { <ConsentsPage /> }.into_any(),
        Consents::Form => view! { <ConsentFormPage /> }.into_any(),
    }
}

enum Decisions {
    Register,
    Order,
    Digests,
}

#[lazy]
fn decision_pages(page: Decisions) -> AnyView {
    match page {
        Decisions::Register => view! { <DecisionsPage /> }.into_any(),
        Decisions::Order => view! { <OrderPage /> }.into_any(),
        Decisions::Digests => view! { <DigestsPage /> }.into_any(),
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

enum Meetings {
    Year,
    Call,
    Change,
    Bodies,
}

#[lazy]
fn meetings_pages(page: Meetings) -> AnyView {
    match page {
        Meetings::Year => view! { <MeetingsPage /> }.into_any(),
        Meetings::Call => view! { <CallPage /> }.into_any(),
        Meetings::Change => view! { <ChangePage /> }.into_any(),
        Meetings::Bodies => view! { <BodiesPage /> }.into_any(),
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

routes! { parents_pages, __preload_parents_pages:
    BookRoute => Parents::Book,
    BookingRoute => Parents::Booking,
    BookingsRoute => Parents::Bookings,
}

routes! { document_pages, __preload_document_pages:
    DocumentRoute => Papers::One,
    DocumentsRoute => Papers::All,
    VerifyRoute => Papers::Verify,
}

routes! { office_pages, __preload_office_pages:
    PeopleRoute => Office::People,
    AuditRoute => Office::Audit,
    HolidaysRoute => Office::Holidays,
    StaffHoursRoute => Office::StaffHours,
    TouchedRoute => Office::Touched,
    RegisterRoute => Office::Register,
    RegisterImportRoute => Office::RegisterImport,
}

routes! { consents_pages, __preload_consents_pages:
    ConsentsRoute => Consents::Board,
    ConsentFormRoute => Consents::Form,
}

routes! { decision_pages, __preload_decision_pages:
    DecisionsRoute => Decisions::Register,
    OrderRoute => Decisions::Order,
    DigestsRoute => Decisions::Digests,
}

routes! { calendar_pages, __preload_calendar_pages:
    CalendarRoute => Calendars::Calendar,
    PrintRoute => Calendars::Print,
}

routes! { meetings_pages, __preload_meetings_pages:
    MeetingsRoute => Meetings::Year,
    CallRoute => Meetings::Call,
    ChangeRoute => Meetings::Change,
    BodiesRoute => Meetings::Bodies,
}

routes! { meeting_page, __preload_meeting_page:
    MeetingRoute => Sheet,
}

routes! { account_pages, __preload_account_pages:
    AccountRoute => Accounts::Account,
    JoinRoute => Accounts::Join,
    SignInRoute => Accounts::SignIn,
}
