//! What was written and is not stored yet, kept on this device: a page that is closed, or a battery that is empty, loses
//! nothing. By person: whoever signs in here next gets none of it.

use domain::{MeetingId, PersonId};
use leptos::prelude::window;

fn key(meeting: MeetingId, person: PersonId, replica: u64) -> String {
    format!("{}{replica}", prefix(meeting, person))
}

fn prefix(meeting: MeetingId, person: PersonId) -> String {
    format!("kenes-minutes-{meeting}-{person}-")
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

/// By replica, too: two tabs of one person do not write over each other.
pub(super) fn keep(meeting: MeetingId, person: PersonId, replica: u64, bytes: &[u8]) {
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    if let (Some(storage), Ok(text)) = (storage(), window().btoa(&text)) {
        let _ = storage.set_item(&key(meeting, person, replica), &text);
    }
}

pub(super) fn forget(meeting: MeetingId, person: PersonId, replica: u64) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(&key(meeting, person, replica));
    }
}

/// Takes over what pages before this one have kept. Another tab that is open still sends the same once more, which changes
/// nothing.
pub(super) fn take_kept(meeting: MeetingId, person: PersonId) -> Vec<Vec<u8>> {
    let Some(storage) = storage() else { return Vec::new() };
    let prefix = prefix(meeting, person);
    let keys = (0..storage.length().unwrap_or_default()).filter_map(|place| storage.key(place).ok().flatten());
    let keys: Vec<String> = keys.filter(|key| key.starts_with(&prefix)).collect();
    let mut kept = Vec::new();
    for key in keys {
        kept.extend(storage.get_item(&key).ok().flatten().and_then(|text| bytes(&text)));
        let _ = storage.remove_item(&key);
    }
    kept
}

/// Reads base64.
pub(super) fn bytes(text: &str) -> Option<Vec<u8>> {
    let text = window().atob(text).ok()?;
    text.chars().map(|letter| u8::try_from(u32::from(letter)).ok()).collect()
}
