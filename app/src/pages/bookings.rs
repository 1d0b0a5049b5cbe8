//! Page.
use leptos::prelude::*;

/// Page.
#[component]
pub fn BookingsPage() -> impl IntoView {
    view! { <p>"bookings"</p> }
}
