//! Decisions of locked minutes: who carries them out, how far they are, and what came of them.

pub(crate) mod digest;
mod order;
mod register;

use domain::{
    MeetingId, OrgId, PersonId,
    minutes::text::{Decision, Due},
};

use crate::{Store, dialect::Link, error::Result, execute, statements};

impl Store {
    /// Writes a decision of minutes that are being locked into the register. Its words stay as they were signed.
    pub(crate) async fn insert_decision(
        &self,
        link: &mut Link,
        org: OrgId,
        meeting: MeetingId,
        place: i32,
        decision: &Decision,
        person: Option<PersonId>,
    ) -> Result<()> {
        let names: Vec<String> = decision.responsible.iter().map(domain::Name::full).collect();
        let (due, ongoing) = match decision.due {
            Some(Due::Day(day)) => (Some(day), false),
            Some(Due::Ongoing) => (None, true),
            None => (None, false),
        };
        let votes = decision.votes;
        let count = |of: fn(&domain::minutes::text::Votes) -> u16| votes.as_ref().map(|votes| i32::from(of(votes)));
        execute!(
            link,
            INSERT_DECISION,
            decision.id.0,
            org.0,
            meeting.0,
            place,
            &decision.text,
            names.join(", "),
            person.map(|person| person.0),
            due,
            ongoing,
            count(|votes| votes.aye),
            count(|votes| votes.nay),
            count(|votes| votes.abstained)
        )?;
        Ok(())
    }
}

statements! {
    INSERT_DECISION = "INSERT INTO decision (id, org, meeting, line, text, responsible, person, due, ongoing, aye, nay, \
        abstained) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
}

pub(crate) const ALL_STATEMENTS: &[&[(&str, &str)]] =
    &[STATEMENTS, digest::STATEMENTS, order::STATEMENTS, register::STATEMENTS];
