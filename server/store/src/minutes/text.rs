//! The words of minutes: from the shared document and the records of the meeting.

use chrono::{DateTime, Utc};
use domain::{
    Actor, BodyRole, DecisionId, Lang, MeetingId, Name, PersonId,
    meeting::{Attendance, Mark, Planned},
    minutes::{
        Lack, MinutesText, Section,
        children::{self, find},
        lack::{Asked, Line, Place, lacks},
        official::{official, sealed},
        text::{Decision, Due, Item, Votes},
    },
};
use minutes::{read, update};

use super::live::Loaded;
use crate::{
    Store,
    body::seats,
    dialect::Link,
    document::digest,
    error::Result,
    meeting::{KnownMeeting, numbers},
    statements,
};

/// What minutes say, and what is asked of them.
pub(crate) struct Paper {
    pub(crate) text: MinutesText,
    pub(crate) attendance: Attendance,
    pub(crate) lacks: Vec<Lack>,
    /// The person of each decision, where it is one of Kenes.
    pub(crate) people: Vec<Option<PersonId>>,
}

/// Both languages, and the hash of both.
pub(crate) struct Texts {
    pub(crate) kk: String,
    pub(crate) ru: String,
}

impl Texts {
    pub(crate) fn of(text: &MinutesText) -> Self {
        Self { kk: official(text, Lang::Kk), ru: official(text, Lang::Ru) }
    }

    /// What is signed.
    pub(crate) fn sealed(&self) -> String {
        sealed(&self.kk, &self.ru)
    }

    pub(crate) fn hash(&self) -> String {
        digest(self.sealed())
    }
}

/// A stored document as plain values.
pub(crate) fn written(loaded: Loaded) -> read::Minutes {
    let updates: Vec<Vec<u8>> = loaded.snapshot.into_iter().chain(loaded.updates).collect();
    read::read(&update::whole(1, &updates))
}

impl Store {
    /// The minutes of a meeting as they would be sent now.
    pub(crate) async fn paper(
        &self,
        link: &mut Link,
        actor: &Actor,
        meeting: &KnownMeeting,
        _now: DateTime<Utc>,
    ) -> Result<Paper> {
        let id: MeetingId = meeting.id();
        let loaded = self.loaded(link, actor.org, id).await?;
        // A long document takes its time.
        let words = tokio::task::spawn_blocking(move || written(loaded)).await?;
        let beside: Vec<(DecisionId, String)> =
            words.decisions.iter().map(|decision| (decision.id, decision.responsible.clone())).collect();
        let year = meeting.row.school_year();
        let rows = self.meetings_of_year(link, actor.org, year).await?;
        let number = numbers(&rows, year)?.get(&id).copied();
        let quorum = self.quorum(link, actor.org, meeting.meeting.body).await?;
        let invited = self.invited(link, actor.org, id).await?;
        let marked = |mark: Mark| -> Vec<PersonId> {
            invited.iter().filter(|row| row.mark.as_deref() == Some(mark.code())).map(|row| row.person).collect()
        };
        let (present, absent) = (marked(Mark::Present), marked(Mark::Absent));
        let attendance = Attendance::of(&meeting.composition, quorum, &present);
        let house = &meeting.kindergarten;
        let seats = seats(house, &meeting.composition);
        let named = |people: &[PersonId]| -> Vec<Name> {
            seats.iter().filter(|seat| people.contains(&seat.person)).map(|seat| seat.name.clone()).collect()
        };
        let holder = |role| seats.iter().find(|seat| seat.role == role).map(|seat| seat.name.clone());
        let guests = meeting.row.guests()?;
        let mut attended = named(&present);
        attended.extend(guests.iter().map(|guest| Name::parse(guest)));
        let count = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
        let people =
            words.decisions.iter().map(|decision| decision.person.filter(|person| house.people.contains_key(person)));
        let people: Vec<Option<PersonId>> = people.collect();
        let decisions = words.decisions.iter().zip(&people).map(|(decision, person)| Decision {
            id: decision.id,
            text: decision.text.clone(),
            responsible: responsible(person.map(|person| house.name_of(person)), &decision.responsible),
            due: due(decision),
            votes: decision.votes.map(|votes| {
                let small = |count: u32| u16::try_from(count).unwrap_or(u16::MAX);
                Votes { aye: small(votes.in_favour), nay: small(votes.against), abstained: small(votes.abstained) }
            }),
        });
        let text = MinutesText {
            organisation: house.tenant.org.name.clone(),
            body: meeting.meeting.body,
            number,
            planned: meeting.meeting.planned == Planned::Planned,
            day: meeting.row.day,
            present: count(attendance.present + guests.len()),
            manner: meeting.row.manner.clone(),
            attended,
            absent: named(&absent),
            decisions: decisions.collect(),
            items: words
                .agenda
                .into_iter()
                .map(|item| Item { id: item.id, title: item.title, discussion: item.discussion })
                .collect(),
            proposals: words.proposals,
            chair: holder(BodyRole::Chair),
            chair_title: meeting.composition.chair_title,
            secretary: holder(BodyRole::Secretary),
        };
        let children: Vec<Name> = house.directory.children.values().map(|child| child.name.clone()).collect();
        let asked = Asked {
            quorum: count(attendance.needed),
            members: count(attendance.present),
            closed: meeting.row.closed,
            children: &children,
        };
        let mut lacks = lacks(&text, &asked);
        if !meeting.row.closed {
            let named = |decision: &(DecisionId, String)| named_beside(decision, &children);
            lacks.extend(beside.iter().flat_map(named));
            let place = Place { section: Section::Present, line: None };
            let guest = |guest: &String| find(guest, &children);
            let lack = |found: children::Found| Lack::ChildNamed { place, initials: found.initials };
            lacks.extend(guests.iter().flat_map(guest).map(lack));
        }
        Ok(Paper { text, attendance, lacks, people })
    }
}

fn due(decision: &read::Decision) -> Option<Due> {
    decision.due
}

/// Who carries a decision out: the person, and whoever stands beside in words.
fn responsible(person: Option<Name>, words: &str) -> Vec<Name> {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let beside = (!words.is_empty()).then(|| Name { family: words, ..Name::default() });
    person.into_iter().chain(beside).collect()
}

/// Children who are named among those responsible, in words: «… анасы».
fn named_beside((decision, words): &(DecisionId, String), children: &[Name]) -> Vec<Lack> {
    let place = Place { section: Section::Decisions, line: Some(Line::Decision(*decision)) };
    let found = find(words, children).into_iter();
    found.map(|found| Lack::ChildNamed { place, initials: found.initials }).collect()
}

statements! {}
