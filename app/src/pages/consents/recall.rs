//! What was asked for is taken back, with a reason.

use domain::document::Act;
use leptos::{html, prelude::*, task::spawn_local};

use super::desk::{Desk, Paper, Said};
use crate::{
    Failure,
    api::document::end_document,
    components::{
        dialog::{Dialog, close},
        form::{FailureNotice, problem_with},
    },
    i18n::{t, t_string, use_i18n},
    words,
};

#[component]
pub(super) fn RecallDialog(desk: Desk, paper: Paper) -> impl IntoView {
    let i18n = use_i18n();
    let dialog = NodeRef::<html::Dialog>::new();
    let field = NodeRef::<html::Textarea>::new();
    let (reason, failure, busy) = (RwSignal::new(String::new()), RwSignal::new(None::<Failure>), RwSignal::new(false));
    let problem = move || failure.with(|failure| problem_with(failure.as_ref(), "reason"));
    Effect::new(move || {
        if let (Some(_), Some(field)) = (problem(), field.get()) {
            let _ = field.focus();
        }
    });
    let Paper { document, child, signer, .. } = paper;
    let name = StoredValue::new(child.clone());
    let recall = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            let ended = end_document(document, Act::Recall, reason.get_untracked()).await;
            busy.try_set(false);
            match ended {
                Ok(()) => {
                    close(dialog);
                    desk.say(Said::Recalled(name.get_value()));
                }
                Err(why) => drop(failure.try_set(Some(why))),
            }
        });
    };
    view! {
        <Dialog title=Signal::derive(move || t_string!(i18n, consent.recall_title).to_owned()) closed=move || desk.panel.set(None) node=dialog>
            <p>{child} <br /> <span class="muted">{signer}</span></p>
            <p class="muted small">{t!(i18n, consent.recall_lead)}</p>
            <FailureNotice failure=failure.into() fields=&["reason"] />
            <div class="field">
                <label for="recall-reason">{t!(i18n, consent.recall_reason)}</label>
                <textarea
                    id="recall-reason"
                    rows="3"
                    node_ref=field
                    aria-required="true"
                    aria-invalid=move || problem().is_some().then_some("true")
                    aria-describedby=move || problem().is_some().then_some("recall-reason-error")
                    prop:value=reason
                    on:input=move |event| reason.set(event_target_value(&event))
                ></textarea>
                {move || problem().map(|problem| view! {
                    <p class="error" id="recall-reason-error">{words::problem(i18n.get_locale(), problem)}</p>
                })}
            </div>
            <div class="row">
                <button type="button" class="button danger" aria-disabled=move || busy.get().then_some("true") on:click=recall>
                    {t!(i18n, consent.recall)}
                </button>
                <button type="button" class="button quiet" on:click=move |_| close(dialog)>{t!(i18n, common.cancel)}</button>
            </div>
        </Dialog>
    }
}
