//! What parents may choose from.

use std::{collections::BTreeSet, sync::Arc};

use chrono::{DateTime, Utc};
use domain::{
    Actor, Kind, KindRule, OrgId, Permission, PersonId, Position,
    kind::{Booking, Paper, RULES},
    time::shift,
    view::{Offer, OfferChild, OfferKind},
};

use crate::{
    Store,
    directory::Kindergarten,
    error::{Error, Result},
    session::Week,
};

/// A kind on the public page: positions, nobody's name.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PublicKind {
    /// What is held.
    pub kind: Kind,
    /// How long, in minutes.
    pub minutes: u16,
    /// How many specialists hold it.
    pub staff: usize,
    /// What they are.
    pub positions: Vec<Position>,
}

/// The rules of a kind that parents may book.
pub(super) fn bookable(kind: Kind) -> Option<&'static KindRule> {
    RULES.iter().find(|rule| rule.kind == kind && rule.booking != Booking::No)
}

/// Who holds a kind for parents: at their reception hours, or in sessions open to them.
pub(super) fn holders(rule: &KindRule, kindergarten: &Kindergarten, weeks: &[Arc<Week>]) -> Vec<PersonId> {
    let mut holders: BTreeSet<PersonId> = BTreeSet::new();
    if rule.booking == Booking::Slot {
        let receives = kindergarten
            .directory
            .staff
            .values()
            .filter(|staff| staff.hours.iter().any(|hours| hours.reception) && staff.holds(rule));
        holders.extend(receives.map(|staff| staff.id));
    }
    let open = weeks.iter().flat_map(|week| &week.sessions).map(|stored| stored.plan());
    let open = open.filter(|plan| plan.open && plan.status.open() && (plan.body, plan.kind) == (rule.body, rule.kind));
    holders.extend(open.flat_map(|plan| plan.staff.iter().copied()));
    let mut holders: Vec<_> = holders.into_iter().collect();
    holders.sort_by_cached_key(|person| kindergarten.name_of(*person));
    holders
}

impl Store {
    /// What the consultation point offers, for everybody to read.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn public_offer(&self, org: OrgId, now: DateTime<Utc>) -> Result<Vec<PublicKind>> {
        let (kindergarten, weeks) = self.bookable_weeks(org, now).await?;
        let level = kindergarten.settings().level;
        let kinds = RULES.iter().filter(|rule| rule.booking != Booking::No).filter_map(|rule| {
            let holders = holders(rule, &kindergarten, &weeks);
            let positions: BTreeSet<_> = holders
                .iter()
                .filter_map(|person| kindergarten.directory.staff.get(person))
                .flat_map(|staff| staff.positions.iter().copied())
                .filter(|position| rule.positions.contains(position))
                .collect();
            (!holders.is_empty()).then(|| PublicKind {
                kind: rule.kind,
                minutes: rule.default_minutes(level),
                staff: holders.len(),
                positions: positions.into_iter().collect(),
            })
        });
        Ok(kinds.collect())
    }

    /// The actor's own children, and what can be booked for them.
    ///
    /// # Errors
    /// [`Forbidden`](domain::Refusal::Forbidden) to all who are nobody's guardian.
    pub async fn offer(&self, actor: &Actor, now: DateTime<Utc>) -> Result<Offer> {
        if !actor.may(Permission::BookForChild) {
            return Err(Error::forbidden());
        }
        let (kindergarten, weeks) = self.bookable_weeks(actor.org, now).await?;
        let today = kindergarten.clock(now).day;
        let own = actor.children.iter().filter_map(|child| kindergarten.directory.children.get(child));
        let children = own
            .filter(|child| child.is_here(today))
            .map(|child| OfferChild {
                id: child.id,
                name: child.name.clone(),
                age: child.age(today),
                contract: child.holds(Paper::Contract, today),
            })
            .collect();
        let level = kindergarten.settings().level;
        let kinds = RULES.iter().filter(|rule| rule.booking != Booking::No).map(|rule| {
            let holders = holders(rule, &kindergarten, &weeks);
            let staff = holders.into_iter().map(|person| (person, kindergarten.name_of(person))).collect();
            OfferKind { kind: rule.kind, minutes: rule.default_minutes(level), staff }
        });
        Ok(Offer { children, kinds: kinds.filter(|kind| !kind.staff.is_empty()).collect() })
    }

    /// The weeks that parents may book in.
    async fn bookable_weeks(&self, org: OrgId, now: DateTime<Utc>) -> Result<(Arc<Kindergarten>, Vec<Arc<Week>>)> {
        let (kindergarten, _) = self.kindergarten(&mut self.read().await?, org, now).await?;
        let today = kindergarten.clock(now).day;
        let last = shift(today, i64::from(kindergarten.settings().booking_days));
        let (kindergarten, _, weeks) = self.view(org, today, last, now).await?;
        Ok((kindergarten, weeks))
    }
}
