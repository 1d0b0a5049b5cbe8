//! Time stamps (RFC 3161): somebody else's word on when something was there already.

use chrono::{DateTime, Utc};
use der::asn1::ObjectIdentifier;
use rand_core::{OsRng, RngCore};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use x509_cert::Certificate;

use crate::http::Http;
use crate::proof::Hash;
use crate::signed::{Found, Info, Signed};
use crate::tlv::{INTEGER, OCTETS, OID, Reader, SEQUENCE, Tlv, tlv};
use crate::{Error, cms, time};

const TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
const SIGNING_CERTIFICATE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.12");
const SIGNING_CERTIFICATE_V2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");
const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const TIME_STAMPING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");
/// The attribute of a signature that holds its stamp.
pub(crate) const TOKEN: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.14");
/// The largest answer of an authority.
const LARGEST: u64 = 64 * 1024;

/// Whoever stamps.
pub trait Stamper: Send + Sync {
    /// A token of RFC 3161 over a SHA-256 digest.
    ///
    /// # Errors
    /// The authority cannot be reached, or its answer is not what was asked for.
    fn stamp(&self, imprint: &[u8; 32]) -> Result<Vec<u8>, Error>;
}

/// When something was there, and who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The time that was stamped.
    pub at: DateTime<Utc>,
    /// The name of the authority, as its certificate has it. Who issued that is not judged here.
    pub authority: String,
}

/// An authority that is asked over HTTP.
#[derive(Clone, Debug)]
pub struct HttpStamper(Http);

impl HttpStamper {
    /// The authority at an address.
    ///
    /// # Errors
    /// The address is none.
    pub fn new(address: &str) -> Result<Self, Error> {
        Http::new(address).map(Self)
    }
}

impl Stamper for HttpStamper {
    fn stamp(&self, imprint: &[u8; 32]) -> Result<Vec<u8>, Error> {
        let mut nonce = [0; 8];
        OsRng.fill_bytes(&mut nonce);
        // A positive number written in as few bytes as it has.
        nonce[0] = nonce[0] & 0x3f | 0x40;
        let answer = self.0.post("application/timestamp-query", &query(imprint, &nonce), LARGEST)?;
        let wrong = |why: &str| Error::Stamp(why.to_owned());
        let mut answer = Reader(Tlv::read(&answer, SEQUENCE).ok_or_else(|| wrong("the answer cannot be read"))?);
        let status = answer.next(SEQUENCE).and_then(|status| Reader(status.value).next(INTEGER));
        let status = status.ok_or_else(|| wrong("the answer has no status"))?;
        // Granted, or granted with changes; the changes are looked at below.
        if !matches!(status.value, [0 | 1]) {
            return Err(Error::Stamp(format!("refused (status {:?})", status.value)));
        }
        let token = answer.next(SEQUENCE).ok_or_else(|| wrong("granted, and no stamp with it"))?;
        let read = Token::read(token.whole)?;
        if read.nonce != Some(&nonce) {
            return Err(wrong("the stamp answers another question"));
        }
        if !read.is_over(Hash::Sha256, imprint) {
            return Err(wrong("the stamp is over something else"));
        }
        Ok(token.whole.to_vec())
    }
}

fn query(imprint: &[u8; 32], nonce: &[u8]) -> Vec<u8> {
    let algorithm = tlv(SEQUENCE, &[&tlv(OID, &[SHA256.as_bytes()]), &[5, 0]]);
    let imprint = tlv(SEQUENCE, &[&algorithm, &tlv(OCTETS, &[imprint])]);
    // Version 1; the certificate shall come with the stamp.
    tlv(SEQUENCE, &[&[INTEGER, 1, 1], &imprint, &tlv(INTEGER, &[nonce]), &[1, 1, 0xff]])
}

/// A token whose signature was found good.
pub(crate) struct Token<'a> {
    hash: Hash,
    imprint: &'a [u8],
    nonce: Option<&'a [u8]>,
    /// When, and who says so.
    pub(crate) stamp: Stamp,
}

impl<'a> Token<'a> {
    /// Reads a token in DER and asks its signature.
    pub(crate) fn read(der: &'a [u8]) -> Result<Self, Error> {
        let wrong = |why: &str| Error::Stamp(why.to_owned());
        let signed = Signed::read(der).filter(|signed| signed.kind == TST_INFO);
        let signed = signed.ok_or_else(|| wrong("this is no time stamp"))?;
        let ([info], Some(content)) = (signed.signers.as_slice(), signed.content) else {
            return Err(wrong("one signature was expected"));
        };
        let (certificate, bytes) = signed.certificate(info).ok_or_else(|| wrong("its certificate is missing"))?;
        if !names(info, bytes) || !may_stamp(&certificate) {
            return Err(wrong("its certificate is not one for stamping"));
        }
        match signed.ask(info, &certificate, content) {
            Found::Good => {}
            Found::Unknown => return Err(wrong("its algorithm is not known here")),
            _ => return Err(wrong("its signature is wrong")),
        }
        let token = Self::content(content, &certificate).ok_or_else(|| wrong("it cannot be read"))?;
        let validity = &certificate.tbs_certificate.validity;
        if token.stamp.at < time::of(validity.not_before) || token.stamp.at > time::of(validity.not_after) {
            return Err(wrong("its certificate was not valid then"));
        }
        Ok(token)
    }

    fn content(content: &'a [u8], certificate: &Certificate) -> Option<Self> {
        let mut info = Reader(Tlv::read(content, SEQUENCE)?);
        info.next(INTEGER)?;
        info.next(OID)?;
        let mut imprint = Reader(info.next(SEQUENCE)?.value);
        let algorithm = Reader(imprint.next(SEQUENCE)?.value).next(OID)?;
        let hash = Hash::from_oid(ObjectIdentifier::from_bytes(algorithm.value).ok()?)?;
        let imprint = imprint.next(OCTETS)?.value;
        info.next(INTEGER)?;
        let at = time::read(info.next(0x18)?.whole)?;
        let nonce = info.find(|one| one.tag == INTEGER).map(|one| one.value);
        let authority = cms::Name::of(&certificate.tbs_certificate.subject);
        let authority = if authority.name.is_empty() { authority.organisation } else { authority.name };
        Some(Self { hash, imprint, nonce, stamp: Stamp { at, authority } })
    }

    /// Whether it is over this digest.
    pub(crate) fn is_over(&self, hash: Hash, digest: &[u8]) -> bool {
        self.hash == hash && self.imprint == digest
    }

    /// Whether it is over these bytes.
    pub(crate) fn is_of(&self, data: &[u8]) -> bool {
        self.imprint == self.hash.of(data)
    }
}

/// Whether the certificate is the one that was signed along with the time.
fn names(info: &Info<'_>, certificate: &[u8]) -> bool {
    let first = |value: &'_ [u8]| -> Option<Vec<Vec<u8>>> {
        let list = Reader(Tlv::read(value, SEQUENCE)?).next(SEQUENCE)?.value;
        let id = Reader(list).next(SEQUENCE)?.value;
        Some(Reader(id).map(|part| part.whole.to_vec()).collect())
    };
    let octets = |part: &Vec<u8>| Tlv::read(part, OCTETS).map(<[u8]>::to_vec);
    if let Some(id) = info.attribute(SIGNING_CERTIFICATE_V2).and_then(first) {
        // The hash is named only where it is not SHA-256.
        let named = id.first().and_then(|part| Reader(Tlv::read(part, SEQUENCE)?).next(OID));
        let hash = match named {
            Some(oid) => ObjectIdentifier::from_bytes(oid.value).ok().and_then(Hash::from_oid),
            None => Some(Hash::Sha256),
        };
        let digest = id.iter().find_map(octets);
        return hash.is_some_and(|hash| digest == Some(hash.of(certificate)));
    }
    let old = info.attribute(SIGNING_CERTIFICATE).and_then(first);
    old.and_then(|id| id.iter().find_map(octets)).is_some_and(|digest| digest == Sha1::digest(certificate).to_vec())
}

fn may_stamp(certificate: &Certificate) -> bool {
    let usage = certificate.tbs_certificate.get::<x509_cert::ext::pkix::ExtendedKeyUsage>();
    usage.ok().flatten().is_some_and(|(_, usage)| usage.0.contains(&TIME_STAMPING))
}

/// The digest that a stamp of a signature is asked for.
pub(crate) fn imprint(signature: &[u8]) -> [u8; 32] {
    Sha256::digest(signature).into()
}
