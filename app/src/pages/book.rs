//! Page.
use leptos::prelude::*;

/// Page.
#[component]
pub fn BookPage() -> impl IntoView {
    view! { <p>"book"</p> }
}
