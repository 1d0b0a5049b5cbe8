//! A room: everybody who writes, or reads, the minutes of one meeting.
//!
//! What is written is stored, and then told. What comes within a few milliseconds is stored by one commit, and told as one
//! update: many people who type cost each other little. The document itself is not needed for that; it is put together
//! when somebody comes, and let go when it is quiet.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::{Duration, Instant},
};

use axum::body::Bytes;
use chrono::{DateTime, Utc};
use domain::{MeetingId, OrgId, PersonId, Refusal, minutes::Access};
use minutes::{presence::Entry, update, wire::Message};
use store::{Door, Store, Written};
use tokio::{
    sync::{broadcast::error::RecvError, mpsc},
    task::JoinHandle,
};
use yrs::{Doc, ReadTxn, StateVector, Transact, merge_updates_v1};

use super::{Close, Key, line::Line};
use crate::Server;

/// How long a room waits at most for others who are writing as well, before it stores what was written. Who writes alone is
/// not waited with.
const COOL: Duration = Duration::from_millis(4);
/// Somebody is writing who wrote this long ago.
const WRITING: Duration = Duration::from_millis(300);
/// Most updates of one commit.
const MOST: usize = 512;
/// Connections to one room.
const PLACES: usize = 200;
/// How often a room looks whether those in it are still who they were, and what other servers have stored.
const BEAT: Duration = Duration::from_secs(20);
const PEEK: Duration = Duration::from_secs(1);
/// After so many updates the document is kept whole, so that it opens quickly.
const KEEP_EVERY: i64 = 400;
/// A document that nobody came for in so long is let go.
const QUIET: Duration = Duration::from_secs(20);
/// How often a connection may ask for what it lacks: at once, and after so long each once more.
const QUESTIONS: u32 = 4;
const QUESTION_EVERY: Duration = Duration::from_secs(1);
/// The most that is stored of one document, in bytes: hundreds of times the longest minutes.
const LARGEST: usize = 32 * 1024 * 1024;

/// Somebody in the room.
pub(super) struct Seat {
    pub(super) id: u64,
    pub(super) token: String,
    pub(super) door: Door,
    /// Wants to know what is stored.
    pub(super) told: bool,
    pub(super) line: Arc<Line>,
}

/// What a connection says to the room.
pub(super) enum Word {
    /// Comes in. A list of one: what could not be delivered comes back.
    Join(Vec<Seat>),
    /// Says something.
    Said(u64, Said),
    /// Leaves.
    Gone(u64),
}

/// What somebody says.
pub(super) enum Said {
    /// Has this, asks for the rest.
    Asks(Vec<u8>),
    /// Wrote this; or nothing, as an answer to the server's question.
    Wrote(Vec<u8>, bool),
    /// Is here.
    Here(Vec<Entry>),
    /// Asks who is here.
    WhoIsHere,
}

struct Sitting {
    seat: Seat,
    /// Updates of theirs that are stored.
    stored: u64,
    /// When they last wrote.
    wrote: Option<Instant>,
    /// Questions that they have left, and when there was last one more.
    questions: (u32, Instant),
}

impl Sitting {
    fn new(seat: Seat) -> Self {
        Self { seat, stored: 0, wrote: None, questions: (QUESTIONS, Instant::now()) }
    }

    /// Whether they may ask once more now. Each answer is the whole document, at worst.
    fn asks(&mut self) -> bool {
        let (left, since) = &mut self.questions;
        if *left < QUESTIONS && since.elapsed() > QUESTION_EVERY {
            (*left, *since) = (*left + 1, Instant::now());
        }
        if *left == QUESTIONS {
            *since = Instant::now();
        }
        let may = *left > 0;
        *left = left.saturating_sub(1);
        may
    }
}

/// Something that waits to be stored.
struct Waiting {
    from: u64,
    person: PersonId,
    bytes: Vec<u8>,
}

struct Room {
    server: Server,
    key: Key,
    seats: BTreeMap<u64, Sitting>,
    crowd: super::crowd::Crowd,
    waiting: Vec<Waiting>,
    /// Connections that are told of what is stored without having written anything.
    acknowledged: Vec<u64>,
    /// The document, and the number of the last update in it.
    doc: Option<(Doc, i64)>,
    /// When it was last needed.
    needed: Instant,
    /// Stored behind the document.
    tail: Vec<Vec<u8>>,
    /// The number of the last update that the room knows of.
    last: i64,
    /// The number up to which the document is kept whole.
    kept: i64,
    /// Bytes that are stored of it, about.
    size: usize,
    frozen: bool,
    /// Somebody asks the store whether those in the room may still be here.
    looking: Option<JoinHandle<Vec<Found>>>,
    /// Something has changed since they began.
    again: bool,
}

/// Lives as long as somebody is in it.
pub(super) async fn run(server: Server, key: Key, mut inbox: mpsc::Receiver<Word>) {
    let mut changes = server.app.store.changes();
    let shared = server.app.store.is_shared();
    let mut beat = tokio::time::interval(BEAT);
    let mut peek = tokio::time::interval(PEEK);
    for clock in [&mut beat, &mut peek] {
        clock.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        clock.reset();
    }
    let mut room = Room {
        server,
        key,
        seats: BTreeMap::new(),
        crowd: super::crowd::Crowd::default(),
        waiting: Vec::new(),
        acknowledged: Vec::new(),
        doc: None,
        needed: Instant::now(),
        tail: Vec::new(),
        last: 0,
        kept: 0,
        size: 0,
        frozen: false,
        looking: None,
        again: false,
    };
    loop {
        tokio::select! {
            word = inbox.recv() => match word {
                Some(word) => {
                    let news = room.hear(word).await;
                    if news {
                        room.gather(&mut inbox).await;
                    }
                    room.flush().await;
                }
                None => break,
            },
            change = changes.recv() => match change {
                Ok(change) if change.org != key.0 => {}
                Ok(change) if change.meeting.is_some_and(|meeting| meeting != key.1) && !change.directory => {}
                Ok(change) if change.meeting.is_none() && !change.directory => {}
                Ok(_) | Err(RecvError::Lagged(_)) => room.look(),
                Err(RecvError::Closed) => break,
            },
            _ = beat.tick() => {
                room.look();
                room.rest();
            }
            found = found(&mut room.looking) => room.looked(found).await,
            _ = peek.tick(), if shared => room.peek().await,
        }
        if room.seats.is_empty() && room.waiting.is_empty() {
            // From here on whoever comes opens another room; who has come at this moment is let in.
            room.server.rooms.leave(key);
            inbox.close();
            while let Some(word) = inbox.recv().await {
                if let Word::Join(seats) = word {
                    for seat in seats {
                        seat.line.end(Close::Restart);
                    }
                }
            }
            room.keep();
            return;
        }
    }
}

impl Room {
    /// Hears a word. True when there is something to store or to tell.
    async fn hear(&mut self, word: Word) -> bool {
        match word {
            Word::Join(seats) => {
                for seat in seats {
                    self.join(seat).await;
                }
                false
            }
            Word::Gone(id) => {
                self.seats.remove(&id);
                self.crowd.gone(id);
                true
            }
            Word::Said(id, said) => {
                if !self.seats.contains_key(&id) {
                    return false;
                }
                match said {
                    Said::Asks(vector) => {
                        if self.seats.get_mut(&id).is_some_and(Sitting::asks) {
                            self.answer(id, &vector).await;
                        } else {
                            self.close(id, Close::Flood);
                        }
                        false
                    }
                    Said::Wrote(bytes, empty) => {
                        self.wrote(id, bytes, empty);
                        true
                    }
                    Said::Here(entries) => {
                        if let Some(sitting) = self.seats.get(&id) {
                            self.crowd.hear(id, &sitting.seat.door, entries);
                        }
                        true
                    }
                    Said::WhoIsHere => {
                        if let Some(all) = self.crowd.all() {
                            self.send(id, Message::Presence(all).encode());
                        }
                        false
                    }
                }
            }
        }
    }

    async fn join(&mut self, seat: Seat) {
        if self.seats.len() >= PLACES {
            seat.line.end(Close::Busy);
            return;
        }
        let (id, writes) = (seat.id, seat.door.access >= Access::Write);
        self.seats.insert(id, Sitting::new(seat));
        // Who writes is asked what they have that is not here; who reads has nothing to give.
        if writes {
            match self.vector().await {
                Some(vector) => self.send(id, Message::Step1(vector).encode()),
                None => self.close(id, Close::Restart),
            }
        }
        if let Some(all) = self.crowd.all() {
            self.send(id, Message::Presence(all).encode());
        }
    }

    fn wrote(&mut self, id: u64, bytes: Vec<u8>, empty: bool) {
        let Some(sitting) = self.seats.get_mut(&id) else { return };
        if empty {
            self.acknowledged.push(id);
            return;
        }
        sitting.wrote = Some(Instant::now());
        let door = &sitting.seat.door;
        if self.size + bytes.len() > LARGEST {
            self.close(id, Close::TooLong);
            return;
        }
        if door.access < Access::Write || self.frozen {
            let why = if self.frozen { Close::Frozen } else { Close::Forbidden };
            self.close(id, why);
            return;
        }
        self.waiting.push(Waiting { from: id, person: door.person, bytes });
    }

    /// Hears what has been said meanwhile, and waits a moment for what others write at the same time.
    async fn gather(&mut self, inbox: &mut mpsc::Receiver<Word>) {
        while self.waiting.len() < MOST
            && let Ok(word) = inbox.try_recv()
        {
            self.hear(word).await;
        }
        let latest = tokio::time::Instant::now() + COOL;
        while self.waiting.len() < MOST && self.others_write() {
            match tokio::time::timeout_at(latest, inbox.recv()).await {
                Ok(Some(word)) => {
                    self.hear(word).await;
                }
                Ok(None) | Err(_) => return,
            }
        }
    }

    /// Whether somebody is writing whose words are not among those that wait.
    fn others_write(&self) -> bool {
        let writes = |sitting: &Sitting| sitting.wrote.is_some_and(|wrote| wrote.elapsed() < WRITING);
        let waits = |id: u64| self.waiting.iter().any(|one| one.from == id);
        self.seats.iter().any(|(id, sitting)| writes(sitting) && !waits(*id))
    }

    /// Stores what was written, tells everybody, and says to who wrote it that it is stored.
    async fn flush(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        if !waiting.is_empty() {
            self.store(waiting).await;
        }
        let mut told = BTreeSet::new();
        for id in std::mem::take(&mut self.acknowledged) {
            if let Some(sitting) = self.seats.get_mut(&id) {
                sitting.stored += 1;
                told.insert(id);
            }
        }
        // Once for all of theirs: whoever sends much is not answered with as much.
        for id in told {
            let stored = self.seats.get(&id).filter(|sitting| sitting.seat.told).map(|sitting| sitting.stored);
            if let Some(count) = stored {
                self.send(id, Message::Stored(count).encode());
            }
        }
        if let Some(news) = self.crowd.news() {
            // Also to who said it: clients take silence for a lost connection.
            let frame = Bytes::from(Message::Presence(news).encode());
            self.tell(&frame, None);
        }
    }

    async fn store(&mut self, waiting: Vec<Waiting>) {
        let now = (self.server.app.clock)();
        let authors: Vec<u64> = waiting.iter().map(|one| one.from).collect();
        let written = joined(waiting);
        let (org, meeting) = self.key;
        match self.server.app.store.append_minutes(org, meeting, &written, now).await {
            Ok(no) => {
                let own = i64::try_from(written.len()).unwrap_or(i64::MAX);
                let foreign = self.last > 0 && no - own > self.last;
                let alone = authors.first().copied().filter(|first| authors.iter().all(|author| author == first));
                let bytes: Vec<Vec<u8>> = written.into_iter().map(|one| one.bytes).collect();
                self.size += bytes.iter().map(Vec::len).sum::<usize>();
                if foreign {
                    // Another server has stored something in between.
                    self.peek().await;
                } else {
                    self.last = no;
                    self.spread(bytes, alone);
                }
                for id in authors {
                    self.acknowledged.push(id);
                }
            }
            Err(error) => {
                let why = match error.refusal() {
                    Some(Refusal::Changed) => {
                        self.frozen = true;
                        Close::Frozen
                    }
                    Some(Refusal::NotFound) => Close::Gone,
                    _ => {
                        tracing::error!(?error, "minutes were not stored");
                        // They have it still, and send it again.
                        Close::Restart
                    }
                };
                for id in authors {
                    self.close(id, why);
                }
            }
        }
    }

    /// Tells everybody of updates that are stored.
    fn spread(&mut self, updates: Vec<Vec<u8>>, but: Option<u64>) {
        let merged = match updates.as_slice() {
            [] => return,
            [one] => Ok(one.clone()),
            many => merge_updates_v1(many),
        };
        match merged {
            Ok(update) => {
                let frame = Bytes::from(Message::Update(update).encode());
                self.tell(&frame, but);
            }
            // Each by itself, then: all of them were read when they came.
            Err(_) => {
                for update in &updates {
                    let frame = Bytes::from(Message::Update(update.clone()).encode());
                    self.tell(&frame, but);
                }
            }
        }
        if self.doc.is_some() {
            self.tail.extend(updates);
        }
    }

    /// Says what somebody lacks.
    async fn answer(&mut self, id: u64, vector: &[u8]) {
        let Ok(vector) = update::vector(vector) else {
            self.close(id, Close::Malformed);
            return;
        };
        match self.document().await {
            Some(doc) => {
                let update = doc.transact().encode_state_as_update_v1(&vector);
                self.send(id, Message::Step2(update).encode());
            }
            None => self.close(id, Close::Restart),
        }
    }

    async fn vector(&mut self) -> Option<Vec<u8>> {
        use yrs::updates::encoder::Encode;
        self.document().await.map(|doc| doc.transact().state_vector().encode_v1())
    }

    /// The document as it is stored.
    async fn document(&mut self) -> Option<&Doc> {
        self.needed = Instant::now();
        if self.doc.is_none() {
            let (org, meeting) = self.key;
            let loaded = match self.server.app.store.load_minutes(org, meeting).await {
                Ok(loaded) => loaded,
                Err(error) => {
                    tracing::error!(?error, "minutes were not read");
                    return None;
                }
            };
            if self.last > 0 && loaded.no > self.last {
                // Another server has stored something that nobody here was told of.
                self.peek().await;
            }
            self.kept = loaded.no - i64::try_from(loaded.updates.len()).unwrap_or_default();
            let whole: Vec<Vec<u8>> = loaded.snapshot.into_iter().chain(loaded.updates).collect();
            self.size = whole.iter().map(Vec::len).sum();
            let doc = update::whole(u64::from(rand_client()), &whole);
            // What has come since is in the tail.
            self.tail.clear();
            self.last = self.last.max(loaded.no);
            self.doc = Some((doc, loaded.no));
        }
        let tail = std::mem::take(&mut self.tail);
        let (doc, no) = self.doc.as_mut()?;
        for bytes in tail {
            let _ = update::apply(doc, &bytes);
        }
        *no = self.last;
        Some(doc)
    }

    /// Keeps the document whole when much has been written since it last was: beside the room, nobody waits for that.
    fn keep(&mut self) {
        if self.last - self.kept < KEEP_EVERY {
            return;
        }
        // Where it fails, so much more is written until it is tried again.
        self.kept = self.last;
        let (store, (org, meeting)) = (self.server.app.store.clone(), self.key);
        tokio::spawn(async move {
            if let Err(error) = keep(&store, org, meeting).await {
                tracing::warn!(?error, "minutes were not kept whole");
            }
        });
    }

    /// Lets go of what nobody needs now.
    fn rest(&mut self) {
        self.keep();
        if self.needed.elapsed() > QUIET || self.tail.len() > MOST {
            self.doc = None;
            self.tail = Vec::new();
        }
    }

    /// Fetches what other servers have stored.
    async fn peek(&mut self) {
        let (org, meeting) = self.key;
        if self.last == 0 {
            return;
        }
        match self.server.app.store.minutes_since(org, meeting, self.last).await {
            Ok(loaded) if loaded.no > self.last => {
                self.last = loaded.no;
                self.spread(loaded.updates, None);
            }
            Ok(_) => {}
            Err(error) => tracing::warn!(?error, "minutes were not read"),
        }
    }

    /// Looks whether those in the room are still who they were, and may do what they could: beside what goes on in it, as
    /// nobody's letters are to wait for that.
    fn look(&mut self) {
        if self.looking.is_some() {
            self.again = true;
            return;
        }
        let mut people: BTreeMap<String, (PersonId, Vec<u64>)> = BTreeMap::new();
        for (id, Sitting { seat, .. }) in &self.seats {
            people.entry(seat.token.clone()).or_insert_with(|| (seat.door.person, Vec::new())).1.push(*id);
        }
        let (store, meeting, now) = (self.server.app.store.clone(), self.key.1, (self.server.app.clock)());
        self.looking = Some(tokio::spawn(async move {
            let mut found = Vec::new();
            for (token, (person, seats)) in people {
                match who(&store, &token, person, meeting, now).await {
                    Ok(door) => found.push((seats, door)),
                    Err(error) => tracing::error!(?error, "the store failed"),
                }
            }
            found
        }));
    }

    /// Shows out who may be here no more.
    async fn looked(&mut self, found: Vec<Found>) {
        self.looking = None;
        let mut closed = Vec::new();
        for (seats, door) in found {
            for id in seats {
                let Some(sitting) = self.seats.get_mut(&id) else { continue };
                let door = match &door {
                    Ok(door) => door,
                    Err(why) => {
                        closed.push((id, *why));
                        continue;
                    }
                };
                let wrote = sitting.seat.door.access >= Access::Write;
                if wrote && door.access < Access::Write {
                    closed.push((id, Close::unwritable(door)));
                } else if !wrote && door.access >= Access::Write {
                    // They come back as who they are now.
                    closed.push((id, Close::Restart));
                }
                sitting.seat.door = door.clone();
            }
        }
        for (id, why) in closed {
            self.close(id, why);
        }
        self.frozen = false;
        self.flush().await;
        if std::mem::take(&mut self.again) {
            self.look();
        }
    }

    fn send(&mut self, id: u64, frame: Vec<u8>) {
        let slow = self.seats.get(&id).is_some_and(|one| !one.seat.line.send(frame.into()));
        if slow {
            self.close(id, Close::Busy);
        }
    }

    fn tell(&mut self, frame: &Bytes, but: Option<u64>) {
        let slow = |(id, sitting): (&u64, &Sitting)| {
            let slow = Some(*id) != but && !sitting.seat.line.send(frame.clone());
            slow.then_some(*id)
        };
        let slow: Vec<u64> = self.seats.iter().filter_map(slow).collect();
        for id in slow {
            self.close(id, Close::Busy);
        }
    }

    /// Ends a connection. Whoever is too slow to hear why finds the connection closed.
    fn close(&mut self, id: u64, why: Close) {
        if let Some(sitting) = self.seats.remove(&id) {
            sitting.seat.line.end(why);
        }
        self.crowd.gone(id);
    }
}

/// What somebody may do at the door now, with their connections; or why they are shown out.
type Found = (Vec<u64>, Result<Door, Close>);

/// Asks the store who that is, and what they may do.
async fn who(
    store: &Store,
    token: &str,
    person: PersonId,
    meeting: MeetingId,
    now: DateTime<Utc>,
) -> store::Result<Result<Door, Close>> {
    let Some((actor, _)) = store.actor(token, now).await?.filter(|(actor, _)| actor.person == person) else {
        return Ok(Err(Close::SignedOut));
    };
    match store.minutes_door(&actor, meeting, now).await {
        Ok(door) => Ok(Ok(door)),
        Err(error) if error.refusal().is_some() => Ok(Err(Close::Forbidden)),
        Err(error) => Err(error),
    }
}

/// Keeps a document whole as it is stored.
async fn keep(store: &Store, org: OrgId, meeting: MeetingId) -> store::Result<()> {
    let loaded = store.load_minutes(org, meeting).await?;
    let whole: Vec<Vec<u8>> = loaded.snapshot.into_iter().chain(loaded.updates).collect();
    let doc = update::whole(u64::from(rand_client()), &whole);
    let bytes = doc.transact().encode_state_as_update_v1(&StateVector::default());
    store.keep_snapshot(org, meeting, loaded.no, &bytes).await
}

/// Waits for what was looked for, if anything is.
async fn found(looking: &mut Option<JoinHandle<Vec<Found>>>) -> Vec<Found> {
    match looking {
        Some(looking) => looking.await.unwrap_or_default(),
        None => std::future::pending().await,
    }
}

/// Updates of one person that follow each other are stored as one.
fn joined(waiting: Vec<Waiting>) -> Vec<Written> {
    let mut written: Vec<(PersonId, Vec<Vec<u8>>)> = Vec::new();
    for one in waiting {
        match written.iter_mut().find(|(person, _)| *person == one.person) {
            Some((_, updates)) => updates.push(one.bytes),
            None => written.push((one.person, vec![one.bytes])),
        }
    }
    written.into_iter().flat_map(|(person, updates)| merged(person, updates)).collect()
}

fn merged(person: PersonId, updates: Vec<Vec<u8>>) -> Vec<Written> {
    if updates.len() > 1
        && let Ok(bytes) = merge_updates_v1(&updates)
    {
        return vec![Written { person, bytes }];
    }
    updates.into_iter().map(|bytes| Written { person, bytes }).collect()
}

/// The id of a replica that writes nothing.
fn rand_client() -> u32 {
    std::process::id()
}
