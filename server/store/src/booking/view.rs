//! A place as its family sees it: never who else sits there.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{
    Actor, BookingId, ChildId, Permission, PersonId, SessionId, Slot, Status,
    sight::{self, Sight},
    time::{Moment, shift},
    view::{BookingState, BookingView},
};

use super::{Booked, of_guardian};
use crate::{
    Store,
    directory::Kindergarten,
    error::{Error, Result},
    session::{Stored, load},
};

/// How long past places are shown, in days.
const HISTORY: i64 = 180;

impl Store {
    /// Every place of the actor's own children, booked or given, the earliest first.
    ///
    /// # Errors
    /// [`Forbidden`](domain::Refusal::Forbidden) to all who are nobody's guardian.
    pub async fn bookings(&self, actor: &Actor, now: DateTime<Utc>) -> Result<Vec<BookingView>> {
        if !actor.may(Permission::BookForChild) {
            return Err(Error::forbidden());
        }
        let mut link = self.read().await?;
        let (kindergarten, _) = self.kindergarten(&mut link, actor.org, now).await?;
        let from = shift(kindergarten.clock(now).day, -HISTORY);
        let sessions = load::of_guardian(&mut link, actor.org, actor.person, from).await?;
        let booked = of_guardian(&mut link, actor.org, actor.person).await?;
        drop(link);
        let mut views: Vec<_> =
            sessions.iter().flat_map(|stored| self.places(actor, &kindergarten, stored, &booked, now)).collect();
        views.sort_by_key(|view| (view.slot, view.child));
        Ok(views)
    }

    /// The place of one of the actor's own children in a session.
    ///
    /// # Errors
    /// [`NotFound`](domain::Refusal::NotFound) if the child has, and had, none there.
    pub async fn booking(
        &self,
        actor: &Actor,
        session: SessionId,
        child: ChildId,
        now: DateTime<Utc>,
    ) -> Result<BookingView> {
        if !actor.may(Permission::BookForChild) {
            return Err(Error::forbidden());
        }
        let views = self.bookings_in(actor, session, now).await?;
        views.into_iter().find(|view| view.child == child).ok_or_else(Error::not_found)
    }

    /// The places of the actor's own children in a session.
    pub(crate) async fn bookings_in(
        &self,
        actor: &Actor,
        session: SessionId,
        now: DateTime<Utc>,
    ) -> Result<Vec<BookingView>> {
        let found = self.stored(actor.org, session, &std::collections::BTreeSet::new(), now).await?;
        let (kindergarten, stored) = found.ok_or_else(Error::not_found)?;
        let booked = of_guardian(&mut self.read().await?, actor.org, actor.person).await?;
        Ok(self.places(actor, &kindergarten, &stored, &booked, now))
    }

    /// Own children's places in a session: the seat that a child holds now, or else the last booking that it had.
    fn places(
        &self,
        actor: &Actor,
        kindergarten: &Kindergarten,
        stored: &Stored,
        booked: &[Booked],
        now: DateTime<Utc>,
    ) -> Vec<BookingView> {
        let mut places: BTreeMap<ChildId, (Option<BookingId>, BookingState)> = BTreeMap::new();
        for booking in booked.iter().filter(|booking| booking.session == stored.id()) {
            places.entry(booking.child).or_insert((Some(booking.id), booking.state));
        }
        let visible = sight::of_session(actor, &stored.session, &kindergarten.directory) != Sight::Nothing
            && (stored.plan().status != Status::Draft || stored.plan().open);
        for seat in stored.plan().seats.iter().filter(|seat| actor.children.contains(&seat.child)) {
            let booking = stored.booking_of(seat.child);
            // A specialist's draft is no promise yet.
            if visible || booking.is_some() {
                places.insert(seat.child, (booking, BookingState::Active));
            }
        }
        let view = |(child, (id, state))| self.place(kindergarten, stored, child, id, state, now);
        places.into_iter().filter(|(child, _)| actor.children.contains(child)).map(view).collect()
    }

    /// One place.
    pub(crate) fn place(
        &self,
        kindergarten: &Kindergarten,
        stored: &Stored,
        child: ChildId,
        id: Option<BookingId>,
        state: BookingState,
        now: DateTime<Utc>,
    ) -> BookingView {
        let (plan, directory, clock) = (stored.plan(), &kindergarten.directory, kindergarten.clock(now));
        let settings = kindergarten.settings();
        let holds = state == BookingState::Active && plan.has(child);
        let early = plan.slot.start.saturating_sub(settings.join_before);
        let opens = plan.online.then_some(Moment { day: plan.slot.day, minute: early });
        let closes = Moment { day: plan.slot.day, minute: plan.slot.end() };
        let meets =
            holds && plan.status == Status::Confirmed && opens.is_some_and(|opens| opens <= clock) && clock < closes;
        let link = || {
            let template = &self.inner.options.meeting_link;
            stored.session.link.clone().unwrap_or_else(|| template.replace("{token}", &stored.token))
        };
        let is_away = |person: &PersonId| directory.away(*person, &plan.slot).is_some();
        let away = plan.status == Status::Cancelled && plan.staff.iter().any(is_away);
        let others = plan.children() - usize::from(plan.has(child));
        BookingView {
            id,
            session: stored.id(),
            child,
            child_name: directory.children.get(&child).map(|child| child.name.clone()).unwrap_or_default(),
            body: plan.body,
            kind: plan.kind,
            slot: plan.slot,
            staff: plan.staff.iter().map(|person| kindergarten.name_of(*person)).collect(),
            room: plan.room.and_then(|room| directory.rooms.get(&room)).map(|room| room.name.clone()),
            online: plan.online,
            link: meets.then(link),
            opens,
            others: u8::try_from(others).unwrap_or(u8::MAX),
            status: plan.status,
            state,
            changeable: holds && id.is_some() && is_changeable(plan.slot, plan.status, clock, settings.booking_notice),
            version: stored.session.version,
            away,
        }
    }
}

/// Whether a parent may still move or cancel a place.
pub(super) fn is_changeable(slot: Slot, status: Status, clock: Moment, notice: u16) -> bool {
    let now = Slot { day: clock.day, start: clock.minute, minutes: 0 };
    status.open() && slot.minutes_after(&now) >= i64::from(notice)
}
