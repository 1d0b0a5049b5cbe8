//! What is proposed for a week, and taking it.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Actor, Permission, Plan, Status,
    autoplan::{Proposals, Scope, judge, propose},
    refusal::Problem,
    sight,
    time::{monday, shift},
};

use super::{Attempt, Saved, TRIES, Writing, plan, saved, whole_context};
use crate::{
    Store,
    error::{Error, Result},
};

/// Most proposals that are taken at once.
const MOST: usize = 300;

impl Store {
    /// Sessions that children still need in the week of a day, proposed so that no rule speaks against them. Whoever plans
    /// their own only is proposed what they would hold, for children whose needs they may know.
    ///
    /// # Errors
    /// [`Forbidden`](domain::Refusal::Forbidden) to all who plan nothing.
    pub async fn propose(&self, actor: &Actor, day: NaiveDate, scope: Scope, now: DateTime<Utc>) -> Result<Proposals> {
        let all = actor.may(Permission::PlanAll);
        if !all && !actor.may(Permission::PlanOwn) {
            return Err(Error::forbidden());
        }
        // The week before tells in which room everybody usually is.
        let (from, to) = (shift(monday(day), -7), shift(monday(day), 6));
        let (kindergarten, _, weeks) = self.view(actor.org, from, to, now).await?;
        let context = whole_context(kindergarten.clock(now), &kindergarten, &weeks);
        let mut needs = context.needs(day);
        // What goes in is cut down to what the actor may know, and nothing else comes out.
        let knows = |child| sight::child(actor, child).is_some_and(|child| child.needs.is_some());
        needs.retain(|need| context.directory.children.get(&need.child).is_some_and(knows));
        let holder = (!all).then_some(actor.person);
        Ok(tokio::task::spawn_blocking(move || propose(&context, &needs, scope, day, holder)).await?)
    }

    /// Takes proposals, each by itself: one that has become impossible keeps none of the others.
    ///
    /// # Errors
    /// [`Forbidden`](domain::Refusal::Forbidden) before anything is written, if one of them is not the actor's to plan;
    /// [`Invalid`](domain::Refusal::Invalid) for more than 300. What came of each is in the list.
    pub async fn take_proposals(
        &self,
        actor: &Actor,
        plans: Vec<Plan>,
        now: DateTime<Utc>,
    ) -> Result<Vec<Result<Saved>>> {
        plan::may_plan(actor, &plans.iter().collect::<Vec<_>>())?;
        if plans.len() > MOST {
            return Err(Error::invalid("plans", Problem::TooLong));
        }
        let mut outcomes = Vec::with_capacity(plans.len());
        for plan in plans {
            outcomes.push(self.take_proposal(actor, plan, now).await);
        }
        Ok(outcomes)
    }

    async fn take_proposal(&self, actor: &Actor, plan: Plan, now: DateTime<Utc>) -> Result<Saved> {
        let plan = plan::sound(plan, None)?;
        if plan.status != Status::Draft {
            return Err(Error::invalid("status", Problem::Choice));
        }
        for _ in 0..TRIES {
            match self.take_proposal_once(actor, plan.clone(), now).await {
                Err(attempt) => self.settle(actor, attempt, &[plan.slot.day], now).await?,
                Ok(saved) => return Ok(saved),
            }
        }
        Err(Error::again())
    }

    /// What is proposed must be possible as it was when it was proposed: as a confirmed session, and still needed.
    async fn take_proposal_once(&self, actor: &Actor, plan: Plan, now: DateTime<Utc>) -> Result<Saved, Attempt> {
        let mut writing = Writing::begin(self, actor.org, [plan.slot.day], now).await?;
        let verdict = judge(&plan, &writing.context(&plan));
        if !verdict.accepted() {
            return Err(Attempt::Rules(Box::new(plan), verdict));
        }
        let stored = writing.insert("session.create", actor, plan, None).await?;
        let kindergarten = writing.kindergarten.clone();
        writing.finish(actor).await?;
        Ok(saved(actor, &kindergarten, &stored, verdict)?)
    }
}
