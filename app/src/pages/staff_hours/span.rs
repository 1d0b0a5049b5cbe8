//! The days or hours of an absence, as they are written into a form.

use domain::{
    absence::Span,
    time::{clock, parse_clock},
};
use leptos::prelude::*;

use crate::i18n::{t, use_i18n};

/// An absence's days while they are written.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    from: RwSignal<String>,
    to: RwSignal<String>,
    /// Some hours of one day.
    hours: RwSignal<bool>,
    start: RwSignal<String>,
    end: RwSignal<String>,
}

impl Draft {
    pub(super) fn of(span: Span) -> Self {
        let (start, end) = span.hours.unwrap_or((9 * 60, 13 * 60));
        Self {
            from: RwSignal::new(span.from.to_string()),
            to: RwSignal::new(span.to.to_string()),
            hours: RwSignal::new(span.hours.is_some()),
            start: RwSignal::new(clock(start)),
            end: RwSignal::new(clock(end)),
        }
    }

    /// What is written, if it can be.
    pub(super) fn span(self) -> Option<Span> {
        let from = self.from.get_untracked().parse().ok()?;
        let minute = |text: RwSignal<String>| text.with_untracked(|text| parse_clock(text.get(..5).unwrap_or(text)));
        let span = if self.hours.get_untracked() {
            Span { from, to: from, hours: Some((minute(self.start)?, minute(self.end)?)) }
        } else {
            Span { from, to: self.to.get_untracked().parse().ok()?, hours: None }
        };
        span.is_sound().then_some(span)
    }
}

/// The fields; `id` makes their ids their own.
#[component]
pub(super) fn SpanFields(draft: Draft, id: String) -> impl IntoView {
    let i18n = use_i18n();
    let ids = ["from", "to", "start", "end"].map(|name| format!("{id}-{name}"));
    let [from_id, to_id, start_id, end_id] = ids.clone();
    let [from_for, to_for, start_for, end_for] = ids;
    // A day that ends before it begins is rarely meant.
    let begin = move |text: String| {
        if draft.to.with_untracked(|to| *to < text) {
            draft.to.set(text.clone());
        }
        draft.from.set(text);
    };
    view! {
        <div class="span-fields">
            <div class="field">
                <label for=from_for>{t!(i18n, absence.from)}</label>
                <input id=from_id type="date" required value=draft.from.get_untracked() prop:value=move || draft.from.get() on:input=move |event| begin(event_target_value(&event)) />
            </div>
            <div class="field" hidden=move || draft.hours.get()>
                <label for=to_for>{t!(i18n, absence.to)}</label>
                <input id=to_id type="date" value=draft.to.get_untracked() prop:value=move || draft.to.get() on:input=move |event| draft.to.set(event_target_value(&event)) />
            </div>
            <div class="field" hidden=move || !draft.hours.get()>
                <label for=start_for>{t!(i18n, absence.start)}</label>
                <input id=start_id type="time" step="300" value=draft.start.get_untracked() prop:value=move || draft.start.get() on:input=move |event| draft.start.set(event_target_value(&event)) />
            </div>
            <div class="field" hidden=move || !draft.hours.get()>
                <label for=end_for>{t!(i18n, absence.end)}</label>
                <input id=end_id type="time" step="300" value=draft.end.get_untracked() prop:value=move || draft.end.get() on:input=move |event| draft.end.set(event_target_value(&event)) />
            </div>
        </div>
        <label class="check">
            <input type="checkbox" checked=draft.hours.get_untracked() prop:checked=move || draft.hours.get() on:change=move |event| draft.hours.set(event_target_checked(&event)) />
            {t!(i18n, absence.some_hours)}
        </label>
    }
}
