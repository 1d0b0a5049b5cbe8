//! A small kindergarten to try the rules on, after the demonstration data: the week begins on Monday, 23 November 2026,
//! and it is the Saturday before.

use std::{collections::BTreeSet, sync::Arc};

use chrono::NaiveDate;
use domain::{
    Agreement, Body, By, Category, Child, ChildId, Context, GroupId, Hours, Kind, Name, Needs, PersonId, Plan, Pmpk,
    Position, Quota, Room, RoomId, Rule, Seat, Session, SessionId, Slot, Staff, Status, Verdict, Weight, check,
    context::{Assignment, Directory},
    kind,
    session::Assistance,
    time::{self, Moment},
};
use uuid::Uuid;

pub const METHODIST: u128 = 2;
pub const PSYCHOLOGIST: u128 = 3;
pub const SPEECH: u128 = 4;
pub const SPECIAL: u128 = 5;
pub const SOCIAL: u128 = 6;
pub const ASSISTANT: u128 = 7;
pub const MUSIC: u128 = 9;
pub const ACCOUNTANT: u128 = 12;

/// Limited abilities: speech 1–8, delayed development 9–14, autism 15.
pub const AUTIST: u128 = 15;
/// Behaviour 16–19, social 20–25.
pub const BEHAVIOUR: u128 = 16;
/// Its consent is pending.
pub const UNSIGNED: u128 = 26;
/// Raised at home: 101–112, all with a contract but the last.
pub const AT_HOME: u128 = 101;
/// Its contract is pending.
pub const WITHOUT_CONTRACT: u128 = 112;

pub fn person(n: u128) -> PersonId {
    PersonId(Uuid::from_u128(n))
}

pub fn child(n: u128) -> ChildId {
    ChildId(Uuid::from_u128(0x000c_0000 + n))
}

pub fn room(n: u128) -> RoomId {
    RoomId(Uuid::from_u128(0x000a_0000 + n))
}

pub fn group(n: u128) -> GroupId {
    GroupId(Uuid::from_u128(0x000b_0000 + n))
}

pub fn session_id(n: u128) -> SessionId {
    SessionId(Uuid::from_u128(0x000d_0000 + n))
}

/// Monday of the week in which plans are made.
pub fn monday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

/// A time on Monday of that week plus `days`.
pub fn at(days: i64, clock: &str, minutes: u16) -> Slot {
    Slot { day: time::shift(monday(), days), start: time::parse_clock(clock).unwrap(), minutes }
}

pub fn saturday_morning() -> Moment {
    Moment { day: time::shift(monday(), -2), minute: 9 * 60 }
}

/// Everybody and everything there is.
pub fn directory() -> Directory {
    let mut directory = Directory { hours: week("08:00", "18:00", false), ..Directory::default() };
    let staff = [
        (METHODIST, Position::Methodist),
        (PSYCHOLOGIST, Position::Psychologist),
        (SPEECH, Position::Speech),
        (SPECIAL, Position::Special),
        (SOCIAL, Position::Social),
        (MUSIC, Position::Music),
        (ACCOUNTANT, Position::Accountant),
    ];
    for (n, position) in staff {
        let mut hours = week("09:00", "13:00", false);
        hours.extend(week("13:00", "18:00", false));
        hours.extend(week("16:00", "18:00", true));
        let (name, caseload) = (Name::parse("Қалдыбек Әсемгүл"), BTreeSet::new());
        directory.staff.insert(person(n), Staff { id: person(n), name, positions: vec![position], hours, caseload });
    }
    for (n, capacity) in [(1, 8), (2, 8), (3, 4), (4, 8), (5, 6), (6, 20)] {
        directory.rooms.insert(room(n), Room { id: room(n), name: format!("Кабинет {n}"), capacity });
    }
    for n in (1..=UNSIGNED).chain(AT_HOME..=WITHOUT_CONTRACT) {
        directory.children.insert(child(n), a_child(n));
    }
    directory.assignments.push(Assignment {
        who: Assistance { person: person(ASSISTANT), child: child(AUTIST) },
        from: NaiveDate::from_ymd_opt(2026, 11, 9).unwrap(),
        to: NaiveDate::from_ymd_opt(2026, 12, 31).unwrap(),
    });
    directory
}

fn week(from: &str, to: &str, reception: bool) -> Vec<Hours> {
    let (start, end) = (time::parse_clock(from).unwrap(), time::parse_clock(to).unwrap());
    (1..=5).map(|weekday| Hours { weekday, start, end, reception }).collect()
}

fn a_child(n: u128) -> Child {
    let (category, disorder) = match n {
        1..=8 => (Some(Category::Limited), Some("сөйлеу тілінің бұзылуы")),
        9..=14 => (Some(Category::Limited), Some("психикалық дамудың тежелуі")),
        15 => (Some(Category::Limited), Some("аутистік спектр бұзылысы")),
        16..=19 | 26 => (Some(Category::Behaviour), None),
        20..=25 => (Some(Category::Social), None),
        _ => (None, None),
    };
    let valid_until = NaiveDate::from_ymd_opt(2027, 9, 1).unwrap();
    let pmpk = (category == Some(Category::Limited)).then(|| Pmpk { no: n.to_string(), valid_until });
    let quota = vec![Quota { kind: Kind::Individual, per_week: 2 }];
    let disorder = disorder.map(str::to_owned);
    let attends = n < AT_HOME;
    let signed = |is_signed| if is_signed { Agreement::Signed } else { Agreement::Pending };
    Child {
        id: child(n),
        name: Name::parse("Көшербай Айару"),
        born: NaiveDate::from_ymd_opt(2022, 1, 1).unwrap(),
        group: attends.then(|| group(n % 5)),
        attends,
        left: None,
        consent: signed(n < UNSIGNED),
        consent_until: None,
        contract: signed(!attends && n != WITHOUT_CONTRACT),
        contract_until: None,
        needs: Some(Needs { category, disorder, pmpk, quota }),
    }
}

/// A context over this directory and these sessions, on the Saturday before.
pub fn context(directory: Directory, sessions: impl IntoIterator<Item = Session>) -> Context {
    Context::new(saturday_morning(), Arc::new(directory), sessions)
}

/// A context with nothing planned.
pub fn empty() -> Context {
    context(directory(), [])
}

/// A confirmed lesson of ППҚҚ on Monday at 10:00, held by the speech therapist.
pub fn lesson(kind: Kind, children: impl IntoIterator<Item = u128>) -> Plan {
    plan(Body::Ppqq, kind, SPEECH, 1, children)
}

/// A confirmed session of КП on Monday at 10:00, held by the psychologist.
pub fn play(kind: Kind, children: impl IntoIterator<Item = u128>) -> Plan {
    plan(Body::Kp, kind, PSYCHOLOGIST, 6, children)
}

fn plan(body: Body, kind: Kind, staff: u128, in_room: u128, children: impl IntoIterator<Item = u128>) -> Plan {
    let rule = kind::rule(body, kind).unwrap();
    let seat = |n| Seat { child: child(n), with_parent: rule.with_parent };
    Plan {
        session: None,
        body,
        kind,
        slot: at(0, "10:00", rule.default_minutes(domain::Level::Preschool)),
        staff: vec![person(staff)],
        assistants: Vec::new(),
        room: rule.takes_room(false).then(|| room(in_room)),
        online: false,
        seats: children.into_iter().map(seat).collect(),
        hidden: 0,
        places: rule.children.1,
        open: false,
        status: Status::Confirmed,
        reason: None,
        by: By::Staff,
    }
}

pub fn draft(plan: Plan) -> Plan {
    Plan { status: Status::Draft, ..plan }
}

/// Booked by a parent, in the reception hours.
pub fn by_parent(plan: Plan) -> Plan {
    let slot = Slot { start: 16 * 60, ..plan.slot };
    Plan { by: By::Parent, slot, ..plan }
}

pub fn held_by(plan: Plan, staff: impl IntoIterator<Item = u128>) -> Plan {
    Plan { staff: staff.into_iter().map(person).collect(), ..plan }
}

/// The plan as a session of the store.
pub fn session(n: u128, plan: Plan) -> Session {
    let id = session_id(n);
    Session::new(id, 1, Plan { session: Some(id), ..plan })
}

/// The plan of a change to this session.
pub fn change(session: &Session) -> Plan {
    session.plan.clone()
}

/// The weight with which the rule of this name speaks against the plan.
pub fn weight(plan: &Plan, context: &Context, code: &str) -> Option<Weight> {
    find(&check(plan, context), code).map(|(_, weight)| weight)
}

pub fn find(verdict: &Verdict, code: &str) -> Option<(Rule, Weight)> {
    let finding = verdict.findings.iter().find(|finding| finding.rule.code() == code)?;
    Some((finding.rule.clone(), finding.weight))
}

#[track_caller]
pub fn refused(plan: &Plan, context: &Context, code: &str) {
    let verdict = check(plan, context);
    assert_eq!(find(&verdict, code).map(|found| found.1), Some(Weight::Refuse), "{code} in {verdict:?}");
    assert!(!verdict.accepted());
}

#[track_caller]
pub fn warned(plan: &Plan, context: &Context, code: &str) {
    let verdict = check(plan, context);
    assert_eq!(find(&verdict, code).map(|found| found.1), Some(Weight::Warn), "{code} in {verdict:?}");
    assert!(verdict.accepted(), "{verdict:?}");
}

/// Nothing at all speaks against it.
#[track_caller]
pub fn fine(plan: &Plan, context: &Context) {
    assert_eq!(check(plan, context).findings, []);
}
