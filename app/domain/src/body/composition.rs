//! The composition of a body: who belongs to it, by an order of the head (АПҚО ережесі 2.1, Order 92 ¶4 and ¶14).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Body, BodyRole};
use crate::{CompositionId, PersonId};

/// What the chair is called: both words stand in АПҚО ережесі (2.9, 3.2.1), so who presides chooses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChairTitle {
    /// Төраға.
    #[default]
    Toragha,
    /// Төрайым.
    Torayym,
}

crate::id::codes! { ChairTitle { Toragha = "toragha", Torayym = "torayym" } }

/// A person in a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Member {
    /// Who.
    pub person: PersonId,
    /// As what.
    pub role: BodyRole,
}

/// A body as one order makes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Composition {
    /// Its id.
    pub id: CompositionId,
    /// The body.
    pub body: Body,
    /// The number of the order.
    pub order_number: String,
    /// The day of the order.
    pub order_date: NaiveDate,
    /// The first day on which it holds.
    pub from: NaiveDate,
    /// The last day on which it holds, None until another order ends it.
    pub until: Option<NaiveDate>,
    /// What its chair is called.
    pub chair_title: ChairTitle,
    /// Everybody in it.
    pub members: Vec<Member>,
}

/// What is wrong with a composition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// The body has no meetings, so it has no composition.
    NoMeetings,
    /// The order has no number.
    NoNumber,
    /// It would hold before its order was given.
    BeforeOrder,
    /// It ends before it begins.
    EndsBeforeItBegins,
    /// Nobody presides.
    NoChair,
    /// More than one presides.
    TwoChairs,
    /// More than one keeps the documents.
    TwoSecretaries,
    /// Somebody is in it twice.
    Twice(PersonId),
    /// There is nobody beside the chair: a secretary is elected from the members (АПҚО ережесі 2.3).
    NobodyToElect,
}

/// Why somebody cannot be elected secretary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotElected {
    /// The secretary is elected from the members (АПҚО ережесі 2.3).
    NoMember,
    /// Two sign the minutes (АПҚО ережесі 4.1): the chair cannot be both.
    Chair,
}

impl Composition {
    /// Everything that is wrong with it.
    pub fn faults(&self) -> Vec<Fault> {
        let count = |role| self.members.iter().filter(|member| member.role == role).count();
        let mut faults = Vec::new();
        let mut when = |wrong, fault| {
            if wrong {
                faults.push(fault);
            }
        };
        when(!self.body.meets(), Fault::NoMeetings);
        when(self.order_number.trim().is_empty(), Fault::NoNumber);
        when(self.from < self.order_date, Fault::BeforeOrder);
        when(self.until.is_some_and(|until| until < self.from), Fault::EndsBeforeItBegins);
        when(count(BodyRole::Chair) == 0, Fault::NoChair);
        when(count(BodyRole::Chair) > 1, Fault::TwoChairs);
        when(count(BodyRole::Secretary) > 1, Fault::TwoSecretaries);
        when(count(BodyRole::Secretary) + count(BodyRole::Member) == 0, Fault::NobodyToElect);
        let mut people: Vec<PersonId> = self.members.iter().map(|member| member.person).collect();
        people.sort_unstable();
        let mut twice: Vec<PersonId> = people.windows(2).filter(|two| two[0] == two[1]).map(|two| two[0]).collect();
        twice.dedup();
        faults.extend(twice.into_iter().map(Fault::Twice));
        faults
    }

    /// Whether it holds on a day.
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// What a person is in it, None for who is not in it.
    pub fn role_of(&self, person: PersonId) -> Option<BodyRole> {
        self.members.iter().find(|member| member.person == person).map(|member| member.role)
    }

    /// Who holds a role that one person has.
    pub fn holder(&self, role: BodyRole) -> Option<PersonId> {
        self.members.iter().find(|member| member.role == role).map(|member| member.person)
    }

    /// The composition once the members have elected a secretary (АПҚО ережесі 2.3). Who was secretary is a member again.
    ///
    /// # Errors
    /// Where the person is not a member, or presides.
    pub fn elect(&self, person: PersonId) -> Result<Self, NotElected> {
        match self.role_of(person) {
            None => return Err(NotElected::NoMember),
            Some(BodyRole::Chair) => return Err(NotElected::Chair),
            Some(BodyRole::Secretary | BodyRole::Member) => {}
        }
        let mut elected = self.clone();
        for member in &mut elected.members {
            if member.person == person {
                member.role = BodyRole::Secretary;
            } else if member.role == BodyRole::Secretary {
                member.role = BodyRole::Member;
            }
        }
        Ok(elected)
    }
}

/// The composition that holds on a day: of several the one whose order is the latest.
pub fn in_force(compositions: &[Composition], body: Body, day: NaiveDate) -> Option<&Composition> {
    compositions
        .iter()
        .filter(|composition| composition.body == body && composition.holds(day))
        .max_by_key(|composition| (composition.from, composition.order_date, composition.id))
}
