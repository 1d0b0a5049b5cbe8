//! How long it takes to propose a week of 300 needs for twelve specialists: the figure `autoplan_300_ms` of `make bench`.

use std::{collections::BTreeSet, sync::Arc, time::Instant};

use chrono::NaiveDate;
use domain::{
    Agreement, Body, By, Category, Child, ChildId, Context, GroupId, Hours, Kind, Name, Needs, PersonId, Plan, Pmpk,
    Position, Quota, Room, RoomId, Seat, Session, SessionId, Slot, Staff, Status,
    autoplan::{Scope, propose},
    context::Directory,
    time::{Moment, shift},
};
use uuid::Uuid;

const CHILDREN: u8 = 110;
const ROUNDS: usize = 5;

/// Who works there: each with half a day or a whole one.
const STAFF: [Position; 12] = [
    Position::Psychologist,
    Position::Psychologist,
    Position::Social,
    Position::Speech,
    Position::Speech,
    Position::Speech,
    Position::Special,
    Position::Special,
    Position::Defectologist,
    Position::Defectologist,
    Position::Deaf,
    Position::Blind,
];

const DISORDERS: [&str; 4] =
    ["сөйлеу тілінің бұзылуы", "психикалық дамудың тежелуі", "есту қабілетінің бұзылуы", "көру қабілетінің бұзылуы"];

fn person(n: usize) -> PersonId {
    PersonId(Uuid::from_u128(1 + n as u128))
}

fn child(n: u8) -> ChildId {
    ChildId(Uuid::from_u128(1000 + u128::from(n)))
}

fn room(n: u8) -> RoomId {
    RoomId(Uuid::from_u128(2000 + u128::from(n)))
}

fn hours(windows: &[(u16, u16)]) -> Vec<Hours> {
    let on =
        |weekday| windows.iter().map(move |(start, end)| Hours { weekday, start: *start, end: *end, reception: false });
    (1..=5).flat_map(on).collect()
}

fn pupil(n: u8, monday: NaiveDate) -> Child {
    let limited = !n.is_multiple_of(3);
    let quota = |kind, per_week| Quota { kind, per_week };
    let mut quotas = vec![quota(Kind::Individual, 2)];
    if n.is_multiple_of(2) {
        quotas.push(quota(if n.is_multiple_of(4) { Kind::Small } else { Kind::Group }, 1 + n / 2 % 2));
    }
    Child {
        id: child(n),
        name: Name::default(),
        born: shift(monday, -365 * 4 - 9 * i64::from(n)),
        group: Some(GroupId(Uuid::from_u128(u128::from(n % 6)))),
        attends: true,
        left: None,
        consent: if n % 50 == 7 { Agreement::Pending } else { Agreement::Signed },
        consent_until: None,
        contract: Agreement::Signed,
        contract_until: None,
        needs: Some(Needs {
            category: Some(if limited { Category::Limited } else { Category::Behaviour }),
            disorder: limited.then(|| DISORDERS[usize::from(n) % DISORDERS.len()].to_owned()),
            pmpk: limited.then(|| Pmpk { no: n.to_string(), valid_until: shift(monday, 300) }),
            quota: quotas,
        }),
    }
}

fn directory(monday: NaiveDate) -> Directory {
    let staff = STAFF.iter().enumerate().map(|(n, position)| Staff {
        id: person(n),
        name: Name::default(),
        positions: vec![*position],
        hours: hours(if n.is_multiple_of(3) { &[(480, 780), (840, 1080)] } else { &[(510, 780)] }),
        caseload: (0..CHILDREN)
            .filter(|child| usize::from(*child) % STAFF.len() == n)
            .map(child)
            .collect::<BTreeSet<_>>(),
    });
    let rooms = (0..10).map(|n| Room { id: room(n), name: String::new(), capacity: if n < 6 { 4 } else { 8 } });
    Directory {
        hours: hours(&[(480, 1080)]),
        staff: staff.map(|staff| (staff.id, staff)).collect(),
        rooms: rooms.map(|room| (room.id, room)).collect(),
        children: (0..CHILDREN).map(|n| (child(n), pupil(n, monday))).collect(),
        ..Directory::default()
    }
}

/// What is planned in the week already: everybody holds something at ten, and again on three days at twelve.
fn planned(monday: NaiveDate) -> impl Iterator<Item = Session> {
    let times = (0..5).flat_map(|day| [(day, 600), (day, 720)]).filter(|(day, start)| *start == 600 || *day < 3);
    let all = times.flat_map(|time| (0..8_u8).map(move |n| (n, time)));
    (0..).zip(all).map(move |(number, (n, (day, start)))| {
        let id = SessionId(Uuid::from_u128(10_000 + number));
        let plan = Plan {
            session: Some(id),
            body: Body::Kp,
            kind: Kind::PlayInd,
            slot: Slot { day: shift(monday, day), start, minutes: 20 },
            staff: vec![person(usize::from(n))],
            assistants: Vec::new(),
            room: Some(room(n)),
            online: false,
            seats: vec![Seat { child: child(n * 7), with_parent: true }],
            hidden: 0,
            places: 1,
            open: false,
            status: Status::Confirmed,
            reason: None,
            by: By::Staff,
        };
        Session::new(id, 1, plan)
    })
}

fn main() {
    let monday = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default();
    let now = Moment { day: shift(monday, -2), minute: 0 };
    let context = Context::new(now, Arc::new(directory(monday)), planned(monday));
    let needs = context.needs(monday);
    let missing: usize = needs.iter().map(|need| usize::from(need.missing())).sum();
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let found = propose(&context, &needs, Scope::Everybody, monday, None);
        times.push(start.elapsed().as_secs_f64() * 1e3);
        if times.len() == 1 {
            let unplaced: usize = found.unplaced.iter().map(|unplaced| usize::from(unplaced.missing)).sum();
            eprintln!(
                "autoplan: {missing} sessions of children are missing; {} proposed, {} left over",
                found.proposals.len(),
                unplaced,
            );
        }
    }
    times.sort_by(f64::total_cmp);
    println!(r#"{{"name":"autoplan_300_ms","value":{:.1},"unit":"ms"}}"#, times[ROUNDS / 2]);
}
