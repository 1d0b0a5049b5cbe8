//! Orders of the head that are made of decisions (АПҚО ережесі 5.1): written on as drafts, given once, and then as they are.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Actor, Body, DecisionId, Lang, OrderId, Permission, PersonId, Position, Refusal,
    decision::{
        Order, OrderState,
        order::{Ground, LONGEST_NUMBER, LONGEST_TEXT, LONGEST_TITLE, draft},
    },
    refusal::Problem,
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

#[derive(sqlx::FromRow)]
struct OrderRow {
    id: Uuid,
    version: i64,
    decision: Uuid,
    state: String,
    number: String,
    day: Option<NaiveDate>,
    lang: String,
    title: String,
    text: String,
    made_by: Uuid,
    meeting: Uuid,
    body: String,
    minutes: Option<i32>,
    meeting_day: NaiveDate,
}

impl OrderRow {
    fn order(self, house: &Kindergarten) -> Result<Order> {
        let state = known(OrderState::from_code(&self.state), &self.state)?;
        let head = match state {
            OrderState::Draft => house.people.values().find(|who| who.positions.contains(&Position::Head)),
            OrderState::Given => house.people.get(&PersonId(self.made_by)),
        };
        Ok(Order {
            id: OrderId(self.id),
            state,
            number: self.number,
            day: self.day,
            title: self.title,
            text: self.text,
            lang: known(Lang::from_code(&self.lang), &self.lang)?,
            decision: DecisionId(self.decision),
            body: known(Body::from_code(&self.body), &self.body)?,
            minutes: small(self.minutes.unwrap_or_default()),
            meeting_day: self.meeting_day,
            version: self.version,
            organisation: house.tenant.org.name.clone(),
            head: head.map(|head| head.name.clone()).unwrap_or_default(),
        })
    }
}

impl Store {
    /// Makes the draft of an order of a decision. Who asks again is given the one that is there.
    ///
    /// # Errors
    /// [`Changed`](domain::Refusal::Changed) when a later meeting has taken the decision back.
    pub async fn make_order(
        &self,
        actor: &Actor,
        decision: DecisionId,
        lang: Lang,
        now: DateTime<Utc>,
    ) -> Result<OrderId> {
        keeps(actor)?;
        let mut link = self.write().await?;
        let decided = self.known_decision(&mut link, actor, decision, now).await?;
        if let Some(order) = decided.order {
            return Ok(order);
        }
        if !decided.orders {
            return Err(Refusal::Changed.into());
        }
        let ground = Ground {
            body: decided.body,
            minutes: decided.number,
            day: decided.day,
            text: &decided.text,
            responsible: &decided.responsible,
            due: decided.due,
        };
        let made = draft(&ground, lang);
        let id = OrderId(new_id());
        execute!(
            link,
            INSERT_ORDER,
            id.0,
            actor.org.0,
            decision.0,
            lang.code(),
            short(&made.title, LONGEST_TITLE),
            short(&made.text, LONGEST_TEXT),
            actor.person.0,
            now.timestamp_millis()
        )?;
        let entry = Entry::new("order.make", id, json!({ "decision": decision, "lang": lang.code() }));
        self.conclude(link, actor.person, entry, Change::of_meeting(actor.org, decided.meeting), now).await?;
        Ok(id)
    }

    /// Every order that was made of a decision, the latest first.
    ///
    /// # Errors
    /// [`Forbidden`](domain::Refusal::Forbidden) to all who do not keep them.
    pub async fn orders(&self, actor: &Actor, now: DateTime<Utc>) -> Result<Vec<Order>> {
        keeps(actor)?;
        let mut link = self.inner.db.snapshot().await?;
        let (house, _) = self.kindergarten(&mut link, actor.org, now).await?;
        let rows = all!(link, OrderRow, SELECT_ORDERS, actor.org.0)?;
        rows.into_iter().map(|row| row.order(&house)).collect()
    }

    /// An order.
    ///
    /// # Errors
    /// [`NotFound`](domain::Refusal::NotFound) where there is none.
    pub async fn order(&self, actor: &Actor, id: OrderId, now: DateTime<Utc>) -> Result<Order> {
        keeps(actor)?;
        let mut link = self.inner.db.snapshot().await?;
        let (house, _) = self.kindergarten(&mut link, actor.org, now).await?;
        self.order_row(&mut link, actor, id).await?.order(&house)
    }

    /// Writes on the draft of an order.
    ///
    /// # Errors
    /// [`Changed`](domain::Refusal::Changed) when it is of another version, or has been given.
    pub async fn save_order(
        &self,
        actor: &Actor,
        id: OrderId,
        version: i64,
        title: &str,
        text: &str,
        now: DateTime<Utc>,
    ) -> Result<()> {
        keeps(actor)?;
        let (title, text) = (filled("title", title, LONGEST_TITLE)?, filled("text", text, LONGEST_TEXT)?);
        let mut link = self.write().await?;
        let row = self.draft_row(&mut link, actor, id, version).await?;
        execute!(link, SAVE_ORDER, actor.org.0, id.0, title, text)?;
        let entry = Entry::new("order.save", id, json!({ "version": version + 1 }));
        self.conclude(link, actor.person, entry, row.change(actor), now).await
    }

    /// Gives an order: with its number and its day it stays as it is.
    ///
    /// # Errors
    /// [`Changed`](domain::Refusal::Changed) when it is of another version, or has been given;
    /// [`Invalid`](domain::Refusal::Invalid) without a number, for a day before the decision or one to come.
    pub async fn give_order(
        &self,
        actor: &Actor,
        id: OrderId,
        version: i64,
        number: &str,
        day: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<()> {
        keeps(actor)?;
        let number = filled("number", number, LONGEST_NUMBER)?;
        let mut link = self.write().await?;
        let row = self.draft_row(&mut link, actor, id, version).await?;
        let (house, _) = self.kindergarten(&mut link, actor.org, now).await?;
        if day > house.clock(now).day {
            return Err(Error::invalid("day", Problem::Future));
        }
        if day < row.meeting_day {
            return Err(Error::invalid("day", Problem::Date));
        }
        let (by, at) = (actor.person.0, now.timestamp_millis());
        execute!(link, GIVE_ORDER, actor.org.0, id.0, number, day, by, at)?;
        let entry = Entry::new("order.give", id, json!({ "number": number, "day": day }));
        self.conclude(link, actor.person, entry, row.change(actor), now).await
    }

    async fn order_row(&self, link: &mut Link, actor: &Actor, id: OrderId) -> Result<OrderRow> {
        optional!(link, OrderRow, SELECT_ORDER, actor.org.0, id.0)?.ok_or_else(Error::not_found)
    }

    /// An order that may still be written on.
    async fn draft_row(&self, link: &mut Link, actor: &Actor, id: OrderId, version: i64) -> Result<OrderRow> {
        let row = self.order_row(link, actor, id).await?;
        if row.version != version || row.state != OrderState::Draft.code() {
            return Err(Refusal::Changed.into());
        }
        Ok(row)
    }
}

impl OrderRow {
    /// Whoever looks at the decisions of its meeting is told.
    fn change(&self, actor: &Actor) -> Change {
        Change::of_meeting(actor.org, domain::MeetingId(self.meeting))
    }
}

fn keeps(actor: &Actor) -> Result<()> {
    if actor.may(Permission::KeepOrders) { Ok(()) } else { Err(Error::forbidden()) }
}

fn filled<'a>(field: &'static str, text: &'a str, most: usize) -> Result<&'a str> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::invalid(field, Problem::Required));
    }
    if text.chars().count() > most { Err(Error::invalid(field, Problem::TooLong)) } else { Ok(text) }
}

fn short(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

statements! {
    SELECT_ORDERS = "SELECT head_order.id, head_order.version, decision, head_order.state, head_order.number, head_order.day, \
        lang, title, head_order.text, made_by, meeting, body, meeting.number AS minutes, meeting.day AS meeting_day \
        FROM head_order JOIN decision ON decision.id = head_order.decision JOIN meeting ON meeting.id = decision.meeting \
        WHERE head_order.org = $1 ORDER BY made_at DESC, head_order.id";
    SELECT_ORDER = "SELECT head_order.id, head_order.version, decision, head_order.state, head_order.number, head_order.day, \
        lang, title, head_order.text, made_by, meeting, body, meeting.number AS minutes, meeting.day AS meeting_day \
        FROM head_order JOIN decision ON decision.id = head_order.decision JOIN meeting ON meeting.id = decision.meeting \
        WHERE head_order.org = $1 AND head_order.id = $2";
    INSERT_ORDER = "INSERT INTO head_order (id, org, decision, lang, title, text, made_by, made_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    SAVE_ORDER = "UPDATE head_order SET title = $3, text = $4, version = version + 1 WHERE org = $1 AND id = $2";
    GIVE_ORDER = "UPDATE head_order SET state = 'given', number = $3, day = $4, made_by = $5, made_at = $6, \
        version = version + 1 WHERE org = $1 AND id = $2";
}
