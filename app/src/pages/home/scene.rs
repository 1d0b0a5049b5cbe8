//! The picture of the start page: morning on the steppe, a yurt, and a felt mat with қошқар мүйіз.

use leptos::prelude::*;

/// The picture; decorative.
pub(super) fn scene() -> impl IntoView {
    view! { <div class="scene" aria-hidden="true" inner_html=include_str!("scene.svg")></div> }
}
