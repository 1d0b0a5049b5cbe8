//! Signing minutes or an addition: drawn, typed, or with ЭЦҚ. Who signs says the password once more.

use domain::{
    Name,
    body::composition::ChairTitle,
    document::Signing,
    minutes::{Act, view::Office},
};
use leptos::{ev::SubmitEvent, prelude::*};

use super::desk::{Desk, News};
use crate::{
    Failure,
    alive::use_alive,
    api::minutes::{act_on_minutes, minutes_to_sign, sign_minutes_with_eds},
    components::{
        form::{FailureNotice, problem_with},
        sign::{
            Identify, SignWith, SignWithEds,
            base64::{decode, encode},
            but_the_password,
        },
    },
    i18n::{t, t_string, use_i18n},
    words,
};

/// The place where one signs, for the chair's office or the secretary's.
#[component]
pub(super) fn Sign(
    desk: Desk,
    /// Who signs.
    name: Name,
    /// What the chair is called.
    chair: ChairTitle,
    /// Which addition, 0 for the minutes.
    addition: u32,
    /// For which office.
    act: Act,
) -> impl IntoView {
    let (i18n, alive) = (use_i18n(), use_alive());
    let signing = RwSignal::new(None::<Signing>);
    let password = RwSignal::new(String::new());
    let missing = RwSignal::new(false);
    let pending = RwSignal::new(false);
    let failure = RwSignal::new(None::<Failure>);
    let office = if act == Act::SignChair { Office::Chair } else { Office::Secretary };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if pending.get_untracked() {
            return;
        }
        let given = signing.get_untracked();
        missing.set(given.is_none());
        if given.is_none() {
            return;
        }
        pending.set(true);
        failure.set(None);
        let (password, hash) = (password.get_untracked(), desk.hash(addition));
        leptos::task::spawn_local(async move {
            match act_on_minutes(desk.meeting, addition, act, given, Some(password), hash).await {
                Ok(()) => desk.did(News::Done(addition, act)).await,
                Err(why) => drop(failure.try_set(Some(why))),
            }
            let _ = pending.try_set(false);
        });
    };
    let unsigned = move || {
        (missing.get() && signing.with(Option::is_none))
            || failure.with(|failure| problem_with(failure.as_ref(), "signature").is_some())
    };
    let said: Signal<Option<Failure>> = failure.into();
    view! {
        <section class="card stack minutes-sign no-print" aria-labelledby="minutes-sign-title" data-sign=act.code()>
            <h3 id="minutes-sign-title">
                {move || {
                    let locale = i18n.get_locale();
                    t_string!(i18n, minutes.sign_title, office = words::minutes::office(locale, office, chair)).to_string()
                }}
            </h3>
            <p class="muted">{t!(i18n, minutes.both_texts)}" "{t!(i18n, minutes.two_people)}</p>
            <form class="stack" on:submit=submit hidden=move || !alive.get()>
                <SignWith name signing />
                <div role="alert">
                    {move || unsigned().then(|| view! { <p class="error">{t_string!(i18n, document.problem_signature)}</p> })}
                </div>
                <Identify failure=said password />
                <FailureNotice failure=but_the_password(said) fields=&["password", "signature"] />
                <button
                    type="submit"
                    class="button primary wide"
                    aria-disabled=move || pending.get().then_some("true")
                    data-action="sign"
                >
                    {move || {
                        if pending.get() { t_string!(i18n, minutes.signing) } else { words::minutes::act(i18n.get_locale(), act) }
                    }}
                </button>
            </form>
            <details class="sign-other">
                <summary>{t!(i18n, document.with_eds)}</summary>
                <Eds desk addition act />
            </details>
        </section>
    }
}

/// The other way: with ЭЦҚ, over both texts.
#[component]
fn Eds(desk: Desk, addition: u32, act: Act) -> impl IntoView {
    let text = RwSignal::new(Vec::new());
    let failure = RwSignal::new(None::<Failure>);
    Effect::new(move || {
        leptos::task::spawn_local(async move {
            match minutes_to_sign(desk.meeting, addition).await {
                Ok(encoded) => drop(text.try_set(decode(&encoded))),
                Err(why) => drop(failure.try_set(Some(why))),
            }
        });
    });
    let on_signed = Callback::new(move |cms: Vec<u8>| {
        leptos::task::spawn_local(async move {
            match sign_minutes_with_eds(desk.meeting, addition, act, encode(&cms)).await {
                Ok(()) => desk.did(News::Done(addition, act)).await,
                Err(why) => drop(failure.try_set(Some(why))),
            }
        });
    });
    view! {
        <div class="stack tight">
            <SignWithEds data=text on_signed />
            <FailureNotice failure=failure.into() />
        </div>
    }
}
