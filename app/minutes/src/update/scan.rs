//! Walks over the bytes of an update (v1 of Yjs) without making anything of them: each count is one that the bytes can hold,
//! values are no deeper than minutes need, and there is nothing in it that no minutes have.

use crate::wire::{NoMessage, Reader};

/// Values within values: the fields of minutes are flat.
const DEEPEST: usize = 8;
/// Letters and deletions of one replica: more would overflow the clocks of the library.
const MOST: u64 = 1 << 31;

const HAS_ORIGIN: u8 = 0x80;
const HAS_RIGHT_ORIGIN: u8 = 0x40;
const HAS_PARENT_SUB: u8 = 0x20;

type Walked = Result<(), NoMessage>;

/// Walks over an update.
pub(super) fn scan(bytes: &[u8]) -> Walked {
    let mut from = Reader(bytes);
    for _ in 0..count(&mut from)? {
        let blocks = count(&mut from)?;
        let _client = from.number()?;
        let mut clock = from.number()?;
        for _ in 0..blocks {
            clock = within(clock + block(&mut from)?)?;
        }
    }
    for _ in 0..count(&mut from)? {
        let _client = from.number()?;
        for _ in 0..count(&mut from)? {
            within(from.number()? + from.number()?)?;
        }
    }
    if from.0.is_empty() { Ok(()) } else { Err(NoMessage) }
}

/// How many follow: each takes a byte at least.
fn count(from: &mut Reader<'_>) -> Result<u64, NoMessage> {
    let count = from.number()?;
    if count <= from.0.len() as u64 { Ok(count) } else { Err(NoMessage) }
}

fn within(clock: u64) -> Result<u64, NoMessage> {
    if clock < MOST { Ok(clock) } else { Err(NoMessage) }
}

/// A block. Gives what it takes of the clock, or more.
fn block(from: &mut Reader<'_>) -> Result<u64, NoMessage> {
    let info = byte(from)?;
    // What was forgotten, and what is left out.
    if info == 0 || info == 10 {
        return from.number();
    }
    for flag in [HAS_ORIGIN, HAS_RIGHT_ORIGIN] {
        if info & flag != 0 {
            id(from)?;
        }
    }
    if info & (HAS_ORIGIN | HAS_RIGHT_ORIGIN) == 0 {
        if from.number()? == 1 {
            from.bytes()?;
        } else {
            id(from)?;
        }
        if info & HAS_PARENT_SUB != 0 {
            from.bytes()?;
        }
    }
    content(from, info & 0x1f)
}

fn id(from: &mut Reader<'_>) -> Walked {
    from.number()?;
    from.number()?;
    Ok(())
}

fn content(from: &mut Reader<'_>, kind: u8) -> Result<u64, NoMessage> {
    match kind {
        // Deleted.
        1 => from.number(),
        // Values as JSON, whose reader has a bound of its own.
        2 => {
            let values = count(from)?;
            for _ in 0..values {
                from.bytes()?;
            }
            Ok(values)
        }
        // Bytes, and a value as JSON in a text.
        3 | 5 => from.bytes().map(|_| 1),
        // Letters.
        4 => Ok(from.bytes()?.len() as u64),
        // How letters look.
        6 => {
            from.bytes()?;
            from.bytes().map(|_| 1)
        }
        // An array, a map or a text.
        7 => {
            if byte(from)? > 2 {
                return Err(NoMessage);
            }
            Ok(1)
        }
        8 => {
            let values = count(from)?;
            for _ in 0..values {
                value(from, DEEPEST)?;
            }
            Ok(values)
        }
        // Documents within documents, and whatever else there may be.
        _ => Err(NoMessage),
    }
}

fn value(from: &mut Reader<'_>, deep: usize) -> Walked {
    match byte(from)? {
        // Undefined, null, false and true.
        126 | 127 | 120 | 121 => Ok(()),
        // A whole number, as long as its bytes say that it goes on.
        125 => {
            while byte(from)? & 0x80 != 0 {}
            Ok(())
        }
        124 => skip(from, 4),
        122 | 123 => skip(from, 8),
        116 | 119 => from.bytes().map(drop),
        118 if deep > 0 => {
            for _ in 0..count(from)? {
                from.bytes()?;
                value(from, deep - 1)?;
            }
            Ok(())
        }
        117 if deep > 0 => {
            for _ in 0..count(from)? {
                value(from, deep - 1)?;
            }
            Ok(())
        }
        _ => Err(NoMessage),
    }
}

fn byte(from: &mut Reader<'_>) -> Result<u8, NoMessage> {
    let (byte, rest) = from.0.split_first().ok_or(NoMessage)?;
    from.0 = rest;
    Ok(*byte)
}

fn skip(from: &mut Reader<'_>, bytes: usize) -> Walked {
    from.0 = from.0.get(bytes..).ok_or(NoMessage)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use yrs::{Any, Array, ArrayPrelim, Doc, Map, MapPrelim, ReadTxn, StateVector, Text, TextPrelim, Transact};

    use super::*;

    fn written(write: impl FnOnce(&Doc)) -> Vec<u8> {
        let doc = crate::schema::document(1);
        write(&doc);
        doc.transact().encode_state_as_update_v1(&StateVector::default())
    }

    #[test]
    fn what_yjs_writes_is_walked_over() {
        let bytes = written(|doc| {
            let (map, text) = (doc.get_or_insert_map("agenda"), doc.get_or_insert_text("proposals"));
            let mut txn = doc.transact_mut();
            let line = map.insert(&mut txn, "a", MapPrelim::default());
            line.insert(&mut txn, "title", TextPrelim::new("Әңгіме 👧🏽"));
            line.insert(&mut txn, "place", 1.5);
            line.insert(&mut txn, "votes", 300_000_i64);
            line.insert(&mut txn, "deep", Any::from_json(r#"{"a":[1,[true,null],{"b":"c"}]}"#).expect("json"));
            let list = line.insert(&mut txn, "list", ArrayPrelim::default());
            list.push_back(&mut txn, "x");
            text.insert(&mut txn, 0, "Ұсыныс бар");
            text.insert(&mut txn, 4, "қосымша");
            text.remove_range(&mut txn, 2, 5);
            map.remove(&mut txn, "a");
        });
        assert_eq!(scan(&bytes), Ok(()));
        assert_eq!(scan(&super::super::NOTHING), Ok(()));
        // Cut off anywhere it is none.
        assert!((0..bytes.len()).all(|end| scan(&bytes[..end]).is_err()));
    }

    #[test]
    fn what_claims_more_than_it_holds_and_what_is_too_deep_is_refused() {
        // A million replicas, in four bytes.
        assert!(scan(&[0xc0, 0x84, 0x3d, 0]).is_err());
        // One value in a map: arrays in arrays, half a million deep.
        let mut deep = vec![1, 1, 1, 0, 0x08, 1, 1, b'a', 1];
        deep.extend([117, 1].repeat(500_000));
        assert!(scan(&deep).is_err());
        // A map of ten million keys.
        assert!(scan(&[1, 1, 1, 0, 0x08, 1, 1, b'a', 1, 118, 0x80, 0xad, 0xe2, 4]).is_err());
        // A document within the document.
        assert!(scan(&[1, 1, 1, 0, 0x09, 1, 1, b'a', 1, b'g', 127, 0]).is_err());
        // A clock at its end.
        assert!(scan(&[1, 1, 1, 0xff, 0xff, 0xff, 0xff, 0x07, 0x04, 1, 1, b'a', 1, b'x', 0]).is_err());
    }
}
