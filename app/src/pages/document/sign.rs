//! Signing: open once the text was read to its end. Without scripts a form with the typed name does the same.

use domain::{
    Refusal,
    document::{Act, Signing},
};
use leptos::{ev::SubmitEvent, prelude::*};

use super::One;
use crate::{
    Failure,
    alive::use_alive,
    api::document::{SignDocument, sign_with_eds, text_to_sign},
    components::{
        form::{FailureNotice, Field, PasswordField, failure_of, typed},
        sign::{
            Identify, SignWith, SignWithEds,
            base64::{decode, encode},
            but_the_password,
        },
    },
    i18n::{Locale, t_string, td_string, use_i18n},
    visit::use_me,
};

/// The place where one signs.
#[component]
pub(super) fn Desk(
    locale: Locale,
    /// As the guardian, or as the head.
    act: Act,
    one: One,
    /// The text was read to its end.
    read: RwSignal<bool>,
) -> impl IntoView {
    let (alive, id) = (use_alive(), one.id);
    let action = ServerAction::<SignDocument>::new();
    let eds = RwSignal::new(None::<Result<(), Failure>>);
    Effect::new(move || {
        let signed = action.value().with(|value| matches!(value, Some(Ok(())))) || matches!(eds.get(), Some(Ok(())));
        if signed {
            one.did(act);
        }
    });
    let failure = failure_of(*action);
    let Some(me) = use_me() else { return ().into_any() };
    let (name, full) = (StoredValue::new(me.actor.name.clone()), StoredValue::new(me.actor.name.full()));
    // The head has the guardian's signature before them: what they sign was read by whoever it binds.
    let open = move || read.get() || act == Act::Countersign;
    let shown_open = Memo::new(move |_| open());
    view! {
        <section class="card stack sign-desk" aria-labelledby="sign-title" data-sign="true">
            <h2 id="sign-title">{td_string!(locale, document.sign_title)}</h2>
            <p class="muted" role="status">
                {move || if open() { td_string!(locale, document.sign_open) } else { td_string!(locale, document.sign_closed) }}
            </p>
            {move || match (alive.get(), shown_open.get()) {
                (true, true) => view! { <Alive locale id name=name.get_value() action failure eds /> }.into_any(),
                (true, false) => ().into_any(),
                // Until the page is alive, and where there are no scripts.
                (false, _) => plain(locale, id, full.get_value(), action, failure),
            }}
        </section>
    }
    .into_any()
}

/// The same without scripts: the name is typed, and that the text was read is said with a tick.
fn plain(
    locale: Locale,
    id: domain::DocumentId,
    full: String,
    action: ServerAction<SignDocument>,
    failure: Signal<Option<Failure>>,
) -> AnyView {
    view! {
        <ActionForm action=action>
            <div class="stack">
                <input type="hidden" name="document" value=id.to_string() />
                <label class="check">
                    <input type="checkbox" name="read" value="true" required />
                    <span>{td_string!(locale, document.have_read)}</span>
                </label>
                <Field name="name" label=td_string!(locale, document.type_name) hint=full failure=signature_at_name(failure) value=typed("name") />
                <PasswordField
                    name="password"
                    label=move || td_string!(locale, document.password).to_owned()
                    hint=move || td_string!(locale, document.password_hint).to_owned()
                    failure
                    autocomplete="current-password"
                />
                <FailureNotice failure fields=&["password", "signature"] />
                <button type="submit" class="button primary wide">{td_string!(locale, document.act_sign)}</button>
            </div>
        </ActionForm>
    }
    .into_any()
}

/// What is wrong with a signature is said at the name, where the name is the signature.
fn signature_at_name(failure: Signal<Option<Failure>>) -> Signal<Option<Failure>> {
    Signal::derive(move || match failure.get() {
        Some(Failure::Refused(Refusal::Invalid { field, problem })) if field == "signature" => {
            Some(Refusal::Invalid { field: "name".to_owned(), problem }.into())
        }
        other => other,
    })
}

#[component]
fn Alive(
    locale: Locale,
    id: domain::DocumentId,
    name: domain::Name,
    action: ServerAction<SignDocument>,
    failure: Signal<Option<Failure>>,
    eds: RwSignal<Option<Result<(), Failure>>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let signing = RwSignal::new(None::<Signing>);
    let password = RwSignal::new(String::new());
    let missing = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if action.pending().get_untracked() {
            return;
        }
        let Some(given) = signing.get_untracked() else {
            missing.set(true);
            return;
        };
        missing.set(false);
        let (strokes, name) = match given {
            Signing::Drawn(strokes) => (serde_json::to_string(&strokes).unwrap_or_default(), String::new()),
            Signing::Typed(name) => (String::new(), name),
        };
        let password = password.get_untracked();
        action.dispatch(SignDocument { document: id, strokes, name, password, read: true });
    };
    let pending = action.pending();
    let eds_failure = Signal::derive(move || eds.get().and_then(Result::err));
    view! {
        <form class="stack" on:submit=submit>
            <SignWith name signing />
            <div role="alert">
                {move || (missing.get() && signing.with(Option::is_none)).then(|| {
                    view! { <p class="error">{t_string!(i18n, document.problem_signature)}</p> }
                })}
            </div>
            <Identify failure password />
            <FailureNotice failure=but_the_password(failure) fields=&["password"] />
            <button type="submit" class="button primary wide" aria-disabled=move || pending.get().then_some("true") data-action="sign">
                {move || if pending.get() { t_string!(i18n, document.signing) } else { t_string!(i18n, document.act_sign) }}
            </button>
        </form>
        <details class="sign-other">
            <summary>{td_string!(locale, document.with_eds)}</summary>
            <div class="stack tight">
                <Eds id eds />
                <FailureNotice failure=eds_failure />
            </div>
        </details>
    }
}

/// The other way: with ЭЦҚ, over the text as it would be signed today.
#[component]
fn Eds(id: domain::DocumentId, eds: RwSignal<Option<Result<(), Failure>>>) -> impl IntoView {
    let text = RwSignal::new(Vec::new());
    Effect::new(move || {
        leptos::task::spawn_local(async move {
            if let Ok(encoded) = text_to_sign(id).await {
                text.set(decode(&encoded));
            }
        });
    });
    let on_signed = Callback::new(move |cms: Vec<u8>| {
        leptos::task::spawn_local(async move {
            eds.set(Some(sign_with_eds(id, encode(&cms)).await));
        });
    });
    view! { <SignWithEds data=text on_signed /> }
}
