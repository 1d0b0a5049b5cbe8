//! Meetings as they are shown: a school year, one meeting, and what a new one may begin with.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{
    Actor, Body, BodyRole, DecisionId, MeetingId, Permission,
    body::composition::in_force,
    decision::Published,
    meeting::{
        Attendance, Mark, Meeting, Reply, SchoolYear, call, numbered,
        view::{BodyYear, CallForm, Invited, Listed, MeetingView, OpenDecision, YearView},
        year::Count,
    },
    minutes::{Access, State as MinutesState},
    time::shift,
};
use uuid::Uuid;

use super::{KnownMeeting, MeetingRow, of_row};
use crate::{
    Store, all,
    body::seats,
    directory::{known, moment, small},
    error::{Error, Result},
    optional, statements,
};

/// The numbers of all meetings of a year: those that are fixed, and the others as they come.
pub(crate) fn numbers(rows: &[MeetingRow], year: SchoolYear) -> Result<BTreeMap<MeetingId, u32>> {
    let meetings = rows.iter().map(MeetingRow::meeting).collect::<Result<Vec<Meeting>>>()?;
    let mut found = BTreeMap::new();
    for body in Body::ALL.iter().copied().filter(|body| body.meets()) {
        let fixed = |id: MeetingId| rows.iter().find(|row| row.id == id.0).and_then(|row| row.number);
        let taken: Vec<u32> =
            rows.iter().filter(|row| row.body == body.code()).filter_map(|row| row.number).map(small).collect();
        let mut free = (1..).filter(|number| !taken.contains(number));
        for (_, id) in numbered(&meetings, body, year) {
            let number = match fixed(id) {
                Some(number) => Some(small(number)),
                None => free.next(),
            };
            found.extend(number.map(|number| (id, number)));
        }
    }
    Ok(found)
}

impl Store {
    /// A school year of all bodies of which the actor may know; without one, the year of today.
    ///
    /// # Errors
    /// [`Forbidden`](domain::Refusal::Forbidden) to all who see no meetings.
    pub async fn meetings(&self, actor: &Actor, year: Option<SchoolYear>, now: DateTime<Utc>) -> Result<YearView> {
        if !actor.may(Permission::SeeMeetings) {
            return Err(Error::forbidden());
        }
        let mut link = self.inner.db.snapshot().await?;
        let (kindergarten, _) = self.kindergarten(&mut link, actor.org, now).await?;
        let today = kindergarten.clock(now).day;
        let year = year.unwrap_or_else(|| SchoolYear::of(today));
        let compositions = self.compositions(&mut link, actor.org).await?;
        let rows = self.meetings_of_year(&mut link, actor.org, year).await?;
        let numbers = numbers(&rows, year)?;
        let meetings = rows.iter().map(MeetingRow::meeting).collect::<Result<Vec<Meeting>>>()?;
        let mut bodies: Vec<BodyYear> = Vec::new();
        for body in Body::ALL.iter().copied().filter(|body| body.meets()) {
            let current = in_force(&compositions, body, today);
            let rights = current.map(|composition| domain::meeting::Rights::of(actor, composition));
            bodies.push(BodyYear {
                body,
                count: Count::of(&meetings, body, year),
                calls: rights.is_some_and(|rights| rights.keep),
                meetings: Vec::new(),
            });
        }
        let mut seen: Vec<Body> = bodies
            .iter()
            .filter(|body| body.calls || self::sees(actor, &compositions, body.body, today))
            .map(|body| body.body)
            .collect();
        for row in rows {
            let known = of_row(actor, row, &compositions, kindergarten.clone())?;
            if !known.rights.see {
                continue;
            }
            seen.push(known.meeting.body);
            let listed = listed(&known, numbers.get(&known.id()).copied())?;
            if let Some(body) = bodies.iter_mut().find(|body| body.body == known.meeting.body) {
                body.meetings.push(listed);
            }
        }
        bodies.retain(|body| seen.contains(&body.body));
        for body in &mut bodies {
            body.meetings.sort_by_key(|meeting| (meeting.day, meeting.start, meeting.id));
        }
        Ok(YearView { year, today, bodies })
    }

    /// A meeting.
    ///
    /// # Errors
    /// [`NotFound`](domain::Refusal::NotFound) where there is none of which the actor may know.
    pub async fn meeting(&self, actor: &Actor, id: MeetingId, now: DateTime<Utc>) -> Result<MeetingView> {
        let mut link = self.inner.db.snapshot().await?;
        let meeting = self.known_meeting(&mut link, actor, id, now).await?;
        let year = meeting.row.school_year();
        let rows = self.meetings_of_year(&mut link, actor.org, year).await?;
        let number = numbers(&rows, year)?.get(&id).copied();
        let quorum = self.quorum(&mut link, actor.org, meeting.meeting.body).await?;
        let answers = self.invited(&mut link, actor.org, id).await?;
        let present: Vec<_> =
            answers.iter().filter(|row| row.mark.as_deref() == Some("present")).map(|row| row.person).collect();
        let access = meeting.access()?;
        // Of a closed meeting others know when and where it is, and whom to ask.
        let apart = meeting.row.closed && access == Access::Nothing && !meeting.rights.reply && !meeting.rights.keep;
        let invited = seats(&meeting.kindergarten, &meeting.composition)
            .into_iter()
            .map(|seat| {
                let own = answers.iter().find(|row| row.person == seat.person);
                let code = |code: Option<&String>| code.cloned();
                let reply = code(own.and_then(|row| row.reply.as_ref()));
                let mark = code(own.and_then(|row| row.mark.as_ref()));
                Invited {
                    seat,
                    reply: reply.as_deref().and_then(Reply::from_code).filter(|_| !apart),
                    mark: mark.as_deref().and_then(Mark::from_code).filter(|_| !apart),
                }
            })
            .collect();
        let agenda = if apart { Vec::new() } else { self.agenda(&mut link, actor.org, id).await? };
        let zone = meeting.kindergarten.zone;
        let published = optional!(link, (bool, bool, i64), SELECT_PUBLISHED, actor.org.0, id.0)?;
        let published = published.map(|(staff, council, at)| Published { staff, council, at: moment(zone, at) });
        Ok(MeetingView {
            listed: listed(&meeting, number)?,
            version: meeting.row.version,
            manner: if apart { String::new() } else { meeting.row.manner.clone() },
            closed: meeting.row.closed,
            chair_title: meeting.composition.chair_title,
            called_by: meeting.kindergarten.name_of(domain::PersonId(meeting.row.called_by)),
            called_at: moment(zone, meeting.row.called_at),
            reason: if apart { String::new() } else { meeting.row.reason.clone() },
            invited,
            guests: if apart { Vec::new() } else { meeting.row.guests()? },
            attendance: Attendance::of(&meeting.composition, quorum, if apart { &[] } else { &present }),
            agenda,
            access,
            published,
            revision: meeting.revision,
        })
    }

    /// What a new meeting of a body may begin with.
    ///
    /// # Errors
    /// [`Forbidden`](domain::Refusal::Forbidden) to all who do not call it.
    pub async fn call_form(&self, actor: &Actor, body: Body, now: DateTime<Utc>) -> Result<CallForm> {
        let mut link = self.inner.db.snapshot().await?;
        let (kindergarten, _) = self.kindergarten(&mut link, actor.org, now).await?;
        let today = kindergarten.clock(now).day;
        let compositions = self.compositions(&mut link, actor.org).await?;
        if !super::call::calls(actor, &compositions, body, today) {
            return Err(Error::forbidden());
        }
        let year = SchoolYear::of(today);
        let mut plan = Vec::new();
        for year in [year, SchoolYear(year.0 + 1)] {
            let rows = self.meetings_of_year(&mut link, actor.org, year).await?;
            let meetings = rows.iter().map(MeetingRow::meeting).collect::<Result<Vec<Meeting>>>()?;
            plan.extend(call::uncalled(body, year, &meetings));
        }
        let open = all!(link, OpenRow, SELECT_OPEN, actor.org.0, body.code())?.into_iter();
        // Who leads the body today does not learn of single children from meetings in which they did not sit.
        let sat = |row: &OpenRow| {
            let then = in_force(&compositions, body, row.day);
            then.is_some_and(|composition| composition.role_of(actor.person).is_some())
        };
        let knows = |row: &OpenRow| !row.closed || sat(row) || actor.is_any(&[domain::Position::Head]);
        let offer = |row: OpenRow| OpenDecision { id: DecisionId(row.id), text: row.text, closed: row.closed };
        let open = open.filter(knows).map(offer).collect();
        Ok(CallForm { body, plan, open, today })
    }
}

/// A decision that is still to be done.
#[derive(sqlx::FromRow)]
struct OpenRow {
    id: Uuid,
    text: String,
    day: chrono::NaiveDate,
    closed: bool,
}

/// Whether somebody reads what a body has, by its composition of today, or sits in it.
fn sees(actor: &Actor, compositions: &[domain::body::Composition], body: Body, today: chrono::NaiveDate) -> bool {
    let current = in_force(compositions, body, today).or_else(|| in_force(compositions, body, shift(today, 1)));
    current.is_some_and(|composition| domain::meeting::Rights::of(actor, composition).see)
        || actor.memberships.iter().any(|(own, role)| *own == body && BodyRole::ALL.contains(role))
}

fn listed(meeting: &KnownMeeting, number: Option<u32>) -> Result<Listed> {
    let row = &meeting.row;
    let minutes: Option<MinutesState> =
        row.minutes_state()?.filter(|_| meeting.access().is_ok_and(|access| access > Access::Nothing));
    Ok(Listed {
        id: meeting.id(),
        body: meeting.meeting.body,
        number,
        planned: meeting.meeting.planned,
        day: row.day,
        start: small(row.start_min),
        end: small(row.end_min),
        place: row.place.clone(),
        state: known(domain::meeting::State::from_code(&row.state), &row.state)?,
        minutes,
        rights: meeting.rights,
    })
}

statements! {
    SELECT_PUBLISHED = "SELECT staff, council, published_at FROM digest WHERE org = $1 AND meeting = $2";
    SELECT_OPEN = "SELECT decision.id, text, meeting.day, meeting.closed FROM decision JOIN meeting ON meeting.id = decision.meeting \
        WHERE decision.org = $1 AND meeting.body = $2 AND decision.state = 'open' ORDER BY day, line";
}
