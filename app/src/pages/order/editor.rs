//! The words of an order's draft.

use domain::decision::{
    Order,
    order::{LONGEST_TEXT, LONGEST_TITLE},
};
use leptos::{html, prelude::*, task::spawn_local};

use crate::{
    Failure,
    alive::use_alive,
    api::decision::save_order,
    components::form::{FailureNotice, problem_with},
    i18n::{t, t_string, use_i18n},
    words,
};

#[component]
pub(super) fn Editor(
    order: Order,
    dirty: RwSignal<bool>,
    saved: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let i18n = use_i18n();
    let alive = use_alive();
    let (id, version) = (order.id, order.version);
    let (title, text) = (RwSignal::new(order.title.clone()), RwSignal::new(order.text.clone()));
    let (failure, busy) = (RwSignal::new(None::<Failure>), RwSignal::new(false));
    let was = StoredValue::new((order.title, order.text));
    Effect::new(move || {
        dirty.set(was.with_value(|(was_title, was_text)| {
            title.with(|title| title != was_title) || text.with(|text| text != was_text)
        }));
    });
    let (title_field, text_field) = (NodeRef::<html::Input>::new(), NodeRef::<html::Textarea>::new());
    let problem = move |name: &'static str| failure.with(|failure| problem_with(failure.as_ref(), name));
    Effect::new(move || {
        if let (Some(_), Some(field)) = (problem("title"), title_field.get()) {
            let _ = field.focus();
        }
        if let (Some(_), Some(field)) = (problem("text"), text_field.get()) {
            let _ = field.focus();
        }
    });
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            let done = save_order(id, version, title.get_untracked(), text.get_untracked()).await;
            busy.try_set(false);
            match done {
                Ok(()) => saved(),
                Err(why) => drop(failure.try_set(Some(why))),
            }
        });
    };
    let error = move |name: &'static str, id: &'static str| {
        problem(name).map(|problem| {
            view! { <p class="error" id=id>{words::problem(i18n.get_locale(), problem)}</p> }
        })
    };
    view! {
        <form class="stack card order-form no-print" aria-label=move || t_string!(i18n, decision.order_words) on:submit=save>
            <FailureNotice failure=failure.into() fields=&["title", "text"] />
            <div class="field">
                <label for="order-title">{t!(i18n, decision.order_title)}</label>
                <input
                    id="order-title"
                    type="text"
                    maxlength=LONGEST_TITLE.to_string()
                    autocomplete="off"
                    aria-required="true"
                    node_ref=title_field
                    aria-invalid=move || problem("title").is_some().then_some("true")
                    aria-describedby=move || problem("title").is_some().then_some("order-title-error")
                    value=title.get_untracked()
                    prop:value=title
                    on:input=move |event| title.set(event_target_value(&event))
                />
                {move || error("title", "order-title-error")}
            </div>
            <div class="field">
                <label for="order-text">{t!(i18n, decision.order_text)}</label>
                <textarea
                    id="order-text"
                    rows="12"
                    maxlength=LONGEST_TEXT.to_string()
                    aria-required="true"
                    node_ref=text_field
                    aria-invalid=move || problem("text").is_some().then_some("true")
                    aria-describedby=move || problem("text").is_some().then_some("order-text-error")
                    prop:value=text
                    on:input=move |event| text.set(event_target_value(&event))
                ></textarea>
                {move || error("text", "order-text-error")}
            </div>
            <div class="row">
                <button type="submit" class="button primary" disabled=move || !alive.get() || !dirty.get() aria-busy=move || busy.get().then_some("true")>
                    {t!(i18n, decision.save)}
                </button>
                <p role="status" class="muted small">{move || (alive.get() && !dirty.get()).then(|| t_string!(i18n, decision.saved))}</p>
            </div>
        </form>
    }
}
