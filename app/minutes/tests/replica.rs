//! Two clients and a server: what is written is not lost, not doubled, and undone only by who wrote it.

use chrono::NaiveDate;
use domain::{DecisionId, ItemId, PersonId, time::Moment};
use minutes::{
    Replica, document,
    history::{self, Entry},
    presence, read, splice,
    wire::Message,
    write::{self, Area},
};
use proptest::prelude::*;
use uuid::Uuid;
use yrs::{
    Doc, ReadTxn, StateVector, Transact,
    updates::{decoder::Decode, encoder::Encode},
};

/// What a server does: keeps, and answers.
struct Server(Doc);

impl Server {
    fn begun() -> Self {
        let doc = document(1);
        write::begin(&doc, &[(item(1), "Бейімделу".to_owned())]);
        Self(doc)
    }

    fn vector(&self) -> Vec<u8> {
        self.0.transact().state_vector().encode_v1()
    }

    fn lacking(&self, vector: &[u8]) -> Vec<u8> {
        self.0.transact().encode_state_as_update_v1(&StateVector::decode_v1(vector).expect("a vector"))
    }

    fn take(&self, bytes: &[u8]) {
        minutes::update::apply(&self.0, bytes).expect("an update");
    }
}

fn item(n: u128) -> ItemId {
    ItemId(Uuid::from_u128(n))
}

fn replica(client: u64) -> Replica {
    Replica::new(client, || 0)
}

/// The first words of a connection: both ask, both answer.
fn connect(replica: &mut Replica, server: &Server) {
    let vector = replica.connect();
    replica.receive(&server.lacking(&vector)).expect("an update");
    let answer = replica.answer(&server.vector()).expect("an answer");
    server.take(&answer);
}

fn type_in(replica: &Replica, area: Area, text: &str) {
    let now = read(replica.doc());
    let before = history::texts(&now).into_iter().find(|(one, _)| *one == area).map(|(_, text)| text.to_owned());
    let edit = splice(&before.expect("the text is there"), text).expect("an edit");
    write::edit(replica.doc(), area, &edit);
}

#[test]
fn what_was_under_way_when_the_connection_broke_is_not_lost() {
    let server = Server::begun();
    let mut client = replica(2);
    connect(&mut client, &server);
    client.stored(1);
    assert!(client.is_saved());
    type_in(&client, Area::Proposals, "Ұсыныс");
    let lost = client.to_send().expect("something to send");
    assert!(!client.is_saved());
    assert!(client.pending().is_some());
    // It never arrives.
    drop(lost);
    client.disconnect();
    type_in(&client, Area::Proposals, "Ұсыныс 👧🏽 және ескерту");
    assert!(client.to_send().is_none(), "nobody is there to send to");
    connect(&mut client, &server);
    assert_eq!(read(&server.0).proposals, "Ұсыныс 👧🏽 және ескерту");
    assert!(!client.is_saved(), "it has not been said that it is stored");
    client.stored(1);
    assert!(client.is_saved());
    assert_eq!(client.pending(), None);
}

#[test]
fn words_sent_before_the_server_asked_are_counted_by_themselves() {
    let server = Server::begun();
    let mut client = replica(2);
    let vector = client.connect();
    client.receive(&server.lacking(&vector)).expect("an update");
    // It types on, and the question of the server is still under way.
    type_in(&client, Area::Proposals, "Бір");
    let first = client.to_send().expect("something to send");
    server.take(&first);
    type_in(&client, Area::Proposals, "Бір екі");
    let answer = client.answer(&server.vector()).expect("an answer");
    server.take(&answer);
    client.stored(1);
    assert!(!client.is_saved(), "that was the first alone");
    type_in(&client, Area::Proposals, "Бір екі үш");
    let third = client.to_send().expect("something to send");
    client.stored(2);
    assert!(!client.is_saved());
    assert!(client.pending().is_some());
    server.take(&third);
    client.stored(3);
    assert!(client.is_saved());
    assert_eq!(client.pending(), None);
    assert_eq!(read(&server.0).proposals, "Бір екі үш");
}

#[test]
fn what_the_device_has_kept_is_sent_by_the_next_page() {
    let server = Server::begun();
    let mut client = replica(2);
    connect(&mut client, &server);
    type_in(&client, Area::Discussion(item(1)), "Әңгіме");
    let kept = client.pending().expect("something is pending");
    drop(client);
    let mut next = replica(3);
    next.restore(&kept).expect("an update");
    assert!(!next.is_saved());
    connect(&mut next, &server);
    assert_eq!(read(&server.0).agenda[0].discussion, "Әңгіме");
}

#[test]
fn one_undoes_ones_own_words_only() {
    let server = Server::begun();
    let (mut one, mut other) = (replica(2), replica(3));
    connect(&mut one, &server);
    connect(&mut other, &server);
    type_in(&one, Area::Proposals, "бір ");
    server.take(&one.to_send().expect("an update"));
    let vector = other.doc().transact().state_vector().encode_v1();
    other.receive(&server.lacking(&vector)).expect("an update");
    type_in(&other, Area::Proposals, "бір екі");
    let theirs = other.to_send().expect("an update");
    server.take(&theirs);
    one.receive(&theirs).expect("an update");
    assert!(one.undo());
    assert_eq!(read(one.doc()).proposals, "екі");
    assert!(!one.undo());
    assert!(one.redo());
    assert_eq!(read(one.doc()).proposals, "бір екі");
}

#[test]
fn changes_say_where_and_what() {
    let server = Server::begun();
    let mut client = replica(2);
    connect(&mut client, &server);
    client.changes();
    type_in(&client, Area::Title(item(1)), "Балалардың бейімделуі");
    let changes = client.changes();
    assert_eq!(changes.texts.keys().collect::<Vec<_>>(), [&Area::Title(item(1))]);
    let mut text = "Бейімделу".encode_utf16().collect::<Vec<_>>();
    for edit in &changes.texts[&Area::Title(item(1))] {
        let at = edit.at as usize;
        text.splice(at..at + edit.removed as usize, edit.inserted.encode_utf16());
    }
    assert_eq!(String::from_utf16_lossy(&text), "Балалардың бейімделуі");
    write::add_decision(client.doc(), DecisionId(Uuid::from_u128(9)), None);
    assert!(client.changes().decisions);
}

fn moment(minute: u16) -> Moment {
    Moment { day: NaiveDate::from_ymd_opt(2026, 11, 26).expect("a day"), minute }
}

#[test]
fn the_past_knows_who_wrote_what_and_can_be_restored() {
    let (asel, dana) = (PersonId(Uuid::from_u128(11)), PersonId(Uuid::from_u128(12)));
    let server = Server::begun();
    let mut entries = vec![Entry { no: 1, person: asel, at: moment(540), bytes: server.lacking(&[0]) }];
    let (mut one, mut other) = (replica(2), replica(3));
    connect(&mut one, &server);
    connect(&mut other, &server);
    type_in(&one, Area::Discussion(item(1)), "Талқыланды.");
    let bytes = one.to_send().expect("an update");
    other.receive(&bytes).expect("an update");
    entries.push(Entry { no: 2, person: asel, at: moment(541), bytes });
    type_in(&other, Area::Discussion(item(1)), "Ұзақ талқыланды. Келісілді.");
    write::remove_item(other.doc(), item(1));
    write::add_item(other.doc(), item(2), "Есеп", None);
    let bytes = other.to_send().expect("an update");
    entries.push(Entry { no: 3, person: dana, at: moment(600), bytes });
    let found = history::versions(&entries);
    assert_eq!(found.iter().map(|version| version.last).collect::<Vec<_>>(), [2, 3]);
    let past = history::at(&entries, 2).expect("updates");
    assert_eq!(past.runs[&Area::Discussion(item(1))].len(), 1);
    let now = history::at(&entries, 3).expect("updates");
    assert_eq!(now.minutes.agenda.iter().map(|item| item.title.as_str()).collect::<Vec<_>>(), ["Есеп"]);
    history::restore(other.doc(), &past.minutes);
    assert_eq!(read(other.doc()), past.minutes);
}

#[test]
fn letters_are_told_apart_by_who_wrote_them() {
    let (asel, dana) = (PersonId(Uuid::from_u128(11)), PersonId(Uuid::from_u128(12)));
    let server = Server::begun();
    let mut entries = vec![Entry { no: 1, person: asel, at: moment(540), bytes: server.lacking(&[0]) }];
    let (mut one, mut other) = (replica(2), replica(3));
    connect(&mut one, &server);
    connect(&mut other, &server);
    type_in(&one, Area::Proposals, "Бірінші үшінші");
    let bytes = one.to_send().expect("an update");
    other.receive(&bytes).expect("an update");
    entries.push(Entry { no: 2, person: asel, at: moment(541), bytes });
    type_in(&other, Area::Proposals, "Бірінші екінші үшінші");
    entries.push(Entry { no: 3, person: dana, at: moment(542), bytes: other.to_send().expect("an update") });
    let runs = history::at(&entries, 3).expect("updates").runs.remove(&Area::Proposals).expect("runs");
    let people: Vec<PersonId> = runs.iter().map(|run| run.person).collect();
    assert_eq!(people, [asel, dana, asel]);
    assert_eq!(runs.iter().map(|run| run.text.as_str()).collect::<String>(), "Бірінші екінші үшінші");
}

proptest! {
    #[test]
    fn no_bytes_end_the_reading(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Message::decode(&bytes);
        let _ = presence::decode(&bytes);
    }

    #[test]
    fn messages_come_through_as_they_were(bytes in prop::collection::vec(any::<u8>(), 0..400), count in 0_u64..1 << 53) {
        for message in [
            Message::Step1(bytes.clone()), Message::Step2(bytes.clone()), Message::Update(bytes.clone()),
            Message::Presence(bytes.clone()), Message::WhoIsHere, Message::Stored(count), Message::Denied("жоқ".to_owned()),
        ] {
            prop_assert_eq!(Message::decode(&message.encode()), Ok(message));
        }
    }

    /// Two people type, the connection breaks at any moment, frames are lost: in the end all have the same, and all of it.
    #[test]
    fn nothing_is_lost_whenever_the_connection_breaks(
        steps in prop::collection::vec((any::<bool>(), 0_u8..4, "[а-яәғқңөұүһі 👧🏽]{1,6}"), 1..40)
    ) {
        let server = Server::begun();
        let mut clients = [replica(2), replica(3)];
        let mut typed = [String::new(), String::new()];
        for client in &mut clients {
            connect(client, &server);
        }
        for (who, what, text) in steps {
            let (client, typed) = (&mut clients[usize::from(who)], &mut typed[usize::from(who)]);
            match what {
                0 | 1 => {
                    let length = read(client.doc()).proposals.encode_utf16().count();
                    let at = u32::try_from(length).expect("short");
                    write::edit(client.doc(), Area::Proposals, &minutes::Splice { at, removed: 0, inserted: text.clone() });
                    typed.push_str(&text);
                }
                2 => if let Some(bytes) = client.to_send() { server.take(&bytes) },
                _ => {
                    // Sent and never stored, perhaps; then the connection is there again.
                    let _ = client.to_send();
                    client.disconnect();
                    connect(client, &server);
                }
            }
        }
        for client in &mut clients {
            client.disconnect();
            connect(client, &server);
        }
        let all = read(&server.0).proposals;
        let mut letters: Vec<char> = all.chars().collect();
        let mut expected: Vec<char> = typed.concat().chars().collect();
        letters.sort_unstable();
        expected.sort_unstable();
        prop_assert_eq!(letters, expected);
        let [mut one, two] = clients;
        one.receive(&server.lacking(&[0])).expect("an update");
        prop_assert_eq!(read(one.doc()), read(&server.0));
        let _ = two;
    }
}
