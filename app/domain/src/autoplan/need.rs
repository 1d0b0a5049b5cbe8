//! What children still need in a week.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{ChildId, Context, Kind, fold::cmp_kk};

/// A child whose weekly number of sessions is not reached (Order 92 ¶16).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    /// Who.
    pub child: ChildId,
    /// Of which kind.
    pub kind: Kind,
    /// Sessions planned in the week.
    pub planned: u8,
    /// Sessions needed.
    pub quota: u8,
}

impl Need {
    /// Sessions still to be planned.
    pub fn missing(&self) -> u8 {
        self.quota.saturating_sub(self.planned)
    }
}

impl Context {
    /// Children whose weekly number is not reached in the week of a day, in the order of the alphabet (Order 92 ¶16).
    /// Only those whose needs are known here.
    pub fn needs(&self, day: NaiveDate) -> Vec<Need> {
        let mut planned: HashMap<(ChildId, Kind), u8> = HashMap::new();
        for session in self.in_week(day) {
            for seat in &session.plan.seats {
                let count = planned.entry((seat.child, session.plan.kind)).or_default();
                *count = count.saturating_add(1);
            }
        }
        let here = self.directory.children.values().filter(|child| child.is_here(day));
        let quotas = here.flat_map(|child| {
            let quotas = child.needs.iter().flat_map(|needs| &needs.quota);
            quotas.map(move |quota| (child, quota))
        });
        let mut wanting: Vec<_> = quotas
            .map(|(child, quota)| {
                let planned = planned.get(&(child.id, quota.kind)).copied().unwrap_or(0);
                (&child.name, Need { child: child.id, kind: quota.kind, planned, quota: quota.per_week })
            })
            .filter(|(_, need)| need.planned < need.quota)
            .collect();
        wanting.sort_by(|(a, _), (b, _)| cmp_kk(&a.family, &b.family).then_with(|| cmp_kk(&a.given, &b.given)));
        wanting.into_iter().map(|(_, need)| need).collect()
    }
}
