//! Who is in a room: the states of their replicas, with names and colours that the server has written.

use std::collections::{BTreeMap, BTreeSet};

use minutes::presence::{self, Entry};
use serde_json::{Map, Value, json};
use store::Door;

/// The longest state, and replicas that one connection may have.
const LONGEST: usize = 4096;
const REPLICAS: usize = 4;

/// Colours of carets: each is told from the others, and has contrast enough on light and on dark.
const COLOURS: [&str; 10] =
    ["#c2410c", "#0f766e", "#7c3aed", "#b91c1c", "#1d4ed8", "#a16207", "#be185d", "#15803d", "#0e7490", "#6d5d4b"];

/// The states of a room.
#[derive(Default)]
pub(super) struct Crowd {
    states: BTreeMap<u64, Held>,
    colours: BTreeMap<domain::PersonId, usize>,
    /// Replicas of which the others have not heard yet.
    news: BTreeSet<u64>,
}

struct Held {
    connection: u64,
    clock: u64,
    state: Option<String>,
}

impl Crowd {
    /// Hears what a connection says of its replicas: of no other.
    pub(super) fn hear(&mut self, connection: u64, door: &Door, entries: Vec<Entry>) {
        let own = |held: &&Held| held.connection == connection && held.state.is_some();
        let mut own = self.states.values().filter(own).count();
        for entry in entries {
            let known = self.states.get(&entry.client);
            let foreign = known.is_some_and(|held| held.connection != connection && held.state.is_some());
            let older = known
                .is_some_and(|held| held.clock >= entry.clock && held.connection == connection && held.state.is_some());
            // Nobody heard of a replica that goes before it came.
            let unknown = known.is_none() && (entry.state.is_none() || own >= REPLICAS);
            if foreign || older || unknown {
                continue;
            }
            own += usize::from(known.is_none());
            let clock = known.map_or(entry.clock, |held| entry.clock.max(held.clock));
            let state = match entry.state {
                None => None,
                Some(text) if text.len() > LONGEST => continue,
                Some(text) => match self.signed(door, &text) {
                    Some(state) => Some(state),
                    None => continue,
                },
            };
            self.states.insert(entry.client, Held { connection, clock, state });
            self.news.insert(entry.client);
        }
    }

    /// The state with the name of who it is, whatever it said.
    fn signed(&mut self, door: &Door, text: &str) -> Option<String> {
        let mut state: Map<String, Value> = serde_json::from_str(text).ok()?;
        let taken: BTreeSet<usize> = self.colours.values().copied().collect();
        let free = (0..COLOURS.len()).find(|colour| !taken.contains(colour));
        let colour = *self.colours.entry(door.person).or_insert_with(|| free.unwrap_or(taken.len() % COLOURS.len()));
        let colour = COLOURS.get(colour).copied().unwrap_or(COLOURS[0]);
        state.insert("user".to_owned(), json!({ "id": door.person, "name": door.name.plain(), "color": colour }));
        serde_json::to_string(&state).ok()
    }

    /// A connection has gone, and its replicas with it.
    pub(super) fn gone(&mut self, connection: u64) {
        for (client, held) in &mut self.states {
            if held.connection == connection && held.state.is_some() {
                held.state = None;
                held.clock += 1;
                self.news.insert(*client);
            }
        }
    }

    /// What the others have not heard yet, encoded.
    pub(super) fn news(&mut self) -> Option<Vec<u8>> {
        let news = std::mem::take(&mut self.news);
        let entries = self.entries(|client| news.contains(&client));
        let gone = |client: &u64, held: &mut Held| held.state.is_some() || !news.contains(client);
        self.states.retain(gone);
        (!entries.is_empty()).then(|| presence::encode(&entries))
    }

    /// Everybody who is here, encoded.
    pub(super) fn all(&self) -> Option<Vec<u8>> {
        let entries: Vec<Entry> = self.entries(|_| true).into_iter().filter(|entry| entry.state.is_some()).collect();
        (!entries.is_empty()).then(|| presence::encode(&entries))
    }

    fn entries(&self, which: impl Fn(u64) -> bool) -> Vec<Entry> {
        let entry =
            |(client, held): (&u64, &Held)| Entry { client: *client, clock: held.clock, state: held.state.clone() };
        self.states.iter().filter(|(client, _)| which(**client)).map(entry).collect()
    }
}
