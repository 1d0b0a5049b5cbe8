//! Looking for sessions: by words, by what they are. The address holds it; without scripts it is a form.

use std::collections::BTreeSet;

use domain::{Body, Kind, Status, fold::cmp_kk};
use leptos::{html, prelude::*};

use super::{address::TABLE, desk::Desk, filter::Filter, sheet::Sheet};
use crate::{
    alive::use_alive,
    i18n::{Locale, t, t_string, td_string, use_i18n},
    words,
};

/// A value, and what it is called.
type Choice = (String, String);

/// The field, and what can be chosen besides.
#[component]
pub fn Finder(
    /// The desk.
    desk: Desk,
) -> impl IntoView {
    let i18n = use_i18n();
    let alive = use_alive();
    // Kept on the server it would keep the router that keeps it, for ever.
    #[cfg(feature = "hydrate")]
    let navigate = StoredValue::new_local(leptos_router::hooks::use_navigate());
    let go = move |href: String| {
        // A letter is no page of its own to go back to.
        #[cfg(feature = "hydrate")]
        navigate.with_value(|navigate| {
            let options = leptos_router::NavigateOptions { replace: true, scroll: false, ..Default::default() };
            navigate(&href, options);
        });
        #[cfg(not(feature = "hydrate"))]
        drop(href);
    };
    let set = move |change: &dyn Fn(&mut Filter)| {
        let mut filter = desk.filter.get_untracked();
        change(&mut filter);
        go(desk.address.get_untracked().href() + &filter.query());
    };
    // While somebody writes, what they write stands; the address follows.
    let typed = RwSignal::new(desk.filter.with_untracked(|filter| filter.text.clone()));
    let input = NodeRef::<html::Input>::new();
    Effect::new(move || {
        let text = desk.filter.with(|filter| filter.text.clone());
        let writing = input
            .get_untracked()
            .is_some_and(|input| document().active_element().is_some_and(|focused| input.is_same_node(Some(&focused))));
        if !writing && typed.with_untracked(|typed| typed.trim() != text) {
            typed.set(text);
        }
    });
    let sought = move || desk.filter.with(|filter| !filter.is_empty());
    let said = move || {
        let (n, all) = desk.with(|sheet| sheet.found(desk.address.get()));
        if n == 0 {
            t_string!(i18n, calendar.find_none).to_owned()
        } else {
            t_string!(i18n, calendar.found, n = n, all = all).to_string()
        }
    };
    let address = move || desk.address.get();
    let keep = |name: &'static str, value: Signal<String>| view! { <input type="hidden" name=name prop:value=value value=value.get_untracked() /> };
    let day = Signal::derive(move || address().day.map(|day| day.to_string()).unwrap_or_default());
    let (view, by) = (
        Signal::derive(move || address().span.code().to_owned()),
        Signal::derive(move || address().split.code().to_owned()),
    );
    let table = Signal::derive(move || if address().table { TABLE.to_owned() } else { String::new() });
    // Anew only with another view or language, and only if there is something else to choose: a field in use stays.
    let choices = Memo::new(move |_| {
        desk.laid.track();
        let locale = i18n.get_locale();
        desk.now(|sheet| FIELDS.map(|field| (field.choices)(sheet, locale)))
    });
    let chosen = move || desk.filter.with(Filter::chosen);
    let open = untrack(chosen) > 0;
    view! {
        <form class="cal-find no-print" role="search" method="get" action="/calendar" on:submit=move |event| {
            event.prevent_default();
            first_hit(desk);
        }>
            {keep("view", view)} {keep("by", by)} {keep("day", day)} {keep("as", table)}
            <input
                type="search"
                name="q"
                class="cal-search"
                autocomplete="off"
                placeholder=move || t_string!(i18n, calendar.find_hint)
                aria-label=move || t_string!(i18n, calendar.find)
                node_ref=input
                prop:value=typed
                value=typed.get_untracked()
                on:input=move |event| {
                    let text = event_target_value(&event);
                    set(&|filter| text.trim().clone_into(&mut filter.text));
                    typed.set(text);
                }
            />
            <details class="cal-filter" open=open>
                <summary class="button small">
                    {t!(i18n, calendar.find_more)}
                    <span class="chip sky" hidden=move || chosen() == 0>{chosen}</span>
                </summary>
                <div class="cal-filter-fields">
                    {move || {
                        let locale = i18n.get_locale();
                        FIELDS.into_iter().zip(choices.get()).map(|(field, choices)| {
                            (!choices.is_empty()).then(|| select(desk, locale, field, choices, move |value| set(&|filter| (field.put)(filter, &value))))
                        })
                        .collect_view()
                    }}
                </div>
            </details>
            <button type="submit" class="button small" hidden=move || alive.get()>{t!(i18n, calendar.find)}</button>
            <p class="cal-found-count" role="status">{move || sought().then(said)}</p>
            <a class="button quiet small" hidden=move || !sought() href=move || address().href()>{t!(i18n, calendar.find_clear)}</a>
        </form>
    }
}

/// Enter leads to the first session that was found.
fn first_hit(desk: Desk) {
    #[cfg(feature = "hydrate")]
    super::browser::focus_first_hit(desk);
    #[cfg(not(feature = "hydrate"))]
    let _ = desk;
}

/// One of the fields besides the words.
#[derive(Clone, Copy)]
struct Field {
    name: &'static str,
    label: fn(Locale) -> &'static str,
    /// What can be chosen: what is there.
    choices: fn(&Sheet, Locale) -> Vec<Choice>,
    get: fn(&Filter) -> Option<String>,
    put: fn(&mut Filter, &str),
}

const FIELDS: [Field; 6] = [
    Field {
        name: "staff",
        label: |locale| td_string!(locale, calendar.staff),
        choices: staff,
        get: |filter| filter.staff.map(|id| id.to_string()),
        put: |filter, id| filter.staff = id.parse().ok(),
    },
    Field {
        name: "room",
        label: |locale| td_string!(locale, calendar.room),
        choices: |sheet, _| {
            sorted(sheet.directory().rooms.values().map(|room| (room.id.to_string(), room.name.clone())))
        },
        get: |filter| filter.room.map(|id| id.to_string()),
        put: |filter, id| filter.room = id.parse().ok(),
    },
    Field {
        name: "body",
        label: |locale| td_string!(locale, calendar.body),
        choices: |_, locale| {
            let name = |body: Body| (body.code().to_owned(), words::body_short(locale, body).to_owned());
            [Body::Kp, Body::Ppqq].map(name).into()
        },
        get: |filter| filter.body.map(|body| body.code().to_owned()),
        put: |filter, code| filter.body = Body::from_code(code),
    },
    Field {
        name: "kind",
        label: |locale| td_string!(locale, calendar.kind),
        choices: |_, locale| {
            let name = |kind: &Kind| (kind.code().to_owned(), words::kind(locale, *kind).to_owned());
            sorted(Kind::ALL.iter().map(name))
        },
        get: |filter| filter.kind.map(|kind| kind.code().to_owned()),
        put: |filter, code| filter.kind = Kind::from_code(code),
    },
    Field {
        name: "status",
        label: |locale| td_string!(locale, calendar.status),
        choices: |_, locale| {
            let name = |status: &Status| (status.code().to_owned(), words::status(locale, *status).to_owned());
            Status::ALL.iter().map(name).collect()
        },
        get: |filter| filter.status.map(|status| status.code().to_owned()),
        put: |filter, code| filter.status = Status::from_code(code),
    },
    Field {
        name: "disorder",
        label: |locale| td_string!(locale, calendar.disorder),
        choices: disorders,
        get: |filter| filter.disorder.clone(),
        put: |filter, text| filter.disorder = Some(text.to_owned()).filter(|text| !text.is_empty()),
    },
];

fn select(desk: Desk, locale: Locale, field: Field, choices: Vec<Choice>, put: impl Fn(String) + 'static) -> AnyView {
    let current = move || desk.filter.with(|filter| (field.get)(filter).unwrap_or_default());
    let first = desk.filter.with_untracked(|filter| (field.get)(filter).unwrap_or_default());
    let options = choices.into_iter().map(|(value, text)| {
        let chosen = value == first;
        view! { <option value=value selected=chosen>{text}</option> }
    });
    view! {
        <label class="field">
            <span class="label">{(field.label)(locale)}</span>
            <select name=field.name prop:value=current on:change=move |event| put(event_target_value(&event))>
                <option value="">{td_string!(locale, calendar.any)}</option>
                {options.collect_view()}
            </select>
        </label>
    }
    .into_any()
}

/// Who holds sessions here, or may.
fn staff(sheet: &Sheet, _: Locale) -> Vec<Choice> {
    let holds: BTreeSet<_> = sheet.context.sessions().flat_map(|session| session.plan.staff.iter().copied()).collect();
    let staff =
        sheet.directory().staff.values().filter(|staff| {
            holds.contains(&staff.id) || staff.positions.iter().any(|position| position.holds_sessions())
        });
    sorted(staff.map(|staff| (staff.id.to_string(), staff.name.plain())))
}

/// Of the children whose needs the reader may know.
fn disorders(sheet: &Sheet, _: Locale) -> Vec<Choice> {
    let children = sheet.directory().children.values();
    let known: BTreeSet<&String> = children.filter_map(|child| child.needs.as_ref()?.disorder.as_ref()).collect();
    sorted(known.into_iter().map(|disorder| (disorder.clone(), disorder.clone())))
}

fn sorted(choices: impl Iterator<Item = Choice>) -> Vec<Choice> {
    let mut choices: Vec<_> = choices.collect();
    choices.sort_by(|(_, a), (_, b)| cmp_kk(a, b));
    choices
}
