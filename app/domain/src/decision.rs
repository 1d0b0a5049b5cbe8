//! Decisions live on after their meeting: who carries them out, until when, and how far they are (АПҚО ережесі 3.1.1). They
//! are the ground of the head's orders (5.1), and are made known to staff and to the parents' council (3.2, 5.2).

pub mod order;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    Body, DecisionId, Lang, MeetingId, Name, OrderId, PersonId,
    minutes::text::{Due, Votes},
    time::Moment,
};

/// How far a decision is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Орындалуда: it is to be carried out, and comes up in the next meeting.
    #[default]
    Open,
    /// Орындалды.
    Done,
    /// Алынып тасталды: a later meeting took it back.
    Dropped,
}

crate::id::codes! { State { Open = "open", Done = "done", Dropped = "dropped" } }

/// How a decision stands against its term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// There is time, or no day was set.
    InTime,
    /// Seven days or less are left.
    Soon,
    /// The day has passed.
    Late,
    /// It is open no more.
    Over,
}

impl Term {
    /// Of a decision on a day.
    pub fn of(state: State, due: Option<Due>, today: NaiveDate) -> Self {
        match (state, due) {
            (State::Done | State::Dropped, _) => Self::Over,
            (State::Open, Some(Due::Day(day))) if day < today => Self::Late,
            (State::Open, Some(Due::Day(day))) if (day - today).num_days() <= 7 => Self::Soon,
            (State::Open, _) => Self::InTime,
        }
    }
}

/// A decision of signed minutes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// Its id, as in the minutes.
    pub id: DecisionId,
    /// Its meeting.
    pub meeting: MeetingId,
    /// Whose.
    pub body: Body,
    /// The number of the minutes.
    pub number: u32,
    /// The day of the meeting.
    pub day: NaiveDate,
    /// Its number in the minutes, from 1.
    pub line: u32,
    /// What was decided.
    pub text: String,
    /// Who carries it out, as the minutes say.
    pub responsible: String,
    /// The person who does, where it is one of Kenes.
    pub person: Option<PersonId>,
    /// Until when.
    pub due: Option<Due>,
    /// The vote.
    pub votes: Option<Votes>,
    /// How far it is.
    pub state: State,
    /// What was noted of it last.
    pub note: String,
    /// When it was settled, and by whom.
    pub settled: Option<(Moment, Name)>,
    /// The order that was made of it.
    pub order: Option<OrderId>,
    /// The reader may read the minutes of its meeting.
    pub reads: bool,
    /// The reader may say how far it is: who is responsible, the body's chair and secretary, the head.
    pub settles: bool,
    /// The reader may make an order of it.
    pub orders: bool,
}

/// Whether somebody who stands so may say how far a decision is.
pub fn settles(responsible: bool, leads: bool, head: bool) -> bool {
    responsible || leads || head
}

/// The register of decisions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register {
    /// The kindergarten's day.
    pub today: NaiveDate,
    /// Decisions that the reader may know of: open ones by their term, then the rest, the latest first.
    pub decisions: Vec<Decided>,
}

/// How far an order is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderState {
    /// Бұйрық жобасы.
    #[default]
    Draft,
    /// Given: it has its number and its day.
    Given,
}

crate::id::codes! { OrderState { Draft = "draft", Given = "given" } }

/// An order of the head, made of a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Its id.
    pub id: OrderId,
    /// How far it is.
    pub state: OrderState,
    /// Its number, once given.
    pub number: String,
    /// Its day, once given.
    pub day: Option<NaiveDate>,
    /// What it is about.
    pub title: String,
    /// Its words.
    pub text: String,
    /// The language in which it is written.
    pub lang: Lang,
    /// The decision that is its ground.
    pub decision: DecisionId,
    /// The body that decided.
    pub body: Body,
    /// The number of the minutes.
    pub minutes: u32,
    /// The day of the meeting.
    pub meeting_day: NaiveDate,
    /// It goes up with each change.
    pub version: i64,
    /// The kindergarten.
    pub organisation: String,
    /// The head, who signs it on paper.
    pub head: Name,
}

/// To whom a digest is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// The staff (АПҚО ережесі 5.2).
    pub staff: bool,
    /// The parents' council (АПҚО ережесі 3.2).
    pub council: bool,
    /// When.
    pub at: Moment,
}

/// What a body has made known of a meeting: no discussion, no votes, no names but those responsible. Of closed meetings
/// there is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digest {
    /// The meeting.
    pub meeting: MeetingId,
    /// Whose.
    pub body: Body,
    /// The number of the minutes.
    pub number: u32,
    /// Its day.
    pub day: NaiveDate,
    /// To whom, and when.
    pub published: Published,
    /// What was spoken of.
    pub agenda: Vec<String>,
    /// What was decided: text, who carries it out, until when.
    pub decisions: Vec<(String, String, Option<Due>)>,
    /// The reader has opened it before.
    pub read: bool,
    /// Of how many it was read; for those who publish.
    pub readers: Option<u32>,
}
