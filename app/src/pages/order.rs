//! An order of the head that was made of a decision: written on as a draft, given, printed.

mod editor;
mod give;

use domain::{
    OrderId, Permission,
    decision::{Order, OrderState},
    view::Delta,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_params_map;

use crate::{
    Failure,
    alive::use_alive,
    api::decision::read_order,
    components::{form::FailureNotice, guard::Guard, title::Title},
    i18n::{Locale, t, t_string, use_i18n},
    language,
    live::use_live_from_the_start,
    words,
};

use editor::Editor;
use give::Give;

/// The page.
#[component]
pub fn OrderPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Title text=move || t_string!(i18n, decision.order) />
        <Guard permission=Permission::KeepOrders page=|_| view! { <OneOrder /> }.into_any() />
    }
}

#[component]
fn OneOrder() -> impl IntoView {
    let i18n = use_i18n();
    let params = use_params_map();
    let which = Memo::new(move |_| params.with(|params| params.get("order").unwrap_or_default()));
    let found = Resource::new_blocking(move || which.get(), open);
    view! {
        <div class="page stack order">
            <p class="no-print decisions-back"><a href="/decisions?show=orders">"‹ " {t!(i18n, decision.show_orders)}</a></p>
            <Transition fallback=move || view! { <p class="muted" role="status">{t!(i18n, common.loading)}</p> }>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(order) => view! { <Opened order look=move || found.refetch() /> }.into_any(),
                        Err(failure) => view! {
                            <h1>{t!(i18n, decision.order)}</h1>
                            <FailureNotice failure=Signal::stored(Some::<Failure>(failure)) />
                        }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

async fn open(which: String) -> Result<Order, Failure> {
    let id: OrderId = which.parse().map_err(|_| domain::Refusal::NotFound)?;
    read_order(id).await
}

#[component]
fn Opened(order: Order, look: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    let i18n = use_i18n();
    let alive = use_alive();
    let draft = order.state == OrderState::Draft;
    let newer = watch_for_newer(order.id, order.version);
    // What has been written and not been saved is not given.
    let dirty = RwSignal::new(false);
    let (body, number, day) = (order.body, order.minutes, order.meeting_day);
    let ground = move || {
        let locale = i18n.get_locale();
        let (body, day) = (words::body_short(locale, body), language::of(locale).long_date(day));
        t_string!(i18n, decision.order_ground, body = body, number = number, day = day).to_string()
    };
    let print = move |_| {
        #[cfg(feature = "hydrate")]
        let _ = window().print();
    };
    let edited = order.clone();
    let given = order.clone();
    view! {
        <div class="page-head no-print">
            <h1>{move || if draft { t_string!(i18n, decision.order_draft) } else { t_string!(i18n, decision.order) }}</h1>
            <button type="button" class="button small" disabled=move || !alive.get() || dirty.get() on:click=print>
                {t!(i18n, common.print)}
            </button>
        </div>
        <p class="muted no-print">{ground}</p>
        {move || newer.get().then(|| view! {
            <div class="notice warn no-print" role="status">
                <p>{t!(i18n, decision.order_newer)}</p>
                <p><button type="button" class="button small" on:click=move |_| look()>{t!(i18n, decision.order_load)}</button></p>
            </div>
        })}
        {draft.then(move || view! {
            <Editor order=edited dirty saved=look />
            <Give order=given dirty given=look />
        })}
        <section class="stack tight" aria-label=move || t_string!(i18n, decision.order_paper)>
            <h2 class="no-print">{t!(i18n, decision.order_paper)}</h2>
            {paper(&order)}
        </section>
    }
}

/// Says when somebody else has written on it: what is typed here stays until its writer has looked.
fn watch_for_newer(id: OrderId, version: i64) -> RwSignal<bool> {
    let newer = RwSignal::new(false);
    let ask = move || {
        spawn_local(async move {
            if let Ok(there) = read_order(id).await {
                newer.try_set(there.version > version);
            }
        });
    };
    use_live_from_the_start(
        move |delta| {
            if matches!(delta, Delta::Meeting { .. } | Delta::Reload { .. }) {
                ask();
            }
        },
        ask,
    );
    newer
}

/// The order as it is on paper, in its own language.
fn paper(order: &Order) -> AnyView {
    let (lang, locale) = match order.lang {
        domain::Lang::Kk => ("kk", Locale::kk),
        domain::Lang::Ru => ("ru", Locale::ru),
    };
    let word = crate::i18n::td_string!(locale, decision.order_word);
    let head = crate::i18n::td_string!(locale, decision.order_head);
    let (number, day) = match order.day {
        Some(day) => (order.number.clone(), order.lang.long_date(day)),
        None => ("______".to_owned(), "____________".to_owned()),
    };
    view! {
        <article class="order-paper" lang=lang data-test="order-paper">
            <p class="order-organisation">{order.organisation.clone()}</p>
            <p class="order-word">{word}</p>
            <p class="order-number"><span>{day}</span> <span>"№ " {number}</span></p>
            <p class="order-title">{order.title.clone()}</p>
            <div class="order-text">{order.text.clone()}</div>
            <p class="order-hand"><span>{head}</span> <span>"______________"</span> <span>{order.head.signature()}</span></p>
        </article>
    }
    .into_any()
}
