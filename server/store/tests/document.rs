//! Consents and contracts: asked for, signed, withdrawn, and proved.

mod common;

use chrono::{DateTime, TimeDelta, Utc};
use common::{Base, Demo, child, day, lesson, monday_morning, person, refusal, slot, test_both_dbs, wish};
use domain::{
    Actor, Agreement, DocumentId, FormId, Kind, Refusal, Rule,
    document::{
        Act, Route, Signing, State, Strokes,
        view::{Eds, Judged, Listed},
    },
    kind::Paper,
    refusal::Problem,
};
use store::{Asked, Circumstance, Scan, Signature, Witnessed};

fn with() -> Circumstance {
    Circumstance { address: "198.51.100.4".into(), agent: "Phone".into(), seen: None }
}

fn drawn() -> Signature {
    Signature::Screen(Signing::Drawn(Strokes(vec![vec![(100, 100), (400, 260), (700, 90)]])))
}

fn typed(actor: &Actor) -> Signature {
    Signature::Screen(Signing::Typed(format!("{} {}", actor.name.given, actor.name.family)))
}

fn picture() -> Scan {
    Scan { bytes: [&[0xff, 0xd8, 0xff, 0xe0][..], b"the paper"].concat() }
}

fn invalid(field: &str, problem: Problem) -> Refusal {
    Refusal::Invalid { field: field.into(), problem }
}

async fn form(demo: &Demo, opens: Option<Paper>) -> FormId {
    let head = demo.actor("S01").await;
    demo.store.forms(&head).await.unwrap().into_iter().find(|kind| kind.opens == opens).unwrap().id
}

/// The documents that somebody sees, the open ones first.
async fn own(demo: &Demo, who: &Actor) -> Vec<Listed> {
    demo.store.own_documents(who, monday_morning()).await.unwrap()
}

async fn read_and_sign(
    demo: &Demo,
    who: &Actor,
    id: DocumentId,
    hand: &Signature,
    now: DateTime<Utc>,
) -> Result<(), store::Error> {
    demo.store.note_document(who, id, false, &with(), now).await?;
    demo.store.note_document(who, id, true, &with(), now).await?;
    demo.store.sign_document(who, id, hand, &with(), now).await
}

async fn agreement(demo: &Demo, code: &str, paper: Paper) -> Agreement {
    let head = demo.actor("S01").await;
    let view = demo.store.calendar(&head, day(0), day(0), monday_morning()).await.unwrap();
    let child = &view.directory.children[&child(code)];
    match paper {
        Paper::Consent => child.consent,
        Paper::Contract => child.contract,
    }
}

fn is_missing_paper(refused: &Refusal) -> bool {
    let Refusal::Rules { verdict, .. } = refused else { return false };
    verdict.refusals().any(|finding| matches!(finding.rule, Rule::NoConsent { .. } | Rule::NoContract { .. }))
}

/// Gives a child a second guardian.
async fn second_guardian(demo: &Demo, of: &str, who: &str, rights: bool) {
    let (org, who, of) = (demo.id(demo.org.0), demo.id(person(who).0), demo.id(child(of).0));
    let insert = format!(
        "INSERT INTO guardian (org, person, child, relation, rights) VALUES ({org}, {who}, {of}, 'father', {rights})"
    );
    demo.sql(insert).await.unwrap();
    demo.sql(format!("UPDATE ledger SET directory_revision = directory_revision + 1 WHERE org = {org}")).await.unwrap();
}

test_both_dbs! {
    async fn a_signature_opens_the_gate_at_once_and_a_withdrawal_closes_it(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let (methodist, parent) = (demo.actor("S02").await, demo.actor("P26").await);
        let plan = || lesson("S03", "R3", "C26", slot(8, "09:00", 20));
        assert!(is_missing_paper(&refusal(store.create(&methodist, plan(), now).await)));
        let listed = own(&demo, &parent).await;
        let [open] = listed.as_slice() else { panic!("{listed:?}") };
        assert_eq!((open.document.state, open.acts.as_slice()), (State::Asked, &[Act::Sign, Act::Decline][..]));
        let id = open.document.id;
        read_and_sign(&demo, &parent, id, &drawn(), now).await.unwrap();
        let created = store.create(&methodist, plan(), now).await.unwrap();
        let shown = store.document(&parent, id, now).await.unwrap();
        assert_eq!(shown.listed.document.state, State::Signed);
        assert_eq!(shown.listed.document.until, chrono::NaiveDate::from_ymd_opt(2027, 8, 31));
        assert!(shown.kk.text().contains("\"23\" қараша 2026 жыл"), "{}", shown.kk.text());
        assert_eq!(shown.hash.as_deref().map(str::len), Some(64));
        assert_eq!(shown.proof.len(), 4);
        let reason = store.end_document(&parent, id, Act::Withdraw, "  ", &with(), now).await;
        assert_eq!(refusal(reason), invalid("reason", Problem::Required));
        store.end_document(&parent, id, Act::Withdraw, "Ойымыз өзгерді", &with(), now).await.unwrap();
        assert_eq!(agreement(&demo, "C26", Paper::Consent).await, Agreement::Withdrawn);
        let later = lesson("S03", "R3", "C26", slot(9, "09:00", 20));
        assert!(is_missing_paper(&refusal(store.create(&methodist, later, now).await)));
        // What was planned stays where it is.
        let view = store.calendar(&methodist, day(8), day(8), now).await.unwrap();
        assert!(view.sessions.iter().any(|session| session.id == created.session.id));
        assert_eq!(refusal(store.end_document(&parent, id, Act::Withdraw, "x", &with(), now).await), Refusal::DocumentOver);
        assert_eq!(store.verify_documents(demo.org).await.unwrap(), None);
        assert_eq!(store.verify_audit(demo.org).await.unwrap(), None);
    }

    async fn nobody_signs_what_they_have_not_read_or_with_another_name(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let parent = demo.actor("P26").await;
        let id = own(&demo, &parent).await[0].document.id;
        let unread = store.sign_document(&parent, id, &drawn(), &with(), now).await;
        assert_eq!(refusal(unread), invalid("read", Problem::Required));
        store.note_document(&parent, id, true, &with(), now).await.unwrap();
        let touch = Signature::Screen(Signing::Drawn(Strokes(vec![vec![(1, 1), (9, 9)]])));
        let other = Signature::Screen(Signing::Typed("Басқа Адам".into()));
        for hand in [touch, other] {
            let refused = refusal(store.sign_document(&parent, id, &hand, &with(), now).await);
            assert_eq!(refused, invalid("signature", Problem::Signature));
        }
        assert_eq!(store.document(&parent, id, now).await.unwrap().listed.document.state, State::Asked);
        store.sign_document(&parent, id, &typed(&parent), &with(), now).await.unwrap();
        let twice = store.sign_document(&parent, id, &drawn(), &with(), now).await;
        assert_eq!(refusal(twice), Refusal::DocumentOver);
    }

    async fn a_contract_holds_when_the_head_has_signed_too(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let (parent, head) = (demo.actor("PK6").await, demo.actor("S01").await);
        let wanted = || wish("K06", Kind::ConsultInd, "S03", slot(7, "15:00", 30));
        let listed = own(&demo, &parent).await;
        let id = listed[0].document.id;
        let shown = store.document(&parent, id, now).await.unwrap();
        assert!(shown.number.ends_with("/2026"), "{}", shown.number);
        read_and_sign(&demo, &parent, id, &typed(&parent), now).await.unwrap();
        assert_eq!(agreement(&demo, "K06", Paper::Contract).await, Agreement::Pending);
        assert!(is_missing_paper(&refusal(store.book(&parent, wanted(), now).await)));
        // The parent cannot sign for the head, nor the methodist.
        for who in ["PK6", "S02"] {
            let who = demo.actor(who).await;
            assert_eq!(refusal(store.countersign_document(&who, id, &drawn(), &with(), now).await), Refusal::Forbidden);
        }
        store.countersign_document(&head, id, &drawn(), &with(), now).await.unwrap();
        assert_eq!(agreement(&demo, "K06", Paper::Contract).await, Agreement::Signed);
        let refused = store.book(&parent, wanted(), now).await;
        assert!(!refused.as_ref().is_err_and(|error| matches!(error, store::Error::Refused(refused) if is_missing_paper(refused))), "{refused:?}");
        let shown = store.document(&head, id, now).await.unwrap();
        let routes: Vec<_> = shown.signatures.iter().map(|signature| signature.route).collect();
        assert_eq!(routes, [Route::Typed, Route::Drawn]);
        assert_eq!(store.verify_documents(demo.org).await.unwrap(), None);
    }

    async fn both_sign_where_both_have_to_and_who_has_no_rights_is_not_waited_for(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let methodist = demo.actor("S02").await;
        second_guardian(&demo, "C26", "P25", true).await;
        second_guardian(&demo, "C26", "P24", false).await;
        let disclosure = form(&demo, None).await;
        let asked = store.ask_documents(&methodist, disclosure, &[child("C26")], &with(), now).await.unwrap();
        assert_eq!(asked, Asked { made: 2, there: 0, nobody: 0 });
        let board = || async {
            let (_, rows) = store.document_board(&methodist, disclosure, now).await.unwrap();
            rows.into_iter().find(|row| row.child == child("C26")).unwrap().agreement
        };
        for (who, then) in [("P26", Agreement::Pending), ("P25", Agreement::Signed)] {
            assert_eq!(board().await, Agreement::Pending);
            let who = demo.actor(who).await;
            let mine = |listed: &Listed| listed.document.form == disclosure && listed.document.signer == who.person;
            let id = own(&demo, &who).await.into_iter().find(mine).unwrap().document.id;
            read_and_sign(&demo, &who, id, &drawn(), now).await.unwrap();
            assert_eq!(board().await, then);
        }
        let (without, id) = (demo.actor("P24").await, own(&demo, &demo.actor("P26").await).await[0].document.id);
        assert_eq!(refusal(store.document(&without, id, now).await), Refusal::NotFound);
        assert_eq!(refusal(store.sign_document(&without, id, &drawn(), &with(), now).await), Refusal::NotFound);
    }

    async fn paper_is_kept_with_its_pictures_and_its_witness(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let (methodist, parent) = (demo.actor("S02").await, demo.actor("P26").await);
        let id = own(&demo, &parent).await[0].document.id;
        let paper = |scans: Vec<Scan>, n| Witnessed { day: day(n), head: false, scans };
        for (paper, refused) in [
            (paper(Vec::new(), -1), invalid("scans", Problem::Required)),
            (paper(vec![Scan { bytes: b"<svg>".to_vec() }], -1), invalid("scans", Problem::Choice)),
            (paper(vec![picture(); 5], -1), invalid("scans", Problem::TooLong)),
            (paper(vec![picture()], 1), invalid("day", Problem::Date)),
            (paper(vec![picture()], -400), invalid("day", Problem::Date)),
        ] {
            assert_eq!(refusal(store.witness_document(&methodist, id, &paper, &with(), now).await), refused);
        }
        let own_witness = store.witness_document(&parent, id, &paper(vec![picture()], -1), &with(), now).await;
        assert_eq!(refusal(own_witness), Refusal::Forbidden);
        store.witness_document(&methodist, id, &paper(vec![picture()], -1), &with(), now).await.unwrap();
        let shown = store.document(&parent, id, now).await.unwrap();
        assert_eq!((shown.listed.document.state, shown.scans), (State::Signed, 1));
        assert_eq!(shown.listed.document.signed, Some(day(-1)));
        assert_eq!(shown.signatures[0].witness.as_ref(), Some(&methodist.name));
        assert_eq!(store.scans(&parent, id).await.unwrap(), [picture()]);
        assert_eq!(agreement(&demo, "C26", Paper::Consent).await, Agreement::Signed);
        assert_eq!(store.verify_documents(demo.org).await.unwrap(), None);
    }

    async fn an_electronic_signature_is_over_the_very_text(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let parent = demo.actor("P26").await;
        let id = own(&demo, &parent).await[0].document.id;
        let says = Eds {
            subject: "ТЕСТ".into(), number: "IIN000000000000".into(), issuer: "ҰКО".into(), serial: "01".into(),
            from: day(-9), to: day(9), algorithm: "RSA 2048".into(), judged: Judged::Good,
        };
        let over = store.text_to_sign(&parent, id, now).await.unwrap();
        let eds = |over: Vec<u8>| Signature::Eds { cms: b"signature".to_vec(), says: says.clone(), over };
        let tomorrow = now + TimeDelta::days(1);
        let late = read_and_sign(&demo, &parent, id, &eds(over.clone()), tomorrow).await;
        assert_eq!(refusal(late), Refusal::DocumentOver, "the day in the text is another one");
        store.sign_document(&parent, id, &eds(over), &with(), now).await.unwrap();
        let shown = store.document(&parent, id, now).await.unwrap();
        assert_eq!((shown.signatures[0].route, shown.signatures[0].eds.as_ref()), (Route::Eds, Some(&says)));
        assert_eq!(store.verify_documents(demo.org).await.unwrap(), None);
    }

    async fn a_signature_counts_as_long_as_its_giver_has_rights(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let head = demo.actor("S01").await;
        assert_eq!(agreement(&demo, "C01", Paper::Consent).await, Agreement::Signed);
        store.set_rights(&head, child("C01"), person("P01"), false, "Сот шешімі", now).await.unwrap();
        assert_ne!(agreement(&demo, "C01", Paper::Consent).await, Agreement::Signed);
        store.set_rights(&head, child("C01"), person("P01"), true, "Сот шешімі", now).await.unwrap();
        assert_eq!(agreement(&demo, "C01", Paper::Consent).await, Agreement::Signed);
    }

    async fn nobody_else_finds_a_familys_document(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let id = own(&demo, &demo.actor("P26").await).await[0].document.id;
        for code in ["P25", "PK1", "S03", "S04", "S10", "A01", "T01"] {
            let who = demo.actor(code).await;
            assert_eq!(refusal(store.document(&who, id, now).await), Refusal::NotFound, "{code}");
            assert_eq!(refusal(store.note_document(&who, id, true, &with(), now).await), Refusal::NotFound, "{code}");
            assert_eq!(refusal(store.sign_document(&who, id, &drawn(), &with(), now).await), Refusal::NotFound, "{code}");
            assert_eq!(refusal(store.end_document(&who, id, Act::Recall, "x", &with(), now).await), Refusal::NotFound, "{code}");
            assert_eq!(refusal(store.scans(&who, id).await), Refusal::NotFound, "{code}");
            assert_eq!(refusal(store.filed(&who, id).await), Refusal::NotFound, "{code}");
        }
        let stranger = Actor { org: domain::OrgId(store::demo_id("another")), ..demo.actor("S01").await };
        assert_eq!(refusal(store.document_board(&stranger, form(&demo, None).await, now).await), Refusal::NotFound);
        let parent = demo.actor("P25").await;
        assert_eq!(refusal(store.document_board(&parent, form(&demo, None).await, now).await), Refusal::Forbidden);
        assert_eq!(refusal(store.forms(&parent).await), Refusal::Forbidden);
    }

    async fn asking_again_makes_nothing_and_closes_nothing(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let methodist = demo.actor("S02").await;
        let (consent, contract) = (form(&demo, Some(Paper::Consent)).await, form(&demo, Some(Paper::Contract)).await);
        let again = store.ask_documents(&methodist, consent, &[child("C01"), child("C26")], &with(), now).await.unwrap();
        assert_eq!(again, Asked { made: 0, there: 2, nobody: 0 });
        // In summer for the next year.
        let june = now + TimeDelta::days(210);
        let renewed = store.ask_documents(&methodist, consent, &[child("C01")], &with(), june).await.unwrap();
        assert_eq!(renewed, Asked { made: 1, there: 0, nobody: 0 });
        assert_eq!(agreement(&demo, "C01", Paper::Consent).await, Agreement::Signed);
        // From enrolment there is a contract; that a new one is asked for does not end it.
        store.ask_documents(&methodist, contract, &[child("C02")], &with(), now).await.unwrap();
        assert_eq!(agreement(&demo, "C02", Paper::Contract).await, Agreement::Signed);
        let id = own(&demo, &demo.actor("P02").await).await[0].document.id;
        let parent = demo.actor("P02").await;
        assert_eq!(store.remind_documents(&methodist, &[id], &with(), now).await.unwrap(), 1);
        assert_eq!(store.remind_documents(&methodist, &[id], &with(), now).await.unwrap(), 0, "once a day");
        store.end_document(&methodist, id, Act::Recall, "Қажет емес", &with(), now).await.unwrap();
        assert_eq!(refusal(read_and_sign(&demo, &parent, id, &drawn(), now).await), Refusal::DocumentOver);
        let twice = demo.count("SELECT COUNT(DISTINCT number) - COUNT(*) FROM document WHERE number <> ''").await;
        assert_eq!(twice, 0, "no number twice");
    }

    async fn what_was_signed_is_not_changed(base) {
        let demo = base.demo().await;
        for change in [
            "UPDATE document SET kk = kk || '.' WHERE kk IS NOT NULL",
            "UPDATE document SET signed = asked, until = NULL WHERE kk IS NOT NULL",
            "UPDATE document SET state = 'asked' WHERE state = 'signed'",
            "UPDATE document SET hash = '' WHERE hash IS NOT NULL",
            "DELETE FROM document",
            "UPDATE signature SET route = 'typed'",
            "DELETE FROM signature",
            "UPDATE proof SET at = 1",
            "DELETE FROM proof",
            "UPDATE form_text SET kk = ''",
            "INSERT INTO proof SELECT org, document, no + 9, step, at, person, address, agent, detail, prev, hash FROM proof",
        ] {
            assert!(demo.sql(change.into()).await.is_err(), "{change}");
        }
        assert_eq!(demo.store.verify_documents(demo.org).await.unwrap(), None);
    }

    async fn every_change_behind_the_back_is_found(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let (methodist, parent) = (demo.actor("S02").await, demo.actor("P26").await);
        let id = own(&demo, &parent).await[0].document.id;
        let paper = Witnessed { day: day(-1), head: false, scans: vec![picture()] };
        store.witness_document(&methodist, id, &paper, &with(), now).await.unwrap();
        let filed = store.filed(&parent, id).await.unwrap();
        store.file_document(&parent, id, filed.no, b"%PDF".to_vec(), now).await.unwrap();
        assert_eq!(store.verify_documents(demo.org).await.unwrap(), None);
        unguard(&demo.base).await;
        let this = demo.id(id.0);
        let bytes = if demo.is_sqlite() { "x'00'" } else { "'\\x00'::bytea" };
        for (table, column, other) in [
            ("proof", "at", "at + 1"), ("proof", "address", "'x'"), ("proof", "agent", "agent || ' '"),
            ("proof", "detail", "'{}'"), ("proof", "step", "'read'"), ("proof", "hash", "'00'"), ("proof", "prev", "'00'"),
            ("document", "kk", "kk || ' '"), ("document", "ru", "ru || ' '"), ("document", "hash", "'00'"),
            ("scan", "bytes", bytes), ("sealed", "bytes", bytes),
        ] {
            let key = if table == "document" { "id" } else { "document" };
            let aside = format!("CREATE TABLE aside AS SELECT * FROM {table} WHERE {key} = {this}");
            demo.sql(aside).await.unwrap();
            demo.sql(format!("UPDATE {table} SET {column} = {other} WHERE {key} = {this}")).await.unwrap();
            let broken = store.verify_documents(demo.org).await.unwrap();
            assert_eq!(broken.map(|broken| broken.document), Some(id), "{table}.{column}");
            let back = match table {
                "proof" => format!("UPDATE proof SET {column} = (SELECT {column} FROM aside WHERE aside.no = proof.no) WHERE document = {this}"),
                _ => format!("UPDATE {table} SET {column} = (SELECT {column} FROM aside) WHERE {key} = {this}"),
            };
            demo.sql(back).await.unwrap();
            demo.sql("DROP TABLE aside".into()).await.unwrap();
            assert_eq!(store.verify_documents(demo.org).await.unwrap(), None, "{table}.{column}");
        }
        for gone in ["DELETE FROM scan", "DELETE FROM sealed", "DELETE FROM signature"] {
            demo.sql(format!("{gone} WHERE document = {this}")).await.unwrap();
            assert!(store.verify_documents(demo.org).await.unwrap().is_some(), "{gone}");
        }
    }

    async fn the_file_is_made_once_and_again_after_a_withdrawal(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let parent = demo.actor("P26").await;
        let id = own(&demo, &parent).await[0].document.id;
        assert_eq!(refusal(store.filed(&parent, id).await), Refusal::NotFound, "nobody has signed");
        read_and_sign(&demo, &parent, id, &drawn(), now).await.unwrap();
        let filed = store.filed(&parent, id).await.unwrap();
        assert_eq!(filed.bytes, None);
        let (one, two) = tokio::join!(
            store.file_document(&parent, id, filed.no, b"one".to_vec(), now),
            store.file_document(&parent, id, filed.no, b"two".to_vec(), now),
        );
        let kept = one.unwrap();
        assert_eq!(kept, two.unwrap());
        assert_eq!(store.filed(&parent, id).await.unwrap().bytes, Some(kept));
        let seal = store.document(&parent, id, now).await.unwrap().seal;
        let verified = store.verified(demo.org, &seal, now).await.unwrap();
        assert_eq!((verified.whole, verified.files.len(), verified.state), (true, 1, State::Signed));
        store.end_document(&parent, id, Act::Withdraw, "Көштік", &with(), now).await.unwrap();
        let stale = store.file_document(&parent, id, filed.no + 1, b"late".to_vec(), now).await;
        assert_eq!(refusal(stale), Refusal::DocumentOver);
        assert_eq!(store.filed(&parent, id).await.unwrap().bytes, None);
        assert_eq!(refusal(store.verified(demo.org, "0000", now).await), Refusal::NotFound);
    }

    async fn of_two_hundred_signatures_at_once_none_is_lost(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let org = demo.id(demo.org.0);
        let people: Vec<uuid::Uuid> = (0..200).map(|_| uuid::Uuid::now_v7()).collect();
        for id in &people {
            let id = demo.id(*id);
            demo.sql(format!("INSERT INTO person (id, org, family, given, patronymic, created_at) VALUES ({id}, {org}, 'Әли', 'Ұлан', '', 0)")).await.unwrap();
            let child = demo.id(child("C26").0);
            demo.sql(format!("INSERT INTO guardian (org, person, child, relation, rights) VALUES ({org}, {id}, {child}, 'relative', TRUE)")).await.unwrap();
        }
        demo.sql(format!("UPDATE ledger SET directory_revision = directory_revision + 1 WHERE org = {org}")).await.unwrap();
        let (methodist, disclosure) = (demo.actor("S02").await, form(&demo, None).await);
        let asked = store.ask_documents(&methodist, disclosure, &[child("C26")], &with(), now).await.unwrap();
        assert_eq!(asked.made, 201);
        let (_, board) = store.document_board(&methodist, disclosure, now).await.unwrap();
        let row = board.into_iter().find(|row| row.child == child("C26")).unwrap();
        let mut tasks = tokio::task::JoinSet::new();
        for signer in row.guardians {
            let who = signer.person;
            let Some(id) = signer.document.map(|document| document.id).filter(|_| people.contains(&who.0)) else { continue };
            let (store, org) = (store.clone(), demo.org);
            tasks.spawn(async move {
                let actor = store.actor_for(org, who, now).await.unwrap();
                store.note_document(&actor, id, true, &with(), now).await.unwrap();
                store.sign_document(&actor, id, &drawn(), &with(), now).await.unwrap();
                store.document(&actor, id, now).await.unwrap().listed.document.state
            });
        }
        let states = tasks.join_all().await;
        assert_eq!(states, [State::Signed; 200]);
        assert_eq!(store.verify_documents(demo.org).await.unwrap(), None);
        assert_eq!(store.verify_audit(demo.org).await.unwrap(), None);
    }
}

/// Takes the guards away, as somebody with the database's own password could.
async fn unguard(base: &Base) {
    if base.is_sqlite() {
        for trigger in [
            "proof_fixed",
            "proof_kept",
            "document_signed_stays",
            "document_stays_itself",
            "scan_fixed",
            "scan_kept",
            "sealed_fixed",
            "sealed_kept",
            "signature_fixed",
            "signature_kept",
        ] {
            base.sql(format!("DROP TRIGGER {trigger}")).await.unwrap();
        }
    } else {
        for table in ["proof", "document", "scan", "sealed", "signature"] {
            base.sql(format!("ALTER TABLE {table} DISABLE TRIGGER USER")).await.unwrap();
        }
    }
}
