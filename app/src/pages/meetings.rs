//! The meetings of a school year, body by body: what is due, what is called, and where the minutes stand.

use chrono::Datelike;
use domain::{
    Body, Permission,
    meeting::{
        SchoolYear, State,
        view::{BodyYear, Listed, YearView},
        year::Count,
    },
    minutes,
    time::clock,
    view::{Delta, Me},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::{
    api::meeting::meetings_of_year,
    components::{booking::door, guard::Guard, title::Title},
    i18n::{Locale, t, t_string, td_string, use_i18n},
    language,
    live::use_live_from_the_start,
    words,
};

/// The page.
#[component]
pub fn MeetingsPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Title text=move || t_string!(i18n, meeting.nav) />
        <Guard permission=Permission::SeeMeetings page=|me| view! { <Meetings me /> }.into_any() />
    }
}

#[component]
fn Meetings(me: Me) -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        let year = query.with(|query| query.get_str("year").and_then(|text| text.parse::<i32>().ok()));
        year.filter(|year| (2000..2200).contains(year)).map(SchoolYear)
    });
    let year = Resource::new_blocking(move || asked.get(), meetings_of_year);
    let on = move |delta| {
        if matches!(delta, Delta::Meeting { .. } | Delta::Reload { .. }) {
            year.refetch();
        }
    };
    use_live_from_the_start(on, move || year.refetch());
    let here = door::here();
    let keeps = me.actor.may(Permission::KeepBodies);
    view! {
        <div class="page stack meetings">
            <Transition fallback=|| view! { <div class="skeleton meetings-wait" aria-hidden="true"></div> }>
                {move || {
                    let (locale, here) = (i18n.get_locale(), here.clone());
                    Suspend::new(async move {
                        match year.await {
                            Ok(year) => whole(locale, &year, keeps),
                            Err(failure) => view! {
                                <h1>{t!(i18n, meeting.nav)}</h1>
                                {door::closed(locale, &failure, &here)}
                            }.into_any(),
                        }
                    })
                }}
            </Transition>
        </div>
    }
}

fn whole(locale: Locale, view: &YearView, keeps: bool) -> AnyView {
    let years = |year: i32| SchoolYear(year).years();
    let href = |year: i32| format!("/meetings?year={year}");
    let this = view.year.0;
    view! {
        <div class="page-head">
            <h1>{td_string!(locale, meeting.nav)} " " <span class="figures meetings-year">{view.year.years()}</span></h1>
            <div class="row">
                {keeps.then(|| view! { <a class="button small" href="/bodies">{td_string!(locale, meeting.bodies)}</a> })}
                <nav class="row" aria-label=td_string!(locale, meeting.years)>
                    <a class="button small figures" href=href(this - 1) aria-label=td_string!(locale, meeting.year_before, years = years(this - 1)).to_string()>
                        <span aria-hidden="true">"‹ "</span> {years(this - 1)}
                    </a>
                    <a class="button small figures" href=href(this + 1) aria-label=td_string!(locale, meeting.year_after, years = years(this + 1)).to_string()>
                        {years(this + 1)} <span aria-hidden="true">" ›"</span>
                    </a>
                </nav>
            </div>
        </div>
        {if view.bodies.is_empty() {
            view! {
                <div class="empty">
                    <h2>{td_string!(locale, meeting.no_bodies)}</h2>
                    <p>{td_string!(locale, meeting.no_bodies_text)}</p>
                </div>
            }.into_any()
        } else {
            view.bodies.iter().map(|body| body_year(locale, view, body)).collect_view().into_any()
        }}
    }
    .into_any()
}

fn body_year(locale: Locale, view: &YearView, year: &BodyYear) -> AnyView {
    let code = year.body.code();
    let id = format!("body-{code}");
    let over = SchoolYear::of(view.today) > view.year;
    view! {
        <section class="meetings-body stack tight" aria-labelledby=id.clone() data-body=code>
            <div class="row between">
                <h2 id=id.clone()>{words::body(locale, year.body)}</h2>
                {(year.calls && !over).then(|| view! {
                    <a class="button primary small" href=format!("/meetings/call?body={code}") aria-describedby=id.clone()>
                        {td_string!(locale, meeting.call)}
                    </a>
                })}
            </div>
            {counter(locale, year.body, year.count)}
            {if year.meetings.is_empty() {
                view! { <p class="empty meetings-none">{td_string!(locale, meeting.none)}</p> }.into_any()
            } else {
                let lines = year.meetings.iter().map(|listed| view! { <li>{line(locale, listed)}</li> });
                view! { <ul class="card meetings-list">{lines.collect_view()}</ul> }.into_any()
            }}
        </section>
    }
    .into_any()
}

/// How many planned meetings there are against what is due. That too few are called is said in words.
fn counter(locale: Locale, body: Body, count: Count) -> AnyView {
    let there = count.held + count.called;
    let Some(due) = count.due else {
        return view! { <p class="muted" data-count>{td_string!(locale, meeting.count_own, n = there).to_string()}</p> }
            .into_any();
    };
    let missing = count.missing();
    let why = match body {
        Body::Trustees => td_string!(locale, meeting.due_trustees, due = due).to_string(),
        _ => td_string!(locale, meeting.due_apqo, due = due).to_string(),
    };
    view! {
        <div class="meetings-count" data-count>
            <p>
                <span class="chip figures" class:ok={missing == 0} class:warn={missing > 0}>
                    {td_string!(locale, meeting.count, there = there, due = due).to_string()}
                </span>
                " "
                <span class="muted small">{td_string!(locale, meeting.count_parts, held = count.held, called = count.called).to_string()}</span>
            </p>
            {(missing > 0).then(|| view! {
                <p class="small">
                    <strong>{td_string!(locale, meeting.missing, n = missing).to_string()}</strong> " " {why}
                </p>
            })}
        </div>
    }
    .into_any()
}

fn line(locale: Locale, listed: &Listed) -> AnyView {
    let lang = language::of(locale);
    let off = listed.state == State::Cancelled;
    view! {
        <article class="meetings-line" class:off=off data-meeting=listed.id.to_string() data-state=listed.state.code()>
            <time class="meetings-day" datetime=listed.day.to_string() aria-hidden="true">
                <b>{listed.day.day()}</b>
                <span>{lang.month_short(listed.day)}</span>
            </time>
            <div>
                <h3><a href=format!("/meetings/{}", listed.id)>{words::meeting::title(locale, listed.number, listed.planned)}</a></h3>
                <p class="figures">
                    <span class="visually-hidden">{lang.long_date_weekday(listed.day)} ", "</span>
                    <span aria-hidden="true">{lang.weekday(listed.day)} ", "</span>
                    {format!("{}–{}", clock(listed.start), clock(listed.end))}
                    {(!listed.place.is_empty()).then(|| format!(" · {}", listed.place))}
                </p>
            </div>
            <p class="meetings-chips">
                <span class=chip(listed.state)>{words::meeting::state(locale, listed.state)}</span>
                {listed.minutes.map(|state| view! {
                    <span class=minutes_chip(state)>{words::meeting::minutes_state(locale, state)}</span>
                })}
            </p>
        </article>
    }
    .into_any()
}

/// The colour of a meeting's state; its words say it, too.
pub fn chip(state: State) -> &'static str {
    match state {
        State::Called => "chip sky",
        State::Held => "chip ok",
        State::Cancelled => "chip",
    }
}

/// The same for its minutes.
pub fn minutes_chip(state: minutes::State) -> &'static str {
    match state {
        minutes::State::Draft | minutes::State::Sent | minutes::State::ChairSigned => "chip warn",
        minutes::State::Locked => "chip ok",
    }
}
