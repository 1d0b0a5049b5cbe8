//! DER by hand: a signature is judged by its very bytes, so they are read as they are and written as they must be.

pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const OCTETS: u8 = 0x04;
pub(crate) const OID: u8 = 0x06;
pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;

/// One value: its tag, what is in it, and all of its bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tlv<'a> {
    pub(crate) tag: u8,
    pub(crate) value: &'a [u8],
    pub(crate) whole: &'a [u8],
}

impl<'a> Tlv<'a> {
    /// The one value that these bytes are, with nothing behind it.
    pub(crate) fn read(bytes: &'a [u8], tag: u8) -> Option<&'a [u8]> {
        let mut reader = Reader(bytes);
        let one = reader.next(tag)?;
        reader.0.is_empty().then_some(one.value)
    }
}

/// Values, one after the other.
#[derive(Clone, Debug)]
pub(crate) struct Reader<'a>(pub(crate) &'a [u8]);

impl<'a> Reader<'a> {
    /// The next value, whatever it is.
    pub(crate) fn any(&mut self) -> Option<Tlv<'a>> {
        let (&tag, rest) = self.0.split_first()?;
        let (&first, rest) = rest.split_first()?;
        let (length, rest) = match usize::from(first) {
            short @ 0..0x80 => (short, rest),
            long => {
                let (figures, rest) = rest.split_at_checked(long - 0x80).filter(|(f, _)| (1..=4).contains(&f.len()))?;
                let length = figures.iter().fold(0, |sum, figure| (sum << 8) | usize::from(*figure));
                // One way to write a length: the shortest.
                if length < 0x80 || figures[0] == 0 {
                    return None;
                }
                (length, rest)
            }
        };
        // Numbers of tags beyond one byte do not occur in signatures.
        if tag & 0x1f == 0x1f {
            return None;
        }
        let (value, rest) = rest.split_at_checked(length)?;
        let whole = &self.0[..self.0.len() - rest.len()];
        self.0 = rest;
        Some(Tlv { tag, value, whole })
    }

    /// The next value, which must be of this kind.
    pub(crate) fn next(&mut self, tag: u8) -> Option<Tlv<'a>> {
        let mut ahead = self.clone();
        let one = ahead.any().filter(|one| one.tag == tag)?;
        *self = ahead;
        Some(one)
    }
}

impl<'a> Iterator for Reader<'a> {
    type Item = Tlv<'a>;

    fn next(&mut self) -> Option<Tlv<'a>> {
        self.any()
    }
}

/// Writes a value made of parts.
pub(crate) fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let mut bytes = vec![tag];
    if length < 0x80 {
        bytes.push(u8::try_from(length).unwrap_or_default());
    } else {
        let figures: Vec<u8> = length.to_be_bytes().into_iter().skip_while(|figure| *figure == 0).collect();
        bytes.push(0x80 | u8::try_from(figures.len()).unwrap_or_default());
        bytes.extend(figures);
    }
    for part in parts {
        bytes.extend_from_slice(part);
    }
    bytes
}

/// A set is written in the order of its bytes.
pub(crate) fn set_of(tag: u8, mut parts: Vec<Vec<u8>>) -> Vec<u8> {
    parts.sort();
    tlv(tag, &parts.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read() {
        for length in [0, 1, 127, 128, 255, 256, 70_000] {
            let value = vec![7; length];
            let bytes = tlv(OCTETS, &[&value]);
            assert_eq!(Tlv::read(&bytes, OCTETS), Some(value.as_slice()));
            assert_eq!(Tlv::read(&bytes, INTEGER), None);
            assert_eq!(Tlv::read(&bytes[..bytes.len() - 1], OCTETS), None);
        }
        // A length written longer than needed, or without an end.
        assert!(Tlv::read(&[4, 0x81, 1, 7], OCTETS).is_none());
        assert!(Tlv::read(&[4, 0x80, 0, 0], OCTETS).is_none());
    }
}
