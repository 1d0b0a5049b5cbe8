//! The document as plain values. Nothing that a client may have written makes this fail.

use std::str::FromStr;

use domain::{DecisionId, ItemId, PersonId, minutes::text::Due};
use yrs::{Any, Doc, GetString, Map, MapRef, Out, ReadTxn, Transact};

use crate::{schema, write::Area};

/// What is written in a document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Minutes {
    /// Sections 3 and 4.
    pub agenda: Vec<Item>,
    /// Section 5.
    pub proposals: String,
    /// Section 6.
    pub decisions: Vec<Decision>,
}

/// A line of the agenda.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Its id.
    pub id: ItemId,
    /// What is spoken of.
    pub title: String,
    /// How it was spoken of.
    pub discussion: String,
}

/// A decision.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// Its id.
    pub id: DecisionId,
    /// Its agenda line, if that is there.
    pub item: Option<ItemId>,
    /// Its words.
    pub text: String,
    /// Who is responsible, where it is a person of Kenes.
    pub person: Option<PersonId>,
    /// Who is responsible, in words.
    pub responsible: String,
    /// Until when.
    pub due: Option<Due>,
    /// The votes, None where nobody voted.
    pub votes: Option<Votes>,
}

/// Votes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Votes {
    /// Жақтап.
    pub in_favour: u32,
    /// Қарсы.
    pub against: u32,
    /// Қалыс қалды.
    pub abstained: u32,
}

/// Reads a document.
pub fn read(doc: &Doc) -> Minutes {
    let agenda = doc.get_or_insert_map(schema::AGENDA);
    let proposals = doc.get_or_insert_text(schema::PROPOSALS);
    let decisions = doc.get_or_insert_map(schema::DECISIONS);
    let txn = doc.transact();
    let agenda: Vec<Item> = records(&txn, &agenda)
        .into_iter()
        .map(|(id, map)| Item {
            id: ItemId(id),
            title: text(&txn, &map, schema::TITLE),
            discussion: text(&txn, &map, schema::DISCUSSION),
        })
        .collect();
    let decisions = records(&txn, &decisions)
        .into_iter()
        .map(|(id, map)| Decision {
            id: DecisionId(id),
            item: parsed(&txn, &map, schema::ITEM).filter(|item| agenda.iter().any(|line| line.id == *item)),
            text: text(&txn, &map, schema::TEXT),
            person: parsed(&txn, &map, schema::PERSON),
            responsible: text(&txn, &map, schema::RESPONSIBLE),
            due: due(&txn, &map),
            votes: votes(&txn, &map),
        })
        .collect();
    Minutes { agenda, proposals: proposals.get_string(&txn), decisions }
}

/// One text of a document, None where it is not there.
pub fn area(doc: &Doc, area: Area) -> Option<String> {
    let roots = (doc.get_or_insert_map(schema::AGENDA), doc.get_or_insert_map(schema::DECISIONS));
    let proposals = doc.get_or_insert_text(schema::PROPOSALS);
    let txn = doc.transact();
    let under = |root: &MapRef, id: uuid::Uuid, key| match root.get(&txn, &id.to_string())? {
        Out::YMap(map) => match map.get(&txn, key)? {
            Out::YText(text) => Some(text.get_string(&txn)),
            _ => None,
        },
        _ => None,
    };
    match area {
        Area::Proposals => Some(proposals.get_string(&txn)),
        Area::Title(id) => under(&roots.0, id.0, schema::TITLE),
        Area::Discussion(id) => under(&roots.0, id.0, schema::DISCUSSION),
        Area::Decision(id) => under(&roots.1, id.0, schema::TEXT),
        Area::Responsible(id) => under(&roots.1, id.0, schema::RESPONSIBLE),
    }
}

/// The records of a root, in their order.
pub(crate) fn records<T: ReadTxn>(txn: &T, root: &MapRef) -> Vec<(uuid::Uuid, MapRef)> {
    let mut records: Vec<(f64, uuid::Uuid, MapRef)> = root
        .iter(txn)
        .filter_map(|(key, value)| {
            let Out::YMap(map) = value else { return None };
            // Only as Kenes writes it: another spelling of the same id would be a second record with that id.
            let id = uuid::Uuid::parse_str(key).ok().filter(|id| id.to_string() == key)?;
            Some((place(txn, &map)?, id, map))
        })
        .collect();
    records.sort_by(|(a, one, _), (b, two, _)| a.total_cmp(b).then(one.cmp(two)));
    records.into_iter().map(|(_, id, map)| (id, map)).collect()
}

/// Where a record stands; None where that is no number.
pub(crate) fn place<T: ReadTxn>(txn: &T, map: &MapRef) -> Option<f64> {
    match map.get(txn, schema::PLACE)? {
        Out::Any(Any::Number(place)) => place.as_f64().filter(|place| place.is_finite()),
        _ => None,
    }
}

fn text<T: ReadTxn>(txn: &T, map: &MapRef, key: &str) -> String {
    match map.get(txn, key) {
        Some(Out::YText(text)) => text.get_string(txn),
        _ => String::new(),
    }
}

fn parsed<T: ReadTxn, V: FromStr>(txn: &T, map: &MapRef, key: &str) -> Option<V> {
    match map.get(txn, key)? {
        Out::Any(Any::String(text)) => text.parse().ok(),
        _ => None,
    }
}

fn due<T: ReadTxn>(txn: &T, map: &MapRef) -> Option<Due> {
    match map.get(txn, schema::DUE)? {
        Out::Any(Any::String(text)) if &*text == schema::ONGOING => Some(Due::Ongoing),
        Out::Any(Any::String(text)) => text.parse().ok().map(Due::Day),
        _ => None,
    }
}

fn votes<T: ReadTxn>(txn: &T, map: &MapRef) -> Option<Votes> {
    let count = |key| match map.get(txn, key)? {
        Out::Any(Any::Number(count)) => u32::try_from(count.as_i64()?).ok(),
        _ => None,
    };
    let (in_favour, against, abstained) = (count(schema::FOR), count(schema::AGAINST), count(schema::ABSTAINED));
    in_favour.or(against).or(abstained)?;
    Some(Votes { in_favour: in_favour.unwrap_or(0), against: against.unwrap_or(0), abstained: abstained.unwrap_or(0) })
}
