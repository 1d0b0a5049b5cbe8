//! Days off: kept by hand, and taken from calendar files as a whole or not at all.

mod common;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use common::{day, lesson, monday_morning, refusal, slot, test_both_dbs};
use domain::{Refusal, Rule, context::Holiday, holiday::LARGEST_FILE, refusal::Problem, time::shift};

fn name(kk: &str, ru: &str) -> Holiday {
    Holiday { kk: kk.into(), ru: ru.into() }
}

fn invalid(field: &str, problem: Problem) -> Refusal {
    Refusal::Invalid { field: field.into(), problem }
}

/// A file with an event of one day for each of these.
fn file(days: &[NaiveDate]) -> String {
    let event = |day: &NaiveDate| {
        let at = day.format("%Y%m%d");
        format!("BEGIN:VEVENT\r\nSUMMARY:Мереке\r\nDTSTART;VALUE=DATE:{at}\r\nEND:VEVENT\r\n")
    };
    format!("BEGIN:VCALENDAR\r\n{}END:VCALENDAR\r\n", days.iter().map(event).collect::<String>())
}

test_both_dbs! {
    async fn a_day_off_refuses_sessions_until_it_is_taken_back(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let methodist = demo.actor("S02").await;
        let wanted = lesson("S03", "R3", "C16", slot(8, "09:00", 20));
        assert_eq!(store.add_days_off(&methodist, (day(8), None), name("Ашық емес", ""), now).await.unwrap(), 1);
        let refused = refusal(store.create(&methodist, wanted.clone(), now).await);
        let Refusal::Rules { verdict, .. } = refused else { panic!("{refused:?}") };
        let told = verdict.refusals().find_map(|finding| match &finding.rule {
            Rule::Holiday { name } => Some(name.clone()),
            _ => None,
        });
        assert_eq!(told, Some(name("Ашық емес", "Ашық емес")), "one name does for both languages");
        store.remove_day_off(&methodist, day(8), now).await.unwrap();
        store.create(&methodist, wanted, now).await.unwrap();
        assert_eq!(refusal(store.remove_day_off(&methodist, day(8), now).await), Refusal::NotFound);
        assert_eq!(store.verify_audit(demo.org).await.unwrap(), None);
        let log = store.audit(&demo.actor("S01").await, None, 20).await.unwrap();
        let told: Vec<_> = log.iter().map(|line| line.action.as_str()).filter(|action| action.starts_with("holiday.")).collect();
        assert_eq!(told, ["holiday.remove", "holiday.add"]);
    }

    async fn a_break_is_many_days_with_the_sessions_that_lie_on_them(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let head = demo.actor("S01").await;
        let lying = store.calendar(&head, day(1), day(1), now).await.unwrap().sessions;
        let lying = lying.iter().filter(|session| session.plan.status.open()).count();
        assert!(lying > 0);
        assert_eq!(store.add_days_off(&head, (day(0), Some(day(4))), name("Каникул", "Каникулы"), now).await.unwrap(), 5);
        let (today, days) = store.days_off(&head, None, now).await.unwrap();
        assert_eq!(today, day(0));
        let tuesday = days.iter().find(|off| off.day == day(1)).unwrap();
        assert_eq!((usize::try_from(tuesday.sessions).unwrap(), &tuesday.name), (lying, &name("Каникул", "Каникулы")));
        assert!(days.is_sorted_by_key(|off| off.day));
        let again = refusal(store.add_days_off(&head, (day(1), None), name("x", "y"), now).await);
        assert_eq!(again, invalid("day", Problem::Taken));
        assert_eq!(store.add_days_off(&head, (day(4), Some(day(5))), name("x", "y"), now).await.unwrap(), 1, "the new one");
        for (until, kk, expected) in [
            (Some(day(5)), "x", invalid("until", Problem::Date)),
            (Some(shift(day(6), 92)), "x", invalid("until", Problem::Date)),
            (None, " \n", invalid("kk", Problem::Required)),
            (None, &"ә".repeat(81), invalid("kk", Problem::TooLong)),
        ] {
            assert_eq!(refusal(store.add_days_off(&head, (day(6), until), name(kk, ""), now).await), expected);
        }
        let (_, next) = store.days_off(&head, Some(2001), now).await.unwrap();
        assert!(next.is_empty());
        assert_eq!(refusal(store.days_off(&head, Some(-4000), now).await), invalid("year", Problem::Date));
    }

    async fn a_file_is_shown_first_and_saved_whole(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let methodist = demo.actor("S02").await;
        let independence = NaiveDate::from_ymd_opt(2026, 12, 16).unwrap();
        let text = file(&[day(1), day(70), independence]);
        let before = store.days_off(&methodist, None, now).await.unwrap();
        let import = store.preview_holidays(&methodist, &text, now).await.unwrap();
        assert_eq!(store.days_off(&methodist, None, now).await.unwrap(), before, "nothing is saved");
        assert_eq!(import.fresh().map(|found| found.day).collect::<Vec<_>>(), [day(1), day(70)]);
        assert!(import.found[0].sessions > 0 && import.found[0].one_name);
        let known = import.found.iter().find(|found| found.day == independence).and_then(|found| found.known.clone());
        assert_eq!(known, Some(name("Тәуелсіздік күні", "День независимости")));
        let mut changes = store.changes();
        let all: BTreeSet<_> = import.found.iter().map(|found| found.day).collect();
        assert_eq!(store.import_holidays(&methodist, &text, &all, now).await.unwrap(), 2, "what is known stays");
        assert!(changes.recv().await.unwrap().directory, "who has a page open asks anew");
        assert_eq!(store.import_holidays(&methodist, &text, &all, now).await.unwrap(), 0, "once more does nothing");
        let (_, after) = store.days_off(&methodist, None, now).await.unwrap();
        let kept = after.iter().find(|off| off.day == independence).unwrap();
        assert_eq!(Some(&kept.name), before.1.iter().find(|off| off.day == independence).map(|off| &off.name));
        // Another process reads the same.
        let other = store::Store::open(&demo.url, store::Options::default()).await.unwrap();
        assert_eq!(other.days_off(&methodist, None, now).await.unwrap().1, after);
        other.close().await;
        assert_eq!(store.verify_audit(demo.org).await.unwrap(), None);
        let log = store.audit(&demo.actor("S01").await, None, 20).await.unwrap();
        assert_eq!(log.iter().filter(|line| line.action == "holiday.import").count(), 1);
    }

    async fn what_was_not_chosen_stays_out_and_what_is_not_in_the_file_is_refused(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let methodist = demo.actor("S02").await;
        let text = file(&[day(1), day(70)]);
        let strange = BTreeSet::from([day(70), day(71)]);
        assert_eq!(refusal(store.import_holidays(&methodist, &text, &strange, now).await), invalid("days", Problem::Choice));
        assert_eq!(refusal(store.import_holidays(&methodist, &text, &BTreeSet::new(), now).await), invalid("days", Problem::Required));
        let days = || async { store.days_off(&methodist, Some(2027), now).await.unwrap().1.into_iter().map(|off| off.day).collect::<BTreeSet<_>>() };
        assert!(!days().await.contains(&day(70)), "nothing half");
        assert_eq!(store.import_holidays(&methodist, &text, &BTreeSet::from([day(70)]), now).await.unwrap(), 1);
        assert!(days().await.contains(&day(70)));
        assert!(!store.days_off(&methodist, None, now).await.unwrap().1.iter().any(|off| off.day == day(1)));
    }

    async fn files_that_are_none_or_too_much_are_refused(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let methodist = demo.actor("S02").await;
        let endless = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\nDTSTART:20260101\nRRULE:FREQ=SECONDLY\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:y\nDTSTART:20000101\nDTEND:20990101\nEND:VEVENT\n";
        for (text, expected) in [
            (" \n".to_owned(), invalid("file", Problem::Required)),
            ("PK\u{3}\u{4}".to_owned(), invalid("file", Problem::Choice)),
            ("x".repeat(LARGEST_FILE + 1), invalid("file", Problem::TooLong)),
            (endless.to_owned(), invalid("days", Problem::TooLong)),
        ] {
            assert_eq!(refusal(store.preview_holidays(&methodist, &text, now).await), expected);
            assert_eq!(refusal(store.import_holidays(&methodist, &text, &BTreeSet::from([day(1)]), now).await), expected);
        }
    }

    async fn only_those_who_keep_them_see_and_change_them(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let (text, chosen) = (file(&[day(70)]), BTreeSet::from([day(70)]));
        for code in ["S03", "S10", "PK1", "A01", "T01"] {
            let actor = demo.actor(code).await;
            assert_eq!(refusal(store.days_off(&actor, None, now).await), Refusal::Forbidden, "{code}");
            assert_eq!(refusal(store.add_days_off(&actor, (day(70), None), name("x", "y"), now).await), Refusal::Forbidden, "{code}");
            assert_eq!(refusal(store.remove_day_off(&actor, day(23), now).await), Refusal::Forbidden, "{code}");
            assert_eq!(refusal(store.preview_holidays(&actor, &text, now).await), Refusal::Forbidden, "{code}");
            assert_eq!(refusal(store.import_holidays(&actor, &text, &chosen, now).await), Refusal::Forbidden, "{code}");
        }
    }
}
