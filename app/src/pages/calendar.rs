//! The calendar. Its code is a chunk of its own: parents never load it.
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

/// The route of the calendar.
pub struct CalendarRoute {}

#[lazy_route]
impl LazyRoute for CalendarRoute {
    fn data() -> Self {
        Self {}
    }

    fn view(this: Self) -> AnyView {
        let CalendarRoute {} = this;
        view! { <p>"calendar"</p> }.into_any()
    }
}
