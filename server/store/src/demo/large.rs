//! A kindergarten far larger than any, to measure with.

use std::iter::repeat;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Actor, Agreement, Body, BodyRole, By, ChildId, CompositionId, Hours, Kind, Lang, MeetingId, Name, OrgId, PersonId,
    Plan, Position, RoomId, Seat, Session, Settings, Slot, Status,
    body::{Composition, Member, composition::ChairTitle},
    meeting::{
        Planned,
        view::{AgendaLine, Call},
    },
    time::{monday, shift},
};
use serde_json::json;

use super::rows::{NewChild, Rows, stand_in};
use crate::{
    Store,
    account::{Founding, hash_for_demo, invitation},
    audit::Entry,
    change::Change,
    directory::{clock, zone},
    error::{Error, Result},
    new_id,
    session::Writing,
};

/// Specialists, each with a room; more where so many have no time for all the sessions.
const STAFF: usize = 20;

/// Sessions that a specialist holds in a full week.
const FULL: usize = 5 * STARTS.len();

/// Children of each specialist.
const EACH: usize = 6;

/// Families of the consultation point, who book.
const FAMILIES: usize = 100;

/// Hours at which sessions begin, from Monday to Friday.
const STARTS: [u16; 9] = [8, 9, 10, 11, 12, 14, 15, 16, 17];

const PASSWORD: &str = "bench-password";

/// What was made.
#[derive(Clone, Debug)]
pub struct Bench {
    /// The kindergarten.
    pub org: OrgId,
    /// The Monday of its full week.
    pub monday: NaiveDate,
    /// The sessions of that week.
    pub sessions: Vec<Session>,
    /// The methodist's login, who sees them all.
    pub login: String,
    /// The specialists' logins, and then the parents'.
    pub others: Vec<String>,
    /// The methodist's password, and everybody's.
    pub password: String,
    /// Specialists, all of whom receive parents all day long. The weeks after the full one are theirs to fill.
    pub staff: Vec<PersonId>,
    /// Parents, each with a child to book for.
    pub parents: Vec<(PersonId, ChildId)>,
}

impl Store {
    /// Founds a kindergarten with a week of this many sessions, every one of them legal.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn load_bench(&self, sessions: usize, now: DateTime<Utc>) -> Result<Bench> {
        let org = OrgId(new_id());
        let today = clock(zone(invitation::ZONE), now).day;
        let host = format!("bench-{org}");
        let founding = Founding {
            name: "Өлшеу".to_owned(),
            city: String::new(),
            phone: "+77000000000".to_owned(),
            host: Some(host.clone()),
            lang: Lang::Kk,
            head: Name::default(),
            login: String::new(),
        };
        let settings = serde_json::to_string(&Settings::default())?;
        let password = hash_for_demo(PASSWORD).await?;
        let mut link = self.write().await?;
        invitation::insert_org(&mut link, org, &founding, Some(&host), &settings, true, now).await?;
        let mut rows = Rows { link, org, now, since: shift(today, -365) };
        for weekday in 1..=5 {
            rows.hours(None, Hours { weekday, start: 8 * 60, end: 18 * 60, reception: false }).await?;
        }
        let login = "bench@kenes.example";
        let methodist = PersonId(new_id());
        rows.person(methodist, "Өлшеуші Әдіскер", Some(login), Some(&password)).await?;
        rows.position(methodist, Position::Methodist).await?;
        let number = sessions.div_ceil(FULL).max(STAFF);
        let (staff, rooms, children) = write_staff(&mut rows, number, &password).await?;
        let mut others: Vec<_> = (0..number).map(login_of_staff).collect();
        let mut parents = Vec::new();
        for n in 0..FAMILIES {
            let (parent, child) = (PersonId(new_id()), ChildId(new_id()));
            let login = format!("family-{n}@kenes.example");
            rows.person(parent, &format!("Отбасы{n} Ата-ана"), Some(&login), Some(&password)).await?;
            others.push(login);
            rows.child(new_child(child, format!("Отбасы{n} Бала"), today, false)).await?;
            rows.guardian(parent, child).await?;
            parents.push((parent, child));
        }
        let chair = (methodist, BodyRole::Chair);
        let others_in_it =
            staff.iter().take(STAFF).zip([BodyRole::Secretary].into_iter().chain(repeat(BodyRole::Member)));
        let members = [chair].into_iter().chain(others_in_it.map(|(person, role)| (*person, role)));
        let composition = Composition {
            id: CompositionId(new_id()),
            body: Body::Apqo,
            order_number: "1".to_owned(),
            order_date: rows.since,
            from: rows.since,
            until: None,
            chair_title: ChairTitle::default(),
            members: members.map(|(person, role)| Member { person, role }).collect(),
        };
        self.put_composition(&mut rows.link, &stand_in(org, methodist), &composition, now).await?;
        let entry = Entry::new("demo.load", org, json!({}));
        self.append(&mut rows.link, org, None, &[entry], &mut [Change::of_directory(org)], now).await?;
        rows.link.commit().await?;

        let monday = monday(today);
        let mut writing = Writing::begin(self, org, [monday], now).await?;
        let actor = stand_in(org, methodist);
        let mut written = Vec::with_capacity(sessions);
        for n in 0..sessions {
            let (who, turn) = (n % number, n / number);
            let (day, hour) = (shift(monday, i64::try_from(turn % 5).unwrap_or(0)), STARTS[turn / 5]);
            let (kind, size, minutes) = match n % 10 {
                0..6 => (Kind::Individual, 1, 20),
                6..9 => (Kind::Small, 3, 40),
                _ => (Kind::Group, EACH, 40),
            };
            let seats = children[who].iter().cycle().skip(turn).take(size);
            let plan = Plan {
                session: None,
                body: Body::Ppqq,
                kind,
                slot: Slot { day, start: hour * 60, minutes },
                staff: vec![staff[who]],
                assistants: Vec::new(),
                room: Some(rooms[who]),
                online: false,
                seats: seats.map(|child| Seat { child: *child, with_parent: false }).collect(),
                hidden: 0,
                places: u8::try_from(size).unwrap_or(1),
                open: false,
                status: Status::Confirmed,
                reason: None,
                by: By::Staff,
            };
            written.push(writing.insert("demo.session", &actor, plan, None).await?.session.clone());
        }
        writing.finish(&actor).await?;
        let (login, password) = (login.to_owned(), PASSWORD.to_owned());
        Ok(Bench { org, monday, sessions: written, login, others, password, staff, parents })
    }
}

impl Store {
    /// Calls so many meetings in a kindergarten that is there to be measured, with minutes that are begun: of the
    /// methodist, who presides, the first specialist, who keeps them, and other specialists.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn bench_minutes(&self, org: OrgId, number: usize, now: DateTime<Utc>) -> Result<Vec<MeetingId>> {
        let mut link = self.write().await?;
        let (kindergarten, _) = self.kindergarten(&mut link, org, now).await?;
        let compositions = self.compositions(&mut link, org).await?;
        let composition = compositions.first().ok_or_else(Error::not_found)?;
        let chair = composition.holder(BodyRole::Chair).ok_or_else(Error::not_found)?;
        let actor = Actor { memberships: vec![(composition.body, BodyRole::Chair)], ..stand_in(org, chair) };
        let item_of = |title: &str| AgendaLine { id: None, title: title.to_owned(), decision: None };
        let call = Call {
            body: composition.body,
            planned: Planned::Unplanned,
            day: monday(kindergarten.clock(now).day),
            start: 10 * 60,
            end: 11 * 60,
            place: String::new(),
            manner: String::new(),
            closed: false,
            agenda: vec![item_of("Өлшеу"), item_of("Әр түрлі мәселелер")],
        };
        let mut made = Vec::with_capacity(number);
        for _ in 0..number {
            let meeting = MeetingId(new_id());
            self.put_meeting(&mut link, &actor, meeting, &call, now).await?;
            self.put_minutes(&mut link, &actor, meeting, now).await?;
            made.push(meeting);
        }
        let entry = Entry::new("demo.load", org, json!({ "minutes": number }));
        self.conclude(link, chair, entry, Change::of_directory(org), now).await?;
        Ok(made)
    }
}

type House = (Vec<PersonId>, Vec<RoomId>, Vec<Vec<ChildId>>);

fn login_of_staff(n: usize) -> String {
    format!("staff-{n}@kenes.example")
}

async fn write_staff(rows: &mut Rows, number: usize, password: &str) -> Result<House> {
    let (mut staff, mut rooms, mut children) = (Vec::new(), Vec::new(), Vec::new());
    let today = shift(rows.since, 365);
    for n in 0..number {
        let (person, room) = (PersonId(new_id()), RoomId(new_id()));
        rows.person(person, &format!("Маман{n} Психолог"), Some(&login_of_staff(n)), Some(password)).await?;
        rows.position(person, Position::Psychologist).await?;
        for weekday in 1..=5 {
            for reception in [false, true] {
                rows.hours(Some(person), Hours { weekday, start: 8 * 60, end: 18 * 60, reception }).await?;
            }
        }
        rows.room(room, &format!("Кабинет {n}"), 8, true).await?;
        let mut own = Vec::new();
        for m in 0..EACH {
            let child = ChildId(new_id());
            rows.child(new_child(child, format!("Бала{n} Есім{m}"), today, true)).await?;
            own.push(child);
        }
        staff.push(person);
        rooms.push(room);
        children.push(own);
    }
    Ok((staff, rooms, children))
}

fn new_child(id: ChildId, name: String, today: NaiveDate, attends: bool) -> NewChild<'static> {
    NewChild {
        id,
        name: Name::parse(&name),
        born: shift(today, -4 * 365),
        group: None,
        attends,
        consent: Agreement::Signed,
        contract: Agreement::Signed,
        category: None,
        disorder: None,
        pmpk: None,
    }
}
