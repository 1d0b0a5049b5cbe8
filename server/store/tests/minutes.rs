//! Minutes while they are written: who may come to them, what is stored, remarks of members.

mod common;

use common::{
    meeting::{change, replica, words},
    monday_morning, refusal, test_both_dbs,
};
use domain::{
    Actor, Body, MeetingId, Refusal, RemarkId,
    meeting::Mark,
    minutes::{
        Access, Act, Lack, Section, State,
        remark::{Area, Settled},
    },
    refusal::Problem,
};
use minutes::{read, update, write, write::Area as Text};
use store::{Options, Store, Written};
use uuid::Uuid;
use yrs::{ReadTxn as _, StateVector, Transact as _};

/// What somebody may do at the door; None where for them there is no door.
async fn door(store: &Store, who: &Actor, id: MeetingId) -> Option<Access> {
    match store.minutes_door(who, id, monday_morning()).await {
        Ok(door) => Some(door.access),
        Err(error) => {
            assert_eq!(error.refusal(), Some(&Refusal::NotFound));
            None
        }
    }
}

fn discussion() -> Area {
    Area { section: Section::Proposals, item: None }
}

fn update_of(doc: &yrs::Doc) -> Vec<u8> {
    doc.transact().encode_state_as_update_v1(&StateVector::default())
}

test_both_dbs! {
    async fn each_comes_as_what_they_are(base) {
        let demo = base.demo().await;
        let sitting = demo.sit(Body::Apqo, false).await;
        for (code, expected) in [
            ("S02", Some(Access::Write)),
            ("S10", Some(Access::Write)),
            ("S03", Some(Access::Comment)),
            ("S01", Some(Access::Read)),
            // Teaching staff read what has been sent.
            ("S05", None),
            ("S11", None),
            ("S12", None),
            ("A01", None),
            ("T01", None),
            ("P01", None),
        ] {
            assert_eq!(door(&demo.store, &demo.actor(code).await, sitting.id).await, expected, "{code}");
        }
    }

    async fn closed_minutes_are_read_by_those_who_sat_there_and_the_head(base) {
        let demo = base.demo().await;
        let sitting = demo.sit(Body::Ppqq, true).await;
        for (code, expected) in [
            ("S02", Some(Access::Write)),
            ("S06", Some(Access::Write)),
            ("S07", Some(Access::Comment)),
            ("S01", Some(Access::Read)),
            ("S10", None),
            ("S08", None),
            ("P01", None),
        ] {
            assert_eq!(door(&demo.store, &demo.actor(code).await, sitting.id).await, expected, "{code}");
        }
        // Who did not sit there knows when it is, and not who came, nor whose parents.
        demo.all_present(&sitting).await;
        let apart = demo.store.meeting(&demo.actor("S10").await, sitting.id, monday_morning()).await.unwrap();
        assert!(apart.agenda.is_empty() && apart.guests.is_empty() && apart.attendance.present == 0);
        assert!(apart.invited.iter().all(|one| one.mark.is_none() && one.reply.is_none()));
        let chair = demo.store.meeting(&sitting.chair, sitting.id, monday_morning()).await.unwrap();
        assert!(chair.attendance.present > 0 && !chair.agenda.is_empty());
        let board = demo.sit(Body::Trustees, false).await;
        let staff = demo.actor("S03").await;
        assert_eq!(door(&demo.store, &demo.actor("T05").await, board.id).await, Some(Access::Comment));
        assert_eq!(door(&demo.store, &staff, board.id).await, None);
    }

    async fn another_kindergarten_finds_nothing(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let sitting = demo.written(Body::Apqo).await;
        let bench = store.load_bench(0, now).await.unwrap();
        let stranger = Actor { org: bench.org, ..sitting.chair.clone() };
        assert_eq!(door(store, &stranger, sitting.id).await, None);
        assert_eq!(refusal(store.minutes(&stranger, sitting.id, now).await), Refusal::NotFound);
        assert_eq!(refusal(store.minutes_history(&stranger, sitting.id, now).await), Refusal::NotFound);
        assert_eq!(refusal(store.begin_minutes(&stranger, sitting.id, now).await), Refusal::NotFound);
        assert_eq!(refusal(demo.act(&sitting, &stranger, Act::Send, None).await), Refusal::NotFound);
        assert_eq!(refusal(store.load_minutes(bench.org, sitting.id).await), Refusal::NotFound);
        let written = [Written { person: stranger.person, bytes: vec![0, 0] }];
        assert_eq!(refusal(store.append_minutes(bench.org, sitting.id, &written, now).await), Refusal::NotFound);
    }

    async fn chair_or_secretary_begin_them_once(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let sitting = demo.call(Body::Apqo, false).await;
        for (code, why) in [("S03", Refusal::Forbidden), ("S01", Refusal::Forbidden), ("S11", Refusal::NotFound)] {
            assert_eq!(refusal(store.begin_minutes(&demo.actor(code).await, sitting.id, now).await), why, "{code}");
        }
        assert!(!store.minutes_door(&sitting.chair, sitting.id, now).await.unwrap().begun);
        assert_eq!(store.minutes(&sitting.chair, sitting.id, now).await.unwrap(), None);
        let (one, two) = tokio::join!(
            store.begin_minutes(&sitting.chair, sitting.id, now),
            store.begin_minutes(&sitting.secretary, sitting.id, now)
        );
        one.and(two).unwrap();
        let loaded = store.load_minutes(demo.org, sitting.id).await.unwrap();
        assert_eq!((loaded.no, loaded.updates.len(), loaded.snapshot), (1, 1, None));
        let agenda = read(&demo.doc(sitting.id).await).agenda;
        let meeting = store.meeting(&sitting.chair, sitting.id, now).await.unwrap();
        let called: Vec<_> = meeting.agenda.iter().map(|item| (item.id, item.title.clone())).collect();
        assert_eq!(agenda.into_iter().map(|item| (item.id, item.title)).collect::<Vec<_>>(), called);
    }

    async fn what_was_written_is_kept_in_its_order_with_who_and_when(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let sitting = demo.sit(Body::Apqo, false).await;
        let doc = demo.doc(sitting.id).await;
        let mut written = Vec::new();
        for (n, letter) in "Ұсыныстар".chars().enumerate() {
            let who = if n % 2 == 0 { &sitting.chair } else { &sitting.secretary };
            let at = u32::try_from(n).unwrap();
            let edit = minutes::Splice { at, removed: 0, inserted: letter.to_string() };
            let bytes = change(&doc, |doc| write::edit(doc, Text::Proposals, &edit));
            written.push(Written { person: who.person, bytes });
        }
        assert_eq!(store.append_minutes(demo.org, sitting.id, &written[..4], now).await.unwrap(), 5);
        assert_eq!(store.append_minutes(demo.org, sitting.id, &written[4..], now).await.unwrap(), 10);
        let history = store.minutes_history(&demo.actor("S03").await, sitting.id, now).await.unwrap();
        assert_eq!(history.iter().map(|wrote| wrote.no).collect::<Vec<_>>(), (1..=10).collect::<Vec<_>>());
        let said: Vec<_> = history[1..].iter().map(|wrote| (wrote.person, &wrote.bytes)).collect();
        assert_eq!(said, written.iter().map(|one| (one.person, &one.bytes)).collect::<Vec<_>>());
        assert_eq!(history[2].name, sitting.secretary.name);
        assert_eq!(history[2].at.day, common::day(0));
        // At any place of it the document is what it was then.
        let replica = replica();
        for (n, wrote) in history.iter().enumerate() {
            update::apply(&replica, &wrote.bytes).unwrap();
            assert_eq!(read(&replica).proposals, "Ұсыныстар".chars().take(n).collect::<String>());
        }
    }

    async fn many_who_write_at_once_lose_nothing(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let sitting = demo.sit(Body::Apqo, false).await;
        let writers = (0..8).map(|n| {
            let (store, org, id) = (store.clone(), demo.org, sitting.id);
            let person = if n % 2 == 0 { sitting.chair.person } else { sitting.secretary.person };
            tokio::spawn(async move {
                let doc = replica();
                for m in 0..20 {
                    let edit = words(&format!("{n}.{m};"));
                    let bytes = change(&doc, |doc| write::edit(doc, Text::Proposals, &edit));
                    store.append_minutes(org, id, &[Written { person, bytes }], now).await.unwrap();
                }
            })
        });
        for writer in writers.collect::<Vec<_>>() {
            writer.await.unwrap();
        }
        let loaded = store.load_minutes(demo.org, sitting.id).await.unwrap();
        assert_eq!((loaded.no, loaded.updates.len()), (161, 161));
        let text = read(&demo.doc(sitting.id).await).proposals;
        assert_eq!(text.matches(';').count(), 160);
        assert!((0..8).all(|n| (0..20).all(|m| text.contains(&format!("{n}.{m};")))), "{text}");
    }

    async fn a_refused_one_of_several_leaves_none_of_them(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let sitting = demo.sit(Body::Apqo, false).await;
        let known = Written { person: sitting.chair.person, bytes: vec![0, 0] };
        let unknown = Written { person: domain::PersonId(Uuid::now_v7()), bytes: vec![0, 0] };
        assert!(store.append_minutes(demo.org, sitting.id, &[known.clone(), unknown], now).await.is_err());
        assert_eq!(store.append_minutes(demo.org, sitting.id, &[known], now).await.unwrap(), 2);
    }

    async fn what_was_acknowledged_is_there_when_the_house_opens_again(base) {
        let demo = base.demo().await;
        let sitting = demo.sit(Body::Apqo, false).await;
        let edit = words("Ата-аналар жиналысы өткізілсін 🙂");
        demo.write(sitting.id, &sitting.secretary, |doc| write::edit(doc, Text::Proposals, &edit)).await.unwrap();
        // Nothing is closed in order: another process comes to what is on the disk.
        let other = Store::open(&demo.url, Options::default()).await.unwrap();
        let loaded = other.load_minutes(demo.org, sitting.id).await.unwrap();
        let doc = replica();
        for bytes in &loaded.updates {
            update::apply(&doc, bytes).unwrap();
        }
        assert_eq!(read(&doc).proposals, edit.inserted);
        assert_eq!(loaded.no, 2);
    }

    async fn a_snapshot_stands_for_what_is_before_it(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let sitting = demo.sit(Body::Apqo, false).await;
        let doc = demo.doc(sitting.id).await;
        let person = sitting.secretary.person;
        for n in 0..50_u32 {
            let written: Vec<_> = (0..100)
                .map(|m| {
                    let at = n * 100 + m;
                    let edit = minutes::Splice { at, removed: 0, inserted: "ө".into() };
                    Written { person, bytes: change(&doc, |doc| write::edit(doc, Text::Proposals, &edit)) }
                })
                .collect();
            let no = store.append_minutes(demo.org, sitting.id, &written, now).await.unwrap();
            if n == 48 {
                store.keep_snapshot(demo.org, sitting.id, no, &update_of(&doc)).await.unwrap();
            }
        }
        // An older one comes too late.
        store.keep_snapshot(demo.org, sitting.id, 7, &[0, 0]).await.unwrap();
        let loaded = store.load_minutes(demo.org, sitting.id).await.unwrap();
        assert_eq!((loaded.no, loaded.updates.len(), loaded.snapshot.is_some()), (5001, 100, true));
        assert_eq!(read(&demo.doc(sitting.id).await).proposals, "ө".repeat(5000));
        assert_eq!(store.minutes_since(demo.org, sitting.id, 4991).await.unwrap().updates.len(), 10);
        // History reads all of them, as they came.
        assert_eq!(store.minutes_history(&sitting.chair, sitting.id, now).await.unwrap().len(), 5001);
    }

    async fn a_letter_is_neither_logged_nor_told_but_an_act_is(base) {
        let demo = base.demo().await;
        let store = &demo.store;
        let sitting = demo.written(Body::Apqo).await;
        let mut changes = store.changes();
        let lines = demo.count("SELECT COUNT(*) FROM audit").await;
        demo.write(sitting.id, &sitting.chair, |doc| write::edit(doc, Text::Proposals, &words("Ж"))).await.unwrap();
        assert!(changes.try_recv().is_err());
        assert_eq!(demo.count("SELECT COUNT(*) FROM audit").await, lines);
        demo.act(&sitting, &sitting.secretary, Act::Send, None).await.unwrap();
        assert_eq!(changes.recv().await.unwrap().meeting, Some(sitting.id));
        assert_eq!(demo.count("SELECT COUNT(*) FROM audit").await, lines + 1);
    }

    async fn a_draft_says_what_it_lacks(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let sitting = demo.sit(Body::Apqo, false).await;
        let lacks = store.minutes(&sitting.chair, sitting.id, now).await.unwrap().unwrap().lacks;
        assert!(lacks.contains(&Lack::NoQuorum { present: 0, needed: 3 }), "{lacks:?}");
        assert!(lacks.contains(&Lack::NoDecision), "{lacks:?}");
        assert_eq!(lacks.iter().filter(|lack| matches!(lack, Lack::NoDiscussion(_))).count(), 2);
        demo.fill(&sitting).await;
        // Two of four members and three guests are no quorum.
        demo.present(&sitting, "S02", Some(Mark::Present)).await;
        demo.present(&sitting, "S03", Some(Mark::Present)).await;
        demo.present(&sitting, "S04", Some(Mark::Absent)).await;
        let guests = ["Көшербай Нұргүл", "Әмірғали Дина", "Сапар Бақыт"].map(str::to_owned);
        store.set_guests(&sitting.chair, sitting.id, &guests, now).await.unwrap();
        let refused = refusal(demo.act(&sitting, &sitting.chair, Act::Send, None).await);
        let lacks = vec![Lack::NoQuorum { present: 2, needed: 3 }];
        assert_eq!(refused, Refusal::Minutes { body: Body::Apqo, lacks });
        demo.present(&sitting, "S10", Some(Mark::Present)).await;
        demo.act(&sitting, &sitting.chair, Act::Send, None).await.unwrap();
        let sent = store.minutes(&sitting.chair, sitting.id, now).await.unwrap().unwrap();
        assert!(sent.kk.contains("2. Қатысқан адамдар саны: 6\n"), "{}", sent.kk);
        assert!(sent.kk.contains("Сапар Бақыт"), "{}", sent.kk);
        assert!(sent.kk.contains("Қатыспағаны: Жанділда Ботагөз Саматқызы"), "{}", sent.kk);
    }

    async fn a_child_is_named_in_closed_minutes_alone(base) {
        let demo = base.demo().await;
        for (body, closed, free) in [(Body::Apqo, false, false), (Body::Ppqq, false, false), (Body::Ppqq, true, true)] {
            let sitting = demo.sit(body, closed).await;
            demo.fill(&sitting).await;
            demo.all_present(&sitting).await;
            let edit = words("Көшербай Айаруға логопед көмегі керек.");
            demo.write(sitting.id, &sitting.chair, |doc| write::edit(doc, Text::Proposals, &edit)).await.unwrap();
            let sent = demo.act(&sitting, &sitting.chair, Act::Send, None).await;
            if free {
                sent.unwrap();
                continue;
            }
            let Refusal::Minutes { lacks, .. } = refusal(sent) else { panic!("{body:?}") };
            let [Lack::ChildNamed { place, initials }] = lacks.as_slice() else { panic!("{lacks:?}") };
            assert_eq!((place.section, initials.as_str()), (Section::Proposals, "К. А."));
        }
    }

    async fn members_propose_and_chair_or_secretary_settle(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let sitting = demo.written(Body::Apqo).await;
        let (member, other) = (demo.actor("S03").await, demo.actor("S04").await);
        let make = async |who: &Actor, comment: &str| -> Result<RemarkId, store::Error> {
            store.make_remark(who, sitting.id, discussion(), "Төраға", comment, Some("Төрайым"), now).await
        };
        let first = make(&member, "Төрайым дейік").await.unwrap();
        let second = make(&member, "").await.unwrap();
        for (code, why) in [("S01", Refusal::Forbidden), ("S11", Refusal::NotFound)] {
            assert_eq!(refusal(make(&demo.actor(code).await, "х").await), why, "{code}");
        }
        let empty = store.make_remark(&member, sitting.id, discussion(), "", " ", None, now).await;
        let required = Refusal::Invalid { field: "comment".into(), problem: Problem::Required };
        assert_eq!(refusal(empty), required);
        let view = store.minutes(&member, sitting.id, now).await.unwrap().unwrap();
        assert_eq!(view.remarks.len(), 2);
        assert_eq!(view.remarks[0].ways, [Settled::Withdrawn]);
        assert_eq!(view.remarks[0].author, member.name);
        assert_eq!(refusal(store.minutes(&demo.actor("S11").await, sitting.id, now).await), Refusal::NotFound);
        assert!(store.minutes(&demo.actor("S01").await, sitting.id, now).await.unwrap().unwrap().remarks.is_empty());
        assert_eq!(refusal(store.settle_remark(&other, first, Settled::Withdrawn, now).await), Refusal::Forbidden);
        assert_eq!(refusal(store.settle_remark(&member, first, Settled::Accepted, now).await), Refusal::Forbidden);
        store.settle_remark(&sitting.secretary, first, Settled::Accepted, now).await.unwrap();
        let again = store.settle_remark(&sitting.chair, first, Settled::Declined, now).await;
        assert_eq!(refusal(again), Refusal::Changed);
        // With the draft ends the time for it.
        demo.act(&sitting, &sitting.chair, Act::Send, None).await.unwrap();
        assert_eq!(refusal(make(&member, "кеш").await), Refusal::Changed);
        assert_eq!(refusal(store.settle_remark(&member, second, Settled::Withdrawn, now).await), Refusal::Changed);
        let view = store.minutes(&sitting.chair, sitting.id, now).await.unwrap().unwrap();
        assert_eq!(view.state, State::Sent);
        let settled: Vec<_> = view.remarks.iter().map(|remark| (remark.remark.settled, remark.ways.len())).collect();
        assert_eq!(settled, [(Settled::Accepted, 0), (Settled::Open, 0)]);
    }
}
