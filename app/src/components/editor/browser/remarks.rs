//! Members' remarks and the words that they propose; chair and secretary accept or decline.

use ::minutes::{
    splice,
    write::{self, Area},
};
use domain::{
    MeetingId,
    minutes::{
        Section,
        remark::{Area as Place, Settled},
        view::RemarkView,
    },
};
use leptos::{prelude::*, task::spawn_local};

use super::{At, section};
use crate::{
    Failure,
    api::remark::{make_remark, settle_remark},
    components::form::FailureNotice,
    i18n::{Locale, t, td_string, use_i18n},
};

/// The remarks, and the form for one's own.
#[component]
pub(super) fn Remarks(
    at: At,
    meeting: MeetingId,
    list: Signal<Vec<RemarkView>>,
    changed: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    // What else there is of the minutes changes more often.
    let list = Memo::new(move |_| list.get());
    let failure = RwSignal::new(None::<Failure>);
    let (comment, words_instead) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let proposes = RwSignal::new(false);
    let selected = at.with_value(|desk| desk.selected);
    let quote = move || selected.get().map(|(_, quote)| quote).unwrap_or_default();
    let place = move || {
        selected.with(|selected| {
            selected.as_ref().map_or(Place { section: Section::Proposals, item: None }, |(area, _)| place_of(*area))
        })
    };
    let send = move |_| {
        let (place, quote) = (place(), selected.get_untracked().map(|(_, quote)| quote).unwrap_or_default());
        let (comment_now, replacement) =
            (comment.get_untracked(), proposes.get_untracked().then(|| words_instead.get_untracked()));
        spawn_local(async move {
            match make_remark(meeting, place, quote, comment_now, replacement).await {
                Ok(_) => {
                    comment.set(String::new());
                    words_instead.set(String::new());
                    failure.set(None);
                    changed.run(());
                }
                Err(why) => failure.set(Some(why)),
            }
        });
    };
    let settle = move |view: RemarkView, way: Settled| {
        if way == Settled::Accepted && view.remark.replacement.is_some() && !take_over(at, &view) {
            failure.set(Some(domain::Refusal::Changed.into()));
            return;
        }
        let id = view.remark.id;
        spawn_local(async move {
            match settle_remark(id, way).await {
                Ok(()) => {
                    failure.set(None);
                    changed.run(());
                }
                Err(why) => failure.set(Some(why)),
            }
        });
    };
    view! {
        <section class="editor-remarks stack" aria-labelledby="remarks-title">
            <h3 id="remarks-title">{t!(i18n, editor.remarks)}</h3>
            {move || list.with(Vec::is_empty).then(|| view! { <p class="muted">{t!(i18n, editor.no_remarks)}</p> })}
            <ul class="editor-remark-list">
                {move || {
                    let locale = i18n.get_locale();
                    list.get().into_iter().map(|view| one(locale, view, settle)).collect_view()
                }}
            </ul>
            <details class="editor-remark-form">
                <summary class="button">{t!(i18n, editor.make_remark)}</summary>
                <div class="stack">
                    <p class="muted">{move || {
                        let (locale, quote) = (i18n.get_locale(), quote());
                        if quote.is_empty() {
                            td_string!(locale, editor.remark_on_area, place = section(locale, place().section)).to_string()
                        } else {
                            td_string!(locale, editor.remark_on_words, words = quote).to_string()
                        }
                    }}</p>
                    <div class="field">
                        <label for="remark-comment">{t!(i18n, editor.remark_comment)}</label>
                        <textarea id="remark-comment" rows="3" prop:value=move || comment.get() on:input:target=move |event| comment.set(event.target().value())></textarea>
                    </div>
                    <label class="check">
                        <input type="checkbox" prop:checked=move || proposes.get() on:change:target=move |event| proposes.set(event.target().checked()) />
                        <span>{t!(i18n, editor.propose_words)}</span>
                    </label>
                    <div class="field" hidden=move || !proposes.get()>
                        <label for="remark-words">{t!(i18n, editor.words_instead)}</label>
                        <textarea id="remark-words" rows="3" prop:value=move || words_instead.get() on:input:target=move |event| words_instead.set(event.target().value())></textarea>
                    </div>
                    <FailureNotice failure=Signal::derive(move || failure.get()) />
                    <button type="button" class="button primary" on:click=send>{t!(i18n, editor.send_remark)}</button>
                </div>
            </details>
        </section>
    }
}

fn one(locale: Locale, view: RemarkView, settle: impl Fn(RemarkView, Settled) + Copy + 'static) -> AnyView {
    let remark = view.remark.clone();
    let state = match remark.settled {
        Settled::Open => td_string!(locale, editor.remark_open),
        Settled::Accepted => td_string!(locale, editor.remark_accepted),
        Settled::Declined => td_string!(locale, editor.remark_declined),
        Settled::Withdrawn => td_string!(locale, editor.remark_withdrawn),
    };
    let way = |way: Settled| match way {
        Settled::Accepted => td_string!(locale, editor.accept),
        Settled::Declined => td_string!(locale, editor.decline),
        Settled::Withdrawn | Settled::Open => td_string!(locale, editor.withdraw),
    };
    let buttons: Vec<_> = view
        .ways
        .iter()
        .map(|one| {
            let (view, one) = (view.clone(), *one);
            view! { <button type="button" class="button small" on:click=move |_| settle(view.clone(), one)>{way(one)}</button> }
        })
        .collect();
    view! {
        <li class="editor-remark card" data-settled=remark.settled.code()>
            <p class="editor-remark-head">
                <strong>{view.author.plain()}</strong>
                <span class="muted">{section(locale, remark.area.section)}</span>
                <span class="chip">{state}</span>
            </p>
            {(!remark.quote.is_empty()).then(|| view! { <blockquote>{remark.quote.clone()}</blockquote> })}
            {(!remark.comment.is_empty()).then(|| view! { <p>{remark.comment.clone()}</p> })}
            {remark.replacement.clone().map(|words| view! { <p><span class="muted">{td_string!(locale, editor.instead)}" "</span><ins>{words}</ins></p> })}
            {(!buttons.is_empty()).then(|| view! { <div class="actions">{buttons}</div> })}
        </li>
    }
    .into_any()
}

/// Puts the proposed words into the text. False where the words that they replace stand nowhere, or more than once.
fn take_over(at: At, view: &RemarkView) -> bool {
    at.with_value(|desk| {
        let minutes = desk.minutes();
        let wanted = view.remark.area;
        let found: Vec<(Area, String)> = ::minutes::history::texts(&minutes)
            .into_iter()
            .filter(|(area, _)| {
                let place = place_of(*area);
                place.section == wanted.section && (wanted.item.is_none() || place.item == wanted.item)
            })
            .filter_map(|(area, text)| Some((area, splice(text, &view.remark.placed(text).ok()?)?)))
            .map(|(area, edit)| {
                (area, serde_json::to_string(&(edit.at, edit.removed, edit.inserted)).unwrap_or_default())
            })
            .collect();
        let [(area, edit)] = found.as_slice() else { return false };
        let Ok((place, removed, inserted)) = serde_json::from_str::<(u32, u32, String)>(edit) else { return false };
        desk.write(|doc| write::edit(doc, *area, &::minutes::Splice { at: place, removed, inserted }));
        true
    })
}

/// The part of the minutes that an area belongs to.
fn place_of(area: Area) -> Place {
    match area {
        Area::Title(id) => Place { section: Section::Agenda, item: Some(id) },
        Area::Discussion(id) => Place { section: Section::Discussion, item: Some(id) },
        Area::Proposals => Place { section: Section::Proposals, item: None },
        Area::Decision(_) | Area::Responsible(_) => Place { section: Section::Decisions, item: None },
    }
}
