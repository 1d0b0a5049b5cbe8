//! A calendar view as it travels: ids once in a table, sessions as rows of small numbers. A page carries it beside what it
//! shows, so it is kept to a fifth of what plain JSON would be.

mod directory;

use std::{borrow::Cow, collections::HashMap};

use chrono::NaiveDate;
use domain::{
    Assistance, Body, By, ChildId, GroupId, Kind, PersonId, Plan, Presence, RoomId, Seat, SeriesId, Session, SessionId,
    Slot, Status,
    series::Occurrence,
    time::{Moment, shift},
    view::{CalendarView, Waiting},
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use uuid::Uuid;

use directory::DirectoryWire;

/// A calendar view that packs itself when it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed(pub CalendarView);

#[derive(Serialize, Deserialize)]
struct Wire<'a> {
    revision: i64,
    from: NaiveDate,
    to: NaiveDate,
    now: Moment,
    #[serde(borrow)]
    directory: DirectoryWire<'a>,
    groups: Vec<(GroupId, Cow<'a, str>)>,
    waiting: Cow<'a, [Waiting]>,
    /// Every id that a session names, 22 letters each.
    ids: String,
    /// Sessions: eleven numbers, the people, the assistants, the seats.
    rows: Vec<Row>,
    /// What few sessions have, by their place.
    notes: Vec<(usize, Rest)>,
}

/// What few sessions have.
#[derive(Default, PartialEq, Serialize, Deserialize)]
struct Rest {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    link: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    /// The number of the child, and how it is marked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    marks: Vec<(usize, u8)>,
    /// The number of the series, and the day and the minute that the session stands for in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    series: Option<(usize, i64, u16)>,
}

/// Version, body, kind, day, start, minutes, room + 1, flags, hidden, places, status; people; (person, child); (child, with parent).
type Row = ((i64, u8, u8, i64, u16, u16, usize, u8, u8, u8, u8), Vec<usize>, Vec<(usize, usize)>, Vec<i64>);

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const ID: usize = 22;

fn write_id(out: &mut String, id: Uuid) {
    let mut rest = id.as_u128();
    for _ in 0..ID {
        out.push(char::from(LETTERS[(rest & 63) as usize]));
        rest >>= 6;
    }
}

/// The value of each letter; of all others more than any has.
const VALUES: [u8; 256] = {
    let mut values = [u8::MAX; 256];
    let mut n: u8 = 0;
    while (n as usize) < LETTERS.len() {
        values[LETTERS[n as usize] as usize] = n;
        n += 1;
    }
    values
};

fn read_id(text: &[u8]) -> Option<Uuid> {
    let mut id = 0u128;
    for letter in text.iter().rev() {
        let value = VALUES[usize::from(*letter)];
        if usize::from(value) >= LETTERS.len() {
            return None;
        }
        id = id << 6 | u128::from(value);
    }
    Some(Uuid::from_u128(id))
}

/// Gives each id its number, in the order in which they come.
#[derive(Default)]
struct Table {
    known: HashMap<Uuid, usize>,
    text: String,
}

impl Table {
    fn number(&mut self, id: Uuid) -> usize {
        let next = self.known.len();
        *self.known.entry(id).or_insert_with(|| {
            write_id(&mut self.text, id);
            next
        })
    }
}

fn place<T: PartialEq>(all: &[T], one: &T) -> u8 {
    all.iter().position(|other| other == one).and_then(|n| u8::try_from(n).ok()).unwrap_or(0)
}

impl Serialize for Packed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let view = &self.0;
        let (mut table, mut notes) = (Table::default(), Vec::new());
        // The sessions' own ids first: their places need not be said.
        for session in &view.sessions {
            table.number(session.id.0);
        }
        let rows = view.sessions.iter().map(|session| row(session, view.from, &mut table)).collect();
        let directory = DirectoryWire::new(&view.directory, view.from, &mut table);
        for (n, session) in view.sessions.iter().enumerate() {
            let mark =
                |(child, presence): &(ChildId, Presence)| (table.number(child.0), place(Presence::ALL, presence));
            let marks = session.marks.iter().map(mark).collect();
            let rest = Rest {
                reason: session.plan.reason.clone(),
                link: session.link.clone(),
                note: session.note.clone(),
                marks,
                series: session
                    .series
                    .map(|own| (table.number(own.series.0), (own.at.day - view.from).num_days(), own.at.minute)),
            };
            if rest != Rest::default() {
                notes.push((n, rest));
            }
        }
        Wire {
            revision: view.revision,
            from: view.from,
            to: view.to,
            now: view.now,
            directory,
            groups: view.groups.iter().map(|(id, name)| (*id, Cow::Borrowed(name.as_str()))).collect(),
            waiting: Cow::Borrowed(&view.waiting),
            ids: table.text,
            rows,
            notes,
        }
        .serialize(serializer)
    }
}

fn row(session: &Session, from: NaiveDate, table: &mut Table) -> Row {
    let plan = &session.plan;
    let flags = u8::from(plan.online) | u8::from(plan.open) << 1 | u8::from(plan.by == By::Parent) << 2;
    let numbers = (
        session.version,
        place(Body::ALL, &plan.body),
        place(Kind::ALL, &plan.kind),
        (plan.slot.day - from).num_days(),
        plan.slot.start,
        plan.slot.minutes,
        plan.room.map_or(0, |room| table.number(room.0) + 1),
        flags,
        plan.hidden,
        plan.places,
        place(Status::ALL, &plan.status),
    );
    // The sign says whether a parent takes part: a number less per seat.
    let mut seat = |seat: &Seat| {
        let number = i64::try_from(table.number(seat.child.0)).unwrap_or(0) + 1;
        if seat.with_parent { -number } else { number }
    };
    let seats = plan.seats.iter().map(&mut seat).collect();
    let staff = plan.staff.iter().map(|person| table.number(person.0)).collect();
    let assistants =
        plan.assistants.iter().map(|with| (table.number(with.person.0), table.number(with.child.0))).collect();
    (numbers, staff, assistants, seats)
}

impl<'de> Deserialize<'de> for Packed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let wire = Wire::deserialize(deserializer)?;
        let unknown = || D::Error::custom("a row names an id that is not there");
        let ids: Vec<Uuid> = wire.ids.as_bytes().chunks(ID).map(read_id).collect::<Option<_>>().ok_or_else(unknown)?;
        let sessions =
            wire.rows.iter().enumerate().map(|(n, row)| read(n, row, wire.from, &ids)).collect::<Option<_>>();
        let mut sessions: Vec<Session> = sessions.ok_or_else(unknown)?;
        for (n, rest) in wire.notes {
            let session = sessions.get_mut(n).ok_or_else(unknown)?;
            session.plan.reason = rest.reason;
            (session.link, session.note) = (rest.link, rest.note);
            let mark = |(child, presence): (usize, u8)| {
                Some((ChildId(*ids.get(child)?), *Presence::ALL.get(usize::from(presence))?))
            };
            session.marks = rest.marks.into_iter().map(mark).collect::<Option<_>>().ok_or_else(unknown)?;
            if let Some((series, day, minute)) = rest.series {
                let series = SeriesId(*ids.get(series).ok_or_else(unknown)?);
                session.series = Some(Occurrence { series, at: Moment { day: shift(wire.from, day), minute } });
            }
        }
        Ok(Self(CalendarView {
            revision: wire.revision,
            from: wire.from,
            to: wire.to,
            now: wire.now,
            directory: wire.directory.read(wire.from, &ids).ok_or_else(unknown)?,
            groups: wire.groups.into_iter().map(|(id, name)| (id, name.into_owned())).collect(),
            sessions,
            waiting: wire.waiting.into_owned(),
        }))
    }
}

fn read(n: usize, (numbers, staff, assistants, seats): &Row, from: NaiveDate, ids: &[Uuid]) -> Option<Session> {
    let (version, body, kind, day, start, minutes, room, flags, hidden, places, status) = *numbers;
    let id = SessionId(*ids.get(n)?);
    let seat = |number: &i64| {
        let child = ids.get(usize::try_from(number.unsigned_abs()).ok()?.checked_sub(1)?)?;
        Some(Seat { child: ChildId(*child), with_parent: *number < 0 })
    };
    let assistance = |(person, child): &(usize, usize)| {
        Some(Assistance { person: PersonId(*ids.get(*person)?), child: ChildId(*ids.get(*child)?) })
    };
    let plan = Plan {
        session: Some(id),
        body: *Body::ALL.get(usize::from(body))?,
        kind: *Kind::ALL.get(usize::from(kind))?,
        slot: Slot { day: shift(from, day), start, minutes },
        staff: staff.iter().map(|person| ids.get(*person).copied().map(PersonId)).collect::<Option<_>>()?,
        assistants: assistants.iter().map(assistance).collect::<Option<_>>()?,
        room: if room == 0 { None } else { Some(RoomId(*ids.get(room - 1)?)) },
        online: flags & 1 != 0,
        seats: seats.iter().map(seat).collect::<Option<_>>()?,
        hidden,
        places,
        open: flags & 2 != 0,
        status: *Status::ALL.get(usize::from(status))?,
        reason: None,
        by: if flags & 4 == 0 { By::Staff } else { By::Parent },
    };
    Some(Session::new(id, version, plan))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use domain::{Agreement, Child, Name, Needs, context::Directory};

    use super::*;
    use crate::components::calendar::{column::tests::day, sheet::tests::session};

    fn view(sessions: Vec<Session>) -> CalendarView {
        CalendarView {
            revision: 7,
            from: day(23),
            to: day(29),
            now: Moment { day: day(24), minute: 600 },
            directory: Directory::default(),
            groups: BTreeMap::from([(GroupId(Uuid::from_u128(3)), "Қарлығаш".to_owned())]),
            sessions,
            waiting: Vec::new(),
        }
    }

    #[test]
    fn what_is_packed_comes_out_as_it_was() {
        let mut rich = session(u128::MAX, 620, 40);
        let child = ChildId(Uuid::from_u128(5));
        rich.plan.seats =
            vec![Seat { child, with_parent: true }, Seat { child: ChildId(Uuid::nil()), with_parent: false }];
        rich.plan.assistants = vec![Assistance { person: PersonId(Uuid::from_u128(6)), child }];
        rich.plan.slot.day = day(29);
        (rich.plan.open, rich.plan.online, rich.plan.room) = (true, true, None);
        (rich.plan.status, rich.plan.body, rich.plan.kind) = (Status::NoShow, Body::Kp, Kind::Training);
        (rich.plan.reason, rich.plan.hidden, rich.plan.by) = (Some("себеп".into()), 2, By::Parent);
        rich.note = Some("жазба".into());
        rich.marks = vec![(ChildId(Uuid::nil()), Presence::Ill), (child, Presence::Late)];
        rich.link = Some("https://meet.example/x".into());
        let at = Moment { day: day(22), minute: 615 };
        rich.series = Some(Occurrence { series: SeriesId(Uuid::from_u128(99)), at });
        let mut view = view(vec![session(1, 540, 20), rich]);
        let disorder = Some("сөйлеу".to_owned());
        for (n, needs) in
            [None, Some(Needs::default()), Some(Needs { disorder, ..Needs::default() })].into_iter().enumerate()
        {
            let id = ChildId(Uuid::from_u128(5 + n as u128));
            let child = Child {
                id,
                name: Name::parse("Әли Сәуле Ерланқызы"),
                born: day(30) - chrono::Days::new(1500),
                group: (n > 0).then_some(GroupId(Uuid::from_u128(3))),
                attends: n > 0,
                left: (n > 1).then(|| day(30)),
                consent: Agreement::ALL[n],
                consent_until: (n == 2).then(|| day(30)),
                contract: Agreement::ALL[3 - n],
                contract_until: (n == 1).then(|| day(14)),
                needs,
            };
            view.directory.children.insert(id, child);
        }
        let text = serde_json::to_string(&Packed(view.clone())).unwrap();
        assert_eq!(serde_json::from_str::<Packed>(&text).unwrap().0, view);
    }

    #[test]
    fn a_session_takes_less_than_a_hundred_letters() {
        let sessions: Vec<_> = (1..=500).map(|n| session(n << 64, 540, 20)).collect();
        let text = serde_json::to_string(&Packed(view(sessions))).unwrap();
        assert!(text.len() < 50_000, "{}", text.len());
    }

    #[test]
    fn a_row_that_names_nothing_known_is_refused() {
        let text = serde_json::to_string(&Packed(view(vec![session(1, 540, 20)]))).unwrap();
        let broken = text.replace("\"ids\":\"", "\"ids\":\"?");
        assert!(serde_json::from_str::<Packed>(&broken).is_err());
    }
}
