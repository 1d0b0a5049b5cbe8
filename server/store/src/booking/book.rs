//! Booking, moving and giving up a place.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Actor, BookingId, By, Context, Finding, KindRule, OrgId, Permission, Plan, Rule, SessionId, Slot, Status, Verdict,
    check,
    kind::Booking,
    refusal::Problem,
    sight,
    time::{STEP, shift},
    view::{BookingState, BookingView, Wish},
};

use super::{
    Booked, NewBooking, by_id, by_key, end,
    free::{appointment, choose_room, seat},
    offer::bookable,
    view::is_changeable,
};
use crate::{
    Store,
    error::{Error, Result},
    session::{Attempt, Stored, Writing, find, whole_context},
};

/// How often the same is tried when somebody else writes at the same time.
pub(super) const TRIES: usize = 5;

/// Longest key of a form.
const LONGEST_KEY: usize = 100;

/// Why a place was not given.
pub(super) enum Miss {
    /// The last place has gone, or is held for a family that waits; the plan is what else could be asked for.
    Full {
        session: SessionId,
        held: bool,
        instead: Box<Plan>,
    },
    Attempt(Attempt),
}

impl<E: Into<Attempt>> From<E> for Miss {
    fn from(attempt: E) -> Self {
        Self::Attempt(attempt.into())
    }
}

impl Store {
    /// Books a place: in an open session, or by a new appointment.
    ///
    /// # Errors
    /// [`Full`](domain::Refusal::Full) when the last place has gone; those of the rules, with the nearest times;
    /// [`Forbidden`](domain::Refusal::Forbidden) for a child that is not the actor's own.
    pub async fn book(&self, actor: &Actor, wish: Wish, now: DateTime<Utc>) -> Result<BookingView> {
        let rule = sound(actor, &wish)?;
        for _ in 0..TRIES {
            match self.book_once(actor, &wish, rule, now).await {
                Ok(view) => return Ok(view),
                Err(miss) => {
                    self.written().await;
                    // The same form once more: what it asks for is there.
                    if let Some(view) = self.booked_with(actor, &wish, now).await? {
                        return Ok(view);
                    }
                    self.settle_booking(actor, miss, &[wish.slot.day], now).await?;
                }
            }
        }
        Err(Error::again())
    }

    async fn book_once(
        &self,
        actor: &Actor,
        wish: &Wish,
        rule: &'static KindRule,
        now: DateTime<Utc>,
    ) -> Result<BookingView, Miss> {
        let mut writing = Writing::begin(self, actor.org, [wish.slot.day], now).await?;
        let (stored, id) = take_place(&mut writing, actor, wish, rule, "booking.create").await?;
        let kindergarten = writing.kindergarten.clone();
        writing.finish(actor).await?;
        Ok(self.place(&kindergarten, &stored, wish.child, Some(id), BookingState::Active, now))
    }

    async fn booked_with(&self, actor: &Actor, wish: &Wish, now: DateTime<Utc>) -> Result<Option<BookingView>> {
        let booked = by_key(&mut self.read().await?, actor.org, actor.person, &wish.key).await?;
        match booked.filter(|booked| booked.child == wish.child) {
            Some(booked) => self.booking_view(actor, booked, now).await.map(Some),
            None => Ok(None),
        }
    }

    pub(super) async fn booking_view(&self, actor: &Actor, booked: Booked, now: DateTime<Utc>) -> Result<BookingView> {
        let found = self.stored(actor.org, booked.session, &std::collections::BTreeSet::new(), now).await?;
        let (kindergarten, stored) = found.ok_or_else(Error::not_found)?;
        Ok(self.place(&kindergarten, &stored, booked.child, Some(booked.id), booked.state, now))
    }

    /// Gives up a place. A group that becomes too small is a draft again; an appointment of one's own is cancelled.
    ///
    /// # Errors
    /// Those of the rules, when it is too late; [`NotFound`](domain::Refusal::NotFound) for others' bookings.
    pub async fn cancel_booking(&self, actor: &Actor, id: BookingId, now: DateTime<Utc>) -> Result<BookingView> {
        for _ in 0..TRIES {
            let booked = self.own_booking(actor, id).await?;
            if booked.state != BookingState::Active {
                return self.booking_view(actor, booked, now).await;
            }
            let day = self.day_of(actor.org, booked.session).await?;
            match self.cancel_booking_once(actor, booked, day, now).await {
                Ok(view) => return Ok(view),
                Err(miss) => self.settle_booking(actor, miss, &[day], now).await?,
            }
        }
        Err(Error::again())
    }

    async fn cancel_booking_once(
        &self,
        actor: &Actor,
        booked: Booked,
        day: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<BookingView, Miss> {
        let mut writing = Writing::begin(self, actor.org, [day], now).await?;
        let stored = leave_place(&mut writing, actor, booked, "booking.cancel").await?;
        let kindergarten = writing.kindergarten.clone();
        writing.finish(actor).await?;
        Ok(self.place(&kindergarten, &stored, booked.child, Some(booked.id), BookingState::Cancelled, now))
    }

    /// Moves a place to another time or session, all at once: refused, it stays where it is.
    ///
    /// # Errors
    /// Those of [`book`](Self::book) and of [`cancel_booking`](Self::cancel_booking).
    pub async fn move_booking(
        &self,
        actor: &Actor,
        id: BookingId,
        wish: Wish,
        now: DateTime<Utc>,
    ) -> Result<BookingView> {
        let rule = sound(actor, &wish)?;
        for _ in 0..TRIES {
            let booked = self.own_booking(actor, id).await?;
            if booked.child != wish.child {
                return Err(Error::invalid("child", Problem::Choice));
            }
            if booked.state != BookingState::Active {
                let again = self.booked_with(actor, &wish, now).await?;
                return again.ok_or_else(Error::not_found);
            }
            let days = [self.day_of(actor.org, booked.session).await?, wish.slot.day];
            match self.move_booking_once(actor, booked, &wish, rule, days, now).await {
                Ok(view) => return Ok(view),
                Err(miss) => self.settle_booking(actor, miss, &days, now).await?,
            }
        }
        Err(Error::again())
    }

    async fn move_booking_once(
        &self,
        actor: &Actor,
        booked: Booked,
        wish: &Wish,
        rule: &'static KindRule,
        days: [NaiveDate; 2],
        now: DateTime<Utc>,
    ) -> Result<BookingView, Miss> {
        let mut writing = Writing::begin(self, actor.org, days, now).await?;
        if wish.session == Some(booked.session) {
            drop(writing);
            return Ok(self.booking_view(actor, booked, now).await?);
        }
        leave_place(&mut writing, actor, booked, "booking.leave").await?;
        end(&mut writing.link, booked.id, BookingState::Moved, now).await?;
        let (stored, id) = take_place(&mut writing, actor, wish, rule, "booking.move").await?;
        let kindergarten = writing.kindergarten.clone();
        writing.finish(actor).await?;
        Ok(self.place(&kindergarten, &stored, wish.child, Some(id), BookingState::Active, now))
    }

    async fn own_booking(&self, actor: &Actor, id: BookingId) -> Result<Booked> {
        if !actor.may(Permission::BookForChild) {
            return Err(Error::forbidden());
        }
        let booked = by_id(&mut self.read().await?, actor.org, id).await?;
        booked.filter(|booked| actor.children.contains(&booked.child)).ok_or_else(Error::not_found)
    }

    /// Other sessions of the kind that are open and have a place for the child, the nearest first.
    async fn open_times(&self, org: OrgId, full: SessionId, plan: &Plan, now: DateTime<Utc>) -> Result<Vec<Slot>> {
        let (from, to) = (shift(plan.slot.day, -14), shift(plan.slot.day, 28));
        let (kindergarten, _, weeks) = self.view(org, from, to, now).await?;
        let clock = kindergarten.clock(now);
        let context = whole_context(clock, &kindergarten, &weeks);
        let is_held = |id| {
            let places =
                |who| find(&weeks, id).map_or(0, |stored| stored.places_for(who, clock, &kindergarten, &weeks));
            plan.seats.iter().any(|seat| places(seat.child) == 0)
        };
        let others = context.sessions().filter(|other| {
            let is_open = other.id != full && other.plan.open && other.plan.status.open();
            let mut joined = Plan { by: By::Parent, ..other.plan.clone() };
            joined.seats.extend(&plan.seats);
            let same = (joined.body, joined.kind) == (plan.body, plan.kind);
            is_open && same && check(&joined, &context).accepted() && !is_held(other.id)
        });
        let mut slots: Vec<_> = others.map(|other| other.plan.slot).collect();
        slots.sort_by_key(|slot| slot.minutes_after(&plan.slot).abs());
        slots.truncate(6);
        Ok(slots)
    }

    pub(super) async fn settle_booking(
        &self,
        actor: &Actor,
        miss: Miss,
        days: &[NaiveDate],
        now: DateTime<Utc>,
    ) -> Result<()> {
        match miss {
            Miss::Attempt(attempt) => self.settle(actor, attempt, days, now).await,
            Miss::Full { session, held, instead } => {
                let nearest = match bookable(instead.kind).map(|rule| rule.booking) {
                    Some(Booking::Slot) => self.nearest(actor.org, *instead, now).await?,
                    _ => self.open_times(actor.org, session, &instead, now).await?,
                };
                Err(Error::full(session, nearest, held))
            }
        }
    }
}

/// What a form must have before anything is looked up.
fn sound(actor: &Actor, wish: &Wish) -> Result<&'static KindRule> {
    if !actor.may(Permission::BookForChild) || !actor.children.contains(&wish.child) {
        return Err(Error::forbidden());
    }
    if wish.key.is_empty() || wish.key.len() > LONGEST_KEY {
        return Err(Error::invalid("key", Problem::Required));
    }
    if !wish.slot.start.is_multiple_of(STEP) {
        return Err(Error::invalid("slot", Problem::Date));
    }
    bookable(wish.kind).ok_or_else(|| Error::invalid("kind", Problem::Choice))
}

/// Takes the place wished for. Gives the session, and the booking.
pub(super) async fn take_place(
    writing: &mut Writing,
    actor: &Actor,
    wish: &Wish,
    rule: &'static KindRule,
    action: &'static str,
) -> Result<(Arc<Stored>, BookingId), Miss> {
    let booking = NewBooking::new(wish.child, &wish.key);
    if let Some(before) = session_to_join(writing, actor, wish, rule)? {
        let mut plan = before.plan().clone();
        // A child who is in it already hears that, and not that there is no place.
        if !plan.has(wish.child) && writing.places_for(&before, wish.child) == 0 {
            return Err(full(writing, &before, wish, rule));
        }
        plan.seats.push(seat(rule, wish.child));
        plan.by = By::Parent;
        let context = writing.context(&plan);
        let verdict = check(&plan, &context);
        if verdict.refusals().any(|finding| matches!(finding.rule, Rule::TooMany { .. })) {
            return Err(full(writing, &before, wish, rule));
        }
        accept(&plan, verdict)?;
        plan.by = By::Staff;
        plan.status = confirmed_if_complete(&plan, &context);
        let stored = writing.update(action, actor, &before, plan, Some(&booking)).await?;
        return Ok((stored, booking.id));
    }
    let minutes = rule.default_minutes(writing.kindergarten.settings().level);
    let mut plan = appointment(rule, wish.child, wish.staff, Slot { minutes, ..wish.slot });
    let context = writing.context(&plan);
    plan.room = choose_room(&plan, &writing.kindergarten, &context);
    accept(&plan, check(&plan, &context))?;
    plan.by = By::Staff;
    let stored = writing.insert(action, actor, plan, Some(&booking)).await?;
    Ok((stored, booking.id))
}

/// The open session that the wish names, or that another parent has opened at the very time wished for.
fn session_to_join(
    writing: &Writing,
    actor: &Actor,
    wish: &Wish,
    rule: &'static KindRule,
) -> Result<Option<Arc<Stored>>, Miss> {
    let Some(id) = wish.session else {
        let same = writing.find(|plan| {
            plan.open
                && plan.status.open()
                && (plan.body, plan.kind) == (rule.body, rule.kind)
                && plan.slot.day == wish.slot.day
                && plan.slot.start == wish.slot.start
                && plan.staff.contains(&wish.staff)
        });
        return Ok(same.filter(|_| rule.booking == Booking::Slot));
    };
    let stored = writing.get(id)?;
    let plan = stored.plan();
    let seen = sight::session(actor, &stored.session, &writing.kindergarten.directory);
    let is_it = (plan.body, plan.kind) == (rule.body, rule.kind);
    let seen = seen.filter(|_| is_it).ok_or_else(Error::not_found)?;
    if plan.slot != wish.slot || !plan.status.open() || !plan.open {
        return Err(Error::stale(seen).into());
    }
    Ok(Some(stored))
}

/// A parent has nobody to give a reason to: what asks for one refuses.
fn accept(plan: &Plan, verdict: Verdict) -> Result<(), Attempt> {
    if verdict.accepted() && !verdict.needs_reason() {
        return Ok(());
    }
    Err(Attempt::Rules(Box::new(plan.clone()), verdict))
}

/// An open draft is confirmed by the parent who makes it complete.
fn confirmed_if_complete(plan: &Plan, context: &Context) -> Status {
    let trial = Plan { status: Status::Confirmed, ..plan.clone() };
    let verdict = check(&trial, context);
    if verdict.accepted() && !verdict.needs_reason() { Status::Confirmed } else { plan.status }
}

fn full(writing: &Writing, before: &Stored, wish: &Wish, rule: &'static KindRule) -> Miss {
    let staff = before.plan().staff.first().copied().unwrap_or(wish.staff);
    let mut plan = appointment(rule, wish.child, staff, before.plan().slot);
    plan.room = choose_room(&plan, &writing.kindergarten, &writing.context(&plan));
    Miss::Full { session: before.id(), held: before.plan().free() > 0, instead: Box::new(plan) }
}

/// Takes a child out of a session, as its parent may.
async fn leave_place(
    writing: &mut Writing,
    actor: &Actor,
    booked: Booked,
    action: &'static str,
) -> Result<Arc<Stored>, Miss> {
    let before = writing.get(booked.session).map_err(|_| Error::again())?;
    if before.booking_of(booked.child) != Some(booked.id) {
        return Err(Error::again().into());
    }
    let settings = writing.kindergarten.settings();
    let (days, notice) = (settings.booking_days, settings.booking_notice);
    if !is_changeable(before.plan().slot, before.plan().status, writing.clock(), notice) {
        let held = (before.plan().body, before.plan().kind);
        let finding = Finding::refusal(Rule::BookingWindow { days, notice }, held);
        return Err(Error::rules(Verdict { findings: vec![finding] }, Vec::new()).into());
    }
    let mut plan = before.plan().clone();
    plan.seats.retain(|seat| seat.child != booked.child);
    plan.assistants.retain(|with| with.child != booked.child);
    let fits = domain::rule(plan.body, plan.kind).is_none_or(|rule| rule.allows_size(plan.children()));
    if plan.seats.is_empty() && before.by_parent {
        plan.status = Status::Cancelled;
    } else if plan.status == Status::Confirmed && !fits {
        plan.status = Status::Draft;
    }
    Ok(writing.update(action, actor, &before, plan, None).await?)
}
