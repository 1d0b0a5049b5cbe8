//! A booking as a file for the parent's own calendar. Of the children it names only their own, and only by first name.

use app::{components::booking::facts, i18n::Locale, state::Visitor, words};
use axum::{
    extract::{Extension, Path, State},
    response::{IntoResponse, Response},
};
use domain::{
    ChildId, Refusal, SessionId, Status,
    view::{BookingState, BookingView},
};
use http::{HeaderMap, StatusCode, header};
use icalendar::EventStatus;

use crate::{
    Server,
    ics::{self, Item},
    language, plain,
};

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
    let file = ics::file(None, &[item(&booking, locale, &server.app.public_url, &place)], now);
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"kenes.ics\""),
    ];
    (headers, file).into_response()
}

/// The event of a booking. Of the children it names only the family's own, and only by first name.
pub fn item(booking: &BookingView, locale: Locale, site: &str, place: &str) -> Item {
    let page = format!("{site}/bookings/{}/{}", booking.session, booking.child);
    let host = site.split("://").last().unwrap_or(site);
    let staff: Vec<_> = booking.staff.iter().map(domain::Name::plain).collect();
    let prepare = facts::prepare(locale, booking.kind).join(" ");
    let room = facts::place(locale, booking);
    Item {
        // Two children of one family may be in one session: the child belongs to the name, which stays when it moves.
        uid: format!("{}-{}@{host}", booking.session, booking.child),
        sequence: booking.version,
        status: status(booking),
        slot: booking.slot,
        summary: format!("{}: {}", words::kind(locale, booking.kind), booking.child_name.given),
        description: format!("{}\n{prepare}\n{page}", staff.join(", ")),
        // The meeting's own link is given out only while it is open: it is on the page.
        location: match (booking.online, room.is_empty()) {
            (true, _) => room,
            (false, true) => place.to_owned(),
            (false, false) => format!("{room}, {place}"),
        },
        url: Some(page),
        reminds: true,
    }
}

fn status(booking: &BookingView) -> EventStatus {
    match (booking.state, booking.status) {
        (BookingState::Cancelled | BookingState::Moved, _) | (_, Status::Cancelled) => EventStatus::Cancelled,
        (BookingState::Active, Status::Draft) => EventStatus::Tentative,
        (BookingState::Active, Status::Confirmed | Status::Done | Status::NoShow) => EventStatus::Confirmed,
    }
}
