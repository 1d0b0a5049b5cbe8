//! What comes from another replica, before it is trusted.

use std::panic::catch_unwind;

use yrs::{Doc, Transact, Update, updates::decoder::Decode};

/// The bytes are no update.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

/// Reads an update.
///
/// The library asserts some of what it reads (in debug builds: that the id of a client has 53 bits), so bytes that were
/// made up could end the thread that reads them. Reading changes nothing, so what is caught here leaves nothing half done.
///
/// # Errors
/// Where the bytes are no update.
pub fn decode(bytes: &[u8]) -> Result<Update, Malformed> {
    catch_unwind(|| Update::decode_v1(bytes)).ok().and_then(Result::ok).ok_or(Malformed)
}

/// Takes an update into a document.
///
/// # Errors
/// Where the bytes are no update, or one that cannot be applied.
pub fn apply(doc: &Doc, bytes: &[u8]) -> Result<(), Malformed> {
    let update = decode(bytes)?;
    doc.transact_mut().apply_update(update).map_err(|_| Malformed)
}
