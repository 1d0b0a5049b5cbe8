//! `/live`: others' changes as they happen, as server-sent events, each reader being told only what they may know.

use std::{
    collections::{HashMap, VecDeque},
    convert::Infallible,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use app::{Failure, state::Visitor};
use axum::{
    extract::{Extension, Query, State},
    response::{IntoResponse, Response, Sse, sse::Event},
};
use domain::{Actor, PersonId, Refusal, view::Delta};
use futures::stream;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::Deserialize;
use store::{Change, Hand, Store};
use tokio::{
    sync::{
        broadcast::{self, error::RecvError},
        watch,
    },
    time::{Interval, interval},
};

use crate::{Server, api};

/// How often a quiet stream shows that it is alive, and looks whether its reader is still signed in.
const BEAT: Duration = Duration::from_secs(15);
/// After how long a browser comes back.
const RETRY: Duration = Duration::from_secs(2);
/// Pages that one person may have open at a time.
const STREAMS: usize = 8;

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// Who has how many streams open.
#[derive(Clone, Default)]
pub struct Seats(Arc<Mutex<HashMap<PersonId, usize>>>);

/// One open stream.
struct Seat {
    seats: Seats,
    person: PersonId,
    store: Option<Store>,
}

impl Seats {
    fn take(&self, person: PersonId) -> Option<Seat> {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = taken.entry(person).or_default();
        if *count >= STREAMS {
            return None;
        }
        *count += 1;
        Some(Seat { seats: self.clone(), person, store: None })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.seats.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = taken.get_mut(&self.person) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&self.person);
                // Whoever is gone holds nothing in their hand.
                if let Some(store) = &self.store {
                    store.let_go(self.person);
                }
            }
        }
    }
}

/// What a page says when it opens the stream.
#[derive(Deserialize)]
pub struct Page {
    /// The revision that it shows. Pages that say none are told of nobody's hand.
    since: Option<i64>,
    /// Whether it shows whom others carry over the calendar.
    hands: Option<bool>,
}

/// Opens the stream.
pub async fn serve(
    State(server): State<Server>,
    Extension(visitor): Extension<Visitor>,
    Query(page): Query<Page>,
    headers: HeaderMap,
) -> Response {
    // From here on nothing is missed, whatever happens while the rest is read.
    let (changes, hands) = (server.app.store.changes(), server.app.store.hands());
    let (Some(actor), Some(token)) = (visitor.actor, visitor.token) else {
        return api::refuse(&Failure::Refused(Refusal::SignIn));
    };
    let Some(mut seat) = server.seats.take(actor.person) else { return StatusCode::TOO_MANY_REQUESTS.into_response() };
    seat.store = Some(server.app.store.clone());
    let mut waiting = VecDeque::from([Event::default().retry(RETRY).comment("kenes")]);
    let seen = headers.get(LAST_EVENT_ID).and_then(|id| id.to_str().ok()?.parse::<i64>().ok());
    if let Some(revision) = seen {
        // What happened while the reader was away is not kept: they ask anew.
        waiting.push_back(event(&Delta::Reload { revision }));
    } else if let Some(since) = page.since {
        // Between the page and its stream something may have happened.
        match server.app.store.revision(actor.org, (server.app.clock)()).await {
            Ok(revision) if revision <= since => {}
            Ok(revision) => waiting.push_back(event(&Delta::Reload { revision })),
            Err(error) => {
                tracing::error!(?error, "the store failed");
                waiting.push_back(event(&Delta::Reload { revision: since }));
            }
        }
    }
    let hands = page.since.filter(|_| page.hands != Some(false)).map(|_| {
        waiting.extend(server.app.store.held(&actor).iter().map(event));
        hands
    });
    let closing = server.closing.clone();
    let revision = seen.or(page.since).unwrap_or_default();
    let beat = interval(BEAT);
    let reader = Reader { server, actor, token, revision, changes, hands, closing, waiting, beat, _seat: seat };
    let events = stream::unfold(reader, |mut reader| async {
        let event = reader.next().await?;
        Some((Ok::<_, Infallible>(event), reader))
    });
    let mut response = Sse::new(events).into_response();
    // A proxy that collects an answer before it passes it on would keep the changes to itself.
    response.headers_mut().insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

struct Reader {
    server: Server,
    actor: Actor,
    token: String,
    /// The last that the reader was told of.
    revision: i64,
    changes: broadcast::Receiver<Change>,
    /// What others hold in their hands; the calendar alone shows it.
    hands: Option<broadcast::Receiver<Hand>>,
    closing: watch::Receiver<bool>,
    waiting: VecDeque<Event>,
    beat: Interval,
    _seat: Seat,
}

impl Reader {
    /// The next event; None when the reader is signed out or the server stops.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            let heard = tokio::select! {
                biased;
                _ = self.closing.wait_for(|closing| *closing) => return None,
                change = self.changes.recv() => Some(change),
                hand = next_of(&mut self.hands) => {
                    let told = hand.and_then(|hand| self.server.app.store.of_hand(&self.actor, &hand));
                    self.waiting.extend(told.iter().map(event));
                    continue;
                }
                _ = self.beat.tick() => None,
            };
            match heard {
                Some(Ok(change)) => self.hear(&change).await?,
                // More has happened than the channel holds.
                Some(Err(RecvError::Lagged(_))) => {
                    self.waiting.push_back(event(&Delta::Reload { revision: self.revision }));
                }
                Some(Err(RecvError::Closed)) => return None,
                None => {
                    self.recognise().await?;
                    return Some(Event::default().comment(""));
                }
            }
        }
    }

    async fn hear(&mut self, change: &Change) -> Option<()> {
        if change.org != self.actor.org {
            return Some(());
        }
        self.revision = change.revision;
        if change.directory
            || change.guardians.contains(&self.actor.person)
            || change.staff.contains(&self.actor.person)
        {
            // Whose children, whose sessions: the reader may know of more now, or of less.
            self.recognise().await?;
        }
        match self.server.app.store.deltas(&self.actor, change, (self.server.app.clock)()).await {
            Ok(deltas) => self.waiting.extend(deltas.iter().map(event)),
            Err(error) => {
                tracing::error!(?error, "the store failed");
                self.waiting.push_back(event(&Delta::Reload { revision: change.revision }));
            }
        }
        Some(())
    }

    /// Asks anew who the reader is; None when nobody any more.
    async fn recognise(&mut self) -> Option<()> {
        let (actor, _) = self.server.app.store.actor(&self.token, (self.server.app.clock)()).await.ok()??;
        (actor.org == self.actor.org && actor.person == self.actor.person).then(|| self.actor = actor)
    }
}

/// The next news of a hand, for who is told any. Of what came too quickly the last is enough.
async fn next_of(hands: &mut Option<broadcast::Receiver<Hand>>) -> Option<Hand> {
    match hands {
        Some(hands) => hands.recv().await.ok(),
        None => std::future::pending().await,
    }
}

fn event(delta: &Delta) -> Event {
    let data = Event::default().data(serde_json::to_string(delta).unwrap_or_default());
    let revision = match delta {
        // Nothing that could be missed.
        Delta::Held { .. } => return data,
        Delta::Put { revision, .. }
        | Delta::Gone { revision, .. }
        | Delta::Booking { revision, .. }
        | Delta::Meeting { revision, .. }
        | Delta::Reload { revision } => revision,
    };
    data.id(revision.to_string())
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_person_has_a_bounded_number_of_streams() {
        let (seats, person) = (Seats::default(), PersonId(Uuid::from_u128(1)));
        let mut open: Vec<_> = (0..STREAMS).map_while(|_| seats.take(person)).collect();
        assert_eq!(open.len(), STREAMS);
        assert!(seats.take(person).is_none());
        assert!(seats.take(PersonId(Uuid::from_u128(2))).is_some());
        open.pop();
        assert!(seats.take(person).is_some());
    }
}
