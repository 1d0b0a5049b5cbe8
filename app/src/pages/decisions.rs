//! Decisions on their way: one's own, the open ones, all; for the head, the orders that were made of them.

mod row;
mod settle;
mod show;

use domain::{
    Body, Permission,
    decision::{Decided, Order, OrderState, Register},
    view::{Delta, Me},
};
use leptos::{html, prelude::*};
use leptos_router::hooks::use_query_map;

use crate::{
    Failure,
    api::decision::{decisions, make_order, orders},
    components::{form::FailureNotice, guard::Guard, title::Title},
    i18n::{Locale, t, t_string, td_string, use_i18n},
    language,
    live::use_live_from_the_start,
    words,
};

use row::{Desk, Row};
use settle::SettleDialog;
use show::{Asked, Show};

/// The page.
#[component]
pub fn DecisionsPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Title text=move || t_string!(i18n, decision.title) />
        <Guard permission=Permission::SeeDecisions page=|me| view! { <Decisions me /> }.into_any() />
    }
}

#[component]
fn Decisions(me: Me) -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let orders_too = me.actor.may(Permission::KeepOrders);
    let reader = me.actor.person;
    let asked = Memo::new(move |_| query.with(|query| Asked::parse(|name| query.get(name), orders_too)));
    let register = Resource::new_blocking(|| (), |()| decisions());
    follow(move || register.refetch());
    let settling = RwSignal::new(None::<Decided>);
    let saved = RwSignal::new(false);
    let status = NodeRef::<html::Div>::new();
    let settled = move || {
        saved.set(true);
        register.refetch();
        // The button that was pressed may be gone: who pressed it is led to what came of it.
        if let Some(status) = status.get_untracked() {
            let _ = status.focus();
        }
    };
    let make = Action::new(move |decision: &domain::DecisionId| {
        let decision = *decision;
        let lang = language::of(i18n.get_locale_untracked());
        async move { make_order(decision, lang).await }
    });
    Effect::new(move || {
        if let Some(Ok(order)) = make.value().get() {
            let navigate = leptos_router::hooks::use_navigate();
            navigate(&format!("/orders/{order}"), leptos_router::NavigateOptions::default());
        }
    });
    let failure = Signal::derive(move || make.value().get().and_then(Result::err));
    let desk = Desk { reader, settling, make };
    view! {
        <div class="page stack decisions">
            <div class="page-head">
                <h1>{t!(i18n, decision.title)}</h1>
                <a class="button small" href="/digests">{t!(i18n, decision.to_digests)}</a>
            </div>
            <p class="muted decisions-lead">{t!(i18n, decision.lead)}</p>
            <Filters asked orders_too />
            <div role="status" tabindex="-1" node_ref=status class="decisions-said">
                {move || saved.get().then(|| view! { <p class="notice ok">{t!(i18n, decision.saved)}</p> })}
            </div>
            <FailureNotice failure />
            {move || (asked.get().show == Show::Orders).then(|| view! { <Orders /> })}
            <Transition fallback=move || view! { <p class="muted" role="status">{t!(i18n, common.loading)}</p> }>
                {move || {
                    let (locale, asked) = (i18n.get_locale(), asked.get());
                    Suspend::new(async move {
                        match register.await {
                            _ if asked.show == Show::Orders => ().into_any(),
                            Ok(register) => list(locale, asked, &register, desk),
                            Err(failure) => view! {
                                <FailureNotice failure=Signal::stored(Some::<Failure>(failure)) />
                            }.into_any(),
                        }
                    })
                }}
            </Transition>
        </div>
        {move || settling.get().map(|decided| view! {
            <SettleDialog decided closed=move || settling.set(None) settled />
        })}
    }
}

/// Takes in what others do meanwhile.
fn follow(look: impl Fn() + Copy + 'static) {
    use_live_from_the_start(
        move |delta| {
            if matches!(delta, Delta::Meeting { .. } | Delta::Reload { .. }) {
                look();
            }
        },
        look,
    );
}

#[component]
fn Filters(asked: Memo<Asked>, orders_too: bool) -> impl IntoView {
    let i18n = use_i18n();
    let tab = move |show: Show| {
        let href = move || Asked { show, ..asked.get() }.href();
        let current = move || (asked.get().show == show).then_some("page");
        view! { <a href=href aria-current=current>{move || show.words(i18n.get_locale())}</a> }
    };
    let of_body = move |body: Option<Body>| {
        let href = move || Asked { body, ..asked.get() }.href();
        let current = move || (asked.get().body == body).then_some("true");
        let name = move || match body {
            Some(body) => words::body_short(i18n.get_locale(), body),
            None => t_string!(i18n, decision.all_bodies),
        };
        view! { <a href=href aria-current=current>{name}</a> }
    };
    let tabs = Show::ALL.into_iter().filter(|show| orders_too || *show != Show::Orders).map(tab).collect_view();
    let bodies = Body::ALL.iter().copied().filter(|body| body.meets()).map(Some);
    let bodies = std::iter::once(None).chain(bodies).map(of_body).collect_view();
    view! {
        <div class="row decisions-filters">
            <nav class="segmented" aria-label=move || t_string!(i18n, decision.filters)>{tabs}</nav>
            <nav class="segmented" aria-label=move || t_string!(i18n, decision.bodies) hidden=move || asked.get().show == Show::Orders>
                {bodies}
            </nav>
        </div>
    }
}

fn list(locale: Locale, asked: Asked, register: &Register, desk: Desk) -> AnyView {
    let today = register.today;
    let shown: Vec<&Decided> = register.decisions.iter().filter(|decided| asked.has(decided, desk.reader)).collect();
    if shown.is_empty() {
        let title = match asked.show {
            Show::Mine => td_string!(locale, decision.none_mine),
            Show::Open => td_string!(locale, decision.none_open),
            Show::All | Show::Orders => td_string!(locale, decision.none_all),
        };
        return empty(title, td_string!(locale, decision.none_hint));
    }
    let row = |decided: &Decided| {
        let decided = decided.clone();
        view! { <li><Row decided today desk /></li> }
    };
    view! { <ul class="decisions-list" data-test="decisions">{shown.into_iter().map(row).collect_view()}</ul> }
        .into_any()
}

fn empty(title: &'static str, hint: &'static str) -> AnyView {
    view! {
        <div class="empty">
            <h2>{title}</h2>
            <p>{hint}</p>
        </div>
    }
    .into_any()
}

/// Orders that were made of decisions, the latest first.
#[component]
fn Orders() -> impl IntoView {
    let i18n = use_i18n();
    let all = Resource::new_blocking(|| (), |()| orders());
    view! {
        <Transition fallback=move || view! { <p class="muted" role="status">{t!(i18n, common.loading)}</p> }>
            {move || {
                let locale = i18n.get_locale();
                Suspend::new(async move {
                    match all.await {
                        Ok(orders) if orders.is_empty() => {
                            let hint = td_string!(locale, decision.none_orders_hint);
                            empty(td_string!(locale, decision.none_orders), hint)
                        }
                        Ok(orders) => {
                            let orders = orders.iter().map(|order| view! { <li>{order_card(locale, order)}</li> });
                            view! { <ul class="decisions-list">{orders.collect_view()}</ul> }.into_any()
                        }
                        Err(failure) => view! {
                            <FailureNotice failure=Signal::stored(Some::<Failure>(failure)) />
                        }.into_any(),
                    }
                })
            }}
        </Transition>
    }
}

fn order_card(locale: Locale, order: &Order) -> AnyView {
    let given = order.day.map(|day| format!("№ {}, {}", order.number, language::of(locale).long_date(day)));
    let (chip, state) = match order.state {
        OrderState::Draft => ("chip warn", td_string!(locale, decision.order_draft)),
        OrderState::Given => ("chip ok", td_string!(locale, decision.order_given)),
    };
    view! {
        <article class="card decision-card">
            <p class="decision-head">
                <span class="muted small">{words::decision::minutes(locale, order.body, order.minutes, order.meeting_day)}</span>
                <span class=chip>{state}</span>
            </p>
            <h2 class="decision-text"><a href=format!("/orders/{}", order.id)>{order.title.clone()}</a></h2>
            {given.map(|given| view! { <p class="figures">{given}</p> })}
        </article>
    }
    .into_any()
}
