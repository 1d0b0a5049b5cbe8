//! The register as it stands: children, guardians, groups, and whose the telephone numbers are.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::{
    ChildId, GroupId, Name, OrgId, PersonId,
    fold::cmp_kk,
    register::{Entry, Group, Guardian, Person, Register, Relation},
};
use uuid::Uuid;

use crate::{all, dialect::Link, directory::known, error::Result, statements};

/// What a write looks at.
pub(super) struct Loaded {
    pub(super) register: Register,
    /// Everybody with a number, by that number.
    pub(super) phones: BTreeMap<String, Person>,
}

#[derive(sqlx::FromRow)]
struct ChildRow {
    id: Uuid,
    family: String,
    given: String,
    patronymic: String,
    born: NaiveDate,
    child_group: Option<Uuid>,
    left_on: Option<NaiveDate>,
}

#[derive(sqlx::FromRow)]
struct GuardianRow {
    person: Uuid,
    child: Uuid,
    relation: String,
    rights: bool,
    ended: Option<NaiveDate>,
}

#[derive(sqlx::FromRow)]
struct PersonRow {
    id: Uuid,
    family: String,
    given: String,
    patronymic: String,
    phone: Option<String>,
    login: Option<String>,
}

/// Reads all of it, as the transaction sees it.
pub(super) async fn load(link: &mut Link, org: OrgId, today: NaiveDate) -> Result<Loaded> {
    let fixed: BTreeSet<Uuid> = all!(link, (Uuid,), SELECT_FIXED, org.0)?.into_iter().map(|(person,)| person).collect();
    let (mut people, mut phones) = (BTreeMap::new(), BTreeMap::new());
    for row in all!(link, PersonRow, SELECT_PEOPLE, org.0)? {
        let name = Name { family: row.family, given: row.given, patronymic: row.patronymic };
        let login = row.login.filter(|login| login.starts_with('+'));
        for phone in row.phone.iter().chain(&login) {
            phones.insert(phone.clone(), Person { id: PersonId(row.id), name: name.clone() });
        }
        people.insert(row.id, (name, row.phone.or(login)));
    }
    let mut guardians: BTreeMap<Uuid, Vec<Guardian>> = BTreeMap::new();
    for row in all!(link, GuardianRow, SELECT_ALL_GUARDIANS, org.0)? {
        let (name, phone) = people.get(&row.person).cloned().unwrap_or_default();
        let guardian = Guardian {
            person: PersonId(row.person),
            name,
            phone,
            relation: known(Relation::from_code(&row.relation), &row.relation)?,
            rights: row.rights,
            ended: row.ended,
            fixed: fixed.contains(&row.person),
        };
        guardians.entry(row.child).or_default().push(guardian);
    }
    let groups = all!(link, (Uuid, String), SELECT_GROUPS, org.0)?;
    let groups = groups.into_iter().map(|(id, name)| Group { id: GroupId(id), name }).collect();
    let mut children: Vec<Entry> = all!(link, ChildRow, SELECT_CHILDREN, org.0)?
        .into_iter()
        .map(|row| {
            let mut guardians = guardians.remove(&row.id).unwrap_or_default();
            guardians.sort_by(|a, b| {
                let place = |one: &Guardian| (one.ended.is_some(), !one.rights, one.relation);
                place(a).cmp(&place(b)).then_with(|| cmp_kk(&a.name.full(), &b.name.full()))
            });
            Entry {
                id: ChildId(row.id),
                name: Name { family: row.family, given: row.given, patronymic: row.patronymic },
                born: row.born,
                group: row.child_group.map(GroupId),
                left: row.left_on,
                guardians,
            }
        })
        .collect();
    children.sort_by(|a, b| cmp_kk(&a.name.full(), &b.name.full()).then(a.id.cmp(&b.id)));
    Ok(Loaded { register: Register { today, groups, children }, phones })
}

statements! {
    SELECT_FIXED = "SELECT person FROM position WHERE org = $1 UNION SELECT person FROM membership WHERE org = $1 \
        UNION SELECT person FROM educator WHERE org = $1";
    SELECT_PEOPLE = "SELECT id, family, given, patronymic, phone, login FROM person WHERE org = $1";
    SELECT_ALL_GUARDIANS = "SELECT person, child, relation, rights, ended FROM guardian WHERE org = $1 ORDER BY person, child";
    SELECT_GROUPS = "SELECT id, name FROM child_group WHERE org = $1 ORDER BY age_from, name, id";
    SELECT_CHILDREN = "SELECT id, family, given, patronymic, born, child_group, left_on FROM child WHERE org = $1";
}
