//! Minutes once they are sent: two signatures, the chain of a year, corrections beside them, files, and what is found when
//! somebody changes them behind the store's back.

mod common;

use common::{
    Base, Demo, day,
    meeting::{Sitting, drawn, typed, with, words},
    monday_morning, refusal, test_both_dbs,
};
use domain::{
    Actor, Body, Lang, Position, Refusal,
    document::{
        Route, Signing, Strokes,
        view::{Eds, Judged},
    },
    meeting::{self, Fault, Mark, Reply},
    minutes::{
        Access, Act, State,
        text::Due,
        view::{MinutesView, Office},
    },
    refusal::Problem,
};
use minutes::{read, write, write::Area as Text};
use store::Signature;

async fn view(demo: &Demo, sitting: &Sitting) -> MinutesView {
    demo.store.minutes(&sitting.chair, sitting.id, monday_morning()).await.unwrap().unwrap()
}

/// Whether the database itself refuses a statement.
async fn guarded(demo: &Demo, sql: &str, sitting: &Sitting) {
    let sql = sql.replace("$M", &demo.id(sitting.id.0)).replace("$O", &demo.id(demo.org.0));
    let sql = sql.replace("$C", &demo.id(sitting.chair.person.0));
    assert!(demo.sql(sql.clone()).await.is_err(), "{sql}");
}

/// Takes the guards away, as somebody with the database's own password could.
async fn unguard(base: &Base) {
    let triggers = [
        "minutes_way",
        "minutes_stay",
        "minutes_kept",
        "minutes_signature_fixed",
        "minutes_signature_kept",
        "minutes_link_chained",
        "minutes_link_fixed",
        "minutes_link_kept",
        "minutes_file_fixed",
        "minutes_file_kept",
        "addition_stays",
        "addition_kept",
    ];
    if base.is_sqlite() {
        for trigger in triggers {
            base.sql(format!("DROP TRIGGER {trigger}")).await.unwrap();
        }
    } else {
        for table in ["minutes", "minutes_signature", "minutes_link", "minutes_file", "addition"] {
            base.sql(format!("ALTER TABLE {table} DISABLE TRIGGER USER")).await.unwrap();
        }
    }
}

fn eds() -> Eds {
    Eds {
        subject: "ТІЛЕУҚАБЫЛ МАРЖАН".into(),
        number: "800101400123".into(),
        issuer: "ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ".into(),
        serial: "01".into(),
        from: day(-100),
        to: day(200),
        algorithm: "RSA".into(),
        judged: Judged::Good,
    }
}

/// A change behind the store's back is found, and gone when it is undone.
async fn found(demo: &Demo, table: &str, change: &str, undo: &str) {
    let changed = demo.sql(format!("UPDATE {table} SET {change}")).await.unwrap();
    assert!(changed > 0, "{change}");
    assert!(demo.store.verify_minutes(demo.org).await.unwrap().is_some(), "{table}: {change}");
    demo.sql(format!("UPDATE {table} SET {undo}")).await.unwrap();
    assert_eq!(demo.store.verify_minutes(demo.org).await.unwrap(), None, "{table}: {undo}");
}

test_both_dbs! {
    async fn two_signatures_freeze_them(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let sitting = demo.written(Body::Apqo).await;
        let draft = view(&demo, &sitting).await;
        assert_eq!((draft.state, draft.hash, draft.acts), (State::Draft, None, vec![Act::Send]));
        demo.act(&sitting, &sitting.secretary, Act::Send, None).await.unwrap();
        let sent = view(&demo, &sitting).await;
        assert_eq!((sent.state, sent.access, sent.acts), (State::Sent, Access::Read, vec![Act::TakeBack, Act::SignChair]));
        assert_eq!(sent.kk, draft.kk);
        // Nobody signs another text than the one that they were shown.
        let shown = |hash: &str| store::Circumstance { seen: Some(hash.to_owned()), ..with() };
        let sign = async |with: store::Circumstance| {
            store.act_on_minutes(&sitting.chair, sitting.id, 0, Act::SignChair, Some(&drawn()), &with, now).await
        };
        assert_eq!(refusal(sign(shown("of the version before")).await), Refusal::Changed);
        sign(shown(sent.hash.as_deref().unwrap())).await.unwrap();
        demo.act(&sitting, &sitting.secretary, Act::SignSecretary, Some(&typed(&sitting.secretary))).await.unwrap();
        let locked = view(&demo, &sitting).await;
        assert_eq!((locked.state, &locked.kk, &locked.ru, &locked.hash), (State::Locked, &sent.kk, &sent.ru, &sent.hash));
        assert_eq!(locked.acts, []);
        assert!(locked.link.is_some_and(|(place, hash)| place >= 1 && hash.len() == 64));
        let signed: Vec<_> = locked.signatures.iter().map(|one| (one.office, one.route, one.name.clone())).collect();
        let by = |who: &Actor| who.name.clone();
        assert_eq!(signed, [
            (Office::Chair, Route::Drawn, by(&sitting.chair)),
            (Office::Secretary, Route::Typed, by(&sitting.secretary)),
        ]);
        // Its decisions live on, and what was meant for the meeting is over.
        let id = demo.id(sitting.id.0);
        let done = demo.sql(format!("UPDATE decision SET note = '' WHERE meeting = {id} AND state = 'open'")).await;
        assert_eq!(done.unwrap(), 2);
        let held = store.meeting(&sitting.chair, sitting.id, now).await.unwrap();
        assert_eq!(held.listed.state, meeting::State::Held);
        assert!(held.listed.number.is_some());
        assert_eq!(store.verify_minutes(demo.org).await.unwrap(), None);
        assert_eq!(store.verify_audit(demo.org).await.unwrap(), None);
    }

    async fn nobody_writes_in_what_is_sent(base) {
        let demo = base.demo().await;
        let sitting = demo.sent(Body::Apqo).await;
        let id = demo.id(sitting.id.0);
        let insert = "INSERT INTO minutes_update (org, meeting, no, person, at, bytes) \
            SELECT $O, $M, last + 1, $C, 0, bytes FROM minutes_update JOIN minutes USING (meeting) WHERE no = 1 AND meeting = $M";
        let edit = || words("кейін");
        for act in [None, Some((Act::SignChair, &sitting.chair)), Some((Act::SignSecretary, &sitting.secretary))] {
            if let Some((act, who)) = act {
                demo.act(&sitting, who, act, Some(&drawn())).await.unwrap();
            }
            let late = demo.write(sitting.id, &sitting.chair, |doc| write::edit(doc, Text::Proposals, &edit())).await;
            assert_eq!(refusal(late), Refusal::Changed);
            guarded(&demo, insert, &sitting).await;
            guarded(&demo, "UPDATE minutes_update SET bytes = bytes WHERE meeting = $M", &sitting).await;
            guarded(&demo, "DELETE FROM minutes_update WHERE meeting = $M", &sitting).await;
            guarded(&demo, "DELETE FROM minutes WHERE meeting = $M", &sitting).await;
        }
        for set in ["kk = 'Х'", "ru = 'Х'", "facts = '{}'", "hash = 'Х'", "place = 99", "state = 'draft'", "present = 9"] {
            guarded(&demo, &format!("UPDATE minutes SET {set} WHERE meeting = $M"), &sitting).await;
        }
        for table in ["minutes_signature", "minutes_link"] {
            guarded(&demo, &format!("UPDATE {table} SET hash = 'Х' WHERE meeting = $M"), &sitting).await;
            guarded(&demo, &format!("DELETE FROM {table} WHERE meeting = $M"), &sitting).await;
        }
        guarded(&demo, "UPDATE decision SET text = 'Х' WHERE meeting = $M", &sitting).await;
        assert_eq!(demo.sql(format!("UPDATE decision SET note = 'х' WHERE meeting = {id}")).await.unwrap(), 2);
        assert_eq!(demo.store.verify_minutes(demo.org).await.unwrap(), None);
    }

    async fn each_signs_for_their_own_office_with_their_own_name(base) {
        let demo = base.demo().await;
        let sitting = demo.sent(Body::Apqo).await;
        let (chair, secretary, hand) = (&sitting.chair, &sitting.secretary, drawn());
        assert_eq!(refusal(demo.act(&sitting, secretary, Act::SignChair, Some(&hand)).await), Refusal::Forbidden);
        for code in ["S03", "S01", "S11"] {
            for act in [Act::Send, Act::TakeBack, Act::SignChair, Act::SignSecretary] {
                let refused = refusal(demo.act(&sitting, &demo.actor(code).await, act, Some(&hand)).await);
                assert_eq!(refused, Refusal::Forbidden, "{code} {act:?}");
            }
        }
        assert_eq!(refusal(demo.act(&sitting, &demo.actor("P01").await, Act::Send, None).await), Refusal::NotFound);
        let unsigned = Refusal::Invalid { field: "signature".into(), problem: Problem::Signature };
        let touch = Signature::Screen(Signing::Drawn(Strokes(vec![vec![(1, 1), (9, 9)]])));
        for hand in [None, Some(&touch), Some(&typed(secretary))] {
            assert_eq!(refusal(demo.act(&sitting, chair, Act::SignChair, hand).await), unsigned);
        }
        // Before the chair, nobody.
        assert_eq!(refusal(demo.act(&sitting, secretary, Act::SignSecretary, Some(&hand)).await), Refusal::Changed);
        demo.act(&sitting, chair, Act::SignChair, Some(&hand)).await.unwrap();
        assert_eq!(refusal(demo.act(&sitting, chair, Act::SignSecretary, Some(&hand)).await), Refusal::Forbidden);
        // Nor does the database take a second one of the same person.
        let second = "INSERT INTO minutes_signature (org, meeting, addition, office, person, route, at, name, hash, address, \
            agent) VALUES ($O, $M, 0, 'secretary', $C, 'typed', 0, 'Х', 'Х', '', '')";
        guarded(&demo, second, &sitting).await;
        assert_eq!(view(&demo, &sitting).await.state, State::ChairSigned);
    }

    async fn an_electronic_signature_is_over_this_very_text(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let sitting = demo.written(Body::Apqo).await;
        let draft = store.minutes_text_to_sign(&sitting.chair, sitting.id, 0, now).await;
        assert_eq!(refusal(draft), Refusal::Changed);
        demo.act(&sitting, &sitting.chair, Act::Send, None).await.unwrap();
        let over = store.minutes_text_to_sign(&sitting.chair, sitting.id, 0, now).await.unwrap();
        let hand = |over: Vec<u8>| Signature::Eds { cms: vec![1, 2, 3], says: eds(), over };
        let other = [&over[..], b" "].concat();
        let refused = demo.act(&sitting, &sitting.chair, Act::SignChair, Some(&hand(other))).await;
        assert_eq!(refusal(refused), Refusal::Changed);
        demo.act(&sitting, &sitting.chair, Act::SignChair, Some(&hand(over))).await.unwrap();
        let signed = view(&demo, &sitting).await.signatures;
        assert_eq!(signed[0].eds, Some(eds()));
    }

    async fn they_are_taken_back_until_somebody_has_signed(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let sitting = demo.sent(Body::Apqo).await;
        let first = view(&demo, &sitting).await;
        // Who was there stands in them.
        let fault = |fault| Refusal::Meeting { fault };
        let mark = store.mark_attendance(&sitting.chair, sitting.id, common::person("S04"), Some(Mark::Absent), now).await;
        assert_eq!(refusal(mark), fault(Fault::Signed));
        let guests = store.set_guests(&sitting.chair, sitting.id, &["Х".into()], now).await;
        assert_eq!(refusal(guests), fault(Fault::Signed));
        demo.act(&sitting, &sitting.secretary, Act::TakeBack, None).await.unwrap();
        demo.present(&sitting, "S04", Some(Mark::Absent)).await;
        demo.write(sitting.id, &sitting.secretary, |doc| write::edit(doc, Text::Proposals, &words("Тағы бір ұсыныс.")))
            .await
            .unwrap();
        demo.act(&sitting, &sitting.secretary, Act::Send, None).await.unwrap();
        let second = view(&demo, &sitting).await;
        assert!(second.kk.contains("Тағы бір ұсыныс.") && second.kk.contains("адамдар саны: 3\n"), "{}", second.kk);
        assert!(second.hash != first.hash && second.seal == first.seal);
        demo.act(&sitting, &sitting.chair, Act::SignChair, Some(&drawn())).await.unwrap();
        assert_eq!(refusal(demo.act(&sitting, &sitting.secretary, Act::TakeBack, None).await), Refusal::Changed);
        let id = demo.id(sitting.id.0);
        assert!(demo.sql(format!("UPDATE minutes SET state = 'draft' WHERE meeting = {id}")).await.is_err());
        let late = store.reply(&sitting.chair, sitting.id, Reply::Comes, now).await;
        assert_eq!(refusal(late), fault(Fault::Over));
    }

    async fn of_two_who_act_at_once_one_is_told_that_it_is_done(base) {
        let demo = base.demo().await;
        let sitting = demo.written(Body::Apqo).await;
        let hand = drawn();
        for (act, who) in [
            (Act::Send, &sitting.chair),
            (Act::SignChair, &sitting.chair),
            (Act::SignSecretary, &sitting.secretary),
        ] {
            let both = tokio::join!(
                demo.act(&sitting, who, act, Some(&hand)),
                demo.act(&sitting, who, act, Some(&hand))
            );
            let refused = match both {
                (Ok(()), refused) | (refused, Ok(())) => refusal(refused),
                (one, two) => panic!("{act:?}: {one:?}, {two:?}"),
            };
            assert_eq!(refused, Refusal::Changed, "{act:?}");
        }
        let signed = view(&demo, &sitting).await;
        assert_eq!((signed.state, signed.signatures.len()), (State::Locked, 2));
    }

    async fn minutes_locked_at_once_stand_one_behind_the_other(base) {
        let demo = base.demo().await;
        let mut sittings = Vec::new();
        for _ in 0..6 {
            sittings.push(demo.chair_signed(Body::Apqo).await);
        }
        sittings.push(demo.chair_signed(Body::Ppqq).await);
        let hand = drawn();
        let acts = sittings.iter().map(|sitting| demo.act(sitting, &sitting.secretary, Act::SignSecretary, Some(&hand)));
        for done in futures::future::join_all(acts).await {
            done.unwrap();
        }
        let mut places = Vec::new();
        for sitting in &sittings[..6] {
            places.push(view(&demo, sitting).await.link.unwrap().0);
        }
        places.sort_unstable();
        assert!(places.windows(2).all(|two| two[0] + 1 == two[1]), "{places:?}");
        assert_eq!(demo.store.verify_minutes(demo.org).await.unwrap(), None);
        assert_eq!(demo.store.verify_audit(demo.org).await.unwrap(), None);
        // Six meetings, six numbers.
        let mut numbers = Vec::new();
        for sitting in &sittings[..6] {
            let held = demo.store.meeting(&sitting.chair, sitting.id, monday_morning()).await.unwrap();
            numbers.push(held.listed.number.unwrap());
        }
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), 6);
    }

    async fn minutes_are_not_sent_before_their_day(base) {
        let demo = base.demo().await;
        let sitting = demo.written(Body::Apqo).await;
        let id = demo.id(sitting.id.0);
        demo.sql(format!("UPDATE meeting SET day = '2026-11-24' WHERE id = {id}")).await.unwrap();
        let early = refusal(demo.act(&sitting, &sitting.chair, Act::Send, None).await);
        assert_eq!(early, Refusal::Meeting { fault: Fault::NotYet });
    }

    async fn a_correction_stands_beside_them_signed_as_they_are(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let sitting = demo.chair_signed(Body::Apqo).await;
        let early = store.write_addition(&sitting.chair, sitting.id, "Түзету", now).await;
        assert_eq!(refusal(early), Refusal::Changed);
        demo.act(&sitting, &sitting.secretary, Act::SignSecretary, Some(&drawn())).await.unwrap();
        let before = view(&demo, &sitting).await;
        assert!(before.adds);
        for code in ["S03", "S01"] {
            let refused = store.write_addition(&demo.actor(code).await, sitting.id, "Түзету", now).await;
            assert_eq!(refusal(refused), Refusal::Forbidden, "{code}");
        }
        let empty = refusal(store.write_addition(&sitting.chair, sitting.id, "  ", now).await);
        assert!(matches!(empty, Refusal::Invalid { problem: Problem::Required, .. }), "{empty:?}");
        assert_eq!(store.write_addition(&sitting.secretary, sitting.id, "Түзету", now).await.unwrap(), 1);
        // Written on, as long as it is a draft.
        let text = "2-шешімнің мерзімі: 2026 жылғы 20 желтоқсан.";
        assert_eq!(store.write_addition(&sitting.chair, sitting.id, text, now).await.unwrap(), 1);
        demo.act_on_addition(&sitting, &sitting.secretary, Act::Send, None).await.unwrap();
        let waits = store.write_addition(&sitting.chair, sitting.id, "тағы", now).await;
        assert_eq!(refusal(waits), Refusal::Changed);
        let over = store.minutes_text_to_sign(&sitting.chair, sitting.id, 1, now).await.unwrap();
        assert!(String::from_utf8(over).unwrap().contains("ТОЛЫҚТЫРУ"));
        demo.act_on_addition(&sitting, &sitting.chair, Act::SignChair, Some(&drawn())).await.unwrap();
        let twice = demo.act_on_addition(&sitting, &sitting.chair, Act::SignSecretary, Some(&drawn())).await;
        assert_eq!(refusal(twice), Refusal::Forbidden);
        demo.act_on_addition(&sitting, &sitting.secretary, Act::SignSecretary, Some(&drawn())).await.unwrap();
        guarded(&demo, "UPDATE addition SET text = 'Х' WHERE meeting = $M", &sitting).await;
        guarded(&demo, "DELETE FROM addition WHERE meeting = $M", &sitting).await;
        let after = view(&demo, &sitting).await;
        assert_eq!((&after.kk, &after.hash, &after.link), (&before.kk, &before.hash, &before.link));
        let [addition] = after.additions.as_slice() else { panic!("{:?}", after.additions) };
        assert_eq!((addition.state, addition.text.as_str(), addition.signatures.len()), (State::Locked, text, 2));
        // Another is the second; the first stays.
        assert_eq!(store.write_addition(&sitting.chair, sitting.id, "Екінші түзету", now).await.unwrap(), 2);
        assert_eq!(store.verify_minutes(demo.org).await.unwrap(), None);
        // Who keeps the kindergarten's books sees a draft of it as little as the minutes' own readers do.
        let reader = demo.actor("S11").await;
        assert!(reader.is_any(&[Position::Educator]));
        assert_eq!(store.minutes(&reader, sitting.id, now).await.unwrap().unwrap().additions.len(), 1);
    }

    async fn of_two_files_the_first_is_the_file(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let sitting = demo.chair_signed(Body::Apqo).await;
        let (chair, id) = (&sitting.chair, sitting.id);
        assert_eq!(refusal(store.minutes_filed(chair, id, Lang::Kk, now).await), Refusal::NotFound);
        demo.act(&sitting, &sitting.secretary, Act::SignSecretary, Some(&drawn())).await.unwrap();
        let filed = store.minutes_filed(chair, id, Lang::Kk, now).await.unwrap();
        assert_eq!((filed.additions, filed.bytes), (0, None));
        assert_eq!(store.file_minutes(chair, id, 0, Lang::Kk, b"first".to_vec(), now).await.unwrap(), b"first");
        let reader = demo.actor("S11").await;
        assert_eq!(store.file_minutes(&reader, id, 0, Lang::Kk, b"second".to_vec(), now).await.unwrap(), b"first");
        assert_eq!(store.minutes_filed(&reader, id, Lang::Kk, now).await.unwrap().bytes.unwrap(), b"first");
        assert_eq!(store.minutes_filed(&reader, id, Lang::Ru, now).await.unwrap().bytes, None);
        let parent = demo.actor("P01").await;
        assert_eq!(refusal(store.minutes_filed(&parent, id, Lang::Kk, now).await), Refusal::NotFound);
        store.write_addition(chair, id, "Түзету", now).await.unwrap();
        demo.act_on_addition(&sitting, chair, Act::Send, None).await.unwrap();
        demo.act_on_addition(&sitting, chair, Act::SignChair, Some(&drawn())).await.unwrap();
        demo.act_on_addition(&sitting, &sitting.secretary, Act::SignSecretary, Some(&drawn())).await.unwrap();
        let filed = store.minutes_filed(chair, id, Lang::Kk, now).await.unwrap();
        assert_eq!((filed.additions, filed.bytes), (1, None));
        let late = store.file_minutes(chair, id, 0, Lang::Ru, b"late".to_vec(), now).await;
        assert_eq!(refusal(late), Refusal::Changed);
        assert_eq!(store.verify_minutes(demo.org).await.unwrap(), None);
    }

    async fn a_stranger_learns_whether_they_are_whole_and_no_names(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let sitting = demo.chair_signed(Body::Apqo).await;
        let seal = view(&demo, &sitting).await.seal;
        assert_eq!(refusal(store.verified_minutes(demo.org, &seal, now).await), Refusal::NotFound);
        demo.act(&sitting, &sitting.secretary, Act::SignSecretary, Some(&drawn())).await.unwrap();
        let locked = view(&demo, &sitting).await;
        let verified = store.verified_minutes(demo.org, &seal, now).await.unwrap();
        assert_eq!((Some(verified.hash.clone()), Some(verified.link.clone())), (locked.hash, locked.link));
        assert!(verified.whole && verified.title_kk.ends_with("ХАТТАМАСЫ"), "{verified:?}");
        let offices: Vec<_> = verified.signatures.iter().map(|(office, ..)| *office).collect();
        assert_eq!(offices, [Office::Chair, Office::Secretary]);
        assert_eq!(refusal(store.verified_minutes(demo.org, "another", now).await), Refusal::NotFound);
        let bench = store.load_bench(0, now).await.unwrap();
        assert_eq!(refusal(store.verified_minutes(bench.org, &seal, now).await), Refusal::NotFound);
        unguard(&demo.base).await;
        let id = demo.id(sitting.id.0);
        demo.sql(format!("UPDATE minutes SET ru = kk WHERE meeting = {id}")).await.unwrap();
        assert!(!store.verified_minutes(demo.org, &seal, now).await.unwrap().whole);
    }

    async fn every_change_behind_the_back_is_found(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        for _ in 0..2 {
            demo.locked(Body::Apqo).await;
        }
        let sitting = demo.locked(Body::Apqo).await;
        let (chair, secretary) = (&sitting.chair, &sitting.secretary);
        store.file_minutes(chair, sitting.id, 0, Lang::Kk, b"the file".to_vec(), now).await.unwrap();
        store.write_addition(chair, sitting.id, "Түзету", now).await.unwrap();
        demo.act_on_addition(&sitting, chair, Act::Send, None).await.unwrap();
        demo.act_on_addition(&sitting, chair, Act::SignChair, Some(&drawn())).await.unwrap();
        demo.act_on_addition(&sitting, secretary, Act::SignSecretary, Some(&typed(secretary))).await.unwrap();
        assert_eq!(store.verify_minutes(demo.org).await.unwrap(), None);
        unguard(&demo.base).await;
        let less = |field: &str| format!("{field} = substr({field}, 1, length({field}) - 1)");
        for (table, field) in [
            ("minutes", "kk"),
            ("minutes", "ru"),
            ("minutes", "facts"),
            ("addition", "kk"),
            ("minutes_signature", "hash"),
            ("minutes_signature", "strokes"),
            ("minutes_link", "content"),
            ("minutes_link", "prev"),
            ("minutes_link", "hash"),
            ("minutes_file", "hash"),
        ] {
            found(&demo, table, &format!("{field} = {field} || ' '"), &less(field)).await;
        }
        // Another number, another order, and a signature that stands elsewhere.
        found(&demo, "minutes_link", "number = number + 1", "number = number - 1").await;
        found(&demo, "minutes_link", "place = 1000 - place", "place = 1000 - place").await;
        found(&demo, "minutes_signature", "addition = addition + 7", "addition = addition - 7").await;
        let bytes = if demo.is_sqlite() { "x'00'" } else { "'\\x00'" };
        demo.sql(format!("UPDATE minutes_file SET bytes = {bytes}")).await.unwrap();
        assert!(store.verify_minutes(demo.org).await.unwrap().is_some());
        demo.sql("DELETE FROM minutes_file".into()).await.unwrap();
        assert_eq!(store.verify_minutes(demo.org).await.unwrap(), None);
        // The end of the chain, cut off with all that hung on it.
        let (org, meeting) = (demo.id(demo.org.0), demo.id(sitting.id.0));
        demo.sql(format!("DELETE FROM minutes_link WHERE org = {org} AND meeting = {meeting} AND addition = 1")).await.unwrap();
        demo.sql(format!("DELETE FROM minutes_signature WHERE meeting = {meeting} AND addition = 1")).await.unwrap();
        demo.sql(format!("DELETE FROM addition WHERE meeting = {meeting}")).await.unwrap();
        let cut = store.verify_minutes(demo.org).await.unwrap();
        assert!(cut.as_ref().is_some_and(|what| what.contains("Missing")), "{cut:?}");
    }

    async fn a_decision_with_the_id_of_another_keeps_nobody_from_signing(base) {
        let demo = base.demo().await;
        let first = demo.locked(Body::Apqo).await;
        let taken = read(&demo.doc(first.id).await).decisions[0].id;
        let sitting = demo.written(Body::Apqo).await;
        let edit = |doc: &yrs::Doc| {
            write::add_decision(doc, taken, None);
            write::edit(doc, Text::Decision(taken), &words("Тағы бір шешім."));
            write::edit(doc, Text::Responsible(taken), &words("Әдіскер"));
            write::set_due(doc, taken, Some(Due::Ongoing));
        };
        demo.write(sitting.id, &sitting.chair, edit).await.unwrap();
        demo.act(&sitting, &sitting.chair, Act::Send, None).await.unwrap();
        demo.act(&sitting, &sitting.chair, Act::SignChair, Some(&drawn())).await.unwrap();
        demo.act(&sitting, &sitting.secretary, Act::SignSecretary, Some(&drawn())).await.unwrap();
        for (sitting, decisions) in [(first, 2), (sitting, 3)] {
            let id = demo.id(sitting.id.0);
            let own = demo.sql(format!("UPDATE decision SET note = '' WHERE meeting = {id}")).await.unwrap();
            assert_eq!(own, decisions);
        }
        assert_eq!(demo.store.verify_minutes(demo.org).await.unwrap(), None);
    }
}
