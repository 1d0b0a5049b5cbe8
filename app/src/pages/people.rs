//! Page.
use leptos::prelude::*;

/// Page.
#[component]
pub fn PeoplePage() -> impl IntoView {
    view! { <p>"people"</p> }
}
