//! Above the grid: sessions to come that wait for a consent or a contract. Told when it happens, and until it is mended.

use domain::{Permission, document::view::Suspended, time::clock};
use leptos::{prelude::*, task::spawn_local};

use super::desk::Desk;
use crate::{
    api::consent::suspended_sessions,
    i18n::{t, t_string, td_string, use_i18n},
    language,
    visit::use_me,
    words,
};

/// The line, which opens to the list. Nothing where nothing waits.
#[component]
pub fn SuspendedBar(
    /// The desk.
    desk: Desk,
) -> impl IntoView {
    let i18n = use_i18n();
    let keeps = use_me().is_some_and(|me| me.actor.may(Permission::KeepDocuments));
    let found = RwSignal::new(Vec::<Suspended>::new());
    // What the papers of all children say: when that changes, the server is asked what it comes to.
    let papers = Memo::new(move |_| {
        desk.with(|sheet| {
            let children = sheet.directory().children.values();
            children
                .map(|child| (child.consent, child.consent_until, child.contract, child.contract_until))
                .collect::<Vec<_>>()
        })
    });
    Effect::new(move || {
        papers.with(|_| ());
        spawn_local(async move {
            // Without an answer what is known stays: the grid says it, too.
            if let Ok(suspended) = suspended_sessions().await {
                let _ = found.try_set(suspended);
            }
        });
    });
    let line = move |suspended: &Suspended| {
        let locale = i18n.get_locale();
        let slot = suspended.slot;
        let when = format!("{}, {}", language::of(locale).day_month_weekday(slot.day), clock(slot.start));
        let names: Vec<_> = suspended.children.iter().map(|(name, ..)| name.plain()).collect();
        let href = format!("/calendar?view=day&by=staff&day={}", slot.day);
        view! {
            <li>
                <a href=href>{when}</a>
                " · "
                {words::kind(locale, suspended.kind)}
                " · "
                <strong>{names.join(", ")}</strong>
            </li>
        }
    };
    view! {
        <div role="status" class="cal-suspended no-print" data-test="suspended">
            {move || {
                let many = found.with(Vec::len);
                (many > 0).then(|| view! {
                    <details class="notice warn">
                        <summary>{td_string!(i18n.get_locale(), calendar.suspended_many, n = many).to_string()}</summary>
                        <p>{t!(i18n, calendar.suspended_many_why)}</p>
                        <ul>{found.with(|found| found.iter().map(line).collect_view())}</ul>
                        {keeps.then(|| view! { <p><a href="/consents">{move || t_string!(i18n, calendar.suspended_link)}</a></p> })}
                    </details>
                })
            }}
        </div>
    }
}
