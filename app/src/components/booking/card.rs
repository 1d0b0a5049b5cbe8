//! A booking as a card: when at the left, what and with whom at the right.

use domain::{
    Status,
    format::Noun,
    time::clock,
    view::{BookingState, BookingView},
};
use leptos::prelude::*;

use super::{
    facts,
    icon::{KindIcon, hue},
    news::{self, News},
};
use crate::{
    i18n::{Locale, td_string},
    language, words,
};

/// The address of a booking.
pub fn href(booking: &BookingView) -> String {
    format!("/bookings/{}/{}", booking.session, booking.child)
}

/// Whether the place is held and the session not called off.
pub fn holds(booking: &BookingView) -> bool {
    booking.state == BookingState::Active && booking.status != Status::Cancelled
}

/// Where the booking stands, unless all is as it should be.
pub fn standing(locale: Locale, booking: &BookingView) -> Option<(&'static str, &'static str)> {
    match (booking.state, booking.status) {
        (BookingState::Cancelled, _) => Some(("chip", td_string!(locale, booking.state_cancelled))),
        (BookingState::Moved, _) => Some(("chip", td_string!(locale, booking.state_moved))),
        (BookingState::Active, Status::Cancelled) => Some(("chip bad", td_string!(locale, booking.state_cancelled))),
        (BookingState::Active, Status::Draft) => Some(("chip warn", td_string!(locale, booking.draft))),
        (BookingState::Active, Status::Confirmed) => None,
        (BookingState::Active, status @ Status::Done) => Some(("chip ok", words::status(locale, status))),
        (BookingState::Active, status @ Status::NoShow) => Some(("chip", words::status(locale, status))),
    }
}

/// The card. With `told`, it is marked as long as there is news of it. That signal must outlive the card: it is read until
/// the card has left the page, which is later than the card's own reactive owner goes.
pub fn card(locale: Locale, booking: &BookingView, told: Option<RwSignal<Vec<News>>>) -> AnyView {
    let key = news::key(booking);
    let is_news =
        move || told.is_some_and(|told| told.with(|told| told.iter().any(|news| news::key(&news.booking) == key)));
    let lang = language::of(locale);
    let slot = booking.slot;
    let kind = words::kind(locale, booking.kind);
    let place = facts::place(locale, booking);
    let who = [facts::names(&booking.staff), place]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    let title = if booking.state == BookingState::Active {
        view! { <a href=href(booking)>{kind}</a> }.into_any()
    } else {
        kind.into_any()
    };
    view! {
        <article
            class=format!("card booking-card {}", hue(booking.kind))
            class:news=is_news
            class:off=!holds(booking)
            data-session=booking.session.to_string()
            data-child=booking.child.to_string()
            data-state=booking.state.code()
            data-status=booking.status.code()
        >
            <p class="booking-when">
                <span class="booking-weekday" aria-hidden="true">{lang.weekday_short(slot.day)}</span>
                <span class="booking-day" aria-hidden="true">{slot.day.format("%-d").to_string()}</span>
                <span class="booking-month" aria-hidden="true">{lang.month_short(slot.day)}</span>
                <span class="visually-hidden">{lang.day_month_weekday(slot.day)}</span>
            </p>
            <div class="booking-what">
                <p class="booking-time">
                    <time datetime=format!("{}T{}", slot.day, clock(slot.start))>{domain::format::time_range(&slot)}</time>
                </p>
                <h3 class="booking-kind">{title}</h3>
                <p>{booking.child_name.plain()}</p>
                <p class="muted">{who}</p>
                {(booking.others > 0).then(|| {
                    let children = lang.counted(u32::from(booking.others), Noun::Child);
                    view! { <p class="muted">{td_string!(locale, booking.others, children = children).to_string()}</p> }
                })}
                {booking.away.then(|| view! { <p class="muted">{td_string!(locale, absence.booking_away)}</p> })}
                {standing(locale, booking).map(|(class, text)| view! { <p><span class=class>{text}</span></p> })}
            </div>
            <KindIcon kind=booking.kind />
        </article>
    }
    .into_any()
}
