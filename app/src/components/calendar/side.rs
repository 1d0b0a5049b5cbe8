//! Beside the grid: whom to place. On a phone it comes up from below.

use leptos::prelude::*;

use super::{
    desk::Desk,
    paint,
    proposals::{Ask, Proposals, ask_for_child},
    sheet::Sheet,
};
use crate::i18n::{t, t_string, use_i18n};

/// Children whose weekly number is not reached, and the waiting list.
#[component]
pub fn Side(
    /// The desk.
    desk: Desk,
) -> impl IntoView {
    let i18n = use_i18n();
    let search = RwSignal::new(String::new());
    let open = RwSignal::new(false);
    let needs = Memo::new(move |_| {
        let (locale, address) = (desk.locale(), desk.address.get());
        desk.with(|sheet| paint::needs(sheet, locale, address.day(sheet.today()), &search.get()))
    });
    let waiting = Memo::new(move |_| {
        let locale = desk.locale();
        desk.with(|sheet| paint::waiting(sheet, locale, &search.get()))
    });
    let any_waiting = move || desk.with(|sheet: &Sheet| !sheet.waiting.is_empty());
    let none_found = move || {
        if search.with(String::is_empty) {
            t_string!(i18n, calendar.all_placed)
        } else {
            t_string!(i18n, calendar.nobody_found)
        }
    };
    view! {
        <aside
            class="cal-side"
            class:open=move || open.get()
            class:planning=move || desk.autoplan.is_open()
            aria-label=move || t_string!(i18n, calendar.to_place)
        >
            <button
                type="button"
                class="cal-side-handle"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                aria-controls="cal-side-body"
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {t!(i18n, calendar.to_place)}
                <span class="chip">{move || needs.with(|(_, count)| *count)}</span>
            </button>
            <div class="cal-side-body" id="cal-side-body">
                <Proposals desk />
                <h2>{t!(i18n, calendar.to_place)}</h2>
                <p class="muted small">{t!(i18n, calendar.to_place_hint)}</p>
                <p id="cal-need-keys" class="visually-hidden">{t!(i18n, calendar.keys_need)}</p>
                <Ask desk />
                <input
                    type="search"
                    class="cal-search"
                    placeholder=move || t_string!(i18n, calendar.search_child)
                    aria-label=move || t_string!(i18n, calendar.search_child)
                    prop:value=move || search.get()
                    on:input=move |event| search.set(event_target_value(&event))
                />
                <ul
                    class="cal-needs"
                    data-test="needs"
                    on:click=move |event| ask_for_child(desk, &event)
                    inner_html=move || needs.with(|(html, _)| html.clone())
                ></ul>
                <p class="muted" hidden=move || needs.with(|(_, count)| *count > 0)>{none_found}</p>
                <div hidden=move || !any_waiting()>
                    <h2>{t!(i18n, calendar.waiting)}</h2>
                    <ul class="cal-needs" data-test="waiting" inner_html=move || waiting.with(|(html, _)| html.clone())></ul>
                </div>
            </div>
        </aside>
    }
}
