//! Who waits for a place in a session, and to whom one is offered until when: as far as the reader knows the children.

use domain::{SessionId, time::clock, view::Waiting};
use leptos::prelude::*;

use super::desk::Desk;
use crate::{
    i18n::{Locale, t, td_string, use_i18n},
    language,
};

/// Until when a place is offered: «25 қараша, 11:00».
pub fn until(locale: Locale, line: &Waiting) -> Option<String> {
    let until = line.offer?;
    let when = format!("{}, {}", language::of(locale).day_month(until.day), clock(until.minute));
    Some(td_string!(locale, offer.offered_until, when = when).to_string())
}

/// The line before a session; nothing where nobody waits.
#[component]
pub fn Queue(
    /// The desk.
    desk: Desk,
    /// Which session.
    id: SessionId,
) -> impl IntoView {
    let i18n = use_i18n();
    let lines = Memo::new(move |_| {
        desk.with(|sheet| {
            let named = |line: &Waiting| {
                let child = sheet.directory().children.get(&line.child)?;
                Some((line.clone(), child.name.plain()))
            };
            sheet.waiting.iter().filter(|line| line.session == Some(id)).filter_map(named).collect::<Vec<_>>()
        })
    });
    let rows = move || {
        let locale = i18n.get_locale();
        let row = |(line, name): (Waiting, String)| {
            let since = language::of(locale).day_month(line.since.day);
            let offered = until(locale, &line);
            let is_offered = offered.is_some();
            let about = offered.unwrap_or_else(|| td_string!(locale, offer.waits_since, when = since).to_string());
            view! {
                <li class:offered=is_offered data-child=line.child.to_string()>
                    <b class="figures">{line.position}</b>
                    <span>{name}<span class="small">{about}</span></span>
                </li>
            }
        };
        lines.get().into_iter().map(row).collect_view()
    };
    let any_offered = move || lines.with(|lines| lines.iter().any(|(line, _)| line.offer.is_some()));
    view! {
        <section class="cal-queue" data-test="queue" aria-labelledby="cal-queue-title" hidden=move || lines.with(Vec::is_empty)>
            <h3 id="cal-queue-title">{t!(i18n, offer.who_waits)}</h3>
            <ol>{rows}</ol>
            <p class="muted small" hidden=move || !any_offered()>{t!(i18n, offer.fill_hint)}</p>
        </section>
    }
}
