//! A warning may be overruled with a written reason.

use domain::{Refusal, Verdict};
use leptos::prelude::*;

use super::{
    desk::{Desk, Pending},
    frame::Drawer,
};
use crate::{
    i18n::{t, t_string, use_i18n},
    words,
};

/// Asks for the reason, and goes on with the change.
#[component]
pub fn ReasonPanel(
    /// The desk.
    desk: Desk,
    /// What waits for the reason.
    pending: Pending,
    /// What the rules say.
    verdict: Verdict,
) -> impl IntoView {
    let i18n = use_i18n();
    let text = RwSignal::new(String::new());
    let lines = move || {
        let refusal = Refusal::ReasonNeeded { verdict: verdict.clone() };
        desk.with(|sheet| words::refusal(desk.locale(), &refusal, sheet.directory()))
    };
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let reason = text.get_untracked().trim().to_owned();
        if !reason.is_empty() {
            let mut pending = pending.clone();
            pending.plan.reason = Some(reason);
            desk.panel.set(None);
            desk.carry_out(pending);
        }
    };
    view! {
        <Drawer desk title=Signal::derive(move || t_string!(i18n, calendar.reason_title).to_owned())>
            <form class="stack" on:submit=send>
                <div class="notice warn">{move || lines().into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}</div>
                <ReasonField text />
                <div class="row">
                    <button type="submit" class="button primary">{t!(i18n, common.save)}</button>
                    <button type="button" class="button" on:click=move |_| desk.panel.set(None)>{t!(i18n, common.cancel)}</button>
                </div>
            </form>
        </Drawer>
    }
}

/// The field for a reason.
#[component]
pub fn ReasonField(
    /// What is written.
    text: RwSignal<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="field">
            <label for="cal-reason">{t!(i18n, calendar.reason)}</label>
            <textarea
                id="cal-reason"
                name="reason"
                maxlength="500"
                required
                prop:value=move || text.get()
                on:input=move |event| text.set(event_target_value(&event))
            ></textarea>
        </div>
    }
}
