//! What the rules say to every date of a series, before anything is written.

use uuid::Uuid;

use super::{Choice, Fate, Row, Step, Wish};
use crate::{Context, Plan, Session, SessionId, Slot, check, nearest};

/// Judges the steps in their order, each beside those before it, with what was chosen for single dates. Gives a row for
/// every date and, for what is to be written, the plan.
///
/// The context holds the weeks of all dates; it is left as it would be after saving.
pub fn judge(steps: &[Step], wish: &Wish, context: &mut Context) -> Vec<(Row, Option<Plan>)> {
    for step in steps {
        // Where they are now is where they will not be.
        if let Step::Change(at, session, _) = step
            && wish.choice(*at) != Some(Choice::Skip)
        {
            context.remove(session.id);
        }
        if let Step::Cancel(_, session) = step {
            context.remove(session.id);
        }
    }
    let mut rows: Vec<(Row, Option<Plan>)> = Vec::with_capacity(steps.len());
    for (n, step) in steps.iter().enumerate() {
        let at = step.at();
        let choice = wish.choice(at);
        let row = |fate, slot, session: Option<&Session>| Row {
            at,
            fate,
            slot,
            was: session.map(|session| session.plan.slot),
            session: session.map(|session| session.id),
            verdict: crate::Verdict::default(),
            reason: false,
            nearest: None,
        };
        rows.push(match step {
            Step::Rest(_, session) => (row(Fate::Rest, session.plan.slot, Some(session)), None),
            Step::Cancel(_, session) => (row(Fate::Cancel, session.plan.slot, Some(session)), None),
            Step::New(_, plan) if choice == Some(Choice::Skip) => (row(Fate::Skip, plan.slot, None), None),
            Step::Change(_, session, _) if choice == Some(Choice::Skip) => {
                (row(Fate::Skip, session.plan.slot, Some(session)), None)
            }
            Step::New(_, plan) => {
                let plan = chosen(plan, choice);
                // It has no id yet, and is in the others' way all the same.
                let stand_in = SessionId(Uuid::from_u128(u128::MAX - n as u128));
                tried(row(Fate::New, plan.slot, None), plan, stand_in, context)
            }
            Step::Change(_, session, plan) => {
                let plan = chosen(plan, choice);
                let fate = if plan == session.plan { Fate::Same } else { Fate::Change };
                tried(row(fate, plan.slot, Some(session)), plan, session.id, context)
            }
        });
    }
    for (row, plan) in &mut rows {
        if let Some(plan) = plan
            && !row.verdict.accepted()
        {
            row.nearest = nearest(plan, context).first().copied();
        }
    }
    rows
}

fn chosen(plan: &Plan, choice: Option<Choice>) -> Plan {
    let mut plan = plan.clone();
    if let Some(Choice::At(Slot { day, start, .. })) = choice {
        (plan.slot.day, plan.slot.start) = (day, start);
    }
    plan
}

fn tried(mut row: Row, plan: Plan, id: SessionId, context: &mut Context) -> (Row, Option<Plan>) {
    // What stays exactly as it is was accepted when it was made.
    if row.fate != Fate::Same {
        row.verdict = check(&plan, context);
        row.reason = row.verdict.needs_reason() && plan.reason.is_none();
    }
    if row.verdict.accepted() {
        context.put(Session::new(id, 1, Plan { session: Some(id), ..plan.clone() }));
    }
    (row, Some(plan))
}
