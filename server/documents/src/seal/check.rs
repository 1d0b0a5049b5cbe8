//! Is a file the one that was sealed? Asked of its bytes alone: no reader of PDF has a say in it.

use std::ops::Range;

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use super::{Certificate, envelope, pdf};
use crate::proof::{Proof, prove};
use crate::signed::Signed;
use crate::stamp::{Stamp, TOKEN, Token};
use crate::tlv::Reader;
use crate::{Error, time};

/// The largest file that is checked, in bytes.
const LARGEST: usize = 128 * 1024 * 1024;
/// So many places of a file may look like a seal.
const MOST: usize = 16;
/// The longest signature, in bytes.
const LONGEST: usize = 64 * 1024;

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SealState {
    /// Nothing in the file is a seal of Kenes.
    None,
    /// There is one, and it does not hold.
    Broken(Flaw),
    /// There is one, and it holds.
    Sealed(Box<Seal>),
}

/// Why a seal does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// The file is not the one that was sealed.
    Changed,
    /// The seal itself was changed.
    Seal,
    /// The key is none of those that are known.
    Stranger,
    /// The certificate was not valid at the time in the seal.
    NotValidThen,
    /// The time stamp is not one of this seal.
    Stamp,
}

/// A seal that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// Whether the file ends with it. What was appended later, nobody has sealed.
    pub whole_file: bool,
    /// Whose seal it is: one of the known certificates.
    pub certificate: Certificate,
    /// When it was sealed, as the server's clock said.
    pub sealed_at: DateTime<Utc>,
    /// When it was there already, as somebody else says.
    pub stamped: Option<Stamp>,
}

/// Checks the seal of a file against the certificates of the kindergarten, old ones among them.
///
/// # Errors
/// The file is too large to be checked.
pub fn check(pdf: &[u8], known: &[Certificate]) -> Result<SealState, Error> {
    if pdf.len() > LARGEST {
        return Err(Error::Pdf("it is too large".to_owned()));
    }
    let mut found = SealState::None;
    for place in places(pdf) {
        match judge(pdf, &place, known) {
            Ok(seal) if seal.whole_file => return Ok(SealState::Sealed(Box::new(seal))),
            Ok(seal) => found = SealState::Sealed(Box::new(seal)),
            Err(flaw) if !matches!(found, SealState::Sealed(_)) => found = SealState::Broken(flaw),
            Err(_) => {}
        }
    }
    Ok(found)
}

/// Where a seal may be: what it says of itself.
struct Place {
    numbers: Option<[usize; 4]>,
    /// Where its signature begins, with the bracket.
    start: usize,
}

/// The places that look like a seal, the last one first.
fn places(pdf: &[u8]) -> Vec<Place> {
    let mut places = Vec::new();
    let mut end = pdf.len();
    while places.len() < MOST
        && let Some(at) = memchr::memmem::rfind(&pdf[..end], pdf::RANGE.as_bytes())
    {
        end = at;
        let from = at + pdf::RANGE.len();
        let window = &pdf[from..pdf.len().min(from + 64)];
        if let Some(length) = window.windows(pdf::CONTENTS.len()).position(|part| part == pdf::CONTENTS.as_bytes()) {
            places.push(Place { numbers: numbers(&window[..length]), start: from + length + pdf::CONTENTS.len() });
        }
    }
    places
}

fn numbers(text: &[u8]) -> Option<[usize; 4]> {
    let numbers = str::from_utf8(text).ok()?.split_ascii_whitespace().map(|number| number.parse().ok());
    numbers.collect::<Option<Vec<usize>>>()?.try_into().ok()
}

fn judge(pdf: &[u8], place: &Place, known: &[Certificate]) -> Result<Seal, Flaw> {
    let (gap, end) = gap(pdf, place).ok_or(Flaw::Changed)?;
    let message = message(&pdf[gap.start + 1..gap.end - 1]).ok_or(Flaw::Seal)?;
    let signed = Signed::read(&message).ok_or(Flaw::Seal)?;
    let ([info], [certificate]) = (signed.signers.as_slice(), signed.certificates.as_slice()) else {
        return Err(Flaw::Seal);
    };
    let certificate = known.iter().find(|known| known.der() == *certificate).ok_or_else(|| {
        // A certificate that still is one belongs to somebody else; otherwise a byte of ours was changed.
        if Certificate::from_der(certificate).is_some() { Flaw::Stranger } else { Flaw::Seal }
    })?;
    let digest = Sha256::new().chain_update(&pdf[..gap.start]).chain_update(&pdf[gap.end..end]).finalize();
    let attributes = envelope::attributes(&digest, certificate);
    let token = info.loose_attribute(TOKEN);
    // Written anew from what must be in it: every byte that differs was changed, in the file or in the seal.
    if envelope::assemble(certificate, &attributes, info.signature, token) != message {
        return Err(Flaw::Changed);
    }
    let key = &certificate.read().tbs_certificate.subject_public_key_info;
    if prove(key, &info.algorithm, None, &envelope::to_sign(&attributes), info.signature) != Proof::Good {
        return Err(Flaw::Seal);
    }
    let sealed_at = sealed_at(&pdf[gap.end..end]).ok_or(Flaw::Seal)?;
    if sealed_at < certificate.valid_from() || sealed_at > certificate.valid_to() {
        return Err(Flaw::NotValidThen);
    }
    let stamped = match token {
        None => None,
        Some(token) => {
            let token = Token::read(token).map_err(|_| Flaw::Stamp)?;
            if !token.is_of(info.signature) {
                return Err(Flaw::Stamp);
            }
            Some(token.stamp)
        }
    };
    Ok(Seal { whole_file: end == pdf.len(), certificate: certificate.clone(), sealed_at, stamped })
}

/// Where the signature is, and where the sealed file ended: from its first byte on, with nothing else left out.
fn gap(pdf: &[u8], place: &Place) -> Option<(Range<usize>, usize)> {
    let [zero, start, from, length] = place.numbers?;
    let end = from.checked_add(length)?;
    let right = zero == 0 && start == place.start && start + 2 < from && end <= pdf.len();
    (right && pdf[start] == b'<' && pdf[from - 1] == b'>').then_some((start..from, end))
}

/// The signature in its room: written with small letters, and nothing but zeros behind it.
fn message(figures: &[u8]) -> Option<Vec<u8>> {
    if figures.len() > LONGEST * 2 || figures.iter().any(u8::is_ascii_uppercase) {
        return None;
    }
    let bytes = hex::decode(figures).ok()?;
    let mut reader = Reader(&bytes);
    let message = reader.any()?.whole.to_vec();
    reader.0.iter().all(|byte| *byte == 0).then_some(message)
}

fn sealed_at(behind: &[u8]) -> Option<DateTime<Utc>> {
    let text = behind.strip_prefix(pdf::TIME.as_bytes())?.get(..14)?;
    time::plain(str::from_utf8(text).ok()?)
}
