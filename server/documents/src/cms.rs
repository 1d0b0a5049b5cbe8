//! Signatures made elsewhere: what `NCALayer` gives for a signature with a key of the National Certification Authority.
//!
//! What can be verified here is verified (RSA, ECDSA); GOST is only read, and says so. Chains are not judged: the issuer
//! is named, and [`crate::NcaJudge`] knows more.

mod name;

use base64ct::{Base64, Encoding};
use chrono::{DateTime, Utc};
use der::asn1::ObjectIdentifier;
use serde::{Deserialize, Serialize};

use crate::signed::{Found, Info, Signed};
use crate::stamp::{TOKEN, Token};
use crate::{Error, ber, proof, time};

pub use name::Name;

const SIGNING_TIME: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.5");
/// The largest signature, in bytes of DER.
pub const LARGEST: usize = 256 * 1024;
/// The longest number of a certificate (RFC 5280).
const LONGEST_SERIAL: usize = 21;

/// One who has signed. The IIN is nowhere in it in full.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signer {
    /// Whom the certificate names.
    pub subject: Name,
    /// Who issued it.
    pub issuer: Name,
    /// The number of the certificate, in hexadecimal figures.
    pub serial: String,
    /// The certificate is valid from then.
    pub valid_from: DateTime<Utc>,
    /// And until then.
    pub valid_to: DateTime<Utc>,
    /// The kind of key, as people call it.
    pub algorithm: String,
    /// When it was signed: by a time stamp where one could be verified, otherwise as the signer's machine said.
    pub signed_at: Option<DateTime<Utc>>,
    /// Whether a time stamp says so.
    pub stamped: bool,
    /// What became of verifying it.
    pub verdict: Verdict,
}

/// What became of verifying a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The key of the certificate signed this very content, while the certificate was valid.
    Verified,
    /// It did not.
    Broken(Reason),
    /// An algorithm that this program does not know (GOST): it may be good or bad.
    NotVerifiedHere,
}

/// Why a signature is not good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Something else was signed.
    OtherContent,
    /// The key says no.
    BadSignature,
    /// What has to be signed beside the content is missing.
    BadAttributes,
    /// The certificate was not valid when it was signed.
    CertificateNotValid,
}

/// Reads a detached signature (DER, BER, PEM or base64) over a content and verifies what can be.
///
/// # Errors
/// [`Error::Signature`] when it cannot be read, is too large, or comes without its certificates.
pub fn look(cms: &[u8], content: &[u8]) -> Result<Vec<Signer>, Error> {
    let der = to_der(cms)?;
    let signed = Signed::read(&der).ok_or(Error::Signature("it is no signed message"))?;
    if signed.signers.is_empty() {
        return Err(Error::Signature("nobody has signed it"));
    }
    // A message that carries another text was signed for that one.
    let other = signed.content.is_some_and(|carried| carried != content);
    let look = |info: &Info<'_>| {
        let (certificate, _) = signed.certificate(info).ok_or(Error::Signature("a certificate is missing"))?;
        let own = &certificate.tbs_certificate;
        let serial = own.serial_number.as_bytes();
        if serial.len() > LONGEST_SERIAL {
            return Err(Error::Signature("the number of a certificate is too long"));
        }
        let (valid_from, valid_to) = (time::of(own.validity.not_before), time::of(own.validity.not_after));
        let stamp = stamp(info);
        let told = info.attribute(SIGNING_TIME).and_then(time::read);
        let signed_at = stamp.or(told);
        let verdict = match signed.ask(info, &certificate, content) {
            _ if other => Verdict::Broken(Reason::OtherContent),
            Found::OtherContent => Verdict::Broken(Reason::OtherContent),
            Found::BadSignature => Verdict::Broken(Reason::BadSignature),
            Found::BadAttributes => Verdict::Broken(Reason::BadAttributes),
            Found::Unknown => Verdict::NotVerifiedHere,
            Found::Good if signed_at.is_some_and(|at| at < valid_from || at > valid_to) => {
                Verdict::Broken(Reason::CertificateNotValid)
            }
            Found::Good => Verdict::Verified,
        };
        Ok(Signer {
            subject: Name::of(&own.subject),
            issuer: Name::of(&own.issuer),
            serial: hex::encode(serial),
            valid_from,
            valid_to,
            algorithm: proof::name(&own.subject_public_key_info, info.algorithm.oid),
            signed_at,
            stamped: stamp.is_some(),
            verdict,
        })
    };
    signed.signers.iter().map(look).collect()
}

/// The time that a stamp of this very signature gives.
fn stamp(info: &Info<'_>) -> Option<DateTime<Utc>> {
    let token = Token::read(info.loose_attribute(TOKEN)?).ok()?;
    token.is_of(info.signature).then_some(token.stamp.at)
}

/// Whatever it was wrapped in.
pub(crate) fn to_der(cms: &[u8]) -> Result<Vec<u8>, Error> {
    if cms.len() > LARGEST * 2 {
        return Err(Error::Signature("it is too large"));
    }
    let unreadable = || Error::Signature("it cannot be read");
    let unwrapped = if cms.first() == Some(&0x30) {
        cms.to_vec()
    } else {
        let text = str::from_utf8(cms).map_err(|_| unreadable())?;
        let lines = text.lines().map(str::trim).filter(|line| !line.starts_with("-----"));
        let text: String = lines.flat_map(str::split_whitespace).collect();
        Base64::decode_vec(&text).map_err(|_| unreadable())?
    };
    if unwrapped.len() > LARGEST {
        return Err(Error::Signature("it is too large"));
    }
    ber::to_der(&unwrapped).ok_or_else(unreadable)
}
