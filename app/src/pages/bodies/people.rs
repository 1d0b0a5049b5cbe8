//! People are chosen from all who may be put into a body, found by a part of their name.

use std::collections::BTreeSet;

use domain::{PersonId, fold::matches, meeting::view::Named};
use leptos::prelude::*;

use crate::{
    alive::use_alive,
    i18n::{t, t_string, use_i18n},
};

/// Boxes to tick, with a search above them: those who are chosen stay in sight.
#[component]
pub(super) fn Choose(
    /// The id of its parts.
    id: String,
    /// What they are chosen for.
    label: Signal<&'static str>,
    /// Everybody.
    people: StoredValue<Vec<Named>>,
    /// Who is chosen.
    chosen: RwSignal<BTreeSet<PersonId>>,
    /// Who cannot be chosen: they have another place.
    #[prop(into)]
    without: Signal<Vec<PersonId>>,
) -> impl IntoView {
    let (i18n, alive) = (use_i18n(), use_alive());
    let search = RwSignal::new(String::new());
    let found = Memo::new(move |_| {
        let wanted = search.get();
        let (chosen, without) = (chosen.get(), without.get());
        people.with_value(|people| {
            let fits = |named: &&Named| {
                !without.contains(&named.id)
                    && (chosen.contains(&named.id)
                        || (!wanted.trim().is_empty() && matches(&named.name.full(), &wanted)))
            };
            people.iter().filter(fits).take(60).map(|named| (named.id, named.name.full())).collect::<Vec<_>>()
        })
    });
    let toggle = move |person: PersonId, on: bool| {
        chosen.update(|chosen| {
            if on {
                chosen.insert(person);
            } else {
                chosen.remove(&person);
            }
        });
    };
    let field = format!("{id}-find");
    let said = move || {
        let n = chosen
            .with(|chosen| chosen.iter().filter(|person| !without.with(|without| without.contains(person))).count());
        t_string!(i18n, meeting.chosen, n = n).to_string()
    };
    view! {
        <fieldset class="field people-choice">
            <legend>{move || label.get()}</legend>
            <label class="visually-hidden" for=field.clone()>{t!(i18n, meeting.find)}</label>
            <input
                id=field
                type="search"
                autocomplete="off"
                placeholder=move || t_string!(i18n, meeting.find)
                disabled=move || !alive.get()
                prop:value=search
                on:input=move |event| search.set(event_target_value(&event))
            />
            <p class="muted small" role="status">{said}</p>
            <ul class="people-found">
                <For each=move || found.get() key=|(person, _)| *person children=move |(person, name)| view! {
                    <li>
                        <label class="check">
                            <input
                                type="checkbox"
                                prop:checked=move || chosen.with(|chosen| chosen.contains(&person))
                                on:change=move |event| toggle(person, event_target_checked(&event))
                            />
                            {name}
                        </label>
                    </li>
                } />
            </ul>
            {move || (found.with(Vec::is_empty) && !search.with(String::is_empty)).then(|| view! {
                <p class="muted small">{t!(i18n, meeting.found_none)}</p>
            })}
        </fieldset>
    }
}

/// One of all: a list to choose from.
#[component]
pub(super) fn ChooseOne(
    /// Its id.
    id: String,
    /// What they are chosen for.
    label: Signal<&'static str>,
    /// What stands for nobody.
    none: Signal<&'static str>,
    /// What to say below.
    #[prop(optional_no_strip)]
    hint: Option<Signal<&'static str>>,
    /// Everybody.
    people: StoredValue<Vec<Named>>,
    /// Who is chosen.
    chosen: RwSignal<Option<PersonId>>,
) -> impl IntoView {
    let options = people.with_value(|people| {
        people
            .iter()
            .map(|named| {
                let person = named.id;
                view! {
                    <option value=person.to_string() prop:selected=move || chosen.get() == Some(person)>{named.name.full()}</option>
                }
            })
            .collect_view()
    });
    let hint_id = format!("{id}-hint");
    let described = hint.is_some().then(|| hint_id.clone());
    view! {
        <div class="field">
            <label for=id.clone()>{move || label.get()}</label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{move || hint.get()}</p> })}
            <select id=id aria-describedby=described on:change=move |event| chosen.set(event_target_value(&event).parse().ok())>
                <option value="" prop:selected=move || chosen.get().is_none()>{move || none.get()}</option>
                {options}
            </select>
        </div>
    }
}
