//! The board of one form: how many have signed, and the children by group.

use domain::{
    ChildId, GroupId,
    document::view::Row,
    fold::cmp_kk,
    view::{Delta, Me},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{
    desk::{Desk, Panel, Said, waiting},
    head::BoardHead,
    paper::WitnessDialog,
    recall::RecallDialog,
    remind::MessagesDialog,
    row::ChildRow,
    show::Show,
};
use crate::{
    alive::use_alive,
    api::consent::Board,
    components::form::FailureNotice,
    i18n::{t, t_string, use_i18n},
    live::use_live_from_the_start,
};

/// A group, and who of it is on the board. Children who are raised at home have none.
type Section = (Option<(GroupId, String)>, Vec<ChildId>);

#[component]
pub(super) fn BoardOfForm(board: Board, me: StoredValue<Me>) -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let show = Memo::new(move |_| Show::from_code(query.with(|query| query.get("show").unwrap_or_default()).as_str()));
    let desk = Desk::new(board, me);
    follow(desk);
    let sections = Memo::new(move |_| desk.board.with(|board| sections(&board.rows)));
    let nothing = move || desk.board.with(|board| !board.rows.iter().any(|row| show.get().has(row, board.today)));
    view! {
        <BoardHead desk show />
        <FailureNotice failure=desk.failure.into() />
        {move || sections.get().into_iter().map(|section| view! { <Group desk show section /> }).collect_view()}
        <div class="empty" hidden=move || !nothing()>
            <p>{t!(i18n, consent.nobody_shown)}</p>
        </div>
        <SaidBar desk />
        {move || desk.panel.get().map(|panel| match panel {
            Panel::Messages(papers) => view! { <MessagesDialog desk papers /> }.into_any(),
            Panel::Witness(paper) => view! { <WitnessDialog desk paper /> }.into_any(),
            Panel::Recall(paper) => view! { <RecallDialog desk paper /> }.into_any(),
        })}
    }
}

/// Takes in what families do meanwhile.
fn follow(desk: Desk) {
    use_live_from_the_start(
        move |delta| {
            if matches!(delta, Delta::Reload { .. }) {
                desk.look();
            }
        },
        move || desk.look(),
    );
}

/// Groups by name; children who are raised at home last.
fn sections(rows: &[Row]) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for row in rows {
        match sections.iter_mut().find(|(group, _)| *group == row.group) {
            Some((_, children)) => children.push(row.child),
            None => sections.push((row.group.clone(), vec![row.child])),
        }
    }
    sections.sort_by(|(a, _), (b, _)| match (a, b) {
        (Some((_, a)), Some((_, b))) => cmp_kk(a, b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    });
    sections
}

#[component]
fn Group(desk: Desk, show: Memo<Show>, section: Section) -> impl IntoView {
    let i18n = use_i18n();
    let alive = use_alive();
    let (group, children) = section;
    let group = StoredValue::new(group);
    let own = move |row: &&Row| group.with_value(|group| *group == row.group);
    let hidden =
        move || desk.board.with(|board| !board.rows.iter().filter(own).any(|row| show.get().has(row, board.today)));
    let counts = move || {
        desk.board.with(|board| {
            let rows = board.rows.iter().filter(own);
            (rows.clone().filter(|row| row.agreement.in_force()).count(), rows.count())
        })
    };
    let to_ask = move || {
        desk.board.with(|board| {
            let rows = board.rows.iter().filter(own);
            let together = rows.filter(|row| row.is_asked_together(&board.kind, board.today));
            together.map(|row| row.child).collect::<Vec<_>>()
        })
    };
    let name = move || group.get_value().map_or_else(|| t_string!(i18n, consent.at_home).to_owned(), |(_, name)| name);
    let form = desk.board.with_untracked(|board| board.kind.id);
    let zip = group.get_value().map(|(group, _)| format!("/consents/{form}/kenes.zip?group={group}"));
    let rows = children.into_iter().map(|child| view! { <ChildRow desk show child /> }).collect_view();
    view! {
        <section class="consents-group" hidden=hidden>
            <div class="consents-group-head">
                <h2>{name}</h2>
                <p class="muted small figures">
                    {move || { let (signed, all) = counts(); t_string!(i18n, consent.signed_of, n = signed, all = all).to_string() }}
                </p>
                {zip.map(|href| view! {
                    <a
                        class="button quiet small"
                        href=href
                        rel="external"
                        download=""
                        hidden=move || !desk.has_signed(|row| own(&row))
                        aria-label=move || format!("{}: {}", t_string!(i18n, consent.download), name())
                    >
                        {t!(i18n, consent.download)}
                    </a>
                })}
                <button
                    type="button"
                    class="button small"
                    hidden=move || to_ask().is_empty()
                    disabled=move || !alive.get() || desk.busy.get()
                    aria-label=move || format!("{}: {}", t_string!(i18n, consent.ask_group, n = to_ask().len()), name())
                    on:click=move |_| desk.ask(untrack(to_ask))
                >
                    {move || t_string!(i18n, consent.ask_group, n = to_ask().len()).to_string()}
                </button>
            </div>
            <ul class="card consents-rows">{rows}</ul>
        </section>
    }
}

/// What was done last: at the lower edge, so that it is seen wherever the button was.
#[component]
fn SaidBar(desk: Desk) -> impl IntoView {
    let i18n = use_i18n();
    let words = move |said: Said| match said {
        Said::Asked(asked, nobody) => {
            let sum = t_string!(i18n, consent.did_ask, made = asked.made, there = asked.there).to_string();
            view! {
                <p>{sum}</p>
                {(!nobody.is_empty()).then(|| view! {
                    <p>
                        {t_string!(i18n, consent.did_ask_nobody, names = nobody.join(", ")).to_string()}
                        " "
                        <a href="/register">{t!(i18n, consent.to_register)}</a>
                    </p>
                })}
            }
            .into_any()
        }
        Said::Reminded(0) => view! { <p>{t!(i18n, consent.did_remind_none)}</p> }.into_any(),
        Said::Reminded(n) => view! { <p>{t_string!(i18n, consent.did_remind, n = n).to_string()}</p> }.into_any(),
        Said::Kept(name) => view! { <p>{t_string!(i18n, consent.did_keep, name = name).to_string()}</p> }.into_any(),
        Said::Recalled(name) => {
            view! { <p>{t_string!(i18n, consent.did_recall, name = name).to_string()}</p> }.into_any()
        }
    };
    view! {
        <div role="status" tabindex="-1" node_ref=desk.status class="consents-said" data-test="consents-said">
            {move || desk.said.get().map(|said| view! {
                <div class="notice ok">
                    <div>{words(said)}</div>
                    <button
                        type="button"
                        class="button quiet small"
                        aria-label=move || t_string!(i18n, common.close)
                        on:click=move |_| desk.said.set(None)
                    >
                        <span aria-hidden="true">"✕"</span>
                    </button>
                </div>
            })}
        </div>
    }
}

/// All that wait for a family.
pub(super) fn all_waiting(board: &Board) -> Vec<super::desk::Paper> {
    board.rows.iter().flat_map(waiting).collect()
}
