//! A plan that comes from outside: who may make it, and what of it is taken.

use domain::{
    Actor, By, ChildId, Permission, Plan, Refusal, Rule, Status, Verdict,
    refusal::Problem,
    rules::Finding,
    sight,
    time::{DAY, STEP},
};

use super::Stored;
use crate::{
    directory::Kindergarten,
    error::{Error, Result},
};

/// Most places that a session has in the schema.
const MOST: usize = 10;

/// Longest reason, in characters.
const LONGEST_REASON: usize = 500;

/// Everybody's sessions, or those that one holds oneself, before the change and after it.
pub(crate) fn may_plan(actor: &Actor, plans: &[&Plan]) -> Result<()> {
    let holds = |plan: &&Plan| plan.staff.contains(&actor.person);
    if actor.may(Permission::PlanAll) || actor.may(Permission::PlanOwn) && plans.iter().all(holds) {
        return Ok(());
    }
    Err(Error::forbidden())
}

/// The session must be the one that the actor saw; otherwise this is how it stands now.
pub(super) fn seen_as(actor: &Actor, stored: &Stored, version: i64, kindergarten: &Kindergarten) -> Result<()> {
    let current = sight::session(actor, &stored.session, &kindergarten.directory)
        .ok_or_else(|| Error::from(Refusal::NotFound))?;
    if stored.session.version == version { Ok(()) } else { Err(Error::stale(current)) }
}

/// A reason without the empty space around it, if one is given.
pub(super) fn reason(text: Option<&str>) -> Result<Option<String>> {
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    if text.is_some_and(|text| text.chars().count() > LONGEST_REASON) {
        return Err(Error::invalid("reason", Problem::TooLong));
    }
    Ok(text.map(str::to_owned))
}

/// The plan as the store takes it: what only the server decides is set by the server, children whose names the actor
/// may not know keep their seats, and what the schema could not hold is refused in words.
pub(super) fn sound(mut plan: Plan, before: Option<(&Actor, &Stored, &Kindergarten)>) -> Result<Plan> {
    plan.by = By::Staff;
    plan.hidden = 0;
    plan.session = before.map(|(_, stored, _)| stored.id());
    plan.reason = reason(plan.reason.as_deref())?;
    if let Some((actor, stored, kindergarten)) = before {
        let shown = sight::session(actor, &stored.session, &kindergarten.directory);
        let is_hidden = |child: ChildId| shown.as_ref().is_none_or(|session| !session.plan.has(child));
        for seat in stored.plan().seats.iter().filter(|seat| is_hidden(seat.child)) {
            if !plan.has(seat.child) {
                plan.seats.push(*seat);
            }
        }
        for with in stored.plan().assistants.iter().filter(|with| is_hidden(with.child)) {
            if !plan.assistants.contains(with) {
                plan.assistants.push(*with);
            }
        }
    }
    let slot = plan.slot;
    if slot.minutes == 0 || slot.start >= DAY || slot.end() > DAY || !slot.start.is_multiple_of(STEP) {
        return Err(Error::invalid("slot", Problem::Date));
    }
    if plan.children() > MOST {
        let rule = Rule::TooMany { max: 10, children: u8::try_from(plan.children()).unwrap_or(u8::MAX) };
        return Err(Error::rules(
            Verdict { findings: vec![Finding::refusal(rule, (plan.body, plan.kind))] },
            Vec::new(),
        ));
    }
    let mut people: Vec<_> = plan.staff.iter().chain(plan.assistants.iter().map(|with| &with.person)).collect();
    people.sort();
    if people.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(Error::invalid("staff", Problem::Choice));
    }
    let accompanied = |child: ChildId| plan.has(child);
    if plan.assistants.iter().any(|with| !accompanied(with.child)) {
        return Err(Error::invalid("assistants", Problem::Choice));
    }
    let fewest = u8::try_from(plan.children()).unwrap_or(u8::MAX);
    let most = domain::rule(plan.body, plan.kind).map_or(fewest, |rule| rule.children.1);
    plan.places = plan.places.min(most).max(fewest);
    if domain::rule(plan.body, plan.kind).is_some_and(|rule| !rule.takes_room(plan.online)) {
        plan.room = None;
    }
    Ok(plan)
}

/// The word for a change in the log.
pub(super) fn action(before: &Plan, after: &Plan) -> &'static str {
    match (before.status, after.status) {
        (Status::Cancelled, _) => "session.restore",
        (_, Status::Done) => "session.done",
        (_, Status::NoShow) => "session.no_show",
        (Status::Draft, Status::Confirmed) => "session.confirm",
        _ if before.slot != after.slot || before.room != after.room || before.staff != after.staff => "session.move",
        _ => "session.change",
    }
}
