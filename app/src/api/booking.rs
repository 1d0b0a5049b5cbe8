//! What a parent asks for: what can be booked and when, their bookings, the waiting list.
//!
//! Arguments are flat text, so that a form posts them without WASM; what cannot be read is refused by its field's name.

use chrono::NaiveDate;
use domain::{
    Kind, Position, Slot,
    time::{Moment, clock, parse_clock},
    view::{BookingView, FreeDay, Offer, OrgView, WaitView},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::Failure;
#[cfg(feature = "ssr")]
use crate::components::booking::card::href;

#[cfg(feature = "ssr")]
pub(super) mod read;

/// The public start page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicPage {
    /// The kindergarten.
    pub org: OrgView,
    /// What its consultation point holds.
    pub kinds: Vec<PublicKind>,
    /// The next booking of the parent who is signed in.
    pub next: Option<BookingView>,
}

/// A kind of session on the public page: nobody's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicKind {
    /// The kind.
    pub kind: Kind,
    /// How long, in minutes.
    pub minutes: u16,
    /// As what those who hold it are employed.
    pub positions: Vec<Position>,
}

/// Where booking starts from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Start {
    /// What there is to choose from.
    pub offer: Offer,
    /// The booking that is to be moved to another time.
    pub moving: Option<BookingView>,
}

/// A week of free times.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Week {
    /// Monday to Sunday.
    pub days: Vec<FreeDay>,
    /// The day to show: the one asked for, or the first with a place.
    pub day: NaiveDate,
    /// Monday of the week before, unless it is over.
    pub earlier: Option<NaiveDate>,
    /// Monday of the week after, as far as booking is open.
    pub later: Option<NaiveDate>,
    /// What the form sends along: a second tap is the same booking.
    pub key: String,
    /// What the child has already on these days: who comes back to a page that is done finds the booking.
    pub own: Vec<BookingView>,
}

/// A parent's bookings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bookings {
    /// The kindergarten's clock.
    pub now: Moment,
    /// All of them, the earliest first.
    pub list: Vec<BookingView>,
}

/// One booking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OneBooking {
    /// As it stands.
    pub booking: BookingView,
    /// Seconds until the meeting opens, for an online session that is still to come; zero while it is open.
    pub opens_in: Option<u32>,
    /// The kindergarten's clock.
    pub now: Moment,
}

/// A time as forms send it: `2026-11-25T09:20/20`.
pub fn slot_code(slot: &Slot) -> String {
    format!("{}T{}/{}", slot.day, clock(slot.start), slot.minutes)
}

/// A time from what a form has sent.
pub fn parse_slot(text: &str) -> Option<Slot> {
    let (day, rest) = text.split_once('T')?;
    let (start, minutes) = rest.split_once('/')?;
    Some(Slot { day: day.parse().ok()?, start: parse_clock(start)?, minutes: minutes.parse().ok()? })
}

/// The public start page. Public: a visitor sees what is offered.
#[server(name = ReadPublicPage, endpoint = "booking/public")]
pub async fn public_page() -> Result<PublicPage, Failure> {
    let visitor = crate::state::visitor()?;
    let (store, now) = (crate::state::state().store, crate::state::now());
    let kinds = store.public_offer(visitor.tenant.id, now).await?;
    let kinds =
        kinds.into_iter().map(|k| PublicKind { kind: k.kind, minutes: k.minutes, positions: k.positions }).collect();
    let parent = visitor.actor.filter(|actor| actor.may(domain::Permission::BookForChild));
    let next = match parent {
        Some(parent) => read::next(&store.bookings(&parent, now).await?, read::local(now)),
        None => None,
    };
    Ok(PublicPage { org: visitor.tenant.org, kinds, next })
}

/// What the parent may choose from; with the id of a booking, also the booking that is to be moved.
#[server(name = ReadOffer, endpoint = "booking/offer")]
pub async fn offer(
    /// The id of a booking.
    #[server(default)]
    moving: String,
) -> Result<Start, Failure> {
    let (store, actor) = crate::state::authorise(domain::Permission::BookForChild)?;
    let now = crate::state::now();
    let offer = store.offer(&actor, now).await?;
    let moving = if moving.is_empty() {
        None
    } else {
        let id = read::id::<domain::BookingId>("move", &moving)?;
        let found = store.bookings(&actor, now).await?.into_iter().find(|booking| booking.id == Some(id));
        Some(found.ok_or(domain::Refusal::NotFound)?)
    };
    Ok(Start { offer, moving })
}

/// The free times of the week of `day`, or of the first week that has one. No `staff`: anybody's.
#[server(name = ReadFreeDays, endpoint = "booking/free-days")]
pub async fn free_days(
    /// For whom: the id.
    #[server(default)]
    child: String,
    /// What: the code.
    #[server(default)]
    kind: String,
    /// With whom: the id; nothing for anybody.
    #[server(default)]
    staff: String,
    /// Some day of it, or nothing.
    #[server(default)]
    day: String,
) -> Result<Week, Failure> {
    let (store, actor) = crate::state::authorise(domain::Permission::BookForChild)?;
    let now = crate::state::now();
    let (child, kind) = (read::id("child", &child)?, read::kind(&kind)?);
    let (staff, day) = (read::optional_id("staff", &staff)?, read::optional_day(&day)?);
    let span = read::span(read::local(now).day, day);
    let days = store.free_days(&actor, child, kind, staff, span.from, span.days, now).await?;
    let mut week = span.week(days, read::new_key());
    let shown = |slot: &Slot| week.days.iter().any(|day| day.day == slot.day);
    let mut own = store.bookings(&actor, now).await?;
    own.retain(|one| one.child == child && one.is_held(read::local(now)) && shown(&one.slot));
    week.own = own;
    Ok(week)
}

/// Books, and goes on to the booking.
#[server(endpoint = "booking/book")]
pub async fn book(
    /// For whom: the id.
    #[server(default)]
    child: String,
    /// What: the code.
    #[server(default)]
    kind: String,
    /// With whom: the id.
    #[server(default)]
    staff: String,
    /// When, as [`slot_code`] writes it.
    #[server(default)]
    slot: String,
    /// Into this open session, if any.
    #[server(default)]
    session: String,
    /// The form's own key.
    #[server(default)]
    key: String,
) -> Result<(), Failure> {
    let (store, actor) = crate::state::authorise(domain::Permission::BookForChild)?;
    let wish = read::wish(&child, &kind, &staff, &slot, &session, key)?;
    let now = crate::state::now();
    let booking = match store.book(&actor, wish.clone(), now).await {
        Ok(booking) => booking,
        Err(error) => return Err(read::with_bookable_times(error.into(), &store, &actor, &wish, now).await),
    };
    leptos_axum::redirect(&format!("{}?new=1", href(&booking)));
    Ok(())
}

/// Moves a booking to another time, and goes on to it.
#[server(endpoint = "booking/move")]
pub async fn move_booking(
    /// Which: the id.
    #[server(default)]
    booking: String,
    /// For whom: the id.
    #[server(default)]
    child: String,
    /// What: the code.
    #[server(default)]
    kind: String,
    /// With whom: the id.
    #[server(default)]
    staff: String,
    /// When, as [`slot_code`] writes it.
    #[server(default)]
    slot: String,
    /// Into this open session, if any.
    #[server(default)]
    session: String,
    /// The form's own key.
    #[server(default)]
    key: String,
) -> Result<(), Failure> {
    let (store, actor) = crate::state::authorise(domain::Permission::BookForChild)?;
    let id = read::id("booking", &booking)?;
    let wish = read::wish(&child, &kind, &staff, &slot, &session, key)?;
    let now = crate::state::now();
    let moved = match store.move_booking(&actor, id, wish.clone(), now).await {
        Ok(moved) => moved,
        Err(error) => return Err(read::with_bookable_times(error.into(), &store, &actor, &wish, now).await),
    };
    leptos_axum::redirect(&format!("{}?moved=1", href(&moved)));
    Ok(())
}

/// Gives a place up, and goes on to the list.
#[server(endpoint = "booking/cancel")]
pub async fn cancel_booking(
    /// Which: the id.
    #[server(default)]
    booking: String,
) -> Result<(), Failure> {
    let (store, actor) = crate::state::authorise(domain::Permission::BookForChild)?;
    store.cancel_booking(&actor, read::id("booking", &booking)?, crate::state::now()).await?;
    leptos_axum::redirect("/bookings?done=cancelled");
    Ok(())
}

/// The parent's bookings.
#[server(name = ReadBookings, endpoint = "booking/list")]
pub async fn bookings() -> Result<Bookings, Failure> {
    let (store, actor) = crate::state::authorise(domain::Permission::BookForChild)?;
    let now = crate::state::now();
    let mut list = store.bookings(&actor, now).await?;
    list.sort_by_key(|booking| (booking.slot, booking.child));
    Ok(Bookings { now: read::local(now), list })
}

/// One of the parent's bookings. The link of a meeting comes with it only while the meeting is open.
#[server(name = ReadBooking, endpoint = "booking/one")]
pub async fn booking(
    /// Which: the id.
    #[server(default)]
    session: String,
    /// For whom: the id.
    #[server(default)]
    child: String,
) -> Result<OneBooking, Failure> {
    let (store, actor) = crate::state::authorise(domain::Permission::BookForChild)?;
    let now = crate::state::now();
    // It is an address that people open, not a form that they fill in: what is no id names no booking.
    let (Ok(session), Ok(child)) = (session.parse(), child.parse()) else {
        return Err(domain::Refusal::NotFound.into());
    };
    let booking = store.booking(&actor, session, child, now).await?;
    Ok(read::one(booking, now))
}

/// Puts a child on the waiting list of a full session.
#[server(endpoint = "booking/wait")]
pub async fn wait(
    /// Which: the id.
    #[server(default)]
    session: String,
    /// For whom: the id.
    #[server(default)]
    child: String,
) -> Result<(), Failure> {
    let (store, actor) = crate::state::authorise(domain::Permission::BookForChild)?;
    store.wait(&actor, read::id("session", &session)?, read::id("child", &child)?, crate::state::now()).await?;
    leptos_axum::redirect("/bookings?done=waiting");
    Ok(())
}

/// The parent's lines of the waiting list.
#[server(name = ReadWaiting, endpoint = "booking/waiting")]
pub async fn waiting() -> Result<Vec<WaitView>, Failure> {
    let (store, actor) = crate::state::authorise(domain::Permission::BookForChild)?;
    Ok(store.wait_views(&actor, crate::state::now()).await?)
}

/// Takes a child off the waiting list.
#[server(endpoint = "booking/leave-waiting")]
pub async fn leave_waiting(
    /// Which: the id.
    #[server(default)]
    line: String,
) -> Result<(), Failure> {
    let (store, actor) = crate::state::authorise(domain::Permission::BookForChild)?;
    store.leave_waiting(&actor, read::id("line", &line)?, crate::state::now()).await?;
    leptos_axum::redirect("/bookings?done=left");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_comes_back_from_a_form_as_it_went() {
        let slot = Slot { day: NaiveDate::from_ymd_opt(2026, 11, 25).unwrap(), start: 560, minutes: 20 };
        assert_eq!(slot_code(&slot), "2026-11-25T09:20/20");
        assert_eq!(parse_slot("2026-11-25T09:20/20"), Some(slot));
        for text in
            ["", "2026-11-25", "2026-11-25T09:20", "2026-13-25T09:20/20", "2026-11-25T24:00/20", "2026-11-25T09:20/x"]
        {
            assert_eq!(parse_slot(text), None, "{text}");
        }
    }
}
