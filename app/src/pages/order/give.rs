//! Giving an order: its number and its day, and from then on it stays as it is.

use domain::decision::Order;
use leptos::{prelude::*, task::spawn_local};

use crate::{
    Failure,
    alive::use_alive,
    api::decision::give_order,
    components::form::{FailureNotice, Field},
    i18n::{t, t_string, use_i18n},
};

#[component]
pub(super) fn Give(
    order: Order,
    dirty: RwSignal<bool>,
    given: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let i18n = use_i18n();
    let alive = use_alive();
    let (id, version) = (order.id, order.version);
    let (failure, busy) = (RwSignal::new(None::<Failure>), RwSignal::new(false));
    let give = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() || dirty.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        let (number, day) = (typed("number"), typed("day"));
        spawn_local(async move {
            let done = give_order(id, version, number, day).await;
            busy.try_set(false);
            match done {
                Ok(()) => given(),
                Err(why) => drop(failure.try_set(Some(why))),
            }
        });
    };
    view! {
        <form class="stack card order-form no-print" aria-labelledby="order-give" novalidate=true on:submit=give>
            <h2 id="order-give">{t!(i18n, decision.order_give)}</h2>
            <p class="muted small">{t!(i18n, decision.order_give_hint)}</p>
            <FailureNotice failure=failure.into() fields=&["number", "day"] />
            <div class="order-fields">
                <Field name="number" label=Signal::derive(move || t_string!(i18n, decision.order_number).to_owned()) failure=failure.into() />
                <Field name="day" kind="date" label=Signal::derive(move || t_string!(i18n, decision.order_day).to_owned()) failure=failure.into() />
            </div>
            <div class="row">
                <button type="submit" class="button" disabled=move || !alive.get() || dirty.get() aria-busy=move || busy.get().then_some("true")>
                    {t!(i18n, decision.order_do_give)}
                </button>
            </div>
        </form>
    }
}

/// What stands in a field.
fn typed(id: &str) -> String {
    use leptos::{wasm_bindgen::JsCast as _, web_sys::HtmlInputElement};

    let field = document().get_element_by_id(id).and_then(|field| field.dyn_into::<HtmlInputElement>().ok());
    field.map(|field| field.value()).unwrap_or_default()
}
