//! The rows of a kindergarten that is made up: written as they are, without anybody asking for them.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Actor, Agreement, Body, BodyRole, Category, ChildId, Hours, Kind, Name, OrgId, PersonId, Position, RoomId,
    context::Holiday,
};
use uuid::Uuid;

use crate::{
    account::{insert_person, invitation::INSERT_HOURS, invitation::INSERT_POSITION},
    dialect::Link,
    error::Result,
    execute, statements,
};

/// A transaction that fills a kindergarten.
pub(super) struct Rows {
    pub(super) link: Link,
    pub(super) org: OrgId,
    pub(super) now: DateTime<Utc>,
    /// Since when everybody is what they are.
    pub(super) since: NaiveDate,
}

/// A child, as its row will say it.
pub(super) struct NewChild<'a> {
    pub(super) id: ChildId,
    pub(super) name: Name,
    pub(super) born: NaiveDate,
    pub(super) group: Option<Uuid>,
    pub(super) attends: bool,
    pub(super) consent: Agreement,
    pub(super) contract: Agreement,
    pub(super) category: Option<Category>,
    pub(super) disorder: Option<&'a str>,
    pub(super) pmpk: Option<(&'a str, NaiveDate)>,
}

impl Rows {
    pub(super) async fn person(
        &mut self,
        id: PersonId,
        name: &str,
        login: Option<&str>,
        password: Option<&str>,
    ) -> Result<()> {
        insert_person(&mut self.link, self.org, id, &Name::parse(name), login, password, self.now).await
    }

    pub(super) async fn position(&mut self, person: PersonId, position: Position) -> Result<()> {
        execute!(self.link, INSERT_POSITION, self.org.0, person.0, position.code(), self.since)?;
        Ok(())
    }

    pub(super) async fn membership(&mut self, person: PersonId, body: Body, role: BodyRole) -> Result<()> {
        execute!(self.link, INSERT_MEMBERSHIP, self.org.0, person.0, body.code(), role.code(), self.since)?;
        Ok(())
    }

    pub(super) async fn hours(&mut self, person: Option<PersonId>, hours: Hours) -> Result<()> {
        let (start, end) = (i32::from(hours.start), i32::from(hours.end));
        let (weekday, person) = (i32::from(hours.weekday), person.map(|person| person.0));
        execute!(self.link, INSERT_HOURS, self.org.0, person, weekday, start, end, hours.reception)?;
        Ok(())
    }

    pub(super) async fn room(&mut self, id: RoomId, name: &str, capacity: i32, kp: bool) -> Result<()> {
        execute!(self.link, INSERT_ROOM, id.0, self.org.0, name, capacity, kp)?;
        Ok(())
    }

    pub(super) async fn group(&mut self, id: Uuid, name: &str, age_from: i32) -> Result<()> {
        execute!(self.link, INSERT_GROUP, id, self.org.0, name, age_from)?;
        Ok(())
    }

    pub(super) async fn educator(&mut self, person: PersonId, group: Uuid) -> Result<()> {
        execute!(self.link, INSERT_EDUCATOR, self.org.0, person.0, group)?;
        Ok(())
    }

    pub(super) async fn child(&mut self, child: NewChild<'_>) -> Result<()> {
        execute!(
            self.link,
            INSERT_CHILD,
            child.id.0,
            self.org.0,
            child.name.family,
            child.name.given,
            child.name.patronymic,
            child.born,
            child.group,
            child.attends,
            child.consent.code(),
            child.contract.code(),
            child.category.map(Category::code),
            child.disorder,
            child.pmpk.map(|(no, _)| no),
            child.pmpk.map(|(_, until)| until),
        )?;
        Ok(())
    }

    pub(super) async fn guardian(&mut self, person: PersonId, child: ChildId) -> Result<()> {
        execute!(self.link, INSERT_GUARDIAN, self.org.0, person.0, child.0)?;
        Ok(())
    }

    pub(super) async fn quota(&mut self, child: ChildId, kind: Kind, per_week: i32) -> Result<()> {
        execute!(self.link, INSERT_QUOTA, self.org.0, child.0, kind.code(), per_week)?;
        Ok(())
    }

    pub(super) async fn caseload(&mut self, person: PersonId, child: ChildId) -> Result<()> {
        execute!(self.link, INSERT_CASELOAD, self.org.0, person.0, child.0)?;
        Ok(())
    }

    pub(super) async fn holiday(&mut self, day: NaiveDate, name: &Holiday) -> Result<()> {
        execute!(self.link, INSERT_HOLIDAY, self.org.0, day, &name.kk, &name.ru)?;
        Ok(())
    }

    pub(super) async fn assignment(
        &mut self,
        person: PersonId,
        child: ChildId,
        days: (NaiveDate, NaiveDate),
        decision: &str,
    ) -> Result<()> {
        execute!(self.link, INSERT_ASSIGNMENT, self.org.0, person.0, child.0, days.0, days.1, decision)?;
        Ok(())
    }
}

/// Somebody of whom only the id matters: whose name a session or a booking is written under.
pub(super) fn stand_in(org: OrgId, person: PersonId) -> Actor {
    Actor {
        person,
        org,
        name: Name::default(),
        positions: Vec::new(),
        memberships: Vec::new(),
        children: std::collections::BTreeSet::new(),
        groups: std::collections::BTreeSet::new(),
        caseload: std::collections::BTreeSet::new(),
    }
}

statements! {
    INSERT_MEMBERSHIP = "INSERT INTO membership (org, person, body, role, since) VALUES ($1, $2, $3, $4, $5)";
    INSERT_ROOM = "INSERT INTO room (id, org, name, capacity, kp) VALUES ($1, $2, $3, $4, $5)";
    INSERT_GROUP = "INSERT INTO child_group (id, org, name, age_from) VALUES ($1, $2, $3, $4)";
    INSERT_EDUCATOR = "INSERT INTO educator (org, person, child_group) VALUES ($1, $2, $3)";
    INSERT_CHILD = "INSERT INTO child (id, org, family, given, patronymic, born, child_group, attends, consent, \
        contract, category, disorder, pmpk_no, pmpk_until) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    INSERT_GUARDIAN = "INSERT INTO guardian (org, person, child, relation, rights) VALUES ($1, $2, $3, 'parent', TRUE)";
    INSERT_QUOTA = "INSERT INTO quota (org, child, kind, per_week) VALUES ($1, $2, $3, $4)";
    INSERT_CASELOAD = "INSERT INTO caseload (org, person, child) VALUES ($1, $2, $3)";
    INSERT_HOLIDAY = "INSERT INTO holiday (org, day, kk, ru) VALUES ($1, $2, $3, $4)";
    INSERT_ASSIGNMENT = "INSERT INTO assignment (org, person, child, since, until, decision) VALUES ($1, $2, $3, $4, $5, $6)";
}
