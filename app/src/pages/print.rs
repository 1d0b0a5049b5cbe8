//! A sheet of paper: a specialist's week, a room's week, a room's day for its door. It can be read, and chosen, without
//! scripts; the browser prints it on one page.

use domain::{Permission, view::Me};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::{
    Failure,
    alive::use_alive,
    api,
    components::{
        calendar::{
            address::Split,
            packed::Packed,
            paint::{self, Painter},
            paper::{Paper, What},
            sheet::Sheet,
        },
        form::FailureNotice,
        guard::Guard,
        title::Title,
    },
    i18n::{t, t_string, use_i18n},
};

/// The sheet, for those who may see the calendar.
#[component]
pub fn PrintPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Title text=move || t_string!(i18n, print.title) />
        <Guard permission=Permission::SeeCalendar page=|me| view! { <Sheets me /> }.into_any() />
    }
}

#[component]
fn Sheets(me: Me) -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(|query| Paper::parse(|name| query.get(name))));
    let me = StoredValue::new(me);
    // What of a session the reader may know is decided by the store, as in the calendar.
    let view = Resource::new_blocking(move || asked.get().day, |day| api::calendar::calendar(false, day));
    view! {
        <div class="print-page">
            <Transition>
                {move || Suspend::new(async move {
                    match view.await {
                        Ok(Packed(view)) => {
                            let sheet = Sheet::new(view, me.with_value(|me| me.actor.clone()));
                            view! { <Shown sheet asked me /> }.into_any()
                        }
                        Err(failure) => view! {
                            <div class="page"><FailureNotice failure=Signal::stored(Some::<Failure>(failure)) /></div>
                        }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

/// What is chosen, and the sheet as it will be on paper.
#[component]
fn Shown(sheet: Sheet, asked: Memo<Paper>, me: StoredValue<Me>) -> impl IntoView {
    let i18n = use_i18n();
    let alive = use_alive();
    let today = sheet.today();
    let sheet = StoredValue::new(sheet);
    let painted = move || {
        let (locale, asked) = (i18n.get_locale(), asked.get());
        sheet.with_value(|sheet| {
            let painter = Painter::new(sheet, locale, Split::Day);
            me.with_value(|me| paint::paper(&painter, asked, &me.org))
        })
    };
    let tab = move |what: What| {
        let label = move || match what {
            What::Staff => t_string!(i18n, print.of_staff),
            What::Room => t_string!(i18n, print.of_room),
            What::Door => t_string!(i18n, print.door),
        };
        // From a room's week to its door and back the room stays.
        let href = move || {
            let asked = asked.get();
            let same = (asked.what == What::Staff) == (what == What::Staff);
            Paper { what, of: asked.of.filter(|_| same), ..asked }.href()
        };
        view! { <a href=href aria-current=move || (asked.get().what == what).then_some("true")>{label}</a> }
    };
    let choices = move || {
        let asked = asked.get();
        let (choices, whose) = sheet.with_value(|sheet| (asked.choices(sheet), asked.whose(sheet)));
        let option = |(id, name): (uuid::Uuid, String)| {
            let chosen = Some(id) == whose;
            view! { <option value=id.to_string() selected=chosen>{name}</option> }
        };
        choices.into_iter().map(option).collect_view()
    };
    let whose = move || match asked.get().what {
        What::Staff => t_string!(i18n, calendar.staff),
        What::Room | What::Door => t_string!(i18n, calendar.room),
    };
    let day = move || asked.get().day.unwrap_or(today).to_string();
    let print = move |_| {
        #[cfg(feature = "hydrate")]
        let _ = window().print();
    };
    view! {
        <div class="page stack no-print">
            <div class="page-head">
                <h1>{t!(i18n, print.title)}</h1>
                <a class="button small" href=move || asked.get().calendar().href()>{t!(i18n, print.to_calendar)}</a>
            </div>
            <nav class="segmented" aria-label=move || t_string!(i18n, print.kinds)>{What::ALL.map(tab).collect_view()}</nav>
            <form class="print-choice" method="get" action="/calendar/print">
                <input type="hidden" name="what" value=move || asked.get().what.code() />
                <label class="field">
                    <span class="label">{whose}</span>
                    <select name="of">{choices}</select>
                </label>
                <label class="field">
                    <span class="label">{t!(i18n, calendar.date)}</span>
                    <input type="date" name="day" value=day prop:value=day />
                </label>
                <button type="submit" class="button">{t!(i18n, print.show)}</button>
                <button type="button" class="button primary" disabled=move || !alive.get() on:click=print>{t!(i18n, common.print)}</button>
                <nav class="row" aria-label=move || t_string!(i18n, calendar.steps)>
                    <a class="button" href=move || asked.get().step(today, -1).href() aria-label=move || t_string!(i18n, calendar.before)>
                        <span aria-hidden="true">"‹"</span>
                    </a>
                    <a class="button" href=move || asked.get().step(today, 1).href() aria-label=move || t_string!(i18n, calendar.after)>
                        <span aria-hidden="true">"›"</span>
                    </a>
                </nav>
            </form>
            <p class="muted small">
                {move || match asked.get().what {
                    What::Staff => t_string!(i18n, print.staff_hint),
                    What::Room => t_string!(i18n, print.room_hint),
                    What::Door => t_string!(i18n, print.door_hint),
                }}
            </p>
        </div>
        <div class="paper-desk" tabindex="0" role="region" aria-label=move || t_string!(i18n, print.sheet) inner_html=painted></div>
    }
}
