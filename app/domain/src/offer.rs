//! A place that becomes free in a full session is offered to those who wait: to one family at a time, in the order in
//! which they came, until a certain time.
//!
//! What is decided here, and why:
//!
//! - Whoever could not take the place as things stand (the child is busy at that hour, a paper is missing) is passed over and
//!   keeps their place in the line: offering it to them would only hold it from the next.
//! - Whoever declines, or lets the offer lapse, leaves the line and is told so. At its end they would be offered the same
//!   place over and over where nobody else waits, and it would be held for nobody until the session begins. So an offer is
//!   made once for each time that a family lines up; one tap lines it up again, behind the others.
//! - Whoever loses an offer because the kindergarten fills the place by hand has done nothing for it: they stay where they
//!   stood.
//! - As long as an offer is out, as many places are kept as families stand in the line from it on. One who is not in the
//!   line cannot come in between; one who is takes a place only where one is left over for all before them.

use serde::{Deserialize, Serialize};

use crate::{ChildId, Plan, Settings, Slot, WaitId, time::Moment};

/// How an offer ended with which nobody took the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// Nobody answered in time: the family has left the line.
    Lapsed,
    /// The kindergarten has disposed of the place: the family stays where it stood.
    Filled,
}

crate::id::codes! { Ended { Lapsed = "lapsed", Filled = "filled" } }

/// Somebody in the line of a session. Lines come in the order in which they were joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which.
    pub id: WaitId,
    /// Who waits.
    pub child: ChildId,
    /// Until when a place is offered, if one is: the first minute at which it is no more.
    pub until: Option<Moment>,
    /// How the last offer ended.
    pub ended: Option<Ended>,
}

impl Line {
    /// Whether it is in the line at all: not, once an offer has lapsed.
    pub fn stands(&self) -> bool {
        self.ended != Some(Ended::Lapsed)
    }

    /// Whether a place is offered to it now.
    pub fn is_offered(&self, now: Moment) -> bool {
        self.until.is_some_and(|until| now < until)
    }
}

/// What becomes of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nobody has answered in time.
    Lapse(WaitId),
    /// There is no place to offer any more.
    Withdraw(WaitId),
    /// The session has come nearer: the offer ends earlier.
    Shorten(WaitId, Moment),
    /// The place is offered until then.
    Offer(WaitId, Moment),
}

/// Until when parents may take a place in a session.
fn deadline(slot: Slot, settings: &Settings) -> Moment {
    Moment { day: slot.day, minute: slot.start }.after(-i64::from(settings.booking_notice))
}

/// Until when an offer made now would hold: so long as the kindergarten has set, and never longer than parents may book.
/// None where that is over.
pub fn until(slot: &Slot, now: Moment, settings: &Settings) -> Option<Moment> {
    let last = deadline(*slot, settings);
    // An offer of no time at all would go past everybody.
    (now < last).then(|| now.after(i64::from(settings.offer_minutes.max(1))).min(last))
}

/// What has to be done with the line of a session, in this order, so that everything is as it should be: offers that are
/// over end, and the next is made.
///
/// `can_take` says whether the rules would let this child have the place now.
pub fn steps(
    plan: &Plan,
    lines: &[Line],
    now: Moment,
    settings: &Settings,
    can_take: impl Fn(ChildId) -> bool,
) -> Vec<Step> {
    let (there, last) = (has_place(plan), deadline(plan.slot, settings));
    let mut steps = Vec::new();
    let mut out = false;
    for line in lines {
        match line.until {
            None => {}
            Some(until) if until <= now => steps.push(Step::Lapse(line.id)),
            Some(_) if !there || last <= now => steps.push(Step::Withdraw(line.id)),
            Some(until) => {
                out = true;
                if last < until {
                    steps.push(Step::Shorten(line.id, last));
                }
            }
        }
    }
    if !out
        && there
        && let Some(until) = until(&plan.slot, now, settings)
    {
        let waits = |line: &&Line| line.stands() && line.until.is_none();
        let next = lines.iter().filter(waits).find(|line| !plan.has(line.child) && can_take(line.child));
        steps.extend(next.map(|line| Step::Offer(line.id, until)));
    }
    steps
}

/// Whether there is a place that parents may take.
fn has_place(plan: &Plan) -> bool {
    plan.open && plan.status.open() && plan.free() > 0
}

/// The lines as a step leaves them.
pub fn take(lines: &mut [Line], step: Step) {
    let (id, until, ended) = match step {
        Step::Lapse(id) => (id, None, Some(Ended::Lapsed)),
        Step::Withdraw(id) => (id, None, Some(Ended::Filled)),
        Step::Shorten(id, until) | Step::Offer(id, until) => (id, Some(until), None),
    };
    for line in lines.iter_mut().filter(|line| line.id == id) {
        (line.until, line.ended) = (until, ended);
    }
}

/// How many places there are for this child: what is free, without what is kept for those before it.
pub fn places_for(plan: &Plan, lines: &[Line], child: ChildId, now: Moment) -> usize {
    let Some(offered) = lines.iter().position(|line| line.is_offered(now)) else { return plan.free() };
    let is_own = |line: &&Line| line.child == child && line.stands();
    let ahead = if lines[..offered].iter().any(|line| is_own(&line)) {
        // Passed over, and now able to: only the one who has the offer goes first.
        1
    } else {
        lines[offered..].iter().take_while(|line| !is_own(line)).filter(|line| line.stands()).count()
    };
    plan.free().saturating_sub(ahead)
}

/// Where somebody stands in the line, counted from one; None for who is not in it any more.
pub fn position(lines: &[Line], id: WaitId) -> Option<u16> {
    let at = lines.iter().filter(|line| line.stands()).position(|line| line.id == id)?;
    u16::try_from(at + 1).ok()
}
