//! Routes whose code is a chunk of its own: a parent's first page loads none of them.

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

use super::{
    account::AccountPage, audit::AuditPage, book::BookPage, booking::BookingPage, bookings::BookingsPage,
    join::JoinPage, people::PeoplePage, sign_in::SignInPage,
};

macro_rules! routes {
    ($($route:ident: $page:ident),* $(,)?) => {$(
        #[doc = concat!("The route of [`", stringify!($page), "`].")]
        pub struct $route {}

        #[lazy_route]
        impl LazyRoute for $route {
            fn data() -> Self {
                Self {}
            }

            fn view(this: Self) -> AnyView {
                let $route {} = this;
                view! { <$page /> }.into_any()
            }
        }
    )*};
}

routes! {
    AccountRoute: AccountPage,
    AuditRoute: AuditPage,
    BookRoute: BookPage,
    BookingRoute: BookingPage,
    BookingsRoute: BookingsPage,
    JoinRoute: JoinPage,
    PeopleRoute: PeoplePage,
    SignInRoute: SignInPage,
}
