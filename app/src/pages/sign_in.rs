//! Signing in.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::{
    api::account::SignIn,
    components::{
        form::{FailureNotice, Field, PasswordField, failure_of, go_to, typed},
        title::Title,
    },
    i18n::{t, t_string, use_i18n},
    visit::use_org,
};

/// Telephone or e-mail, and password; for those who have neither, whom to call.
#[component]
pub fn SignInPage() -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let sign_in = ServerAction::<SignIn>::new();
    let failure = failure_of(*sign_in);
    Effect::new(move || {
        if let Some(Ok(address)) = sign_in.value().get() {
            go_to(&address);
        }
    });
    view! {
        <Title text=move || t_string!(i18n, account.sign_in_title) />
        <div class="page narrow stack loose">
            <h1>{t!(i18n, account.sign_in_title)}</h1>
            <ActionForm action=sign_in attr:class="card stack sign-in" attr:novalidate=true>
                <FailureNotice failure fields=&["login", "password"] />
                <input type="hidden" name="to" value=move || query.with(|query| query.get("to").unwrap_or_default()) />
                <Field
                    name="login"
                    label=move || t_string!(i18n, account.login).to_owned()
                    hint=move || t_string!(i18n, account.login_hint).to_owned()
                    failure
                    value=typed("login")
                    autocomplete="username"
                    inputmode="email"
                />
                <PasswordField
                    name="password"
                    label=move || t_string!(i18n, account.password).to_owned()
                    failure
                    autocomplete="current-password"
                />
                <button type="submit" class="button primary wide" aria-disabled=move || sign_in.pending().get().then_some("true")>
                    {t!(i18n, common.sign_in)}
                </button>
            </ActionForm>
            <section class="stack tight" aria-labelledby="help-title">
                <h2 id="help-title">{t!(i18n, account.help_title)}</h2>
                <p>{t!(i18n, account.help_text)}</p>
                <Contact />
                <p><a class="button" href="/join">{t!(i18n, account.have_code)}</a></p>
            </section>
        </div>
    }
}

/// The kindergarten with its telephone, to press and call.
#[component]
pub fn Contact() -> impl IntoView {
    let i18n = use_i18n();
    let org = use_org();
    view! {
        <p class="contact">
            <span>{org.name}</span>
            <a class="button" href=format!("tel:{}", org.phone)>
                {t!(i18n, account.call)} " " <span class="figures">{domain::phone::display(&org.phone)}</span>
            </a>
        </p>
    }
}
