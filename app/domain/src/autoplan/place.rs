//! Finds a place for each session: the hardest first, then, for what found none, by moving what was proposed before.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
};

use chrono::NaiveDate;

use super::{
    Need, Obstacle, Proposal, Proposals, Scope, Unplaced,
    board::{Board, takes_room},
    judge,
    repair::REPAIRS,
    roster::{self, Wish},
};
use crate::{
    Assistance, Child, ChildId, Context, Kind, PersonId, Plan, RoomId, Rule, Seat, Slot, Status,
    kind::{KindRule, usual},
    rules::{Finding, Mend, Weight, check, mend},
};

/// How often the rules may turn down what looked free, for one session.
const TURNED_DOWN: usize = 24;

/// What makes a time worse than another, in points. The early morning costs nothing.
mod cost {
    /// A child has a session on that day already.
    pub(super) const SAME_DAY: i64 = 600;
    /// Or on the day before or after.
    pub(super) const NEXT_DAY: i64 = 25;
    /// Somebody who does not have the child in their care holds it.
    pub(super) const NOT_IN_CARE: i64 = 300;
    /// It is not in the usual room.
    pub(super) const OTHER_ROOM: i64 = 40;
    /// It is after noon.
    pub(super) const AFTERNOON: i64 = 60;
    pub(super) const NOON: u16 = 13 * 60;
    /// So many minutes of the day cost a point: later, or more held on that day, or in the week.
    pub(super) const LATER: i64 = 5;
    pub(super) const FULL_DAY: i64 = 3;
    pub(super) const FULL_WEEK: i64 = 12;
}

/// A session that is wanted.
#[derive(Clone)]
pub(super) struct Unit<'a> {
    pub(super) rule: &'static KindRule,
    pub(super) children: Vec<&'a Child>,
    /// Who could hold it, as far as time does not matter, as places among the holders.
    pub(super) holders: Vec<usize>,
}

/// When, where and by whom.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Spot {
    holder: usize,
    day: usize,
    start: u16,
    room: Option<RoomId>,
}

pub(super) struct Planner<'a> {
    source: &'a Context,
    pub(super) board: Board,
    /// What has been proposed so far, by number.
    pub(super) placed: Vec<(Unit<'a>, Plan)>,
    /// Attempts to move what was proposed that are left.
    pub(super) repairs: usize,
}

/// Why sessions of a child have no place.
pub(super) type Failed = BTreeMap<(ChildId, Kind), Vec<Obstacle>>;

impl<'a> Planner<'a> {
    pub(super) fn new(source: &'a Context, day: NaiveDate, holder: Option<PersonId>) -> Self {
        Self { source, board: Board::new(source, day, holder), placed: Vec::new(), repairs: REPAIRS }
    }

    pub(super) fn propose(mut self, needs: &[Need], scope: Scope) -> Proposals {
        let mut failed = Failed::new();
        let mut units = self.units(needs, scope, &mut failed);
        for unit in &mut units {
            unit.holders = self.holders(unit);
        }
        let slack = |unit: &Unit| self.slack(unit);
        units.sort_by_cached_key(|unit| (Reverse(unit.children.len()), slack(unit), unit.children[0].id));
        let homeless: Vec<_> = units.into_iter().filter_map(|unit| self.settle(unit)).collect();
        let homeless: Vec<_> = homeless.into_iter().filter_map(|unit| self.repair(unit)).collect();
        for unit in homeless {
            self.shrink(unit, &mut failed);
        }
        self.finish(needs, scope, failed)
    }

    /// Every session that is wanted. What no time mends is set aside first, so that nobody waits in a group for a child
    /// that may not come.
    fn units(&self, needs: &[Need], scope: Scope, failed: &mut Failed) -> Vec<Unit<'a>> {
        let (mut alone, mut together): (Vec<Unit>, BTreeMap<Kind, Vec<Wish>>) = (Vec::new(), BTreeMap::new());
        for need in needs.iter().filter(|need| need.missing() > 0) {
            let Some(child) = self.source.directory.children.get(&need.child) else { continue };
            let rule = usual(need.kind);
            let papers = self.papers(child, rule);
            if !papers.is_empty() {
                fail(failed, child, rule, papers);
            } else if rule.children.1 > 1 {
                together.entry(need.kind).or_default().push(Wish { child, times: need.missing() });
            } else if scope.covers(child) {
                let unit = || Unit { rule, children: vec![child], holders: Vec::new() };
                alone.extend((0..need.missing()).map(|_| unit()));
            }
        }
        for (kind, wishes) in together {
            let rule = usual(kind);
            let (min, max) = rule.children;
            let largest = self.board.largest_room(rule);
            let rosters = roster::form(&wishes, (usize::from(min), usize::from(max.min(largest))));
            for (wish, alike) in rosters.left {
                let why = if largest < min {
                    Obstacle::NoRoom { children: min }
                } else {
                    Obstacle::TooFewAlike { children: count(alike), min }
                };
                fail(failed, wish.child, rule, vec![why]);
            }
            let meant = |children: &Vec<&Child>| children.iter().any(|child| scope.covers(child));
            let units = rosters.groups.into_iter().filter(meant);
            alone.extend(units.map(|children| Unit { rule, children, holders: Vec::new() }));
        }
        alone
    }

    /// What must be signed or concluded and is not, on any day that is left.
    fn papers(&self, child: &Child, rule: &'static KindRule) -> Vec<Obstacle> {
        let unit = Unit { rule, children: vec![child], holders: Vec::new() };
        let first = self.board.days.iter().position(|day| *day >= self.source.now.day).unwrap_or(0);
        let plan = self.plan(&unit, None, Spot { holder: 0, day: first, start: 0, room: None });
        let findings = check(&Plan { status: Status::Confirmed, ..plan }, &self.board.context).findings;
        let paper = |finding: &Finding| {
            matches!(finding.rule, Rule::NoConsent { .. } | Rule::NoContract { .. } | Rule::NoPmpk { .. })
        };
        findings.into_iter().filter(paper).map(Obstacle::Rule).collect()
    }

    /// Who could hold it at some time.
    pub(super) fn holders(&self, unit: &Unit) -> Vec<usize> {
        (0..self.board.holders.len())
            .filter(|holder| self.against(unit, *holder).is_some_and(|against| against.is_empty()))
            .collect()
    }

    /// What speaks against somebody at any time; None for who does not hold this kind.
    pub(super) fn against(&self, unit: &Unit, holder: usize) -> Option<Vec<Finding>> {
        let staff = &self.board.holders[holder].staff;
        if !staff.holds(unit.rule) {
            return None;
        }
        // Sunday at midnight: the hour does not matter, and there is the least to look at.
        let spot = Spot { holder, day: 6, start: 0, room: None };
        let findings = judge(&self.plan(unit, Some(holder), spot), &self.board.context).findings;
        let lasting = |finding: &Finding| {
            finding.weight == Weight::Refuse && mend(finding) == Mend::Never && finding.rule != Rule::NoRoom
        };
        // More than its needs is a matter of the count, which is kept here.
        Some(
            findings
                .into_iter()
                .filter(lasting)
                .filter(|finding| !matches!(finding.rule, Rule::QuotaOver { .. }))
                .collect(),
        )
    }

    /// In how many ways it could be placed now, roughly.
    fn slack(&self, unit: &Unit) -> usize {
        let minutes = self.minutes(unit);
        let days = 0..self.board.days.len();
        days.map(|day| {
            let free = self.board.free_of(&unit.children, day);
            let starts = |holder: &usize| self.board.holders[*holder].time.free(day).and(&free).starts(minutes).count();
            unit.holders.iter().map(starts).sum::<usize>()
        })
        .sum()
    }

    pub(super) fn minutes(&self, unit: &Unit) -> u16 {
        unit.rule.default_minutes(self.board.directory().settings.level)
    }

    fn plan(&self, unit: &Unit, holder: Option<usize>, spot: Spot) -> Plan {
        let rule = unit.rule;
        let seat = |child: &&Child| Seat { child: child.id, with_parent: rule.with_parent };
        let when = Slot { day: self.board.days[spot.day], start: spot.start, minutes: self.minutes(unit) };
        Plan {
            staff: holder.map(|holder| self.board.holders[holder].staff.id).into_iter().collect(),
            room: spot.room,
            online: !takes_room(rule),
            seats: unit.children.iter().map(seat).collect(),
            ..Plan::draft(rule, when)
        }
    }

    /// Finds a place and takes it; gives the unit back where there is none.
    pub(super) fn settle(&mut self, unit: Unit<'a>) -> Option<Unit<'a>> {
        let number = self.placed.len();
        match self.find(&unit) {
            Some(plan) => {
                self.board.put(number, &plan);
                self.placed.push((unit, plan));
                None
            }
            None => Some(unit),
        }
    }

    /// The best place, as far as the rules let it pass.
    pub(super) fn find(&self, unit: &Unit) -> Option<Plan> {
        let (mut holders, mut days, mut spots) = (unit.holders.clone(), [true; 7], Vec::new());
        for _ in 0..TURNED_DOWN {
            let spot = self.best(unit, &holders, days, &spots)?;
            let plan = self.plan(unit, Some(spot.holder), spot);
            let Some(finding) = self.turned_down(&plan) else {
                return Some(self.accompanied(plan));
            };
            match mend(&finding) {
                Mend::Never => holders.retain(|holder| *holder != spot.holder),
                Mend::Day => days[spot.day] = false,
                Mend::Hour => spots.push(spot),
            }
        }
        None
    }

    fn turned_down(&self, plan: &Plan) -> Option<Finding> {
        judge(plan, &self.board.context).findings.into_iter().find(|finding| finding.weight == Weight::Refuse)
    }

    /// With the assistants who are assigned to its children on that day (Order 92 ¶14), where they can come.
    fn accompanied(&self, plan: Plan) -> Plan {
        let day = plan.slot.day;
        let assigned =
            self.board.directory().assignments.iter().filter(|assignment| {
                (assignment.from..=assignment.to).contains(&day) && plan.has(assignment.who.child)
            });
        let mut assistants: Vec<Assistance> = assigned.map(|assignment| assignment.who).collect();
        assistants.sort_unstable();
        assistants.dedup_by_key(|assistance| assistance.child);
        if assistants.is_empty() {
            return plan;
        }
        let with = Plan { assistants, ..plan.clone() };
        if self.turned_down(&with).is_none() { with } else { plan }
    }

    /// The cheapest of the times that are free to all.
    fn best(&self, unit: &Unit, holders: &[usize], days: [bool; 7], not: &[Spot]) -> Option<Spot> {
        let (minutes, room) = (self.minutes(unit), takes_room(unit.rule));
        let mut best: Option<(i64, Spot)> = None;
        for day in (0..days.len()).filter(|day| days[*day]) {
            let children = self.board.free_of(&unit.children, day);
            let of_children = self.crowd(unit, day);
            for holder in holders {
                let (number, holder) = (*holder, &self.board.holders[*holder]);
                let free = holder.time.free(day).and(&children);
                let fixed = of_children + self.care(unit, number) + self.load(number, day);
                for start in free.starts(minutes) {
                    let so_far = fixed + later(start);
                    // Times only grow dearer from here on.
                    if best.is_some_and(|(cost, _)| so_far >= cost) {
                        break;
                    }
                    let end = start + minutes;
                    let mut rooms = self.board.rooms_for(holder, unit.children.len()).enumerate();
                    let found = rooms.find(|(_, (_, time))| time.free(day).has(start, end));
                    let (dearer, in_room) = match found {
                        _ if !room => (0, None),
                        Some((0, (id, _))) => (0, Some(id)),
                        Some((_, (id, _))) => (cost::OTHER_ROOM, Some(id)),
                        None => continue,
                    };
                    let spot = Spot { holder: number, day, start, room: in_room };
                    let cheaper = best.is_none_or(|(cost, _)| so_far + dearer < cost);
                    if cheaper && !not.contains(&spot) {
                        best = Some((so_far + dearer, spot));
                    }
                }
            }
        }
        best.map(|(_, spot)| spot)
    }

    /// What it costs that the children have sessions on that day already, or on the days beside it.
    fn crowd(&self, unit: &Unit, day: usize) -> i64 {
        let on = |child: &&&Child, day: usize| i64::try_from(self.board.sessions_of(child.id, day)).unwrap_or(0);
        let beside = |child: &&&Child| {
            let before = if day > 0 { on(child, day - 1) } else { 0 };
            before + if day + 1 < self.board.days.len() { on(child, day + 1) } else { 0 }
        };
        let costs = |child: &&Child| cost::SAME_DAY * on(&child, day) + cost::NEXT_DAY * beside(&child);
        unit.children.iter().map(costs).sum::<i64>() / i64::try_from(unit.children.len()).unwrap_or(1).max(1)
    }

    /// What it costs that the holder does not have the children in their care.
    fn care(&self, unit: &Unit, holder: usize) -> i64 {
        let caseload = &self.board.holders[holder].staff.caseload;
        let strangers = unit.children.iter().filter(|child| !caseload.contains(&child.id)).count();
        cost::NOT_IN_CARE * i64::try_from(strangers).unwrap_or(0)
            / i64::try_from(unit.children.len()).unwrap_or(1).max(1)
    }

    /// What it costs that the holder has much to do already.
    fn load(&self, holder: usize, day: usize) -> i64 {
        let time = &self.board.holders[holder].time;
        let week: i64 = (0..self.board.days.len()).map(|day| time.load(day)).sum();
        time.load(day) / cost::FULL_DAY + week / cost::FULL_WEEK
    }

    /// Numbers what was found in the order of time, and says what is missing of what was asked for.
    fn finish(self, needs: &[Need], scope: Scope, mut failed: Failed) -> Proposals {
        let mut plans: Vec<Plan> = self.placed.into_iter().map(|(_, plan)| plan).collect();
        plans.sort_by(|a, b| (a.slot, &a.staff, a.room).cmp(&(b.slot, &b.staff, b.room)));
        let mut got: HashMap<(ChildId, Kind), u8> = HashMap::new();
        for plan in &plans {
            for seat in &plan.seats {
                *got.entry((seat.child, plan.kind)).or_default() += 1;
            }
        }
        let meant =
            |need: &&Need| self.source.directory.children.get(&need.child).is_some_and(|child| scope.covers(child));
        let unplaced = needs.iter().filter(meant).filter_map(|need| {
            let got = got.get(&(need.child, need.kind)).copied().unwrap_or(0);
            let missing = need.missing().saturating_sub(got);
            let why = failed.remove(&(need.child, need.kind)).unwrap_or_default();
            (missing > 0).then_some(Unplaced { child: need.child, kind: need.kind, missing, why })
        });
        let unplaced = unplaced.collect();
        let proposals = (1..).zip(plans).map(|(number, plan)| Proposal { number, plan }).collect();
        Proposals { proposals, unplaced }
    }
}

/// Notes why a session of a child has no place.
pub(super) fn fail(failed: &mut Failed, child: &Child, rule: &KindRule, why: Vec<Obstacle>) {
    let known = failed.entry((child.id, rule.kind)).or_default();
    for obstacle in why {
        if !known.contains(&obstacle) {
            known.push(obstacle);
        }
    }
}

/// What a later start costs: the same hour never less than an earlier one.
fn later(start: u16) -> i64 {
    i64::from(start) / cost::LATER + if start >= cost::NOON { cost::AFTERNOON } else { 0 }
}

pub(super) fn count(children: usize) -> u8 {
    u8::try_from(children).unwrap_or(u8::MAX)
}
