//! The times that a parent can book: nothing that would be refused.

use std::{collections::HashMap, sync::Arc};

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Actor, Body, By, ChildId, Context, Kind, KindRule, Permission, PersonId, Plan, RoomId, Rule, Seat, SessionId, Slot,
    Status, check,
    kind::{Booking, Online},
    refusal::Problem,
    time::{shift, weekday_number},
    view::{FreeDay, FreeTime},
};

use super::offer::{bookable, holders};
use crate::{
    Store,
    directory::Kindergarten,
    error::{Error, Result},
    session::{Stored, whole_context},
};

/// Days asked for at once, at most.
const MOST_DAYS: u16 = 42;

/// The plan of a parent's own appointment, its room not chosen yet.
pub(super) fn appointment(rule: &KindRule, child: ChildId, staff: PersonId, slot: Slot) -> Plan {
    let shared = rule.children.1 > 1;
    Plan {
        session: None,
        body: rule.body,
        kind: rule.kind,
        slot,
        staff: vec![staff],
        assistants: Vec::new(),
        room: None,
        online: rule.online == Online::Always,
        seats: vec![seat(rule, child)],
        hidden: 0,
        places: rule.children.1,
        open: shared,
        status: if rule.children.0 <= 1 { Status::Confirmed } else { Status::Draft },
        reason: None,
        by: By::Parent,
    }
}

pub(super) fn seat(rule: &KindRule, child: ChildId) -> Seat {
    Seat { child, with_parent: rule.with_parent }
}

/// The smallest reception room that is free and large enough; the first, where none is, so that the rules say why.
pub(super) fn choose_room(plan: &Plan, kindergarten: &Kindergarten, context: &Context) -> Option<RoomId> {
    let rule = domain::rule(plan.body, plan.kind)?;
    if !rule.takes_room(plan.online) {
        return None;
    }
    let rooms = &kindergarten.directory.rooms;
    let fits = |room: &&RoomId| rooms.get(room).is_some_and(|room| usize::from(room.capacity) >= plan.children());
    let taken: Vec<_> = context
        .on(plan.slot.day)
        .filter(|session| Some(session.id) != plan.session && session.plan.slot.overlaps(&plan.slot))
        .filter_map(|session| session.plan.room)
        .collect();
    let mut fitting = kindergarten.reception_rooms.iter().filter(fits);
    let first = fitting.clone().next();
    fitting.find(|room| !taken.contains(room)).or(first).copied()
}

/// Whether a time is free, has a waiting list only, or is none.
enum Answer {
    Free,
    Full,
    No,
}

/// The search for one child and one kind.
struct Search {
    kindergarten: Arc<Kindergarten>,
    context: Context,
    rule: &'static KindRule,
    child: ChildId,
    staff: Option<PersonId>,
    holders: Vec<PersonId>,
    /// Places for the child in sessions before which others wait.
    queued: HashMap<SessionId, usize>,
}

impl Search {
    fn answer(&self, plan: &Plan) -> Answer {
        let verdict = check(plan, &self.context);
        let mut refusals = verdict.refusals().peekable();
        if refusals.peek().is_none() {
            return if verdict.needs_reason() { Answer::No } else { Answer::Free };
        }
        let crowded = |rule: &Rule| matches!(rule, Rule::TooMany { .. } | Rule::ChangesKind | Rule::RoomSmall { .. });
        if refusals.all(|finding| crowded(&finding.rule)) { Answer::Full } else { Answer::No }
    }

    /// Open sessions of a day, those that are full included: they have a waiting list.
    fn joins(&self, day: NaiveDate) -> Vec<FreeTime> {
        let open = self.context.on(day).filter(|session| {
            let plan = &session.plan;
            plan.open
                && plan.status.open()
                && (plan.body, plan.kind) == (self.rule.body, self.rule.kind)
                && self.staff.is_none_or(|staff| plan.staff.contains(&staff))
                && !plan.has(self.child)
        });
        open.filter_map(|session| {
            let mut plan = session.plan.clone();
            plan.by = By::Parent;
            plan.seats.push(seat(self.rule, self.child));
            let places = match self.answer(&plan) {
                Answer::Free => self.queued.get(&session.id).copied().unwrap_or(session.plan.free()),
                Answer::Full => 0,
                Answer::No => return None,
            };
            let staff = *session.plan.staff.first()?;
            let (full, free) = (places == 0, u8::try_from(places).unwrap_or(u8::MAX));
            let staff_name = self.kindergarten.name_of(staff);
            Some(FreeTime { slot: session.plan.slot, staff, staff_name, session: Some(session.id), free, full })
        })
        .collect()
    }

    /// New appointments of a day with one specialist, on a grid inside the reception hours.
    fn appointments(&self, staff: PersonId, day: NaiveDate) -> Vec<FreeTime> {
        let minutes = self.rule.default_minutes(self.kindergarten.settings().level);
        // Short ones may stand close: twenty minutes and the pause between two sessions do not fill forty.
        let grid = if minutes <= 20 { 10 } else { 20 };
        let Some(person) = self.kindergarten.directory.staff.get(&staff) else { return Vec::new() };
        let weekday = weekday_number(day);
        let windows = person.hours.iter().filter(|hours| hours.reception && hours.weekday == weekday);
        let starts = windows.flat_map(|hours| {
            (hours.start.next_multiple_of(grid)..hours.end.saturating_sub(minutes - 1)).step_by(usize::from(grid))
        });
        starts
            .filter_map(|start| {
                let slot = Slot { day, start, minutes };
                let mut plan = appointment(self.rule, self.child, staff, slot);
                plan.room = choose_room(&plan, &self.kindergarten, &self.context);
                let free = matches!(self.answer(&plan), Answer::Free);
                let staff_name = person.name.clone();
                free.then_some(FreeTime { slot, staff, staff_name, session: None, free: plan.places, full: false })
            })
            .collect()
    }

    fn day(&self, day: NaiveDate) -> FreeDay {
        let mut times = self.joins(day);
        if self.rule.booking == Booking::Slot {
            let mut load: HashMap<PersonId, usize> = HashMap::new();
            for staff in self.context.on(day).flat_map(|session| &session.plan.staff) {
                *load.entry(*staff).or_default() += 1;
            }
            let mut asked: Vec<_> =
                self.holders.iter().filter(|holder| self.staff.is_none_or(|staff| staff == **holder)).collect();
            // The least loaded first: with any specialist, a time is offered once.
            asked.sort_by_key(|holder| load.get(holder).copied().unwrap_or(0));
            for holder in asked {
                for time in self.appointments(*holder, day) {
                    if !times.iter().any(|other| other.slot == time.slot && !other.full) {
                        times.push(time);
                    }
                }
            }
        }
        times.sort_by_key(|time| (time.slot, time.session.is_none()));
        FreeDay { day, times }
    }
}

impl Store {
    /// The times at which a child can be given a session of this kind, with one specialist or any, day by day.
    ///
    /// # Errors
    /// [`Forbidden`](domain::Refusal::Forbidden) for a child that is not the actor's own.
    #[expect(clippy::too_many_arguments, reason = "they are the fields of one form")]
    pub async fn free_days(
        &self,
        actor: &Actor,
        child: ChildId,
        kind: Kind,
        staff: Option<PersonId>,
        from: NaiveDate,
        days: u16,
        now: DateTime<Utc>,
    ) -> Result<Vec<FreeDay>> {
        if !actor.may(Permission::BookForChild) || !actor.children.contains(&child) {
            return Err(Error::forbidden());
        }
        let rule = bookable(kind).ok_or_else(|| Error::invalid("kind", Problem::Choice))?;
        let days = days.clamp(1, MOST_DAYS);
        let to = shift(from, i64::from(days) - 1);
        let (kindergarten, _, weeks) = self.view(actor.org, from, to, now).await?;
        let clock = kindergarten.clock(now);
        let context = whole_context(clock, &kindergarten, &weeks);
        let holders = holders(rule, &kindergarten, &weeks);
        let queued = weeks.iter().flat_map(|week| &week.sessions).filter(|stored| !stored.waiters.is_empty());
        let places = |stored: &Arc<Stored>| stored.places_for(child, clock, &kindergarten, &weeks);
        let queued = queued.map(|stored| (stored.id(), places(stored))).collect();
        let search = Search { kindergarten, context, rule, child, staff, holders, queued };
        debug_assert_eq!(rule.body, Body::Kp);
        let search = move || (0..i64::from(days)).map(|n| search.day(shift(from, n))).collect();
        Ok(tokio::task::spawn_blocking(search).await?)
    }
}
