//! The fields of repetition, in the forms of a session.

use chrono::NaiveDate;
use domain::{
    Plan, Session, SessionId,
    series::{Every, Reach, Repeat, Wish},
    time::shift,
};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    api,
    i18n::{t, t_string, use_i18n},
    words,
};

/// Until when a new series is proposed to last, in days: a quarter.
const QUARTER: i64 = 12 * 7;

/// How far a change of a session goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extent {
    /// This session alone.
    #[default]
    This,
    /// It and those after it.
    Following,
    /// All that are still to come.
    All,
}

/// How it repeats, as the form asks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Mode {
    #[default]
    None,
    Weekly,
    Fortnightly,
    Daily,
    Monthly,
    /// By a rule that is written.
    Own,
}

impl Mode {
    const ALL: [Self; 6] = [Self::None, Self::Weekly, Self::Fortnightly, Self::Daily, Self::Monthly, Self::Own];

    fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Weekly => "weekly",
            Self::Fortnightly => "fortnightly",
            Self::Daily => "daily",
            Self::Monthly => "monthly",
            Self::Own => "own",
        }
    }
}

/// What the forms of a session know of its series.
#[derive(Clone, Copy)]
pub struct SeriesForm {
    /// The session is in a series already.
    pub member: bool,
    /// How far the change goes.
    pub extent: RwSignal<Extent>,
    mode: RwSignal<Mode>,
    weekdays: RwSignal<Vec<u8>>,
    until: RwSignal<Option<NaiveDate>>,
    own: RwSignal<String>,
    /// The rule of the series as it is.
    known: RwSignal<Option<String>>,
    /// Somebody has said it anew. What was only read is carried along as it is.
    said: RwSignal<bool>,
}

impl SeriesForm {
    /// For a session, or for a new one.
    pub fn new(session: Option<&Session>) -> Self {
        let member = session.is_some_and(|session| session.series.is_some());
        let form = Self {
            member,
            extent: RwSignal::default(),
            mode: RwSignal::default(),
            weekdays: RwSignal::default(),
            until: RwSignal::default(),
            own: RwSignal::default(),
            known: RwSignal::default(),
            said: RwSignal::default(),
        };
        if let Some(session) = session.filter(|_| member) {
            form.load(session.id);
        }
        form
    }

    fn load(self, session: SessionId) {
        // Only in the browser: a drawer is never open on a page as the server makes it.
        spawn_local(async move {
            let Ok(series) = api::series::series_of(session).await else { return };
            if self.known.try_set(Some(series.rule.clone())).is_some() {
                return;
            }
            match Repeat::parse(&series.rule) {
                Some(repeat) if repeat.interval <= 2 => {
                    self.mode.set(match (repeat.every, repeat.interval) {
                        (Every::Week, 1) => Mode::Weekly,
                        (Every::Week, _) => Mode::Fortnightly,
                        (Every::Day, 1) => Mode::Daily,
                        (Every::Month, 1) => Mode::Monthly,
                        _ => Mode::Own,
                    });
                    self.weekdays.set(repeat.weekdays);
                    self.until.set(Some(repeat.until));
                }
                _ => self.mode.set(Mode::Own),
            }
            self.own.set(series.rule);
        });
    }

    /// The rule that the form says for a session on this day.
    fn rule(&self, day: NaiveDate) -> Option<String> {
        let until = self.until.get().unwrap_or_else(|| shift(day, QUARTER));
        let weekdays = self.weekdays.get();
        let every = |every, interval| {
            Some(Repeat { every, interval, weekdays: weekdays.clone(), nth: None, until }.beginning(day).rule())
        };
        match self.mode.get() {
            Mode::None => None,
            Mode::Weekly => every(Every::Week, 1),
            Mode::Fortnightly => every(Every::Week, 2),
            Mode::Daily => every(Every::Day, 1),
            Mode::Monthly => every(Every::Month, 1),
            Mode::Own => Some(self.own.get().trim().to_uppercase()).filter(|rule| !rule.is_empty()),
        }
    }

    /// What is wanted of the series, if the plan is not to be of this session alone.
    pub fn wish(&self, session: Option<(SessionId, i64)>, plan: &Plan) -> Option<Wish> {
        untrack(|| {
            let rule = self.rule(plan.slot.day).filter(|_| self.said.get());
            let reach = match self.extent.get() {
                // A rule is no matter of one session.
                Extent::This if rule.is_none() => return None,
                Extent::This | Extent::Following => Reach::Following,
                Extent::All => Reach::All,
            };
            Some(Wish { session, reach, plan: plan.clone(), rule, choices: Vec::new() })
        })
    }
}

/// How often, on which days, until when.
#[component]
pub fn RepeatField(
    /// What the form knows.
    form: SeriesForm,
    /// The plan as it is now.
    plan: RwSignal<Plan>,
) -> impl IntoView {
    let i18n = use_i18n();
    let label = move |mode: Mode| match mode {
        Mode::None => t_string!(i18n, series.none),
        Mode::Weekly => t_string!(i18n, series.weekly),
        Mode::Fortnightly => t_string!(i18n, series.fortnightly),
        Mode::Daily => t_string!(i18n, series.daily),
        Mode::Monthly => t_string!(i18n, series.monthly),
        Mode::Own => t_string!(i18n, series.own),
    };
    let day = move || plan.with(|plan| plan.slot.day);
    let choose = move |code: String| {
        let Some(mode) = Mode::ALL.into_iter().find(|mode| mode.code() == code) else { return };
        if mode == Mode::Own && form.own.with_untracked(String::is_empty) {
            form.own.set(untrack(|| form.rule(day()).unwrap_or_default()));
        }
        form.mode.set(mode);
        form.said.set(true);
    };
    let weeks = move || matches!(form.mode.get(), Mode::Weekly | Mode::Fortnightly);
    let ends = move || !matches!(form.mode.get(), Mode::None | Mode::Own);
    let chosen = move |weekday: u8| {
        let days = form.weekdays.get();
        if days.is_empty() { domain::time::weekday_number(day()) == weekday } else { days.contains(&weekday) }
    };
    let toggle = move |weekday: u8| {
        let mut days: Vec<u8> = (1..=7).filter(|other| untrack(|| chosen(*other)) != (*other == weekday)).collect();
        if days.is_empty() {
            days.push(weekday);
        }
        form.weekdays.set(days);
        form.said.set(true);
    };
    let until = move || form.until.get().unwrap_or_else(|| shift(day(), QUARTER)).to_string();
    // None of a series has it "repeats not": it ends by calling the rest off.
    let modes = Mode::ALL.into_iter().filter(|mode| !form.member || *mode != Mode::None);
    view! {
        <div class="field">
            <label for="cal-repeat">{t!(i18n, series.repeat)}</label>
            <select id="cal-repeat" on:change=move |event| choose(event_target_value(&event))>
                {modes.map(|mode| view! {
                    <option value=mode.code() prop:selected=move || form.mode.get() == mode>{move || label(mode)}</option>
                }).collect_view()}
            </select>
        </div>
        <Show when=weeks>
            <fieldset class="series-days">
                <legend>{t!(i18n, series.days)}</legend>
                {(1..=7).map(|weekday| view! {
                    <label class="check">
                        <input type="checkbox" prop:checked=move || chosen(weekday) on:change=move |_| toggle(weekday) />
                        <span>{move || words::series::weekday(i18n.get_locale(), weekday)}</span>
                    </label>
                }).collect_view()}
            </fieldset>
        </Show>
        <Show when=ends>
            <div class="field">
                <label for="cal-until">{t!(i18n, series.until)}</label>
                <input
                    id="cal-until"
                    type="date"
                    required
                    prop:value=until
                    on:change=move |event| {
                        form.until.set(event_target_value(&event).parse().ok());
                        form.said.set(true);
                    }
                />
            </div>
        </Show>
        <Show when=move || form.mode.get() == Mode::Own>
            <div class="field">
                <label for="cal-rule">{t!(i18n, series.rule)}</label>
                <input
                    id="cal-rule"
                    type="text"
                    required
                    maxlength="300"
                    autocapitalize="characters"
                    spellcheck="false"
                    aria-describedby="cal-rule-hint"
                    prop:value=move || form.own.get()
                    on:input=move |event| {
                        form.own.set(event_target_value(&event));
                        form.said.set(true);
                    }
                />
                <p id="cal-rule-hint" class="hint">{t!(i18n, series.rule_hint)}</p>
            </div>
        </Show>
    }
}

/// How far the change goes, for a session of a series.
#[component]
pub fn ExtentField(
    /// What the form knows.
    form: SeriesForm,
) -> impl IntoView {
    let i18n = use_i18n();
    let label = move |extent: Extent| match extent {
        Extent::This => t_string!(i18n, series.only_this),
        Extent::Following => t_string!(i18n, series.following),
        Extent::All => t_string!(i18n, series.all),
    };
    let one = move |extent: Extent| {
        view! {
            <label class="check">
                <input
                    type="radio"
                    name="extent"
                    prop:checked=move || form.extent.get() == extent
                    on:change=move |_| form.extent.set(extent)
                />
                <span>{move || label(extent)}</span>
            </label>
        }
    };
    form.member.then(|| {
        view! {
            <fieldset class="series-extent">
                <legend>{t!(i18n, series.extent)}</legend>
                <p class="hint" hidden=move || form.known.with(Option::is_none)>
                    {move || form.known.get().map(|rule| words::series::repeats(i18n.get_locale(), &rule))}
                </p>
                {[Extent::This, Extent::Following, Extent::All].map(one).collect_view()}
            </fieldset>
        }
    })
}
