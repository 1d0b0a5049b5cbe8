//! Passwords, codes, devices.

mod common;

use chrono::{Duration, TimeZone, Utc};
use common::{monday_morning, person, refusal, test_both_dbs};
use domain::{Lang, Name, Position, Refusal, refusal::Problem};
use store::Founding;

const VISITOR: &str = "psychologist@nurlytau.example";
const PASSWORD: &str = "nurlytau-2026";

test_both_dbs! {
    async fn a_sign_in_lasts_thirty_days_after_the_last_visit(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let token = store.sign_in(demo.org, " Psychologist@Nurlytau.example ", PASSWORD, "Firefox", "::1", now).await.unwrap();
        let (actor, tenant) = store.actor(&token.0, now).await.unwrap().unwrap();
        assert_eq!((actor.person, actor.org, tenant.id), (person("S03"), demo.org, demo.org));
        assert_eq!(actor.positions, [Position::Psychologist]);
        assert!(store.actor(&token.0, now + Duration::days(29)).await.unwrap().is_some());
        assert!(store.actor(&token.0, now + Duration::days(58)).await.unwrap().is_some());
        assert!(store.actor(&token.0, now + Duration::days(89)).await.unwrap().is_none());
        assert!(store.actor("not a token", now).await.unwrap().is_none());
        assert_eq!(demo.count("SELECT COUNT(*) FROM device WHERE hash LIKE '%psycho%'").await, 0);
    }

    async fn guesses_are_throttled_ever_longer(base) {
        let demo = base.demo().await;
        let store = &demo.store;
        let mut now = monday_morning();
        let guess = |now| async move { refusal(store.sign_in(demo.org, VISITOR, "a wrong guess", "x", "::1", now).await) };
        for _ in 0..5 {
            assert_eq!(guess(now).await, Refusal::WrongPassword);
        }
        assert_eq!(guess(now).await, Refusal::Throttled { seconds: 5 });
        // Not even the right one, until the time has passed.
        let right = |now| store.sign_in(demo.org, VISITOR, PASSWORD, "x", "::2", now);
        assert_eq!(refusal(right(now).await), Refusal::Throttled { seconds: 5 });
        now += Duration::seconds(5);
        assert_eq!(guess(now).await, Refusal::WrongPassword);
        assert_eq!(guess(now).await, Refusal::Throttled { seconds: 10 });
        now += Duration::seconds(10);
        right(now).await.unwrap();
        assert_eq!(guess(now).await, Refusal::WrongPassword);
    }

    async fn guesses_at_once_are_counted_one_by_one(base) {
        let demo = base.demo().await;
        let tasks: Vec<_> = (0..12).map(|n| {
            let (store, org) = (demo.store.clone(), demo.org);
            let ip = format!("10.0.0.{n}");
            tokio::spawn(async move { refusal(store.sign_in(org, VISITOR, "a wrong guess", "x", &ip, monday_morning()).await) })
        }).collect();
        let mut looked_at = 0;
        for task in tasks {
            looked_at += usize::from(task.await.unwrap() == Refusal::WrongPassword);
        }
        assert_eq!(looked_at, 5);
    }

    async fn an_unknown_login_is_answered_like_a_wrong_password(base) {
        let demo = base.demo().await;
        let sign_in = |login| demo.store.sign_in(demo.org, login, "a wrong guess", "x", "::1", monday_morning());
        for login in ["nobody@nurlytau.example", "+7 700 999 99 99", "", "not a login"] {
            assert_eq!(refusal(sign_in(login).await), Refusal::WrongPassword);
        }
    }

    async fn an_invitation_works_once(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let methodist = demo.actor("S02").await;
        let invite = || async { store.invite(&methodist, &[person("P03")], now).await.unwrap().remove(0) };
        let (void, code) = (invite().await, invite().await);
        assert_eq!(refusal(store.invitation(&void.code, "::1", now).await), Refusal::WrongCode);
        let seen = store.invitation(&code.code.to_lowercase(), "::1", now).await.unwrap();
        assert_eq!((seen.login.as_deref(), seen.reset), (Some("+77000000103"), false));
        let people = store.people(&methodist, now).await.unwrap();
        let view = people.iter().find(|view| view.id == person("P03")).unwrap();
        assert!(view.invited && !view.active);

        let accept = |password: &'static str, login: &'static str| {
            store.accept(&code.code, login, password, "x", "::1", now)
        };
        let problem = |result| match refusal(result) { Refusal::Invalid { problem, .. } => problem, other => panic!("{other:?}") };
        assert_eq!(problem(accept("short", "").await), Problem::PasswordShort);
        assert_eq!(problem(accept("password1234", "").await), Problem::PasswordCommon);
        assert_eq!(problem(accept("a long good one", "+7 700 000 01 01").await), Problem::Taken);
        let token = accept("a long good one", "8 701 000 01 03").await.unwrap();
        assert_eq!(store.actor(&token.0, now).await.unwrap().unwrap().0.person, person("P03"));
        assert_eq!(refusal(accept("a long good one", "").await), Refusal::WrongCode);
        store.sign_in(demo.org, "+77010000103", "a long good one", "x", "::1", now).await.unwrap();
        let people = store.people(&methodist, now).await.unwrap();
        assert!(people.iter().any(|view| view.id == person("P03") && view.active && !view.invited));
    }

    async fn of_two_who_use_a_code_at_once_one_gets_in(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let code = store.invite(&demo.actor("S02").await, &[person("P03")], now).await.unwrap().remove(0).code;
        let tasks: Vec<_> = (0..4).map(|_| {
            let (store, code) = (store.clone(), code.clone());
            tokio::spawn(async move { store.accept(&code, "", "a long good one", "x", "::1", now).await.is_ok() })
        }).collect();
        let mut accepted = 0;
        for task in tasks {
            accepted += usize::from(task.await.unwrap());
        }
        assert_eq!(accepted, 1);
    }

    async fn a_code_runs_out(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let code = store.invite(&demo.actor("S01").await, &[person("P03")], now).await.unwrap().remove(0);
        assert_eq!(code.until, common::day(14));
        store.invitation(&code.code, "::1", now + Duration::days(14)).await.unwrap();
        assert_eq!(refusal(store.invitation(&code.code, "::1", now + Duration::days(16)).await), Refusal::WrongCode);
    }

    async fn guesses_of_codes_are_throttled(base) {
        let demo = base.demo().await;
        let mut answers = Vec::new();
        for n in 0..40 {
            answers.push(refusal(demo.store.invitation(&format!("AAAAA-{n:05}"), "10.1.1.1", monday_morning()).await));
        }
        assert_eq!(answers[0], Refusal::WrongCode);
        assert!(matches!(answers[39], Refusal::Throttled { .. }));
    }

    async fn nobody_becomes_the_head_through_an_invitation(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let (methodist, admin) = (demo.actor("S02").await, demo.actor("A01").await);
        assert_eq!(refusal(store.invite(&methodist, &[person("S01")], now).await), Refusal::Forbidden);
        assert_eq!(refusal(store.reset(&methodist, person("S01"), now).await), Refusal::Forbidden);
        for code in ["S03", "S10", "PK1", "T01"] {
            let actor = demo.actor(code).await;
            assert_eq!(refusal(store.invite(&actor, &[person("P03")], now).await), Refusal::Forbidden);
            assert_eq!(refusal(store.reset(&actor, person("P03"), now).await), Refusal::Forbidden);
            assert_eq!(refusal(store.people(&actor, now).await), Refusal::Forbidden);
        }
        // An account that is in use is not invited again.
        assert!(store.invite(&admin, &[person("S03")], now).await.unwrap().is_empty());
        assert!(store.people(&admin, now).await.unwrap().iter().all(|view| view.children.is_empty()));
    }

    async fn who_is_not_the_head_can_not_become_one_by_a_new_password(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let admin = demo.actor("A01").await;
        for code in ["S01", "S03"] {
            assert_eq!(refusal(store.reset(&admin, person(code), now).await), Refusal::Forbidden, "{code}");
        }
        let code = store.reset(&admin, person("PK1"), now).await.unwrap();
        let before = store.invitation(&code.code, "::1", now).await.unwrap().login;
        store.accept(&code.code, "+7 700 000 99 99", "ақ тілек, жаңа сөз", "", "::1", now).await.unwrap();
        let again = store.reset(&admin, person("PK1"), now).await.unwrap();
        assert_eq!(store.invitation(&again.code, "::1", now).await.unwrap().login, before, "the name to sign in with stays");
    }

    async fn a_reset_signs_every_device_out(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let old = store.sign_in(demo.org, VISITOR, PASSWORD, "x", "::1", now).await.unwrap();
        let code = store.reset(&demo.actor("S01").await, person("S03"), now).await.unwrap();
        assert!(code.reset && store.invitation(&code.code, "::1", now).await.unwrap().reset);
        store.accept(&code.code, "", "another good one", "x", "::1", now).await.unwrap();
        assert!(store.actor(&old.0, now).await.unwrap().is_none());
        assert_eq!(refusal(store.sign_in(demo.org, VISITOR, PASSWORD, "x", "::1", now).await), Refusal::WrongPassword);
        store.sign_in(demo.org, VISITOR, "another good one", "x", "::1", now).await.unwrap();
    }

    async fn devices_are_signed_out_one_by_one_and_together(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let mut tokens = Vec::new();
        for agent in ["Firefox", "Safari", "Chrome"] {
            tokens.push(store.sign_in(demo.org, VISITOR, PASSWORD, agent, "::1", now).await.unwrap().0);
        }
        let actor = demo.actor("S03").await;
        let devices = store.devices(&actor, &tokens[1], now).await.unwrap();
        let current: Vec<_> = devices.iter().filter(|device| device.current).map(|device| device.agent.as_str()).collect();
        assert_eq!((devices.len(), current), (3, vec!["Safari"]));
        let first = devices.iter().find(|device| device.agent == "Firefox").unwrap().id;
        assert_eq!(refusal(store.sign_out_device(&demo.actor("S04").await, first, now).await), Refusal::NotFound);
        store.sign_out_device(&actor, first, now).await.unwrap();
        assert!(store.actor(&tokens[0], now).await.unwrap().is_none());
        assert_eq!(refusal(store.change_password(&actor, &tokens[1], "not the old one", "a new good one", now).await), Refusal::WrongPassword);
        store.change_password(&actor, &tokens[1], PASSWORD, "a new good one", now).await.unwrap();
        assert!(store.actor(&tokens[1], now).await.unwrap().is_some());
        assert!(store.actor(&tokens[2], now).await.unwrap().is_none());
        store.sign_out_everywhere(&actor, now).await.unwrap();
        assert!(store.actor(&tokens[1], now).await.unwrap().is_none());
        let token = store.sign_in(demo.org, VISITOR, "a new good one", "x", "::1", now).await.unwrap();
        store.sign_out(&token.0, now).await.unwrap();
        assert!(store.actor(&token.0, now).await.unwrap().is_none());
    }

    async fn the_first_kindergarten_is_founded_with_a_code_for_its_head(base) {
        let (store, now) = (&base.store, monday_morning());
        assert_eq!(refusal(store.tenant(None).await), Refusal::NotFound);
        let founding = Founding {
            name: "«Балбөбек»".into(), city: "Алматы".into(), phone: "+77010000000".into(), host: Some("balbobek.kz".into()),
            lang: Lang::Ru, head: Name::parse("Ахмет Айша Серікқызы"), login: "aisha@balbobek.example".into(),
        };
        let code = store.bootstrap(founding.clone(), now).await.unwrap();
        let token = store.accept(&code.code, "", "a long good one", "x", "::1", now).await.unwrap();
        let (actor, tenant) = store.actor(&token.0, now).await.unwrap().unwrap();
        assert_eq!((actor.positions, tenant.lang), (vec![Position::Head], Lang::Ru));
        let again = refusal(store.bootstrap(founding, now).await);
        assert!(matches!(again, Refusal::Invalid { problem: Problem::Taken, .. }), "{again:?}");
        let bench = store.load_bench(0, now).await.unwrap();
        assert_eq!(store.tenant(Some("Balbobek.kz:3000")).await.unwrap().id, tenant.id);
        assert_eq!(store.tenant(Some(&format!("bench-{}", bench.org))).await.unwrap().id, bench.org);
        assert_eq!(store.tenant(Some("elsewhere.example")).await.unwrap().id, tenant.id);
    }

    async fn a_position_that_has_ended_gives_nothing(base) {
        let demo = base.demo().await;
        let store = &demo.store;
        let id = demo.id(person("S03").0);
        demo.sql(format!("UPDATE position SET until = '2026-11-30' WHERE person = {id}")).await.unwrap();
        demo.sql("UPDATE ledger SET directory_revision = directory_revision + 1".into()).await.unwrap();
        let on = |day| Utc.with_ymd_and_hms(2026, 12, day, 6, 0, 0).unwrap();
        let before = store.actor_for(demo.org, person("S03"), monday_morning()).await.unwrap();
        let after = store.actor_for(demo.org, person("S03"), on(1)).await.unwrap();
        assert_eq!((before.positions.len(), after.positions.len()), (1, 0));
    }
}
