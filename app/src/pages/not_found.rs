//! Page.
use leptos::prelude::*;

/// Page.
#[component]
pub fn NotFound() -> impl IntoView {
    view! { <p>"not_found"</p> }
}
