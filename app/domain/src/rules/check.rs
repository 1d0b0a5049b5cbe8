//! The one question: what speaks against this plan?

use std::cmp::Reverse;

use super::{
    Finding, Rule, Verdict, Weight, assistants, booking, care, children, conflicts, hours, papers, people, room, size,
};
use crate::{
    By, Child, Context, Plan, Seat, Session, Status,
    context::{Directory, Settings},
    kind::{self, KindRule},
};

/// Everything that speaks against a plan, the heaviest first (requirements §2 no. 1–4, PQ-09 to PQ-26).
///
/// What has been held, missed or cancelled is history: no rule speaks against it any more.
pub fn check(plan: &Plan, context: &Context) -> Verdict {
    if !plan.status.open() {
        return Verdict::default();
    }
    let Some(rule) = kind::rule(plan.body, plan.kind) else {
        return Verdict { findings: vec![Finding::refusal(Rule::UnknownKind, (plan.body, plan.kind))] };
    };
    let mut case = Case::new(plan, context, rule);
    size::look(&mut case);
    booking::look(&mut case);
    hours::look(&mut case);
    people::look(&mut case);
    room::look(&mut case);
    conflicts::look(&mut case);
    children::look(&mut case);
    papers::look(&mut case);
    care::look(&mut case);
    assistants::look(&mut case);
    let mut findings = case.findings;
    findings.sort_by_key(|finding| Reverse(finding.weight));
    Verdict { findings }
}

/// A plan before the rules, with what they found so far.
pub(super) struct Case<'a> {
    pub(super) plan: &'a Plan,
    pub(super) context: &'a Context,
    pub(super) rule: &'static KindRule,
    /// The session as it stands, when the plan would change one.
    pub(super) session: Option<&'a Session>,
    findings: Vec<Finding>,
}

impl<'a> Case<'a> {
    pub(super) fn new(plan: &'a Plan, context: &'a Context, rule: &'static KindRule) -> Self {
        let session = plan.session.and_then(|id| context.get(id));
        Self { plan, context, rule, session, findings: Vec::new() }
    }

    pub(super) fn directory(&self) -> &'a Directory {
        &self.context.directory
    }

    pub(super) fn settings(&self) -> &'a Settings {
        &self.context.directory.settings
    }

    pub(super) fn by_parent(&self) -> bool {
        self.plan.by == By::Parent
    }

    pub(super) fn is_confirmed(&self) -> bool {
        self.plan.status == Status::Confirmed
    }

    /// Whether this seat would be taken by the plan, and was not before.
    pub(super) fn is_new(&self, seat: &Seat) -> bool {
        self.session.is_none_or(|session| !session.plan.has(seat.child))
    }

    /// The seats that whoever makes the plan answers for. A parent who joins others answers for their own child alone,
    /// and learns nothing of the others.
    pub(super) fn seats(&self) -> impl Iterator<Item = &'a Seat> + use<'a> {
        let (plan, session) = (self.plan, self.session);
        let joins = self.by_parent() && plan.seats.iter().any(|seat| self.is_new(seat));
        plan.seats.iter().filter(move |seat| !joins || session.is_none_or(|session| !session.plan.has(seat.child)))
    }

    /// Those seats whose child is known.
    pub(super) fn children(&self) -> impl Iterator<Item = (&'a Seat, &'a Child)> + use<'a> {
        let directory = self.directory();
        self.seats().filter_map(|seat| Some((seat, directory.children.get(&seat.child)?)))
    }

    pub(super) fn find(&mut self, weight: Weight, rule: Rule) {
        self.findings.push(Finding { rule, weight, held: (self.plan.body, self.plan.kind) });
    }

    pub(super) fn refuse(&mut self, rule: Rule) {
        self.find(Weight::Refuse, rule);
    }

    pub(super) fn warn(&mut self, rule: Rule) {
        self.find(Weight::Warn, rule);
    }

    /// What a draft may lack and a confirmed session may not.
    pub(super) fn refuse_if_confirmed(&mut self, rule: Rule) {
        self.find(if self.is_confirmed() { Weight::Refuse } else { Weight::Warn }, rule);
    }

    /// What a specialist's draft may lack, and neither a confirmed session nor a parent's booking may.
    pub(super) fn refuse_if_binding(&mut self, rule: Rule) {
        self.find(if self.is_confirmed() || self.by_parent() { Weight::Refuse } else { Weight::Warn }, rule);
    }
}

/// Counts in findings are small; a roster that does not fit into the number is far beyond every limit anyway.
pub(super) fn count(children: usize) -> u8 {
    u8::try_from(children).unwrap_or(u8::MAX)
}
