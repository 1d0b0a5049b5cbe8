//! Who is here, and who is typing where.

use leptos::prelude::*;

use super::{
    At,
    desk::{Other, area_of},
};
use crate::i18n::{Locale, t_string, td_string, use_i18n};
use ::minutes::write::Area;

/// Everybody else in the room, each once.
#[component]
pub(super) fn People(at: At) -> impl IntoView {
    let i18n = use_i18n();
    let (others, news) = at.with_value(|desk| (desk.others, desk.news));
    let people = Memo::new(move |_| {
        let mut people: Vec<Other> = Vec::new();
        others.with(|others| {
            for other in others {
                match people.iter_mut().find(|known| known.user.id == other.user.id) {
                    Some(known) if other.typing => *known = other.clone(),
                    Some(_) => {}
                    None => people.push(other.clone()),
                }
            }
        });
        people
    });
    // Who came, and who left: said once, politely.
    Effect::new(move |before: Option<Vec<(String, String)>>| {
        let locale = i18n.get_locale();
        let now: Vec<(String, String)> =
            people.with(|people| people.iter().map(|one| (one.user.id.clone(), one.user.name.clone())).collect());
        if let Some(before) = before {
            let came = now.iter().find(|one| !before.contains(one));
            let left = before.iter().find(|one| !now.contains(one));
            if let Some((_, name)) = came {
                news.set(td_string!(locale, editor.came, name = name.clone()).to_string());
            } else if let Some((_, name)) = left {
                news.set(td_string!(locale, editor.went, name = name.clone()).to_string());
            }
        }
        now
    });
    view! {
        <ul class="editor-people" aria-label=move || t_string!(i18n, editor.people)>
            {move || {
                let locale = i18n.get_locale();
                people.get().into_iter().map(|other| {
                    let initials: String = other.user.name.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect();
                    let there = other.caret.as_ref().and_then(|caret| area_of(&caret.area));
                    let what = match (other.typing, there) {
                        (true, Some(there)) => td_string!(locale, editor.typing_in, name = other.user.name.clone(), place = place(locale, there)).to_string(),
                        (true, None) => td_string!(locale, editor.typing, name = other.user.name.clone()).to_string(),
                        (false, _) => other.user.name.clone(),
                    };
                    let said = what.clone();
                    view! {
                        <li class="editor-person" class:typing=other.typing style=format!("--who: {}", other.user.color) title=said>
                            <span aria-hidden="true">{initials}</span>
                            <span class="visually-hidden">{what}</span>
                        </li>
                    }
                }).collect_view()
            }}
        </ul>
    }
}

/// The section that an area belongs to.
pub(super) fn place(locale: Locale, area: Area) -> &'static str {
    match area {
        Area::Title(_) => td_string!(locale, editor.section_agenda),
        Area::Discussion(_) => td_string!(locale, editor.section_discussion),
        Area::Proposals => td_string!(locale, editor.section_proposals),
        Area::Decision(_) | Area::Responsible(_) => td_string!(locale, editor.section_decisions),
    }
}
