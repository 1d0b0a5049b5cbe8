//! The bodies of the demonstration as orders of the head made them, and a school year of their meetings: some with signed
//! minutes, one that is being written, others to come.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc, Weekday};
use domain::{
    Actor, Body, BodyRole, CompositionId, MeetingId, OrgId, PersonId,
    body::{Composition, Member, composition::ChairTitle},
    meeting::{
        Mark, Planned, Reply, SchoolYear,
        trustees::general_meetings,
        view::{AgendaLine, Call},
    },
    minutes::Act,
    time::{Moment, monday, shift},
};
use serde_json::json;

use super::{
    data::Data,
    documents::flourish,
    id,
    minutes::{Told, told},
    people::MEMBERSHIPS,
    person,
    rows::stand_in,
    this_week,
};
use crate::{
    Store,
    audit::Entry,
    decision::digest::UPSERT_DIGEST,
    dialect::Link,
    directory::{Kindergarten, instant, known},
    document::{Circumstance, Hand},
    error::Result,
    execute,
    meeting::attend::{UPSERT_MARK, UPSERT_REPLY},
    statements,
};

/// They are called so many days before.
const BEFORE: i64 = 10;

/// Parents in the council, by their codes in the file.
const COUNCIL: &[&str] = &["P01", "P02", "P26"];

/// Who was not there: of every body one, once.
const ABSENT: &[(&str, &str)] = &[("ppqq 1", "S07"), ("trustees 1", "T06")];

/// A meeting of the demonstration, and those who answer for it.
pub(super) struct Sitting {
    pub(super) id: MeetingId,
    pub(super) day: NaiveDate,
    pub(super) chair: Actor,
    pub(super) secretary: Actor,
    pub(super) told: Told,
}

impl Store {
    pub(super) async fn load_meetings(
        &self,
        link: &mut Link,
        data: &Data,
        org: OrgId,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let house = self.kindergarten_at(link, org, 0, now).await?;
        let today = house.clock(now).day;
        let later = (monday(today) - this_week()).num_days();
        for composition in compositions(data, today) {
            self.put_composition(link, &stand_in(org, person("S01")), &composition, now).await?;
            for meeting in data.meetings.iter().filter(|meeting| meeting.body == composition.body.code()) {
                let day = working(&house, shift(meeting.date, later));
                let name = format!("{} {}", meeting.body, meeting.no);
                let planned = known(Planned::from_code(&meeting.kind), &meeting.kind)?;
                let mut told = told(&name);
                if told.agenda.is_empty() {
                    told.agenda = plan(composition.body, meeting.no, SchoolYear::of(day));
                }
                let as_what = |role| office(&house, &composition, role);
                let (chair, secretary) = (as_what(BodyRole::Chair), as_what(BodyRole::Secretary));
                let sitting = Sitting { id: MeetingId(id(&format!("meeting {name}"))), day, chair, secretary, told };
                let call = sitting.call(composition.body, planned);
                // Nobody calls a meeting tomorrow.
                let called = at(&house, shift(day, -BEFORE), 9 * 60).min(now - TimeDelta::days(1));
                self.put_meeting(link, &sitting.chair, sitting.id, &call, called).await?;
                let entry = Entry::new("meeting.call", sitting.id, json!({ "body": meeting.body, "day": day }));
                self.append(link, org, Some(sitting.chair.person), &[entry], &mut [], called).await?;
                let comes = |member: &&Member| meeting.status != "planned" || member.person == sitting.chair.person;
                for member in composition.members.iter().filter(comes) {
                    execute!(link, UPSERT_REPLY, org.0, sitting.id.0, member.person.0, Reply::Comes.code())?;
                }
                match meeting.status.as_str() {
                    "signed" => {
                        for member in &composition.members {
                            let missing = |(of, who): &&(&str, &str)| *of == name && person(who) == member.person;
                            let absent = ABSENT.iter().any(|one| missing(&one));
                            let mark = if absent { Mark::Absent } else { Mark::Present };
                            execute!(link, UPSERT_MARK, org.0, sitting.id.0, member.person.0, mark.code())?;
                        }
                        self.write_for_demo(link, &sitting, at(&house, day, 16 * 60)).await?;
                        self.sign_minutes_for_demo(link, &house, &sitting).await?;
                    }
                    "draft" => self.write_for_demo(link, &sitting, now - TimeDelta::hours(2)).await?,
                    _ => {}
                }
            }
        }
        for code in COUNCIL {
            execute!(link, crate::body::INSERT_COUNCIL, org.0, person(code).0)?;
        }
        Ok(())
    }

    /// Both sign on the days after, as they do on the screen.
    async fn sign_minutes_for_demo(&self, link: &mut Link, house: &Kindergarten, sitting: &Sitting) -> Result<()> {
        let with = Circumstance {
            address: "192.0.2.11".to_owned(),
            agent: "Mozilla/5.0 (Windows NT 10.0)".to_owned(),
            seen: None,
        };
        let drawn = |n| Hand::Screen(domain::document::Signing::Drawn(flourish(n)));
        let name = &sitting.secretary.name;
        let typed = Hand::Screen(domain::document::Signing::Typed(format!("{} {}", name.family, name.given)));
        let steps = [
            (Act::Send, &sitting.secretary, None, (0, 17 * 60)),
            (Act::SignChair, &sitting.chair, Some(drawn(3)), (1, 9 * 60 + 20)),
            (Act::SignSecretary, &sitting.secretary, Some(typed), (1, 11 * 60 + 5)),
        ];
        for (act, who, hand, (after, minute)) in steps {
            let now = at(house, shift(sitting.day, after), minute);
            let entry = self.act_on_paper(link, who, sitting.id, act, hand.as_ref(), &with, now).await?;
            self.append(link, house.org, Some(who.person), &[entry], &mut [], now).await?;
        }
        for (line, decided) in (1_i32..).zip(sitting.told.decisions) {
            if let Some(note) = decided.done {
                let when = at(house, shift(sitting.day, 12), 15 * 60).timestamp_millis();
                let who = sitting.secretary.person.0;
                execute!(link, SETTLE_LINE, house.org.0, sitting.id.0, line, note, when, who)?;
            }
        }
        self.publish_for_demo(link, house, sitting).await
    }

    /// АПҚО makes known what it has decided, to the staff and to the parents' council.
    async fn publish_for_demo(&self, link: &mut Link, house: &Kindergarten, sitting: &Sitting) -> Result<()> {
        if sitting.told.closed || !sitting.chair.memberships.iter().any(|(body, _)| *body == Body::Apqo) {
            return Ok(());
        }
        let now = at(house, shift(sitting.day, 2), 10 * 60);
        let (by, org, id) = (sitting.chair.person, house.org, sitting.id);
        execute!(link, UPSERT_DIGEST, org.0, id.0, true, true, by.0, now.timestamp_millis())?;
        let entry = Entry::new("digest.publish", id, json!({ "staff": true, "council": true }));
        self.append(link, org, Some(by), &[entry], &mut [], now).await?;
        Ok(())
    }
}

impl Sitting {
    fn call(&self, body: Body, planned: Planned) -> Call {
        let line = |title: &String| AgendaLine { id: None, title: title.clone(), decision: None };
        Call {
            body,
            planned,
            day: self.day,
            start: self.told.start,
            end: self.told.start + 60,
            place: self.told.place.to_owned(),
            manner: self.told.manner.to_owned(),
            closed: self.told.closed,
            agenda: self.told.agenda.iter().map(line).collect(),
        }
    }
}

/// A moment of the kindergarten's clock.
fn at(house: &Kindergarten, day: NaiveDate, minute: u16) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(instant(house.zone, Moment { day, minute })).unwrap_or_default()
}

/// The day, or the next on which the house is open.
fn working(house: &Kindergarten, mut day: NaiveDate) -> NaiveDate {
    let closed = |day: &NaiveDate| {
        matches!(day.weekday(), Weekday::Sat | Weekday::Sun) || house.directory.holidays.contains_key(day)
    };
    while closed(&day) {
        day = shift(day, 1);
    }
    day
}

/// Who holds an office in a body, with their seat in it.
fn office(house: &Kindergarten, composition: &Composition, role: BodyRole) -> Actor {
    let person = composition.holder(role).unwrap_or(PersonId(uuid::Uuid::nil()));
    Actor { name: house.name_of(person), memberships: vec![(composition.body, role)], ..stand_in(house.org, person) }
}

/// Each body by an order of the year before: members have not changed since.
fn compositions(data: &Data, today: NaiveDate) -> Vec<Composition> {
    let since = shift(today, -365);
    let compose = |(body, number, chair_title): (Body, &str, ChairTitle)| {
        let staff = MEMBERSHIPS.iter().filter(|(_, of, _)| *of == body);
        let mut members: Vec<Member> =
            staff.map(|(code, _, role)| Member { person: person(code), role: *role }).collect();
        if body == Body::Trustees {
            members.extend(data.trustees.iter().map(|trustee| {
                let role = match trustee.role.as_str() {
                    "trustee_chair" => BodyRole::Chair,
                    "trustee_secretary" => BodyRole::Secretary,
                    _ => BodyRole::Member,
                };
                Member { person: person(&trustee.id), role }
            }));
        }
        let order_number = number.to_owned();
        let id = CompositionId(id(&format!("composition {}", body.code())));
        Composition { id, body, order_number, order_date: since, from: since, until: None, chair_title, members }
    };
    [
        (Body::Apqo, "41-Н", ChairTitle::Torayym),
        (Body::Ppqq, "42-Н", ChairTitle::Torayym),
        (Body::Trustees, "43-Н", ChairTitle::Toragha),
    ]
    .map(compose)
    .into()
}

/// What a meeting to come speaks of.
fn plan(body: Body, no: u32, year: SchoolYear) -> Vec<String> {
    if body == Body::Trustees {
        return general_meetings(year)
            .into_iter()
            .find(|general| general.number == no)
            .unwrap_or_else(|| general_meetings(year).remove(0))
            .agenda;
    }
    [
        "Өткен кезеңдегі жұмыс нәтижелері",
        "Балалардың даму диагностикасының жалпы қорытындысы",
        "Келесі кезеңге ұсыныстар",
    ]
    .map(str::to_owned)
    .into()
}

statements! {
    SETTLE_LINE = "UPDATE decision SET state = 'done', note = $4, settled_at = $5, settled_by = $6 \
        WHERE org = $1 AND meeting = $2 AND line = $3";
}
