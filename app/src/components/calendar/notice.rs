//! At the foot of the grid: what was done or not, by which rule, what is free instead, and the way back.

use domain::Slot;
use leptos::prelude::*;

use super::{
    desk::{Desk, Notice, Panel, Pending, Tone},
    when,
};
use crate::i18n::{t, t_string, use_i18n};

/// The last thing that happened.
#[component]
pub fn NoticeBar(
    /// The desk.
    desk: Desk,
) -> impl IntoView {
    view! { <div class="cal-notices">{move || desk.notice.get().map(|notice| view! { <Said desk notice /> })}</div> }
}

#[component]
fn Said(desk: Desk, notice: Notice) -> impl IntoView {
    let i18n = use_i18n();
    let tone = match notice.tone {
        Tone::Ok => "notice cal-notice ok",
        Tone::Warn => "notice cal-notice warn",
        Tone::Bad => "notice cal-notice bad",
    };
    let session = notice.wanted.as_ref().and_then(|wanted| wanted.session).map(|(id, _)| id);
    let offers = notice.wanted.clone().filter(|_| !notice.nearest.is_empty());
    view! {
        <div class=tone data-test="cal-notice">
            <div class="cal-notice-text">
                <strong>{notice.title}</strong>
                {notice.lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
                {offers.map(|wanted| view! { <Offers desk wanted nearest=notice.nearest.clone() /> })}
            </div>
            <div class="cal-notice-end">
                {notice.undo.then(|| view! {
                    <button type="button" class="button small" data-test="undo" on:click=move |_| desk.undo()>
                        {t!(i18n, common.undo)}
                    </button>
                })}
                {session.map(|id| view! {
                    <button type="button" class="button small" on:click=move |_| desk.panel.set(Some(Panel::Move(id)))>
                        {t!(i18n, calendar.move_to)}
                    </button>
                })}
                <button
                    type="button"
                    class="button small quiet"
                    aria-label=move || t_string!(i18n, common.close)
                    on:click=move |_| desk.notice.set(None)
                >
                    <span aria-hidden="true">"✕"</span>
                </button>
            </div>
        </div>
    }
}

/// The nearest times, each a button that goes there.
#[component]
fn Offers(desk: Desk, wanted: Pending, nearest: Vec<Slot>) -> impl IntoView {
    let i18n = use_i18n();
    let buttons = nearest.into_iter().map(move |slot| {
        let wanted = wanted.clone();
        let label = when::offered(desk.lang_now(), &slot, &wanted.plan.slot);
        let go = move |_| {
            let mut pending = wanted.clone();
            pending.plan.slot = slot;
            // It may have changed since it was refused.
            if let Some((id, version)) = &mut pending.session
                && let Some(now) = desk.session(*id)
            {
                *version = now.version;
            }
            desk.attempt(pending);
        };
        view! { <button type="button" class="button small" data-test="nearest" on:click=go>{label}</button> }
    });
    view! {
        <div class="cal-offers" role="group" aria-label=move || t_string!(i18n, common.nearest)>
            <span>{t!(i18n, common.nearest)}</span>
            {buttons.collect_view()}
        </div>
    }
}
