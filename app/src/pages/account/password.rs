//! Another password.

use domain::Refusal;
use leptos::{html, prelude::*};
use leptos_router::hooks::use_query_map;

use crate::{
    Failure,
    api::account::ChangePassword,
    components::form::{FailureNotice, PasswordField, failure_of},
    i18n::{Locale, t, t_string, td_string, use_i18n},
};

/// The present password, and the new one twice.
#[component]
pub fn ChangePasswordForm() -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let change = ServerAction::<ChangePassword>::new();
    let failure = failure_of(*change);
    let form = NodeRef::<html::Form>::new();
    // Without scripts the answer is this page again, with a word in its address.
    let changed = move || match change.value().get() {
        Some(done) => done.is_ok(),
        None => query.with(|query| query.get_str("done") == Some("password")),
    };
    Effect::new(move || {
        if let (Some(Ok(())), Some(form)) = (change.value().get(), form.get()) {
            form.reset();
        }
    });
    view! {
        <section class="stack tight" aria-labelledby="password-title">
            <h2 id="password-title">{t!(i18n, account.change_password)}</h2>
            <div role="status">
                {move || changed().then(|| view! { <p class="notice ok">{t!(i18n, account.password_changed)}</p> })}
            </div>
            <ActionForm action=change node_ref=form attr:class="card stack" attr:novalidate=true>
                <FailureNotice failure fields=&["old", "new", "again"] words_for=of_the_old />
                <PasswordField
                    name="old"
                    label=move || t_string!(i18n, account.password_old).to_owned()
                    failure
                    autocomplete="current-password"
                />
                <PasswordField
                    name="new"
                    label=move || t_string!(i18n, account.password_new).to_owned()
                    hint=move || t_string!(i18n, account.password_hint).to_owned()
                    failure
                    autocomplete="new-password"
                />
                <PasswordField
                    name="again"
                    label=move || t_string!(i18n, account.password_again).to_owned()
                    failure
                    autocomplete="new-password"
                />
                <button type="submit" class="button primary" aria-disabled=move || change.pending().get().then_some("true")>
                    {t!(i18n, account.change_password)}
                </button>
            </ActionForm>
        </section>
    }
}

/// Nobody has typed a login here.
fn of_the_old(locale: Locale, failure: &Failure) -> Option<&'static str> {
    matches!(failure, Failure::Refused(Refusal::WrongPassword)).then(|| td_string!(locale, account.password_old_wrong))
}
