//! The answer to an offer, and what happens where there is none.

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::{
    Actor, Permission, SessionId, WaitId,
    refusal::Problem,
    view::{BookingState, BookingView, Wish},
};
use serde_json::json;
use uuid::Uuid;

use super::{
    BookingRow,
    book::{Miss, TRIES, take_place},
    offer::bookable,
    waiting::own_line,
};
use crate::{
    Store, all,
    audit::Entry,
    error::{Error, Result},
    optional,
    session::Writing,
    statements,
};

/// The key of the form that an offer is: it can be answered once.
fn key(id: WaitId) -> String {
    format!("offer-{id}")
}

impl Store {
    /// Takes the place that is offered: books it, by the same rules as any other. Twice is once.
    ///
    /// # Errors
    /// [`OfferOver`](domain::Refusal::OfferOver) when the time has passed or the place has gone; those of the rules;
    /// [`NotFound`](domain::Refusal::NotFound) for lines that are not of the actor's own children.
    pub async fn accept_offer(&self, actor: &Actor, id: WaitId, now: DateTime<Utc>) -> Result<BookingView> {
        if !actor.may(Permission::BookForChild) {
            return Err(Error::forbidden());
        }
        for _ in 0..TRIES {
            let found = own_line(&mut self.read().await?, actor, id).await?;
            let Some(session) = found.and_then(|found| found.session) else {
                return self.accepted(actor, id, now).await?.ok_or_else(Error::not_found);
            };
            let day = self.day_of(actor.org, session).await?;
            match self.accept_once(actor, session, id, day, now).await {
                Ok(view) => return Ok(view),
                Err(miss) => self.settle_booking(actor, miss, &[day], now).await?,
            }
        }
        Err(Error::again())
    }

    async fn accept_once(
        &self,
        actor: &Actor,
        session: SessionId,
        id: WaitId,
        day: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<BookingView, Miss> {
        let mut writing = Writing::begin(self, actor.org, [day], now).await?;
        let before = writing.get(session).map_err(|_| Error::again())?;
        let zone = writing.kindergarten.zone;
        let waiter = before.waiters.iter().find(|waiter| waiter.id == id);
        // The other tap has taken it meanwhile: the next look finds the booking.
        let line = waiter.ok_or_else(Error::again)?.line(zone);
        if !line.is_offered(writing.clock()) {
            return Err(Error::offer_over().into());
        }
        let plan = before.plan();
        let rule = bookable(plan.kind).ok_or_else(|| Error::invalid("kind", Problem::Choice))?;
        let staff = plan.staff.first().copied().ok_or_else(Error::not_found)?;
        let (child, kind, slot, session) = (line.child, plan.kind, plan.slot, Some(session));
        let wish = Wish { child, kind, staff, slot, session, key: key(id) };
        writing.note(Entry::new("waiting.accept", before.id(), json!({ "child": child })));
        let (stored, booking) = take_place(&mut writing, actor, &wish, rule, "booking.create").await?;
        let kindergarten = writing.kindergarten.clone();
        writing.finish(actor).await?;
        Ok(self.place(&kindergarten, &stored, child, Some(booking), BookingState::Active, now))
    }

    /// The booking that has come of an offer, whichever of the child's guardians has accepted it.
    async fn accepted(&self, actor: &Actor, id: WaitId, now: DateTime<Utc>) -> Result<Option<BookingView>> {
        self.written().await;
        let row = optional!(self.read().await?, BookingRow, SELECT_ACCEPTED, actor.org.0, key(id))?;
        let booked = row.map(BookingRow::read).transpose()?;
        match booked.filter(|booked| actor.children.contains(&booked.child)) {
            Some(booked) => self.booking_view(actor, booked, now).await.map(Some),
            None => Ok(None),
        }
    }

    /// Declines what is offered: it goes to the next, and the family is not in the line any more.
    ///
    /// # Errors
    /// [`OfferOver`](domain::Refusal::OfferOver) when nothing is offered any more;
    /// [`NotFound`](domain::Refusal::NotFound) for lines that are not of the actor's own children.
    pub async fn decline_offer(&self, actor: &Actor, id: WaitId, now: DateTime<Utc>) -> Result<()> {
        if !actor.may(Permission::BookForChild) {
            return Err(Error::forbidden());
        }
        let found = own_line(&mut self.read().await?, actor, id).await?;
        let session = found.and_then(|found| found.session).ok_or_else(Error::not_found)?;
        let is_offered = |writing: &Writing, before: &std::sync::Arc<crate::session::Stored>| {
            let line = before.lines(writing.kindergarten.zone).into_iter().find(|line| line.id == id);
            let offered = line.is_some_and(|line| line.is_offered(writing.clock()));
            if offered { Ok(()) } else { Err(Error::offer_over()) }
        };
        self.step_out(actor, session, id, "waiting.decline", is_offered, now).await
    }

    /// Does what is due to all lines: ends offers that have lapsed, and makes those that nothing else has given rise to.
    /// Gives the number of lines that have gone on. It does no harm to do it too often, or on two servers at once.
    ///
    /// # Errors
    /// When the database cannot be read. A line that could not be looked after waits for the next time.
    pub async fn sweep_offers(&self, now: DateTime<Utc>) -> Result<usize> {
        // Whatever the zone: what begins today there has begun no earlier than yesterday here.
        let since = now.date_naive().checked_sub_days(Days::new(1)).unwrap_or_default();
        let due = all!(self.read().await?, (Uuid, Uuid, NaiveDate), SELECT_DUE, since, now.timestamp_millis())?;
        let mut advanced = 0;
        for (org, session, day) in due {
            match self.advance_line(domain::OrgId(org), SessionId(session), day, now).await {
                Ok(gone_on) => advanced += usize::from(gone_on),
                Err(error) => tracing::warn!(%error, "a line was not looked after; again next time"),
            }
        }
        Ok(advanced)
    }
}

statements! {
    SELECT_ACCEPTED = "SELECT id, session, child, state FROM booking WHERE org = $1 AND key = $2";
    SELECT_DUE = "SELECT DISTINCT w.org, w.session, s.day FROM waiting AS w JOIN session AS s ON s.id = w.session \
        WHERE s.day >= $1 AND (w.offer_until <= $2 OR (w.offer_until IS NULL AND (w.ended IS NULL OR w.ended = 'filled') \
        AND s.open AND s.status IN ('draft', 'confirmed') AND s.seats < s.places))";
}
