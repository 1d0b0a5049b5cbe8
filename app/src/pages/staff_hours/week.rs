//! Somebody's working week: its windows, and those of them in which parents may book.

use domain::{
    Hours, Lang, PersonId,
    time::{clock, monday, parse_clock, shift},
};
use leptos::{prelude::*, task::spawn_local};

use super::Desk;
use crate::{
    Failure,
    alive::use_alive,
    api::absence::set_hours,
    components::form::FailureNotice,
    i18n::{t, t_string, td_string, use_i18n},
    language,
};

/// The days of a working week.
const WORKING_DAYS: std::ops::RangeInclusive<u8> = 1..=5;

/// A window with a number of its own: it keeps its fields whatever happens to those beside it.
type Row = (u32, Hours);

/// The name of a weekday.
fn weekday(desk: Desk, lang: Lang, day: u8) -> &'static str {
    let today = desk.all.with_untracked(|all| all.today);
    lang.weekday(shift(monday(today), i64::from(day) - 1))
}

/// What is being written.
#[derive(Clone, Copy)]
struct Writing {
    rows: RwSignal<Vec<Row>>,
    next: StoredValue<u32>,
    changed: RwSignal<bool>,
}

impl Writing {
    fn new(hours: &[Hours]) -> Self {
        let writing =
            Self { rows: RwSignal::new(Vec::new()), next: StoredValue::new(0), changed: RwSignal::new(false) };
        writing.lay(hours);
        writing
    }

    fn lay(self, hours: &[Hours]) {
        let rows = hours.iter().map(|hours| (self.number(), *hours)).collect();
        self.rows.set(rows);
        self.changed.set(false);
    }

    fn number(self) -> u32 {
        self.next.update_value(|next| *next += 1);
        self.next.get_value()
    }

    fn update(self, number: u32, change: impl FnOnce(&mut Hours)) {
        self.changed.set(true);
        self.rows.update(|rows| {
            if let Some((_, hours)) = rows.iter_mut().find(|(other, _)| *other == number) {
                change(hours);
            }
        });
    }

    fn get(self, number: u32) -> Option<Hours> {
        self.rows.with(|rows| rows.iter().find(|(other, _)| *other == number).map(|(_, hours)| *hours))
    }

    /// One more window, behind the last of the day.
    fn add(self, weekday: u8) {
        let last = self.rows.with_untracked(|rows| {
            let ends = rows.iter().filter(|(_, hours)| hours.weekday == weekday && !hours.reception);
            ends.map(|(_, hours)| hours.end).max()
        });
        let (start, end) = last.map_or((9 * 60, 13 * 60), |end| (end.min(22 * 60), (end + 60).min(23 * 60)));
        let row = (self.number(), Hours { weekday, start, end, reception: false });
        self.changed.set(true);
        self.rows.update(|rows| rows.push(row));
    }

    fn remove(self, number: u32) {
        self.changed.set(true);
        self.rows.update(|rows| rows.retain(|(other, _)| *other != number));
    }

    /// The windows of a day on every working day.
    fn copy(self, weekday: u8) {
        let pattern: Vec<Hours> = self.rows.with_untracked(|rows| {
            rows.iter().filter(|(_, hours)| hours.weekday == weekday).map(|(_, hours)| *hours).collect()
        });
        let copied: Vec<Row> = WORKING_DAYS
            .filter(|day| *day != weekday)
            .flat_map(|day| pattern.iter().map(move |hours| Hours { weekday: day, ..*hours }))
            .map(|hours| (self.number(), hours))
            .collect();
        self.changed.set(true);
        self.rows.update(|rows| {
            rows.retain(|(_, hours)| hours.weekday == weekday || !WORKING_DAYS.contains(&hours.weekday));
            rows.extend(copied);
        });
    }

    fn hours(self) -> Vec<Hours> {
        let mut hours: Vec<Hours> = self.rows.with_untracked(|rows| rows.iter().map(|(_, hours)| *hours).collect());
        hours.sort_by_key(|hours| (hours.weekday, hours.start, hours.reception));
        hours
    }
}

/// The week of one person, to read or to write.
#[component]
pub(super) fn Week(desk: Desk, person: PersonId) -> impl IntoView {
    let i18n = use_i18n();
    let alive = use_alive();
    let stored = Memo::new(move |_| desk.member(person).map(|staff| staff.hours).unwrap_or_default());
    let writing = Writing::new(&stored.get_untracked());
    // What somebody else has set takes the place of what was there, not of what one is writing.
    Effect::watch(
        move || stored.get(),
        move |hours, _, _| {
            if !writing.changed.get_untracked() {
                writing.lay(hours);
            }
        },
        false,
    );
    let (failure, wrong) = (RwSignal::new(None::<Failure>), RwSignal::new(None::<Hours>));
    let saved = RwSignal::new(false);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let hours = writing.hours();
        failure.set(None);
        saved.set(false);
        wrong.set(Hours::first_unsound(&hours).and_then(|n| hours.get(n).copied()));
        if wrong.with_untracked(Option::is_some) {
            return;
        }
        spawn_local(async move {
            match set_hours(person, hours).await {
                Ok(()) => {
                    writing.changed.try_set(false);
                    saved.try_set(true);
                    desk.refresh();
                }
                Err(refused) => drop(failure.try_set(Some(refused))),
            }
        });
    };
    let said_wrong = move || {
        wrong.get().map(|hours| {
            let locale = i18n.get_locale();
            let day = weekday(desk, language::of(locale), hours.weekday);
            let (from, to) = (clock(hours.start), clock(hours.end));
            td_string!(locale, absence.wrong_window, day = day, from = from, to = to).to_string()
        })
    };
    let days = desk.all.with_untracked(|all| {
        let held = |day: u8| stored.with_untracked(|hours| hours.iter().any(|hours| hours.weekday == day));
        let open = |day: u8| all.open.iter().any(|hours| hours.weekday == day);
        (1..=7).filter(|day| WORKING_DAYS.contains(day) || held(*day) || open(*day)).collect::<Vec<u8>>()
    });
    let keeps = desk.keeps;
    view! {
        <section class="card stack" aria-labelledby="week-title">
            <h3 id="week-title">{t!(i18n, absence.hours)}</h3>
            <form class="stack week" on:submit=save>
                {days.into_iter().map(|day| view! { <Day desk writing day /> }).collect_view()}
                <FailureNotice failure=failure.into() />
                {move || said_wrong().map(|text| view! { <p class="notice bad" role="alert">{text}</p> })}
                {if keeps {
                    view! {
                        <div class="row">
                            <button type="submit" class="button primary" disabled=move || !alive.get()>{t!(i18n, common.save)}</button>
                            <p class="muted" role="status" data-test="hours-saved">
                                {move || saved.get().then(|| t_string!(i18n, absence.hours_saved))}
                            </p>
                        </div>
                    }.into_any()
                } else {
                    view! { <p class="muted">{t!(i18n, absence.hours_read)}</p> }.into_any()
                }}
            </form>
        </section>
    }
}

#[component]
fn Day(desk: Desk, writing: Writing, day: u8) -> impl IntoView {
    let i18n = use_i18n();
    let alive = use_alive();
    let keeps = desk.keeps;
    let rows = Memo::new(move |_| {
        writing.rows.with(|rows| {
            let mut rows: Vec<Row> = rows.iter().filter(|(_, hours)| hours.weekday == day).copied().collect();
            if !keeps {
                rows.sort_by_key(|(_, hours)| (hours.start, hours.reception));
            }
            rows.into_iter().map(|(number, _)| number).collect::<Vec<_>>()
        })
    });
    let name = move || weekday(desk, language::of(i18n.get_locale()), day);
    let add_id = format!("week-add-{day}");
    view! {
        <fieldset class="week-day" data-weekday=day.to_string()>
            <legend>{move || domain::format::capital(name())}</legend>
            <div class="week-windows">
                <p class="muted" hidden=move || rows.with(|rows| !rows.is_empty())>{t!(i18n, absence.day_off)}</p>
                <For each=move || rows.get() key=|number| *number let:number>
                    {if keeps {
                        view! { <Window desk writing number day rows /> }.into_any()
                    } else {
                        view! { <p>{move || writing.get(number).map(|hours| read(i18n.get_locale(), hours))}</p> }.into_any()
                    }}
                </For>
            </div>
            {keeps.then(|| view! {
                <div class="row week-tools">
                    <button type="button" id=add_id class="button small quiet" disabled=move || !alive.get() on:click=move |_| writing.add(day)>
                        "+ " {t!(i18n, absence.add_window)}
                    </button>
                    {(day == 1).then(|| view! {
                        <button type="button" class="button small quiet" disabled=move || !alive.get() on:click=move |_| writing.copy(day)>
                            {t!(i18n, absence.copy_day)}
                        </button>
                    })}
                </div>
            })}
        </fieldset>
    }
}

fn read(locale: crate::i18n::Locale, hours: Hours) -> String {
    let what = if hours.reception { td_string!(locale, absence.reception) } else { td_string!(locale, absence.work) };
    format!("{}–{} · {what}", clock(hours.start), clock(hours.end))
}

/// One window, to write.
#[component]
fn Window(desk: Desk, writing: Writing, number: u32, day: u8, rows: Memo<Vec<u32>>) -> impl IntoView {
    let i18n = use_i18n();
    let hours = Memo::new(move |_| writing.get(number));
    let minute = move |pick: fn(&Hours) -> u16| move || hours.get().map(|hours| clock(pick(&hours)));
    let set = move |text: &str, put: fn(&mut Hours, u16)| {
        if let Some(minute) = parse_clock(text.get(..5).unwrap_or(text)) {
            writing.update(number, |hours| put(hours, minute));
        }
    };
    let label = move || {
        let locale = i18n.get_locale();
        let n = rows.with(|rows| rows.iter().position(|other| *other == number)).unwrap_or(0) + 1;
        let day = domain::format::capital(weekday(desk, language::of(locale), day));
        td_string!(locale, absence.window_of, day = day, n = n).to_string()
    };
    let named = move |what: fn(crate::i18n::Locale) -> &'static str| {
        move || format!("{}: {}", label(), what(i18n.get_locale()))
    };
    let remove = move |_| {
        writing.remove(number);
        // The button that had the focus is gone.
        if let Some(add) = document().get_element_by_id(&format!("week-add-{day}")) {
            use leptos::wasm_bindgen::JsCast;
            let _ = add.unchecked_ref::<leptos::web_sys::HtmlElement>().focus();
        }
    };
    view! {
        <div class="week-window" role="group" aria-label=label>
            <input
                type="time"
                step="300"
                aria-label=named(|locale| td_string!(locale, absence.window_start))
                value=untrack(minute(|hours| hours.start)) prop:value=minute(|hours| hours.start)
                on:change=move |event| set(&event_target_value(&event), |hours, minute| hours.start = minute)
            />
            <span aria-hidden="true">"–"</span>
            <input
                type="time"
                step="300"
                aria-label=named(|locale| td_string!(locale, absence.window_end))
                value=untrack(minute(|hours| hours.end)) prop:value=minute(|hours| hours.end)
                on:change=move |event| set(&event_target_value(&event), |hours, minute| hours.end = minute)
            />
            <select
                aria-label=named(|locale| td_string!(locale, absence.window_kind))
                on:change=move |event| {
                    let reception = event_target_value(&event) == "reception";
                    writing.update(number, |hours| hours.reception = reception);
                }
            >
                <option value="work" prop:selected=move || hours.get().is_some_and(|hours| !hours.reception)>{t!(i18n, absence.work)}</option>
                <option value="reception" selected=hours.get_untracked().is_some_and(|hours| hours.reception) prop:selected=move || hours.get().is_some_and(|hours| hours.reception)>{t!(i18n, absence.reception)}</option>
            </select>
            <button type="button" class="button small quiet week-remove" aria-label=named(|locale| td_string!(locale, absence.remove_window)) on:click=remove>
                <span aria-hidden="true">"✕"</span>
            </button>
        </div>
    }
}
