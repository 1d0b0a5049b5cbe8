//! What can be put on paper, and the way to the days off, behind one button.

use leptos::{html, prelude::*};

use super::{
    desk::Desk,
    paper::{Paper, What},
    sheet::Sheet,
};
use crate::{
    components::menu,
    i18n::{t, t_string, use_i18n},
};

/// The menu. Its links work without scripts; only what is on the screen needs them to be printed.
#[component]
pub fn PrintMenu(
    /// The desk.
    desk: Desk,
) -> impl IntoView {
    let i18n = use_i18n();
    let node = NodeRef::<html::Details>::new();
    menu::close_from_outside(node);
    let link = move |what: What| {
        let label = move || match what {
            What::Staff => t_string!(i18n, print.week_of_staff),
            What::Room => t_string!(i18n, print.week_of_room),
            What::Door => t_string!(i18n, print.door),
        };
        // Whoever looks for somebody's sessions wants them on paper, too.
        let href = move || {
            let of = desk.filter.with(|filter| match what {
                What::Staff => filter.staff.map(|id| id.0),
                What::Room | What::Door => filter.room.map(|id| id.0),
            });
            let day = desk.address.get().day(desk.with(Sheet::today));
            Paper { what, of, day: Some(day) }.href()
        };
        view! { <a href=href>{label}</a> }
    };
    let keeps_holidays = desk.now(|sheet| sheet.actor.may(domain::Permission::KeepHolidays));
    let print = move |_| {
        menu::close(node);
        #[cfg(feature = "hydrate")]
        let _ = window().print();
    };
    view! {
        <details class="cal-menu" node_ref=node on:keydown=move |event| menu::on_key(node, &event)>
            <summary
                class="button small cal-print"
                aria-label=move || t_string!(i18n, print.menu)
                title=move || t_string!(i18n, print.menu)
            >
                <span class="cal-icon" aria-hidden="true"></span>
            </summary>
            <div class="cal-menu-items">
                <p class="cal-menu-title">{t!(i18n, common.print)}</p>
                {What::ALL.map(link).collect_view()}
                <button type="button" on:click=print>{t!(i18n, print.screen)}</button>
                {keeps_holidays.then(|| view! { <hr /> <a href="/holidays">{t!(i18n, holiday.title)}</a> })}
            </div>
        </details>
    }
}
