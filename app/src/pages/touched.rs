//! The sessions that an absence touches: what is done about each, chosen one by one or for all, and done at once.

mod card;

use domain::{
    AbsenceId, Permission,
    absence::{Choice, Remedy, Touched},
    view::Me,
};
use leptos::{html, prelude::*, task::spawn_local};
use leptos_router::hooks::use_params_map;

use crate::{
    Failure,
    alive::use_alive,
    api::absence::{sessions_touched, settle},
    components::{form::FailureNotice, guard::Guard, title::Title},
    i18n::{t, t_string, td_string, use_i18n},
    words,
};

use card::{Card, SessionCard};

/// The page.
#[component]
pub fn TouchedPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Title text=move || t_string!(i18n, absence.touched_title) />
        <Guard permission=Permission::SeeCalendar page=|me| view! { <Page me /> }.into_any() />
    }
}

#[component]
fn Page(me: Me) -> impl IntoView {
    let i18n = use_i18n();
    let params = use_params_map();
    let asked = params.with_untracked(|params| params.get("absence").and_then(|id| id.parse::<AbsenceId>().ok()));
    let plans = me.actor.may(Permission::PlanOwn);
    let first = OnceResource::new_blocking(async move {
        match asked {
            Some(id) => sessions_touched(id).await,
            None => Err(Failure::Refused(domain::Refusal::NotFound)),
        }
    });
    view! {
        <div class="page stack touched-page">
            <Suspense fallback=|| view! { <div class="skeleton touched-wait" aria-hidden="true"></div> }>
                {move || Suspend::new(async move {
                    match first.await {
                        Ok(touched) => view! { <Sessions touched plans /> }.into_any(),
                        Err(failure) => view! {
                            <h1>{t!(i18n, absence.touched_title)}</h1>
                            <FailureNotice failure=Signal::stored(Some(failure)) />
                        }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
}

/// What can be chosen for all at once.
#[derive(Clone, Copy, PartialEq, Eq)]
enum All {
    Hand,
    Move,
    Cancel,
    Leave,
}

impl All {
    const ALL: [Self; 4] = [Self::Hand, Self::Move, Self::Cancel, Self::Leave];

    fn code(self) -> &'static str {
        match self {
            Self::Hand => "hand",
            Self::Move => "move",
            Self::Cancel => "cancel",
            Self::Leave => "leave",
        }
    }

    fn takes(self, remedy: Remedy) -> bool {
        match self {
            Self::Hand => matches!(remedy, Remedy::HandOver { .. } | Remedy::Without),
            Self::Move => matches!(remedy, Remedy::Move { .. }),
            Self::Cancel => remedy == Remedy::Cancel,
            Self::Leave => false,
        }
    }
}

#[component]
fn Sessions(touched: Touched, plans: bool) -> impl IntoView {
    let i18n = use_i18n();
    let alive = use_alive();
    let absence = touched.absence;
    let names = std::sync::Arc::new(touched.names.clone());
    let name = names.staff.get(&absence.person).map(|staff| staff.name.plain()).unwrap_or_default();
    let cards: Vec<Card> = Card::of(&touched, plans);
    let empty = cards.is_empty();
    let all = StoredValue::new(cards.clone());
    let (sending, failure, summary) =
        (RwSignal::new(false), RwSignal::new(None::<Failure>), RwSignal::new(None::<(usize, usize)>));
    let told = NodeRef::<html::P>::new();
    let chosen =
        Memo::new(move |_| all.with_value(|cards| cards.iter().filter(|card| card.choice().is_some()).count()));
    let choose_all = move |what: All| {
        untrack(|| {
            all.with_value(|cards| {
                for card in cards.iter().filter(|card| !card.is_done()) {
                    card.choose(|remedy| what.takes(remedy), what == All::Leave);
                }
            });
        });
    };
    let run = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let choices: Vec<Choice> = untrack(|| all.with_value(|cards| cards.iter().filter_map(Card::choice).collect()));
        if choices.is_empty() || sending.get_untracked() {
            return;
        }
        sending.set(true);
        failure.set(None);
        let reason = td_string!(i18n.get_locale_untracked(), absence.reason).to_owned();
        spawn_local(async move {
            match settle(absence.id, choices, reason).await {
                Ok(settled) => {
                    let done = settled.iter().filter(|(_, came)| came.is_ok()).count();
                    let refused = settled.len() - done;
                    // What is possible now for those that were refused: something has changed meanwhile.
                    let fresh = if refused > 0 { sessions_touched(absence.id).await.ok() } else { None };
                    all.try_with_value(|cards| {
                        for card in cards {
                            untrack(|| card.take(&settled, fresh.as_ref()));
                        }
                    });
                    summary.try_set(Some((done, refused)));
                    if let Some(told) = told.get_untracked() {
                        request_animation_frame(move || {
                            let _ = told.focus();
                        });
                    }
                }
                Err(why) => drop(failure.try_set(Some(why))),
            }
            sending.try_set(false);
        });
    };
    let buttons = All::ALL.map(|what| {
        view! {
            <button type="button" class="button small" data-all=what.code() disabled=move || !alive.get() on:click=move |_| choose_all(what)>
                {move || match what {
                    All::Hand => t_string!(i18n, absence.all_hand),
                    All::Move => t_string!(i18n, absence.all_move),
                    All::Cancel => t_string!(i18n, absence.all_cancel),
                    All::Leave => t_string!(i18n, absence.all_leave),
                }}
            </button>
        }
    });
    let calendar = format!("/calendar?view=week&by=staff&day={}&staff={}", absence.span.from, absence.person);
    view! {
        <header class="stack tight">
            <a class="link" href=format!("/staff-hours?who={}", absence.person)>"‹ " {t!(i18n, absence.touched_back)}</a>
            <h1>{t!(i18n, absence.touched_title)}</h1>
            <p class="lead">
                {name} " · " {move || words::absence::when(i18n.get_locale(), &absence.span)}
                {absence.why.map(|why| view! { " " <span class="chip">{move || words::absence::why(i18n.get_locale(), why)}</span> })}
            </p>
        </header>
        {if empty {
            view! {
                <div class="empty">
                    <p>{t!(i18n, absence.touched_none)}</p>
                    <a class="button" href=calendar>{t!(i18n, absence.touched_calendar)}</a>
                </div>
            }.into_any()
        } else {
            view! {
                <p class="muted">
                    {t!(i18n, absence.touched_told)} " "
                    {(!plans).then_some(t!(i18n, absence.touched_read))}
                </p>
                <form class="stack" on:submit=run>
                    {plans.then(|| view! {
                        <div class="row touched-all" role="group" aria-label=move || t_string!(i18n, absence.for_all)>
                            <span class="muted small" aria-hidden="true">{t!(i18n, absence.for_all)}</span>
                            {buttons.collect_view()}
                        </div>
                    })}
                    <ul class="touched-list" data-test="touched">
                        {cards.into_iter().map(|card| view! { <SessionCard card away=absence.person names=names.clone() plans /> }).collect_view()}
                    </ul>
                    <FailureNotice failure=failure.into() />
                    <div class="touched-foot">
                        <p
                            class="notice"
                            class:ok=move || summary.get().is_some_and(|(_, refused)| refused == 0)
                            class:warn=move || summary.get().is_some_and(|(_, refused)| refused > 0)
                            role="status"
                            tabindex="-1"
                            node_ref=told
                            data-test="touched-summary"
                            hidden=move || summary.get().is_none()
                        >
                            {move || summary.get().map(|(done, refused)| t_string!(i18n, absence.summary, done = done, refused = refused).to_string())}
                        </p>
                        {plans.then(|| view! {
                            <button
                                type="submit"
                                class="button primary"
                                disabled=move || !alive.get()
                                aria-disabled=move || (chosen.get() == 0 || sending.get()).then_some("true")
                            >
                                {move || match (sending.get(), chosen.get()) {
                                    (true, _) => t_string!(i18n, absence.doing).to_owned(),
                                    (_, 0) => t_string!(i18n, absence.do_nothing).to_owned(),
                                    (_, n) => t_string!(i18n, absence.do_it, n = n).to_string(),
                                }}
                            </button>
                        })}
                        <a class="button quiet" href=calendar>{t!(i18n, absence.touched_calendar)}</a>
                    </div>
                </form>
            }.into_any()
        }}
    }
}
