//! How the minutes came to be: a slider through their versions, who wrote what, and the way back.

use std::{collections::BTreeMap, sync::Arc};

use ::minutes::{
    history::{self, Entry, Run, Version},
    write::Area,
};
use domain::{MeetingId, Name, PersonId, time::clock};
use leptos::{prelude::*, task::spawn_local};

use super::{At, keep, section};
use crate::{
    api::minutes_text::minutes_history,
    components::dialog::Dialog,
    i18n::{Locale, t, t_string, td_string, use_i18n},
    language,
};
use domain::minutes::Section;

/// What was read of the past.
struct Read {
    entries: Vec<Entry>,
    versions: Vec<Version>,
    people: BTreeMap<PersonId, (Name, usize)>,
}

/// The past, in a dialog.
#[component]
pub(super) fn Past(
    /// The desk, where a version can come back.
    at: Option<At>,
    meeting: MeetingId,
    closed: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let i18n = use_i18n();
    let at = at.filter(|at| at.with_value(|desk| desk.writes));
    let read = RwSignal::new(None::<Result<Arc<Read>, ()>>);
    let chosen = RwSignal::new(0_usize);
    spawn_local(async move {
        let found = match minutes_history(meeting).await {
            Ok(found) => {
                let entry = |row: crate::api::minutes_text::Wrote| {
                    Some(Entry { no: row.no, person: row.person, at: row.at, bytes: keep::bytes(&row.data)? })
                };
                let entries: Vec<Entry> = found.wrote.into_iter().filter_map(entry).collect();
                let people = found.people.into_iter().enumerate();
                let people = people.map(|(n, (person, name))| (person, (name, n % 8))).collect();
                Ok(Arc::new(Read { versions: history::versions(&entries), entries, people }))
            }
            Err(_) => Err(()),
        };
        if let Ok(read) = &found {
            let _ = chosen.try_set(read.versions.len().saturating_sub(1));
        }
        let _ = read.try_set(Some(found));
    });
    let restore = move || {
        let Some(Ok(read)) = read.get_untracked() else { return };
        let Some(version) = read.versions.get(chosen.get_untracked()) else { return };
        if let (Some(at), Ok(past)) = (at, history::at(&read.entries, version.last)) {
            at.with_value(|desk| desk.write(|doc| history::restore(doc, &past.minutes)));
        }
        closed();
    };
    view! {
        <Dialog look="dialog editor-past" title=Signal::derive(move || t_string!(i18n, editor.past_title).to_owned()) closed>
            {move || match read.get() {
                None => view! { <p class="muted" role="status">{t!(i18n, editor.past_loading)}</p> }.into_any(),
                Some(Err(())) => view! { <p role="alert">{t!(i18n, editor.past_failed)}</p> }.into_any(),
                Some(Ok(read)) => {
                    let (locale, last) = (i18n.get_locale(), read.versions.len().saturating_sub(1));
                    let (words_of, shown) = (read.clone(), read.clone());
                    let named = move || words_of.versions.get(chosen.get()).map(|version| title(locale, &words_of, version)).unwrap_or_default();
                    let said = named.clone();
                    view! {
                        <div class="stack">
                            <div class="field">
                                <label for="past-slider">{named}</label>
                                <input id="past-slider" type="range" min="0" max=last.to_string() step="1"
                                    prop:value=move || chosen.get().to_string()
                                    aria-valuetext=said
                                    on:input:target=move |event| chosen.set(event.target().value().parse().unwrap_or_default()) />
                            </div>
                            <ul class="editor-legend">
                                {read.people.values().map(|(name, colour)| view! {
                                    <li><span class="editor-swatch" data-who=colour.to_string() aria-hidden="true"></span>{name.plain()}</li>
                                }).collect_view()}
                            </ul>
                            <div class="editor-past-text" tabindex="0" role="region" aria-label=move || t_string!(i18n, editor.past_title)>
                                {move || shown.versions.get(chosen.get()).map(|version| text(locale, &shown, version.last))}
                            </div>
                            {(at.is_some() && last > 0).then(|| view! {
                                <button type="button" class="button" disabled=move || chosen.get() == last on:click=move |_| restore()>{t!(i18n, editor.restore)}</button>
                            })}
                        </div>
                    }
                    .into_any()
                }
            }}
        </Dialog>
    }
}

fn title(locale: Locale, read: &Read, version: &Version) -> String {
    let people: Vec<String> =
        version.people.iter().filter_map(|person| read.people.get(person)).map(|(name, _)| name.short()).collect();
    let day = language::of(locale).short_date(version.at.day);
    format!("{day}, {} · {}", clock(version.at.minute), people.join(", "))
}

/// The text of a version, each letter in the colour of who wrote it.
fn text(locale: Locale, read: &Read, no: i64) -> AnyView {
    let Ok(past) = history::at(&read.entries, no) else {
        return view! { <p>{td_string!(locale, editor.past_failed)}</p> }.into_any();
    };
    let runs = |area: Area| -> Vec<Run> { past.runs.get(&area).cloned().unwrap_or_default() };
    let coloured = |area: Area| {
        let run = |run: Run| {
            let colour = read.people.get(&run.person).map_or(0, |(_, colour)| *colour);
            let name = read.people.get(&run.person).map(|(name, _)| name.short()).unwrap_or_default();
            view! { <span class="editor-run" data-who=colour.to_string() title=name>{run.text}</span> }
        };
        view! { <p class="editor-past-words">{runs(area).into_iter().map(run).collect_view()}</p> }
    };
    let items = past.minutes.agenda.iter().map(|item| coloured(Area::Title(item.id))).collect_view();
    let discussions = past.minutes.agenda.iter().map(|item| coloured(Area::Discussion(item.id))).collect_view();
    let decisions = past.minutes.decisions.iter().map(|decision| coloured(Area::Decision(decision.id))).collect_view();
    view! {
        <h3>{section(locale, Section::Agenda)}</h3>
        {items}
        <h3>{section(locale, Section::Discussion)}</h3>
        {discussions}
        <h3>{section(locale, Section::Proposals)}</h3>
        {coloured(Area::Proposals)}
        <h3>{section(locale, Section::Decisions)}</h3>
        {decisions}
    }
    .into_any()
}
