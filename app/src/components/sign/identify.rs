//! Before signing: whoever holds the phone says the password of the account once more.

use domain::Refusal;
use leptos::{html, prelude::*};

use crate::{
    Failure,
    components::form::PasswordField,
    i18n::{t, t_string, use_i18n},
};

/// A failure that is said somewhere else than at the password: everything but a wrong one.
pub fn but_the_password(failure: Signal<Option<Failure>>) -> Signal<Option<Failure>> {
    Signal::derive(move || failure.get().filter(|failure| !is_wrong(failure)))
}

fn is_wrong(failure: &Failure) -> bool {
    matches!(failure, Failure::Refused(Refusal::WrongPassword))
}

/// The password again. In a form it is its field `password`; what is typed is in the signal, too.
///
/// A wrong password is said here: give the page's own notice [`but_the_password`].
#[component]
pub fn Identify(
    /// What came of the form.
    failure: Signal<Option<Failure>>,
    /// What is typed.
    #[prop(optional)]
    password: Option<RwSignal<String>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let around = NodeRef::<html::Div>::new();
    let wrong = Memo::new(move |_| failure.with(|failure| failure.as_ref().is_some_and(is_wrong)));
    #[cfg(feature = "hydrate")]
    {
        use leptos::wasm_bindgen::JsCast;
        let input = move || {
            let input = around.get_untracked()?.query_selector("input").ok().flatten()?;
            input.dyn_into::<web_sys::HtmlInputElement>().ok()
        };
        Effect::new(move || {
            // A second wrong password is a failure as the first was.
            failure.track();
            if let (true, Some(input)) = (wrong.get(), input()) {
                let _ = input.focus();
                input.select();
            }
        });
        // A browser may have filled it in before the page was alive.
        Effect::new(move || {
            around.track();
            if let (Some(password), Some(input)) = (password, input()) {
                password.set(input.value());
            }
        });
    }
    let input = move |event| {
        if let Some(password) = password {
            password.set(event_target_value(&event));
        }
    };
    view! {
        <div class="sign-identify stack tight" node_ref=around on:input=input>
            <PasswordField
                name="password"
                label=move || t_string!(i18n, sign.password).to_owned()
                hint=move || t_string!(i18n, sign.password_hint).to_owned()
                failure
                autocomplete="current-password"
            />
            <div role="alert">
                {move || wrong.get().then(|| view! { <p class="sign-wrong">{t!(i18n, sign.password_wrong)}</p> })}
            </div>
        </div>
    }
}
