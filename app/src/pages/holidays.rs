//! Days off: the year's list, a form for one more, and calendar files.

mod import;

use chrono::Datelike;
use domain::{Permission, holiday::DayOff};
use leptos::{html, prelude::*};
use leptos_router::hooks::use_query_map;

use crate::{
    Failure,
    api::holiday::{AddDaysOff, DaysOff, RemoveDayOff, list_days_off},
    components::{
        form::{FailureNotice, Field, failure_of, typed},
        guard::Guard,
        title::Title,
    },
    i18n::{Locale, t, t_string, use_i18n},
    language,
};

use import::ImportFile;

/// The days off, for those who keep them.
#[component]
pub fn HolidaysPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Title text=move || t_string!(i18n, holiday.title) />
        <Guard permission=Permission::KeepHolidays page=|_| view! { <Holidays /> }.into_any() />
    }
}

#[component]
fn Holidays() -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let year = Memo::new(move |_| query.with(|query| query.get_str("year").and_then(|text| text.parse::<i32>().ok())));
    let (add, remove) = (ServerAction::<AddDaysOff>::new(), ServerAction::<RemoveDayOff>::new());
    let imported = RwSignal::new(None::<usize>);
    let imports = RwSignal::new(0);
    let asked = move || (year.get(), add.version().get(), remove.version().get(), imports.get());
    let listed = Resource::new_blocking(asked, |(year, ..)| list_days_off(year));
    let failed = failure_of(*remove);

    // What was done last. Without scripts the answer is this page again, with a word in its address.
    let said = RwSignal::new(None::<Done>);
    let status = NodeRef::<html::Div>::new();
    let say = move |done: Done| {
        said.set(Some(done));
        // The button that was pressed may be gone: who pressed it is led to what came of it.
        if let Some(status) = status.get_untracked() {
            let _ = status.focus();
        }
    };
    Effect::watch(
        move || add.value().get(),
        move |value, _, _| {
            if let Some(Ok(days)) = value {
                say(Done::Added(*days));
            }
        },
        false,
    );
    Effect::watch(
        move || remove.value().get(),
        move |value, _, _| {
            if let Some(Ok(())) = value {
                say(Done::Removed);
            }
        },
        false,
    );
    Effect::watch(
        move || imported.get(),
        move |days, _, _| {
            if let Some(days) = days {
                say(Done::Imported(*days));
            }
        },
        false,
    );
    let from_address = query.with_untracked(|query| match query.get_str("done") {
        Some("added") => Some(Done::Added(0)),
        Some("removed") => Some(Done::Removed),
        _ => None,
    });
    let words = move || said.get().or(from_address).map(|done| done.words(i18n.get_locale()));
    view! {
        <div class="page holidays">
            <Transition>
                {move || Suspend::new(async move {
                    match listed.await {
                        Ok(listed) => view! { <Head year=listed.year /> }.into_any(),
                        Err(failure) => view! {
                            <h1>{t!(i18n, holiday.title)}</h1>
                            <FailureNotice failure=Signal::stored(Some::<Failure>(failure)) />
                        }.into_any(),
                    }
                })}
            </Transition>
            <p class="muted">{t!(i18n, holiday.lead)}</p>
            <div role="status" tabindex="-1" node_ref=status class="holidays-said">
                {move || words().map(|words| view! { <p class="notice ok">{words}</p> })}
            </div>
            <FailureNotice failure=failed />
            <div class="holidays-parts">
                <Transition>
                    {move || Suspend::new(async move {
                        listed.await.ok().map(|listed| view! { <List listed remove /> })
                    })}
                </Transition>
                <div class="stack loose">
                    <AddForm add />
                    <ImportFile saved=move |days| {
                        imported.set(Some(days));
                        imports.update(|n| *n += 1);
                    } />
                </div>
            </div>
        </div>
    }
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Done {
    /// So many days; 0 where it is not known any more.
    Added(usize),
    Removed,
    Imported(usize),
}

impl Done {
    fn words(self, locale: Locale) -> String {
        use crate::i18n::td_string;

        match self {
            Self::Added(0) => td_string!(locale, holiday.added_some).to_owned(),
            Self::Added(n) => td_string!(locale, holiday.added, n = n).to_string(),
            Self::Removed => td_string!(locale, holiday.removed).to_owned(),
            Self::Imported(n) => td_string!(locale, holiday.imported, n = n).to_string(),
        }
    }
}

#[component]
fn Head(year: i32) -> impl IntoView {
    let i18n = use_i18n();
    let href = |year: i32| format!("/holidays?year={year}");
    view! {
        <div class="page-head">
            <h1>{t!(i18n, holiday.title)} " " <span class="figures">{year}</span></h1>
            <nav class="row" aria-label=move || t_string!(i18n, holiday.years)>
                <a class="button small" href=href(year - 1) aria-label=move || t_string!(i18n, holiday.year_before)>
                    <span aria-hidden="true">"‹ "</span> {year - 1}
                </a>
                <a class="button small" href=href(year + 1) aria-label=move || t_string!(i18n, holiday.year_after)>
                    {year + 1} <span aria-hidden="true">" ›"</span>
                </a>
            </nav>
        </div>
    }
}

#[component]
fn List(listed: DaysOff, remove: ServerAction<RemoveDayOff>) -> impl IntoView {
    let i18n = use_i18n();
    if listed.days.is_empty() {
        return view! { <div class="empty"><p>{t!(i18n, holiday.none)}</p></div> }.into_any();
    }
    let today = listed.today;
    let months = listed.days.chunk_by(|a, b| a.day.month() == b.day.month()).map(|month| {
        let first = month[0].day;
        let days = month.iter().cloned().map(|off| view! { <Line past={off.day < today} off remove /> }).collect_view();
        view! {
            <section class="stack tight">
                <h2 class="holidays-month">{move || domain::format::capital(language::of(i18n.get_locale()).month(first))}</h2>
                <ul class="card days-off">{days}</ul>
            </section>
        }
    });
    view! { <div class="stack" data-test="days-off">{months.collect_view()}</div> }.into_any()
}

#[component]
fn Line(off: DayOff, past: bool, remove: ServerAction<RemoveDayOff>) -> impl IntoView {
    let i18n = use_i18n();
    let DayOff { day, name, sessions } = off;
    let name = StoredValue::new(name);
    let own = move || name.with_value(|name| named(i18n.get_locale(), name));
    // In the other language, where it is another name.
    let other = move || {
        let (own, other) = match i18n.get_locale() {
            Locale::kk => name.with_value(|name| (name.kk.clone(), name.ru.clone())),
            Locale::ru => name.with_value(|name| (name.ru.clone(), name.kk.clone())),
        };
        (own != other).then_some(other)
    };
    let date = move || language::of(i18n.get_locale()).day_month_weekday(day);
    let lying = move || t_string!(i18n, holiday.lying, n = sessions).to_string();
    view! {
        <li class="day-off" class:past=past data-day=day.to_string()>
            <time datetime=day.to_string()>
                <b>{day.day()}</b>
                <span>{move || language::of(i18n.get_locale()).weekday_short(day)}</span>
            </time>
            <div>
                <p class="day-off-name">{own}</p>
                {move || other().map(|other| view! { <p class="muted small" lang=move || match i18n.get_locale() { Locale::kk => "ru", Locale::ru => "kk" }>{other}</p> })}
                {(sessions > 0).then(|| view! {
                    <a class="chip warn" href=format!("/calendar?view=day&by=day&day={day}&as=table")>{lying}</a>
                })}
            </div>
            <ActionForm action=remove>
                <input type="hidden" name="day" value=day.to_string() />
                <button
                    type="submit"
                    class="button quiet small"
                    aria-label=move || t_string!(i18n, holiday.remove_this, name = own(), day = date()).to_string()
                >
                    {t!(i18n, holiday.remove)}
                </button>
            </ActionForm>
        </li>
    }
}

fn named(locale: Locale, name: &domain::context::Holiday) -> String {
    match locale {
        Locale::kk => name.kk.clone(),
        Locale::ru => name.ru.clone(),
    }
}

#[component]
fn AddForm(add: ServerAction<AddDaysOff>) -> impl IntoView {
    let i18n = use_i18n();
    let failure = failure_of(*add);
    let form = NodeRef::<html::Form>::new();
    Effect::new(move || {
        if let (Some(Ok(_)), Some(form)) = (add.value().get(), form.get()) {
            form.reset();
        }
    });
    view! {
        <section class="stack tight" aria-labelledby="add-title">
            <h2 id="add-title">{t!(i18n, holiday.add_title)}</h2>
            <ActionForm action=add node_ref=form attr:class="card stack" attr:novalidate=true>
                <FailureNotice failure fields=&["day", "until", "kk", "ru"] />
                <div class="holidays-dates">
                    <Field name="day" kind="date" label=move || t_string!(i18n, holiday.day).to_owned() value=typed("day") failure />
                    <Field name="until" kind="date" label=move || t_string!(i18n, holiday.until).to_owned() value=typed("until") failure optional=true />
                </div>
                <Field name="kk" label=move || t_string!(i18n, holiday.name_kk).to_owned() value=typed("kk") failure />
                <Field
                    name="ru"
                    label=move || t_string!(i18n, holiday.name_ru).to_owned()
                    hint=move || t_string!(i18n, holiday.one_name_hint).to_owned()
                    value=typed("ru")
                    failure
                    optional=true
                />
                <button type="submit" class="button primary" aria-disabled=move || add.pending().get().then_some("true")>
                    {t!(i18n, holiday.add)}
                </button>
            </ActionForm>
        </section>
    }
}
