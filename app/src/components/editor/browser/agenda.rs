//! The agenda, and the discussion of each of its lines.

use ::minutes::write::{self, Area};
use domain::ItemId;
use leptos::{ev, prelude::*};

use super::{At, area::TextField, desk::new_id};
use crate::i18n::{t, t_string, use_i18n};

/// Where a line stands, from 1.
fn number(at: At, id: ItemId) -> usize {
    at.with_value(|desk| desk.agenda).with(|ids| ids.iter().position(|one| *one == id).map_or(0, |place| place + 1))
}

/// The lines of the agenda.
#[component]
pub(super) fn Agenda(at: At) -> impl IntoView {
    let i18n = use_i18n();
    let (ids, writes) = at.with_value(|desk| (desk.agenda, desk.writes));
    view! {
        <ol class="editor-agenda">
            <For each=move || ids.get() key=|id| *id let:id>
                <li id=format!("item-{id}") class="editor-line">
                    <span class="editor-number figures" aria-hidden="true">{move || number(at, id)}"."</span>
                    <TextField
                        at
                        area=Area::Title(id)
                        line=true
                        label=Signal::derive(move || t_string!(i18n, editor.item_title, n = number(at, id)).to_string())
                        hint=Signal::derive(move || t_string!(i18n, editor.item_hint).to_owned())
                        on_key=Callback::new(move |event| key(at, id, &event))
                    />
                    {writes.then(|| view! {
                        <div class="editor-line-tools">
                            <button type="button" class="button quiet small" disabled=move || number(at, id) <= 1
                                aria-label=move || t_string!(i18n, editor.move_up, n = number(at, id)).to_string()
                                on:click=move |_| shift(at, id, true)>
                                <span aria-hidden="true">"↑"</span>
                            </button>
                            <button type="button" class="button quiet small" disabled=move || { number(at, id) >= ids.with(Vec::len) }
                                aria-label=move || t_string!(i18n, editor.move_down, n = number(at, id)).to_string()
                                on:click=move |_| shift(at, id, false)>
                                <span aria-hidden="true">"↓"</span>
                            </button>
                            <button type="button" class="button quiet small"
                                aria-label=move || t_string!(i18n, editor.remove_item, n = number(at, id)).to_string()
                                on:click=move |_| remove(at, id)>
                                <span aria-hidden="true">"✕"</span>
                            </button>
                        </div>
                    })}
                </li>
            </For>
        </ol>
        {move || ids.with(Vec::is_empty).then(|| view! { <p class="muted">{t!(i18n, editor.no_agenda)}</p> })}
        {writes.then(|| view! {
            <button type="button" class="button" data-add="item" on:click=move |_| add(at, None)>{t!(i18n, editor.add_item)}</button>
        })}
    }
}

/// The discussion of each line.
#[component]
pub(super) fn Discussions(at: At) -> impl IntoView {
    let i18n = use_i18n();
    let (ids, titles) = at.with_value(|desk| (desk.agenda, desk.titles));
    let title = move |id: ItemId| titles.with(|titles| titles.get(&id).cloned().unwrap_or_default());
    view! {
        <div class="editor-discussions">
            <For each=move || ids.get() key=|id| *id let:id>
                <div class="editor-discussion" id=format!("discussion-{id}")>
                    <h4><span class="figures">{move || number(at, id)}"."</span>" "{move || title(id)}</h4>
                    <TextField
                        at
                        area=Area::Discussion(id)
                        label=Signal::derive(move || t_string!(i18n, editor.discussion_of, n = number(at, id)).to_string())
                        hint=Signal::derive(move || t_string!(i18n, editor.discussion_hint).to_owned())
                    />
                </div>
            </For>
        </div>
    }
}

fn add(at: At, behind: Option<ItemId>) {
    let id = ItemId(new_id());
    at.with_value(|desk| {
        desk.write(|doc| write::add_item(doc, id, "", behind));
        desk.focus(Area::Title(id));
    });
}

/// Moves a line; the focus goes with it, and it is said where it is now.
fn shift(at: At, id: ItemId, up: bool) {
    at.with_value(|desk| {
        let ids = desk.agenda.get_untracked();
        let Some(place) = ids.iter().position(|one| *one == id) else { return };
        let behind = match (up, place) {
            (true, 0) => return,
            (true, place) => place.checked_sub(2).and_then(|before| ids.get(before)).copied(),
            (false, place) => match ids.get(place + 1) {
                Some(next) => Some(*next),
                None => return,
            },
        };
        desk.write(|doc| write::move_item(doc, id, behind));
        desk.focus(Area::Title(id));
    });
}

fn remove(at: At, id: ItemId) {
    at.with_value(|desk| {
        let ids = desk.agenda.get_untracked();
        let place = ids.iter().position(|one| *one == id).unwrap_or_default();
        desk.write(|doc| write::remove_item(doc, id));
        // The focus is not lost with what it was in.
        let next = ids.get(place + 1).or_else(|| place.checked_sub(1).and_then(|before| ids.get(before)));
        if let Some(next) = next {
            desk.focus(Area::Title(*next));
        }
    });
}

/// Enter makes a line behind this one, Alt with an arrow moves it, Backspace takes away one that is empty.
fn key(at: At, id: ItemId, event: &ev::KeyboardEvent) {
    if !at.with_value(|desk| desk.writes) {
        return;
    }
    let empty =
        || at.with_value(|desk| desk.text(Area::Title(id)).is_empty() && desk.agenda.with_untracked(Vec::len) > 1);
    match event.key().as_str() {
        "Enter" => {
            event.prevent_default();
            add(at, Some(id));
        }
        "ArrowUp" | "ArrowDown" if event.alt_key() => {
            event.prevent_default();
            shift(at, id, event.key() == "ArrowUp");
        }
        "Backspace" if empty() => {
            event.prevent_default();
            remove(at, id);
        }
        _ => {}
    }
}
