//! Above the grid: what is shown, other views as links, whether changes arrive.

use domain::{Kind, format::capital};
use leptos::prelude::*;

use super::{
    address::{Address, Span, Split},
    column::{Column, Of},
    desk::{Desk, Panel},
    print_menu::PrintMenu,
    sheet::Sheet,
};
use crate::{
    i18n::{t, t_string, use_i18n},
    language::lang,
    live::Connection,
};

/// The bar above the grid. Without scripts its links still lead to every view.
#[component]
pub fn Toolbar(
    /// The desk.
    desk: Desk,
    /// Whether changes arrive.
    connection: ReadSignal<Connection>,
) -> impl IntoView {
    let i18n = use_i18n();
    let today = move || desk.with(Sheet::today);
    let title = move || {
        let (address, lang) = (desk.address.get(), lang());
        let day = address.day(today());
        match address.span {
            Span::Day => capital(&lang.long_date_weekday(day)),
            Span::Week => lang.week(day),
            Span::Month => lang.month_title(day),
        }
    };
    let step = move |direction| desk.href(desk.address.get().step(today(), direction));
    let span = move |span: Span| {
        let label = move || match span {
            Span::Day => t_string!(i18n, calendar.day),
            Span::Week => t_string!(i18n, calendar.week),
            Span::Month => t_string!(i18n, calendar.month),
        };
        let href = move || desk.href(Address { span, ..desk.address.get().on(desk.address.get().day(today())) });
        view! { <a href=href aria-current=move || (desk.address.get().span == span).then_some("true")>{label}</a> }
    };
    let split = move |split: Split| {
        let label = move || match split {
            Split::Day => t_string!(i18n, calendar.by_day),
            Split::Staff => t_string!(i18n, calendar.by_staff),
            Split::Room => t_string!(i18n, calendar.by_room),
        };
        let href = move || desk.href(Address { split, ..desk.address.get() });
        view! { <a href=href aria-current=move || (desk.address.get().split == split).then_some("true")>{label}</a> }
    };
    let plans = desk.now(Sheet::may_plan);
    let table = move || desk.address.get().table;
    let as_label = move || if table() { t_string!(i18n, print.as_grid) } else { t_string!(i18n, print.as_table) };
    view! {
        <div class="cal-bar">
            <h1 id="cal-title">{title}</h1>
            <nav class="cal-steps" aria-label=move || t_string!(i18n, calendar.steps)>
                <a href=move || step(-1) class="button small" aria-label=move || t_string!(i18n, calendar.before)>
                    <span aria-hidden="true">"‹"</span>
                </a>
                <a href=move || desk.href(Address { day: None, ..desk.address.get() }) class="button small">
                    {t!(i18n, calendar.today)}
                </a>
                <a href=move || step(1) class="button small" aria-label=move || t_string!(i18n, calendar.after)>
                    <span aria-hidden="true">"›"</span>
                </a>
            </nav>
            <nav class="segmented" aria-label=move || t_string!(i18n, calendar.spans)>
                {Span::ALL.map(span).collect_view()}
            </nav>
            <nav
                class="segmented"
                aria-label=move || t_string!(i18n, calendar.splits)
                hidden=move || desk.address.get().span == Span::Month || table()
            >
                {Split::ALL.map(split).collect_view()}
            </nav>
            <div class="cal-bar-end">
                <ConnectionChip connection />
                <a
                    href=move || desk.href(Address { table: !table(), ..desk.address.get() })
                    class="button small cal-as"
                    class:grid=table
                    aria-label=as_label
                    title=as_label
                >
                    <span class="cal-icon" aria-hidden="true"></span>
                </a>
                <PrintMenu desk />
                {plans.then(|| view! {
                    <button type="button" class="button small primary cal-add" on:click=move |_| open_new(desk)>
                        <span class="cal-plus" aria-hidden="true">"+"</span>
                        <span class="cal-add-label">{t!(i18n, calendar.add)}</span>
                    </button>
                })}
            </div>
        </div>
    }
}

#[component]
fn ConnectionChip(connection: ReadSignal<Connection>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <span
            class="chip cal-live"
            class:ok=move || connection.get() == Connection::Live
            class:warn=move || connection.get() == Connection::Lost
            hidden=move || connection.get() == Connection::Starting
            data-test="cal-live"
        >
            {move || match connection.get() {
                Connection::Lost => t_string!(i18n, common.reconnecting),
                _ => t_string!(i18n, common.live),
            }}
        </span>
    }
}

/// The form of a new session, at the first time of the view that is free.
fn open_new(desk: Desk) {
    let address = desk.address.get_untracked();
    let plan = desk.now(|sheet| {
        let (today, window) = (sheet.today(), sheet.window(&sheet.days(address)));
        let days = sheet.days(address);
        let day = days.iter().copied().find(|day| *day >= today).or(days.first().copied()).unwrap_or(today);
        let now = sheet.context.now;
        let start =
            if day == now.day { now.minute.next_multiple_of(30).clamp(window.0, window.1) } else { window.0 + 60 };
        sheet.template(Kind::Individual, None, &Column { day, of: Of::All }, start)
    });
    desk.panel.set(Some(Panel::Create(Box::new(plan))));
}
