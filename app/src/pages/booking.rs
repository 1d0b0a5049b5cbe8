//! Page.
use leptos::prelude::*;

/// Page.
#[component]
pub fn BookingPage() -> impl IntoView {
    view! { <p>"booking"</p> }
}
