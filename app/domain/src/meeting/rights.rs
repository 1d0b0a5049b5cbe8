//! What somebody may do with a meeting and its minutes.

use serde::{Deserialize, Serialize};

use crate::{
    Actor, BodyRole, PersonId, Position,
    body::Composition,
    minutes::{Access, Section, Standing, State},
};

/// What somebody may do with a meeting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is asked by itself")]
pub struct Rights {
    /// Know that it takes place: when, where, who is invited. Its agenda and minutes are asked by
    /// [`Standing::access`].
    pub see: bool,
    /// Change it, call it off, take its attendance, change its agenda.
    pub keep: bool,
    /// Answer the invitation: those who sit in it.
    pub reply: bool,
    /// Publish what it decided (АПҚО ережесі 3.2).
    pub publish: bool,
}

impl Rights {
    /// Of somebody, in a meeting of the body as it is composed on the meeting's day. Who has left the body since keeps no
    /// right over it but to read what they have sat in; who leads it today keeps its papers.
    pub fn of(actor: &Actor, composition: &Composition) -> Self {
        let role = composition.role_of(actor.person);
        let today = actor.memberships.iter().find(|(body, _)| *body == composition.body).map(|(_, role)| *role);
        let leads = |role: Option<BodyRole>| matches!(role, Some(BodyRole::Chair | BodyRole::Secretary));
        let head = actor.is_any(&[Position::Head]);
        let keep = leads(role) && today.is_some() || leads(today);
        Self {
            see: role.is_some() || today.is_some() || head || reads_open(actor, composition),
            keep: keep || head,
            reply: role.is_some(),
            publish: keep,
        }
    }
}

/// Teaching staff read the open minutes of the kindergarten's own bodies (АПҚО ережесі 5.2).
fn reads_open(actor: &Actor, composition: &Composition) -> bool {
    let standing = Standing { chair: false, secretary: false, member: false, ..standing(actor, composition, false) };
    standing.access(Section::Agenda, State::Locked) >= Access::Read
}

/// What somebody is to a meeting, by the composition of its day.
pub fn standing(actor: &Actor, composition: &Composition, closed: bool) -> Standing {
    let role = composition.role_of(actor.person);
    Standing {
        chair: role == Some(BodyRole::Chair),
        secretary: role == Some(BodyRole::Secretary),
        member: role == Some(BodyRole::Member),
        body: composition.body,
        closed,
        positions: actor.positions.clone(),
    }
}

/// Everybody who is told of a change in a meeting of this composition, beside those whom [`Rights`] let in by position.
pub fn told(composition: &Composition) -> impl Iterator<Item = PersonId> {
    composition.members.iter().map(|member| member.person)
}
