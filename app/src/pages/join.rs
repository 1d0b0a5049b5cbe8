//! A one-time code becomes an account, or a new password.

use domain::view::Invitation;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use crate::{
    Failure,
    api::account::{Accept, invitation},
    components::{
        form::{FailureNotice, Field, PasswordField, failure_of, go_to, typed},
        title::Title,
    },
    i18n::{t, t_string, use_i18n},
    pages::sign_in::Contact,
};

/// Asks for the code, unless the address holds it, and then for a login and a password.
#[component]
pub fn JoinPage() -> impl IntoView {
    let i18n = use_i18n();
    let (params, query) = (use_params_map(), use_query_map());
    let code = Memo::new(move |_| {
        let in_path = params.with(|params| params.get("code"));
        in_path.or_else(|| query.with(|query| query.get("code"))).unwrap_or_default().trim().to_owned()
    });
    let invited = Resource::new_blocking(
        move || code.get(),
        |code| async move { if code.is_empty() { Ok(None) } else { invitation(code).await.map(Some) } },
    );
    view! {
        <Title text=move || t_string!(i18n, account.join_title) />
        <div class="page narrow stack loose">
            <Suspense>
                {move || Suspend::new(async move {
                    let code = code.get_untracked();
                    match invited.await {
                        Ok(Some(invitation)) => view! { <SetPassword code invitation /> }.into_any(),
                        Ok(None) => view! { <EnterCode code failure=None /> }.into_any(),
                        Err(failure) => view! { <EnterCode code failure=Some(failure) /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
}

/// For those who have the paper, but no camera to read it with.
#[component]
fn EnterCode(code: String, failure: Option<Failure>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <h1>{t!(i18n, account.join_title)}</h1>
        <form method="get" action="/join" class="card stack join-code">
            <FailureNotice failure=Signal::stored(failure) />
            <Field
                name="code"
                label=move || t_string!(i18n, account.join_code).to_owned()
                hint=move || t_string!(i18n, account.join_code_hint).to_owned()
                value=code
                autocomplete="one-time-code"
            />
            <button type="submit" class="button primary wide">{t!(i18n, common.next)}</button>
        </form>
        <section class="stack tight" aria-labelledby="help-title">
            <h2 id="help-title">{t!(i18n, account.no_code_title)}</h2>
            <p>{t!(i18n, account.no_code_text)}</p>
            <Contact />
        </section>
    }
}

#[component]
fn SetPassword(code: String, invitation: Invitation) -> impl IntoView {
    let i18n = use_i18n();
    let accept = ServerAction::<Accept>::new();
    let failure = failure_of(*accept);
    Effect::new(move || {
        if let Some(Ok(address)) = accept.value().get() {
            go_to(&address);
        }
    });
    let reset = invitation.reset;
    let known = invitation.login.as_deref().map(domain::phone::display).unwrap_or_default();
    // An account keeps its login when only the password is new.
    let readonly = reset && !known.is_empty();
    let login = match typed("login") {
        typed if typed.is_empty() || readonly => known,
        typed => typed,
    };
    let title = move || if reset { t_string!(i18n, account.reset_title) } else { t_string!(i18n, account.join_title) };
    let submit =
        move || if reset { t_string!(i18n, account.reset_submit) } else { t_string!(i18n, account.join_submit) };
    view! {
        <h1>{title}</h1>
        <div class="card invited">
            <span class="avatar" aria-hidden="true">{invitation.name.initials()}</span>
            <div>
                <p class="invited-name">{invitation.name.full()}</p>
                <p class="muted small">{invitation.org.name.clone()}</p>
            </div>
        </div>
        <p class="muted">{t!(i18n, account.join_not_you)}</p>
        <ActionForm action=accept attr:class="card stack" attr:novalidate=true>
            <FailureNotice failure fields=&["login", "password", "again"] />
            <input type="hidden" name="code" value=code />
            <Field
                name="login"
                label=move || t_string!(i18n, account.login).to_owned()
                hint=move || t_string!(i18n, account.login_new_hint).to_owned()
                failure
                value=login
                readonly=readonly
                autocomplete="username"
                inputmode="email"
            />
            <PasswordField
                name="password"
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
            <button type="submit" class="button primary wide" aria-disabled=move || accept.pending().get().then_some("true")>
                {submit}
            </button>
        </ActionForm>
    }
}
