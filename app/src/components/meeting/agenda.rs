//! What a meeting speaks of.

use leptos::prelude::*;

use super::Desk;
use crate::i18n::{t, use_i18n};

/// The agenda as it was called. In minutes that are begun it is written on there.
#[component]
pub fn Agenda(
    /// The meeting.
    desk: Desk,
) -> impl IntoView {
    let i18n = use_i18n();
    let agenda = Memo::new(move |_| desk.view.with(|view| view.agenda.clone()));
    view! {
        <section class="stack tight" aria-labelledby="meeting-agenda">
            <h2 id="meeting-agenda">{t!(i18n, meeting.agenda)}</h2>
            {move || {
                let lines = agenda.get();
                if lines.is_empty() {
                    view! { <p class="muted">{t!(i18n, meeting.agenda_none)}</p> }.into_any()
                } else {
                    let lines = lines.into_iter().map(|line| view! {
                        <li>
                            {line.title}
                            {line.decision.map(|_| view! { " " <span class="chip sky">{t!(i18n, meeting.again)}</span> })}
                        </li>
                    });
                    view! { <ol class="card meeting-agenda">{lines.collect_view()}</ol> }.into_any()
                }
            }}
        </section>
    }
}
