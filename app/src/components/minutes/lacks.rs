//! The draft: what it still lacks, each with the way to its place, sending it, and how it would look on paper.

use domain::{
    Body,
    minutes::{Act, Lack, lack::Line},
};
use leptos::{html, prelude::*};

use super::desk::Desk;
use crate::{
    alive::use_alive,
    i18n::{t, t_string, use_i18n},
    words,
};

/// Where in the editor something is missing.
fn anchor(lack: &Lack) -> String {
    let place = lack.place();
    match place.line {
        Some(Line::Item(item)) => format!("#item-{item}"),
        Some(Line::Decision(decision)) => format!("#decision-{decision}"),
        None => format!("#section-{}", place.section.code()),
    }
}

#[component]
pub(super) fn Draft(desk: Desk, body: Memo<Body>) -> impl IntoView {
    let (i18n, alive) = (use_i18n(), use_alive());
    let lacks = Memo::new(move |_| desk.view.with(|view| view.lacks.clone()));
    let sends = Memo::new(move |_| desk.view.with(|view| view.acts.contains(&Act::Send)));
    let heading = NodeRef::<html::H3>::new();
    // Refused for what is missing: there it is.
    Effect::new(move || {
        let refused = desk.failure.with(|failure| failure.as_ref().is_some_and(super::paper::is_lack));
        if let (true, Some(heading)) = (refused, heading.get()) {
            let _ = heading.focus();
        }
    });
    let list = move || {
        let locale = i18n.get_locale();
        let line = |lack: Lack| {
            let section = words::minutes::section(locale, lack.place().section);
            let said = words::minutes::lack(locale, body.get(), &lack);
            view! { <li><a href=anchor(&lack) rel="external">{format!("{section}: {said}")}</a></li> }
        };
        let lacks = lacks.get();
        let count = lacks.len();
        if lacks.is_empty() {
            view! { <p class="notice ok" data-lacks="0">{t_string!(i18n, minutes.lacks_none)}</p> }.into_any()
        } else {
            view! {
                <h3 tabindex="-1" node_ref=heading>{t_string!(i18n, minutes.lacks_title)}</h3>
                <ul class="minutes-lacks" data-lacks=count>{lacks.into_iter().map(line).collect_view()}</ul>
            }
            .into_any()
        }
    };
    view! {
        <div class="stack tight no-print">
            {list}
            <div class="row">
                {move || sends.get().then(|| view! {
                    <button
                        type="button"
                        class="button primary"
                        disabled=move || !alive.get()
                        aria-disabled=move || desk.busy.get().then_some("true")
                        data-action="send"
                        on:click=move |_| desk.act(0, Act::Send)
                    >
                        {move || words::minutes::act(i18n.get_locale(), Act::Send)}
                    </button>
                })}
                <button type="button" class="button" disabled=move || !alive.get() on:click=move |_| desk.look()>
                    {t!(i18n, minutes.look_again)}
                </button>
            </div>
            {move || (!sends.get()).then(|| view! { <p class="muted small">{t!(i18n, minutes.only_office)}</p> })}
        </div>
    }
}
