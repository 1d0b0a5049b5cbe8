//! One room and the clients in it.

use std::time::Duration;

use domain::{
    DecisionId, ItemId, Refusal,
    minutes::{Act, text::Due},
};
use minutes::{Splice, write, write::Area};
use serde_json::{Value, json};
use store::Circumstance;
use uuid::Uuid;
use yrs::{ReadTxn as _, StateVector, Transact as _};

use super::{
    client::{AWARENESS, Client, PATIENCE, framed},
    sitting::{CHAIR, MEMBER, SECRETARY, Sitting, listen},
};
use crate::{
    base::{HOST, House, monday_morning, org, test_both_dbs},
    kindergartens::{OTHER, found},
};

/// From a page of ours.
const HERE: (&str, &str) = (HOST, HOST);

/// What people type here: letters of two bytes, signs of four, a flag and a face of several.
const WORDS: [&str; 12] = ["Ә", "қ", "ұлт ", "балабақша", " ", "ң", "🙂", "🇰🇿", "👩🏽‍🏫", "\n", "Төраға: ", "№ 1 «жоспар»"];

/// Chance that is the same every time: splitmix64.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) >> 33).unwrap() % end
    }

    /// An edit as an input method makes it: of whole characters, here or there.
    fn splice(&mut self, text: &str) -> Splice {
        let cuts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let from = self.below(cuts.len());
        let taken = if self.below(3) == 0 { self.below(6).min(cuts.len() - 1 - from) } else { 0 };
        let units = |text: &str| u32::try_from(text.encode_utf16().count()).unwrap();
        Splice {
            at: units(&text[..cuts[from]]),
            removed: units(&text[cuts[from]..cuts[from + taken]]),
            inserted: WORDS[self.below(WORDS.len())].to_owned(),
        }
    }
}

/// Somebody writes here and there, listens now and then, and says how many messages that were.
async fn scribble(client: &mut Client, seed: u64, edits: usize) -> u64 {
    let mut chance = Chance(seed);
    for n in 0..edits {
        let minutes = client.minutes();
        let line = &minutes.agenda[chance.below(minutes.agenda.len())];
        let (area, text) = match chance.below(4) {
            0 => (Area::Title(line.id), &line.title),
            1 => (Area::Discussion(line.id), &line.discussion),
            _ => (Area::Proposals, &minutes.proposals),
        };
        let splice = chance.splice(text);
        client.change(|doc| write::edit(doc, area, &splice)).await.unwrap();
        if n % 5 == 0 {
            client.listen(Duration::from_millis(u64::try_from(chance.below(15)).unwrap())).await;
        }
    }
    u64::try_from(edits).unwrap()
}

/// What is stored, as anybody would read it who opens it now.
async fn stored(house: &House, sitting: &Sitting) -> minutes::Minutes {
    let loaded = house.store.load_minutes(org(), sitting.meeting).await.unwrap();
    let doc = minutes::document(7);
    for bytes in loaded.snapshot.iter().chain(&loaded.updates) {
        minutes::update::apply(&doc, bytes).unwrap();
    }
    minutes::read(&doc)
}

/// The name of somebody as everybody sees it.
async fn name(house: &House, code: &str) -> String {
    house.actor(code).await.name.plain()
}

test_both_dbs! {
    async fn what_several_write_at_once_is_the_same_everywhere(base) {
        let house = base.serve().await;
        let sitting = house.sit().await;
        let mut reader = house.joins(&sitting, MEMBER).await;
        let mut chair = house.joins(&sitting, CHAIR).await;
        let mut secretary = house.joins(&sitting, SECRETARY).await;
        let mut phone = house.joins(&sitting, SECRETARY).await;
        let (x, y, z) = tokio::join!(scribble(&mut chair, 1, 120), scribble(&mut secretary, 2, 120), scribble(&mut phone, 3, 120));
        // Who comes late has it all, too.
        let all = async {
            tokio::join!(chair.until_stored(x), secretary.until_stored(y), phone.until_stored(z));
        };
        tokio::time::timeout(PATIENCE, all).await.unwrap();
        for client in [&mut chair, &mut secretary, &mut phone] {
            client.change(|doc| write::add_decision(doc, DecisionId(Uuid::now_v7()), None)).await.unwrap();
        }
        tokio::join!(chair.until_stored(x + 1), secretary.until_stored(y + 1), phone.until_stored(z + 1));
        for client in [&mut chair, &mut secretary, &mut phone, &mut reader] {
            client.until(|client| client.minutes().decisions.len() == 3).await;
            client.listen(Duration::from_millis(300)).await;
        }
        let late = house.joins(&sitting, MEMBER).await;
        let minutes = chair.minutes();
        assert!(minutes.proposals.chars().count() > 100, "{minutes:?}");
        for client in [&secretary, &phone, &reader, &late] {
            assert_eq!(client.minutes(), minutes);
        }
        assert_eq!(stored(&house, &sitting).await, minutes);
    }

    async fn what_was_written_offline_comes_with_the_next_connection(base) {
        let house = base.serve().await;
        let sitting = house.sit().await;
        let mut chair = house.joins(&sitting, CHAIR).await;
        let mut away = house.joins(&sitting, SECRETARY).await;
        let token = house.token(SECRETARY).await;
        chair.write("Бірінші. ").await.unwrap();
        chair.until_stored(1).await;
        let words = Splice { inserted: "Жолда жазылды 🚌. ".into(), ..Splice::default() };
        write::edit(&away.doc, Area::Proposals, &words);
        away.join_again(sitting.address, &token, sitting.meeting).await.unwrap();
        away.until_stored(1).await;
        chair.until(|client| client.proposals().contains("🚌")).await;
        away.until(|client| client.proposals().contains("Бірінші")).await;
        assert_eq!(chair.minutes(), away.minutes());
        assert_eq!(stored(&house, &sitting).await, away.minutes());
    }

    async fn who_may_only_read_or_comment_writes_nothing(base) {
        let house = base.serve().await;
        let sitting = house.sit().await;
        let mut chair = house.joins(&sitting, CHAIR).await;
        let before = stored(&house, &sitting).await;
        // A member, who may comment, and the head, who may read.
        for code in [MEMBER, "S01"] {
            let mut reader = house.joins(&sitting, code).await;
            assert_eq!(reader.minutes(), before);
            reader.write("Мен де жазамын").await.unwrap();
            assert_eq!(reader.closed().await, 4403, "{code}");
            // As an answer to a question that nobody has asked it is refused as well.
            let mut again = house.joins(&sitting, code).await;
            write::edit(&again.doc, Area::Proposals, &Splice { inserted: "Жасырын".into(), ..Splice::default() });
            let update = again.doc.transact().encode_state_as_update_v1(&StateVector::default());
            again.send(framed(&[0, 1], &update)).await.unwrap();
            assert_eq!(again.closed().await, 4403, "{code}");
        }
        assert_eq!(stored(&house, &sitting).await, before);
        chair.write("Төраға").await.unwrap();
        chair.until_stored(1).await;
        assert_eq!(stored(&house, &sitting).await.proposals, "Төраға");
    }

    async fn who_has_no_business_here_finds_no_door(base) {
        let house = base.serve().await;
        let sitting = house.sit().await;
        let (address, meeting) = (sitting.address, sitting.meeting);
        let chair = house.token(CHAIR).await;
        assert_eq!(Client::knock(address, None, meeting, HERE).await, 401);
        assert_eq!(Client::knock(address, Some("made up"), meeting, HERE).await, 401);
        // A page of another site, in the chair's own browser.
        assert_eq!(Client::knock(address, Some(&chair), meeting, (HOST, "elsewhere.test")).await, 403);
        assert_eq!(Client::knock(address, Some(&chair), domain::MeetingId(Uuid::now_v7()), HERE).await, 404);
        // A parent.
        assert_eq!(Client::knock(address, Some(&house.token("P01").await), meeting, HERE).await, 403);
    }

    async fn a_meeting_of_another_kindergarten_is_not_found(base) {
        let house = base.serve().await;
        let sitting = house.sit().await;
        let (other, _) = found(&house).await;
        let (address, meeting) = (sitting.address, sitting.meeting);
        assert_eq!(Client::knock(address, Some(&other), meeting, (OTHER, OTHER)).await, 404);
        // Here the other's head is nobody.
        assert_eq!(Client::knock(address, Some(&other), meeting, HERE).await, 401);
    }

    async fn who_signs_out_or_leaves_the_body_is_closed_out(base) {
        let house = base.serve().await;
        let sitting = house.sit().await;
        let mut chair = house.joins(&sitting, CHAIR).await;
        let token = house.token(SECRETARY).await;
        let mut secretary = Client::join(sitting.address, &token, sitting.meeting).await;
        house.store.sign_out(&token, monday_morning()).await.unwrap();
        let code = secretary.closed().await;
        assert_eq!(code, 4401);
        chair.write("Қалғандар жазады").await.unwrap();
        chair.until_stored(1).await;
    }

    async fn nobody_writes_any_more_once_they_are_sent_to_be_signed(base) {
        let house = base.serve().await;
        let sitting = house.sit().await;
        let mut chair = house.joins(&sitting, CHAIR).await;
        let mut secretary = house.joins(&sitting, SECRETARY).await;
        let mut reader = house.joins(&sitting, MEMBER).await;
        let decision = DecisionId(Uuid::now_v7());
        for item in [chair.item(0), chair.item(1)] {
            discuss(&mut chair, item).await;
        }
        let decide = |doc: &yrs::Doc| {
            write::add_decision(doc, decision, None);
            write::edit(doc, Area::Decision(decision), &Splice { inserted: "Бекітілсін.".into(), ..Splice::default() });
            write::set_person(doc, decision, Some(crate::base::person(MEMBER)));
            write::set_due(doc, decision, Some(Due::Ongoing));
        };
        chair.change(decide).await.unwrap();
        chair.until_stored(3).await;
        assert_eq!(Client::come_to_write(sitting.address, &house.token(MEMBER).await, sitting.meeting).await, 4403);
        // They are sent while the secretary writes.
        let with = Circumstance::default();
        let (id, now) = (sitting.meeting, monday_morning());
        let send = house.store.act_on_minutes(&sitting.chair, id, 0, Act::Send, None, &with, now);
        let write = async {
            let mut told = 0;
            loop {
                if secretary.write("ә").await.is_err() {
                    return told;
                }
                match tokio::time::timeout(Duration::from_millis(20), secretary.message()).await {
                    Ok(Err(closed)) => {
                        assert_eq!(closed.0, 4409);
                        return secretary.stored;
                    }
                    Ok(Ok(_)) => told = secretary.stored,
                    Err(_) => {}
                }
            }
        };
        let (outcome, told) = tokio::join!(send, write);
        outcome.unwrap();
        assert_eq!(chair.closed().await, 4409);
        let kept = stored(&house, &sitting).await;
        let letters = u64::try_from(kept.proposals.chars().count()).unwrap();
        assert!(letters >= told, "{told} letters were acknowledged and {letters} are there");
        // The text to be signed is the one that is stored, and nothing comes behind it.
        assert_eq!(Client::join(sitting.address, &house.token(MEMBER).await, sitting.meeting).await.minutes(), kept);
        reader.until(|client| client.minutes() == kept).await;
        let mut late = house.joins(&sitting, SECRETARY).await;
        late.write("кеш").await.unwrap();
        assert!(matches!(late.closed().await, 4403 | 4409));
        // Who comes back with words that were never stored is told why they are not asked for.
        assert_eq!(Client::come_to_write(sitting.address, &house.token(SECRETARY).await, sitting.meeting).await, 4409);
        assert_eq!(stored(&house, &sitting).await, kept);
        let bytes = late.doc.transact().encode_state_as_update_v1(&StateVector::default());
        let written = [store::Written { person: sitting.chair.person, bytes }];
        let refused = house.store.append_minutes(org(), sitting.meeting, &written, monday_morning()).await;
        assert_eq!(refused.unwrap_err().refusal(), Some(&Refusal::Changed));
    }

    async fn who_does_harm_is_closed_out_and_the_room_goes_on(base) {
        let house = base.serve().await;
        let sitting = house.sit().await;
        let mut reader = house.joins(&sitting, MEMBER).await;
        let mut chair = house.joins(&sitting, CHAIR).await;
        let harm = async |bytes: Vec<u8>| {
            let mut other = house.joins(&sitting, SECRETARY).await;
            // The server may close before it has read all of it.
            let _ = other.send(bytes).await;
            other.closed().await
        };
        // An update of 10 MB: not read to its end.
        assert!(matches!(harm(framed(&[0, 2], &vec![7; 10 << 20])).await, 1009 | 0));
        // What is no update, what says that it has more than it has, and what is no message at all.
        assert_eq!(harm(framed(&[0, 2], b"\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01")).await, 1007);
        assert_eq!(harm(framed(&[0, 2], &[0xff; 64])).await, 1007);
        assert_eq!(harm(vec![0, 2, 0xff, 0xff, 0x7f]).await, 1002);
        assert_eq!(harm(vec![0, 9, 0]).await, 1002);
        assert_eq!(harm(vec![77]).await, 1002);
        assert_eq!(harm(Vec::new()).await, 1002);
        assert_eq!(harm(framed(&[AWARENESS], b"\xff\xff\xff\x7f")).await, 1002);
        assert!(matches!(harm(framed(&[0, 0], &[0xff; 9])).await, 1002 | 1007));
        // Arrays in arrays, half a million deep; a map of ten million keys; a document within the document.
        let inside = |bytes: &[u8]| framed(&[0, 2], &[&[1, 1, 1, 0, 0x08, 1, 1, b'a', 1], bytes].concat());
        assert_eq!(harm(inside(&[117, 1].repeat(400_000))).await, 1007);
        assert_eq!(harm(inside(&[118, 0x80, 0xad, 0xe2, 4])).await, 1007);
        assert_eq!(harm(framed(&[0, 2], &[1, 1, 1, 0, 0x09, 1, 1, b'a', 1, b'g', 127, 0])).await, 1007);
        assert_eq!(harm(framed(&[0, 0], &[0x80, 0x80, 0x80, 0x80, 1, 1, 1])).await, 1007);
        // A hundred thousand replicas that go before they came.
        let gone = [&[0xa0, 0x8d, 6][..], &b"\x01\x01\x04null".repeat(100_000)].concat();
        assert_eq!(harm(framed(&[AWARENESS], &gone)).await, 1002);
        // Of who only reads nobody even looks at what they send.
        let mut mute = house.joins(&sitting, MEMBER).await;
        mute.send(inside(&[117, 1].repeat(400_000))).await.unwrap();
        assert_eq!(mute.closed().await, 4403);
        // Who asks for the whole document again and again.
        let mut asker = house.joins(&sitting, MEMBER).await;
        for _ in 0..50 {
            if asker.send(framed(&[0, 0], &[0])).await.is_err() {
                break;
            }
        }
        assert!(matches!(asker.closed().await, 1008 | 0));
        let mut texter = house.joins(&sitting, SECRETARY).await;
        texter.say("{}").await;
        assert_eq!(texter.closed().await, 1003);
        let mut flooder = house.joins(&sitting, SECRETARY).await;
        let asks = framed(&[AWARENESS], &[0]);
        for _ in 0..60_000 {
            if flooder.send(asks.clone()).await.is_err() {
                break;
            }
        }
        assert!(matches!(flooder.closed().await, 1008 | 0));
        // Nobody else has noticed.
        chair.write("Отырыс жүріп жатыр").await.unwrap();
        chair.until_stored(1).await;
        reader.until(|client| client.proposals() == "Отырыс жүріп жатыр").await;
        assert_eq!(stored(&house, &sitting).await.proposals, "Отырыс жүріп жатыр");
    }

    async fn a_long_text_can_be_pasted(base) {
        let house = base.serve().await;
        let sitting = house.sit().await;
        let mut reader = house.joins(&sitting, MEMBER).await;
        let mut chair = house.joins(&sitting, CHAIR).await;
        // Two hundred pages.
        let text = "Педагогикалық кеңестің шешімі. ".repeat(200 * 80);
        assert!(text.len() > 800_000 && text.len() < 1_000_000);
        chair.write(&text).await.unwrap();
        chair.until_stored(1).await;
        reader.until(|client| client.proposals() == text).await;
        let late = house.joins(&sitting, MEMBER).await;
        assert_eq!(late.proposals(), text);
    }

    async fn nobody_poses_as_somebody_else(base) {
        let house = base.serve().await;
        let sitting = house.sit().await;
        let mut chair = house.joins(&sitting, CHAIR).await;
        let mut member = house.joins(&sitting, MEMBER).await;
        let (own, other) = (member.doc.client_id().get(), chair.doc.client_id().get());
        let caret = json!({ "area": "proposals", "anchor": 3, "head": 5 });
        chair.be_present(other, 1, &json!({ "caret": caret, "typing": true })).await.unwrap();
        member.until(|client| client.presence_of(other).is_some()).await;
        let said = member.presence_of(other).unwrap().clone();
        assert_eq!((&said["caret"], &said["typing"]), (&caret, &json!(true)));
        assert_eq!(said["user"]["name"], json!(name(&house, CHAIR).await));
        assert_eq!(said["user"]["id"], json!(crate::base::person(CHAIR)));
        // The member says to be the chair, and then that the chair has gone.
        member.be_present(own, 1, &json!({ "user": said["user"], "caret": caret })).await.unwrap();
        chair.until(|client| client.presence_of(own).is_some()).await;
        let user = &chair.presence_of(own).unwrap()["user"];
        assert_eq!(user["name"], json!(name(&house, MEMBER).await));
        assert_eq!(user["id"], json!(crate::base::person(MEMBER)));
        assert_ne!(user["color"], said["user"]["color"]);
        member.be_present(other, 99, &Value::Null).await.unwrap();
        member.be_present(other, 100, &json!({ "caret": null })).await.unwrap();
        member.be_present(own, 2, &json!({ "typing": true })).await.unwrap();
        chair.until(|client| client.presence_of(own).is_some_and(|state| state["typing"] == json!(true))).await;
        assert!(chair.presence.iter().all(|(id, state)| *id != other || state["caret"] == caret), "{:?}", chair.presence);
        // Who leaves is gone with their caret.
        member.leave().await;
        chair.until(|client| client.presence_of(own) == Some(&Value::Null)).await;
    }

    async fn nobody_has_more_connections_than_they_need(base) {
        let house = base.serve().await;
        let sitting = house.sit().await;
        let token = house.token(SECRETARY).await;
        let mut all = Vec::new();
        for _ in 0..8 {
            all.push(Client::join(sitting.address, &token, sitting.meeting).await);
        }
        assert!(matches!(Client::knock(sitting.address, Some(&token), sitting.meeting, HERE).await, 429 | 1013));
        all.pop().unwrap().leave().await;
        // The server hears of it in its own time.
        tokio::time::sleep(Duration::from_millis(200)).await;
        Client::join(sitting.address, &token, sitting.meeting).await;
    }

    async fn who_sends_much_at_once_is_not_taken_for_slow(base) {
        let house = base.serve().await;
        let sitting = house.sit().await;
        let mut chair = house.joins(&sitting, CHAIR).await;
        // As after a while without a network: nothing is read until all is said.
        for _ in 0..1500 {
            chair.write("ә").await.unwrap();
        }
        chair.until_stored(1500).await;
        assert_eq!(stored(&house, &sitting).await.proposals.chars().count(), 1500);
    }

    async fn a_document_written_for_long_is_kept_whole_and_opens_quickly(base) {
        let house = base.serve().await;
        let sitting = house.sit().await;
        let mut chair = house.joins(&sitting, CHAIR).await;
        for n in 1..=60 {
            for _ in 0..10 {
                chair.write("Ата-аналар ").await.unwrap();
            }
            chair.until_stored(n * 10).await;
        }
        let text = chair.proposals();
        chair.leave().await;
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert_eq!(stored(&house, &sitting).await.proposals, text);
        assert_eq!(house.joins(&sitting, MEMBER).await.proposals(), text);
    }

    async fn two_servers_on_one_database_write_one_document(base) {
        let house = base.serve().await;
        if !house.store.is_shared() {
            return;
        }
        let sitting = house.sit().await;
        let other = listen(house.other_server().await).await;
        let there = Sitting { address: other, meeting: sitting.meeting, chair: sitting.chair.clone() };
        let mut chair = house.joins(&sitting, CHAIR).await;
        let mut secretary = house.joins(&there, SECRETARY).await;
        let (x, y) = tokio::join!(scribble(&mut chair, 11, 60), scribble(&mut secretary, 12, 60));
        tokio::join!(chair.until_stored(x), secretary.until_stored(y));
        chair.write("⟨соңы⟩").await.unwrap();
        secretary.until(|client| client.proposals().contains("⟨соңы⟩")).await;
        secretary.write("⟨болды⟩").await.unwrap();
        chair.until(|client| client.proposals().contains("⟨болды⟩")).await;
        assert_eq!(chair.minutes(), secretary.minutes());
        assert_eq!(stored(&house, &sitting).await, chair.minutes());
    }
}

async fn discuss(client: &mut Client, item: ItemId) {
    let words = Splice { inserted: "Сөз сөйледі.".into(), ..Splice::default() };
    client.change(|doc| write::edit(doc, Area::Discussion(item), &words)).await.unwrap();
}
