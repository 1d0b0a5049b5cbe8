//! The form with which a meeting is called or changed.

use chrono::NaiveDate;
use domain::{
    Body, MeetingId, Refusal,
    meeting::{
        Fault, Planned,
        view::{Call, CallForm, MeetingView, OpenDecision},
    },
    refusal::Problem,
    time::{clock, parse_clock},
};
use leptos::{html, prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;

use super::lines::{AgendaLines, Lines};
use crate::{
    Failure,
    alive::use_alive,
    api::meeting::{call_meeting, change_meeting},
    components::form::FailureNotice,
    i18n::{Locale, t, t_string, td_string, use_i18n},
    language, words,
};

/// What is written, as it is typed: a refusal takes none of it away.
#[derive(Clone, Copy)]
struct Draft {
    body: Body,
    /// The meeting that is changed, and of which version.
    of: Option<(MeetingId, i64)>,
    planned: RwSignal<Planned>,
    day: RwSignal<String>,
    start: RwSignal<String>,
    end: RwSignal<String>,
    place: RwSignal<String>,
    manner: RwSignal<String>,
    closed: RwSignal<bool>,
    lines: Lines,
}

impl Draft {
    fn new(body: Body, of: Option<&MeetingView>) -> Self {
        let text = |text: Option<String>| RwSignal::new(text.unwrap_or_default());
        let manner = of.map_or_else(|| td_string!(Locale::kk, meeting.manner_usual).to_owned(), |of| of.manner.clone());
        Self {
            body,
            of: of.map(|of| (of.listed.id, of.version)),
            planned: RwSignal::new(of.map(|of| of.listed.planned).unwrap_or_default()),
            day: text(of.map(|of| of.listed.day.to_string())),
            start: RwSignal::new(of.map_or_else(|| "10:00".to_owned(), |of| clock(of.listed.start))),
            end: RwSignal::new(of.map_or_else(|| "11:00".to_owned(), |of| clock(of.listed.end))),
            place: text(of.map(|of| of.listed.place.clone())),
            manner: RwSignal::new(manner),
            closed: RwSignal::new(of.map_or(body.closed(), |of| of.closed)),
            lines: Lines::of(of.map_or(&[], |of| &of.agenda)),
        }
    }

    fn call(self) -> Result<Call, Failure> {
        let wrong = |field: &str, problem| Failure::from(Refusal::Invalid { field: field.to_owned(), problem });
        let day = self.day.get_untracked();
        if day.trim().is_empty() {
            return Err(wrong("day", Problem::Required));
        }
        let day: NaiveDate = day.trim().parse().map_err(|_| wrong("day", Problem::Date))?;
        let time = |field: &str, text: String| {
            parse_clock(text.get(..5).unwrap_or(&text)).ok_or_else(|| wrong(field, Problem::Required))
        };
        Ok(Call {
            body: self.body,
            planned: self.planned.get_untracked(),
            day,
            start: time("start", self.start.get_untracked())?,
            end: time("end", self.end.get_untracked())?,
            place: self.place.get_untracked(),
            manner: self.manner.get_untracked(),
            closed: self.closed.get_untracked(),
            agenda: self.lines.asked(),
        })
    }

    async fn send(self) -> Result<MeetingId, Failure> {
        let call = self.call()?;
        match self.of {
            Some((id, version)) => change_meeting(id, version, call).await.map(|()| id),
            None => call_meeting(call).await,
        }
    }
}

/// The field that a failure is about.
fn field_of(failure: &Failure) -> Option<&str> {
    match failure {
        Failure::Refused(Refusal::Invalid { field, .. }) => {
            ["day", "start", "end", "place", "manner", "agenda"].into_iter().find(|known| known == field)
        }
        Failure::Refused(Refusal::Meeting { fault }) => match fault {
            Fault::Closed | Fault::TooFar | Fault::NoComposition => Some("day"),
            Fault::OutsideHours => Some("start"),
            Fault::Time => Some("end"),
            Fault::NoAgenda => Some("agenda"),
            Fault::NoMeetings | Fault::Over | Fault::NotYet | Fault::Signed => None,
        },
        _ => None,
    }
}

/// The fields of a meeting that is called or, where there is one, changed.
#[component]
pub fn CallFields(
    /// What it may begin with.
    form: CallForm,
    /// The meeting that is changed.
    #[prop(optional_no_strip)]
    of: Option<MeetingView>,
) -> impl IntoView {
    let (i18n, alive, navigate) = (use_i18n(), use_alive(), use_navigate());
    let draft = Draft::new(form.body, of.as_ref());
    let begun = of.as_ref().is_some_and(|of| of.listed.minutes.is_some());
    let (failure, busy) = (RwSignal::new(None::<Failure>), RwSignal::new(false));
    let general = Signal::derive(move || failure.get().filter(|failure| field_of(failure).is_none()));
    let problem = move |name: &'static str| {
        Signal::derive(move || {
            let failure = failure.get().filter(|failure| field_of(failure) == Some(name))?;
            words::failure(i18n.get_locale(), &failure, &domain::context::Directory::default()).into_iter().next()
        })
    };
    let agenda_problem = problem("agenda");
    let agenda = NodeRef::<html::Fieldset>::new();
    Effect::new(move || {
        if let (Some(_), Some(agenda)) = (agenda_problem.get(), agenda.get()) {
            let _ = agenda.focus();
        }
    });
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        let navigate = navigate.clone();
        spawn_local(async move {
            let sent = draft.send().await;
            busy.try_set(false);
            match sent {
                Ok(id) => navigate(&format!("/meetings/{id}"), leptos_router::NavigateOptions::default()),
                Err(why) => drop(failure.try_set(Some(why))),
            }
        });
    };
    let back = of.as_ref().map_or_else(|| "/meetings".to_owned(), |of| format!("/meetings/{}", of.listed.id));
    let changed = Signal::derive(move || failure.with(|failure| *failure == Some(Failure::Refused(Refusal::Changed))));
    let reload = back.clone();
    let is_new = of.is_none();
    view! {
        <form class="stack meeting-call" novalidate on:submit=send>
            <FailureNotice failure=general />
            {move || changed.get().then(|| view! {
                <p><a class="button small" href=reload.clone() rel="external">{t!(i18n, meeting.look_again)}</a></p>
            })}
            <fieldset class="field meeting-planned">
                <legend>{t!(i18n, meeting.kind)}</legend>
                <div class="row">
                    {Planned::ALL.iter().map(|planned| {
                        let planned = *planned;
                        view! {
                            <label class="check">
                                <input
                                    type="radio"
                                    name="planned"
                                    value=planned.code()
                                    prop:checked=move || draft.planned.get() == planned
                                    on:change=move |_| draft.planned.set(planned)
                                />
                                {move || words::meeting::planned(i18n.get_locale(), planned)}
                            </label>
                        }
                    }).collect_view()}
                </div>
            </fieldset>
            <div class="meeting-when">
                <Typed name="day" kind="date" label=Signal::derive(move || t_string!(i18n, meeting.day).to_owned()) value=draft.day problem=problem("day") required=true />
                <Typed name="start" kind="time" label=Signal::derive(move || t_string!(i18n, meeting.start).to_owned()) value=draft.start problem=problem("start") required=true />
                <Typed name="end" kind="time" label=Signal::derive(move || t_string!(i18n, meeting.end).to_owned()) value=draft.end problem=problem("end") required=true />
            </div>
            <div class="meeting-where">
                <Typed name="place" label=Signal::derive(move || t_string!(i18n, meeting.place).to_owned()) value=draft.place problem=problem("place") />
                <Typed name="manner" label=Signal::derive(move || t_string!(i18n, meeting.manner).to_owned()) value=draft.manner problem=problem("manner") />
            </div>
            {form.body.closed().then(|| view! {
                <label class="check">
                    <input type="checkbox" prop:checked=draft.closed on:change=move |event| draft.closed.set(event_target_checked(&event)) />
                    <span>{t!(i18n, meeting.closed)} <br /> <span class="muted small">{t!(i18n, meeting.closed_hint)}</span></span>
                </label>
            })}
            {if begun {
                view! { <p class="notice">{t!(i18n, meeting.agenda_in_minutes)}</p> }.into_any()
            } else {
                view! {
                    <fieldset class="field meeting-lines stack tight" tabindex="-1" node_ref=agenda>
                        <legend>{t!(i18n, meeting.agenda)}</legend>
                        <Offers form lines=draft.lines planned=draft.planned closed=draft.closed />
                        <AgendaLines lines=draft.lines problem=agenda_problem />
                    </fieldset>
                }.into_any()
            }}
            <div class="row meeting-send">
                <button
                    type="submit"
                    class="button primary"
                    disabled=move || !alive.get()
                    aria-disabled=move || busy.get().then_some("true")
                >
                    {move || if is_new { t_string!(i18n, meeting.call) } else { t_string!(i18n, common.save) }}
                </button>
                <a class="button quiet" href=back>{t!(i18n, common.cancel)}</a>
            </div>
        </form>
    }
}

/// What an agenda can begin with: the plan's, and decisions that are open.
#[component]
fn Offers(form: CallForm, lines: Lines, planned: RwSignal<Planned>, closed: RwSignal<bool>) -> impl IntoView {
    let (i18n, alive) = (use_i18n(), use_alive());
    let told = RwSignal::new(None::<usize>);
    let plan = form.plan.into_iter().map(move |(month, titles)| {
        let n = titles.len();
        let titles = StoredValue::new(titles);
        let take = move |_| {
            let known: Vec<String> = lines.asked().into_iter().map(|line| line.title).collect();
            let fresh: Vec<String> = titles.with_value(|titles| titles.iter().filter(|title| !known.contains(title)).cloned().collect());
            told.set(Some(fresh.len()));
            for title in fresh {
                lines.add(title, None);
            }
            planned.set(Planned::Planned);
        };
        view! {
            <li>
                <button type="button" class="button small" disabled=move || !alive.get() data-plan=month.to_string() on:click=take>
                    {move || t_string!(i18n, meeting.from_plan, month = language::of(i18n.get_locale()).month_title(month), n = n).to_string()}
                </button>
            </li>
        }
    });
    let plan: Vec<_> = plan.collect();
    let open = form.open.into_iter().map(move |OpenDecision { id, text, closed: secret }| {
        let taken = move || lines.all.with(|all| all.iter().any(|line| line.decision == Some(id)));
        let said = text.clone();
        let take = move |_| {
            if !taken() {
                lines.add(t_string!(i18n, meeting.about_decision, text = said.clone()).to_string(), Some(id));
                told.set(Some(1));
            }
        };
        view! {
            <li hidden=move || secret && !closed.get()>
                <button
                    type="button"
                    class="button small meeting-open"
                    disabled=move || !alive.get()
                    aria-pressed=move || if taken() { "true" } else { "false" }
                    data-decision=id.to_string()
                    on:click=take
                >
                    <span aria-hidden="true">{move || if taken() { "✓ " } else { "＋ " }}</span>
                    {text}
                </button>
            </li>
        }
    });
    let open: Vec<_> = open.collect();
    view! {
        {(!plan.is_empty()).then(|| view! {
            <p class="muted small" id="agenda-plan">{t!(i18n, meeting.plan)}</p>
            <ul class="row meeting-offers" aria-labelledby="agenda-plan">{plan}</ul>
        })}
        {(!open.is_empty()).then(|| view! {
            <p class="muted small" id="agenda-open">{t!(i18n, meeting.open)}</p>
            <ul class="stack tight meeting-offers" aria-labelledby="agenda-open">{open}</ul>
        })}
        <p class="visually-hidden" role="status">
            {move || told.get().map(|n| t_string!(i18n, meeting.added, n = n).to_string())}
        </p>
    }
}

/// A line of text that keeps what is typed.
#[component]
fn Typed(
    name: &'static str,
    #[prop(default = "text")] kind: &'static str,
    label: Signal<String>,
    value: RwSignal<String>,
    problem: Signal<Option<String>>,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    Effect::new(move || {
        if let (Some(_), Some(input)) = (problem.get(), input.get()) {
            let _ = input.focus();
        }
    });
    let error = format!("{name}-error");
    let described = error.clone();
    view! {
        <div class="field">
            <label for=name>{move || label.get()}</label>
            <input
                node_ref=input
                id=name
                name=name
                type=kind
                autocomplete="off"
                maxlength={(kind == "text").then_some("200")}
                aria-required=required.then_some("true")
                aria-invalid=move || problem.with(Option::is_some).then_some("true")
                aria-describedby=move || problem.with(Option::is_some).then(|| described.clone())
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            />
            {move || problem.get().map(|problem| view! { <p class="error" id=error.clone()>{problem}</p> })}
        </div>
    }
}
