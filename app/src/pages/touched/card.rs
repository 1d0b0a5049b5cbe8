//! One session that an absence touches.

use std::sync::Arc;

use domain::{
    PersonId, Session, SessionId,
    absence::{Choice, Remedy, Touched, Way},
    context::Directory,
    format::{Noun, time_range},
};
use leptos::prelude::*;

use crate::{
    api::absence::Settled,
    i18n::{Locale, t, t_string, td_string, use_i18n},
    language, words,
};

/// How many warnings of a way are told; of a group each child may have one.
const TOLD: usize = 2;

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Came {
    Done,
    Refused(Vec<String>),
}

/// A session with what can be chosen for it. Copied freely.
#[derive(Clone, Copy)]
pub(super) struct Card {
    pub(super) id: SessionId,
    session: RwSignal<Session>,
    ways: RwSignal<Vec<Way>>,
    /// Its place among the ways; none: it is left as it is.
    chosen: RwSignal<Option<usize>>,
    came: RwSignal<Option<Result<Session, crate::Failure>>>,
}

impl Card {
    pub(super) fn of(touched: &Touched, plans: bool) -> Vec<Self> {
        let pairs = touched.sessions.iter().zip(&touched.proposals);
        pairs
            .map(|(session, proposal)| Self {
                id: session.id,
                session: RwSignal::new(session.clone()),
                ways: RwSignal::new(proposal.ways.clone()),
                chosen: RwSignal::new(plans.then_some(0).filter(|_| !proposal.ways.is_empty())),
                came: RwSignal::new(None),
            })
            .collect()
    }

    pub(super) fn is_done(&self) -> bool {
        self.came.with(|came| matches!(came, Some(Ok(_))))
    }

    /// What is chosen and not done yet.
    pub(super) fn choice(&self) -> Option<Choice> {
        if self.is_done() {
            return None;
        }
        let chosen = self.chosen.get()?;
        let remedy = self.ways.with(|ways| ways.get(chosen).map(|way| way.remedy))?;
        self.session.with(|session| Some(Choice { session: session.id, version: session.version, remedy }))
    }

    /// Chooses the first way that is such; where there is none, what is chosen stays. `leave`: nothing is done.
    pub(super) fn choose(&self, is: impl Fn(Remedy) -> bool, leave: bool) {
        if leave {
            return self.chosen.set(None);
        }
        if let Some(n) = self.ways.with_untracked(|ways| ways.iter().position(|way| is(way.remedy))) {
            self.chosen.set(Some(n));
        }
    }

    /// What came of what was asked, and what is possible now.
    pub(super) fn take(&self, settled: &[Settled], fresh: Option<&Touched>) {
        if let Some((_, came)) = settled.iter().find(|(id, _)| *id == self.id) {
            self.came.set(Some(came.clone().map(|saved| saved.session)));
        }
        let known = fresh.and_then(|fresh| {
            let at = fresh.sessions.iter().position(|session| session.id == self.id)?;
            Some((fresh.sessions.get(at)?, fresh.proposals.get(at)?))
        });
        if let (Some((session, proposal)), false) = (known, self.is_done()) {
            self.session.set(session.clone());
            self.chosen.set(None);
            self.ways.set(proposal.ways.clone());
        }
    }
}

/// What the way is called.
fn named(locale: Locale, remedy: Remedy, holds: bool, names: &Directory) -> String {
    match remedy {
        Remedy::HandOver { to } => {
            let name = names.staff.get(&to).map(|staff| staff.name.plain()).unwrap_or_default();
            if holds {
                td_string!(locale, absence.way_hand, name = name).to_string()
            } else {
                td_string!(locale, absence.way_assist, name = name).to_string()
            }
        }
        Remedy::Without if holds => td_string!(locale, absence.way_without).to_owned(),
        Remedy::Without => td_string!(locale, absence.way_alone).to_owned(),
        Remedy::Move { slot } => {
            let when = format!("{}, {}", language::of(locale).day_month_weekday(slot.day), time_range(&slot));
            td_string!(locale, absence.way_move, when = when).to_string()
        }
        Remedy::Cancel => td_string!(locale, absence.way_cancel).to_owned(),
    }
}

/// Who comes, and where.
fn about(locale: Locale, session: &Session, names: &Directory) -> String {
    let plan = &session.plan;
    let mut parts: Vec<String> = plan
        .seats
        .iter()
        .filter_map(|seat| names.children.get(&seat.child))
        .map(|child| child.name.plain().replace(' ', "\u{a0}"))
        .collect();
    if plan.hidden > 0 || plan.seats.is_empty() {
        let children = u32::try_from(plan.children()).unwrap_or(0);
        parts.push(language::of(locale).counted(children, Noun::Child));
    }
    let children = parts.join(", ");
    let room = plan.room.and_then(|room| names.rooms.get(&room)).map(|room| room.name.clone());
    match room {
        Some(room) => format!("{children} · {room}"),
        None => format!("{children} · {}", words::online(locale)),
    }
}

/// The session, what can be done about it, and what came of it.
#[component]
pub(super) fn SessionCard(card: Card, away: PersonId, names: Arc<Directory>, plans: bool) -> impl IntoView {
    let i18n = use_i18n();
    let names = StoredValue::new(names);
    let slot = card.session.with_untracked(|session| session.plan.slot);
    let kind = card.session.with_untracked(|session| session.plan.kind);
    let when = move || {
        let lang = language::of(i18n.get_locale());
        format!("{}, {}", lang.day_month_weekday(slot.day), time_range(&slot))
    };
    let about = move || card.session.with(|session| names.with_value(|names| about(i18n.get_locale(), session, names)));
    let holds = card.session.with_untracked(|session| session.plan.staff.contains(&away));
    let name = format!("way-{}", card.id);
    let group = StoredValue::new(name);
    let option = move |n: usize, way: Way| {
        let label = move || names.with_value(|names| named(i18n.get_locale(), way.remedy, holds, names));
        let findings = way.verdict.findings.clone();
        let warnings = move || {
            let locale = i18n.get_locale();
            names.with_value(|names| {
                let told = findings.iter().take(TOLD).map(|finding| words::rule(locale, &finding.rule, names));
                let told = told.collect::<Vec<_>>().join(". ");
                match findings.len().saturating_sub(TOLD) {
                    0 => told,
                    more => td_string!(locale, absence.way_more, told = told, n = more).to_string(),
                }
            })
        };
        let warns = !way.verdict.findings.is_empty();
        view! {
            <label class="check way">
                <input
                    type="radio"
                    name=group.get_value()
                    value=n.to_string()
                    checked=card.chosen.get_untracked() == Some(n) prop:checked=move || card.chosen.get() == Some(n)
                    on:change=move |_| card.chosen.set(Some(n))
                />
                <span>
                    {label}
                    {warns.then(|| view! { <small class="way-warning">{warnings}</small> })}
                </span>
            </label>
        }
    };
    let came = move || {
        let locale = i18n.get_locale();
        card.came.with(|came| match came {
            None => None,
            Some(Ok(_)) => Some(Came::Done),
            Some(Err(failure)) => Some(Came::Refused(names.with_value(|names| words::failure(locale, failure, names)))),
        })
    };
    let how = move || {
        // What was chosen is what was done.
        let chosen = card.chosen.get()?;
        let way = card.ways.with(|ways| ways.get(chosen).cloned())?;
        Some(names.with_value(|names| named(i18n.get_locale(), way.remedy, holds, names)))
    };
    view! {
        <li class="card touched-session" class:done=move || card.is_done() data-session=card.id.to_string()>
            <div class="touched-what">
                <h2 class="touched-when">{when}</h2>
                <p>{move || words::kind(i18n.get_locale(), kind)}</p>
                <p class="muted">{about}</p>
            </div>
            <div class="touched-ways">
                {move || came().map(|came| match came {
                    Came::Done => view! {
                        <p class="touched-came"><span class="chip ok">{t!(i18n, absence.done)}</span> " " {how}</p>
                    }.into_any(),
                    Came::Refused(why) => view! {
                        <div class="notice bad">
                            <strong>{t!(i18n, absence.refused)}</strong>
                            {why.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
                        </div>
                    }.into_any(),
                })}
                {plans.then(|| view! {
                    <fieldset class="ways" hidden=move || card.is_done()>
                        <legend class="visually-hidden">{move || format!("{}: {}", t_string!(i18n, absence.what_to_do), when())}</legend>
                        {move || card.ways.get().into_iter().enumerate().map(|(n, way)| option(n, way)).collect_view()}
                        <label class="check way">
                            <input
                                type="radio"
                                name=group.get_value()
                                value="leave"
                                prop:checked=move || card.chosen.get().is_none()
                                on:change=move |_| card.chosen.set(None)
                            />
                            <span>{t!(i18n, absence.way_leave)}</span>
                        </label>
                    </fieldset>
                })}
            </div>
        </li>
    }
}
