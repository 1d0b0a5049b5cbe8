//! The shared document: reading and writing it, whatever others wrote at the same time.

use chrono::NaiveDate;
use domain::{DecisionId, ItemId, PersonId, minutes::text::Due};
use minutes::{
    Decision, Splice, Votes, document, read, splice,
    update::{self, Malformed},
    write::{self, Area},
};
use proptest::prelude::*;
use uuid::Uuid;
use yrs::{Doc, Map, MapPrelim, ReadTxn, StateVector, Text, Transact};

fn item(n: u128) -> ItemId {
    ItemId(Uuid::from_u128(n))
}

fn decision(n: u128) -> DecisionId {
    DecisionId(Uuid::from_u128(n))
}

fn everything(doc: &Doc) -> Vec<u8> {
    doc.transact().encode_state_as_update_v1(&StateVector::default())
}

fn apply(doc: &Doc, bytes: &[u8]) {
    update::apply(doc, bytes).expect("it applies");
}

fn titles(doc: &Doc) -> Vec<String> {
    read(doc).agenda.into_iter().map(|line| line.title).collect()
}

fn begun() -> Doc {
    let doc = document(1);
    write::begin(
        &doc,
        &[(item(1), "Бейімделу".to_owned()), (item(2), "Сауалнама".to_owned()), (item(3), "Әртүрлі".to_owned())],
    );
    doc
}

#[test]
fn a_document_begins_with_the_agenda_of_its_meeting() {
    assert_eq!(titles(&begun()), ["Бейімделу", "Сауалнама", "Әртүрлі"]);
}

#[test]
fn lines_are_added_moved_and_taken_away() {
    let doc = begun();
    write::add_item(&doc, item(4), "Есеп", Some(item(1)));
    assert_eq!(titles(&doc), ["Бейімделу", "Есеп", "Сауалнама", "Әртүрлі"]);
    write::move_item(&doc, item(3), None);
    write::move_item(&doc, item(1), Some(item(2)));
    assert_eq!(titles(&doc), ["Әртүрлі", "Есеп", "Сауалнама", "Бейімделу"]);
    write::remove_item(&doc, item(2));
    write::move_item(&doc, item(2), None);
    assert_eq!(titles(&doc), ["Әртүрлі", "Есеп", "Бейімделу"]);
}

#[test]
fn a_decision_keeps_who_until_when_and_the_votes() {
    let doc = begun();
    write::add_decision(&doc, decision(1), Some(item(2)));
    write::edit(
        &doc,
        Area::Decision(decision(1)),
        &Splice { inserted: "Жинақты жариялау".to_owned(), ..Splice::default() },
    );
    write::edit(&doc, Area::Responsible(decision(1)), &Splice { inserted: "Әдіскер".to_owned(), ..Splice::default() });
    let person = PersonId(Uuid::from_u128(5));
    let due = Due::Day(NaiveDate::from_ymd_opt(2026, 12, 10).expect("a day"));
    let votes = Votes { in_favour: 7, against: 0, abstained: 1 };
    write::set_person(&doc, decision(1), Some(person));
    write::set_due(&doc, decision(1), Some(due));
    write::set_votes(&doc, decision(1), Some(votes));
    let whole = Decision {
        id: decision(1),
        item: Some(item(2)),
        text: "Жинақты жариялау".to_owned(),
        person: Some(person),
        responsible: "Әдіскер".to_owned(),
        due: Some(due),
        votes: Some(votes),
    };
    assert_eq!(read(&doc).decisions, std::slice::from_ref(&whole));
    write::set_votes(&doc, decision(1), None);
    write::set_due(&doc, decision(1), None);
    write::set_person(&doc, decision(1), None);
    write::remove_item(&doc, item(2));
    let bare = Decision { item: None, person: None, due: None, votes: None, ..whole };
    assert_eq!(read(&doc).decisions, [bare], "a decision outlives its agenda line");
    write::set_item(&doc, decision(1), Some(item(1)));
    assert_eq!(read(&doc).decisions[0].item, Some(item(1)));
    write::remove_decision(&doc, decision(1));
    assert_eq!(read(&doc).decisions, []);
}

#[test]
fn what_a_stranger_writes_is_not_read_and_breaks_nothing() {
    let doc = begun();
    let (agenda, decisions) = (doc.get_or_insert_map("agenda"), doc.get_or_insert_map("decisions"));
    {
        let mut txn = doc.transact_mut();
        agenda.insert(&mut txn, "not an id", "not a record");
        agenda.insert(&mut txn, Uuid::from_u128(8).simple().to_string(), MapPrelim::from([("place", 1.0)]));
        agenda.insert(&mut txn, Uuid::from_u128(9).to_string(), MapPrelim::from([("place", f64::NAN)]));
        decisions.insert(
            &mut txn,
            Uuid::from_u128(9).to_string(),
            MapPrelim::from([("place", 1.5), ("for", -2.5), ("due", 7.0), ("text", 1.0)]),
        );
    }
    let seen = read(&doc);
    assert_eq!(seen.agenda.len(), 3);
    assert_eq!(seen.decisions.len(), 1);
    assert_eq!((seen.decisions[0].votes, seen.decisions[0].due, seen.decisions[0].text.as_str()), (None, None, ""));
    write::edit(&doc, Area::Decision(decision(9)), &Splice { inserted: "!".to_owned(), ..Splice::default() });
    assert_eq!(read(&doc), seen);
}

#[test]
fn a_root_of_another_type_breaks_nothing() {
    let stranger = document(7);
    let (agenda, proposals) = (stranger.get_or_insert_text("agenda"), stranger.get_or_insert_map("proposals"));
    {
        let mut txn = stranger.transact_mut();
        agenda.insert(&mut txn, 0, "мәтін");
        proposals.insert(&mut txn, "a", 1.0);
    }
    let doc = begun();
    apply(&doc, &everything(&stranger));
    assert_eq!(titles(&doc).len(), 3);
    write::edit(&doc, Area::Proposals, &Splice { inserted: "Ұсыныс".to_owned(), ..Splice::default() });
    assert_eq!(read(&doc).proposals, "Ұсыныс");
}

/// Kazakh letters, an emoji of two UTF-16 units, and one of several characters.
fn any_text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(vec!["ә", "қ", "ө", "ү", "һ", "а", "а", " ", "\n", "🙂", "👩‍🏫"]), 0..12)
        .prop_map(|letters| letters.concat())
}

#[derive(Clone, Debug)]
enum Step {
    Type(usize, u32, u32, String),
    Add(usize, u128),
    Move(usize, u128, u128),
    Remove(usize, u128),
    Sync(usize, usize),
}

fn any_step() -> impl Strategy<Value = Step> {
    let who = 0..3_usize;
    prop_oneof![
        4 => (who.clone(), 0..20_u32, 0..4_u32, any_text()).prop_map(|(who, at, removed, text)| Step::Type(who, at, removed, text)),
        1 => (who.clone(), 4..8_u128).prop_map(|(who, id)| Step::Add(who, id)),
        1 => (who.clone(), 1..8_u128, 0..8_u128).prop_map(|(who, id, behind)| Step::Move(who, id, behind)),
        1 => (who.clone(), 1..8_u128).prop_map(|(who, id)| Step::Remove(who, id)),
        2 => (who.clone(), who).prop_map(|(from, to)| Step::Sync(from, to)),
    ]
}

/// Types as a text area does: at a whole character, by the difference of the two texts.
fn type_into(doc: &Doc, area: Area, before: &str, at: u32, removed: u32, inserted: &str) {
    let letters: Vec<char> = before.chars().collect();
    let at = (at as usize).min(letters.len());
    let end = (at + removed as usize).min(letters.len());
    let after: String =
        letters[..at].iter().copied().chain(inserted.chars()).chain(letters[end..].iter().copied()).collect();
    if let Some(change) = splice(before, &after) {
        write::edit(doc, area, &change);
    }
}

proptest! {
    #[test]
    fn a_splice_makes_the_one_text_into_the_other(before in any_text(), after in any_text()) {
        match splice(&before, &after) {
            None => prop_assert_eq!(before, after),
            Some(change) => {
                let mut units: Vec<u16> = before.encode_utf16().collect();
                let (at, removed) = (change.at as usize, change.removed as usize);
                units.splice(at..at + removed, change.inserted.encode_utf16());
                prop_assert_eq!(String::from_utf16(&units).expect("whole characters"), after);
            }
        }
    }

    #[test]
    fn a_caret_stays_in_the_text_and_before_what_follows_it(before in any_text(), after in any_text(), caret in 0..40_u32) {
        let length = |text: &str| u32::try_from(text.encode_utf16().count()).expect("short");
        let caret = caret.min(length(&before));
        if let Some(change) = splice(&before, &after) {
            prop_assert!(change.carry(caret) <= length(&after));
            prop_assert_eq!(change.carry(0), 0);
            if caret > change.at + change.removed {
                prop_assert_eq!(length(&before) - caret, length(&after) - change.carry(caret));
            }
        }
    }

    #[test]
    fn three_who_write_at_once_end_with_the_same(steps in prop::collection::vec(any_step(), 0..60)) {
        let first = begun();
        let start = everything(&first);
        let docs = [first, document(2), document(3)];
        for doc in &docs[1..] {
            apply(doc, &start);
        }
        for step in steps {
            match step {
                Step::Type(who, at, removed, text) => {
                    let seen = read(&docs[who]);
                    type_into(&docs[who], Area::Proposals, &seen.proposals, at, removed, &text);
                    if let Some(line) = seen.agenda.first() {
                        type_into(&docs[who], Area::Discussion(line.id), &line.discussion, at, removed, &text);
                    }
                }
                Step::Add(who, id) => write::add_item(&docs[who], item(id), "Мәселе", Some(item(id - 2))),
                Step::Move(who, id, behind) => write::move_item(&docs[who], item(id), (behind != 0).then(|| item(behind))),
                Step::Remove(who, id) => write::remove_item(&docs[who], item(id)),
                // Late, out of order or twice: an update may come in any way.
                Step::Sync(from, to) => apply(&docs[to], &everything(&docs[from])),
            }
        }
        let last: Vec<Vec<u8>> = docs.iter().map(everything).collect();
        for doc in &docs {
            for update in last.iter().rev() {
                apply(doc, update);
            }
        }
        prop_assert_eq!(read(&docs[0]), read(&docs[1]));
        prop_assert_eq!(read(&docs[1]), read(&docs[2]));
    }

    #[test]
    fn however_often_lines_are_moved_they_stand_where_they_were_put(moves in prop::collection::vec((1..4_u128, 0..4_u128), 0..200)) {
        let doc = begun();
        for (id, behind) in moves {
            if id == behind {
                continue;
            }
            write::move_item(&doc, item(id), (behind != 0).then(|| item(behind)));
            let order: Vec<ItemId> = read(&doc).agenda.into_iter().map(|line| line.id).collect();
            let at = |id| order.iter().position(|other| *other == item(id)).expect("there");
            prop_assert_eq!(order.len(), 3);
            prop_assert_eq!(at(id), if behind == 0 { 0 } else { at(behind) + 1 });
        }
    }

    #[test]
    fn any_bytes_are_an_update_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        let doc = begun();
        if update::apply(&doc, &bytes) == Err(Malformed) {
            prop_assert_eq!(titles(&doc).len(), 3);
        }
    }

    #[test]
    fn an_update_with_a_flipped_byte_is_an_update_or_an_error(at in any::<prop::sample::Index>(), mask in 1..=255_u8) {
        let mut bytes = everything(&begun());
        let at = at.index(bytes.len());
        bytes[at] ^= mask;
        let doc = document(2);
        if update::apply(&doc, &bytes).is_ok() {
            read(&doc);
        }
    }
}
