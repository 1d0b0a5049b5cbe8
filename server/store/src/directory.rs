//! People, rooms, children and hours of a kindergarten: read whole, and remembered by their revision.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use chrono::{DateTime, NaiveDate, TimeZone, Timelike, Utc};
use chrono_tz::Tz;
use domain::{
    Agreement, Assistance, Body, BodyRole, Category, Child, ChildId, GroupId, Hours, Kind, Lang, Name, Needs, OrgId,
    PersonId, Pmpk, Position, Quota, Room, RoomId, Settings, Staff,
    context::{Assignment, Directory, Holiday},
    kind::RULES,
    time::Moment,
    view::{OrgView, Tenant},
};
use uuid::Uuid;

use crate::{
    Store, absence, all,
    dialect::Link,
    error::{Error, Result},
    one, optional, statements,
};

/// Everything about a kindergarten but its sessions.
#[derive(Debug)]
pub(crate) struct Kindergarten {
    pub(crate) org: OrgId,
    /// The directory's revision.
    pub(crate) revision: i64,
    /// The day on which positions were looked at.
    pub(crate) day: NaiveDate,
    pub(crate) zone: Tz,
    pub(crate) tenant: Tenant,
    pub(crate) directory: Arc<Directory>,
    pub(crate) groups: BTreeMap<GroupId, String>,
    pub(crate) people: HashMap<PersonId, Person>,
    pub(crate) guardians: HashMap<ChildId, Vec<PersonId>>,
    /// Rooms that a parent's booking may take, the smallest first.
    pub(crate) reception_rooms: Vec<RoomId>,
}

/// Anybody with a name who is not a child.
#[derive(Clone, Debug, Default)]
pub(crate) struct Person {
    pub(crate) name: Name,
    pub(crate) login: Option<String>,
    pub(crate) active: bool,
    pub(crate) positions: Vec<Position>,
    pub(crate) memberships: Vec<(Body, BodyRole)>,
    pub(crate) children: BTreeSet<ChildId>,
    pub(crate) groups: BTreeSet<GroupId>,
    /// Children in their care by caseload or assignment.
    pub(crate) care: BTreeSet<ChildId>,
}

impl Kindergarten {
    /// The kindergarten's clock.
    pub(crate) fn clock(&self, now: DateTime<Utc>) -> Moment {
        clock(self.zone, now)
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.directory.settings
    }

    pub(crate) fn name_of(&self, person: PersonId) -> Name {
        self.people.get(&person).map(|person| person.name.clone()).unwrap_or_default()
    }

    /// Guardians of these children.
    pub(crate) fn guardians_of(&self, children: impl IntoIterator<Item = ChildId>) -> BTreeSet<PersonId> {
        children.into_iter().filter_map(|child| self.guardians.get(&child)).flatten().copied().collect()
    }
}

/// The clock of a zone.
pub(crate) fn clock(zone: Tz, now: DateTime<Utc>) -> Moment {
    let local = now.with_timezone(&zone);
    let minute = u16::try_from(local.hour() * 60 + local.minute()).unwrap_or(0);
    Moment { day: local.date_naive(), minute }
}

/// The zone of this name; Kazakhstan has kept one since 2024.
pub(crate) fn zone(name: &str) -> Tz {
    name.parse().unwrap_or(chrono_tz::Asia::Almaty)
}

/// A moment of the database, milliseconds since 1970, by a zone's clock.
pub(crate) fn moment(zone: Tz, millis: i64) -> Moment {
    clock(zone, DateTime::from_timestamp_millis(millis).unwrap_or_default())
}

/// A moment of a zone's clock, in milliseconds since 1970.
pub(crate) fn instant(zone: Tz, moment: Moment) -> i64 {
    let (hour, minute) = (u32::from(moment.minute / 60), u32::from(moment.minute % 60));
    let local = moment.day.and_hms_opt(hour, minute, 0).unwrap_or_default();
    // What a change of the clock leaves out is the hour after it.
    let there = zone.from_local_datetime(&local).earliest();
    there.map_or_else(|| local.and_utc(), |there| there.to_utc()).timestamp_millis()
}

/// The revisions that a kindergarten stands at.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub(crate) struct Revisions {
    pub(crate) revision: i64,
    pub(crate) directory_revision: i64,
}

#[derive(sqlx::FromRow)]
struct OrgRow {
    name: String,
    city: String,
    phone: String,
    zone: String,
    lang: String,
    settings: String,
}

#[derive(sqlx::FromRow)]
struct PersonRow {
    id: Uuid,
    family: String,
    given: String,
    patronymic: String,
    login: Option<String>,
    active: bool,
}

#[derive(sqlx::FromRow)]
struct ChildRow {
    id: Uuid,
    family: String,
    given: String,
    patronymic: String,
    born: NaiveDate,
    child_group: Option<Uuid>,
    attends: bool,
    left_on: Option<NaiveDate>,
    consent: String,
    consent_until: Option<NaiveDate>,
    contract: String,
    contract_until: Option<NaiveDate>,
    category: Option<String>,
    disorder: Option<String>,
    pmpk_no: Option<String>,
    pmpk_until: Option<NaiveDate>,
}

#[derive(sqlx::FromRow)]
struct HoursRow {
    person: Option<Uuid>,
    weekday: i32,
    start_min: i32,
    end_min: i32,
    reception: bool,
}

/// A number of the database that is known to be small.
pub(crate) fn small<T: TryFrom<i32> + Default>(number: i32) -> T {
    T::try_from(number).unwrap_or_default()
}

/// A code of the database that this program must know.
pub(crate) fn known<T>(found: Option<T>, code: &str) -> Result<T> {
    found.ok_or_else(|| Error::corrupt(format!("unknown code {code:?} in the database")))
}

impl Store {
    /// The kindergarten as it is now, and its revision.
    pub(crate) async fn kindergarten(
        &self,
        link: &mut Link,
        org: OrgId,
        now: DateTime<Utc>,
    ) -> Result<(Arc<Kindergarten>, i64)> {
        let at: Revisions = optional!(link, Revisions, SELECT_REVISIONS, org.0)?.ok_or_else(Error::not_found)?;
        Ok((self.kindergarten_at(link, org, at.directory_revision, now).await?, at.revision))
    }

    /// The kindergarten's day.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn today(&self, actor: &domain::Actor, now: DateTime<Utc>) -> Result<NaiveDate> {
        let (kindergarten, _) = self.kindergarten(&mut self.read().await?, actor.org, now).await?;
        Ok(kindergarten.clock(now).day)
    }

    /// The kindergarten at this revision of its directory.
    pub(crate) async fn kindergarten_at(
        &self,
        link: &mut Link,
        org: OrgId,
        revision: i64,
        now: DateTime<Utc>,
    ) -> Result<Arc<Kindergarten>> {
        let known = self.cache().directories.get(&org).cloned();
        if let Some(known) = known.filter(|known| known.revision == revision && known.day == known.clock(now).day) {
            return Ok(known);
        }
        let fresh = Arc::new(load(link, org, revision, now).await?);
        let mut cache = self.cache();
        cache.known.insert(org);
        cache.directories.insert(org, fresh.clone());
        drop(cache);
        Ok(fresh)
    }
}

async fn load(link: &mut Link, org: OrgId, revision: i64, now: DateTime<Utc>) -> Result<Kindergarten> {
    let row: OrgRow = one!(link, OrgRow, SELECT_ORG, org.0)?;
    let zone = zone(&row.zone);
    let day = clock(zone, now).day;
    let people = load_people(link, org, day).await?;
    let mut directory = Directory { settings: serde_json::from_str(&row.settings)?, ..Directory::default() };
    directory.children = load_children(link, org).await?;
    let caseloads = load_pairs(link, SELECT_CASELOADS, org).await?;
    directory.staff = people
        .iter()
        .filter(|(_, person)| person.positions.iter().any(|position| holds_or_assists(*position)))
        .map(|(id, person)| {
            let caseload = caseloads.iter().filter(|(who, _)| who == id).map(|(_, child)| *child).collect();
            let (name, positions) = (person.name.clone(), person.positions.clone());
            (*id, Staff { id: *id, name, positions, hours: Vec::new(), caseload })
        })
        .collect();
    for row in all!(link, HoursRow, SELECT_HOURS, org.0)? {
        let (weekday, start, end) = (small(row.weekday), small(row.start_min), small(row.end_min));
        let hours = Hours { weekday, start, end, reception: row.reception };
        match row.person {
            None => directory.hours.push(hours),
            Some(person) => {
                if let Some(staff) = directory.staff.get_mut(&PersonId(person)) {
                    staff.hours.push(hours);
                }
            }
        }
    }
    let mut reception_rooms = Vec::new();
    for (id, name, capacity, kp) in all!(link, (Uuid, String, i32, bool), SELECT_ROOMS, org.0)? {
        directory.rooms.insert(RoomId(id), Room { id: RoomId(id), name, capacity: small(capacity) });
        if kp {
            reception_rooms.push(RoomId(id));
        }
    }
    for (day, kk, ru) in all!(link, (NaiveDate, String, String), SELECT_HOLIDAYS, org.0)? {
        directory.holidays.insert(day, Holiday { kk, ru });
    }
    for (person, child, from, to) in all!(link, (Uuid, Uuid, NaiveDate, NaiveDate), SELECT_ASSIGNMENTS, org.0)? {
        let who = Assistance { person: PersonId(person), child: ChildId(child) };
        directory.assignments.push(Assignment { who, from, to });
    }
    directory.absences = absence::load(link, org, day).await?;
    let groups =
        all!(link, (Uuid, String), SELECT_GROUPS, org.0)?.into_iter().map(|(id, name)| (GroupId(id), name)).collect();
    let mut guardians: HashMap<ChildId, Vec<PersonId>> = HashMap::new();
    for (id, person) in &people {
        for child in &person.children {
            guardians.entry(*child).or_default().push(*id);
        }
    }
    let org_view = OrgView { name: row.name, city: row.city, phone: row.phone };
    let tenant = Tenant { id: org, org: org_view, lang: Lang::from_code(&row.lang).unwrap_or_default() };
    let directory = Arc::new(directory);
    Ok(Kindergarten { org, revision, day, zone, tenant, directory, groups, people, guardians, reception_rooms })
}

fn holds_or_assists(position: Position) -> bool {
    position == Position::Assistant || RULES.iter().any(|rule| rule.positions.contains(&position))
}

async fn load_pairs(link: &mut Link, sql: &'static str, org: OrgId) -> Result<Vec<(PersonId, ChildId)>> {
    let rows = all!(link, (Uuid, Uuid), sql, org.0)?;
    Ok(rows.into_iter().map(|(person, child)| (PersonId(person), ChildId(child))).collect())
}

async fn load_people(link: &mut Link, org: OrgId, day: NaiveDate) -> Result<HashMap<PersonId, Person>> {
    let mut people: HashMap<PersonId, Person> = HashMap::new();
    for row in all!(link, PersonRow, SELECT_PEOPLE, org.0)? {
        let name = Name { family: row.family, given: row.given, patronymic: row.patronymic };
        people.insert(PersonId(row.id), Person { name, login: row.login, active: row.active, ..Person::default() });
    }
    for (person, code) in all!(link, (Uuid, String), SELECT_POSITIONS, org.0, day)? {
        let position = known(Position::from_code(&code), &code)?;
        people.entry(PersonId(person)).or_default().positions.push(position);
    }
    // A body that was composed by order has its members by that alone.
    let mut places = all!(link, (Uuid, String, String), SELECT_MEMBERSHIPS, org.0, day)?;
    places.extend(all!(link, (Uuid, String, String), SELECT_SEATS, org.0, day)?);
    for (person, body, role) in places {
        let place = (known(Body::from_code(&body), &body)?, known(BodyRole::from_code(&role), &role)?);
        people.entry(PersonId(person)).or_default().memberships.push(place);
    }
    for (person, child) in load_pairs(link, SELECT_GUARDIANS, org).await? {
        people.entry(person).or_default().children.insert(child);
    }
    for (person, group) in all!(link, (Uuid, Uuid), SELECT_EDUCATORS, org.0)? {
        people.entry(PersonId(person)).or_default().groups.insert(GroupId(group));
    }
    for (person, child) in load_pairs(link, SELECT_CASELOADS, org).await? {
        people.entry(person).or_default().care.insert(child);
    }
    for (person, child, from, to) in all!(link, (Uuid, Uuid, NaiveDate, NaiveDate), SELECT_ASSIGNMENTS, org.0)? {
        if (from..=to).contains(&day) {
            people.entry(PersonId(person)).or_default().care.insert(ChildId(child));
        }
    }
    Ok(people)
}

async fn load_children(link: &mut Link, org: OrgId) -> Result<BTreeMap<ChildId, Child>> {
    let mut children = BTreeMap::new();
    for row in all!(link, ChildRow, SELECT_CHILDREN, org.0)? {
        let id = ChildId(row.id);
        let category = row.category.map(|code| known(Category::from_code(&code), &code)).transpose()?;
        let pmpk = row.pmpk_no.zip(row.pmpk_until).map(|(no, valid_until)| Pmpk { no, valid_until });
        let child = Child {
            id,
            name: Name { family: row.family, given: row.given, patronymic: row.patronymic },
            born: row.born,
            group: row.child_group.map(GroupId),
            attends: row.attends,
            left: row.left_on,
            consent: known(Agreement::from_code(&row.consent), &row.consent)?,
            consent_until: row.consent_until,
            contract: known(Agreement::from_code(&row.contract), &row.contract)?,
            contract_until: row.contract_until,
            needs: Some(Needs { category, disorder: row.disorder, pmpk, quota: Vec::new() }),
        };
        children.insert(id, child);
    }
    for (child, code, per_week) in all!(link, (Uuid, String, i32), SELECT_QUOTAS, org.0)? {
        let quota = Quota { kind: known(Kind::from_code(&code), &code)?, per_week: small(per_week) };
        let needs = children.get_mut(&ChildId(child)).and_then(|child| child.needs.as_mut());
        if let Some(needs) = needs {
            needs.quota.push(quota);
        }
    }
    Ok(children)
}

statements! {
    SELECT_REVISIONS = "SELECT revision, directory_revision FROM ledger WHERE org = $1";
    SELECT_ORG = "SELECT name, city, phone, zone, lang, settings FROM organisation WHERE id = $1";
    SELECT_PEOPLE = "SELECT id, family, given, patronymic, login, password IS NOT NULL AS active FROM person WHERE org = $1";
    SELECT_POSITIONS = "SELECT person, position FROM position \
        WHERE org = $1 AND since <= $2 AND (until IS NULL OR until >= $2) ORDER BY since, position";
    SELECT_MEMBERSHIPS = "SELECT person, body, role FROM membership \
        WHERE org = $1 AND since <= $2 AND (until IS NULL OR until >= $2) AND NOT EXISTS \
        (SELECT 1 FROM composition WHERE composition.org = $1 AND composition.body = membership.body) ORDER BY since, body";
    SELECT_SEATS = "SELECT person, body, role FROM composition_member \
        JOIN composition ON composition.id = composition_member.composition \
        WHERE composition.org = $1 AND since <= $2 AND (until IS NULL OR until >= $2) AND NOT EXISTS \
        (SELECT 1 FROM composition later WHERE later.org = $1 AND later.body = composition.body AND later.since <= $2 \
        AND (later.until IS NULL OR later.until >= $2) AND (later.since > composition.since \
        OR (later.since = composition.since AND later.order_date > composition.order_date) \
        OR (later.since = composition.since AND later.order_date = composition.order_date AND later.id > composition.id))) \
        ORDER BY body, person";
    SELECT_GUARDIANS = "SELECT person, child FROM guardian WHERE org = $1 AND rights";
    SELECT_EDUCATORS = "SELECT person, child_group FROM educator WHERE org = $1";
    SELECT_CASELOADS = "SELECT person, child FROM caseload WHERE org = $1";
    SELECT_ASSIGNMENTS = "SELECT person, child, since, until FROM assignment WHERE org = $1 ORDER BY since, child";
    SELECT_CHILDREN = "SELECT id, family, given, patronymic, born, child_group, attends, left_on, consent, \
        consent_until, contract, contract_until, category, disorder, pmpk_no, pmpk_until FROM child WHERE org = $1";
    SELECT_QUOTAS = "SELECT child, kind, per_week FROM quota WHERE org = $1 ORDER BY child, kind";
    SELECT_HOURS = "SELECT person, weekday, start_min, end_min, reception FROM hours WHERE org = $1 \
        ORDER BY weekday, start_min, reception";
    SELECT_ROOMS = "SELECT id, name, capacity, kp FROM room WHERE org = $1 ORDER BY capacity, name";
    SELECT_HOLIDAYS = "SELECT day, kk, ru FROM holiday WHERE org = $1";
    SELECT_GROUPS = "SELECT id, name FROM child_group WHERE org = $1 ORDER BY age_from, name";
}
