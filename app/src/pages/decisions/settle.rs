//! How far a decision is, and what is to be said of it.

use domain::decision::{Decided, State};
use leptos::{html, prelude::*, task::spawn_local};

use crate::{
    Failure,
    api::decision::settle_decision,
    components::{
        dialog::{Dialog, close},
        form::{FailureNotice, problem_with},
    },
    i18n::{t, t_string, use_i18n},
    words,
};

#[component]
pub(super) fn SettleDialog(
    decided: Decided,
    closed: impl Fn() + Copy + Send + Sync + 'static,
    settled: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let i18n = use_i18n();
    let dialog = NodeRef::<html::Dialog>::new();
    let field = NodeRef::<html::Textarea>::new();
    let (id, text) = (decided.id, decided.text);
    let (state, note) = (RwSignal::new(decided.state), RwSignal::new(decided.note));
    let (failure, busy) = (RwSignal::new(None::<Failure>), RwSignal::new(false));
    let problem = move || failure.with(|failure| problem_with(failure.as_ref(), "note"));
    Effect::new(move || {
        if let (Some(_), Some(field)) = (problem(), field.get()) {
            let _ = field.focus();
        }
    });
    let save = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            let done = settle_decision(id, state.get_untracked(), note.get_untracked()).await;
            busy.try_set(false);
            match done {
                Ok(()) => {
                    close(dialog);
                    settled();
                }
                Err(why) => drop(failure.try_set(Some(why))),
            }
        });
    };
    let choice = move |choice: State| {
        view! {
            <label class="decision-choice">
                <input
                    type="radio"
                    name="state"
                    value=choice.code()
                    checked=state.get_untracked() == choice
                    on:change=move |_| state.set(choice)
                />
                <span>{move || words::decision::state(i18n.get_locale(), choice)}</span>
            </label>
        }
    };
    let described =
        move || if problem().is_some() { "decision-note-hint decision-note-error" } else { "decision-note-hint" };
    view! {
        <Dialog title=Signal::derive(move || t_string!(i18n, decision.settle).to_owned()) closed node=dialog>
            <p class="decision-note">{text}</p>
            <FailureNotice failure=failure.into() fields=&["note"] />
            <fieldset class="field">
                <legend>{t!(i18n, decision.state)}</legend>
                {State::ALL.iter().copied().map(choice).collect_view()}
            </fieldset>
            <div class="field">
                <label for="decision-note">{t!(i18n, decision.note)}</label>
                <p class="hint" id="decision-note-hint">{t!(i18n, decision.note_hint)}</p>
                <textarea
                    id="decision-note"
                    rows="4"
                    maxlength="2000"
                    node_ref=field
                    aria-invalid=move || problem().is_some().then_some("true")
                    aria-describedby=described
                    prop:value=note
                    on:input=move |event| note.set(event_target_value(&event))
                ></textarea>
                {move || problem().map(|problem| view! {
                    <p class="error" id="decision-note-error">{words::problem(i18n.get_locale(), problem)}</p>
                })}
            </div>
            <div class="row">
                <button type="button" class="button primary" aria-disabled=move || busy.get().then_some("true") on:click=save>
                    {t!(i18n, decision.save)}
                </button>
                <button type="button" class="button quiet" on:click=move |_| close(dialog)>{t!(i18n, common.cancel)}</button>
            </div>
        </Dialog>
    }
}
