//! Children by their groups, and a search among them.

use std::collections::BTreeSet;

use domain::{
    ChildId, fold, phone,
    register::{Entry, Register},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{Desk, Mode, href};
use crate::{
    i18n::{Locale, t, t_string, td_string, use_i18n},
    language,
};

/// The list, with the chosen child marked.
#[component]
pub(super) fn List(desk: Desk, mode: Memo<Mode>) -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let search = RwSignal::new(query.with_untracked(|query| query.get("q").unwrap_or_default()));
    let found = Memo::new(move |_| {
        let needle = search.get();
        desk.all.with(|all| {
            let fits = |entry: &&Entry| fold::matches(&haystack(entry), &needle);
            all.children.iter().filter(fits).map(|entry| entry.id).collect::<BTreeSet<_>>()
        })
    });
    let none = move || desk.all.with(|all| all.children.is_empty());
    let parts = move || {
        let locale = i18n.get_locale();
        desk.all.with(|all| {
            parts(locale, all)
                .into_iter()
                .enumerate()
                .map(|(n, (name, children))| view! { <PartOf n name children found mode desk /> })
                .collect_view()
        })
    };
    view! {
        <nav class="register-list" aria-label=move || t_string!(i18n, register.list)>
            <form method="get" action="/register" role="search" class="register-search" on:submit=|event| event.prevent_default()>
                <div class="field">
                    <label for="register-q">{t!(i18n, register.search)}</label>
                    <input
                        id="register-q"
                        type="search"
                        name="q"
                        autocomplete="off"
                        prop:value=search
                        value=search.get_untracked()
                        on:input=move |event| search.set(event_target_value(&event))
                    />
                </div>
                <p class="muted small" role="status">
                    {move || t_string!(i18n, register.count, n = found.with(BTreeSet::len)).to_string()}
                </p>
            </form>
            {parts}
            <div class="empty" hidden=move || !none()><p>{t!(i18n, register.empty)}</p></div>
            <div class="empty" hidden=move || none() || !found.with(BTreeSet::is_empty)><p>{t!(i18n, register.nobody)}</p></div>
        </nav>
    }
}

/// The groups in their order, then those at home, then those who have left.
fn parts(locale: Locale, all: &Register) -> Vec<(String, Vec<Entry>)> {
    let of = |belongs: &dyn Fn(&Entry) -> bool| -> Vec<Entry> {
        all.children.iter().filter(|entry| belongs(entry)).cloned().collect()
    };
    let here = |entry: &Entry| !entry.has_left(all.today);
    let groups = all
        .groups
        .iter()
        .map(|group| (group.name.clone(), of(&|entry: &Entry| here(entry) && entry.group == Some(group.id))));
    let home = td_string!(locale, register.home_short).to_owned();
    let gone = td_string!(locale, register.gone).to_owned();
    let mut parts: Vec<_> = groups.collect();
    parts.push((home, of(&|entry: &Entry| here(entry) && entry.group.is_none())));
    parts.push((gone, of(&|entry: &Entry| !here(entry))));
    parts.retain(|(_, children)| !children.is_empty());
    parts
}

#[component]
fn PartOf(
    n: usize,
    name: String,
    children: Vec<Entry>,
    found: Memo<BTreeSet<ChildId>>,
    mode: Memo<Mode>,
    desk: Desk,
) -> impl IntoView {
    let ids = StoredValue::new(children.iter().map(|child| child.id).collect::<Vec<_>>());
    let count = move || found.with(|found| ids.with_value(|ids| ids.iter().filter(|id| found.contains(id)).count()));
    let title = format!("register-part-{n}");
    let lines = children.into_iter().map(|child| view! { <Line child found mode desk /> }).collect_view();
    view! {
        <section class="register-group" aria-labelledby=title.clone() hidden=move || count() == 0>
            <h2 id=title.clone()>{name} " " <span class="chip figures">{count}</span></h2>
            <ul>{lines}</ul>
        </section>
    }
}

#[component]
fn Line(child: Entry, found: Memo<BTreeSet<ChildId>>, mode: Memo<Mode>, desk: Desk) -> impl IntoView {
    let i18n = use_i18n();
    let (id, born) = (child.id, child.born);
    let today = desk.all.with_untracked(|all| all.today);
    let unsigned = child.with_rights().next().is_none() && !child.has_left(today);
    view! {
        <li hidden=move || !found.with(|found| found.contains(&id))>
            <a href=href(id) aria-current=move || (mode.get().child() == Some(id)).then_some("true")>
                <b>{child.name.plain()}</b>
                <span class="muted small figures">{move || language::of(i18n.get_locale()).short_date(born)}</span>
                {unsigned.then(|| view! { <span class="chip warn">{t!(i18n, register.nobody_signs_short)}</span> })}
            </a>
        </li>
    }
}

/// All that a child can be found by.
fn haystack(entry: &Entry) -> String {
    let mut text = entry.name.full();
    for guardian in &entry.guardians {
        text.push(' ');
        text.push_str(&guardian.name.full());
        if let Some(number) = &guardian.phone {
            // As it is kept, as it is shown, and as it is typed without signs.
            for part in [number.as_str(), &phone::display(number), number.trim_start_matches("+7")] {
                text.push(' ');
                text.push_str(part);
            }
        }
    }
    text
}
