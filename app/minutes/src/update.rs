//! What comes from another replica, before it is trusted.

mod scan;

use std::panic::{AssertUnwindSafe, catch_unwind};

use yrs::{Doc, StateVector, Transact, Update, merge_updates_v1, updates::decoder::Decode};

use crate::{schema, wire::Reader};

/// An update in which nothing stands: the answer of who has nothing to give.
pub const NOTHING: [u8; 2] = [0, 0];

/// The bytes are no update.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

/// Reads an update.
///
/// The library trusts the counts and the depth that bytes claim, and asserts some of what it reads: bytes that were made up
/// could take all memory or end the thread. So they are walked over first ([`scan`]), and reading changes nothing: what is
/// caught here leaves nothing half done.
///
/// # Errors
/// Where the bytes are no update.
pub fn decode(bytes: &[u8]) -> Result<Update, Malformed> {
    scan::scan(bytes).map_err(|_| Malformed)?;
    catch_unwind(|| Update::decode_v1(bytes)).ok().and_then(Result::ok).ok_or(Malformed)
}

/// Reads a state vector.
///
/// # Errors
/// Where the bytes are none.
pub fn vector(bytes: &[u8]) -> Result<StateVector, Malformed> {
    // Each entry takes two bytes at least.
    let mut from = Reader(bytes);
    let count = from.number().map_err(|_| Malformed)?;
    if count > (from.0.len() / 2) as u64 {
        return Err(Malformed);
    }
    catch_unwind(|| StateVector::decode_v1(bytes)).ok().and_then(Result::ok).ok_or(Malformed)
}

/// Takes an update into a document. One that cannot be applied may leave the document half changed: it is to be let go.
///
/// # Errors
/// Where the bytes are no update, or one that cannot be applied.
pub fn apply(doc: &Doc, bytes: &[u8]) -> Result<(), Malformed> {
    let update = decode(bytes)?;
    let applied = catch_unwind(AssertUnwindSafe(|| doc.transact_mut().apply_update(update)));
    applied.ok().and_then(Result::ok).ok_or(Malformed)
}

/// A document with all of these updates in it, by a replica with this id. Those that cannot be applied are left out: what was
/// stored once must not keep anybody from the rest.
pub fn whole(client: u64, updates: &[Vec<u8>]) -> Doc {
    // One pass over all of them is quicker than one for each.
    if let Ok(Ok(merged)) = catch_unwind(|| merge_updates_v1(updates)) {
        let doc = schema::document(client);
        if apply(&doc, &merged).is_ok() {
            return doc;
        }
    }
    let mut sound: Vec<&Vec<u8>> = updates.iter().collect();
    loop {
        let doc = schema::document(client);
        match sound.iter().position(|bytes| apply(&doc, bytes).is_err()) {
            Some(bad) => drop(sound.remove(bad)),
            None => return doc,
        }
    }
}
