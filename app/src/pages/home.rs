//! Page.
use leptos::prelude::*;

/// Page.
#[component]
pub fn HomePage() -> impl IntoView {
    view! { <p>"home"</p> }
}
