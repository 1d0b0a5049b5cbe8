//! The mark: a shanyrak, the crown of a yurt, in four arcs and a sun.

use leptos::prelude::*;

/// The mark alone; decorative, the name stands beside it.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
            <circle cx="16" cy="16" r="13" fill="none" stroke="currentColor" stroke-width="2.4" />
            <path
                d="M6.8 6.8C12 11 12 21 6.8 25.2M25.2 6.8C20 11 20 21 25.2 25.2M6.8 6.8C11 12 21 12 25.2 6.8M6.8 25.2C11 20 21 20 25.2 25.2"
                fill="none"
                stroke="currentColor"
                stroke-width="2.4"
                stroke-linecap="round"
            />
            <circle class="mark-sun" cx="16" cy="16" r="2.6" />
        </svg>
    }
}
