//! A child of the board.

use domain::{
    ChildId, Position,
    document::{
        State,
        view::{Row, Signer},
    },
};
use leptos::prelude::*;

use super::{
    desk::{Desk, Panel, Paper},
    show::{self, Show, StageIcon},
};
use crate::{
    alive::use_alive,
    i18n::{t, t_string, use_i18n},
    language,
};

#[component]
pub(super) fn ChildRow(desk: Desk, show: Memo<Show>, child: ChildId) -> impl IntoView {
    let i18n = use_i18n();
    let row = Memo::new(move |_| desk.board.with(|board| board.rows.iter().find(|row| row.child == child).cloned()));
    let hidden = move || row.with(|row| row.as_ref().is_none_or(|row| !show.get().has(row, desk.today())));
    view! {
        <li class="consent-row" hidden=hidden data-child=child.to_string()>
            {move || row.get().map(|row| {
                // Only a row that has changed is drawn anew: whoever has the focus in another keeps it.
                let stage = row.stage(desk.board.with_untracked(|board| board.today));
                let until = row.until.filter(|_| row.agreement.in_force());
                view! {
                    <p class="consent-name">{row.name.plain()}</p>
                    <p class="consent-state">
                        <span class=format!("chip {}", show::tone(stage))>
                            <StageIcon stage />
                            {move || show::stage(i18n.get_locale(), stage)}
                        </span>
                        {until.map(|until| view! {
                            <span class="muted small figures">
                                {move || t_string!(i18n, consent.until, day = language::of(i18n.get_locale()).short_date(until)).to_string()}
                            </span>
                        })}
                    </p>
                    <Signers desk row />
                }
            })}
        </li>
    }
}

/// The guardians of a child, each with what can be done about their document.
#[component]
fn Signers(desk: Desk, row: Row) -> impl IntoView {
    let i18n = use_i18n();
    let alive = use_alive();
    let may_be_asked = desk.board.with_untracked(|board| row.may_be_asked(&board.kind, board.today));
    let again = row.is_at(State::Declined) || row.is_at(State::Withdrawn);
    let (child, name) = (row.child, StoredValue::new(row.name.plain()));
    let lines = row
        .guardians
        .iter()
        .map(|signer| view! { <SignerLine desk row=row.clone() signer=signer.clone() /> })
        .collect_view();
    let nobody = row.guardians.is_empty();
    let words = move || if again { t_string!(i18n, consent.ask_again) } else { t_string!(i18n, consent.ask) };
    view! {
        <ul class="consent-signers">
            {lines}
            {nobody.then(|| view! { <li><a href="/register">{t!(i18n, consent.to_register)}</a></li> })}
        </ul>
        <div class="consent-ask">
            {may_be_asked.then(|| view! {
                <button
                    type="button"
                    class="button small"
                    disabled=move || !alive.get() || desk.busy.get()
                    aria-label=move || format!("{}: {}", words(), name.get_value())
                    on:click=move |_| desk.ask(vec![child])
                >
                    {words}
                </button>
            })}
        </div>
    }
}

#[component]
fn SignerLine(desk: Desk, row: Row, signer: Signer) -> impl IntoView {
    let i18n = use_i18n();
    let alive = use_alive();
    let name = signer.name.plain();
    let document = signer.document.clone();
    let paper = StoredValue::new(document.as_ref().map(|document| Paper {
        document: document.id,
        child: row.name.plain(),
        given: row.name.given.clone(),
        signer: name.clone(),
    }));
    let state = document.as_ref().map(|document| document.state);
    let is_head = desk.me.with_value(|me| me.actor.is_any(&[Position::Head]));
    let named = StoredValue::new(row.name.plain());
    let recorded = row.agreement.in_force() && row.guardians.iter().all(|one| one.document.is_none());
    let told = StoredValue::new(signer);
    let still = move || !alive.get() || desk.busy.get();
    let open = move |panel: fn(Paper) -> Panel| {
        if let Some(paper) = paper.get_value() {
            desk.failure.set(None);
            desk.panel.set(Some(panel(paper)));
        }
    };
    let acts = (state == Some(State::Asked)).then(|| {
        view! {
            <span class="consent-acts">
                <button
                    type="button"
                    class="button small"
                    disabled=still
                    aria-label=move || format!("{}: {}", t_string!(i18n, consent.remind), named.get_value())
                    on:click=move |_| desk.remind(paper.get_value().into_iter().collect())
                >
                    {t!(i18n, consent.remind)}
                </button>
                <button
                    type="button"
                    class="button quiet small"
                    disabled=still
                    aria-label=move || format!("{}: {}", t_string!(i18n, consent.on_paper), named.get_value())
                    on:click=move |_| open(Panel::Witness)
                >
                    {t!(i18n, consent.on_paper)}
                </button>
                <button
                    type="button"
                    class="button quiet small"
                    disabled=still
                    aria-label=move || format!("{}: {}", t_string!(i18n, consent.recall), named.get_value())
                    on:click=move |_| open(Panel::Recall)
                >
                    {t!(i18n, consent.recall)}
                </button>
            </span>
        }
    });
    let sign = document.as_ref().filter(|document| is_head && document.state == State::AwaitsHead).map(|document| {
        view! {
            <span class="consent-acts">
                <a
                    class="button primary small"
                    href=format!("/documents/{}", document.id)
                    aria-label=move || format!("{}: {}", t_string!(i18n, consent.sign), named.get_value())
                >
                    {t!(i18n, consent.sign)}
                </a>
            </span>
        }
    });
    let who = match document {
        Some(document) => view! { <a href=format!("/documents/{}", document.id)>{name}</a> }.into_any(),
        None => view! { <span>{name}</span> }.into_any(),
    };
    view! {
        <li class="consent-signer">
            <p>
                {who} " "
                <span class="muted small figures">
                    {move || {
                        let locale = i18n.get_locale();
                        told.with_value(|signer| show::told(locale, language::of(locale), signer, recorded))
                    }}
                </span>
            </p>
            {acts}
            {sign}
        </li>
    }
}
