//! A meeting as files: its minutes as a sealed PDF, and the meeting itself for somebody's own calendar.

use app::{
    i18n::{Locale, td_string},
    state::Visitor,
    words,
};
use axum::{
    extract::{Extension, Path, Query, State},
    response::{IntoResponse, Response},
};
use domain::{
    Lang, MeetingId, Refusal, Slot,
    meeting::{self, view::MeetingView},
};
use http::{HeaderMap, header};
use icalendar::EventStatus;
use serde::Deserialize;

use crate::{
    Server,
    ics::{self, Item},
    language,
    paper_file::{file, refuse},
};

/// In which language minutes are asked for.
#[derive(Debug, Deserialize)]
pub struct In {
    lang: Option<String>,
}

/// `/minutes/{meeting}/kenes.pdf?lang=kk`: in Kazakh unless Russian is asked for.
pub async fn minutes(
    State(server): State<Server>,
    Extension(visitor): Extension<Visitor>,
    Path(meeting): Path<String>,
    Query(asked): Query<In>,
    headers: HeaderMap,
) -> Response {
    let refuse = |failure| refuse(&server, &visitor, &headers, &failure);
    let lang = asked.lang.as_deref().map_or(Some(Lang::Kk), Lang::from_code);
    let (Ok(meeting), Some(lang), Some(actor)) = (meeting.parse::<MeetingId>(), lang, &visitor.actor) else {
        return refuse(Refusal::NotFound.into());
    };
    match server.office.minutes_file(actor, meeting, lang).await {
        Ok(bytes) => {
            let name = format!("inline; filename=\"kenes-{meeting}-{}.pdf\"", lang.code());
            file("application/pdf", &name, bytes.into())
        }
        Err(failure) => refuse(failure),
    }
}

/// `/meetings/{meeting}/kenes.ics`
pub async fn calendar(
    State(server): State<Server>,
    Extension(visitor): Extension<Visitor>,
    Path(meeting): Path<String>,
    headers: HeaderMap,
) -> Response {
    let refuse = |failure| refuse(&server, &visitor, &headers, &failure);
    let (Ok(meeting), Some(actor)) = (meeting.parse::<MeetingId>(), &visitor.actor) else {
        return refuse(Refusal::NotFound.into());
    };
    let now = (server.app.clock)();
    let meeting = match server.app.store.meeting(actor, meeting, now).await {
        Ok(meeting) => meeting,
        Err(error) => return refuse(error.into()),
    };
    let house = &visitor.tenant.org;
    let item = item(&meeting, language::of(&headers), &server.app.public_url, &house.name);
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"kenes.ics\""),
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    (headers, ics::file(None, &[item], now)).into_response()
}

/// The event of a meeting. The agenda of a closed one speaks of children, and stays in the house.
fn item(meeting: &MeetingView, locale: Locale, site: &str, house: &str) -> Item {
    let listed = &meeting.listed;
    let page = format!("{site}/meetings/{}", listed.id);
    let host = site.split("://").last().unwrap_or(site);
    let agenda = (1..).zip(&meeting.agenda).map(|(n, line)| format!("{n}. {}\n", line.title));
    let agenda: String = if meeting.closed { String::new() } else { agenda.collect() };
    Item {
        uid: format!("{}@{host}", listed.id),
        sequence: meeting.version,
        status: match listed.state {
            meeting::State::Cancelled => EventStatus::Cancelled,
            meeting::State::Called | meeting::State::Held => EventStatus::Confirmed,
        },
        slot: Slot { day: listed.day, start: listed.start, minutes: listed.end.saturating_sub(listed.start) },
        summary: td_string!(locale, minutes.event_title, body = words::body(locale, listed.body)).to_string(),
        description: format!("{agenda}{page}"),
        location: match listed.place.trim() {
            "" => house.to_owned(),
            place => format!("{place}, {house}"),
        },
        url: Some(page),
        reminds: true,
    }
}
