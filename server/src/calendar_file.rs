//! A booking as a file for the parent's own calendar. Of the children it names only their own, and only by first name.

use app::{components::booking::facts, i18n::Locale, state::Visitor, words};
use axum::{
    extract::{Extension, Path, State},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Duration, NaiveDateTime, NaiveTime, Utc};
use domain::{
    ChildId, Refusal, SessionId, Status,
    view::{BookingState, BookingView},
};
use http::{HeaderMap, StatusCode, header};
use icalendar::{Calendar, Component as _, Event, EventLike as _, EventStatus, Property};

use crate::{Server, language, plain};

/// Kazakhstan has one time and no summer time. (The library would put a UID and a time stamp into each part of it.)
const ZONE: &str = "BEGIN:VTIMEZONE\r\nTZID:Asia/Almaty\r\nBEGIN:STANDARD\r\nDTSTART:20240301T000000\r\n\
     TZOFFSETFROM:+0500\r\nTZOFFSETTO:+0500\r\nTZNAME:+05\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";

/// How many minutes before it begins the parent's calendar speaks up.
const REMINDER: i64 = 60;

/// `/bookings/{session}/{child}/kenes.ics`
pub async fn serve(
    State(server): State<Server>,
    Extension(visitor): Extension<Visitor>,
    Path((session, child)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let (locale, sheet) = (language::of(&headers), &server.sheet.path);
    let (Ok(session), Ok(child)) = (session.parse::<SessionId>(), child.parse::<ChildId>()) else {
        return plain::not_found(locale, sheet);
    };
    let Some(actor) = visitor.actor else { return plain::forbidden(locale, sheet) };
    let now = (server.app.clock)();
    let booking = match server.app.store.booking(&actor, session, child, now).await {
        Ok(booking) => booking,
        Err(error) => {
            return match error.refusal() {
                Some(Refusal::NotFound) => plain::not_found(locale, sheet),
                Some(_) => plain::forbidden(locale, sheet),
                None => {
                    tracing::error!(?error, "the store failed");
                    plain::trouble(locale, sheet, StatusCode::INTERNAL_SERVER_ERROR, &visitor.request)
                }
            };
        }
    };
    let place = format!("{}, {}", visitor.tenant.org.name, visitor.tenant.org.city);
    let file = calendar(&booking, locale, &server.app.public_url, &place, now);
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"kenes.ics\""),
    ];
    (headers, file).into_response()
}

fn calendar(booking: &BookingView, locale: Locale, site: &str, place: &str, now: DateTime<Utc>) -> String {
    let kind = words::kind(locale, booking.kind);
    let page = format!("{site}/bookings/{}/{}", booking.session, booking.child);
    let host = site.split("://").last().unwrap_or(site);
    let staff: Vec<_> = booking.staff.iter().map(domain::Name::plain).collect();
    let start = NaiveDateTime::new(booking.slot.day, NaiveTime::MIN) + Duration::minutes(i64::from(booking.slot.start));
    let end = start + Duration::minutes(i64::from(booking.slot.minutes));

    // Two children of one family may be in one session: the child belongs to the name, which stays when the session moves.
    let mut event = Event::with_uid(&format!("{}-{}@{host}", booking.session, booking.child));
    let summary = plain_text(&format!("{kind}: {}", booking.child_name.given));
    let prepare = facts::prepare(locale, booking.kind).join(" ");
    event
        .summary(&summary)
        .append_property(local("DTSTART", start))
        .append_property(local("DTEND", end))
        .timestamp(now)
        .sequence(u32::try_from(booking.version).unwrap_or(u32::MAX))
        .status(status(booking))
        .description(&plain_text(&format!("{}\n{prepare}\n{page}", staff.join(", "))))
        .url(&page);
    // The meeting's own link is given out only while it is open: it is on the page.
    let room = facts::place(locale, booking);
    event.location(&plain_text(&match (booking.online, room.is_empty()) {
        (true, _) => room,
        (false, true) => place.to_owned(),
        (false, false) => format!("{room}, {place}"),
    }));
    let mut calendar = Calendar::empty();
    calendar
        .append_property(Property::new("VERSION", "2.0"))
        .append_property(Property::new("PRODID", "-//Kenes//Kenes//KK"))
        .append_property(Property::new("CALSCALE", "GREGORIAN"))
        .append_property(Property::new("METHOD", "PUBLISH"));
    calendar.push(event);
    let file = calendar.to_string().replacen("BEGIN:VEVENT", &format!("{ZONE}BEGIN:VEVENT"), 1);
    if status(booking) == EventStatus::Cancelled {
        return file;
    }
    file.replacen("END:VEVENT", &format!("{}END:VEVENT", alarm(summary)), 1)
}

/// The reminder. (The library would give it a UID and a time stamp, too.)
fn alarm(summary: String) -> String {
    let text: String = Property::new("DESCRIPTION", summary).try_into().unwrap_or_default();
    format!("BEGIN:VALARM\r\nACTION:DISPLAY\r\n{text}TRIGGER:-PT{REMINDER}M\r\nEND:VALARM\r\n")
}

/// A carriage return would begin a line of its own in the file: the library knows only of line feeds.
fn plain_text(text: &str) -> String {
    text.replace(|character: char| character.is_control() && character != '\n', " ")
}

fn local(key: &str, at: NaiveDateTime) -> Property {
    let mut property = Property::new(key, at.format("%Y%m%dT%H%M%S").to_string());
    property.add_parameter("TZID", "Asia/Almaty");
    property
}

fn status(booking: &BookingView) -> EventStatus {
    match (booking.state, booking.status) {
        (BookingState::Cancelled | BookingState::Moved, _) | (_, Status::Cancelled) => EventStatus::Cancelled,
        (BookingState::Active, Status::Draft) => EventStatus::Tentative,
        (BookingState::Active, Status::Confirmed | Status::Done | Status::NoShow) => EventStatus::Confirmed,
    }
}
