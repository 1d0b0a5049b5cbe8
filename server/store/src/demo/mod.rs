//! The demonstration kindergarten «Нұрлытау», always in the middle of its month: three weeks behind, a full week now,
//! a full week to come.

mod data;
mod documents;
mod holidays;
mod large;
mod meetings;
mod minutes;
mod people;
mod rows;

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
};

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::{
    Agreement, Assistance, Body, BodyRole, By, Category, ChildId, Hours, Kind, Lang, Name, OrgId, PersonId, Plan,
    Position, RoomId, Seat, Settings, Slot, Status,
    time::{Moment, monday, parse_clock, shift},
};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    Store,
    account::{Founding, hash_for_demo, invitation},
    audit::Entry,
    booking::NewBooking,
    change::Change,
    directory::{clock, known, zone},
    error::{Error, Result},
    optional,
    session::Writing,
    statements,
};
use data::Data;
use people::{FIVE, MEMBERSHIPS, ONLINE_ROOM, PASSWORD, RECEPTION, RECEPTION_ROOMS, SHORT_OF_ONE, THIS_WEEK, VISITORS};
use rows::{NewChild, Rows, stand_in};

pub use large::Bench;
pub(crate) use meetings::STATEMENTS as MEETINGS;
pub(crate) use rows::STATEMENTS as ROWS;

/// Somebody to look at the demonstration as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoPerson {
    /// Their name.
    pub name: Name,
    /// What they are: `head`, `psychologist`, `parent` …
    pub role: String,
    /// What to sign in with.
    pub login: String,
    /// The password.
    pub password: String,
}

/// The id of something in the file, such as `S03` or `K01`: the same in every demonstration. `organisation` is its own.
#[doc(hidden)]
pub fn demo_id(code: &str) -> Uuid {
    id(code)
}

fn id(code: &str) -> Uuid {
    let hash = Sha256::digest(format!("kenes demonstration {code}"));
    let bytes: [u8; 16] = std::array::from_fn(|n| hash[n]);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

fn person(code: &str) -> PersonId {
    PersonId(id(code))
}

fn child(code: &str) -> ChildId {
    ChildId(id(code))
}

/// The file's own Monday.
fn this_week() -> NaiveDate {
    NaiveDate::from_ymd_opt(THIS_WEEK.0, THIS_WEEK.1, THIS_WEEK.2).unwrap_or_default()
}

/// Telephone numbers by kind of person, the same in every demonstration.
fn phone(code: &str) -> String {
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    let block = match code.trim_end_matches(|letter: char| letter.is_ascii_digit()) {
        "P" => 1,
        "PK" => 2,
        "T" => 3,
        "A" => 4,
        _ => 0,
    };
    format!("+7700000{block:02}{digits:0>2}")
}

fn login(code: &str) -> String {
    let visitor = VISITORS.iter().find(|(who, ..)| *who == code).and_then(|(.., login)| *login);
    visitor.map_or_else(|| phone(code), str::to_owned)
}

impl Store {
    /// Loads the demonstration around today and says whom a visitor may be. Loaded before, it only fills the weeks that
    /// time has brought near since.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn load_demo(&self, now: DateTime<Utc>) -> Result<Vec<DemoPerson>> {
        let data = data::read()?;
        let org = OrgId(id("organisation"));
        let found = optional!(self.read().await?, (Uuid,), SELECT_DEMO, org.0)?;
        if found.is_none() {
            self.load_people(&data, org, now).await?;
        }
        self.load_weeks(&data, org, now).await?;
        let (kindergarten, _) = self.kindergarten(&mut self.read().await?, org, now).await?;
        let visitor = |(code, role, _): &(&str, &str, Option<&str>)| DemoPerson {
            name: kindergarten.name_of(person(code)),
            role: (*role).to_owned(),
            login: login(code),
            password: PASSWORD.to_owned(),
        };
        Ok(VISITORS.iter().map(visitor).collect())
    }

    async fn load_people(&self, data: &Data, org: OrgId, now: DateTime<Utc>) -> Result<()> {
        let today = clock(zone(invitation::ZONE), now).day;
        let later = (monday(today) - this_week()).num_days();
        let founding = Founding {
            name: data.kindergarten.name.clone(),
            city: data.kindergarten.city.clone(),
            phone: domain::phone::normalise(&data.kindergarten.phone).unwrap_or_default(),
            host: None,
            lang: Lang::Kk,
            head: Name::default(),
            login: String::new(),
        };
        let settings = serde_json::to_string(&Settings::default())?;
        let password = hash_for_demo(PASSWORD).await?;
        let mut link = self.write().await?;
        invitation::insert_org(&mut link, org, &founding, None, &settings, true, now).await?;
        let mut rows = Rows { link, org, now, since: shift(today, -365) };
        write_house(&mut rows, data, today).await?;
        write_staff(&mut rows, data, &password).await?;
        write_children(&mut rows, data, later, today, &password).await?;
        for assignment in &data.assistant_assignments {
            let days = (shift(assignment.from, later), shift(assignment.to, later));
            rows.assignment(person(&assignment.assistant), child(&assignment.child), days, &assignment.decision)
                .await?;
        }
        for (staff, children) in &data.caseload {
            for code in children {
                rows.caseload(person(staff), child(code)).await?;
            }
        }
        self.load_documents(&mut rows.link, data, org, now).await?;
        self.load_meetings(&mut rows.link, data, org, now).await?;
        let entry = Entry::new("demo.load", org, json!({}));
        self.append(&mut rows.link, org, None, &[entry], &mut [Change::of_directory(org)], now).await?;
        rows.link.commit().await?;
        self.cache().tenants.clear();
        Ok(())
    }

    /// The three weeks behind, this one and the next, each only where it is still empty.
    async fn load_weeks(&self, data: &Data, org: OrgId, now: DateTime<Utc>) -> Result<()> {
        let clock = clock(zone(invitation::ZONE), now);
        let this = monday(clock.day);
        for ahead in -3..=1 {
            let monday = shift(this, 7 * ahead);
            let mut writing = Writing::begin(self, org, [monday], now).await?;
            if writing.find(|_| true).is_some() {
                continue;
            }
            // The file's last full week stands for the next one too.
            let pattern = shift(this_week(), 7 * ahead.min(0));
            for session in data.sessions.iter().filter(|session| domain::time::monday(session.date) == pattern) {
                let day = shift(session.date, (monday - pattern).num_days());
                if writing.kindergarten.directory.holidays.contains_key(&day) {
                    continue;
                }
                let plan = plan(session, day, clock, ahead > 0)?;
                let parent = data.children.iter().find(|child| session.children.first() == Some(&child.id));
                let booked = domain::rule(plan.body, plan.kind)
                    .is_some_and(|rule| rule.booking == domain::kind::Booking::Slot && plan.seats.len() == 1);
                if let Some(parent) = parent.filter(|_| booked) {
                    let booking = NewBooking::new(child(&parent.id), &format!("demo {} {day}", session.start));
                    let actor = stand_in(org, person(&parent.parent));
                    writing.insert("demo.session", &actor, plan, Some(&booking)).await?;
                } else {
                    let actor = stand_in(org, person(&session.staff));
                    writing.insert("demo.session", &actor, plan, None).await?;
                }
            }
            let five = five(shift(monday, 4));
            let is_due = ahead >= 0 && five.slot.day > clock.day;
            let is_there = ahead == 1 && shift(this, 4) > clock.day;
            if is_due && !is_there && !writing.kindergarten.directory.holidays.contains_key(&five.slot.day) {
                writing.insert("demo.session", &stand_in(org, person("S05")), five, None).await?;
            }
            writing.finish(&stand_in(org, person("S02"))).await?;
        }
        Ok(())
    }
}

/// A draft on its way from a small group to a group.
fn five(day: NaiveDate) -> Plan {
    Plan {
        session: None,
        body: Body::Ppqq,
        kind: Kind::Group,
        slot: Slot { day, start: 11 * 60, minutes: 40 },
        staff: vec![person("S05")],
        assistants: Vec::new(),
        room: Some(RoomId(id("R2"))),
        online: false,
        seats: FIVE.iter().map(|code| Seat { child: child(code), with_parent: false }).collect(),
        hidden: 0,
        places: 8,
        open: false,
        status: Status::Draft,
        reason: None,
        by: By::Staff,
    }
}

/// A session of the file, on another day. What the file says of a week's future is told again as it has become.
fn plan(session: &data::Session, day: NaiveDate, clock: Moment, again: bool) -> Result<Plan> {
    let kind = known(Kind::from_code(&session.kind), &session.kind)?;
    let body = known(Body::from_code(&session.body), &session.body)?;
    let rule = domain::rule(body, kind).ok_or_else(|| Error::corrupt("a kind that its body does not hold"))?;
    let start = parse_clock(&session.start).ok_or_else(|| Error::corrupt("no time"))?;
    let slot = Slot { day, start, minutes: session.minutes };
    let told = known(Status::from_code(&session.status), &session.status)?;
    let over = (Moment { day, minute: slot.end() }).cmp(&clock) != Ordering::Greater;
    let status = match told {
        Status::Cancelled if !again => Status::Cancelled,
        Status::NoShow if over => Status::NoShow,
        _ if over => Status::Done,
        _ => Status::Confirmed,
    };
    let online = session.room == ONLINE_ROOM;
    let accompanied = session.assistant.iter().zip(&session.children);
    let open = rule.booking != domain::kind::Booking::No && rule.children.1 > 1;
    Ok(Plan {
        session: None,
        body,
        kind,
        slot,
        staff: vec![person(&session.staff)],
        assistants: accompanied.map(|(who, whom)| Assistance { person: person(who), child: child(whom) }).collect(),
        room: (!online).then(|| RoomId(id(&session.room))),
        online,
        seats: session
            .children
            .iter()
            .map(|code| Seat { child: child(code), with_parent: session.with_parent || rule.with_parent })
            .collect(),
        hidden: 0,
        places: rule.children.1,
        open,
        status,
        reason: (status == Status::Cancelled).then(|| "Логопед семинарда".to_owned()),
        by: By::Staff,
    })
}

async fn write_house(rows: &mut Rows, data: &Data, today: NaiveDate) -> Result<()> {
    for weekday in 1..=5 {
        rows.hours(None, Hours { weekday, start: 8 * 60, end: 18 * 60, reception: false }).await?;
    }
    for year in [today.year(), today.year() + 1] {
        for (day, name) in holidays::of(year) {
            rows.holiday(day, &name).await?;
        }
    }
    for room in data.rooms.iter().filter(|room| room.id != ONLINE_ROOM) {
        let kp = RECEPTION_ROOMS.contains(&room.id.as_str());
        rows.room(RoomId(id(&room.id)), &room.name, room.capacity, kp).await?;
    }
    for group in &data.groups {
        rows.group(id(&group.id), &group.name, group.age_from).await?;
    }
    Ok(())
}

async fn write_staff(rows: &mut Rows, data: &Data, password: &str) -> Result<()> {
    let visits = |code: &str| VISITORS.iter().any(|(who, ..)| *who == code).then_some(password);
    for staff in &data.staff {
        let position = known(Position::from_code(&staff.role), &staff.role)?;
        let who = person(&staff.id);
        rows.person(who, &staff.name, Some(&login(&staff.id)), visits(&staff.id)).await?;
        rows.position(who, position).await?;
        for weekday in 1..=5 {
            for (start, end) in [(8 * 60, 13 * 60), (14 * 60, 18 * 60)] {
                rows.hours(Some(who), Hours { weekday, start, end, reception: false }).await?;
            }
        }
    }
    for (code, weekdays, start, end) in RECEPTION {
        for weekday in *weekdays {
            let hours = Hours { weekday: *weekday, start: *start, end: *end, reception: true };
            rows.hours(Some(person(code)), hours).await?;
        }
    }
    rows.person(person("A01"), "Сұлтанбек Дамир Айдарұлы", Some(&login("A01")), visits("A01")).await?;
    rows.position(person("A01"), Position::Admin).await?;
    for (code, body, role) in MEMBERSHIPS {
        rows.membership(person(code), *body, *role).await?;
    }
    for trustee in &data.trustees {
        let role = match trustee.role.as_str() {
            "trustee_chair" => BodyRole::Chair,
            "trustee_secretary" => BodyRole::Secretary,
            _ => BodyRole::Member,
        };
        let who = person(&trustee.id);
        rows.person(who, &trustee.name, Some(&login(&trustee.id)), visits(&trustee.id)).await?;
        rows.membership(who, Body::Trustees, role).await?;
    }
    rows.educator(person("S10"), id("G4")).await?;
    rows.educator(person("S11"), id("G5")).await
}

async fn write_children(rows: &mut Rows, data: &Data, later: i64, today: NaiveDate, password: &str) -> Result<()> {
    let agreement = |code: &Option<String>| code.as_deref().and_then(Agreement::from_code).unwrap_or_default();
    let soon = shift(this_week(), 14);
    for (n, told) in data.children.iter().enumerate() {
        let name = Name::parse(&told.name);
        let pmpk = told.pmpk.as_ref().map(|pmpk| {
            // What runs out soon in the file runs out two weeks from today.
            let until = if pmpk.valid_until < soon { shift(today, 14) } else { shift(pmpk.valid_until, later) };
            (pmpk.no.as_str(), until)
        });
        rows.child(NewChild {
            id: child(&told.id),
            name: name.clone(),
            born: shift(told.born, later),
            group: told.group.as_deref().map(id),
            attends: told.attends,
            consent: agreement(&told.consent),
            contract: if told.attends { Agreement::Signed } else { agreement(&told.contract) },
            category: told.support_category.as_deref().and_then(Category::from_code),
            disorder: told.disorder.as_deref(),
            pmpk,
        })
        .await?;
        let parent = format!("{} {}", name.family, data::PARENTS[n % data::PARENTS.len()]);
        let visits = VISITORS.iter().any(|(who, ..)| *who == told.parent).then_some(password);
        rows.person(person(&told.parent), &parent, Some(&login(&told.parent)), visits).await?;
        rows.guardian(person(&told.parent), child(&told.id)).await?;
    }
    for ((code, kind), per_week) in quotas(data) {
        rows.quota(child(code), kind, per_week).await?;
    }
    Ok(())
}

/// As many lessons a week as the file holds in the fullest week, and one more for a few.
fn quotas(data: &Data) -> BTreeMap<(&str, Kind), i32> {
    let mut quotas: BTreeMap<(&str, Kind), i32> = BTreeMap::new();
    let weeks: BTreeSet<_> = data.sessions.iter().map(|session| monday(session.date)).collect();
    for week in weeks {
        let mut held: BTreeMap<(&str, Kind), i32> = BTreeMap::new();
        for session in data.sessions.iter().filter(|session| monday(session.date) == week && session.body == "ppqq") {
            let Some(kind) = Kind::from_code(&session.kind) else { continue };
            for code in &session.children {
                *held.entry((code, kind)).or_default() += 1;
            }
        }
        for (key, times) in held {
            let most = quotas.entry(key).or_default();
            *most = times.max(*most);
        }
    }
    for code in SHORT_OF_ONE {
        *quotas.entry((code, Kind::Individual)).or_default() += 1;
    }
    for code in FIVE {
        *quotas.entry((code, Kind::Group)).or_default() += 1;
    }
    quotas
}

statements! {
    SELECT_DEMO = "SELECT id FROM organisation WHERE id = $1";
}
