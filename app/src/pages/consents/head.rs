//! What stands above the rows: how many are how far, each a filter, and what is done for all.

use leptos::prelude::*;

use super::{
    board::all_waiting,
    desk::Desk,
    show::{Show, StageIcon, tone},
};
use crate::{
    alive::use_alive,
    i18n::{t, t_string, use_i18n},
};

#[component]
pub(super) fn BoardHead(desk: Desk, show: Memo<Show>) -> impl IntoView {
    let i18n = use_i18n();
    let alive = use_alive();
    let (form, signs) = desk.board.with_untracked(|board| (board.kind.id, board.kind.head));
    let count =
        move |one: Show| desk.board.with(|board| board.rows.iter().filter(|row| one.has(row, board.today)).count());
    let sum = move |one: Show| {
        let href = match one.code() {
            "" => format!("/consents?form={form}"),
            code => format!("/consents?form={form}&show={code}"),
        };
        // Nobody has refused, mostly: what is not there takes no room. What has been chosen stays, whatever becomes of it.
        let rare = matches!(one, Show::Refused | Show::RunsOut);
        let hidden = move || rare && count(one) == 0 && show.get() != one;
        view! {
            <li hidden=hidden>
                <a
                    href=href
                    class=format!("consents-sum {}", one.stage().map(tone).unwrap_or_default())
                    aria-current=move || (show.get() == one).then_some("true")
                >
                    <span class="consents-sum-name">
                        {one.stage().map(|stage| view! { <StageIcon stage /> })}
                        {move || one.label(i18n.get_locale())}
                    </span>
                    <b class="figures">{move || count(one)}</b>
                </a>
            </li>
        }
    };
    let sums = Show::ALL.into_iter().filter(|one| *one != Show::Head || signs).map(sum).collect_view();
    let to_ask = move || {
        desk.board.with(|board| {
            let together = board.rows.iter().filter(|row| row.is_asked_together(&board.kind, board.today));
            together.map(|row| row.child).collect::<Vec<_>>()
        })
    };
    let to_remind = move || desk.board.with(all_waiting);
    let still = move || !alive.get() || desk.busy.get();
    view! {
        <nav aria-label=move || t_string!(i18n, consent.show)>
            <ul class="consents-sums">{sums}</ul>
        </nav>
        <div class="consents-acts">
            <button
                type="button"
                class="button primary small"
                hidden=move || to_ask().is_empty()
                disabled=still
                on:click=move |_| desk.ask(untrack(to_ask))
            >
                {move || t_string!(i18n, consent.ask_all, n = to_ask().len()).to_string()}
            </button>
            <button
                type="button"
                class="button small"
                hidden=move || to_remind().is_empty()
                disabled=still
                on:click=move |_| desk.remind(untrack(to_remind))
            >
                {move || t_string!(i18n, consent.remind_all, n = to_remind().len()).to_string()}
            </button>
            <a class="button quiet small" href=format!("/consents/forms/{form}")>{t!(i18n, consent.to_form)}</a>
            <a class="button quiet small" href=format!("/consents/{form}/kenes.zip") rel="external" download="" hidden=move || !desk.has_signed(|_| true)>
                {t!(i18n, consent.download_all)}
            </a>
        </div>
    }
}
