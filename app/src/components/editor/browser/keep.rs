//! What was written and is not stored yet, kept on this device: a page that is closed, or a battery that is empty, loses
//! nothing. By person: whoever signs in here next gets none of it.

use domain::{MeetingId, PersonId};
use leptos::prelude::window;

fn key(meeting: MeetingId, person: PersonId) -> String {
    format!("kenes-minutes-{meeting}-{person}")
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

pub(super) fn keep(meeting: MeetingId, person: PersonId, bytes: &[u8]) {
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    if let (Some(storage), Ok(text)) = (storage(), window().btoa(&text)) {
        let _ = storage.set_item(&key(meeting, person), &text);
    }
}

pub(super) fn forget(meeting: MeetingId, person: PersonId) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(&key(meeting, person));
    }
}

pub(super) fn kept(meeting: MeetingId, person: PersonId) -> Option<Vec<u8>> {
    bytes(&storage()?.get_item(&key(meeting, person)).ok()??)
}

/// Reads base64.
pub(super) fn bytes(text: &str) -> Option<Vec<u8>> {
    let text = window().atob(text).ok()?;
    text.chars().map(|letter| u8::try_from(u32::from(letter)).ok()).collect()
}
