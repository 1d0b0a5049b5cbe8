//! A feed: what a calendar program reads at a secret address. It may belong to anybody, and be kept anywhere: of children
//! it names only a family's own.

use app::{i18n::Locale, words};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use domain::{Lang, Name, Session, Status, format::Noun};
use http::{HeaderMap, StatusCode, header};
use icalendar::EventStatus;
use store::FeedContent;

use crate::{
    Server, calendar_file,
    ics::{self, Item},
    language, plain,
};

/// `/feeds/{secret}/kenes.ics`
pub async fn serve(State(server): State<Server>, Path(secret): Path<String>, headers: HeaderMap) -> Response {
    let now = (server.app.clock)();
    match server.app.store.feed(&secret, now).await {
        Ok(Some(content)) => {
            let headers =
                [(header::CONTENT_TYPE, "text/calendar; charset=utf-8"), (header::CACHE_CONTROL, "private, no-cache")];
            (headers, file(&content, &server.app.public_url, now)).into_response()
        }
        Ok(None) => plain::not_found(language::of(&headers), &server.sheet.path),
        Err(error) => {
            tracing::error!(?error, "the store failed");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn file(content: &FeedContent, site: &str, now: chrono::DateTime<chrono::Utc>) -> String {
    let locale = match content.lang {
        Lang::Kk => Locale::kk,
        Lang::Ru => Locale::ru,
    };
    let org = &content.tenant.org;
    let place = format!("{}, {}", org.name, org.city);
    // A family's name is its child's, too.
    let name = content.room.as_ref().map_or_else(|| org.name.clone(), |room| format!("{}: {room}", org.name));
    let sessions = content
        .sessions
        .iter()
        .map(|(session, names, room)| item(session, names, room.as_deref(), content, locale, site));
    let bookings = content.bookings.iter().map(|booking| calendar_file::item(booking, locale, site, &place));
    let items: Vec<_> = sessions.chain(bookings).collect();
    ics::file(Some(&name), &items, now)
}

/// A session as those who hold it, or look after its room, read it: what, where, how many, never who.
fn item(
    session: &Session,
    names: &[Name],
    room: Option<&str>,
    content: &FeedContent,
    locale: Locale,
    site: &str,
) -> Item {
    let plan = &session.plan;
    let host = site.split("://").last().unwrap_or(site);
    let children = u32::try_from(plan.children()).unwrap_or(0);
    let children = content.lang.counted(children, Noun::Child);
    let staff: Vec<_> = names.iter().map(Name::short).collect();
    let page = format!("{site}/calendar?view=day&day={}", plan.slot.day);
    Item {
        uid: format!("{}@{host}", session.id),
        sequence: session.version,
        status: match plan.status {
            Status::Draft => EventStatus::Tentative,
            Status::Cancelled => EventStatus::Cancelled,
            Status::Confirmed | Status::Done | Status::NoShow => EventStatus::Confirmed,
        },
        slot: plan.slot,
        summary: format!("{}: {children}", words::kind(locale, plan.kind)),
        description: format!("{}\n{}\n{page}", staff.join(", "), words::status(locale, plan.status)),
        location: match room {
            Some(room) => room.to_owned(),
            None if plan.online => words::online(locale).to_owned(),
            None => String::new(),
        },
        url: Some(page),
        reminds: false,
    }
}
