//! Bodies as orders of the head compose them: who sits in each, what quorum it has, and the parents' council.

mod compose;
mod council;
mod people;
mod quorum;

use domain::{
    Permission,
    meeting::view::{BodiesView, BodyView, ComposedView},
};
use leptos::{html, prelude::*};

use crate::{
    api::body::kept_bodies,
    components::{booking::door, guard::Guard, title::Title},
    i18n::{Locale, t, t_string, td_string, use_i18n},
    language, words,
};

use compose::Compose;
use council::Council;
use quorum::QuorumForm;

/// The page.
#[component]
pub fn BodiesPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Title text=move || t_string!(i18n, meeting.bodies) />
        <Guard permission=Permission::KeepBodies page=|_| view! { <Bodies /> }.into_any() />
    }
}

/// What was done last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Done {
    Composed,
    Quorum,
    Council,
}

/// The page's list, and saying what was done.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    listed: Resource<Result<BodiesView, crate::Failure>>,
    said: RwSignal<Option<Done>>,
    status: NodeRef<html::Div>,
}

impl Desk {
    fn did(self, done: Done) {
        self.listed.refetch();
        self.said.set(Some(done));
        if let Some(status) = self.status.get_untracked() {
            let _ = status.focus();
        }
    }
}

#[component]
fn Bodies() -> impl IntoView {
    let i18n = use_i18n();
    let listed = Resource::new_blocking(|| (), |()| kept_bodies());
    let desk = Desk { listed, said: RwSignal::new(None), status: NodeRef::new() };
    let here = door::here();
    let said = move || {
        desk.said.get().map(|done| match done {
            Done::Composed => t_string!(i18n, meeting.composed),
            Done::Quorum => t_string!(i18n, meeting.quorum_saved),
            Done::Council => t_string!(i18n, meeting.council_saved),
        })
    };
    view! {
        <div class="page stack bodies">
            <div class="page-head">
                <h1>{t!(i18n, meeting.bodies)}</h1>
                <a class="button small" href="/meetings">{t!(i18n, meeting.nav)}</a>
            </div>
            <p class="muted">{t!(i18n, meeting.bodies_lead)}</p>
            <div role="status" tabindex="-1" node_ref=desk.status class="meeting-news">
                {move || said().map(|said| view! { <p class="notice ok">{said}</p> })}
            </div>
            <Transition fallback=|| view! { <div class="skeleton meetings-wait" aria-hidden="true"></div> }>
                {move || {
                    let here = here.clone();
                    Suspend::new(async move {
                        match listed.await {
                            Ok(view) => view! { <All view desk /> }.into_any(),
                            Err(failure) => door::closed(i18n.get_locale_untracked(), &failure, &here),
                        }
                    })
                }}
            </Transition>
        </div>
    }
}

#[component]
fn All(view: BodiesView, desk: Desk) -> impl IntoView {
    let BodiesView { bodies, people, council, today } = view;
    let people = StoredValue::new(people);
    view! {
        {bodies.into_iter().map(|body| view! { <OneBody body people today desk /> }).collect_view()}
        <Council people council desk />
    }
}

#[component]
fn OneBody(
    body: BodyView,
    people: StoredValue<Vec<domain::meeting::view::Named>>,
    today: chrono::NaiveDate,
    desk: Desk,
) -> impl IntoView {
    let i18n = use_i18n();
    let BodyView { body, quorum, compositions, current } = body;
    let code = body.code();
    let id = format!("body-{code}");
    let last = compositions.first().cloned();
    let part = move |composed: &ComposedView| {
        let id = composed.composition.id;
        if Some(id) == current {
            1
        } else if composed.composition.from > today {
            0
        } else {
            2
        }
    };
    let of = |wanted: u8| compositions.iter().filter(|composed| part(composed) == wanted).cloned().collect::<Vec<_>>();
    let (coming, now, past) = (of(0), of(1), of(2));
    let none = now.is_empty();
    let shown = move |title: fn(Locale) -> &'static str, all: Vec<ComposedView>| {
        let all = StoredValue::new(all);
        move || {
            let locale = i18n.get_locale();
            all.with_value(|all| all.iter().map(|one| composition(locale, title(locale), one)).collect_view())
        }
    };
    view! {
        <section class="card stack body-card" aria-labelledby=id.clone() data-body=code>
            <h2 id=id.clone()>{move || words::body(i18n.get_locale(), body)}</h2>
            {none.then(|| view! { <p class="notice warn">{t!(i18n, meeting.no_composition)}</p> })}
            {shown(|locale| td_string!(locale, meeting.current), now)}
            {shown(|locale| td_string!(locale, meeting.coming_composition), coming)}
            {(!past.is_empty()).then(|| view! {
                <details class="body-history">
                    <summary>{t!(i18n, meeting.history)} " (" {past.len()} ")"</summary>
                    <div class="stack">{shown(|_| "", past)}</div>
                </details>
            })}
            <QuorumForm body quorum desk />
            <Compose body last people today desk />
        </section>
    }
}

fn composition(locale: Locale, title: &'static str, composed: &ComposedView) -> AnyView {
    let lang = language::of(locale);
    let own = &composed.composition;
    let from = lang.long_date(own.from);
    let holds = match own.until {
        Some(until) => td_string!(locale, meeting.holds, from = from, until = lang.long_date(until)).to_string(),
        None => td_string!(locale, meeting.holds_from, from = from).to_string(),
    };
    let order =
        td_string!(locale, meeting.order_line, number = own.order_number.clone(), day = lang.long_date(own.order_date))
            .to_string();
    let seats = composed.seats.iter().map(|seat| {
        view! {
            <li>
                <b>{seat.name.plain()}</b> " "
                <span class="muted small">{words::meeting::role(locale, seat.role, own.chair_title)}</span>
            </li>
        }
    });
    view! {
        <div class="stack tight body-composition">
            {(!title.is_empty()).then(|| view! { <h3>{title}</h3> })}
            <p class="muted small">{order} " · " {holds}</p>
            <ul class="body-seats">{seats.collect_view()}</ul>
        </div>
    }
    .into_any()
}
