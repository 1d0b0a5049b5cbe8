//! An address that leads nowhere.

use leptos::prelude::*;

use crate::{
    components::title::Title,
    i18n::{t, t_string, use_i18n},
};

/// Says so, and shows the way home.
#[component]
pub fn NotFound() -> impl IntoView {
    let i18n = use_i18n();
    #[cfg(feature = "ssr")]
    if let Some(options) = use_context::<leptos_axum::ResponseOptions>() {
        options.set_status(http::StatusCode::NOT_FOUND);
    }
    view! {
        <Title text=move || t_string!(i18n, common.not_found_title) />
        <div class="page narrow">
            <div class="empty">
                <h1>{t!(i18n, common.not_found_title)}</h1>
                <p>{t!(i18n, common.not_found_text)}</p>
                <a class="button primary" href="/">{t!(i18n, common.to_home)}</a>
            </div>
        </div>
    }
}
