//! What has changed in a parent's bookings without the parent: told in words, never only in colour.

use domain::{ChildId, SessionId, Slot, Status, view::BookingState, view::BookingView};

use super::{card::holds, facts};
use crate::{
    i18n::{Locale, td_string},
    words,
};

/// A change of one booking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// As it stands now.
    pub booking: BookingView,
    /// What of it is new.
    pub what: What,
}

/// What of a booking is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// All of it.
    Booking,
    /// The day or the hour.
    Time,
    /// The room, or video instead of one.
    Place,
    /// Who holds it.
    Staff,
    /// It is called off, or the place was taken away.
    Cancelled,
    /// The group is complete.
    Confirmed,
}

/// Names a booking, whatever has changed in it.
pub fn key(booking: &BookingView) -> (SessionId, ChildId) {
    (booking.session, booking.child)
}

/// What is new in `after`, of what matters to a parent the first: a time that has moved before a room that has.
pub fn between(before: &[BookingView], after: &[BookingView]) -> Vec<News> {
    let mut news: Vec<News> = after
        .iter()
        .filter_map(|booking| {
            let what = match before.iter().find(|other| key(other) == key(booking)) {
                Some(known) => changed(known, booking)?,
                None if holds(booking) => What::Booking,
                None => return None,
            };
            Some(News { booking: booking.clone(), what })
        })
        .collect();
    let gone = before.iter().filter(|known| holds(known) && !after.iter().any(|booking| key(booking) == key(known)));
    news.extend(gone.map(|known| {
        let booking = BookingView { state: BookingState::Cancelled, ..known.clone() };
        News { booking, what: What::Cancelled }
    }));
    news
}

fn changed(before: &BookingView, after: &BookingView) -> Option<What> {
    match (holds(before), holds(after)) {
        // Moved by the parent: where it went to is the news.
        (true, false) => return (after.state != BookingState::Moved).then_some(What::Cancelled),
        (false, true) => return Some(What::Booking),
        (false, false) => return None,
        (true, true) => {}
    }
    if before.slot != after.slot {
        Some(What::Time)
    } else if (&before.room, before.online) != (&after.room, after.online) {
        Some(What::Place)
    } else if before.staff != after.staff {
        Some(What::Staff)
    } else if before.status == Status::Draft && after.status == Status::Confirmed {
        Some(What::Confirmed)
    } else {
        None
    }
}

/// The news as a sentence: «Уақыты өзгерді: …».
pub fn sentence(locale: Locale, news: &News) -> String {
    let booking = &news.booking;
    let what = format!("{}, {}", words::kind(locale, booking.kind), booking.child_name.plain());
    let when = |slot: &Slot| facts::when(locale, slot);
    let slot = &booking.slot;
    match news.what {
        What::Booking => td_string!(locale, booking.news_new, what = what, when = when(slot)).to_string(),
        What::Time => td_string!(locale, booking.news_time, what = what, when = when(slot)).to_string(),
        What::Place => {
            td_string!(locale, booking.news_place, what = what, place = facts::place(locale, booking)).to_string()
        }
        What::Staff => {
            td_string!(locale, booking.news_staff, what = what, staff = facts::names(&booking.staff)).to_string()
        }
        What::Cancelled if booking.away => {
            td_string!(locale, absence.news_away, what = what, when = when(slot)).to_string()
        }
        What::Cancelled => td_string!(locale, booking.news_cancelled, what = what, when = when(slot)).to_string(),
        What::Confirmed => td_string!(locale, booking.news_confirmed, what = what, when = when(slot)).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::slice::from_ref;

    use chrono::NaiveDate;
    use domain::{Body, Kind, Name};
    use uuid::Uuid;

    use super::*;

    fn booking(session: u128) -> BookingView {
        BookingView {
            id: None,
            session: SessionId(Uuid::from_u128(session)),
            child: ChildId(Uuid::from_u128(1)),
            child_name: Name::parse("Көшербай Айару"),
            body: Body::Kp,
            kind: Kind::PlayOnline,
            slot: Slot { day: NaiveDate::from_ymd_opt(2026, 11, 25).unwrap(), start: 560, minutes: 20 },
            staff: vec![Name::parse("Қалдыбек Әсемгүл")],
            room: None,
            online: true,
            link: None,
            opens: None,
            others: 0,
            status: Status::Confirmed,
            state: BookingState::Active,
            changeable: true,
            version: 1,
            away: false,
        }
    }

    fn news(before: &[BookingView], after: &[BookingView]) -> Vec<What> {
        between(before, after).into_iter().map(|news| news.what).collect()
    }

    #[test]
    fn a_session_moved_by_the_specialist_is_news() {
        let before = booking(1);
        let mut after = before.clone();
        after.slot.start = 620;
        assert_eq!(news(&[before], &[after.clone()]), [What::Time]);
        let said = sentence(Locale::kk, &News { booking: after, what: What::Time });
        assert_eq!(said, "Уақыты өзгерді: Онлайн-ойын сессиясы, Көшербай Айару, 25 қараша, сәрсенбі, 10:20–10:40");
    }

    #[test]
    fn a_booking_called_off_or_gone_is_news_and_one_given_up_long_ago_is_not() {
        let before = booking(1);
        let off = BookingView { status: Status::Cancelled, ..before.clone() };
        assert_eq!(news(from_ref(&before), from_ref(&off)), [What::Cancelled]);
        assert_eq!(news(&[before], &[]), [What::Cancelled]);
        assert_eq!(news(from_ref(&off), from_ref(&off)), []);
        let moved = BookingView { state: BookingState::Moved, ..booking(2) };
        assert_eq!(news(&[booking(2)], &[moved]), []);
    }

    #[test]
    fn a_version_alone_is_no_news() {
        let before = booking(1);
        let after =
            BookingView { version: 2, others: 1, link: Some("https://example.kz".to_owned()), ..before.clone() };
        assert_eq!(news(from_ref(&before), &[after]), []);
        assert_eq!(news(from_ref(&before), &[before.clone(), booking(2)]), [What::Booking]);
    }
}
