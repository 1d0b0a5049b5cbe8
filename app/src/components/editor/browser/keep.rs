//! What was written and is not stored yet, kept on this device: a page that is closed, or a battery that is empty, loses
//! nothing. By person: whoever signs in here next gets none of it.

use domain::{MeetingId, PersonId};
use leptos::prelude::window;

/// Words as they were typed, with the names of their areas.
pub(super) type Words = Vec<(String, String)>;

/// What one page has kept.
pub(super) struct Kept {
    /// As an update.
    pub(super) update: Vec<u8>,
    /// As words, for the case that the document takes no more updates.
    pub(super) words: Words,
}

fn key(meeting: MeetingId, person: PersonId, replica: u64) -> String {
    format!("{}{replica}", prefix(meeting, person))
}

fn prefix(meeting: MeetingId, person: PersonId) -> String {
    format!("kenes-minutes-{meeting}-{person}-")
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

/// Keeps it: by replica, too, so that two tabs of one person do not write over each other. False where the device keeps
/// nothing.
pub(super) fn keep(meeting: MeetingId, person: PersonId, replica: u64, kept: &Kept) -> bool {
    let letters: String = kept.update.iter().map(|byte| char::from(*byte)).collect();
    let (Some(storage), Ok(update), Ok(words)) =
        (storage(), window().btoa(&letters), serde_json::to_string(&kept.words))
    else {
        return false;
    };
    storage.set_item(&key(meeting, person, replica), &format!("{update}\n{words}")).is_ok()
}

pub(super) fn forget(meeting: MeetingId, person: PersonId, replica: u64) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(&key(meeting, person, replica));
    }
}

/// Takes over what pages before this one have kept. Another tab that is open still sends the same once more, which changes
/// nothing.
pub(super) fn take(meeting: MeetingId, person: PersonId) -> Vec<Kept> {
    let kept = read(meeting, person);
    forget_all(meeting, person);
    kept
}

/// What pages before this one have kept.
pub(super) fn read(meeting: MeetingId, person: PersonId) -> Vec<Kept> {
    let Some(storage) = storage() else { return Vec::new() };
    let texts = keys(&storage, meeting, person).into_iter().filter_map(|key| storage.get_item(&key).ok().flatten());
    texts
        .filter_map(|text| {
            let (update, words) = text.split_once('\n').unwrap_or((&text, "[]"));
            Some(Kept { update: bytes(update)?, words: serde_json::from_str(words).unwrap_or_default() })
        })
        .collect()
}

/// Lets go of all that pages before this one have kept.
pub(super) fn forget_all(meeting: MeetingId, person: PersonId) {
    let Some(storage) = storage() else { return };
    for key in keys(&storage, meeting, person) {
        let _ = storage.remove_item(&key);
    }
}

fn keys(storage: &web_sys::Storage, meeting: MeetingId, person: PersonId) -> Vec<String> {
    let prefix = prefix(meeting, person);
    let keys = (0..storage.length().unwrap_or_default()).filter_map(|place| storage.key(place).ok().flatten());
    keys.filter(|key| key.starts_with(&prefix)).collect()
}

/// Reads base64.
pub(super) fn bytes(text: &str) -> Option<Vec<u8>> {
    let text = window().atob(text).ok()?;
    text.chars().map(|letter| u8::try_from(u32::from(letter)).ok()).collect()
}
