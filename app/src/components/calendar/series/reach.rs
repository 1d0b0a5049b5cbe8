//! A session of a series was dragged: how far does it go?

use domain::series::{Reach, Wish};
use leptos::prelude::*;

use crate::{
    components::calendar::{
        desk::{Desk, Panel, Pending},
        frame::Drawer,
        when,
    },
    i18n::{t, t_string, use_i18n},
    language::lang,
};

/// Asks whether the change is of this session alone, or of those after it too.
#[component]
pub fn ReachPanel(
    /// The desk.
    desk: Desk,
    /// What was done in the grid.
    pending: Pending,
) -> impl IntoView {
    let i18n = use_i18n();
    let slot = pending.plan.slot;
    let pending = StoredValue::new(pending);
    let series = move |reach: Reach| {
        let Pending { session, plan } = pending.get_value();
        let wish = Wish { session, reach, plan, rule: None, choices: Vec::new() };
        desk.panel.set(Some(Panel::Series(Box::new(wish))));
    };
    view! {
        <Drawer desk title=Signal::derive(move || t_string!(i18n, series.ask).to_owned())>
            <p>{move || when::told(lang(), &slot)}</p>
            <p>{t!(i18n, series.ask_hint)}</p>
            <div class="stack">
                <button
                    type="button"
                    class="button primary"
                    autofocus
                    on:click=move |_| {
                        desk.panel.set(None);
                        desk.attempt_alone(pending.get_value());
                    }
                >
                    {t!(i18n, series.only_this)}
                </button>
                <button type="button" class="button" on:click=move |_| series(Reach::Following)>
                    {t!(i18n, series.following)}
                </button>
                <button type="button" class="button" on:click=move |_| series(Reach::All)>{t!(i18n, series.all)}</button>
                <button type="button" class="button quiet" on:click=move |_| desk.panel.set(None)>
                    {t!(i18n, common.cancel)}
                </button>
            </div>
        </Drawer>
    }
}
