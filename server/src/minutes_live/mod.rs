//! `/live/minutes/{meeting}`: minutes written together, in the wire protocol of y-websocket (`app/minutes/SCHEMA.md`).
//!
//! A room for each meeting with somebody in it ([`room`]); a connection reads frames, asks whether they make sense and come at
//! a pace that people type at, and hands them to the room.

mod crowd;
mod line;
mod pace;
mod room;

use std::{
    collections::HashMap,
    pin::pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use app::{Failure, state::Visitor};
use axum::{
    extract::{
        Extension, Path, Query, State as With, WebSocketUpgrade,
        ws::{CloseFrame, Message as Frame, WebSocket, rejection::WebSocketUpgradeRejection},
    },
    response::{IntoResponse, Response},
};
use domain::{
    MeetingId, OrgId, PersonId, Refusal,
    minutes::{Access, State},
};
use http::{HeaderMap, StatusCode};
use minutes::wire::Message;
use serde::Deserialize;
use store::Door;
use tokio::sync::{mpsc, watch};
use tokio_tungstenite::tungstenite;

use crate::{Server, api, security};
use line::{Heard, Line};
use pace::Pace;
use room::{Said, Seat, Word};

/// The longest frame: a text of two hundred pages pasted at once.
const LONGEST: usize = 1024 * 1024;
/// How long a connection stays open whose last message is not read to its end.
const LINGER: Duration = Duration::from_secs(1);
/// Words that may wait for a room.
const INBOX: usize = 512;
/// States that a message of presence may hold: a client speaks for its own replica, and for those that it was before.
const STATES: u64 = 16;
/// Connections of one person at a time: to one room, and to all of them.
const OF_ONE: usize = 8;
const OF_ONE_IN_ALL: usize = 100;

/// Why a connection is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Close {
    /// No message of the protocol.
    Protocol,
    /// A frame of text.
    Text,
    /// An update that is none.
    Malformed,
    /// Too many messages.
    Flood,
    /// A message that is too long.
    TooLong,
    /// Too many connections, or one that reads too slowly.
    Busy,
    /// Nobody is signed in any more.
    SignedOut,
    /// They may not.
    Forbidden,
    /// There are no such minutes.
    Gone,
    /// The minutes were sent to be signed.
    Frozen,
    /// The server stops, or could not store: come back in a moment.
    Restart,
}

impl Close {
    /// Why somebody writes no more who did.
    fn unwritable(door: &Door) -> Self {
        if door.state == State::Draft { Self::Forbidden } else { Self::Frozen }
    }

    fn frame(self) -> CloseFrame {
        let (code, reason) = match self {
            Self::Protocol => (1002, "no message of the protocol"),
            Self::Text => (1003, "binary frames only"),
            Self::Malformed => (1007, "not an update"),
            Self::Flood => (1008, "too many messages"),
            Self::TooLong => (1009, "too long"),
            Self::Restart => (1012, "come back"),
            Self::Busy => (1013, "too many, or too slow"),
            Self::SignedOut => (4401, "signed out"),
            Self::Forbidden => (4403, "read-only"),
            Self::Gone => (4404, "no such minutes"),
            Self::Frozen => (4409, "frozen"),
        };
        CloseFrame { code, reason: reason.into() }
    }
}

type Key = (OrgId, MeetingId);

/// The rooms with somebody in them.
#[derive(Clone, Default)]
pub struct Rooms(Arc<Inner>);

#[derive(Default)]
struct Inner {
    open: Mutex<HashMap<Key, mpsc::Sender<Word>>>,
    people: Mutex<HashMap<PersonId, HashMap<MeetingId, usize>>>,
    next: AtomicU64,
}

/// One of the connections that a person may have.
struct Ticket {
    rooms: Rooms,
    person: PersonId,
    meeting: MeetingId,
}

impl Rooms {
    fn ticket(&self, person: PersonId, meeting: MeetingId) -> Option<Ticket> {
        let mut people = self.0.people.lock().unwrap_or_else(PoisonError::into_inner);
        let theirs = people.entry(person).or_default();
        if theirs.values().sum::<usize>() >= OF_ONE_IN_ALL || theirs.get(&meeting).is_some_and(|here| *here >= OF_ONE) {
            return None;
        }
        *theirs.entry(meeting).or_default() += 1;
        Some(Ticket { rooms: self.clone(), person, meeting })
    }

    /// The room of a meeting, opened if nobody is in it.
    fn enter(&self, server: &Server, key: Key) -> mpsc::Sender<Word> {
        let mut open = self.0.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(room) = open.get(&key).filter(|room| !room.is_closed()) {
            return room.clone();
        }
        let (sender, inbox) = mpsc::channel(INBOX);
        open.insert(key, sender.clone());
        tokio::spawn(room::run(server.clone(), key, inbox));
        sender
    }

    /// Forgets a room that is empty.
    pub(crate) fn leave(&self, key: Key) {
        self.0.open.lock().unwrap_or_else(PoisonError::into_inner).remove(&key);
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut people = self.rooms.0.people.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(theirs) = people.get_mut(&self.person) else { return };
        if let Some(here) = theirs.get_mut(&self.meeting) {
            *here -= 1;
        }
        theirs.retain(|_, here| *here > 0);
        if theirs.is_empty() {
            people.remove(&self.person);
        }
    }
}

/// What a client says of itself.
#[derive(Deserialize)]
pub struct Client {
    /// It wants to know what is stored.
    ack: Option<String>,
    /// It has come to write: where it may not any more it is told so, instead of waiting to be asked for what it wrote.
    writes: Option<String>,
}

/// Opens the connection.
pub async fn serve(
    With(server): With<Server>,
    Extension(visitor): Extension<Visitor>,
    Path(meeting): Path<String>,
    Query(client): Query<Client>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    let (Some(actor), Some(token)) = (visitor.actor, visitor.token) else {
        return api::refuse(&Failure::Refused(Refusal::SignIn));
    };
    // A browser sends our cookie along, whoever's page it is that connects.
    if !security::is_own(&server, &headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let Ok(meeting) = meeting.parse::<MeetingId>() else { return StatusCode::NOT_FOUND.into_response() };
    let door = match server.app.store.minutes_door(&actor, meeting, (server.app.clock)()).await {
        Ok(door) if door.begun => door,
        Ok(_) => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => return api::refuse(&error.into()),
    };
    let Ok(upgrade) = upgrade else { return StatusCode::UPGRADE_REQUIRED.into_response() };
    let Some(ticket) = server.rooms.ticket(actor.person, meeting) else {
        return StatusCode::TOO_MANY_REQUESTS.into_response();
    };
    let key = (actor.org, meeting);
    let says = |word: Option<String>| word.is_some_and(|word| word == "1");
    let (told, comes_to_write) = (says(client.ack), says(client.writes));
    // What waits in buffers of quiet connections is most of what a quiet room takes.
    upgrade.read_buffer_size(1024).write_buffer_size(0).max_message_size(LONGEST).max_frame_size(LONGEST).on_upgrade(
        move |socket| async move {
            let _ticket = ticket;
            if comes_to_write && door.access < Access::Write {
                let _ = tokio::time::timeout(LINGER, Line::new(socket).goodbye(Close::unwritable(&door))).await;
                return;
            }
            converse(server, socket, key, token, door, told).await;
        },
    )
}

/// One connection, from its first word to its last.
async fn converse(server: Server, socket: WebSocket, key: Key, token: String, door: Door, told: bool) {
    let id = server.rooms.0.next.fetch_add(1, Ordering::Relaxed);
    let line = Arc::new(Line::new(socket));
    let writes = door.access >= Access::Write;
    let mut seat = Some(Seat { id, token, door, told, line: line.clone() });
    let mut stopping = pin!(stops(server.closing.clone()));
    let room = loop {
        let room = server.rooms.enter(&server, key);
        match room.send(Word::Join(seat.take().into_iter().collect())).await {
            Ok(()) => break room,
            // It closed at this very moment: another is opened.
            Err(mpsc::error::SendError(Word::Join(back))) => seat = back.into_iter().next(),
            Err(_) => return,
        }
        if seat.is_none() {
            return;
        }
    };
    drop(server);
    let mut pace = Pace::new();
    let close = loop {
        let heard = tokio::select! {
            biased;
            () = &mut stopping => break Some(Close::Restart),
            heard = line.next() => heard,
        };
        let bytes = match heard {
            Heard::Frame(Frame::Binary(bytes)) => bytes,
            Heard::Frame(Frame::Text(_)) => break Some(Close::Text),
            Heard::Frame(Frame::Ping(_) | Frame::Pong(_)) => continue,
            Heard::Frame(Frame::Close(_)) | Heard::Lost => break None,
            Heard::Wrong(error) => break is_too_long(error).then_some(Close::TooLong),
            Heard::End(why) => break Some(why),
        };
        if !pace.allows(bytes.len()) {
            break Some(Close::Flood);
        }
        let said = match heard_of(&bytes, writes) {
            Ok(Some(said)) => said,
            Ok(None) => continue,
            Err(why) => break Some(why),
        };
        if room.send(Word::Said(id, said)).await.is_err() {
            break Some(Close::Restart);
        }
    };
    let _ = room.send(Word::Gone(id)).await;
    if let Some(why) = close {
        // Who does not even read that is not waited for.
        let _ = tokio::time::timeout(LINGER, line.goodbye(why)).await;
        if why == Close::TooLong {
            // What was not read would make the other side's system forget our answer before it is heard.
            tokio::time::sleep(LINGER).await;
        }
    }
}

/// Whether a frame could not be read because it is too long.
fn is_too_long(error: axum::Error) -> bool {
    let error = error.into_inner();
    matches!(error.downcast_ref::<tungstenite::Error>(), Some(tungstenite::Error::Capacity(_)))
}

/// Waits until the server stops.
async fn stops(mut closing: watch::Receiver<bool>) {
    let _ = closing.wait_for(|closing| *closing).await;
}

/// What a frame says, if it is anything to the room.
fn heard_of(bytes: &[u8], writes: bool) -> Result<Option<Said>, Close> {
    let message = Message::decode(bytes).map_err(|_| Close::Protocol)?;
    Ok(match message {
        Message::Step1(vector) => Some(Said::Asks(vector)),
        // Who only reads has nothing to give; nobody looks at what it might be.
        Message::Step2(update) | Message::Update(update) if !writes => {
            if update != minutes::update::NOTHING {
                return Err(Close::Forbidden);
            }
            Some(Said::Wrote(update, true))
        }
        Message::Step2(update) | Message::Update(update) => {
            let empty = minutes::update::decode(&update).map_err(|_| Close::Malformed)?.is_empty();
            Some(Said::Wrote(update, empty))
        }
        Message::Presence(states) => {
            let entries = minutes::presence::decode_few(&states, STATES).map_err(|_| Close::Protocol)?;
            Some(Said::Here(entries))
        }
        Message::WhoIsHere => Some(Said::WhoIsHere),
        // Only servers say these.
        Message::Denied(_) | Message::Stored(_) => None,
    })
}
