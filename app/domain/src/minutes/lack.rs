//! What minutes still lack before they can be sent or signed: each with its section and its line.

use serde::{Deserialize, Serialize};

use crate::{
    DecisionId, ItemId, Name,
    minutes::{MinutesText, Section, children},
};

/// Something that is missing or must not be so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lack {
    /// Fewer came than the body's setting asks for.
    NoQuorum {
        /// Who came.
        present: u16,
        /// How many there must be.
        needed: u16,
    },
    /// There is no agenda.
    NoAgenda,
    /// A line of the agenda says nothing.
    NoTitle(ItemId),
    /// A line of the agenda has no discussion.
    NoDiscussion(ItemId),
    /// Nothing was decided.
    NoDecision,
    /// A decision says nothing.
    NoText(DecisionId),
    /// Nobody carries a decision out.
    NoResponsible(DecisionId),
    /// A decision has no term.
    NoDue(DecisionId),
    /// More have voted than were present.
    Votes {
        /// On which decision.
        decision: DecisionId,
        /// How many votes there are.
        votes: u32,
        /// How many were present.
        present: u16,
    },
    /// A child stands with its full name, in open minutes.
    ChildNamed {
        /// Where.
        place: Place,
        /// What should stand there.
        initials: String,
    },
    /// Nobody presided.
    NoChair,
    /// Nobody kept the minutes.
    NoSecretary,
}

/// Where something is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// In which section.
    pub section: Section,
    /// In which line of it, where it has lines.
    pub line: Option<Line>,
}

/// A line of a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// Of the agenda, or its discussion.
    Item(ItemId),
    /// A decision.
    Decision(DecisionId),
}

/// What is asked of minutes besides their own words.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// How many members must be there, by the body's setting.
    pub quorum: u16,
    /// How many members were there. Guests are counted among those present, and neither for the quorum nor as votes.
    pub members: u16,
    /// They are closed: children may be named.
    pub closed: bool,
    /// The children of the kindergarten.
    pub children: &'a [Name],
}

impl Lack {
    /// Where it is.
    pub fn place(&self) -> Place {
        let (section, line) = match self {
            Self::NoQuorum { .. } => (Section::Present, None),
            Self::NoAgenda => (Section::Agenda, None),
            Self::NoTitle(item) => (Section::Agenda, Some(Line::Item(*item))),
            Self::NoDiscussion(item) => (Section::Discussion, Some(Line::Item(*item))),
            Self::NoDecision => (Section::Decisions, None),
            Self::NoText(decision)
            | Self::NoResponsible(decision)
            | Self::NoDue(decision)
            | Self::Votes { decision, .. } => (Section::Decisions, Some(Line::Decision(*decision))),
            Self::ChildNamed { place, .. } => return *place,
            Self::NoChair | Self::NoSecretary => (Section::Signatures, None),
        };
        Place { section, line }
    }
}

/// All that minutes lack, in the order of their sections.
pub fn lacks(minutes: &MinutesText, asked: &Asked<'_>) -> Vec<Lack> {
    let mut lacks = Vec::new();
    let mut ask = |holds: bool, lack: Lack| {
        if !holds {
            lacks.push(lack);
        }
    };
    let said = |text: &str| !text.trim().is_empty();
    let present = asked.members;
    ask(present >= asked.quorum, Lack::NoQuorum { present, needed: asked.quorum });
    ask(!minutes.items.is_empty(), Lack::NoAgenda);
    for item in &minutes.items {
        ask(said(&item.title), Lack::NoTitle(item.id));
        ask(said(&item.discussion), Lack::NoDiscussion(item.id));
    }
    ask(!minutes.decisions.is_empty(), Lack::NoDecision);
    for decision in &minutes.decisions {
        ask(said(&decision.text), Lack::NoText(decision.id));
        ask(decision.responsible.iter().any(|name| said(&name.full())), Lack::NoResponsible(decision.id));
        ask(decision.due.is_some(), Lack::NoDue(decision.id));
        let votes = decision.votes.map_or(0, crate::minutes::text::Votes::all);
        ask(votes <= u32::from(present), Lack::Votes { decision: decision.id, votes, present });
    }
    ask(minutes.chair.as_ref().is_some_and(|name| said(&name.full())), Lack::NoChair);
    ask(minutes.secretary.as_ref().is_some_and(|name| said(&name.full())), Lack::NoSecretary);
    if !asked.closed {
        lacks.extend(named(minutes, asked.children));
    }
    lacks.sort_by_key(|lack| lack.place().section);
    lacks
}

/// The children whose full names stand in what was written freely.
fn named(minutes: &MinutesText, children: &[Name]) -> Vec<Lack> {
    let item = |section, id| Place { section, line: Some(Line::Item(id)) };
    let mut texts = vec![(Place { section: Section::Proposals, line: None }, &minutes.proposals)];
    texts.push((Place { section: Section::Date, line: None }, &minutes.manner));
    for one in &minutes.items {
        texts.push((item(Section::Agenda, one.id), &one.title));
        texts.push((item(Section::Discussion, one.id), &one.discussion));
    }
    for one in &minutes.decisions {
        texts.push((Place { section: Section::Decisions, line: Some(Line::Decision(one.id)) }, &one.text));
    }
    let lack = |place, found: children::Found| Lack::ChildNamed { place, initials: found.initials };
    texts
        .into_iter()
        .flat_map(|(place, text)| children::find(text, children).into_iter().map(move |found| lack(place, found)))
        .collect()
}
