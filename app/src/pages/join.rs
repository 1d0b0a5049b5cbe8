//! Page.
use leptos::prelude::*;

/// Page.
#[component]
pub fn JoinPage() -> impl IntoView {
    view! { <p>"join"</p> }
}
