//! A meeting is called off, with a reason.

use domain::meeting::State;
use leptos::{html, prelude::*};

use super::Desk;
use crate::{
    alive::use_alive,
    api::meeting::cancel_meeting,
    components::form::problem_with,
    i18n::{t, use_i18n},
    words,
};

/// Calling it off, as long as nothing is written of it.
#[component]
pub fn Cancel(
    /// The meeting.
    desk: Desk,
) -> impl IntoView {
    let (i18n, alive) = (use_i18n(), use_alive());
    let cancels = Memo::new(move |_| {
        let begun = desk.minutes.with(Option::is_some);
        desk.view
            .with(|view| view.listed.rights.keep && view.listed.state == State::Called && view.listed.minutes.is_none())
            && !begun
    });
    let reason = RwSignal::new(String::new());
    let field = NodeRef::<html::Textarea>::new();
    let problem = move || desk.failure.with(|failure| problem_with(failure.as_ref(), "reason"));
    Effect::new(move || {
        if let (Some(_), Some(field)) = (problem(), field.get()) {
            let _ = field.focus();
        }
    });
    let cancel = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        desk.run(cancel_meeting(desk.id, reason.get_untracked()));
    };
    move || {
        cancels.get().then(|| view! {
            <details class="meeting-cancel no-print">
                <summary>{t!(i18n, meeting.cancel)}</summary>
                <form class="stack tight" on:submit=cancel>
                    <p class="muted small">{t!(i18n, meeting.cancel_means)}</p>
                    <div class="field">
                        <label for="meeting-reason">{t!(i18n, meeting.reason)}</label>
                        <textarea
                            id="meeting-reason"
                            rows="2"
                            node_ref=field
                            aria-required="true"
                            aria-invalid=move || problem().is_some().then_some("true")
                            aria-describedby=move || problem().is_some().then_some("meeting-reason-error")
                            prop:value=reason
                            on:input=move |event| reason.set(event_target_value(&event))
                        ></textarea>
                        {move || problem().map(|problem| view! {
                            <p class="error" id="meeting-reason-error">{words::problem(i18n.get_locale(), problem)}</p>
                        })}
                    </div>
                    <button type="submit" class="button danger" disabled=move || !alive.get()>{t!(i18n, meeting.cancel)}</button>
                </form>
            </details>
        })
    }
}
