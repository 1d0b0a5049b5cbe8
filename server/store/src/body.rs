//! Bodies as orders of the head compose them: their members, their quorum, and the parents' council.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Actor, Body, BodyRole, CompositionId, OrgId, Permission, PersonId, Refusal,
    body::{Composition, Member, Quorum, composition::ChairTitle, composition::in_force},
    fold::cmp_kk,
    meeting::view::{BodiesView, BodyView, ComposedView, CompositionDraft, Named, Seat},
    refusal::Problem,
    time::shift,
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    Store, all,
    audit::Entry,
    change::Change,
    dialect::Link,
    directory::{Kindergarten, known, small},
    error::{Error, Result},
    execute, new_id, optional, statements,
};

/// The longest number of an order.
const LONGEST_NUMBER: usize = 60;
/// Most people in a body.
const MOST_MEMBERS: usize = 60;

#[derive(sqlx::FromRow)]
struct CompositionRow {
    id: Uuid,
    body: String,
    order_number: String,
    order_date: NaiveDate,
    since: NaiveDate,
    until: Option<NaiveDate>,
    chair_title: String,
}

impl Store {
    /// Every composition of every body.
    pub(crate) async fn compositions(&self, link: &mut Link, org: OrgId) -> Result<Vec<Composition>> {
        let mut members: BTreeMap<Uuid, Vec<Member>> = BTreeMap::new();
        for (composition, person, role) in all!(link, (Uuid, Uuid, String), SELECT_MEMBERS, org.0)? {
            let role = known(BodyRole::from_code(&role), &role)?;
            members.entry(composition).or_default().push(Member { person: PersonId(person), role });
        }
        let read = |row: CompositionRow| {
            Ok(Composition {
                id: CompositionId(row.id),
                body: known(Body::from_code(&row.body), &row.body)?,
                order_number: row.order_number,
                order_date: row.order_date,
                from: row.since,
                until: row.until,
                chair_title: known(ChairTitle::from_code(&row.chair_title), &row.chair_title)?,
                members: members.remove(&row.id).unwrap_or_default(),
            })
        };
        all!(link, CompositionRow, SELECT_COMPOSITIONS, org.0)?.into_iter().map(read).collect()
    }

    /// How many of a body have to be there.
    pub(crate) async fn quorum(&self, link: &mut Link, org: OrgId, body: Body) -> Result<Quorum> {
        let row = optional!(link, (String, Option<i32>), SELECT_QUORUM, org.0, body.code())?;
        Ok(match row {
            Some((code, Some(count))) if code == "count" => Quorum::Count(small(count)),
            Some((code, _)) if code == "two_thirds" => Quorum::TwoThirds,
            _ => Quorum::MoreThanHalf,
        })
    }

    /// Bodies with all that orders have made of them, and whom one can put into them.
    ///
    /// # Errors
    /// [`Forbidden`](domain::Refusal::Forbidden) to all who do not keep them.
    pub async fn bodies(&self, actor: &Actor, now: DateTime<Utc>) -> Result<BodiesView> {
        if !actor.may(Permission::KeepBodies) {
            return Err(Error::forbidden());
        }
        let mut link = self.inner.db.snapshot().await?;
        let (kindergarten, _) = self.kindergarten(&mut link, actor.org, now).await?;
        let today = kindergarten.clock(now).day;
        let bodies = self.body_views(&mut link, &kindergarten, today).await?;
        let mut people: Vec<Named> =
            kindergarten.people.iter().map(|(id, person)| Named { id: *id, name: person.name.clone() }).collect();
        people
            .sort_by(|a, b| cmp_kk(&a.name.family, &b.name.family).then_with(|| cmp_kk(&a.name.given, &b.name.given)));
        let council = all!(link, (Uuid,), SELECT_COUNCIL, actor.org.0)?;
        let council = people.iter().filter(|named| council.contains(&(named.id.0,))).cloned().collect();
        Ok(BodiesView { bodies, people, council, today })
    }

    /// Bodies whose composition the actor may know: those who see meetings.
    ///
    /// # Errors
    /// [`Forbidden`](domain::Refusal::Forbidden) to all others.
    pub async fn bodies_of(&self, actor: &Actor, now: DateTime<Utc>) -> Result<Vec<BodyView>> {
        if !actor.may(Permission::SeeMeetings) {
            return Err(Error::forbidden());
        }
        let mut link = self.inner.db.snapshot().await?;
        let (kindergarten, _) = self.kindergarten(&mut link, actor.org, now).await?;
        let mut bodies = self.body_views(&mut link, &kindergarten, kindergarten.clock(now).day).await?;
        for body in &mut bodies {
            body.compositions.retain(|composed| Some(composed.composition.id) == body.current);
        }
        Ok(bodies)
    }

    async fn body_views(
        &self,
        link: &mut Link,
        kindergarten: &Kindergarten,
        today: NaiveDate,
    ) -> Result<Vec<BodyView>> {
        let compositions = self.compositions(link, kindergarten.org).await?;
        let mut views = Vec::new();
        for body in Body::ALL.iter().copied().filter(|body| body.meets()) {
            let quorum = self.quorum(link, kindergarten.org, body).await?;
            let current = in_force(&compositions, body, today).map(|composition| composition.id);
            let mut own: Vec<&Composition> = compositions.iter().filter(|one| one.body == body).collect();
            own.sort_by_key(|composition| std::cmp::Reverse((composition.from, composition.id)));
            let composed = |composition: &Composition| ComposedView {
                seats: seats(kindergarten, composition),
                composition: composition.clone(),
            };
            let compositions = own.into_iter().map(composed).collect();
            views.push(BodyView { body, quorum, compositions, current });
        }
        Ok(views)
    }

    /// Composes a body by an order of the head (АПҚО ережесі 2.1, Order 92 ¶4). The composition before ends on the day
    /// before.
    ///
    /// # Errors
    /// [`Composition`](domain::Refusal::Composition) with all that is wrong; [`Invalid`](domain::Refusal::Invalid) for
    /// people who are not there, and for a day before the composition that holds began.
    pub async fn save_composition(
        &self,
        actor: &Actor,
        draft: &CompositionDraft,
        now: DateTime<Utc>,
    ) -> Result<CompositionId> {
        if !actor.may(Permission::KeepBodies) {
            return Err(Error::forbidden());
        }
        let composition = Composition {
            id: CompositionId(new_id()),
            body: draft.body,
            order_number: draft.order_number.trim().to_owned(),
            order_date: draft.order_date,
            from: draft.from,
            until: None,
            chair_title: draft.chair_title,
            members: draft.members.clone(),
        };
        let faults = composition.faults();
        if !faults.is_empty() {
            return Err(Refusal::Composition { faults }.into());
        }
        if composition.order_number.chars().count() > LONGEST_NUMBER {
            return Err(Error::invalid("order_number", Problem::TooLong));
        }
        if composition.members.len() > MOST_MEMBERS {
            return Err(Error::invalid("members", Problem::TooMany));
        }
        let mut link = self.write().await?;
        let (kindergarten, _) = self.kindergarten(&mut link, actor.org, now).await?;
        if !composition.members.iter().all(|member| kindergarten.people.contains_key(&member.person)) {
            return Err(Error::invalid("members", Problem::Choice));
        }
        let others = self.compositions(&mut link, actor.org).await?;
        // Orders follow one another: what an order made is never made undone, only ended.
        if others.iter().any(|other| other.body == composition.body && other.from >= composition.from) {
            return Err(Error::invalid("from", Problem::Taken));
        }
        self.put_composition(&mut link, actor, &composition, now).await?;
        self.hand_over(&mut link, actor, &composition).await?;
        let detail = json!({ "body": composition.body.code(), "order": composition.order_number,
            "members": composition.members.len() });
        let entry = Entry::new("body.compose", composition.id, detail);
        self.conclude(link, actor.person, entry, Change::of_directory(actor.org), now).await?;
        Ok(composition.id)
    }

    /// Writes a composition down, and ends the one before on the day before.
    pub(crate) async fn put_composition(
        &self,
        link: &mut Link,
        actor: &Actor,
        composition: &Composition,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let (org, body) = (actor.org.0, composition.body.code());
        execute!(link, END_COMPOSITION, org, body, composition.from, shift(composition.from, -1))?;
        execute!(
            link,
            INSERT_COMPOSITION,
            composition.id.0,
            org,
            body,
            &composition.order_number,
            composition.order_date,
            composition.from,
            composition.until,
            composition.chair_title.code(),
            actor.person.0,
            now.timestamp_millis()
        )?;
        for member in &composition.members {
            execute!(link, INSERT_MEMBER, org, composition.id.0, member.person.0, member.role.code())?;
        }
        Ok(())
    }

    /// Meetings to come are the new composition's: they sit in them, and are invited. Those whose minutes are sent stay as
    /// they were.
    async fn hand_over(&self, link: &mut Link, actor: &Actor, composition: &Composition) -> Result<()> {
        let (org, body) = (actor.org.0, composition.body.code());
        execute!(link, HAND_OVER, org, body, composition.id.0, composition.from)?;
        for member in &composition.members {
            execute!(link, INVITE_TO_ALL, org, composition.id.0, member.person.0)?;
        }
        Ok(())
    }

    /// Says how many of a body have to be there.
    ///
    /// # Errors
    /// [`Invalid`](domain::Refusal::Invalid) for a count that the body can never reach.
    pub async fn set_quorum(&self, actor: &Actor, body: Body, quorum: Quorum, now: DateTime<Utc>) -> Result<()> {
        if !actor.may(Permission::KeepBodies) {
            return Err(Error::forbidden());
        }
        if !body.meets() {
            return Err(Error::invalid("body", Problem::Choice));
        }
        let mut link = self.write().await?;
        let (kindergarten, _) = self.kindergarten(&mut link, actor.org, now).await?;
        let compositions = self.compositions(&mut link, actor.org).await?;
        let current = in_force(&compositions, body, kindergarten.clock(now).day);
        if current.is_some_and(|composition| !quorum.possible(composition.members.len())) || quorum == Quorum::Count(0)
        {
            return Err(Error::invalid("quorum", Problem::Choice));
        }
        let (code, count) = match quorum {
            Quorum::MoreThanHalf => ("more_than_half", None),
            Quorum::TwoThirds => ("two_thirds", None),
            Quorum::Count(count) => ("count", Some(i32::from(count))),
        };
        execute!(link, UPSERT_QUORUM, actor.org.0, body.code(), code, count)?;
        let entry = Entry::new("body.quorum", body.code(), json!({ "quorum": code, "count": count }));
        self.conclude(link, actor.person, entry, Change::of_directory(actor.org), now).await
    }

    /// Says who the parents' council is, which reads digests (АПҚО ережесі 3.2).
    ///
    /// # Errors
    /// [`Invalid`](domain::Refusal::Invalid) for people who are not there.
    pub async fn set_council(&self, actor: &Actor, people: &[PersonId], now: DateTime<Utc>) -> Result<()> {
        if !actor.may(Permission::KeepBodies) {
            return Err(Error::forbidden());
        }
        let mut link = self.write().await?;
        let (kindergarten, _) = self.kindergarten(&mut link, actor.org, now).await?;
        if people.len() > MOST_MEMBERS || !people.iter().all(|person| kindergarten.people.contains_key(person)) {
            return Err(Error::invalid("council", Problem::Choice));
        }
        execute!(link, CLEAR_COUNCIL, actor.org.0)?;
        for person in people.iter().collect::<std::collections::BTreeSet<_>>() {
            execute!(link, INSERT_COUNCIL, actor.org.0, person.0)?;
        }
        let entry = Entry::new("body.council", actor.org, json!({ "people": people }));
        self.conclude(link, actor.person, entry, Change::of_directory(actor.org), now).await
    }

    /// Whether somebody sits in the parents' council.
    pub(crate) async fn in_council(&self, link: &mut Link, actor: &Actor) -> Result<bool> {
        Ok(optional!(link, (Uuid,), SELECT_COUNCILLOR, actor.org.0, actor.person.0)?.is_some())
    }
}

/// Everybody in a composition with their names: chair, secretary, members.
pub(crate) fn seats(kindergarten: &Kindergarten, composition: &Composition) -> Vec<Seat> {
    let seat =
        |member: &Member| Seat { person: member.person, name: kindergarten.name_of(member.person), role: member.role };
    let mut seats: Vec<Seat> = composition.members.iter().map(seat).collect();
    let rank = |role| BodyRole::ALL.iter().position(|one| *one == role);
    seats.sort_by(|a, b| {
        rank(a.role)
            .cmp(&rank(b.role))
            .then_with(|| cmp_kk(&a.name.family, &b.name.family))
            .then_with(|| cmp_kk(&a.name.given, &b.name.given))
    });
    seats
}

statements! {
    SELECT_COMPOSITIONS = "SELECT id, body, order_number, order_date, since, until, chair_title FROM composition \
        WHERE org = $1 ORDER BY since, id";
    SELECT_MEMBERS = "SELECT composition, person, role FROM composition_member WHERE org = $1 ORDER BY person";
    SELECT_QUORUM = "SELECT quorum, quorum_count FROM body_setting WHERE org = $1 AND body = $2";
    SELECT_COUNCIL = "SELECT person FROM council WHERE org = $1";
    SELECT_COUNCILLOR = "SELECT person FROM council WHERE org = $1 AND person = $2";
    END_COMPOSITION = "UPDATE composition SET until = $4 WHERE org = $1 AND body = $2 AND since < $3 \
        AND (until IS NULL OR until >= $3)";
    INSERT_COMPOSITION = "INSERT INTO composition (id, org, body, order_number, order_date, since, until, chair_title, \
        made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    INSERT_MEMBER = "INSERT INTO composition_member (org, composition, person, role) VALUES ($1, $2, $3, $4)";
    HAND_OVER = "UPDATE meeting SET composition = $3, version = version + 1 WHERE org = $1 AND body = $2 AND day >= $4 \
        AND state = 'called' AND NOT EXISTS \
        (SELECT 1 FROM minutes WHERE minutes.meeting = meeting.id AND minutes.state <> 'draft')";
    INVITE_TO_ALL = "INSERT INTO invited (org, meeting, person) SELECT org, id, $3 FROM meeting \
        WHERE org = $1 AND composition = $2 ON CONFLICT (meeting, person) DO NOTHING";
    UPSERT_QUORUM = "INSERT INTO body_setting (org, body, quorum, quorum_count) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (org, body) DO UPDATE SET quorum = excluded.quorum, quorum_count = excluded.quorum_count";
    CLEAR_COUNCIL = "DELETE FROM council WHERE org = $1";
    INSERT_COUNCIL = "INSERT INTO council (org, person) VALUES ($1, $2)";
}
