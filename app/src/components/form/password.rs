//! A field for a password, which can be looked at.

use leptos::prelude::*;

use super::Field;
use crate::alive::use_alive;
use crate::{
    Failure,
    i18n::{t_string, use_i18n},
};

/// A password. A button beside it shows what was typed: on a phone it is easy to miss a letter.
#[component]
pub fn PasswordField(
    /// Its name in the form; also its id.
    name: &'static str,
    /// What it is called.
    #[prop(into)]
    label: Signal<String>,
    /// What to write into it.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// What came of the form.
    failure: Signal<Option<Failure>>,
    /// `current-password` or `new-password`.
    autocomplete: &'static str,
) -> impl IntoView {
    let i18n = use_i18n();
    let alive = use_alive();
    let (shown, set_shown) = signal(false);
    let kind = Signal::derive(move || if shown.get() { "text" } else { "password" });
    let said = move || {
        if shown.get() { t_string!(i18n, account.password_hide) } else { t_string!(i18n, account.password_show) }
    };
    let toggle = move || {
        view! {
            <button
                type="button"
                class="button small"
                hidden=move || !alive.get()
                aria-controls=name
                aria-label=move || format!("{}: {}", label.get(), said())
                on:click=move |_| set_shown.update(|shown| *shown = !*shown)
            >
                {said}
            </button>
        }
    };
    match hint {
        Some(hint) => view! { <Field name label hint failure kind autocomplete>{toggle()}</Field> }.into_any(),
        None => view! { <Field name label failure kind autocomplete>{toggle()}</Field> }.into_any(),
    }
}
