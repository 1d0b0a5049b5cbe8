//! Calling a meeting, changing it, calling it off, and electing who keeps its minutes.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Actor, Body, CompositionId, MeetingId, PersonId, Position, Refusal,
    body::{Composition, composition::NotElected, composition::in_force},
    meeting::{
        Fault, Rights, SchoolYear, State,
        call::{LONGEST_LINE, MOST_LINES},
        view::{AgendaLine, Call},
    },
    refusal::Problem,
};
use serde_json::json;

use super::{KnownMeeting, entry};
use crate::{
    Store,
    change::Change,
    dialect::Link,
    error::{Error, Result},
    execute, new_id, statements,
};

/// The longest place and manner.
const LONGEST_FIELD: usize = 200;
/// The longest reason.
const LONGEST_REASON: usize = 2000;

/// Whether somebody may call a meeting of a body.
pub(super) fn calls(actor: &Actor, compositions: &[Composition], body: Body, day: NaiveDate) -> bool {
    actor.is_any(&[Position::Head])
        || in_force(compositions, body, day).is_some_and(|composition| Rights::of(actor, composition).keep)
}

impl Store {
    /// Calls a meeting: everybody in the body is invited.
    ///
    /// # Errors
    /// [`Meeting`](domain::Refusal::Meeting) with what speaks against it; [`Forbidden`](domain::Refusal::Forbidden) to
    /// all but chair, secretary and head.
    pub async fn call_meeting(&self, actor: &Actor, call: &Call, now: DateTime<Utc>) -> Result<MeetingId> {
        let call = call.clone().tidy();
        let mut link = self.write().await?;
        let id = MeetingId(new_id());
        self.put_meeting(&mut link, actor, id, &call, now).await?;
        let detail = json!({ "body": call.body.code(), "day": call.day, "planned": call.planned.code() });
        self.conclude_meeting(link, actor, id, entry("meeting.call", id, detail), now).await?;
        Ok(id)
    }

    /// Writes a meeting that is called: the rules are asked here.
    pub(crate) async fn put_meeting(
        &self,
        link: &mut Link,
        actor: &Actor,
        id: MeetingId,
        call: &Call,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let (kindergarten, _) = self.kindergarten(link, actor.org, now).await?;
        let today = kindergarten.clock(now).day;
        let compositions = self.compositions(link, actor.org).await?;
        if !calls(actor, &compositions, call.body, today) && !calls(actor, &compositions, call.body, call.day) {
            return Err(Error::forbidden());
        }
        checked(call)?;
        let composition = in_force(&compositions, call.body, call.day);
        if let Some(fault) = call.fault(composition, &kindergarten.directory, today) {
            return Err(Refusal::Meeting { fault }.into());
        }
        let Some(composition) = composition else {
            return Err(Refusal::Meeting { fault: Fault::NoComposition }.into());
        };
        execute!(
            link,
            INSERT_MEETING,
            id.0,
            actor.org.0,
            call.body.code(),
            composition.id.0,
            call.planned.code(),
            call.day,
            i32::from(call.start),
            i32::from(call.end),
            &call.place,
            &call.manner,
            closed(call),
            SchoolYear::of(call.day).0,
            actor.person.0,
            now.timestamp_millis()
        )?;
        self.put_agenda(link, actor, id, call.body, &call.agenda).await?;
        self.invite_members(link, actor, id, composition).await
    }

    /// Changes what was called. The agenda of minutes that are begun is changed in them.
    ///
    /// # Errors
    /// [`Changed`](domain::Refusal::Changed) when it is of another version; [`Meeting`](domain::Refusal::Meeting).
    pub async fn change_meeting(
        &self,
        actor: &Actor,
        id: MeetingId,
        version: i64,
        call: &Call,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let call = call.clone().tidy();
        let mut link = self.write().await?;
        let meeting = self.kept_meeting(&mut link, actor, id, now).await?;
        if meeting.row.version != version {
            return Err(Refusal::Changed.into());
        }
        if call.body != meeting.meeting.body {
            return Err(Error::invalid("body", Problem::Choice));
        }
        checked(&call)?;
        let compositions = self.compositions(&mut link, actor.org).await?;
        let elected = in_force(&compositions, call.body, call.day);
        // Who was elected for the meeting stays so while the day is the same.
        let composition = if call.day == meeting.row.day { Some(&meeting.composition) } else { elected };
        let today = meeting.kindergarten.clock(now).day;
        if let Some(fault) = call.fault(composition, &meeting.kindergarten.directory, today) {
            return Err(Refusal::Meeting { fault }.into());
        }
        let Some(composition) = composition else {
            return Err(Refusal::Meeting { fault: Fault::NoComposition }.into());
        };
        execute!(
            link,
            UPDATE_MEETING,
            actor.org.0,
            id.0,
            composition.id.0,
            call.planned.code(),
            call.day,
            i32::from(call.start),
            i32::from(call.end),
            &call.place,
            &call.manner,
            closed(&call),
            SchoolYear::of(call.day).0
        )?;
        if meeting.row.minutes.is_none() {
            execute!(link, DELETE_AGENDA, actor.org.0, id.0)?;
            self.put_agenda(&mut link, actor, id, call.body, &call.agenda).await?;
        }
        if call.day != meeting.row.day {
            // Nobody has been at a meeting of another day.
            execute!(link, CLEAR_MARKS, actor.org.0, id.0)?;
        }
        self.invite_members(&mut link, actor, id, composition).await?;
        let detail = json!({ "day": call.day, "from": call.start, "to": call.end });
        self.conclude_meeting(link, actor, id, entry("meeting.change", id, detail), now).await
    }

    /// Calls a meeting off.
    ///
    /// # Errors
    /// [`Invalid`](domain::Refusal::Invalid) without a reason; [`Meeting`](domain::Refusal::Meeting) when it is over, or its
    /// minutes are begun.
    pub async fn cancel_meeting(&self, actor: &Actor, id: MeetingId, reason: &str, now: DateTime<Utc>) -> Result<()> {
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Error::invalid("reason", Problem::Required));
        }
        if reason.chars().count() > LONGEST_REASON {
            return Err(Error::invalid("reason", Problem::TooLong));
        }
        let mut link = self.write().await?;
        let meeting = self.kept_meeting(&mut link, actor, id, now).await?;
        if meeting.row.minutes.is_some() {
            return Err(Refusal::Meeting { fault: Fault::Over }.into());
        }
        execute!(link, CANCEL_MEETING, actor.org.0, id.0, reason)?;
        let detail = json!({ "reason": reason });
        self.conclude_meeting(link, actor, id, entry("meeting.cancel", id, detail), now).await
    }

    /// Notes that the members have elected a secretary (АПҚО ережесі 2.3): from this meeting's day on they keep the
    /// documents, and have the right to.
    ///
    /// # Errors
    /// [`Invalid`](domain::Refusal::Invalid) for the chair, and for who is no member.
    pub async fn elect_secretary(
        &self,
        actor: &Actor,
        id: MeetingId,
        person: PersonId,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let mut link = self.write().await?;
        let meeting = self.kept_meeting(&mut link, actor, id, now).await?;
        let elected = meeting.composition.elect(person).map_err(|why| match why {
            NotElected::NoMember | NotElected::Chair => Error::invalid("secretary", Problem::Choice),
        })?;
        if elected == meeting.composition {
            return Ok(());
        }
        let today = meeting.kindergarten.clock(now).day;
        let elected =
            Composition { id: CompositionId(new_id()), from: meeting.row.day.max(meeting.composition.from), ..elected };
        let same_day = meeting.composition.from == elected.from;
        // The composition that the election follows ends the day before; one of the same day is followed by order of ids.
        self.put_composition(&mut link, actor, &elected, now).await?;
        execute!(link, MOVE_MEETINGS, actor.org.0, meeting.composition.id.0, elected.id.0, meeting.row.day)?;
        let detail = json!({ "secretary": person, "composition": elected.id, "same_day": same_day });
        let log = entry("meeting.elect", id, detail);
        // Today's rights may have changed with it.
        let change =
            if elected.from <= today { Change::of_directory(actor.org) } else { Change::of_meeting(actor.org, id) };
        let change = Change { meeting: Some(id), ..change };
        self.conclude(link, actor.person, log, change, now).await
    }

    /// A meeting that the actor keeps, and that may still be changed.
    pub(super) async fn kept_meeting(
        &self,
        link: &mut Link,
        actor: &Actor,
        id: MeetingId,
        now: DateTime<Utc>,
    ) -> Result<KnownMeeting> {
        let meeting = self.known_meeting(link, actor, id, now).await?;
        if !meeting.rights.keep {
            return Err(Error::forbidden());
        }
        if meeting.row.minutes_state()?.is_some_and(|state| state != domain::minutes::State::Draft) {
            return Err(Refusal::Meeting { fault: Fault::Signed }.into());
        }
        if meeting.meeting.state != State::Called {
            return Err(Refusal::Meeting { fault: Fault::Over }.into());
        }
        Ok(meeting)
    }

    async fn put_agenda(
        &self,
        link: &mut Link,
        actor: &Actor,
        id: MeetingId,
        body: Body,
        agenda: &[AgendaLine],
    ) -> Result<()> {
        for (place, line) in (0..).zip(agenda) {
            // A line that comes back to a decision comes back to one of the same body: others' may be closed.
            let decision = line.decision.map(|decision| decision.0);
            let item = line.id.map_or_else(new_id, |item| item.0);
            let place: i32 = place;
            execute!(link, INSERT_ITEM, item, actor.org.0, id.0, place, &line.title, decision, body.code())?;
        }
        Ok(())
    }

    async fn invite_members(
        &self,
        link: &mut Link,
        actor: &Actor,
        id: MeetingId,
        composition: &Composition,
    ) -> Result<()> {
        for member in &composition.members {
            execute!(link, INSERT_INVITED, actor.org.0, id.0, member.person.0)?;
        }
        Ok(())
    }
}

/// Only a body whose minutes may be closed has closed meetings (Order 92 ¶5).
fn closed(call: &Call) -> bool {
    call.closed && call.body.closed()
}

/// Fields that are too long.
fn checked(call: &Call) -> Result<()> {
    let long = |text: &str, most: usize| text.chars().count() > most;
    for (field, wrong) in [
        ("place", long(&call.place, LONGEST_FIELD)),
        ("manner", long(&call.manner, LONGEST_FIELD)),
        ("agenda", call.agenda.len() > MOST_LINES || call.agenda.iter().any(|line| long(&line.title, LONGEST_LINE))),
    ] {
        if wrong {
            return Err(Error::invalid(field, Problem::TooLong));
        }
    }
    Ok(())
}

statements! {
    INSERT_MEETING = "INSERT INTO meeting (id, org, body, composition, planned, day, start_min, end_min, place, manner, \
        closed, year, called_by, called_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    UPDATE_MEETING = "UPDATE meeting SET composition = $3, planned = $4, day = $5, start_min = $6, end_min = $7, place = $8, \
        manner = $9, closed = $10, year = $11, version = version + 1 WHERE org = $1 AND id = $2";
    CANCEL_MEETING = "UPDATE meeting SET state = 'cancelled', reason = $3, version = version + 1 WHERE org = $1 AND id = $2";
    MOVE_MEETINGS = "UPDATE meeting SET composition = $3, version = version + 1 WHERE org = $1 AND composition = $2 \
        AND day >= $4 AND state = 'called' AND NOT EXISTS \
        (SELECT 1 FROM minutes WHERE minutes.meeting = meeting.id AND minutes.state <> 'draft')";
    CLEAR_MARKS = "UPDATE invited SET mark = NULL WHERE org = $1 AND meeting = $2";
    DELETE_AGENDA = "DELETE FROM agenda_item WHERE org = $1 AND meeting = $2";
    INSERT_ITEM = "INSERT INTO agenda_item (id, org, meeting, place, title, decision) \
        VALUES ($1, $2, $3, $4, $5, (SELECT decision.id FROM decision JOIN meeting ON meeting.id = decision.meeting \
        WHERE decision.org = $2 AND decision.id = $6 AND meeting.body = $7))";
    INSERT_INVITED = "INSERT INTO invited (org, meeting, person) VALUES ($1, $2, $3) ON CONFLICT (meeting, person) DO NOTHING";
}
