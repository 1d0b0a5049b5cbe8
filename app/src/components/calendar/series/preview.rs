//! Every date of a series before it is saved: what fits, what is in the way, and what is chosen for it.

use domain::{
    Status, Verdict,
    format::time_range,
    series::{Choice, Fate, Outcome, Preview, Row, Wish},
};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    Failure,
    api::series,
    components::{
        calendar::{
            desk::{Desk, Notice, Tone},
            frame::Drawer,
            reason::ReasonField,
            when,
        },
        form::FailureNotice,
    },
    i18n::{t, t_string, td_string, use_i18n},
    language::lang,
    words,
};

/// What is shown, and what is chosen.
#[derive(Clone, Copy)]
struct Look {
    desk: Desk,
    wish: RwSignal<Wish>,
    shown: RwSignal<Option<Preview>>,
    failure: RwSignal<Option<Failure>>,
    busy: RwSignal<bool>,
    /// Somebody has changed something while one looked.
    again: RwSignal<bool>,
    asked: StoredValue<u32>,
}

impl Look {
    /// Asks the server what would become of every date.
    fn ask(self) {
        let number = self.asked.with_value(|n| n + 1);
        self.asked.set_value(number);
        self.busy.set(true);
        let wish = self.wish.get_untracked();
        spawn_local(async move {
            let answer = series::preview_series(wish).await;
            // Only the last question counts, and only while somebody is here.
            if self.asked.try_get_value() != Some(number) {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(preview) => {
                    self.failure.set(None);
                    self.say(&preview);
                    self.shown.set(Some(preview));
                }
                Err(failure) => self.failure.set(Some(failure)),
            }
        });
    }

    /// What a screen reader hears of it.
    fn say(self, preview: &Preview) {
        let locale = self.desk.locale_now();
        let (fits, conflicts) = counts(preview);
        let fits = td_string!(locale, series.sum_fits, n = fits).to_string();
        let conflicts = td_string!(locale, series.sum_conflicts, n = conflicts).to_string();
        self.desk.say(format!("{fits}. {conflicts}"));
    }

    fn choose(self, row: &Row, choice: Option<Choice>) {
        let at = row.at;
        self.wish.update(|wish| wish.choose(at, choice));
        self.ask();
    }

    /// Something for every date that is refused.
    fn choose_all(self, choice: impl Fn(&Row) -> Option<Choice>) {
        let rows =
            self.shown.with_untracked(|shown| shown.as_ref().map(|shown| shown.rows.clone())).unwrap_or_default();
        self.wish.update(|wish| {
            for row in rows.iter().filter(|row| !row.verdict.accepted()) {
                if let Some(choice) = choice(row) {
                    wish.choose(row.at, Some(choice));
                }
            }
        });
        self.ask();
    }

    fn save(self) {
        let wish = self.wish.get_untracked();
        self.busy.set(true);
        self.again.set(false);
        spawn_local(async move {
            let answer = series::save_series(wish).await;
            if self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(Outcome::Saved { made, changed, cancelled, .. }) => {
                    let locale = self.desk.locale_now();
                    let parts = [
                        (made, td_string!(locale, series.saved_made, n = made).to_string()),
                        (changed, td_string!(locale, series.saved_changed, n = changed).to_string()),
                        (cancelled, td_string!(locale, series.saved_cancelled, n = cancelled).to_string()),
                    ];
                    let told: Vec<_> = parts.into_iter().filter(|(n, _)| *n > 0).map(|(_, told)| told).collect();
                    self.desk.panel.set(None);
                    self.desk.tell(Notice {
                        tone: Tone::Ok,
                        title: td_string!(locale, series.saved).to_owned(),
                        lines: if told.is_empty() { Vec::new() } else { vec![told.join(", ")] },
                        nearest: Vec::new(),
                        wanted: None,
                        undo: false,
                    });
                    self.desk.fetch();
                }
                Ok(Outcome::Again(preview)) => {
                    self.again.set(true);
                    self.say(&preview);
                    self.shown.set(Some(preview));
                }
                Err(failure) => self.failure.set(Some(failure)),
            }
        });
    }
}

/// How many dates fit, and how many do not.
fn counts(preview: &Preview) -> (usize, usize) {
    let fits = preview.rows.iter().filter(|row| row.fits() && !matches!(row.fate, Fate::Skip | Fate::Rest)).count();
    (fits, preview.rows.iter().filter(|row| !row.fits()).count())
}

/// What is to know of every date alike: it is said once.
fn common(preview: &Preview) -> Verdict {
    let mut rows = preview.rows.iter().filter(|row| matches!(row.fate, Fate::New | Fate::Change));
    let Some(first) = rows.next() else { return Verdict::default() };
    let mut findings: Vec<_> = first.verdict.warnings().cloned().collect();
    for row in rows.clone() {
        findings.retain(|finding| row.verdict.findings.contains(finding));
    }
    if rows.next().is_none() {
        findings.clear();
    }
    Verdict { findings }
}

/// The dates, with what to do about each.
#[component]
pub fn SeriesPanel(
    /// The desk.
    desk: Desk,
    /// What is wanted.
    wish: Wish,
) -> impl IntoView {
    let i18n = use_i18n();
    let cancels = wish.plan.status == Status::Cancelled;
    let reason = RwSignal::new(wish.plan.reason.clone().unwrap_or_default());
    let look = Look {
        desk,
        wish: RwSignal::new(wish),
        shown: RwSignal::new(None),
        failure: RwSignal::new(None),
        busy: RwSignal::new(true),
        again: RwSignal::new(false),
        asked: StoredValue::new(0),
    };
    Effect::new(move || look.ask());
    let wants_reason = move || {
        look.shown.with(|shown| shown.as_ref().is_some_and(|shown| shown.rows.iter().any(|row| row.reason)))
            || look.wish.with(|wish| wish.plan.reason.is_some()) && !cancels
    };
    let blocked = move || look.shown.with(|shown| shown.as_ref().is_none_or(|shown| !shown.fits()));
    let conflicts = move || look.shown.with(|shown| shown.as_ref().map_or(0, |shown| counts(shown).1));
    let fits = move || look.shown.with(|shown| shown.as_ref().map_or(0, |shown| counts(shown).0));
    let rule = move || {
        look.shown.with(|shown| shown.as_ref().map(|shown| words::series::repeats(i18n.get_locale(), &shown.rule)))
    };
    let directory = desk.now(|sheet| sheet.context.directory.clone());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = reason.get_untracked().trim().to_owned();
        if !cancels && !text.is_empty() && look.wish.with_untracked(|wish| wish.plan.reason.as_ref() != Some(&text)) {
            look.wish.update(|wish| wish.plan.reason = Some(text));
            return look.ask();
        }
        if !blocked() {
            look.save();
        }
    };
    view! {
        <Drawer desk title=Signal::derive(move || t_string!(i18n, series.preview).to_owned())>
            <form class="stack series-preview" on:submit=submit aria-busy=move || look.busy.get().then_some("true")>
                <p class="hint" hidden=cancels>{rule}</p>
                <p class="row" role="status" data-test="series-sum">
                    {move || if look.shown.with(Option::is_none) && look.failure.with(Option::is_none) {
                        view! { <span>{t!(i18n, series.wait)}</span> }.into_any()
                    } else {
                        view! {
                            <span class="chip ok">{move || t_string!(i18n, series.sum_fits, n = fits()).to_string()}</span>
                            <span class="chip bad" hidden=move || conflicts() == 0>
                                {move || t_string!(i18n, series.sum_conflicts, n = conflicts()).to_string()}
                            </span>
                        }.into_any()
                    }}
                </p>
                {move || look.shown.with(|shown| shown.as_ref().map(common)).filter(|common| !common.findings.is_empty()).map(|common| {
                    view! { <div class="notice warn"><Against look verdict=common /></div> }
                })}
                <div class="notice warn" hidden=move || !look.again.get()><p>{t!(i18n, series.again)}</p></div>
                <div class="row" hidden=move || conflicts() == 0>
                    <button type="button" class="button small" on:click=move |_| look.choose_all(|row| row.nearest.map(Choice::At))>
                        {t!(i18n, series.shift_all)}
                    </button>
                    <button type="button" class="button small" on:click=move |_| look.choose_all(|_| Some(Choice::Skip))>
                        {t!(i18n, series.skip_all)}
                    </button>
                </div>
                <ol class="series-dates">
                    {move || look.shown.get().map(|shown| {
                        let common = common(&shown);
                        let own = move |mut row: Row| {
                            row.verdict.findings.retain(|finding| !common.findings.contains(finding));
                            row
                        };
                        shown.rows.into_iter().map(own).map(|row| view! { <Date look row /> }).collect_view()
                    })}
                </ol>
                <Show when=wants_reason><ReasonField text=reason /></Show>
                <FailureNotice failure=look.failure.into() directory />
                <div class="row cal-actions">
                    <button type="submit" class="button primary" disabled=move || look.busy.get() || (blocked() && !wants_reason())>
                        {t!(i18n, series.save)}
                    </button>
                    <button type="button" class="button" on:click=move |_| desk.panel.set(None)>{t!(i18n, common.cancel)}</button>
                </div>
                <p class="hint" hidden=move || conflicts() == 0>{t!(i18n, series.conflicts_left)}</p>
            </form>
        </Drawer>
    }
}

/// One date.
#[component]
fn Date(look: Look, row: Row) -> impl IntoView {
    let i18n = use_i18n();
    let (slot, was, fate) = (row.slot, row.was, row.fate);
    let refused = !row.fits();
    let fate_name = move || match fate {
        Fate::New => t_string!(i18n, series.fate_new),
        Fate::Change => t_string!(i18n, series.fate_change),
        Fate::Same => t_string!(i18n, series.fate_same),
        Fate::Cancel => t_string!(i18n, series.fate_cancel),
        Fate::Rest => t_string!(i18n, series.fate_rest),
        Fate::Skip => t_string!(i18n, series.fate_skip),
    };
    let tone = match fate {
        _ if refused => "chip bad",
        Fate::New | Fate::Change => "chip ok",
        Fate::Cancel => "chip warn",
        Fate::Same | Fate::Rest | Fate::Skip => "chip",
    };
    let chosen = look.wish.with_untracked(|wish| wish.choice(row.at));
    let offers = refused || chosen.is_some();
    let verdict = row.verdict.clone();
    view! {
        <li class:refused=refused data-fate=fate_code(fate)>
            <div class="series-date">
                <b>{move || lang().day_month_weekday(slot.day)}</b>
                <span>{time_range(&slot)}</span>
                <span class=tone>{fate_name}</span>
            </div>
            {was.filter(|was| *was != slot).map(|was| view! {
                <p class="hint">{move || t_string!(i18n, series.was, when = when::told(lang(), &was)).to_string()}</p>
            })}
            <Against look verdict />
            {offers.then(|| view! { <ChoiceField look row=row.clone() chosen /> })}
        </li>
    }
}

fn fate_code(fate: Fate) -> &'static str {
    match fate {
        Fate::New => "new",
        Fate::Change => "change",
        Fate::Same => "same",
        Fate::Cancel => "cancel",
        Fate::Rest => "rest",
        Fate::Skip => "skip",
    }
}

/// What the rules have against it, each with its paragraph.
#[component]
fn Against(look: Look, verdict: Verdict) -> impl IntoView {
    let i18n = use_i18n();
    (!verdict.findings.is_empty()).then(|| {
        let lines = move || {
            let locale = i18n.get_locale();
            look.desk.now(|sheet| {
                verdict.findings.iter().map(|finding| words::finding(locale, finding, sheet.directory())).collect::<Vec<_>>()
            })
        };
        view! { <ul class="series-why">{move || lines().into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul> }
    })
}

/// What to do about a date that is in the way.
#[component]
fn ChoiceField(look: Look, row: Row, chosen: Option<Choice>) -> impl IntoView {
    let i18n = use_i18n();
    let own = StoredValue::new(row.clone());
    let nearest = match chosen {
        Some(Choice::At(slot)) => Some(slot),
        _ => row.nearest,
    };
    let stays = row.session.is_some();
    let slot = row.slot;
    let change = move |value: String| {
        let choice = match value.as_str() {
            "skip" => Some(Choice::Skip),
            "shift" => nearest.map(Choice::At),
            _ => None,
        };
        own.with_value(|row| look.choose(row, choice));
    };
    let skip_label = move || if stays { t_string!(i18n, series.leave) } else { t_string!(i18n, series.skip) };
    view! {
        <select
            aria-label=move || t_string!(i18n, series.choice_of, when = when::told(lang(), &slot)).to_string()
            on:change=move |event| change(event_target_value(&event))
        >
            <option value="keep" selected=chosen.is_none()>{t!(i18n, series.keep)}</option>
            {nearest.map(|there| view! {
                <option value="shift" selected=matches!(chosen, Some(Choice::At(_)))>
                    {move || t_string!(i18n, series.shift, when = when::told(lang(), &there)).to_string()}
                </option>
            })}
            <option value="skip" selected=chosen == Some(Choice::Skip)>{skip_label}</option>
        </select>
    }
}
