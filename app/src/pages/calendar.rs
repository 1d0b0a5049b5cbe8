//! The calendar. Its code is a chunk of its own: parents never load it.

use domain::Permission;
use leptos::prelude::*;

use crate::{
    components::{calendar::frame::Calendar, guard::Guard, title::Title},
    i18n::{t_string, use_i18n},
};

/// The calendar, for those who may see it.
#[component]
pub fn CalendarPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Title text=move || t_string!(i18n, calendar.title) />
        <Guard permission=Permission::SeeCalendar page=|me| view! { <Calendar me /> }.into_any() />
    }
}
