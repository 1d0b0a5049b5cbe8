//! A booking that was refused: which rule, where it stands, and what is free instead.

use std::{collections::BTreeSet, sync::Arc};

use domain::{Agreement, Child, Refusal, Slot, Staff, context::Directory, view::Offer};
use leptos::{html, prelude::*};

use super::{choice::Choice, facts, times};
use crate::{
    Failure,
    api::booking::{Wait, Week, slot_code},
    i18n::{Locale, td_string},
    words,
};

/// The names that a rule may speak of.
pub fn directory(offer: &Offer) -> Arc<Directory> {
    let mut directory = Directory::default();
    for child in &offer.children {
        let agreement = Agreement::Missing;
        let known = Child {
            id: child.id,
            name: child.name.clone(),
            born: chrono::NaiveDate::default(),
            group: None,
            attends: false,
            left: None,
            consent: agreement,
            consent_until: None,
            contract: agreement,
            contract_until: None,
            needs: None,
        };
        directory.children.insert(child.id, known);
    }
    for (id, name) in offer.kinds.iter().flat_map(|kind| &kind.staff) {
        let staff =
            Staff { id: *id, name: name.clone(), positions: Vec::new(), hours: Vec::new(), caseload: BTreeSet::new() };
        directory.staff.insert(*id, staff);
    }
    Arc::new(directory)
}

/// Says why, and offers what there is instead: the nearest times, the waiting list.
pub fn notice(
    locale: Locale,
    failure: &Failure,
    choice: &Choice,
    directory: &Directory,
    wait: ServerAction<Wait>,
) -> AnyView {
    let sentences = words::failure(locale, failure, directory);
    let nearest: &[Slot] = match failure {
        Failure::Refused(Refusal::Rules { nearest, .. } | Refusal::Full { nearest, .. }) => nearest,
        _ => &[],
    };
    let full = match failure {
        Failure::Refused(Refusal::Full { session, .. }) => Some(*session),
        _ => None,
    };
    // What the rules refuse they would refuse again: only other times remain to press. A lost connection can be retried.
    let which = match failure {
        Failure::Refused(Refusal::Full { .. }) => "full",
        Failure::Refused(Refusal::Rules { .. }) => "rules",
        _ => "other",
    };
    let notice = NodeRef::<html::Div>::new();
    Effect::new(move || {
        if let Some(notice) = notice.get() {
            let _ = notice.focus();
        }
    });
    let child = choice.child.map(|id| id.to_string()).unwrap_or_default();
    view! {
        <div class="notice bad refused" role="alert" tabindex="-1" node_ref=notice data-refused=which>
            <p class="title">{td_string!(locale, booking.refused_title)}</p>
            {sentences.into_iter().map(|sentence| view! { <p>{sentence}</p> }).collect_view()}
            {full.map(|session| view! {
                <ActionForm action=wait attr:class="refused-wait">
                    <input type="hidden" name="session" value=session.to_string() />
                    <input type="hidden" name="child" value=child />
                    <button type="submit" class="button primary wide">{td_string!(locale, booking.wait)}</button>
                </ActionForm>
            })}
            {(!nearest.is_empty()).then(|| view! {
                <h2 class="refused-nearest">{td_string!(locale, common.nearest)}</h2>
                <ul class="nearest">
                    {nearest.iter().map(|slot| {
                        let there = Choice { day: Some(slot.day), time: Some(slot.start), session: None, settled: true, ..choice.clone() };
                        view! { <li><a class="button wide" href=there.href() data-nearest=slot_code(slot)>{facts::when(locale, slot)}</a></li> }
                    }).collect_view()}
                </ul>
            })}
            <p><a class="button wide" href=choice.without_time().href()>{td_string!(locale, booking.other_times)}</a></p>
        </div>
    }
    .into_any()
}

/// The times of the week that are nearest to the chosen one: address and words.
pub fn nearby(locale: Locale, choice: &Choice, week: &Week) -> Vec<(String, String)> {
    let (Some(day), Some(start)) = (choice.day, choice.time) else { return Vec::new() };
    let wanted = Slot { day, start, minutes: 0 };
    let mut times: Vec<_> = week.days.iter().flat_map(times::choices).filter(|time| !time.full).collect();
    times.sort_by_key(|time| time.slot.minutes_after(&wanted).abs());
    times.truncate(3);
    times.into_iter().map(|time| (choice.at(time).settle().href(), facts::when(locale, &time.slot))).collect()
}
