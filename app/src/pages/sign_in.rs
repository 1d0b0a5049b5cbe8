//! Page.
use leptos::prelude::*;

/// Page.
#[component]
pub fn SignInPage() -> impl IntoView {
    view! { <p>"sign_in"</p> }
}
