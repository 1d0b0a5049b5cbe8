//! The calendar. Its code is a chunk of its own: parents never load it.

use domain::Permission;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

use crate::{
    components::{calendar::frame::Calendar, guard::Guard, title::Title},
    i18n::{t_string, use_i18n},
};

/// The route of the calendar.
pub struct CalendarRoute {}

#[lazy_route]
impl LazyRoute for CalendarRoute {
    fn data() -> Self {
        Self {}
    }

    fn view(this: Self) -> AnyView {
        let CalendarRoute {} = this;
        let i18n = use_i18n();
        view! {
            <Title text=move || t_string!(i18n, calendar.title) />
            <Guard permission=Permission::SeeCalendar page=|me| view! { <Calendar me /> }.into_any() />
        }
        .into_any()
    }
}
