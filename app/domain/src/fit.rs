//! Whether a child fits into a session that is there: what a specialist looks at before the child is put into a group
//! (Order 92 ¶11, ¶16; КП ережесі 7.1).
//!
//! It says what the directory says, and that has been cut down to what the reader may know: where the needs of a child
//! are hidden, nothing is said of them.

use chrono::{Datelike, NaiveDate};

use crate::{
    Category, Child, ChildId, Context, Plan, Rule, Seat, Session, Verdict, Weight, check,
    kind::{self, KindRule, Paper},
};

/// How the disorders in the group would stand to each other (Order 92 ¶16).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Similarity {
    /// All that are known are the same, and all are known.
    Same,
    /// They differ.
    Differs,
    /// There is nothing to compare, or the reader may not know.
    Untold,
}

/// The youngest and the oldest child, in whole months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ages {
    /// Of the youngest.
    pub youngest: u32,
    /// Of the oldest.
    pub oldest: u32,
    /// Whether everybody in the group is counted in: some children's names may be hidden from the reader.
    pub all: bool,
}

/// What a child has of its weekly number of sessions of this kind, this one not counted (Order 92 ¶16).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuotaLeft {
    /// Sessions planned in the week.
    pub planned: u8,
    /// Sessions needed.
    pub quota: u8,
}

impl QuotaLeft {
    /// Sessions that are still wanting.
    pub fn left(&self) -> u8 {
        self.quota.saturating_sub(self.planned)
    }
}

/// What comes of it, from the lightest to the heaviest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Nothing speaks against it, but that the group may still have to grow.
    Takes,
    /// There is something to know: the week's number is reached, five are no group.
    Warns,
    /// With a written reason.
    Asks,
    /// Not possible.
    Refuses,
}

/// How a child fits into a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fit {
    /// The disorders in the group, with the child among them.
    pub similarity: Similarity,
    /// The ages in the group, with the child among them; None where nobody else is known.
    pub ages: Option<Ages>,
    /// What is left of the child's weekly number; None where there is none, or the reader may not know.
    pub quota: Option<QuotaLeft>,
    /// The paper that a session of this kind asks for, and whether it is signed.
    pub paper: Option<(Paper, bool)>,
    /// Places that are still free, without the child.
    pub free: usize,
    /// What the rules say of the session with the child in it.
    pub verdict: Verdict,
}

impl Fit {
    /// What comes of it.
    pub fn outcome(&self) -> Outcome {
        let weighed = self.verdict.findings.iter().map(|finding| match (finding.weight, &finding.rule) {
            (Weight::Refuse, _) => Outcome::Refuses,
            (Weight::Reason, _) => Outcome::Asks,
            (Weight::Warn, Rule::GroupSize { min, children, .. }) if children < min => Outcome::Takes,
            (Weight::Warn, _) => Outcome::Warns,
        });
        weighed.max().unwrap_or(Outcome::Takes)
    }

    /// Whether the child could be put into it: there is a place, and the rules let it pass, if need be with a reason.
    pub fn is_open(&self) -> bool {
        self.free > 0 && self.outcome() != Outcome::Refuses
    }
}

/// The plan with the child in it.
#[must_use]
pub fn seated(plan: &Plan, child: ChildId) -> Plan {
    let mut plan = plan.clone();
    if !plan.has(child) {
        let with_parent = kind::rule(plan.body, plan.kind).is_some_and(|rule| rule.with_parent);
        plan.seats.push(Seat { child, with_parent });
    }
    plan
}

/// How a child fits into a session. None if it is in it already or has left by then, or the session is over or called off.
pub fn fit(child: ChildId, session: &Session, context: &Context) -> Option<Fit> {
    let plan = &session.plan;
    if plan.has(child) || !plan.status.open() {
        return None;
    }
    let rule = kind::rule(plan.body, plan.kind)?;
    let children = &context.directory.children;
    let newcomer = children.get(&child).filter(|child| child.is_here(plan.slot.day))?;
    let known: Vec<&Child> = plan.seats.iter().filter_map(|seat| children.get(&seat.child)).collect();
    let all_known = known.len() == plan.children();
    Some(Fit {
        similarity: similarity(rule, newcomer, &known, all_known),
        ages: ages(newcomer, &known, plan.slot.day, all_known),
        quota: quota(rule, newcomer, session, context),
        paper: rule.paper.map(|paper| (paper, newcomer.holds(paper, plan.slot.day))),
        free: plan.free(),
        verdict: check(&seated(plan, child), context),
    })
}

/// The disorder of a limited-ability child: only these are compared (Order 92 ¶16).
fn disorder(child: &Child) -> Option<&str> {
    let needs = child.needs.as_ref().filter(|needs| needs.category == Some(Category::Limited))?;
    needs.disorder.as_deref().map(str::trim)
}

fn similarity(rule: &KindRule, newcomer: &Child, known: &[&Child], all_known: bool) -> Similarity {
    let Some(own) = disorder(newcomer).filter(|_| rule.is_grouped()) else { return Similarity::Untold };
    let named = || known.iter().filter_map(|child| disorder(child));
    // Of a child whose needs are hidden nothing can be said.
    let all_told = all_known && known.iter().all(|child| child.needs.is_some());
    if named().any(|other| other != own) {
        Similarity::Differs
    } else if named().next().is_some() && all_told {
        Similarity::Same
    } else {
        Similarity::Untold
    }
}

fn ages(newcomer: &Child, known: &[&Child], day: NaiveDate, all: bool) -> Option<Ages> {
    let others = known.iter().map(|child| months(child.born, day));
    let (youngest, oldest) = (others.clone().min()?, others.max()?);
    let own = months(newcomer.born, day);
    Some(Ages { youngest: youngest.min(own), oldest: oldest.max(own), all })
}

/// Whole months from a birth to a day; 0 before it.
pub fn months(born: NaiveDate, day: NaiveDate) -> u32 {
    let whole = |date: NaiveDate| i64::from(date.year()) * 12 + i64::from(date.month0());
    let begun = i64::from(day.day() < born.day());
    u32::try_from(whole(day) - whole(born) - begun).unwrap_or(0)
}

fn quota(rule: &KindRule, newcomer: &Child, session: &Session, context: &Context) -> Option<QuotaLeft> {
    let plan = &session.plan;
    let quota = newcomer.needs.as_ref()?.quota.iter().find(|quota| rule.is_lesson() && quota.kind == plan.kind)?;
    let held = context.held_in_week(newcomer.id, plan.body, plan.kind, plan.slot.day, Some(session.id));
    Some(QuotaLeft { planned: u8::try_from(held).unwrap_or(u8::MAX), quota: quota.per_week })
}
