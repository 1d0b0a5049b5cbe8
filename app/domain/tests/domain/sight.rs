use std::collections::BTreeSet;

use domain::{
    Actor, Body, BodyRole, Kind, Name, OrgId, Plan, Position, Presence, Rule, Session, SessionId, Status, Verdict,
    rules::Finding,
    session::Assistance,
    sight::{self, Sight},
    view::{AuditLine, NO_DETAIL},
};
use uuid::Uuid;

use crate::kindergarten::*;

pub fn actor(positions: &[Position]) -> Actor {
    Actor {
        person: person(50),
        org: OrgId(Uuid::nil()),
        name: Name::default(),
        positions: positions.to_vec(),
        memberships: Vec::new(),
        children: BTreeSet::new(),
        groups: BTreeSet::new(),
        caseload: BTreeSet::new(),
    }
}

fn guardian(children: impl IntoIterator<Item = u128>) -> Actor {
    Actor { children: children.into_iter().map(child).collect(), ..actor(&[]) }
}

fn confirmed() -> Session {
    let assistance = |n| Assistance { person: person(ASSISTANT), child: child(n) };
    let plan =
        Plan { assistants: vec![assistance(1)], reason: Some("себеп".into()), ..lesson(Kind::Small, [1, 2, 3]) };
    let marks = vec![(child(1), Presence::Came), (child(2), Presence::Ill)];
    let (link, note) = (Some("https://meet.example/1".into()), Some("жазба".into()));
    Session { link, marks, note, ..session(1, plan) }
}

fn seen(actor: &Actor, session: &Session) -> Option<Session> {
    sight::session(actor, session, &directory())
}

fn of(actor: &Actor, session: &Session) -> Sight {
    sight::of_session(actor, session, &directory())
}

#[test]
fn those_who_answer_for_everything_see_everything() {
    for position in [Position::Head, Position::Deputy, Position::Methodist] {
        assert_eq!(seen(&actor(&[position]), &confirmed()), Some(confirmed()));
        assert_eq!(sight::directory(&actor(&[position]), &directory()), directory());
    }
}

#[test]
fn a_specialist_sees_the_roster_of_their_own_sessions_and_when_the_others_are() {
    let mut speech = actor(&[Position::Speech]);
    assert_eq!(of(&speech, &confirmed()), Sight::TimeAndPlace);
    speech.person = person(SPEECH);
    assert_eq!(of(&speech, &confirmed()), Sight::Roster);
    let assistant = Actor { person: person(ASSISTANT), ..actor(&[Position::Assistant]) };
    assert_eq!(of(&assistant, &confirmed()), Sight::Roster);
}

#[test]
fn of_what_is_hidden_the_number_of_children_is_left_and_nothing_else() {
    let other = seen(&actor(&[Position::Psychologist]), &confirmed()).unwrap();
    assert_eq!((other.plan.seats.len(), other.plan.hidden, other.plan.children()), (0, 3, 3));
    assert!(other.plan.assistants.is_empty() && other.plan.reason.is_none() && other.link.is_none());
    assert!(other.marks.is_empty() && other.note.is_none());
    assert_eq!(
        (other.plan.slot, other.plan.room, other.plan.staff),
        (at(0, "10:00", 40), Some(room(1)), vec![person(SPEECH)])
    );
}

#[test]
fn a_parent_sees_their_own_child_and_how_many_others_there_are() {
    let mine = seen(&guardian([1, 99]), &confirmed()).unwrap();
    assert_eq!((mine.plan.seats.len(), mine.plan.hidden), (1, 2));
    assert_eq!(mine.plan.seats[0].child, child(1));
    assert_eq!(mine.plan.assistants.len(), 1);
    assert_eq!((mine.link, mine.plan.reason), (confirmed().link, None));
    assert!(seen(&guardian([2]), &confirmed()).unwrap().plan.assistants.is_empty());
}

#[test]
fn a_parent_sees_a_foreign_session_only_while_it_is_open_to_them() {
    let foreign = session(1, draft(play(Kind::KpSmall, [101])));
    assert_eq!(seen(&guardian([102]), &foreign), None);
    let open = Session { plan: Plan { open: true, ..foreign.plan.clone() }, ..foreign.clone() };
    let invitation = seen(&guardian([102]), &open).unwrap();
    assert_eq!((invitation.plan.seats.len(), invitation.plan.hidden, invitation.link), (0, 1, None));
    let cancelled = Session { plan: Plan { status: Status::Cancelled, ..open.plan.clone() }, ..open };
    assert_eq!(seen(&guardian([102]), &cancelled), None);
    assert_eq!(of(&guardian([101]), &foreign), Sight::OwnChildren);
}

#[test]
fn an_educator_sees_the_children_of_their_own_groups() {
    let mut educator = actor(&[Position::Educator]);
    assert_eq!(of(&educator, &confirmed()), Sight::TimeAndPlace);
    educator.groups.insert(group(2));
    let seen = seen(&educator, &confirmed()).unwrap();
    assert_eq!(seen.plan.seats.iter().map(|seat| seat.child).collect::<Vec<_>>(), [child(2)]);
    assert_eq!((seen.plan.hidden, seen.link), (2, None));
    let known = sight::directory(&educator, &directory()).children;
    assert!(known.values().all(|child| child.group == Some(group(2)) && child.needs.is_none()));
    assert!(known.contains_key(&child(2)) && known.contains_key(&child(7)));
}

#[test]
fn who_is_a_parent_and_a_specialist_sees_what_either_sees() {
    let both = Actor { children: [child(1)].into(), ..actor(&[Position::Psychologist]) };
    assert_eq!(of(&both, &confirmed()), Sight::OwnChildren);
    let known = sight::directory(&both, &directory()).children;
    assert!(known[&child(1)].needs.is_some() && known[&child(2)].needs.is_none());
}

#[test]
fn administration_and_trustees_see_no_children() {
    let trustee = Actor { memberships: vec![(Body::Trustees, BodyRole::Chair)], ..actor(&[]) };
    for nobody in [actor(&[Position::Admin]), actor(&[Position::Accountant]), trustee, actor(&[])] {
        assert_eq!(seen(&nobody, &confirmed()), None);
        let known = sight::directory(&nobody, &directory());
        assert!(known.children.is_empty() && known.assignments.is_empty());
    }
}

#[test]
fn what_is_the_matter_with_a_child_only_those_who_work_with_it_know() {
    let every = directory();
    let speech = Actor { caseload: [child(1)].into(), ..actor(&[Position::Speech]) };
    assert!(sight::child(&speech, &every.children[&child(1)]).unwrap().needs.is_some());
    let other = sight::child(&speech, &every.children[&child(2)]).unwrap();
    assert_eq!((other.needs, other.consent), (None, every.children[&child(2)].consent));
    let assistant = Actor { caseload: [child(1)].into(), ..actor(&[Position::Assistant]) };
    assert_eq!(sight::child(&assistant, &every.children[&child(1)]).unwrap().needs, None);
    assert_eq!(sight::child(&assistant, &every.children[&child(2)]), None);
}

#[test]
fn a_parent_knows_all_of_their_own_child_and_nothing_of_others() {
    let known = sight::directory(&guardian([AUTIST]), &directory());
    assert_eq!(known.children.keys().collect::<Vec<_>>(), [&child(AUTIST)]);
    assert!(known.children[&child(AUTIST)].needs.is_some());
    assert_eq!(known.assignments.len(), 1);
    assert!(sight::directory(&guardian([1]), &directory()).assignments.is_empty());
}

#[test]
fn a_caseload_is_its_owners_own() {
    let mut every = directory();
    every.staff.get_mut(&person(SPEECH)).unwrap().caseload = [child(1)].into();
    let caseload = |actor: &Actor| sight::directory(actor, &every).staff[&person(SPEECH)].caseload.len();
    assert_eq!(caseload(&actor(&[Position::Speech])), 0);
    assert_eq!(caseload(&guardian([1])), 0);
    assert_eq!(caseload(&Actor { person: person(SPEECH), ..actor(&[Position::Speech]) }), 1);
    assert_eq!(caseload(&actor(&[Position::Head])), 1);
}

fn told(actor: &Actor, rules: &[Rule]) -> Vec<Rule> {
    let findings = rules.iter().map(|rule| Finding::refusal(rule.clone(), (Body::Ppqq, Kind::Small)));
    let verdict = sight::verdict(actor, &directory(), Verdict { findings: findings.collect() });
    verdict.findings.into_iter().map(|finding| finding.rule).collect()
}

#[test]
fn a_verdict_tells_staff_no_needs_of_children_in_others_care() {
    let mixed = |children: &[u128]| Rule::MixedDisorders { children: children.iter().copied().map(child).collect() };
    let quota = |n| Rule::QuotaOver { child: child(n), kind: Kind::Individual, planned: 3, quota: 2 };
    let speech = Actor { caseload: [child(1), child(2)].into(), ..actor(&[Position::Speech]) };
    assert_eq!(told(&speech, &[mixed(&[1, 2]), quota(1)]), [mixed(&[1, 2]), quota(1)]);
    // Of a pair, one name would tell the other; that it is refused stays.
    assert_eq!(told(&speech, &[mixed(&[1, 3]), quota(3)]), [mixed(&[])]);
    let methodist = actor(&[Position::Methodist]);
    assert_eq!(told(&methodist, &[mixed(&[1, 3]), quota(3)]), [mixed(&[1, 3]), quota(3)]);
}

#[test]
fn a_verdict_tells_a_parent_nothing_of_other_children_and_sessions() {
    let busy = |n, session| Rule::ChildBusy { child: child(n), session: SessionId(session), start: 600, end: 620 };
    let some = Uuid::from_u128(7);
    assert_eq!(
        told(&guardian([1]), &[busy(1, some), busy(2, some), Rule::NoConsent { child: child(2) }]),
        [busy(1, some)]
    );
    let staff = |session| Rule::StaffBusy { person: person(SPEECH), session: SessionId(session), start: 600, end: 620 };
    assert_eq!(told(&guardian([1]), &[staff(some)]), [staff(Uuid::nil())]);
    assert_eq!(told(&actor(&[Position::Speech]), &[staff(some)]), [staff(some)]);
}

#[test]
fn the_log_names_children_only_to_those_who_see_the_calendar() {
    let line = |action: &str| AuditLine {
        no: 1,
        at: saturday_morning(),
        actor: Some(Name::default()),
        action: action.into(),
        subject: "s".into(),
        about: Some(Name::default()),
        detail: "{\"child\":1}".into(),
        hash: String::new(),
    };
    let (head, admin) = (actor(&[Position::Head]), actor(&[Position::Admin]));
    for action in ["session.move", "booking.create", "waiting.join", "account.sign_in"] {
        assert_eq!(sight::log(&head, line(action)), line(action));
    }
    assert_eq!(sight::log(&admin, line("account.sign_in")), line("account.sign_in"));
    for (action, names_actor) in
        [("session.move", true), ("demo.session", true), ("booking.create", false), ("waiting.join", false)]
    {
        let seen = sight::log(&admin, line(action));
        assert_eq!(
            (seen.actor.is_some(), seen.about, seen.detail.as_str()),
            (names_actor, None, NO_DETAIL),
            "{action}"
        );
        assert!(seen.subject.is_empty());
    }
}

#[test]
fn whoever_could_become_somebody_with_more_rights_is_kept_from_it() {
    let (head, admin, methodist) = (actor(&[Position::Head]), actor(&[Position::Admin]), actor(&[Position::Methodist]));
    for whose in [&[][..], &[Position::Educator], &[Position::Methodist, Position::Speech]] {
        assert!([&head, &admin, &methodist].iter().all(|actor| actor.may_invite(whose)), "{whose:?}");
    }
    for whose in [&[Position::Head][..], &[Position::Speech, Position::Admin]] {
        assert!(head.may_invite(whose) && admin.may_invite(whose) && !methodist.may_invite(whose), "{whose:?}");
    }
    assert!(!actor(&[Position::Speech]).may_invite(&[]) && !guardian([1]).may_invite(&[]));
    assert!(head.may_reset(&[]) && head.may_reset(&[Position::Admin]));
    assert!(admin.may_reset(&[]) && !admin.may_reset(&[Position::Educator]) && !methodist.may_reset(&[]));
}

#[test]
fn who_came_a_parent_learns_of_their_own_child_and_a_note_is_not_for_parents() {
    let own = seen(&guardian([2]), &confirmed()).unwrap();
    assert_eq!((own.marks, own.note), (vec![(child(2), Presence::Ill)], None));
    let assistant = Actor { person: person(ASSISTANT), ..actor(&[Position::Assistant]) };
    let seen = seen(&assistant, &confirmed()).unwrap();
    assert_eq!((seen.marks.len(), seen.note), (2, None));
}

#[test]
fn an_address_for_calendars_is_for_those_who_have_something_to_read() {
    let (head, methodist, speech) =
        (actor(&[Position::Head]), actor(&[Position::Methodist]), actor(&[Position::Speech]));
    assert!([&head, &methodist, &speech, &guardian([1])].iter().all(|actor| actor.may_subscribe()));
    assert!(!actor(&[Position::Admin]).may_subscribe() && !actor(&[]).may_subscribe());
    assert!(head.may_subscribe_to_rooms() && methodist.may_subscribe_to_rooms());
    assert!(!speech.may_subscribe_to_rooms() && !guardian([1]).may_subscribe_to_rooms());
}
