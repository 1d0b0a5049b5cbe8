//! Additions (Толықтыру) beside locked minutes: read, written, sent.

use domain::{
    Lang,
    body::composition::ChairTitle,
    minutes::{Act, State, view::AdditionView},
};
use leptos::{ev::SubmitEvent, html, prelude::*};

use super::{
    desk::{Desk, News},
    official,
};
use crate::{
    Failure,
    alive::use_alive,
    api::minutes::write_addition,
    components::form::{FailureNotice, problem_with},
    i18n::{Locale, t, t_string, td_string, use_i18n},
    words,
};

/// All additions, and where the next is written.
#[component]
pub(super) fn Additions(desk: Desk, lang: RwSignal<Lang>) -> impl IntoView {
    let i18n = use_i18n();
    let additions = Memo::new(move |_| desk.view.with(|view| view.additions.clone()));
    let chair = Memo::new(move |_| desk.view.with(|view| view.chair_title));
    // The one that is a draft is written on; without one another may be begun.
    let writes = Memo::new(move |_| {
        desk.view.with(|view| {
            let draft = view.additions.iter().any(|one| one.acts.contains(&Act::Send));
            view.adds || draft
        })
    });
    view! {
        <section class="stack" aria-labelledby="minutes-additions-title" data-additions="true">
            <h3 id="minutes-additions-title" class="no-print">{t!(i18n, minutes.additions)}</h3>
            {move || {
                let locale = i18n.get_locale();
                let shown = additions.get();
                if shown.is_empty() {
                    return view! { <p class="muted no-print">{td_string!(locale, minutes.no_additions)}</p> }.into_any();
                }
                shown.iter().map(|one| card(desk, locale, lang.get(), chair.get(), one)).collect_view().into_any()
            }}
            {move || writes.get().then(|| view! { <Write desk /> })}
        </section>
    }
}

fn card(desk: Desk, locale: Locale, lang: Lang, chair: ChairTitle, one: &AdditionView) -> AnyView {
    let no = one.no;
    let text = if lang == Lang::Kk { &one.kk } else { &one.ru };
    let text = if text.is_empty() {
        view! { <p class="minutes-addition-text">{one.text.clone()}</p> }.into_any()
    } else {
        official(text, lang, &one.signatures, true)
    };
    let acts = one.acts.iter().copied().filter(|act| matches!(act, Act::Send | Act::TakeBack)).map(|act| {
        view! {
            <button
                type="button"
                class="button"
                class:primary=act == Act::Send
                aria-disabled=move || desk.busy.get().then_some("true")
                data-action=format!("addition-{}", act.code())
                on:click=move |_| desk.act(no, act)
            >
                {words::minutes::act(locale, act)}
            </button>
        }
    });
    view! {
        <section class="stack tight" data-addition=no data-state=one.state.code()>
            <h4 class="no-print">
                {td_string!(locale, minutes.addition, no = no).to_string()}" "
                <span class="chip" class:ok=one.state == State::Locked>{words::minutes::state(locale, one.state, chair)}</span>
            </h4>
            {text}
            <div class="row no-print">{acts.collect_view()}</div>
        </section>
    }
    .into_any()
}

/// Writes the next addition, or on the one that is a draft.
#[component]
fn Write(desk: Desk) -> impl IntoView {
    let (i18n, alive) = (use_i18n(), use_alive());
    let draft = desk.view.with_untracked(|view| {
        let draft = view.additions.iter().rfind(|one| one.state == State::Draft);
        draft.map(|one| one.text.clone()).unwrap_or_default()
    });
    let text = RwSignal::new(draft);
    let failure = RwSignal::new(None::<Failure>);
    let pending = RwSignal::new(false);
    let area = NodeRef::<html::Textarea>::new();
    let problem = Memo::new(move |_| failure.with(|failure| problem_with(failure.as_ref(), "addition")));
    Effect::new(move || {
        if let (Some(_), Some(area)) = (problem.get(), area.get()) {
            let _ = area.focus();
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if pending.get_untracked() {
            return;
        }
        pending.set(true);
        failure.set(None);
        let written = text.get_untracked();
        leptos::task::spawn_local(async move {
            match write_addition(desk.meeting, written).await {
                Ok(_) => desk.did(News::Written).await,
                Err(why) => drop(failure.try_set(Some(why))),
            }
            let _ = pending.try_set(false);
        });
    };
    view! {
        <form class="stack tight no-print" on:submit=submit data-write-addition="true">
            <h4>{t!(i18n, minutes.addition_write)}</h4>
            <div class="field">
                <label for="addition">{t!(i18n, minutes.addition_text)}</label>
                <p class="hint" id="addition-hint">{t!(i18n, minutes.addition_hint)}</p>
                <textarea
                    id="addition"
                    rows="6"
                    node_ref=area
                    aria-describedby=move || if problem.get().is_some() { "addition-hint addition-error" } else { "addition-hint" }
                    aria-invalid=move || problem.get().is_some().then_some("true")
                    disabled=move || !alive.get()
                    prop:value=move || text.get()
                    on:input=move |event| text.set(event_target_value(&event))
                ></textarea>
                {move || problem.get().map(|problem| view! {
                    <p class="error" id="addition-error">{words::problem(i18n.get_locale(), problem)}</p>
                })}
            </div>
            <FailureNotice failure=failure.into() fields=&["addition"] />
            <div class="row">
                <button type="submit" class="button" aria-disabled=move || pending.get().then_some("true")>
                    {move || {
                        if pending.get() { t_string!(i18n, minutes.addition_saving) } else { t_string!(i18n, minutes.addition_save) }
                    }}
                </button>
            </div>
        </form>
    }
}
