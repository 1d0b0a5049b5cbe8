//! What is proposed for a week, and taking it.

mod common;

use common::{child, day, lesson, monday_morning, person, refusal, slot, test_both_dbs};
use domain::{
    Plan, Refusal, Rule, Status,
    autoplan::{Obstacle, Proposals, Scope},
};

fn plans(proposals: &Proposals) -> Vec<Plan> {
    proposals.proposals.iter().map(|proposal| proposal.plan.clone()).collect()
}

test_both_dbs! {
    async fn what_is_proposed_can_be_taken_whole(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let methodist = demo.actor("S02").await;
        let proposed = store.propose(&methodist, day(9), Scope::Everybody, now).await.unwrap();
        assert!(proposed.proposals.len() > 3, "{proposed:?}");
        let before = store.calendar(&methodist, day(7), day(13), now).await.unwrap();
        let mut changes = store.changes();
        let taken = store.take_proposals(&methodist, plans(&proposed), now).await.unwrap();
        assert!(taken.iter().all(|saved| saved.as_ref().unwrap().session.plan.status == Status::Draft));
        assert!(changes.try_recv().is_ok(), "others are told");
        let after = store.calendar(&methodist, day(7), day(13), now).await.unwrap();
        assert_eq!(after.sessions.len(), before.sessions.len() + taken.len());
        for session in &before.sessions {
            assert!(after.sessions.contains(session), "{session:?}");
        }
        assert_eq!(demo.overlaps().await, 0);
        let again = store.propose(&methodist, day(7), Scope::Everybody, now).await.unwrap();
        assert_eq!((again.proposals, again.unplaced), (Vec::new(), proposed.unplaced));
        let head = demo.actor("S01").await;
        let log = store.audit(&head, None, 200).await.unwrap();
        assert_eq!(log.iter().filter(|line| line.action == "session.create").count(), taken.len());
    }

    async fn a_second_taking_is_refused_one_by_one(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let methodist = demo.actor("S02").await;
        let mut all = plans(&store.propose(&methodist, day(9), Scope::Everybody, now).await.unwrap());
        let (first, last) = (all[0].clone(), all.pop().unwrap());
        store.take_proposals(&methodist, vec![first], now).await.unwrap().remove(0).unwrap();
        let outcomes = store.take_proposals(&methodist, all, now).await.unwrap();
        let (first, others) = outcomes.into_iter().fold((None, 0), |(first, others), outcome| match first {
            None => (Some(outcome), others),
            first => (first, others + usize::from(outcome.is_ok())),
        });
        let Refusal::Rules { verdict, .. } = refusal(first.unwrap()) else { panic!() };
        assert!(verdict.refusals().any(|finding| matches!(finding.rule, Rule::StaffBusy { .. })));
        assert!(others > 0);
        // Somebody plans the same child meanwhile: one more would be more than it needs.
        let seat = last.seats[0].child;
        for n in 0..5 {
            let mut other = lesson("S03", "R3", "C16", slot(11, "08:00", last.slot.minutes));
            other.slot.start += n * 60;
            (other.body, other.kind, other.seats, other.places) = (last.body, last.kind, last.seats.clone(), last.places);
            other.status = Status::Draft;
            let _ = store.create(&methodist, other, now).await;
        }
        let left = store.propose(&methodist, day(9), Scope::Child(seat), now).await.unwrap();
        let outcome = store.take_proposals(&methodist, vec![last], now).await.unwrap().remove(0);
        assert!(left.proposals.is_empty() || outcome.is_ok());
        if left.proposals.is_empty() {
            assert!(matches!(refusal(outcome), Refusal::Rules { .. }));
        }
    }

    async fn a_specialist_is_proposed_and_takes_their_own_only(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let speech = demo.actor("S04").await;
        let proposed = store.propose(&speech, day(9), Scope::Everybody, now).await.unwrap();
        let view = store.calendar(&speech, day(7), day(13), now).await.unwrap();
        let knows = |id| view.directory.children[&id].needs.is_some();
        assert!(!proposed.proposals.is_empty());
        for plan in plans(&proposed) {
            assert_eq!(plan.staff, [person("S04")]);
            assert!(plan.seats.iter().all(|seat| knows(seat.child)));
        }
        assert!(proposed.unplaced.iter().all(|unplaced| knows(unplaced.child)));
        let mut others = plans(&proposed);
        let before = store.calendar(&speech, day(7), day(13), now).await.unwrap().sessions.len();
        others.last_mut().unwrap().staff = vec![person("S03")];
        assert_eq!(refusal(store.take_proposals(&speech, others, now).await), Refusal::Forbidden);
        assert_eq!(store.calendar(&speech, day(7), day(13), now).await.unwrap().sessions.len(), before);
        let educator = demo.actor("S10").await;
        assert_eq!(refusal(store.propose(&educator, day(9), Scope::Everybody, now).await), Refusal::Forbidden);
        assert_eq!(refusal(store.take_proposals(&educator, plans(&proposed), now).await), Refusal::Forbidden);
    }

    async fn a_child_without_a_consent_is_told_with_the_paragraph(base) {
        let demo = base.demo().await;
        let methodist = demo.actor("S02").await;
        let proposed = demo.store.propose(&methodist, day(9), Scope::Child(child("C26")), monday_morning()).await.unwrap();
        assert_eq!((proposed.proposals.len(), proposed.unplaced.len()), (0, 1), "{proposed:?}");
        let [Obstacle::Rule(finding)] = &proposed.unplaced[0].why[..] else { panic!("{proposed:?}") };
        assert_eq!((finding.rule.code(), finding.paragraph().number), ("no_consent", "11"));
    }

    async fn only_drafts_are_taken_and_only_so_many(base) {
        let demo = base.demo().await;
        let (store, now) = (&demo.store, monday_morning());
        let methodist = demo.actor("S02").await;
        let plan = lesson("S03", "R3", "C16", slot(9, "09:00", 20));
        let outcome = store.take_proposals(&methodist, vec![plan.clone()], now).await.unwrap().remove(0);
        assert!(matches!(refusal(outcome), Refusal::Invalid { .. }));
        assert!(matches!(refusal(store.take_proposals(&methodist, vec![plan; 301], now).await), Refusal::Invalid { .. }));
    }
}
