//! Page.
use leptos::prelude::*;

/// Page.
#[component]
pub fn AuditPage() -> impl IntoView {
    view! { <p>"audit"</p> }
}
