//! The log of who did what.

mod common;

use common::{day, lesson, monday_morning, refusal, slot, test_both_dbs};
use domain::Refusal;

test_both_dbs! {
    async fn the_administrator_learns_that_something_was_done_and_not_with_which_child(base) {
        let demo = base.demo().await;
        let lines = demo.store.audit(&demo.actor("A01").await, None, 1000).await.unwrap();
        let planned: Vec<_> = lines.iter().filter(|line| line.action == "demo.session").collect();
        assert!(!planned.is_empty() && planned.iter().all(|line| line.detail == "{}" && line.subject.is_empty()));
        let head = demo.store.audit(&demo.actor("S01").await, None, 1000).await.unwrap();
        assert!(head.iter().any(|line| line.action == "demo.session" && line.detail.contains("children")));
    }

    async fn every_change_has_its_line(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let (psychologist, head) = (demo.actor("S03").await, demo.actor("S01").await);
        let before = store.audit(&head, None, 1).await.unwrap()[0].no;
        let saved = store.create(&psychologist, lesson("S03", "R3", "C16", slot(1, "09:00", 20)), now).await.unwrap();
        let id = saved.session.id;
        store.cancel(&psychologist, id, 1, "Ауырып қалды", now).await.unwrap();
        let lines = store.audit(&head, None, 2).await.unwrap();
        assert_eq!(lines.iter().map(|line| line.action.as_str()).collect::<Vec<_>>(), ["session.cancel", "session.create"]);
        assert_eq!((lines[0].no, lines[0].subject.as_str()), (before + 2, id.to_string().as_str()));
        assert_eq!(lines[0].actor.as_ref().map(domain::Name::plain).as_deref(), Some("Қалдыбек Әсемгүл"));
        assert_eq!((lines[0].at.day, lines[0].at.minute), (day(0), 7 * 60));
        let earlier = store.audit(&head, Some(before + 1), 1).await.unwrap();
        assert_eq!(earlier[0].no, before);
        assert_eq!(store.verify_audit(demo.org).await.unwrap(), None);
    }

    async fn the_log_tells_no_needs(base) {
        let demo = base.demo().await;
        let lines = demo.store.audit(&demo.actor("S01").await, None, 1000).await.unwrap();
        assert!(lines.len() > 100);
        for line in lines {
            assert!(!line.detail.contains("бұзыл") && !line.detail.contains("8.3") && !line.detail.contains("Көшербай"));
        }
    }

    async fn only_head_and_administrator_read_it(base) {
        let demo = base.demo().await;
        for code in ["S02", "S03", "S10", "PK1", "T01"] {
            assert_eq!(refusal(demo.store.audit(&demo.actor(code).await, None, 10).await), Refusal::Forbidden);
        }
    }

    async fn no_line_can_be_changed_or_deleted(base) {
        let demo = base.demo().await;
        demo.sql("UPDATE audit SET action = 'x' WHERE no = 3".into()).await.unwrap_err();
        demo.sql("DELETE FROM audit WHERE no = 3".into()).await.unwrap_err();
        let org = demo.id(demo.org.0);
        let forged = format!("INSERT INTO audit (org, no, at, action, subject, detail, prev, hash) VALUES ({org}, 9999, 0, 'x', 'x', 'x', 'x', 'x')");
        demo.sql(forged).await.unwrap_err();
        if !demo.is_sqlite() {
            demo.sql("TRUNCATE audit".into()).await.unwrap_err();
        }
    }

    async fn a_flipped_byte_is_found(base) {
        let demo = base.demo().await;
        // Somebody with all rights over the database.
        let off = if demo.is_sqlite() { "DROP TRIGGER audit_no_update" } else { "ALTER TABLE audit DISABLE TRIGGER USER" };
        demo.sql(off.into()).await.unwrap();
        demo.sql("UPDATE audit SET detail = REPLACE(detail, '{', '[') WHERE no = 7".into()).await.unwrap();
        assert_eq!(demo.store.verify_audit(demo.org).await.unwrap(), Some(7));
    }

    async fn a_log_cut_short_is_found(base) {
        let demo = base.demo().await;
        let last = demo.store.audit(&demo.actor("S01").await, None, 1).await.unwrap()[0].no;
        let off = if demo.is_sqlite() { "DROP TRIGGER audit_no_delete" } else { "ALTER TABLE audit DISABLE TRIGGER USER" };
        demo.sql(off.into()).await.unwrap();
        demo.sql(format!("DELETE FROM audit WHERE no = {last}")).await.unwrap();
        assert_eq!(demo.store.verify_audit(demo.org).await.unwrap(), Some(last));
    }
}
