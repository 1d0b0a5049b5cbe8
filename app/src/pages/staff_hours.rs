//! Working hours and absences: of everybody for those who keep them, of oneself for everybody else.

mod absences;
mod span;
mod week;

use domain::{
    Permission, PersonId, Staff,
    absence::StaffHours,
    view::{Delta, Me},
};
use leptos::{html, prelude::*, task::spawn_local};
use leptos_router::hooks::use_query_map;

use crate::{
    api::absence::kept_hours,
    components::{form::FailureNotice, guard::Guard, title::Title},
    i18n::{t, t_string, use_i18n},
    live::use_live_from_the_start,
    words,
};

use absences::Absences;
use week::Week;

/// The page.
#[component]
pub fn StaffHoursPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Title text=move || t_string!(i18n, absence.title) />
        <Guard permission=Permission::SeeCalendar page=|me| view! { <Page me /> }.into_any() />
    }
}

#[component]
fn Page(me: Me) -> impl IntoView {
    let i18n = use_i18n();
    let keeps = me.actor.may(Permission::KeepStaff);
    let reader = me.actor.person;
    let first = OnceResource::new_blocking(kept_hours());
    view! {
        <div class="page stack staff-page">
            <div class="page-head">
                <h1>{t!(i18n, absence.title)}</h1>
            </div>
            <p class="muted staff-lead">
                {move || if keeps { t_string!(i18n, absence.lead) } else { t_string!(i18n, absence.lead_own) }}
            </p>
            <Suspense>
                {move || Suspend::new(async move {
                    match first.await {
                        Ok(all) => {
                            let desk = Desk { all: RwSignal::new(all), said: RwSignal::new(None), keeps };
                            view! { <Tables desk reader /> }.into_any()
                        }
                        Err(failure) => view! { <FailureNotice failure=Signal::stored(Some(failure)) /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
}

/// What the pieces of the page share.
#[derive(Clone, Copy)]
struct Desk {
    all: RwSignal<StaffHours>,
    /// What was done last.
    said: RwSignal<Option<String>>,
    /// Whether the reader keeps everybody's hours.
    keeps: bool,
}

impl Desk {
    /// Asks the server anew.
    fn refresh(self) {
        spawn_local(async move {
            if let Ok(all) = kept_hours().await {
                self.all.try_set(all);
            }
        });
    }

    fn member(&self, person: PersonId) -> Option<Staff> {
        self.all.with(|all| all.staff.iter().find(|staff| staff.id == person).cloned())
    }
}

#[component]
fn Tables(desk: Desk, reader: PersonId) -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let asked = move || query.with(|query| query.get("who").and_then(|id| id.parse::<PersonId>().ok()));
    let chosen = Memo::new(move |_| {
        let asked = asked();
        desk.all.with(|all| {
            let known = |person: PersonId| all.staff.iter().any(|staff| staff.id == person).then_some(person);
            asked.and_then(known).or(known(reader)).or(all.staff.first().map(|staff| staff.id))
        })
    });
    use_live_from_the_start(
        move |delta| {
            if matches!(delta, Delta::Reload { .. }) {
                desk.refresh();
            }
        },
        move || desk.refresh(),
    );
    Effect::watch(move || chosen.get(), move |_, _, _| desk.said.set(None), false);
    let panel = move || chosen.get().map(|person| view! { <Member desk person /> });
    if !desk.keeps {
        return view! { <div class="stack loose">{panel}</div> }.into_any();
    }
    let staff = Memo::new(move |_| {
        desk.all.with(|all| {
            let today =
                |person| all.absences.iter().any(|away| away.person == person && away.span.on(all.today).is_some());
            all.staff
                .iter()
                .map(|staff| (staff.id, staff.name.clone(), staff.positions.clone(), today(staff.id)))
                .collect::<Vec<_>>()
        })
    });
    let line = move |(person, name, positions, away): (PersonId, domain::Name, Vec<domain::Position>, bool)| {
        let work = move || {
            let locale = i18n.get_locale();
            positions.iter().map(|position| words::position(locale, *position)).collect::<Vec<_>>().join(", ")
        };
        view! {
            <li>
                <a
                    href=format!("/staff-hours?who={person}")
                    aria-current=move || (chosen.get() == Some(person)).then_some("true")
                >
                    <b>{name.plain()}</b>
                    <span class="small muted">{work}</span>
                    {away.then(|| view! { <span class="chip warn">{t!(i18n, absence.away_today)}</span> })}
                </a>
            </li>
        }
    };
    view! {
        <div class="staff-tables">
            <nav class="staff-list" aria-label=move || t_string!(i18n, absence.people)>
                <ul>{move || staff.get().into_iter().map(line).collect_view()}</ul>
            </nav>
            <div class="stack loose">{panel}</div>
        </div>
    }
    .into_any()
}

/// One person: when they are not there, and when they work.
#[component]
fn Member(desk: Desk, person: PersonId) -> impl IntoView {
    let i18n = use_i18n();
    let Some(staff) = untrack(|| desk.member(person)) else { return ().into_any() };
    let positions = staff.positions.clone();
    let work = move || {
        let locale = i18n.get_locale();
        positions.iter().map(|position| words::position(locale, *position)).collect::<Vec<_>>().join(", ")
    };
    let told = NodeRef::<html::P>::new();
    view! {
        <header>
            <h2>{staff.name.plain()}</h2>
            <p class="muted">{work}</p>
        </header>
        <p
            class="notice ok"
            role="status"
            tabindex="-1"
            data-test="staff-said"
            hidden=move || desk.said.with(Option::is_none)
            node_ref=told
        >
            {move || desk.said.get()}
        </p>
        <Absences desk person told />
        <Week desk person />
    }
    .into_any()
}
