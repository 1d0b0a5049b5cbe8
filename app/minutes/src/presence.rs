//! Who is here, and where their caret stands: the awareness states of y-protocols, each a JSON object (`SCHEMA.md`). Nothing of
//! it is kept.

use serde::{Deserialize, Serialize};

use crate::wire::{NoMessage, Reader, write_bytes, write_number};

/// The state of one replica.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The replica's id.
    pub client: u64,
    /// It goes up with each change; an older one is not listened to.
    pub clock: u64,
    /// A JSON object; None when the replica has gone.
    pub state: Option<String>,
}

/// What Kenes puts into a state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presence {
    /// Who it is: written by the server, whatever a client says.
    #[serde(default)]
    pub user: User,
    /// Where they are.
    #[serde(default)]
    pub caret: Option<Caret>,
    /// They are typing.
    #[serde(default)]
    pub typing: bool,
}

/// A person as others see them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// The person's id.
    #[serde(default)]
    pub id: String,
    /// Their name.
    #[serde(default)]
    pub name: String,
    /// Their colour, `#rrggbb`.
    #[serde(default)]
    pub color: String,
}

/// A caret or a selection, in UTF-16 units of an area's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caret {
    /// The area: `title:<id>`, `discussion:<id>`, `proposals`, `decision:<id>`, `responsible:<id>`.
    pub area: String,
    /// Where the selection began.
    pub anchor: u32,
    /// Where the caret stands.
    pub head: u32,
}

/// Writes states.
pub fn encode(entries: &[Entry]) -> Vec<u8> {
    let mut to = Vec::new();
    write_number(&mut to, entries.len() as u64);
    for entry in entries {
        write_number(&mut to, entry.client);
        write_number(&mut to, entry.clock);
        write_bytes(&mut to, entry.state.as_deref().unwrap_or("null").as_bytes());
    }
    to
}

/// Reads states.
///
/// # Errors
/// Where they are none, or more than so many.
pub fn decode_few(bytes: &[u8], most: u64) -> Result<Vec<Entry>, NoMessage> {
    if Reader(bytes).number()? > most {
        return Err(NoMessage);
    }
    decode(bytes)
}

/// Reads states.
///
/// # Errors
/// Where they are none.
pub fn decode(bytes: &[u8]) -> Result<Vec<Entry>, NoMessage> {
    let mut from = Reader(bytes);
    let count = from.number()?;
    let mut entries = Vec::new();
    for _ in 0..count {
        let (client, clock, state) = (from.number()?, from.number()?, from.text()?);
        entries.push(Entry { client, clock, state: (state != "null").then_some(state) });
    }
    if from.0.is_empty() { Ok(entries) } else { Err(NoMessage) }
}
