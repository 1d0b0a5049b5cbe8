//! The register: kept by hand, and taken from tables as a whole or not at all.

mod common;

use chrono::NaiveDate;
use common::{Demo, child, day, lesson, monday_morning, person, refusal, slot, test_both_dbs, wish};
use domain::{
    Agreement, ChildId, GroupId, Kind, Name, PersonId, Refusal, Rule,
    refusal::Problem,
    register::{ChildDraft, Entry, GuardianDraft, Imported, Relation, Verdict},
};
use store::{Store, demo_id};

fn invalid(field: &str, problem: Problem) -> Refusal {
    Refusal::Invalid { field: field.into(), problem }
}

fn group(code: &str) -> GroupId {
    GroupId(demo_id(code))
}

fn born(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn draft(name: &str, day: &str, group: Option<GroupId>) -> ChildDraft {
    ChildDraft { name: Name::parse(name), born: born(day), group }
}

fn guardian(name: &str, phone: &str, relation: Relation) -> GuardianDraft {
    GuardianDraft { name: Name::parse(name), phone: phone.into(), relation }
}

async fn entry(demo: &Demo, id: ChildId) -> Entry {
    let head = demo.actor("S01").await;
    demo.store.register(&head, monday_morning()).await.unwrap().child(id).unwrap().clone()
}

const HEADINGS: &str = "Баланың аты-жөні;Туған күні;Тобы;Ата-анасы;Кім болады;Телефоны\n";

fn table(lines: &str) -> Vec<u8> {
    format!("{HEADINGS}{lines}").into_bytes()
}

/// What a second process sees.
async fn elsewhere(demo: &Demo) -> Store {
    Store::open(&demo.url, store::Options::default()).await.unwrap()
}

test_both_dbs! {
    async fn a_child_is_taken_in_with_a_guardian_who_can_then_book(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let head = demo.actor("S01").await;
        let mut changes = store.changes();
        let mother = guardian("Ілияс Сара Болатқызы", "8 (701) 000-00-01", Relation::Mother);
        let id = store.add_child(&head, &draft("ІЛИЯС Мирас", "2023-01-02", None), Some((&mother, true)), now).await.unwrap();
        assert!(changes.recv().await.unwrap().directory, "who has a page open asks anew");
        let known = entry(&demo, id).await;
        assert_eq!((known.name.full().as_str(), known.group), ("Ілияс Мирас", None));
        let [mother] = &known.guardians[..] else { panic!("{known:?}") };
        assert_eq!((mother.phone.as_deref(), mother.relation, mother.rights), (Some("+77010000001"), Relation::Mother, true));
        let parent = store.actor_for(demo.org, mother.person, now).await.unwrap();
        assert!(parent.may(domain::Permission::BookForChild) && parent.children.contains(&id));
        // At home: the contract is still to be signed (КП ережесі 7.1).
        let view = store.calendar(&head, day(0), day(0), now).await.unwrap();
        let raised = &view.directory.children[&id];
        assert_eq!((raised.attends, raised.consent, raised.contract), (false, Agreement::Missing, Agreement::Missing));
        let pupil = store.add_child(&head, &draft("Ілияс Аяла", "2021-01-02", Some(group("G4"))), None, now).await.unwrap();
        let view = store.calendar(&head, day(0), day(0), now).await.unwrap();
        let pupil = &view.directory.children[&pupil];
        assert_eq!((pupil.attends, pupil.consent, pupil.contract), (true, Agreement::Missing, Agreement::Signed));
        assert_eq!(store.verify_audit(demo.org).await.unwrap(), None);
        let log = store.audit(&head, None, 5).await.unwrap();
        assert_eq!(log.iter().filter(|line| line.action == "register.child_add").count(), 2);
        // Who administers accounts learns that something was done, not with whom.
        let log = store.audit(&demo.actor("A01").await, None, 2).await.unwrap();
        assert!(log.iter().all(|line| line.subject.is_empty() && line.detail == "{}" && line.about.is_none()), "{log:?}");
    }

    async fn the_same_child_is_not_taken_in_twice(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let head = demo.actor("S01").await;
        store.add_child(&head, &draft("Ілияс Мирас Ерланұлы", "2023-01-02", None), None, now).await.unwrap();
        for (name, day) in [("Илияс Мирас", "2023-01-02"), ("ілияс мирас ерланулы", "2023-01-02")] {
            let again = refusal(store.add_child(&head, &draft(name, day, Some(group("G1"))), None, now).await);
            assert_eq!(again, invalid("child", Problem::Taken), "{name}");
        }
        store.add_child(&head, &draft("Ілияс Мирас Болатұлы", "2023-01-02", None), None, now).await.unwrap();
        for (name, day, expected) in [
            ("Ілияс", "2023-01-02", invalid("given", Problem::Required)),
            ("=СУММ Мирас", "2023-01-02", invalid("family", Problem::NotAName)),
            ("Ілияс Сая", "2026-11-24", invalid("born", Problem::Future)),
            ("Ілияс Сая", "2010-11-24", invalid("born", Problem::TooOld)),
        ] {
            assert_eq!(refusal(store.add_child(&head, &draft(name, day, None), None, now).await), expected, "{name} {day}");
        }
        let nowhere = Some(GroupId(demo_id("nothing")));
        assert_eq!(refusal(store.add_child(&head, &draft("Ілияс Сая", "2023-01-02", nowhere), None, now).await), invalid("group", Problem::Choice));
    }

    async fn the_person_of_a_number_is_one_whoever_s_guardian_they_are(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let head = demo.actor("S01").await;
        let known = entry(&demo, child("K01")).await.guardians.remove(0);
        let phone = known.phone.clone().unwrap();
        let id = store.add_child(&head, &draft("Ілияс Мирас", "2023-01-02", None), None, now).await.unwrap();
        let other = guardian("Басқа Кісі", &phone, Relation::Father);
        assert_eq!(refusal(store.add_guardian(&head, id, &other, true, now).await), invalid("phone", Problem::OtherName));
        let before = store.people(&head, now).await.unwrap().len();
        let same = GuardianDraft { name: Name { patronymic: String::new(), ..known.name.clone() }, phone: phone.clone(), relation: Relation::Father };
        assert_eq!(store.add_guardian(&head, id, &same, true, now).await.unwrap(), known.person);
        assert_eq!(store.people(&head, now).await.unwrap().len(), before, "nobody new");
        assert_eq!(refusal(store.add_guardian(&head, id, &same, true, now).await), invalid("guardian", Problem::Taken));
        let nameless = refusal(store.add_guardian(&head, id, &guardian("Ілияс", "", Relation::Father), true, now).await);
        assert_eq!(nameless, invalid("given", Problem::Required));
        let unreadable = guardian("Ілияс Ерлан", "12345", Relation::Father);
        assert_eq!(refusal(store.add_guardian(&head, id, &unreadable, true, now).await), invalid("phone", Problem::Phone));
        let beside = store.add_child(&head, &draft("Ілияс Сая", "2023-01-02", None), Some((&unreadable, true)), now).await;
        assert_eq!(refusal(beside), invalid("g_phone", Problem::Phone), "nothing of it is saved");
        let register = store.register(&head, now).await.unwrap();
        assert!(!register.children.iter().any(|child| child.name.given == "Сая"));
    }

    async fn who_has_no_rights_neither_books_nor_is_told_and_the_log_says_why(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let head = demo.actor("S01").await;
        let (whose, who) = (child("K01"), person("PK1"));
        assert_eq!(refusal(store.set_rights(&head, whose, who, false, " \n ", now).await), invalid("reason", Problem::Required));
        let long = "ә".repeat(501);
        assert_eq!(refusal(store.set_rights(&head, whose, who, false, &long, now).await), invalid("reason", Problem::TooLong));
        store.set_rights(&head, whose, who, false, "Сот шешімі № 12", now).await.unwrap();
        let parent = demo.actor("PK1").await;
        assert!(parent.children.is_empty());
        let booked = store.book(&parent, wish("K01", Kind::PlayOnline, "S03", slot(3, "09:20", 20)), now).await;
        assert_eq!(refusal(booked), Refusal::Forbidden);
        let logged = store.audit(&head, None, 1).await.unwrap();
        assert_eq!(logged[0].action, "register.rights_take");
        assert!(logged[0].detail.contains("Сот шешімі № 12") && logged[0].about.is_some(), "{logged:?}");
        store.set_rights(&head, whose, who, true, "Шешімнің күші жойылды", now).await.unwrap();
        assert!(demo.actor("PK1").await.children.contains(&whose));
        store.end_guardian(&head, whose, who, "Көшіп кетті", now).await.unwrap();
        let past = entry(&demo, whose).await.guardians.remove(0);
        assert_eq!((past.rights, past.ended), (false, Some(day(0))), "they stay to be seen");
        assert_eq!(refusal(store.set_rights(&head, whose, who, true, "Қайта", now).await), Refusal::NotFound);
        let back = GuardianDraft { name: past.name.clone(), phone: past.phone.clone().unwrap(), relation: Relation::Mother };
        assert_eq!(store.add_guardian(&head, whose, &back, true, now).await.unwrap(), who);
        let back = entry(&demo, whose).await.guardians.remove(0);
        assert_eq!((back.rights, back.ended, back.relation), (true, None, Relation::Mother));
        assert_eq!(store.verify_audit(demo.org).await.unwrap(), None);
    }

    async fn a_guardian_is_corrected_but_by_what_they_sign_in_stays(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let head = demo.actor("S01").await;
        let (whose, who) = (child("K01"), person("PK1"));
        let before = entry(&demo, whose).await.guardians.remove(0);
        let login = |people: Vec<domain::view::PersonView>, id: PersonId| people.into_iter().find(|one| one.id == id).unwrap().login;
        let signs_in = login(store.people(&head, now).await.unwrap(), who);
        let mut draft = GuardianDraft { name: before.name.clone(), phone: "87010000009".into(), relation: Relation::Mother };
        store.change_guardian(&head, whose, who, &draft, now).await.unwrap();
        let after = entry(&demo, whose).await.guardians.remove(0);
        assert_eq!((after.phone.as_deref(), after.relation), (Some("+77010000009"), Relation::Mother));
        assert_eq!(login(store.people(&head, now).await.unwrap(), who), signs_in, "the account is theirs");
        // Who has not been here yet is invited by the number that is right.
        let new = store.add_guardian(&head, whose, &guardian("Ілияс Ерлан", "87010000010", Relation::Father), true, now).await.unwrap();
        let changed = guardian("Ілияс Ерлан Болатұлы", "87010000011", Relation::Father);
        store.change_guardian(&head, whose, new, &changed, now).await.unwrap();
        assert_eq!(login(store.people(&head, now).await.unwrap(), new).as_deref(), Some("+77010000011"));
        draft.phone = "87010000011".into();
        assert_eq!(refusal(store.change_guardian(&head, whose, who, &draft, now).await), invalid("phone", Problem::OtherName));
        assert_eq!(refusal(store.change_guardian(&head, child("C01"), who, &draft, now).await), Refusal::NotFound);
    }

    async fn who_works_here_is_a_guardian_under_the_name_that_is_known(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let methodist = demo.actor("S02").await;
        let name = demo.actor("S03").await.name;
        let id = store.add_child(&methodist, &draft("Ілияс Мирас", "2023-01-02", None), None, now).await.unwrap();
        demo.sql(format!("UPDATE person SET phone = '+77019990000' WHERE id = {}", demo.id(person("S03").0))).await.unwrap();
        let draft = GuardianDraft { name, phone: "87019990000".into(), relation: Relation::Mother };
        assert_eq!(store.add_guardian(&methodist, id, &draft, true, now).await.unwrap(), person("S03"));
        let other = GuardianDraft { name: Name::parse("Басқа Кісі"), ..draft.clone() };
        assert_eq!(refusal(store.change_guardian(&methodist, id, person("S03"), &other, now).await), Refusal::Forbidden);
        let relation = GuardianDraft { relation: Relation::Guardian, ..draft };
        store.change_guardian(&methodist, id, person("S03"), &relation, now).await.unwrap();
    }

    async fn a_child_moves_and_its_contract_with_it(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let head = demo.actor("S01").await;
        let contract = |id| { let head = head.clone(); async move { store.calendar(&head, day(0), day(0), now).await.unwrap().directory.children[&id].contract } };
        let id = store.add_child(&head, &draft("Ілияс Мирас", "2023-01-02", Some(group("G1"))), None, now).await.unwrap();
        store.change_child(&head, id, &draft("Ілияс Мирас", "2023-01-02", Some(group("G2"))), now).await.unwrap();
        assert_eq!(contract(id).await, Agreement::Signed);
        store.change_child(&head, id, &draft("Ілияс Мирас Ерланұлы", "2023-01-03", None), now).await.unwrap();
        assert_eq!(contract(id).await, Agreement::Missing);
        store.change_child(&head, id, &draft("Ілияс Мирас Ерланұлы", "2023-01-03", Some(group("G2"))), now).await.unwrap();
        assert_eq!(contract(id).await, Agreement::Signed);
        let log = store.audit(&head, None, 4).await.unwrap();
        let actions: Vec<_> = log.iter().map(|line| line.action.as_str()).collect();
        assert_eq!(actions, ["register.child_move", "register.child_move", "register.child_move", "register.child_add"]);
        store.change_child(&head, id, &draft("Ілияс Мирас Ерланұлы", "2023-01-03", Some(group("G2"))), now).await.unwrap();
        assert_eq!(store.audit(&head, None, 1).await.unwrap()[0].no, log[0].no, "nothing was changed");
        let unknown = store.change_child(&head, ChildId(demo_id("nothing")), &draft("Ілияс Сая", "2023-01-02", None), now).await;
        assert_eq!(refusal(unknown), Refusal::NotFound);
    }

    async fn who_has_left_is_planned_for_no_more_and_what_was_stays(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let head = demo.actor("S01").await;
        let methodist = demo.actor("S02").await;
        let before = store.calendar(&head, day(-21), day(-1), now).await.unwrap().sessions.len();
        store.set_last_day(&head, child("C16"), Some(day(7)), now).await.unwrap();
        store.create(&methodist, lesson("S03", "R3", "C16", slot(7, "17:00", 20)), now).await.unwrap();
        let refused = refusal(store.create(&methodist, lesson("S03", "R3", "C16", slot(8, "17:00", 20)), now).await);
        let Refusal::Rules { verdict, .. } = refused else { panic!("{refused:?}") };
        let gone = Rule::ChildLeft { child: child("C16"), on: day(7) };
        assert!(verdict.refusals().any(|finding| finding.rule == gone), "{verdict:?}");
        assert_eq!(store.calendar(&head, day(-21), day(-1), now).await.unwrap().sessions.len(), before);
        store.set_last_day(&head, child("C16"), None, now).await.unwrap();
        store.create(&methodist, lesson("S03", "R3", "C16", slot(8, "17:00", 20)), now).await.unwrap();
        for last in [born("2000-01-01"), day(400)] {
            assert_eq!(refusal(store.set_last_day(&head, child("C16"), Some(last), now).await), invalid("last", Problem::Date));
        }
    }

    async fn a_table_is_shown_first_and_done_as_it_was_shown(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let head = demo.actor("S01").await;
        let before = store.register(&head, now).await.unwrap();
        let known = before.child(child("C01")).unwrap();
        let line = format!("{};{};Балапан", known.name.plain(), known.born.format("%d.%m.%Y"));
        let file = table(&format!(
            "Ілияс Мирас;02.01.2023;Балапан;Ілияс Ерлан;әкесі;87010000001\nІлияс Аяла;02.01.2021;үйде;Ілияс Ерлан;әкесі;87010000001\n{line}\n"
        ));
        let preview = store.preview_register(&head, file.clone(), now).await.unwrap();
        let verdicts: Vec<_> = preview.rows.iter().map(|row| (row.line, row.verdict)).collect();
        assert_eq!(verdicts, [(2, Verdict::New), (3, Verdict::New), (4, Verdict::Changed)], "{preview:?}");
        assert_eq!(store.register(&head, now).await.unwrap(), before, "nothing is saved");
        let mut changes = store.changes();
        let done = store.import_register(&head, file.clone(), &preview.digest, now).await.unwrap();
        assert_eq!(done, Imported { added: 2, changed: 1 });
        assert!(changes.recv().await.unwrap().directory);
        let after = elsewhere(&demo).await.register(&head, now).await.unwrap();
        assert_eq!(after.children.len(), before.children.len() + 2);
        assert_eq!(after.child(child("C01")).unwrap().group, Some(group("G1")));
        let father = after.by_phone("87010000001").unwrap();
        let family: Vec<_> = father.1.iter().map(|child| child.guardians[0].person).collect();
        assert!(family.len() == 2 && family[0] == family[1], "one father");
        let again = store.preview_register(&head, file.clone(), now).await.unwrap();
        assert_eq!(again.count(Verdict::Same), 3, "{again:?}");
        assert_eq!(refusal(store.import_register(&head, file.clone(), &preview.digest, now).await), invalid("digest", Problem::Taken));
        assert_eq!(store.import_register(&head, file, &again.digest, now).await.unwrap(), Imported::default());
        assert_eq!(store.verify_audit(demo.org).await.unwrap(), None);
        let log = store.audit(&head, None, 20).await.unwrap();
        assert_eq!(log.iter().filter(|line| line.action == "register.import").count(), 1);
        assert_eq!(log.iter().filter(|line| line.action == "register.import_child").count(), 3);
    }

    async fn a_table_with_a_wrong_line_brings_nothing(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let head = demo.actor("S01").await;
        let before = store.register(&head, now).await.unwrap();
        let file = table("Ілияс Мирас;02.01.2023;Балапан\nІлияс Аяла;31.02.2021;Балапан\n");
        let preview = store.preview_register(&head, file.clone(), now).await.unwrap();
        assert_eq!((preview.count(Verdict::New), preview.count(Verdict::Wrong)), (1, 1));
        assert_eq!(refusal(store.import_register(&head, file, &preview.digest, now).await), invalid("wrong", Problem::Choice));
        assert_eq!(store.register(&head, now).await.unwrap(), before);
        for (file, expected) in [
            (Vec::new(), invalid("file", Problem::Required)),
            (vec![b'x'; 2 * 1024 * 1024 + 1], invalid("file", Problem::TooLong)),
            (b"\xd0\xcf\x11\xe0".to_vec(), invalid("old_excel", Problem::Choice)),
            (b"PK\x03\x04".to_vec(), invalid("file", Problem::Choice)),
            (b"a;b\n1;2".to_vec(), invalid("headings", Problem::Required)),
            (table(&"Ілияс Мирас;02.01.2023;Балапан\n".repeat(2001)), invalid("rows", Problem::TooLong)),
        ] {
            assert_eq!(refusal(store.preview_register(&head, file.clone(), now).await), expected);
            assert_eq!(refusal(store.import_register(&head, file, "", now).await), expected);
        }
    }

    async fn two_at_once_bring_the_same_table_once(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let (head, methodist) = (demo.actor("S01").await, demo.actor("S02").await);
        let line = |letter: char| {
            format!("Тегі {letter}йару;02.01.2023;Балапан;Тегі {letter}сем;анасы;8701000{:04}", letter as u32)
        };
        let lines = ('А'..='Я').map(line).collect::<Vec<_>>().join("\n") + "\n";
        let file = table(&lines);
        let digest = store.preview_register(&head, file.clone(), now).await.unwrap().digest;
        let other = elsewhere(&demo).await;
        let (one, two) = tokio::join!(
            store.import_register(&head, file.clone(), &digest, now),
            other.import_register(&methodist, file.clone(), &digest, now),
        );
        let (done, refused) = if one.is_ok() { (one, two) } else { (two, one) };
        assert_eq!(done.unwrap(), Imported { added: 32, changed: 0 });
        assert_eq!(refusal(refused), invalid("digest", Problem::Taken));
        let register = elsewhere(&demo).await.register(&head, now).await.unwrap();
        assert_eq!(register.children.iter().filter(|child| child.name.family == "Тегі").count(), 32);
        assert_eq!(store.verify_audit(demo.org).await.unwrap(), None);
    }

    async fn a_number_is_one_person_s_and_who_has_gone_has_no_rights_whoever_writes(base) {
        let demo = base.demo().await;
        let twice = demo.sql(format!("UPDATE person SET phone = '+77000000201' WHERE id = {}", demo.id(person("PK2").0))).await;
        assert!(twice.is_err(), "a constraint holds it");
        let rights = demo.sql(format!("UPDATE guardian SET ended = '2026-11-23' WHERE person = {}", demo.id(person("PK2").0))).await;
        assert!(rights.is_err(), "a constraint holds it");
        let stranger = demo.sql(format!("UPDATE guardian SET relation = 'neighbour' WHERE person = {}", demo.id(person("PK2").0))).await;
        assert!(stranger.is_err(), "a constraint holds it");
    }

    async fn only_those_who_keep_it_see_and_change_it(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let bench = store.load_bench(20, now).await.unwrap();
        let stranger = {
            let mut actor = demo.actor("S01").await;
            actor.org = bench.org;
            actor
        };
        let child_draft = draft("Ілияс Мирас", "2023-01-02", None);
        let guardian = guardian("Ілияс Ерлан", "87010000001", Relation::Father);
        let file = table("Ілияс Мирас;02.01.2023;Балапан\n");
        for code in ["S03", "S04", "S10", "PK1", "A01", "T01"] {
            let actor = demo.actor(code).await;
            let (whose, who) = (child("K01"), person("PK1"));
            for refused in [
                refusal(store.register(&actor, now).await),
                refusal(store.add_child(&actor, &child_draft, None, now).await),
                refusal(store.change_child(&actor, whose, &child_draft, now).await),
                refusal(store.set_last_day(&actor, whose, None, now).await),
                refusal(store.add_guardian(&actor, whose, &guardian, true, now).await),
                refusal(store.change_guardian(&actor, whose, who, &guardian, now).await),
                refusal(store.set_rights(&actor, whose, who, false, "себеп", now).await),
                refusal(store.end_guardian(&actor, whose, who, "себеп", now).await),
                refusal(store.preview_register(&actor, file.clone(), now).await),
                refusal(store.import_register(&actor, file.clone(), "", now).await),
            ] {
                assert_eq!(refused, Refusal::Forbidden, "{code}");
            }
        }
        // Another kindergarten's head sees nobody of this one, and changes nobody.
        let theirs = store.register(&stranger, now).await.unwrap();
        assert!(theirs.child(child("K01")).is_none() && theirs.groups.is_empty());
        let (whose, who) = (child("K01"), person("PK1"));
        for refused in [
            refusal(store.change_child(&stranger, whose, &child_draft, now).await),
            refusal(store.set_last_day(&stranger, whose, None, now).await),
            refusal(store.add_guardian(&stranger, whose, &guardian, true, now).await),
            refusal(store.change_guardian(&stranger, whose, who, &guardian, now).await),
            refusal(store.set_rights(&stranger, whose, who, false, "себеп", now).await),
            refusal(store.end_guardian(&stranger, whose, who, "себеп", now).await),
        ] {
            assert_eq!(refused, Refusal::NotFound);
        }
        let preview = store.preview_register(&stranger, file, now).await.unwrap();
        assert_eq!(preview.count(Verdict::Wrong), 1, "a group of another kindergarten is none");
        assert!(store.change_child(&stranger, whose, &draft("Ілияс Мирас", "2023-01-02", Some(group("G1"))), now).await.is_err());
    }
}
