//! Signing with the ЭЦҚ, through `NCALayer` on the reader's own computer.

use leptos::prelude::*;

use super::nca::NcaError;
use crate::{
    alive::use_alive,
    i18n::{t, t_string, use_i18n},
};

/// Where the address of the program is, for whoever has not installed it.
const PROGRAM: &str = "https://ncl.pki.gov.kz/";

/// How far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a browser signs"))]
enum State {
    /// Nothing was asked yet.
    Idle,
    /// `NCALayer` asks for the key and its password.
    Waiting,
    /// Signed.
    Done,
    /// Not signed.
    Failed(NcaError),
}

/// Has `data` signed with the ЭЦҚ. `on_signed` gets a detached CMS in DER; whether it is whole, and whose it is, is
/// for the server to see.
#[component]
pub fn SignWithEds(
    /// What is signed, byte by byte. As long as it is empty, it cannot be asked for.
    #[prop(into)]
    data: Signal<Vec<u8>>,
    /// The signature.
    #[prop(into)]
    on_signed: Callback<Vec<u8>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let alive = use_alive();
    let state = RwSignal::new(State::Idle);
    let waiting = Memo::new(move |_| state.with(|state| *state == State::Waiting));
    let resting = move || waiting.get() || data.with(Vec::is_empty) || state.with(|state| *state == State::Done);

    #[cfg(feature = "hydrate")]
    let call = StoredValue::new_local(super::nca::Call::default());
    let address = StoredValue::new(crate::visit::use_ncalayer());
    #[cfg(feature = "hydrate")]
    on_cleanup(move || {
        let _ = call.try_with_value(super::nca::Call::give_up);
    });

    let ask = move |_| {
        if untrack(resting) {
            return;
        }
        state.set(State::Waiting);
        #[cfg(feature = "hydrate")]
        {
            let this = super::nca::Call::default();
            call.set_value(this.clone());
            let (data, lang) = (data.get_untracked(), crate::language::of(i18n.get_locale_untracked()));
            leptos::task::spawn_local(async move {
                let signed = super::nca::sign(&address.get_value(), &data, lang, &this).await;
                // The page may be gone.
                match signed {
                    Ok(signature) => {
                        if state.try_set(State::Done).is_none() {
                            on_signed.run(signature);
                        }
                    }
                    Err(why) => drop(state.try_set(State::Failed(why))),
                }
            });
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = (address, on_signed);
    };
    let stop = move |_| {
        #[cfg(feature = "hydrate")]
        call.with_value(super::nca::Call::give_up);
    };
    view! {
        <div class="sign-eds stack tight">
            <p class="muted small" id="sign-eds-hint">{t!(i18n, sign.eds_hint)}</p>
            <div class="row">
                <button
                    type="button"
                    class="button primary"
                    hidden=move || !alive.get()
                    aria-describedby="sign-eds-hint"
                    aria-disabled=move || resting().then_some("true")
                    on:click=ask
                >
                    {t!(i18n, sign.eds_sign)}
                </button>
                {move || waiting.get().then(|| view! {
                    <button type="button" class="button" on:click=stop>{t!(i18n, sign.eds_stop)}</button>
                })}
            </div>
            <div role="status">
                {move || match state.get() {
                    State::Idle => ().into_any(),
                    State::Waiting => view! {
                        <div class="notice sign-eds-waiting">
                            <p class="title">{t!(i18n, sign.eds_waiting)}</p>
                            <p>{t!(i18n, sign.eds_waiting_do)}</p>
                        </div>
                    }
                    .into_any(),
                    State::Done => view! { <p class="notice ok"><strong>{t!(i18n, sign.eds_done)}</strong></p> }.into_any(),
                    State::Failed(why) => trouble(&why),
                }}
            </div>
        </div>
    }
}

/// Why there is no signature, and what to do.
fn trouble(why: &NcaError) -> AnyView {
    let i18n = use_i18n();
    let download = move || {
        view! {
            <a href=PROGRAM target="_blank" rel="noopener noreferrer external">
                {t!(i18n, sign.nca_download)}
                <span class="visually-hidden">" ("{t!(i18n, sign.new_window)}")"</span>
            </a>
        }
    };
    let notice = |tone: &'static str, title: &'static str, more: AnyView| {
        view! {
            <div class=format!("notice {tone}")>
                <p class="title">{title}</p>
                {more}
            </div>
        }
        .into_any()
    };
    match why {
        NcaError::NotRunning => notice(
            "warn",
            t_string!(i18n, sign.nca_not_running),
            view! {
                <ol class="sign-steps">
                    <li>{t!(i18n, sign.nca_start)}</li>
                    <li>{t!(i18n, sign.nca_install)}" "{download()}</li>
                    <li>{t!(i18n, sign.nca_again)}</li>
                </ol>
            }
            .into_any(),
        ),
        NcaError::Gone => {
            notice("warn", t_string!(i18n, sign.nca_gone), view! { <p>{t!(i18n, sign.nca_gone_do)}</p> }.into_any())
        }
        NcaError::Cancelled => notice(
            "",
            t_string!(i18n, sign.nca_cancelled),
            view! { <p>{t!(i18n, sign.nca_cancelled_do)}</p> }.into_any(),
        ),
        NcaError::ModuleMissing => notice(
            "warn",
            t_string!(i18n, sign.nca_old),
            view! {
                <p>{t!(i18n, sign.nca_old_do)}" "{download()}</p>
            }
            .into_any(),
        ),
        NcaError::Refused(said) => notice(
            "warn",
            t_string!(i18n, sign.nca_refused),
            view! {
                <p>{t!(i18n, sign.nca_said)}" «"{said.clone()}"»"</p>
            }
            .into_any(),
        ),
        NcaError::Malformed => notice(
            "warn",
            t_string!(i18n, sign.nca_malformed),
            view! { <p>{t!(i18n, sign.nca_malformed_do)}</p> }.into_any(),
        ),
    }
}
