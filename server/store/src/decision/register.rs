//! The register of decisions: what is still to be carried out, and what has been.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Actor, BodyRole, DecisionId, OrderId, Permission, PersonId, Position,
    body::Composition,
    decision::{Decided, Register, State, settles},
    minutes::{
        Access,
        text::{Due, Votes},
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
    directory::{Kindergarten, known, moment, small},
    error::{Error, Result},
    execute,
    meeting::{KnownMeeting, MeetingRow, of_row},
    optional, statements,
};

/// The longest note.
const LONGEST_NOTE: usize = 2000;

#[derive(sqlx::FromRow)]
pub(super) struct DecisionRow {
    id: Uuid,
    meeting: Uuid,
    line: i32,
    text: String,
    responsible: String,
    person: Option<Uuid>,
    due: Option<NaiveDate>,
    ongoing: bool,
    aye: Option<i32>,
    nay: Option<i32>,
    abstained: Option<i32>,
    state: String,
    note: String,
    settled_at: Option<i64>,
    settled_by: Option<Uuid>,
    head_order: Option<Uuid>,
}

impl DecisionRow {
    fn due(&self) -> Option<Due> {
        if self.ongoing { Some(Due::Ongoing) } else { self.due.map(Due::Day) }
    }

    fn votes(&self) -> Option<Votes> {
        let (aye, nay, abstained) = (self.aye?, self.nay?, self.abstained?);
        Some(Votes { aye: small(aye), nay: small(nay), abstained: small(abstained) })
    }

    /// The decision as the actor may know of it.
    fn decided(self, actor: &Actor, meeting: &KnownMeeting) -> Result<Option<Decided>> {
        let body = meeting.meeting.body;
        let responsible = self.person == Some(actor.person.0);
        let office = |(own, role): &(domain::Body, BodyRole)| {
            *own == body && matches!(role, BodyRole::Chair | BodyRole::Secretary)
        };
        let leads = actor.memberships.iter().any(office);
        let reads = meeting.rights.see && meeting.access()? >= Access::Read;
        // Who leads the body today answers for what it has decided before them, but not for single children.
        if !(responsible || reads || leads && !meeting.row.closed) {
            return Ok(None);
        }
        let state = known(State::from_code(&self.state), &self.state)?;
        let zone = meeting.kindergarten.zone;
        let by = self.settled_by.map(|by| meeting.kindergarten.name_of(PersonId(by)));
        let orders = actor.may(Permission::KeepOrders) && self.head_order.is_none() && state != State::Dropped;
        Ok(Some(Decided {
            id: DecisionId(self.id),
            meeting: meeting.id(),
            body,
            number: small(meeting.row.number.unwrap_or_default()),
            day: meeting.row.day,
            line: small(self.line),
            due: self.due(),
            votes: self.votes(),
            text: self.text,
            responsible: self.responsible,
            person: self.person.map(PersonId),
            state,
            note: self.note,
            settled: self.settled_at.map(|at| moment(zone, at)).zip(by),
            order: self.head_order.filter(|_| actor.may(Permission::KeepOrders)).map(OrderId),
            reads,
            settles: settles(responsible, leads, actor.is_any(&[Position::Head])),
            orders,
        }))
    }
}

impl Store {
    /// Decisions that the actor may know of: their own, and those of minutes that they may read.
    ///
    /// # Errors
    /// [`Forbidden`](domain::Refusal::Forbidden) to all who see no decisions.
    pub async fn decisions(&self, actor: &Actor, now: DateTime<Utc>) -> Result<Register> {
        if !actor.may(Permission::SeeDecisions) {
            return Err(Error::forbidden());
        }
        let mut link = self.inner.db.snapshot().await?;
        let (kindergarten, _) = self.kindergarten(&mut link, actor.org, now).await?;
        let today = kindergarten.clock(now).day;
        let meetings = self.decided_meetings(&mut link, actor, &kindergarten).await?;
        let mut decisions = Vec::new();
        for row in all!(link, DecisionRow, SELECT_DECISIONS, actor.org.0)? {
            let meeting = meetings.iter().find(|meeting| meeting.row.id == row.meeting);
            let meeting = meeting.ok_or_else(|| Error::corrupt("a decision without its meeting"))?;
            decisions.extend(row.decided(actor, meeting)?);
        }
        decisions.sort_by_key(place);
        Ok(Register { today, decisions })
    }

    /// Says how far a decision is.
    ///
    /// # Errors
    /// [`NotFound`](domain::Refusal::NotFound) for one of which the actor may not know;
    /// [`Forbidden`](domain::Refusal::Forbidden) to all but who carries it out, who leads the body and the head;
    /// [`Invalid`](domain::Refusal::Invalid) when it is taken back without a word why.
    pub async fn settle_decision(
        &self,
        actor: &Actor,
        id: DecisionId,
        state: State,
        note: &str,
        now: DateTime<Utc>,
    ) -> Result<()> {
        if !actor.may(Permission::SeeDecisions) {
            return Err(Error::forbidden());
        }
        let note = note.trim();
        if note.chars().count() > LONGEST_NOTE {
            return Err(Error::invalid("note", Problem::TooLong));
        }
        if state == State::Dropped && note.is_empty() {
            return Err(Error::invalid("note", Problem::Required));
        }
        let mut link = self.write().await?;
        let decided = self.known_decision(&mut link, actor, id, now).await?;
        if !decided.settles {
            return Err(Error::forbidden());
        }
        execute!(link, SETTLE, actor.org.0, id.0, state.code(), note, now.timestamp_millis(), actor.person.0)?;
        let detail = json!({ "state": state.code(), "before": decided.state.code(), "meeting": decided.meeting });
        let entry = Entry::new("decision.settle", id, detail);
        self.conclude(link, actor.person, entry, Change::of_meeting(actor.org, decided.meeting), now).await
    }

    /// A decision of which the actor may know.
    ///
    /// # Errors
    /// [`NotFound`](domain::Refusal::NotFound).
    pub(super) async fn known_decision(
        &self,
        link: &mut Link,
        actor: &Actor,
        id: DecisionId,
        now: DateTime<Utc>,
    ) -> Result<Decided> {
        let row = optional!(link, DecisionRow, SELECT_DECISION, actor.org.0, id.0)?.ok_or_else(Error::not_found)?;
        let (kindergarten, _) = self.kindergarten(link, actor.org, now).await?;
        let meetings = self.decided_meetings(link, actor, &kindergarten).await?;
        let meeting = meetings.iter().find(|meeting| meeting.row.id == row.meeting);
        let meeting = meeting.ok_or_else(|| Error::corrupt("a decision without its meeting"))?;
        row.decided(actor, meeting)?.ok_or_else(Error::not_found)
    }

    /// Meetings whose minutes are locked, whoever may know of them: that is asked of each.
    pub(super) async fn decided_meetings(
        &self,
        link: &mut Link,
        actor: &Actor,
        kindergarten: &std::sync::Arc<Kindergarten>,
    ) -> Result<Vec<KnownMeeting>> {
        let compositions: Vec<Composition> = self.compositions(link, actor.org).await?;
        let rows = all!(link, MeetingRow, SELECT_LOCKED, actor.org.0)?;
        rows.into_iter().map(|row| of_row(actor, row, &compositions, kindergarten.clone())).collect()
    }
}

/// Where a decision stands in the register: open ones by their term, those without a day after them; then the rest, the
/// latest first.
fn place(decided: &Decided) -> (bool, NaiveDate, std::cmp::Reverse<NaiveDate>, domain::MeetingId, u32) {
    let open = decided.state == State::Open;
    let due = match decided.due {
        Some(Due::Day(day)) if open => day,
        _ => NaiveDate::MAX,
    };
    (!open, due, std::cmp::Reverse(decided.day), decided.meeting, decided.line)
}

statements! {
    SELECT_DECISIONS = "SELECT decision.id, meeting, line, decision.text, responsible, person, due, ongoing, aye, nay, \
        abstained, decision.state, note, settled_at, settled_by, head_order.id AS head_order \
        FROM decision LEFT JOIN head_order ON head_order.decision = decision.id WHERE decision.org = $1";
    SELECT_DECISION = "SELECT decision.id, meeting, line, decision.text, responsible, person, due, ongoing, aye, nay, \
        abstained, decision.state, note, settled_at, settled_by, head_order.id AS head_order \
        FROM decision LEFT JOIN head_order ON head_order.decision = decision.id \
        WHERE decision.org = $1 AND decision.id = $2";
    SELECT_LOCKED = "SELECT meeting.id, version, body, composition, planned, day, start_min, end_min, meeting.place, manner, \
        meeting.state, closed, reason, guests, number, year, called_by, called_at, minutes.state AS minutes \
        FROM meeting JOIN minutes ON minutes.meeting = meeting.id WHERE meeting.org = $1 AND minutes.state = 'locked' \
        ORDER BY day, meeting.id";
    SETTLE = "UPDATE decision SET state = $3, note = $4, settled_at = $5, settled_by = $6 WHERE org = $1 AND id = $2";
}
