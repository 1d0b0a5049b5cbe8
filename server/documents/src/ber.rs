//! Signatures come in BER, in which a length may be left open and a string may be in pieces; judged is DER.

use crate::tlv::{OCTETS, tlv};

/// Deeper than this no signature is nested.
const DEEPEST: usize = 32;

/// The same value in DER. Sets keep their order: whoever signed one knows why.
pub(crate) fn to_der(ber: &[u8]) -> Option<Vec<u8>> {
    let mut rest = ber;
    let der = value(&mut rest, 0)?;
    // Some write a line's end behind it.
    rest.iter().all(u8::is_ascii_whitespace).then_some(der)
}

fn value(rest: &mut &[u8], depth: usize) -> Option<Vec<u8>> {
    if depth > DEEPEST {
        return None;
    }
    let tag = byte(rest)?;
    if tag & 0x1f == 0x1f {
        return None;
    }
    let constructed = tag & 0x20 != 0;
    let mut inside = match byte(rest)? {
        0x80 if constructed => return open(tag, rest, depth),
        0x80 => return None,
        short @ 0..0x80 => take(rest, usize::from(short))?,
        long => {
            let figures = take(rest, usize::from(long - 0x80)).filter(|figures| figures.len() <= 8)?;
            let length = figures.iter().fold(0_u64, |sum, figure| (sum << 8) | u64::from(*figure));
            take(rest, usize::try_from(length).ok()?)?
        }
    };
    if !constructed {
        return Some(tlv(tag, &[inside]));
    }
    let mut parts = Vec::new();
    while !inside.is_empty() {
        parts.push(value(&mut inside, depth + 1)?);
    }
    joined(tag, &parts)
}

/// A value that ends with two zeros.
fn open(tag: u8, rest: &mut &[u8], depth: usize) -> Option<Vec<u8>> {
    let mut parts = Vec::new();
    while !rest.starts_with(&[0, 0]) {
        parts.push(value(rest, depth + 1)?);
    }
    take(rest, 2)?;
    joined(tag, &parts)
}

fn joined(tag: u8, parts: &[Vec<u8>]) -> Option<Vec<u8>> {
    if tag != OCTETS | 0x20 {
        return Some(tlv(tag, &parts.iter().map(Vec::as_slice).collect::<Vec<_>>()));
    }
    // A string in pieces.
    let pieces: Option<Vec<&[u8]>> = parts.iter().map(|part| crate::tlv::Tlv::read(part, OCTETS)).collect();
    Some(tlv(OCTETS, &pieces?))
}

fn byte(rest: &mut &[u8]) -> Option<u8> {
    take(rest, 1).map(|one| one[0])
}

fn take<'a>(rest: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (taken, left) = rest.split_at_checked(length)?;
    *rest = left;
    Some(taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_lengths_are_closed_and_pieces_joined() {
        let ber = [0x30, 0x80, 0x24, 0x80, 4, 1, 7, 4, 2, 8, 9, 0, 0, 2, 0x81, 1, 5, 0, 0, b'\n'];
        assert_eq!(to_der(&ber).expect("readable"), [0x30, 8, 4, 3, 7, 8, 9, 2, 1, 5]);
    }

    #[test]
    fn what_has_no_end_is_refused() {
        assert!(to_der(&[0x30, 0x80, 2, 1, 5]).is_none());
        assert!(to_der(&[0x30, 0x80].repeat(4000)).is_none());
        assert!(to_der(&[2, 1, 5, 7]).is_none());
    }
}
