//! Decisions after their meeting: who knows of them, who settles them, orders that are made of them, and digests.

mod common;

use common::{
    Demo, day,
    meeting::{Sitting, drawn},
    monday_morning, person, refusal, test_both_dbs,
};
use domain::{
    Actor, Body, DecisionId, Lang, Refusal,
    decision::{Decided, OrderState, State},
    minutes::{Act, text::Due},
    refusal::Problem,
};

/// Locked minutes of a closed meeting.
async fn closed(demo: &Demo) -> Sitting {
    let sitting = demo.sit(Body::Ppqq, true).await;
    demo.fill(&sitting).await;
    demo.all_present(&sitting).await;
    for (act, who) in
        [(Act::Send, &sitting.chair), (Act::SignChair, &sitting.chair), (Act::SignSecretary, &sitting.secretary)]
    {
        demo.act(&sitting, who, act, Some(&drawn())).await.unwrap();
    }
    sitting
}

/// The decisions of a meeting of which somebody knows.
async fn known(demo: &Demo, who: &Actor, sitting: &Sitting) -> Vec<Decided> {
    let register = demo.store.decisions(who, monday_morning()).await.unwrap();
    register.decisions.into_iter().filter(|decided| decided.meeting == sitting.id).collect()
}

async fn first(demo: &Demo, sitting: &Sitting) -> DecisionId {
    known(demo, &sitting.chair, sitting).await[0].id
}

fn invalid(field: &str, problem: Problem) -> Refusal {
    Refusal::Invalid { field: field.into(), problem }
}

test_both_dbs! {
    async fn open_decisions_stand_by_their_term(base) {
        let demo = base.demo().await;
        let sitting = demo.locked(Body::Apqo).await;
        let found = known(&demo, &sitting.chair, &sitting).await;
        let said: Vec<_> = found.iter().map(|one| (one.line, one.text.as_str(), one.due)).collect();
        assert_eq!(said, [(1, "Жоспар бекітілсін.", Some(Due::Day(day(14)))), (2, "Кеңес берілсін.", Some(Due::Ongoing))]);
        assert_eq!((found[0].body, found[0].day, found[0].state), (Body::Apqo, day(0), State::Open));
        assert!(found[0].number >= 1 && found[0].reads && found[0].person == Some(person("S03")));
        // What is done goes behind what is open.
        let (store, now) = (&demo.store, monday_morning());
        store.settle_decision(&sitting.chair, found[0].id, State::Done, "", now).await.unwrap();
        let after = known(&demo, &sitting.chair, &sitting).await;
        assert_eq!(after.iter().map(|one| one.line).collect::<Vec<_>>(), [2, 1]);
    }

    async fn who_may_not_read_the_minutes_knows_of_no_decision(base) {
        let demo = base.demo().await;
        let (open, shut) = (demo.locked(Body::Apqo).await, closed(&demo).await);
        for (code, of_open, of_closed) in [("S01", 2, 2), ("S03", 2, 2), ("S07", 2, 2), ("S11", 2, 0)] {
            let who = demo.actor(code).await;
            assert_eq!(known(&demo, &who, &open).await.len(), of_open, "{code}");
            assert_eq!(known(&demo, &who, &shut).await.len(), of_closed, "{code}");
        }
        let parent = demo.actor("P01").await;
        assert_eq!(refusal(demo.store.decisions(&parent, monday_morning()).await), Refusal::Forbidden);
        let outside = demo.actor("S11").await;
        let id = first(&demo, &shut).await;
        let settled = demo.store.settle_decision(&outside, id, State::Done, "", monday_morning()).await;
        assert_eq!(refusal(settled), Refusal::NotFound);
    }

    async fn who_carries_it_out_who_leads_and_the_head_settle_it(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let sitting = demo.locked(Body::Apqo).await;
        let id = first(&demo, &sitting).await;
        let settle = async |code: &str, state, note: &str| {
            store.settle_decision(&demo.actor(code).await, id, state, note, now).await
        };
        // A member reads, and no more.
        assert_eq!(refusal(settle("S04", State::Done, "").await), Refusal::Forbidden);
        assert_eq!(refusal(settle("S03", State::Dropped, " ").await), invalid("note", Problem::Required));
        assert_eq!(refusal(settle("S03", State::Done, &"х".repeat(2001)).await), invalid("note", Problem::TooLong));
        for (code, state) in [("S03", State::Done), ("S10", State::Open), ("S01", State::Dropped), ("S02", State::Done)] {
            settle(code, state, "Отырыста айтылды.").await.unwrap();
            let found = known(&demo, &sitting.chair, &sitting).await;
            let found = found.iter().find(|one| one.id == id).unwrap();
            assert_eq!((found.state, found.note.as_str()), (state, "Отырыста айтылды."));
            assert_eq!(found.settled.as_ref().map(|(_, by)| by), Some(&demo.actor(code).await.name), "{code}");
        }
        assert_eq!(store.verify_audit(demo.org).await.unwrap(), None);
        assert_eq!(store.verify_minutes(demo.org).await.unwrap(), None);
    }

    async fn an_order_is_made_once_written_on_and_given(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let sitting = demo.locked(Body::Apqo).await;
        let (id, head) = (first(&demo, &sitting).await, demo.actor("S01").await);
        assert_eq!(refusal(store.make_order(&sitting.chair, id, Lang::Kk, now).await), Refusal::Forbidden);
        assert_eq!(refusal(store.orders(&sitting.chair, now).await), Refusal::Forbidden);
        let order = store.make_order(&head, id, Lang::Kk, now).await.unwrap();
        assert_eq!(store.make_order(&head, id, Lang::Ru, now).await.unwrap(), order);
        let made = store.order(&head, order, now).await.unwrap();
        assert_eq!((made.state, made.decision, made.lang, made.version), (OrderState::Draft, id, Lang::Kk, 1));
        assert_eq!(made.head, head.name);
        assert!(made.text.contains("1. Жоспар бекітілсін.") && made.text.contains("2026 жылғы 7 желтоқсан"), "{}", made.text);
        assert!(made.text.contains(&demo.actor("S03").await.name.full()), "{}", made.text);
        // Of two who write, the second is told.
        store.save_order(&head, order, 1, "Жоспар туралы", "БҰЙЫРАМЫН: 1. Бекітілсін.", now).await.unwrap();
        let late = store.save_order(&head, order, 1, "Басқа", "Басқа", now).await;
        assert_eq!(refusal(late), Refusal::Changed);
        let empty = store.save_order(&head, order, 2, "Жоспар туралы", " ", now).await;
        assert_eq!(refusal(empty), invalid("text", Problem::Required));
        for (number, on, field, problem) in [
            ("", day(0), "number", Problem::Required),
            ("41-Б", day(1), "day", Problem::Future),
            ("41-Б", day(-1), "day", Problem::Date),
        ] {
            assert_eq!(refusal(store.give_order(&head, order, 2, number, on, now).await), invalid(field, problem));
        }
        store.give_order(&head, order, 2, " 41-Б ", day(0), now).await.unwrap();
        let given = store.orders(&head, now).await.unwrap();
        let given = given.iter().find(|one| one.id == order).unwrap();
        assert_eq!((given.state, given.number.as_str(), given.day), (OrderState::Given, "41-Б", Some(day(0))));
        assert_eq!(given.text, "БҰЙЫРАМЫН: 1. Бекітілсін.");
        // What was given stays: for the store, and for the database.
        assert_eq!(refusal(store.save_order(&head, order, 3, "Х", "Х", now).await), Refusal::Changed);
        let sql = format!("UPDATE head_order SET text = 'Х' WHERE id = {}", demo.id(order.0));
        assert!(demo.sql(sql).await.is_err());
        let found = known(&demo, &head, &sitting).await;
        assert_eq!(found.iter().find(|one| one.id == id).map(|one| (one.order, one.orders)), Some((Some(order), false)));
        assert_eq!(store.verify_audit(demo.org).await.unwrap(), None);
    }

    async fn no_order_is_made_of_what_was_taken_back(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let sitting = demo.locked(Body::Apqo).await;
        let (id, head) = (first(&demo, &sitting).await, demo.actor("S01").await);
        store.settle_decision(&head, id, State::Dropped, "Келесі отырыс шешті.", now).await.unwrap();
        assert_eq!(refusal(store.make_order(&head, id, Lang::Kk, now).await), Refusal::Changed);
    }

    async fn only_signed_minutes_are_published_and_closed_ones_never(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let draft = demo.chair_signed(Body::Apqo).await;
        assert_eq!(refusal(store.publish_digest(&draft.chair, draft.id, true, false, now).await), Refusal::Changed);
        demo.act(&draft, &draft.secretary, Act::SignSecretary, Some(&drawn())).await.unwrap();
        let nobody = store.publish_digest(&draft.chair, draft.id, false, false, now).await;
        assert_eq!(refusal(nobody), invalid("readers", Problem::Choice));
        for code in ["S01", "S03"] {
            let other = store.publish_digest(&demo.actor(code).await, draft.id, true, false, now).await;
            assert_eq!(refusal(other), Refusal::Forbidden, "{code}");
        }
        store.publish_digest(&draft.secretary, draft.id, true, false, now).await.unwrap();
        let shut = closed(&demo).await;
        assert_eq!(refusal(store.publish_digest(&shut.chair, shut.id, true, true, now).await), Refusal::Forbidden);
    }

    async fn a_digest_reaches_those_to_whom_it_was_published(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let head = demo.actor("S01").await;
        store.set_council(&head, &[person("P01")], now).await.unwrap();
        let sitting = demo.locked(Body::Apqo).await;
        let of = async |code: &str| {
            let digests = store.digests(&demo.actor(code).await, now).await.unwrap();
            digests.into_iter().find(|digest| digest.meeting == sitting.id)
        };
        for code in ["S02", "S11", "P01"] {
            assert_eq!(of(code).await, None, "{code}");
        }
        store.publish_digest(&sitting.chair, sitting.id, true, false, now).await.unwrap();
        assert!(of("S11").await.is_some() && of("P01").await.is_none());
        store.publish_digest(&sitting.chair, sitting.id, false, true, now).await.unwrap();
        assert!(of("S11").await.is_none() && of("P01").await.is_some() && of("P26").await.is_none());
        let digest = of("P01").await.unwrap();
        assert_eq!(digest.agenda, ["Ата-аналармен жұмыс жоспары", "Әр түрлі мәселелер"]);
        let name = demo.actor("S03").await.name.full();
        assert_eq!(digest.decisions, [
            ("Жоспар бекітілсін.".to_owned(), name.clone(), Some(Due::Day(day(14)))),
            ("Кеңес берілсін.".to_owned(), name, Some(Due::Ongoing)),
        ]);
        assert_eq!((digest.read, digest.readers), (false, None));
        let unknown = store.read_digest(&demo.actor("P26").await, sitting.id, now).await;
        assert_eq!(refusal(unknown), Refusal::NotFound);
        for _ in 0..2 {
            store.read_digest(&demo.actor("P01").await, sitting.id, now).await.unwrap();
        }
        assert!(of("P01").await.unwrap().read);
        assert_eq!(of("S02").await.unwrap().readers, Some(1));
        assert_eq!(store.verify_audit(demo.org).await.unwrap(), None);
    }

    async fn nothing_is_known_to_another_kindergarten(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let sitting = demo.locked(Body::Apqo).await;
        let id = first(&demo, &sitting).await;
        let head = demo.actor("S01").await;
        let order = store.make_order(&head, id, Lang::Kk, now).await.unwrap();
        let foreign = Actor { org: domain::OrgId(uuid::Uuid::now_v7()), ..head };
        for refused in [
            store.settle_decision(&foreign, id, State::Done, "", now).await.err(),
            store.order(&foreign, order, now).await.err(),
            store.save_order(&foreign, order, 1, "Х", "Х", now).await.err(),
            store.read_digest(&foreign, sitting.id, now).await.err(),
        ] {
            assert!(matches!(refused, Some(store::Error::Refused(_))), "{refused:?}");
        }
    }
}
