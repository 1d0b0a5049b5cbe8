//! How long one check takes in a week of 500 sessions: the figure `rules_check_us` of `make bench`.

use std::{collections::BTreeSet, hint::black_box, sync::Arc, time::Instant};

use chrono::NaiveDate;
use domain::{
    Agreement, Body, By, Category, Child, ChildId, Context, Hours, Kind, Name, Needs, PersonId, Plan, Pmpk, Position,
    Quota, Room, RoomId, Seat, Session, SessionId, Slot, Staff, Status, check,
    context::Directory,
    time::{Moment, shift},
};
use uuid::Uuid;

/// Sessions in the week: on each of five days twenty specialists hold five.
const SPECIALISTS: u128 = 20;
const A_DAY: u16 = 5;
const CHILDREN: u128 = 160;
const ROUNDS: u32 = 200;

fn person(n: u128) -> PersonId {
    PersonId(Uuid::from_u128(n))
}

fn child(n: u128) -> ChildId {
    ChildId(Uuid::from_u128(1000 + n % CHILDREN))
}

fn room(n: u128) -> RoomId {
    RoomId(Uuid::from_u128(2000 + n))
}

fn hours() -> Vec<Hours> {
    (1..=5).map(|weekday| Hours { weekday, start: 480, end: 1080, reception: false }).collect()
}

fn directory(monday: NaiveDate) -> Directory {
    let staff = |n| Staff {
        id: person(n),
        name: Name::default(),
        positions: vec![Position::Speech],
        hours: hours(),
        caseload: (0..8).map(|place| child(n * 8 + place)).collect::<BTreeSet<_>>(),
    };
    let pupil = |n| Child {
        id: child(n),
        name: Name::default(),
        born: monday,
        group: None,
        attends: true,
        left: None,
        consent: Agreement::Signed,
        consent_until: None,
        contract: Agreement::Missing,
        contract_until: None,
        needs: Some(Needs {
            category: Some(Category::Limited),
            disorder: Some("сөйлеу тілінің бұзылуы".into()),
            pmpk: Some(Pmpk { no: String::new(), valid_until: shift(monday, 300) }),
            quota: vec![Quota { kind: Kind::Group, per_week: 30 }],
        }),
    };
    Directory {
        hours: hours(),
        staff: (0..SPECIALISTS).map(|n| (person(n), staff(n))).collect(),
        rooms: (0..SPECIALISTS).map(|n| (room(n), Room { id: room(n), name: String::new(), capacity: 8 })).collect(),
        children: (0..CHILDREN).map(|n| (child(n), pupil(n))).collect(),
        ..Directory::default()
    }
}

/// A group of eight whose children all have a quota: the plan with the most to look at.
fn group(specialist: u128, slot: Slot) -> Plan {
    Plan {
        session: None,
        body: Body::Ppqq,
        kind: Kind::Group,
        slot,
        staff: vec![person(specialist)],
        assistants: Vec::new(),
        room: Some(room(specialist)),
        online: false,
        seats: (0..8).map(|n| Seat { child: child(specialist * 8 + n), with_parent: false }).collect(),
        hidden: 0,
        places: 8,
        open: false,
        status: Status::Confirmed,
        reason: None,
        by: By::Staff,
    }
}

fn main() {
    let monday = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default();
    let now = Moment { day: shift(monday, -2), minute: 0 };
    let mut context = Context::new(now, Arc::new(directory(monday)), []);
    let mut sessions = 0;
    for day in 0..5 {
        for specialist in 0..SPECIALISTS {
            for hour in 0..A_DAY {
                let slot = Slot { day: shift(monday, day), start: 480 + hour * 120, minutes: 45 };
                let id = SessionId(Uuid::from_u128(10_000 + sessions));
                let plan = Plan { session: Some(id), ..group(specialist, slot) };
                context.put(Session::new(id, 1, plan));
                sessions += 1;
            }
        }
    }
    // A group is dragged over the week, five minutes at a time: half the places are free, half are not.
    let drag: Vec<Plan> = (0..5)
        .flat_map(|day| (480..1035).step_by(5).map(move |start| Slot { day: shift(monday, day), start, minutes: 45 }))
        .zip((0..SPECIALISTS).cycle())
        .map(|(slot, specialist)| group(specialist, slot))
        .collect();
    let start = Instant::now();
    for _ in 0..ROUNDS {
        for plan in &drag {
            black_box(check(black_box(plan), &context));
        }
    }
    let checks = f64::from(ROUNDS) * f64::from(u32::try_from(drag.len()).unwrap_or(u32::MAX));
    let mean = start.elapsed().as_secs_f64() * 1e6 / checks;
    println!(r#"{{"name":"rules_check_us","value":{mean:.2},"unit":"us"}}"#);
}
