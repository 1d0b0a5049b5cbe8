//! Writing into the document. Each function is one transaction: another replica sees all of it or nothing.

use domain::{DecisionId, ItemId, PersonId, minutes::text::Due};
use uuid::Uuid;
use yrs::{
    Any, Doc, GetString, In, Map, MapPrelim, MapRef, Out, ReadTxn, Text, TextPrelim, TextRef, Transact, TransactionMut,
};

use crate::{
    Splice, Votes,
    read::{place, records},
    schema,
};

/// A text of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Area {
    /// The title of an agenda line.
    Title(ItemId),
    /// The discussion of an agenda line.
    Discussion(ItemId),
    /// Section 5.
    Proposals,
    /// The words of a decision.
    Decision(DecisionId),
    /// The responsible of a decision, in words.
    Responsible(DecisionId),
}

/// Begins a document with the agenda of its meeting. Only the server does, and once: the same agenda begun twice would
/// stand there twice.
pub fn begin(doc: &Doc, agenda: &[(ItemId, String)]) {
    let meta = doc.get_or_insert_map(schema::META);
    let root = doc.get_or_insert_map(schema::AGENDA);
    let mut txn = doc.transact_mut();
    meta.insert(&mut txn, schema::SCHEMA, schema::VERSION);
    for (id, title) in agenda {
        insert_item(&mut txn, &root, *id, title, None);
    }
}

/// Adds an agenda line behind another, None: at the end.
pub fn add_item(doc: &Doc, id: ItemId, title: &str, behind: Option<ItemId>) {
    let root = doc.get_or_insert_map(schema::AGENDA);
    insert_item(&mut doc.transact_mut(), &root, id, title, behind);
}

/// Adds an empty decision at the end, for an agenda line or for none.
pub fn add_decision(doc: &Doc, id: DecisionId, item: Option<ItemId>) {
    let root = doc.get_or_insert_map(schema::DECISIONS);
    let mut txn = doc.transact_mut();
    let place = free_place(&mut txn, &root, None, None);
    let mut fields = vec![
        (schema::PLACE, In::Any(Any::from(place))),
        (schema::TEXT, In::from(TextPrelim::new(""))),
        (schema::RESPONSIBLE, In::from(TextPrelim::new(""))),
    ];
    fields.extend(item.map(|item| (schema::ITEM, In::Any(Any::from(item.to_string())))));
    root.insert(&mut txn, id.to_string(), MapPrelim::from_iter(fields));
}

/// Puts an agenda line behind another, None: to the beginning. Nothing happens where it is not there.
pub fn move_item(doc: &Doc, id: ItemId, behind: Option<ItemId>) {
    let root = doc.get_or_insert_map(schema::AGENDA);
    let mut txn = doc.transact_mut();
    let Some(line) = record(&txn, &root, id.0) else { return };
    let others: Vec<Uuid> = records(&txn, &root).into_iter().map(|(id, _)| id).filter(|other| *other != id.0).collect();
    let before = match behind {
        None => others.first().copied(),
        Some(behind) => others.iter().position(|other| *other == behind.0).and_then(|at| others.get(at + 1).copied()),
    };
    let place = free_place(&mut txn, &root, before, Some(id.0));
    line.insert(&mut txn, schema::PLACE, place);
}

/// Takes an agenda line away, with its discussion.
pub fn remove_item(doc: &Doc, id: ItemId) {
    let root = doc.get_or_insert_map(schema::AGENDA);
    root.remove(&mut doc.transact_mut(), &id.to_string());
}

/// Takes a decision away.
pub fn remove_decision(doc: &Doc, id: DecisionId) {
    let root = doc.get_or_insert_map(schema::DECISIONS);
    root.remove(&mut doc.transact_mut(), &id.to_string());
}

/// Says who of Kenes is responsible for a decision.
pub fn set_person(doc: &Doc, id: DecisionId, person: Option<PersonId>) {
    set(doc, id, &[(schema::PERSON, person.map(|person| Any::from(person.to_string())))]);
}

/// Says until when a decision is to be carried out.
pub fn set_due(doc: &Doc, id: DecisionId, due: Option<Due>) {
    set(doc, id, &[(schema::DUE, due.map(word))]);
}

/// Says which agenda line a decision belongs to.
pub fn set_item(doc: &Doc, id: DecisionId, item: Option<ItemId>) {
    set(doc, id, &[(schema::ITEM, item.map(|item| Any::from(item.to_string())))]);
}

/// Says how the body voted.
pub fn set_votes(doc: &Doc, id: DecisionId, votes: Option<Votes>) {
    let count = |of: fn(Votes) -> u32| votes.map(|votes| Any::from(i64::from(of(votes))));
    set(
        doc,
        id,
        &[
            (schema::FOR, count(|votes| votes.in_favour)),
            (schema::AGAINST, count(|votes| votes.against)),
            (schema::ABSTAINED, count(|votes| votes.abstained)),
        ],
    );
}

/// Applies an edit to a text. An edit that reaches beyond its end ends there; nothing happens where the text is not there.
pub fn edit(doc: &Doc, area: Area, edit: &Splice) {
    let (proposals, agenda, decisions) = (
        doc.get_or_insert_text(schema::PROPOSALS),
        doc.get_or_insert_map(schema::AGENDA),
        doc.get_or_insert_map(schema::DECISIONS),
    );
    let mut txn = doc.transact_mut();
    let under = |root: &MapRef, id, key| record(&txn, root, id).and_then(|map| text_of(&txn, &map, key));
    let text = match area {
        Area::Proposals => Some(proposals),
        Area::Title(id) => under(&agenda, id.0, schema::TITLE),
        Area::Discussion(id) => under(&agenda, id.0, schema::DISCUSSION),
        Area::Decision(id) => under(&decisions, id.0, schema::TEXT),
        Area::Responsible(id) => under(&decisions, id.0, schema::RESPONSIBLE),
    };
    let Some(text) = text else { return };
    let length = u32::try_from(text.get_string(&txn).encode_utf16().count()).unwrap_or(u32::MAX);
    let at = edit.at.min(length);
    let removed = edit.removed.min(length - at);
    if removed > 0 {
        text.remove_range(&mut txn, at, removed);
    }
    if !edit.inserted.is_empty() {
        text.insert(&mut txn, at, &edit.inserted);
    }
}

fn insert_item(txn: &mut TransactionMut, root: &MapRef, id: ItemId, title: &str, behind: Option<ItemId>) {
    let ids: Vec<Uuid> = records(txn, root).into_iter().map(|(id, _)| id).collect();
    let before =
        behind.and_then(|behind| ids.iter().position(|id| *id == behind.0)).and_then(|at| ids.get(at + 1).copied());
    let place = free_place(txn, root, before, None);
    let line = MapPrelim::from_iter([
        (schema::PLACE, In::Any(Any::from(place))),
        (schema::TITLE, In::from(TextPrelim::new(title))),
        (schema::DISCUSSION, In::from(TextPrelim::new(""))),
    ]);
    root.insert(txn, id.to_string(), line);
}

/// A place right before a record, None: behind all of them, as if `without` were not there. Numbers all anew where
/// nothing is left between two neighbours.
fn free_place(txn: &mut TransactionMut, root: &MapRef, before: Option<Uuid>, without: Option<Uuid>) -> f64 {
    let others: Vec<(Uuid, MapRef)> = records(txn, root).into_iter().filter(|(id, _)| Some(*id) != without).collect();
    let at = before.and_then(|before| others.iter().position(|(id, _)| *id == before)).unwrap_or(others.len());
    let place_at = |txn: &TransactionMut, at: usize| others.get(at).and_then(|(_, map)| place(txn, map));
    let left = at.checked_sub(1).and_then(|left| place_at(txn, left));
    let right = place_at(txn, at);
    let free = match (left, right) {
        (None, None) => 1.0,
        (Some(left), None) => left + 1.0,
        (None, Some(right)) => right - 1.0,
        (Some(left), Some(right)) => f64::midpoint(left, right),
    };
    if left.is_none_or(|left| left < free) && right.is_none_or(|right| free < right) {
        return free;
    }
    let mut next = 1.0;
    let mut free = 1.0;
    for (index, (_, map)) in others.iter().enumerate() {
        if index == at {
            free = next;
            next += 1.0;
        }
        map.insert(txn, schema::PLACE, next);
        next += 1.0;
    }
    if at == others.len() { next } else { free }
}

fn word(due: Due) -> Any {
    match due {
        Due::Day(day) => Any::from(day.to_string()),
        Due::Ongoing => Any::from(schema::ONGOING),
    }
}

fn set(doc: &Doc, id: DecisionId, fields: &[(&'static str, Option<Any>)]) {
    let root = doc.get_or_insert_map(schema::DECISIONS);
    let mut txn = doc.transact_mut();
    let Some(decision) = record(&txn, &root, id.0) else { return };
    for (key, value) in fields {
        match value {
            Some(value) => {
                decision.insert(&mut txn, *key, value.clone());
            }
            None => {
                decision.remove(&mut txn, key);
            }
        }
    }
}

fn record<T: ReadTxn>(txn: &T, root: &MapRef, id: Uuid) -> Option<MapRef> {
    match root.get(txn, &id.to_string())? {
        Out::YMap(map) => Some(map),
        _ => None,
    }
}

fn text_of<T: ReadTxn>(txn: &T, map: &MapRef, key: &str) -> Option<TextRef> {
    match map.get(txn, key)? {
        Out::YText(text) => Some(text),
        _ => None,
    }
}
