//! The list of people: whom to look for, whom to choose.

use std::collections::BTreeSet;

use domain::{Actor, PersonId, fold, view::PersonView};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::Wanted;
use crate::{
    Failure,
    alive::use_alive,
    api::people::Sheet,
    i18n::{Locale, t, t_string, td_string, use_i18n},
    words,
};

/// Whom the list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Show {
    All,
    Staff,
    Parents,
    Without,
}

impl Show {
    const ALL: [Self; 4] = [Self::All, Self::Staff, Self::Parents, Self::Without];

    fn code(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Staff => "staff",
            Self::Parents => "parents",
            Self::Without => "without",
        }
    }

    fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|show| show.code() == code).unwrap_or(Self::All)
    }

    fn has(self, person: &PersonView) -> bool {
        match self {
            Self::All => true,
            Self::Staff => !person.positions.is_empty(),
            Self::Parents => !person.children.is_empty(),
            Self::Without => !person.active,
        }
    }

    fn label(self, locale: Locale) -> &'static str {
        match self {
            Self::All => td_string!(locale, people.show_all),
            Self::Staff => td_string!(locale, people.show_staff),
            Self::Parents => td_string!(locale, people.show_parents),
            Self::Without => td_string!(locale, people.show_without),
        }
    }
}

/// The list with its search, its filter, and what can be done with those chosen.
#[component]
pub fn PeopleList(
    /// Everybody.
    people: Vec<PersonView>,
    /// Who reads it: decides whom one may invite, and whose password one may renew.
    reader: StoredValue<Actor>,
    /// Makes codes.
    make: Action<Wanted, Result<Sheet, Failure>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let alive = use_alive();
    let query = use_query_map();
    let asked = |name: &'static str| query.with_untracked(|query| query.get(name).unwrap_or_default());
    let search = RwSignal::new(asked("q"));
    let show = RwSignal::new(Show::from_code(&asked("show")));
    let chosen = RwSignal::new(BTreeSet::<PersonId>::new());

    let mut people = people;
    people.sort_by(|a, b| fold::cmp_kk(&a.name.full(), &b.name.full()));
    let people = StoredValue::new(people);
    let found = Memo::new(move |_| {
        let (needle, show) = (search.get(), show.get());
        let fits = |person: &&PersonView| show.has(person) && fold::matches(&haystack(person), &needle);
        people.with_value(|people| people.iter().filter(fits).map(|person| person.id).collect::<BTreeSet<_>>())
    });
    let can_be_invited = people.with_value(|people| {
        people.iter().filter(|person| is_invitable(person, reader)).map(|person| person.id).collect::<BTreeSet<_>>()
    });
    let open = Memo::new(move |_| found.with(|found| found & &can_be_invited));
    // Chosen ones that the search has hidden do not count: one invites whom one sees.
    let picked = Memo::new(move |_| open.with(|open| chosen.with(|chosen| chosen & open)));
    let all_picked = move || !open.with(BTreeSet::is_empty) && picked.with(|picked| open.with(|open| picked == open));
    let pick_all = move |_| {
        let all = all_picked();
        chosen.update(|chosen| {
            open.with(|open| if all { chosen.retain(|id| !open.contains(id)) } else { chosen.extend(open) });
        });
    };
    let invite = move |_| {
        if !picked.with(BTreeSet::is_empty) && !make.pending().get_untracked() {
            // In the order of the list: so they come out of the printer.
            let ids = picked.with_untracked(|picked| {
                people.with_value(|people| {
                    people.iter().map(|person| person.id).filter(|id| picked.contains(id)).collect()
                })
            });
            make.dispatch(Wanted::Invitations(ids));
        }
    };
    let filters = Show::ALL
        .map(|one| {
            view! {
                <button
                    type="submit"
                    name="show"
                    value=one.code()
                    aria-pressed=move || if show.get() == one { "true" } else { "false" }
                    on:click=move |event| {
                        event.prevent_default();
                        show.set(one);
                    }
                >
                    {move || one.label(i18n.get_locale())}
                </button>
            }
        })
        .collect_view();
    let lines = people.with_value(|people| {
        people
            .iter()
            .map(|person| view! { <Line person=person.clone() reader make found chosen alive /> })
            .collect_view()
    });
    view! {
        <form method="get" class="people-search" role="search" on:submit=|event| event.prevent_default()>
            <div class="field">
                <label for="people-q">{t!(i18n, people.search)}</label>
                <input
                    id="people-q"
                    type="search"
                    name="q"
                    autocomplete="off"
                    prop:value=search
                    value=search.get_untracked()
                    on:input=move |event| search.set(event_target_value(&event))
                />
            </div>
            <div class="segmented" role="group" aria-label=move || t_string!(i18n, people.show)>{filters}</div>
        </form>
        <div class="people-bar">
            <label class="check">
                <input type="checkbox" prop:checked=all_picked disabled=move || !alive.get() || open.with(BTreeSet::is_empty) on:change=pick_all />
                <span>{t!(i18n, people.select_all)}</span>
            </label>
            <p class="muted" role="status">
                {move || t_string!(i18n, people.chosen, n = picked.with(BTreeSet::len), all = open.with(BTreeSet::len)).to_string()}
            </p>
            <button
                type="button"
                class="button primary"
                disabled=move || !alive.get() || picked.with(BTreeSet::is_empty)
                aria-describedby="invite-hint"
                on:click=invite
            >
                {t!(i18n, people.invite)}
            </button>
        </div>
        <p class="muted small" id="invite-hint">{t!(i18n, people.invite_hint)}</p>
        <ul class="people">{lines}</ul>
        <div class="empty" hidden=move || !found.with(BTreeSet::is_empty)>
            <p>{t!(i18n, people.nobody)}</p>
        </div>
    }
}

#[component]
fn Line(
    person: PersonView,
    reader: StoredValue<Actor>,
    make: Action<Wanted, Result<Sheet, Failure>>,
    found: Memo<BTreeSet<PersonId>>,
    chosen: RwSignal<BTreeSet<PersonId>>,
    alive: ReadSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let id = person.id;
    let name = StoredValue::new(person.name.full());
    let children = person.children.iter().map(domain::Name::plain).collect::<Vec<_>>().join(", ");
    let login = person.login.as_deref().map(domain::phone::display);
    let positions = StoredValue::new(person.positions.clone());
    let pick = move |event| {
        let on = event_target_checked(&event);
        chosen.update(|chosen| {
            if on {
                chosen.insert(id)
            } else {
                chosen.remove(&id)
            };
        });
    };
    let face = view! {
        <span class="avatar" aria-hidden="true">{person.name.initials()}</span>
        <span class="person-name">{name.get_value()}</span>
    };
    let who = if is_invitable(&person, reader) {
        view! {
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || chosen.with(|chosen| chosen.contains(&id))
                    disabled=move || !alive.get()
                    on:change=pick
                />
                {face}
            </label>
        }
        .into_any()
    } else {
        view! { <p class="check"><span class="no-check"></span> {face}</p> }.into_any()
    };
    let state = if person.active {
        view! { <span class="chip ok">{t!(i18n, people.active)}</span> }.into_any()
    } else if person.invited {
        view! { <span class="chip warn">{t!(i18n, people.invited)}</span> }.into_any()
    } else {
        view! { <span class="chip">{t!(i18n, people.uninvited)}</span> }.into_any()
    };
    let resets = person.active && reader.with_value(|actor| actor.may_reset(&person.positions));
    let reset = resets.then(|| {
        view! {
            <button
                type="button"
                class="button small"
                disabled=move || !alive.get()
                aria-label=move || format!("{}: {}", t_string!(i18n, people.reset), name.get_value())
                on:click=move |_| { make.dispatch(Wanted::Reset(id)); }
            >
                {t!(i18n, people.reset)}
            </button>
        }
    });
    view! {
        <li class="person" hidden=move || !found.with(|found| found.contains(&id))>
            {who}
            <div class="person-about small muted">
                <p>
                    {move || {
                        let locale = i18n.get_locale();
                        let words = positions.with_value(|list| list.iter().map(|one| words::position(locale, *one)).collect::<Vec<_>>());
                        words.join(", ")
                    }}
                </p>
                {(!children.is_empty()).then(|| view! {
                    <p>{move || t_string!(i18n, people.children_of, names = children.clone()).to_string()}</p>
                })}
                {login.map(|login| view! { <p class="figures">{login}</p> })}
            </div>
            <div class="person-end">{state} {reset}</div>
        </li>
    }
}

/// Whoever has an account needs no invitation.
fn is_invitable(person: &PersonView, reader: StoredValue<Actor>) -> bool {
    !person.active && reader.with_value(|reader| reader.may_invite(&person.positions))
}

/// All that somebody can be found by.
fn haystack(person: &PersonView) -> String {
    let login = person.login.as_deref().unwrap_or_default();
    let children = person.children.iter().map(domain::Name::full);
    let parts = [person.name.full(), login.to_owned(), domain::phone::display(login)];
    parts.into_iter().chain(children).collect::<Vec<_>>().join(" ")
}
