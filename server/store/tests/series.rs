//! Series in the store: shown first, saved whole or not at all, split without loss.

mod common;

use std::collections::BTreeSet;

use common::{Demo, child, day, lesson, monday_morning, person, refusal, slot, test_both_dbs};
use domain::{
    Actor, Plan, Presence, Refusal, Session, Status,
    refusal::Problem,
    series::{Choice, Fate, Outcome, Preview, Reach, Wish},
    time::Moment,
};
use futures::future::join_all;

fn anew(plan: Plan, rule: &str) -> Wish {
    Wish { session: None, reach: Reach::Following, plan, rule: Some(rule.to_owned()), choices: Vec::new() }
}

fn edit(session: &Session, reach: Reach, change: impl FnOnce(&mut Plan)) -> Wish {
    let mut plan = session.plan.clone();
    change(&mut plan);
    Wish { session: Some((session.id, session.version)), reach, plan, rule: None, choices: Vec::new() }
}

/// An hour at which the psychologist has nothing in any of the weeks.
fn early(n: i64) -> Plan {
    lesson("S03", "R3", "C16", slot(n, "12:00", 20))
}

async fn save(demo: &Demo, actor: &Actor, wish: Wish) -> Outcome {
    demo.store.save_series(actor, wish, monday_morning()).await.unwrap()
}

async fn preview(demo: &Demo, actor: &Actor, wish: Wish) -> Preview {
    demo.store.preview_series(actor, wish, monday_morning()).await.unwrap()
}

/// Every session of every series, in the order of time.
async fn all(demo: &Demo) -> Vec<Session> {
    let head = demo.actor("S01").await;
    let view = demo.store.calendar(&head, day(0), day(62), monday_morning()).await.unwrap();
    view.sessions.into_iter().filter(|session| session.series.is_some()).collect()
}

/// A series of as many weeks, whatever stands in its way left out.
async fn weekly(demo: &Demo, actor: &Actor, weeks: usize) -> Vec<Session> {
    let mut wish = anew(early(8), &format!("FREQ=WEEKLY;COUNT={weeks}"));
    for row in preview(demo, actor, wish.clone()).await.rows.iter().filter(|row| !row.fits()) {
        wish.choose(row.at, Some(Choice::Skip));
    }
    assert!(matches!(save(demo, actor, wish).await, Outcome::Saved { .. }));
    all(demo).await
}

test_both_dbs! {
    async fn a_series_is_shown_date_by_date_and_then_saved(base) {
        let demo = base.demo().await;
        let psychologist = demo.actor("S03").await;
        let mut wish = anew(early(8), "FREQ=WEEKLY;BYDAY=TU,TH;COUNT=9");
        let shown = preview(&demo, &psychologist, wish.clone()).await;
        assert_eq!(shown.rows.len(), 9);
        assert!(shown.rule.ends_with(";UNTIL=20261229"), "{}", shown.rule);
        let refused: Vec<_> = shown.rows.iter().filter(|row| !row.fits()).collect();
        for row in &refused {
            assert!(row.verdict.refusals().count() > 0, "{row:?}");
            wish.choose(row.at, Some(row.nearest.map_or(Choice::Skip, Choice::At)));
        }
        assert_eq!(demo.count("SELECT COUNT(*) FROM series").await, 0, "looking writes nothing");
        let saved = save(&demo, &psychologist, wish.clone()).await;
        let Outcome::Saved { series, made, .. } = saved else { panic!("{saved:?}") };
        let sessions = all(&demo).await;
        assert_eq!((sessions.len(), made), (made, made));
        assert!(made >= 9 - refused.len());
        assert!(sessions.iter().all(|session| session.series.unwrap().series == series));
        assert!(sessions.iter().all(|session| session.plan.has(child("C16"))));
        let known = demo.store.series_of(&psychologist, sessions[0].id, monday_morning()).await.unwrap();
        assert_eq!((known.id, known.rule), (series, shown.rule));
        assert_eq!(demo.overlaps().await, 0);
        demo.store.verify_audit(demo.org).await.unwrap();
    }

    async fn a_date_that_is_refused_leaves_nothing_behind(base) {
        let demo = base.demo().await;
        let psychologist = demo.actor("S03").await;
        let taken = demo.store.create(&psychologist, lesson("S03", "R3", "C18", slot(15, "12:00", 20)), monday_morning()).await.unwrap();
        let wish = anew(early(8), "FREQ=WEEKLY;COUNT=3");
        let before = demo.count("SELECT COUNT(*) FROM session").await;
        let outcome = save(&demo, &psychologist, wish.clone()).await;
        let Outcome::Again(shown) = outcome else { panic!("{outcome:?}") };
        let refused: Vec<_> = shown.rows.iter().filter(|row| !row.fits()).collect();
        assert_eq!(refused.len(), 1);
        assert_eq!(refused[0].slot, taken.session.plan.slot);
        assert_eq!(demo.count("SELECT COUNT(*) FROM session").await, before);
        let mut wish = wish;
        wish.choose(refused[0].at, Some(Choice::Skip));
        assert!(matches!(save(&demo, &psychologist, wish).await, Outcome::Saved { made: 2, .. }));
        // What was left out is not brought back by an edit.
        let sessions = all(&demo).await;
        let later = edit(&sessions[0], Reach::All, |plan| plan.places = 1);
        let rows = preview(&demo, &psychologist, Wish { rule: None, ..later }).await.rows;
        assert_eq!(rows.iter().filter(|row| row.fate == Fate::New).count(), 0, "{rows:?}");
    }

    async fn following_splits_and_all_does_not(base) {
        let demo = base.demo().await;
        let psychologist = demo.actor("S03").await;
        let sessions = weekly(&demo, &psychologist, 6).await;
        let count = sessions.len();
        let old = sessions[0].series.unwrap().series;
        assert!(count >= 4, "{count}");
        let third = edit(&sessions[2], Reach::Following, |plan| plan.slot.start += 25);
        let outcome = save(&demo, &psychologist, third).await;
        let Outcome::Saved { series, made: 0, changed, cancelled: 0 } = outcome else { panic!("{outcome:?}") };
        assert_eq!(changed, count - 2);
        assert_ne!(series, old);
        let after = all(&demo).await;
        let ids = |sessions: &[Session]| sessions.iter().map(|session| session.id).collect::<Vec<_>>();
        assert_eq!(ids(&after), ids(&sessions), "the same sessions, none twice");
        for (n, session) in after.iter().enumerate() {
            let late = n >= 2;
            assert_eq!(session.plan.slot.start, sessions[n].plan.slot.start + if late { 25 } else { 0 });
            assert_eq!(session.series.unwrap().series, if late { series } else { old });
            assert_eq!(session.series.unwrap().at.minute, session.plan.slot.start);
        }
        let first = demo.store.series_of(&psychologist, after[0].id, monday_morning()).await.unwrap();
        let cut = first.rule.split("UNTIL=").nth(1).unwrap().to_owned();
        assert!(cut < after[2].plan.slot.day.format("%Y%m%d").to_string(), "{}", first.rule);
        // All of what is left in the second series, and it stays the same series.
        let all_of_it = edit(&after[3], Reach::All, |plan| plan.slot.start = 11 * 60 + 30);
        let outcome = save(&demo, &psychologist, all_of_it).await;
        let Outcome::Saved { series: same, .. } = outcome else { panic!("{outcome:?}") };
        assert_eq!(same, series);
        assert_eq!(ids(&all(&demo).await), ids(&sessions));
        assert_eq!(demo.overlaps().await, 0);
        demo.store.verify_audit(demo.org).await.unwrap();
    }

    async fn what_was_changed_by_itself_keeps_what_is_its_own(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let psychologist = demo.actor("S03").await;
        let sessions = weekly(&demo, &psychologist, 5).await;
        // One is moved and noted, one called off.
        let moved = Plan { slot: domain::Slot { start: 11 * 60 + 30, ..sessions[1].plan.slot }, ..sessions[1].plan.clone() };
        let saved = store.change(&psychologist, sessions[1].id, 1, moved.clone(), now).await.unwrap();
        store.note(&psychologist, sessions[1].id, "Ойыншық керек", now).await.unwrap();
        store.cancel(&psychologist, sessions[2].id, 1, "Мереке", now).await.unwrap();
        assert_eq!(saved.session.series, sessions[1].series);
        let join = edit(&sessions[0], Reach::All, |plan| plan.open = !plan.open);
        assert!(matches!(save(&demo, &psychologist, join).await, Outcome::Saved { made: 0, cancelled: 0, .. }));
        let after = all(&demo).await;
        let of = |n: usize| after.iter().find(|session| session.id == sessions[n].id).unwrap();
        assert_eq!(of(1).plan.slot, moved.slot);
        assert_eq!(of(1).note.as_deref(), Some("Ойыншық керек"));
        assert_eq!(of(2).plan.status, Status::Cancelled);
        assert_eq!(of(1).plan.open, of(0).plan.open);
        assert_ne!(of(2).plan.open, of(0).plan.open, "what was called off is history");
    }

    async fn the_days_of_a_rule_change_and_nothing_is_lost(base) {
        let demo = base.demo().await;
        let psychologist = demo.actor("S03").await;
        let sessions = weekly(&demo, &psychologist, 4).await;
        let mut wish = edit(&sessions[0], Reach::All, |_| ());
        wish.rule = Some("FREQ=WEEKLY;BYDAY=WE;UNTIL=20261218".into());
        let shown = preview(&demo, &psychologist, wish.clone()).await;
        for row in shown.rows.iter().filter(|row| !row.fits()) {
            wish.choose(row.at, row.nearest.map(Choice::At));
        }
        let outcome = save(&demo, &psychologist, wish).await;
        let Outcome::Saved { made, changed, cancelled, .. } = outcome else { panic!("{outcome:?}") };
        assert_eq!(made, 0, "every session has gone along within its week");
        assert_eq!(changed + cancelled, sessions.len());
        let after = all(&demo).await;
        let ids: BTreeSet<_> = after.iter().map(|session| session.id).collect();
        assert_eq!(ids, sessions.iter().map(|session| session.id).collect());
        assert!(after.iter().all(|session| session.plan.has(child("C16"))));
    }

    async fn a_series_is_called_off_from_a_date_on(base) {
        let demo = base.demo().await;
        let psychologist = demo.actor("S03").await;
        let sessions = weekly(&demo, &psychologist, 5).await;
        let mut wish = edit(&sessions[2], Reach::Following, |plan| plan.status = Status::Cancelled);
        let refused = refusal(demo.store.preview_series(&psychologist, wish.clone(), monday_morning()).await);
        assert!(matches!(refused, Refusal::Invalid { problem: Problem::Required, .. }), "{refused:?}");
        wish.plan.reason = Some("Бала көшті".into());
        let outcome = save(&demo, &psychologist, wish).await;
        assert!(matches!(outcome, Outcome::Saved { made: 0, changed: 0, cancelled, .. } if cancelled == sessions.len() - 2));
        let after = all(&demo).await;
        assert_eq!(after.len(), sessions.len());
        for (n, session) in after.iter().enumerate() {
            let expected = if n < 2 { Status::Confirmed } else { Status::Cancelled };
            assert_eq!(session.plan.status, expected);
        }
    }

    async fn only_who_may_plan_it_edits_it(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let psychologist = demo.actor("S03").await;
        let sessions = weekly(&demo, &psychologist, 3).await;
        for code in ["S04", "P16", "S12"] {
            let other = demo.actor(code).await;
            let wish = edit(&sessions[0], Reach::All, |plan| plan.slot.start += 5);
            let refused = refusal(store.save_series(&other, wish.clone(), now).await);
            assert!(matches!(refused, Refusal::Forbidden | Refusal::NotFound), "{code}: {refused:?}");
            assert!(store.preview_series(&other, wish, now).await.is_err());
        }
        assert!(store.series_of(&demo.actor("P16").await, sessions[0].id, now).await.is_err());
        // Somebody else's session is not made one's own by a series.
        let view = store.calendar(&demo.actor("S01").await, day(1), day(6), now).await.unwrap();
        let is_theirs = |session: &Session| session.plan.staff == [person("S04")] && session.plan.status.open();
        let theirs = view.sessions.into_iter().find(is_theirs).unwrap();
        let mut wish = edit(&theirs, Reach::Following, |plan| plan.staff = vec![person("S03")]);
        wish.rule = Some("FREQ=WEEKLY;COUNT=2".into());
        assert!(matches!(refusal(store.save_series(&psychologist, wish, now).await), Refusal::Forbidden));
    }

    async fn a_version_that_is_old_is_told_so(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let psychologist = demo.actor("S03").await;
        let sessions = weekly(&demo, &psychologist, 3).await;
        store.note(&psychologist, sessions[1].id, "жаңа", now).await.unwrap();
        let wish = edit(&sessions[1], Reach::Following, |plan| plan.slot.start += 5);
        assert!(matches!(refusal(store.save_series(&psychologist, wish, now).await), Refusal::Stale { .. }));
    }

    async fn two_who_edit_one_series_at_once_leave_it_whole(base) {
        let demo = base.demo().await;
        let (psychologist, methodist) = (demo.actor("S03").await, demo.actor("S02").await);
        let sessions = weekly(&demo, &psychologist, 6).await;
        let wishes = [
            (&psychologist, edit(&sessions[1], Reach::Following, |plan| plan.slot.start += 25)),
            (&methodist, edit(&sessions[3], Reach::Following, |plan| plan.slot.start += 30)),
            (&psychologist, edit(&sessions[0], Reach::All, |plan| plan.slot.start += 35)),
        ];
        let outcomes = join_all(wishes.into_iter().map(|(actor, wish)| demo.store.save_series(actor, wish, monday_morning()))).await;
        assert!(outcomes.iter().any(Result::is_ok), "{outcomes:?}");
        let after = all(&demo).await;
        let ids = |sessions: &[Session]| sessions.iter().map(|session| session.id).collect::<BTreeSet<_>>();
        assert_eq!(ids(&after), ids(&sessions));
        assert_eq!(demo.overlaps().await, 0);
        demo.store.verify_audit(demo.org).await.unwrap();
    }

    async fn a_rule_that_cannot_be_is_refused(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let psychologist = demo.actor("S03").await;
        let cases = [
            ("FREQ=WEEKLY", Problem::Endless),
            ("FREQ=DAILY;COUNT=10000", Problem::TooMany),
            ("FREQ=WEEKLY;UNTIL=20400101", Problem::TooMany),
            ("FREQ=HOURLY;BYMINUTE=7;COUNT=2", Problem::Date),
            ("DTSTART;TZID=Europe/Berlin:20261123T100000", Problem::Recurrence),
            ("жұма сайын", Problem::Recurrence),
        ];
        for (rule, expected) in cases {
            match refusal(store.preview_series(&psychologist, anew(early(8), rule), now).await) {
                Refusal::Invalid { field, problem } => assert_eq!((field.as_str(), problem), ("rule", expected), "{rule}"),
                other => panic!("{rule}: {other:?}"),
            }
        }
    }

    async fn the_schema_gives_a_date_one_session_and_lets_no_series_cross_kindergartens(base) {
        let demo = base.demo().await;
        let psychologist = demo.actor("S03").await;
        let sessions = weekly(&demo, &psychologist, 3).await;
        let (one, two) = (demo.id(sessions[0].id.0), demo.id(sessions[1].id.0));
        let twice = format!(
            "UPDATE session SET series_day = (SELECT series_day FROM session WHERE id = {one}), \
             series_min = (SELECT series_min FROM session WHERE id = {one}) WHERE id = {two}"
        );
        assert!(demo.sql(twice).await.is_err());
        assert!(demo.sql(format!("UPDATE session SET series_day = NULL WHERE id = {one}")).await.is_err());
        let other = demo.id(uuid::Uuid::from_u128(77));
        let stranger = format!("UPDATE session SET series = {other} WHERE id = {one}");
        assert!(demo.sql(stranger).await.is_err());
    }

    async fn a_session_that_stands_alone_begins_to_repeat(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let psychologist = demo.actor("S03").await;
        let alone = store.create(&psychologist, early(8), now).await.unwrap().session;
        let mut wish = edit(&alone, Reach::Following, |_| ());
        wish.rule = Some("FREQ=WEEKLY;COUNT=3".into());
        let rows = preview(&demo, &psychologist, wish.clone()).await.rows;
        assert_eq!((rows.len(), rows[0].session, rows[0].fate), (3, Some(alone.id), Fate::Same));
        for row in rows.iter().filter(|row| !row.fits()) {
            wish.choose(row.at, Some(Choice::Skip));
        }
        save(&demo, &psychologist, wish).await;
        let after = all(&demo).await;
        assert_eq!(after[0].id, alone.id);
        assert_eq!(after[0].series.unwrap().at, Moment { day: day(8), minute: alone.plan.slot.start });
        assert!(after.len() >= 2);
        store.mark(&psychologist, after[0].id, child("C16"), Some(Presence::Came), now).await.unwrap_err();
    }
}
