//! One decision: what, who, until when, how far, and what can be done with it.

use chrono::NaiveDate;
use domain::{
    DecisionId, OrderId, PersonId,
    decision::{Decided, State, Term},
};
use leptos::prelude::*;

use crate::{
    Failure,
    alive::use_alive,
    i18n::{t, t_string, td_string, use_i18n},
    language, words,
};

/// What the rows share: who looks, and what is begun from them.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    /// Who looks.
    pub(super) reader: PersonId,
    /// The decision that is being settled.
    pub(super) settling: RwSignal<Option<Decided>>,
    /// An order is made of it.
    pub(super) make: Action<DecisionId, Result<OrderId, Failure>>,
}

#[component]
pub(super) fn Row(decided: Decided, today: NaiveDate, desk: Desk) -> impl IntoView {
    let i18n = use_i18n();
    let alive = use_alive();
    let locale = i18n.get_locale_untracked();
    let term = Term::of(decided.state, decided.due, today);
    let minutes = words::decision::minutes(locale, decided.body, decided.number, decided.day);
    let minutes = if decided.reads {
        view! { <a href=format!("/meetings/{}", decided.meeting)>{minutes}</a> }.into_any()
    } else {
        minutes.into_any()
    };
    // The colour of a state or a term is said in words, too.
    let chip = match decided.state {
        State::Open => "chip sky",
        State::Done => "chip ok",
        State::Dropped => "chip",
    };
    let left_chip = match term {
        Term::Late => "chip bad",
        Term::Soon => "chip warn",
        Term::InTime | Term::Over => "chip",
    };
    let left = words::decision::left(locale, &decided, today);
    let own = decided.person == Some(desk.reader);
    let votes = decided.votes.map(|votes| {
        let (aye, nay, abstained) = (votes.aye, votes.nay, votes.abstained);
        td_string!(locale, decision.votes_said, aye = aye, nay = nay, abstained = abstained).to_string()
    });
    let settled = decided.settled.as_ref().map(|(at, by)| {
        let day = language::of(locale).short_date(at.day);
        td_string!(locale, decision.settled, name = by.plain(), day = day).to_string()
    });
    let (id, line) = (decided.id, decided.line);
    let heading = format!("decision-{id}");
    let described = heading.clone();
    let stored = StoredValue::new(decided.clone());
    // Not from what is stored: in another language the label is said once more while the row is on its way out.
    let text = decided.text.clone();
    view! {
        <article class="card decision-card" data-state=decided.state.code() data-term=format!("{term:?}").to_lowercase() aria-labelledby=heading>
            <p class="decision-head">
                <span class="small">{minutes} " · " {td_string!(locale, decision.line, line = line).to_string()}</span>
                <span class=chip>{words::decision::state(locale, decided.state)}</span>
            </p>
            <h2 class="decision-text" id=heading.clone()>{decided.text.clone()}</h2>
            <dl class="decision-facts">
                <div>
                    <dt>{t!(i18n, decision.responsible)}</dt>
                    <dd>
                        {decided.responsible.clone()}
                        {own.then(|| view! { " " <span class="chip sky">{t!(i18n, decision.own)}</span> })}
                    </dd>
                </div>
                <div>
                    <dt>{t!(i18n, decision.due)}</dt>
                    <dd>
                        {words::decision::due(locale, decided.due)}
                        {left.map(|left| view! { " " <span class=left_chip>{left}</span> })}
                    </dd>
                </div>
                {votes.map(|votes| view! {
                    <div>
                        <dt>{t!(i18n, decision.votes)}</dt>
                        <dd>{votes}</dd>
                    </div>
                })}
            </dl>
            {(!decided.note.is_empty()).then(|| view! { <p class="decision-note">{decided.note.clone()}</p> })}
            {settled.map(|settled| view! { <p class="muted small">{settled}</p> })}
            <p class="row decision-acts">
                {decided.settles.then(|| view! {
                    <button
                        type="button"
                        class="button small"
                        disabled=move || !alive.get()
                        aria-describedby=described
                        on:click=move |_| desk.settling.set(Some(stored.get_value()))
                    >
                        {t!(i18n, decision.settle)}
                    </button>
                })}
                {decided.orders.then(|| view! {
                    <button
                        type="button"
                        class="button small"
                        disabled=move || !alive.get() || desk.make.pending().get()
                        aria-label=move || format!("{}: {text}", t_string!(i18n, decision.make_order))
                        on:click=move |_| { desk.make.dispatch(id); }
                    >
                        {t!(i18n, decision.make_order)}
                    </button>
                })}
                {decided.order.map(|order| view! {
                    <a class="button small" href=format!("/orders/{order}")>{t!(i18n, decision.open_order)}</a>
                })}
            </p>
        </article>
    }
}
