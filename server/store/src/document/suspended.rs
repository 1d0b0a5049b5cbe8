//! Sessions to come that wait for a consent or a contract.

use chrono::{DateTime, Utc};
use domain::{
    Actor, Permission, Position,
    document::{self, view::Suspended},
    kind::Paper,
    sight,
    time::shift,
};

use crate::{
    Store,
    error::{Error, Result},
};

/// Days ahead in which they are looked for; further ahead nothing is planned yet.
const AHEAD: i64 = 120;

impl Store {
    /// Sessions to come with children whose consent or contract does not hold on their day: of those that the actor
    /// holds; of all, for those who plan all and the head.
    ///
    /// # Errors
    /// [`Forbidden`](domain::Refusal::Forbidden) to all who do not see the calendar.
    pub async fn suspended(&self, actor: &Actor, now: DateTime<Utc>) -> Result<Vec<Suspended>> {
        if !actor.may(Permission::SeeCalendar) {
            return Err(Error::forbidden());
        }
        let (kindergarten, _) = self.kindergarten(&mut self.read().await?, actor.org, now).await?;
        let today = kindergarten.clock(now).day;
        let (kindergarten, _, weeks) = self.view(actor.org, today, shift(today, AHEAD), now).await?;
        let directory = &kindergarten.directory;
        let all = actor.may(Permission::PlanAll) || actor.is_any(&[Position::Head]);
        let mut found = Vec::new();
        for stored in weeks.iter().flat_map(|week| &week.sessions) {
            let session = &stored.session;
            let plan = &session.plan;
            let is_mine = all || plan.staff.contains(&actor.person);
            if plan.slot.day < today || !is_mine || document::suspended(plan, directory).is_empty() {
                continue;
            }
            let Some(seen) = sight::session(actor, session, directory) else { continue };
            let paper = domain::rule(plan.body, plan.kind).and_then(|rule| rule.paper).unwrap_or(Paper::Consent);
            let children = document::suspended(&seen.plan, directory);
            let children = children.iter().filter_map(|child| directory.children.get(child));
            found.push(Suspended {
                session: session.id,
                slot: plan.slot,
                kind: plan.kind,
                staff: plan.staff.iter().map(|person| kindergarten.name_of(*person)).collect(),
                children: children
                    .map(|child| {
                        let agreement = match paper {
                            Paper::Consent => child.consent,
                            Paper::Contract => child.contract,
                        };
                        (child.name.clone(), paper, agreement)
                    })
                    .collect(),
            });
        }
        found.sort_by_key(|suspended| (suspended.slot.day, suspended.slot.start, suspended.session));
        Ok(found)
    }
}
