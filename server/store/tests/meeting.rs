//! Meetings: called, changed, called off, numbered, attended; and the orders and elections that compose a body.

mod common;

use chrono::NaiveDate;
use common::{Demo, day, meeting::Sitting, monday_morning, person, refusal, test_both_dbs};
use domain::{
    Actor, Body, BodyRole, MeetingId, Refusal,
    body::{
        Member, Quorum,
        composition::{ChairTitle, Fault as Wrong},
    },
    meeting::{
        Fault, Mark, Planned, Reply,
        view::{AgendaLine, Call, CompositionDraft, MeetingView},
    },
    minutes::Act,
    refusal::Problem,
};

fn line(title: &str) -> AgendaLine {
    AgendaLine { id: None, title: title.into(), decision: None }
}

/// A meeting of the centre at ten, so many days from Monday.
fn call(n: i64) -> Call {
    Call {
        body: Body::Apqo,
        planned: Planned::Unplanned,
        day: day(n),
        start: 600,
        end: 660,
        place: String::new(),
        manner: String::new(),
        closed: false,
        agenda: vec![line("Ата-аналармен жұмыс")],
    }
}

fn fault(fault: Fault) -> Refusal {
    Refusal::Meeting { fault }
}

async fn seen(demo: &Demo, who: &Actor, id: MeetingId) -> MeetingView {
    demo.store.meeting(who, id, monday_morning()).await.unwrap()
}

/// A new order for the centre, from a day on: chair, secretary and members.
fn new_order(from: NaiveDate, codes: &[&str]) -> CompositionDraft {
    let role = |n| match n {
        0 => BodyRole::Chair,
        1 => BodyRole::Secretary,
        _ => BodyRole::Member,
    };
    CompositionDraft {
        body: Body::Apqo,
        order_number: "52-Н".into(),
        order_date: day(0),
        from,
        chair_title: ChairTitle::Toragha,
        members: codes.iter().enumerate().map(|(n, code)| Member { person: person(code), role: role(n) }).collect(),
    }
}

async fn seats_of(demo: &Demo, sitting: &Sitting) -> Vec<(BodyRole, domain::PersonId)> {
    let view = seen(demo, &demo.actor("S01").await, sitting.id).await;
    view.invited.iter().map(|one| (one.seat.role, one.seat.person)).collect()
}

test_both_dbs! {
    async fn chair_secretary_and_head_call_and_everybody_in_the_body_is_invited(base) {
        let demo = base.demo().await;
        demo.compose(Body::Apqo).await;
        for code in ["S01", "S02", "S10"] {
            let who = demo.actor(code).await;
            let id = demo.store.call_meeting(&who, &call(1), monday_morning()).await.unwrap();
            let view = seen(&demo, &who, id).await;
            let mut invited: Vec<_> = view.invited.iter().map(|one| one.seat.person).collect();
            let mut members: Vec<_> = common::meeting::members(Body::Apqo).into_iter().map(person).collect();
            invited.sort_unstable();
            members.sort_unstable();
            assert_eq!(invited, members, "{code}");
            assert_eq!(view.agenda.iter().map(|item| item.title.as_str()).collect::<Vec<_>>(), ["Ата-аналармен жұмыс"]);
            assert_eq!(view.version, 1);
        }
        for code in ["S03", "S05", "A01", "T01", "P01"] {
            let who = demo.actor(code).await;
            let refused = refusal(demo.store.call_meeting(&who, &call(1), monday_morning()).await);
            assert_eq!(refused, Refusal::Forbidden, "{code}");
        }
    }

    async fn what_speaks_against_a_meeting_is_said(base) {
        let demo = base.demo().await;
        demo.compose(Body::Apqo).await;
        let chair = demo.actor("S02").await;
        let sunday = Call { day: day(6), ..call(0) };
        let night = Call { start: 21 * 60, end: 22 * 60, ..call(1) };
        let backwards = Call { start: 660, end: 600, ..call(1) };
        let empty = Call { planned: Planned::Planned, agenda: vec![line("  ")], ..call(1) };
        let far = Call { day: day(800), ..call(0) };
        let early = Call { day: NaiveDate::from_ymd_opt(2020, 3, 3).unwrap(), ..call(0) };
        for (wrong, expected) in [
            (sunday, Fault::OutsideHours),
            (night, Fault::OutsideHours),
            (backwards, Fault::Time),
            (empty, Fault::NoAgenda),
            (far, Fault::TooFar),
            (early, Fault::NoComposition),
        ] {
            assert_eq!(refusal(demo.store.call_meeting(&chair, &wrong, monday_morning()).await), fault(expected));
        }
        let long = Call { place: "ә".repeat(201), ..call(1) };
        let refused = refusal(demo.store.call_meeting(&chair, &long, monday_morning()).await);
        assert_eq!(refused, Refusal::Invalid { field: "place".into(), problem: Problem::TooLong });
    }

    async fn of_two_who_change_one_version_the_second_is_told(base) {
        let demo = base.demo().await;
        let sitting = demo.call(Body::Apqo, false).await;
        let (first, second) = (Call { place: "Зал".into(), ..call(1) }, Call { place: "Кабинет".into(), ..call(2) });
        let (store, id, now) = (&demo.store, sitting.id, monday_morning());
        let (one, two) = tokio::join!(
            store.change_meeting(&sitting.chair, id, 1, &first, now),
            store.change_meeting(&sitting.secretary, id, 1, &second, now),
        );
        let (kept, refused) = if one.is_ok() { (first, two) } else { (second, one) };
        assert_eq!(refusal(refused), Refusal::Changed);
        let view = seen(&demo, &sitting.chair, id).await;
        assert_eq!((view.listed.place, view.listed.day, view.version), (kept.place, kept.day, 2));
        assert_eq!(view.agenda.len(), 1);
    }

    async fn a_meeting_keeps_its_body_and_loses_its_marks_with_its_day(base) {
        let demo = base.demo().await;
        let sitting = demo.call(Body::Apqo, false).await;
        let (store, id, now) = (&demo.store, sitting.id, monday_morning());
        demo.present(&sitting, "S03", Some(Mark::Present)).await;
        assert_eq!(seen(&demo, &sitting.chair, id).await.attendance.present, 1);
        let other = Call { body: Body::Ppqq, ..call(0) };
        let refused = refusal(store.change_meeting(&sitting.chair, id, 1, &other, now).await);
        assert_eq!(refused, Refusal::Invalid { field: "body".into(), problem: Problem::Choice });
        store.change_meeting(&sitting.chair, id, 1, &call(1), now).await.unwrap();
        assert_eq!(seen(&demo, &sitting.chair, id).await.attendance.present, 0);
        // The agenda of minutes that are begun is changed in them.
        store.begin_minutes(&sitting.chair, id, now).await.unwrap();
        let changed = Call { agenda: vec![line("Басқа мәселе")], ..call(1) };
        store.change_meeting(&sitting.chair, id, 2, &changed, now).await.unwrap();
        assert_eq!(seen(&demo, &sitting.chair, id).await.agenda[0].title, "Ата-аналармен жұмыс");
    }

    async fn what_does_not_take_place_has_no_number(base) {
        let demo = base.demo().await;
        demo.compose(Body::Apqo).await;
        let (chair, now) = (demo.actor("S02").await, monday_morning());
        let mut ids = Vec::new();
        for n in 1..=3 {
            ids.push(demo.store.call_meeting(&chair, &call(n), now).await.unwrap());
        }
        let first = seen(&demo, &chair, ids[0]).await.listed.number.unwrap();
        assert_eq!(seen(&demo, &chair, ids[2]).await.listed.number, Some(first + 2));
        let refused = refusal(demo.store.cancel_meeting(&chair, ids[1], "  ", now).await);
        assert_eq!(refused, Refusal::Invalid { field: "reason".into(), problem: Problem::Required });
        let member = demo.actor("S03").await;
        assert_eq!(refusal(demo.store.cancel_meeting(&member, ids[1], "Ауырды", now).await), Refusal::Forbidden);
        demo.store.cancel_meeting(&chair, ids[1], "Төраға ауырды", now).await.unwrap();
        let view = seen(&demo, &chair, ids[1]).await;
        assert_eq!((view.listed.number, view.reason.as_str()), (None, "Төраға ауырды"));
        assert_eq!(seen(&demo, &chair, ids[2]).await.listed.number, Some(first + 1));
        // It is over: neither changed, nor called off again.
        assert_eq!(refusal(demo.store.cancel_meeting(&chair, ids[1], "Тағы", now).await), fault(Fault::Over));
        let changed = demo.store.change_meeting(&chair, ids[1], view.version, &call(1), now).await;
        assert_eq!(refusal(changed), fault(Fault::Over));
        assert_eq!(refusal(demo.store.reply(&member, ids[1], Reply::Comes, now).await), fault(Fault::Over));
    }

    async fn a_number_that_was_sent_is_nobody_elses(base) {
        let demo = base.demo().await;
        let sitting = demo.sent(Body::Apqo).await;
        let sent = seen(&demo, &sitting.chair, sitting.id).await.listed.number.unwrap();
        let earlier = Call { start: 540, end: 590, ..call(0) };
        let id = demo.store.call_meeting(&sitting.chair, &earlier, monday_morning()).await.unwrap();
        assert_ne!(seen(&demo, &sitting.chair, id).await.listed.number, Some(sent));
        assert_eq!(seen(&demo, &sitting.chair, sitting.id).await.listed.number, Some(sent));
        let taken = format!("UPDATE meeting SET number = {sent} WHERE id = {}", demo.id(id.0));
        assert!(demo.sql(taken).await.is_err());
    }

    async fn who_sits_there_answers_and_is_counted(base) {
        let demo = base.demo().await;
        let sitting = demo.call(Body::Apqo, false).await;
        let (store, id, now) = (&demo.store, sitting.id, monday_morning());
        let member = demo.actor("S03").await;
        store.reply(&member, id, Reply::CannotCome, now).await.unwrap();
        store.reply(&member, id, Reply::Comes, now).await.unwrap();
        let view = seen(&demo, &member, id).await;
        let own = view.invited.iter().find(|one| one.seat.person == member.person).unwrap();
        assert_eq!((own.reply, own.mark), (Some(Reply::Comes), None));
        assert_eq!(refusal(store.reply(&demo.actor("S01").await, id, Reply::Comes, now).await), Refusal::Forbidden);
        // Members do not tap for others, and nobody for who does not belong to it.
        let of_member = store.mark_attendance(&member, id, member.person, Some(Mark::Present), now).await;
        assert_eq!(refusal(of_member), Refusal::Forbidden);
        let stranger = store.mark_attendance(&sitting.chair, id, person("S05"), Some(Mark::Present), now).await;
        assert_eq!(refusal(stranger), Refusal::NotFound);
        for (code, mark) in [("S02", Mark::Present), ("S10", Mark::Present), ("S03", Mark::Present), ("S04", Mark::Absent)] {
            demo.present(&sitting, code, Some(mark)).await;
        }
        let counted = seen(&demo, &member, id).await.attendance;
        assert_eq!((counted.present, counted.members, counted.needed), (3, 4, 3));
        demo.present(&sitting, "S03", None).await;
        assert_eq!(seen(&demo, &member, id).await.attendance.present, 2);
        let later = store.call_meeting(&sitting.chair, &call(1), now).await.unwrap();
        let early = store.mark_attendance(&sitting.chair, later, person("S03"), Some(Mark::Present), now).await;
        assert_eq!(refusal(early), fault(Fault::NotYet));
    }

    async fn a_body_asks_for_as_many_as_the_head_has_set(base) {
        let demo = base.demo().await;
        let sitting = demo.call(Body::Apqo, false).await;
        let (store, now, head) = (&demo.store, monday_morning(), demo.actor("S01").await);
        for (quorum, needed) in [(Quorum::TwoThirds, 3), (Quorum::Count(4), 4), (Quorum::MoreThanHalf, 3)] {
            store.set_quorum(&head, Body::Apqo, quorum, now).await.unwrap();
            assert_eq!(seen(&demo, &head, sitting.id).await.attendance.needed, needed, "{quorum:?}");
        }
        for quorum in [Quorum::Count(0), Quorum::Count(5)] {
            let refused = refusal(store.set_quorum(&head, Body::Apqo, quorum, now).await);
            assert_eq!(refused, Refusal::Invalid { field: "quorum".into(), problem: Problem::Choice });
        }
        let refused = refusal(store.set_quorum(&sitting.chair, Body::Apqo, Quorum::TwoThirds, now).await);
        assert_eq!(refused, Refusal::Forbidden);
    }

    async fn the_election_of_a_secretary_gives_the_right(base) {
        let demo = base.demo().await;
        let locked = demo.locked(Body::Apqo).await;
        let before = seats_of(&demo, &locked).await;
        let sitting = demo.call(Body::Apqo, false).await;
        let (store, id, now) = (&demo.store, sitting.id, monday_morning());
        for code in ["S02", "S05"] {
            let refused = refusal(store.elect_secretary(&sitting.chair, id, person(code), now).await);
            assert_eq!(refused, Refusal::Invalid { field: "secretary".into(), problem: Problem::Choice }, "{code}");
        }
        let member = demo.actor("S03").await;
        assert_eq!(refusal(store.elect_secretary(&member, id, person("S03"), now).await), Refusal::Forbidden);
        store.elect_secretary(&sitting.chair, id, person("S03"), now).await.unwrap();
        // From now on they keep it, and who did keeps it no more; so does another on the same day.
        store.begin_minutes(&demo.actor("S03").await, id, now).await.unwrap();
        assert_eq!(seats_of(&demo, &sitting).await[1], (BodyRole::Secretary, person("S03")));
        let of = |view: MeetingView| view.access;
        assert_eq!(of(seen(&demo, &demo.actor("S10").await, id).await), domain::minutes::Access::Comment);
        store.elect_secretary(&sitting.chair, id, person("S04"), now).await.unwrap();
        assert_eq!(seats_of(&demo, &sitting).await[1], (BodyRole::Secretary, person("S04")));
        let access = seen(&demo, &demo.actor("S04").await, id).await.access;
        assert_eq!(access, domain::minutes::Access::Write);
        // What is signed was signed by who held the office then.
        assert_eq!(seats_of(&demo, &locked).await, before);
    }

    async fn an_order_ends_the_one_before_and_meetings_to_come_are_its_own(base) {
        let demo = base.demo().await;
        let sitting = demo.sent(Body::Apqo).await;
        let (store, now, head) = (&demo.store, monday_morning(), demo.actor("S01").await);
        let before = seats_of(&demo, &sitting).await;
        let later = store.call_meeting(&sitting.chair, &call(3), now).await.unwrap();
        let refused = refusal(store.save_composition(&sitting.chair, &new_order(day(1), &["S06", "S05", "S03"]), now).await);
        assert_eq!(refused, Refusal::Forbidden);
        store.save_composition(&head, &new_order(day(1), &["S06", "S05", "S03"]), now).await.unwrap();
        let view = seen(&demo, &head, later).await;
        let seats: Vec<_> = view.invited.iter().map(|one| one.seat.person).collect();
        assert_eq!(seats[..3], [person("S06"), person("S05"), person("S03")]);
        // Who sat in what was sent stays as it was, and signs it.
        assert_eq!(seats_of(&demo, &sitting).await, before);
        demo.act(&sitting, &sitting.chair, Act::SignChair, Some(&common::meeting::drawn())).await.unwrap();
        // Orders follow one another.
        let refused = refusal(store.save_composition(&head, &new_order(day(1), &["S02", "S05"]), now).await);
        assert_eq!(refused, Refusal::Invalid { field: "from".into(), problem: Problem::Taken });
        let wrong = CompositionDraft { order_number: " ".into(), ..new_order(day(2), &["S02"]) };
        let refused = refusal(store.save_composition(&head, &wrong, now).await);
        assert_eq!(refused, Refusal::Composition { faults: vec![Wrong::NoNumber, Wrong::NobodyToElect] });
    }

    async fn meetings_are_nothing_to_another_kindergarten(base) {
        let demo = base.demo().await;
        let sitting = demo.call(Body::Apqo, false).await;
        let (store, id, now) = (&demo.store, sitting.id, monday_morning());
        let bench = store.load_bench(0, now).await.unwrap();
        let other = Actor { org: bench.org, ..sitting.chair.clone() };
        assert_eq!(refusal(store.meeting(&other, id, now).await), Refusal::NotFound);
        assert_eq!(refusal(store.change_meeting(&other, id, 1, &call(1), now).await), Refusal::NotFound);
        assert_eq!(refusal(store.cancel_meeting(&other, id, "Жоқ", now).await), Refusal::NotFound);
        assert_eq!(refusal(store.elect_secretary(&other, id, person("S03"), now).await), Refusal::NotFound);
        let marked = store.mark_attendance(&other, id, person("S03"), Some(Mark::Present), now).await;
        assert_eq!(refusal(marked), Refusal::NotFound);
        assert_eq!(refusal(store.set_guests(&other, id, &["Бір кісі".into()], now).await), Refusal::NotFound);
        // Nor do its people come into a body of this one, whatever the program asks.
        let foreign = format!(
            "UPDATE invited SET person = (SELECT id FROM person WHERE org = {} LIMIT 1) WHERE meeting = {} AND person = {}",
            demo.id(bench.org.0),
            demo.id(id.0),
            demo.id(person("S03").0)
        );
        assert!(demo.sql(foreign).await.is_err());
    }
}
