use domain::{
    Kind, Plan, Presence, Session, Status,
    presence::{markable, status_after},
    time::Moment,
};
use proptest::prelude::*;

use crate::kindergarten::*;

const ALL: [Presence; 5] = [Presence::Came, Presence::Late, Presence::Absent, Presence::Ill, Presence::Family];

fn held() -> Session {
    session(1, lesson(Kind::Small, [1, 2, 3]))
}

#[test]
fn presence_is_marked_from_the_beginning_on_and_not_of_drafts() {
    let plan = held().plan;
    let at = |minute| Moment { day: plan.slot.day, minute };
    assert!(!markable(&plan, at(plan.slot.start - 1)) && markable(&plan, at(plan.slot.start)));
    for (status, may) in
        [(Status::Draft, false), (Status::Cancelled, false), (Status::Done, true), (Status::NoShow, true)]
    {
        assert_eq!(markable(&Plan { status, ..plan.clone() }, at(plan.slot.end())), may, "{status:?}");
    }
}

#[test]
fn it_was_held_when_somebody_came_and_not_when_nobody_did() {
    let mut session = held();
    session.mark(child(1), Some(Presence::Absent));
    assert_eq!((session.plan.status, session.came()), (Status::Confirmed, Some(0)));
    session.mark(child(2), Some(Presence::Ill));
    session.mark(child(3), Some(Presence::Family));
    assert_eq!((session.plan.status, session.came()), (Status::NoShow, Some(0)));
    session.mark(child(3), Some(Presence::Late));
    assert_eq!(
        (session.plan.status, session.came(), session.presence(child(3))),
        (Status::Done, Some(1), Some(Presence::Late))
    );
    session.mark(child(3), None);
    assert_eq!(session.plan.status, Status::Done, "what was held stays held until somebody says otherwise");
    // Taken back, it is as before; the roster never changes.
    for n in [1, 2, 3] {
        session.mark(child(n), None);
    }
    assert_eq!(session, held());
    assert_eq!(session.came(), None);
}

proptest! {
    /// In whatever order marks come, what stands is the last of each child, and the status is what they say.
    #[test]
    fn the_last_mark_of_each_child_counts(taps in proptest::collection::vec((1u128..4, 0usize..6), 0..20)) {
        let mut session = held();
        let mut last = std::collections::BTreeMap::new();
        for (n, which) in taps {
            let presence = ALL.get(which).copied();
            session.mark(child(n), presence);
            match presence {
                Some(presence) => last.insert(child(n), presence),
                None => last.remove(&child(n)),
            };
        }
        let expected: Vec<_> = last.into_iter().collect();
        prop_assert_eq!(&session.marks, &expected);
        let came = expected.iter().filter(|(_, presence)| presence.came()).count();
        match (expected.len(), came) {
            (0, _) => prop_assert_eq!(session.plan.status, Status::Confirmed),
            (_, 1..) => prop_assert_eq!(session.plan.status, Status::Done),
            (3, 0) => prop_assert_eq!(session.plan.status, Status::NoShow),
            _ => {}
        }
        prop_assert_eq!(status_after(&session.plan, &session.marks), session.plan.status);
        prop_assert_eq!(session.plan.children(), 3);
    }
}
