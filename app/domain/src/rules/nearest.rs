//! What would be allowed instead: the nearest legal times, and the free times of a day.

use chrono::NaiveDate;

use super::{
    Finding, Rule, Weight,
    check::{Case, check},
    conflicts,
};
use crate::{
    By, Context, Plan, Slot,
    context::Hours,
    kind,
    time::{DAY, STEP, shift},
};

/// How far the search goes to either side, in days.
const REACH: i64 = 14;

/// How many times are suggested.
const SUGGESTED: usize = 6;

/// How many suggestions there must be, as long as there are as many legal times.
const WANTED: usize = 3;

/// The nearest legal times for the same plan within two weeks, nearest first: up to six, and three at least where there
/// are three (requirements §2 no. 2; design.md, invariant 6).
///
/// The same time on another day is nearer than the other end of it. Of times that lie closer together than the plan is
/// long only one is suggested, as long as there are others. Empty if what refuses the plan is no matter of time.
pub fn nearest(plan: &Plan, context: &Context) -> Vec<Slot> {
    if is_hopeless(&check(plan, context).findings) {
        return Vec::new();
    }
    let mut search = Search::new(plan, context);
    let mut starts = Vec::new();
    for away in -REACH..=REACH {
        search.starts(shift(plan.slot.day, away), STEP, &mut starts);
    }
    let nearness = |slot: &Slot| (distance(*slot, plan.slot), *slot < plan.slot);
    starts.sort_by_key(nearness);
    let mut candidates: Vec<(Slot, Option<bool>)> = starts.into_iter().map(|slot| (slot, None)).collect();
    let mut chosen: Vec<Slot> = Vec::new();
    for variety in [Variety::Full, Variety::Apart, Variety::None] {
        let enough = if variety == Variety::Full { SUGGESTED } else { WANTED };
        for (slot, legal) in &mut candidates {
            if chosen.len() >= enough {
                break;
            }
            if variety.welcomes(*slot, plan, &chosen) && *legal.get_or_insert_with(|| search.is_legal(*slot)) {
                chosen.push(*slot);
            }
        }
    }
    chosen.sort_by_key(nearness);
    chosen
}

/// Every legal start of the plan on a day, in order, in steps of `step` minutes counted from midnight.
pub fn free(plan: &Plan, day: NaiveDate, step: u16, context: &Context) -> Vec<Slot> {
    let mut search = Search::new(plan, context);
    let mut candidates = Vec::new();
    search.starts(day, if step == 0 { STEP } else { step }, &mut candidates);
    candidates.retain(|slot| search.is_legal(*slot));
    candidates
}

/// Days weigh whole, whatever the hour: the same time tomorrow comes before the other end of tomorrow.
fn distance(slot: Slot, wanted: Slot) -> i64 {
    (slot.day - wanted.day).num_days().abs() * i64::from(DAY) + i64::from(slot.start.abs_diff(wanted.start))
}

/// How different the suggestions must be from each other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Variety {
    /// Half of them on the day wanted, one on each other day.
    Full,
    /// At least the plan's length apart.
    Apart,
    /// Anything that was not chosen yet.
    None,
}

impl Variety {
    fn welcomes(self, slot: Slot, plan: &Plan, chosen: &[Slot]) -> bool {
        let mut same_day = chosen.iter().filter(|other| other.day == slot.day);
        match self {
            Self::Full => {
                let on_a_day = if slot.day == plan.slot.day { SUGGESTED / 2 } else { 1 };
                same_day.clone().count() < on_a_day && !same_day.any(|other| other.overlaps(&slot))
            }
            Self::Apart => !same_day.any(|other| other.overlaps(&slot)),
            Self::None => !same_day.any(|other| *other == slot),
        }
    }
}

/// When a refusal could pass.
#[derive(PartialEq, Eq)]
pub(crate) enum Mend {
    /// At no time.
    Never,
    /// On another day.
    Day,
    /// At another hour.
    Hour,
}

pub(crate) fn mend(finding: &Finding) -> Mend {
    match finding.rule {
        Rule::Past
        | Rule::BookingWindow { .. }
        | Rule::NotBookable
        | Rule::Closed
        | Rule::WorkingHours { .. }
        | Rule::Absent { hours: Some(_), .. }
        | Rule::ReceptionHours { .. }
        | Rule::StaffBusy { .. }
        | Rule::Buffer { .. }
        | Rule::RoomBusy { .. }
        | Rule::ChildBusy { .. }
        | Rule::AssistantBusy { .. } => Mend::Hour,
        Rule::Holiday { .. }
        | Rule::Absent { hours: None, .. }
        | Rule::NoPmpk { .. }
        | Rule::AssistantPmpk { .. }
        | Rule::AssistantNotAssigned { .. } => Mend::Day,
        _ => Mend::Never,
    }
}

/// A refusal, or the want of a reason, which suggestions must not have either.
fn stands_in_the_way(finding: &Finding) -> bool {
    finding.weight != Weight::Warn
}

/// Whether something stands in the way that no time mends. What a parent may not book here, they may at best leave
/// where it is: nothing to suggest either.
fn is_hopeless(findings: &[Finding]) -> bool {
    let never = |finding: &Finding| mend(finding) == Mend::Never || finding.rule == Rule::NotBookable;
    findings.iter().any(|finding| stands_in_the_way(finding) && never(finding))
}

/// The plan, tried at other times. Hours and conflicts are looked at before the rules are asked: the rules decide, but
/// most times need not be brought before them.
struct Search<'a> {
    plan: &'a Plan,
    context: &'a Context,
    trial: Plan,
    /// Days on which nothing is legal, as a refusal has shown.
    lost: Vec<NaiveDate>,
}

impl<'a> Search<'a> {
    fn new(plan: &'a Plan, context: &'a Context) -> Self {
        Self { plan, context, trial: plan.clone(), lost: Vec::new() }
    }

    /// Adds the starts of a day at which the house is open and nobody is busy.
    fn starts(&self, day: NaiveDate, step: u16, starts: &mut Vec<Slot>) {
        let Some(rule) = kind::rule(self.plan.body, self.plan.kind) else { return };
        let (case, directory) = (Case::new(self.plan, self.context, rule), &self.context.directory);
        if day < self.context.now.day || directory.holidays.contains_key(&day) {
            return;
        }
        let busy: Vec<(Slot, u16)> = conflicts::others(self.plan, day, self.context)
            .filter_map(|session| Some((session.plan.slot, conflicts::distance(&case, &session.plan)?)))
            .collect();
        for start in (0..DAY).step_by(usize::from(step)) {
            let slot = Slot { day, start, minutes: self.plan.slot.minutes };
            let open = Hours::cover(&directory.hours, &slot) && !self.context.is_past(&slot);
            if open && self.is_working(slot) && !busy.iter().any(|(other, gap)| slot.nearer_than(other, *gap)) {
                starts.push(slot);
            }
        }
    }

    /// Whether everybody who holds it works then and is there, and receives parents if one of them asks for a time of
    /// their own.
    fn is_working(&self, slot: Slot) -> bool {
        let directory = &self.context.directory;
        if self.plan.staff.iter().any(|person| directory.away(*person, &slot).is_some()) {
            return false;
        }
        let receives = self.plan.by == By::Parent && self.plan.session.is_none();
        let staff = self.plan.staff.iter().filter_map(|person| directory.staff.get(person));
        staff
            .into_iter()
            .all(|staff| Hours::cover(staff.hours.iter().filter(|hours| !receives || hours.reception), &slot))
    }

    /// Whether the rules accept the plan at this time, and want no reason that is not given.
    fn is_legal(&mut self, slot: Slot) -> bool {
        if self.lost.contains(&slot.day) {
            return false;
        }
        self.trial.slot = slot;
        let verdict = check(&self.trial, self.context);
        let in_the_way = || verdict.findings.iter().filter(|finding| stands_in_the_way(finding));
        if in_the_way().any(|finding| mend(finding) != Mend::Hour) {
            self.lost.push(slot.day);
        }
        in_the_way().next().is_none()
    }
}
