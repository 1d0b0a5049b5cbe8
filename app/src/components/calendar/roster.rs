//! The children of a session.

use domain::{ChildId, Seat, fold, fold::cmp_kk, kind::rule};
use leptos::prelude::*;

use super::editor::Draft;
use crate::{
    i18n::{t, t_string, td_string, use_i18n},
    language::lang,
};

/// How many names a search shows.
const FOUND: usize = 6;

/// The children, with a search by which others are added.
#[component]
pub fn Roster(
    /// The plan that is being written.
    draft: Draft,
) -> impl IntoView {
    let i18n = use_i18n();
    let search = RwSignal::new(String::new());
    let name = move |id: ChildId| {
        draft.desk.now(|sheet| sheet.directory().children.get(&id).map(|child| child.name.plain()).unwrap_or_default())
    };
    let seats = move || draft.plan.with(|plan| plan.seats.iter().map(|seat| seat.child).collect::<Vec<_>>());
    let found = move || {
        let needle = search.get();
        if needle.trim().is_empty() {
            return Vec::new();
        }
        draft.plan.with(|plan| {
            draft.desk.now(|sheet| {
                let children = sheet.directory().children.values();
                let mut found: Vec<_> = children
                    .filter(|child| child.is_here(plan.slot.day) && !plan.has(child.id))
                    .filter(|child| fold::matches(&child.name.full(), &needle))
                    .map(|child| (child.id, child.name.plain()))
                    .collect();
                found.sort_by(|a, b| cmp_kk(&a.1, &b.1));
                found.truncate(FOUND);
                found
            })
        })
    };
    let add = move |id: ChildId| {
        draft.plan.update(|plan| {
            let with_parent = rule(plan.body, plan.kind).is_some_and(|rule| rule.with_parent);
            plan.seats.push(Seat { child: id, with_parent });
        });
        search.set(String::new());
    };
    let hidden = move || draft.plan.with(|plan| plan.hidden);
    let assistants = move || {
        draft.plan.with(|plan| {
            draft.desk.now(|sheet| {
                let told = plan.assistants.iter().map(|with| {
                    let person = sheet.directory().staff.get(&with.person).map(|staff| staff.name.short());
                    let person = person.unwrap_or_default();
                    td_string!(i18n.get_locale(), calendar.assists, name = person, child = name(with.child)).to_string()
                });
                told.collect::<Vec<_>>()
            })
        })
    };
    view! {
        <div class="field">
            <label for="cal-child">
                {t!(i18n, calendar.children)}
                " "
                <span class="chip">{move || draft.plan.with(|plan| format!("{}/{}", plan.children(), plan.places))}</span>
            </label>
            <ul class="cal-chosen" hidden=move || seats().is_empty()>
                <For each=seats key=|id| *id let:id>
                    <Place draft id name=name(id) />
                </For>
            </ul>
            <p class="muted" hidden=move || hidden() == 0>
                {move || td_string!(i18n.get_locale(), calendar.hidden, children = lang().counted(u32::from(hidden()), domain::format::Noun::Child)).to_string()}
            </p>
            {move || assistants().into_iter().map(|told| view! { <p class="muted small">{told}</p> }).collect_view()}
            <input
                id="cal-child"
                type="search"
                autocomplete="off"
                placeholder=move || t_string!(i18n, calendar.search_child)
                prop:value=move || search.get()
                on:input=move |event| search.set(event_target_value(&event))
                on:keydown=move |event| {
                    if event.key() == "Enter" {
                        event.prevent_default();
                        if let Some((id, _)) = found().first() {
                            add(*id);
                        }
                    }
                }
            />
            <ul class="cal-found">
                {move || found().into_iter().map(|(id, name)| view! {
                    <li>
                        <button type="button" class="button small" on:click=move |_| add(id)>
                            {move || td_string!(i18n.get_locale(), calendar.add_child, name = name.clone()).to_string()}
                        </button>
                    </li>
                }).collect_view()}
            </ul>
        </div>
    }
}

#[component]
fn Place(draft: Draft, id: ChildId, name: String) -> impl IntoView {
    let i18n = use_i18n();
    let with_parent =
        move || draft.plan.with(|plan| plan.seats.iter().any(|seat| seat.child == id && seat.with_parent));
    let set = move |value: bool| {
        draft.plan.update(|plan| {
            for seat in plan.seats.iter_mut().filter(|seat| seat.child == id) {
                seat.with_parent = value;
            }
        });
    };
    let remove = move |_| {
        draft.plan.update(|plan| {
            plan.seats.retain(|seat| seat.child != id);
            plan.assistants.retain(|with| with.child != id);
        });
    };
    let label = name.clone();
    view! {
        <li data-child=id.to_string()>
            <span>{name}</span>
            <label class="check small">
                <input type="checkbox" prop:checked=with_parent on:change=move |event| set(event_target_checked(&event)) />
                <span>{t!(i18n, calendar.with_parent)}</span>
            </label>
            <button
                type="button"
                class="button quiet small"
                aria-label=move || format!("{}: {label}", t_string!(i18n, calendar.remove))
                on:click=remove
            >
                <span aria-hidden="true">"✕"</span>
            </button>
        </li>
    }
}
